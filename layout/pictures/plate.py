"""A picture's samples as the plate takes them, and a JPEG of them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from layout.pictures.inks import NEUTRAL, gray_table, lightness_table, lightnesses, separated
from layout.pictures.reading import open_picture, trimmed

if TYPE_CHECKING:
    from PIL import Image as PillowImage

    from layout.pictures.secondink import Parts

Samples = tuple[str, int, int, bytes]

_INVERTED = bytes(range(255, -1, -1))
_LOOKED_AT = 160  # pixels a side of a picture that is asked whether it has colour
_TINGE = 40  # of 255, between a pixel's parts: less is a gray that a scanner or a separation tinged


def convert(
    data: bytes, profile: bytes, crop: tuple[float, float, float, float], most: tuple[int, int], gray: bool
) -> Samples:
    """Mode, width, height and samples; as `pictures.convert` says."""
    picture, turn = open_picture(data)
    embedded = picture.info.get("icc_profile")
    picture = trimmed(picture, turn, crop, most)
    if gray and picture.mode not in ("1", "L"):
        return _samples(_grayed(picture, profile, embedded))
    if picture.mode in ("CMYK", "1"):
        return _samples(picture)
    return _samples(_plated(picture, profile, embedded))


def separate(mode: str, size: tuple[int, int], samples: bytes, profile: bytes, embedded: bytes | None) -> Samples:
    """As `pictures.separate` says."""
    from PIL import Image

    return _samples(_plated(Image.frombytes(mode, size, samples), profile, embedded))


def inked(colours: bytes, mode: str, profile: bytes, embedded: bytes | None) -> bytes:
    """As `pictures.inked` says."""
    from PIL import Image

    count = len(colours) // (1 if mode == "L" else 3)
    row = Image.frombytes(mode, (count, 1), colours)
    if mode == "L":
        grays = colours
        inks = bytes(4 * count)
    else:
        grays = row.getchannel(0).tobytes()
        inks = separated(row, profile, embedded).tobytes()
    black = gray_table(profile, embedded if mode == "L" else None)
    made = bytearray(inks)
    for index, gray in enumerate(grays):
        parts = colours[index * 3 : index * 3 + 3]
        if mode == "L" or (mode == "RGB" and parts[0] == parts[1] == parts[2]):
            made[index * 4 : index * 4 + 4] = bytes((0, 0, 0, 255 - black[gray]))
    return bytes(made)


def _plated(picture: PillowImage.Image, profile: bytes, embedded: bytes | None) -> PillowImage.Image:
    if picture.mode == "RGB" and _colourless(picture):
        picture = picture.getchannel(0)
    if picture.mode == "L":
        return picture.point(gray_table(profile, embedded))
    return separated(picture, profile, embedded)


def _grayed(picture: PillowImage.Image, profile: bytes, embedded: bytes | None) -> PillowImage.Image:
    """The samples of the black plate alone that print a picture in colour as light as it is."""
    if picture.mode == "RGB" and _colourless(picture):
        return picture.getchannel(0).point(gray_table(profile, embedded))
    return lightnesses(picture, profile, embedded).point(lightness_table(profile))


def grayed(mode: str, size: tuple[int, int], samples: bytes, profile: bytes, embedded: bytes | None) -> Samples:
    """As `pictures.grayed` says."""
    from PIL import Image

    return _samples(_grayed(Image.frombytes(mode, size, samples), profile, embedded))


def split(
    data: bytes, profile: bytes, crop: tuple[float, float, float, float], most: tuple[int, int], parts: Parts
) -> Samples:
    """As `pictures.split` says."""
    picture, turn = open_picture(data)
    embedded = picture.info.get("icc_profile")
    return _split(trimmed(picture, turn, crop, most), profile, embedded, parts)


def split_samples(
    mode: str, size: tuple[int, int], samples: bytes, profile: bytes, embedded: bytes | None, parts: Parts
) -> Samples:
    """As `pictures.split_samples` says."""
    from PIL import Image

    return _split(Image.frombytes(mode, size, samples), profile, embedded, parts)


def _split(picture: PillowImage.Image, profile: bytes, embedded: bytes | None, parts: Parts) -> Samples:
    from layout.pictures import secondink

    pair = secondink.split(picture, profile, embedded, parts)
    if pair is not None:
        both = bytearray(2 * len(pair[0]))
        both[0::2], both[1::2] = pair
        return "2", picture.width, picture.height, bytes(both)
    plain = picture if picture.mode == "1" else _plated(picture, profile, embedded) if picture.mode == "L" else None
    return _samples(_grayed(picture, profile, embedded) if plain is None else plain)


def colours(data: bytes, profile: bytes, parts: Parts) -> tuple[bool, bool]:
    """As `pictures.colours` says."""
    from layout.pictures import secondink

    picture, turn = open_picture(data)
    embedded = picture.info.get("icc_profile")
    return secondink.colours(trimmed(picture, turn, (0, 0, 1, 1), (_LOOKED_AT, _LOOKED_AT)), profile, embedded, parts)


def colours_of(
    mode: str, size: tuple[int, int], samples: bytes, profile: bytes, embedded: bytes | None, parts: Parts
) -> tuple[bool, bool]:
    """The same of samples."""
    from PIL import Image

    from layout.pictures import secondink

    picture = Image.frombytes(mode, size, samples)
    picture.thumbnail((_LOOKED_AT, _LOOKED_AT))
    return secondink.colours(picture, profile, embedded, parts)


def is_coloured(data: bytes) -> bool:
    """As `pictures.is_coloured` says."""
    picture, turn = open_picture(data)
    return _is_coloured(trimmed(picture, turn, (0, 0, 1, 1), (_LOOKED_AT, _LOOKED_AT)))


def has_colour(mode: str, size: tuple[int, int], samples: bytes) -> bool:
    """As `pictures.has_colour` says."""
    from PIL import Image

    picture = Image.frombytes(mode, size, samples)
    picture.thumbnail((_LOOKED_AT, _LOOKED_AT))
    return _is_coloured(picture)


def _is_coloured(small: PillowImage.Image) -> bool:
    from PIL import ImageChops

    if small.mode in ("1", "L"):
        return False
    if small.mode == "LAB":
        spread = [abs(byte - NEUTRAL) for part in (1, 2) for byte in small.getchannel(part).tobytes()]
        return max(spread) > _TINGE
    first, second, third = small.split()[:3]
    most = ImageChops.lighter(ImageChops.lighter(first, second), third)
    least = ImageChops.darker(ImageChops.darker(first, second), third)
    top = ImageChops.difference(most, least).getextrema()[1]
    return isinstance(top, int) and top > _TINGE


def _colourless(picture: PillowImage.Image) -> bool:
    red, green, blue = (channel.tobytes() for channel in picture.split())
    return red == green == blue


def _samples(picture: PillowImage.Image) -> Samples:
    return picture.mode, picture.width, picture.height, picture.tobytes()


def jpeg(mode: str, size: tuple[int, int], data: bytes, quality: int) -> bytes:
    """Baseline JPEG of "L" or "CMYK" samples."""
    from PIL import Image, JpegImagePlugin  # noqa: F401  registers the one format wanted, not forty

    # Pillow writes CMYK turned over, as Photoshop does.
    samples = data if mode == "L" else data.translate(_INVERTED)
    out = BytesIO()
    Image.frombytes(mode, size, samples).save(out, "JPEG", quality=quality, subsampling=0)
    return out.getvalue()
