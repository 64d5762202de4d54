"""Pictures: size, and pixels in the press's colours. The one door to Pillow, imported only when a picture is really there.

The kind is told from the first bytes and one reader is called for it: Pillow's own search would load forty. Everything a
reader raises on bad bytes becomes a ValueError whose text an editor understands.
"""

from __future__ import annotations

import importlib
import warnings
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from layout.units import Size

if TYPE_CHECKING:
    from PIL import Image as PillowImage

LARGEST = 100_000_000  # pixels held at once: four bytes each is as much memory as a build may take
_JPEG_LARGEST = 64 * LARGEST  # a JPEG opens at down to an eighth of its width and height

_READERS = (
    (b"\xff\xd8\xff", "JpegImagePlugin", "JpegImageFile"),
    (b"\x89PNG\r\n\x1a\n", "PngImagePlugin", "PngImageFile"),
    (b"II*\0", "TiffImagePlugin", "TiffImageFile"),
    (b"MM\0*", "TiffImagePlugin", "TiffImageFile"),
    (b"8BPS", "PsdImagePlugin", "PsdImageFile"),
    (b"GIF8", "GifImagePlugin", "GifImageFile"),
    (b"BM", "BmpImagePlugin", "BmpImageFile"),
)
_STRANGERS = (
    (4, b"ftyp", "an HEIC or AVIF picture or a film; save it as JPEG"),
    (0, b"%PDF", "a PDF; save the picture in it as TIFF or JPEG"),
    (0, b"%!PS", "a PostScript file; save it as TIFF"),
    (0, b"<svg", "an SVG drawing; save it as PNG"),
    (0, b"<?xml", "a drawing; save it as PNG"),
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
_ORIENTATION = 0x0112
_GRAYS = ("1", "L", "LA", "La", "I", "I;16", "I;16L", "I;16B", "I;16N")
_BLACK_POINT_COMPENSATION = 0x2000  # lcms2.h cmsFLAGS_BLACKPOINTCOMPENSATION
_RELATIVE = 1  # INTENT_RELATIVE_COLORIMETRIC


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture ready for the plate: CMYK or gray samples (mode "CMYK" | "L"), 8 bits, rows top down, unpacked."""

    mode: str
    width: int
    height: int
    data: bytes


def measure(data: bytes) -> Size:
    """Width and height in pixels after EXIF orientation. Raises ValueError with a plain reason when it is no picture we read."""
    picture, turn = _open(data)
    width, height = picture.size
    return Size(height, width) if turn >= 5 else Size(width, height)


def convert(data: bytes, profile: bytes, crop: tuple[float, float, float, float], most: tuple[int, int]) -> Pixels:
    """Crop (fractions: x, y, width, height), scale down to at most `most` pixels, convert to CMYK by LittleCMS.

    profile: the press's. Embedded profiles are honoured (sRGB without one); relative colorimetric with black-point
    compensation. Gray stays gray, on the black plate alone, and so does colour that is gray in every pixel. A picture that
    is CMYK already keeps its values. What is transparent shows the paper. Raises ValueError with a plain reason.
    """
    picture, turn = _open(data)
    embedded = picture.info.get("icc_profile")
    picture = _trimmed(picture, turn, crop, most)
    if picture.mode == "CMYK":
        return _pixels(picture)
    if picture.mode == "RGB" and _colourless(picture):
        picture = picture.getchannel(0)
    if picture.mode == "L":
        return _pixels(picture.point(_gray_table(profile, embedded)))
    return _pixels(_separated(picture, profile, embedded))


class _Refused(ValueError):
    """A reason for the editor, found by ourselves."""


@contextmanager
def _plainly() -> Iterator[None]:
    """Turn whatever a reader raises on damaged bytes into a ValueError with a plain reason."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except MemoryError:
        raise _Refused("too large for this machine's memory") from None
    except Exception as error:
        # Pillow's readers let through struct, zlib, index and key errors as well as their own.
        cut = "truncated" in str(error).lower() or isinstance(error, EOFError)
        raise _Refused("the file is cut short" if cut else "the file is damaged") from error


def _open(data: bytes) -> tuple[PillowImage.Image, int]:
    """The picture with nothing but its header read, and the EXIF orientation that is still to be applied."""
    reader = _reader(data)
    with _plainly():
        picture = reader(BytesIO(data))
    width, height = picture.size
    largest = _JPEG_LARGEST if picture.format == "JPEG" else LARGEST
    if width * height > largest:
        raise _Refused(f"{width} × {height} pixels is more than a page can use ({largest // 1_000_000} million)")
    # Pillow turns a TIFF itself when it is loaded, and says its turned size before.
    turn = 1 if picture.format == "TIFF" else _orientation(picture)
    return picture, turn


def _reader(data: bytes) -> Any:
    for start, module, name in _READERS:
        if data.startswith(start):
            return getattr(importlib.import_module(f"PIL.{module}"), name)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return importlib.import_module("PIL.WebPImagePlugin").WebPImageFile
    for at, start, reason in _STRANGERS:
        if data[at:].startswith(start):
            raise _Refused(reason)
    raise _Refused("not a picture (JPEG, TIFF, PNG, PSD, WebP, GIF or BMP)" if data else "the file is empty")


def _orientation(picture: PillowImage.Image) -> int:
    try:
        turn = int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # a damaged EXIF block does not spoil the picture
        return 1
    return turn if turn in _TURNS else 1


def _trimmed(
    picture: PillowImage.Image, turn: int, crop: tuple[float, float, float, float], most: tuple[int, int]
) -> PillowImage.Image:
    """The part that shows, upright, in "L", "RGB", "LAB" or "CMYK", no larger than `most`."""
    from PIL import Image

    size = picture.size if turn < 5 else picture.size[::-1]
    shown = crop[2] * size[0], crop[3] * size[1]
    scale = min(1.0, most[0] / shown[0], most[1] / shown[1])
    if scale < 1 and picture.format == "JPEG":
        # The decoder drops what will not be printed: an eighth of the memory, and faster.
        picture.draft(None, (round(picture.size[0] * scale), round(picture.size[1] * scale)))
    if picture.size[0] * picture.size[1] > LARGEST:
        raise _Refused(f"{size[0]} × {size[1]} pixels is more than a page can use")
    with _plainly():
        picture.load()
    upright = picture.transpose(getattr(Image.Transpose, _TURNS[turn])) if turn in _TURNS else picture
    width, height = upright.size
    left, top = crop[0] * width, crop[1] * height
    box = (left, top, min(width, left + crop[2] * width), min(height, top + crop[3] * height))
    target = max(1, round(shown[0] * scale)), max(1, round(shown[1] * scale))
    if scale < 1:
        flat = _flat(upright)
        return flat.resize(target, Image.Resampling.LANCZOS, box)
    left, top = round(box[0]), round(box[1])
    right, bottom = min(width, left + target[0]), min(height, top + target[1])
    return _flat(upright.crop((left, top, right, bottom)))


def _flat(picture: PillowImage.Image) -> PillowImage.Image:
    """The picture in one of the four modes we print from, on white paper where it is transparent."""
    from PIL import Image

    if picture.mode == "F":
        raise _Refused("its samples are floating-point numbers; save it with 8 or 16 bits")
    gray = picture.mode in _GRAYS
    if picture.mode.startswith("I"):
        # 16 bits a sample: the upper eight are what a plate can hold.
        picture = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if picture.mode in ("CMYK", "LAB", "L", "RGB") and "transparency" not in picture.info:
        return picture
    if picture.mode == "1":
        return picture.convert("L")
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, (255, 255, 255))
        paper.paste(clear, mask=clear.getchannel("A"))
        picture = paper
    return picture.convert("L" if gray else "RGB")


def _colourless(picture: PillowImage.Image) -> bool:
    red, green, blue = (channel.tobytes() for channel in picture.split())
    return red == green == blue


def _separated(picture: PillowImage.Image, profile: bytes, embedded: bytes | None) -> PillowImage.Image:
    from PIL import ImageCms

    separated = ImageCms.applyTransform(picture, _transform(profile, embedded, picture.mode))
    assert separated is not None
    return separated


@lru_cache(maxsize=8)
def _transform(profile: bytes, embedded: bytes | None, mode: str) -> Any:
    """From a picture's colours to the press's. A profile that does not open, or is of another space, counts as none."""
    from PIL import ImageCms

    own = _profile(embedded, mode) or ImageCms.createProfile("LAB" if mode == "LAB" else "sRGB")
    press = ImageCms.getOpenProfile(BytesIO(profile))
    return ImageCms.buildTransform(
        own, press, mode, "CMYK", ImageCms.Intent(_RELATIVE), ImageCms.Flags(_BLACK_POINT_COMPENSATION)
    )


def _profile(embedded: bytes | None, mode: str) -> Any:
    from PIL import ImageCms

    space = {"RGB": "RGB", "L": "GRAY", "LAB": "Lab"}[mode]
    try:
        opened = ImageCms.getOpenProfile(BytesIO(embedded)) if embedded else None
    except (OSError, ImageCms.PyCMSError):
        return None
    return opened if opened is not None and opened.profile.xcolor_space.strip() == space else None


@lru_cache(maxsize=8)
def _gray_table(profile: bytes, embedded: bytes | None) -> list[int]:
    """For each gray value of a picture the sample of the black plate alone that prints as light as it should.

    As in colour: relative to the paper, with black-point compensation. Black alone on newsprint is a dark gray, and the
    whole range is moved into what it reaches, so that shadows keep their drawing.
    """
    from PIL import Image, ImageCms

    ramp = Image.frombytes("CMYK", (256, 1), bytes(part for black in range(256) for part in (0, 0, 0, black)))
    press, lab = ImageCms.getOpenProfile(BytesIO(profile)), ImageCms.createProfile("LAB")
    plate = ImageCms.applyTransform(
        ramp, ImageCms.buildTransform(press, lab, "CMYK", "LAB", ImageCms.Intent(_RELATIVE))
    )
    assert plate is not None
    printed = [_luminance(value) for value in plate.getchannel(0).tobytes()]
    darkest = printed[-1]
    return [255 - _black(printed, darkest + seen * (1 - darkest)) for seen in _picture_luminances(embedded)]


def _black(printed: list[float], wanted: float) -> int:
    """The black that prints as light as wanted. printed: luminance by black, falling, in the steps of an 8-bit L*."""
    after = bisect_right(printed, -wanted, key=lambda value: -value)
    if after in (0, len(printed)):
        return min(after, len(printed) - 1)
    # Between the middles of the two steps on either side: a step holds about two blacks.
    upper, lower = printed[after - 1], printed[after]
    begin, end = printed.index(upper), len(printed) - 1 - printed[::-1].index(lower)
    share = (upper - wanted) / (upper - lower)
    return round((begin + after - 1) / 2 * (1 - share) + (after + end) / 2 * share)


def _picture_luminances(embedded: bytes | None) -> list[float]:
    """Luminance 0…1 of each gray value: by the picture's own gray profile, else as sRGB has it."""
    from PIL import Image, ImageCms

    own = _profile(embedded, "L")
    if own is None:
        # IEC 61966-2-1 §5.2
        steps = [value / 255 for value in range(256)]
        return [step / 12.92 if step <= 0.04045 else ((step + 0.055) / 1.055) ** 2.4 for step in steps]
    ramp = Image.frombytes("L", (256, 1), bytes(range(256)))
    transform = ImageCms.buildTransform(own, ImageCms.createProfile("LAB"), "L", "LAB", ImageCms.Intent(_RELATIVE))
    seen = ImageCms.applyTransform(ramp, transform)
    assert seen is not None
    return [_luminance(value) for value in seen.getchannel(0).tobytes()]


def _luminance(value: int) -> float:
    """Y of an 8-bit L* (CIE 15:2004 §8.2.1)."""
    lightness = value / 2.55
    return ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / 903.3


def _pixels(picture: PillowImage.Image) -> Pixels:
    return Pixels(picture.mode, picture.width, picture.height, picture.tobytes())


_INVERTED = bytes(range(255, -1, -1))


def jpeg(pixels: Pixels, quality: int) -> bytes:
    """Baseline JPEG at full colour resolution, its CMYK samples as they stand (ISO 32000-1 §7.4.8).

    quality: of libjpeg, 1 … 100.
    """
    from PIL import Image, JpegImagePlugin  # noqa: F401  registers the one format wanted, not forty

    # Pillow writes CMYK turned over, as Photoshop does.
    data = pixels.data if pixels.mode == "L" else pixels.data.translate(_INVERTED)
    out = BytesIO()
    Image.frombytes(pixels.mode, (pixels.width, pixels.height), data).save(out, "JPEG", quality=quality, subsampling=0)
    return out.getvalue()
