"""What ink will look like: samples of the four plates through the press's profile to a screen, and back from a CMYK JPEG."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any

_ABSOLUTE = 3  # INTENT_ABSOLUTE_COLORIMETRIC: the paper keeps its colour, as it will lie on the table


def screen(plates: tuple[bytes, bytes, bytes, bytes], width: int, height: int, profile: bytes) -> bytes:
    """sRGB samples of a page. plates: cyan, magenta, yellow, black, 0 = no ink; profile: the press's."""
    from PIL import Image, ImageCms

    page = Image.merge("CMYK", [Image.frombytes("L", (width, height), plate) for plate in plates])
    seen = ImageCms.applyTransform(page, _transform(profile))
    assert seen is not None
    return seen.tobytes()


def jpeg_plates(data: bytes) -> tuple[int, int, tuple[bytes, ...]]:
    """Width, height and the samples of each colour of a JPEG as they stand in the file, before any /Decode."""
    from PIL import JpegImagePlugin

    picture = JpegImagePlugin.JpegImageFile(BytesIO(data))
    samples = [channel.tobytes() for channel in picture.split()]
    if picture.mode == "CMYK" and "adobe" in picture.info:
        samples = [channel.translate(_INVERTED) for channel in samples]  # Pillow has turned them over
    return picture.width, picture.height, tuple(samples)


@lru_cache(maxsize=4)
def _transform(profile: bytes) -> Any:
    from PIL import ImageCms

    press = ImageCms.getOpenProfile(BytesIO(profile))
    return ImageCms.buildTransform(press, ImageCms.createProfile("sRGB"), "CMYK", "RGB", ImageCms.Intent(_ABSOLUTE))


_INVERTED = bytes(range(255, -1, -1))
