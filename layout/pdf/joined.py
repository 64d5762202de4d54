"""Clusters of several glyphs become one glyph each: a letter and its marks, of Arabic, Tibetan and Thai above all.

A reader copies text by the codes of glyphs, one after another, and finds words by the gaps between them. A vowel that
is a glyph of its own has no text and no width; programs that know no ActualText copy it as a character, and those that
do see a gap after it. So a cluster's glyphs are put together in the font, as composites (OpenType 1.9 «glyf»), each
with the text of all. Nothing moves on the page by it. Fonts with CFF outlines have none: there ActualText must do.
"""

from __future__ import annotations

from collections.abc import Iterator

from layout.display import GlyphRun, Group, Item, Page
from layout.face import Face
from layout.fonts import FontBook
from layout.value import replace, value

FIRST = 1 << 48
"""A glyph's id from here on is a composite, and says of what: see `packed`."""

_HALF = 1 << 15
_MOST = 32  # components of a composite; a Tibetan stack has five, and nobody reads more


@value
class Component:
    """A glyph of a composite, moved right and up by font units."""

    glyph: int
    right: int
    up: int


def packed(advance: int, components: tuple[Component, ...]) -> int:
    """The id of a composite: its advance, then its components, sixteen bits a number; equal composites are one."""
    found = 1 << 16 | advance & 0xFFFF
    for each in components:
        for number in (each.glyph, each.right + _HALF, each.up + _HALF):
            found = found << 16 | number & 0xFFFF
    return found


def unpacked(glyph: int) -> tuple[int, tuple[Component, ...]]:
    """Advance and components of a composite's id."""
    numbers = []
    while glyph > 1:
        numbers.append(glyph & 0xFFFF)
        glyph >>= 16
    advance, *rest = reversed(numbers)
    rows = zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    return advance, tuple(Component(each, right - _HALF, up - _HALF) for each, right, up in rows)


def joined(page: Page, book: FontBook) -> Page:
    """The page with each cluster of several glyphs as one; same ink at the same place."""
    items = _joined(page.items, book)
    return page if items is page.items else replace(page, items=items)


def _joined(items: tuple[Item, ...], book: FontBook) -> tuple[Item, ...]:
    changed = False
    out: list[Item] = []
    for item in items:
        made: Item = item
        if isinstance(item, Group):
            inner = _joined(item.items, book)
            made = item if inner is item.items else replace(item, items=inner)
        elif isinstance(item, GlyphRun) and "" in item.texts[1:] and item.turn != "vertical":
            made = _run(item, book.face(item.face))
        changed |= made is not item
        out.append(made)
    return tuple(out) if changed else items


def _run(run: GlyphRun, face: Face) -> GlyphRun:
    if face.is_cff:
        return run
    glyphs, xs, texts, lifts = list[int](), list[float](), list[str](), list[float]()
    for start, end in _clusters(run):
        found = _cluster(run, face, start, end)
        if found is None:
            glyphs += run.glyphs[start:end]
            xs += run.xs[start:end]
            texts += run.texts[start:end]
            lifts += run.lifts[start:end] or [0.0] * (end - start)
        else:
            glyphs.append(found)
            xs.append(run.xs[start])
            texts.append(run.texts[start])
            lifts.append(0.0)
    rows = tuple(glyphs), tuple(xs), tuple(texts), tuple(lifts) if any(lifts) else ()
    return replace(run, glyphs=rows[0], xs=rows[1], texts=rows[2], lifts=rows[3])


def _cluster(run: GlyphRun, face: Face, start: int, end: int) -> int | None:
    """The glyph that is all of a cluster: its only one with ink, or a composite; None where it must stay as it is."""
    if end - start == 1:
        return None if run.lifts and run.lifts[start] else run.glyphs[start]
    if not run.texts[start]:
        return None
    unit, em = face.units_per_em, run.size * run.scale
    components = []
    for index in range(start, end):
        left, bottom, right, top = face.ink(run.glyphs[index])
        if right <= left or top <= bottom:
            continue
        lift = run.lifts[index] if run.lifts else 0.0
        across = round((run.xs[index] - run.xs[start]) / em * unit)
        components.append(Component(run.glyphs[index], across, round(lift / run.size * unit)))
    far = any(abs(part.right) >= _HALF or abs(part.up) >= _HALF for part in components)
    if far or not 0 < len(components) <= _MOST:
        return None
    advance = round(sum(face.advance(run.glyphs[index]) for index in range(start, end)) * unit)
    first = components[0]
    if len(components) == 1 and not (first.right or first.up) and advance == round(face.advance(first.glyph) * unit):
        return first.glyph
    return packed(advance, tuple(components)) if 0 <= advance < 1 << 16 else None


def _clusters(run: GlyphRun) -> Iterator[tuple[int, int]]:
    """Start and end of each glyph that has text, with those after it that have none."""
    start = 0
    for index in range(1, len(run.texts) + 1):
        if index == len(run.texts) or run.texts[index]:
            yield start, index
            start = index
