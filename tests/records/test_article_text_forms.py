"""An article as people copy it and as machines harvest it."""

from __future__ import annotations

import pytest
import samples

from layout.articles.values import About, Article, Block, Edition, Line, PageText, Picture, Word
from layout.records.text import markdown, news_article, plain
from layout.units import Rect, Size

_BOX = Rect(0, 0, 1, 1)


def block(role: str, text: str = "", *blocks: Block, level: int = 0) -> Block:
    lines = (Line(1, _BOX, 10, (Word(text, _BOX),)),) if text else ()
    return Block(role, lines, blocks, level)


def article(*blocks: Block, articles: tuple[Article, ...] = (), role: str = "story") -> Article:
    return Article("0101", role, "稿", ((1, _BOX),), blocks, articles)


def test_plain_text_is_every_word_with_blank_lines_between() -> None:
    brief = Article("0102", "brief", "b", ((1, _BOX),), (block("headline", "短", level=3), block("paragraph", "讯。")))
    made = article(block("headline", "题", level=1), block("paragraph", "文。"), articles=(brief,))
    assert plain(made) == "题\n\n文。\n\n短\n\n讯。\n"


def test_markdown_has_heads_lists_quotes_and_tables() -> None:
    row = block("row", "", block("header", "站"), block("header", "时"))
    cells = block("row", "", block("cell", "东|站"), block("cell", "21:40"))
    made = article(
        block("headline", "题", level=2),
        block("subhead", "小题", level=3),
        block("paragraph", "*不是*强调 #1"),
        block("list", "", block("item", "一"), block("item", "二")),
        block("quote", "", block("paragraph", "引文")),
        block("table", "", row, cells),
        block("figure", "", Block("image", picture=Picture(1, _BOX, "a b.jpg", "街[道]"))),
    )
    assert markdown(made) == (
        "# 题\n\n## 小题\n\n\\*不是\\*强调 #1\n\n- 一\n- 二\n\n> 引文\n\n"
        "| 站 | 时 |\n|---|---|\n| 东\\|站 | 21:40 |\n\n![街\\[道\\]](<a b.jpg>)\n"
    )


def test_markdown_tells_what_is_bold() -> None:
    words = (Word("甲", _BOX), Word("乙", _BOX, "", "", ("strong",)), Word("丙", _BOX, " ", "", ("strong", "dots")))
    line = Line(1, _BOX, 10, (*words, Word("*丁", _BOX)))
    assert markdown(article(Block("paragraph", (line,)))) == "甲**乙丙** \\*丁\n"
    assert Block("paragraph", (line,)).emphases == ((1, 4, "strong"), (2, 4, "dots"))


def test_news_article_says_where_and_when_it_was_printed() -> None:
    about = About("芦汀日报", "芦汀日报 4127", "4127", "2026-05-24", "芦汀日报社")
    edition = Edition(about, (PageText(1, Size(9, 9), "要闻"),), ())
    made = article(block("headline", "题", level=1), block("byline", "林　禾"), block("paragraph", "文。"))
    found = news_article(edition, made)
    assert found["@type"] == "NewsArticle"
    assert (found["headline"], found["articleBody"], found["articleSection"]) == ("题", "文。", "要闻")
    assert found["author"] == [{"@type": "Person", "name": "林禾"}]
    assert found["isPartOf"]["isPartOf"] == {"@type": "Newspaper", "name": "芦汀日报"}
    assert "image" not in found


@pytest.mark.parametrize("paper", samples.PAPERS)
def test_each_word_of_a_sample_is_in_its_plain_text(paper: str) -> None:
    for each in samples.edition(paper).articles:
        words = [word.text for one in each.walk() for part in one.blocks for line in lines(part) for word in line.words]
        assert "".join(plain(each).split()) == "".join("".join(words).split())


def lines(part: Block) -> list[Line]:
    return [line for each in part.walk() for line in each.lines]
