"""The tags say what the make-up knows: stories, heads by rank, paragraphs, figures;
read in the order they were drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import readback
import sheets

from layout.diagnostics import Report
from layout.display import Group, Image, Page, Rule
from layout.fonts import FontBook
from layout.pdf.writer import write
from layout.units import Rect

STREET = Path(__file__).parents[2] / "layout" / "data" / "scaffold" / "street.jpg"
JOB = replace(sheets.JOB, read=lambda name: STREET.read_bytes())

Tree = tuple[str, list["Tree"]]


def tree(pdf: bytes) -> Tree:
    document = readback.opened(pdf)
    return branch(document.Root.StructTreeRoot.K)


def branch(element: Any) -> Tree:
    return str(element.S)[1:], [branch(kid) for kid in element.K if is_element(kid)]


def is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") != "/MCR"


def elements(element: Any) -> Iterator[Any]:
    yield element
    for kid in element.K:
        if is_element(kid):
            yield from elements(kid)


def story(book: FontBook, name: str, *heads: str) -> Group:
    return Group("story", tuple(Group("headline", sheets.line(book, "题", 20, 50), rank) for rank in heads), name)


def test_a_story_is_an_article_of_heads_and_paragraphs(book: FontBook) -> None:
    assert tree(write([sheets.front_page(book)], book, JOB)) == (
        "Document",
        [
            ("Art", [("H1", []), ("Deck", []), ("Byline", []), ("P", []), ("P", []), ("H2", [])]),
            ("Sect", [("P", []), ("Art", [("P", [])])]),
        ],
    )


def test_items_that_follow_each_other_are_one_list(book: FontBook) -> None:
    def item(y: float) -> Group:
        return Group("item", sheets.line(book, "一、", 20, y))

    rule = Rule(0, 0, 9, 9, 1)
    story = Group("story", (item(50), rule, item(60), sheets.paragraph(book, "文", 20, 70, 9), item(80)), "通知")
    item_tree: Tree = ("LI", [("LBody", [])])
    assert tree(write([sheets.page(story, Group("list", (item(90), item(99))))], book, JOB))[1] == [
        ("Art", [("L", [item_tree, item_tree]), ("P", []), ("L", [item_tree])]),
        ("L", [item_tree, item_tree]),
    ]


def test_a_table_says_what_its_headers_head(book: FontBook) -> None:
    def cell(role: str, x: float, y: float, name: str = "") -> Group:
        return Group(role, sheets.line(book, "格", x, y) if x else (), name)

    rows = (
        Group("caption", sheets.line(book, "票价", 20, 40)),
        Group("row", (cell("header", 20, 50), cell("header", 40, 50))),
        Group("row", (cell("header", 20, 60, "row"), cell("cell", 0, 60))),
    )
    document = readback.opened(write([sheets.page(Group("table", rows))], book, JOB))
    root = document.Root.StructTreeRoot.K
    assert branch(root)[1] == [
        ("Table", [("Caption", []), ("TR", [("TH", []), ("TH", [])]), ("TR", [("TH", []), ("TD", [])])])
    ]
    scopes = [str(element.A.Scope) for element in elements(root) if element.S == "/TH"]
    assert scopes == ["/Column", "/Column", "/Row"]


def test_newspaper_types_are_mapped_to_standard_ones(book: FontBook) -> None:
    document = readback.opened(write([sheets.front_page(book)], book, JOB))
    roles = document.Root.StructTreeRoot.RoleMap
    own = ("/Byline", "/Deck", "/Kicker", "/Signature")
    assert {str(name): str(role) for name, role in roles.items()} == dict.fromkeys(own, "/P")
    assert document.Root.MarkInfo.Marked
    assert document.Root.Lang == "zh-CN"


def test_a_story_that_goes_on_over_the_page_stays_one_article(book: FontBook) -> None:
    def part(number: int) -> Page:
        return sheets.page(
            Group("story", (sheets.paragraph(book, "长文", 20, 50, 10),), "长文", continues=number == 2),
            Group("story", (sheets.paragraph(book, "短文", 20, 90, 10),), "短文"),
            number=number,
        )

    pdf = write([part(1), part(2)], book, JOB)
    assert tree(pdf)[1] == [("Art", [("P", []), ("P", [])]), ("Art", [("P", [])]), ("Art", [("P", [])])]


@pytest.mark.parametrize(
    ("wanted", "got"),
    [("123", "123"), ("2", "1"), ("13", "12"), ("1413", "1212"), ("129", "123"), ("101", "111")],
)
def test_no_rank_of_heads_is_skipped(book: FontBook, wanted: str, got: str) -> None:
    pdf = write([sheets.page(story(book, "头条", *wanted))], book, JOB)
    assert [name for name, _ in tree(pdf)[1][0][1]] == [f"H{rank}" for rank in got]


def test_a_figure_has_its_words_and_its_place(book: FontBook) -> None:
    picture = Image(Rect(20, 30, 100, 60), "street.jpg", alt="街上")
    figure = Group("figure", (picture, Group("caption", sheets.line(book, "图说", 20, 100, 8))))
    document = readback.opened(write([sheets.page(figure)], book, replace(JOB, marks=False)))
    root = document.Root.StructTreeRoot.K
    assert branch(root) == ("Document", [("Div", [("Figure", []), ("Caption", [])])])
    (tag,) = (element for element in elements(root) if element.S == "/Figure")
    assert tag.Alt == "街上"
    page = sheets.page()
    left, top = page.bleed + 20, page.bleed + page.trim.height - 30
    assert [float(edge) for edge in tag.A.BBox] == pytest.approx([left, top - 60, left + 100, top], abs=0.001)


def test_a_picture_nobody_described_is_read_by_its_caption(book: FontBook) -> None:
    picture = Image(Rect(20, 30, 100, 60), "street.jpg")
    figure = Group("figure", (picture, Group("caption", sheets.line(book, "傍晚的街道", 20, 100, 8))))
    report = Report()
    document = readback.opened(write([sheets.page(figure, picture)], book, JOB, report))
    assert [fault.code for fault in report] == ["NP702"]
    tags = [element.Alt for element in elements(document.Root.StructTreeRoot.K) if element.S == "/Figure"]
    assert tags == ["傍晚的街道", "street.jpg"]


def test_an_advert_is_called_by_its_name(book: FontBook) -> None:
    advert = Group("advert", (Image(Rect(20, 30, 100, 60), "street.jpg"),), "惠民药房")
    report = Report()
    document = readback.opened(write([sheets.page(advert)], book, JOB, report))
    assert list(report) == []
    (part,) = document.Root.StructTreeRoot.K.K
    assert (part.S, part.T, part.K[0].Alt) == ("/Sect", "惠民药房", "惠民药房")


def test_furniture_rules_and_marks_are_artifacts(book: FontBook) -> None:
    page = sheets.page(
        Group("artifact", sheets.line(book, "斜土", 20, 50), "nameplate"),
        Group("story", (Rule(0, 0, 9, 9, 1), *sheets.line(book, "稿", 20, 90), Rule(0, 0, 9, 9, 1)), "稿"),
    )
    pdf = write([page], book, JOB)
    tagged = [thing for thing in readback.drawn(pdf) if thing.tags != ("/Artifact",)]
    assert [(thing.kind, thing.tags) for thing in tagged] == [("glyph", ("/P",))]


def test_everything_drawn_is_tagged_or_an_artifact(book: FontBook) -> None:
    assert all(len(thing.tags) == 1 for thing in readback.drawn(write([sheets.front_page(book)], book, JOB)))


def test_every_piece_of_content_is_found_from_the_parent_tree(book: FontBook) -> None:
    """Row by page, element by MCID, and back (ISO 32000-1 §14.7.4.4)."""
    front = sheets.front_page(book)
    document = readback.opened(write([front, replace(front, number=2)], book, JOB))
    numbers = document.Root.StructTreeRoot.ParentTree.Nums
    rows = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for page in document.pages:
        row = rows[int(page.StructParents)]
        marked = [
            int(operands[1].MCID)
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/MCID" in operands[1]
        ]
        assert marked == list(range(len(row)))
        for mcid, element in enumerate(row):
            assert any(holds(kid, element, page, mcid) for kid in element.K)


def holds(kid: Any, element: Any, page: pikepdf.Page, mcid: int) -> bool:
    if isinstance(kid, pikepdf.Dictionary):
        return kid.get("/MCID") == mcid and kid.Pg.objgen == page.objgen
    return int(kid) == mcid and element.Pg.objgen == page.objgen
