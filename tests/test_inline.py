"""Markup inside copy: no text stops the reader, and none takes more than one pass over it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout.issue.inline import inline
from layout.issue.values import Copy

SIGNS = ["*", "**", "__", "~~", "^", "{", "|", "}", "[", "](http://a.b)", "\\", " ", "\n", "字", "甲乙", "a", "3*4"]


@given(st.lists(st.sampled_from([*SIGNS, "{字|[乙](http://a.b)}", "**字**", "__字__"]), max_size=24).map("".join))
def test_every_character_of_the_copy_is_one_that_was_typed_in_its_order(text: str) -> None:
    made = inline(Copy(text))
    offsets = made.offsets or tuple(range(len(text)))
    assert made.text == "".join(text[at] for at in offsets)
    assert list(offsets) == sorted(set(offsets))
    assert all(0 <= each.start < each.end <= len(made.text) for each in made.emphases)


def test_a_link_in_a_reading_is_a_link_and_the_reading_prints_as_typed() -> None:
    made = inline(Copy("{张三|[字](http://a.b)}"))
    assert made.text == "{张三|字}"
    assert [each.kind for each in made.emphases] == ["link"]


@pytest.mark.parametrize("part", ["**字", "**a ", "*a **a ", "__字", "{a|b}", "**a**", "[a](www."])
def test_a_hundred_thousand_signs_are_read_at_once(part: str) -> None:
    inline(Copy(part * 100_000))


def test_an_underlined_name_that_is_never_closed_is_read_at_once() -> None:
    assert inline(Copy("__" + "字" * 300_000)).emphases == ()
