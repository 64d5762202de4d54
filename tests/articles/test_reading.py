"""Words of a page: what they say, where they stand, what goes on over lines, columns and pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
import samples

from layout.articles.markup import with_link_groups
from layout.articles.reading import read
from layout.articles.values import About, Article, Edition
from layout.display import Group, Image, Item, Markup, Page, Rule, walk
from layout.fonts import FontBook
from layout.issue import Copy, Emphasis
from layout.text.drawing import drawn
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle
from layout.units import Rect, Size

ABOUT = About("报", "报 1")
STYLE = TextStyle(font="song", size=10, leading=15, align="justify", indent=0)


def set_(book: FontBook, copy: Copy, measure: float = 100.0, x: float = 20.0, y: float = 40.0) -> tuple[Item, ...]:
    """A copy's lines below each other."""
    lines = Typesetter(book).typeset(copy, STYLE, measure).lines
    return tuple(item for row, line in enumerate(lines) for item in drawn(line, x, y + 15 * row))


def edition(book: FontBook, *items: Item, **more: tuple[Item, ...]) -> Edition:
    pages = [Page(1, Size(300, 300), 9, items)]
    pages += [Page(int(name[1:]), Size(300, 300), 9, content) for name, content in more.items()]
    return read(pages, book, ABOUT, {1: "要闻"})


def story(*items: Item, name: str = "稿", goes_on: bool = False) -> Group:
    return Group("story", items, name, goes_on)


def only(edition: Edition) -> Article:
    (article,) = edition.articles
    return article


def test_a_blank_at_the_end_of_a_line_is_copy(book: FontBook) -> None:
    text = "over the lazy dogs of the county they jumped again and again"
    article = only(edition(book, story(Group("paragraph", set_(book, Copy(text))))))
    assert len(article.blocks[0].lines) > 3
    assert article.blocks[0].text == text


def test_a_blank_where_the_type_changes_is_copy(book: FontBook) -> None:
    text = "截稿　7月15日　ends today"
    copy = Copy(text, (Emphasis(0, 2, "strong"),))
    article = only(edition(book, story(Group("paragraph", set_(book, copy, 300)))))
    assert article.blocks[0].text == text


def test_a_hyphen_of_setting_is_no_copy(book: FontBook) -> None:
    text = "incomprehensibilities characteristically internationalisation"
    lines = only(edition(book, story(Group("paragraph", set_(book, Copy(text), 95))))).blocks[0].lines
    assert any(line.broken for line in lines)
    assert "".join(line.text for line in lines) == text


def test_a_word_is_an_ideograph_a_mark_or_a_run_of_letters(book: FontBook) -> None:
    article = only(edition(book, story(Group("paragraph", set_(book, Copy("第5G代Wi-Fi，好"), 200)))))
    assert [word.text for word in article.blocks[0].lines[0].words] == ["第", "5G", "代", "Wi", "-", "Fi", "，", "好"]


def test_a_reading_is_no_copy(book: FontBook) -> None:
    copy = Copy("看斜土路", (Emphasis(1, 2, "ruby", "xié"),))
    line = only(edition(book, story(Group("paragraph", set_(book, copy, 200))))).blocks[0].lines[0]
    assert line.text == "看斜土路"
    assert [word.text for word in line.readings] == ["xié"]


def test_a_link_knows_where_it_leads(book: FontBook) -> None:
    copy = Copy("见校网首页和www.example.com。", (Emphasis(1, 5, "link", "www.school.example/a"),))
    items = set_(book, copy, 200)
    line = only(edition(book, story(Group("paragraph", items)))).blocks[0].lines[0]
    assert [word.text for word in line.words if word.link] == list("校网首页")
    assert {word.link for word in line.words} == {"", "https://www.school.example/a"}
    said = [(item.kind, item.value) for item in items if isinstance(item, Markup)]
    assert said == [("link", "https://www.school.example/a")]


def test_emphases_are_told_and_may_stand_in_each_other(book: FontBook) -> None:
    emphases = (Emphasis(0, 2, "strong"), Emphasis(1, 3, "name"), Emphasis(3, 5, "link", "https://a.example"))
    copy = Copy("黑体专名网址", (*emphases, Emphasis(4, 5, "dots")))
    line = only(edition(book, story(Group("paragraph", set_(book, copy, 200))))).blocks[0].lines[0]
    assert line.text == copy.text
    assert [word.emphases for word in line.words] == [("strong",), ("strong", "name"), ("name",), (), ("dots",), ()]
    assert [word.link for word in line.words] == ["", "", "", "https://a.example", "https://a.example", ""]


def test_links_keep_every_glyph_in_its_place(book: FontBook) -> None:
    copy = Copy("见校网首页，再见", (Emphasis(1, 5, "link", "http://a.example"),))
    page = Page(1, Size(300, 300), 9, (story(Group("paragraph", set_(book, copy, 55))),))
    linked = with_link_groups(page)

    def places(page: Page) -> list[tuple[str, float]]:
        runs = (item for item in walk(page.items) if not isinstance(item, Markup))
        return [(text, run.x + x) for run in runs for text, x in zip(run.texts, run.xs, strict=True)]

    assert places(linked) == places(page)
    assert with_link_groups(replace(page, items=())) == replace(page, items=())


def test_a_story_that_goes_on_is_one_article_with_two_boxes(book: FontBook) -> None:
    head = Group("headline", set_(book, Copy("题"), 50), "1")
    first = story(head, Group("paragraph", set_(book, Copy("前半"), 50, y=80)))
    rest = story(Group("paragraph", set_(book, Copy("后半"), 50)), goes_on=True)
    article = only(edition(book, first, p3=(rest,)))
    assert [page for page, _ in article.boxes] == [1, 3]
    assert article.body == "前半\n后半"
    assert article.id == "0101"


def test_numbers_of_articles_count_on_each_page(book: FontBook) -> None:
    one, two, three = (story(Group("paragraph", set_(book, Copy(text), 50)), name=text) for text in ("甲", "乙", "丙"))
    found = edition(book, one, two, p2=(three,))
    assert [article.id for article in found.articles] == ["0101", "0102", "0201"]


def test_briefs_stand_inside_their_panel(book: FontBook) -> None:
    briefs = tuple(Group("brief", (Group("paragraph", set_(book, Copy(each), 50)),), each) for each in ("甲", "乙"))
    panel = only(edition(book, story(*briefs, name="简讯")))
    assert panel.role == "briefs"
    assert [brief.body for brief in panel.articles] == ["甲", "乙"]


def test_what_belongs_to_no_article_is_furniture(book: FontBook) -> None:
    folio = Group("artifact", (*set_(book, Copy("第1版"), 50), Rule(0, 0, 9, 0, 1)))
    found = edition(book, folio, story(Group("paragraph", set_(book, Copy("稿"), 50, y=80))))
    assert [line.text for line in found.pages[0].furniture] == ["第1版"]
    assert found.pages[0].section == "要闻"


def test_a_picture_says_what_it_shows(book: FontBook) -> None:
    caption = Group("caption", set_(book, Copy("街道"), 50, y=200))
    figure = Group("figure", (Image(Rect(20, 60, 80, 60), "a/street.jpg"), caption))
    article = only(edition(book, story(figure)))
    (picture,) = (block.picture for block in article.all_of("image"))
    assert picture is not None
    assert (picture.file, picture.alt, picture.box) == ("a/street.jpg", "街道", Rect(20, 60, 80, 60))


@pytest.mark.parametrize("paper", samples.PAPERS)
def test_no_two_words_of_a_line_stand_on_each_other(paper: str) -> None:
    for page in samples.edition(paper).pages:
        for line in samples.edition(paper).lines(page.number):
            for left, right in zip(line.words, line.words[1:], strict=False):
                middle = left.box.x + left.box.width / 2
                assert middle < right.box.x + right.box.width / 2, line.text
