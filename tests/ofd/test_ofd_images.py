"""Pictures in an OFD file: the part that shows, in the colours of the press on a screen."""

from __future__ import annotations

from io import BytesIO
from itertools import count

import pytest
import specimen
from PIL import Image as Pillow
from PIL import ImageStat

from layout.diagnostics import Report, Span
from layout.display import BLACK, Fill, Image, Ink, Page
from layout.fonts import FontBook
from layout.ofd.images import Images, Media
from layout.units import Rect, Size
from layout.value import replace

TRIM = Size(300, 200)
PAGE = Page(1, TRIM, 0.0, ())
RED = Ink(0, 1, 1, 0)
BOX, WHOLE = Rect(0, 0, 120, 80), Rect(0, 0, 1, 1)


def placed(book: FontBook, image: Image, report: Report | None = None, *beneath: Fill) -> Media | None:
    images = Images(book, specimen.JOB, Report() if report is None else report, count(5).__next__)
    return images.place(image, PAGE, beneath)


def shown(media: Media | None) -> Pillow.Image:
    assert media is not None
    return Pillow.open(BytesIO(media.data))


def street(rect: Rect = BOX, crop: Rect = WHOLE, ink: Ink | None = None) -> Image:
    return Image(rect, "street.jpg", crop, ink=ink)


def test_a_photograph_is_an_rgb_jpeg_no_finer_than_the_plate(book: FontBook) -> None:
    media = placed(book, street())
    assert media is not None
    assert (media.number, media.suffix) == (5, "jpg")
    assert (shown(media).mode, shown(media).width) == ("RGB", 417)  # 120 pt at 250 an inch


def test_only_what_is_on_the_page_is_in_the_file(book: FontBook) -> None:
    cut = shown(placed(book, street(Rect(240, -40, 120, 80))))
    same = shown(placed(book, street(Rect(0, 0, 60, 40), Rect(0, 0.5, 0.5, 0.5))))
    assert cut.tobytes() == same.tobytes()
    assert placed(book, street(Rect(301, 0, 120, 80))) is None


@pytest.mark.parametrize(
    "ink", [BLACK, RED, replace(RED, spot="PANTONE 185 C", tint=0.8)], ids=["black", "red", "spot"]
)
def test_a_picture_in_one_or_two_inks_has_their_colours(book: FontBook, ink: Ink) -> None:
    red, green, blue = ImageStat.Stat(shown(placed(book, street(ink=ink)))).mean
    assert (red - green > 30) == (red - blue > 30) == (ink is not BLACK)


def test_one_picture_twice_is_one_file(book: FontBook) -> None:
    images = Images(book, specimen.JOB, Report(), count(5).__next__)
    again = [images.place(street(), PAGE, ()), images.place(street(), PAGE, ())]
    assert again[0] is again[1]
    assert len(images.media) == 1


def test_a_drawing_becomes_pixels_on_what_lies_under_it(book: FontBook) -> None:
    ground = Fill(Rect(0, 0, 60, 200), Ink(0, 0, 1, 0))
    drawing = Image(Rect(30, 20, 120, 80), "mark.svg")
    media = placed(book, drawing, None, ground, Fill(Rect(200, 100, 50, 50), RED))
    assert media is not None
    assert media.suffix == "png"
    picture = shown(media)
    assert picture.size == (500, 334)  # 300 pixels an inch
    left, right = picture.getpixel((3, 3)), picture.getpixel((490, 3))
    assert isinstance(left, tuple)
    assert left[2] < 100 < left[0]  # yellow
    assert right == (255, 255, 255)


def test_a_picture_that_cannot_be_had_is_told_and_left_out(book: FontBook) -> None:
    def read(name: str) -> bytes:
        if name == "gone.jpg":
            raise FileNotFoundError(2, "No such file or directory")
        return b"%PDF-1.4 broken" if name.endswith(".pdf") else b"no picture at all"

    report = Report()
    images = Images(book, replace(specimen.JOB, read=read), report, count(1).__next__)
    for name in ("gone.jpg", "odd.jpg", "broken.pdf"):
        assert images.place(Image(Rect(0, 0, 9, 9), name, origin=Span("a.yaml", 3)), PAGE, ()) is None
    assert [(fault.code, fault.span.line) for fault in report] == [("NP701", 3)] * 3
    reasons = [dict(fault.values)["reason"] for fault in report]
    assert reasons[0].en == "No such file or directory"
    assert all(reasons)
