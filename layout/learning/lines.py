"""Glyphs → lines → legs: what stands on one baseline side by side, and lines of one size that follow each other in a
column. Justification opens a line by far less than a gutter is wide; a rule between two columns parts them anyhow."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from layout.display import Ink
from layout.learning.values import FaceSeen, Glyph, Line, Sheet
from layout.value import value

_ONE_LINE = 0.3  # points by which baselines of one line may differ
_PARTED = 0.62  # em of white that parts two columns' lines
_LIKE = 1.12  # sizes on one line that differ by more are two things: a folio's number and its name
_NEXT = 2.2  # em from a leg's line to its next at most
_MOST_LINES = 6000  # of a page; a full broadsheet page has some 1,500
_MOST_BESIDE = 400  # lines below one that may be its next; of a page of sixteen columns there are some forty
_INDENT = 3.2  # em by which a paragraph's first line may be set in
_COMMON = 0.5  # part of the narrower line that two lines of a leg share


@value
class Book:
    """All sheets' lines with one list of faces and one of inks. Pages count from 0, as `sheets` has them."""

    sheets: tuple[Sheet, ...]
    faces: tuple[FaceSeen, ...]
    inks: tuple[Ink, ...]
    lines: tuple[Line, ...]

    def on(self, page: int) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.page == page)

    def ink(self, sheet: int, index: int) -> Ink:
        return self.sheets[sheet].inks[index]


@value
class Leg:
    """Lines of one size below each other. left: where most of them begin; right: where most of them end."""

    page: int
    lines: tuple[Line, ...]
    left: float
    right: float

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def foot(self) -> float:
        return self.lines[-1].foot

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def pitch(self) -> float:
        """From line to line."""
        return (self.lines[-1].baseline - self.lines[0].baseline) / (len(self.lines) - 1)


def read_book(sheets: Sequence[Sheet]) -> Book:
    faces: dict[FaceSeen, int] = {}
    inks: dict[Ink, int] = {}
    lines: list[Line] = []
    for page, sheet in enumerate(sheets):
        face_of = [faces.setdefault(face, len(faces)) for face in sheet.faces]
        ink_of = [inks.setdefault(ink, len(inks)) for ink in sheet.inks]
        lines += islice(_lines(sheet, page, face_of, ink_of), _MOST_LINES)
    return Book(tuple(sheets), tuple(faces), tuple(inks), tuple(lines))


def _lines(sheet: Sheet, page: int, face_of: Sequence[int], ink_of: Sequence[int]) -> Iterator[Line]:
    walls = sorted(stroke.box.x for stroke in sheet.strokes if stroke.upright)
    for row in _rows(sheet.glyphs):
        run: list[Glyph] = []
        for glyph in row:
            if run and _parted(run[-1], glyph, walls):
                yield from _line(run, page, face_of, ink_of)
                run = []
            if run and abs(glyph.x - run[-1].x) < 0.05 and glyph.text == run[-1].text:
                continue  # printed twice, to make it bold
            run.append(glyph)
        yield from _line(run, page, face_of, ink_of)


def _rows(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs of one baseline, from left to right."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda each: (each.baseline, each.x)):
        if row and glyph.baseline - row[0].baseline > _ONE_LINE:
            yield sorted(row, key=lambda each: each.x)
            row = []
        row.append(glyph)
    if row:
        yield sorted(row, key=lambda each: each.x)


def _parted(last: Glyph, glyph: Glyph, walls: Sequence[float]) -> bool:
    small, large = sorted((last.size, glyph.size))
    if large > _LIKE * small:
        return True
    gap = glyph.x - last.right
    if gap > _PARTED * small or gap < -1.2 * large:
        return True
    return gap > 0.15 * small and bisect_left(walls, last.right) < bisect_right(walls, glyph.x)


def _line(run: list[Glyph], page: int, face_of: Sequence[int], ink_of: Sequence[int]) -> Iterator[Line]:
    while run and not run[-1].text.strip(" \u3000") and run[-1].text:
        run = run[:-1]
    while run and not run[0].text.strip(" \u3000") and run[0].text:
        run = run[1:]
    if not run:
        return
    sizes: dict[float, int] = {}
    faces: dict[int, int] = {}
    inks: dict[int, int] = {}
    for glyph in run:
        sizes[round(glyph.size, 3)] = sizes.get(round(glyph.size, 3), 0) + 1
        faces[glyph.face] = faces.get(glyph.face, 0) + 1
        inks[glyph.ink] = inks.get(glyph.ink, 0) + 1
    baselines = sorted(glyph.baseline for glyph in run)
    yield Line(
        page,
        run[0].x,
        max(glyph.right for glyph in run[-2:]),
        baselines[len(run) // 2],
        max(sizes, key=lambda size: (sizes[size], size)),
        face_of[max(faces, key=lambda face: (faces[face], -face))],
        ink_of[max(inks, key=lambda ink: (inks[ink], -ink))],
        len(run),
        "".join(glyph.text for glyph in run),
    )


def legs(lines: Sequence[Line], size: float) -> tuple[Leg, ...]:
    """The legs of the lines of a size, on all pages."""
    found: list[Leg] = []
    for page in sorted({line.page for line in lines}):
        here = [line for line in lines if line.page == page and abs(line.size - size) < 0.06]
        found += _legs(sorted(here, key=lambda line: (line.baseline, line.x)), page)
    return tuple(found)


def following(lines: Sequence[Line]) -> dict[int, int]:
    """Of each line, by its place, the next one below it in its column. lines: of one page, by baseline."""
    baselines = [line.baseline for line in lines]
    taken: set[int] = set()
    found: dict[int, int] = {}
    for index, line in enumerate(lines):
        first = bisect_right(baselines, line.baseline + 0.5 * line.size)
        last = bisect_right(baselines, line.baseline + _NEXT * line.size)
        for other in range(first, min(last, first + _MOST_BESIDE)):
            if other not in taken and _shared(line, lines[other]):
                found[index] = other
                taken.add(other)
                break
    return found


def _shared(one: Line, other: Line) -> bool:
    common = min(one.right, other.right) - max(one.x, other.x)
    # The last characters of a paragraph may all stand over the next one's indent.
    return common > _COMMON * min(one.width, other.width) or abs(one.x - other.x) < _INDENT * one.size


def _legs(lines: Sequence[Line], page: int) -> Iterator[Leg]:
    after = following(lines)
    begun = set(after.values())
    for index in range(len(lines)):
        if index in begun:
            continue
        chain = [lines[index]]
        at = index
        while at in after:
            at = after[at]
            chain.append(lines[at])
        if len(chain) >= 2:
            left = _left([line.x for line in chain])
            right = _edge([-line.right for line in chain])
            yield Leg(page, tuple(chain), left, -right)


def _left(edges: Sequence[float]) -> float:
    """The leftmost place where at least a fifth of the lines begin; first lines of paragraphs are set in."""
    ordered = sorted(edges)
    need = max(1, len(edges) // 5)
    for at in ordered:
        near = [edge for edge in ordered if at <= edge <= at + 0.3]
        if len(near) >= need:
            return near[len(near) // 2]
    return ordered[0]


def _edge(edges: Sequence[float]) -> float:
    """The place that most edges share."""
    ordered = sorted(edges)
    best, most = ordered[0], 0
    for at in ordered:
        near = [edge for edge in ordered if at <= edge <= at + 0.3]
        if len(near) > most:
            best, most = near[len(near) // 2], len(near)
    return best
