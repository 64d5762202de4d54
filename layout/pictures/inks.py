"""From a picture's colours to the press's by LittleCMS: separation, and gray on the black plate alone."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from io import BytesIO
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image as PillowImage

NEUTRAL = 128
"""a* and b* of gray in the channels of Pillow's LAB pictures. `frombytes` and `tobytes` have signed bytes instead."""
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

    space = {"RGB": "RGB", "L": "GRAY", "LAB": "Lab", "CMYK": "CMYK"}[mode]
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
    return _in_reach(profile, _picture_luminances(embedded))


@lru_cache(maxsize=4)
def lightness_table(profile: bytes) -> list[int]:
    """The same for each 8-bit L* of `lightnesses`."""
    return _in_reach(profile, [_luminance(value) for value in range(256)])


def _in_reach(profile: bytes, seen: list[float]) -> list[int]:
    printed = _black_ramp(profile)
    darkest = printed[-1]
    return [255 - _black(printed, darkest + each * (1 - darkest)) for each in seen]


@lru_cache(maxsize=4)
def _black_ramp(profile: bytes) -> list[float]:
    """Luminance of each of the 256 steps of black alone."""
    return luminances(bytes(part for black in range(256) for part in (0, 0, 0, black)), profile)


def blacks(samples: bytes, profile: bytes) -> bytes:
    """As `pictures.blacks` says."""
    printed = _black_ramp(profile)
    return bytes(_black(printed, wanted) for wanted in luminances(samples, profile))


def lightnesses(picture: PillowImage.Image, profile: bytes, embedded: bytes | None) -> PillowImage.Image:
    """L* of a picture in colour, as `labs`."""
    return labs(picture, profile, embedded).getchannel(0)


def labs(picture: PillowImage.Image, profile: bytes, embedded: bytes | None) -> PillowImage.Image:
    """CIELAB of a picture in colour, its black point as 0: of what plates print, or of what the picture's own profile
    (sRGB without one) has."""
    from PIL import ImageCms

    if picture.mode == "LAB":
        return picture
    seen = ImageCms.applyTransform(picture, _seen(profile if picture.mode == "CMYK" else embedded or b"", picture.mode))
    assert seen is not None
    return seen


@lru_cache(maxsize=8)
def _seen(profile: bytes, mode: str) -> Any:
    from PIL import ImageCms

    own = _profile(profile, mode) or ImageCms.createProfile("sRGB")
    lab = ImageCms.createProfile("LAB")
    return ImageCms.buildTransform(
        own, lab, mode, "LAB", ImageCms.Intent(_RELATIVE), ImageCms.Flags(_BLACK_POINT_COMPENSATION)
    )


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


def hues(samples: bytes, profile: bytes) -> list[tuple[float, float]]:
    """As `pictures.hues` says."""
    from PIL import Image

    lab = separated_back(Image.frombytes("CMYK", (len(samples) // 4, 1), samples), profile)
    across, down = (lab.getchannel(channel).tobytes() for channel in (1, 2))
    pairs = [(a - NEUTRAL, b - NEUTRAL) for a, b in zip(across, down, strict=True)]
    return [(hypot(a, b), degrees(atan2(b, a)) % 360) for a, b in pairs]


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
