"""The graphics state as a content stream moves it (ISO 32000-1 §8.4, §9.3): one step an operator, nothing drawn.

What watches the drawing (the collector of marks, the maker of plates) is a subclass; it asks the state before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from layout.preflight.colours import CMYK, GRAY, RGB, Space, space

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FLAT = 1e-18
_STRAIGHT = 0.01  # points by which a corner may be out of true
_DEEPEST_RULE = 16
NESTED = 24
"""Deepest form in a form that is followed."""

_PATH = ("m", "l", "c", "v", "y", "h", "re")
FILLS = ("f", "F", "f*", "B", "B*", "b", "b*")
STROKES = ("S", "s", "B", "B*", "b", "b*")
COLOURS = frozenset(["g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"])
SHOWS = ("Tj", "TJ", "'", '"')
# ISO 32000-1 Annex A: every operator there is.
_OTHERS = (
    "n W W* q Q cm w J j M d ri i gs",
    "BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* d0",
    "d1 CS cs SC SCN sc scn G g RG rg K k sh",
    "BI ID EI Do MP DP BMC BDC EMC BX EX",
)
OPERATORS = frozenset((*_PATH, *FILLS, *STROKES, *SHOWS, *" ".join(_OTHERS).split(), "INLINE IMAGE"))


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first` and after it `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def span(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def shown(matrix: Matrix, box: Box) -> Box:
    """The box round a box that the matrix has turned."""
    left, bottom, right, top = box
    return span([apply(matrix, x, y) for x, y in ((left, bottom), (right, bottom), (left, top), (right, top))])


def meet(one: Box, other: Box) -> Box | None:
    box = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    return box if box[0] <= box[2] and box[1] <= box[3] else None


def around(one: Box, other: Box) -> Box:
    """The box round two."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def is_upright(points: Sequence[tuple[float, float]]) -> bool:
    """Whether the points of a path are the corners of one upright rectangle."""
    left, bottom, right, top = span(points)
    corners = {(x > (left + right) / 2, y > (bottom + top) / 2) for x, y in points}
    near = all(min(x - left, right - x) <= _STRAIGHT and min(y - bottom, top - y) <= _STRAIGHT for x, y in points)
    return len(points) in (4, 5) and len(corners) == 4 and near


def undone(matrix: Matrix) -> Matrix | None:
    """The matrix that takes back what another does; None for one that flattens everything."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if abs(area) < _FLAT:
        return None
    return d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area


def matrix_of(entry: Any) -> Matrix:
    numbers = [float(each) for each in entry] if entry is not None else []
    return tuple(numbers) if len(numbers) == 6 else IDENTITY  # type: ignore[return-value]


@dataclass(slots=True)
class Paint:
    """Colour of fills or of strokes. pattern: its object where the space is Pattern, None for a colour; base: of the
    content stream that named it, which the pattern's own matrix stands on (ISO 32000-1 §8.7.3.1). alpha: 1 = opaque."""

    space: Space = GRAY
    colour: tuple[float, ...] = (0.0,)
    pattern: Any = None
    overprint: bool = False
    base: Matrix = IDENTITY
    alpha: float = 1.0


@dataclass(slots=True)
class State:
    """blended, masked: whether a blend mode or a soft mask is set, so that what lies under a paint may show. ragged:
    whether the clip is no upright rectangle, so that its box is more than it lets through."""

    matrix: Matrix = IDENTITY
    clip: Box | None = None
    fill: Paint = field(default_factory=Paint)
    stroke: Paint = field(default_factory=Paint)
    opm: int = 0
    ragged: bool = False
    blended: bool = False
    masked: bool = False
    width: float = 1.0
    dash: tuple[float, ...] = ()
    font: Any = None
    size: float = 0.0
    spacing: float = 0.0
    word: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    render: int = 0
    rise: float = 0.0

    def copied(self) -> State:
        other: State = _copied(self, _STATE_FIELDS)
        other.fill, other.stroke = _copied(self.fill, _PAINT_FIELDS), _copied(self.stroke, _PAINT_FIELDS)
        return other


_STATE_FIELDS = tuple(each.name for each in fields(State))
_PAINT_FIELDS = tuple(each.name for each in fields(Paint))


def _copied(made: Any, names: tuple[str, ...]) -> Any:
    """copy.copy, four times as fast: one `q` in five operators is no rarity."""
    other = object.__new__(type(made))
    for name in names:
        setattr(other, name, getattr(made, name))
    return other


def hidden_layers(root: Any) -> frozenset[tuple[int, int]]:
    """Numbers of the layers that the file's own arrangement does not show (ISO 32000-1 §8.11.4.3)."""
    layers = root.get("/OCProperties")
    plan = layers.get("/D") if layers is not None else None
    if plan is None:
        return frozenset()
    off = {each.objgen for each in plan.get("/OFF", [])}
    if str(plan.get("/BaseState", "/ON")) == "/OFF":
        off |= {each.objgen for each in layers.get("/OCGs", [])} - {each.objgen for each in plan.get("/ON", [])}
    return frozenset(off)


class Graphics:
    """Steps through the operators of one content stream with its resources.

    unseen: layers that are not shown; hidden: whether what is drawn now lies in one. base: where the stream itself
    stands. colourless: whether it may set no colours (a glyph that begins with d1, an uncoloured pattern). points: of
    the path under construction, in the page's user space. Unknown operators and broken operands raise nothing:
    they are told to `stumble`.
    """

    def __init__(self, resources: Any, state: State, unseen: frozenset[tuple[int, int]] = frozenset()) -> None:
        self.resources = resources
        self.state = state
        self.unseen = unseen
        self.base = state.matrix
        self.colourless = False
        self._content = [False]
        self.points: list[tuple[float, float]] = []
        self.pieces = 0
        self._stack: list[State] = []
        self._clipping = False
        self.current = (0.0, 0.0)
        self.text: Matrix = IDENTITY
        self.line: Matrix = IDENTITY

    def resource(self, kind: str, name: Any) -> Any:
        """An object of the resources; None when it is not there."""
        table = self.resources.get(kind) if self.resources is not None else None
        return None if table is None else table.get(str(name))

    @property
    def hidden(self) -> bool:
        return True in self._content

    def is_unseen(self, layer: Any) -> bool:
        """Whether a layer, or a membership of layers, is not shown (§8.11.2.2)."""
        if layer is None:
            return False
        if str(layer.get("/Type", "")) != "/OCMD":
            return layer.objgen in self.unseen
        if "/VE" in layer:
            return not self._holds(layer["/VE"])
        parts = layer.get("/OCGs")
        parts = [] if parts is None else list(parts) if parts._type_name == "array" else [parts]
        on = [each.objgen not in self.unseen for each in parts if each is not None]
        if not on:
            return False
        policy = str(layer.get("/P", "/AnyOn"))
        shown = {"/AllOn": all(on), "/AnyOff": not all(on), "/AllOff": not any(on)}.get(policy, any(on))
        return not shown

    def _holds(self, rule: Any, depth: int = 0) -> bool:
        """A visibility expression (§8.11.2.2): whether it says shown."""
        if rule._type_name != "array":
            return rule.objgen not in self.unseen
        if depth > _DEEPEST_RULE:
            return True
        word, parts = str(rule[0]), [self._holds(each, depth + 1) for each in list(rule)[1:]]
        return {"/Not": not all(parts), "/Or": any(parts)}.get(word, all(parts))

    def stumble(self, operator: str, why: str) -> None:
        """Told of operators that are unknown or whose operands are wrong."""

    def step(self, operator: str, operands: Any) -> None:
        """Move the state. The path of a painting operator is still there when the subclass looks;
        `finish` clears it."""
        handler = _HANDLERS.get(operator)
        if handler is not None and not (self.colourless and operator in COLOURS):
            try:
                handler(self, operands)
            except (TypeError, ValueError, IndexError, KeyError, AttributeError, ArithmeticError) as error:
                self.stumble(operator, str(error))

    def finish(self) -> None:
        """The path has been painted or dropped."""
        if self._clipping and self.points:
            box = span(self.points)
            clip = self.state.clip
            self.state.ragged = self.state.ragged or not is_upright(self.points)
            self.state.clip = (meet(box, clip) or (*box[:2], *box[:2])) if clip else box
        self._clipping = False
        self.points.clear()
        self.pieces = 0

    # Operators

    def _begin_content(self, operands: Any) -> None:
        layered = self.unseen and len(operands) > 1 and str(operands[0]) == "/OC"
        self._content.append(bool(layered) and self.is_unseen(self.resource("/Properties", operands[1])))

    def _end_content(self, operands: Any) -> None:
        if len(self._content) > 1:
            self._content.pop()

    def _save(self, operands: Any) -> None:
        if len(self._stack) < 512:
            self._stack.append(self.state.copied())

    def _restore(self, operands: Any) -> None:
        if self._stack:
            self.state = self._stack.pop()

    def _concat(self, operands: Any) -> None:
        self.state.matrix = times(_six(operands), self.state.matrix)

    def _ext(self, operands: Any) -> None:
        entry = self.resource("/ExtGState", operands[0])
        if entry is None:
            raise ValueError(f"no graphics state {operands[0]}")
        state = self.state
        if "/OP" in entry:
            state.stroke.overprint = bool(entry["/OP"])
            if "/op" not in entry:
                state.fill.overprint = bool(entry["/OP"])
        if "/op" in entry:
            state.fill.overprint = bool(entry["/op"])
        if "/OPM" in entry:
            state.opm = int(entry["/OPM"])
        if "/LW" in entry:
            state.width = float(entry["/LW"])
        if "/ca" in entry:
            state.fill.alpha = float(entry["/ca"])
        if "/CA" in entry:
            state.stroke.alpha = float(entry["/CA"])
        if "/BM" in entry:
            state.blended = str(entry["/BM"]) not in ("/Normal", "/Compatible")
        if "/SMask" in entry:
            state.masked = str(entry["/SMask"]) != "/None"
        if "/Font" in entry:
            state.font, state.size = entry["/Font"][0], float(entry["/Font"][1])

    def _width(self, operands: Any) -> None:
        self.state.width = float(operands[0])

    def _dash(self, operands: Any) -> None:
        self.state.dash = tuple(float(each) for each in operands[0])

    def _point(self, x: float, y: float) -> None:
        self.current = (x, y)
        self.points.append(apply(self.state.matrix, x, y))

    def _move(self, operands: Any) -> None:
        self._point(float(operands[0]), float(operands[1]))

    def _lineto(self, operands: Any) -> None:
        self.pieces += 1
        self._point(float(operands[0]), float(operands[1]))

    def _curve(self, operands: Any) -> None:
        self.pieces += 1
        numbers = [float(each) for each in operands]
        for at in range(0, len(numbers) - 1, 2):
            self._point(numbers[at], numbers[at + 1])

    def _rectangle(self, operands: Any) -> None:
        self.pieces += 4
        x, y, width, height = (float(each) for each in operands)
        for corner in ((x, y), (x + width, y), (x + width, y + height), (x, y + height)):
            self.points.append(apply(self.state.matrix, *corner))
        self.current = (x, y)

    def _clip(self, operands: Any) -> None:
        self._clipping = True

    def _paint(self, operator: str) -> Paint:
        return self.state.stroke if operator.isupper() else self.state.fill

    def _device(self, made: Space, operator: str, operands: Any) -> None:
        paint = self._paint(operator)
        defaults = self.resources.get("/ColorSpace") if self.resources is not None else None
        paint.space = made if defaults is None else self.space_of(_name_of(made), defaults)
        paint.colour = tuple(float(each) for each in operands)
        paint.pattern = None
        if len(paint.colour) != made.count:
            raise ValueError(f"{len(paint.colour)} components")

    def _set_space(self, operator: str, operands: Any) -> None:
        paint = self._paint(operator)
        spaces = self.resources.get("/ColorSpace") if self.resources is not None else None
        paint.space = self.space_of(operands[0], spaces)
        paint.colour, paint.pattern = paint.space.first, None

    def space_of(self, entry: Any, spaces: Any) -> Space:
        return space(entry, spaces)

    def _set_colour(self, operator: str, operands: Any) -> None:
        paint = self._paint(operator)
        given = list(operands)
        paint.pattern = None
        if given and getattr(given[-1], "_type_name", "") == "name":
            paint.pattern = self.resource("/Pattern", given.pop())
            if paint.pattern is None:
                raise ValueError("no such pattern")
            paint.base = self.base
        paint.colour = tuple(float(each) for each in given)

    def _begin_text(self, operands: Any) -> None:
        self.text = self.line = IDENTITY

    def _font(self, operands: Any) -> None:
        self.state.size = float(operands[1])
        self.state.font = self.resource("/Font", operands[0])
        if self.state.font is None:
            raise ValueError(f"no font {operands[0]}")

    def _text_number(self, name: str, factor: float, operands: Any) -> None:
        setattr(self.state, name, float(operands[0]) * factor)

    def _render(self, operands: Any) -> None:
        self.state.render = int(operands[0])

    def _next(self, operands: Any) -> None:
        self.text = self.line = times((1.0, 0.0, 0.0, 1.0, float(operands[0]), float(operands[1])), self.line)

    def _next_leading(self, operands: Any) -> None:
        self.state.leading = -float(operands[1])
        self._next(operands)

    def _text_matrix(self, operands: Any) -> None:
        self.text = self.line = _six(operands)

    def _newline(self, operands: Any = ()) -> None:
        self._next((0.0, -self.state.leading))

    def _quote(self, operands: Any) -> None:
        if len(operands) == 3:
            self.state.word, self.state.spacing = float(operands[0]), float(operands[1])
        self._newline()


def _six(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(each) for each in operands)
    return a, b, c, d, e, f


def _name_of(made: Space) -> Any:
    from layout.pdffile import pikepdf

    return pikepdf.Name({"gray": "/DeviceGray", "rgb": "/DeviceRGB", "cmyk": "/DeviceCMYK"}[made.kind])


_Handler = Callable[[Graphics, Any], None]


def _device(made: Space, operator: str) -> _Handler:
    return lambda graphics, operands: graphics._device(made, operator, operands)


def _colour(operator: str) -> _Handler:
    return lambda graphics, operands: graphics._set_colour(operator, operands)


def _number(name: str, factor: float = 1.0) -> _Handler:
    return lambda graphics, operands: graphics._text_number(name, factor, operands)


_HANDLERS: dict[str, _Handler] = {
    "BMC": Graphics._begin_content,
    "BDC": Graphics._begin_content,
    "EMC": Graphics._end_content,
    "q": Graphics._save,
    "Q": Graphics._restore,
    "cm": Graphics._concat,
    "gs": Graphics._ext,
    "w": Graphics._width,
    "d": Graphics._dash,
    "m": Graphics._move,
    "l": Graphics._lineto,
    "c": Graphics._curve,
    "v": Graphics._curve,
    "y": Graphics._curve,
    "re": Graphics._rectangle,
    "W": Graphics._clip,
    "W*": Graphics._clip,
    **{name: _device(GRAY, name) for name in ("g", "G")},
    **{name: _device(RGB, name) for name in ("rg", "RG")},
    **{name: _device(CMYK, name) for name in ("k", "K")},
    "cs": lambda graphics, operands: graphics._set_space("cs", operands),
    "CS": lambda graphics, operands: graphics._set_space("CS", operands),
    **{name: _colour(name) for name in ("sc", "scn", "SC", "SCN")},
    "BT": Graphics._begin_text,
    "Tf": Graphics._font,
    "Tc": _number("spacing"),
    "Tw": _number("word"),
    "Tz": _number("scale", 0.01),
    "TL": _number("leading"),
    "Ts": _number("rise"),
    "Tr": Graphics._render,
    "Td": Graphics._next,
    "TD": Graphics._next_leading,
    "Tm": Graphics._text_matrix,
    "T*": Graphics._newline,
    "'": Graphics._quote,
    '"': Graphics._quote,
}
