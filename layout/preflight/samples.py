"""Pictures of a finished PDF as shares of ink, small: one plane of gray samples for each ink. A door to Pillow.

The plates are drawn at 61 pixels an inch, so a picture is brought down to about that before its colours are looked at.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageCms

from layout.preflight.colours import CMYK, GRAY, PROCESS, RGB, Inks, Space

_LARGEST = 1_200_000_000  # samples of one picture: what a full broadsheet at 1,200 ppi in four inks has, nearly
_MOST_AT_ONCE = 250_000_000  # bytes of samples that cannot be unpacked strip by strip
_MOST_PROGRESSIVE = 120_000_000  # pixels
_MOST_KEPT = 16_000_000  # pixels of a picture's planes; the plates of the largest page have as many
_STRIP = 4 << 20  # bytes of rows that are looked at together
_SLACK = 4096  # pixels
_BPC = ImageCms.Flags.BLACKPOINTCOMPENSATION
Shares = Callable[[Space, Sequence[float]], Inks]


@dataclass(slots=True)
class Planes:
    """A picture's inks. planes: by ink, rows top down, 255 = bare paper; an ink that is nowhere in it is left out.
    alpha: where the picture itself is transparent (0), b"" = nowhere."""

    width: int
    height: int
    planes: dict[str, bytes]
    alpha: bytes = b""


class Converter:
    """Colours that are not ink (RGB, Lab) into ink, by the profile of the printing condition;
    a plain guess without one."""

    def __init__(self, profile: bytes) -> None:
        self._target: Any = None
        self._made: dict[tuple[str, bytes], Any] = {}
        if profile:
            try:
                self._target = ImageCms.ImageCmsProfile(BytesIO(profile))
            except (OSError, ImageCms.PyCMSError):
                self._target = None

    def picture(self, picture: Image.Image, profile: bytes = b"") -> Image.Image:
        """RGB or LAB → CMYK. profile: of the RGB, b"" = sRGB."""
        if self._target is None:
            return picture.convert("RGB").convert("CMYK")
        key = (picture.mode, profile)
        if key not in self._made:
            self._made[key] = self._transform(picture.mode, profile)
        made = ImageCms.applyTransform(picture, self._made[key])
        assert made is not None
        return made

    def _transform(self, mode: str, profile: bytes) -> Any:
        plain = ImageCms.createProfile("LAB" if mode == "LAB" else "sRGB")
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        if profile and mode == "RGB":
            try:
                source = ImageCms.ImageCmsProfile(BytesIO(profile))
                return ImageCms.buildTransform(source, self._target, mode, "CMYK", intent, _BPC)
            except (OSError, ImageCms.PyCMSError):
                pass  # a profile no RIP can use either: what it stands for is taken as sRGB
        return ImageCms.buildTransform(plain, self._target, mode, "CMYK", intent, _BPC)

    def __call__(self, colour: tuple[float, ...], kind: str, profile: bytes = b"") -> tuple[float, ...]:
        if kind == "lab":
            octets = (round(colour[0] * 2.55), *(round(part) & 0xFF for part in colour[1:3]))
            spot = Image.frombytes("LAB", (1, 1), bytes(octets))
        else:
            spot = Image.frombytes("RGB", (1, 1), bytes(round(min(max(part, 0), 1) * 255) for part in colour))
        return tuple(octet / 255 for octet in self.picture(spot, profile).tobytes())


def planes(entry: Any, space: Space | None, factor: int, shares: Shares, converter: Converter) -> Planes:
    """A picture's inks at about 1/factor of its size. space: its colours, None = the file of the picture says (JPEG
    2000).

    Raises ValueError with a plain reason when it cannot be decoded here.
    """
    try:
        return _planes(entry, space, factor, shares, converter)
    except (OSError, SyntaxError, MemoryError, zlib.error, Image.DecompressionBombError, ImageCms.PyCMSError) as error:
        raise ValueError(str(error) or type(error).__name__) from error


def coverage(entry: Any, factor: int) -> tuple[int, int, bytes]:
    """A mask at about 1/factor of its size: width, height, samples. Of a stencil 255 = paint, of a soft mask what it
    says. Raises ValueError as `planes` does."""
    try:
        stencil = bool(entry.get("/ImageMask", False))
        (band,), _ = _bands(entry, GRAY, factor)
        numbers = [float(each) for each in entry.get("/Decode", (0, 1))]
        if len(numbers) == 2 and numbers[0] > numbers[1]:
            band = ImageChops.invert(band)
        return band.width, band.height, (ImageChops.invert(band) if stencil else band).tobytes()
    except (OSError, SyntaxError, MemoryError, zlib.error, Image.DecompressionBombError) as error:
        raise ValueError(str(error) or type(error).__name__) from error


def filters_of(entry: Any) -> list[str]:
    """Names of a stream's filters, the first that is undone first."""
    given = entry.get("/Filter")
    return [] if given is None else [str(each) for each in (given if given._type_name == "array" else [given])]


def work(entry: Any, factor: int) -> int:
    """What it costs to look into a picture, in samples read: a JPEG at 1/8 of its size costs a quarter, JPEG 2000
    costs several times what plain samples do but leaves out its finer levels."""
    pixels = int(entry.get("/Width", 0)) * int(entry.get("/Height", 0))
    last = (filters_of(entry) or [""])[-1]
    if last == "/JPXDecode":
        return 40 * pixels // max(1, min(factor, 8)) ** 2 + pixels // 2
    bits = 1 if bool(entry.get("/ImageMask", False)) else int(entry.get("/BitsPerComponent", 8))
    return pixels // 2 if bits == 1 or last in _JPEGS else 3 * pixels


_JPEGS = ("/DCTDecode", "/DCT")
_BITS = ("/CCITTFaxDecode", "/CCF", "/JBIG2Decode")
Bands = tuple[Image.Image, ...]
"""A picture's components, each as L."""


def _planes(entry: Any, space: Space | None, factor: int, shares: Shares, converter: Converter) -> Planes:
    pixels = int(entry["/Width"]) * int(entry["/Height"])
    factor = max(factor, math.ceil((pixels / _MOST_KEPT) ** 0.5))
    if space is not None and space.kind == "indexed" and (filters_of(entry) or [""])[-1] not in (*_BITS, "/JPXDecode"):
        return _looked_up(entry, space, factor, shares)
    bands, alpha = _bands(entry, space, factor)
    if space is None:
        space = {1: GRAY, 4: CMYK}.get(len(bands), RGB)
    if alpha is None:
        alpha = _keyed_small(entry, bands)
    if space.kind == "indexed" or int(entry.get("/BitsPerComponent", 8)) == 1:
        inks = _between(bands[0], entry, space, shares)
    else:
        inks = _inks(_decoded(bands, entry, space), space, shares, converter)
    return _made(bands[0].size, inks, alpha)


def _made(size: tuple[int, int], inks: dict[str, Image.Image], alpha: Image.Image | None) -> Planes:
    inked = {name: plane.tobytes() for name, plane in inks.items() if plane.getextrema()[0] < 255}  # type: ignore[operator]
    return Planes(*size, inked, b"" if alpha is None else alpha.tobytes())


def _bands(entry: Any, space: Space | None, factor: int) -> tuple[Bands, Image.Image | None]:
    """The components at about 1/factor, and what the picture itself says is transparent (0)."""
    last = (filters_of(entry) or [""])[-1]
    if last in _BITS:
        return (_drawn(entry, factor),), None
    if last in _JPEGS or last == "/JPXDecode":
        return _compressed(entry, space, factor, jpeg=last != "/JPXDecode")
    small: list[Bands] = []
    alpha: list[Image.Image] = []
    for strip in _strips(entry, space, factor):
        keyed = _keyed(entry, strip)
        if keyed is not None:
            alpha.append(keyed.reduce(factor))
        small.append(tuple(_scaled(band, _most(entry)).reduce(factor) for band in strip))
    return tuple(_stacked(list(parts)) for parts in zip(*small, strict=True)), _stacked(alpha) if alpha else None


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


def _compressed(entry: Any, space: Space | None, factor: int, jpeg: bool) -> tuple[Bands, Image.Image | None]:
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


# Plain samples, in strips


_PACKED = {1: "P;1", 2: "P;2", 4: "P;4", 8: "P"}


def _depth(entry: Any) -> int:
    return 1 if bool(entry.get("/ImageMask", False)) else int(entry.get("/BitsPerComponent", 8))


def _most(entry: Any) -> int:
    """The largest sample, as `_strips` has it."""
    return min((1 << _depth(entry)) - 1, 255)


def _scaled(band: Image.Image, top: int) -> Image.Image:
    return band if top == 255 else band.point([min(255, value * 255 // top) for value in range(256)])


def _strips(entry: Any, space: Space | None, factor: int) -> Iterator[Bands]:
    """The samples as they stand, some rows at a time; the number of rows can be divided by `factor`."""
    width, height, bits = int(entry["/Width"]), int(entry["/Height"]), _depth(entry)
    count = space.count if space else 1
    if width * height * count > _LARGEST:
        raise ValueError("too large to look into")
    if bits not in (1, 2, 4, 8, 16) or width < 1 or height < 1:
        raise ValueError(f"a picture of {bits} bits")
    stride = (width * count * bits + 7) // 8
    rows = max(factor, _STRIP // (stride * factor) * factor)
    read = _reader(entry, stride, height)
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


def _reader(entry: Any, stride: int, height: int) -> Callable[[int], bytes]:
    """What reads the next rows. A picture that is packed once by Flate is unpacked as it is read."""
    filters = filters_of(entry)
    parms: Any = entry.get("/DecodeParms", None)
    if parms is not None and parms._type_name == "array":
        parms = parms[0] if len(parms) else None
    predictor = 1 if parms is None else int(parms.get("/Predictor", 1))
    if filters in (["/FlateDecode"], ["/Fl"]) and (predictor == 1 or predictor >= 10):
        pixel = 1
        if predictor >= 10:
            depth, colours = int(parms.get("/BitsPerComponent", 8)), int(parms.get("/Colors", 1))
            pixel = max(1, depth * colours // 8)
            if (depth * colours * int(parms.get("/Columns", 1)) + 7) // 8 != stride or pixel not in _PNG_KINDS:
                return _whole(entry, stride, height)
        return _Unpacked(entry.read_raw_bytes(), stride, pixel, predictor >= 10).rows
    return _whole(entry, stride, height)


def _whole(entry: Any, stride: int, height: int) -> Callable[[int], bytes]:
    if stride * height > _MOST_AT_ONCE:
        raise ValueError("too large to look into")
    data = BytesIO(entry.read_bytes())
    return lambda rows: data.read(rows * stride)


_PNG_KINDS = {1: 0, 2: 4, 3: 2, 4: 6}
"""Colour type of a PNG of 8 bits whose pixels have so many bytes."""


class _Unpacked:
    """Rows of a Flate stream. pixel: bytes of one; predicted: whether its rows stand as in a PNG (ISO 32000-1
    §7.4.4.4), in which case a PNG is made of them, headed by the row before, and Pillow decodes it."""

    def __init__(self, data: bytes, stride: int, pixel: int, predicted: bool) -> None:
        self._packed = zlib.decompressobj()
        self._data = data
        self._stride, self._pixel, self._predicted = stride, pixel, predicted
        self._last = bytes(stride)

    def _take(self, size: int) -> bytes:
        parts, missing = [], size
        while missing > 0 and not self._packed.eof:
            part = self._packed.decompress(self._data, missing)
            self._data = self._packed.unconsumed_tail
            if not part:
                break
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def rows(self, rows: int) -> bytes:
        if not self._predicted:
            return self._take(rows * self._stride)
        lines = self._take(rows * (self._stride + 1))
        count = len(lines) // (self._stride + 1)
        body = b"\0" + self._last + lines[: count * (self._stride + 1)]
        head = struct.pack(">IIBBBBB", self._stride // self._pixel, count + 1, 8, _PNG_KINDS[self._pixel], 0, 0, 0)
        chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(body, 0)), (b"IEND", b""))
        made = b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in chunks
        )
        samples = Image.open(BytesIO(b"\x89PNG\r\n\x1a\n" + made), formats=("PNG",)).tobytes()[self._stride :]
        self._last = samples[-self._stride :] if samples else self._last
        return samples


def _stacked(strips: list[Image.Image]) -> Image.Image:
    if len(strips) == 1:
        return strips[0]
    whole = Image.new(strips[0].mode, (strips[0].width, sum(strip.height for strip in strips)))
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return whole


def _keyed(entry: Any, bands: Bands) -> Image.Image | None:
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


def _keyed_small(entry: Any, bands: Bands) -> Image.Image | None:
    """The same of a JPEG, whose samples are known at a reduced size only."""
    return _keyed(entry, bands) if (filters_of(entry) or [""])[-1] in _JPEGS else None


# Samples to inks


def _looked_up(entry: Any, space: Space, factor: int, shares: Shares) -> Planes:
    """A palette: each index is ink before it is made smaller, for what stands between two indices means nothing."""
    last = len(space.table) // (space.base.count if space.base else 1) - 1
    rows = [shares(space, (min(index, last),)) for index in range(256)]
    names = sorted({name for row in rows for name in row if name != "All"})
    tables = {name: [round(255 * (1 - row.get(name, row.get("All", 0.0)))) for row in rows] for name in names}
    strips: dict[str, list[Image.Image]] = {name: [] for name in names}
    alpha: list[Image.Image] = []
    jpeg = (filters_of(entry) or [""])[-1] in _JPEGS
    for strip in [_compressed(entry, space, 1, jpeg=True)[0]] if jpeg else _strips(entry, space, factor):
        keyed = _keyed(entry, strip)
        if keyed is not None:
            alpha.append(keyed.reduce(factor))
        for name in names:
            strips[name].append(strip[0].point(tables[name]).reduce(factor))
    inks = {name: _stacked(parts) for name, parts in strips.items()}
    whole = next(iter(inks.values()))
    return _made(whole.size, inks, _stacked(alpha) if alpha else None)


def _between(band: Image.Image, entry: Any, space: Space, shares: Shares) -> dict[str, Image.Image]:
    """A picture of one bit: its grays are so much of one colour and the rest of the other."""
    if space.kind == "indexed":
        ends = (0.0, float(_most(entry)))
    else:
        numbers = [float(each) for each in entry.get("/Decode", (0, 1))]
        ends = (numbers[0], numbers[1]) if len(numbers) == 2 else (0.0, 1.0)
    one, other = (shares(space, (end,) * space.count) for end in ends)
    names = sorted({*one, *other} - {"All"})
    inks = {}
    for name in names:
        start, end = (row.get(name, row.get("All", 0.0)) for row in (one, other))
        inks[name] = band.point([round(255 * (1 - start - (end - start) * value / 255)) for value in range(256)])
    return inks


def _decoded(bands: Bands, entry: Any, space: Space) -> Bands:
    """The bands as shares of their components' reach, whatever /Decode says (§8.9.5.2)."""
    numbers = [float(each) for each in entry.get("/Decode", ())]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
    if space.kind == "lab":
        reach = [(0.0, 100.0), *_reach(space)]
        pairs = pairs if len(pairs) == 3 else reach
        places = [(0.0, 100.0), (-128.0, 127.0), (-128.0, 127.0)]  # as Pillow has it
    else:
        places = [(0.0, 1.0)] * len(bands)
    if len(pairs) < len(bands):
        return bands
    return tuple(
        band
        if pair == place
        else band.point([_octet((pair[0] + (pair[1] - pair[0]) * value / 255), *place) for value in range(256)])
        for band, pair, place in zip(bands, pairs, places, strict=False)
    )


def _octet(value: float, low: float, high: float) -> int:
    return round(255 * min(max((value - low) / (high - low), 0.0), 1.0))


def _reach(space: Space) -> list[tuple[float, float]]:
    """Of a* and b* (§8.6.5.4)."""
    if space.entry is None or str(space.entry[0]) != "/Lab":
        return [(-128.0, 127.0)] * 2
    low, high, least, most = (float(each) for each in space.entry[1].get("/Range", (-100, 100, -100, 100)))
    return [(low, high), (least, most)]


def _inks(bands: Bands, space: Space, shares: Shares, converter: Converter) -> dict[str, Image.Image]:
    if len(bands) < space.count:
        raise ValueError("it has fewer components than its colours")
    if space.count == 1 and not space.names:
        return {"Black": bands[0]}
    if space.names:
        return _by_table(bands[0], space, shares) if space.count == 1 else _by_name(bands, space, shares)
    if space.kind == "cmyk":
        return {name: ImageChops.invert(band) for name, band in zip(PROCESS, bands, strict=False)}
    merged = Image.merge("LAB" if space.kind == "lab" else "RGB", bands[:3])
    inks = converter.picture(merged, space.profile).split()
    return {name: ImageChops.invert(band) for name, band in zip(PROCESS, inks, strict=True)}


def _by_table(band: Image.Image, space: Space, shares: Shares) -> dict[str, Image.Image]:
    """One component: each of its 256 values looked up."""
    rows = [shares(space, (value / 255,)) for value in range(256)]
    names = {name for row in rows for name in row if name != "All"}
    return {name: band.point([round(255 * (1 - row.get(name, 0.0))) for row in rows]) for name in sorted(names)}


_ALIKE = 8  # steps of 255: colours of several inks that are as near are worked out as one
_MOST_SIDE = 200  # pixels: of a picture whose colours are worked out one by one


def _by_name(bands: Bands, space: Space, shares: Shares) -> dict[str, Image.Image]:
    """Several inks: those that are named are their own planes; where others stand for them these are worked out, small
    and from few colours."""
    size = bands[0].size
    probe = shares(space, (1.0,) * space.count)
    if {name for name in space.names if name != "None"} <= set(probe):
        return {name: ImageChops.invert(band) for name, band in zip(space.names, bands, strict=True) if name != "None"}
    factor = max(1, math.ceil(max(size) / _MOST_SIDE))
    octets = [band.reduce(factor).point([min(255, round(v / _ALIKE) * _ALIKE) for v in range(256)]) for band in bands]
    colours = list(zip(*(band.tobytes() for band in octets), strict=True))
    known = {colour: shares(space, tuple(part / 255 for part in colour)) for colour in dict.fromkeys(colours)}
    names = sorted({name for row in known.values() for name in row})
    tables = {name: {colour: round(255 * (1 - row.get(name, 0))) for colour, row in known.items()} for name in names}
    return {
        name: Image.frombytes("L", octets[0].size, bytes(map(table.__getitem__, colours))).resize(size)
        for name, table in tables.items()
    }


def cells(data: bytes, width: int, height: int, side: int) -> tuple[int, int, bytes]:
    """Means of squares of `side` pixels, whole squares only: columns, rows, a byte each."""
    plane = Image.frombytes("L", (width, height), data).crop((0, 0, width // side * side, height // side * side))
    small = plane.reduce(side)
    return small.width, small.height, small.tobytes()


def reduced(width: int, height: int, data: bytes, side: int) -> tuple[int, int, bytes]:
    """A plane of means of squares of `side` pixels; those at the right and lower edge may be of fewer."""
    small = Image.frombytes("L", (width, height), data).reduce(side)
    return small.width, small.height, small.tobytes()


def mean(data: bytes, width: int, height: int) -> float:
    """Mean of all samples, 0…255."""
    plane = Image.frombytes("L", (width, height), data)
    histogram = plane.histogram()
    return sum(value * count for value, count in enumerate(histogram)) / max(1, width * height)
