"""Opening a picture by the one reader its first bytes call for, and its pixels upright, cropped and scaled down.

Pillow's own search would load forty readers. Everything a reader raises on bad bytes becomes a ValueError whose text an
editor understands.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from layout.pictures import header
from layout.pictures.header import Refused
from layout.units import Size

if TYPE_CHECKING:
    from PIL import Image as PillowImage

_READERS = (
    (b"\xff\xd8\xff", "JpegImagePlugin", "JpegImageFile"),
    (b"\x89PNG\r\n\x1a\n", "PngImagePlugin", "PngImageFile"),
    (b"II*\0", "TiffImagePlugin", "TiffImageFile"),
    (b"MM\0*", "TiffImagePlugin", "TiffImageFile"),
    (b"8BPS", "PsdImagePlugin", "PsdImageFile"),
    (b"GIF8", "GifImagePlugin", "GifImageFile"),
    (b"BM", "BmpImagePlugin", "BmpImageFile"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "Jpeg2KImagePlugin", "Jpeg2KImageFile"),
    (b"\xff\x4f\xff\x51", "Jpeg2KImagePlugin", "Jpeg2KImageFile"),
)
_STRANGERS = (
    (4, b"ftyp", "a film; save one picture of it as JPEG"),
    (0, b"%!PS", "a PostScript file; save it as TIFF"),
    (0, b"<?xml", "an XML file, but no drawing"),
    (0, b"<!DOCTYPE html", "a web page; fetch the picture itself"),
    (0, b"<html", "a web page; fetch the picture itself"),
    (0, b"PK\3\4", "an archive or an office document; take the picture out of it"),
    (0, b"Rar!", "an archive; take the picture out of it"),
    (0, b"7z\xbc\xaf", "an archive; take the picture out of it"),
    (0, b"\xd0\xcf\x11\xe0", "an old Word or Excel document; take the picture out of it"),
)
# EXIF 2.3 §4.6.4 A «Orientation» → what Pillow's transpose has to do.
_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
_HEIF = (b"heic", b"heix", b"mif1", b"msf1", b"avif")  # ISO/IEC 23008-12 §10, AVIF 1.1 §6
_BITMAP_FINER = 5  # a bitmap is not screened: its edges show at up to 1,250 pixels an inch
_ORIENTATION = 0x0112
_GRAYS = ("1", "L", "LA", "La", "I", "I;16", "I;16L", "I;16B", "I;16N")


def measure(data: bytes) -> Size:
    """Width and height in pixels after EXIF orientation."""
    picture, turn = open_picture(data)
    width, height = picture.size
    return Size(height, width) if turn >= 5 else Size(width, height)


@contextmanager
def _plainly() -> Iterator[None]:
    """Turn whatever a reader raises on damaged bytes into a ValueError with a plain reason."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except MemoryError:
        raise Refused("too large for this machine's memory") from None
    except Exception as error:
        # Pillow's readers let through struct, zlib, index and key errors as well as their own.
        cut = "truncated" in str(error).lower() or isinstance(error, EOFError)
        raise Refused("the file is cut short" if cut else "the file is damaged") from error


def open_picture(data: bytes) -> tuple[PillowImage.Image, int]:
    """The picture with nothing but its header read, and the EXIF orientation that is still to be applied."""
    reader = _reader(data)
    with _plainly():
        picture = reader(BytesIO(data))
    width, height = picture.size
    if picture.format in ("JPEG", "MPO"):
        header.admit_jpeg(data, width, height, "progressive" in picture.info)
    else:
        header.admit(width, height)
    # Pillow turns a TIFF itself when it is loaded, libheif whatever it reads; both say the turned size before.
    if picture.format in ("TIFF", "HEIF", "AVIF"):
        return picture, 1
    # What was measured by the header alone must be turned the same way now, however EXIF is damaged.
    known = header.jpeg(data)
    turn = known.turn if known is not None else _orientation(picture)
    return picture, turn


def prove(data: bytes) -> None:
    """Read a picture to its end, small where that is possible. Raises Refused."""
    picture, _ = open_picture(data)
    picture.draft(None, (1, 1))
    header.admit(picture.width, picture.height)
    with _plainly():
        picture.load()


def _reader(data: bytes) -> Any:
    for start, module, name in _READERS:
        if data.startswith(start):
            return getattr(importlib.import_module(f"PIL.{module}"), name)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return importlib.import_module("PIL.WebPImagePlugin").WebPImageFile
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        return _heif_reader(data[8:12])
    for at, start, reason in _STRANGERS:
        if data[at:].startswith(start):
            raise Refused(reason)
    raise Refused("not a picture (JPEG, TIFF, PNG, PSD, WebP, GIF or BMP)" if data else "the file is empty")


def _heif_reader(brand: bytes) -> Any:
    """AVIF is read by Pillow, HEIC by pillow-heif where that is installed."""
    if brand == b"avif":
        return importlib.import_module("PIL.AvifImagePlugin").AvifImageFile
    try:
        return importlib.import_module("pillow_heif").HeifImageFile
    except ImportError:
        raise Refused("an HEIC picture; save it as JPEG, or install broadsheet-layout[drawings]") from None


def _orientation(picture: PillowImage.Image) -> int:
    try:
        turn = int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # a damaged EXIF block does not spoil the picture
        return 1
    return turn if turn in _TURNS else 1


def trimmed(
    picture: PillowImage.Image, turn: int, crop: tuple[float, float, float, float], most: tuple[int, int]
) -> PillowImage.Image:
    """The part that shows, upright, in "1", "L", "RGB", "LAB" or "CMYK", no larger than `most`."""
    from PIL import Image, ImageChops

    if picture.mode == "1":
        most = most[0] * _BITMAP_FINER, most[1] * _BITMAP_FINER
    size = picture.size if turn < 5 else picture.size[::-1]
    shown = crop[2] * size[0], crop[3] * size[1]
    scale = min(1.0, most[0] / shown[0], most[1] / shown[1])
    if scale < 1 and picture.format == "JPEG":
        # The decoder drops what will not be printed: an eighth of the memory, and faster.
        picture.draft(None, (round(picture.size[0] * scale), round(picture.size[1] * scale)))
    header.admit(picture.width, picture.height)
    with _plainly():
        picture.load()
    if picture.format == "JPEG" and picture.mode == "CMYK" and "adobe" not in picture.info:
        # Pillow takes every CMYK JPEG for one of Adobe's, which are turned over.
        picture.paste(ImageChops.invert(picture))
    upright = picture.transpose(getattr(Image.Transpose, _TURNS[turn])) if turn in _TURNS else picture
    width, height = upright.size
    left, top = crop[0] * width, crop[1] * height
    box = (left, top, min(width, left + crop[2] * width), min(height, top + crop[3] * height))
    target = max(1, round(shown[0] * scale)), max(1, round(shown[1] * scale))
    if scale < 1:
        flat = _flat(upright)
        if flat.mode == "1":
            return flat.convert("L").resize(target, Image.Resampling.BOX, box).convert("1", dither=Image.Dither.NONE)
        # Scaled down, Hamming is as sharp as bicubic and costs less than half of Lanczos.
        return flat.resize(target, Image.Resampling.HAMMING, box)
    left, top = round(box[0]), round(box[1])
    right, bottom = min(width, left + target[0]), min(height, top + target[1])
    return _flat(upright.crop((left, top, right, bottom)))


def _flat(picture: PillowImage.Image) -> PillowImage.Image:
    """The picture in one of the modes we print from, on white paper where it is transparent."""
    from PIL import Image

    if picture.mode == "F":
        raise Refused("its samples are floating-point numbers; save it with 8 or 16 bits")
    gray = picture.mode in _GRAYS
    if picture.mode.startswith("I"):
        # 16 bits a sample: the upper eight are what a plate can hold.
        picture = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if picture.mode in ("1", "CMYK", "LAB", "L", "RGB") and "transparency" not in picture.info:
        return picture
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, (255, 255, 255))
        paper.paste(clear, mask=clear.getchannel("A"))
        picture = paper
    return picture.convert("L" if gray else "RGB")
