"""What a jury sees in the shapes and places of a page, before anything of it is drawn: the same numbers that the checks
of the finished page give, as functions of areas and a few facts. Planning weighs pages by them.

Areas are of one page, in columns and rows of its grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from operator import itemgetter

from layout.units import GridArea
from layout.value import value

SHALLOW_FROM = 2  # columns from which on a story is asked for depth (Q26): two rows for each column, and one
BESIDE = 3  # rows between two stories that stand right above each other, at most
SAME_DEPTH = 0.25  # part of the deeper of two depths by which they may differ and be alike (Q27)
STACK_FROM = 2  # columns that a stack is wide: a tower of short stories on one column is a form of its own
TOMBSTONE = 1.4  # heads side by side are told apart from this ratio of sizes on (Q05, Q28)
SAME_SIZE = 1.12  # ratio of the sizes of two heads up to which they are of like size (Q28)
LEAST_LEAD = 0.66  # part of the page's columns that its first story takes (Q44)
MOST_SINGLE = 0.5  # stories on one column that a page bears, by its columns (Q45)
TOWER = 0.5  # part of the page's rows that a story on one column runs down at most
NARROW = 2.5  # a tenth of the columns that the first story is too narrow counts a quarter of being low (Q44)
UNDER, BY_ITS_SIDE, ELSEWHERE = 0.75, 0.5, 1.0  # of a second story that is under the first, not at its left … (Q48)
SLACK = 0.05  # part of the page's rows by which a lower rank may stand higher (Q51)
FLATTEST = 3.0  # width of a story by its height, at most (Q52)
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
    """Rows that a story lacks below its head to what its columns ask for (Q26): 5 over two columns, 9 over four. rows:
    from its head to its foot, pictures too."""
    return max(0, 2 * columns + 1 - rows) if columns >= SHALLOW_FROM else 0


Pairs = Sequence[tuple[int, int]]
"""Places of neighbours in a list of areas."""


def stacked(areas: Sequence[GridArea], pairs: Pairs | None = None) -> Iterator[tuple[int, int]]:
    """Stories of one shape right above each other (Q27): over the same columns, about as deep. Pairs of places in
    `areas`, the upper first. pairs: of `above`, where they are known."""
    for upper, lower in above(areas) if pairs is None else pairs:
        one, other = areas[upper], areas[lower]
        same = one.column == other.column and one.columns == other.columns >= STACK_FROM
        if same and abs(one.rows - other.rows) <= SAME_DEPTH * max(one.rows, other.rows):
            yield upper, lower


def twins(areas: Sequence[GridArea], pairs: Pairs | None = None) -> Iterator[tuple[int, int]]:
    """Stories of one shape side by side (Q27): as wide, as deep, and level. Pairs of places in `areas`. pairs: of
    `beside`, where they are known."""
    for left, right in beside(areas) if pairs is None else pairs:
        one, other = areas[left], areas[right]
        level = abs(one.row - other.row) <= BESIDE and one.columns == other.columns
        if level and abs(one.rows - other.rows) <= SAME_DEPTH * max(one.rows, other.rows):
            yield left, right


def low_or_narrow(lead: GridArea, page: GridArea) -> float:
    """By how much the first story of a page stands below its head, or is too narrow (Q44): 1 for the one, and a quarter
    for each tenth of the page's columns that it lacks."""
    below = 1.0 if lead.row - page.row > BESIDE else 0.0
    return round(below + max(0.0, NARROW * (LEAST_LEAD - lead.columns / page.columns)), 2)


def second_place(lead: GridArea, second: GridArea) -> float:
    """Where the second story stands (Q48): 0 right under the first, at its left; more elsewhere."""
    if 0 <= second.row - lead.foot <= BESIDE and second.column < lead.right and lead.column < second.right:
        return 0.0 if second.column == lead.column else UNDER
    touching = second.column == lead.right or second.right == lead.column
    return BY_ITS_SIDE if touching and abs(second.row - lead.row) <= BESIDE else ELSEWHERE


def sunk(areas: Sequence[GridArea], page: GridArea) -> Iterator[tuple[int, float]]:
    """Stories below others of lower rank (Q51): their places in `areas`, which are in the order of rank, and tenths of
    the page's rows, less for lower ranks."""
    for rank, area in enumerate(areas):
        low = sum([max(0.0, (area.row - other.row) / page.rows - SLACK) for other in areas[rank + 1 :]])
        if low:
            yield rank, 10.0 * low / (1 + rank)


def flatness(width: float, height: float) -> float:
    """By how much the width of a story by its height is beyond what a flat strip has (Q52)."""
    return max(0.0, width / height - FLATTEST) if height > 0 else 0.0


def out_of_step(areas: Sequence[GridArea], page: GridArea) -> tuple[int, ...]:
    """Those of all that stands on a page that begin and end level with nothing at their side (Q53). Places in
    `areas`."""
    level: dict[tuple[int, int], list[GridArea]] = {}
    for area in areas:
        level.setdefault((area.row, area.rows), []).append(area)
    return tuple(
        [
            index
            for index, area in enumerate(areas)
            if area.columns < page.columns
            and not any(
                area.right == other.column or other.right == area.column for other in level[area.row, area.rows]
            )
        ]
    )


def rails(areas: Sequence[GridArea], page: GridArea) -> Iterator[tuple[int, float]]:
    """Columns down which stories on one column take more than half of the page (Q54): the place in `areas` of the
    deepest of each, and tenths of the page's rows beyond it."""
    columns: dict[int, list[int]] = {}
    for index, area in enumerate(areas):
        if area.columns == 1:
            columns.setdefault(area.column, []).append(index)
    for found in columns.values():
        beyond = sum([areas[index].rows for index in found]) / page.rows - TOWER
        if beyond > 0:
            yield max(found, key=lambda index: areas[index].rows), 10.0 * beyond


def narrow(areas: Sequence[GridArea], page: GridArea) -> tuple[int, ...]:
    """Stories on one column beyond as many as a page bears, and those that run down more than half of it (Q45). Places
    in `areas`, one twice where it is both."""
    deep = [index for index, area in enumerate(areas) if area.columns == 1 and area.rows > TOWER * page.rows]
    return (*too_many_single(areas, page), *deep)


def too_many_single(areas: Sequence[GridArea], page: GridArea) -> tuple[int, ...]:
    """Stories on one column beyond as many as a page bears (Q45). Places in `areas`."""
    single = [index for index, area in enumerate(areas) if area.columns == 1]
    return tuple(single[ceil(MOST_SINGLE * page.columns) :])


def like_heads(
    heads: Sequence[HeadPlace], pairs: tuple[Pairs, Pairs] | None = None
) -> Iterator[tuple[int, int, float]]:
    """Heads of like size and as many lines, side by side on one level or, over the same columns, right above each other
    (Q28). Pairs of places in `heads` and how much alike they are: 1, or half where both differ only as far as heads
    side by side may be taken for one another's. pairs: of `beside` and of `above`, where they are known."""
    if pairs is None:
        areas = [head.area for head in heads]
        pairs = beside(areas), above(areas)
    for left, right in pairs[0]:
        one, other = heads[left], heads[right]
        level = abs(one.area.row - other.area.row) < max(one.rows, other.rows)
        if level and (alike := _alike(one, other)):
            yield left, right, alike
    for upper, lower in pairs[1]:
        one, other = heads[upper], heads[lower]
        over, under = one.area, other.area
        same = over.column == under.column and over.columns == under.columns >= STACK_FROM
        if same and _alike(one, other) == 1.0:
            yield upper, lower, 1.0


def _alike(one: HeadPlace, other: HeadPlace) -> float:
    if one.lines != other.lines:
        return 0.0
    small, large = (one.size, other.size) if one.size <= other.size else (other.size, one.size)
    if small <= 0 or large >= TOMBSTONE * small:
        return 0.0
    return 1.0 if large <= SAME_SIZE * small else 0.5


def beside(areas: Sequence[GridArea]) -> Pairs:
    """Pairs whose columns touch, the left one first."""
    beginning: dict[int, list[int]] = {}
    for index, area in enumerate(areas):
        beginning.setdefault(area.column, []).append(index)
    return [(i, other) for i, area in enumerate(areas) for other in beginning.get(area.column + area.columns, ())]


def above(areas: Sequence[GridArea]) -> Pairs:
    """Pairs of which one stands right above the other, on some of its columns, the upper first."""
    spans = [(a.row, a.row + a.rows, a.column, a.column + a.columns, index) for index, a in enumerate(areas)]
    spans.sort(key=itemgetter(0))
    found = []
    for at, (_, foot, column, right, first) in enumerate(spans, 1):
        for row, _, left, end, second in spans[at:]:
            if row - foot > BESIDE:  # nor does any that begins lower
                break
            if row >= foot and column < end and left < right:
                found.append((first, second))
    return found


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


def largest_free(taken: Sequence[int], columns: int) -> tuple[int, int, int, int]:
    """The largest rectangle of free cells: its column, row, columns and rows. taken: of each row the cells that are
    not free, a bit a column."""
    best, most, rows = (0, 0, 0, 0), 0, len(taken)
    for first in range(columns):
        for last in range(first, columns):
            mask, wide, deep = (1 << last + 1) - (1 << first), last - first + 1, 0
            if wide * rows <= most:
                continue
            for row, cells in enumerate(taken):
                deep = 0 if cells & mask else deep + 1
                if deep * wide > most:
                    most, best = deep * wide, (first, row - deep + 1, wide, deep)
    return best
