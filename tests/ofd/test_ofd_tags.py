"""The outline of an OFD file, and the tags that say which objects are a story, a head, a caption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import sheets

from layout.articles.elements import outline
from layout.display import Group, Image, Item, Page, Rule, walk
from layout.display import Path as Shape
from layout.fonts import FontBook
from layout.ofd.tags import NAMESPACE, Placed, list_of_tags, outlines, tags
from layout.units import Rect

BOX = Rect(0, 0, 9, 9)


def placed(*items: Item, number: int = 3, page: int = 1, first: int = 10) -> Placed:
    """A page whose leaves have an object each, numbered from first."""
    leaves = tuple(walk(items))
    return Placed(
        number, Page(page, sheets.TABLOID, 0.0, items), tuple((first + index,) for index in range(len(leaves)))
    )


def head(book: FontBook, text: str, level: str = "1") -> Group:
    return Group("headline", sheets.line(book, text, 72, 144, 36), level)


def written(*pages: Placed) -> str:
    """The tags without their declarations; a reference as page:object."""
    text = tags(pages, outline([placed.page for placed in pages])).decode().split("\n", 1)[1]
    ElementTree.fromstring(text)
    text = re.sub(r'<ofd:ObjectRef PageRef="(\d+)">(\d+)</ofd:ObjectRef>', r"[\1:\2]", text)
    return re.sub(r"^<Articles [^>]*>(.*)</Articles>$", r"\1", text)


def test_groups_are_elements_by_their_roles(book: FontBook) -> None:
    story = Group(
        "story", (head(book, "一"), Group("paragraph", sheets.line(book, "二", 0, 9)), Rule(0, 0, 9, 9, 1)), "甲&乙"
    )
    assert written(placed(story, Rule(0, 0, 1, 1, 1))) == (
        '<Story Name="甲&amp;乙"><Headline Level="1">[3:10]</Headline><Paragraph>[3:11]</Paragraph></Story>'
    )


def test_furniture_is_in_none(book: FontBook) -> None:
    inside = Group("paragraph", sheets.line(book, "页", 0, 9))
    assert written(placed(Group("artifact", (inside,), "folio"), inside)) == "<Paragraph>[3:11]</Paragraph>"


def test_a_story_over_two_pages_is_one(book: FontBook) -> None:
    first = Group("story", (head(book, "一"),), "甲")
    rest = Group("story", (Group("paragraph", sheets.line(book, "二", 0, 9)),), "甲", continues=True)
    assert written(placed(first), placed(rest, number=4, first=20)) == (
        '<Story Name="甲"><Headline Level="1">[3:10]</Headline><Paragraph>[4:20]</Paragraph></Story>'
    )


def test_a_picture_says_what_it_shows(book: FontBook) -> None:
    caption = Group("caption", sheets.line(book, "图说", 0, 9))
    figure = Group("figure", (Image(BOX, "b.jpg"), caption))
    code = Shape(BOX, ((0, 0, 1, 1),), alt="二维码")
    assert written(placed(Image(BOX, "a.jpg", alt="街"), figure, code)) == (
        '<Image Alt="街">[3:10]</Image>'
        '<Figure><Image Alt="图说">[3:11]</Image><Caption>[3:12]</Caption></Figure>'
        '<Image Alt="二维码">[3:13]</Image>'
    )


def test_what_is_not_drawn_is_not_named() -> None:
    page = Page(1, sheets.TABLOID, 0.0, (Image(BOX, "a.jpg"),))
    assert written(Placed(3, page, ((),))) == ""


def test_the_outline_has_pages_and_their_stories(book: FontBook) -> None:
    two = Group("headline", (*sheets.line(book, "上行", 72, 144, 36), *sheets.line(book, "下行", 72, 190, 36)), "1")
    briefs = Group("briefs", (Group("brief", (head(book, "简讯 “一”", "2"),), "简"),), "栏")
    root = outlines([placed(Group("story", (two,), "甲"), briefs, page=2)], "zh-CN").replace("ofd:", "")

    def read(entry: ElementTree.Element) -> Iterator[tuple[str, dict[str, str]]]:
        for each in entry.findall("OutlineElem"):
            action = each.find("Actions/Action")
            assert action is not None
            assert action.get("Event") == "CLICK"
            (dest,) = action.findall("Goto/Dest")
            yield each.get("Title", ""), dest.attrib
            yield from read(each)

    assert list(read(ElementTree.fromstring(root))) == [
        ("第2版", {"Type": "Fit", "PageID": "3"}),
        ("上行 下行", {"Type": "XYZ", "PageID": "3", "Left": "25.4", "Top": "35.56"}),
        ("简讯 “一”", {"Type": "XYZ", "PageID": "3", "Left": "25.4", "Top": "35.56"}),
    ]
    assert 'Title="Page 2"' in outlines([placed(page=2)], "en")


def test_the_list_of_tags_names_the_file_and_its_namespace() -> None:
    assert list_of_tags("Articles.xml").decode().split("\n")[1] == (
        '<ofd:CustomTags xmlns:ofd="http://www.ofdspec.org/2016">'
        f'<ofd:CustomTag NameSpace="{NAMESPACE}"><ofd:FileLoc>Articles.xml</ofd:FileLoc></ofd:CustomTag>'
        "</ofd:CustomTags>"
    )
