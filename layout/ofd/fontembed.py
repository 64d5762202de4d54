"""A face and the glyphs used of it → an OpenType font that stands by itself in the package.

A PDF tells glyphs by its own maps and needs outlines and widths alone. Readers of OFD open the font as a system opens
one: they want names, a `cmap`, `OS/2` and `post`, and bare CFF within an OpenType file. The `cmap` gives each character
the glyph it has on the page, so that a reader draws most text from its characters; where a character has a second glyph
the text says so by CGTransform (GB/T 33190-2016 §11.4).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from layout import fontfile
from layout.face import Face
from layout.value import value

Glyph = tuple[int, str]
"""A glyph of the whole face and the text it stands for."""

_LONGEST = 0xFFFF  # bytes of a cmap subtable of format 4
_OS2_VERSION, _MEDIUM = 4, 5  # usWidthClass 5 = neither narrow nor wide


@value
class EmbeddedFont:
    """A font of the package. name: its PostScript name; suffix: of its file. glyphs: those of the subset by those of
    the face; characters: the glyph of the subset that the font itself gives a character."""

    name: str
    suffix: str
    data: bytes
    glyphs: Mapping[int, int]
    characters: Mapping[str, int]


def embed(face: Face, used: Iterable[Glyph]) -> EmbeddedFont:
    """used: every glyph with each text it stands for. Same glyphs and texts, same bytes."""
    pairs = sorted(used)
    subset = face.subset({glyph for glyph, _ in pairs})
    new, program = dict(subset.new), subset.data
    if face.is_cff and (keyed := fontfile.collection(program)) is not None:
        # OpenType counts a program's glyphs, not its CIDs; some readers take the one for the other.
        place = {cid: glyph for glyph, cid in enumerate(keyed.cids)}
        new, program = {old: place[cid] for old, cid in new.items()}, fontfile.with_identity(program)
    characters: dict[str, int] = {}
    for glyph, text in pairs:
        if len(text) == 1 and (text not in characters or face.glyph(text) == glyph):
            characters[text] = new[glyph]
    tables = _wrapped(face, program, new) if face.is_cff else fontfile.split(program)[0]
    tables |= {
        "cmap": _cmap({ord(character): glyph for character, glyph in characters.items()}),
        "name": _names(face.postscript_name),
        "OS/2": face.table("OS/2") or _os2(face, characters),
        "post": struct.pack(">IiI", 0x00030000, round(face.italic_angle * 65536), 0) + bytes(20),
    }
    version, suffix = (b"OTTO", "otf") if face.is_cff else (b"\0\1\0\0", "ttf")
    return EmbeddedFont(face.postscript_name, suffix, fontfile.assemble(version, tables), new, characters)


def _wrapped(face: Face, program: bytes, new: Mapping[int, int]) -> dict[str, bytes]:
    """A bare CFF program with the tables of metrics OpenType wants beside it."""
    count = max(new.values()) + 1
    em = face.units_per_em
    metrics = {glyph: (round(face.advance(old) * em), round(face.ink(old)[0] * em)) for old, glyph in new.items()}
    widths = b"".join(struct.pack(">Hh", *metrics.get(glyph, (em, 0))) for glyph in range(count))
    return {
        "CFF ": program,
        "head": face.table("head"),
        "hhea": face.table("hhea")[:34] + struct.pack(">H", count),
        "hmtx": widths,
        "maxp": struct.pack(">IH", 0x00005000, count),
    }


def _cmap(glyphs: Mapping[int, int]) -> bytes:
    """Unicode characters → glyphs (OpenType 1.9 «cmap»): format 4 for the basic plane, format 12 for all."""
    rows = list(_ranges(glyphs))
    twelve = struct.pack(">HHIII", 12, 0, 16 + 12 * len(rows), 0, len(rows))
    twelve += b"".join(struct.pack(">III", first, last, glyph) for first, last, glyph in rows)
    four = _format_4([row for row in rows if row[1] <= 0xFFFE])
    # Unicode platform and Windows, the basic plane and all planes.
    entries = [(0, 3, four), (0, 4, twelve), (3, 1, four), (3, 10, twelve)]
    kept = [entry for entry in entries if entry[2]]
    begin = 4 + 8 * len(kept)
    places = {four: begin, twelve: begin + len(four)}
    heads = b"".join(struct.pack(">HHI", platform, coding, places[table]) for platform, coding, table in kept)
    return struct.pack(">HH", 0, len(kept)) + heads + four + twelve


def _ranges(glyphs: Mapping[int, int]) -> Iterator[tuple[int, int, int]]:
    """Neighbouring characters with neighbouring glyphs: first, last, glyph of the first. None crosses a plane."""
    ordered = sorted(glyphs.items())
    for _, group in groupby(enumerate(ordered), lambda at: (at[1][0] - at[0], at[1][1] - at[0], at[1][0] >> 16)):
        row = [pair for _, pair in group]
        yield row[0][0], row[-1][0], row[0][1]


def _format_4(rows: list[tuple[int, int, int]]) -> bytes:
    """b"" where it would be too long, which needs more than eight thousand scattered characters."""
    rows = [*rows, (0xFFFF, 0xFFFF, 0)]
    count = len(rows)
    length = 16 + 8 * count
    if length > _LONGEST:
        return b""
    power = count.bit_length() - 1
    head = (4, length, 0, 2 * count, 2 << power, power, 2 * (count - (1 << power)))
    ends = struct.pack(f">{count}H", *(last for _, last, _ in rows))
    starts = struct.pack(f">{count}H", *(first for first, _, _ in rows))
    deltas = struct.pack(f">{count}H", *((glyph - first) & 0xFFFF for first, _, glyph in rows))
    return struct.pack(">7H", *head) + ends + b"\0\0" + starts + deltas + bytes(2 * count)


def _names(name: str) -> bytes:
    """Family, style, unique, full and PostScript name, all one (OpenType 1.9 «name»), in English for Windows."""
    family, _, style = name.partition("-")
    texts = {1: family, 2: style or "Regular", 3: name, 4: name, 6: name}
    rows, strings = [], b""
    for number, text in texts.items():
        coded = text.encode("utf-16-be")
        rows.append(struct.pack(">6H", 3, 1, 0x0409, number, len(coded), len(strings)))
        strings += coded
    return struct.pack(">3H", 0, len(rows), 6 + 12 * len(rows)) + b"".join(rows) + strings


def _os2(face: Face, characters: Mapping[str, int]) -> bytes:
    """For a font that has none: its weight and its em box."""
    em = face.units_per_em
    codes = sorted(min(ord(character), 0xFFFF) for character in characters) or [0]
    top, bottom = round(face.ascent * em), round(face.descent * em)
    table = bytearray(96)
    struct.pack_into(">HhHH", table, 0, _OS2_VERSION, em, face.weight, _MEDIUM)
    struct.pack_into(">HHhhhHH", table, 64, codes[0], codes[-1], top, -bottom, 0, top, bottom)
    return bytes(table)
