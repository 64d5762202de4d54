"""How much the streams of a strange PDF unpack to, found without holding it, and how much they draw: a few bytes may
say a gigabyte, and a few drawings of drawings more than any plate setter comes to the end of."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from layout.pdffile import pikepdf
from layout.pictures import Refused

LARGEST = 200_000_000  # bytes of one stream, unpacked
MOST_DRAWN = 1_000_000  # operators, those of parts as often as they are drawn; a map of a town has 200,000


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


def drawn(thing: Any, steps: Sequence[Any], known: Mapping[tuple[int, int], int | None]) -> int:
    """The operators of a page or a part when all is drawn that it draws. known: those of its parts, None = one that is
    being read. Raises Refused for too many, and for a part that draws itself."""
    resources = thing.get("/Resources", pikepdf.Dictionary())
    count = len(steps)
    for step in steps:
        kind = _NAMED.get(str(step[1])) if isinstance(step, tuple) and step[0] else None
        name = step[0][-1] if kind is not None else None
        if isinstance(name, pikepdf.Name):
            part = resources.get(kind, pikepdf.Dictionary()).get(str(name))
            inside = known.get(part.objgen, 0) if isinstance(part, pikepdf.Stream) else 0
            if inside is None and part.objgen != thing.objgen:  # viewers leave out what draws itself at once
                raise Refused("a part of it draws itself; save it again")
            count += inside or 0
    if count > MOST_DRAWN:
        raise Refused("it draws the same parts over and over; flatten it")
    return count


_NAMED = {"Do": "/XObject", "scn": "/Pattern", "SCN": "/Pattern"}
