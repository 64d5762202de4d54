"""The page grid: base columns × rows, and where lines of type stand on it.

Every block takes whole rows, so all body baselines of a page stand on one grid (R20).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from layout.diagnostics import NOWHERE
from layout.display import EM_ASCENT, GlyphRun, Item, Markup, Path
from layout.text.drawing import drawn
from layout.text.paragraph import Line, Paragraph
from layout.theme import Theme
from layout.turning import box_turned, turned, unturned
from layout.units import GridArea, Rect
from layout.value import value

HALF = 0.5  # em
_SLACK = 1e-6
MOST_MEASURE = 28.0  # em, of a leg that is wider than its base column: more is hard to read


@value
class PageGrid:
    """Where columns and rows stand, points from the trimmed corner.

    half: of two facing pages as one grid, the columns of each, 0 = one page; fold: points by which the gutter between
    the pages, both their margins, is wider than the others.
    right: of vertical setting, where on the paper its first row begins, the rest following to the left; left is then
    how far down its lines begin, and all that is made up on this grid stands in logical coordinates (turning.py) until
    `turned` brings it onto the paper. None = level.
    """

    left: float
    top: float
    columns: int
    measure: float
    gutter: float
    rows: int
    leading: float
    body_size: float
    half: int = 0
    fold: float = 0.0
    right: float | None = None

    @classmethod
    def of(cls, theme: Theme) -> PageGrid:
        grid, sheet, em = theme.grid, theme.format, theme.styles["body"].size
        parts = grid.columns, grid.measure, grid.gutter, grid.rows, grid.leading, em
        if grid.vertical:
            return cls(sheet.top, 0.0, *parts, right=sheet.left + grid.area.width)
        return cls(sheet.left, sheet.top, *parts)

    @classmethod
    def of_furniture(cls, theme: Theme) -> PageGrid:
        """What stands around the type area is level on every page; of a vertical one it sees a single column."""
        if not theme.vertical:
            return cls.of(theme)
        area, leading = theme.grid.area, theme.grid.leading
        rows = int(area.height / leading)
        return cls(
            *(theme.format.left, theme.format.top, 1, area.width, 0.0, rows, area.height / rows),
            theme.styles["body"].size,
        )

    @property
    def vertical(self) -> bool:
        return self.right is not None

    def turned(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """What was made up on this grid, on the paper."""
        return items if self.right is None else turned(items, self.right, 0.0)

    def level(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """What stands level on the paper, as something made up on this grid."""
        return items if self.right is None else unturned(items, self.right, 0.0)

    def on_paper(self, rect: Rect) -> Rect:
        """A box of this grid on the paper."""
        return rect if self.right is None else box_turned(rect, self.right, 0.0)

    def off_paper(self, rect: Rect) -> Rect:
        """A box on the paper on this grid."""
        if self.right is None:
            return rect
        return Rect(rect.y, self.right - rect.right, rect.height, rect.width)

    @property
    def width(self) -> float:
        return self.span(self.columns)

    @property
    def step(self) -> float:
        """What measures of merged columns are a whole number of, em: half an em in a paper whose own columns end in
        one, for a line that a mark ends fills it (R8)."""
        return HALF if abs(self.measure / self.body_size % 1 - HALF) < _SLACK else 1.0

    def x(self, column: int) -> float:
        x = self.left + column * (self.measure + self.gutter)
        return x + self.fold if self.half and column >= self.half else x

    def span(self, columns: int) -> float:
        """Width of so many base columns, from the first on, with the gutters between them."""
        width = columns * self.measure + (columns - 1) * self.gutter
        return width + self.fold if self.half and columns > self.half else width

    def y(self, row: float) -> float:
        return self.top + row * self.leading

    def box(self, area: GridArea) -> Rect:
        return Rect(self.x(area.column), self.y(area.row), self.span(area.columns), area.rows * self.leading)

    @property
    def inset(self) -> float:
        """From the head of a row to that of the em boxes of its text, and from their foot to the row's, points."""
        return (self.leading - self.body_size) / 2

    def baseline(self, row: float) -> float:
        """Baseline of a line of type on a row: its em box stands in the middle of the row.

        Every size on a row keeps this baseline, so that all of them share one grid.
        """
        return self.y(row) + self.inset + EM_ASCENT * self.body_size

    @property
    def row_air(self) -> float:
        """From the edge of a row to the em boxes on it, so that lines across begin and end as the text beside them."""
        return (self.leading - self.body_size) / 2

    def rows_for(self, height: float) -> int:
        """Whole rows that hold `height` points."""
        return math.ceil(height / self.leading - _SLACK)


@value
class Legs:
    """The legs of a story side by side: their width and the gutter between them, points; x of the first. half, fold: as
    of PageGrid, in legs."""

    count: int
    x: float
    measure: float
    gutter: float
    half: int = 0
    fold: float = 0.0

    def left(self, leg: int) -> float:
        x = self.x + leg * (self.measure + self.gutter)
        return x + self.fold if self.half and leg >= self.half else x

    def span(self, legs: int, leg: int = 0) -> float:
        """Width of so many legs, from `leg` on."""
        width = legs * self.measure + (legs - 1) * self.gutter
        return width + self.fold if self.half and leg < self.half < leg + legs else width


def whole(width: float, em: float, step: float = 1.0) -> int:
    """The widest whole number of steps of an em within a width, in steps. Lengths are products of sizes such as 8.3 pt:
    14 × 8.3 must not come out as 13.99…"""
    return math.floor(width / em / step + _SLACK)


def merge(
    x: float,
    width: float,
    count: int,
    em: float,
    base: Legs | None = None,
    boxed: bool = False,
    step: float = 1.0,
) -> Legs:
    """`count` legs over `width`: measures are whole steps of an em (`PageGrid.step`), the rest goes to the gutters; a
    single leg is centred.

    Gutter at least 1 em to 19 characters, 1.5 em to 28, 2 em beyond (R52). base: the grid's own legs, kept as they are
    where the count is theirs. boxed: what a gutter half an em wider than it need be does not take stands at either
    edge, where a frame makes it a margin.
    """
    if base is not None and base.count == count:
        return base
    measure = whole(width / count, em, step) * step
    while measure > 1 and count * measure + (count - 1) * _least_gutter(measure) > width / em + _SLACK:
        measure -= step
    if count == 1:
        return Legs(1, x + (width - measure * em) / 2, measure * em, 0.0)
    gutter = (width - count * measure * em) / (count - 1)
    if boxed:
        widest = (_least_gutter(measure) + 0.5) * em
        x += max(0.0, gutter - widest) * (count - 1) / 2
        gutter = min(gutter, widest)
    return Legs(count, x, measure * em, gutter)


def _least_gutter(measure: float) -> float:
    return 1.0 if measure <= 19 else 1.5 if measure <= 28 else 2.0


def partition(depths: Sequence[int], legs: int) -> tuple[tuple[int, int], ...]:
    """First and after of each leg, of items of these depths in order: one or more in each, so that the deepest leg is
    as shallow as can be, and then as few in the legs before as may be."""
    if legs < 2:
        return ((0, len(depths)),)
    low, high = max(depths), sum(depths)
    while low < high:
        middle = (low + high) // 2
        if _legs_of(depths, middle) <= legs:
            high = middle
        else:
            low = middle + 1
    edges, taken = [len(depths)], 0
    for at in range(len(depths) - 1, -1, -1):  # the last legs take what they can, and leave one for each before them
        before = legs - len(edges)
        if taken + depths[at] > low or at + 1 == before:
            edges.append(at + 1)
            taken = 0
        taken += depths[at]
    return tuple(pairwise((0, *reversed(edges))))


def _legs_of(depths: Sequence[int], most: int) -> int:
    """Legs of `most` rows that depths in order take."""
    legs, taken = 1, 0
    for depth in depths:
        if taken + depth > most:
            legs, taken = legs + 1, 0
        taken += depth
    return legs


def glyph_runs(paragraph: Paragraph, line: Line, x: float, baseline: float) -> Iterator[GlyphRun | Path | Markup]:
    """A set line as display items; x is the left edge of the line's measure."""
    origin = paragraph.copy.span(line.start) if paragraph.copy.node is not None and line.end > line.start else NOWHERE
    return drawn(line, x, baseline, paragraph.style.ink, origin)
