"""Pictures of all the kinds a PDF may have, each put on a page: what Ghostscript and we must agree upon."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from hiding import cell, form
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image
from planting import draw, font

Placed = Callable[[Pdf, int], None]
SIDE = 128  # pixels


def gradient(count: int, deep: bool = False) -> bytes:
    """Samples of a picture: across, down, and the rest even. deep: 16 bits."""
    out = bytearray()
    for row in range(SIDE):
        for column in range(SIDE):
            for value in (column * 2, row * 2, 128, 40)[:count]:
                out += bytes((value, 77)) if deep else bytes((value,))
    return bytes(out)


def made(pdf: Pdf, data: bytes, space: Any, side: int = SIDE, bits: int = 8, **entries: Any) -> Any:
    out = Stream(pdf, b"")
    out.write(zlib.compress(data), filter=Name.FlateDecode)
    return finished(pdf, out, space, side, bits, entries)


def finished(pdf: Pdf, out: Any, space: Any, side: int, bits: int, entries: dict[str, Any]) -> Any:
    out.Type, out.Subtype, out.Width, out.Height = Name.XObject, Name.Image, side, side
    out.BitsPerComponent = bits
    if space is not None:
        out.ColorSpace = space
    for key, entry in entries.items():
        out["/" + key] = entry
    return pdf.make_indirect(out)


def show(pdf: Pdf, page: int, picture: Any) -> None:
    """Over a tint, so that what lets through is seen."""
    draw(pdf, "0 0 0.4 0 k 0 0 300 150 re f", page)
    draw(pdf, "0 0.7 0 0 k 200 0 0 200 30 30 cm /I Do", page, XObject={"I": picture})


def predicted(pdf: Pdf, page: int) -> None:
    """Rows filtered as in a PNG, each in another way (ISO 32000-1 §7.4.4.4)."""
    stride, data, above, rows = SIDE * 4, gradient(4), bytes(SIDE * 4), bytearray()
    for number in range(SIDE):
        row, kind = data[number * stride : (number + 1) * stride], number % 5
        rows.append(kind)
        for at, value in enumerate(row):
            left, corner = (row[at - 4], above[at - 4]) if at >= 4 else (0, 0)
            up = above[at]
            guess = left + up - corner
            paeth = min((left, up, corner), key=lambda each: abs(guess - each))
            rows.append((value - (0, left, up, (left + up) // 2, paeth)[kind]) & 255)
        above = row
    picture = made(pdf, bytes(rows), Name.DeviceCMYK)
    picture.DecodeParms = Dictionary(Predictor=15, Colors=4, Columns=SIDE)
    show(pdf, page, picture)


def sixteen_bits(pdf: Pdf, page: int) -> None:
    show(pdf, page, made(pdf, gradient(4, deep=True), Name.DeviceCMYK, bits=16))


def palette() -> Array:
    """Two colours of one bit."""
    return Array([Name.Indexed, Name.DeviceCMYK, 1, String(b"\xff\0\0\0\0\xff\0\0")])


def stripes(side: int) -> bytes:
    """Of one bit, eight pixels wide, four rows high."""
    return b"".join((b"\xff\x00" if row // 4 % 2 else b"\x00\xf0") * (side // 16) for row in range(side))


def palette_of_one_bit(pdf: Pdf, page: int) -> None:
    show(pdf, page, made(pdf, stripes(1600), palette(), 1600, 1))


def fax(pdf: Pdf, space: Any, **entries: Any) -> Any:
    """CCITT group 4, as a TIFF has it."""
    from PIL import TiffImagePlugin

    out, strip = BytesIO(), TiffImagePlugin.STRIP_SIZE
    TiffImagePlugin.STRIP_SIZE = 1 << 20
    try:
        Image.frombytes("1", (1600, 1600), stripes(1600)).save(out, "TIFF", compression="group4")
    finally:
        TiffImagePlugin.STRIP_SIZE = strip
    tags = Image.open(BytesIO(out.getvalue())).tag_v2  # type: ignore[attr-defined]
    at, size = tags[273][0], tags[279][0]
    packed = Stream(pdf, b"")
    packed.write(out.getvalue()[at : at + size], filter=Name.CCITTFaxDecode)
    packed.DecodeParms = Dictionary(K=-1, Columns=1600, Rows=1600, BlackIs1=tags[262] == 0)
    return finished(pdf, packed, space, 1600, 1, entries)


def fax_in_gray(pdf: Pdf, page: int) -> None:
    show(pdf, page, fax(pdf, Name.DeviceGray))


def fax_with_a_palette(pdf: Pdf, page: int) -> None:
    show(pdf, page, fax(pdf, palette()))


def fax_as_a_stencil(pdf: Pdf, page: int) -> None:
    show(pdf, page, fax(pdf, None, ImageMask=True))


def fax_as_a_stencil_turned_over(pdf: Pdf, page: int) -> None:
    show(pdf, page, fax(pdf, None, ImageMask=True, Decode=Array([1, 0])))


def large_stencil(pdf: Pdf, page: int) -> None:
    show(pdf, page, made(pdf, stripes(1600), None, 1600, 1, ImageMask=True))


def jpeg_2000(pdf: Pdf, mode: str, data: bytes, side: int, **entries: Any) -> Any:
    out, packed = BytesIO(), Stream(pdf, b"")
    Image.frombytes(mode, (side, side), data).save(out, "JPEG2000")
    packed.write(out.getvalue(), filter=Name.JPXDecode)
    return finished(pdf, packed, None, side, 8, entries)


def jpeg_2000_that_lets_through(pdf: Pdf, page: int) -> None:
    show(pdf, page, jpeg_2000(pdf, "LA", gradient(2), SIDE, SMaskInData=1, ColorSpace=Name.DeviceGray))


def two_inks(pdf: Pdf, page: int) -> None:
    tint = Stream(pdf, b"{0 3 1 roll 0 exch}", FunctionType=4, Domain=[0, 1] * 2, Range=[0, 1] * 4)
    names = Array([Name.Magenta, Name.Black])
    space = Array([Name.DeviceN, names, Name.DeviceCMYK, pdf.make_indirect(tint)])
    show(pdf, page, made(pdf, gradient(2), space))


def colour_key(pdf: Pdf, page: int) -> None:
    show(pdf, page, made(pdf, gradient(4), Name.DeviceCMYK, Mask=Array([0, 128, 100, 255, 0, 255, 0, 255])))


def soft_mask(pdf: Pdf, page: int) -> None:
    show(pdf, page, made(pdf, gradient(4), Name.DeviceCMYK, SMask=made(pdf, gradient(1), Name.DeviceGray)))


def large_soft_mask(pdf: Pdf, page: int) -> None:
    data = Image.frombytes("L", (SIDE, SIDE), gradient(1)).resize((1100, 1100)).tobytes()
    mask = made(pdf, data, Name.DeviceGray, 1100, Decode=Array([1, 0]))
    show(pdf, page, made(pdf, gradient(4), Name.DeviceCMYK, SMask=mask))


def large_stencil_mask(pdf: Pdf, page: int) -> None:
    show(pdf, page, made(pdf, gradient(4), Name.DeviceCMYK, Mask=fax(pdf, None, ImageMask=True)))


def matte(pdf: Pdf, page: int) -> None:
    """Blended with solid cyan before (§11.6.5.3)."""
    alpha, ground = gradient(1), (255, 0, 0, 0)
    data = bytes(
        round(under + (over - under) * share / 255)
        for share in alpha
        for under, over in zip(ground, (0, 200, 100, 0), strict=True)
    )
    mask = made(pdf, alpha, Name.DeviceGray, Matte=Array([1, 0, 0, 0]))
    show(pdf, page, made(pdf, data, Name.DeviceCMYK, SMask=mask))


def uncoloured_pattern(pdf: Pdf, page: int) -> None:
    """It may name colours, which count for nothing."""
    tile = cell(pdf, "1 0 0 0 k 0 0 40 40 re f 0.5 g 40 40 10 10 re f", PaintType=2)
    spaces = {"U": Array([Name.Pattern, Name.DeviceCMYK])}
    draw(pdf, "/U cs 0 0.6 0.3 0 /P scn 40 40 200 200 re f", page, ColorSpace=spaces, Pattern={"P": tile})


def shading_pattern_in_a_form(pdf: Pdf, page: int) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0, 0], C1=[0, 0, 1, 0.5], N=1)
    extend = Array([True, True])
    round_ = Dictionary(ShadingType=3, ColorSpace=Name.DeviceCMYK, Coords=[50, 50, 0, 50, 50, 60], Function=tint)
    round_.Extend = extend
    pattern = Dictionary(PatternType=2, Shading=round_, Matrix=[1, 0, 0, 1, 10, 10])
    inner = form(pdf, "/Pattern cs /P scn 0 0 120 120 re f", Resources=Dictionary(Pattern=Dictionary(P=pattern)))
    draw(pdf, "1 0 0 1 60 80 cm /F Do", page, XObject={"F": inner})


def text_filled_with_a_pattern(pdf: Pdf, page: int) -> None:
    tile = cell(pdf, "0.2 0.6 0 0.1 k 0 0 40 40 re f", Matrix=[0.2, 0, 0, 0.2, 0, 0])
    text = "/Pattern cs /P scn BT /T 150 Tf 60 100 Td <00010001> Tj ET"
    draw(pdf, text, page, Font={"T": font(pdf)}, Pattern={"P": tile})


def text_as_a_clip(pdf: Pdf, page: int) -> None:
    text = "BT /T 150 Tf 7 Tr 60 100 Td <00010001> Tj ET 0.2 0.6 0 0.1 k 0 0 300 300 re f"
    draw(pdf, text, page, Font={"T": font(pdf)})


def pattern_of_tiles_that_overlap(pdf: Pdf, page: int) -> None:
    tile = cell(pdf, "0.2 0.6 0 0.1 k 0 0 40 40 re f", XStep=25, YStep=-30)
    draw(pdf, "/Pattern cs /P scn 40 40 200 200 re f", page, Pattern={"P": tile})


def backdrop_of_a_soft_mask(pdf: Pdf, page: int) -> None:
    group = form(pdf, "0 g 60 60 100 100 re f", 300, Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
    mask = Dictionary(Type=Name.Mask, S=Name.Luminosity, G=group, BC=Array([1]))
    draw(pdf, "/M gs 0.2 0.6 0 0.1 k 30 30 200 200 re f", page, ExtGState={"M": Dictionary(SMask=mask)})


def form_that_inherits_overprint(pdf: Pdf, page: int) -> None:
    states = {"O": Dictionary(OP=True, op=True, OPM=1)}
    draw(pdf, "0 0 0.4 0 k 0 0 300 150 re f", page)
    content = "/O gs 0.2 0.6 0 0.1 k /F Do"
    draw(pdf, content, page, XObject={"F": form(pdf, "0 0 300 300 re f", 300)}, ExtGState=states)


_ALL: tuple[Placed, ...] = (
    *(predicted, sixteen_bits, palette_of_one_bit, fax_in_gray, fax_with_a_palette, fax_as_a_stencil),
    *(fax_as_a_stencil_turned_over, large_stencil, jpeg_2000_that_lets_through, two_inks, colour_key, soft_mask),
    *(large_soft_mask, large_stencil_mask, matte, uncoloured_pattern, shading_pattern_in_a_form),
    *(text_filled_with_a_pattern, text_as_a_clip, pattern_of_tiles_that_overlap, backdrop_of_a_soft_mask),
    form_that_inherits_overprint,
)
PICTURES: dict[str, Placed] = {each.__name__: each for each in _ALL}
