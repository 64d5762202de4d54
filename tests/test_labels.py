"""A label is one line, never wider than its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.fonts import FontBook
from layout.fontset import open_book
from layout.labels import label, label_width
from layout.text.paragraph import Typesetter

SETTER = Typesetter(open_book())


@pytest.fixture(scope="module")
def setter(book: FontBook) -> Typesetter:
    return Typesetter(book)


def test_a_label_stands_on_its_baseline_from_its_edge(setter: Typesetter) -> None:
    runs = label("第2版 page 2", 30, 50, setter, 8)
    assert {(run.x, run.baseline, run.size) for run in runs} == {(30, 50, 8)}
    assert "".join(run.text for run in runs).replace(" ", "") == "第2版page2"


def test_a_label_too_long_is_cut_and_says_so(setter: Typesetter) -> None:
    runs = label("一个很长很长的文件名", 0, 10, setter, 10, width=60)
    text = "".join(run.text for run in runs)
    assert text.startswith("一个")
    assert text.endswith("…")
    assert label_width(text, setter, 10) <= 60


@given(st.text(max_size=30), st.floats(0, 200))
@settings(max_examples=60, deadline=None)
def test_any_words_make_a_label_in_any_room(words: str, width: float) -> None:
    text = "".join(run.text for run in label(words, 0, 0, SETTER, width=width))
    assert text in ("", "…") or label_width(text, SETTER) <= width + 0.01
