"""The plates say what Ghostscript's say, and the squares of ink what arithmetic says."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image
from planting import draw, picture, place, spot, state
from plating import FINE, blank, ghostscript
from samples import ISSUES, printed

from layout.preflight import PageInk, examine
from layout.preflight.functions import function
from layout.presses import press
from layout.units import MM

Drawing = Callable[[Pdf], object]


def ink(data: bytes, page: int = 1) -> PageInk:
    return examine(data, "page.pdf", press()).ink[page]


def test_a_tint_is_as_heavy_as_its_numbers() -> None:
    taken = ink(blank(lambda pdf: draw(pdf, "0.5 0.4 0.3 0.2 k 0 0 400 400 re f")))
    assert dict(taken.coverage) == pytest.approx({"Cyan": 0.5, "Magenta": 0.4, "Yellow": 0.3, "Black": 0.2}, abs=0.004)
    assert taken.heaviest == pytest.approx(140, abs=1)


def test_the_heaviest_square_is_where_the_ink_is() -> None:
    side = 15 * MM
    taken = ink(blank(lambda pdf: draw(pdf, f"1 1 0.5 0 k {20 * MM} {50 * MM} {side} {side} re f")))
    assert taken.heaviest == pytest.approx(250, abs=4)
    assert (taken.place.x, taken.place.y) == pytest.approx((20, 100 - 50 - 15), abs=2.5)


def test_a_heavy_line_is_not_a_heavy_square() -> None:
    """The mean of 15 mm counts, as GWG2015 has it: a headline in four inks does not stop the press."""
    taken = ink(blank(lambda pdf: draw(pdf, f"1 1 1 1 k {20 * MM} {50 * MM} {15 * MM} {MM} re f")))
    assert taken.heaviest == pytest.approx(400 / 15, abs=4)


def test_what_overprints_leaves_the_other_plates_alone() -> None:
    def over(pdf: Pdf) -> None:
        states = {"Planted": Dictionary(OP=True, op=True, OPM=1)}
        draw(pdf, "0 0 1 0 k 0 0 400 400 re f /Planted gs 0 0 0 1 k 0 0 400 400 re f", ExtGState=states)

    assert ink(blank(over)).heaviest == pytest.approx(200, abs=1)
    knocked = blank(lambda pdf: draw(pdf, "0 0 1 0 k 0 0 400 400 re f 0 0 0 1 k 0 0 400 400 re f"))
    assert ink(knocked).heaviest == pytest.approx(100, abs=1)


def test_a_transparent_panel_adds_its_share() -> None:
    def half(pdf: Pdf) -> None:
        states = {"Planted": Dictionary(ca=0.5)}
        draw(pdf, "0 0 1 0 k 0 0 400 400 re f /Planted gs 1 0 0 0 k 0 0 400 400 re f", ExtGState=states)

    assert dict(ink(blank(half)).coverage) == pytest.approx({"Cyan": 0.5, "Yellow": 0.5}, abs=0.01)


def layered(shown: bool) -> Drawing:
    def act(pdf: Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("English")))
        plan = Dictionary(Name=pikepdf.String("all"), OFF=Array([] if shown else [layer]))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=plan)
        ink = "1 1 1 0.9 k 0 0 400 400 re f"
        draw(pdf, f"0 0 1 0 k 0 0 400 400 re f /OC /Planted BDC {ink} EMC", Properties={"Planted": layer})

    return act


def test_a_layer_that_is_not_shown_prints_nothing() -> None:
    assert ink(blank(layered(shown=True))).heaviest == pytest.approx(390, abs=2)
    hidden = examine(blank(layered(shown=False)), "page.pdf", press())
    assert hidden.ink[1].heaviest == pytest.approx(100, abs=1)
    assert not {finding.code for finding in hidden.findings} & {"NP880", "NP881", "NP886"}


def test_a_pictures_own_profile_counts() -> None:
    """Red and green change places in the profile: what looks red is green on the plate."""
    from PIL import ImageCms

    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    turned = plain.replace(b"rXYZ", b"?XYZ").replace(b"gXYZ", b"rXYZ").replace(b"?XYZ", b"gXYZ")

    def red(profile: bytes) -> Drawing:
        def act(pdf: Pdf) -> None:
            stream = pdf.make_indirect(Stream(pdf, profile, N=3))
            made = picture(pdf, 64, 64, Array([Name.ICCBased, stream]), 3)
            made.write(b"\xff\0\0" * 64 * 64)
            place(pdf, made, 200)

        return act

    warm, cold = (dict(ink(blank(red(profile))).coverage) for profile in (plain, turned))
    assert warm["Magenta"] > 3 * warm.get("Cyan", 0)
    assert cold["Cyan"] > 2 * cold.get("Magenta", 0)


def test_a_spot_the_press_has_not_is_printed_by_its_cmyk() -> None:
    planting = blank(
        lambda pdf: draw(pdf, "/Planted cs 0.5 scn 0 0 400 400 re f", ColorSpace={"Planted": spot("Gold", 0.8)})
    )
    assert dict(ink(planting).coverage) == pytest.approx({"Black": 0.4}, abs=0.01)


def test_spots_the_press_has_are_plates_of_their_own() -> None:
    from dataclasses import replace

    planting = blank(
        lambda pdf: draw(pdf, "/Planted cs 0.5 scn 0 0 400 400 re f", ColorSpace={"Planted": spot("Gold", 0.8)})
    )
    taken = examine(planting, "page.pdf", replace(press(), spots=("Gold",))).ink[1]
    assert dict(taken.coverage) == pytest.approx({"Gold": 0.5}, abs=0.01)


def fade(pdf: Pdf) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0, 0], C1=[0, 0, 1, 0.5], N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 283, 0], Function=tint)
    draw(pdf, "/Planted sh", Shading={"Planted": shading})


def jpeg(pdf: Pdf) -> None:
    out = BytesIO()
    Image.frombytes("RGB", (64, 64), bytes(range(192)) * 64).convert("CMYK").save(out, "JPEG", quality=95)
    made = picture(pdf, 64, 64, Name.DeviceCMYK, 4)
    made.write(out.getvalue(), filter=Name.DCTDecode)
    made.Decode = Array([1, 0] * 4)
    place(pdf, made, 200)


def in_a_form(pdf: Pdf) -> None:
    content = b"0.3 0.6 0 0 k 0 0 200 100 re f 0 0 0 1 K 4 w 0 0 m 200 100 l S"
    form = Stream(
        pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 100], Matrix=[1, 0, 0, 1, 20, 30]
    )
    draw(pdf, "/Planted Do", XObject={"Planted": pdf.make_indirect(form)})


def tiled(pdf: Pdf) -> None:
    cell = {"BBox": [0, 0, 10, 10], "XStep": 10, "YStep": 10, "Resources": Dictionary()}
    pattern = Stream(pdf, b"0 1 0 0 k 0 0 5 5 re f", PatternType=1, PaintType=1, TilingType=1, **cell)
    draw(pdf, "/Pattern cs /Planted scn 20 20 200 200 re f", Pattern={"Planted": pdf.make_indirect(pattern)})


def multiplied(pdf: Pdf) -> None:
    draw(pdf, "0.4 0 0 0.2 k 0 0 200 200 re f")
    state(pdf, BM=Name.Multiply)
    states = {"Mixed": Dictionary(BM=Name.Multiply)}
    draw(pdf, "/Mixed gs 0.5 0.5 0 0 k 50 50 200 200 re f", ExtGState=states)


def palette(pdf: Pdf) -> None:
    table = b"".join(bytes((index, 0, 255 - index, 0)) for index in range(256))
    made = picture(pdf, 256, 64, Array([Name.Indexed, Name.DeviceCMYK, 255, pikepdf.String(table)]))
    made.write(bytes(range(256)) * 64)
    place(pdf, made, 200)


def stencil(pdf: Pdf) -> None:
    made = picture(pdf, 64, 64, bits=1, ImageMask=True)
    del made.ColorSpace
    made.write(b"\xf0" * 8 * 64)
    draw(pdf, "0 0.7 0 0 k 200 0 0 200 20 20 cm /Planted Do", XObject={"Planted": made})


DRAWINGS = (fade, jpeg, in_a_form, tiled, multiplied, palette, stencil)


@pytest.mark.parametrize("drawing", DRAWINGS, ids=[drawing.__name__ for drawing in DRAWINGS])
def test_plates_are_those_of_ghostscript(drawing: Drawing, tmp_path: Path) -> None:
    data = blank(drawing)
    assert dict(ink(data).coverage) == pytest.approx(ghostscript(data, tmp_path), abs=0.012)


def test_plates_of_a_page_of_type_are_those_of_ghostscript(clean: bytes, tmp_path: Path) -> None:
    for page in (0, 1):
        taken = dict(ink(clean, page).coverage)
        # Hairlines: PDFium draws none thinner than a pixel of the 183 an inch has.
        assert taken == pytest.approx(ghostscript(clean, tmp_path, page + 1, FINE), abs=0.002)


@pytest.mark.parametrize("issue", ISSUES)
def test_plates_of_the_samples_are_those_of_ghostscript(issue: str, tmp_path: Path) -> None:
    _, data = printed(issue)
    taken = ink(data, 0)
    assert dict(taken.coverage) == pytest.approx(ghostscript(data, tmp_path, 1, FINE), abs=0.0015)
    assert taken.heaviest < press().tac[0]


# Functions


def made(pdf: Pdf, **entries: object) -> object:
    return Dictionary({"/" + key: entry for key, entry in entries.items()})


def test_a_calculator_function_calculates() -> None:
    pdf = Pdf.new()
    program = b"{dup 0.5 gt {1 exch sub} {2 mul} ifelse dup 0.25 mul exch}"
    entry = pdf.make_indirect(Stream(pdf, program, FunctionType=4, Domain=[0, 1], Range=[0, 1, 0, 1]))
    assert function(entry)([0.25]) == pytest.approx((0.125, 0.5))
    assert function(entry)([0.75]) == pytest.approx((0.0625, 0.25))


def test_a_sampled_function_goes_straight_between_its_samples() -> None:
    pdf = Pdf.new()
    entry = pdf.make_indirect(
        Stream(pdf, bytes([0, 255, 51]), FunctionType=0, Domain=[0, 1], Range=[0, 1], Size=[3], BitsPerSample=8)
    )
    assert [function(entry)([x])[0] for x in (0, 0.25, 0.5, 0.75, 1)] == pytest.approx([0, 0.5, 1, 0.6, 0.2])


def test_stitched_functions_follow_one_another() -> None:
    pdf = Pdf.new()
    parts = [
        made(pdf, FunctionType=2, Domain=[0, 1], C0=[0], C1=[1], N=1),
        made(pdf, FunctionType=2, Domain=[0, 1], C0=[1], C1=[0], N=1),
    ]
    entry = made(pdf, FunctionType=3, Domain=[0, 1], Functions=Array(parts), Bounds=[0.5], Encode=[0, 1, 0, 1])
    assert [function(entry)([x])[0] for x in (0, 0.25, 0.5, 0.75, 1)] == pytest.approx([0, 0.5, 1, 0.5, 0])


@pytest.mark.parametrize("program", [b"{pop pop}", b"{0 div}", b"{frobnicate}", b"{" * 60, b"{" + b"dup " * 500 + b"}"])
def test_a_broken_calculator_function_is_a_value_error(program: bytes) -> None:
    pdf = Pdf.new()
    entry = pdf.make_indirect(Stream(pdf, program, FunctionType=4, Domain=[0, 1], Range=[0, 1]))
    with pytest.raises(ValueError):  # noqa: PT011
        function(entry)([0.5])
