"""A run of glyphs as a TJ array has it: the commonest gap as Tc, and numbers only where a glyph would stand more than a
hair off its place. Done by layout/_speed.c where it was compiled; `plain_show` is its specification: equal characters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from operator import itemgetter

from layout.display import GlyphRun
from layout.speed import COMPILED

# A glyph may stand this far off its place: points, and em for small type.
HAIR = 0.002
HAIR_EM = 0.0004
FINE = 1000  # to a point: how finely places and gaps are told apart
UP = 1 << 24  # added before a number is cut to a whole one, so that it is rounded the same on both sides of zero


Shown = Mapping[tuple[int, str], str]
"""The code of each glyph with its text, as it stands in a literal string."""


def show(run: GlyphRun, shown: Shown, advances: dict[int, float], em: float, scale: float) -> tuple[float, str]:
    """Tc in unscaled points, and TJ with its array, of one glyph or more. advances: em of the face; em: points that an
    em of it is wide; scale: of Tz."""
    if COMPILED is None:
        return plain_show(run, shown, advances, em, scale)
    terms = (FINE, UP, HAIR, HAIR_EM)
    found: tuple[float, str] = COMPILED.show(run.glyphs, run.texts, run.xs, shown, advances, em, scale, terms)
    return found


def plain_show(run: GlyphRun, shown: Shown, advances: dict[int, float], em: float, scale: float) -> tuple[float, str]:
    """The specification."""
    spacing, pieces = with_gaps(run, shown, advances, em, scale)
    return spacing, array(pieces)


def array(pieces: Sequence[str]) -> str:
    """TJ with its array of pieces of `with_gaps`."""
    return f"[({''.join(pieces)})] TJ".replace("[()", "[")


def with_gaps(
    run: GlyphRun, shown: Shown, advances: dict[int, float], em: float, scale: float
) -> tuple[float, list[str]]:
    """Tc, and for each glyph its code; where the pen has to be moved, the string ends for a number before it."""
    codes = list(map(shown.__getitem__, zip(run.glyphs, run.texts, strict=True)))
    ends = [x + advances[glyph] * em for x, glyph in zip(run.xs, run.glyphs, strict=True)]
    gaps = [x - end for x, end in zip(run.xs[1:], ends)]  # noqa: B905 – the last glyph has none
    spacing = _commonest(gaps, scale)
    # How far each glyph but the first stands off the pen, did no number move it.
    offs = [*accumulate([gap - spacing * scale for gap in gaps])]
    tolerance = min(HAIR, HAIR_EM * em)
    if not offs or (max(offs) <= tolerance and min(offs) >= -tolerance):
        return spacing, codes
    pieces = codes.copy()
    moved = 0.0  # by the numbers so far
    for index, off in enumerate(offs, 1):
        off -= moved
        if not -tolerance <= off <= tolerance:
            move = round(off * 1000 / em, 1)
            moved += move * em / 1000
            pieces[index] = f"){_short(-move)}({codes[index]}"
    return spacing, pieces


def _commonest(gaps: Sequence[float], scale: float) -> float:
    """The Tc that spares most numbers, in unscaled points; the first of equally common ones.
    gaps: between glyphs, points."""
    fine, up = FINE / scale, UP + 0.5
    rounded = [int(gap * fine + up) for gap in gaps]
    counts: dict[int, int] = {}
    for gap in rounded:
        counts[gap] = counts.get(gap, 0) + 1
    if not counts:
        return 0.0
    gap, count = max(counts.items(), key=itemgetter(1))
    # A Tc costs about as much as two numbers.
    return (gap - UP) / FINE if count > counts.get(UP, 0) + 2 else 0.0


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


__all__ = ["FINE", "UP", "array", "plain_show", "show", "with_gaps"]
