"""How much the streams of a strange PDF unpack to, found without holding it: a few bytes may say a gigabyte."""

from __future__ import annotations

import base64
import zlib
from typing import Any

from layout.pdffile import pikepdf
from layout.pictures import Refused

LARGEST = 200_000_000  # bytes of one stream, unpacked


def bounded(stream: Any, largest: int = LARGEST) -> None:
    """Raises Refused for a stream that unpacks to more than may be held, or might."""
    for each in stream if isinstance(stream, pikepdf.Array) else [stream]:
        if not isinstance(each, pikepdf.Stream):
            continue
        names = each.get("/Filter", pikepdf.Array())
        filters = [str(name) for name in names] if isinstance(names, pikepdf.Array) else [str(names)]
        packed = each.read_raw_bytes()
        if len(filters) == 2 and filters[0] == "/ASCII85Decode":
            # What the next filter sees is a fifth shorter; an odd end does not matter here.
            packed, filters = _ascii85(packed), filters[1:]
        if filters == ["/FlateDecode"]:
            _inflated(packed, min(max(largest, 1 << 24), LARGEST))
        elif any(name in _OLD for name in filters) and len(packed) > _OLD_LARGEST:
            raise Refused("a part of it is packed in an old way; save it again")


_OLD = ("/LZWDecode", "/RunLengthDecode", "/FlateDecode")
_OLD_LARGEST = 100_000  # bytes: LZW unpacks to two thousand times as much at most


def _ascii85(data: bytes) -> bytes:
    try:
        return base64.a85decode(data.strip().removesuffix(b"~>").removeprefix(b"<~"))
    except ValueError:
        raise Refused("a part of it is damaged") from None


def _inflated(packed: bytes, largest: int) -> None:
    unpacked, packer = 0, zlib.decompressobj()
    try:
        while packed and not packer.eof:
            unpacked += len(packer.decompress(packed, 1 << 22))
            packed = packer.unconsumed_tail
            if unpacked > largest:
                raise Refused("it unpacks to more than a page can use")
    except zlib.error:
        raise Refused("a part of it is damaged") from None
