"""The colours of the digital edition: the paper's own where they can be read (WCAG 2.2 §1.4.3, §1.4.11)."""

from __future__ import annotations

from layout.display import Ink
from layout.pictures.softproof import colours
from layout.value import value

Colour = tuple[int, int, int]
"""sRGB, 0 … 255 each."""

TEXT = 4.5
"""Least contrast of type with what is behind it (WCAG 2.2 §1.4.3, level AA)."""

DRAWN = 3.0
"""Least contrast of lines and frames that say something (WCAG 2.2 §1.4.11)."""

_STEPS = 100  # in which a colour is made darker or lighter


@value
class Palette:
    """ground: behind everything; panel: behind what is set apart; ink: type; quiet: type that is beside the matter;
    accent: the paper's colour; line: parts one thing from another and says no more."""

    ground: Colour
    panel: Colour
    ink: Colour
    quiet: Colour
    accent: Colour
    line: Colour


def palettes(accent: Ink, profile: bytes) -> tuple[Palette, Palette]:
    """For light and for dark rooms. accent: of the house style; profile: of the press."""
    (seen,) = colours([(accent.cyan, accent.magenta, accent.yellow, accent.black)], profile)
    own = _whole(seen)
    light = Palette((255, 255, 255), (246, 245, 242), (26, 26, 26), (89, 88, 85), own, (216, 214, 208))
    dark = Palette((20, 21, 23), (32, 33, 36), (232, 230, 225), (170, 167, 160), own, (66, 67, 70))
    return _readable(light), _readable(dark)


def _readable(palette: Palette) -> Palette:
    accent = readable(palette.accent, (palette.ground, palette.panel))
    return Palette(palette.ground, palette.panel, palette.ink, palette.quiet, accent, palette.line)


def readable(colour: Colour, grounds: tuple[Colour, ...], least: float = TEXT) -> Colour:
    """The colour, darker or lighter as far as it must be to be read on all grounds."""
    toward = 0 if sum(map(luminance, grounds)) / len(grounds) > 0.5 else 255
    for step in range(_STEPS + 1):
        share = step / _STEPS
        tried = _whole(tuple((part * (1 - share) + toward * share) / 255 for part in colour))
        if all(contrast(tried, ground) >= least for ground in grounds):
            return tried
    return (toward, toward, toward)


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1 … 21 (WCAG 2.2, definition)."""
    lower, upper = sorted((luminance(one), luminance(other)))
    return (upper + 0.05) / (lower + 0.05)


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 … 1 (WCAG 2.2, definition)."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def css(colour: Colour) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _whole(colour: tuple[float, ...]) -> Colour:
    red, green, blue = (min(255, max(0, round(part * 255))) for part in colour)
    return red, green, blue
