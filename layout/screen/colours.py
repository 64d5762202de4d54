"""Inks as a screen shows them: through the press's profile to sRGB, as the soft proof of the PDF has them."""

from __future__ import annotations

from collections.abc import Iterable

from layout.display import Ink
from layout.pictures.softproof import colours

Colour = tuple[int, int, int]
"""Red, green and blue, 0 … 255, of sRGB."""


def seen(inks: Iterable[Ink], profile: bytes) -> dict[Ink, Colour]:
    """profile: the press's. Of a spot ink what stands in for it is shown."""
    wanted = list(dict.fromkeys(inks))
    if not wanted:
        return {}
    shown = colours([_parts(ink) for ink in wanted], profile)
    return {
        ink: (round(255 * red), round(255 * green), round(255 * blue))
        for ink, (red, green, blue) in zip(wanted, shown, strict=True)
    }


def _parts(ink: Ink) -> tuple[float, ...]:
    share = ink.tint if ink.spot else 1.0
    return tuple(part * share for part in (ink.cyan, ink.magenta, ink.yellow, ink.black))
