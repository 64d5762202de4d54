"""A PDF's pages as sheets of glyphs, lines and areas, trimmed and upright. The content is walked by preflight's
collector, which follows forms, clips and layers; what a glyph means is asked of PDFium, which knows every encoding,
by its place."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from layout.display import Ink
from layout.learning.sheets import Frame, framed, upright
from layout.learning.values import FaceSeen, Glyph, Panel, Sheet, Stroke
from layout.pdf.raster import origins
from layout.pdffile import Damaged, open_pdf
from layout.preflight.collecting import Collector
from layout.preflight.colours import Space
from layout.preflight.document import BROKEN
from layout.preflight.document import Sheet as PageOfFile
from layout.preflight.fonts import Font
from layout.preflight.graphics import FILLS, STROKES, Matrix, Paint, State, apply, hidden_layers
from layout.preflight.marks import Marks
from layout.units import Rect

MOST_PAGES = 48
"""Pages of a file that are measured: an issue or two say all there is of a style."""
MOST_GLYPHS = 60_000
"""Of a page; a full broadsheet page has some 15,000."""
MOST_IN_ALL = 600_000
"""Glyphs of a file, after which no further page is looked at."""
_MOST_LINES, _MOST_PANELS, _MOST_PICTURES = 4000, 600, 400  # of a page, the largest: no page of a paper has a tenth
MOST_PATHS = 100_000
_MOST_STEPS = 3_000_000  # operators of a page
THIN = 6.0
"""Points: a filled area no thicker is a line, as many programs draw them."""
_STRAIGHT = 0.05  # points by which an end of a line may be out of true
_KNOTS = ("draws itself", "without end", "too many operators")  # of what the collector stumbles over
_SERIF, _SCRIPT = 2, 8  # bits of a font's flags (ISO 32000-1 table 123)


def trace(data: bytes, name: str) -> tuple[tuple[Sheet, ...], int]:
    """The sheets of a file, and how many pages it has in all. Raises Damaged."""
    pdf = open_pdf(data)
    try:
        unseen = hidden_layers(pdf.Root)
        pages = list(pdf.pages[:MOST_PAGES])
        count = len(pdf.pages)
    except BROKEN as error:
        raise Damaged(str(error) or type(error).__name__) from None
    opened = [PageOfFile(page, number, unseen) for number, page in enumerate(pages, 1)]
    traced: list[_Traced] = []
    for page in opened:
        if sum(len(tracer.glyphs) for tracer in traced) > MOST_IN_ALL:
            break
        traced.append(_traced(page))
    opened = opened[: len(traced)]
    knotted = frozenset(index for index, tracer in enumerate(traced) if tracer.is_knotted)
    texts = origins(data, len(opened), MOST_GLYPHS, knotted)
    texts += [{}] * (len(opened) - len(texts))
    sheets = (_sheet(page, name, tracer, known) for page, tracer, known in zip(opened, traced, texts, strict=True))
    return tuple(sheets), count


def _sheet(opened: PageOfFile, name: str, tracer: _Traced, texts: dict[tuple[int, int], str]) -> Sheet:
    frame = upright(framed(opened, tracer.straight), tracer.glyphs)
    inside = frame.inside
    glyphs, unnamed, turned = [], 0, 0
    for x, y, advance_x, advance_y, up_x, up_y, face, ink in tracer.glyphs:
        at_x, at_y = frame.place(x, y)
        if not inside(at_x, at_y):
            continue
        across_x, across_y = frame.turn(advance_x, advance_y)
        rise_x, rise_y = frame.turn(up_x, up_y)
        size = (rise_x**2 + rise_y**2) ** 0.5
        if across_x <= 0 or abs(across_y) > 0.02 * abs(across_x) or rise_y >= 0 or size < 1:
            turned += 1
            continue
        text = _text_at(texts, x, y)
        unnamed += not text
        glyphs.append(Glyph(text, at_x, at_y, across_x, size, face, ink))
    return Sheet(
        name,
        opened.number,
        frame.size,
        frame.trim_by,
        frame.bleed,
        tuple(_true_sizes(glyphs, tracer.faces)),
        tuple(tracer.faces),
        tuple(tracer.inks),
        tuple(_lines(tracer, frame)),
        tuple(_panels(tracer, frame)),
        tuple(box for box in map(frame.rect, tracer.pictures) if frame.touches(box))[:_MOST_PICTURES],
        0,
        turned,
        tracer.vertical,
        unnamed,
        tracer.curved,
        tracer.rgb,
        tuple(dict.fromkeys(f"{operator}: {why}"[:120] for operator, why in tracer.found.stumbles)),
    )


def _text_at(texts: dict[tuple[int, int], str], x: float, y: float) -> str:
    """What PDFium says stands there: its places and ours are the same to some hundredths of a point."""
    column, row = round(x * 4), round(y * 4)
    for near_x in (column, column - 1, column + 1):
        for near_y in (row, row - 1, row + 1):
            found = texts.get((near_x, near_y))
            if found is not None:
                return found
    return ""


def _true_sizes(glyphs: list[Glyph], faces: list[FaceSeen]) -> list[Glyph]:
    """A Type 3 font says nothing of its em: a hanzi's width is one."""
    odd = {index for index, face in enumerate(faces) if face.kind == "Type3"}
    if not odd:
        return glyphs
    from layout.value import replace

    ratios: dict[int, list[float]] = {}
    for glyph in glyphs:
        if glyph.face in odd and (not glyph.text or glyph.text >= "\u2e80"):
            ratios.setdefault(glyph.face, []).append(glyph.advance / glyph.size)
    middle = {face: sorted(found)[len(found) // 2] for face, found in ratios.items()}
    return [replace(glyph, size=glyph.size * middle[glyph.face]) if glyph.face in middle else glyph for glyph in glyphs]


class _Tracer(Collector):
    """Keeps glyphs and straight paths in the page's own space."""

    most_steps = _MOST_STEPS

    @property
    def book(self) -> _Traced:
        book: _Traced = self.shared["traced"]
        return book

    def step(self, operator: str, operands: Any) -> None:
        if operator in ("m", "re"):
            self._starts().append(len(self.points))
        elif operator in ("c", "v", "y"):
            self.shared["curve"] = True
        super().step(operator, operands)
        if operator == "re":
            self._starts().append(-len(self.points))  # closed

    def finish(self) -> None:
        super().finish()
        self._starts().clear()
        self.shared["curve"] = False

    def _starts(self) -> list[int]:
        starts: list[int] = self.shared.setdefault("starts", [])
        return starts

    def shown_glyphs(self, font: Font, codes: list[int], places: list[tuple[float, float]], matrix: Matrix) -> None:
        book, state = self.book, self.state
        if self.hidden or len(book.glyphs) >= MOST_GLYPHS:
            return
        if font.composite and str(font.entry.get("/Encoding", "")).endswith("-V"):
            book.vertical += len(codes)
            return
        face = book.face(font)
        ink = book.ink(state.stroke if state.render in (1, 5) else state.fill)
        a, b, c, d, _, _ = matrix
        em = state.size * (1000 * font.em if font.kind == "Type3" else 1.0)
        clip = state.clip
        for at, width in places:
            x, y = apply(matrix, at, state.rise)
            if clip is None or (clip[0] - 1 <= x <= clip[2] + 1 and clip[1] - 1 <= y <= clip[3] + 1):
                book.glyphs.append((x, y, a * width, b * width, c * em, d * em, face, ink))

    def shown_path(self, operator: str) -> None:
        book, state = self.book, self.state
        if self.hidden or book.paths >= MOST_PATHS:
            return
        book.paths += 1
        if self.shared.get("curve"):
            book.curved += operator in FILLS
            return
        a, b, c, d, _, _ = state.matrix
        scale = abs(a * d - b * c) ** 0.5
        dash = tuple(round(each * scale, 3) for each in state.dash)
        for points in self._pieces():
            if operator in FILLS:
                book.straight.append((points, 0.0, book.ink(state.fill), (), state.clip))
            if operator in STROKES and state.width * scale > 0:
                closed = points if operator in ("S", "B", "B*") else (*points, points[0])
                book.straight.append((closed, state.width * scale, book.ink(state.stroke), dash, state.clip))

    def _pieces(self) -> list[tuple[tuple[float, float], ...]]:
        """The subpaths; a rectangle comes back to where it began."""
        marks = self._starts()
        closed = {-at for at in marks if at < 0}
        bounds = [*sorted({at for at in marks if at >= 0} | {0}), len(self.points)]
        found = []
        for first, last in itertools.pairwise(bounds):
            if last - first >= 2:
                points = tuple(self.points[first:last])
                found.append((*points, points[0]) if last in closed and last - first == 4 else points)
        return found

    def _image(self, entry: Any, name: str) -> None:
        super()._image(entry, name)
        mark = self.found.marks[-1] if self.found.marks else None
        if mark is not None and mark.kind == "image" and not mark.hidden and len(self.book.pictures) < MOST_PATHS:
            self.book.pictures.append(mark.box)


_Straight = tuple[tuple[tuple[float, float], ...], float, int, tuple[float, ...], Any]


class _Traced:
    """What the tracer of a page and those of its forms keep together."""

    def __init__(self) -> None:
        self.glyphs: list[tuple[float, float, float, float, float, float, int, int]] = []
        self.straight: list[_Straight] = []
        self.pictures: list[Any] = []
        self.faces: list[FaceSeen] = []
        self.inks: list[Ink] = []
        self.vertical = self.curved = self.paths = 0
        self.rgb = False
        self.found = Marks()
        self._face_of: dict[int, int] = {}
        self._kept: list[Font] = []
        self._ink_of: dict[object, int] = {}
        self._index: dict[Ink, int] = {}

    @property
    def is_knotted(self) -> bool:
        """Whether forms draw themselves or each other without end: PDFium would follow them for hours."""
        return any(word in why for _, why in self.found.stumbles for word in _KNOTS)

    def face(self, font: Font) -> int:
        if id(font) not in self._face_of:
            seen = _seen(font)
            if seen not in self.faces:
                self.faces.append(seen)
            self._face_of[id(font)] = self.faces.index(seen)
            self._kept.append(font)
        return self._face_of[id(font)]

    def ink(self, paint: Paint) -> int:
        key = id(paint.space), paint.colour, paint.pattern is not None
        if key not in self._ink_of:
            ink = Ink(0, 0, 0, 0) if paint.pattern is not None else self._made(paint.space, paint.colour)
            if ink not in self._index:
                self._index[ink] = len(self.inks)
                self.inks.append(ink)
            self._ink_of[key] = self._index[ink]
        return self._ink_of[key]

    def _made(self, space: Space, colour: tuple[float, ...]) -> Ink:
        try:
            if space.kind in ("rgb", "lab"):
                self.rgb = True
            if space.kind == "separation" and space.names and space.names[0] not in ("All", "None", *_PLATES):
                parts = space.alternate((1.0,), _as_ink)
                return _mixed(parts, space.names[0], round(colour[0], 4))
            parts = space.inks(colour, _as_ink)
            return _mixed(parts)
        except (*BROKEN, TypeError):
            return Ink(0, 0, 0, 1)


_PLATES = ("Cyan", "Magenta", "Yellow", "Black")


def _mixed(parts: Mapping[str, float], spot: str = "", tint: float = 1.0) -> Ink:
    cyan, magenta, yellow, black = (round(parts.get(plate, 0.0), 4) for plate in _PLATES)
    return Ink(cyan, magenta, yellow, black, spot, tint)


def _as_ink(colour: tuple[float, ...], kind: str, profile: bytes) -> tuple[float, ...]:
    """A screen's colour as ink, all gray in the black plate: near enough to name a tint by, and told of (NP993)."""
    if kind == "lab":
        return 0.0, 0.0, 0.0, min(max(1 - colour[0] / 100, 0.0), 1.0)
    red, green, blue = (min(max(part, 0.0), 1.0) for part in colour[:3])
    black = 1 - max(red, green, blue)
    if black >= 1:
        return 0.0, 0.0, 0.0, 1.0
    return (*((1 - part - black) / (1 - black) for part in (red, green, blue)), black)


def _seen(font: Font) -> FaceSeen:
    name = font.name.partition("+")[2] if font.name[6:7] == "+" else font.name
    try:
        descriptor = font.descriptor
        if descriptor is None:
            return FaceSeen(name, kind=font.kind)
        flags = int(descriptor.get("/Flags", 0))
        return FaceSeen(
            name,
            float(descriptor.get("/StemV", 0)),
            float(descriptor.get("/FontWeight", 0)),
            bool(flags & _SERIF),
            bool(flags & _SCRIPT),
            font.kind,
        )
    except BROKEN:
        return FaceSeen(name, kind=font.kind)


def _traced(page: PageOfFile) -> _Traced:
    book = _Traced()
    try:
        _Tracer(page.resources, State(), book.found, {"traced": book}, page.unseen).run(page.page)
    except (*BROKEN, RuntimeError) as error:
        book.found.stumbles.append(("Contents", str(error) or type(error).__name__))
    return book


def _lines(tracer: _Traced, frame: Frame) -> list[Stroke]:
    """Straight lines along the page: strokes, and areas as thin as one."""
    found = []
    for points, width, ink, dash, clip in tracer.straight:
        for box in _clipped(points, width, clip, frame):
            thin, long = min(box.width, box.height), max(box.width, box.height)
            if width and len(points) == 2 and thin <= _STRAIGHT:
                found.append(Stroke(box, width * frame.unit, ink, tuple(part * frame.unit for part in dash)))
            elif not width and 0 < thin <= THIN and long > 2 * thin:
                middle = (
                    Rect(box.x + box.width / 2, box.y, 0.0, box.height)
                    if box.height > box.width
                    else Rect(box.x, box.y + box.height / 2, box.width, 0.0)
                )
                found.append(Stroke(middle, thin, ink))
    seen = [stroke for stroke in found if frame.touches(stroke.box)]
    if len(seen) > _MOST_LINES:
        seen = sorted(seen, key=lambda stroke: -stroke.length)[:_MOST_LINES]
    return seen


def _panels(tracer: _Traced, frame: Frame) -> list[Panel]:
    found: list[Panel] = []
    for points, width, ink, dash, clip in tracer.straight:
        if len(points) < 4:
            continue
        for box in _clipped(points, width, clip, frame):
            if min(box.width, box.height) > THIN and _rectangular(points) and frame.touches(box):
                lengths = tuple(part * frame.unit for part in dash)
                found += [Panel(box, ink, width * frame.unit, lengths)]
    if len(found) > _MOST_PANELS:
        found = sorted(found, key=lambda panel: -panel.box.width * panel.box.height)[:_MOST_PANELS]
    return found


def _rectangular(points: tuple[tuple[float, float], ...]) -> bool:
    """Whether every side runs along the page."""
    sides = itertools.pairwise(points)
    return all(abs(x1 - x0) < _STRAIGHT or abs(y1 - y0) < _STRAIGHT for (x0, y0), (x1, y1) in sides)


def _clipped(points: tuple[tuple[float, float], ...], width: float, clip: Any, frame: Frame) -> list[Rect]:
    """The path's box as far as it is to be seen; [] = not at all. A line's own thickness is left out of it."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
    if clip is not None:
        room = width
        left, right = max(left, clip[0] - room), min(right, clip[2] + room)
        bottom, top = max(bottom, clip[1] - room), min(top, clip[3] + room)
        if left > right or bottom > top:
            return []
    return [frame.rect((left, bottom, right, top))]
