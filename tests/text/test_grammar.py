"""Phrases of heads: compiled and plain are the same, to the order of what costs as much."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.speed import COMPILED
from layout.text.grammar import Chart, Leaf, PlainChart, chart, grammar
from layout.text.headwords import edges

needs_compiled = pytest.mark.skipif(COMPILED is None, reason="built without a compiler")


@st.composite
def stretches(draw: st.DrawFn) -> tuple[list[Leaf], int]:
    """Words of one to three places with any tags, some that the grammar does not know; not each place has one."""
    count = draw(st.integers(0, 9))
    tags = st.tuples(st.sampled_from([*grammar().tags, "?"]), st.integers(0, 70))
    word = st.tuples(
        st.integers(0, max(0, count - 1)), st.integers(1, 3), st.lists(tags, min_size=1, max_size=3).map(tuple)
    )
    words = draw(st.lists(word, max_size=14)) if count else []
    return [(first, min(count, first + length), tags) for first, length, tags in words], count


def everything(found: Chart, count: int) -> list[object]:
    cells = [list(found.cell(first, last).items()) for last in range(count + 1) for first in range(last)]
    return [list(found.uppermost.items()), cells]


@needs_compiled
@given(stretches())
@settings(max_examples=60)
def test_the_compiled_chart_is_the_plain_one(stretch: tuple[list[Leaf], int]) -> None:
    assert everything(chart(*stretch), stretch[1]) == everything(PlainChart(*stretch), stretch[1])


@needs_compiled
@pytest.mark.parametrize(
    "head", ["市民在长寿湖边租了一个老房子改造成书店", "让山里人少跑路多办事的流动办税车开进了大凉山", "一"]
)
def test_so_it_is_for_a_head_as_it_is_read(head: str) -> None:
    leaves = [(edge.start, edge.end, edge.tags) for edge in edges(head)]
    made = chart(leaves, len(head))
    assert made.cell(0, len(head))
    assert everything(made, len(head)) == everything(PlainChart(leaves, len(head)), len(head))


@needs_compiled
def test_a_word_out_of_place_is_refused() -> None:
    tag = next(tag for tag, labels in grammar().tags.items() if labels)
    with pytest.raises(ValueError, match="each word"):
        chart([(0, 3, ((tag, 1),))], 2)
