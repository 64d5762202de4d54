"""What ink will look like: plates, colours and pictures through the press's profile to a screen (sRGB)."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from layout.pictures.outline import flattened
from layout.pictures.reading import open_picture

if TYPE_CHECKING:
    from PIL import Image as PillowImage

PAPER = 3  # INTENT_ABSOLUTE_COLORIMETRIC: the paper keeps its colour, as it will lie on the table
WHITE = 1  # INTENT_RELATIVE_COLORIMETRIC: paper is the screen's white, solid four-colour black its black
_BLACK_POINT_COMPENSATION = 0x2000  # lcms2.h cmsFLAGS_BLACKPOINTCOMPENSATION
_QUALITY = 80
_FINER = 2  # parts of a pixel that the edge of a mask is drawn in


def screen(
    plates: tuple[bytes, bytes, bytes, bytes],
    width: int,
    height: int,
    profile: bytes,
    intent: int = PAPER,
    spots: Sequence[tuple[bytes, tuple[float, float, float, float]]] = (),
) -> bytes:
    """sRGB samples. plates: cyan, magenta, yellow, black, 0 = no ink; profile: the press's; intent: PAPER or WHITE;
    spots: plates of further inks, with what stands in for each at full strength, of the four."""
    from PIL import Image, ImageChops

    four = [Image.frombytes("L", (width, height), plate) for plate in plates]
    for plate, parts in spots:
        own = Image.frombytes("L", (width, height), plate)
        toned = [own.point([round(tone * part) for tone in range(256)]) for part in parts]
        four = [ImageChops.screen(under, over) for under, over in zip(four, toned, strict=True)]
    page = Image.merge("CMYK", four)
    return _seen(page, profile, intent).tobytes()


def colours(inks: Sequence[tuple[float, ...]], profile: bytes) -> list[tuple[float, ...]]:
    """sRGB of CMYK colours, shares 0…1 both, on white."""
    samples = bytes(round(255 * min(max(share, 0.0), 1.0)) for ink in inks for share in ink)
    plates = (samples[0::4], samples[1::4], samples[2::4], samples[3::4])
    seen = screen(plates, len(inks), 1, profile, WHITE)
    return [tuple(round(part / 255, 4) for part in seen[at : at + 3]) for at in range(0, len(seen), 3)]


def picture(data: bytes, size: tuple[int, int], mode: str, jpeg: bool, inverted: bool, profile: bytes) -> bytes:
    """A picture of a finished page as an sRGB JPEG, on white.

    data: a JPEG's file or plain samples; mode: "CMYK", or "L" for gray, which stands on the black plate; inverted: the
    file's /Decode turns its samples over. Raises ValueError when it cannot be decoded.
    """
    from PIL import Image, ImageChops, JpegImagePlugin

    try:
        if jpeg:
            found: PillowImage.Image = JpegImagePlugin.JpegImageFile(BytesIO(data))
            turned = found.mode == "CMYK" and "adobe" in found.info  # Pillow has turned them over already
            inverted = inverted != turned
        else:
            found = Image.frombytes(mode, size, data)
    except (OSError, SyntaxError, ValueError) as error:
        raise ValueError(str(error)) from None
    if inverted:
        found = ImageChops.invert(found)
    out = BytesIO()
    _seen(_inked(found), profile, WHITE).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def encoded(mode: str, size: tuple[int, int], data: bytes, profile: bytes, quality: int) -> tuple[str, bytes]:
    """A plate's samples as a file for a screen, in sRGB on white: "jpg" for photographs, "png" where that is smaller.

    mode: "CMYK", "L" or "1", as pictures.Pixels has them. quality: of a JPEG.
    """
    from PIL import Image

    return _packed(_seen(_inked(Image.frombytes(mode, size, data)), profile, WHITE), quality)


def reencoded(png: bytes, quality: int) -> tuple[str, bytes]:
    """A PNG in the smaller of the two formats, as `encoded` says."""
    from PIL import PngImagePlugin

    return _packed(PngImagePlugin.PngImageFile(BytesIO(png)).convert("RGB"), quality)


def _packed(shown: PillowImage.Image, quality: int) -> tuple[str, bytes]:
    from PIL import JpegImagePlugin, PngImagePlugin  # noqa: F401  registers the two formats wanted, not forty

    jpeg = BytesIO()
    shown.save(jpeg, "JPEG", quality=quality, subsampling=0)
    if _deflated_size(shown) > len(jpeg.getvalue()):
        return "jpg", jpeg.getvalue()
    png = BytesIO()
    shown.save(png, "PNG", icc_profile=None)  # LittleCMS writes the time of day into the sRGB it makes
    return "png", png.getvalue()


def _deflated_size(shown: PillowImage.Image) -> int:
    """About how many bytes deflate would take, from two rows in sixty-four: the whole takes longer than the JPEG."""
    data, row = shown.tobytes(), 3 * shown.width
    sample = b"".join(data[at : at + 2 * row] for at in range(0, len(data), 64 * row))
    return len(zlib.compress(sample)) * len(data) // max(1, len(sample))


def _inked(found: PillowImage.Image) -> PillowImage.Image:
    """In CMYK; gray stands on the black plate."""
    from PIL import Image, ImageChops

    if found.mode == "CMYK":
        return found
    bare = Image.new("L", found.size)
    return Image.merge("CMYK", [bare, bare, bare, ImageChops.invert(found.convert("L"))])


def _seen(inked: PillowImage.Image, profile: bytes, intent: int) -> PillowImage.Image:
    from PIL import ImageCms

    seen = ImageCms.applyTransform(inked, _transform(profile, intent))
    assert seen is not None
    return seen


@lru_cache(maxsize=4)
def _transform(profile: bytes, intent: int) -> Any:
    from PIL import ImageCms

    press = ImageCms.getOpenProfile(BytesIO(profile))
    flags = ImageCms.Flags(_BLACK_POINT_COMPENSATION if intent == WHITE else 0)
    return ImageCms.buildTransform(press, ImageCms.createProfile("sRGB"), "CMYK", "RGB", ImageCms.Intent(intent), flags)


def masked(data: bytes, outline: Sequence[Sequence[float]]) -> bytes:
    """A picture's file as a PNG that is clear outside its outline (pictures.outline, fractions of its size)."""
    from PIL import Image, ImageChops, ImageDraw

    picture = open_picture(data)[0].convert("RGB")
    width, height = picture.size
    mask = Image.new("1", (width * _FINER, height * _FINER))
    for part in outline:
        loop = Image.new("1", mask.size)
        points = [(x * mask.width, y * mask.height) for x, y in flattened(part)]
        ImageDraw.Draw(loop).polygon(points, fill=1)
        mask = ImageChops.logical_xor(mask, loop)
    picture.putalpha(mask.convert("L").resize(picture.size, Image.Resampling.BOX))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
