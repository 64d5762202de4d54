"""Tables of pages by straight cuts: compiled and plain are the same, and both are what trying every cut comes to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.makeup.planning import cut_tables
from layout.makeup.planning.cut_tables import ANY, ROOT, Costs, Piece, PlainTables, Terms, tables
from layout.makeup.planning.work import PAGE, Allowance, OutOfWork, Work
from layout.speed import COMPILED

needs_compiled = pytest.mark.skipif(COMPILED is None, reason="built without a compiler")
PLENTY = Allowance(10**9, 10**9, 10, 4, 40, 16, False)


@st.composite
def terms(draw: st.DrawFn, most_stories: int = 5) -> Terms:
    columns, rows = draw(st.integers(1, 5)), draw(st.integers(1, 24))
    costs = st.dictionaries(st.integers(1, rows), st.floats(0, 90).map(lambda each: round(each, 3)), max_size=6)
    shape = st.dictionaries(st.integers(1, columns), costs, max_size=columns)
    return Terms(
        draw(st.lists(shape, min_size=1, max_size=most_stories)),
        columns,
        rows,
        draw(st.integers(0, 2)),
        draw(st.booleans()),
        draw(st.sampled_from([5.0, 60.0, 1000.0])),
        draw(st.booleans()),
    )


def pieces(asked: Terms) -> Iterator[Piece]:
    for stories in range(1, asked.everything + 1):
        for width in range(1, asked.columns + 1):
            for kind in range(ROOT):
                yield Piece(stories, width, kind)
    if asked.one_seam:
        yield Piece(asked.everything, asked.columns, ROOT)


@needs_compiled
@given(terms(), st.integers(0, 4000))
@settings(max_examples=100)
def test_compiled_tables_are_the_plain_ones_and_charge_the_same(asked: Terms, allowed: int) -> None:
    for allowance in (PLENTY, Allowance(allowed, max(1, allowed // 2), 10, 4, 40, 16, False)):
        works = Work(allowance), Work(allowance)
        made = []
        for make, work in zip((tables, PlainTables), works, strict=True):
            try:
                made.append(make(asked, work))
            except OutOfWork:
                made.append(None)
        assert works[0].operations == works[1].operations
        compiled, plain = made
        if compiled is None or plain is None:
            assert compiled is plain
            continue
        around = {depth: float(depth % 7) for depth in range(1, asked.rows + 3)}
        for piece in pieces(asked):
            assert compiled.costs(piece) == plain.costs(piece)
            if piece.stories & (piece.stories - 1):
                ways = [list(each.ways(piece, around, work)) for each, work in zip(made, works, strict=True) if each]
                assert ways[0] == ways[1]
                assert works[0].operations == works[1].operations


@given(terms(most_stories=4))
def test_no_way_to_cut_a_page_is_cheaper_than_its_table(asked: Terms) -> None:
    asked = Terms(asked.shapes, asked.columns, asked.rows, asked.gap, False, 1e9, False)
    whole = Piece(asked.everything, asked.columns, ANY)
    found = every_cut(asked, tuple(range(len(asked.shapes))), asked.columns)
    assert tables(asked, Work(PLENTY)).costs(whole) == {depth: pytest.approx(cost) for depth, cost in found.items()}


def every_cut(asked: Terms, stories: tuple[int, ...], width: int) -> Costs:
    """What each depth costs at least, by trying all ways to part the stories."""
    if len(stories) == 1:
        return asked.shapes[stories[0]].get(width, {})
    found: dict[int, float] = {}

    def take(depth: int, cost: float) -> None:
        if depth <= asked.deepest and cost < found.get(depth, float("inf")) - 1e-9:
            found[depth] = cost

    for count in range(1, len(stories)):
        for first in combinations(stories, count):
            rest = tuple(each for each in stories if each not in first)
            for columns in range(1, width):
                left, right = every_cut(asked, first, columns), every_cut(asked, rest, width - columns)
                for depth in left.keys() & right.keys():
                    take(depth, left[depth] + right[depth])
            above, below = every_cut(asked, first, width), every_cut(asked, rest, width)
            for depth, cost in above.items():
                for other, price in below.items():
                    take(depth + asked.gap + other, cost + price)
    return found


@needs_compiled
@given(
    st.dictionaries(st.integers(1, 40), st.floats(0, 1e3)),
    st.dictionaries(st.integers(1, 40), st.floats(0, 1e3)),
    st.integers(0, 3),
    st.integers(-3, 60),
)
def test_compiled_sums_of_costs_are_the_plain_ones(one: Costs, other: Costs, gap: int, deepest: int) -> None:
    assert cut_tables.stacked(one, other, gap, deepest) == cut_tables._stacked(one, other, gap, deepest)
    assert cut_tables.under(one, other, gap) == cut_tables._under(one, other, gap)


@needs_compiled
def test_whatever_is_no_table_is_refused() -> None:
    page = COMPILED.tables([[{1: 1.0}], [{2: 1.0}]], [(9.0, 0.0, 9.0)] * 3, (1, 0, 9, False), 100, 0)[0]
    for wrong in (
        lambda: COMPILED.tables([[{1: 1.0}]], [], (1, 0, 9, False), 100, 0),
        lambda: COMPILED.tables([[{-1: 1.0}]], [(9.0, 0.0, 9.0)], (1, 0, 9, False), 100, 0),
        lambda: COMPILED.tables([[1.0]], [(9.0, 0.0, 9.0)], (1, 0, 9, False), 100, 0),
        lambda: COMPILED.tables([[{1: 1.0}]] * 20, [(9.0, 0.0, 9.0)], (1, 0, 9, False), 100, 0),
        lambda: COMPILED.costs(page, 4, 1, 0),
        lambda: COMPILED.costs(page, 1, 1, ROOT),
        lambda: COMPILED.ways(page, 3, 2, 0, {}),
        lambda: COMPILED.ways(page, 3, 1, 0, [1.0]),
        lambda: COMPILED.costs("page", 1, 1, 0),
        lambda: COMPILED.stacked({1: 1.0}, {1: "x"}, 0, 9),
        lambda: COMPILED.under({10**9: 1.0}, {}, 0),
    ):
        with pytest.raises((ValueError, TypeError)):
            wrong()


def test_tables_that_take_more_than_a_phase_may_are_given_up() -> None:
    shapes = [{width: dict.fromkeys(range(3, 60), 1.0) for width in (1, 2, 3)} for _ in range(6)]
    work = Work(Allowance(10**9, 1000, 10, 4, 40, 16, False))
    with pytest.raises(OutOfWork):
        tables(Terms(shapes, 3, 60, 1, True, 1e9, False), work)
    assert work.operations < 10**9 - 1000
    assert tables(Terms(shapes[:1], 3, 60, 1, True, 1e9, False), Work(PAGE)).costs(Piece(1, 2, ANY)) == shapes[0][2]
