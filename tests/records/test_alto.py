"""ALTO: every word of a page once, in its place, under the article it belongs to."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
import samples

from layout.articles.values import About, Article, Block, Edition, Line, PageText, Word
from layout.records.alto import NAMESPACE, alto
from layout.units import MM, Rect, Size

_NAMES = {"a": NAMESPACE}


def opened(paper: str, number: int) -> tuple[Edition, ET.Element]:
    edition = samples.edition(paper)
    page = next(page for page in edition.pages if page.number == number)
    return edition, ET.fromstring(alto(edition, page, "../pages/0001.jpg"))


@pytest.mark.parametrize(("paper", "number"), [("demo", 1), ("demo", 2), ("school", 1), ("xietu", 2)])
def test_every_word_once_and_in_order(paper: str, number: int) -> None:
    edition, root = opened(paper, number)
    page = next(page for page in edition.pages if page.number == number)
    lines = [*edition.lines(number), *page.furniture]
    assert [string.get("CONTENT") for string in root.iterfind(".//a:String", _NAMES)] == [
        word.text for line in lines for word in line.words
    ]


def test_boxes_are_tenths_of_a_millimetre() -> None:
    edition, root = opened("xietu", 2)
    word = next(edition.lines(2)).words[0]
    string = root.find(".//a:String", _NAMES)
    assert string is not None
    for name, points in (("HPOS", word.box.x), ("VPOS", word.box.y), ("WIDTH", word.box.width)):
        assert float(string.get(name, "")) == pytest.approx(points / MM * 10, abs=0.006)
    page = root.find(".//a:Page", _NAMES)
    assert page is not None
    assert float(page.get("WIDTH", "")) == pytest.approx(edition.pages[0].size.width / MM * 10, abs=0.006)


def test_an_article_is_a_block_with_its_title() -> None:
    edition, root = opened("demo", 1)
    tags = {tag.get("ID"): tag.get("LABEL") for tag in root.iterfind(".//a:StructureTag", _NAMES)}
    blocks = [block.get("ID") for block in root.iterfind(".//a:ComposedBlock", _NAMES)]
    assert blocks == [f"a{article.id}p1" for article in edition.on(1)]
    assert tags["tag0101"] == "旧窑场长成野花坡"


def test_a_paragraph_over_two_columns_is_two_text_blocks() -> None:
    edition, root = opened("demo", 1)
    lead = root.find(".//a:ComposedBlock[@ID='a0101p1']", _NAMES)
    assert lead is not None
    for block in lead.iterfind("a:TextBlock", _NAMES):
        tops = [float(line.get("VPOS", "")) for line in block.iterfind("a:TextLine", _NAMES)]
        assert tops == sorted(tops)
    assert len(lead.findall("a:TextBlock", _NAMES)) > sum(1 for block in edition.articles[0].blocks if block.lines)


def test_a_broken_word_says_what_it_is_whole() -> None:
    lines = (
        Line(1, Rect(0, 0, 20, 10), 10, (Word("inter", Rect(0, 2, 15, 6)),), Rect(15, 5, 3, 1)),
        Line(1, Rect(0, 15, 20, 10), 10, (Word("net", Rect(0, 17, 9, 6), " "), Word("x\x07", Rect(12, 17, 4, 6)))),
    )
    article = Article("0101", "story", "s", ((1, Rect(0, 0, 20, 25)),), (Block("paragraph", lines),))
    page = PageText(1, Size(100, 100))
    root = ET.fromstring(alto(Edition(About("报", "报"), (page,), (article,)), page, "p.jpg"))
    first, second, last = root.iterfind(".//a:String", _NAMES)
    assert (first.get("SUBS_TYPE"), first.get("SUBS_CONTENT")) == ("HypPart1", "internet")
    assert (second.get("SUBS_TYPE"), second.get("SUBS_CONTENT")) == ("HypPart2", "internet")
    assert last.get("CONTENT") == "x\ufffd"  # a bell cannot stand in XML
    assert len(root.findall(".//a:HYP", _NAMES)) == 1
    assert len(root.findall(".//a:SP", _NAMES)) == 1


def test_the_same_page_gives_the_same_bytes() -> None:
    edition = samples.edition("school")
    assert alto(edition, edition.pages[0], "p.jpg") == alto(edition, edition.pages[0], "p.jpg")
