"""Inks as a screen shows them: through the press's profile to sRGB, as the soft proof of the PDF has them."""

from __future__ import annotations

from collections.abc import Iterable

from layout.display import Ink
from layout.pictures.softproof import colours

Colours = dict[Ink, str]
"""The Value of a colour (GB/T 33190-2016 §8.3.2), by ink: red, green and blue, 0 … 255."""


def seen(inks: Iterable[Ink], profile: bytes) -> Colours:
    """profile: the press's. Of a spot ink what stands in for it is shown."""
    wanted = list(dict.fromkeys(inks))
    if not wanted:
        return {}
    shown = colours([_parts(ink) for ink in wanted], profile)
    return {
        ink: " ".join(str(round(255 * share)) for share in colour) for ink, colour in zip(wanted, shown, strict=True)
    }


def _parts(ink: Ink) -> tuple[float, ...]:
    share = ink.tint if ink.spot else 1.0
    return tuple(part * share for part in (ink.cyan, ink.magenta, ink.yellow, ink.black))
