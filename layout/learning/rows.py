"""The rows of the type area: leading, the baseline grid and where it begins, the first row and the number of rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from layout.display import EM_ASCENT
from layout.learning.bands import Band
from layout.learning.columns import Columns
from layout.learning.evidence import Sample, mode, peaks
from layout.learning.lines import Book, Leg
from layout.learning.values import Measured
from layout.units import Rect
from layout.value import replace, value

_ON_GRID = 0.5  # points: width of the stretch that baselines of one grid fall into
_A_GRID = 0.6  # part of the lines that must stand on it
_ROW = 0.08  # of a row by which something may reach into the next
_WITHIN = 3.0  # points by which a box may stand out of the type area's width
_EDGE_LINES = 8  # lines of the legs that begin or end at an edge, at least
_FAR = 3  # rows by which the page that begins highest may differ from the usual


@value
class Rows:
    """leading: from baseline to baseline of body lines; others: further leadings, where a part of the copy has one
    of its own. phase: of the baselines, points from the sheet's top, less than a leading; grid: whether the
    baselines of all columns stand on one grid. top: where the first row begins; count: of rows. first, last: em box
    of the first and the last line of type that rows hold: the type area (版心) as printers measure it.
    """

    leading: Measured
    others: tuple[Measured, ...]
    phase: Measured
    grid: bool
    top: Measured
    count: Measured
    first: Measured
    last: Measured

    def row(self, y: float) -> float:
        return float((y - self.top.value) / self.leading.value)


def rows(
    book: Book, legs: Sequence[Leg], columns: Columns, found: Sequence[Band], em: float, usual_top: float
) -> Rows | None:
    """None where no two lines follow each other. usual_top: where the nearest theme has its first row, taken where
    every page has a nameplate over it and the theme's row falls on the measured grid."""
    leadings = peaks(_steps(legs), 0.12, "lines", 3)
    if not leadings:
        return None
    leading = leadings[0]
    others = tuple(other for other in leadings[1:] if other.share > 0.08)
    phase = _phase(legs, leading.value)
    grid = phase.share >= _A_GRID
    # The em box of a line stands in the middle of its row.
    inside = (leading.value - em) / 2
    origin = phase.value - EM_ASCENT * em - inside
    tops = [(page, at) for page in range(len(book.sheets)) for at in _tops(book, legs, columns, found, page)]
    feet = [(page, *at) for page in range(len(book.sheets)) for at in _feet(book, legs, columns, found, page)]
    if grid:
        if not tops:
            tops = [(0, _by_theme(origin, leading.value, usual_top, found))]
        starts = [(page, float(math.floor((at - origin) / leading.value + _ROW))) for page, at in tops]
        first = _outermost(starts, -1, _FAR)
        top = replace(first, value=origin + first.value * leading.value, low=0.0, high=0.0)
        if all(any(band.page == page and band.kind == "nameplate" for band in found) for page, _ in starts):
            top = replace(top, sure=False, note="hidden")
        ends = [(page, _whole((at - top.value) / leading.value, type_)) for page, at, type_ in feet]
        deepest = {page: max(row for at, row in ends if at == page) for page, _ in ends}
        count = _outermost(sorted(deepest.items()), 1, _FAR)
    else:
        open_pages = {page for page, _ in tops} or set(range(len(book.sheets)))
        first = _edge([(leg, leg.top) for leg in legs if leg.page in open_pages], -1)
        top = replace(first, value=first.value - inside)
        last = _edge([(leg, leg.foot) for leg in legs], 1)
        exact = (last.value + inside - top.value) / leading.value
        whole = max(1.0, round(exact) if abs(exact - round(exact)) < 0.25 else math.floor(exact))
        count = replace(last, value=whole, note="" if abs(exact - whole) < 0.1 else "uneven")
        begin = replace(first, value=first.value)
        return Rows(leading, others, phase, grid, top, count, begin, last)
    begin = replace(top, value=top.value + inside)
    end = replace(count, value=top.value + count.value * leading.value - inside)
    return Rows(leading, others, phase, grid, top, count, begin, end)


def _by_theme(origin: float, leading: float, usual: float, found: Sequence[Band]) -> float:
    """A first row where no page shows it: the theme's, else the row that the nameplate begins in."""
    off = (usual - origin) % leading
    if min(off, leading - off) < _ON_GRID:
        return usual
    names = [band.name.top for band in found if band.name is not None]
    return min(names, default=origin)


def _steps(legs: Sequence[Leg]) -> Iterator[Sample]:
    for leg in legs:
        for line, after in zip(leg.lines, leg.lines[1:], strict=False):
            yield Sample(after.baseline - line.baseline, min(line.count, after.count), leg.page)


def _phase(legs: Sequence[Leg], leading: float) -> Measured:
    """Where baselines stand in a row of the sheet: a place on a circle, so each is counted at both its ends."""
    samples = []
    for leg in legs:
        for line in leg.lines:
            at = line.baseline % leading
            samples += [Sample(at, line.count, leg.page), Sample(at + leading, line.count, leg.page)]
    found = mode(samples, _ON_GRID, "lines")
    assert found is not None
    return replace(found, value=found.value % leading, all=found.all / 2)


def _tops(book: Book, legs: Sequence[Leg], columns: Columns, found: Sequence[Band], page: int) -> Iterator[float]:
    """Where the highest thing in the type area begins; nothing of a page whose nameplate stands over it."""
    own = [band for band in found if band.page == page]
    if not any(leg.page == page for leg in legs) or any(band.kind == "nameplate" for band in own):
        return
    out = [line for band in own for line in band.lines]
    over = max((band.foot for band in own if band.kind == "folio"), default=0.0)
    lines = [line.top for line in book.on(page) if line not in out and line.baseline > over]
    boxes = [box.y for box in _boxes(book, columns, page) if box.y > over]
    if lines or boxes:
        yield min([*lines, *boxes])


def _feet(
    book: Book, legs: Sequence[Leg], columns: Columns, found: Sequence[Band], page: int
) -> Iterator[tuple[float, bool]]:
    """Where the lowest line and the lowest box end; and whether it is a line."""
    here = [leg.foot for leg in legs if leg.page == page]
    if not here:
        return
    under = min(
        (line.top for band in found if band.page == page and band.kind == "foot" for line in band.lines),
        default=book.sheets[page].size.height,
    )
    boxes = [box.bottom for box in _boxes(book, columns, page) if box.bottom < under - 1]
    yield max(here), True
    if boxes:
        yield max(boxes), False


def _whole(row: float, of_type: bool) -> float:
    """Rows that something reaches. A line of type fills its row; a panel may hang over its last row by an inset."""
    return float(math.ceil(row - _ROW) if of_type else math.floor(row + 0.48))


def _boxes(book: Book, columns: Columns, page: int) -> Iterator[Rect]:
    """Pictures, panels and frames that keep to the type area's width."""
    sheet = book.sheets[page]
    left, right = columns.lefts[page] - _WITHIN, columns.lefts[page] + columns.width.value + _WITHIN
    for box in (*sheet.pictures, *(panel.box for panel in sheet.panels)):
        if box.x >= left and box.right <= right and box.y > 3 and box.bottom < sheet.size.height - 3:
            yield box


def _edge(places: Sequence[tuple[Leg, float]], sign: int) -> Measured:
    """The outermost place where enough lines begin or end; of copy that keeps no grid, nothing else tells the edge."""
    ordered = sorted(places, key=lambda each: -sign * each[1])
    for _, at in ordered:
        own = [leg for leg, other in places if abs(other - at) < _ON_GRID / 2]
        if sum(len(leg.lines) for leg in own) >= _EDGE_LINES:
            pages = len({leg.page for leg in own})
            return Measured(at, len(own), len(places), "legs", pages, at, at, len(own) > 1)
    return Measured(ordered[0][1] if ordered else 0.0, 1, len(places), "legs", 1, sure=False)


def _outermost(places: Sequence[tuple[int, float]], sign: int, far: float) -> Measured:
    """The outermost place, unless it lies further out than `far` from where most pages have it."""
    if not places:
        return Measured(0.0, sure=False, unit="pages", note="hidden")
    usual = mode([Sample(at, 1, page) for page, at in places], 0.3, "pages", few=1)
    assert usual is not None
    best = usual.value
    for _, at in places:
        if 0 < sign * (at - best) <= far:
            best = at
    agreeing = [page for page, at in places if abs(at - best) <= 0.3]
    few = len(set(agreeing)) < 2
    return Measured(best, len(agreeing), len(places), "pages", len(set(agreeing)), best, best, not few)
