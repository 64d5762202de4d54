"""What every rectangle of a page by straight cuts costs at least: for each subset of its stories and width in columns,
what each depth in rows costs.

The tables are made by layout/_speed.c where it was compiled; `PlainTables` is the same in plain Python, its
specification: equal costs bit for bit, equal work charged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from layout.makeup.planning.work import OutOfWork, Work
from layout.speed import COMPILED
from layout.value import value

Costs = Mapping[int, float]  # depth in rows → cost
Shapes = Sequence[Mapping[int, Costs]]  # for each story: width in columns → what each depth costs

ANY, NO_STACK, NO_ROW, ROOT = range(4)  # what a piece may be: anything; not a stack; not a row; a whole page

MOST_PIECES = 12  # stories, or groups of them, of one page: the room of its tables doubles with each
_NEVER = float("inf")


@value
class Piece:
    """A piece not yet cut: a subset of the stories (bit mask) on `columns` columns; kind: ANY, NO_STACK …"""

    is_open = True  # cut no further
    stories: int
    columns: int
    kind: int


@value
class Cut:
    """Two pieces under each other (stacked) or side by side."""

    stacked: bool
    first: Piece
    rest: Piece


@value
class Terms:
    """What tables are made of. shapes: by story, depths not over `rows`; rows: the page's depth; gap: rows between
    stacked stories; one_seam: whether a page of full width is stacked once at most; dearest: what a piece may cost
    beyond the least its stories cost each by itself; tight: leave out pieces too large or too small for the rest to
    fill the page."""

    shapes: Shapes
    columns: int
    rows: int
    gap: int
    one_seam: bool
    dearest: float
    tight: bool

    @property
    def deepest(self) -> int:
        """Rows that a page may take, which is more than it has: what fits best where nothing fits."""
        return self.rows + max(4, self.rows // 6)

    @property
    def everything(self) -> int:
        return (1 << len(self.shapes)) - 1


class Tables(Protocol):
    """The tables of one page."""

    def costs(self, piece: Piece) -> Costs:
        """What each depth of a piece costs at least; {} = it cannot be."""

    def ways(self, piece: Piece, around: Costs, work: Work) -> Iterator[tuple[float, Cut]]:
        """The ways to cut a piece of more than one story, and what the page costs then where the rest of it costs
        `around` for each depth of the piece; ways that leave no depth are left out."""


def tables(terms: Terms, work: Work) -> Tables:
    """The tables of a page, charged for every sum of two costs; OutOfWork where they take more than one phase may."""
    if COMPILED is None or terms.deepest < 0:
        return PlainTables(terms, work)
    return _CompiledTables(terms, work)


class PlainTables:
    """The specification."""

    def __init__(self, terms: Terms, work: Work) -> None:
        self._terms, self._work = terms, work
        self._limits = _Limits(terms)
        self._kinds: dict[tuple[int, int, int], Costs] = {}
        floor = _floor(work)
        for stories in range(1, terms.everything + 1):
            for width in range(1, terms.columns + 1):
                self._tabulate(stories, width)
                if work.operations < floor:
                    raise OutOfWork

    def costs(self, piece: Piece) -> Costs:
        return self._kinds.get((piece.stories, piece.columns, piece.kind), {})

    def ways(self, piece: Piece, around: Costs, work: Work) -> Iterator[tuple[float, Cut]]:
        for cut in self._cuts(piece):
            lowest = least(self._cut_costs(cut, work), around)
            if lowest is not None:
                yield lowest, cut

    def _tabulate(self, stories: int, width: int) -> None:
        terms, whole_page = self._terms, width == self._terms.columns
        several = stories & (stories - 1)
        leaf: Costs = {} if several else terms.shapes[stories.bit_length() - 1].get(width, {})
        row: dict[int, float] = dict(leaf)
        stack: dict[int, float] = dict(leaf)
        if several:
            for cut in self._rows_of(stories, width):
                _lower(row, self._cut_costs(cut, self._work))
            if not (whole_page and terms.one_seam):
                for cut in self._stacks_of(stories, width, ANY):
                    _lower(stack, self._cut_costs(cut, self._work))
        dearest, shallowest, deepest = self._limits.of(stories, width)
        row = {depth: cost for depth, cost in row.items() if cost <= dearest and shallowest <= depth <= deepest}
        stack = {depth: cost for depth, cost in stack.items() if cost <= dearest and shallowest <= depth <= deepest}
        whole = dict(row)
        _lower(whole, stack)
        self._kinds[stories, width, NO_STACK] = row
        self._kinds[stories, width, NO_ROW] = stack
        self._kinds[stories, width, ANY] = whole
        if stories == terms.everything and whole_page and terms.one_seam:
            root = dict(whole)
            for cut in self._stacks_of(stories, width, NO_STACK):
                _lower(root, self._cut_costs(cut, self._work))
            self._kinds[stories, width, ROOT] = root

    def _cuts(self, piece: Piece) -> Iterator[Cut]:
        stories, width, kind = piece.stories, piece.columns, piece.kind
        if kind != NO_ROW:
            yield from self._rows_of(stories, width)
        if kind == ROOT:
            yield from self._stacks_of(stories, width, NO_STACK)
        elif kind != NO_STACK and not (width == self._terms.columns and self._terms.one_seam):
            yield from self._stacks_of(stories, width, ANY)

    def _rows_of(self, stories: int, width: int) -> Iterator[Cut]:
        for first, rest in _splits(stories):
            for columns in range(1, width):
                if self._kinds[first, columns, NO_ROW] and self._kinds[rest, width - columns, ANY]:
                    yield Cut(False, Piece(first, columns, NO_ROW), Piece(rest, width - columns, ANY))

    def _stacks_of(self, stories: int, width: int, kind: int) -> Iterator[Cut]:
        for first, rest in _splits(stories):
            if self._kinds[first, width, NO_STACK] and self._kinds[rest, width, kind]:
                yield Cut(True, Piece(first, width, NO_STACK), Piece(rest, width, kind))

    def _cut_costs(self, cut: Cut, work: Work) -> Costs:
        first, rest = self.costs(cut.first), self.costs(cut.rest)
        if not cut.stacked:
            work.operations -= min(len(first), len(rest))
            return beside(first, rest)
        work.operations -= len(first) * len(rest)
        return _stacked(first, rest, self._terms.gap, self._terms.deepest)


class _CompiledTables:
    """The same, compiled."""

    def __init__(self, terms: Terms, work: Work) -> None:
        shapes = [[dict(shape.get(width, {})) for width in range(1, terms.columns + 1)] for shape in terms.shapes]
        limits = _Limits(terms).all()
        shape = (terms.columns, terms.gap, terms.deepest, terms.one_seam)
        self._costs: dict[Piece, Costs] = {}
        self._tables: Any
        self._tables, work.operations = COMPILED.tables(shapes, limits, shape, work.operations, _floor(work))
        if self._tables is None:
            raise OutOfWork

    def costs(self, piece: Piece) -> Costs:
        found = self._costs.get(piece)
        if found is None:
            found = self._costs[piece] = COMPILED.costs(self._tables, piece.stories, piece.columns, piece.kind)
        return found

    def ways(self, piece: Piece, around: Costs, work: Work) -> Iterator[tuple[float, Cut]]:
        found, charged = COMPILED.ways(self._tables, piece.stories, piece.columns, piece.kind, dict(around))
        work.operations -= charged
        for lowest, stack, first, columns, kind, rest, other_columns, other_kind in found:
            yield lowest, Cut(stack, Piece(first, columns, kind), Piece(rest, other_columns, other_kind))


class _Limits:
    """What a piece may cost, and the depths it may take, so that the others still fill the page."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        cells = [[width * (depth + terms.gap) for width, c in shape.items() for depth in c] for shape in terms.shapes]
        self._lowest = _sums(
            [min((c for s in shape.values() for c in s.values()), default=0.0) for shape in terms.shapes]
        )
        self._least = _sums([min(each, default=0) for each in cells])
        self._most = _sums([max(each, default=0) for each in cells])
        self._everything = terms.everything

    def of(self, stories: int, width: int) -> tuple[float, float, float]:
        """The dearest, the shallowest and the deepest."""
        return self._of_subset(stories, range(width, width + 1))[0]

    def all(self) -> list[tuple[float, float, float]]:
        """By subset of stories from 1, then by width from 1."""
        widths = range(1, self._terms.columns + 1)
        return [each for subset in range(1, self._everything + 1) for each in self._of_subset(subset, widths)]

    def _of_subset(self, stories: int, widths: range) -> list[tuple[float, float, float]]:
        terms = self._terms
        dearest = terms.dearest + self._lowest[stories]
        others = self._everything ^ stories
        if not others or not terms.tight:  # the page itself may miss its depth, at a price
            return [(dearest, 0.0, float(terms.deepest))] * len(widths)
        gap, cells = terms.gap, terms.columns * (terms.rows + terms.gap)
        least, most = cells - self._most[others], cells - self._least[others]
        return [(dearest, least / width - gap, most / width - gap) for width in widths]


def _sums(numbers: Sequence[float]) -> list[float]:
    """The sum of the numbers of every subset."""
    found: list[float] = [0]
    for number in numbers:
        found += [each + number for each in found]
    return found


def _floor(work: Work) -> int:
    """The operations that must be left when tables are made."""
    return max(0, work.operations - work.allowance.tables)


# -- costs -----------------------------------------------------------------------------------------------------------


def _stacked(above: Costs, below: Costs, gap: int, deepest: int) -> Costs:
    """The least that two pieces under each other cost at each depth."""
    found: dict[int, float] = {}
    for depth, cost in above.items():
        taken = depth + gap
        for other, price in below.items():
            whole = taken + other
            if whole <= deepest and cost + price < found.get(whole, _NEVER):
                found[whole] = cost + price
    return found


def _under(around: Costs, above: Costs, gap: int) -> Costs:
    """What is left for a piece of a stack, where the whole stack costs `around` for each depth and its other pieces
    cost `above`."""
    found: dict[int, float] = {}
    for depth, price in around.items():
        for taken, cost in above.items():
            left = depth - taken - gap
            if left > 0 and price + cost < found.get(left, _NEVER):
                found[left] = price + cost
    return found


stacked = _stacked if COMPILED is None else COMPILED.stacked
under = _under if COMPILED is None else COMPILED.under


def beside(left: Costs, right: Costs) -> Costs:
    """What two pieces side by side cost at each depth that both can take."""
    if len(right) < len(left):
        left, right = right, left
    return {depth: cost + right[depth] for depth, cost in left.items() if depth in right}


def least(costs: Costs, around: Costs) -> float | None:
    """The least that a page costs with a piece in it; None = no depth of the piece goes with the rest."""
    return min((cost + around[depth] for depth, cost in costs.items() if depth in around), default=None)


def _lower(table: dict[int, float], costs: Costs) -> None:
    for depth, cost in costs.items():
        if cost < table.get(depth, _NEVER):
            table[depth] = cost


def _splits(stories: int) -> Iterator[tuple[int, int]]:
    """Ways to part a subset in two, the first part keeping its first story."""
    lowest = stories & -stories
    others = stories ^ lowest
    part = (others - 1) & others if others else 0
    while True:
        first = part | lowest
        if first != stories:
            yield first, stories ^ first
        if not part:
            return
        part = (part - 1) & others


__all__ = [
    "ANY",
    "ROOT",
    "Costs",
    "Cut",
    "Piece",
    "PlainTables",
    "Shapes",
    "Tables",
    "Terms",
    "beside",
    "least",
    "stacked",
    "tables",
    "under",
]
