"""Display items → the operators of a page's content. Only here is y turned over.

Text is written as one TJ array of glyph codes a run, with Tc for the run's commonest gap and numbers only where a glyph
would stand more than a hair off its place. Ink of black alone overprints; every other ink, and paper white above all,
knocks out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from layout.display import Fill, Frame, GlyphRun, Image, Ink, Path, Rule
from layout.pdf.fontembed import EmbeddedFont, Glyph
from layout.pdf.gaps import FINE, UP, array, show, with_gaps
from layout.pdf.objects import number
from layout.scripts import joins
from layout.units import Rect, Size
from layout.value import replace, value

_ALL = Rect(0, 0, 1, 1)
_SAME_HEIGHT = 0.55  # em: within half an em PDFium takes runs for one line

STATES = b"/Over<</Type/ExtGState/OP true/op true/OPM 1>>/Knock<</Type/ExtGState/OP false/op false/OPM 1>>"
"""ExtGState resources of every page: Over = black overprints, Knock = ink replaces what is under it."""


@value
class Pictured:
    """A picture of the document. reference: to it; whole: it is not cropped yet."""

    reference: bytes
    whole: bool = False


@value
class Cut:
    """A face as the document has it. advances: em, by the display list's glyph ids; drops: in vertical lines,
    upward."""

    font: EmbeddedFont
    advances: dict[int, float]
    drops: dict[int, float]


@dataclass(slots=True)
class Content:
    """The operators of one page, as lines of Latin-1. What the graphics state is, is remembered,
    so that nothing is said twice.

    trim: of the page; margin: from the edge of the medium to the trim, points. cuts: by face. spots: by name, in the
    order of the resources S1, S2 …
    """

    trim: Size
    margin: float
    cuts: Mapping[str, Cut]
    lines: list[str] = field(default_factory=list)
    spots: dict[str, Ink] = field(default_factory=dict)
    _state: dict[str, str] = field(default_factory=dict)
    _in_text: bool = False
    _matrix: str = ""
    _text_ink: Ink | None = None
    _font: tuple[object, ...] = ()
    _at: tuple[int, int] = (0, 0)  # where the last run of this text object begins, in thousandths of a point
    _spacing: float | None = None
    _em: float = 0.0
    _scale: float = 1.0

    def begin(self, tag: str) -> None:
        """Open marked content; tag: operands and operator, e.g. `/P <</MCID 3>> BDC`."""
        self._end_text()
        self.lines.append(tag)

    def end(self) -> None:
        """Close marked content."""
        self._end_text()
        self.lines.append("EMC")

    def run(self, run: GlyphRun, after: GlyphRun | None = None) -> None:
        """after: the run that will be shown next."""
        if not run.glyphs:
            return
        cut = self.cuts[run.face]
        if joins(run.texts[0][:1]):
            run = _from_the_left(run)
        if run.ink is not self._text_ink:
            self._ink(run.ink, "k", _is_over(run.ink))
            self._text_ink = run.ink
        if run.turn:
            self._turned(run, cut, _parting(run, after))
            return
        self._begin_text("")
        self._select(cut.font.name, run.size, run.scale)
        shown = self._spaced(run, cut, cut.advances)
        self._move(self.margin + run.x + run.xs[0], self._y(run.baseline - run.rise))
        self.lines += shown

    def _spaced(self, run: GlyphRun, cut: Cut, advances: dict[int, float], parted: int = 0) -> list[str]:
        """The operators that show a run, its Tc said. parted: the glyph from which on it has an operator of its own,
        0 = none."""
        unspelled = cut.font.unspelled
        plain = not run.lifts and (not unspelled or unspelled.isdisjoint(zip(run.glyphs, run.texts, strict=True)))
        if parted:
            spacing, pieces = with_gaps(run, cut.font.shown, advances, self._em, self._scale)
            shown: list[str] = []
            for start, end in ((0, parted), (parted, len(pieces))):
                shown += _spelled(_part(run, start, end), unspelled, pieces[start:end])
        elif plain:
            spacing, *shown = show(run, cut.font.shown, advances, self._em, self._scale)
        else:
            spacing, pieces = with_gaps(run, cut.font.shown, advances, self._em, self._scale)
            shown = list(_spelled(run, unspelled, pieces))
        if spacing != self._spacing:
            self._spacing = spacing
            self.lines.append(f"{number(spacing)} Tc")
        return shown

    def _begin_text(self, matrix: str) -> None:
        """A text object whose axes are turned by a matrix, "" = as the page's."""
        if self._in_text and matrix != self._matrix:
            self._end_text()
        if not self._in_text:
            self.lines.append("BT")
            if matrix:
                self.lines.append(f"{matrix} 0 0 Tm")
            self._in_text = True
            self._matrix = matrix
            self._at = (0, 0)

    def _select(self, name: str, size: float, scale: float) -> None:
        font = (name, size, scale)
        if font != self._font:
            self._font = font
            self._set("Tf", f"/{name} {number(size)} Tf")
            self._set("Tz", f"{number(scale * 100)} Tz")
            # As they are written, so that what is rounded off does not add up along the line.
            self._scale = round(scale * 100, 3) / 100
            self._em = round(size, 3) * self._scale

    def _move(self, x: float, y: float) -> None:
        # Line by line from one to the next, so that most lines of a column have the same words: a seventh less,
        # deflated.
        fine, before = (_fine(x), _fine(y)), self._at
        self.lines.append(f"{number((fine[0] - before[0]) / FINE)} {number((fine[1] - before[1]) / FINE)} Td")
        self._at = fine

    def _turned(self, run: GlyphRun, cut: Cut, parted: int) -> None:
        """A run of a vertical line: sideways under a turned matrix, or upright in writing mode 1 (§9.7.4.3), where the
        pen goes down, so that places and gaps are negative; there Tz does nothing, and a matrix scales."""
        x, y = self.margin + run.x + run.rise, self._y(run.baseline + run.xs[0])
        if run.turn == "sideways":
            self._begin_text("0 -1 1 0")
            self._select(cut.font.name, run.size, run.scale)
            shown = self._spaced(run, cut, cut.advances, parted)
            self._move(-y, x)
        else:
            assert run.turn == "vertical", run.turn
            scale = round(run.scale, 3)
            self._begin_text(f"1 0 0 {number(scale)}" if scale != 1 else "")
            self._select(cut.font.hung, run.size, 1.0)
            upward = replace(run, xs=tuple([-place / scale for place in run.xs]))
            shown = self._spaced(upward, cut, cut.drops, parted)
            self._move(x, y / scale)
        self.lines += shown

    def rule(self, rule: Rule) -> None:
        self._stroke(rule.thickness, rule.ink, rule.dash, rule.round)
        start = f"{self._x(rule.x0)} {number(self._y(rule.y0))} m"
        self.lines.append(f"{start} {self._x(rule.x1)} {number(self._y(rule.y1))} l S")

    def frame(self, frame: Frame) -> None:
        self._stroke(frame.thickness, frame.ink, frame.dash, False)
        self.lines.append(f"{self._box(frame.rect)} re S")

    def fill(self, fill: Fill) -> None:
        self._end_text()
        # A black panel under reversed type knocks out: overprinted, the colours beneath would show.
        self._ink(fill.ink, "k", False)
        self.lines.append(f"{self._box(fill.rect)} re f")

    def path(self, path: Path) -> None:
        if path.thickness:
            self._stroke(path.thickness, path.ink, (), True)
        else:
            self._end_text()
            self._ink(path.ink, "k", _is_over(path.ink))
        step, curve = (6, "c") if path.curved else (2, "l")
        for part in path.parts:
            points = [f"{self._x(part[at])} {number(self._y(part[at + 1]))}" for at in range(0, len(part), 2)]
            self.lines.append(f"{points[0]} m")
            every = step // 2
            self.lines += [f"{' '.join(points[at : at + every])} {curve}" for at in range(1, len(points), every)]
        self.lines.append("S" if path.thickness else "f")

    def image(self, image: Image, name: str, whole: bool) -> None:
        """name: of the picture's resource; whole: it is not cropped yet."""
        self._end_text()
        self._overprint(False)
        box, clip = image.rect, ""
        if whole and image.crop != _ALL:
            clip, box = f"{self._box(box)} re W n ", _uncropped(box, image.crop)
        elif not whole and image.whole is not None:
            clip, box = f"{self._box(box)} re W n ", printed(image)[1]
        if image.outline:
            clip += f"{' '.join(self._curve(part) for part in image.outline)} W* n "
        at = f"{number(box.width)} 0 0 {number(box.height)} {self._x(box.x)} {number(self._y(box.bottom))} cm"
        self.lines.append(f"q {clip}{at} /{name} Do Q")

    def _curve(self, part: Sequence[float]) -> str:
        """A closed curve of an outline."""
        points = [f"{self._x(part[at])} {number(self._y(part[at + 1]))}" for at in range(0, len(part), 2)]
        curves = " ".join(f"{' '.join(points[at : at + 3])} c" for at in range(1, len(points), 3))
        return f"{points[0]} m {curves} h"

    def close(self) -> bytes:
        """All operators."""
        self._end_text()
        self.lines.append("")
        return "\n".join(self.lines).encode("latin-1")

    def _x(self, x: float) -> str:
        return number(self.margin + x)

    def _y(self, y: float) -> float:
        return self.margin + self.trim.height - y

    def _box(self, rect: Rect) -> str:
        return f"{self._x(rect.x)} {number(self._y(rect.bottom))} {number(rect.width)} {number(rect.height)}"

    def _stroke(self, thickness: float, ink: Ink, dash: Sequence[float], round: bool) -> None:
        self._end_text()
        self._ink(ink, "K", _is_over(ink))
        self._set("w", f"{number(thickness)} w")
        self._set("J", "1 J" if round else "0 J")
        self._set("d", f"[{' '.join(number(length) for length in dash)}] 0 d")

    def _ink(self, ink: Ink, operator: str, over: bool) -> None:
        self._text_ink = None
        self._overprint(over)
        if ink.spot:
            self.spots.setdefault(ink.spot, ink)
            spot = f"S{list(self.spots).index(ink.spot) + 1}"
            space, colour = ("cs", "scn") if operator == "k" else ("CS", "SCN")
            self._set(operator, f"/{spot} {space} {number(ink.tint)} {colour}")
            return
        parts = (ink.cyan, ink.magenta, ink.yellow, ink.black)
        self._set(operator, f"{' '.join(number(part) for part in parts)} {operator}")

    def _overprint(self, over: bool) -> None:
        self._text_ink = None
        self._set("gs", "/Over gs" if over else "/Knock gs")

    def _set(self, name: str, line: str) -> None:
        if self._state.get(name) != line:
            self._state[name] = line
            self.lines.append(line)

    def _end_text(self) -> None:
        if self._in_text:
            self.lines.append("ET")
            self._in_text = False


def printed(image: Image) -> tuple[Rect, Rect]:
    """The part of a picture that goes on the plate, and where that stands: beyond `image.rect` where the picture runs
    on over the facing page."""
    if image.whole is None:
        return image.crop, image.rect
    whole, part = _uncropped(image.rect, image.crop), image.whole
    box = Rect(
        *(whole.x + part.x * whole.width, whole.y + part.y * whole.height),
        *(part.width * whole.width, part.height * whole.height),
    )
    return part, box


def _uncropped(box: Rect, crop: Rect) -> Rect:
    """Where the whole picture stands, that its part `crop` fills the box."""
    width, height = box.width / crop.width, box.height / crop.height
    return Rect(box.x - crop.x * width, box.y - crop.y * height, width, height)


def _is_over(ink: Ink) -> bool:
    """What overprints: full black alone, so that register cannot show white round it (GWG2015 §4.10), but not its
    tints; and what says that it does."""
    return ink.over or (ink.black_only and ink.black == 1)


def _parting(run: GlyphRun, after: GlyphRun | None) -> int:
    """The glyph from which on a turned run has an operator of its own; 0 = it is one glyph.

    PDFium sorts runs that begin at one height from left to right, which would read the lines of a column backwards, and
    the last words of a paragraph after the first of the next. So the end of a run begins where the next run does not.
    """
    starts = [start for start, _ in clusters(run.texts)]
    if len(starts) < 2:
        return 0
    near = _SAME_HEIGHT * max(run.size, after.size) if after else 0.0
    # Two glyphs show which way they run; one is taken to run as most of the page does.
    for at in (starts[-2], starts[-1], starts[-3:][0], starts[1]):
        if at and (after is None or abs(run.baseline + run.xs[at] - _top(after)) > near):
            return at
    return starts[-1]


def _top(run: GlyphRun) -> float:
    """How far down the page its first glyph is shown."""
    return run.baseline + (run.xs[0] if run.turn else -run.rise)


def _spelled(run: GlyphRun, unspelled: frozenset[Glyph], pieces: Sequence[str]) -> Iterator[str]:
    """A run as TJ arrays; what a reader would copy wrongly stands in a Span of its own with its text."""
    plain: list[int] = []
    for start, end in clusters(run.texts):
        if unspelled.isdisjoint(zip(run.glyphs[start:end], run.texts[start:end], strict=True)):
            plain += range(start, end)
            continue
        if plain:
            yield _raised(run, plain, pieces)
            plain = []
        actual = "".join(run.texts[start:end]).encode("utf-16-be").hex().upper()
        yield f"/Span <</ActualText<FEFF{actual}>>> BDC {_raised(run, range(start, end), pieces)} EMC"
    if plain:
        yield _raised(run, plain, pieces)


def _from_the_left(run: GlyphRun) -> GlyphRun:
    """A run of Arabic script with its last cluster first: readers take letters from left to right, then turn them."""
    if len(run.xs) < 2 or run.xs[-1] > run.xs[0]:
        return run
    order = [index for start, end in reversed(list(clusters(run.texts))) for index in range(start, end)]
    return replace(
        run,
        glyphs=tuple([run.glyphs[index] for index in order]),
        xs=tuple([run.xs[index] for index in order]),
        texts=tuple([run.texts[index] for index in order]),
        lifts=tuple([run.lifts[index] for index in order]) if run.lifts else (),
    )


def _raised(run: GlyphRun, row: Sequence[int], pieces: Sequence[str]) -> str:
    """Glyphs of a run as TJ arrays, with Ts before those that stand off it and after them."""
    if not run.lifts:
        return array([pieces[index] for index in row])
    shown = []
    for lift, found in groupby(row, run.lifts.__getitem__):
        part = array([pieces[index] for index in found])
        shown.append(f"{number(lift)} Ts {part} 0 Ts" if lift else part)
    return " ".join(shown)


def _part(run: GlyphRun, start: int, end: int) -> GlyphRun:
    lifts = run.lifts[start:end] if run.lifts else ()
    return replace(run, glyphs=run.glyphs[start:end], xs=run.xs[start:end], texts=run.texts[start:end], lifts=lifts)


def clusters(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each glyph that has text, with those after it that have none."""
    start = 0
    for index in range(1, len(texts) + 1):
        if index == len(texts) or texts[index]:
            yield start, index
            start = index


def _fine(points: float) -> int:
    return int(points * FINE + (UP + 0.5)) - UP
