"""A clean file, and one fault put into it with pikepdf: how each is planted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import sheets
from fontTools.fontBuilder import FontBuilder
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from layout.display import PAPER, Fill, Group, Image, Ink, Rule
from layout.fonts import FontBook
from layout.pdf.writer import write
from layout.units import MM, Rect, Size

ROOT = Path(__file__).parents[2]
STREET = ROOT / "layout" / "data" / "scaffold" / "street.jpg"
Plant = Callable[[Pdf], bytes | None]


def made(book: FontBook, standard: str = "x-4") -> bytes:
    """Two pages with text, rules, a panel, reversed type and a picture, as our own exporter writes them."""
    street = Image(Rect(60, 420, 240, 160), "street.jpg", alt="傍晚的街道")
    panel = Group(
        "artifact",
        (
            Fill(Rect(60, 620, 200, 40), Ink(0, 1, 1, 0)),
            *sheets.line(book, "简讯", 70, 645, 16, role="sans-black", ink=PAPER),
        ),
    )
    front = sheets.front_page(book)
    text = Group("story", (sheets.paragraph(book, sheets.BODY, 60, 60, 20),), "稿")
    pages = [replace(front, items=(*front.items, Group("figure", (street,)), panel)), sheets.page(text, number=2)]
    return write(pages, book, replace(sheets.JOB, standard=standard, read=lambda name: STREET.read_bytes()))


def small(book: FontBook) -> bytes:
    """Two small sound pages, cheap to judge: a few words, a rule, and a state of overprint in mode 0 to be used."""
    trim = Size(100 * MM, 110 * MM)
    pages = [
        sheets.page(
            Group("story", (*sheets.line(book, words, 60, 60), Rule(60, 80, 120, 80, 1)), "稿"),
            trim=trim,
            number=number,
        )
        for number, words in enumerate(("社区", "食堂"), 1)
    ]
    return planted(write(pages, book, sheets.JOB), _with_loose_overprint)


def _with_loose_overprint(pdf: Pdf) -> None:
    draw(pdf, "", ExtGState={"Loose": Dictionary(OP=True, op=True, OPM=0)})


def planted(clean: bytes, plant: Plant, **saving: Any) -> bytes:
    """The clean file with one fault. A plant that returns bytes has written the file itself."""
    with pikepdf.open(BytesIO(clean)) as pdf:
        done = plant(pdf)
        return done if done is not None else saved(pdf, **saving)


def saved(pdf: Pdf, **saving: Any) -> bytes:
    out = BytesIO()
    plain = {
        "compress_streams": False,
        "stream_decode_level": pikepdf.StreamDecodeLevel.none,
        "object_stream_mode": pikepdf.ObjectStreamMode.disable,
        "fix_metadata_version": False,
    }
    if "encryption" in saving:
        plain = {}
    pdf.save(out, **(plain | saving))
    return out.getvalue()


def as_x1a(clean: bytes) -> bytes:
    """The clean file turned into PDF/X-1a:2003: no transparency groups, 1.4, Info complete."""
    with pikepdf.open(BytesIO(clean)) as pdf:
        for page in pdf.pages:
            del page.obj["/Group"]
        pdf.docinfo["/GTS_PDFXVersion"] = String("PDF/X-1a:2003")
        del pdf.Root["/Metadata"]
        return saved(pdf, force_version="1.4")


def draw(pdf: Pdf, content: str, page: int = 1, **resources: dict[str, Any]) -> None:
    """Add drawing to a page (counts from 0), in its own graphics state; resources by kind and name."""
    sheet = pdf.pages[page]
    for kind, entries in resources.items():
        table = sheet.Resources.get("/" + kind)
        if table is None or table.is_indirect:
            table = sheet.Resources["/" + kind] = Dictionary({} if table is None else dict(table.items()))
        for name, entry in entries.items():
            table["/" + name] = entry
    sheet.contents_add(Stream(pdf, f"q {content} Q".encode()), prepend=False)


def state(pdf: Pdf, **entries: Any) -> None:
    """Use a graphics state with these entries on page 2."""
    draw(pdf, "/Planted gs", ExtGState={"Planted": Dictionary({"/" + key: entry for key, entry in entries.items()})})


def picture(
    pdf: Pdf,
    width: int = 300,
    height: int = 300,
    space: Any = Name.DeviceGray,
    count: int = 1,
    bits: int = 8,
    **entries: Any,
) -> Stream:
    """A flat picture."""
    made = Stream(pdf, b"\x80" * ((width * count * bits + 7) // 8 * height))
    made.Type, made.Subtype, made.Width, made.Height = Name.XObject, Name.Image, width, height
    made.ColorSpace, made.BitsPerComponent = space, bits
    for key, entry in entries.items():
        made["/" + key] = entry
    return pdf.make_indirect(made)


def place(pdf: Pdf, made: Any, points: float = 72, page: int = 1) -> None:
    draw(pdf, f"{points} 0 0 {points} 200 200 cm /Planted Do", page, XObject={"Planted": made})


def text(pdf: Pdf, state_and_colour: str, size: float, page: int = 1) -> None:
    """A word in the page's first font."""
    name, code = shown_code(pdf, page)
    draw(pdf, f"{state_and_colour} BT /{name} {size} Tf 200 300 Td <{code}> Tj ET", page)


def shown_code(pdf: Pdf, page: int) -> tuple[str, str]:
    """A font the page has, and a code it really draws in it."""
    current = ""
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[page]):
        if str(operator) == "Tf":
            current = str(operands[0])[1:]
        elif str(operator) == "TJ":
            return current, bytes(next(each for each in operands[0] if isinstance(each, String)))[:2].hex()
    raise AssertionError("no text")


def font(pdf: Pdf, *, file: bytes | None = None, fs_type: int = 0, width: int = 600) -> Dictionary:
    """A font of one letter, code 1, in a TrueType program of our own making."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"})
    builder.setupGlyf({name: _square() for name in (".notdef", "A")})
    builder.setupHorizontalMetrics({".notdef": (600, 0), "A": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Planted", "styleName": "Regular"})
    builder.setupOS2(fsType=fs_type)
    builder.setupPost()
    out = BytesIO()
    builder.save(out)
    program = Stream(pdf, out.getvalue() if file is None else file)
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Planted"), Flags=4, FontFile2=pdf.make_indirect(program)
    )
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/ABCDEF+Planted"),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=Name.Identity,
        W=Array([1, Array([width])]),
        DW=600,
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/ABCDEF+Planted"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(inner)]),
    )


def _square() -> Any:
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for step, point in enumerate([(0, 0), (0, 500), (500, 500), (500, 0)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    return pen.glyph()


def letter(pdf: Pdf, made: Any, code: str = "0001") -> None:
    draw(pdf, f"/Over gs 0 0 0 1 k BT /Planted 11 Tf 200 300 Td <{code}> Tj ET", Font={"Planted": made})


def spot(name: str, black: float = 1.0) -> Array:
    """A Separation space whose full strength is so much black."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0, 0, black], N=1)
    return Array([Name.Separation, Name("/" + name), Name.DeviceCMYK, tint])


def metadata(pdf: Pdf, old: bytes, new: bytes) -> None:
    """Change the words of the XMP packet."""
    packet = pdf.Root.Metadata.read_bytes()
    assert old in packet, old
    pdf.Root.Metadata.write(packet.replace(old, new))


def without(pdf: Pdf, name: bytes) -> None:
    """Drop a property of the packet."""
    import re

    packet = pdf.Root.Metadata.read_bytes()
    found = re.sub(rb"<%b>.*?</%b>" % (name, name), b"", packet, flags=re.S)
    assert found != packet
    pdf.Root.Metadata.write(found)


def intent(pdf: Pdf) -> Any:
    return next(each for each in pdf.Root.OutputIntents if str(each.S) == "/GTS_PDFX")


def annotation(pdf: Pdf, kind: str = "Text", **entries: Any) -> Dictionary:
    made = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=[200, 200, 240, 240], **entries)
    )
    pdf.pages[1].obj["/Annots"] = Array([made])
    return made


def second(pdf: Pdf) -> Any:
    return pdf.pages[1].obj
