"""A face and the glyphs used of it → a Type 0 font with Identity-H in reportlab's document (ISO 32000-1 §9.7, §9.10.3).

    font = embed(document, face, used)          # used: glyph id → the texts it stands for, in the order of use
    content = b"/%s 9.5 Tf <%04x> Tj" % (font.name, font.codes[glyph, text])

The font is put among the document's fonts, which every page of reportlab's canvas shares, under `font.name`. `codes` has a
two-byte code for each glyph and text that was given. A reader that copies the page gets back `text` for that code, except
where (glyph, text) is in `font.unspelled`: the whole cluster then stands in /Span <</ActualText …>> BDC … EMC.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from typing import Any

from layout.fonts import Face, Subset
from layout.value import value

# Stands in a ToUnicode map for a glyph whose text an earlier glyph of its cluster has: PDF/A-2u (ISO 19005-2 §6.2.11.7.2)
# wants some character for every code.
_NOTHING = "\u200b"
# The same clause forbids these as the meaning of a code.
_UNSAYABLE = str.maketrans("", "", "\0\ufeff\ufffe")


@value
class EmbeddedFont:
    """A font of the document.

    name: of the resource, without its slash. codes: two-byte code (CID) by glyph and text. unspelled: what a reader would
    copy wrongly from the code alone: a glyph of a cluster whose text an earlier glyph has (""), and in a CFF face a glyph
    that stands for a second text.
    """

    name: str
    codes: Mapping[tuple[int, str], int]
    unspelled: frozenset[tuple[int, str]]


@value
class _Coding:
    """codes, unspelled: as in EmbeddedFont. meanings: text by code. glyphs: glyph of the program by extra code."""

    codes: dict[tuple[int, str], int]
    unspelled: frozenset[tuple[int, str]]
    meanings: dict[int, str]
    extra: tuple[int, ...]


def embed(document: Any, face: Face, used: Mapping[int, tuple[str, ...]], listed: bool = False) -> EmbeddedFont:
    """Embed the used glyphs of a face. document: reportlab's PDFDocument. listed: the font says which codes it has.

    Same glyphs and texts, same bytes.
    """
    subset = face.subset(used)
    coding = _code(subset, used, aliases=not face.is_cff)
    widths = {coding.codes[glyph, text]: 1000 * face.advance(glyph) for glyph in used for text in used[glyph]}
    fonts = document.idToObject["BasicFonts"].dict
    name = f"T{len(fonts)}"
    base = f"{_tag(subset.data)}+{_name(face.postscript_name)}"
    parts = _Parts(document, name)
    program = parts.stream(
        "program", subset.data, "/Subtype /CIDFontType0C" if face.is_cff else f"/Length1 {len(subset.data)}"
    )
    codes = parts.stream("codes", _cid_set(subset, coding)) if listed else ""
    descriptor = parts.add("descriptor", _descriptor(face, base, program, codes))
    glyph_map = "" if face.is_cff else _glyph_map(parts, subset, coding)
    descendant = parts.add("cidfont", _cidfont(face, subset, base, descriptor, widths, glyph_map))
    meanings = parts.stream("tounicode", _to_unicode(coding.meanings))
    # The Type 0 font over a CFF program takes the CMap's name into its own (§9.7.6.1 table 121).
    whole = f"{base}-Identity-H" if face.is_cff else base
    fonts[name] = parts.add(
        "font",
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{whole} /Encoding /Identity-H"
        f" /DescendantFonts [{descendant}] /ToUnicode {meanings} >>",
    )
    return EmbeddedFont(name, coding.codes, coding.unspelled)


def _code(subset: Subset, used: Mapping[int, tuple[str, ...]], aliases: bool) -> _Coding:
    """A code for each glyph and text. aliases: a second text of a glyph may have a code of its own (CIDToGIDMap)."""
    codes: dict[tuple[int, str], int] = {}
    unspelled: set[tuple[int, str]] = set()
    meanings: dict[int, str] = {}
    extra: list[int] = []
    for glyph in sorted(used):
        own = subset.new[glyph]
        for text in dict.fromkeys(used[glyph]):
            code, said = own, text.translate(_UNSAYABLE)
            if said and own in meanings and meanings[own] != said and aliases:
                code = len(subset.new) + len(extra)
                extra.append(own)
            if said:
                meanings.setdefault(code, said)
            if meanings.get(code) != text or not text or any(map(_private, text)):
                unspelled.add((glyph, text))
            codes[glyph, text] = code
        meanings.setdefault(own, _NOTHING)
    return _Coding(codes, frozenset(unspelled), meanings, tuple(extra))


def _private(character: str) -> bool:
    # A private-use character says nothing by itself: it needs ActualText (ISO 19005-2 §6.2.11.7.3).
    return "\ue000" <= character <= "\uf8ff" or character >= "\U000f0000"


class _Parts:
    """The objects of one font in the document, each under a name of its own."""

    def __init__(self, document: Any, font: str) -> None:
        self._document = document
        self._font = font

    def add(self, name: str, body: str | bytes) -> str:
        """Put an object into the document; its reference, as it is written in another object."""
        data = body.encode("ascii") if isinstance(body, str) else body
        reference: bytes = self._document.Reference(data, f"{self._font}.{name}").format(self._document)
        return reference.decode("ascii")

    def stream(self, name: str, data: bytes, entries: str = "") -> str:
        # Not reportlab's PDFStream: it leaves no line end before `endstream` (ISO 19005-2 §6.1.7.1).
        packed = _deflate(data)
        head = f"<< /Filter /FlateDecode /Length {len(packed)} {entries} >>\nstream\n"
        return self.add(name, head.encode("ascii") + packed + b"\nendstream")


def _cid_set(subset: Subset, coding: _Coding) -> bytes:
    """One bit for each code the program has a glyph for, the first one highest (ISO 32000-1 §9.8.3.2)."""
    codes = {0, *subset.new.values(), *(len(subset.new) + index for index in range(len(coding.extra)))}
    bits = bytearray(max(codes) // 8 + 1)
    for code in codes:
        bits[code // 8] |= 0x80 >> code % 8
    return bytes(bits)


def _descriptor(face: Face, base: str, program: str, codes: str) -> str:
    left, bottom, right, top = (round(1000 * side) for side in face.bounds)
    # Symbolic (bit 3): the codes are no Latin encoding. StemV is not in the file; this follows its weight.
    return (
        f"<< /Type /FontDescriptor /FontName /{base} /Flags 4 /FontBBox [{left} {bottom} {right} {top}]"
        f" /ItalicAngle {face.italic_angle:g} /Ascent {1000 * face.ascent:g} /Descent {-1000 * face.descent:g}"
        f" /CapHeight {1000 * face.cap_height:g} /StemV {50 + (face.weight / 65) ** 2:.0f}"
        f" /{'FontFile3' if face.is_cff else 'FontFile2'} {program}{' /CIDSet ' + codes if codes else ''} >>"
    )


def _cidfont(
    face: Face, subset: Subset, base: str, descriptor: str, widths: Mapping[int, float], glyph_map: str
) -> str:
    registry, ordering, supplement = subset.collection
    default = Counter(widths.values()).most_common(1)[0][0] if widths else 1000.0
    return (
        f"<< /Type /Font /Subtype /{'CIDFontType0' if face.is_cff else 'CIDFontType2'} /BaseFont /{base}"
        f" /CIDSystemInfo << /Registry ({registry}) /Ordering ({ordering}) /Supplement {supplement} >>"
        f" /FontDescriptor {descriptor} /DW {_number(default)} /W [{_widths(widths, default)}]{glyph_map} >>"
    )


def _glyph_map(parts: _Parts, subset: Subset, coding: _Coding) -> str:
    """The CIDToGIDMap entry: codes are glyph ids, and beyond those the glyphs that stand for a second text."""
    if not coding.extra:
        return " /CIDToGIDMap /Identity"
    glyphs = (*range(len(subset.new)), *coding.extra)
    return f" /CIDToGIDMap {parts.stream('glyphs', b''.join(glyph.to_bytes(2, 'big') for glyph in glyphs))}"


def _widths(widths: Mapping[int, float], default: float) -> str:
    """The W array (§9.7.4.3): neighbours of one width as `first last width`, others as `first [width …]`."""
    odd = [code for code in sorted(widths) if widths[code] != default]
    rows: list[tuple[int, list[float]]] = []
    for _, group in groupby(enumerate(odd), lambda pair: pair[1] - pair[0]):
        codes = [code for _, code in group]
        rows.append((codes[0], [widths[code] for code in codes]))
    written = []
    for first, row in rows:
        if len(row) > 2 and len(set(row)) == 1:
            written.append(f"{first} {first + len(row) - 1} {_number(row[0])}")
        else:
            written.append(f"{first} [{' '.join(map(_number, row))}]")
    return " ".join(written)


def _number(width: float) -> str:
    return f"{width:.3f}".rstrip("0").rstrip(".")


def _to_unicode(meanings: Mapping[int, str]) -> bytes:
    """The CMap a reader copies text by (§9.10.3), a hundred rows a block as the CMap format allows."""
    rows = [f"<{code:04X}> <{meanings[code].encode('utf-16-be').hex().upper()}>" for code in sorted(meanings)]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
        "endcmap CMapName currentdict /CMap defineresource pop end end",
    ]
    return "\n".join(lines).encode("ascii")


def _tag(data: bytes) -> str:
    """Six capitals that tell this subset from others of its font (§9.6.4), drawn from its bytes."""
    number = int.from_bytes(sha256(data).digest()[:8], "big")
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _name(name: str) -> str:
    """A PostScript name as a PDF name: whatever is not a plain letter or sign is written #xx (§7.3.5)."""
    return "".join(
        chr(byte) if 0x21 <= byte <= 0x7E and byte not in b"#()<>[]{}/%" else f"#{byte:02X}" for byte in name.encode()
    )


@lru_cache(maxsize=32)
def _deflate(data: bytes) -> bytes:
    # Kept for the next build in this session: a face's subset seldom changes between two.
    return zlib.compress(data, 6)
