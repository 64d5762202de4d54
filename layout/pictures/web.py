"""Pictures for a screen: upright, in sRGB, no larger than they are shown; pages and lettering for it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from layout.pictures.header import Refused
from layout.pictures.reading import open_picture, trimmed
from layout.pictures.softproof import WHITE, screen
from layout.value import value

if TYPE_CHECKING:
    from PIL import Image as PillowImage

Kind = Literal["jpeg", "webp"]

_WHOLE = (0.0, 0.0, 1.0, 1.0)
_SPACES = {"RGB": "RGB", "L": "GRAY", "LAB": "Lab ", "CMYK": "CMYK"}


@value
class Samples:
    """RGB samples in sRGB, three bytes a pixel, rows from the top."""

    width: int
    height: int
    data: bytes


def shown(data: bytes, most: int, profile: bytes) -> Samples:
    """A picture as it is, whole and upright, no side longer than `most` pixels.

    profile: of the press, for CMYK that brings none. Raises ValueError with a plain reason.
    """
    picture, turn = open_picture(data)
    embedded = picture.info.get("icc_profile")
    made = trimmed(picture, turn, _WHOLE, (most, most))
    return _samples(_in_srgb(made, embedded, profile))


def narrower(samples: Samples, width: int) -> Samples:
    """The same so wide, in pixels; itself where it is no wider."""
    if width >= samples.width:
        return samples
    from PIL import Image

    size = width, max(1, round(samples.height * width / samples.width))
    return _samples(_picture(samples).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0))


def fitted(width: float, height: float, wide: float, high: float) -> tuple[float, float]:
    """The largest size of this shape within `wide` and `high`."""
    scale = min(wide / width, high / height)
    return width * scale, height * scale


def pasted(ground: Samples, put: Sequence[tuple[Samples, tuple[int, int, int, int]]]) -> Samples:
    """Pictures put into another, each into its box: left, top, width, height in pixels."""
    from PIL import Image

    if not put:
        return ground
    made = _picture(ground)
    for samples, (left, top, width, height) in put:
        shrunk = _picture(samples).resize((width, height), Image.Resampling.LANCZOS)
        made.paste(shrunk, (left, top))
    return _samples(made)


def encoded(samples: Samples, kind: Kind, quality: int) -> bytes:
    """A file of it, without metadata. quality: 1 … 100."""
    from PIL import JpegImagePlugin, WebPImagePlugin  # noqa: F401  registers the formats wanted, not forty

    out = BytesIO()
    if kind == "webp":
        _picture(samples).save(out, "WEBP", quality=quality, method=4)
    else:
        _picture(samples).save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def lettering(width: int, height: int, gray: bytes, colour: tuple[int, int, int]) -> bytes:
    """PNG of what is dark in gray samples (0 = black) in one colour, the rest clear, cut to its ink."""
    from PIL import Image, ImageChops, PngImagePlugin  # noqa: F401

    cover = ImageChops.invert(Image.frombytes("L", (width, height), gray))
    cover = cover.crop(cover.getbbox() or (0, 0, 1, 1))
    fullest = max(1, *cover.tobytes())
    cover = cover.point([min(255, round(value * 255 / fullest)) for value in range(256)])
    made = Image.new("RGBA", cover.size, (*colour, 0))
    made.putalpha(cover)
    out = BytesIO()
    made.save(out, "PNG", optimize=True)
    return out.getvalue()


def _picture(samples: Samples) -> PillowImage.Image:
    from PIL import Image

    return Image.frombytes("RGB", (samples.width, samples.height), samples.data)


def _samples(picture: PillowImage.Image) -> Samples:
    return Samples(picture.width, picture.height, picture.tobytes())


def _in_srgb(picture: PillowImage.Image, embedded: bytes | None, profile: bytes) -> PillowImage.Image:
    from PIL import Image, ImageCms

    if picture.mode == "1":
        picture = picture.convert("L")
    own = _opened(embedded, picture.mode)
    if own is None and picture.mode == "CMYK":
        plates = picture.split()
        cyan, magenta, yellow, black = (plate.tobytes() for plate in plates)
        seen = screen((cyan, magenta, yellow, black), picture.width, picture.height, profile, WHITE)
        return Image.frombytes("RGB", picture.size, seen)
    if own is None and picture.mode != "LAB":
        return picture.convert("RGB")
    target = ImageCms.createProfile("sRGB")
    try:
        made = ImageCms.profileToProfile(
            picture,
            ImageCms.createProfile("LAB") if own is None else own,
            target,
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            "RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except ImageCms.PyCMSError as error:
        raise Refused("its colour profile is damaged") from error
    assert made is not None
    return made


def _opened(embedded: bytes | None, mode: str) -> Any:
    """The picture's own profile; None where there is none that fits its colours."""
    from PIL import ImageCms

    try:
        opened = ImageCms.getOpenProfile(BytesIO(embedded)) if embedded else None
    except (OSError, ImageCms.PyCMSError):
        return None
    if opened is None or opened.profile.xcolor_space != f"{_SPACES[mode]:<4}":
        return None
    return opened
