"""The other standards a file may keep, before the same judges."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import columns
import pikepdf
import pytest
import sheets
import verapdf
from conftest import STREET, ask

from layout.display import Group, Image
from layout.fonts import FontBook
from layout.pdf.job import Attachment
from layout.pdf.writer import write
from layout.units import Rect

FLAVOURS = {"x-1a": ("1b",), "a-2a": ("2a", "ua1"), "a-3a": ("3a", "ua1")}
ADVERT = b"""<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><defs><radialGradient id="g">
<stop offset="0" stop-color="#fff" stop-opacity=".2"/><stop offset="1" stop-color="#c81e28"/></radialGradient></defs>
<rect width="200" height="100" fill="url(#g)"/><circle cx="50" cy="50" r="40" fill="#036" opacity=".6"/></svg>"""
SOURCE = "标题: 街镇要闻\n".encode()


@pytest.fixture(scope="module")
def files(book: FontBook, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("standards")
    picture = Image(Rect(60, 420, 240, 160), "street.jpg", alt="傍晚的街道")
    figure = Group("figure", (picture, Group("caption", sheets.line(book, "傍晚的街道", 60, 590, 8, role="kai"))))
    front = sheets.front_page(book)
    pages = [replace(front, items=(*front.items, figure)), replace(front, number=2), columns.page(book, 3)]
    sources = (
        Attachment("2019-07-15.yaml", SOURCE, "application/yaml", "the issue"),
        Attachment("街道.csv", b"1,2", "text/csv", "a table", "Data"),
    )
    made = {}
    for standard in FLAVOURS:
        job = replace(sheets.JOB, read=lambda name: STREET.read_bytes(), standard=standard, attachments=sources)
        made[standard] = folder / f"{standard}.pdf"
        made[standard].write_bytes(write(pages, book, job))
    return made


@pytest.mark.parametrize("standard", FLAVOURS)
def test_verapdf_passes(files: dict[str, Path], standard: str) -> None:
    if reason := verapdf.missing():
        pytest.skip(reason)
    assert verapdf.judge([files[standard]], FLAVOURS[standard])[files[standard]] == ()


def test_a_page_with_adverts_keeps_the_print_standards(book: FontBook, files: dict[str, Path], tmp_path: Path) -> None:
    """A drawing, and a page of ours with pictures and letters in it, placed as lines."""
    if reason := verapdf.missing():
        pytest.skip(reason)
    adverts = {"a.svg": ADVERT, "b.pdf": files["a-2a"].read_bytes()}
    items = tuple(
        Group("advert", (Image(Rect(60, 60 + 220 * row, 400, 200), name, alt="广告"),), name)
        for row, name in enumerate(adverts)
    )
    pdf = write([sheets.page(*items)], book, replace(sheets.JOB, read=lambda name: adverts[name]))
    (tmp_path / "adverts.pdf").write_bytes(pdf)
    assert verapdf.judge([tmp_path / "adverts.pdf"], ("2a", "ua1"))[tmp_path / "adverts.pdf"] == ()


@pytest.mark.parametrize("standard", FLAVOURS)
def test_qpdf_finds_nothing(files: dict[str, Path], standard: str) -> None:
    said = ask("qpdf", "--check", files[standard])
    assert "No syntax or stream encoding errors found" in said
    assert "WARNING" not in said


def test_x1a_has_nothing_a_ripper_of_2003_does_not_know(files: dict[str, Path]) -> None:
    """ISO 15930-4 §6: PDF 1.4, no transparency, every object in the open, an intent for the press, dates, trapping."""
    data = files["x-1a"].read_bytes()
    assert data.startswith(b"%PDF-1.4\n")
    assert b"/ObjStm" not in data
    assert b"/XRef" not in data
    with pikepdf.open(files["x-1a"]) as document:
        assert document.docinfo["/GTS_PDFXVersion"] == "PDF/X-1a:2003"
        assert document.docinfo["/Trapped"] == "/False"
        assert [str(intent.S) for intent in document.Root.OutputIntents] == ["/GTS_PDFX", "/GTS_PDFA1"]
        assert len(document.trailer.ID) == 2
        for page in document.pages:
            assert "/Group" not in page
            assert "/Tabs" not in page
        keys = set().union(*(entry.keys() for entry in document.objects if isinstance(entry, pikepdf.Dictionary)))
        assert not keys & {"/SMask", "/CA", "/ca", "/BM", "/AF", "/Outlines"}


@pytest.mark.parametrize("standard", ["a-2a", "a-3a"])
def test_an_archive_file_has_bookmarks_and_no_claim_on_the_press(files: dict[str, Path], standard: str) -> None:
    with pikepdf.open(files[standard]) as document:
        assert "/GTS_PDFXVersion" not in document.docinfo
        assert [str(intent.S) for intent in document.Root.OutputIntents] == ["/GTS_PDFA1"]
        with document.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["第1版", "第2版", "第3版"]
            assert [kid.title for kid in outline.root[0].children] == [sheets.HEAD]
            place = outline.root[1].children[0].destination
            assert place[0].objgen == document.pages[1].objgen


def test_only_the_archive_file_carries_the_sources(files: dict[str, Path]) -> None:
    for standard, file in files.items():
        with pikepdf.open(file) as document:
            held = {name: document.attachments[name].get_file().read_bytes() for name in document.attachments}
            assert held == ({"2019-07-15.yaml": SOURCE, "街道.csv": b"1,2"} if standard == "a-3a" else {})
            if held:
                assert [str(entry.AFRelationship) for entry in document.Root.AF] == ["/Source", "/Data"]


def test_the_same_archive_twice_is_the_same_bytes(files: dict[str, Path], book: FontBook) -> None:
    job = replace(sheets.JOB, standard="a-3a", attachments=(Attachment("a", b"b", "text/plain", "c"),))
    assert write([sheets.front_page(book)], book, job) == write([sheets.front_page(book)], book, job)
