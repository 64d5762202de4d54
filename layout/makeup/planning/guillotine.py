"""Slicing pages: every way to cut a page of columns × rows into rectangles by straight cuts,
one a story, cheapest first.

A dynamic program over subsets of stories keeps, for each subset and width in columns, what each depth costs at least;
the pages are then enumerated best first, a partial page being priced exactly with the tables of what is not cut yet.
Integers and costs only: nothing here knows what a story is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import count

from layout.makeup.planning.work import PAGE, OutOfWork, Work
from layout.value import value

Costs = Mapping[int, float]  # depth in rows → cost
Shapes = Sequence[Mapping[int, Costs]]  # for each story: width in columns → what each depth costs

ANY, NO_STACK, NO_ROW, ROOT = range(4)  # what a piece may be: anything; not a stack; not a row; a whole page


@value
class Leaf:
    """Story `story` on `columns` columns."""

    story: int
    columns: int


@value
class Split:
    """Pieces under each other (stacked) or side by side, in order of their first story."""

    stacked: bool
    pieces: tuple[Tree, ...]

    @property
    def columns(self) -> int:
        widths = [piece.columns for piece in self.pieces]
        return max(widths) if self.stacked else sum(widths)


Tree = Leaf | Split


@value
class _Open:
    """A piece not yet cut: a subset of the stories (bit mask) on `columns` columns."""

    stories: int
    columns: int
    kind: int


@value
class _Pair:
    """Two pieces; a longer stack or row leans to the right."""

    stacked: bool
    first: _Part
    rest: _Part


_Part = Leaf | _Open | _Pair


class Slicer:
    """The tables of one page. shapes: by story, in rank order; rows: the page's depth;
    gap: rows between stacked stories.

    A page of full width is stacked once at most (`one_seam`), so that one white line at most runs across it (Q06); its
    depth may miss `rows` at `missing` a row, which finds the page that would fit best when none fits. dearest: what a
    piece may cost beyond the least its stories cost each by itself; tight: leave out pieces too large or too small for
    the rest to fill the page. Both keep the tables small. work: what is charged for every sum of two costs; raises
    OutOfWork when the tables take more than one phase may.
    """

    def __init__(
        self,
        shapes: Shapes,
        columns: int,
        rows: int,
        gap: int,
        missing: float = 40.0,
        one_seam: bool = True,
        dearest: float = 60.0,
        tight: bool = True,
        work: Work | None = None,
    ) -> None:
        self._shapes, self._columns, self._rows, self._gap, self._missing = shapes, columns, rows, gap, missing
        self._one_seam, self._dearest, self._tight = one_seam, dearest, tight
        self._deepest = rows + max(4, rows // 6)
        self._lowest = [min((c for costs in s.values() for c in costs.values()), default=0.0) for s in shapes]
        cells = [[width * (depth + gap) for width, costs in shape.items() for depth in costs] for shape in shapes]
        self._least_cells = [min(each, default=0) for each in cells]
        self._most_cells = [max(each, default=0) for each in cells]
        self._kinds: dict[tuple[int, int, int], Costs] = {}
        self._everything = (1 << len(shapes)) - 1
        self._work = Work(PAGE) if work is None else work
        least = self._work.operations - self._work.allowance.tables
        for stories in range(1, self._everything + 1):
            for width in range(1, columns + 1):
                self._tabulate(stories, width)
                if self._work.operations < max(0, least):
                    raise OutOfWork

    def pages(self, most_steps: int = 4000) -> Iterator[tuple[float, Tree]]:
        """Pages, the cheapest first; at most `most_steps` pieces are cut on the way."""
        order = count()
        ends: Costs = {
            depth: self._missing * abs(depth - self._rows) + (200.0 if depth != self._rows else 0.0)
            for depth in range(self._rows - (self._deepest - self._rows), self._deepest + 1)
        }
        whole = _Open(self._everything, self._columns, ROOT if self._one_seam else ANY)
        heap: list[tuple[float, int, _Part]] = []
        lowest = _least(self._table(whole), ends)
        if lowest is not None:
            heappush(heap, (lowest, next(order), whole))
        for _ in range(most_steps):
            if not heap or self._work.spent:
                return
            price, _, page = heappop(heap)
            found = self._first_open(page, ends)
            if found is None:
                yield price, _tree(page)
                continue
            piece, around = found
            for part in self._ways(piece):
                lowest = _least(self._costs(part), around)
                if lowest is not None:
                    heappush(heap, (lowest, next(order), _put(page, part)[0]))

    # -- tables ------------------------------------------------------------------------------------------------------

    def _tabulate(self, stories: int, width: int) -> None:
        dearest = self._dearest + _sum(self._lowest, stories)
        others = self._everything ^ stories
        cells = self._columns * (self._rows + self._gap)
        deepest = (cells - _sum(self._least_cells, others)) / width - self._gap
        shallowest = (cells - _sum(self._most_cells, others)) / width - self._gap
        if not others or not self._tight:  # the page itself may miss its depth, at a price
            shallowest, deepest = 0, self._deepest
        leaf: Costs = {}
        if not stories & (stories - 1):
            leaf = self._shapes[stories.bit_length() - 1].get(width, {})
        row: dict[int, float] = dict(leaf)
        stack: dict[int, float] = dict(leaf)
        if stories & (stories - 1):
            for part in self._rows_of(stories, width):
                _lower(row, self._costs(part))
            if not (width == self._columns and self._one_seam):
                for part in self._stacks_of(stories, width, ANY):
                    _lower(stack, self._costs(part))
        row = {depth: cost for depth, cost in row.items() if cost <= dearest and shallowest <= depth <= deepest}
        stack = {depth: cost for depth, cost in stack.items() if cost <= dearest and shallowest <= depth <= deepest}
        whole = dict(row)
        _lower(whole, stack)
        self._kinds[stories, width, NO_STACK] = row
        self._kinds[stories, width, NO_ROW] = stack
        self._kinds[stories, width, ANY] = whole
        if stories == self._everything and width == self._columns and self._one_seam:
            for part in self._stacks_of(stories, width, NO_STACK):
                _lower(whole, self._costs(part))
            self._kinds[stories, width, ROOT] = whole

    def _rows_of(self, stories: int, width: int) -> Iterator[_Pair]:
        for first, rest in _splits(stories):
            for columns in range(1, width):
                if self._kinds[first, columns, NO_ROW] and self._kinds[rest, width - columns, ANY]:
                    yield _Pair(False, _Open(first, columns, NO_ROW), _Open(rest, width - columns, ANY))

    def _stacks_of(self, stories: int, width: int, kind: int) -> Iterator[_Pair]:
        for first, rest in _splits(stories):
            if self._kinds[first, width, NO_STACK] and self._kinds[rest, width, kind]:
                yield _Pair(True, _Open(first, width, NO_STACK), _Open(rest, width, kind))

    def _ways(self, piece: _Open) -> Iterator[_Part]:
        stories, width, kind = piece.stories, piece.columns, piece.kind
        if not stories & (stories - 1):
            yield Leaf(stories.bit_length() - 1, width)
            return
        if kind != NO_ROW:
            yield from self._rows_of(stories, width)
        if kind == ROOT:
            yield from self._stacks_of(stories, width, NO_STACK)
        elif kind != NO_STACK and not (width == self._columns and self._one_seam):
            yield from self._stacks_of(stories, width, ANY)

    def _table(self, piece: _Open) -> Costs:
        return self._kinds.get((piece.stories, piece.columns, piece.kind), {})

    def _costs(self, part: _Part) -> Costs:
        if isinstance(part, Leaf):
            return self._shapes[part.story].get(part.columns, {})
        if isinstance(part, _Open):
            return self._table(part)
        first, rest = self._costs(part.first), self._costs(part.rest)
        self._work.operations -= len(first) * len(rest) if part.stacked else min(len(first), len(rest))
        return stacked(first, rest, self._gap, self._deepest) if part.stacked else beside(first, rest)

    # -- partial pages -----------------------------------------------------------------------------------------------

    def _first_open(self, part: _Part, around: Costs) -> tuple[_Open, Costs] | None:
        """The first piece not yet cut, and what the rest of the page costs for each depth it may take."""
        if isinstance(part, Leaf):
            return None
        if isinstance(part, _Open):
            return part, around
        for inner, other in ((part.first, part.rest), (part.rest, part.first)):
            if _has_open(inner):
                costs = self._costs(other)
                return self._first_open(inner, self._around(costs, around, part.stacked))
        return None

    def _around(self, other: Costs, around: Costs, stack: bool) -> Costs:
        if not stack:
            return beside(other, around)
        self._work.operations -= len(around) * len(other)
        found: dict[int, float] = {}
        for depth, price in around.items():
            for taken, cost in other.items():
                left = depth - taken - self._gap
                if left > 0 and price + cost < found.get(left, _NEVER):
                    found[left] = price + cost
        return found


_NEVER = float("inf")


def stacked(above: Costs, below: Costs, gap: int, deepest: int) -> Costs:
    """The least that two pieces under each other cost at each depth."""
    found: dict[int, float] = {}
    for depth, cost in above.items():
        taken = depth + gap
        for other, price in below.items():
            whole = taken + other
            if whole <= deepest and cost + price < found.get(whole, _NEVER):
                found[whole] = cost + price
    return found


def beside(left: Costs, right: Costs) -> Costs:
    """What two pieces side by side cost at each depth that both can take."""
    if len(right) < len(left):
        left, right = right, left
    return {depth: cost + right[depth] for depth, cost in left.items() if depth in right}


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


def _sum(numbers: Sequence[float], stories: int) -> float:
    return sum(number for index, number in enumerate(numbers) if stories >> index & 1)


def _lower(table: dict[int, float], costs: Costs) -> None:
    for depth, cost in costs.items():
        if cost < table.get(depth, _NEVER):
            table[depth] = cost


def _least(costs: Costs, around: Costs) -> float | None:
    return min((cost + around[depth] for depth, cost in costs.items() if depth in around), default=None)


def _has_open(part: _Part) -> bool:
    return isinstance(part, _Open) or (isinstance(part, _Pair) and (_has_open(part.first) or _has_open(part.rest)))


def _put(part: _Part, piece: _Part) -> tuple[_Part, bool]:
    """The page with its first open piece replaced, and whether there was one."""
    if isinstance(part, _Open):
        return piece, True
    if isinstance(part, _Pair):
        first, done = _put(part.first, piece)
        if done:
            return _Pair(part.stacked, first, part.rest), True
        rest, done = _put(part.rest, piece)
        return _Pair(part.stacked, part.first, rest), done
    return part, False


def _tree(part: _Part) -> Tree:
    assert not isinstance(part, _Open)
    if isinstance(part, Leaf):
        return part
    first, rest = _tree(part.first), _tree(part.rest)
    more = rest.pieces if isinstance(rest, Split) and rest.stacked == part.stacked else (rest,)
    return Split(part.stacked, (first, *more))


__all__ = ["Costs", "Leaf", "Shapes", "Slicer", "Split", "Tree", "beside", "stacked"]
