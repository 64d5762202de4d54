"""How deep each story of a page by straight cuts stands: the page's rows shared out over its tree, in numbers alone.

A piece costs at each depth the least that its own pieces can cost together: side by side all have its depth, in a stack
their depths and the gaps between them come to it. Done by layout/_speed.c where it was compiled; the plain Python here
is its specification: equal depths.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from layout.makeup.planning.cut_tables import Costs, beside, stacked
from layout.makeup.planning.guillotine import Leaf, Tree
from layout.speed import COMPILED
from layout.value import value


def leaves_of(tree: Tree) -> tuple[Leaf, ...]:
    """The leaves of a tree in the order in which it has them."""
    return (tree,) if isinstance(tree, Leaf) else tuple([leaf for piece in tree.pieces for leaf in leaves_of(piece)])


def cut_depths(tree: Tree, costs: Sequence[Costs], gap: int, rows: int) -> tuple[int, ...] | None:
    """Depth of each leaf that makes the tree cheapest over just so many rows; ties go to the deeper upper piece.
    None = the tree cannot have this depth. costs: of each leaf by its depth."""
    if COMPILED is None or rows < 0:
        return plain_depths(tree, costs, gap, rows)
    found: tuple[int, ...] | None = COMPILED.cut_depths(_nested(tree), costs, gap, rows)
    return found


def _nested(tree: Tree) -> tuple[object, ...]:
    """A tree as the compiled loop takes it: (stacked, its pieces); () = a leaf."""
    return () if isinstance(tree, Leaf) else (tree.stacked, tuple([_nested(piece) for piece in tree.pieces]))


@value
class _Tabled:
    """What each depth costs a piece of a page, and the same of its own pieces; upper: of these but the last, each with
    those before it."""

    costs: Costs
    pieces: tuple[_Tabled, ...] = ()
    upper: tuple[Costs, ...] = ()


def plain_depths(tree: Tree, costs: Sequence[Costs], gap: int, rows: int) -> tuple[int, ...] | None:
    """The specification."""
    table = _tabled(tree, iter(costs).__next__, gap, rows)
    if rows not in table.costs:
        return None
    depths: list[int] = []
    _share(tree, table, gap, rows, depths)
    return tuple(depths)


def _tabled(tree: Tree, next_costs: Callable[[], Costs], gap: int, rows: int) -> _Tabled:
    if isinstance(tree, Leaf):
        return _Tabled(next_costs())
    pieces = tuple([_tabled(piece, next_costs, gap, rows) for piece in tree.pieces])
    costs = [pieces[0].costs]
    for piece in pieces[1:]:
        costs.append(stacked(costs[-1], piece.costs, gap, rows) if tree.stacked else beside(costs[-1], piece.costs))
    return _Tabled(costs[-1], pieces, tuple(costs[:-1]))


def _share(tree: Tree, table: _Tabled, gap: int, rows: int, depths: list[int]) -> None:
    """Share `rows` out among the pieces of a tree as is cheapest."""
    if isinstance(tree, Leaf):
        depths.append(rows)
        return
    if not tree.stacked:
        for piece, inner in zip(tree.pieces, table.pieces, strict=True):
            _share(piece, inner, gap, rows, depths)
        return
    taken: list[int] = []  # from the last piece up
    left = rows
    for inner, over in zip(reversed(table.pieces), reversed(table.upper), strict=False):
        _, depth = min(
            (cost + over[left - depth - gap], depth)
            for depth, cost in inner.costs.items()
            if left - depth - gap in over
        )
        taken.append(depth)
        left -= depth + gap
    for piece, inner, depth in zip(tree.pieces, table.pieces, (left, *reversed(taken)), strict=True):
        _share(piece, inner, gap, depth, depths)


__all__ = ["cut_depths", "leaves_of", "plain_depths"]
