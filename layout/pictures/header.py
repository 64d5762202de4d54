"""The size of a JPEG or PNG from its own header, without Pillow, which takes 25 ms to start.

Only what is certain is answered; for every other file, and for a header with anything odd in it, None sends the caller on
to Pillow, which then also finds the fault.
"""

from __future__ import annotations

from layout.units import Size

LARGEST = 100_000_000  # pixels held at once: four bytes each is as much memory as a build may take
JPEG_LARGEST = 64 * LARGEST  # a JPEG opens at down to an eighth of its width and height

_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # start of a baseline, extended or progressive frame (ITU-T T.81 table B.1)
_SCAN = 0xDA
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_SHORT = 3


class Refused(ValueError):
    """A reason for the editor, found by ourselves."""


def measure(data: bytes) -> Size | None:
    """Width and height in pixels, upright; None = not known here. Raises Refused for one that is too large."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(data)
    return _jpeg(data) if data.startswith(b"\xff\xd8\xff") else None


def admit(width: int, height: int, jpeg: bool) -> None:
    """Raises Refused for a picture with more pixels than may be held."""
    largest = JPEG_LARGEST if jpeg else LARGEST
    if width * height > largest:
        raise Refused(f"{width} × {height} pixels is more than a page can use ({largest // 1_000_000} million)")


def _png(data: bytes) -> Size | None:
    """PNG 3rd edition §11.2.1; one with EXIF may be turned, and has it anywhere."""
    if data[8:16] != b"\0\0\0\rIHDR" or b"eXIf" in data or b"Orientation" in data or len(data) < 33:
        return None
    return _size(int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"), jpeg=False)


def _jpeg(data: bytes) -> Size | None:
    """ITU-T T.81 §B.2: segments up to the scan; of these the frame has the size and EXIF how the camera was held."""
    at, turn, size = 2, 1, (0, 0)
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + length]
        if marker == _SCAN:
            return _size(*(size[::-1] if turn >= 5 else size), jpeg=True)
        if marker in _FRAMES and len(body) >= 6:
            size = int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big")
        elif marker == 0xE1:
            found = _turn(body[len(_EXIF) :]) if body.startswith(_EXIF) else 0 if b"Orientation" in body else 1
            if not found:
                return None
            turn = max(turn, found)
        elif not (0xC4 <= marker <= 0xFE) or length < 2:
            return None
        at += 2 + length
    return None


def _turn(tiff: bytes) -> int:
    """EXIF 2.3 §4.6.4 «Orientation», 1 … 8; 1 where it is not given, 0 = not certain."""
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(tiff[:4])
    if order is None:
        return 0

    def read(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], "little" if order == "little" else "big")

    first = read(4, 4)
    for entry in range(first + 2, first + 2 + 12 * read(first, 2), 12):
        if read(entry, 2) == _ORIENTATION:
            turn = read(entry + 8, 2)
            return turn if read(entry + 2, 2) == _SHORT and 1 <= turn <= 8 else 0
        if entry > len(tiff):
            return 0
    return 1


def _size(width: int, height: int, *, jpeg: bool) -> Size | None:
    if not width or not height:
        return None
    admit(width, height, jpeg)
    return Size(width, height)
