"""Colours that are not ink into ink."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

_BPC = ImageCms.Flags.BLACKPOINTCOMPENSATION


class Converter:
    """Colours that are not ink (RGB, Lab) into ink, by the profile of the printing condition;
    a plain guess without one."""

    def __init__(self, profile: bytes) -> None:
        self._target: Any = None
        self._made: dict[tuple[str, bytes], Any] = {}
        if profile:
            try:
                self._target = ImageCms.ImageCmsProfile(BytesIO(profile))
            except (OSError, ImageCms.PyCMSError):
                self._target = None

    def picture(self, picture: Image.Image, profile: bytes = b"") -> Image.Image:
        """RGB or LAB → CMYK. profile: of the RGB, b"" = sRGB."""
        if self._target is None:
            return picture.convert("RGB").convert("CMYK")
        key = (picture.mode, profile)
        if key not in self._made:
            self._made[key] = self._transform(picture.mode, profile)
        made = ImageCms.applyTransform(picture, self._made[key])
        assert made is not None
        return made

    def _transform(self, mode: str, profile: bytes) -> Any:
        plain = ImageCms.createProfile("LAB" if mode == "LAB" else "sRGB")
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        if profile and mode == "RGB":
            try:
                source = ImageCms.ImageCmsProfile(BytesIO(profile))
                return ImageCms.buildTransform(source, self._target, mode, "CMYK", intent, _BPC)
            except (OSError, ImageCms.PyCMSError):
                pass  # a profile no RIP can use either: what it stands for is taken as sRGB
        return ImageCms.buildTransform(plain, self._target, mode, "CMYK", intent, _BPC)

    def __call__(self, colour: tuple[float, ...], kind: str, profile: bytes = b"") -> tuple[float, ...]:
        if kind == "lab":
            octets = (round(colour[0] * 2.55), *(round(part) & 0xFF for part in colour[1:3]))
            spot = Image.frombytes("LAB", (1, 1), bytes(octets))
        else:
            spot = Image.frombytes("RGB", (1, 1), bytes(round(min(max(part, 0), 1) * 255) for part in colour))
        return tuple(octet / 255 for octet in self.picture(spot, profile).tobytes())


__all__ = ["Converter"]
