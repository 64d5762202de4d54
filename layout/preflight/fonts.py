"""Fonts of a finished PDF: the codes of a string, widths as the file says them,
and what the embedded program really has.

A question that cannot be answered for certain (an old Type 1 program, an encoding we do not know) is answered None, and
no rule is broken by it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from io import BytesIO
from typing import Any

_BLANKS = frozenset((32, 160))
_BLANK_NAMES = frozenset(("space", "nbspace", "nonbreakingspace", "uni00A0", "uni0020", "uni3000"))
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


class Font:
    """A font dictionary."""

    def __init__(self, entry: Any) -> None:
        self.entry = entry
        self.kind = str(entry.get("/Subtype", ""))[1:]
        self.composite = self.kind == "Type0"
        self.name = str(entry.get("/BaseFont", entry.get("/Name", "/?")))[1:]

    @cached_property
    def inner(self) -> Any:
        """The dictionary with the widths: the descendant of a composite font."""
        return self.entry["/DescendantFonts"][0] if self.composite else self.entry

    @cached_property
    def descriptor(self) -> Any:
        return self.inner.get("/FontDescriptor")

    @cached_property
    def program(self) -> Any:
        """The embedded program's stream; None when there is none."""
        if self.descriptor is None:
            return None
        return next((self.descriptor[key] for key in _PROGRAMS if key in self.descriptor), None)

    @property
    def embedded(self) -> bool:
        return self.kind == "Type3" or self.program is not None

    @cached_property
    def two_bytes(self) -> bool:
        """Whether each code is two bytes and is the CID itself."""
        return self.composite and str(self.entry.get("/Encoding", "")) in ("/Identity-H", "/Identity-V")

    def codes(self, text: bytes) -> Iterator[int]:
        if not self.composite:
            yield from text
        else:  # other CMaps mix lengths; two bytes is what nearly all hanzi are
            for at in range(0, len(text) - 1, 2):
                yield text[at] << 8 | text[at + 1]

    @cached_property
    def vertical(self) -> bool:
        """Whether it is set down the page (ISO 32000-1 §9.7.4.3): a CMap says so by its name or its WMode."""
        encoding: Any = self.entry.get("/Encoding") if self.composite else None
        if getattr(encoding, "_type_name", "") == "stream":
            return int(encoding.get("/WMode", 0)) == 1
        return str(encoding).endswith("-V")

    @cached_property
    def _downs(self) -> dict[int, float]:
        found: dict[int, float] = {}
        for first, last, (down, *_) in _rows(list(self.inner.get("/W2", [])), 3):
            found.update(dict.fromkeys(range(first, last + 1), down))
        return found

    def down(self, code: int) -> float:
        """How far its place is above that of the next in a vertical line, thousandths of an em."""
        usual = self.inner.get("/DW2", (880, -1000))
        return -self._downs.get(code, float(usual[1]))

    @cached_property
    def _widths(self) -> dict[int, float]:
        found: dict[int, float] = {}
        if not self.composite:
            first = int(self.entry.get("/FirstChar", 0))
            found.update({first + at: float(width) for at, width in enumerate(self.entry.get("/Widths", []))})
            return found
        for first, last, (width,) in _rows(list(self.inner.get("/W", [])), 1):
            found.update(dict.fromkeys(range(first, last + 1), width))
        return found

    def width(self, code: int) -> float:
        """Thousandths of an em, as the file says."""
        if self.composite:
            return self._widths.get(code, float(self.inner.get("/DW", 1000)))
        missing = 0.0 if self.descriptor is None else float(self.descriptor.get("/MissingWidth", 0))
        return self._widths.get(code, missing)

    def outline(self, code: int) -> tuple[float, float, float, float] | None:
        """Left, bottom, right, top of a glyph in shares of an em, all 0 for one that is blank; None = not to be known
        (then it can still be blank by its name)."""
        if not self.composite and (code in _BLANKS or differences(self.entry).get(code) in _BLANK_NAMES):
            return 0.0, 0.0, 0.0, 0.0
        try:
            face = self.face
        except ValueError:
            return None
        glyph = None if face is None else face.glyph(code)
        return face.outline(glyph) if face is not None and glyph else None

    @cached_property
    def reach(self) -> tuple[float, float, float, float]:
        """The box round every glyph, in shares of an em, as the file says; a whole em more than usual where it says
        nothing."""
        box = [] if self.descriptor is None else [float(each) / 1000 for each in self.descriptor.get("/FontBBox", [])]
        return (box[0], box[1], box[2], box[3]) if len(box) == 4 and any(box) else (-1.0, -1.0, 2.0, 2.0)

    @cached_property
    def em(self) -> float:
        """What a width is multiplied by to be in text space: Type 3 fonts have a matrix of their own."""
        return float(self.entry["/FontMatrix"][0]) if self.kind == "Type3" else 0.001

    @cached_property
    def face(self) -> Face | None:
        """The program opened; None when there is none or its kind is not one we open.
        Raises ValueError when it is broken."""
        if self.kind == "Type3" or self.program is None or "/FontFile" in self.descriptor:
            return None
        return Face(self)


def _rows(rows: Sequence[Any], each: int) -> Iterator[tuple[int, int, tuple[float, ...]]]:
    """First and last code and the numbers of an array of W or W2 (ISO 32000-1 §9.7.4.3). each: numbers of a code."""
    at = 0
    while at + 1 < len(rows):
        first = int(rows[at])
        if getattr(rows[at + 1], "_type_name", "") == "array":
            numbers = [float(number) for number in rows[at + 1]]
            for index in range(len(numbers) // each):
                yield first + index, first + index, tuple(numbers[index * each : (index + 1) * each])
            at += 2
        elif at + 2 + each <= len(rows):
            yield first, min(int(rows[at + 1]), first + 0xFFFF), tuple(map(float, rows[at + 2 : at + 2 + each]))
            at += 2 + each
        else:
            return


class Face:
    """An embedded TrueType, OpenType or CFF program."""

    def __init__(self, font: Font) -> None:
        self.font = font
        logging.getLogger("fontTools").setLevel(logging.ERROR)  # what it only grumbles at is no finding
        data = font.program.read_bytes()
        self.table: Any = None
        self.cff: Any = None
        try:
            if data[:4] in (b"\0\1\0\0", b"true", b"OTTO"):
                from fontTools.ttLib import TTFont

                self.table = TTFont(BytesIO(data), lazy=True)
                if "CFF " in self.table:
                    self.cff = self.table["CFF "].cff[0]
                else:
                    self.count = self._number("maxp", 4)
                    self.upem = self._number("head", 18)
            else:
                from fontTools.cffLib import CFFFontSet

                fonts = CFFFontSet()
                fonts.decompile(BytesIO(data), None)
                self.cff = fonts[0]
            if self.cff is not None:
                self.order = {name: index for index, name in enumerate(self.cff.charset)}
                matrix = getattr(self.cff, "FontMatrix", None) or [0.001]
                self.upem = 1 / matrix[0] if matrix[0] else 1000
        except Exception as error:  # fontTools lets every kind of error through on bad bytes
            raise ValueError(str(error) or type(error).__name__) from error

    def _number(self, table: str, at: int) -> int:
        """Two bytes of a table as they stand: fontTools stops at tables of a length it does not know, where RIPs go on.
        Raises ValueError where there are none."""
        octets = bytes(self.table.reader[table][at : at + 2])
        if len(octets) < 2:
            raise ValueError(f"its table {table} is cut off")
        return int.from_bytes(octets, "big")

    @property
    def restricted(self) -> bool:
        """Whether the licence bits (OS/2 fsType) forbid embedding, or allow only bitmaps."""
        if self.table is None or "OS/2" not in self.table:
            return False
        try:
            bits = self._number("OS/2", 8)
        except ValueError:
            return False
        return bits & 0xF == 2 or bool(bits & 0x200)

    def fault(self, codes: set[int]) -> str:
        """Why glyphs of these codes cannot be drawn: their outlines end after the font's; "" = they can."""
        if self.table is None or "loca" not in self.table or "glyf" not in self.table:
            return ""
        # Short places are half of what they mean (OpenType, loca).
        places, size, unit = bytes(self.table.reader["loca"]), *((4, 1) if self._number("head", 50) else (2, 2))
        end = self.table.reader.tables["glyf"].length
        for code in sorted(codes):
            glyph = self.glyph(code)
            after = None if glyph is None else places[size * (glyph + 1) : size * (glyph + 2)]
            if after is not None and (len(after) < size or unit * int.from_bytes(after, "big") > end):
                return f"the outline of code {code:04X} is cut off"
        return ""

    def glyph(self, code: int) -> int | None:
        """Glyph index of a code, 0 = .notdef; None = not to be known."""
        try:
            if self.font.composite:
                return self._by_cid(code) if self.font.two_bytes else None
            if self.cff is not None:
                return self._by_name(code)
            return self._by_cmap(code)
        except Exception:  # as above
            return None

    def _by_cid(self, cid: int) -> int | None:
        if self.cff is not None:
            if not hasattr(self.cff, "ROS"):
                return cid if cid < len(self.cff.charset) else 0
            return self.order.get(f"cid{cid:05d}", 0)
        mapping = self.font.inner.get("/CIDToGIDMap")
        glyph = cid
        if mapping is not None and mapping._type_name == "stream":
            octets = self._map(mapping)
            glyph = int.from_bytes(octets[2 * cid : 2 * cid + 2], "big")
        return glyph if glyph < self.count else 0

    def _map(self, mapping: Any) -> bytes:
        if not hasattr(self, "_mapping"):
            self._mapping: bytes = mapping.read_bytes()
        return self._mapping

    def _by_name(self, code: int) -> int | None:
        name = differences(self.font.entry).get(code)
        if name is None:
            base = base_encoding(self.font.entry)
            if base:
                from fontTools.agl import UV2AGL

                point = _point(base, code)
                return None if point is None else self.order.get(UV2AGL[point], 0)
            own = getattr(self.cff, "Encoding", None)
            name = own[code] if isinstance(own, list) else None
        return None if name is None else self.order.get(name, 0)

    def _by_cmap(self, code: int) -> int | None:
        """By a TrueType font's own cmaps (ISO 32000-1 §9.6.6.4): a symbolic font's codes, and of others those that
        the encoding makes letters and figures; what a program may name in several ways is not followed."""
        if "cmap" not in self.table:
            return None
        if "/Encoding" in self.font.entry:
            point = _point(base_encoding(self.font.entry), code)
            if point not in _LETTERS or code in differences(self.font.entry):
                return None
            tables = {(each.platformID, each.platEncID): each.cmap for each in self.table["cmap"].tables}
            maps = [tables[key] for key in ((3, 1), (0, 3), (0, 1), (1, 0)) if key in tables]
            names = [name for name in (each.get(point) for each in maps) if name is not None]
            if not maps or (not names and (3, 0) in tables):
                return None
            return int(self.table.getGlyphID(names[0])) if names else 0
        for cmap in self.table["cmap"].tables:
            if (cmap.platformID, cmap.platEncID) in ((3, 0), (1, 0)):
                for point in (code, 0xF000 + code):
                    if point in cmap.cmap:
                        return int(self.table.getGlyphID(cmap.cmap[point]))
        return 0

    def advance(self, glyph: int) -> float | None:
        """Thousandths of an em, as the program says; None = not to be known."""
        try:
            if self.table is not None and "hmtx" in self.table:
                return float(self.table["hmtx"][self.table.getGlyphName(glyph)][0] * 1000 / self.upem)
            if self.cff is not None:
                return float(_charstring_width(self.cff.CharStrings[self.cff.charset[glyph]]) * 1000 / self.upem)
        except Exception:  # as above: a damaged glyph is no answer
            return None
        return None

    def outline(self, glyph: int) -> tuple[float, float, float, float] | None:
        """Left, bottom, right, top of a glyph in shares of an em; None = not to be known."""
        try:
            if self.cff is not None:
                bounds = self.cff.CharStrings[self.cff.charset[glyph]].calcBounds(None) or (0, 0, 0, 0)
            else:
                shape = self.table["glyf"][self.table.getGlyphName(glyph)]
                bounds = (shape.xMin, shape.yMin, shape.xMax, shape.yMax) if shape.numberOfContours else (0, 0, 0, 0)
        except Exception:  # as above
            return None
        left, bottom, right, top = (float(edge) / self.upem for edge in bounds)
        return left, bottom, right, top


def _charstring_width(outline: Any) -> float:
    """Width of a CFF glyph, in its own units: it stands before the first operator, so the outline need not be drawn."""
    from fontTools.misc.psCharStrings import T2WidthExtractor

    class Found(Exception):
        pass

    class Reader(T2WidthExtractor):  # type: ignore[misc]
        def popallWidth(self, evenOdd: int = 0) -> Any:
            super().popallWidth(evenOdd)
            raise Found

    private = outline.private
    subroutines = getattr(private, "Subrs", [])
    reader = Reader(subroutines, outline.globalSubrs, private.nominalWidthX, private.defaultWidthX, private)
    with suppress(Found):
        reader.execute(outline)
    return float(reader.width)


_LETTERS = range(0x21, 0x7F)  # letters, figures and marks that every encoding of Latin has at one place


def base_encoding(entry: Any) -> str:
    """Name of a simple font's encoding, or of what its differences start from; "" = the program's own."""
    encoding = entry.get("/Encoding")
    if encoding is not None and encoding._type_name == "dictionary":
        encoding = encoding.get("/BaseEncoding")
    return "" if encoding is None else str(encoding)


def _point(encoding: str, code: int) -> int | None:
    """Unicode of a code in an encoding of ISO 32000-1 Annex D, None = not to be known."""
    if encoding not in ("/WinAnsiEncoding", "/MacRomanEncoding") or code not in _LETTERS:
        return None
    return code


def differences(entry: Any) -> dict[int, str]:
    """Glyph names by code, as a font's /Differences has them."""
    encoding = entry.get("/Encoding")
    found: dict[int, str] = {}
    if encoding is not None and encoding._type_name == "dictionary":
        at = 0
        for each in encoding.get("/Differences", []):
            if getattr(each, "_type_name", "") == "name":
                found[at] = str(each)[1:]
                at += 1
            else:
                at = int(each)
    return found
