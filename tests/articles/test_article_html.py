"""An article as HTML: escaped, with what was looked for marked, and links that lead to the web alone."""

from __future__ import annotations

import pytest

from layout.articles.html import article_html
from layout.articles.values import Article, Block, Line, Picture, Word
from layout.units import Rect

BOX = Rect(0, 0, 10, 10)


def line(*words: Word) -> Line:
    return Line(1, BOX, 10, words)


def word(text: str, after: str = "", link: str = "") -> Word:
    return Word(text, BOX, after, link)


def article(*blocks: Block) -> Article:
    return Article("0101", "story", "story", ((1, BOX),), blocks)


def html(*words: Word, **given: object) -> str:
    return article_html(article(Block("paragraph", (line(*words),))), lambda picture: "", **given)  # type: ignore[arg-type]


def test_words_that_stand_out_are_marked_as_one_and_the_blank_behind_them_is_not() -> None:
    words = word("一"), word("New", " "), word("York", " "), word("城<")
    marked = html(*words, marked=lambda line, each: each.text in ("New", "York"))
    assert marked == "<p>一<mark>New York</mark> 城&lt;</p>\n"
    assert html(*words) == "<p>一New York 城&lt;</p>\n"


def test_a_mark_may_begin_inside_a_link() -> None:
    words = word("甲", link="https://a.example/?b&c"), word("乙", link="https://a.example/?b&c"), word("丙")
    made = html(*words, marked=lambda line, each: each.text in "乙丙")
    assert made == '<p><a href="https://a.example/?b&amp;c">甲<mark>乙</mark></a><mark>丙</mark></p>\n'


def test_emphases_are_elements_and_those_nobody_knows_are_not() -> None:
    words = (
        Word("甲", BOX, "", "", ("strong",)),
        Word("乙", BOX, "", "", ("strong", "name")),
        Word("丙", BOX, "", "", ("x",)),
    )
    assert html(*words) == '<p><strong>甲</strong><strong><u class="name">乙</u></strong>丙</p>\n'


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", " javascript:x", "data:text/html,x", "//a.example", "file:///etc"]
)
def test_links_that_lead_elsewhere_than_to_the_web_are_words(link: str) -> None:
    assert html(word("甲", link=link)) == "<p>甲</p>\n"


def test_a_picture_may_be_drawn_otherwise() -> None:
    figure = Block("figure", blocks=(Block("image", picture=Picture(1, BOX, "a.jpg", "桥")),))
    assert article_html(article(figure), lambda picture: "a&b.jpg") == (
        '<figure>\n<img src="a&amp;b.jpg" alt="桥"/>\n</figure>\n'
    )
    drawn = article_html(article(figure), lambda picture: "", image=lambda picture: f"<svg>{picture.alt}</svg>")
    assert drawn == "<figure>\n<svg>桥</svg>\n</figure>\n"
