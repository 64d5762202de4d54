"""A picture separated into black and a second ink by its hues: what is near the ink's becomes so much of the ink as is
as vivid, all else the gray that it is as light as.

For each lightness and vividness there is one pair of black and ink: the black that makes the ink as dark as wanted, and
of all such pairs the one whose chroma is nearest. Colour that is more vivid than the ink is the ink at full strength.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from math import atan2, cos, degrees, hypot, sin
from typing import TYPE_CHECKING

from layout.pictures.inks import NEUTRAL, labs, lightness_table, separated, separated_back
from layout.value import value

if TYPE_CHECKING:
    from PIL import Image as PillowImage

NEAR = 45.0
"""Degrees between two hues that are one colour to a reader: red to orange or to purple."""
CHROMA = 12.0
"""CIELAB chroma that a colour has at least; less is a tinged gray."""
_SURE = 30.0
"""Degrees within which a hue is the ink's own; from here to NEAR ever less of it counts, that no edge shows."""
_FAINT = CHROMA / 2
"""Chroma that a scanner or a camera gives to gray; from here to CHROMA ever more of it counts."""
_STEPS = 64
"""Of the ink's tones that are tried."""
_BLACKS = range(0, 256, 5)
_TABLE = (65, 33, 33)
"""Steps of the table over L*, a*, b*; between them Pillow mixes."""
_MOST = 128.0
"""Chroma at which the table of pairs ends."""
_SPECK = 8
"""Of 255: as little ink beside others is no dot on newsprint, and 255 less as little is solid (ISO 12647-3 §4.3.2.4: 3
to 97 per cent). It keeps type in the ink's own red from being screened."""

Parts = tuple[float, float, float, float]
"""What stands in for the ink at full strength, of the four."""


@value
class _Pairs:
    """chroma: of the ink along its own hue, in degrees; rows: for each of its tones the lightness and that chroma of
    each black over it, darkest first."""

    hue: float
    rows: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]


def split(
    picture: PillowImage.Image, profile: bytes, embedded: bytes | None, parts: Parts
) -> tuple[bytes, bytes] | None:
    """Black and the ink of each pixel, 255 = full; None where nothing of a picture is near the ink."""
    from PIL import Image, ImageFilter

    if picture.mode in ("1", "L"):
        return None
    lightness = labs(picture, profile, embedded).getchannel(0)
    lab = Image.merge("RGB", (lightness, *_chroma(picture, profile, embedded)))
    table = ImageFilter.Color3DLUT(_TABLE, _table(profile, parts), channels=3)
    black, second, _ = lab.filter(table).split()
    second = second.point([_clean(value) for value in range(256)])
    if second.getextrema()[1] == 0:
        return None
    return black.tobytes(), second.tobytes()


def _chroma(
    picture: PillowImage.Image, profile: bytes, embedded: bytes | None
) -> tuple[PillowImage.Image, PillowImage.Image]:
    """a* and b* as the press would print a picture: red light is nearer to orange than red ink, and a picture's red is
    to be on the plate that the same red of lines is on. What is gray stays gray, whatever the press mixes for it."""
    from PIL import Image, ImageChops

    _, *own = labs(picture, profile, embedded).split()
    if picture.mode == "CMYK":
        return own[0], own[1]
    _, *printed = labs(separated(picture, profile, embedded), profile, None).split()
    off = [abs(value - NEUTRAL) for value in range(256)]
    colour = ImageChops.lighter(*(each.point(off) for each in own)).point(
        [255 * (value > _FAINT) for value in range(256)]
    )
    gray = Image.new("L", picture.size, NEUTRAL)
    across, down = (Image.composite(each, gray, colour) for each in printed)
    return across, down


def split_inks(samples: bytes, profile: bytes, parts: Parts) -> bytes:
    """The same of single colours in CMYK: two samples for each."""
    pairs, made = _pairs(profile, parts), bytearray()
    for lightness, a, b in _lab(samples, profile):
        black, second = _nearest(pairs, lightness, vividness(a, b, pairs.hue))
        ink = _clean(round(255 * second))
        tone = round(255 * black)
        made += bytes((0 if ink == 255 and tone <= _SPECK else tone, ink))
    return bytes(made)


def vividness(a: float, b: float, hue: float) -> float:
    """How much of a colour's chroma lies along a hue."""
    chroma = hypot(a, b)
    apart = abs((degrees(atan2(b, a)) - hue + 180) % 360 - 180)
    counts = min(1.0, max(0.0, (NEAR - apart) / (NEAR - _SURE)))
    return chroma * counts * min(1.0, max(0.0, (chroma - _FAINT) / (CHROMA - _FAINT)))


def colours(picture: PillowImage.Image, profile: bytes, embedded: bytes | None, parts: Parts) -> tuple[bool, bool]:
    """Whether a small picture has colours that become the ink, and others, that become gray."""
    if picture.mode in ("1", "L"):
        return False, False
    hue = _pairs(profile, parts).hue
    across, down = _chroma(picture, profile, embedded)
    there = {(a - NEUTRAL, b - NEUTRAL) for a, b in set(zip(across.tobytes(), down.tobytes(), strict=True))}
    return any(vividness(a, b, hue) >= CHROMA for a, b in there), any(_strays(a, b, hue) for a, b in there)


def ink_strays(samples: bytes, profile: bytes, parts: Parts) -> bool:
    """Whether one colour in CMYK is none that becomes the ink, nor gray."""
    hue = _pairs(profile, parts).hue
    return any(_strays(a, b, hue) for _, a, b in _lab(samples, profile))


def _strays(a: float, b: float, hue: float) -> bool:
    return hypot(a, b) >= 2 * CHROMA and vividness(a, b, hue) < CHROMA


def _clean(value: int) -> int:
    return 0 if value < _SPECK else 255 if value > 255 - _SPECK else value


def _lab(samples: bytes, profile: bytes) -> list[tuple[float, float, float]]:
    """What CMYK colours print, relative to the paper."""
    from PIL import Image

    seen = separated_back(Image.frombytes("CMYK", (len(samples) // 4, 1), samples), profile)
    lightness, across, down = (channel.tobytes() for channel in seen.split())
    return [(light / 2.55, a - NEUTRAL, b - NEUTRAL) for light, a, b in zip(lightness, across, down, strict=True)]


@lru_cache(maxsize=8)
def _pairs(profile: bytes, parts: Parts) -> _Pairs:
    tones = [step / _STEPS for step in range(_STEPS + 1)]
    blacks = _BLACKS[::-1]
    mixed = bytes(
        round(255 * part)
        for tone in tones
        for black in blacks
        for part in (*(tone * each for each in parts[:3]), min(1.0, tone * parts[3] + black / 255))
    )
    seen = _lab(mixed, profile)
    _, a, b = seen[-1]  # the ink alone
    turn = atan2(b, a)
    rows = []
    for at in range(0, len(seen), len(blacks)):
        row = seen[at : at + len(blacks)]
        # Upwards also where a profile has it that more black is lighter by a hair.
        light = [max(each for each, _, _ in row[: index + 1]) for index in range(len(row))]
        rows.append((tuple(light), tuple(a * cos(turn) + b * sin(turn) for _, a, b in row)))
    return _Pairs(degrees(turn), tuple(rows))


def _nearest(pairs: _Pairs, lightness: float, chroma: float) -> tuple[float, float]:
    """Black and ink, 0 … 1."""
    rows = pairs.rows if chroma > 0 else pairs.rows[:1]
    best = (1e9, 0.0, 0.0)
    for step, (lights, chromas) in enumerate(rows):
        after = min(len(lights) - 1, max(1, bisect_left(lights, lightness)))
        low, high = lights[after - 1], lights[after]
        share = min(1.0, max(0.0, (lightness - low) / (high - low))) if high > low else 1.0
        light = low + share * (high - low)
        own = chromas[after - 1] + share * (chromas[after] - chromas[after - 1])
        off = (light - lightness) ** 2 + (own - chroma) ** 2
        if off < best[0]:
            place = len(lights) - after - share  # of the black, in steps of it from none
            best = (off, place * _BLACKS.step / 255, step / _STEPS)
    return best[1], best[2]


@lru_cache(maxsize=4)
def _table(profile: bytes, parts: Parts) -> tuple[float, ...]:
    """For each colour in the steps of _TABLE black, ink and nothing, L* fastest. L* is that of a picture, whose darkest
    is what black alone reaches, as in pictures that are printed in gray."""
    pairs = _pairs(profile, parts)
    lights, acrosses, downs = _TABLE
    grays = lightness_table(profile)
    blacks = bytes(255 - grays[round(step * 255 / (lights - 1))] for step in range(lights))
    targets = [light for light, _, _ in _lab(bytes(part for black in blacks for part in (0, 0, 0, black)), profile)]
    widths = range(round(_MOST) + 1)
    known: dict[tuple[int, int], tuple[float, float]] = {}
    made: list[float] = []
    for down in range(downs):
        for across in range(acrosses):
            a, b = (255 * step / (count - 1) - NEUTRAL for step, count in ((across, acrosses), (down, downs)))
            wanted = round(vividness(a, b, pairs.hue) / 4) * 4
            wanted = min(wanted, widths[-1])
            for step, target in enumerate(targets):
                if wanted == 0:
                    made += (blacks[step] / 255, 0.0, 0.0)
                    continue
                key = (step, wanted)
                if key not in known:
                    known[key] = _nearest(pairs, target, wanted)
                made += (*known[key], 0.0)
    return tuple(made)
