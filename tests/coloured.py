"""A page with everything that has colour on it, for tests of pages that are printed without: inks, pictures of every
mode, drawings with all the ways in which a PDF has of painting."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pikepdf
import sheets
from PIL import Image as Pillow

from layout.display import PAPER, Fill, Frame, Group, Image, Ink, Page, Rule
from layout.display import Path as Shape
from layout.fonts import FontBook
from layout.units import Rect

RED = Ink(0, 1, 1, 0)
SPOT = Ink(0, 1, 0.81, 0.04, "PANTONE 186 C")
BLUE = Ink(1, 0.4, 0, 0)
PALE = Ink(0.12, 0, 0.14, 0)
BOX = Rect(60, 500, 100, 50)


@cache
def _picture(mode: str, form: str) -> bytes:
    out = BytesIO()
    ramp = Pillow.linear_gradient("L").resize((40, 20))
    over = ramp.transpose(Pillow.Transpose.FLIP_TOP_BOTTOM)
    bands = {"RGB": (ramp, over, ramp), "CMYK": (over, ramp, ramp, over)}[mode]
    Pillow.merge(mode, bands).save(out, form)
    return out.getvalue()


@cache
def _drawing() -> bytes:
    """RGB, CMYK, Lab, spots, mixed spots, gradients, patterns of two kinds, an indexed picture, CMYK pictures raw and
    as JPEG, a spot picture, a form, a soft mask."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 100))

    def stream(data: bytes, **entries: object) -> pikepdf.Stream:
        made = document.make_stream(data)
        for key, entry in entries.items():
            made[f"/{key}"] = entry
        return made

    def array(words: str) -> pikepdf.Object:
        return pikepdf.Object.parse(words.encode())

    rise = array("<</FunctionType 2/N 1/Domain[0 1]/C0[0 0 0 0]/C1[.2 .9 .1 0]>>")
    spot = pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name("/PANTONE 300 C"), pikepdf.Name.DeviceCMYK, rise])
    house = pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name("/PANTONE 186 C"), pikepdf.Name.DeviceCMYK, rise])
    program = stream(b"{ 0 exch 0 }", FunctionType=4, Domain=array("[0 1 0 1]"), Range=array("[0 1 0 1 0 1 0 1]"))
    mixed = pikepdf.Array([pikepdf.Name.DeviceN, array("[/Cyan /Yellow]"), pikepdf.Name.DeviceCMYK, program])
    fade = "<</ShadingType 2/Coords[0 0 50 0]/ColorSpace/DeviceCMYK/Function"
    fade += "<</FunctionType 2/N 1/Domain[0 1]/C0[1 0 0 0]/C1[0 0 1 .2]>>>>"
    cell = stream(b"1 0 0 rg 0 0 3 3 re f", Type=pikepdf.Name.Pattern, PatternType=1, PaintType=1, TilingType=1)
    bare = stream(b"0 0 3 3 re f", Type=pikepdf.Name.Pattern, PatternType=1, PaintType=2, TilingType=1)
    for tile in (cell, bare):
        tile.BBox, tile.XStep, tile.YStep = array("[0 0 6 6]"), 6, 6
        tile.Resources = pikepdf.Dictionary()
    inside = stream(b"0 1 .5 0 k 0 0 200 100 re f", Subtype=pikepdf.Name.Form, BBox=array("[0 0 200 100]"))
    inside.Resources = pikepdf.Dictionary()
    mask = stream(b"/DeviceRGB cs 1 1 1 sc 0 0 90 90 re f", Subtype=pikepdf.Name.Form, BBox=array("[0 0 200 100]"))
    mask.Group, mask.Resources = array("<</S/Transparency/CS/DeviceRGB>>"), pikepdf.Dictionary()

    def image(data: bytes, space: object, bits: int = 8, **entries: object) -> pikepdf.Stream:
        packed = stream(data, Subtype=pikepdf.Name.Image, Width=2, Height=2, BitsPerComponent=bits, **entries)
        packed.ColorSpace = space
        return packed

    photograph = document.make_stream(b"")
    photograph.write(_picture("CMYK", "JPEG"), filter=pikepdf.Name.DCTDecode)
    photograph.Subtype, photograph.Width, photograph.Height = pikepdf.Name.Image, 40, 20
    photograph.BitsPerComponent, photograph.ColorSpace = 8, pikepdf.Name.DeviceCMYK
    photograph.Decode = array("[1 0 1 0 1 0 1 0]")
    indexed = pikepdf.Array([pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 1, pikepdf.String(b"\xff\0\0\0\0\xff")])
    page.Resources = pikepdf.Dictionary(
        ColorSpace=pikepdf.Dictionary(
            Spot=spot,
            House=house,
            Mixed=mixed,
            Lab=array("[/Lab<</WhitePoint[.9642 1 .8249]/Range[-128 127 -128 127]>>]"),
            Tiled=array("[/Pattern/DeviceCMYK]"),
            TiledRgb=array("[/Pattern/DeviceRGB]"),
        ),
        Shading=pikepdf.Dictionary(Fade=array(fade)),
        Pattern=pikepdf.Dictionary(Cell=cell, Bare=bare),
        XObject=pikepdf.Dictionary(
            Inside=inside,
            Raw=image(bytes((200, 0, 90, 0)) * 4, pikepdf.Name.DeviceCMYK),
            Few=image(b"\x40\x80", indexed, 1),
            Toned=image(bytes((0, 80, 160, 255)), spot),
            Photograph=photograph,
        ),
        ExtGState=pikepdf.Dictionary(Masked=pikepdf.Dictionary(SMask=array("<</S/Luminosity>>"))),
    )
    page.Resources.ExtGState.Masked.SMask.G = mask
    drawn = (
        *("1 0 0 rg 0 0 9 9 re f", "0 1 1 0 k 10 0 9 9 re f", "0 0 1 RG 20 1 9 7 re S", "1 0 0 0 K 30 1 9 7 re S"),
        *("/Lab cs 60 70 30 sc 40 0 9 9 re f", "/Spot cs .8 scn 50 0 9 9 re f", "/Mixed cs .5 .7 scn 60 0 9 9 re f"),
        *("/House cs 1 scn 70 0 9 9 re f", "/DeviceCMYK cs 0 0 1 0 scn 80 0 9 9 re f", "/Spot CS 90 1 9 7 re S"),
        *("q 0 20 60 20 re W n /Fade sh Q", "/Pattern cs /Cell scn 60 20 20 20 re f"),
        *("/Tiled cs 0 .8 .8 0 /Bare scn 80 20 20 20 re f", "/TiledRgb cs 0 .4 .8 /Bare scn 100 20 20 20 re f"),
        *(f"q 20 0 0 20 {x} 50 cm /{name} Do Q" for x, name in ((0, "Raw"), (30, "Few"), (60, "Toned"))),
        "q 20 0 0 20 90 50 cm /Photograph Do Q",
        "q /Masked gs .1 0 0 .1 150 50 cm /Inside Do Q",
    )
    page.Contents = document.make_stream("\n".join(drawn).encode())
    out = BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def read(name: str) -> bytes:
    """The page's pictures by their names."""
    if name == "drawing":
        return _drawing()
    mode, _, form = name.partition(" ")
    return _picture(mode, form)


def page(book: FontBook, number: int = 1) -> Page:
    """Reversed type on a red panel and black type on a pale one, type and rules in colours, a filled and a stroked
    shape, pictures by themselves and as duotones, and an advert that is a drawing."""
    head = Group("headline", sheets.line(book, "白字在红底上", 70, 70, 24, role="sans-bold", ink=PAPER), "1")
    items = (
        *(Fill(Rect(60, 40, 300, 40), RED), head, Fill(Rect(60, 90, 300, 40), PALE)),
        *sheets.line(book, "黑字在浅底上", 70, 115),
        *sheets.line(book, "红字", 60, 160, ink=RED),
        *sheets.line(book, "蓝字", 120, 160, ink=BLUE),
        *sheets.line(book, "专色字", 180, 160, ink=SPOT),
        *(Rule(60, 170, 300, 170, 0.5, RED), Frame(Rect(60, 180, 100, 20), 1, BLUE), Fill(Rect(60, 210, 90, 30), BLUE)),
        Fill(Rect(160, 210, 90, 30), RED.lighter(0.2)),
        Shape(Rect(60, 250, 20, 20), ((60, 250, 80, 250, 80, 270),), RED),
        Shape(Rect(90, 250, 20, 20), ((90, 250, 110, 250, 110, 270),), SPOT.lighter(0.3), 1.0),
        Fill(Rect(-9, 300, 12, 12), BLUE),  # in the bleed
        *(Image(Rect(60 + 120 * at, 300, 100, 50), name, alt="图") for at, name in enumerate(("RGB PNG", "CMYK JPEG"))),
        Image(Rect(300, 300, 100, 50), "RGB TIFF", alt="图", ink=RED),
        Image(Rect(420, 300, 100, 50), "RGB PNG", alt="图", ink=SPOT.lighter(0.5)),
        Group("advert", (Image(BOX, "drawing", alt="广告"),)),
    )
    return sheets.page(*items, number=number)
