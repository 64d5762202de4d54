"""A picture in one or two inks: its grays on the black plate, and a second ink under them for the middle tones.

The second plate follows the picture as it is, the black one its square: black carries the drawing of the shadows and
leaves the lights to the colour, as in the trade's usual pair of curves.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST = 220.0  # per cent of ink in the blackest place (GWG2015 newspaper: rich black)


def second_plate(grays: bytes, strength: float) -> bytes:
    """Ink of the second plate, 255 = full, from grays (255 = paper). strength: 0 … 1, of the full tone."""
    return grays.translate(bytes(round((255 - gray) * strength) for gray in range(256)))


def black_plate(grays: bytes) -> bytes:
    """Ink of the black plate, 255 = full, where there is a second one."""
    return grays.translate(bytes(round((255 - gray) ** 2 / 255) for gray in range(256)))


def process_duotone(grays: bytes, inks: Sequence[float]) -> bytes:
    """CMYK samples of black and a second ink of process parts (cyan, magenta, yellow, black: 0 … 1)."""
    share = min(1.0, (MOST - 100) / 100 / max(sum(inks[:3]), 1e-9))
    samples = bytearray(4 * len(grays))
    for part, ink in enumerate(inks[:3]):
        samples[part::4] = second_plate(grays, ink * share)
    samples[3::4] = black_plate(grays)
    return bytes(samples)


def spot_duotone(grays: bytes, tint: float) -> bytes:
    """Samples of black and a spot ink, two a pixel."""
    samples = bytearray(2 * len(grays))
    samples[0::2] = black_plate(grays)
    samples[1::2] = second_plate(grays, tint)
    return bytes(samples)


def mixed(pairs: bytes, inks: Sequence[float]) -> bytes:
    """CMYK samples of black and a second ink, two samples a pixel. inks: what the second is of the four, 0 … 1."""
    samples = bytearray(2 * len(pairs))
    black, second = pairs[0::2], pairs[1::2]
    for part, ink in enumerate(inks[:3]):
        samples[part::4] = second.translate(bytes(round(tone * ink) for tone in range(256)))
    if inks[3]:
        own = [tone * inks[3] for tone in range(256)]
        black = bytes(min(255, round(k + own[tone])) for k, tone in zip(black, second, strict=True))
    samples[3::4] = black
    return bytes(samples)


def corners(inks: Sequence[float]) -> bytes:
    """The four colours in CMYK between which black and a second ink mix: neither, black, the second, both."""
    second = tuple(inks[:4])
    colours = ((0.0,) * 4, (0.0, 0.0, 0.0, 1.0), second, (*second[:3], 1.0))
    return bytes(round(part * 255) for colour in colours for part in colour)
