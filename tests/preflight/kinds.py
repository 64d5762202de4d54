"""Faults as advertisers and office programs send them, and what looks like one and is none: each plants itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from planting import (
    annotation,
    draw,
    font,
    intent,
    letter,
    picture,
    place,
    second,
    shown_code,
    spot,
    text,
)


class Kind(NamedTuple):
    """A fault by its trade name. placed: whether it has a place on its page (0 = the file)."""

    name: str
    code: str
    plant: Callable[[Pdf], Any]
    page: int = 2
    placed: bool = True
    also: tuple[str, ...] = ()
    saving: dict[str, Any] = {}  # noqa: RUF012


BLACK = "0 0 0 1 k"
RED = "0 0.6 0.6 0 k"
BLUE = "0.6 0.4 0 0 k"


def edges(pdf: Pdf, page: int = 1) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(each) for each in pdf.pages[page].TrimBox)
    return left, bottom, right, top


# To the edge


def tint_to_the_trim(pdf: Pdf) -> None:
    left, bottom, right, _ = edges(pdf)
    draw(pdf, f"{BLUE} {left + 60} {bottom + 60} {right - left - 60} 40 re f")


def picture_to_the_trim(pdf: Pdf) -> None:
    left, bottom, *_ = edges(pdf)
    draw(pdf, f"72 0 0 72 {left} {bottom + 60} cm /Planted Do", XObject={"Planted": picture(pdf)})


def rule_to_the_trim(pdf: Pdf) -> None:
    left, bottom, *_ = edges(pdf)
    draw(pdf, f"/Over gs 0 0 0 1 K 1 w {left} {bottom + 60} m {left + 100} {bottom + 60} l S")


def bleed_on_one_side_only(pdf: Pdf) -> None:
    left, bottom, *_ = edges(pdf)
    draw(pdf, f"{BLUE} {left - 9} {bottom} 60 40 re f")


def short_bleed(pdf: Pdf) -> None:
    left, bottom, *_ = edges(pdf)
    draw(pdf, f"{BLUE} {left - 3} {bottom + 60} 60 40 re f")


def bleed_box_short_on_one_side(pdf: Pdf) -> None:
    left, bottom, right, top = edges(pdf)
    second(pdf)["/BleedBox"] = Array([left, bottom - 8.6, right + 8.6, top + 8.6])
    draw(pdf, f"{BLUE} {left - 9} {bottom + 60} 60 40 re f")


def tint_to_the_trim_of_a_page_without_bleed_box(pdf: Pdf) -> None:
    del second(pdf)["/BleedBox"]
    tint_to_the_trim(pdf)


def clipped_at_the_trim(pdf: Pdf) -> None:
    left, bottom, right, top = edges(pdf)
    frame = f"{left} {bottom} {right - left} {top - bottom} re W n"
    draw(pdf, f"{frame} {BLUE} {left - 20} {bottom + 60} 60 40 re f")


def type_at_the_trim(pdf: Pdf) -> None:
    left, bottom, *_ = edges(pdf)
    name, code = shown_code(pdf, 1)
    draw(pdf, f"/Over gs {BLACK} BT /{name} 9 Tf {left + 4} {bottom + 60} Td <{code}> Tj ET")


# Content streams


def appended(content: bytes) -> Callable[[Pdf], None]:
    """Content added bare, as stampers do."""

    def act(pdf: Pdf) -> None:
        pdf.pages[1].contents_add(Stream(pdf, content), prepend=False)

    return act


def missing(kind: str, content: str) -> Callable[[Pdf], None]:
    return lambda pdf: draw(pdf, content, **{kind: {}})


def short_stream(pdf: Pdf) -> None:
    made = picture(pdf, 300, 300)
    made.write(b"\x80" * 300 * 150)
    place(pdf, made)


def damaged_jpeg(pdf: Pdf) -> None:
    made = picture(pdf, 300, 300)
    made.write(b"\xff\xd8\xff\xe0" + b"nonsense" * 40, filter=Name.DCTDecode)
    place(pdf, made)


# Boxes and pages


def turned(pdf: Pdf) -> None:
    second(pdf)["/Rotate"] = 90


def inherited_turn(pdf: Pdf) -> None:
    pdf.Root.Pages["/Rotate"] = 180


def trim_of_no_size(pdf: Pdf) -> None:
    left, bottom, _, top = edges(pdf)
    second(pdf)["/TrimBox"] = Array([left, bottom, left, top])


def unequal(pdf: Pdf) -> None:
    left, bottom, right, top = edges(pdf)
    second(pdf)["/TrimBox"] = Array([left, bottom + 20, right, top])


def blank(pdf: Pdf) -> None:
    second(pdf)["/Contents"] = pdf.make_indirect(Stream(pdf, b"q Q"))


def white_page(pdf: Pdf) -> None:
    second(pdf)["/Contents"] = pdf.make_indirect(Stream(pdf, b"q 0 0 0 0 k 0 0 900 900 re f Q"))


def twice(pdf: Pdf) -> None:
    for key in ("/Contents", "/Resources"):
        second(pdf)[key] = pdf.pages[0].obj[key]


# Colour


def rgb_jpeg2000(pdf: Pdf) -> None:
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (300, 300), (128, 160, 128)).save(out, "JPEG2000")
    made = picture(pdf, 300, 300)
    del made["/ColorSpace"]
    made.write(out.getvalue(), filter=Name.JPXDecode)
    place(pdf, made)


def spots_by_two_names(pdf: Pdf) -> None:
    draw(
        pdf,
        "/One cs 1 scn 200 200 20 20 re f /Two cs 1 scn 240 200 20 20 re f",
        ColorSpace={"One": spot("PANTONE 185 C"), "Two": spot("Pantone 185 CV")},
    )


def spot_in_two_mixtures(pdf: Pdf) -> None:
    tint = Dictionary(FunctionType=4, Domain=[0, 1, 0, 1], Range=[0, 1] * 4)
    made = pdf.make_indirect(Stream(pdf, b"{ exch pop dup dup dup 0.2 mul exch 0.4 mul exch 0 exch 0 exch pop }", tint))
    both = Array([Name.DeviceN, Array([Name.Black, Name.Gold]), Name.DeviceCMYK, made])
    draw(
        pdf,
        "/One cs 1 scn 200 200 20 20 re f /Two cs 0 1 scn 240 200 20 20 re f",
        ColorSpace={"One": spot("Gold"), "Two": both},
    )


def five_inks(pdf: Pdf) -> None:
    tint = pdf.make_indirect(
        Stream(pdf, b"{ pop pop pop pop 0 0 0 }", Dictionary(FunctionType=4, Domain=[0, 1] * 5, Range=[0, 1] * 4))
    )
    names = Array([Name.Cyan, Name.Magenta, Name.Yellow, Name.Black, Name.Varnish])
    space = Array([Name.DeviceN, names, Name.DeviceCMYK, tint])
    draw(pdf, "/Planted cs 0.1 0 0 0 1 scn 200 200 20 20 re f", ColorSpace={"Planted": space})


def process_spot(pdf: Pdf) -> None:
    draw(pdf, "/Planted cs 1 scn 200 200 20 20 re f", ColorSpace={"Planted": spot("Process Black")})


def calibrated(pdf: Pdf) -> None:
    space = Array([Name.CalRGB, Dictionary(WhitePoint=[0.95, 1, 1.09])])
    draw(pdf, "/Planted cs 0.2 0.4 0.6 scn 200 200 20 20 re f", ColorSpace={"Planted": space})


def lab_picture(pdf: Pdf) -> None:
    space = Array([Name.Lab, Dictionary(WhitePoint=[0.95, 1, 1.09])])
    place(pdf, picture(pdf, space=space, count=3))


def profile_of_others(pdf: Pdf) -> None:
    """ICCBased that says three components with a profile of four."""
    profile = pdf.make_indirect(Stream(pdf, intent(pdf).DestOutputProfile.read_bytes(), N=3))
    space = Array([Name.ICCBased, profile])
    draw(pdf, "/Planted cs 0.5 0.5 0.5 scn 200 200 20 20 re f", ColorSpace={"Planted": space})


def rgb_group(pdf: Pdf) -> None:
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    form = Stream(pdf, b"0 0 0 0.5 k 0 0 40 40 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 40, 40])
    form.Group = group
    draw(pdf, "1 0 0 1 200 200 cm /Planted Do", XObject={"Planted": pdf.make_indirect(form)})


def rgb_shading_pattern(pdf: Pdf) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[200, 200, 300, 200], Function=tint)
    pattern = Dictionary(Type=Name.Pattern, PatternType=2, Shading=shading)
    draw(pdf, "/Pattern cs /Planted scn 200 200 50 50 re f", Pattern={"Planted": pattern})


def registration_type(pdf: Pdf) -> None:
    name, code = shown_code(pdf, 1)
    draw(
        pdf,
        f"/Over gs /Planted cs 1 scn BT /{name} 20 Tf 200 300 Td <{code}> Tj ET",
        ColorSpace={"Planted": spot("All")},
    )


# Printing conditions


def second_condition(pdf: Pdf) -> None:
    """An archive's intent with a profile that is not the press's."""
    data = intent(pdf).DestOutputProfile.read_bytes()
    other = pdf.make_indirect(Stream(pdf, data[:64] + b"\0\0\0\3" + data[68:], N=4))
    made = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, DestOutputProfile=other)
    pdf.Root.OutputIntents.append(made)


def gray_intent(pdf: Pdf) -> None:
    stream = intent(pdf).DestOutputProfile
    data = bytearray(stream.read_bytes())
    data[16:20] = b"GRAY"
    stream.write(bytes(data))


def two_claims(pdf: Pdf) -> None:
    pdf.trailer.Info["/GTS_PDFXVersion"] = String("PDF/X-1a:2003")


# Type


def office_song(pdf: Pdf) -> None:
    """SimSun by its name alone, as old office programs and RIP drivers leave it."""
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/SimSun"), Flags=4)
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/SimSun"),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("GB1"), Supplement=2),
        DW=1000,
    )
    made = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/SimSun"),
        Encoding=Name("/GBK-EUC-H"),
        DescendantFonts=Array([pdf.make_indirect(inner)]),
    )
    letter(pdf, made, "B0A1")


def cut_program(pdf: Pdf) -> None:
    """A TrueType subset whose outlines end before its table says."""
    from fontTools.ttLib import TTFont

    made = font(pdf)
    program = made.DescendantFonts[0].FontDescriptor.FontFile2
    data = program.read_bytes()
    table = TTFont(BytesIO(data)).reader.tables["loca"]
    far = data[: table.offset + 2] + b"\x7f\xff\x7f\xff" + data[table.offset + 6 :]
    program.write(far)
    letter(pdf, made)


def bitmap_type(pdf: Pdf) -> None:
    """A Type 3 font of 300 dots an inch, as old TeX and RIP drivers write: 42 dots for a letter of 10 points."""
    glyph = Stream(
        pdf, b"42 0 0 0 42 42 d1 42 0 0 42 0 0 cm BI /W 42 /H 42 /IM true /BPC 1 ID " + b"\x55" * 252 + b" EI"
    )
    made = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 42, 42],
        FontMatrix=[1 / 42, 0, 0, 1 / 42, 0, 0],
        CharProcs=Dictionary(a=pdf.make_indirect(glyph)),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, Name.a])),
        FirstChar=1,
        LastChar=1,
        Widths=Array([42]),
        Resources=Dictionary(),
    )
    letter(pdf, made, "01")


def word_widths(pdf: Pdf) -> None:
    """A simple TrueType font by WinAnsi whose widths are another font's."""
    letter(pdf, simple(pdf, 500), "41")


def word_subset(pdf: Pdf) -> None:
    """The same without the letter that is shown."""
    letter(pdf, simple(pdf, 600), "42")


def simple(pdf: Pdf, width: int) -> Dictionary:
    inner = font(pdf).DescendantFonts[0]
    inner.FontDescriptor.Flags = 32  # not symbolic
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name("/ABCDEF+Planted"),
        Encoding=Name.WinAnsiEncoding,
        FirstChar=65,
        LastChar=66,
        Widths=Array([width, width]),
        FontDescriptor=inner.FontDescriptor,
    )


def mirrored_type(pdf: Pdf) -> None:
    name, code = shown_code(pdf, 1)
    draw(pdf, f"-1 0 0 1 500 0 cm /Over gs {BLACK} BT /{name} 20 Tf 220 200 Td <{code}> Tj ET")


def screened_type(pdf: Pdf) -> None:
    text(pdf, "0 0 0 0.4 k", 6)


# Pictures


def placed(matrix: str, **given: Any) -> Callable[[Pdf], None]:
    return lambda pdf: draw(pdf, f"{matrix} cm /Planted Do", XObject={"Planted": picture(pdf, **given)})


def stencil(pdf: Pdf) -> None:
    made = picture(pdf, 300, 300, bits=1)
    del made["/ColorSpace"]
    made["/ImageMask"] = True
    draw(pdf, f"/Over gs {BLACK} 60 0 0 60 200 200 cm /Planted Do", XObject={"Planted": made})


# Layers, annotations, forms


def layer_for_the_screen(pdf: Pdf) -> None:
    """A layer that is shown but says that it is not to be printed."""
    usage = Dictionary(Print=Dictionary(PrintState=Name.OFF))
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("price"), Usage=usage))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([group]), D=Dictionary(Name=String("all"), Order=Array([group]), ON=Array([group]))
    )
    draw(pdf, f"/OC /Planted BDC {BLUE} 200 200 20 20 re f EMC", Properties={"Planted": group})


def xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_indirect(Stream(pdf, b"<xdp/>")))


def printers_mark(pdf: Pdf) -> None:
    annotation(pdf, "PrinterMark")


KINDS = [
    # To the edge
    Kind("tint that ends at the trim", "NP879", tint_to_the_trim),
    Kind("picture that ends at the trim", "NP879", picture_to_the_trim),
    Kind("rule that ends at the trim", "NP879", rule_to_the_trim),
    Kind("bleed on one side only", "NP879", bleed_on_one_side_only),
    Kind("bleed of 1 mm", "NP879", short_bleed),
    Kind("no bleed box, and a tint to the trim", "NP879", tint_to_the_trim_of_a_page_without_bleed_box),
    Kind("bleed box without one side", "NP846", bleed_box_short_on_one_side),
    Kind("bleed cut off by a clip", "NP879", clipped_at_the_trim),
    Kind("type closer than 3 mm to the trim", "NP788", type_at_the_trim),
    # Content streams
    Kind("Q too many", "NP804", appended(b" Q"), placed=False),
    Kind("q without Q", "NP802", appended(b" q"), placed=False),
    Kind("BT without ET", "NP802", appended(b" BT"), placed=False),
    Kind("ET without BT", "NP804", appended(b" ET"), placed=False),
    Kind("EMC without beginning", "NP804", appended(b" EMC"), placed=False),
    Kind("marked content without end", "NP802", appended(b" /Span BMC"), placed=False),
    Kind("font that is not in the resources", "NP804", missing("Font", "BT /Gone 9 Tf ET"), placed=False),
    Kind("colour of three numbers for four", "NP804", partial(draw, content="0 0 1 k"), placed=False),
    Kind("picture with half its rows", "NP893", short_stream, placed=False),
    Kind("picture that is no JPEG", "NP893", damaged_jpeg, placed=False),
    # Boxes and pages
    Kind("page turned by Rotate", "NP785", turned, placed=False, also=("NP847",)),
    Kind("Rotate of the whole file", "NP785", inherited_turn, 1, placed=False),
    Kind("trim of no size", "NP841", trim_of_no_size, placed=False, also=("NP847", "NP853", "NP886", "NP887")),
    Kind("trim box of another size on one page", "NP847", unequal, placed=False),
    Kind("blank page", "NP787", blank, placed=False),
    Kind("page of white paint", "NP787", white_page, placed=False),
    Kind("page twice", "NP784", twice, placed=False),
    # Colour
    Kind("black type in RGB", "NP848", lambda pdf: text(pdf, "/Over gs 0 0 0 rg", 20)),
    Kind("type in registration colour", "NP853", registration_type),
    Kind("JPEG 2000 that is sRGB inside", "NP850", rgb_jpeg2000),
    Kind("one spot by two names", "NP852", spots_by_two_names, also=("NP854",)),
    Kind("one spot in two mixtures", "NP852", spot_in_two_mixtures, also=("NP854",)),
    Kind("five inks, one not on the press", "NP854", five_inks),
    Kind("black as a spot", "NP854", process_spot),
    Kind("calibrated RGB", "NP850", calibrated),
    Kind("Lab picture", "NP850", lab_picture),
    Kind("profile of other components than its space", "NP838", profile_of_others, also=("NP850",)),
    Kind("transparency group in RGB", "NP855", rgb_group),
    Kind("gradient in RGB as a pattern", "NP848", rgb_shading_pattern),
    # Printing conditions
    Kind("two profiles for one file", "NP835", second_condition, 0, placed=False),
    Kind("gray press profile", "NP838", gray_intent, 0, placed=False),
    Kind("two standards claimed", "NP832", two_claims, 0, placed=False),
    # Type
    Kind("SimSun not embedded", "NP865", office_song),
    Kind("subset with its outlines cut off", "NP869", cut_program),
    Kind("Type 3 bitmaps of 300 dpi", "NP885", bitmap_type),
    Kind("widths of another font, by WinAnsi", "NP867", word_widths),
    Kind("letter missing from a WinAnsi subset", "NP866", word_subset),
    Kind("mirrored type", "NP786", mirrored_type),
    Kind("small type in a screen", "NP887", screened_type),
    Kind("small black type in four inks", "NP887", lambda pdf: text(pdf, "0.6 0.5 0.4 0.6 k", 8)),
    Kind("small black type, overprint of mode 0", "NP889", lambda pdf: text(pdf, f"/Loose gs {BLACK}", 8)),
    # Lines and tints
    Kind("hairline of width 0", "NP888", partial(draw, content="/Over gs 0 0 0 1 K 0 w 200 200 m 290 200 l S")),
    Kind("hairline drawn as a box", "NP888", partial(draw, content=f"/Over gs {BLACK} 200 200 90 0.08 re f")),
    Kind("fine line in a screen", "NP888", partial(draw, content="0 0 0 0.3 K 0.2 w 200 200 m 290 200 l S")),
    Kind("tint of 2 %", "NP789", partial(draw, content="0 0 0 0.02 k 200 200 60 60 re f")),
    Kind("tint of 98 %", "NP789", partial(draw, content="0.98 0 0 0 k 200 200 60 60 re f")),
    Kind("white frame that overprints", "NP891", partial(draw, content="/Over gs 0 0 0 0 K 2 w 200 200 60 60 re S")),
    # Pictures
    Kind("picture pulled wide", "NP786", placed("80 0 0 60 200 200")),
    Kind("mirrored picture", "NP786", placed("-60 0 0 60 260 200")),
    Kind("stencil of 360 ppi", "NP885", stencil),
    # Layers, annotations, forms
    Kind("layer shown but not printed", "NP876", layer_for_the_screen, 0, placed=False),
    Kind("form in XFA", "NP871", xfa, 0, placed=False),
    Kind("printer's mark inside the trim", "NP870", printers_mark),
]


# What looks like a fault and is none


def at_the_left_edge(content: str, **resources: dict[str, Any]) -> Callable[[Pdf], None]:
    """Drawing whose origin is the trim's left edge, 60 points up."""

    def act(pdf: Pdf) -> None:
        left, bottom, *_ = edges(pdf)
        draw(pdf, f"1 0 0 1 {left} {bottom + 60} cm {content}", **resources)

    return act


def at_the_fold(pdf: Pdf) -> None:
    """Two pages that have no bleed where they meet."""
    left, bottom, right, top = edges(pdf)
    pdf.pages[0].obj["/BleedBox"] = Array([left - 8.6, bottom - 8.6, right, top + 8.6])
    second(pdf)["/BleedBox"] = Array([left, bottom - 8.6, right + 8.6, top + 8.6])
    draw(pdf, f"{BLUE} {left} {bottom + 60} 60 40 re f")


def unseen_layer(pdf: Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("template")))
    plan = Dictionary(Name=String("all"), Order=Array([group]), OFF=Array([group]))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=plan)
    left, bottom, *_ = edges(pdf)
    draw(pdf, f"/OC /L BDC {BLUE} {left} {bottom + 60} 60 40 re f EMC", Properties={"L": group})


def slug_of_a_placed_page(pdf: Pdf) -> None:
    """As on flats: the page is clipped at its trim, and its slug stands outside."""
    name, code = shown_code(pdf, 1)
    left, bottom, right, top = edges(pdf)
    frame = f"{left} {bottom} {right - left} {top - bottom} re W n"
    draw(pdf, f"{frame} /Over gs {BLACK} BT /{name} 9 Tf {left} {bottom - 20} Td <{code}> Tj ET")


def boxes(pdf: Pdf, width: float, height: float, x: float = 40, y: float = 40) -> None:
    """Page 2 of another trim, with a black square on it and nothing else."""
    page = second(pdf)
    page["/MediaBox"] = Array([0, 0, x + width + 40, y + height + 40])
    page["/TrimBox"] = Array([x, y, x + width, y + height])
    page["/BleedBox"] = Array([x - 9, y - 9, x + width + 9, y + height + 9])
    page["/Contents"] = pdf.make_indirect(Stream(pdf, b"0 0 0 1 k 150 150 20 20 re f"))


def size(pdf: Pdf) -> tuple[float, float]:
    left, bottom, right, top = edges(pdf)
    return right - left, top - bottom


def spread(pdf: Pdf) -> None:
    width, height = size(pdf)
    boxes(pdf, 2 * width, height)


def turned_to_be_alike(pdf: Pdf) -> None:
    width, height = size(pdf)
    boxes(pdf, height, width)
    second(pdf)["/Rotate"] = 90


def white_ground(pdf: Pdf) -> None:
    """Under all there is."""
    pdf.pages[1].contents_add(Stream(pdf, b"q 0 0 0 0 k 0 0 900 900 re f Q"), prepend=True)
    draw(pdf, f"{BLUE} 200 200 20 20 re f")


NO_FAULTS: dict[str, Callable[[Pdf], Any]] = {
    "white ground of the page": white_ground,
    "white ground that ends at the trim": at_the_left_edge("0 0 0 0 k 0 0 100 100 re f"),
    "hairline to the trim": at_the_left_edge("0 0 0 1 K /Over gs 0.25 w 0 0 m 100 0 l S"),
    "tint well inside": at_the_left_edge(f"{BLUE} 20 0 60 40 re f"),
    "tint that bleeds": at_the_left_edge(f"{BLUE} -9 0 60 40 re f"),
    "no bleed box, and a tint that bleeds": lambda pdf: (
        second(pdf).__delitem__("/BleedBox") or at_the_left_edge(f"{BLUE} -9 0 60 40 re f")(pdf)
    ),
    "slug of a placed page, clipped": slug_of_a_placed_page,
    "tint in two strips": at_the_left_edge(f"{BLUE} 0 0 60 40 re f -9 0 9 40 re f"),
    "tint under one that bleeds": at_the_left_edge(f"{BLUE} 0 0 60 40 re f 0 0.3 0.3 0 k -9 -5 80 50 re f"),
    "tint in a layer that is off": unseen_layer,
    "tint to the fold": at_the_fold,
    "ground outside the trim": at_the_left_edge(f"{BLUE} -9 0 8 40 re f"),
    "white part of a picture at the trim": lambda pdf: at_the_left_edge(
        "60 0 0 60 0 0 cm /Planted Do", XObject={"Planted": white_picture(pdf)}
    )(pdf),
    "picture stored from the bottom": placed("60 0 0 -60 200 260"),
    "picture turned": placed("0 60 -60 0 260 200"),
    "trim of the same size elsewhere": lambda pdf: boxes(pdf, *size(pdf), x=60, y=50),
    "spread twice as wide": spread,
    "a whole turn": lambda pdf: second(pdf).__setitem__("/Rotate", 360),
    "tint of 5 %": partial(draw, content="0 0 0 0.05 k 200 200 60 60 re f"),
    "faint part of a mixture": partial(draw, content="0.4 0.02 0 0 k 200 200 60 60 re f"),
    "balanced states in two streams": lambda pdf: (appended(b"q")(pdf), appended(b"Q")(pdf))[:0] or None,
}


def white_picture(pdf: Pdf) -> Stream:
    made = picture(pdf)
    made.write(b"\xff" * 90_000)
    return made
