"""Pictures of a finished PDF as shares of ink, small: one plane of gray samples for each ink. A door to Pillow.

The plates are drawn at 61 pixels an inch, so a picture is brought down to about that before its colours are looked at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageCms

from layout.preflight.colours import PROCESS, Inks, Space

_LARGEST = 400_000_000  # samples of one picture: what a full broadsheet at 1,200 ppi in one colour has
_BPC = ImageCms.Flags.BLACKPOINTCOMPENSATION
Shares = Callable[[Space, Sequence[float]], Inks]


@dataclass(slots=True)
class Planes:
    """A picture's inks. planes: by ink, rows top down, 255 = bare paper; an ink that is nowhere in it is left out."""

    width: int
    height: int
    planes: dict[str, bytes]


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
    """A picture's inks at 1/factor of its size. space: its colours, None = the file of the picture says (JPEG 2000).

    Raises ValueError with a plain reason when it cannot be decoded here.
    """
    try:
        picture = _decoded(entry, space, factor)
        return _separated(picture, space, _decode(entry, space), shares, converter)
    except (OSError, SyntaxError, MemoryError, Image.DecompressionBombError, ImageCms.PyCMSError) as error:
        raise ValueError(str(error)) from error


def _filters(entry: Any) -> list[str]:
    given = entry.get("/Filter")
    return [] if given is None else [str(each) for each in (given if given._type_name == "array" else [given])]


def _decoded(entry: Any, space: Space | None, factor: int) -> Image.Image:
    width, height = int(entry["/Width"]), int(entry["/Height"])
    if width * height * (space.count if space else 4) > _LARGEST:
        raise ValueError("too large to look into")
    filters = _filters(entry)
    last = filters[-1] if filters else ""
    if last in ("/CCITTFaxDecode", "/JBIG2Decode"):
        raise ValueError(last[1:])
    if last in ("/DCTDecode", "/JPXDecode", "/DCT"):
        picture = _compressed(entry, filters, factor, jpeg=last != "/JPXDecode")
    else:
        picture = _raw(entry, space, width, height)
        if space is not None and space.kind == "indexed":
            return picture.resize((max(1, width // factor), max(1, height // factor)), Image.Resampling.NEAREST)
    rest = max(1, min(factor * picture.width // max(width, 1), picture.width, picture.height))
    return picture.reduce(rest) if rest > 1 else picture


def _compressed(entry: Any, filters: list[str], factor: int, jpeg: bool) -> Image.Image:
    from layout.pdffile import pikepdf

    # All filters but the last; a picture packed once is as it is.
    data = entry.read_raw_bytes() if len(filters) == 1 else entry.read_bytes(pikepdf.StreamDecodeLevel.generalized)
    Image.MAX_IMAGE_PIXELS = _LARGEST
    picture: Image.Image = Image.open(BytesIO(data), formats=("JPEG",) if jpeg else ("JPEG2000",))
    if jpeg and factor > 1:
        picture.draft(picture.mode, (max(1, picture.width // factor), max(1, picture.height // factor)))
    picture.load()
    # Pillow turns a CMYK JPEG over, as Photoshop writes them; a PDF says with /Decode which way they are.
    return ImageChops.invert(picture) if jpeg and picture.mode == "CMYK" else picture


_MODES = {1: "L", 3: "RGB", 4: "CMYK"}
_PACKED = {1: "P;1", 2: "P;2", 4: "P;4", 8: "P"}


def _raw(entry: Any, space: Space | None, width: int, height: int) -> Image.Image:
    bits = 1 if bool(entry.get("/ImageMask", False)) else int(entry.get("/BitsPerComponent", 8))
    count = space.count if space else 1
    data = entry.read_bytes()
    if bits == 16:
        data, bits = data[::2], 8
    stride = (width * count * bits + 7) // 8
    if len(data) < stride * height:
        raise ValueError("it has fewer samples than pixels")
    data = data[: stride * height]
    if count == 1:
        indices = Image.frombytes("P", (width, height), data, "raw", _PACKED[bits])
        picture = Image.frombytes("L", (width, height), indices.tobytes())
        most = (1 << bits) - 1
        if space is not None and space.kind != "indexed" and bits < 8:
            picture = picture.point([min(255, index * 255 // most) for index in range(256)])
        return picture
    if bits != 8:
        samples = Image.frombytes("P", (width * count, height), data, "raw", _PACKED[bits]).tobytes()
        data = bytes(octet * 255 // ((1 << bits) - 1) for octet in samples)
    if count in _MODES:
        return Image.frombytes(
            "LAB" if space is not None and space.kind == "lab" else _MODES[count], (width, height), data
        )
    raise ValueError(f"a picture of {count} inks")


def _decode(entry: Any, space: Space | None) -> list[tuple[float, float]] | None:
    """The /Decode array where it says anything but the usual."""
    if "/Decode" not in entry or space is None or space.kind == "indexed":
        return None
    numbers = [float(each) for each in entry["/Decode"]]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
    return None if all(pair == (0, 1) for pair in pairs) or space.kind == "lab" else pairs


def _separated(
    picture: Image.Image,
    space: Space | None,
    decode: list[tuple[float, float]] | None,
    shares: Shares,
    converter: Converter,
) -> Planes:
    if decode:
        bands = picture.split()
        turned = [
            band.point([round(255 * (low + (high - low) * value / 255)) for value in range(256)])
            for band, (low, high) in zip(bands, decode, strict=False)
        ]
        picture = Image.merge(picture.mode, turned) if len(turned) > 1 else turned[0]
    inks: dict[str, Image.Image] = {}
    if picture.mode in ("L", "1", "I;16", "I"):
        gray = picture if picture.mode == "L" else picture.convert("L")
        inks = _by_table(gray, space, shares)
    elif picture.mode == "CMYK" and space is not None and space.names:
        inks = _by_name(picture, space, shares)
    elif picture.mode == "CMYK":
        inks = {name: ImageChops.invert(band) for name, band in zip(PROCESS, picture.split(), strict=True)}
    elif space is not None and space.names:
        raise ValueError(f"a picture of {len(space.names)} inks")
    else:
        plain = picture if picture.mode in ("RGB", "LAB") else picture.convert("RGB")
        inks = {
            name: ImageChops.invert(band)
            for name, band in zip(
                PROCESS, converter.picture(plain, space.profile if space else b"").split(), strict=True
            )
        }
    inked = {name: plane.tobytes() for name, plane in inks.items() if plane.getextrema()[0] < 255}  # type: ignore[operator]
    return Planes(picture.width, picture.height, inked)


def _by_table(gray: Image.Image, space: Space | None, shares: Shares) -> dict[str, Image.Image]:
    """One component: each of its 256 values looked up."""
    if space is None or (space.kind == "gray"):
        return {"Black": gray}
    scale = 1 if space.kind == "indexed" else 255
    rows = [shares(space, (value / scale,)) for value in range(256)]
    names = {name for row in rows for name in row if name != "All"}
    return {name: gray.point([round(255 * (1 - row.get(name, 0.0))) for row in rows]) for name in names}


def _by_name(picture: Image.Image, space: Space, shares: Shares) -> dict[str, Image.Image]:
    """Four components of a DeviceN space: named inks are their own planes; others are worked out from few colours."""
    probe = shares(space, (1.0,) * 4)
    if set(space.names) <= set(probe):
        return {name: ImageChops.invert(band) for name, band in zip(space.names, picture.split(), strict=True)}
    small = picture.reduce(max(1, math.ceil(max(picture.size) / 300)))
    known = {colour: shares(space, tuple(part / 255 for part in colour)) for _, colour in small.getcolors(90_000) or []}  # type: ignore[union-attr]
    names = {name for row in known.values() for name in row}
    colours = list(small.getdata())
    return {
        name: Image.frombytes(
            "L", small.size, bytes(round(255 * (1 - known[each].get(name, 0))) for each in colours)
        ).resize(picture.size)
        for name in names
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
