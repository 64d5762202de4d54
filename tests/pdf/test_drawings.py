"""Drawings and adverts that come as SVG or PDF are placed as lines, in the press's colours, or refused in words."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
import readback
import sheets
from coloured import SPOT
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image as Pillow
from PIL import ImageCms

from layout import pictures
from layout.diagnostics import Report
from layout.display import Fill, Image, Ink, PageInks
from layout.fonts import FontBook
from layout.pdf.job import newsprint
from layout.pdf.recolour import Recolour
from layout.pdf.writer import write
from layout.units import Rect, Size

RED = (200, 30, 40)
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">
<defs>
<linearGradient id="g"><stop offset="0" stop-color="#c81e28"/><stop offset="1" stop-color="#1e8c3c"/></linearGradient>
<linearGradient id="m">
<stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/>
</linearGradient>
</defs>
<rect width="100" height="50" fill="#c81e28"/>
<rect width="9" height="9" fill="#808080"/><rect x="9" width="9" height="9"/>
<rect y="50" width="90" height="50" fill="url(#g)"/><rect x="100" width="90" height="50" fill="url(#m)"/></svg>"""
WHOLE = Rect(0, 0, 1, 1)
BOX = Rect(20, 30, 400, 200)

Draw = Callable[[pikepdf.Pdf, pikepdf.Page], bytes]


def pdf_of(draw: Draw, box: tuple[float, ...] = (0, 0, 200, 100)) -> bytes:
    """A PDF of one page. draw: gives its content and may put resources into it."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 100))
    page.MediaBox = pikepdf.Array(box)
    page.Resources = pikepdf.Dictionary()
    page.Contents = document.make_stream(draw(document, page))
    out = BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def placed(book: FontBook, data: bytes, crop: Rect = WHOLE, standard: str = "x-4") -> tuple[bytes, Report]:
    report = Report()
    job = replace(sheets.JOB, marks=False, read=lambda name: data, standard=standard)
    return write([sheets.page(Image(BOX, "advert", crop, alt="广告"))], book, job, report), report


def form(book: FontBook, data: bytes) -> tuple[pikepdf.Pdf, Any]:
    pdf, report = placed(book, data)
    assert [fault.message() for fault in report] == []
    document = readback.opened(pdf)
    assert rgb(document) == []
    return document, document.pages[0].Resources.XObject.P1


def rgb(document: pikepdf.Pdf) -> list[str]:
    words = ("/DeviceRGB", "/ICCBased", "/CalRGB", "/CalGray", "/Lab")
    found = [repr(entry) for entry in document.objects if any(f'"{word}"' in repr(entry) for word in words)]
    for entry in document.objects:
        if isinstance(entry, pikepdf.Stream) and entry.get("/Subtype") == "/Form":
            found += [name for name, _ in operators(entry) if name in ("rg", "RG", "ri")]
    return found


def operators(stream: Any) -> list[tuple[str, list[Any]]]:
    return [(str(step.operator), list(step.operands)) for step in pikepdf.parse_content_stream(stream)]


def inks(stream: Any, name: str = "k") -> list[tuple[float, ...]]:
    return [tuple(float(part) for part in operands) for operator, operands in operators(stream) if operator == name]


def lab(colour: tuple[float, ...], profile: bytes | None = None) -> tuple[float, ...]:
    """CMYK 0 … 1 as the press prints it, RGB 0 … 255 after LittleCMS has brought it to the press."""
    target = ImageCms.createProfile("LAB")
    press = ImageCms.getOpenProfile(BytesIO(newsprint()))
    if len(colour) == 3:
        own = ImageCms.getOpenProfile(BytesIO(profile)) if profile else ImageCms.createProfile("sRGB")
        flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
        first = ImageCms.buildTransform(own, press, "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC, flags)
        pixel = ImageCms.applyTransform(Pillow.new("RGB", (1, 1), tuple(round(part) for part in colour)), first)
    else:
        pixel = Pillow.new("CMYK", (1, 1), tuple(round(part * 255) for part in colour))
    seen = ImageCms.applyTransform(pixel, ImageCms.buildTransform(press, target, "CMYK", "LAB"))
    light, a, b = seen.tobytes()
    return light / 2.55, a - 256 * (a > 127), b - 256 * (b > 127)


def lab_printed(*colour: float) -> tuple[float, ...]:
    """What LittleCMS prints for a Lab colour with positive a* and b*."""
    press = ImageCms.getOpenProfile(BytesIO(newsprint()))
    own, flags = ImageCms.createProfile("LAB"), ImageCms.Flags.BLACKPOINTCOMPENSATION
    pixel = Pillow.frombytes("LAB", (1, 1), bytes((round(colour[0] * 2.55), round(colour[1]), round(colour[2]))))
    first = ImageCms.buildTransform(own, press, "LAB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC, flags)
    separated = ImageCms.applyTransform(pixel, first)
    return lab(tuple(part / 255 for part in separated.tobytes()))


def test_an_svg_is_placed_as_lines_in_the_presss_inks(book: FontBook) -> None:
    pytest.importorskip("svg2pdf_py")
    assert pictures.measure(SVG) == Size(200, 100)
    _, drawn = form(book, SVG)
    assert drawn.Subtype == "/Form"
    # A colour space begins with black before its own colour is set.
    red, gray = [ink for ink in inks(drawn) if ink != (0, 0, 0, 1)][:2]
    assert math.dist(lab(red), lab(RED)) <= 2
    assert gray[:3] == (0, 0, 0)
    assert 0.3 < gray[3] < 0.7


def test_a_gradient_is_littlecmss_all_along(book: FontBook) -> None:
    pytest.importorskip("svg2pdf_py")
    document, _ = form(book, SVG)
    (shading,) = (
        entry
        for entry in document.objects
        if isinstance(entry, pikepdf.Dictionary) and "/ShadingType" in entry and entry.ColorSpace == "/DeviceCMYK"
        if entry.Function.read_bytes()[:4] != entry.Function.read_bytes()[-4:]
    )
    table = shading.Function.read_bytes()
    steps = len(table) // 4
    for index in (0, steps // 3, steps // 2, steps - 1):
        share = index / (steps - 1)
        between = tuple(start + share * (end - start) for start, end in zip(RED, (30, 140, 60), strict=True))
        printed = tuple(part / 255 for part in table[index * 4 : index * 4 + 4])
        assert math.dist(lab(printed), lab(between)) <= 2


def test_a_mask_stays_gray(book: FontBook) -> None:
    pytest.importorskip("svg2pdf_py")
    document, _ = form(book, SVG)
    masks = [entry.SMask for entry in document.objects if isinstance(entry, pikepdf.Dictionary) and "/SMask" in entry]
    assert masks
    for mask in masks:
        assert mask.G.Group.CS == "/DeviceGray"
        for shading in mask.G.Resources.Shading.values():
            table = shading.Function.read_bytes()
            assert (table[0], table[-1]) == (255, 0)


def test_colours_of_every_space_come_out_right(book: FontBook) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    def draw(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
        profile = document.make_stream(srgb)
        profile.N = 3
        white = pikepdf.Dictionary(WhitePoint=pikepdf.Array([0.9642, 1, 0.8249]), Range=pikepdf.Array([-128, 127] * 2))
        tint = pikepdf.Dictionary(FunctionType=2, N=1, Domain=[0, 1], C0=[1, 1, 1], C1=[part / 255 for part in RED])
        page.Resources.ColorSpace = pikepdf.Dictionary(
            I=pikepdf.Array([pikepdf.Name.ICCBased, profile]),
            L=pikepdf.Array([pikepdf.Name.Lab, white]),
            S=pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name("/PANTONE 186"), pikepdf.Name.DeviceRGB, tint]),
        )
        colour = " ".join(f"{part / 255:.6f}" for part in RED).encode()
        rows = [
            *(b"%b rg 0 0 9 9 re f" % colour, b"%b RG 0 0 9 9 re S" % colour, b"q /DeviceRGB cs %b sc f Q" % colour),
            *(
                b"/I cs %b scn f" % colour,
                b"/L cs 60 20 15 scn f",
                b"/S cs 1 scn f",
                b"0.2 0.3 0 0 k f",
                b"0.5 g f",
            ),
            b"/Tx /MC0 BDC EMC",
        ]
        return b"\n".join(rows)

    _, drawn = form(book, pdf_of(draw))
    wanted = lab(RED)
    fills = inks(drawn)
    assert [math.dist(lab(ink), wanted) <= 2 for ink in inks(drawn, "K")] == [True]
    assert math.dist(lab(fills[0]), wanted) <= 2
    # What `q cs` set was forgotten by Q; the initial colour of a space is black.
    assert (0.2, 0.3, 0, 0) in fills
    assert sum(math.dist(lab(ink), wanted) <= 2 for ink in fills) == 3
    assert min(math.dist(lab(ink), lab_printed(60, 20, 15)) for ink in fills) <= 2
    names = [name for name, _ in operators(drawn)]
    assert "g" in names
    assert not {"BDC", "EMC"} & set(names)
    spot = drawn.Resources.ColorSpace.S
    assert (spot[1], spot[2]) == ("/PANTONE 186", "/DeviceCMYK")
    full = tuple(float(part) for part in spot[3].C1)
    assert math.dist(lab(full), wanted) <= 2


def picture_in_pdf(samples: bytes, space: Any, width: int = 2, **entries: Any) -> bytes:
    def draw(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
        image = document.make_stream(samples, Subtype=pikepdf.Name.Image, Width=width, Height=1, BitsPerComponent=8)
        image.ColorSpace = space
        for name, value in entries.items():
            image[f"/{name}"] = value
        page.Resources.XObject = pikepdf.Dictionary(X=image)
        return b"q 200 0 0 100 0 0 cm /X Do Q"

    return pdf_of(draw)


def test_pictures_inside_are_separated_too(book: FontBook) -> None:
    _, drawn = form(book, picture_in_pdf(bytes(RED) * 2, pikepdf.Name.DeviceRGB, Interpolate=True))
    image = drawn.Resources.XObject.X
    assert image.ColorSpace == "/DeviceCMYK"
    assert "/Interpolate" not in image
    assert math.dist(lab(tuple(part / 255 for part in image.read_bytes()[:4])), lab(RED)) <= 2
    indexed = pikepdf.Array([pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 1, pikepdf.String(bytes(RED) + bytes(3))])
    _, drawn = form(book, picture_in_pdf(b"\0\1", indexed))
    base, table = (drawn.Resources.XObject.X.ColorSpace[at] for at in (1, 3))
    assert base == "/DeviceCMYK"
    assert math.dist(lab(tuple(part / 255 for part in bytes(table)[:4])), lab(RED)) <= 2
    assert bytes(table)[4:] == b"\0\0\0\xff"
    out = BytesIO()
    Pillow.new("RGB", (2, 1), RED).save(out, "JPEG", quality=95, subsampling=0)
    _, drawn = form(book, picture_in_pdf(out.getvalue(), pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode))
    samples = drawn.Resources.XObject.X.read_bytes()
    assert math.dist(lab(tuple(part / 255 for part in samples[:4])), lab(RED)) <= 2


@pytest.mark.parametrize(("rotate", "corner"), [(0, (0, 0)), (90, (0, 1)), (180, (1, 1)), (270, (1, 0))])
def test_a_page_stands_as_it_is_seen(rotate: int, corner: tuple[int, int], book: FontBook) -> None:
    """The lower left corner of its trim goes to where the turned page shows it."""

    def draw(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
        page.Rotate, page.TrimBox = rotate, pikepdf.Array([20, 10, 180, 90])
        return b"0 g 20 10 5 5 re f"

    data = pdf_of(draw)
    assert pictures.measure(data) == (Size(160, 80) if rotate % 180 == 0 else Size(80, 160))
    _, drawn = form(book, data)
    a, b, c, d, e, f = (float(part) for part in drawn.Matrix)
    assert (a * 20 + c * 10 + e, b * 20 + d * 10 + f) == pytest.approx(corner, abs=1e-5)
    assert (a * 180 + c * 90 + e, b * 180 + d * 90 + f) == pytest.approx([1 - part for part in corner], abs=1e-5)
    assert [float(edge) for edge in drawn.BBox] == [20, 10, 180, 90]


def test_a_cropped_drawing_is_clipped(book: FontBook) -> None:
    pdf, _ = placed(book, pdf_of(lambda document, page: b"0 g f"), Rect(0.5, 0, 0.5, 1))
    document = readback.opened(pdf)
    steps = [(name, operands) for name, operands in operators(document.pages[0]) if name in ("re", "W", "cm")]
    (_, clip), (_, _), (_, matrix) = steps[-3:]
    assert [float(part) for part in clip[2:]] == [400, 200]
    assert [float(part) for part in matrix[:4]] == [800, 0, 0, 200]


def test_an_old_rip_gets_no_transparency(book: FontBook) -> None:
    pytest.importorskip("svg2pdf_py")
    _, report = placed(book, SVG, standard="x-1a")
    assert [fault.code for fault in report] == ["NP701"]
    assert "transparency" in next(iter(report)).message()
    pdf, report = placed(book, pdf_of(lambda document, page: b"1 0 0 rg 0 0 9 9 re f"), standard="x-1a")
    assert list(report) == []
    document = readback.opened(pdf)
    assert "/Group" not in document.pages[0].Resources.XObject.P1


def font_outside(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources.Font = pikepdf.Dictionary(F=font)
    return b"BT /F 9 Tf (a) Tj ET"


def mesh(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
    shading = pikepdf.Dictionary(ShadingType=1, ColorSpace=pikepdf.Name.DeviceRGB)
    page.Resources.Shading = pikepdf.Dictionary(S=shading)
    return b"/S sh"


def hidden(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
    group = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="hidden"))
    settings = pikepdf.Dictionary(OFF=pikepdf.Array([group]))
    document.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([group]), D=settings)
    return b"0 g f"


def bomb(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
    return b"0 g f\n" + b" " * 250_000_000


def endless(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
    form = document.make_stream(b"/F Do", Subtype=pikepdf.Name.Form, BBox=pikepdf.Array([0, 0, 9, 9]))
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    page.Resources.XObject = pikepdf.Dictionary(F=form)
    return b"/F Do"


def locked() -> bytes:
    document, out = pikepdf.new(), BytesIO()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def matted(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
    """A picture in RGB that is faint at its edge, and has the ground's black in its colours there already."""
    mask = document.make_stream(b"\x80", Subtype=pikepdf.Name.Image, Width=1, Height=1, BitsPerComponent=8)
    mask.ColorSpace, mask.Matte = pikepdf.Name.DeviceGray, pikepdf.Array([0, 0, 0])
    picture = document.make_stream(b"\x40\0\0", Subtype=pikepdf.Name.Image, Width=1, Height=1, BitsPerComponent=8)
    picture.ColorSpace, picture.SMask = pikepdf.Name.DeviceRGB, mask
    page.Resources.XObject = pikepdf.Dictionary(I=picture)
    return b"q 9 0 0 9 0 0 cm /I Do Q"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: pdf_of(font_outside), "Helvetica is not inside"),
        (lambda: pdf_of(mesh), "mesh"),
        (lambda: pdf_of(hidden), "hidden layers"),
        (lambda: pdf_of(bomb), "more than a page"),
        (lambda: pdf_of(lambda document, page: b"0 g f", (0, 0, 0, 0)), "no size"),
        (lambda: pdf_of(lambda document, page: b"BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI"), "small RGB"),
        (lambda: picture_in_pdf(b"abc", pikepdf.Name.DeviceRGB, 9), "cut short"),
        (lambda: pdf_of(matted), "blended with its ground"),
        (locked, "password"),
        (lambda: b"%PDF-1.4\nnothing more", "damaged"),
        (lambda: b"<svg", "damaged in line 1"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><text>letters</text></svg>", "not outlines"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>", "another file"),
        (lambda: b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>", "entities"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' width='0' height='9'/>", "damaged"),
        (
            lambda: (
                b"<svg xmlns='http://www.w3.org/2000/svg'>"
                + b"<g opacity='.5'>" * 20_000
                + b"</g>" * 20_000
                + b"</svg>"
            ),
            "intricate",
        ),
    ],
)
def test_what_cannot_be_placed_for_certain_is_refused(data: Callable[[], bytes], reason: str, book: FontBook) -> None:
    _, report = placed(book, data())
    assert [fault.code for fault in report] == ["NP701"]
    assert reason in next(iter(report)).message()


def test_a_face_that_sets_nothing_does_not_count(book: FontBook) -> None:
    def draw(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
        font_outside(document, page)
        return b"BT /F 9 Tf ET q BT /F 9 Tf ET Q 1 0 0 rg 0 0 9 9 re f"

    _, drawn = form(book, pdf_of(draw))
    assert list(drawn.Resources.Font.keys()) == []
    assert "Tf" not in [name for name, _ in operators(drawn)]


def test_a_page_of_reportlabs_is_placed(book: FontBook) -> None:
    """Its content is ASCII over deflate, and it selects Helvetica to set nothing in it."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, (200, 100), pageCompression=1)
    canvas.setFillColorRGB(*(part / 255 for part in RED))
    canvas.rect(0, 0, 9, 9, fill=1)
    canvas.save()
    _, drawn = form(book, out.getvalue())
    assert min(math.dist(lab(ink), lab(RED)) for ink in inks(drawn)) <= 2


def test_a_form_that_draws_itself_ends(book: FontBook) -> None:
    pdf, report = placed(book, pdf_of(endless))
    assert list(report) == []
    assert readback.opened(pdf)


def test_the_same_drawing_twice_is_in_the_file_once_and_always_the_same(book: FontBook) -> None:
    data = pdf_of(lambda document, page: b"1 0 0 rg 0 0 9 9 re f")
    job = replace(sheets.JOB, read=lambda name: data)
    page = sheets.page(Image(BOX, "a", alt="a"), Image(BOX, "b", alt="b"))
    pdf = write([page], book, job)
    document = readback.opened(pdf)
    assert list(document.pages[0].Resources.XObject.keys()) == ["/P1"]
    assert pdf == write([page], book, job)


ANY = pdf_of(lambda document, page: b"1 0 0 rg 0 0 9 9 re f")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(ANY)), st.binary(min_size=1, max_size=12))
def test_a_damaged_pdf_is_placed_or_refused(book: FontBook, at: int, junk: bytes) -> None:
    _, report = placed(book, ANY[:at] + junk + ANY[at + len(junk) :])
    assert {fault.code for fault in report} <= {"NP701"}


def drawings_of_drawings(back: int | None) -> Draw:
    """Nine parts, each of which draws the next ten times. back: the last one draws this one; None = a square."""

    def draw(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
        parts = [document.make_stream(b"0 0 0 1 k " + b"/X Do " * 10) for _ in range(9)]
        last = document.make_stream(b"0 0 0 1 k 0 0 9 9 re f")
        for part, used in zip(parts, [*parts[1:], last if back is None else parts[back]], strict=True):
            part.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=used))
        last.Resources = pikepdf.Dictionary()
        for part in (*parts, last):
            part.Type, part.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            part.BBox = pikepdf.Array([0, 0, 200, 100])
        page.Resources.XObject = pikepdf.Dictionary(X=parts[0])
        return b"/X Do"

    return draw


@pytest.mark.parametrize(("back", "why"), [(None, "over and over"), (3, "draws itself")])
def test_an_advert_of_drawings_of_drawings_is_refused(book: FontBook, back: int | None, why: str) -> None:
    _, report = placed(book, pdf_of(drawings_of_drawings(back)))
    assert [fault.code for fault in report] == ["NP701"]
    assert why in str(dict(next(iter(report)).values)["reason"])


def test_a_spot_of_two_adverts_and_the_page_has_one_stand_in(book: FontBook) -> None:
    """Two agencies give one ink other values; a file has one (ISO 19005-2 §6.2.4.4), the page's where it has it."""

    def advert(name: str, *parts: float) -> bytes:
        def draw(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
            tint = pikepdf.Dictionary(FunctionType=2, N=1, Domain=[0, 1], C0=[0, 0, 0, 0], C1=list(parts))
            spot = pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name(name), pikepdf.Name.DeviceCMYK, tint])
            page.Resources.ColorSpace = pikepdf.Dictionary(S=spot)
            return b"/S cs 1 scn 0 0 9 9 re f"

        return pdf_of(draw)

    data = {
        "a": advert("/PANTONE 300 C", 1, 0.5, 0, 0),
        "b": advert("/PANTONE 300 C", 0.9, 0.4, 0, 0.1),
        "c": advert("/PANTONE 186 C", 0, 0.9, 0.9, 0),
    }
    images = [Image(Rect(20, 20 + 60 * at, 50, 50), name, alt="广告") for at, name in enumerate(data)]
    own = Ink(0, 1, 0.81, 0.04, "PANTONE 186 C")
    report = Report()
    job = replace(sheets.JOB, read=data.__getitem__)
    document = readback.opened(write([sheets.page(*images, Fill(Rect(90, 20, 9, 9), own))], book, job, report))
    assert not list(report)
    found: dict[str, set[tuple[float, ...]]] = {}
    for entry in document.objects:
        if isinstance(entry, pikepdf.Stream) and entry.get("/Subtype") == "/Form":
            space = entry.Resources.ColorSpace.S
            found.setdefault(str(space[1]), set()).add(tuple(float(part) for part in space[3].C1))
    assert found == {"/PANTONE 300 C": {(1, 0.5, 0, 0)}, "/PANTONE 186 C": {own.parts}}


@pytest.mark.parametrize("of_page", [True, False])
def test_what_a_mask_shares_with_what_is_drawn_is_changed_as_ink(of_page: bool) -> None:
    """Resources of a soft mask that are those of the page too, or of a part of it, on a page of black and a spot."""

    def draw(document: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
        stand_in = Dictionary(FunctionType=2, N=1, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([0, 1, 1, 0]))
        other = Array([Name.Separation, Name("/Other"), Name.DeviceCMYK, stand_in])
        own = document.make_indirect(Dictionary(ColorSpace=Dictionary(Other=other)))
        box = Array([0, 0, 200, 100])
        mask = document.make_stream(b"1 g 0 0 200 100 re f /Other cs 0.5 scn 0 0 9 9 re f")
        mask.Type, mask.Subtype, mask.BBox, mask.Resources = Name.XObject, Name.Form, box, own
        mask.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
        drawn = document.make_stream(b"0.9 0 0 rg 0 0 9 9 re f /Other cs 0.5 scn 9 9 9 9 re f")
        drawn.Type, drawn.Subtype, drawn.BBox, drawn.Resources = Name.XObject, Name.Form, box, own
        used = page.obj.Resources = own if of_page else Dictionary()
        used.ExtGState = Dictionary(Mask=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask)))
        used.XObject = Dictionary(Drawn=drawn)
        return b"/Mask gs /Drawn Do"

    with pikepdf.open(BytesIO(pdf_of(draw))) as document:
        page = document.pages[0]
        Recolour(document, newsprint(), True, PageInks((SPOT,))).page(page)
        drawn = page.Resources.XObject.Drawn
        chosen = [operands[0] for name, operands in operators(drawn) if name == "cs"]
        assert chosen
        assert all(name in drawn.Resources.ColorSpace for name in chosen)
        assert "/Other" not in chosen
        mask = page.Resources.ExtGState.Mask.SMask.G
        assert {name for name, _ in operators(mask)} == {"g", "re", "f"}
