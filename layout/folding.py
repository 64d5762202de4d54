"""Which pages lie side by side on a printer's sheet, and whether two that face each other are one piece of paper.

Two pages a side. Sheets lie inside each other, whether they are stitched through the fold (saddle) or not (nested, as
most newspapers): the outermost carries the last page and the first, 4-1 over 2-3. All is arithmetic on page places;
make-up asks it what may run through the fold, packaging (layout.package.imposition) lays the flats by it.
"""

from __future__ import annotations

from collections.abc import Sequence

from layout.theme.values import Binding
from layout.value import replace, value


@value
class Side:
    """One side of a sheet. left, right: places in the issue, from 0; None = no page.
    leaf: a single leaf, right is the page.

    sheet: from 1, the outermost of the first section first. creep: points that pages move towards the fold.
    section: from 1.
    """

    sheet: int
    back: bool
    left: int | None
    right: int | None
    leaf: bool = False
    creep: float = 0.0
    section: int = 1

    @property
    def places(self) -> tuple[int | None, ...]:
        """What stands on this side from left to right."""
        return (self.right,) if self.leaf else (self.left, self.right)


@value
class Cell:
    """Where a page lies on a form. place: in the issue, from 0, None = empty; column, row: from the upper left; turn:
    degrees clockwise; shift: points that it is moved to its own right, for the creep."""

    place: int | None
    column: int
    row: int
    turn: int = 0
    shift: float = 0.0


@value
class Flat:
    """One side of a form, seen from that side: pages in columns and rows. across, down: what is done to the paper
    between two columns, two rows: "fold" or "cut"."""

    sheet: int
    back: bool
    columns: int
    rows: int
    cells: tuple[Cell, ...]
    section: int = 1
    across: tuple[str, ...] = ()
    down: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[int | None, ...]:
        """What stands on it, row by row."""
        return tuple(cell.place for cell in self.cells)

    @property
    def sideways(self) -> bool:
        """Whether its pages lie on their sides."""
        return any(cell.turn % 180 for cell in self.cells)


def flat_of(side: Side) -> Flat:
    """A side of a sheet of two pages, or of a single leaf, as a form of its own."""
    if side.leaf:
        return Flat(side.sheet, side.back, 1, 1, (Cell(side.right, 0, 0),), side.section)
    cells = Cell(side.left, 0, 0, 0, side.creep), Cell(side.right, 1, 0, 0, -side.creep)
    return Flat(side.sheet, side.back, 2, 1, cells, side.section, ("fold",))


def sheets(pages: int, binding: Binding, caliper: float = 0.0) -> tuple[Side, ...]:
    """The sides of all sheets, front and back in turn. caliper: thickness of one leaf, points.

    A nested paper of 4n + 2 pages has a single leaf (2 pages) innermost; other counts are filled up with empty pages at
    the end. In a stitched and trimmed paper an inner sheet stands out by a leaf's thickness for each sheet round it,
    and its pages move towards the fold by as much, so that they are trimmed alike.
    """
    if binding == "none" or pages < 2:
        return ()
    leaf = binding == "nested" and pages % 4 in (1, 2)
    total = pages + pages % 2 if leaf else -(-pages // 4) * 4

    def at(place: int) -> int | None:
        return place if place < pages else None

    sides = []
    count = total // 4
    for sheet in range(count):
        creep = sheet * caliper if binding == "saddle" else 0.0
        first, last = 2 * sheet, total - 1 - 2 * sheet
        sides.append(Side(sheet + 1, False, at(last), at(first), creep=creep))
        sides.append(Side(sheet + 1, True, at(first + 1), at(last - 1), creep=creep))
    if leaf:
        sides.append(Side(count + 1, False, None, at(2 * count), leaf=True))
        sides.append(Side(count + 1, True, None, at(2 * count + 1), leaf=True))
    return tuple(sides)


def sections(counts: Sequence[int], binding: Binding, caliper: float = 0.0) -> tuple[Side, ...]:
    """The same for a paper of several sections (叠), each folded for itself. counts: pages of each."""
    sides: list[Side] = []
    first = 0
    for number, count in enumerate(counts, 1):
        known = sides[-1].sheet if sides else 0
        for side in sheets(count, binding, caliper):
            left, right = (None if at is None else at + first for at in (side.left, side.right))
            sides.append(replace(side, sheet=side.sheet + known, left=left, right=right, section=number))
        first += count
    return tuple(sides)


def mirrored(sides: Sequence[Side]) -> tuple[Side, ...]:
    """The same sheets for a paper that is folded at its right edge: the first page stands at the left of the fold."""
    return tuple(side if side.leaf else replace(side, left=side.right, right=side.left) for side in sides)


def spreads(counts: Sequence[int], spine: str = "left") -> tuple[tuple[int | None, int | None], ...]:
    """What a reader sees of each section: the first page alone on the right, then pairs, the last alone on the left if
    it is even. counts: pages of each section that has numbers of its own."""
    pairs: list[tuple[int | None, int | None]] = []
    first = 0
    for pages in counts:
        after = first + pages
        pairs += [(None, first)] if pages else []
        pairs += [(left, left + 1 if left + 1 < after else None) for left in range(first + 1, after, 2)]
        first = after
    return tuple(pairs) if spine == "left" else tuple((right, left) for left, right in pairs)


def is_side(left: int, right: int, pages: int, binding: Binding, counts: Sequence[int] = ()) -> bool:
    """Whether two places of a paper are the left and the right page of one side of a sheet. As of on_one_sheet."""
    sides = sections(counts if sum(counts) == pages else (pages,), binding)
    return any((side.left, side.right) == (left, right) for side in sides)


def on_one_sheet(left: int, pages: int, binding: Binding, counts: Sequence[int] = ()) -> bool:
    """Whether the page at place `left`, from 0, and the next are printed side by side, as the innermost pages of a
    section are. pages: of the paper; counts: of each section, where they make up all of them."""
    return is_side(left, left + 1, pages, binding, counts)
