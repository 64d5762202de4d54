"""Where the glyphs of a run stand on the page, whichever way it runs: boxes, outlines, the line they
are on.

Whoever looks at a page after it is made (readers' words, web, OFD, the desk's clicks) asks here, and knows nothing of
level, vertical and sideways runs (display.Turn).
"""

from __future__ import annotations

import math
from itertools import pairwise

from layout.display import EM_ASCENT, EM_MIDDLE, GlyphRun
from layout.face import Face
from layout.units import Rect
from layout.value import value

_BESIDE = 0.35
"""Em: runs of one vertical line lie no further apart across it; the next line is 1.2 em away at least."""
_APART = 1.3
"""Em: nor does the next run of a vertical line begin further below the end of the one before, a blank between."""


@value
class Matrix:
    """From a glyph's own em (x to the right, y up) to points on the page (y down): x' = a·x + c·y + e,
    y' = b·x + d·y + f, as PDF and SVG write it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """The box on the page of a box in em; only quarter turns are asked for."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return Rect(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))


def placement(run: GlyphRun, face: Face, index: int) -> Matrix:
    """How the outline of a run's glyph stands on the page."""
    along, across, at = run.size * run.scale, run.size, run.xs[index]
    rise = run.rise + (run.lifts[index] if run.lifts else 0.0)
    if run.turn == "vertical":
        x, y = face.origin(run.glyphs[index])
        return Matrix(
            *(across, 0.0, 0.0, -along),
            *(run.x + rise - x * across, run.baseline + at + y * along),
        )
    if run.turn == "sideways":
        return Matrix(0.0, along, across, 0.0, run.x + rise, run.baseline + at)
    return Matrix(along, 0.0, 0.0, -across, run.x + at, run.baseline - rise)


def ink_box(run: GlyphRun, face: Face, index: int) -> Rect:
    """The box of a glyph's outline, points."""
    return placement(run, face, index).box(*face.ink(run.glyphs[index]))


def run_end(run: GlyphRun, face: Face) -> float:
    """Where the last advance box of a run ends, as its xs; the first one of a run from right to left."""
    last = -1 if run.xs[-1] >= run.xs[0] else run.xs.index(max(run.xs))
    glyph = run.glyphs[last]
    advance = face.drop(glyph) if run.turn == "vertical" else face.advance(glyph)
    return run.xs[last] + advance * run.size * run.scale


def em_box(run: GlyphRun, face: Face) -> Rect:
    """What a run takes: from its first advance box to its last, an em across."""
    return _band(run, *_ends(run, face)) if goes_leftward(run) else _band(run, run.xs[0], run_end(run, face))


def goes_leftward(run: GlyphRun) -> bool:
    """Whether some of its glyphs stand before those they follow: Arabic script."""
    return any(after < before for before, after in pairwise(run.xs))


def _ends(run: GlyphRun, face: Face) -> tuple[float, float]:
    """Where the outermost advance boxes begin and end."""
    em = run.size * run.scale
    return min(run.xs), max(x + face.advance(glyph) * em for x, glyph in zip(run.xs, run.glyphs, strict=True))


def cells(run: GlyphRun, last: float) -> list[Rect]:
    """What each glyph takes, up to the next; of a run that goes leftward, up to the one before. last: where the last of
    them ends, as xs."""
    ends = (*run.xs[1:], last)
    return [_band(run, min(start, after), max(start, after)) for start, after in zip(run.xs, ends, strict=True)]


def goes_on(before: GlyphRun, run: GlyphRun) -> bool:
    """Whether a run stands on the line that the one before it stands on.

    All runs of a level line begin at one place, whose glyphs xs place. On a vertical line upright, sideways and level
    runs (纵中横) share its axis, each below the one before.
    """
    if not (before.turn or run.turn):
        return (run.x, run.baseline) == (before.x, before.baseline)
    em = max(before.size, run.size)
    gap = _top(run) - _foot(before)
    highest = -em if not run.reading else -math.inf  # readings stand beside what they belong to
    return abs(_axis(run) - _axis(before)) <= _BESIDE * em and highest <= gap <= _APART * em


def _axis(run: GlyphRun) -> float:
    return run.x + (EM_MIDDLE * run.size if run.turn == "sideways" else 0.0)


def _top(run: GlyphRun) -> float:
    return run.baseline + run.xs[0] if run.turn else run.baseline - EM_ASCENT * run.size


def _foot(run: GlyphRun) -> float:
    """Roughly: the last glyph is taken for a whole em."""
    return run.baseline + run.xs[-1] + run.size if run.turn else _top(run) + run.size


def _band(run: GlyphRun, start: float, after: float) -> Rect:
    """The em boxes of a stretch of a run. start, after: as xs."""
    if not run.turn:
        return Rect(run.x + start, run.baseline - run.rise - EM_ASCENT * run.size, after - start, run.size)
    below = 0.5 if run.turn == "vertical" else 1 - EM_ASCENT
    return Rect(run.x + run.rise - below * run.size, run.baseline + start, run.size, after - start)
