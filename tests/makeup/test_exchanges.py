"""Pieces of a page exchanged, and the lines that run right across one: quick ways to what is told plainly here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from layout.makeup.planning import cuts
from layout.makeup.planning.cut_depths import leaves_of
from layout.makeup.planning.guillotine import Leaf, Split, Tree
from layout.makeup.planning.previous import Places
from layout.makeup.planning.pricing import _seams, _splits_down
from layout.units import GridArea

COLUMNS, GAP = 6, 2


@st.composite
def trees(draw: st.DrawFn, columns: int = COLUMNS, stacked: bool | None = None, depth: int = 3) -> Tree:
    """Pages cut three times over at most, their stories not numbered yet."""
    down = draw(st.booleans()) if stacked is None else stacked
    if not depth or (not down and columns == 1) or not draw(st.booleans()):
        return Leaf(0, columns)
    if down:
        return Split(True, tuple(draw(trees(columns, False, depth - 1)) for _ in range(draw(st.integers(2, 3)))))
    edges = sorted({0, columns, *draw(st.sets(st.integers(1, columns - 1), min_size=1, max_size=2))})
    widths = [end - start for start, end in pairwise(edges)]
    return Split(False, tuple(draw(trees(width, True, depth - 1)) for width in widths))


def numbered(tree: Tree, numbers: Iterator[int]) -> Tree:
    if isinstance(tree, Leaf):
        return Leaf(next(numbers), tree.columns)
    return Split(tree.stacked, tuple(numbered(piece, numbers) for piece in tree.pieces))


def exchanged(tree: Tree) -> Iterator[Tree]:
    """The tree with two neighbouring pieces of one of its cuts exchanged."""
    if isinstance(tree, Leaf):
        return
    pieces = tree.pieces
    for at in range(len(pieces) - 1):
        yield Split(tree.stacked, (*pieces[:at], pieces[at + 1], pieces[at], *pieces[at + 2 :]))
    for at, piece in enumerate(pieces):
        for other in exchanged(piece):
            yield Split(tree.stacked, (*pieces[:at], other, *pieces[at + 1 :]))


def laid(tree: Tree, depths: Mapping[int, int]) -> Places:
    pricing: Any = SimpleNamespace(
        names=[f"s{n}" for n in range(len(depths))], gap=GAP, part=GridArea(0, COLUMNS, 5, 90)
    )
    return cuts._laid(pricing, tree, depths)


@given(trees(), st.data())
@settings(max_examples=60)
def test_what_is_exchanged_stands_where_the_page_cut_so_has_it(drawn: Tree, data: st.DataObject) -> None:
    tree = numbered(drawn, iter(range(99)))
    depths = {leaf.story: data.draw(st.integers(3, 30)) for leaf in leaves_of(tree)}
    found = cuts._exchanged(tree, laid(tree, depths), GAP)
    assert [(cuts._with_exchanged(tree, way), places) for way, places in found] == [
        (other, laid(other, depths)) for other in exchanged(tree)
    ]


areas = st.builds(GridArea, st.integers(0, 5), st.integers(1, 3), st.integers(0, 12), st.integers(1, 6))


@given(st.lists(areas, min_size=1, max_size=6), st.sets(st.integers(0, 5)))
@settings(max_examples=80)
def test_lines_right_across_are_those_that_no_story_straddles(found: list[GridArea], beside: set[int]) -> None:
    places = tuple((str(index), area) for index, area in enumerate(found))
    sidebars = {str(index) for index in beside}
    feet = {area.foot for area in found} - {max(area.foot for area in found)}
    seams = [foot for foot in feet if all(area.foot <= foot or area.row >= foot for area in found)]
    assert _seams(places) == len(seams)
    rights = {area.right for area in found} - {max(area.right for area in found)}
    splits = 0
    for x in rights:
        left = [name for name, area in places if area.right <= x]
        right = [name for name, area in places if area.column >= x]
        splits += len(left) + len(right) == len(places) and not (sidebars >= {*left} or sidebars >= {*right})
    assert _splits_down(places, sidebars) == splits
