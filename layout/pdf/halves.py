"""Squeezed marks at the edge of a column take a glyph half as wide, so that a reader sees the alley.

A comma squeezed to half its width at a line's end (GB/T 15834 5.1.10, R62) still has, in the font, an advance of a
whole em: its box reaches half across a one-em alley, and programs that find columns by the boxes of the glyphs
(pdftotext, search, screen readers) read straight over it. The mark's ink is in one half only; here that half becomes a
glyph of its own, a composite of the old one (OpenType 1.9 «glyf»). Nothing moves on the page by it.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from layout import fontfile
from layout.display import GlyphRun, Group, Item, Page, walk
from layout.face import Face, Subset
from layout.fonts import FontBook
from layout.pdf.joined import FIRST, Component, unpacked
from layout.value import replace

LEFT, RIGHT = 1 << 16, 2 << 16
"""Added to a glyph's id: the glyph that is its left or its right half."""

_WORDS, _OFFSETS, _MORE = 1, 2, 0x20
"""Flags of a component: its offsets are words, they are offsets, and another component follows."""
_NEAR = 0.02  # points within which two lines begin or end at the same place


def halve(page: Page, book: FontBook) -> Page:
    """The page with its squeezed marks at line ends and line beginnings as half-wide glyphs;
    same ink at the same place."""
    runs = [item for item in walk(page.items) if isinstance(item, GlyphRun) and item.glyphs and not item.turn]
    if not runs:
        return page
    opens = [_side(book.face(run.face), run.glyphs[0], run.texts[0]) == RIGHT for run in runs]
    closes = [_side(book.face(run.face), run.glyphs[-1], run.texts[-1]) == LEFT for run in runs]
    if not any(opens) and not any(closes):
        return page
    ends = [_end(run, book) for run in runs]
    last = [*map(_ends_line, runs, ends, runs[1:]), True]
    first = [True, *last[:-1]]
    edges = {(run.size, round(end / _NEAR)) for run, end, ends_line in zip(runs, ends, last, strict=True) if ends_line}
    starts = {(run.size, round((run.x + run.xs[0]) / _NEAR)) for run, begins in zip(runs, first, strict=True) if begins}
    changed: dict[int, GlyphRun] = {}
    for at, run in enumerate(runs):
        half = run.size * run.scale / 2
        halved = run
        if closes[at] and last[at] and _known(edges, run.size, ends[at] - half):
            halved = replace(halved, glyphs=(*halved.glyphs[:-1], halved.glyphs[-1] + LEFT))
        if opens[at] and first[at] and _known(starts, run.size, run.x + run.xs[0] + half):
            glyphs, xs = (halved.glyphs[0] + RIGHT, *halved.glyphs[1:]), (halved.xs[0] + half, *halved.xs[1:])
            halved = replace(halved, glyphs=glyphs, xs=xs)
        if halved is not run:
            changed[id(run)] = halved
    return replace(page, items=_exchange(page.items, changed)) if changed else page


def _end(run: GlyphRun, book: FontBook) -> float:
    return run.x + run.xs[-1] + book.face(run.face).advance(run.glyphs[-1]) * run.size * run.scale


def _ends_line(run: GlyphRun, end: float, after: GlyphRun) -> bool:
    """Whether the next run stands on another line, or in the next column."""
    return after.baseline != run.baseline or not run.x < after.x <= end + 0.3 * run.size


def _known(places: set[tuple[float, int]], size: float, place: float) -> bool:
    step = round(place / _NEAR)
    return any((size, step + off) in places for off in (-1, 0, 1))


@lru_cache(maxsize=4096)  # a page has some hundred marks and ideographs at the edges of its lines
def _side(face: Face, glyph: int, text: str) -> int:
    """Which half of its em holds a mark's ink; 0 = it is no full-wide mark, or its font is not TrueType."""
    if face.is_cff or not text or unicodedata.category(text[0])[0] != "P" or face.advance(glyph) != 1:
        return 0
    left, _, right, _ = face.ink(glyph)
    return LEFT if right <= 0.55 else RIGHT if left >= 0.45 else 0


def _exchange(items: tuple[Item, ...], changed: dict[int, GlyphRun]) -> tuple[Item, ...]:
    return tuple(
        replace(item, items=_exchange(item.items, changed)) if isinstance(item, Group) else changed.get(id(item), item)
        for item in items
    )


class HalvedFace:
    """A face whose subset has the halves and joined clusters asked for; everything else is the face's own."""

    def __init__(self, face: Face) -> None:
        self._face = face

    def __getattr__(self, name: str) -> Any:
        return getattr(self._face, name)

    def advance(self, glyph: int) -> float:
        if glyph >= FIRST:
            return unpacked(glyph)[0] / self._face.units_per_em
        return self._face.advance(glyph % LEFT) / (2 if glyph >= LEFT else 1)

    def subset(self, glyphs: Iterable[int]) -> Subset:
        wanted = tuple(glyphs)
        made = {glyph: self._components(glyph) for glyph in sorted(wanted) if glyph >= LEFT}
        parts = {part.glyph for _, components in made.values() for part in components}
        subset = self._face.subset([*(glyph for glyph in wanted if glyph < LEFT), *parts])
        if not made:
            return subset
        rows = [
            (advance, tuple(replace(part, glyph=subset.new[part.glyph]) for part in components))
            for advance, components in made.values()
        ]
        data, begin = _with_composites(subset.data, rows)
        return replace(subset, data=data, new={**subset.new, **{glyph: begin + at for at, glyph in enumerate(made)}})

    def _components(self, glyph: int) -> tuple[int, tuple[Component, ...]]:
        """Advance, font units, and components of a glyph that is not the face's own."""
        if glyph >= FIRST:
            return unpacked(glyph)
        half = self._face.units_per_em // 2
        return half, (Component(glyph % LEFT, -half if glyph >= RIGHT else 0, 0),)


def _with_composites(font: bytes, made: Sequence[tuple[int, tuple[Component, ...]]]) -> tuple[bytes, int]:
    """A TrueType font with composite glyphs at its end, and the id of the first. made: advance and components each."""
    tables, sums = fontfile.split(font)
    long_offsets = tables["head"][50:52] != b"\0\0"
    count = int.from_bytes(tables["maxp"][4:6], "big")
    metrics = int.from_bytes(tables["hhea"][34:36], "big")
    size = 4 if long_offsets else 2
    offsets = [
        int.from_bytes(tables["loca"][at : at + size], "big") * (1 if long_offsets else 2)
        for at in range(0, size * (count + 1), size)
    ]
    outlines, widths = bytearray(tables["glyf"]), bytearray(tables["hmtx"][: 4 * metrics])
    bearings = tables["hmtx"][4 * metrics : 4 * metrics + 2 * (count - metrics)]
    # Every glyph needs its own advance once the last ones differ.
    for at in range(0, len(bearings), 2):
        widths += widths[4 * metrics - 4 : 4 * metrics - 2] + bearings[at : at + 2]
    outlines += bytes(-len(outlines) % 4)  # where a glyph had best begin
    before = offsets[-1] = len(outlines)
    for advance, components in made:
        boxes = [struct.unpack_from(">4h", outlines, offsets[part.glyph] + 2) for part in components]
        sides = [
            [box[side] + (part.up if side % 2 else part.right) for box, part in zip(boxes, components, strict=True)]
            for side in range(4)
        ]
        left, bottom, right, top = min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])
        outlines += struct.pack(">h4h", -1, left, bottom, right, top)
        for more, part in zip(range(len(components) - 1, -1, -1), components, strict=True):
            flags = _WORDS | _OFFSETS | (_MORE if more else 0)
            outlines += struct.pack(">HHhh", flags, part.glyph, part.right, part.up)
        outlines += bytes(-len(outlines) % 4)
        offsets.append(len(outlines))
        widths += struct.pack(">Hh", advance, left)
    total = count + len(made)
    # Outlines are most of the font: what is added to them is added to their sum.
    sums = {"glyf": sums["glyf"] + fontfile.checksum(outlines[before:]) & 0xFFFFFFFF}
    tables["glyf"], tables["hmtx"] = bytes(outlines), bytes(widths)
    tables["loca"] = struct.pack(f">{total + 1}I", *offsets)
    tables["head"] = tables["head"][:50] + b"\0\1" + tables["head"][52:]
    tables["hhea"] = tables["hhea"][:34] + struct.pack(">H", total)
    profile = bytearray(tables["maxp"])
    struct.pack_into(">H", profile, 4, total)
    if len(profile) >= 32:
        pieces, depth = struct.unpack_from(">HH", profile, 28)  # maxComponentElements, maxComponentDepth
        most = max(len(components) for _, components in made)
        struct.pack_into(">HH", profile, 28, max(most, pieces), depth + 1)
    tables["maxp"] = bytes(profile)
    return fontfile.assemble(font[:4], tables, sums), count
