"""A page of a finished PDF as a PNG, to look at. The one door to pypdfium2.

The PNG is written here, a few lines, so that the same PDF gives the same bytes whatever else is installed.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator


def draw(pdf: bytes, page: int = 0, dpi: float = 150, trimmed: bool = True) -> bytes:
    """PNG of a page. page: counts from 0; trimmed: inside the TrimBox only, else the whole medium.

    Colours are a screen's guess at the ink, without overprint: a look at the page, not a proof.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page]
        if trimmed:
            sheet.set_cropbox(*sheet.get_trimbox())
        # A hair less, so that a size that is whole in pixels is not rounded up to the next.
        scale = dpi / 72 * (1 - 1e-5)
        bitmap = sheet.render(scale=scale, rev_byteorder=True, fill_color=(255, 255, 255, 255))
        width, height, channels = bitmap.width, bitmap.height, bitmap.n_channels
        rows = bytes(bitmap.buffer)
        return _png(width, height, _packed(rows, bitmap.stride, width, height, channels), dpi)
    finally:
        document.close()


def samples(pdf: bytes, dpi: float) -> Iterator[tuple[int, int, bytes]]:
    """Width, height and RGB samples of each page inside its TrimBox, rows from the top."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for sheet in document:
            sheet.set_cropbox(*sheet.get_trimbox())
            bitmap = sheet.render(scale=dpi / 72 * (1 - 1e-5), rev_byteorder=True, fill_color=(255, 255, 255, 255))
            rows, width, each = bytes(bitmap.buffer), bitmap.width, bitmap.n_channels
            lines = _lines(rows, bitmap.stride, width, bitmap.height, each)
            yield width, bitmap.height, b"".join(lines)
    finally:
        document.close()


def gray(pdf: bytes, page: int, dpi: float) -> tuple[int, int, bytes]:
    """Width, height and gray samples (0 = black) of a page inside its TrimBox, rows from the top."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page]
        sheet.set_cropbox(*sheet.get_trimbox())
        bitmap = sheet.render(scale=dpi / 72 * (1 - 1e-5), grayscale=True, fill_color=(255, 255, 255, 255))
        rows, width = bytes(bitmap.buffer), bitmap.width
        lines = (rows[at : at + width] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride))
        return width, bitmap.height, b"".join(lines)
    finally:
        document.close()


def characters(pdf: bytes, inked: bool = False) -> list[list[tuple[str, float, float, float, float]]]:
    """The characters of each page in the order they are drawn, blanks left out: text, left, top, right, bottom.

    Points from the trimmed corner, y down; what stands outside the trim is left out. inked: boxes of the ink, and one
    blank (" ", at no place) where the file has blanks or a new line; else boxes of the type.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for sheet in document:
            left, bottom, right, top = sheet.get_trimbox()
            text = sheet.get_textpage()
            found: list[tuple[str, float, float, float, float]] = []
            for index in range(text.count_chars()):
                shown = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
                if not shown.strip("\0") or shown.isspace():
                    if inked and shown.isspace() and found and found[-1][0] != " ":
                        found.append((" ", 0.0, 0.0, 0.0, 0.0))
                    continue
                box = text.get_charbox(index, loose=not inked)
                if left <= (box[0] + box[2]) / 2 <= right and bottom <= (box[1] + box[3]) / 2 <= top:
                    found.append((shown, box[0] - left, top - box[3], box[2] - left, top - box[1]))
            pages.append(found)
        return pages
    finally:
        document.close()


def png(width: int, height: int, samples: bytes, dpi: float) -> bytes:
    """PNG of RGB or gray samples, rows from the top: three a pixel or one."""
    each = len(samples) // (width * height)
    return _png(width, height, _packed(samples, each * width, width, height, each), dpi, gray=each == 1, level=3)


def _packed(rows: bytes, stride: int, width: int, height: int, channels: int) -> bytes:
    """Rows as PNG filters them: each with a 0 before it, three samples a pixel."""
    return b"\0" + b"\0".join(_lines(rows, stride, width, height, channels))


def _lines(rows: bytes, stride: int, width: int, height: int, channels: int) -> Iterator[bytes]:
    """Rows without what fills them up, three samples a pixel where they had four."""
    for at in range(0, stride * height, stride):
        line = rows[at : at + width * channels]
        if channels == 4:
            plain = bytearray(width * 3)
            for sample in range(3):
                plain[sample::3] = line[sample::4]
            line = bytes(plain)
        yield line


def _png(width: int, height: int, rows: bytes, dpi: float, gray: bool = False, level: int = 6) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0 if gray else 2, 0, 0, 0)
    density = struct.pack(">IIB", round(dpi / 0.0254), round(dpi / 0.0254), 1)
    chunks = ((b"IHDR", header), (b"pHYs", density), (b"IDAT", zlib.compress(rows, level)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body
