"""What of a page's medium is the trimmed sheet, and how it stands: trim box, crop marks, /Rotate, UserUnit, and two
pages side by side on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from layout.learning.values import Glyph, Sheet
from layout.preflight.document import BROKEN
from layout.preflight.document import Sheet as PageOfFile
from layout.preflight.graphics import Box
from layout.units import MM, Rect, Size
from layout.value import replace, value

_MARK = (6.0, 60.0)  # points: how short and how long a crop mark is
_OFF_TRIM = 72.0  # points from a corner to where its mark begins, at most
_SAME = 0.3  # points by which the marks of one edge may differ
_FOLD = 10 * MM  # least white between the two pages of a spread
_CROSSING = 0.004  # part of a sheet's glyphs that may stand across a fold: a head over both pages
_MOSTLY = 0.6  # part of the type that tells how a page stands
_BEYOND = 1.0  # points by which a glyph may stand outside the trim


@value
class Frame:
    """Where the trimmed, upright page lies in a page's own space. box: left, bottom, right, top there; turned: degrees
    clockwise, as /Rotate has them; unit: points of one unit (UserUnit)."""

    box: Box
    turned: int
    unit: float
    trim_by: str
    bleed: float

    @property
    def size(self) -> Size:
        left, bottom, right, top = self.box
        across, down = (right - left) * self.unit, (top - bottom) * self.unit
        return Size(down, across) if self.turned % 180 else Size(across, down)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's space as one from the upper left corner."""
        left, bottom, right, top = self.box
        match self.turned:
            case 90:
                at = y - bottom, x - left
            case 180:
                at = right - x, y - bottom
            case 270:
                at = top - y, right - x
            case _:
                at = x - left, top - y
        return at[0] * self.unit, at[1] * self.unit

    def turn(self, x: float, y: float) -> tuple[float, float]:
        """A direction and length."""
        match self.turned:
            case 90:
                to = y, x
            case 180:
                to = -x, y
            case 270:
                to = -y, -x
            case _:
                to = x, -y
        return to[0] * self.unit, to[1] * self.unit

    def rect(self, box: Box) -> Rect:
        x0, y0 = self.place(box[0], box[1])
        x1, y1 = self.place(box[2], box[3])
        return Rect(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))

    def inside(self, x: float, y: float) -> bool:
        size = self.size
        return -_BEYOND <= x <= size.width + _BEYOND and -_BEYOND <= y <= size.height + _BEYOND

    def touches(self, box: Rect) -> bool:
        size = self.size
        return box.right > 0 and box.bottom > 0 and box.x < size.width and box.y < size.height


def framed(page: PageOfFile, straight: Sequence[Any]) -> Frame:
    """The page's frame: what its boxes say; where they say no more than the medium, what crop marks tell."""
    turned, unit = _turned(page), _unit(page)
    media = page.media
    for name in ("/TrimBox", "/ArtBox"):
        box = page._usable(name)
        if box is not None and not _same(box, media):
            return Frame(box, turned, unit, "trim box", _bleed(page, box, unit))
    marked = _by_marks(straight, media)
    if marked is not None:
        return Frame(marked, turned, unit, "crop marks", _bleed(page, marked, unit))
    trim = page._usable("/TrimBox")
    if trim is not None:
        return Frame(trim, turned, unit, "trim box", 0.0)
    crop = page._usable("/CropBox")
    if crop is not None and not _same(crop, media):
        return Frame(crop, turned, unit, "crop box", 0.0)
    return Frame(media, turned, unit, "media box", 0.0)


def upright(frame: Frame, glyphs: Sequence[Sequence[float]]) -> Frame:
    """The frame turned so that most type runs to the right: some programs lay pages on their side to save paper, and
    whoever looks at the file turns his head. glyphs: places, then how far each goes on, in the page's own space."""
    ways = {0: 0, 90: 0, 180: 0, 270: 0}
    for _, _, across, up, *_ in glyphs:
        if abs(across) > 10 * abs(up):
            ways[0 if across > 0 else 180] += 1
        elif abs(up) > 10 * abs(across):
            ways[90 if up > 0 else 270] += 1
    most = max(ways, key=lambda way: (ways[way], way == frame.turned))
    return replace(frame, turned=most) if ways[most] > _MOSTLY * len(glyphs) else frame


def _same(one: Box, other: Box) -> bool:
    return all(abs(a - b) < 0.5 for a, b in zip(one, other, strict=True))


def _turned(page: PageOfFile) -> int:
    try:
        entry: Any = page.entry
        for _ in range(32):
            if "/Rotate" in entry:
                return int(entry["/Rotate"]) // 90 * 90 % 360
            if "/Parent" not in entry:
                break
            entry = entry["/Parent"]
    except BROKEN:
        pass
    return 0


def _unit(page: PageOfFile) -> float:
    try:
        unit = float(page.entry.get("/UserUnit", 1))
    except BROKEN:
        return 1.0
    return unit if 0.01 <= unit <= 100 else 1.0


def _bleed(page: PageOfFile, trim: Box, unit: float) -> float:
    """What the bleed box has outside the trim, the least of the sides that have any."""
    try:
        box = page.own("/BleedBox")
    except BROKEN:
        return 0.0
    if box is None:
        return 0.0
    sides = (trim[0] - box[0], trim[1] - box[1], box[2] - trim[2], box[3] - trim[3])
    return round(min((side for side in sides if side > 0.1), default=0.0) * unit, 3)


def _by_marks(straight: Sequence[Any], media: Box) -> Box | None:
    """The trim that short lines at its four corners tell: of each edge, the line that two of them lie on."""
    upright: list[tuple[float, float, float]] = []
    level: list[tuple[float, float, float]] = []
    for points, _width, _ink, _dash, _clip in straight:
        if not all(media[0] <= x <= media[2] and media[1] <= y <= media[3] for x, y in points):
            continue  # nobody sees it
        (x0, y0), (x1, y1) = points[0], points[len(points) // 2] if len(points) > 2 else points[-1]
        across, down = abs(x1 - x0), abs(y1 - y0)
        if across < 1.5 and _MARK[0] <= down <= _MARK[1]:
            upright.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        elif down < 1.5 and _MARK[0] <= across <= _MARK[1]:
            level.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    if len(upright) < 4 or len(level) < 4:
        return None
    sides = _pair(upright, media[1], media[3])
    ends = _pair(level, media[0], media[2])
    if sides is None or ends is None:
        return None
    box = sides[0], ends[0], sides[1], ends[1]
    # The marks of a true trim stand outside it.
    beyond = all(high <= box[1] or low >= box[3] for at, low, high in upright if _near(at, sides))
    aside = all(high <= box[0] or low >= box[2] for at, low, high in level if _near(at, ends))
    return box if beyond and aside else None


def _near(at: float, pair: tuple[float, float]) -> bool:
    return any(abs(at - each) <= _SAME for each in pair)


def _pair(marks: list[tuple[float, float, float]], low: float, high: float) -> tuple[float, float] | None:
    """The two outermost places that marks near both ends of the medium share; None where there are no two."""
    both = []
    for at, _, end in marks:
        if end > low + _OFF_TRIM * 1.5:
            continue
        partners = [other for other, begin, _ in marks if begin >= high - _OFF_TRIM * 1.5 and abs(other - at) <= _SAME]
        if partners:
            both.append((at + partners[0]) / 2)
    if len(both) < 2:
        return None
    first, last = min(both), max(both)
    # Bleed marks stand further out on the same side: the inner of two near ones is the trim's.
    lows = [at for at in both if at - first < 20]
    highs = [at for at in both if last - at < 20]
    return (max(lows), min(highs)) if min(highs) - max(lows) > 72 else None


def parted(sheet: Sheet) -> tuple[Sheet, ...]:
    """The two pages of a spread; the sheet itself where it is one page.

    A spread is broader than high, and nothing but a head or a picture crosses the white at its fold.
    """
    width = sheet.size.width
    if width < 1.05 * sheet.size.height or len(sheet.glyphs) < 100:
        return (sheet,)
    middle = width / 2
    inner = [glyph for glyph in sheet.glyphs if abs(glyph.x + glyph.advance / 2 - middle) < _FOLD / 2]
    if len(inner) > _CROSSING * len(sheet.glyphs):
        return (sheet,)
    return tuple(_half(sheet, index, middle) for index in (0, 1))


def _half(sheet: Sheet, index: int, middle: float) -> Sheet:
    left, right = index * middle, (index + 1) * middle

    def here(box: Rect) -> bool:
        return left <= box.x + box.width / 2 <= right

    def moved(box: Rect) -> Rect:
        return Rect(box.x - left, box.y, box.width, box.height)

    glyphs: tuple[Glyph, ...] = tuple(
        replace(glyph, x=glyph.x - left) for glyph in sheet.glyphs if left <= glyph.x + glyph.advance / 2 <= right
    )
    return replace(
        sheet,
        size=Size(middle, sheet.size.height),
        glyphs=glyphs,
        strokes=tuple(replace(each, box=moved(each.box)) for each in sheet.strokes if here(each.box)),
        panels=tuple(replace(each, box=moved(each.box)) for each in sheet.panels if here(each.box)),
        pictures=tuple(moved(box) for box in sheet.pictures if here(box)),
        half=index + 1,
    )
