"""A face and the glyphs used of it → a Type 0 font with Identity-H in reportlab's document (ISO 32000-1 §9.7, §9.10.3).

    font = embed(document, prepare(face, {(glyph, "报"), …}))
    content = f"/{font.name} 9.5 Tf [({font.shown[glyph, "报"]})] TJ"

The font is put among the document's fonts, which all pages share, under `font.name`. A reader that copies the page gets
back the text of a code, except where (glyph, text) is in `font.unspelled`: the whole cluster then stands in /Span
<</ActualText …>> BDC … EMC.

A TrueType face's codes are UTF-16: what stands on one page has the same codes whatever stands on the others, so that a
page whose copy did not change need not be written again, and the map back to text is a few ranges. A CFF face's are its
CIDs.
"""

from __future__ import annotations

import sys
import unicodedata
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import chain, groupby
from typing import Any

from layout.face import Face, Subset
from layout.pdf.objects import code as shown
from layout.pdf.objects import name as pdf_name
from layout.pdf.objects import number
from layout.value import value

Glyph = tuple[int, str]
"""A glyph and the text it stands for: "" where an earlier glyph of its cluster has it."""

# Stands in a ToUnicode map for a glyph whose text an earlier glyph of its cluster has: PDF/A-2u (ISO 19005-2
# §6.2.11.7.2) wants some character for every code.
_NOTHING = "\u200b"
# The same clause forbids these as the meaning of a code.
_UNSAYABLE = str.maketrans("", "", "\0\ufeff\ufffe")

# Codes no character of the basic plane has by itself: surrogates and private use. Glyphs that are not their character's
# own (halves, ligatures, alternates, characters beyond the plane) take these.
_SPARE = range(0xD800, 0xF900)


@value
class EmbeddedFont:
    """A font of the document.

    name: of the resource, without its slash; hung: of the resource for vertical lines, "" = there are none. codes:
    two-byte code (CID) by glyph and text; shown: the same as they stand in a literal string. unspelled: what a reader
    would copy wrongly from the code alone: a glyph of a cluster whose text an earlier glyph has (""), and in a CFF face
    a glyph that stands for a second text.
    """

    name: str
    codes: Mapping[Glyph, int]
    unspelled: frozenset[Glyph]
    shown: Mapping[Glyph, str]
    hung: str = ""


@value
class _Coding:
    """codes, unspelled: as in EmbeddedFont. meanings: text by code, where the code does not say it itself; spoken: the
    codes that do."""

    codes: dict[Glyph, int]
    unspelled: frozenset[Glyph]
    meanings: dict[int, str]
    spoken: frozenset[int] = frozenset()


@value
class Prepared:
    """A font as it will stand in any document: its dictionaries' texts and its streams, deflated.

    map: CIDToGIDMap, b"" for a CFF program; set: CIDSet. base: BaseFont. advances: em, by glyph; drops: the same of
    those that stand in vertical lines, upward, so negative.
    """

    base: str
    cff: bool
    length: int
    program: bytes
    descriptor: str
    cidfont: str
    map: bytes
    set: bytes
    meanings: bytes
    codes: Mapping[Glyph, int]
    unspelled: frozenset[Glyph]
    shown: Mapping[Glyph, str]
    advances: dict[int, float]
    drops: dict[int, float]


def prepare(face: Face, used: Iterable[Glyph], hung: Iterable[int] = ()) -> Prepared:
    """All of a font that does not depend on the document. used: every glyph with each text it stands for. hung: the
    glyphs that stand in vertical lines.

    Same glyphs and texts, same bytes.
    """
    pairs = sorted(used)
    drops = {glyph: -face.drop(glyph) for glyph in hung}
    subset = face.subset({glyph for glyph, _ in pairs})
    coding = _cids(subset, pairs) if face.is_cff else _utf16(face, pairs)
    codes = coding.codes
    advances = {glyph: face.advance(glyph) for glyph in {glyph for glyph, _ in pairs}}
    base = f"{_tag(subset.data)}+{pdf_name(face.postscript_name)[1:].decode()}"
    return Prepared(
        base,
        face.is_cff,
        len(subset.data),
        zlib.compress(subset.data),
        _descriptor(face, base),
        _cidfont(subset, {code: 1000 * advances[glyph] for (glyph, _), code in codes.items()})
        + _vertical(face, drops, codes),
        b"" if face.is_cff else zlib.compress(_glyph_map(subset, codes)),
        zlib.compress(_cid_set(subset, codes)),
        zlib.compress(_to_unicode(coding)),
        codes,
        coding.unspelled,
        {pair: shown(code) for pair, code in codes.items()},
        advances,
        drops,
    )


def embed(document: Any, font: Prepared, listed: bool = False) -> EmbeddedFont:
    """Put a font into a document. document: reportlab's PDFDocument. listed: the font says which codes it has."""
    fonts = document.idToObject["BasicFonts"].dict
    name = f"T{len(fonts)}"
    parts = _Parts(document, name)
    kind = "/Subtype /CIDFontType0C" if font.cff else f"/Length1 {font.length}"
    file = f"/{'FontFile3' if font.cff else 'FontFile2'} {parts.stream('program', font.program, kind)}"
    if listed:
        file += f" /CIDSet {parts.stream('codes', font.set)}"
    descriptor = parts.add("descriptor", f"<< {font.descriptor} {file} >>")
    glyph_map = f" /CIDToGIDMap {parts.stream('glyphs', font.map)}" if font.map else ""
    descendant = parts.add(
        "cidfont",
        f"<< /Type /Font /Subtype /{'CIDFontType0' if font.cff else 'CIDFontType2'} /BaseFont /{font.base}"
        f" {font.cidfont} /FontDescriptor {descriptor}{glyph_map} >>",
    )
    meanings = parts.stream("tounicode", font.meanings)

    # The Type 0 font over a CFF program takes the CMap's name into its own (§9.7.6.1 table 121).
    def coded(part: str, encoding: str) -> str:
        whole = f"{font.base}-{encoding}" if font.cff else font.base
        return parts.add(
            part,
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{whole} /Encoding /{encoding}"
            f" /DescendantFonts [{descendant}] /ToUnicode {meanings} >>",
        )

    fonts[name] = coded("font", "Identity-H")
    hung = f"{name}V" if font.drops else ""
    if hung:
        fonts[hung] = coded("hung", "Identity-V")
    return EmbeddedFont(name, font.codes, font.unspelled, font.shown, hung)


def _utf16(face: Face, pairs: list[Glyph]) -> _Coding:
    """Each character's own glyph has the character's code; any other glyph a spare one,
    which it keeps as far as may be."""
    codes: dict[Glyph, int] = {}
    odd: list[Glyph] = []
    glyph_of = face.glyph
    for pair in pairs:
        glyph, text = pair
        if len(text) == 1 and _spoken(text) and glyph_of(text) == glyph:
            codes[pair] = ord(text)
        else:
            odd.append(pair)
    spoken = frozenset(codes.values())
    taken = set(spoken)
    meanings: dict[int, str] = {}
    for pair in odd:
        code = codes[pair] = next(code for code in _spare(pair) if code not in taken)
        taken.add(code)
        meanings[code] = pair[1].translate(_UNSAYABLE) or _NOTHING
    unspelled = (pair for pair in odd if meanings[codes[pair]] != pair[1] or any(map(_private, pair[1])))
    return _Coding(codes, frozenset(unspelled), meanings, spoken)


def _spoken(character: str) -> bool:
    """Whether a code equal to the character may stand for it."""
    return " " <= character < "\ud800" or "\uf900" <= character < "\ufeff" or "\uff00" <= character < "\ufff0"


def _spare(pair: Glyph) -> Iterator[int]:
    """Codes a glyph may take besides its character's, the likeliest first: by a digest,
    so that others seldom move it."""
    first = zlib.crc32(f"{pair[0]} {pair[1]}".encode("utf-8", "surrogatepass")) % len(_SPARE)
    yield from chain(_SPARE[first:], _SPARE[:first], range(1, _SPARE.start))


def _cids(subset: Subset, pairs: list[Glyph]) -> _Coding:
    """The CIDs of the program. A code has the meaning that is the plainest of its glyph's texts."""
    codes = {pair: subset.new[pair[0]] for pair in pairs}
    meanings: dict[int, str] = {}
    for pair in sorted(pairs, key=lambda pair: _plainness(pair[1])):
        if said := pair[1].translate(_UNSAYABLE):
            meanings.setdefault(codes[pair], said)
    unspelled = (
        pair for pair in pairs if not pair[1] or meanings.get(codes[pair]) != pair[1] or any(map(_private, pair[1]))
    )
    return _Coding(codes, frozenset(unspelled), dict.fromkeys(codes.values(), _NOTHING) | meanings)


def _plainness(text: str) -> tuple[bool, bool, str]:
    return len(text) != 1, unicodedata.normalize("NFKC", text) != text, text


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

    def stream(self, name: str, packed: bytes, entries: str = "") -> str:
        # Not reportlab's PDFStream: it leaves no line end before `endstream` (ISO 19005-2 §6.1.7.1).
        head = f"<< /Filter /FlateDecode /Length {len(packed)} {entries} >>\nstream\n"
        return self.add(name, head.encode("ascii") + packed + b"\nendstream")


def _cid_set(subset: Subset, codes: Mapping[Glyph, int]) -> bytes:
    """One bit for each code that draws a glyph of the program, the first one highest (ISO 32000-1 §9.8.3.2)."""
    listed = {0, *codes.values()}
    bits = bytearray(max(listed) // 8 + 1)
    for code in listed:
        bits[code // 8] |= 0x80 >> code % 8
    return bytes(bits)


def _descriptor(face: Face, base: str) -> str:
    left, bottom, right, top = (round(1000 * side) for side in face.bounds)
    # Symbolic (bit 3): the codes are no Latin encoding. StemV is not in the file; this follows its weight.
    return (
        f"/Type /FontDescriptor /FontName /{base} /Flags 4 /FontBBox [{left} {bottom} {right} {top}]"
        f" /ItalicAngle {face.italic_angle:g} /Ascent {1000 * face.ascent:g} /Descent {-1000 * face.descent:g}"
        f" /CapHeight {1000 * face.cap_height:g} /StemV {50 + (face.weight / 65) ** 2:.0f}"
    )


def _cidfont(subset: Subset, widths: Mapping[int, float]) -> str:
    registry, ordering, supplement = subset.collection
    default = Counter(widths.values()).most_common(1)[0][0] if widths else 1000.0
    return (
        f"/CIDSystemInfo << /Registry ({registry}) /Ordering ({ordering}) /Supplement {supplement} >>"
        f" /DW {number(default)} /W [{_widths(widths, default)}]"
    )


def _vertical(face: Face, drops: Mapping[int, float], codes: Mapping[Glyph, int]) -> str:
    """DW2 and W2 (§9.7.4.3): how far glyphs lead down, and where they hang, beside what their width says."""
    if not drops:
        return ""
    rows = {}
    for (glyph, _), code in codes.items():
        if glyph in drops:
            x, y = face.origin(glyph)
            rows[code] = (1000 * drops[glyph], 1000 * x, 1000 * y)
    usual, top = Counter((drop, y) for drop, _, y in rows.values()).most_common(1)[0][0]
    odd = [
        f"{code} [{number(drop)} {number(x)} {number(y)}]"
        for code, (drop, x, y) in sorted(rows.items())
        if (drop, y) != (usual, top)
    ]
    return f" /DW2 [{number(top)} {number(usual)}] /W2 [{' '.join(odd)}]"


def _glyph_map(subset: Subset, codes: Mapping[Glyph, int]) -> bytes:
    """CIDToGIDMap: the program's glyph by code, two bytes each."""
    glyphs = array("H", bytes(2 * (max(codes.values(), default=0) + 1)))
    for (glyph, _), code in codes.items():
        glyphs[code] = subset.new[glyph]
    if sys.byteorder == "little":
        glyphs.byteswap()
    return glyphs.tobytes()


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
            written.append(f"{first} {first + len(row) - 1} {number(row[0])}")
        else:
            written.append(f"{first} [{' '.join(map(number, row))}]")
    return " ".join(written)


def _to_unicode(coding: _Coding) -> bytes:
    """The CMap a reader copies text by (§9.10.3), a hundred rows a block as the CMap format allows."""
    meanings = coding.meanings
    rows = [f"<{code:04X}> <{meanings[code].encode('utf-16-be').hex().upper()}>" for code in sorted(meanings)]
    # A range may not go beyond one first byte; what stands in it unused does no harm.
    ranges = [_range(high) for high in sorted({code >> 8 for code in coding.spoken})]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        *_blocks("bfrange", ranges),
        *_blocks("bfchar", rows),
        "endcmap CMapName currentdict /CMap defineresource pop end end",
    ]
    return "\n".join(lines).encode("ascii")


def _range(high: int) -> str:
    """The codes of one first byte that say themselves."""
    first, last = 0x20 if high == 0 else 0, {0xFE: 0xFE, 0xFF: 0xEF}.get(high, 0xFF)
    return f"<{high:02X}{first:02X}> <{high:02X}{last:02X}> <{high:02X}{first:02X}>"


def _blocks(kind: str, rows: list[str]) -> Iterator[str]:
    for start in range(0, len(rows), 100):
        block = rows[start : start + 100]
        yield f"{len(block)} begin{kind}\n" + "\n".join(block) + f"\nend{kind}"


def _tag(data: bytes) -> str:
    """Six capitals that tell this subset from others of its font (§9.6.4), drawn from its bytes."""
    number = int.from_bytes(sha256(data).digest()[:8], "big")
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))
