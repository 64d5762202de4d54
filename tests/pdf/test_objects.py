"""Numbers, names, strings and codes stand in the file as a reader takes them."""

from __future__ import annotations

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout.pdf.objects import array, code, name, number, text


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (-0.0004, "0"), (1.5, "1.5"), (12, "12"), (-3.14159, "-3.142"), (0.1 + 0.2, "0.3")]
)
def test_numbers_are_as_short_as_they_go(value: float, written: str) -> None:
    assert number(value) == written


def test_an_array_of_numbers() -> None:
    assert array((0, 1.25, -2)) == b"[0 1.25 -2]"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_texts_come_back(words: str) -> None:
    assert str(pikepdf.Object.parse(text(words))) == words


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20))
def test_names_come_back(words: str) -> None:
    assert str(pikepdf.Object.parse(name(words))) == "/" + words


@given(st.lists(st.integers(0, 0xFFFF), min_size=1))
def test_codes_come_back(codes: list[int]) -> None:
    written = "(" + "".join(map(code, codes)) + ")"
    document = pikepdf.new()
    stream = pikepdf.Stream(document, f"{written} Tj".encode("latin-1"))
    (step,) = pikepdf.parse_content_stream(stream)
    assert bytes(step.operands[0]) == b"".join(each.to_bytes(2, "big") for each in codes)
