"""A letter and its marks as one glyph: what is copied from the page is what was typed, the ink as it was."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from layout.display import GlyphRun, Group, Page, walk
from layout.fonts import FontBook
from layout.issue import Copy
from layout.pdf.halves import HalvedFace
from layout.pdf.job import Job
from layout.pdf.joined import FIRST, Component, joined, packed, unpacked
from layout.pdf.raster import draw
from layout.pdf.writer import write
from layout.text.drawing import drawn
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle
from layout.units import Size

NAMES = "维吾尔ئۇيغۇر，西藏བོད་ལྗོངས，曼谷กรุงเทพ，家👨‍👩‍👧，H₂O，⅓，10⁻³"
_number = st.integers(-(1 << 15), (1 << 15) - 1)


def page(book: FontBook, text: str = NAMES) -> Page:
    line = Typesetter(book).typeset(Copy(text), TextStyle(font="song", size=20, leading=30), 900).lines[0]
    return Page(1, Size(940, 60), 0, (Group("paragraph", tuple(drawn(line, 20, 40))),))


def runs(page: Page) -> list[GlyphRun]:
    return [leaf for leaf in walk(page.items) if isinstance(leaf, GlyphRun)]


@given(st.integers(0, 0xFFFF), st.lists(st.tuples(st.integers(0, 0xFFFF), _number, _number), min_size=1, max_size=6))
def test_a_composites_id_says_all_of_it(advance: int, rows: list[tuple[int, int, int]]) -> None:
    components = tuple(Component(*row) for row in rows)
    glyph = packed(advance, components)
    assert glyph >= FIRST
    assert unpacked(glyph) == (advance, components)


def test_every_cluster_of_a_truetype_face_is_one_glyph(book: FontBook) -> None:
    before, after = page(book), joined(page(book), book)
    assert any("" in run.texts for run in runs(before))
    assert all("" not in run.texts and not run.lifts for run in runs(after))
    assert [run.text for run in runs(after)] == [run.text for run in runs(before)]


def test_a_letter_with_a_thousand_marks_stays_in_pieces(book: FontBook) -> None:
    heaped = page(book, "ب" + "\u064b" * 1000)
    assert len(runs(joined(heaped, book))[0].glyphs) > 1000


def test_a_page_without_marks_is_left_as_it_is(book: FontBook) -> None:
    plain = page(book, "报纸排版，H₂O。")
    assert joined(plain, book) is plain


def test_the_ink_stands_where_it_stood(book: FontBook, monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image, ImageChops

    from layout.pdf import writer

    job = Job(title="名", author="报", publisher="社", read=lambda name: b"")
    one = Image.open(BytesIO(draw(write([page(book)], book, job), 0, 300))).convert("L")
    monkeypatch.setattr(writer, "joined", lambda page, book: page)
    other = Image.open(BytesIO(draw(write([page(book)], book, job), 0, 300))).convert("L")
    assert one.size == other.size
    assert ImageChops.difference(one, other).getextrema()[1] < 90


def test_a_font_with_composites_is_a_whole_font(book: FontBook) -> None:
    run = next(run for run in runs(joined(page(book), book)) if run.face == "noto-naskh-arabic-400")
    made = {glyph for glyph in run.glyphs if glyph >= FIRST}
    assert made
    subset = HalvedFace(book.face(run.face)).subset(run.glyphs)  # type: ignore[arg-type]
    font = TTFont(BytesIO(subset.data))
    outlines = font["glyf"]
    for glyph in made:
        name = font.getGlyphName(subset.new[glyph])
        assert outlines[name].isComposite()
        advance, components = unpacked(glyph)
        assert font["hmtx"][name][0] == advance
        assert len(outlines[name].components) == len(components)
        box = outlines[name].xMin, outlines[name].yMin, outlines[name].xMax, outlines[name].yMax
        outlines[name].recalcBounds(outlines)
        assert box == (outlines[name].xMin, outlines[name].yMin, outlines[name].xMax, outlines[name].yMax)
    assert font["maxp"].maxComponentDepth >= 1


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here")
def test_what_is_copied_is_what_was_typed(book: FontBook, tmp_path: Path) -> None:
    job = Job(title="名", author="报", publisher="社", read=lambda name: b"")
    (tmp_path / "names.pdf").write_bytes(write([page(book)], book, job))
    command = ["pdftotext", "-raw", "-nopgbrk", str(tmp_path / "names.pdf"), "-"]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    said = "".join(character for character in said if not character.isspace() and character not in "\u202a\u202b\u202c")
    for name in NAMES.split("，"):
        assert name in said
