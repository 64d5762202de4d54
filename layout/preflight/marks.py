"""Everything a page draws, as a list: text, fills, strokes, pictures, shadings, each with its place,
colour and overprint.

Forms, patterns and Type 3 glyphs are followed to where they are drawn. Pictures and graphics states that the marks use
stand beside them, once each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from layout.pdffile import pikepdf
from layout.preflight.colours import Space, resolved, space
from layout.preflight.fonts import Font, differences
from layout.preflight.graphics import (
    FILLS,
    IDENTITY,
    NESTED,
    OPERATORS,
    SHOWS,
    STROKES,
    Box,
    Graphics,
    Matrix,
    Paint,
    State,
    apply,
    matrix_of,
    meet,
    shown,
    span,
    times,
)

_MOST_STEPS = 20_000_000
_CLOSING = {"q": "Q", "BT": "ET", "BMC": "EMC", "BDC": "EMC", "BX": "EX"}


@dataclass(slots=True)
class Mark:
    """Something drawn. kind: text, fill, stroke, image, stencil, shading. box: in the page's points, inside its clip.

    size: of type, points; width: of a line, points; thing: name of the object. image: of pictures, its dictionary; ppi:
    their effective resolution, the lower of both directions. hidden: in a layer that is not shown. shape: of pictures
    and type, how wide they are drawn for their height, 1 = as they are; below 0 = mirrored.
    """

    kind: str
    box: Box
    space: Space | None = None
    colour: tuple[float, ...] = ()
    pattern: Any = None
    overprint: bool = False
    opm: int = 0
    size: float = 0.0
    width: float = 0.0
    thing: str = ""
    image: Any = None
    ppi: float = 0.0
    glyphs: int = 0
    hidden: bool = False
    shape: float = 1.0


@dataclass(slots=True)
class FontUse:
    """A font and the codes drawn with it. box: of the first text in it."""

    font: Font
    box: Box
    codes: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Marks:
    """What a page draws. stumbles: operators that are unknown or broken, with why. unclosed: the operators that would
    have closed what a content stream leaves open."""

    marks: list[Mark] = field(default_factory=list)
    fonts: dict[object, FontUse] = field(default_factory=dict)
    states: dict[object, tuple[str, Any]] = field(default_factory=dict)
    forms: dict[object, tuple[str, Any]] = field(default_factory=dict)
    spaces: dict[tuple[int, str], tuple[Space, Box, str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    stumbles: list[tuple[str, str]] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    def text(self) -> Iterator[Mark]:
        return (mark for mark in self.marks if mark.kind == "text")

    def images(self) -> Iterator[Mark]:
        return (mark for mark in self.marks if mark.kind in ("image", "stencil"))


def collect(page: Any, unseen: frozenset[tuple[int, int]] = frozenset()) -> Marks:
    """The marks of a page. unseen: layers that are not shown.
    A content stream that cannot be read is told in `stumbles`."""
    found = Marks()
    state = State()
    try:
        Collector(page.resources, state, found, {}, unseen).run(page.obj if not hasattr(page, "Contents") else page)
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, AttributeError, KeyError, RecursionError) as error:
        found.stumbles.append(("Contents", str(error)))
    return found


def key_of(entry: Any) -> object:
    """What an object is known by: its number, or for one written where it is used, what it says."""
    return entry.objgen if entry.is_indirect else entry.unparse()


class Collector(Graphics):
    """Walks a page's content and keeps its marks. What wants more of a mark than `Mark` keeps is a subclass, told by
    `shown_glyphs` and `shown_path`."""

    most_steps = _MOST_STEPS

    def __init__(
        self,
        resources: Any,
        state: State,
        found: Marks,
        shared: dict[object, Any],
        unseen: frozenset[tuple[int, int]],
        depth: int = 0,
        form: str = "",
        hidden: bool = False,
    ) -> None:
        super().__init__(resources, state, unseen)
        self._content = [hidden]
        self.found = found
        self.shared = shared
        self.depth = depth
        self.form = form

    def run(self, stream: Any) -> None:
        steps = pikepdf.parse_content_stream(stream)
        self.shared["steps"] = self.shared.get("steps", 0) + len(steps)
        if self.shared["steps"] > self.most_steps:
            raise ValueError("too many operators")
        opened: dict[str, int] = dict.fromkeys(_CLOSING.values(), 0)
        for step in steps:
            operator = str(step.operator)
            operands = step.operands
            if operator in _CLOSING:
                opened[_CLOSING[operator]] += 1
            elif operator in opened:
                opened[operator] -= 1
                if opened[operator] < 0:
                    opened[operator] = 0
                    self.stumble(operator, "it closes what was never opened")
            if operator in SHOWS:
                self.step(operator, operands)
                self._guarded(self._show, operator, operands)
                continue
            if operator not in OPERATORS:
                self.found.unknown.append(operator)
                continue
            self.step(operator, operands)
            if operator in FILLS or operator in STROKES:
                self._guarded(self._path, operator, operands)
                self.finish()
            elif operator == "n":
                self.finish()
            elif operator == "Do":
                self._guarded(self._draw, operator, operands)
            elif operator == "sh":
                self._guarded(self._shade, operator, operands)
            elif operator == "INLINE IMAGE":
                self._guarded(self._inline, operator, operands)
            elif operator == "gs":
                self._guarded(self._note_state, operator, operands)
        self.found.unclosed += [operator for operator, count in opened.items() if count]

    def stumble(self, operator: str, why: str) -> None:
        if len(self.found.stumbles) < 100:
            self.found.stumbles.append((operator, why))

    def _guarded(self, method: Any, operator: str, operands: Any) -> None:
        try:
            method(operator, operands)
        except (
            TypeError,
            ValueError,
            IndexError,
            KeyError,
            AttributeError,
            ArithmeticError,
            pikepdf.PdfError,
        ) as error:
            self.stumble(operator, str(error))

    def space_of(self, entry: Any, spaces: Any) -> Space:
        known: dict[object, Space] = self.shared.setdefault("spaces", {})
        if entry._type_name == "name":
            target = resolved(entry, spaces)
            key = str(entry) if target is None else key_of(target)
        else:
            key = key_of(entry)
        if key not in known:
            known[key] = space(entry, spaces)
        return known[key]

    def _mark(self, kind: str, box: Box, paint: Paint, **more: Any) -> None:
        seen = meet(box, self.state.clip) if self.state.clip else box
        if seen is None:
            return
        self._note_space(paint.space, seen, more.get("thing", ""))
        self.found.marks.append(
            Mark(
                kind,
                seen,
                paint.space,
                paint.colour,
                paint.pattern,
                paint.overprint,
                self.state.opm,
                hidden=self.hidden,
                **more,
            )
        )
        if paint.pattern is not None:
            self._pattern(paint.pattern, seen)

    def _note_space(self, made: Space, box: Box, thing: str) -> None:
        for each in made.family():
            self.found.spaces.setdefault((id(each), thing), (each, box, thing))

    def shown_glyphs(self, font: Font, codes: list[int], places: list[tuple[float, float]], matrix: Matrix) -> None:
        """Told of each string that is drawn. places: of each code, how far along the line it begins and its own
        width, in the units of `matrix`, which puts the line on the page."""

    def shown_path(self, operator: str) -> None:
        """Told of each path as it is painted, while `points` has it."""

    # What is drawn

    def _path(self, operator: str, operands: Any) -> None:
        if not self.points:
            return
        self.shown_path(operator)
        box = span(self.points)
        if operator in FILLS:
            self._mark("fill", box, self.state.fill, thing=self.form)
        if operator in STROKES:
            a, b, c, d, _, _ = self.state.matrix
            width = self.state.width * abs(a * d - b * c) ** 0.5
            half = width / 2
            edge = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
            self._mark("stroke", edge, self.state.stroke, width=width, thing=self.form)

    def _show(self, operator: str, operands: Any) -> None:
        state = self.state
        if state.font is None:
            raise ValueError("text without a font")
        use = self._font_use(state.font)
        parts = list(operands[0]) if operator == "TJ" else [operands[-1]]
        start, glyphs = self.text, 0
        advance, drawn, places = 0.0, list[int](), list[tuple[float, float]]()
        down = use.font.vertical
        scale = 1.0 if down else state.scale  # Th is of level lines alone
        for part in parts:
            if getattr(part, "_type_name", "") == "string":
                for code in use.font.codes(bytes(part)):
                    drawn.append(code)
                    glyphs += 1
                    spaces = state.spacing + (state.word if code == 32 and not use.font.composite else 0)
                    own = (-use.font.down(code) if down else use.font.width(code)) * use.font.em * state.size
                    places.append((advance, own * scale))
                    advance += (own + spaces) * scale
            else:
                advance -= float(part) / 1000 * state.size * scale
        self.text = times((1.0, 0.0, 0.0, 1.0, *((0.0, advance) if down else (advance, 0.0))), self.text)
        matrix = times(start, state.matrix)
        # A vertical line is centred on where it is shown (DW2); a level one stands on its baseline.
        low, high = (-0.5, 0.5) if down else (-0.12, 0.88)
        off = sorted((state.rise + low * state.size, state.rise + high * state.size))
        along = sorted((0.0, advance))
        box = shown(matrix, (off[0], along[0], off[1], along[1]) if down else (along[0], off[0], along[1], off[1]))
        if not glyphs or state.render in (3, 7):
            return
        self.shown_glyphs(use.font, drawn, places, matrix)
        use.codes.update(drawn)
        if use.box == (0, 0, 0, 0):
            use.box = box
        size = abs(state.size) * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
        paint = state.stroke if state.render in (1, 5) else state.fill
        turn = (matrix[0] * matrix[3] - matrix[1] * matrix[2]) * state.scale
        shape = -1.0 if turn < 0 and use.font.kind != "Type3" else 1.0  # Type 3 glyphs may be drawn mirrored themselves
        self._mark("text", box, paint, size=size, thing=use.font.name, glyphs=glyphs, shape=shape)
        if use.font.kind == "Type3":
            self._glyphs(use.font, drawn, times((state.size * state.scale, 0, 0, state.size, 0, state.rise), matrix))

    def _font_use(self, entry: Any) -> FontUse:
        key = key_of(entry)
        if key not in self.found.fonts:
            self.found.fonts[key] = FontUse(Font(entry), (0, 0, 0, 0))
        return self.found.fonts[key]

    def _glyphs(self, font: Font, codes: list[int], matrix: Any) -> None:
        """What Type 3 glyphs draw, once each: their colours count, their places are the text's."""
        names = differences(font.entry)
        for code in dict.fromkeys(codes):
            outline = font.entry["/CharProcs"].get("/" + names.get(code, ""))
            if outline is not None and self._remember(key_of(outline)):
                inner = self.state.copied()
                inner.matrix = times(matrix_of(font.entry.get("/FontMatrix")), matrix)
                self._inside(outline, font.entry.get("/Resources"), inner, font.name)

    def _draw(self, operator: str, operands: Any) -> None:
        entry = self.resource("/XObject", operands[0])
        if entry is None:
            raise ValueError(f"no object {operands[0]}")
        name = str(operands[0])[1:]
        kind = str(entry.get("/Subtype", ""))
        if kind == "/Image":
            self._content.append(self.is_unseen(entry.get("/OC")))
            try:
                self._image(entry, name)
            finally:
                self._content.pop()
        elif kind == "/Form":
            self.found.forms.setdefault(key_of(entry), (name, entry))
            inner = self.state.copied()
            inner.matrix = times(matrix_of(entry.get("/Matrix")), inner.matrix)
            if "/BBox" in entry:
                edge = shown(inner.matrix, tuple(float(each) for each in entry["/BBox"]))  # type: ignore[arg-type]
                inner.clip = (meet(edge, inner.clip) or (*edge[:2], *edge[:2])) if inner.clip else edge
            self._inside(entry, entry.get("/Resources"), inner, name)
        else:
            raise ValueError(f"an object that is neither picture nor form: {kind}")

    def _inside(self, stream: Any, resources: Any, state: State, name: str) -> None:
        if self.depth >= NESTED:
            raise ValueError("forms inside forms without end")
        key = ("open", key_of(stream))
        if key in self.shared:
            raise ValueError(f"{name} draws itself")
        self.shared[key] = True
        try:
            own = self.resources if resources is None else resources
            hidden = self.hidden or self.is_unseen(stream.get("/OC"))
            type(self)(own, state, self.found, self.shared, self.unseen, self.depth + 1, name, hidden).run(stream)
        finally:
            del self.shared[key]

    def _remember(self, key: object) -> bool:
        done: set[object] = self.shared.setdefault("done", set())
        fresh = key not in done
        done.add(key)
        return fresh

    def _image(self, entry: Any, name: str) -> None:
        matrix = self.state.matrix
        box = span([apply(matrix, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))])
        width, height = int(entry["/Width"]), int(entry["/Height"])
        across, down = (matrix[0] ** 2 + matrix[1] ** 2) ** 0.5, (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
        ppi = min(width * 72 / across if across else 1e9, height * 72 / down if down else 1e9)
        # Turned over from top to bottom is no fault: rows may be stored from the bottom.
        mirrored = matrix[0] < 0 and matrix[0] * matrix[3] < matrix[1] * matrix[2]
        shape = across * height / (down * width) * (-1 if mirrored else 1) if down and width else 1.0
        if bool(entry.get("/ImageMask", False)):
            self._mark("stencil", box, self.state.fill, thing=name, image=entry, ppi=ppi, shape=shape)
            return
        paint = Paint(overprint=self.state.fill.overprint)
        if "/ColorSpace" in entry:
            spaces = self.resources.get("/ColorSpace") if self.resources is not None else None
            paint.space = self.space_of(entry["/ColorSpace"], spaces)
            paint.colour = ()
            self._mark("image", box, paint, thing=name, image=entry, ppi=ppi, shape=shape)
            return
        seen = meet(box, self.state.clip) if self.state.clip else box  # JPEG 2000 carries its own colours
        if seen is not None:
            self.found.marks.append(
                Mark("image", seen, thing=name, image=entry, ppi=ppi, hidden=self.hidden, shape=shape)
            )

    def _inline(self, operator: str, operands: Any) -> None:
        self._image(expanded(operands[0]), "inline")

    def _shade(self, operator: str, operands: Any) -> None:
        entry = self.resource("/Shading", operands[0])
        if entry is None:
            raise ValueError(f"no shading {operands[0]}")
        self._shading(entry, self.state.clip or (-1e5, -1e5, 1e5, 1e5), str(operands[0])[1:])

    def _shading(self, entry: Any, box: Box, name: str) -> None:
        spaces = self.resources.get("/ColorSpace") if self.resources is not None else None
        made = self.space_of(entry["/ColorSpace"], spaces)
        self._note_space(made, box, name)
        self.found.marks.append(
            Mark("shading", box, made, overprint=self.state.fill.overprint, thing=name, hidden=self.hidden)
        )

    def _pattern(self, entry: Any, box: Box) -> None:
        if int(entry.get("/PatternType", 1)) == 2:
            self._shading(entry["/Shading"], box, "pattern")
        elif self._remember(key_of(entry)):
            inner = State(matrix=matrix_of(entry.get("/Matrix")), clip=box)
            if int(entry.get("/PaintType", 1)) == 2 and self.state.fill.space.base:
                inner.fill = Paint(self.state.fill.space.base, self.state.fill.colour)
                inner.stroke = Paint(self.state.fill.space.base, self.state.fill.colour)
            self._inside(entry, entry.get("/Resources"), inner, "pattern")

    def _note_state(self, operator: str, operands: Any) -> None:
        entry = self.resource("/ExtGState", operands[0])
        self.found.states.setdefault(key_of(entry), (str(operands[0])[1:], entry))
        mask = entry.get("/SMask")
        if mask is not None and mask._type_name == "dictionary" and "/G" in mask:
            group = mask["/G"]
            self.found.forms.setdefault(key_of(group), ("soft mask", group))
            if self._remember(("mask", key_of(group))):
                inner = State(matrix=times(matrix_of(group.get("/Matrix")), self.state.matrix))
                hidden = Marks(
                    fonts=self.found.fonts, states=self.found.states, forms=self.found.forms, spaces=self.found.spaces
                )
                type(self)(
                    group.get("/Resources"), inner, hidden, self.shared, self.unseen, self.depth + 1, "soft mask"
                ).run(group)
                self.found.marks += [mark for mark in hidden.marks if mark.kind == "image"]


_INLINE_KEYS = {
    "/BPC": "/BitsPerComponent",
    "/CS": "/ColorSpace",
    "/D": "/Decode",
    "/DP": "/DecodeParms",
    "/F": "/Filter",
    "/H": "/Height",
    "/IM": "/ImageMask",
    "/I": "/Interpolate",
    "/W": "/Width",
}


def expanded(inline: Any) -> Any:
    """An inline image's dictionary with the names written out (ISO 32000-1 §8.9.7)."""
    return pikepdf.Dictionary({_INLINE_KEYS.get(key, key): entry for key, entry in inline.obj.items()})


__all__ = ["IDENTITY", "Collector", "FontUse", "Mark", "Marks", "collect", "key_of"]
