"""A picture's samples as they stand in its file, a band for each component, no finer than they are wanted."""

from __future__ import annotations

import math
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops

from layout.preflight.colours import Space
from layout.preflight.objects import filters_of
from layout.preflight.samples.unpacking import reader

_LARGEST = 1_200_000_000  # samples of one picture: what a full broadsheet at 1,200 ppi in four inks has, nearly
_MOST_PROGRESSIVE = 120_000_000  # pixels
_STRIP = 4 << 20  # bytes of rows that are looked at together
_SLACK = 4096  # pixels
JPEGS = ("/DCTDecode", "/DCT")
BITS = ("/CCITTFaxDecode", "/CCF", "/JBIG2Decode")
Bands = tuple[Image.Image, ...]
"""A picture's components, each as L."""


def bands_of(entry: Any, space: Space | None, factor: int) -> tuple[Bands, Image.Image | None]:
    """The components at about 1/factor, and what the picture itself says is transparent (0)."""
    last = (filters_of(entry) or [""])[-1]
    if last in BITS:
        return (_drawn(entry, factor),), None
    if last in JPEGS or last == "/JPXDecode":
        return compressed(entry, space, factor, jpeg=last != "/JPXDecode")
    small: list[Bands] = []
    alpha: list[Image.Image] = []
    for strip in strips(entry, space, factor):
        opaque = keyed(entry, strip)
        if opaque is not None:
            alpha.append(opaque.reduce(factor))
        small.append(tuple(_scaled(band, largest(entry)).reduce(factor) for band in strip))
    return tuple(stacked(list(parts)) for parts in zip(*small, strict=True)), stacked(alpha) if alpha else None


def _drawn(entry: Any, factor: int) -> Image.Image:
    """A picture of one bit in a form that only PDFium reads (fax, JBIG2), as PDFium draws it: 255 = samples of 1."""
    from layout.pdf.raster import gray
    from layout.pdffile import pikepdf

    width, height = (max(1, int(entry[key]) // factor) for key in ("/Width", "/Height"))
    out = BytesIO()
    with pikepdf.Pdf.new() as pdf:
        made = pdf.copy_foreign(entry) if entry.is_indirect else pikepdf.Stream(pdf, entry.read_raw_bytes(), entry)
        for key in ("/SMask", "/Mask", "/Decode", "/ImageMask", "/OC", "/Alternates", "/Metadata", "/Intent"):
            if key in made:
                del made[key]
        made["/ColorSpace"], made["/BitsPerComponent"] = pikepdf.Name("/DeviceGray"), 1
        pdf.add_blank_page(page_size=(max(width, 3), max(height, 3)))  # no page is smaller
        pdf.pages[0].obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=made))
        size = f"{max(width, 3)} 0 0 {max(height, 3)} 0 0 cm /I Do"
        pdf.pages[0].obj["/Contents"] = pdf.make_stream(size.encode())
        pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    try:
        return Image.frombytes("L", *_sized(gray(out.getvalue(), 0, 72)))
    except RuntimeError as error:
        raise ValueError(str(error)) from error


def _sized(plane: tuple[int, int, bytes]) -> tuple[tuple[int, int], bytes]:
    return plane[:2], plane[2]


def compressed(entry: Any, space: Space | None, factor: int, jpeg: bool) -> tuple[Bands, Image.Image | None]:
    """A JPEG or a JPEG 2000 picture, read no finer than it is wanted."""
    from layout.pdffile import pikepdf

    # All filters but the last; a picture packed once is as it is.
    plain = len(filters_of(entry)) == 1
    data = entry.read_raw_bytes() if plain else entry.read_bytes(pikepdf.StreamDecodeLevel.generalized)
    Image.MAX_IMAGE_PIXELS = _LARGEST
    picture: Any = Image.open(BytesIO(data), formats=("JPEG",) if jpeg else ("JPEG2000",))
    wide = picture.width
    if wide * picture.height > 2 * int(entry["/Width"]) * int(entry["/Height"]) + _SLACK:
        raise ValueError("it has more pixels than it says")
    if jpeg and picture.info.get("progressive") and wide * picture.height > _MOST_PROGRESSIVE:
        raise ValueError("too large to look into")  # its coefficients have to be kept in memory, all of them
    if jpeg and factor > 1:
        picture.draft(picture.mode, (max(1, picture.width // factor), max(1, picture.height // factor)))
    elif factor > 1:
        picture.reduce = min(int(math.log2(factor)), _levels(data))
    picture.load()
    rest = max(1, factor * picture.width // wide)
    small: Image.Image = Image.Image.reduce(picture, rest) if rest > 1 else picture
    if small.mode not in ("L", "LA", "RGB", "RGBA", "CMYK", "LAB"):
        small = small.convert("L" if small.mode in ("1", "I;16", "I", "I;16B") else "RGB")
    # Pillow turns a CMYK JPEG over, as Photoshop writes them; a PDF says with /Decode which way they are.
    bands = (ImageChops.invert(small) if jpeg and small.mode == "CMYK" else small).split()
    if small.mode in ("LA", "RGBA") and (space is None or space.count < len(bands)):
        inside = int(entry.get("/SMaskInData", 0))
        return bands[:-1], bands[-1] if inside else None
    return bands, None


def _levels(data: bytes) -> int:
    """Finer levels that a JPEG 2000 codestream can be read without (ISO 15444-1 annex A.6.1)."""
    at = data.find(b"\xff\x52")
    return data[at + 9] if 0 <= at < len(data) - 9 else 0


_PACKED = {1: "P;1", 2: "P;2", 4: "P;4", 8: "P"}


def _depth(entry: Any) -> int:
    return 1 if bool(entry.get("/ImageMask", False)) else int(entry.get("/BitsPerComponent", 8))


def largest(entry: Any) -> int:
    """The largest sample, as `strips` has it."""
    return min((1 << _depth(entry)) - 1, 255)


def _scaled(band: Image.Image, top: int) -> Image.Image:
    return band if top == 255 else band.point([min(255, value * 255 // top) for value in range(256)])


def strips(entry: Any, space: Space | None, factor: int) -> Iterator[Bands]:
    """The samples as they stand, some rows at a time; the number of rows can be divided by `factor`."""
    width, height, bits = int(entry["/Width"]), int(entry["/Height"]), _depth(entry)
    count = space.count if space else 1
    if width * height * count > _LARGEST:
        raise ValueError("too large to look into")
    if bits not in (1, 2, 4, 8, 16) or width < 1 or height < 1:
        raise ValueError(f"a picture of {bits} bits")
    stride = (width * count * bits + 7) // 8
    rows = max(factor, _STRIP // (stride * factor) * factor)
    read = reader(entry, stride, height)
    for top in range(0, height, rows):
        several = min(rows, height - top)
        data = read(several)
        if len(data) < stride * several:
            raise ValueError("it has fewer samples than pixels")
        if bits == 16:
            data = data[::2]
        if bits < 8:
            data = Image.frombytes("P", (width * count, several), data, "raw", _PACKED[bits]).tobytes()
        yield tuple(Image.frombytes("L", (width, several), data[band::count]) for band in range(count))


def stacked(strips: list[Image.Image]) -> Image.Image:
    if len(strips) == 1:
        return strips[0]
    whole = Image.new(strips[0].mode, (strips[0].width, sum(strip.height for strip in strips)))
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return whole


def keyed(entry: Any, bands: Bands) -> Image.Image | None:
    """What colour-key masking leaves (§8.9.6.4): 0 where every sample lies within its bounds."""
    mask: Any = entry.get("/Mask", None)
    if mask is None or mask._type_name != "array" or "/SMask" in entry:
        return None
    shift = max(0, _depth(entry) - 8)
    bounds = [int(each) >> shift for each in mask]
    out: Image.Image | None = None
    for band, low, high in zip(bands, bounds[::2], bounds[1::2], strict=False):
        within = band.point([255 if low <= value <= high else 0 for value in range(256)])
        out = within if out is None else ImageChops.darker(out, within)
    return None if out is None else ImageChops.invert(out)


def keyed_small(entry: Any, bands: Bands) -> Image.Image | None:
    """The same of a JPEG, whose samples are known at a reduced size only."""
    return keyed(entry, bands) if (filters_of(entry) or [""])[-1] in JPEGS else None


__all__ = ["BITS", "JPEGS", "Bands", "bands_of", "compressed", "keyed", "keyed_small", "largest", "stacked", "strips"]
