"""What a JPEG or PNG says of itself in its header, without Pillow, which takes 25 ms to start.

Only what is certain is answered; for every other file, and for a header with anything odd in it, None sends the caller
on to Pillow, which then also finds the fault.
"""

from __future__ import annotations

from layout.units import Size
from layout.value import value

LARGEST = 100_000_000  # pixels held at once: four bytes each is as much memory as a build may take
JPEG_LARGEST = 10 * LARGEST  # a JPEG opens at down to an eighth of its width and height

_PROGRESSIVE = 0xC2
_FRAMES = frozenset(
    {0xC0, 0xC1, _PROGRESSIVE}
)  # start of a baseline, extended or progressive frame (ITU-T T.81 table B.1)
_SCAN, _APP1, _APP14 = 0xDA, 0xE1, 0xEE
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_SHORT = 3


class Refused(ValueError):
    """A reason for the editor, found by ourselves."""


@value
class Jpeg:
    """Header of a JPEG. width, height: as stored; turn: EXIF orientation; adobe: it has Adobe's marker, which means
    that its CMYK samples say how much light is left, not how much ink is wanted."""

    width: int = 0
    height: int = 0
    components: int = 0
    bits: int = 8
    turn: int = 1
    adobe: bool = False
    progressive: bool = False


def measure(data: bytes) -> Size | None:
    """Width and height in pixels, upright; None = not known here. Raises Refused for one that is too large."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(data)
    found = jpeg(data)
    if found is None or not found.width or not found.height:
        return None
    admit_jpeg(data, found.width, found.height, found.progressive)
    return Size(found.height, found.width) if found.turn >= 5 else Size(found.width, found.height)


def admit(width: int, height: int, largest: int = 0) -> None:
    """Raises Refused for a picture with more pixels than may be held: `largest`, 0 = LARGEST."""
    largest = largest or LARGEST
    if width * height > largest:
        raise Refused(f"{width} × {height} pixels is more than a page can use ({largest // 1_000_000} million)")


def admit_jpeg(data: bytes, width: int, height: int, progressive: bool) -> None:
    """Raises Refused for a JPEG of too many pixels, or of more than so many bytes can say."""
    # All coefficients of a progressive one are held at once, however small it is opened.
    admit(width, height, LARGEST if progressive else JPEG_LARGEST)
    if width * height > 64 * 8 * len(data):  # a block of 8 × 8 pixels takes one bit or more
        raise Refused("the file is damaged: it holds less than it says")


def _png(data: bytes) -> Size | None:
    """PNG 3rd edition §11.2.1; one with EXIF may be turned, and has it anywhere."""
    if data[8:16] != b"\0\0\0\rIHDR" or b"eXIf" in data or b"Orientation" in data or len(data) < 33:
        return None
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if not width or not height:
        return None
    admit(width, height)
    return Size(width, height)


def jpeg(data: bytes) -> Jpeg | None:
    """ITU-T T.81 §B.2: segments up to the scan; of these the frame has the size and EXIF how the camera was held."""
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    at, turn, frame, adobe, progressive = 2, 1, (0, 0, 0, 0), False, False
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + length]
        if marker == _SCAN:
            return Jpeg(*frame, turn, adobe, progressive)
        if marker in _FRAMES and len(body) >= 6:
            frame = int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"), body[5], body[0]
            progressive = marker == _PROGRESSIVE
        elif marker == _APP14:
            adobe = adobe or body.startswith(b"Adobe")
        elif marker == _APP1:
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
    entries = range(first + 2, first + 2 + 12 * read(first, 2), 12)
    if entries.stop > len(tiff):
        return 0
    turns = [entry for entry in entries if read(entry, 2) == _ORIENTATION]
    if not turns:
        return 1
    kind, count, turn = read(turns[0] + 2, 2), read(turns[0] + 4, 4), read(turns[0] + 8, 2)
    return turn if (len(turns), kind, count) == (1, _SHORT, 1) and 1 <= turn <= 8 else 0
