"""Pictures: size, and pixels in the press's colours. The one door to Pillow, imported only when a picture is really there."""

from __future__ import annotations

from dataclasses import dataclass

from layout.units import Size


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture ready for the plate: CMYK or gray samples (mode "CMYK" | "L"), 8 bits, rows top down, unpacked."""

    mode: str
    width: int
    height: int
    data: bytes


def measure(data: bytes) -> Size:
    """Width and height in pixels after EXIF orientation. Raises ValueError with a plain reason when it is no picture we read."""
    raise NotImplementedError


def convert(data: bytes, profile: bytes, crop: tuple[float, float, float, float], most: tuple[int, int]) -> Pixels:
    """Crop (fractions: x, y, width, height), scale down to at most `most` pixels, convert to CMYK by LittleCMS.

    Embedded profiles are honoured (sRGB without one); gray stays gray; relative colorimetric with black-point compensation.
    """
    raise NotImplementedError
