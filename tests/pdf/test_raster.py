"""A page as a picture to look at: the trimmed sheet, at the size asked for, the same every time."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
import sheets
from PIL import Image as Pillow

from layout.display import BLACK, Fill
from layout.fonts import FontBook
from layout.pdf.raster import draw
from layout.pdf.writer import write
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
