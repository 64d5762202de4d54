"""Black, white and grey (黑白灰): what rests the eye, how it is spread over the page, and where the eye enters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layout.makeup.grid import PageGrid
from layout.makeup.quality.shapes import largest_free
from layout.makeup.quality.sight import Sight
from layout.makeup.quality.values import Check
from layout.units import Rect

CELL = 4  # rows of a cell of the page, one column wide
TOUCHED = 0.3  # part of a cell, across and down, that a head or picture covers where it rests the eye
MOST_GREY = 18.0  # per cent of the page that may be text alone, in one rectangle (Q33)
PICTURE, HEAD, ADVERT, PANEL = 0.6, 0.35, 0.3, 0.1  # how dark a picture is, a head's ink, an advert, a tinted panel
MOST_LEAN = 0.35  # of half the page's width, of the middle of all weight from its axis (Q34)
LEAST_BELOW = 0.15  # part of all weight that stands in the lower half
ENTRY_ROWS = 0.25  # part of the page's rows, from its head, in which the eye enters
ENTRY = 1.6  # times the body's size, of a head that draws the eye (Q36)


def tone(seen: Sequence[Sight], page: Rect, grid: PageGrid) -> Iterator[Check]:
    """Grey, balance and entries of a page. page: the part of its type area that stories have, on the grid."""
    if not seen or page.height <= 0:
        return
    yield from _grey(seen, page, grid)
    yield from _balance(seen, page, grid)
    yield from _entries(seen, page, grid)


def _grey(seen: Sequence[Sight], page: Rect, grid: PageGrid) -> Iterator[Check]:
    rows = max(1, round(page.height / grid.leading / CELL))
    pitch, height = grid.measure + grid.gutter, page.height / rows
    taken = [0] * rows
    for each in seen:
        for rest in each.rests:
            columns = sum([1 << column for column in _touched(rest.x - page.x, rest.width, pitch, grid.columns)])
            for row in _touched(rest.y - page.y, rest.height, height, rows):
                taken[row] |= columns
    column, row, columns, deep = largest_free(taken, grid.columns)
    share = 100.0 * columns * deep / (rows * grid.columns)
    if share > MOST_GREY:
        x = grid.x(column)
        box = Rect(x, page.y + row * height, grid.x(column + columns) - grid.gutter - x, deep * height)
        yield Check("Q33", round(share - MOST_GREY, 1), "warning", "", box)


def _touched(start: float, length: float, cell: float, cells: int) -> range:
    """The cells of a row of them of which a stretch covers so much that it rests the eye there, or else that of its
    middle."""
    first, after = int(start / cell + 1 - TOUCHED), int((start + length) / cell + 1 - TOUCHED)
    if first >= after:
        first = int((start + length / 2) / cell)
        after = first + 1
    return range(max(0, first), min(cells, after))


def weights(seen: Sequence[Sight]) -> Iterator[tuple[Rect, float]]:
    """What is dark on a page, and its weight: darkness × area, square points."""
    for each in seen:
        if each.is_advert:
            yield each.box, ADVERT * each.box.width * each.box.height
            continue
        for picture in each.module.pictures:
            yield picture, PICTURE * picture.width * picture.height
        if each.head is not None:
            yield each.head, HEAD * each.head.width * each.head.height
        if each.module.story.role in ("briefs", "index"):
            yield each.box, PANEL * each.box.width * each.box.height


def _balance(seen: Sequence[Sight], page: Rect, grid: PageGrid) -> Iterator[Check]:
    lean, below = balance(seen, page, grid)
    amount = max(0.0, abs(lean) - MOST_LEAN) * 10 + max(0.0, LEAST_BELOW - below) * 10
    if amount:
        yield Check("Q34", round(amount, 1), "warning", "", page)


def balance(seen: Sequence[Sight], page: Rect, grid: PageGrid) -> tuple[float, float]:
    """How far the middle of all weight stands off the page's axis, −1 … 1 (right), and the part of it that stands in
    the lower half; of the paper."""
    area = grid.on_paper(page)
    whole = moment = below = 0.0
    middle, half = area.y + area.height / 2, area.width / 2
    for rect, weight in weights(seen):
        box = grid.on_paper(rect)
        whole += weight
        moment += weight * (box.x + box.width / 2 - area.x - half) / half
        if box.height > 0:
            below += weight * min(1.0, max(0.0, (box.bottom - middle) / box.height))
    return (moment / whole, below / whole) if whole else (0.0, 0.5)


def _entries(seen: Sequence[Sight], page: Rect, grid: PageGrid) -> Iterator[Check]:
    area = grid.on_paper(page)
    foot, middle = area.y + ENTRY_ROWS * area.height, area.x + area.width / 2
    sides = {False, True}  # at the right?
    for each in seen:
        for rect, draws in _draws(each, grid):
            box = grid.on_paper(rect)
            if draws and box.y < foot:
                if box.x + box.width / 4 < middle:
                    sides.discard(False)
                if box.right - box.width / 4 > middle:
                    sides.discard(True)
    if sides:
        left = False in sides
        box = Rect(area.x if left else middle, area.y, area.width / 2, foot - area.y)
        yield Check("Q36", len(sides), "warning", "", grid.off_paper(box))


def _draws(each: Sight, grid: PageGrid) -> Iterator[tuple[Rect, bool]]:
    if each.module.inside is not None or each.is_advert or each.module.story.role in ("briefs", "index"):
        yield each.box, True
        return
    if each.head is not None:
        yield each.head, each.module.head_size >= ENTRY * grid.body_size
    yield from ((picture, True) for picture in each.module.pictures)
