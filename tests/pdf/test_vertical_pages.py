"""Vertical lines in the file: each glyph where the display list has it, as PDFium reads it; fonts for both ways of
writing over one program; text that comes out whole and in order."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from typing import Any

import columns
import pikepdf
import pypdfium2
import pytest
import sheets

from layout.display import GlyphRun, Page, walk
from layout.fonts import FontBook
from layout.pdf.writer import Memory, write

PLAIN = replace(sheets.JOB, marks=False)
_NEAR = 0.014  # em: PDFium rounds a glyph's box to its hinted outline
WHOLE = "".join(
    (
        columns.HEAD + columns.NEWS + "孔子与漢字hànzì" + columns.NOTICE + columns.PLAIN + columns.SHORT + "寒来暑往"
    ).split()
)


@pytest.fixture(scope="module")
def page(book: FontBook) -> Page:
    return columns.page(book)


@pytest.fixture(scope="module")
def pdf(page: Page, book: FontBook) -> bytes:
    return write([page], book, PLAIN)


def inks(page: Page, book: FontBook) -> list[tuple[str, tuple[float, float, float, float], float]]:
    """Text, ink and size of each glyph, as its run says that it stands: left, bottom, right, top, y up."""
    out = []
    for run in walk(page.items):
        if not isinstance(run, GlyphRun):
            continue
        face, size, scale = book.face(run.face), run.size, run.scale
        for glyph, along, text in zip(run.glyphs, run.xs, run.texts, strict=True):
            left, bottom, right, top = (side * size for side in face.ink(glyph))
            if not text.strip() or left == right:
                continue
            if run.turn == "vertical":
                beside, above = (side * size for side in face.origin(glyph))
                x, y = run.x + run.rise - beside, run.baseline + along
                box = (x + left, y + (above - top) * scale, x + right, y + (above - bottom) * scale)
            elif run.turn == "sideways":
                x, y = run.x + run.rise, run.baseline + along
                box = (x + bottom, y + left * scale, x + top, y + right * scale)
            else:
                x, y = run.x + along, run.baseline - run.rise
                box = (x + left * scale, y - top, x + right * scale, y - bottom)
            height = page.trim.height
            out.append((text, (box[0], height - box[3], box[2], height - box[1]), size))
    return out


def seen(pdf: bytes) -> list[tuple[str, tuple[float, float, float, float]]]:
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    shown = [(text.get_text_range(at, 1), text.get_charbox(at)) for at in range(text.count_chars())]
    return [(character, box) for character, box in shown if character.strip()]


def test_pdfium_sees_each_glyph_where_its_run_has_it(page: Page, pdf: bytes, book: FontBook) -> None:
    expected, found = inks(page, book), seen(pdf)
    assert "".join(text for text, _ in found) == "".join(text for text, _, _ in expected)
    at = 0
    for text, box, size in expected:
        for _ in text:  # a ligature's characters share its box
            if len(text) == 1:
                assert found[at][1] == pytest.approx(box, abs=_NEAR * size), text
            at += 1


def test_the_head_is_condensed_along_its_line(page: Page) -> None:
    runs = [item for item in walk(page.items) if isinstance(item, GlyphRun) and item.face.endswith("900")]
    assert {run.turn for run in runs} == {"vertical", ""}
    assert all(0.9 <= run.scale < 1 for run in runs if run.turn == "vertical")


def fonts(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Type0"]


def test_both_ways_of_writing_share_one_program_and_its_meaning(pdf: bytes) -> None:
    by_program: dict[str, list[Any]] = {}
    document = pikepdf.open(BytesIO(pdf))
    for font in fonts(document):
        by_program.setdefault(str(font.DescendantFonts[0].BaseFont), []).append(font)
    song = next(both for name, both in by_program.items() if "Serif" in name and len(both) == 2)
    assert {str(font.Encoding) for font in song} == {"/Identity-H", "/Identity-V"}
    assert song[0].DescendantFonts[0].objgen == song[1].DescendantFonts[0].objgen
    assert song[0].ToUnicode.objgen == song[1].ToUnicode.objgen
    assert [int(value) for value in song[0].DescendantFonts[0].DW2] == [880, -1000]


def test_a_level_page_has_nothing_of_it(book: FontBook) -> None:
    document = pikepdf.open(BytesIO(write([sheets.front_page(book)], book, PLAIN)))
    assert {str(font.Encoding) for font in fonts(document)} == {"/Identity-H"}
    assert not any("/DW2" in font.DescendantFonts[0] for font in fonts(document))


def test_its_tags_say_how_the_lines_run(pdf: bytes) -> None:
    document = pikepdf.open(BytesIO(pdf))
    ways = {
        str(one.S): str(one.get("/A", pikepdf.Dictionary()).get("/WritingMode", ""))
        for one in document.objects
        if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one
    }
    assert ways["/P"] == ways["/H1"] == "/TbRl"


@pytest.mark.parametrize("reader", ["pdfium", "mutool", "pdftotext"])
def test_its_text_comes_out_whole_and_in_order(pdf: bytes, reader: str, tmp_path: Any) -> None:
    if reader == "pdfium":
        text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    else:
        if shutil.which(reader) is None:
            pytest.skip(f"{reader} is not installed")
        (tmp_path / "page.pdf").write_bytes(pdf)
        order = {"mutool": ("draw", "-F", "txt", "page.pdf"), "pdftotext": ("-raw", "page.pdf", "-")}[reader]
        done = subprocess.run([reader, *order], cwd=tmp_path, capture_output=True, check=True)
        text = done.stdout.decode()
    assert "".join(text.split()) == WHOLE
    words = text.split()
    for word in ("Python", "12345", "abc@qq.com"):
        assert any(word in found for found in words), word


def test_the_same_page_gives_the_same_bytes_cold_and_warm(page: Page, pdf: bytes, book: FontBook) -> None:
    memory = Memory()
    level = sheets.front_page(book)
    both = write([level, page], book, PLAIN, memory=memory)
    assert write([page], book, PLAIN, memory=memory) == pdf
    assert write([level, page], book, PLAIN) == both
