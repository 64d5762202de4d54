"""Every kind of picture is right on the plate, read back from the finished PDF, or refused in plain words."""

from __future__ import annotations

import math
import re
import resource
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
import readback
import sheets
import torture
from PIL import Image

from layout.diagnostics import Report
from layout.display import Image as Picture
from layout.fonts import FontBook
from layout.pdf.writer import write
from layout.units import Rect

Make = Callable[[], bytes]
Plate = Callable[..., tuple[Image.Image, Any]]
Lab = tuple[float, float, float]
WHOLE = Rect(0, 0, 1, 1)
NEAR = 2.0  # dE*ab


def kinds(table: dict[str, Make]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("make", table.values(), ids=table.keys())


@pytest.fixture
def plate(book: FontBook) -> Plate:
    """The picture as the PDF holds it: its samples as ink, CMYK or black alone, 255 = full; and its object."""

    opened = []

    def made(data: bytes, crop: Rect = WHOLE) -> tuple[Image.Image, Any]:
        pdf, report = written(book, data, crop)
        assert [fault.message() for fault in report] == []
        opened.append(readback.opened(pdf))
        (stream,) = opened[-1].pages[0].Resources.XObject.values()
        return ink(stream), stream

    return made


def written(book: FontBook, data: bytes, crop: Rect = WHOLE) -> tuple[bytes, Report]:
    report = Report()
    job = replace(sheets.JOB, marks=False, read=lambda name: data)
    page = sheets.page(Picture(Rect(20, 30, 400, 200), "picture", crop, alt="图"))
    return write([page], book, job, report), report


def ink(stream: Any) -> Image.Image:
    """An image object's samples, by the rules of ISO 32000-1 §8.9.5 and not by those of photo editors."""
    size = int(stream.Width), int(stream.Height)
    mode = {"/DeviceCMYK": "CMYK", "/DeviceGray": "L"}[str(stream.ColorSpace)]
    if stream.Filter == "/DCTDecode":
        picture = Image.open(BytesIO(stream.read_raw_bytes()))
        assert (picture.size, picture.mode) == (size, mode)
        picture.load()
        # Pillow has turned CMYK over, as the array asks for.
        if mode == "CMYK" and [int(end) for end in stream.get("/Decode", [])] != [1, 0] * 4:
            picture = inverted(picture)
    elif stream.BitsPerComponent == 1:
        picture = Image.frombytes("1", size, stream.read_bytes()).convert("L")
    else:
        picture = Image.frombytes(mode, size, stream.read_bytes())
    return inverted(picture) if mode == "L" else picture


def inverted(picture: Image.Image) -> Image.Image:
    return Image.frombytes(picture.mode, picture.size, bytes(255 - sample for sample in picture.tobytes()))


def apart(ours: list[Lab], theirs: list[Lab]) -> float:
    """The largest dE*ab (CIE 15:2004 §8.2.1)."""
    return max(math.dist(one, other) for one, other in zip(ours, theirs, strict=True))


@kinds(torture.COLOUR)
def test_colour_is_what_littlecms_says(make: Make, plate: Plate) -> None:
    printed, _ = plate(make())
    wanted = torture.wanted(torture.chart(), torture.srgb())
    assert printed.mode == "CMYK"
    assert printed.size == wanted.size
    assert apart(torture.labs(printed, torture.press()), torture.labs(wanted, torture.press())) <= NEAR


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_an_embedded_profile_is_what_littlecms_makes_of_it(kind: str, plate: Plate) -> None:
    quality = {} if kind in ("PNG", "TIFF") else {"quality": 100}
    printed, _ = plate(torture.saved(torture.chart(), kind, icc_profile=torture.swapped(), **quality))
    wanted = torture.wanted(torture.chart(), torture.swapped())
    assert apart(torture.labs(printed, torture.press()), torture.labs(wanted, torture.press())) <= NEAR


@kinds(torture.GRAY)
def test_gray_is_on_black_alone_and_as_light_as_it_should_be(make: Make, plate: Plate) -> None:
    """Relative luminance, moved linearly between solid black and paper: what black-point compensation does."""
    printed, _ = plate(make())
    assert printed.mode == "L"
    black = Image.merge("CMYK", [Image.new("L", printed.size, 0)] * 3 + [printed])
    seen = [lightness for lightness, _, _ in torture.labs(black, torture.press())]
    solid = luminance(seen[torture.GRAYS.index(0)])
    for lightness, value in zip(seen, torture.GRAYS, strict=True):
        linear = value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4
        assert luminance(lightness) == pytest.approx(solid + linear * (1 - solid), abs=0.012)
        assert lightness == pytest.approx(116 * (solid + linear * (1 - solid)) ** (1 / 3) - 16, abs=NEAR)


def luminance(lightness: float) -> float:
    return ((lightness + 16) / 116) ** 3


@kinds(torture.CMYK)
def test_cmyk_keeps_its_inks(make: Make, plate: Plate) -> None:
    printed, _ = plate(make())
    for index, inks in enumerate(torture.INKS):
        x, y = index % 4 * torture.PATCH + 12, index // 4 * torture.PATCH + 12
        assert printed.getpixel((x, y)) == pytest.approx(inks, abs=4)


def test_a_cmyk_jpeg_goes_in_byte_for_byte_and_the_page_shows_its_part(book: FontBook) -> None:
    data = torture.CMYK["jpeg cmyk"]()
    pdf, _ = written(book, data, Rect(0.25, 0.5, 0.5, 0.25))
    document = readback.opened(pdf)
    page = document.pages[0]
    assert page.Resources.XObject.P1.read_raw_bytes() == data
    steps = pikepdf.parse_content_stream(page)
    shown = [[float(edge) for edge in step.operands] for step in steps if str(step.operator) in ("re", "cm")]
    clip, placed = shown[-2:]
    assert clip[2:] == [400, 200]
    assert placed[:4] == [800, 0, 0, 800]
    assert placed[4] == pytest.approx(clip[0] - 0.25 * 800)
    assert placed[5] == pytest.approx(clip[1] - 0.25 * 800)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "G4"])
def test_a_bitmap_stays_one(kind: str, plate: Plate) -> None:
    drawing = torture.chart("L").point(lambda value: 255 * (value > 100)).convert("1")
    data = torture.saved(drawing, "TIFF", compression="group4") if kind == "G4" else torture.saved(drawing, kind)
    printed, stream = plate(data)
    assert stream.BitsPerComponent == 1
    assert printed.tobytes() == inverted(drawing.convert("L")).tobytes()


def test_a_fine_bitmap_is_printed_at_no_more_than_the_plate_shows(plate: Plate) -> None:
    fine = torture.chart("L").convert("1").resize((9600, 4800))
    _, stream = plate(torture.saved(fine, "TIFF", compression="group4"))
    assert stream.BitsPerComponent == 1
    assert 1240 <= stream.Width / (400 / 72) <= 1260


def test_few_grays_are_stretched_to_the_whole_range(plate: Plate) -> None:
    for bits in (2, 4):
        printed, _ = plate(torture.png(torture.chart("L"), bits))
        assert printed.mode == "L"
        assert (printed.getpixel((12, 12)), printed.getpixel((36, 12))) == (0, 255)


def test_heic_is_read_where_there_is_a_library_for_it(plate: Plate) -> None:
    heif = pytest.importorskip("pillow_heif")
    out = BytesIO()
    heif.from_pillow(torture.chart()).save(out, quality=-1, chroma=444)
    printed, _ = plate(out.getvalue())
    wanted = torture.wanted(torture.chart(), torture.srgb())
    assert apart(torture.labs(printed, torture.press()), torture.labs(wanted, torture.press())) <= NEAR


WHOLES = {**torture.COLOUR, **torture.GRAY, **torture.CMYK}


@kinds(WHOLES)
def test_a_file_cut_short_is_refused_in_words_and_never_crashes(make: Make, book: FontBook) -> None:
    """Or its end is not needed: then the plate is whole."""
    data = make()
    for part in (0.02, 0.4, 0.8):
        _, report = written(book, data[: int(len(data) * part)])
        for fault in report:
            assert fault.code == "NP701"
            assert "cut short" in fault.message() or "damaged" in fault.message() or "not a picture" in fault.message()
        if part < 0.1:
            assert report.failed


REFUSED: dict[str, tuple[Make, str]] = {
    "nothing": (lambda: b"", "empty"),
    "text": (lambda: "照片稍后发".encode(), "not a picture"),
    "a web page called .jpg": (lambda: b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
    "a zip": (lambda: b"PK\3\4" + bytes(400), "archive"),
    "a word file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(400), "Word"),
    "a film": (lambda: b"\0\0\0\x20ftypisom" + bytes(400), "film"),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0", "PostScript"),
    "raw camera": (lambda: torture.saved(torture.chart(), "TIFF")[:8] + b"\xff" * 64, "damaged|cut short"),
    "floating point": (lambda: torture.saved(Image.new("F", (9, 9), 0.5), "TIFF"), "floating"),
    "jpeg of nothing": (lambda: b"\xff\xd8\xff\xd9", "damaged|cut short"),
    "png bomb": (lambda: torture.png_claiming(100_000, 100_000), "more than a page"),
    "png bomb just allowed": (lambda: torture.png_claiming(10_000, 9_999), "cut short|damaged"),
    "png without width": (lambda: torture.png_claiming(0, 5), "damaged|cut short"),
    "tiff bomb": (lambda: torture.tiff_claiming(60_000, 60_000), "more than a page"),
    "gif bomb": (lambda: b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\2\2L\1\0;", "more than a page"),
    "jpeg bomb": (lambda: jpeg_claiming(65_500, 65_500), "more than a page"),
    "jpeg that says too much": (lambda: jpeg_claiming(9_000, 9_000), "damaged"),
}


def jpeg_claiming(width: int, height: int) -> bytes:
    data = torture.saved(torture.chart(), "JPEG", progressive=True)
    at = data.index(b"\xff\xc2") + 5
    return data[:at] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + data[at + 4 :]


@pytest.mark.parametrize(("make", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_picture_or_too_much_of_one_is_refused_in_words(make: Make, reason: str, book: FontBook) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, report = written(book, make())
    assert [fault.code for fault in report] == ["NP701"]
    assert re.search(reason, next(iter(report)).message())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 700_000  # KiB


def test_a_profile_that_unpacks_to_a_bomb_counts_as_none_or_is_refused(book: FontBook) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, report = written(book, torture.png_with_bomb_profile())
    assert {fault.code for fault in report} <= {"NP701"}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
