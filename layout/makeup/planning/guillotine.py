"""Slicing pages: every way to cut a page of columns × rows into rectangles by straight cuts,
one a story, cheapest first.

A dynamic program over subsets of stories (cut_tables.py) keeps, for each subset and width in columns, what each depth
costs at least; the pages are then enumerated best first, a partial page being priced exactly with the tables of what is
not cut yet. Integers and costs only: nothing here knows what a story is.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

from layout.makeup.planning.cut_tables import (
    ANY,
    ROOT,
    Costs,
    Piece,
    Shapes,
    Terms,
    beside,
    least,
    stacked,
    tables,
    under,
)
from layout.makeup.planning.work import PAGE, Work
from layout.value import value

OFF = 200.0  # what a page costs that has not its depth, beside what each row costs


@value
class Leaf:
    """Story `story` on `columns` columns."""

    is_open = False  # nothing of it is not cut yet
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


class _Pair:
    """Two pieces; a longer stack or row leans to the right. is_open: whether something of it is not cut yet; costs:
    found once; sums: how many that took."""

    __slots__ = ("costs", "first", "is_open", "rest", "stacked", "sums")

    def __init__(self, stacked: bool, first: _Part, rest: _Part) -> None:
        self.stacked, self.first, self.rest = stacked, first, rest
        self.is_open: bool = first.is_open or rest.is_open
        self.costs: Costs | None = None
        self.sums = 0


_Part = Leaf | Piece | _Pair


class Slicer:
    """The pages that can be cut from shapes: by story, in rank order; rows: the page's depth;
    gap: rows between stacked stories.

    A page of full width is stacked once at most (`one_seam`), so that one white line at most runs across it (Q06); its
    depth may miss `rows` at `missing` a row, which finds the page that would fit best when none fits. dearest, tight:
    see cut_tables.py; both keep the tables small. work: what is charged for every sum of two costs; raises OutOfWork
    when the tables take more than one phase may.
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
        self._terms = Terms(shapes, columns, rows, gap, one_seam, dearest, tight)
        self._missing = missing
        self._work = Work(PAGE) if work is None else work
        self._tables = tables(self._terms, self._work)

    def pages(self, most_steps: int = 4000) -> Iterator[tuple[float, Tree]]:
        """Pages, the cheapest first; at most `most_steps` pieces are cut on the way."""
        order, terms = count(), self._terms
        ends: Costs = {
            depth: self._missing * abs(depth - terms.rows) + (OFF if depth != terms.rows else 0.0)
            for depth in range(terms.rows - (terms.deepest - terms.rows), terms.deepest + 1)
        }
        whole = Piece(terms.everything, terms.columns, ROOT if terms.one_seam else ANY)
        heap: list[tuple[float, int, _Part]] = []
        lowest = least(self._tables.costs(whole), ends)
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
            for cost, part in self._ways(*found):
                heappush(heap, (cost, next(order), _put(page, part)))

    def _ways(self, piece: Piece, around: Costs) -> Iterator[tuple[float, _Part]]:
        """What a piece may be, and what the page costs then."""
        stories = piece.stories
        if stories & (stories - 1):
            for cost, cut in self._tables.ways(piece, around, self._work):
                yield cost, _Pair(cut.stacked, cut.first, cut.rest)
            return
        leaf = Leaf(stories.bit_length() - 1, piece.columns)
        lowest = least(self._costs(leaf), around)
        if lowest is not None:
            yield lowest, leaf

    def _costs(self, part: _Part) -> Costs:
        if isinstance(part, Leaf):
            return self._terms.shapes[part.story].get(part.columns, {})
        if isinstance(part, Piece):
            return self._tables.costs(part)
        if part.costs is None:
            before = self._work.operations
            first, rest = self._costs(part.first), self._costs(part.rest)
            self._work.operations -= len(first) * len(rest) if part.stacked else min(len(first), len(rest))
            terms = self._terms
            part.costs = stacked(first, rest, terms.gap, terms.deepest) if part.stacked else beside(first, rest)
            part.sums = before - self._work.operations
        else:
            self._work.operations -= part.sums
        return part.costs

    def _first_open(self, part: _Part, around: Costs) -> tuple[Piece, Costs] | None:
        """The first piece not yet cut, and what the rest of the page costs for each depth it may take."""
        if isinstance(part, Leaf):
            return None
        if isinstance(part, Piece):
            return part, around
        for inner, other in ((part.first, part.rest), (part.rest, part.first)):
            if inner.is_open:
                costs = self._costs(other)
                return self._first_open(inner, self._around(costs, around, part.stacked))
        return None

    def _around(self, other: Costs, around: Costs, stack: bool) -> Costs:
        if not stack:
            return beside(other, around)
        self._work.operations -= len(around) * len(other)
        return under(around, other, self._terms.gap)


def _put(part: _Part, piece: _Part) -> _Part:
    """The page with its first open piece replaced."""
    if not isinstance(part, _Pair):
        return piece
    if part.first.is_open:
        return _Pair(part.stacked, _put(part.first, piece), part.rest)
    return _Pair(part.stacked, part.first, _put(part.rest, piece))


def _tree(part: _Part) -> Tree:
    assert not isinstance(part, Piece)
    if isinstance(part, Leaf):
        return part
    first, rest = _tree(part.first), _tree(part.rest)
    more = rest.pieces if isinstance(rest, Split) and rest.stacked == part.stacked else (rest,)
    return Split(part.stacked, (first, *more))


__all__ = ["Leaf", "Slicer", "Split", "Tree"]
