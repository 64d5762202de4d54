"""Rows of plain samples as they are wanted: a picture that is packed once by Flate is unpacked as it is read."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image

from layout.preflight.objects import filters_of

_MOST_AT_ONCE = 250_000_000  # bytes of samples that cannot be unpacked strip by strip


def reader(entry: Any, stride: int, height: int) -> Callable[[int], bytes]:
    """What reads the next rows. A picture that is packed once by Flate is unpacked as it is read."""
    filters = filters_of(entry)
    parms: Any = entry.get("/DecodeParms", None)
    if parms is not None and parms._type_name == "array":
        parms = parms[0] if len(parms) else None
    predictor = 1 if parms is None else int(parms.get("/Predictor", 1))
    if filters in (["/FlateDecode"], ["/Fl"]) and (predictor == 1 or predictor >= 10):
        pixel = 1
        if predictor >= 10:
            depth, colours = int(parms.get("/BitsPerComponent", 8)), int(parms.get("/Colors", 1))
            pixel = max(1, depth * colours // 8)
            if (depth * colours * int(parms.get("/Columns", 1)) + 7) // 8 != stride or pixel not in _PNG_KINDS:
                return _whole(entry, stride, height)
        return _Unpacked(entry.read_raw_bytes(), stride, pixel, predictor >= 10).rows
    return _whole(entry, stride, height)


def _whole(entry: Any, stride: int, height: int) -> Callable[[int], bytes]:
    if stride * height > _MOST_AT_ONCE:
        raise ValueError("too large to look into")
    data = BytesIO(entry.read_bytes())
    return lambda rows: data.read(rows * stride)


_PNG_KINDS = {1: 0, 2: 4, 3: 2, 4: 6}
"""Colour type of a PNG of 8 bits whose pixels have so many bytes."""


class _Unpacked:
    """Rows of a Flate stream. pixel: bytes of one; predicted: whether its rows stand as in a PNG (ISO 32000-1
    §7.4.4.4), in which case a PNG is made of them, headed by the row before, and Pillow decodes it."""

    def __init__(self, data: bytes, stride: int, pixel: int, predicted: bool) -> None:
        self._packed = zlib.decompressobj()
        self._data = data
        self._stride, self._pixel, self._predicted = stride, pixel, predicted
        self._last = bytes(stride)

    def _take(self, size: int) -> bytes:
        parts, missing = [], size
        while missing > 0 and not self._packed.eof:
            part = self._packed.decompress(self._data, missing)
            self._data = self._packed.unconsumed_tail
            if not part:
                break
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def rows(self, rows: int) -> bytes:
        if not self._predicted:
            return self._take(rows * self._stride)
        lines = self._take(rows * (self._stride + 1))
        count = len(lines) // (self._stride + 1)
        body = b"\0" + self._last + lines[: count * (self._stride + 1)]
        head = struct.pack(">IIBBBBB", self._stride // self._pixel, count + 1, 8, _PNG_KINDS[self._pixel], 0, 0, 0)
        chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(body, 0)), (b"IEND", b""))
        made = b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in chunks
        )
        samples = Image.open(BytesIO(b"\x89PNG\r\n\x1a\n" + made), formats=("PNG",)).tobytes()[self._stride :]
        self._last = samples[-self._stride :] if samples else self._last
        return samples


__all__ = ["reader"]
