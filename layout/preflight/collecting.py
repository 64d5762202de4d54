"""A page's content walked, and everything it draws kept as marks.

Forms, patterns and Type 3 glyphs are followed to where they are drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from layout.pdffile import pikepdf
from layout.preflight.appearances import appearance_matrix, appearances
from layout.preflight.cells import Cell, distinct
from layout.preflight.colours import Space, default_spaces, resolved, space
from layout.preflight.fonts import Font, differences
from layout.preflight.graphics import (
    FILLS,
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
    around,
    is_upright,
    matrix_of,
    meet,
    shown,
    span,
    times,
    undone,
)
from layout.preflight.marks import FontUse, Mark, Marks, TooMuch
from layout.preflight.objects import expanded, key_of
from layout.preflight.strings import string
from layout.preflight.tiling import Tiling

MOST_STEPS = 1_000_000
"""Operators of a page, as often as they are drawn; the fullest broadsheet page has some 60,000."""
_MOST_MARKS = 500_000  # of a page
_ENTERING = 8  # operators that it costs to begin a form
_LEAST_TYPE = 0.5  # points: type that is smaller is no more than a speck
_FEW = 8  # different codes of a string that are kept
_MOST_KEPT = 400_000  # operators of forms that are kept read, for the next time they are drawn
_CLOSING = {"q": "Q", "BT": "ET", "BMC": "EMC", "BDC": "EMC", "BX": "EX"}


def collect(page: Any, unseen: frozenset[tuple[int, int]] = frozenset(), annotations: Sequence[Any] = ()) -> Marks:
    """The marks of a page and of its annotations' appearances. unseen: layers that are not shown.
    A content stream that cannot be read is told in `stumbles`."""
    found = Marks()
    shared: dict[object, Any] = {}
    try:
        x0, y0, x1, y1 = (float(each) for each in page.mediabox)
        shared["page"] = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        walker = Collector(page.resources, State(), found, shared, unseen)
        walker.run(page.obj if not hasattr(page, "Contents") else page)
    except _STUMBLES as error:
        found.stumbles.append(("Contents", str(error) or type(error).__name__))
        found.whole = not isinstance(error, TooMuch)
    for entry in annotations:
        try:
            _appearances(entry, page, found, shared, unseen)
        except _STUMBLES as error:
            found.stumbles.append(("Annots", str(error) or type(error).__name__))
            found.whole = found.whole and not isinstance(error, TooMuch)
    found.cost = shared.get("cost", 0)
    return found


_STUMBLES = (
    *(TypeError, ValueError, IndexError, KeyError, AttributeError, ArithmeticError),
    *(pikepdf.PdfError, RuntimeError, RecursionError),
)


def _appearances(
    entry: Any, page: Any, found: Marks, shared: dict[object, Any], unseen: frozenset[tuple[int, int]]
) -> None:
    """What an annotation may look like, normal, under the mouse and pressed, in every state; hidden where it is not
    what the printer shows (ISO 32000-1 §12.5.3, §12.5.5)."""
    name = str(entry.get("/Subtype", "/Annot"))[1:]
    for form, prints in appearances(entry):
        matrix = appearance_matrix(entry, form)
        if matrix is None:
            continue
        walker = Collector(page.resources, State(matrix=matrix), found, shared, unseen, 0, name, not prints)
        walker._content.append(walker.is_unseen(entry.get("/OC")))
        walker.form_drawn(form, name)


class _Opened:
    """What a content stream has opened and not closed."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = dict.fromkeys(_CLOSING.values(), 0)

    def follow(self, operator: str) -> bool:
        """Whether an operator does not close what was never opened."""
        if operator in _CLOSING:
            self._counts[_CLOSING[operator]] += 1
        elif operator in self._counts:
            if not self._counts[operator]:
                return False
            self._counts[operator] -= 1
        return True

    def unclosed(self) -> list[str]:
        """The operators that would close it."""
        return [operator for operator, count in self._counts.items() if count]


class Collector(Graphics):
    """Walks a page's content and keeps its marks. What wants more of a mark than `Mark` keeps is a subclass, told by
    `shown_glyphs` and `shown_path`."""

    most_steps = MOST_STEPS

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
        self._text_clip: Box | None = None
        self._through: list[tuple[int, int, Mark]] = []

    def run(self, stream: Any) -> None:
        opened = _Opened()
        for operator, operands in self._read(stream):
            if not opened.follow(operator):
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
            elif operator == "d1":
                self.colourless = True
            elif operator == "Q" and self._through:
                self._settle(len(self._stack))
            elif operator == "ET" and self._text_clip is not None:
                clip, box = self.state.clip, self._text_clip
                self.state.clip = (meet(box, clip) or (*box[:2], *box[:2])) if clip else box
                self.state.ragged, self._text_clip = True, None
        self._settle(-1)
        self.found.unclosed += opened.unclosed()

    def _read(self, stream: Any) -> Iterable[tuple[str, Any]]:
        """Operators with their operands; a form that is drawn again is not read again."""
        known: dict[object, list[tuple[str, Any]]] = self.shared.setdefault("read", {})
        key = key_of(stream) if isinstance(stream, pikepdf.Object) and stream.is_indirect else None
        if key in known:
            self._spend(len(known[key]) + _ENTERING)
            return known[key]
        steps = pikepdf.parse_content_stream(stream)
        self._spend(len(steps) + _ENTERING)
        pairs = ((str(step.operator), step.operands) for step in steps)
        if key is None or len(steps) + self.shared.get("kept", 0) > _MOST_KEPT:
            return pairs
        self.shared["kept"] = self.shared.get("kept", 0) + len(steps)
        known[key] = list(pairs)
        return known[key]

    def _spend(self, steps: int) -> None:
        self.shared["steps"] = self.shared.get("steps", 0) + steps
        self.shared["cost"] = self.shared.get("cost", 0) + steps
        if self.shared["steps"] > self.most_steps:
            raise TooMuch("too many operators")

    def _keep(self, mark: Mark) -> None:
        if len(self.found.marks) >= _MOST_MARKS:
            raise TooMuch("too many operators: more objects than are looked at")
        self.found.marks.append(mark)

    def stumble(self, operator: str, why: str) -> None:
        if len(self.found.stumbles) < 100:
            self.found.stumbles.append((operator, why))

    def _guarded(self, method: Any, operator: str, operands: Any) -> None:
        try:
            method(operator, operands)
        except TooMuch:
            raise
        except (*_STUMBLES[:6], pikepdf.PdfError) as error:
            self.stumble(operator, str(error))

    def space_of(self, entry: Any, spaces: Any) -> Space:
        known: dict[object, Space] = self.shared.setdefault("spaces", {})
        if entry._type_name == "name":
            target = resolved(entry, spaces)
            key = str(entry) if target is None else key_of(target)
        else:
            key = key_of(entry)
        if default_spaces(spaces):
            key = (key, key_of(spaces))
        if key not in known:
            known[key] = space(entry, spaces)
        return known[key]

    def _mark(self, kind: str, box: Box, paint: Paint, **more: Any) -> None:
        seen = meet(box, self.state.clip) if self.state.clip else box
        if seen is None:
            return
        self._note_space(paint.space, seen, more.get("thing", ""))
        self._keep(
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
            self._pattern(paint, seen)

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
            covers = self._covers(self.state.fill) and is_upright(self.points)
            self._mark("fill", box, self.state.fill, thing=self.form, covers=covers)
        if operator in STROKES:
            a, b, c, d, _, _ = self.state.matrix
            width = self.state.width * abs(a * d - b * c) ** 0.5
            half = width / 2
            edge = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
            self._mark("stroke", edge, self.state.stroke, width=width, thing=self.form)

    def _covers(self, paint: Paint) -> bool:
        """Whether a paint leaves nothing to be seen of what lies under it."""
        state = self.state
        plain = paint.alpha >= 1 and not (state.blended or state.masked or state.ragged)
        return plain and not paint.overprint and paint.pattern is None and not self.hidden

    def _show(self, operator: str, operands: Any) -> None:
        state = self.state
        if state.font is None:
            raise ValueError("text without a font")
        use = self._font_use(state.font)
        line = string(use.font, list(operands[0]) if operator == "TJ" else [operands[-1]], state)
        matrix = times(self.text, state.matrix)
        self.text = line.after(self.text)
        drawn, places, glyphs = line.codes, line.places, len(line.codes)
        box = line.box(matrix, state)
        if not glyphs:
            return
        size = abs(state.size) * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
        unseen = self._why_unseen(use.font, box, size, matrix)
        codes = tuple(dict.fromkeys(drawn))[:_FEW]
        if unseen and not self.hidden:
            mark = Mark("text", box, size=size, thing=use.font.name, glyphs=glyphs, font=use.font, codes=codes)
            self._note_unseen(replace(mark, unseen=unseen))
        if state.render >= 4:
            self._text_clip = box if self._text_clip is None else around(self._text_clip, box)
        if state.render in (3, 7):
            return
        self.shown_glyphs(use.font, drawn, places, matrix)
        use.codes.update(drawn)
        if use.box == (0, 0, 0, 0):
            use.box = box
        paint = state.stroke if state.render in (1, 5) else state.fill
        turn = (matrix[0] * matrix[3] - matrix[1] * matrix[2]) * state.scale
        shape = -1.0 if turn < 0 and use.font.kind != "Type3" else 1.0  # Type 3 glyphs may be drawn mirrored themselves
        of = {"thing": use.font.name, "font": use.font, "glyphs": glyphs, "codes": codes}
        self._mark("text", box, paint, size=size, shape=shape, **of)
        if use.font.kind == "Type3":
            self._glyphs(use.font, drawn, places, matrix)

    def _why_unseen(self, font: Font, box: Box, size: float, matrix: Matrix) -> str:
        """Why text shows nothing wherever it stands; "" = it may show."""
        state = self.state
        across = abs(state.size * state.scale) * (matrix[0] ** 2 + matrix[1] ** 2) ** 0.5
        if min(size, across) < (1e-6 if font.kind == "Type3" else _LEAST_TYPE):  # whose em may be any number of units
            return "size"
        if state.render in (3, 7):
            return "mode"
        if state.clip is not None and meet(box, state.clip) is None:
            return "clipped"
        return "" if meet(box, self.shared.get("page", box)) is not None else "outside"

    def _note_unseen(self, mark: Mark) -> None:
        if len(self.found.unseen) >= _MOST_MARKS:
            return
        self.found.unseen.append(mark)
        if self.state.render == 7 and mark.unseen == "mode":
            self._through.append((len(self._stack), len(self.found.marks), mark))

    def _settle(self, depth: int) -> None:
        """Text that is a clip is seen by what is drawn through it before the clip ends."""
        while self._through and self._through[-1][0] > depth:
            _, before, mark = self._through.pop()
            if len(self.found.marks) > before:
                self.found.unseen.remove(mark)

    def _font_use(self, entry: Any) -> FontUse:
        key = key_of(entry)
        if key not in self.found.fonts:
            self.found.fonts[key] = FontUse(Font(entry), (0, 0, 0, 0))
        return self.found.fonts[key]

    def _glyphs(self, font: Font, codes: list[int], places: list[tuple[float, float]], line: Matrix) -> None:
        """What Type 3 glyphs draw in colours of their own, where they stand; of one in the text's colour, once.
        line: puts the glyphs' own text space, not yet moved along, on the page."""
        state = self.state
        names = differences(font.entry)
        ends: dict[int, tuple[float, float]] = {}
        for code, (along, _) in zip(codes, places, strict=True):
            ends[code] = (ends.get(code, (along, along))[0], along)
        em = times(
            matrix_of(font.entry.get("/FontMatrix")), (state.size * state.scale, 0, 0, state.size, 0, state.rise)
        )
        for code, (first, last) in ends.items():
            outline = font.entry["/CharProcs"].get("/" + names.get(code, ""))
            if outline is None:
                continue
            at = times(em, times((1.0, 0.0, 0.0, 1.0, first, 0.0), line))
            inner = state.copied()
            inner.matrix = at
            resources = font.entry.get("/Resources")
            cell = self._cell(("glyph", key_of(outline), self.hidden), outline, resources, inner, font.name)
            if cell.colourless and not self._remember(("glyph", key_of(outline))):
                continue
            back = undone(cell.matrix)
            if back is None:
                continue
            end = times(em, times((1.0, 0.0, 0.0, 1.0, last, 0.0), line))

            def placed(box: Box, back: Matrix = back, at: Matrix = at, end: Matrix = end) -> Box | None:
                own = shown(back, box)
                box = around(shown(at, own), shown(end, own))
                return meet(box, state.clip) if state.clip else box

            self._place(cell, placed)

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
            self.form_drawn(entry, name)
        else:
            raise ValueError(f"an object that is neither picture nor form: {kind}")

    def form_drawn(self, entry: Any, name: str) -> None:
        """Follow a form as it is drawn here."""
        self.found.forms.setdefault(key_of(entry), (name, entry))
        self._inside(entry, entry.get("/Resources"), self._begun(entry), name)

    def _begun(self, entry: Any) -> State:
        """The state a form begins with."""
        inner = self.state.copied()
        inner.matrix = times(matrix_of(entry.get("/Matrix")), inner.matrix)
        if "/BBox" in entry:
            edge = shown(inner.matrix, tuple(float(each) for each in entry["/BBox"]))  # type: ignore[arg-type]
            inner.clip = (meet(edge, inner.clip) or (*edge[:2], *edge[:2])) if inner.clip else edge
            a, b, c, d, _, _ = inner.matrix
            inner.ragged = inner.ragged or min(abs(a) + abs(d), abs(b) + abs(c)) > 1e-6
        return inner

    def _inside(
        self,
        stream: Any,
        resources: Any,
        state: State,
        name: str,
        found: Marks | None = None,
        colourless: bool = False,
    ) -> bool:
        """Walk a stream inside this one. found: where its marks go. Whether it could set no colours."""
        if self.depth >= NESTED:
            raise ValueError("forms inside forms without end")
        key = ("open", key_of(stream))
        if key in self.shared:
            raise ValueError(f"{name} draws itself")
        self.shared[key] = True
        try:
            own = self.resources if resources is None else resources
            hidden = self.hidden or self.is_unseen(stream.get("/OC"))
            found = self.found if found is None else found
            inner = type(self)(own, state, found, self.shared, self.unseen, self.depth + 1, name, hidden)
            inner.colourless = colourless or self.colourless
            inner.run(stream)
            return inner.colourless
        finally:
            del self.shared[key]

    def _cell(
        self, key: object, stream: Any, resources: Any, state: State, name: str, colourless: bool = False
    ) -> Cell:
        """What a glyph or a pattern's cell draws, walked once."""
        cells: dict[object, Cell] = self.shared.setdefault("cells", {})
        if key not in cells:
            apart, before = self.found.apart(), self.shared.get("cost", 0)
            matrix = state.matrix
            colourless = self._inside(stream, resources, state, name, apart, colourless)
            cost = self.shared["cost"] - before
            cells[key] = Cell(matrix, distinct(apart.marks), apart.spaces, colourless, cost)
        else:
            self.shared["cost"] += cells[key].cost
        return cells[key]

    def _place(self, cell: Cell, placed: Callable[[Box], Box | None]) -> None:
        """Take over what a cell draws, where it falls. placed: the box on the page of one in the cell, None where it
        is not to be seen."""
        self._spend(len(cell.marks) + len(cell.spaces))
        for mark in cell.marks:
            box = placed(mark.box)
            if box is not None:
                self._keep(replace(mark, box=box, covers=False))
        for key, (made, box, thing) in cell.spaces.items():
            seen = placed(box)
            if seen is not None:
                self.found.spaces.setdefault(key, (made, seen, thing))

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
        if self.state.clip is None or meet(box, self.state.clip) is not None:
            self._companions(entry, name, box)
        if bool(entry.get("/ImageMask", False)):
            self._mark("stencil", box, self.state.fill, thing=name, image=entry, ppi=ppi, shape=shape)
            return
        paint = Paint(overprint=self.state.fill.overprint)
        if "/ColorSpace" in entry:
            spaces = self.resources.get("/ColorSpace") if self.resources is not None else None
            paint.space = self.space_of(entry["/ColorSpace"], spaces)
            paint.colour = ()
            turned = min(abs(matrix[0]) + abs(matrix[3]), abs(matrix[1]) + abs(matrix[2])) > 1e-6
            clear = any(key in entry for key in ("/SMask", "/Mask", "/SMaskInData")) or turned
            covers = not clear and self._covers(self.state.fill)
            self._mark("image", box, paint, thing=name, image=entry, ppi=ppi, shape=shape, covers=covers)
            return
        seen = meet(box, self.state.clip) if self.state.clip else box  # JPEG 2000 carries its own colours
        if seen is not None:
            hidden = self.hidden
            self._keep(Mark("image", seen, thing=name, image=entry, ppi=ppi, hidden=hidden, shape=shape))

    def _companions(self, entry: Any, name: str, box: Box) -> None:
        """The pictures that belong to a picture: its masks, and others that may be shown instead (§8.9.5.4)."""
        for key in ("/SMask", "/Mask"):
            mask = entry.get(key)
            if getattr(mask, "_type_name", "") == "stream" and "/ColorSpace" in mask:
                self._note_space(self.space_of(mask["/ColorSpace"], None), box, f"{name} {key[1:]}")
        for other in entry.get("/Alternates", []):
            instead = other.get("/Image")
            if instead is None or "/Alternates" in instead:
                continue
            self._content.append(not bool(other.get("/DefaultForPrinting", False)))
            try:
                self._image(instead, f"{name} Alternates")
            finally:
                self._content.pop()

    def _inline(self, operator: str, operands: Any) -> None:
        self._image(expanded(operands[0]), "inline")

    def _shade(self, operator: str, operands: Any) -> None:
        entry = self.resource("/Shading", operands[0])
        if entry is None:
            raise ValueError(f"no shading {operands[0]}")
        box = self.state.clip or self.shared.get("page", (-1e5, -1e5, 1e5, 1e5))
        if "/BBox" in entry:
            box = meet(box, shown(self.state.matrix, tuple(float(each) for each in entry["/BBox"])))  # type: ignore[arg-type]
        if box is not None:
            self._shading(entry, box, str(operands[0])[1:])

    def _shading(self, entry: Any, box: Box, name: str) -> None:
        spaces = self.resources.get("/ColorSpace") if self.resources is not None else None
        made = self.space_of(entry["/ColorSpace"], spaces)
        self._note_space(made, box, name)
        self._keep(Mark("shading", box, made, overprint=self.state.fill.overprint, thing=name, hidden=self.hidden))

    def _pattern(self, paint: Paint, box: Box) -> None:
        """What a pattern paints in a box: its cell is walked once, and each mark of it stands for all its tiles there
        (ISO 32000-1 §8.7.3)."""
        entry = paint.pattern
        if int(entry.get("/PatternType", 1)) == 2:
            self._shading(entry["/Shading"], box, "pattern")
            return
        tiling = Tiling.of(entry, paint.base)
        seen = tiling.first(meet(box, self.shared.get("page", box)) or box)
        if seen is None:
            return
        colourless = int(entry.get("/PaintType", 1)) == 2
        inner = State(matrix=times((1.0, 0.0, 0.0, 1.0, *seen), tiling.matrix))
        inner.clip = shown(inner.matrix, tiling.cell)
        key: object = (key_of(entry), tiling.matrix, self.hidden)
        if colourless and paint.space.base:
            inner.fill = Paint(paint.space.base, paint.colour)
            inner.stroke = Paint(paint.space.base, paint.colour)
            key = (key, id(paint.space.base), paint.colour)
        cell = self._cell(key, entry, entry.get("/Resources"), inner, "pattern", colourless)
        self._place(cell, lambda mark: tiling.reach(mark, box))

    def _note_state(self, operator: str, operands: Any) -> None:
        entry = self.resource("/ExtGState", operands[0])
        self.found.states.setdefault(key_of(entry), (str(operands[0])[1:], entry))
        mask = entry.get("/SMask")
        if mask is not None and mask._type_name == "dictionary" and "/G" in mask:
            group = mask["/G"]
            self.found.forms.setdefault(key_of(group), ("soft mask", group))
            if self._remember(("mask", key_of(group))):
                begun = self._begun(group)
                inner = State(matrix=begun.matrix, clip=begun.clip)
                masked = replace(self.found, marks=[], unseen=[])  # what a mask draws is no ink
                self._inside(group, group.get("/Resources"), inner, "soft mask", masked)
                for mark in masked.images():
                    self._keep(mark)


__all__ = ["Collector", "collect"]
