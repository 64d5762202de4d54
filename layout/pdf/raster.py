"""A page of a finished PDF as a PNG, to look at. The one door to pypdfium2.

The PNG is written here, a few lines, so that the same PDF gives the same bytes whatever else is installed.
"""

from __future__ import annotations

import ctypes
import struct
import zlib
from collections.abc import Container, Iterable, Iterator
from typing import Any

from layout.units import Size
from layout.value import value


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
            yield _rgb(sheet, dpi)
    finally:
        document.close()


def _rgb(sheet: Any, dpi: float) -> tuple[int, int, bytes]:
    """Width, height and RGB samples of what is to be seen of a page."""
    bitmap = sheet.render(scale=dpi / 72 * (1 - 1e-5), rev_byteorder=True, fill_color=(255, 255, 255, 255))
    rows, width, height = bytes(bitmap.buffer), bitmap.width, bitmap.height
    return width, height, b"".join(_lines(rows, bitmap.stride, width, height, bitmap.n_channels))


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


def characters(pdf: bytes) -> list[list[tuple[str, float, float, float, float]]]:
    """The characters of each page in the order they are drawn, blanks left out: text, left, top, right, bottom of the
    type's box.

    Points from the trimmed corner, y down; what stands outside the trim is left out.
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
                    continue
                box = text.get_charbox(index, loose=True)
                if left <= (box[0] + box[2]) / 2 <= right and bottom <= (box[1] + box[3]) / 2 <= top:
                    found.append((shown, box[0] - left, top - box[3], box[2] - left, top - box[1]))
            pages.append(found)
        return pages
    finally:
        document.close()


def text_in(pdf: bytes, page: int, boxes: Iterable[tuple[float, float, float, float]]) -> list[str]:
    """The text that a file has in boxes of a page (left, bottom, right, top, the page's own points), seen or unseen.
    page: counts from 0. A page that PDFium cannot read has none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except (RuntimeError, OSError):
        return []
    try:
        text = document[page].get_textpage()
        return [text.get_text_bounded(*box) for box in boxes]
    except (RuntimeError, OSError, ValueError):
        return []
    finally:
        document.close()


def origins(pdf: bytes, pages: int, most: int, without: Container[int] = ()) -> list[dict[tuple[int, int], str]]:
    """What the characters of the first pages mean, by their origin in quarters of the page's own unit, x and y upward.

    most: characters of a page that are looked at; without: pages that are not looked at, from 0. A page that PDFium
    cannot open has none, and so has a file.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except (RuntimeError, OSError):
        return []
    raw, found = pypdfium2.raw, []
    x, y = ctypes.c_double(), ctypes.c_double()
    try:
        for index in range(min(pages, len(document))):
            shown: dict[tuple[int, int], str] = {}
            found.append(shown)
            if index in without:
                continue
            try:
                text = document[index].get_textpage()
            except (RuntimeError, OSError):
                continue
            for at in range(min(text.count_chars(), most)):
                code = raw.FPDFText_GetUnicode(text, at)
                if code >= 32 and not raw.FPDFText_IsGenerated(text, at) and raw.FPDFText_GetCharOrigin(text, at, x, y):
                    # Half of a character beyond U+FFFF is no text of its own.
                    text_there = "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
                    shown.setdefault((round(x.value * 4), round(y.value * 4)), text_there)
        return found
    finally:
        document.close()


@value
class TypedPage:
    """The characters of a page in the order they are drawn: text, left, top, right, bottom of the type's box, size, and
    the font's name; points from the upper left corner of what is shown, y down. Blanks are left out.

    outside: text of what is drawn beyond that. pictures: each with its data (JPEG or PNG) and left, top, right, bottom.
    """

    size: Size
    characters: tuple[tuple[str, float, float, float, float, float, str], ...]
    outside: str
    pictures: tuple[tuple[bytes, float, float, float, float], ...]


def typed(pdf: bytes, most: int, largest: int) -> Iterator[TypedPage]:
    """The type on the pages of anybody's file. Raises ValueError with a plain reason for a file of more than `most`
    pages or with more than `largest` characters; PDFium's RuntimeError for what is no PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    told = 0
    try:
        if len(document) > most:
            raise ValueError(f"it has {len(document)} pages; at most {most}")
        for sheet in document:
            text = sheet.get_textpage()
            told += text.count_chars()
            if told > largest:
                raise ValueError(f"it has more than {largest} characters")
            yield _typed_page(sheet, text)
    finally:
        document.close()


def _typed_page(sheet: Any, text: Any) -> TypedPage:
    left, bottom, right, top = _shown_box(sheet)
    across, down = right - left, top - bottom
    turned = sheet.get_rotation() % 360

    def place(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """A box of PDFium's from the upper left corner of what is shown."""
        return _turned((box[0] - left, top - box[3], box[2] - left, top - box[1]), turned, across, down)

    found: list[tuple[str, float, float, float, float, float, str]] = []
    outside: list[str] = []
    for index, shown in _drawn_characters(text):
        box = text.get_charbox(index, loose=True)
        if left <= (box[0] + box[2]) / 2 <= right and bottom <= (box[1] + box[3]) / 2 <= top:
            found.append((shown, *place(box), *_size_and_font(text, index)))
        else:
            outside.append(shown)
    pictures = tuple((data, *place(bounds)) for data, bounds in _pictures(sheet))
    size = Size(down, across) if turned % 180 else Size(across, down)
    return TypedPage(size, tuple(found), "".join(outside), pictures)


def _drawn_characters(text: Any) -> Iterator[tuple[int, str]]:
    """Characters with their index; blanks, and what PDFium has made up between lines, are left out."""
    from pypdfium2 import raw

    high = 0
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:  # characters beyond U+FFFF come in two halves
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        shown = chr(code)
        if code and not shown.isspace() and raw.FPDFText_IsGenerated(text, index) != 1:
            yield index, shown


_LONGEST_NAME = 128  # bytes of a font's name


def _size_and_font(text: Any, index: int) -> tuple[float, str]:
    """Of a character: size in points as it stands on the page, and the font's name."""
    from pypdfium2 import raw

    matrix, buffer, flags = raw.FS_MATRIX(), ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int()
    size = raw.FPDFText_GetFontSize(text, index)
    if raw.FPDFText_GetMatrix(text, index, matrix):
        size *= max(abs(matrix.a), abs(matrix.b), abs(matrix.c), abs(matrix.d)) or 1.0
    length = raw.FPDFText_GetFontInfo(text, index, buffer, _LONGEST_NAME, flags)
    return size, buffer.value.decode("utf-8", "replace") if 0 < length <= _LONGEST_NAME else ""


def _pictures(sheet: Any) -> Iterator[tuple[bytes, tuple[float, float, float, float]]]:
    """The first pictures of a page that can be had, with their bounds."""
    from pypdfium2 import raw

    told = 0
    for image in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        data = _image(image) if told < _MOST_PICTURES else b""
        if data:
            told += 1
            yield data, image.get_bounds()


@value
class Seen:
    """A page of anybody's file as a viewer shows it: trimmed, upright, turned as it says.

    characters: as they are drawn: text, left, top, right, bottom of its ink, points from the upper left corner, y down;
    (" ", 0, 0, 0, 0) where the file has blanks or a new line. width, height, samples: of its picture, RGB.
    """

    size: Size
    characters: tuple[tuple[str, float, float, float, float], ...]
    width: int
    height: int
    samples: bytes


def seen(pdf: bytes, dpi: float, most: int, largest: float) -> Iterator[Seen]:
    """The pages of anybody's file, one after the other. Raises ValueError with a plain reason for a file of more than
    `most` pages, or with a page longer than `largest` points; PDFium's RuntimeError for what is no PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 0 < len(document) <= most:
            raise ValueError(f"it has {len(document)} pages; at most {most} are one issue")
        for sheet in document:
            left, bottom, right, top = _shown_box(sheet)
            across, down = right - left, top - bottom
            if not (0 < across <= largest and 0 < down <= largest):
                raise ValueError(f"a page of {across:.0f} × {down:.0f} points")
            turned = sheet.get_rotation() % 360
            found: list[tuple[str, float, float, float, float]] = []
            text = sheet.get_textpage()
            for index in range(text.count_chars()):
                shown = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
                if shown.isspace():
                    if found and found[-1][0] != " ":
                        found.append((" ", 0.0, 0.0, 0.0, 0.0))
                    continue
                box = text.get_charbox(index)
                if left <= (box[0] + box[2]) / 2 <= right and bottom <= (box[1] + box[3]) / 2 <= top:
                    place = box[0] - left, top - box[3], box[2] - left, top - box[1]
                    found.append((shown, *_turned(place, turned, across, down)))
            sheet.set_mediabox(left, bottom, right, top)
            sheet.set_cropbox(left, bottom, right, top)
            size = Size(down, across) if turned % 180 else Size(across, down)
            yield Seen(size, tuple(found), *_rgb(sheet, dpi))
    finally:
        document.close()


_MOST_PICTURES = 40  # of a page
_LEAST_PICTURE = 64  # pixels a side: what is smaller is an ornament
_LARGEST_PICTURE = 40_000_000  # pixels


def _image(image: Any) -> bytes:
    """A picture of a page as it is stored where that is a JPEG, else as a PNG; b"" for an ornament or one that PDFium
    cannot show."""
    import pypdfium2

    try:
        width, height = image.get_px_size()
        if min(width, height) < _LEAST_PICTURE or width * height > _LARGEST_PICTURE:
            return b""
        if image.get_filters() == ["DCTDecode"]:
            data = bytes(image.get_data(decode_simple=False))
            # One in four inks is turned over or not as the page says, which its own bytes do not.
            if _components(data) in (1, 3):
                return data
        bitmap = image.get_bitmap()
        if bitmap.n_channels == 1:
            rows, stride = bytes(bitmap.buffer), bitmap.stride
            return png(width, height, b"".join(rows[at : at + width] for at in range(0, stride * height, stride)), 300)
        samples = b"".join(_lines(bytes(bitmap.buffer), bitmap.stride, width, height, bitmap.n_channels))
        swapped = bytearray(samples)
        swapped[0::3], swapped[2::3] = samples[2::3], samples[0::3]  # PDFium has blue first
        return png(width, height, bytes(swapped), 300)
    except (pypdfium2.PdfiumError, ValueError):
        return b""


def _components(jpeg: bytes) -> int:
    """Components of a JPEG, from the head of its frame (ITU-T T.81 B.2.2); 0 where there is none."""
    at = 2
    while at + 9 < len(jpeg) and jpeg[at] == 0xFF:
        mark, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            return jpeg[at + 9]
        at += 2 + length
    return 0


def _shown_box(sheet: Any) -> tuple[float, float, float, float]:
    """What of a page is to be seen: its trim within its medium; corners may stand in any order (ISO 32000-1 §7.9.5)."""
    boxes = []
    for x0, y0, x1, y1 in (sheet.get_mediabox(), sheet.get_trimbox()):
        boxes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    medium, trim = boxes
    inner = max(medium[0], trim[0]), max(medium[1], trim[1]), min(medium[2], trim[2]), min(medium[3], trim[3])
    return inner if inner[0] < inner[2] and inner[1] < inner[3] else medium


def _turned(
    box: tuple[float, float, float, float], degrees: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box of a page width × height, once that is turned clockwise."""
    left, top, right, bottom = box
    match degrees:
        case 90:
            return height - bottom, left, height - top, right
        case 180:
            return width - right, height - bottom, width - left, height - top
        case 270:
            return top, width - right, bottom, width - left
    return box


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
