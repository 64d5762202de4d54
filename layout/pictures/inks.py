"""From a picture's colours to the press's by LittleCMS: separation, and gray on the black plate alone."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image as PillowImage

_BLACK_POINT_COMPENSATION = 0x2000  # lcms2.h cmsFLAGS_BLACKPOINTCOMPENSATION
_RELATIVE = 1  # INTENT_RELATIVE_COLORIMETRIC


def separated(picture: PillowImage.Image, profile: bytes, embedded: bytes | None) -> PillowImage.Image:
    from PIL import ImageCms

    plates = ImageCms.applyTransform(picture, _transform(profile, embedded, picture.mode))
    assert plates is not None
    return plates


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
def gray_table(profile: bytes, embedded: bytes | None) -> list[int]:
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


def luminances(samples: bytes, profile: bytes) -> list[float]:
    """As `pictures.luminances` says."""
    from PIL import Image

    plates = Image.frombytes("CMYK", (len(samples) // 4, 1), samples)
    lab = separated_back(plates, profile)
    table = [_luminance(value) for value in range(256)]
    return [table[value] for value in lab.getchannel(0).tobytes()]


def separated_back(plates: PillowImage.Image, profile: bytes) -> PillowImage.Image:
    """The colours that plates print, as CIELAB relative to the paper."""
    from PIL import ImageCms

    seen = ImageCms.applyTransform(plates, _printed(profile))
    assert seen is not None
    return seen


@lru_cache(maxsize=4)
def _printed(profile: bytes) -> Any:
    from PIL import ImageCms

    press, lab = ImageCms.getOpenProfile(BytesIO(profile)), ImageCms.createProfile("LAB")
    return ImageCms.buildTransform(press, lab, "CMYK", "LAB", ImageCms.Intent(_RELATIVE))
