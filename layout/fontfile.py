"""What a font file says in its own bytes: whether it is whole, what its licence allows,
how its CFF glyphs are numbered.

Only the small tables are read, with struct, so that a book of fonts is judged in a millisecond. Clauses: OpenType 1.9
«otff» and «OS/2», Adobe Technical Note 5176 (CFF).
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from layout.value import value

Tables = dict[str, tuple[int, int]]

_WHOLE = 0xB1B0AFBA  # what the sum of a whole font comes to with the adjustment in its «head»


@value
class Collection:
    """A CID-keyed CFF program's character collection, and the CID of each of its glyphs in glyph order."""

    registry: str
    ordering: str
    supplement: int
    cids: tuple[int, ...]


def directory(path: Path) -> Tables:
    """Offset and length of each table. Raises OSError, or ValueError with the reason the file is no whole font."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(12)
        if head[:4] not in (b"\0\1\0\0", b"OTTO", b"true"):
            raise ValueError("not a TrueType or OpenType font")
        count = int.from_bytes(head[4:6], "big")
        rows = file.read(16 * count)
        tables: Tables = {
            rows[at : at + 4].decode("latin-1"): struct.unpack_from(">II", rows, at + 8)
            for at in range(0, len(rows) // 16 * 16, 16)
        }
        if len(rows) < 16 * count or any(offset + length > size for offset, length in tables.values()):
            raise ValueError("the file is cut short")
        outlines = ("CFF ",) if "CFF " in tables else ("glyf", "loca")
        missing = [tag for tag in ("cmap", "head", "hhea", "hmtx", "maxp", *outlines) if tag not in tables]
        if missing:
            raise ValueError("it has no table " + ", ".join(missing))
        file.seek(tables["head"][0])
        header = file.read(54)
    if header[12:16] != b"\x5f\x0f\x3c\xf5" or not 16 <= int.from_bytes(header[18:20], "big") <= 16384:
        raise ValueError("its head table is damaged")
    return tables


def embedding_barred(path: Path, tables: Tables) -> str:
    """Why the licence bits (OS/2 fsType) forbid a subset in a PDF; "" = they allow it."""
    if "OS/2" not in tables:
        return ""
    with path.open("rb") as file:
        file.seek(tables["OS/2"][0] + 8)
        bits = int.from_bytes(file.read(2), "big")
    # Bits 1–3 exclude each other; where a font sets several, the least restrictive counts.
    if bits & 0x000E == 0x0002:
        return "restricted licence"
    if bits & 0x0100:
        return "no subsetting"
    return "bitmaps only" if bits & 0x0200 else ""


def collection(program: bytes) -> Collection | None:
    """How a bare CFF program numbers its glyphs; None = it is name-keyed, and a PDF numbers them by glyph id."""
    _, at = _index(program, program[2])
    tops, at = _index(program, at)
    strings, _ = _index(program, at)
    top = _dict(tops[0])
    if (12, 30) not in top:
        return None
    registry, ordering, supplement = top[12, 30]
    count = int.from_bytes(program[top[0, 17][0] : top[0, 17][0] + 2], "big")
    cids = _charset(program, top[0, 15][0], count)
    # Strings below 391 are the standard ones, none of which names a collection.
    names = [strings[number - 391].decode("latin-1") for number in (registry, ordering)]
    return Collection(names[0], names[1], supplement, cids)


def with_identity(program: bytes) -> bytes:
    """A CID-keyed CFF program with each glyph's id for its CID: nobody can mistake one for the other."""
    _, at = _index(program, program[2])
    tops, at = _index(program, at)
    top = _dict(tops[0])
    count = int.from_bytes(program[top[0, 17][0] : top[0, 17][0] + 2], "big")
    # One range of all (5176 §13) is never longer than the charset that is there.
    left = count - 2
    charset = (
        b"\0\0\1" if not left else struct.pack(">BHB", 1, 1, left) if left < 256 else struct.pack(">BHH", 2, 1, left)
    )
    at = top[0, 15][0]
    return program[:at] + charset + program[at + len(charset) :] if left >= 0 else program


def _index(program: bytes, at: int) -> tuple[list[bytes], int]:
    """The objects of an INDEX (5176 §5), and where what follows it begins."""
    count = int.from_bytes(program[at : at + 2], "big")
    if not count:
        return [], at + 2
    width, table = program[at + 2], at + 3
    base = table + width * (count + 1) - 1
    offsets = [
        base + int.from_bytes(program[place : place + width], "big")
        for place in range(table, table + width * (count + 1), width)
    ]
    return [program[start:end] for start, end in pairwise(offsets)], offsets[-1]


def _dict(data: bytes) -> dict[tuple[int, int], list[int]]:
    """Operands by operator (5176 §4); one-byte operators are (0, n). Real numbers are read over:
    nothing here needs them."""
    found: dict[tuple[int, int], list[int]] = {}
    operands: list[int] = []
    at = 0
    while at < len(data):
        lead, at = data[at], at + 1
        if lead <= 21:
            operator = (12, data[at]) if lead == 12 else (0, lead)
            at += lead == 12
            found[operator], operands = operands, []
        elif lead == 30:
            while data[at] & 0x0F != 0x0F:
                at += 1
            at += 1
            operands.append(0)
        else:
            width = {28: 2, 29: 4}.get(lead, 0 if lead <= 246 else 1)
            operands.append(_operand(lead, data[at : at + width]))
            at += width
    return found


def _operand(lead: int, rest: bytes) -> int:
    if lead in (28, 29):
        return int.from_bytes(rest, "big", signed=True)
    if lead <= 246:
        return lead - 139
    return (lead - 247) * 256 + rest[0] + 108 if lead <= 250 else -(lead - 251) * 256 - rest[0] - 108


def _charset(program: bytes, at: int, count: int) -> tuple[int, ...]:
    """The CID of each glyph (5176 §13); .notdef is always CID 0."""
    kind, at = program[at], at + 1
    if kind == 0:
        return (0, *struct.unpack_from(f">{count - 1}H", program, at))
    cids = [0]
    step = ">HB" if kind == 1 else ">HH"
    while len(cids) < count:
        first, left = struct.unpack_from(step, program, at)
        cids.extend(range(first, first + left + 1))
        at += struct.calcsize(step)
    return tuple(cids)


def split(font: bytes) -> tuple[dict[str, bytes], dict[str, int]]:
    """The tables of a font, and their checksums."""
    count = int.from_bytes(font[4:6], "big")
    rows = [struct.unpack_from(">4s3I", font, 12 + 16 * row) for row in range(count)]
    tables = {tag.decode("latin-1"): font[offset : offset + length] for tag, _, offset, length in rows}
    return tables, {tag.decode("latin-1"): own for tag, own, _, _ in rows}


def assemble(version: bytes, tables: dict[str, bytes], sums: Mapping[str, int] | None = None) -> bytes:
    """The tables behind a directory, with their checksums and that of the whole (OpenType 1.9 «otff», «head»). sums:
    those that are known."""
    count = len(tables)
    power = count.bit_length() - 1
    offset = 12 + 16 * count
    tables = {**tables, "head": tables["head"][:8] + bytes(4) + tables["head"][12:]}  # counts as 0 in its own sum
    known = sums or {}
    rows, bodies, whole = [], [], 0
    for tag in sorted(tables):
        body = tables[tag] + bytes(-len(tables[tag]) % 4)
        own = known[tag] if tag in known else checksum(body)
        rows.append(struct.pack(">4s3I", tag.encode("latin-1"), own, offset, len(tables[tag])))
        bodies.append(body)
        offset += len(body)
        whole += own
    directory = version + struct.pack(">4H", count, 16 << power, power, 16 * (count - (1 << power))) + b"".join(rows)
    adjustment = struct.pack(">I", _WHOLE - whole - checksum(directory) & 0xFFFFFFFF)
    head = sorted(tables).index("head")
    bodies[head] = bodies[head][:8] + adjustment + bodies[head][12:]
    return directory + b"".join(bodies)


def checksum(body: bytes | bytearray) -> int:
    """The sum of a table that fills whole words of four bytes."""
    words: tuple[int, ...] = struct.unpack(f">{len(body) // 4}I", body)
    return sum(words) & 0xFFFFFFFF
