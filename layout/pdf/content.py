"""Display items → the operators of a page's content. Only here is y turned over.

Text is written as one TJ array of glyph codes a run, with Tc for the run's commonest gap and numbers only where a glyph would
stand more than a hair off its place. Ink of black alone overprints; every other ink, and paper white above all, knocks out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from layout.display import Fill, Frame, GlyphRun, Image, Ink, Path, Rule
from layout.pdf.document import number
from layout.pdf.fontembed import EmbeddedFont
from layout.units import Rect, Size
from layout.value import value

# A glyph may stand this far off its place: points, and em for small type.
_HAIR = 0.002
_HAIR_EM = 0.0004
_ALL = Rect(0, 0, 1, 1)

STATES = b"/Over<</Type/ExtGState/OP true/op true/OPM 1>>/Knock<</Type/ExtGState/OP false/op false/OPM 1>>"
"""ExtGState resources of every page: Over = black overprints, Knock = ink replaces what is under it."""


@value
class Pictured:
    """A picture of the document: name of its resource, and its reference. whole: it is not cropped yet."""

    name: str
    reference: bytes
    whole: bool = False


@value
class Cut:
    """A face as the document has it. advances: em, by the display list's glyph ids."""

    font: EmbeddedFont
    advances: Mapping[int, float]


@dataclass(slots=True)
class Content:
    """The operators of one page, as lines. What the graphics state is, is remembered, so that nothing is said twice.

    pictures: references by resource; spots: by name, in the order of resources S1, S2 … trim: of the page; margin: from the edge of the medium to the trim, points. cuts: by face.
    """

    trim: Size
    margin: float
    cuts: Mapping[str, Cut]
    lines: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    spots: dict[str, Ink] = field(default_factory=dict)
    _state: dict[str, str] = field(default_factory=dict)
    _in_text: bool = False

    def begin(self, tag: str) -> None:
        """Open marked content; tag: operands and operator, e.g. `/P <</MCID 3>> BDC`."""
        self._end_text()
        self.lines.append(tag)

    def end(self) -> None:
        """Close marked content."""
        self._end_text()
        self.lines.append("EMC")

    def run(self, run: GlyphRun) -> None:
        if not run.glyphs:
            return
        cut = self.cuts[run.face]
        self._ink(run.ink, "k", _is_black(run.ink))
        if not self._in_text:
            self.lines.append("BT")
            self._in_text = True
        self._set("Tf", f"/{cut.font.name} {number(run.size)} Tf")
        self._set("Tz", f"{number(run.scale * 100)} Tz")
        shown = _Shown(run, cut)
        self._set("Tc", f"{number(shown.spacing)} Tc")
        x = self.margin + run.x + run.xs[0]
        self.lines.append(f"1 0 0 1 {number(x)} {number(self._y(run.baseline - run.rise))} Tm")
        self.lines.extend(shown.operators())

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
            self._ink(path.ink, "k", _is_black(path.ink))
        step, curve = (6, "c") if path.curved else (2, "l")
        for part in path.parts:
            points = [f"{self._x(part[at])} {number(self._y(part[at + 1]))}" for at in range(0, len(part), 2)]
            self.lines.append(f"{points[0]} m")
            every = step // 2
            self.lines += [f"{' '.join(points[at : at + every])} {curve}" for at in range(1, len(points), every)]
        self.lines.append("S" if path.thickness else "f")

    def image(self, image: Image, picture: Pictured) -> None:
        self._end_text()
        self._overprint(False)
        self.pictures[picture.name] = picture.reference
        box, clip = image.rect, ""
        if picture.whole and image.crop != _ALL:
            clip, box = f"{self._box(box)} re W n ", _uncropped(box, image.crop)
        at = f"{number(box.width)} 0 0 {number(box.height)} {self._x(box.x)} {number(self._y(box.bottom))} cm"
        self.lines.append(f"q {clip}{at} /{picture.name} Do Q")

    def close(self) -> list[str]:
        """All lines, complete."""
        self._end_text()
        return self.lines

    def bounds(self, box: Rect) -> bytes:
        """A box in the page's own coordinates: left, bottom, right, top."""
        corners = (self._x(box.x), number(self._y(box.bottom)), self._x(box.right), number(self._y(box.y)))
        return " ".join(corners).encode()

    def _x(self, x: float) -> str:
        return number(self.margin + x)

    def _y(self, y: float) -> float:
        return self.margin + self.trim.height - y

    def _box(self, rect: Rect) -> str:
        return f"{self._x(rect.x)} {number(self._y(rect.bottom))} {number(rect.width)} {number(rect.height)}"

    def _stroke(self, thickness: float, ink: Ink, dash: Sequence[float], round: bool) -> None:
        self._end_text()
        self._ink(ink, "K", _is_black(ink))
        self._set("w", f"{number(thickness)} w")
        self._set("J", "1 J" if round else "0 J")
        self._set("d", f"[{' '.join(number(length) for length in dash)}] 0 d")

    def _ink(self, ink: Ink, operator: str, over: bool) -> None:
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
        self._set("gs", "/Over gs" if over else "/Knock gs")

    def _set(self, name: str, line: str) -> None:
        if self._state.get(name) != line:
            self._state[name] = line
            self.lines.append(line)

    def _end_text(self) -> None:
        if self._in_text:
            self.lines.append("ET")
            self._in_text = False


def _uncropped(box: Rect, crop: Rect) -> Rect:
    """Where the whole picture stands, that its part `crop` fills the box."""
    width, height = box.width / crop.width, box.height / crop.height
    return Rect(box.x - crop.x * width, box.y - crop.y * height, width, height)


def _is_black(ink: Ink) -> bool:
    """Full black alone: it overprints, so that register cannot show white round it (GWG2015 §4.10). Its tints do not."""
    return ink.black_only and ink.black == 1


class _Shown:
    """A run's glyphs as TJ arrays. spacing: the Tc that spares most numbers, in unscaled points."""

    def __init__(self, run: GlyphRun, cut: Cut) -> None:
        self.run = run
        self.font = cut.font
        # As they are written, so that what is rounded off does not add up along the line.
        self.scale = round(run.scale * 100, 3) / 100
        self.em = round(run.size, 3) * self.scale
        self.widths = [cut.advances[glyph] * self.em for glyph in run.glyphs]
        self.spacing = self._commonest_gap()

    def _commonest_gap(self) -> float:
        counts: dict[float, int] = {}
        xs = self.run.xs
        for index in range(len(xs) - 1):
            gap = round((xs[index + 1] - xs[index] - self.widths[index]) / self.scale, 3)
            counts[gap] = counts.get(gap, 0) + 1
        gap, count = max(counts.items(), key=lambda pair: pair[1], default=(0.0, 0))
        # A Tc costs about as much as two numbers.
        return gap if count > counts.get(0.0, 0) + 2 else 0.0

    def operators(self) -> Iterator[str]:
        texts, unspelled = self.run.texts, self.font.unspelled
        pieces: list[str] = []
        arrays = self._arrays()
        if not any(pair in unspelled for pair in zip(self.run.glyphs, texts, strict=True)):
            yield f"[{''.join(array for array in arrays)}] TJ".replace("><", "")
            return
        for start, end in self._clusters():
            part = [next(arrays) for _ in range(start, end)]
            if any((self.run.glyphs[index], texts[index]) in unspelled for index in range(start, end)):
                if pieces:
                    yield f"[{''.join(pieces)}] TJ".replace("><", "")
                    pieces = []
                actual = "".join(texts[start:end]).encode("utf-16-be").hex().upper()
                yield f"/Span <</ActualText<FEFF{actual}>>> BDC [{''.join(part)}] TJ EMC".replace("><", "")
            else:
                pieces += part
        if pieces:
            yield f"[{''.join(pieces)}] TJ".replace("><", "")

    def _clusters(self) -> Iterator[tuple[int, int]]:
        """Start and end of each glyph that has text, with those after it that have none."""
        start, texts = 0, self.run.texts
        for index in range(1, len(texts) + 1):
            if index == len(texts) or texts[index]:
                yield start, index
                start = index

    def _arrays(self) -> Iterator[str]:
        """For each glyph its code, with a number before it where the pen has to be moved."""
        run, codes, em = self.run, self.font.codes, self.em
        tolerance = min(_HAIR, _HAIR_EM * em)
        spacing = self.spacing * self.scale
        pen, first = 0.0, run.xs[0]
        for glyph, text, x, width in zip(run.glyphs, run.texts, run.xs, self.widths, strict=True):
            off = x - first - pen
            code = f"<{codes[glyph, text]:04X}>"
            if -tolerance <= off <= tolerance:
                yield code
            else:
                move = round(off * 1000 / em, 1)
                pen += move * em / 1000
                yield f"{_short(-move)}{code}"
            pen += width + spacing


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
