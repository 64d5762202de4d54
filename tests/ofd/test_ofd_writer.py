"""An OFD file as a whole: its parts, its identity, its IDs, its copy."""

from __future__ import annotations

import zipfile
from collections import Counter
from io import BytesIO
from xml.etree import ElementTree

import pytest
import sheets
import specimen
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.diagnostics import Report, Span
from layout.display import GlyphRun, Group, Image, Markup, Page, Rule, walk
from layout.fonts import FontBook
from layout.fontset import open_book
from layout.ofd.writer import write
from layout.units import MM, Rect, Size
from layout.value import replace

OFD = "{http://www.ofdspec.org/2016}"


@pytest.fixture(scope="module")
def pages(book: FontBook) -> list[Page]:
    return [specimen.page(book), replace(sheets.front_page(book), number=2)]


@pytest.fixture(scope="module")
def made(book: FontBook, pages: list[Page]) -> bytes:
    report = Report()
    file = write(pages, book, specimen.JOB, report)
    assert not list(report)
    return file


def package(file: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(file))


def root(file: bytes, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(package(file).read(name))


def info(file: bytes) -> dict[str, str]:
    return {
        entry.tag.removeprefix(OFD): entry.text or "" for entry in next(root(file, "OFD.xml").iter(f"{OFD}DocInfo"))
    }


def test_the_parts_of_the_package(made: bytes) -> None:
    names = package(made).namelist()
    assert [name for name in names if name.endswith(".xml")] == [
        "OFD.xml",
        "Doc_0/Document.xml",
        "Doc_0/PublicRes.xml",
        "Doc_0/DocumentRes.xml",
        "Doc_0/Pages/Page_0/Content.xml",
        "Doc_0/Pages/Page_1/Content.xml",
        "Doc_0/Tags/CustomTags.xml",
        "Doc_0/Tags/Articles.xml",
    ]
    fonts, pictures = root(made, "Doc_0/PublicRes.xml"), root(made, "Doc_0/DocumentRes.xml")
    files = [entry.text for res in (fonts, pictures) for entry in res.iter() if entry.tag.endswith("File")]
    assert [f"Doc_0/{fonts.get('BaseLoc')}/{file}" for file in files] == names[8:]
    assert {entry.get("Format") for entry in pictures.iter(f"{OFD}MultiMedia")} == {"JPEG", "PNG"}


def test_the_document_and_its_pages(made: bytes) -> None:
    document = root(made, "Doc_0/Document.xml")
    assert [entry.tag.removeprefix(OFD) for entry in document] == [
        *("CommonData", "Pages", "Outlines", "VPreferences", "CustomTags")
    ]
    listed = list(document.iter(f"{OFD}Page"))
    boxes = [root(made, f"Doc_0/{entry.get('BaseLoc')}").findtext(f"{OFD}Area/{OFD}PhysicalBox") for entry in listed]
    assert boxes == ["0 0 180 120", "0 0 272 390"]


def test_what_the_document_is(made: bytes) -> None:
    found = info(made)
    assert len(found.pop("DocID")) == 32
    assert found.pop("CreatorVersion")
    assert found == {
        "Title": "样张 & <一>",
        "Author": "编辑部",
        "CreationDate": "2019-07-15",
        "ModDate": "2019-07-15",
        "DocUsage": "ENewsPaper",
        "Creator": "broadsheet-layout",
        "CustomDatas": "",
    }
    assert [(entry.get("Name"), entry.text) for entry in root(made, "OFD.xml").iter(f"{OFD}CustomData")] == [
        ("Publisher", "社")
    ]


def test_same_pages_same_bytes_and_another_identity_for_others(book: FontBook, pages: list[Page], made: bytes) -> None:
    assert write(pages, open_book(), specimen.JOB) == made
    other = write(pages[:1], book, specimen.JOB)
    assert info(other)["DocID"] != info(made)["DocID"]
    assert {entry.date_time for entry in package(made).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_id_is_one_things_and_every_reference_leads_somewhere(made: bytes) -> None:
    parts = [root(made, name) for name in package(made).namelist() if name.endswith(".xml")]
    elements = [entry for part in parts for entry in part.iter()]
    ids = [int(entry.attrib["ID"]) for entry in elements if "ID" in entry.attrib]
    assert len(ids) == len(set(ids))
    assert int(root(made, "Doc_0/Document.xml").findtext(f"{OFD}CommonData/{OFD}MaxUnitID") or 0) == max(ids)
    named = [
        entry.get(key) for entry in elements for key in ("Font", "ResourceID", "PageID", "PageRef") if entry.get(key)
    ]
    named += [entry.text for entry in elements if entry.tag == f"{OFD}ObjectRef"]
    assert {int(name or 0) for name in named} <= set(ids)


def test_every_character_is_there_as_often_as_on_the_page(made: bytes, pages: list[Page]) -> None:
    for index, page in enumerate(pages):
        copy = "".join(item.text + item.after for item in walk(page.items) if isinstance(item, GlyphRun))
        codes = [
            entry.text or "" for entry in root(made, f"Doc_0/Pages/Page_{index}/Content.xml").iter(f"{OFD}TextCode")
        ]
        assert Counter("".join(codes)) == Counter(copy)


def test_an_undated_page_without_anything(book: FontBook) -> None:
    bare = Page(1, Size(100 * MM, 50 * MM), 0.0, (Rule(-9, 0, -9, 5, 1),))
    file = write([bare], book, replace(specimen.JOB, date=None, publisher=""))
    assert root(file, "Doc_0/Pages/Page_0/Content.xml").find(f"{OFD}Content") is None
    assert "Doc_0/DocumentRes.xml" not in package(file).namelist()
    assert {"CreationDate", "ModDate", "CustomDatas"}.isdisjoint(info(file))


def test_a_link_is_clicked_where_its_glyphs_are(book: FontBook) -> None:
    runs = sheets.line(book, "看这里吧", 20, 40, 10)
    where = Markup(Rect(30, 30, 20, 12), "link", "https://例.cn/a b")
    file = write([sheets.page(Group("paragraph", (*runs, where)))], book, specimen.JOB)
    texts = list(root(file, "Doc_0/Pages/Page_0/Content.xml").iter(f"{OFD}TextObject"))
    assert [entry.findtext(f"{OFD}TextCode") for entry in texts] == ["看", "这里", "吧"]
    assert [[each.get("URI") for each in entry.iter(f"{OFD}URI")] for entry in texts] == [
        [],
        ["https://%E4%BE%8B.cn/a%20b"],
        [],
    ]
    assert b'<Link Name="https://' in package(file).read("Doc_0/Tags/Articles.xml")


def test_words_do_not_run_together_at_the_end_of_a_line(book: FontBook) -> None:
    (first,), (second,) = sheets.line(book, "one", 20, 40), sheets.line(book, "two", 20, 54)
    file = write([sheets.page(replace(first, after=" "), second)], book, specimen.JOB)
    codes = root(file, "Doc_0/Pages/Page_0/Content.xml").iter(f"{OFD}TextCode")
    assert "".join(entry.text or "" for entry in codes) == "one two"


def test_a_picture_of_which_nothing_is_said_is_told(book: FontBook) -> None:
    report = Report()
    picture = Image(Rect(0, 0, 9, 9), "x/street.jpg", origin=Span("a.yaml", 7))
    gone = Image(Rect(0, 0, 9, 9), "gone.jpg", origin=Span("a.yaml", 8))

    def read(name: str) -> bytes:
        if name == "gone.jpg":
            raise FileNotFoundError(2, "No such file or directory")
        return specimen.read(name)

    file = write([sheets.page(picture, gone)], book, replace(specimen.JOB, read=read), report)
    assert sorted((fault.code, fault.span.line) for fault in report) == [("NP701", 8), ("NP702", 7)]
    assert package(file).read("Doc_0/Tags/Articles.xml").count(b'<Image Alt="street.jpg">') == 1


def test_no_pages_no_file(book: FontBook) -> None:
    with pytest.raises(ValueError, match="no pages"):
        write([], book, specimen.JOB)


@settings(max_examples=30)
@given(lines=st.lists(st.text("版面，。 a1—…“”ﬁ\u00ad\u0301𠂇<&", min_size=1, max_size=30), min_size=1, max_size=5))
def test_any_copy_comes_back_whole(book: FontBook, lines: list[str]) -> None:
    runs = [run for row, text in enumerate(lines) for run in sheets.line(book, text, 9, 20 + 14 * row)]
    file = write([sheets.page(*runs)], book, specimen.JOB)
    codes = root(file, "Doc_0/Pages/Page_0/Content.xml").iter(f"{OFD}TextCode")
    read = "".join(entry.text or "" for entry in codes).replace("\u200b", "")
    assert read == "".join(run.text for run in runs)
