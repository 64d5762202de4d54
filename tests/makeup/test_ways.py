"""The cheapest ways to take a depth: compiled and plain are the same, and no other way is cheaper."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.makeup.modules.arrangement import Combination, SetHead
from layout.makeup.modules.ways import PlainWays, TextWhite, Use, Way, _grouped, ways_of
from layout.speed import COMPILED

needs_compiled = pytest.mark.skipif(COMPILED is None, reason="built without a compiler")


@st.composite
def uses(draw: st.DrawFn) -> list[Use]:
    legs = draw(st.integers(1, 5))
    rows = st.tuples(*[st.integers(0, 9)] * legs)

    def use() -> Use:
        form = draw(st.sampled_from(["over", "left", "middle", "full"]))
        head = SetHead(None, form, 0, draw(st.integers(1, legs)), draw(st.integers(1, 8)))  # type: ignore[arg-type]
        beside = draw(rows) if draw(st.booleans()) else (0,) * legs
        over, air = draw(st.integers(0, 6)), draw(st.integers(0, 2))
        taken = Combination(0.0, (), over, (0,) * legs, (0,) * legs, (0,) * legs, beside)
        need = over + max(head.rows + air, *beside) + draw(st.integers(1, 4))  # no way to take a depth has less
        above = draw(st.tuples(*[st.integers(-12, 12)] * legs))
        return Use(draw(st.integers(0, 40)) / 2, need, above, 0, 0, air, head, taken)

    return [use() for _ in range(draw(st.integers(1, 12)))]


whites = st.builds(TextWhite, st.integers(0, 90), st.just(5), st.integers(0, 6), st.integers(0, 9))


@needs_compiled
@given(uses(), whites, st.integers(-3, 60), st.integers(1, 6))
@settings(max_examples=300)
def test_compiled_ways_are_the_plain_ones(all_uses: list[Use], white: TextWhite, rows: int, most: int) -> None:
    compiled, plain = ways_of(all_uses, white.copy, white), PlainWays(_grouped(all_uses), white.copy, white)
    assert type(compiled) is not PlainWays
    assert compiled.cheapest(rows, most) == plain.cheapest(rows, most)


@given(uses(), whites, st.integers(0, 60))
def test_no_use_that_fits_is_cheaper_than_the_cheapest_way(all_uses: list[Use], white: TextWhite, rows: int) -> None:
    plain = PlainWays(_grouped(all_uses), white.copy, white)
    fitting = [use.price + plain._white_cost(rows, use) for use in all_uses if use.need <= rows]
    found = plain.cheapest(rows, 1)
    assert [way.cost for way in found] == ([min(fitting)] if fitting else [])
    assert all(type(way) is Way and len(way.room) == len(all_uses[0].above) for way in found)


@needs_compiled
def test_whatever_is_no_use_is_refused() -> None:
    prices = (4.0, 900.0, 30.0, 6.0, 34.0, 4.0, 3.0, 20.0, 5, 2, 60)
    found = COMPILED.uses([(1, 0, [(1.0, 0, 2, 0, 0, 0, 0, (0,))])], (9, 1, 0, 0), prices)
    assert COMPILED.cheapest(found, 9, 1) == [(1.0, 0, 0)]
    for wrong in (
        lambda: COMPILED.uses([(1, 0, [])], (9, 1, 0, 0), prices),
        lambda: COMPILED.uses([(1, 0, [(1.0, 0)])], (9, 1, 0, 0), prices),
        lambda: COMPILED.uses([1], (9, 1, 0, 0), prices),
        lambda: COMPILED.uses([], (9, 1, 0), prices),
        lambda: COMPILED.uses([(1, 0, [(1.0, 0, 2, 0, 0, 0, 0, (10**6,))])], (9, 1, 0, 0), prices),
        lambda: COMPILED.cheapest(found, 10**6, 1),
        lambda: COMPILED.cheapest(found, 9, 100),
        lambda: COMPILED.cheapest(None, 9, 1),
    ):
        with pytest.raises((ValueError, TypeError)):
            wrong()
