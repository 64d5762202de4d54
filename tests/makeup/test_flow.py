"""Rows into legs: nothing lost, feet level, subheads with their text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.issue import Copy
from layout.makeup.modules.legs import Choice, Unit, fill, fit, outline, plain_fit, share
from layout.speed import COMPILED
from layout.text.paragraph import Line, Paragraph
from layout.theme import TextStyle


def paragraph(lines: int) -> Unit:
    return Unit(Paragraph(Copy("字"), TextStyle(), 133.0, tuple(Line((), i, i + 1, 133.0) for i in range(lines))))


def subhead() -> Unit:
    return Unit(paragraph(1).paragraph, head=True, rows=2)


depths = st.lists(st.integers(1, 12), min_size=1, max_size=8)


@given(depths, st.lists(st.integers(1, 30), min_size=1, max_size=5))
def test_every_line_is_placed_once_or_told_as_overset(lines: list[int], room: list[int]) -> None:
    flow = fill(tuple(paragraph(n) for n in lines), tuple(room))
    seen = [(slot.unit, slot.line) for slot in flow.slots] + list(flow.over)
    assert seen == [(unit, line) for unit, n in enumerate(lines) for line in range(n)]


@given(depths, st.integers(1, 5), st.integers(0, 6))
def test_feet_of_one_story_differ_by_a_row_at_most(lines: list[int], legs: int, slack: int) -> None:
    rows = -(-(sum(lines) + slack) // legs)
    _units, flow, _ = fit(tuple(Choice(paragraph(n)) for n in lines), (rows,) * legs)
    assert not flow.over
    used = [foot for foot in flow.feet if foot] or [0]
    assert max(flow.feet) - min(used) <= 1 or sum(lines) < legs


@given(st.lists(st.integers(2, 30), min_size=1, max_size=6), st.integers(0, 40))
def test_shared_slack_comes_off_evenly_last_legs_first(room: list[int], slack: int) -> None:
    slack = min(slack, min(room) * len(room))
    given_rows = share(tuple(room), slack)
    taken = [have - give for have, give in zip(room, given_rows, strict=True)]
    assert sum(taken) == slack
    assert taken == sorted(taken)
    assert max(taken) - min(taken) <= 1


def test_a_subhead_never_ends_a_leg() -> None:
    flow = fill((paragraph(5), subhead(), paragraph(4)), (8, 8))
    head = next(slot for slot in flow.slots if slot.unit == 1)
    assert (head.leg, head.row) == (1, 0)


blocks = st.lists(st.one_of(st.integers(1, 12).map(paragraph), st.builds(subhead)), min_size=1, max_size=10)


@given(blocks, st.lists(st.integers(0, 16), min_size=1, max_size=5))
def test_the_outline_of_a_flow_is_what_filling_the_legs_comes_to(units: list[Unit], room: list[int]) -> None:
    flow = fill(tuple(units), tuple(room))
    assert outline(units, tuple(room)) == (len(flow.over), flow.widows, list(flow.feet))


def test_copy_far_too_long_is_made_as_short_as_it_may_be() -> None:
    choices = tuple(Choice(paragraph(8), (paragraph(7), paragraph(9))) for _ in range(6))
    units, flow, _ = fit(choices, (10, 10))
    assert [unit.depth for unit in units] == [7, 7, 7, 7, 8, 8]
    assert flow.over == 44 - 20


def test_a_loosened_paragraph_fills_the_legs() -> None:
    choices = (Choice(paragraph(5)), Choice(paragraph(4), (paragraph(5),)))
    units, flow, _room = fit(choices, (5, 5))
    assert [unit.depth for unit in units] == [5, 5]
    assert flow.feet == (5, 5)


def test_a_widow_is_saved_by_trading_a_line() -> None:
    plain = (Choice(paragraph(6)), Choice(paragraph(4)))
    assert fit(plain, (5, 5))[1].widows == 1
    pliant = (Choice(paragraph(6), (paragraph(5),)), Choice(paragraph(4), (paragraph(5),)))
    assert fit(pliant, (5, 5))[1].widows == 0


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    if draw(st.integers(0, 5)) == 0:
        return Choice(subhead())
    lines = draw(st.integers(1, 12))
    others = draw(st.lists(st.integers(-2, 2), max_size=4, unique=True))
    return Choice(paragraph(lines), tuple(paragraph(lines + more) for more in others if lines + more > 0))


@pytest.mark.skipif(COMPILED is None, reason="built without a compiler")
@given(st.lists(choices(), max_size=9), st.lists(st.integers(-1, 25), min_size=1, max_size=6))
@settings(max_examples=200)
def test_compiled_and_plain_set_units_into_legs_alike(units: list[Choice], room: list[int]) -> None:
    assert fit(tuple(units), tuple(room)) == plain_fit(tuple(units), tuple(room))


@pytest.mark.parametrize("found", [fit, plain_fit])
def test_a_long_story_is_not_traded_for_ever(found: object) -> None:
    """Of forty thousand million ways to trade four units of a thousand only some are looked at."""
    assert callable(found)
    units, flow, _ = found(tuple(Choice(paragraph(4), (paragraph(5),)) for _ in range(1000)), (4000,))
    assert (flow.over, len(units)) == (0, 1000)
    units, flow, _ = found(tuple(Choice(paragraph(4), (paragraph(5),)) for _ in range(1000)), (2002, 1998))
    assert flow.widows == 0


@pytest.mark.skipif(COMPILED is None, reason="built without a compiler")
@pytest.mark.parametrize(
    "question",
    [
        ([1], (3,), (0.0,) * 9),
        ([((False, 1, 1), 7)], (3,), (0.0,) * 9),
        ([((False, 1), ())], (3,), (0.0,) * 9),
        ([((False, -1, 1), ())], (3,), (0.0,) * 9),
        ([], ("x",), (0.0,) * 9),
        ([], (10**9,), (0.0,) * 9),
        ([], (3,), (0.0,) * 8),
        ([], (3,), (0.0,) * 6 + (99.0, 1.0, 1.0)),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(question: tuple[object, ...]) -> None:
    assert COMPILED is not None
    with pytest.raises((ValueError, TypeError)):
        COMPILED.fit(*question)
