"""Rows shared out over a tree of cuts: compiled and plain are the same, and both are what trying every sharing comes
to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.makeup.planning.cut_depths import cut_depths, leaves_of, plain_depths
from layout.makeup.planning.cut_tables import Costs
from layout.makeup.planning.guillotine import Leaf, Split, Tree
from layout.speed import COMPILED

needs_compiled = pytest.mark.skipif(COMPILED is None, reason="built without a compiler")


def splits(pieces: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.builds(Split, st.booleans(), st.lists(pieces, min_size=1, max_size=3).map(tuple))


trees = st.recursive(st.builds(Leaf, st.integers(0, 9), st.integers(1, 4)), splits, max_leaves=6)


@st.composite
def pages(draw: st.DrawFn) -> tuple[Tree, list[Costs], int, int]:
    tree, rows = draw(trees), draw(st.integers(-2, 14))
    price = st.one_of(st.integers(0, 2).map(float), st.floats(0, 1e3))
    costs = st.dictionaries(st.integers(1, max(1, rows) + 2), price, max_size=max(1, rows))
    leaves = leaves_of(tree)
    return tree, draw(st.lists(costs, min_size=len(leaves), max_size=len(leaves))), draw(st.integers(0, 2)), rows


def every_sharing(tree: Tree, gap: int, rows: int) -> Iterator[tuple[int, ...]]:
    """Depths of the leaves, in every way that comes to so many rows."""
    if isinstance(tree, Leaf):
        yield (rows,)
        return
    first, *rest = tree.pieces
    if not rest:
        yield from every_sharing(first, gap, rows)
        return
    others = Split(tree.stacked, tuple(rest))
    for taken in range(1, rows - gap) if tree.stacked else (rows,):
        left = rows - taken - gap if tree.stacked else rows
        for upper in every_sharing(first, gap, taken):
            for lower in every_sharing(others, gap, left):
                yield (*upper, *lower)


def price(costs: list[Costs], depths: tuple[int, ...]) -> float:
    return sum(each.get(depth, float("inf")) for each, depth in zip(costs, depths, strict=True))


@needs_compiled
@given(pages())
@settings(max_examples=150)
def test_compiled_and_plain_share_rows_out_alike(page: tuple[Tree, list[Costs], int, int]) -> None:
    assert cut_depths(*page) == plain_depths(*page)


@given(pages())
def test_no_sharing_is_cheaper(page: tuple[Tree, list[Costs], int, int]) -> None:
    tree, costs, gap, rows = page
    found = cut_depths(*page)
    least = min((price(costs, each) for each in every_sharing(tree, gap, rows)), default=float("inf"))
    if found is None:
        assert least == float("inf")
        return
    assert found in set(every_sharing(tree, gap, rows))
    assert price(costs, found) == pytest.approx(least)


@pytest.mark.parametrize("found", [plain_depths, cut_depths])
def test_of_equal_sharings_that_with_the_deeper_upper_piece_is_taken(found: object) -> None:
    tree = Split(True, (Leaf(0, 1), Leaf(1, 1)))
    flat: Mapping[int, float] = dict.fromkeys(range(2, 9), 1.0)
    assert callable(found)
    assert found(tree, [flat, flat], 1, 11) == (8, 2)


@needs_compiled
@pytest.mark.parametrize(
    "question",
    [
        ((), [], 0, 5),  # a leaf without costs
        ((), [{}, {}], 0, 5),
        ((True, ()), [], 0, 5),
        ((True, 5), [], 0, 5),
        (7, [{}], 0, 5),
        ((), [{-1: 0.0}], 0, 5),
        ((), [{1: "x"}], 0, 5),
        ((), [{1: 0.0}], -1, 5),
        ((), [{1: 0.0}], 0, 10**6),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(question: tuple[object, ...]) -> None:
    assert COMPILED is not None
    with pytest.raises((ValueError, TypeError)):
        COMPILED.cut_depths(*question)


@needs_compiled
def test_a_tree_without_end_is_refused() -> None:
    assert COMPILED is not None
    tree: tuple[object, ...] = ()
    for _ in range(10_000):
        tree = (True, (tree,))
    with pytest.raises(ValueError, match="a tree"):
        COMPILED.cut_depths(tree, [{1: 0.0}], 0, 5)
