"""What ink will look like: samples of the four plates through the press's profile to a screen."""

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


@lru_cache(maxsize=4)
def _transform(profile: bytes) -> Any:
    from PIL import ImageCms

    press = ImageCms.getOpenProfile(BytesIO(profile))
    return ImageCms.buildTransform(press, ImageCms.createProfile("sRGB"), "CMYK", "RGB", ImageCms.Intent(_ABSOLUTE))
