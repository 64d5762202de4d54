"""The cheapest ways to take a depth: compiled and plain are the same, and no other way is cheaper."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.makeup.modules.arrangement import Arrangement, Combination, SetHead
from layout.makeup.modules.ways import LOOKED_AT, PlainWays, Prices, TextWhite, Way, uses_of, ways_of
from layout.speed import COMPILED

needs_compiled = pytest.mark.skipif(COMPILED is None, reason="built without a compiler")
LEGS = 5


@dataclass
class Story:
    """Arrangements of a story, and what their heads cost."""

    arrangements: list[Arrangement]
    prices: list[Prices]

    def plain(self, white: TextWhite) -> PlainWays:
        return PlainWays(uses_of(self.arrangements, self.prices), white.copy, white)

    def asked(self, white: TextWhite) -> object:
        return ways_of(self.arrangements, self.prices, white.copy, white)


rows = st.tuples(*[st.integers(0, 9)] * LEGS)
none = st.just((0,) * LEGS)
combinations = st.builds(
    Combination,
    st.integers(0, 20).map(lambda each: each / 2),
    st.just((1, 2)),
    st.integers(0, 6),
    rows,
    rows,
    rows,
    st.one_of(none, rows),
)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    def head() -> SetHead:
        form = draw(st.sampled_from(["over", "left", "middle", "full"]))
        leg = draw(st.integers(0, LEGS - 1))
        legs, rows = draw(st.integers(1, LEGS - leg)), draw(st.integers(0, 8))
        return SetHead(None, form, leg, legs, rows, None, 0.0)  # type: ignore[arg-type]

    story = Story([], [])
    for _ in range(draw(st.integers(1, 3))):
        heads = tuple(head() for _ in range(draw(st.integers(1, 3))))
        taken = draw(st.lists(combinations, min_size=1, max_size=4))
        story.arrangements.append(Arrangement(heads, (), tuple(taken)))
        price = st.lists(st.integers(0, 40).map(lambda each: each / 2), min_size=1, max_size=3).map(tuple)
        story.prices.append(tuple(draw(price) for _ in heads))
    return story


whites = st.builds(
    TextWhite, st.integers(0, 90), st.just(LEGS), st.integers(0, 6), st.integers(0, 6), st.integers(0, 9)
)


@needs_compiled
@given(stories(), whites, st.integers(-3, 60), st.integers(1, 6))
@settings(max_examples=150)
def test_compiled_ways_are_the_plain_ones(story: Story, white: TextWhite, depth: int, most: int) -> None:
    compiled, plain = story.asked(white), story.plain(white)
    assert type(compiled) is not PlainWays
    assert compiled.cheapest(depth, most) == plain.cheapest(depth, most)  # type: ignore[attr-defined]


@given(stories(), whites, st.integers(0, 60))
def test_no_use_that_fits_is_cheaper_than_the_cheapest_way(story: Story, white: TextWhite, depth: int) -> None:
    plain = story.plain(white)
    uses = list(uses_of(story.arrangements, story.prices))
    fitting = [use.price + plain._white_cost(depth, use) for use in uses if use.need <= depth]
    found = plain.cheapest(depth, 1)
    if len(uses) <= LOOKED_AT:
        assert [way.cost for way in found] == ([min(fitting)] if fitting else [])
    assert all(type(way) is Way and len(way.room) == LEGS for way in found)


@needs_compiled
def test_whatever_is_no_use_is_refused() -> None:
    assert COMPILED is not None
    prices, terms = (4.0, 900.0, 30.0, 6.0, 34.0, 4.0, 3.0, 20.0, 5, 2, 60), (9, 1, 0, 0, 0)
    head, taken = (0, 1, 2, False, (1.0,)), (0.5, 0, (0,), (0,), (0,), (0,))
    found = COMPILED.uses([([head], [taken])], terms, prices)
    assert COMPILED.cheapest(found, 11, 1) == [(1.5, 0, 0, 0, 0, 0)]
    for wrong in (
        lambda: COMPILED.uses([([head], taken)], terms, prices),
        lambda: COMPILED.uses([([head[:3]], [taken])], terms, prices),
        lambda: COMPILED.uses([([head], [taken[:3]])], terms, prices),
        lambda: COMPILED.uses([([(0, 1, -2, False, (1.0,))], [taken])], terms, prices),
        lambda: COMPILED.uses([([(0, 1, 2, False, ("x",))], [taken])], terms, prices),
        lambda: COMPILED.uses([([head], [(0.5, 0, (0, 0), (0,), (0,), (0,))])], terms, prices),
        lambda: COMPILED.uses([([head], [(0.5, 0, (10**9,), (0,), (0,), (0,))])], terms, prices),
        lambda: COMPILED.uses([1], terms, prices),
        lambda: COMPILED.uses([], (9, 1, 0, 0), prices),
        lambda: COMPILED.uses([], (9, 0, 0, 0, 0), prices),
        lambda: COMPILED.cheapest(found, 10**6, 1),
        lambda: COMPILED.cheapest(found, 9, 100),
        lambda: COMPILED.cheapest(None, 9, 1),
    ):
        with pytest.raises((ValueError, TypeError)):
            wrong()
