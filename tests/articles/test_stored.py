"""What is kept of an edition is the edition."""

from __future__ import annotations

import json

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st

from layout.articles.stored import from_json, to_json
from layout.articles.values import About, Article, Block, Edition, Line, PageText, Picture, Word
from layout.units import Rect, Size

_TEXT = st.text(max_size=6)
_LENGTH = st.integers(0, 99_999).map(lambda hundredths: hundredths / 100)
_RECT = st.builds(Rect, _LENGTH, _LENGTH, _LENGTH, _LENGTH)
_KINDS = st.sampled_from([(), ("strong",), ("dots", "name")])
_WORD = st.builds(
    Word, _TEXT, _RECT, st.sampled_from(["", " ", "\u3000"]), st.sampled_from(["", "https://a.example"]), _KINDS
)
_PLAIN = st.builds(Word, _TEXT, _RECT, st.just(""), st.just(""))
_LINE = st.builds(
    Line,
    st.integers(1, 9),
    _RECT,
    _LENGTH,
    st.lists(_WORD, max_size=3).map(tuple),
    st.none() | _RECT,
    st.lists(_PLAIN, min_size=1, max_size=2).map(tuple) | st.just(()),
)
_PICTURE = st.builds(Picture, st.integers(1, 9), _RECT, _TEXT, _TEXT, _RECT)
_ROLES = st.sampled_from(["headline", "paragraph", "figure", "row"])
_BLOCK = st.recursive(
    st.builds(
        Block, _ROLES, st.lists(_LINE, max_size=2).map(tuple), st.just(()), st.integers(0, 6), st.none() | _PICTURE
    ),
    lambda inner: st.builds(Block, _ROLES, st.just(()), st.lists(inner, max_size=2).map(tuple)),
    max_leaves=3,
)
_BOXES = st.lists(st.tuples(st.integers(1, 9), _RECT), min_size=1, max_size=2).map(tuple)
_BRIEF = st.builds(Article, _TEXT, st.just("brief"), _TEXT, _BOXES, st.lists(_BLOCK, max_size=2).map(tuple))
_ARTICLE = st.builds(
    Article,
    _TEXT,
    st.just("story"),
    _TEXT,
    _BOXES,
    st.lists(_BLOCK, max_size=2).map(tuple),
    st.lists(_BRIEF, max_size=1).map(tuple),
)
_SIDE = st.integers(1, 99_999).map(lambda hundredths: hundredths / 100)
_PAGE = st.builds(
    PageText, st.integers(1, 9), st.builds(Size, _SIDE, _SIDE), _TEXT, st.lists(_LINE, max_size=1).map(tuple)
)
_EDITION = st.builds(
    Edition,
    st.builds(About, _TEXT, _TEXT, _TEXT, _TEXT),
    st.lists(_PAGE, max_size=2).map(tuple),
    st.lists(_ARTICLE, max_size=2).map(tuple),
)


@given(_EDITION)
def test_what_is_read_is_what_was_written(edition: Edition) -> None:
    assert from_json(to_json(edition)) == edition


@pytest.mark.parametrize("paper", samples.PAPERS)
def test_the_samples_too(paper: str) -> None:
    edition = samples.edition(paper)
    assert from_json(to_json(edition)) == edition


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"format":1}', b'{"format":99}', b'{"format":1,"about":{"x":1}}']
)
def test_anything_else_is_told(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(data)


def test_it_is_plain_json() -> None:
    found = json.loads(to_json(samples.edition("xietu")))
    assert found["format"] == 1
    assert found["pages"][0]["page"] == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"paper":"', '"paper":5,"x":"'),
        ('"width":', '"width":NaN,"w":'),
        ('"width":', '"width":0,"w":'),
        ('"page":2', '"page":"2"'),
        ('"role":"story"', '"role":"nosuch"'),
        ('"section":"', '"section":7,"s":"'),
    ],
)
def test_an_edition_that_says_what_cannot_be_is_told(old: str, new: str) -> None:
    data = to_json(samples.edition("xietu")).decode()
    assert old in data
    with pytest.raises(ValueError, match="not an edition"):
        from_json(data.replace(old, new, 1).encode())
