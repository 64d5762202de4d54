"""The display list comes out on the page as it stands: places, inks, order, once and whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import readback
import sheets
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.diagnostics import Report, Span
from layout.display import BLACK, PAPER, Fill, Frame, GlyphRun, Group, Image, Ink, Page, Rule, walk
from layout.display import Path as Shape
from layout.fonts import FontBook
from layout.pdf.job import Job
from layout.pdf.writer import write
from layout.pictures import convert
from layout.units import MM, Rect

PLAIN = replace(sheets.JOB, marks=False)
STREET = Path(__file__).parents[2] / "layout" / "data" / "scaffold" / "street.jpg"


@pytest.fixture(scope="module")
def front(book: FontBook) -> Page:
    return sheets.front_page(book)


@pytest.fixture(scope="module")
def pdf(book: FontBook, front: Page) -> bytes:
    return write([front], book, sheets.JOB)


def extracted(pdf: bytes, *options: str) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler's pdftotext is not installed")
    return subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def pictures(document: pikepdf.Pdf) -> list[pikepdf.Stream]:
    streams = [entry for entry in document.objects if isinstance(entry, pikepdf.Stream)]
    return [stream for stream in streams if stream.get("/Subtype") == "/Image"]


def runs(page: Page) -> list[GlyphRun]:
    return [item for item in walk(page.items) if isinstance(item, GlyphRun)]


def assert_in_place(page: Page, pdf: bytes) -> None:
    """Every glyph is on the medium where the display list puts it, within a thousandth of an em."""
    glyphs = [thing for thing in readback.drawn(pdf) if thing.kind == "glyph"]
    wanted = [(run, x) for run in runs(page) for x in run.xs]
    assert len(glyphs) == len(wanted)
    for glyph, (run, x) in zip(glyphs, wanted, strict=True):
        tolerance = 0.001 * run.size * run.scale
        assert glyph.x == pytest.approx(page.bleed + run.x + x, abs=tolerance)
        assert glyph.y == pytest.approx(page.bleed + page.trim.height - run.baseline, abs=0.001)
        assert glyph.size == pytest.approx(run.size, abs=0.001)


def test_a_spot_ink_has_a_plate_of_its_own_and_one_stand_in(book: FontBook) -> None:
    spot = Ink(0, 1, 0.81, 0.04, "专色 186")
    other = Ink(0, 0.9, 0.8, 0, "专色 186")
    items = (
        Fill(Rect(0, 0, 9, 9), spot),
        Fill(Rect(9, 9, 9, 9), other.lighter(0.5)),
        Fill(Rect(9, 0, 9, 9), Ink(1, 0, 0, 0)),
    )
    document = readback.opened(write([sheets.page(*items), sheets.page(*items, number=2)], book, sheets.JOB))
    space = document.pages[0].Resources.ColorSpace.S1
    kind, name, stand_in, tint = space
    assert [str(part) for part in (kind, name, stand_in)] == ["/Separation", "/专色 186", "/DeviceCMYK"]
    assert [float(part) for part in tint.C1] == [0, 1, 0.81, 0.04]
    assert document.pages[1].Resources.ColorSpace.S1.objgen == space.objgen
    drawn = [
        (
            str(step.operator),
            [float(part) if not isinstance(part, pikepdf.Name) else str(part) for part in step.operands],
        )
        for step in pikepdf.parse_content_stream(document.pages[0])
        if str(step.operator) in ("cs", "scn", "k")
    ]
    assert drawn[:5] == [
        *(("cs", ["/S1"]), ("scn", [1]), ("cs", ["/S1"]), ("scn", [0.5])),
        ("k", [1, 0, 0, 0]),
    ]


def test_every_glyph_stands_where_the_display_list_puts_it(book: FontBook, front: Page) -> None:
    assert_in_place(front, write([front], book, PLAIN))


@settings(max_examples=25, deadline=None)
@given(
    gaps=st.lists(st.floats(-3, 8), min_size=1, max_size=40),
    size=st.floats(5, 90),
    scale=st.floats(0.6, 1.2),
)
def test_no_drift_along_a_line(book: FontBook, gaps: list[float], size: float, scale: float) -> None:
    (run,) = sheets.line(book, "报" * len(gaps), 30, 100, size, scale=scale)
    pen, xs = 0.0, []
    for x, gap in zip(run.xs, gaps, strict=True):
        pen += gap
        xs.append(x + pen)
    page = sheets.page(replace(run, xs=tuple(xs)))
    assert_in_place(page, write([page], book, PLAIN))


def test_an_even_line_needs_no_numbers(book: FontBook) -> None:
    page = sheets.page(*sheets.line(book, "早早排起了长队食堂供应", 30, 100, gap=0.25))
    document = readback.opened(write([page], book, PLAIN))
    steps = pikepdf.parse_content_stream(document.pages[0])
    arrays = [operands[0] for operands, operator in steps if str(operator) == "TJ"]
    assert [len(array) for array in arrays] == [1]


def test_full_black_text_and_rules_overprint_and_nothing_else(book: FontBook) -> None:
    spot = Ink(0, 0.9, 0.8, 0)
    page = sheets.page(
        Fill(Rect(0, 0, 300, 300), spot),
        Fill(Rect(0, 0, 100, 100), BLACK),
        *sheets.line(book, "黑", 10, 50),
        *sheets.line(book, "白", 10, 50, ink=PAPER),
        *sheets.line(book, "红", 10, 50, ink=spot),
        *sheets.line(book, "灰", 10, 50, ink=Ink(0, 0, 0, 0.5)),
        *sheets.line(book, "黑", 10, 50),
        Rule(0, 0, 10, 0, 1),
        Rule(0, 0, 10, 0, 1, PAPER),
        Frame(Rect(0, 0, 10, 10), 1),
    )
    things = readback.drawn(write([page], book, PLAIN))
    assert [(thing.kind, thing.ink[3], thing.overprint) for thing in things] == [
        ("fill", 0, False),
        ("fill", 1, False),
        ("glyph", 1, True),
        ("glyph", 0, False),
        ("glyph", 0, False),
        ("glyph", 0.5, False),
        ("glyph", 1, True),
        ("stroke", 1, True),
        ("stroke", 0, False),
        ("stroke", 1, True),
    ]


def test_boxes_stand_on_every_page_trim_in_bleed_in_medium(book: FontBook, front: Page) -> None:
    document = readback.opened(write([front, replace(front, number=2)], book, sheets.JOB))
    for page in document.pages:
        boxes = {name: [float(edge) for edge in page.obj[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")}
        trim, bleed, media = boxes["/TrimBox"], boxes["/BleedBox"], boxes["/MediaBox"]
        assert trim[2] - trim[0] == pytest.approx(272 * MM, abs=0.001)
        assert trim[3] - trim[1] == pytest.approx(390 * MM, abs=0.001)
        assert [b - t for b, t in zip(bleed, trim, strict=True)] == pytest.approx(
            [-3 * MM, -3 * MM, 3 * MM, 3 * MM], abs=0.002
        )
        assert media[:2] == [0, 0]
        assert bleed[0] >= 12 * MM
        assert media[2] - bleed[2] == pytest.approx(12 * MM, abs=0.002)
        assert "/ArtBox" not in page.obj
        assert "/CropBox" not in page.obj


def test_a_page_without_marks_is_as_large_as_its_bleed(book: FontBook, front: Page) -> None:
    document = readback.opened(write([front], book, PLAIN))
    page = document.pages[0]
    assert page.MediaBox == page.BleedBox


def test_each_face_is_embedded_once_over_all_pages(book: FontBook) -> None:
    pages = [
        sheets.page(*sheets.line(book, text, 20, 50), number=index) for index, text in enumerate(["早报", "晚报"], 1)
    ]
    document = readback.opened(write(pages, book, PLAIN))
    programs = [entry for entry in document.objects if isinstance(entry, pikepdf.Stream) and "/Length1" in entry]
    assert len(programs) == 1


def test_the_copy_comes_back_whole_and_in_order(pdf: bytes) -> None:
    for options in ((), ("-raw",)):
        text = "".join(extracted(pdf, *options).split())
        for copy in (sheets.HEAD, sheets.BODY, "副题：六十岁以上老人打八折", "停水通知：明天零时起停水。"):
            assert "".join(copy.split()) in text, options
        assert text.count(sheets.BODY.replace(" ", "")) == 2


def test_one_glyph_for_two_characters_comes_back_as_each(book: FontBook) -> None:
    # U+2F08 and 人 have one glyph in Noto; U+F9DC 隆 is a compatibility form.
    (run,) = sheets.line(book, "人人", 30, 100)
    page = sheets.page(replace(run, texts=("人", "⼈")))
    assert "人⼈" in extracted(write([page], book, PLAIN))


def test_a_cluster_of_several_glyphs_comes_back_once(book: FontBook) -> None:
    for role in ("song", "kai"):
        (run,) = sheets.line(book, "报纸版面", 30, 100, role=role)
        page = sheets.page(replace(run, texts=("报", "纸版", "", "面")))
        assert "报纸版面" in extracted(write([page], book, PLAIN))


def test_same_pages_same_bytes(book: FontBook, front: Page, pdf: bytes) -> None:
    assert write([front], book, sheets.JOB) == pdf


def test_same_bytes_in_another_process_folder_and_time(book: FontBook, pdf: bytes, tmp_path: Path) -> None:
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "import sheets\nfrom layout.fontset import open_book\nfrom layout.pdf.writer import write\n"
        "book = open_book()\nsys.stdout.buffer.write(write([sheets.front_page(book)], book, sheets.JOB))"
    )
    tests = Path(__file__).parents[1]
    for seed, epoch in (("1", "0"), ("2", "1700000000")):
        done = subprocess.run(
            [sys.executable, "-c", code, str(tests), str(tests.parent)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": epoch, "TZ": "Asia/Shanghai"},
            capture_output=True,
            check=True,
        )
        assert done.stdout == pdf


def test_another_word_gives_another_identifier_of_the_same_document(book: FontBook) -> None:
    first, second = (
        readback.opened(write([sheets.page(*sheets.line(book, word, 20, 50))], book, PLAIN))
        for word in ("早报", "晚报")
    )
    assert first.trailer.ID[0] == second.trailer.ID[0]
    assert first.trailer.ID[1] != second.trailer.ID[1]


def test_a_picture_used_twice_stands_in_the_file_once(book: FontBook) -> None:
    job = replace(PLAIN, read=lambda name: STREET.read_bytes())
    images = [Image(Rect(x, 50, 60, 40), "street.jpg", alt="街景") for x in (20, 120)]
    other = Image(Rect(220, 50, 60, 40), "street.jpg", Rect(0, 0, 0.5, 0.5), alt="街景一角")
    document = readback.opened(write([sheets.page(*images, other)], book, job))
    assert len(pictures(document)) == 2
    for picture in pictures(document):
        assert picture.ColorSpace == "/DeviceCMYK"
        assert int(picture.Width) <= 60 / 72 * 250 + 1


def test_a_photograph_is_a_jpeg_with_the_samples_of_the_conversion(book: FontBook) -> None:
    from PIL import Image as Pillow

    wanted = convert(STREET.read_bytes(), PLAIN.intent, (0, 0, 1, 1), (600, 400))
    image = Image(Rect(20, 50, 600 * 72 / 250, 400 * 72 / 250), "street.jpg", alt="街景")
    document = readback.opened(write([sheets.page(image)], book, replace(PLAIN, read=lambda name: STREET.read_bytes())))
    (picture,) = pictures(document)
    assert (picture.Filter, picture.Width, picture.Height) == ("/DCTDecode", 600, 400)
    assert "/Decode" not in picture
    # Pillow turns the samples of a CMYK JPEG over; a PDF reader takes them as they stand.
    seen = Pillow.open(BytesIO(picture.read_raw_bytes())).tobytes()
    off = [abs(255 - sample - meant) for sample, meant in zip(seen, wanted.data, strict=True)]
    assert sum(off) / len(off) < 3


def test_a_drawing_keeps_every_sample(book: FontBook) -> None:
    from PIL import Image as Pillow

    drawing, file = Pillow.new("L", (400, 300), 255), BytesIO()
    drawing.paste(0, (50, 60, 350, 64))
    drawing.save(file, "PNG")
    wanted = convert(file.getvalue(), PLAIN.intent, (0, 0, 1, 1), (400, 300))
    image = Image(Rect(20, 50, 400, 300), "map.png", alt="示意图")
    document = readback.opened(write([sheets.page(image)], book, replace(PLAIN, read=lambda name: file.getvalue())))
    (picture,) = pictures(document)
    assert picture.ColorSpace == "/DeviceGray"
    assert picture.read_bytes() == wanted.data


def test_an_unreadable_picture_is_reported_and_the_rest_is_printed(book: FontBook) -> None:
    report = Report()
    image = Image(Rect(20, 50, 60, 40), "gone.jpg", origin=Span("issue.yaml", 7, 3))
    broken = Image(Rect(20, 150, 60, 40), "broken.jpg", origin=Span("issue.yaml", 8, 3))

    def read(name: str) -> bytes:
        if name == "gone.jpg":
            raise FileNotFoundError(2, "No such file", name)
        return STREET.read_bytes()[:5000]

    page = sheets.page(image, broken, *sheets.line(book, "早报", 20, 300))
    pdf = write([page], book, replace(PLAIN, read=read), report)
    assert [(fault.code, fault.span.line) for fault in report] == [("NP701", 7), ("NP701", 8)]
    assert "早报" in extracted(pdf)


def test_an_issue_without_pages_is_refused_plainly(book: FontBook) -> None:
    with pytest.raises(ValueError, match="no pages"):
        write([], book, sheets.JOB)


def test_the_clock_is_never_asked(book: FontBook) -> None:
    undated = write([sheets.page(*sheets.line(book, "早报", 20, 50))], book, Job("小样", marks=False))
    document = readback.opened(undated)
    assert "/CreationDate" not in document.docinfo
    assert b"PDF/X-4" not in undated


def test_a_shape_is_drawn_where_it_stands_and_says_what_it_shows(book: FontBook) -> None:
    square = (20.0, 30.0, 60.0, 30.0, 60.0, 70.0, 20.0, 70.0)
    wave = (0.0, 100.0, 5.0, 90.0, 10.0, 90.0, 15.0, 100.0)
    code = Shape(Rect(20, 30, 40, 40), (square,), alt="https://xietu.example")
    page = sheets.page(Group("story", (code, Shape(Rect(0, 90, 15, 10), (wave,), thickness=0.5, curved=True)), "a"))
    data = write([page], book, PLAIN)
    assert [(thing.kind, thing.tags) for thing in readback.drawn(data)] == [
        ("fill", ("/Figure",)),
        ("stroke", ("/Artifact",)),
    ]
    document = readback.opened(data)
    article = document.Root.StructTreeRoot.K.K[0]
    assert str(article.K[0].Alt) == "https://xietu.example"
