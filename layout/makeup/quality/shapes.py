"""What a jury sees in the shapes and places of a page, before anything of it is drawn: the same numbers that the checks
of the finished page give, as functions of areas and a few facts. Planning weighs pages by them.

Areas are of one page, in columns and rows of its grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from layout.units import GridArea
from layout.value import value

LEAST_LEGS = (3, 3, 5, 7, 9)  # rows of the deepest leg of a story over so many columns; 9 over more (Q26)
SHALLOW_FROM = 2  # columns
BESIDE = 3  # rows between two stories that stand right above each other, at most
SAME_DEPTH = 0.25  # part of the deeper of two depths by which they may differ and be alike (Q27)
STACK_FROM = 2  # columns that a stack is wide: a tower of short stories on one column is a form of its own
SAME_SIZE = 1.12  # ratio of the sizes of two heads up to which they are of like size (Q28)
TOUCHING = 2  # rows or columns between two adverts that stand together


@value
class HeadPlace:
    """A head as it stands over a story. area: of the story; size: points; lines: of the headline; rows: of the grid
    that the head takes."""

    area: GridArea
    size: float
    lines: int
    rows: int = 3


def shallow(columns: int, rows: int) -> int:
    """Rows that the deepest leg of a story lacks to the least over so many columns (Q26). rows: of that leg."""
    if columns < SHALLOW_FROM or rows <= 0:
        return 0
    return max(0, LEAST_LEGS[min(columns, len(LEAST_LEGS) - 1)] - rows)


def stacked(areas: Sequence[GridArea]) -> Iterator[tuple[int, int]]:
    """Stories of one shape right above each other (Q27): over the same columns, about as deep. Pairs of places in
    `areas`, the upper first."""
    for upper, lower in _above(areas):
        one, other = areas[upper], areas[lower]
        same = one.column == other.column and one.columns == other.columns >= STACK_FROM
        if same and abs(one.rows - other.rows) <= SAME_DEPTH * max(one.rows, other.rows):
            yield upper, lower


def like_heads(heads: Sequence[HeadPlace]) -> Iterator[tuple[int, int]]:
    """Heads of like size and as many lines, side by side on one level or, over the same columns, right above each other
    (Q28). Pairs of places in `heads`."""
    areas = [head.area for head in heads]
    for left, right in _beside(areas):
        level = abs(areas[left].row - areas[right].row) < max(heads[left].rows, heads[right].rows)
        if level and _alike(heads[left], heads[right]):
            yield left, right
    for upper, lower in _above(areas):
        one, other = areas[upper], areas[lower]
        same = one.column == other.column and one.columns == other.columns >= STACK_FROM
        if same and _alike(heads[upper], heads[lower]):
            yield upper, lower


def _alike(one: HeadPlace, other: HeadPlace) -> bool:
    small, large = sorted((one.size, other.size))
    return small > 0 and large <= SAME_SIZE * small and one.lines == other.lines


def _beside(areas: Sequence[GridArea]) -> Iterator[tuple[int, int]]:
    """Pairs whose columns touch, the left one first."""
    beginning: dict[int, list[int]] = {}
    for index, area in enumerate(areas):
        beginning.setdefault(area.column, []).append(index)
    for index, area in enumerate(areas):
        for other in beginning.get(area.right, ()):
            yield index, other


def _above(areas: Sequence[GridArea]) -> Iterator[tuple[int, int]]:
    """Pairs of which one stands right above the other, on some of its columns, the upper first."""
    order = sorted(range(len(areas)), key=lambda index: areas[index].row)
    for first, second in combinations(order, 2):
        upper, lower = areas[first], areas[second]
        over = upper.column < lower.right and lower.column < upper.right
        if over and 0 <= lower.row - upper.foot <= BESIDE:
            yield first, second


def adverts_amid(adverts: Sequence[GridArea], page: GridArea) -> Iterator[int]:
    """Adverts that stand neither at the head nor at the foot of the page, nor on another that does (Q39).
    Their places in `adverts`."""
    held = {i for i, each in enumerate(adverts) if each.row - page.row <= TOUCHING or page.foot - each.foot <= TOUCHING}
    while more := {
        i for i, each in enumerate(adverts) if i not in held and any(_together(each, adverts[k]) for k in held)
    }:
        held |= more
    return (index for index in range(len(adverts)) if index not in held)


def adverts_apart(adverts: Sequence[GridArea], page: GridArea) -> int:
    """Into how many more groups than one the adverts of a page fall; those at its head stand for themselves (Q39)."""
    at_foot = [each for each in adverts if each.row - page.row > TOUCHING]
    groups: list[list[GridArea]] = []
    for each in at_foot:
        near = [group for group in groups if any(_together(each, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([each, *(other for group in near for other in group)])
    return max(0, len(groups) - 1)


def _together(one: GridArea, other: GridArea) -> bool:
    across = max(one.column, other.column) - min(one.right, other.right)
    down = max(one.row, other.row) - min(one.foot, other.foot)
    return across <= 0 and down <= TOUCHING


def largest_free(full: Sequence[Sequence[bool]]) -> tuple[int, int, int, int]:
    """The largest rectangle of free cells in rows of cells: its column, row, columns and rows."""
    best, most = (0, 0, 0, 0), 0
    heights = [0] * (len(full[0]) if full else 0)
    for row, cells in enumerate(full):
        for column, taken in enumerate(cells):
            heights[column] = 0 if taken else heights[column] + 1
        for first in range(len(heights)):
            deep = heights[first]
            for last in range(first, len(heights)):
                deep = min(deep, heights[last])
                if not deep:
                    break
                if deep * (last - first + 1) > most:
                    most = deep * (last - first + 1)
                    best = first, row - deep + 1, last - first + 1, deep
    return best
