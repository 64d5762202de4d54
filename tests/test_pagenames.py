"""Names and numbers of pages, of papers that run on and of papers in sections; and that every door agrees on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout.cli.outputs import page_list
from layout.folding import spreads
from layout.issue.glance import glance
from layout.pagenames import MOST, is_front, page_name, page_number, section_counts, section_of

NUMBERS = st.integers(1, MOST).filter(lambda number: number <= 1000 or number % 1000)


@given(NUMBERS)
def test_a_page_is_told_by_its_name_and_by_its_number_alike(number: int) -> None:
    assert page_number(page_name(number)) == page_number(page_name(number, padded=True).lower()) == number


@given(NUMBERS, NUMBERS)
def test_numbers_rise_as_pages_are_read(left: int, right: int) -> None:
    def place(number: int) -> tuple[str, int]:
        return section_of(number), int(page_name(number).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))

    assert (place(left) < place(right)) == (left < right)


@pytest.mark.parametrize("typed", ["", "0", "A0", "A", "1001", "A1000", "AA1", "A-1", "三", "1A", "A1.5", "Ａ１０００"])
def test_what_is_no_page_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=typed or "^$"):
        page_number(typed)


def test_a_right_hand_page_has_an_odd_number_in_every_section() -> None:
    assert [page_number(name) % 2 for name in ("1", "A1", "B1", "Z999")] == [1, 1, 1, 1]
    assert [is_front(page_number(name)) for name in ("1", "A1", "B1", "2")] == [True, True, False, False]


def test_a_paper_is_whole_when_each_section_is() -> None:
    assert section_counts([1001, 1002, 2001, 2002, 2003]) == (2, 3)
    assert section_counts([1, 2, 3]) == (3,)
    assert section_counts([1001, 1003]) == section_counts([2, 3]) == section_counts([1002, 2001]) == ()


def test_each_section_begins_on_a_right_hand_page() -> None:
    assert spreads((2, 4)) == ((None, 0), (1, None), (None, 2), (3, 4), (5, None))


def test_the_command_line_takes_names_and_ranges() -> None:
    assert page_list("A1-A3,b2") == {1001, 1002, 1003, 2002}


def test_a_glance_at_an_issue_sees_pages_of_sections() -> None:
    seen = glance("pages:\n  - page: A1\n  - {版次: B02}\n  - page: A1\n")
    assert seen is not None
    assert seen.pages == (1001, 2002)
