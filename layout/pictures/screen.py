"""Samples → a JPEG for the screen."""

from __future__ import annotations

from io import BytesIO

_QUALITY = 82  # of 95: what is printed in 9 pt stays legible, and no edge shows a halo


def screen_jpeg(rgb: bytes, width: int, height: int, scale: float = 1.0, dpi: float = 72.0) -> bytes:
    """The file of RGB samples, rows from the top. scale: down to so much of the size; dpi: of what is written."""
    from PIL import Image

    picture = Image.frombytes("RGB", (width, height), rgb)
    if scale < 1:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    out = BytesIO()
    density = round(dpi), round(dpi)
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True, dpi=density)
    return out.getvalue()
