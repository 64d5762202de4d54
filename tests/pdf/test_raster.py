"""A page as a picture to look at: the trimmed sheet, at the size asked for, the same every time."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
import sheets
from PIL import Image as Pillow

from layout.display import BLACK, Fill
from layout.fonts import FontBook
from layout.pdf.raster import draw, seen
from layout.pdf.writer import write
from layout.pdffile import open_pdf, pikepdf, saved
from layout.units import Rect, Size


@pytest.fixture(scope="module")
def pdf(book: FontBook) -> bytes:
    page = sheets.page(Fill(Rect(0, 0, 72, 36), BLACK), trim=Size(144, 216))
    return write([page, replace(page, number=2, items=())], book, sheets.JOB)


def test_the_trimmed_page_is_drawn_at_the_resolution_asked_for(pdf: bytes) -> None:
    picture = Pillow.open(BytesIO(draw(pdf, 0, 100)))
    assert picture.size == (200, 300)
    assert picture.info["dpi"] == pytest.approx((100, 100), abs=0.1)
    assert picture.getpixel((50, 25))[0] < 60
    assert picture.getpixel((150, 25)) == picture.getpixel((50, 75)) == (255, 255, 255)


def test_the_whole_medium_shows_the_marks(pdf: bytes) -> None:
    whole = Pillow.open(BytesIO(draw(pdf, 1, 72, trimmed=False)))
    assert whole.width > 144 + 2 * 40
    assert min(whole.convert("L").tobytes()) < 60


def test_the_page_asked_for_is_drawn(pdf: bytes) -> None:
    assert set(Pillow.open(BytesIO(draw(pdf, 1, 50))).convert("L").tobytes()) == {255}


def test_same_page_same_picture(pdf: bytes) -> None:
    assert draw(pdf, 0, 60) == draw(pdf, 0, 60)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_page_is_seen_turned_and_its_ink_is_in_its_boxes(book: FontBook, degrees: int) -> None:
    """A page that says it is turned, with a medium whose corners stand the wrong way round and a trim beyond it."""
    with open_pdf(write([sheets.page(sheets.paragraph(book, "乡村报纸", 60, 60, 20))], book, sheets.JOB)) as document:
        page = document.pages[0]
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        page.obj.MediaBox = pikepdf.Array([right, top, left, bottom])
        page.obj.TrimBox = pikepdf.Array([left + 20, bottom + 20, right - 30, top + 900])
        page.rotate(degrees, relative=False)
        (found,) = seen(saved(document), 144, 1, 4000)
    across, down = right - left - 50, top - bottom - 20
    assert (found.size.width, found.size.height) == pytest.approx((down, across) if degrees % 180 else (across, down))
    assert (found.width, found.height) == pytest.approx((found.size.width * 2, found.size.height * 2), abs=1)
    letters = [each for each in found.characters if each[0] in "乡村报纸"]
    assert len(letters) >= 4
    for _, x0, y0, x1, y1 in letters:
        rows = range(round(y0 * 2), round(y1 * 2))
        dark = [
            found.samples[3 * (row * found.width + column)] < 128
            for row in rows
            for column in range(round(x0 * 2), round(x1 * 2))
        ]
        assert 0.08 < sum(dark) / len(dark) < 0.9


def test_a_file_of_too_many_or_too_large_pages_is_refused(book: FontBook) -> None:
    pdf = write([sheets.page(), sheets.page(number=2)], book, sheets.JOB)
    with pytest.raises(ValueError, match="2 pages"):
        list(seen(pdf, 72, 1, 4000))
    with pytest.raises(ValueError, match="points"):
        list(seen(pdf, 72, 9, 100))
