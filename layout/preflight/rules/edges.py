"""Rules of the page's edge: what is cut through must bleed, and what must not be cut through keeps away.

An edge is a number as in a `Box`: 0 left, 1 bottom, 2 right, 3 top. What really prints there is asked of the plates, so
white grounds, empty parts of pictures and what lies under others raise no alarm.
"""

from __future__ import annotations

from collections.abc import Iterator

from layout.preflight.document import File, Sheet
from layout.preflight.graphics import Box, meet
from layout.preflight.inking import DPI, share
from layout.preflight.marks import Mark
from layout.preflight.plates import plates_of
from layout.preflight.rules import fault, rule
from layout.preflight.values import Finding
from layout.units import MM

_ARROWS = ("←", "↓", "→", "↑")
_NEAR = 0.5 * MM  # a knife is off by as much on a good day: what ends nearer than this to the trim is meant to reach it
_SLACK = 0.25 * MM  # of the bleed that programs round away
_DEEP = 1.0 * MM  # what lies along the edge and is thinner is a line along the cut, not ground that goes on behind it
_HAIRLINE = 0.5  # points: a thinner line that ends at the trim shows no white end
_CUT = 0.1  # points
_TRACE = 0.005  # less ink than this is rounding
_BARE = 245  # of 255: paper with the trace that drawing leaves


def _kept(sheet: Sheet) -> Box:
    """What comes on the plate: the BleedBox; a page with a trim and without one bleeds as far as the sheet goes
    (ISO 32000-1 Table 30)."""
    bleed = sheet.bleed if "/BleedBox" in sheet.entry or not sheet.says_its_trim else sheet.media
    return meet(sheet.media, bleed) or sheet.media


def _room(sheet: Sheet, edge: int) -> float:
    """How far that goes beyond the trim at an edge, points."""
    out = _kept(sheet)[edge] - sheet.trim[edge]
    return -out if edge < 2 else out


def _folded(file: File, edge: int, sheet: Sheet) -> bool:
    """Whether the page meets its neighbour at the edge: both have no bleed there, and all of it at the other side."""
    if edge not in (0, 2):
        return False
    beside = [other for other in file.sheets if abs(other.number - sheet.number) == 1]
    return _bound(file, sheet, edge) and any(_bound(file, other, 2 - edge) for other in beside)


def _bound(file: File, sheet: Sheet, edge: int) -> bool:
    return _room(sheet, edge) < _SLACK and _room(sheet, 2 - edge) > file.press.bleed - _SLACK


def _beyond(box: Box, trim: Box, edge: int) -> float:
    """How far a box goes over the trim at an edge; below 0 = it ends before."""
    return trim[edge] - box[edge] if edge < 2 else box[edge] - trim[edge]


def _inside(box: Box, trim: Box, edge: int) -> float:
    """How far it comes into the page from there."""
    return box[edge + 2] - trim[edge] if edge < 2 else trim[edge] - box[edge - 2]


def _along(box: Box, edge: int) -> tuple[float, float]:
    return (box[1], box[3]) if edge in (0, 2) else (box[0], box[2])


def _strip(trim: Box, edge: int, ends: tuple[float, float], deep: float) -> Box:
    """The part of the page along an edge."""
    left, bottom, right, top = trim
    if edge == 0:
        return left, ends[0], left + deep, ends[1]
    if edge == 1:
        return ends[0], bottom, ends[1], bottom + deep
    if edge == 2:
        return right - deep, ends[0], right, ends[1]
    return ends[0], top - deep, ends[1], top


def _millimetres(points: float) -> str:
    return f"{round(points / MM, 1) + 0.0:.1f}"  # never -0.0


def inked(file: File, sheet: Sheet, box: Box) -> bool:
    """Whether a plate prints in a box of the page's points; what was not measured may."""
    planes = plates_of(file).planes.get(sheet.number)
    if planes is None:
        return sheet.number in plates_of(file).doubts
    scale = DPI / 72
    left, top = (box[0] - sheet.trim[0]) * scale, (sheet.trim[3] - box[3]) * scale
    right, bottom = (box[2] - sheet.trim[0]) * scale, (sheet.trim[3] - box[1]) * scale
    for width, height, data in planes.values():
        x0, x1 = max(int(left), 0), min(int(right) + 1, width)
        for row in range(max(int(top), 0), min(int(bottom) + 1, height)):
            line = data[row * width + x0 : row * width + x1]
            if line and min(line) < _BARE:
                return True
    return False


def _paints(file: File, mark: Mark) -> bool:
    """Whether a mark leaves ink: a white ground does not."""
    if mark.hidden or mark.kind == "text" or (mark.space is not None and "All" in mark.space.names):
        return False
    if mark.kind in ("image", "shading") or mark.space is None or mark.pattern is not None:
        return True
    if mark.space.kind == "pattern":
        return True
    return any(amount > _TRACE for amount in share(mark.space, mark.colour, file).values())


def _open_ends(file: File, sheet: Sheet, edge: int) -> Iterator[tuple[Mark, Box, float]]:
    """What reaches the trim and neither bleeds itself nor has something beside it that does: the mark, where it
    reaches the edge, and how far over it."""
    trim, wanted = sheet.trim, file.press.bleed - _SLACK
    kept = _kept(sheet)
    reaching, bled = list[tuple[Mark, tuple[float, float], float]](), list[tuple[float, float]]()
    for mark in sheet.marks.marks:
        box = meet(mark.box, kept)
        if box is None or (beyond := _beyond(box, trim, edge)) < -_NEAR or not _paints(file, mark):
            continue
        inside = _inside(box, trim, edge)
        ends = _along(box, edge)
        if beyond >= wanted and inside >= -_SLACK:
            bled.append(ends)
        elif inside >= _DEEP and ends[1] - ends[0] >= _HAIRLINE:
            reaching.append((mark, ends, beyond))
    whole, taken = _along(trim, edge), _merged(bled)
    for mark, ends, beyond in reaching:
        for low, high in _without((max(ends[0], whole[0]), min(ends[1], whole[1])), taken):
            strip = _strip(trim, edge, (low, high), _DEEP)
            if high - low >= _HAIRLINE and inked(file, sheet, strip):
                yield mark, _strip(trim, edge, (low, high), file.press.bleed), beyond


def _merged(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches that overlap as one, in order."""
    merged = list[tuple[float, float]]()
    for low, high in sorted(stretches):
        if merged and low <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return merged


def _without(ends: tuple[float, float], taken: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """What is left of a stretch when others are taken from it."""
    left = [ends]
    for low, high in taken:
        left = [
            part
            for start, end in left
            for part in ((start, min(end, low)), (max(start, high), end))
            if part[1] > part[0]
        ]
    return left


@rule("NP846")
def bleed_is_as_wide_as_the_press_wants(file: File) -> Iterator[Finding]:
    wanted = f"{file.press.bleed / MM:.1f}"
    for sheet in file.sheets:
        for edge in range(4):
            room = _room(sheet, edge)
            if room < file.press.bleed - _SLACK and not _folded(file, edge, sheet):
                for mark, box, _ in _open_ends(file, sheet, edge):
                    yield fault(
                        sheet, mark, box=box, edge=_ARROWS[edge], width=_millimetres(max(room, 0)), wanted=wanted
                    )
                    break


@rule("NP879")
def what_is_cut_through_bleeds(file: File) -> Iterator[Finding]:
    wanted = f"{file.press.bleed / MM:.1f}"
    for sheet in file.sheets:
        for edge in range(4):
            if _room(sheet, edge) < file.press.bleed - _SLACK:
                continue  # NP846 tells of it
            for mark, box, beyond in _open_ends(file, sheet, edge):
                yield fault(sheet, mark, box=box, edge=_ARROWS[edge], reach=_millimetres(beyond), wanted=wanted)


@rule("NP788")
def type_keeps_away_from_the_cut(file: File) -> Iterator[Finding]:
    """As far inside as things bleed outside: so far the knife may wander."""
    safe = file.press.bleed
    for sheet in file.sheets:
        if not sheet.says_its_trim:
            continue  # nobody knows where it is cut: NP841
        for mark in sheet.marks.text():
            seen = meet(mark.box, sheet.trim)
            if mark.hidden or seen is None:
                continue
            edge = max(range(4), key=lambda edge: _beyond(mark.box, sheet.trim, edge))
            near = -_beyond(mark.box, sheet.trim, edge)
            if near >= safe - _SLACK or (abs(near) < _CUT and edge in (0, 2)):
                continue  # what a clip ends right at the trim goes on over the fold, on the spread's other page
            part = meet(seen, _strip(sheet.trim, edge, _along(seen, edge), safe))
            if part is not None and inked(file, sheet, part):
                yield fault(sheet, mark, gap=_millimetres(max(near, 0)), wanted=f"{safe / MM:.1f}")
