"""The size of a drawing that is a PDF page: its trimmed edges as it is seen, upright."""

from __future__ import annotations

from typing import Any

from layout.pdffile import open_pdf
from layout.pictures.header import Refused
from layout.units import Size

_LARGEST = 14_400.0  # points, the most a PDF page may have without UserUnit (ISO 32000-1 annex C)


def page_size(data: bytes) -> Size:
    """Points. Raises ValueError with a plain reason."""
    with open_pdf(data) as document:
        if not document.pages:
            raise Refused("a PDF without pages")
        left, bottom, right, top = trim(document.pages[0])
        size = Size(right - left, top - bottom)
        return Size(size.height, size.width) if turn(document.pages[0]) % 180 else size


def trim(page: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of what is to be seen: TrimBox, ArtBox, CropBox or MediaBox, within the medium."""
    try:
        boxes = [[float(edge) for edge in page.get(name)] for name in _BOXES if page.get(name) is not None]
        left, bottom, right, top = boxes[0]
    except (ValueError, TypeError, IndexError):
        raise Refused("the page has no size") from None
    left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
    if not (0 < right - left <= _LARGEST and 0 < top - bottom <= _LARGEST):
        raise Refused("the page has no size")
    return left, bottom, right, top


_BOXES = ("/TrimBox", "/ArtBox", "/CropBox", "/MediaBox")


def turn(page: Any) -> int:
    """Degrees clockwise that the page is shown turned by: 0, 90, 180, 270."""
    try:
        return int(page.get("/Rotate", 0)) % 360
    except (TypeError, ValueError):
        return 0
