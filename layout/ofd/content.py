"""Display items → the objects of a page (GB/T 33190-2016 §8 to §11).

What an object paints is cut off at its Boundary, so each has one that holds all of its ink, and none reaches beyond the
page. Of a run of glyphs every stretch in which each character is one glyph is one TextObject; ligatures, characters
beyond the basic plane and glyphs without text of their own have objects of their own, because readers count characters
and glyphs in different ways there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

from layout.display import Fill, Frame, GlyphRun, Image, Ink, Path, Rule
from layout.face import Face
from layout.ofd.colours import Colours
from layout.ofd.fontembed import EmbeddedFont
from layout.ofd.xml import Box, element, number, numbers, said, um
from layout.pdf.content import clusters
from layout.runs import cells, ink_box, placement, run_end
from layout.units import MM, Size, union
from layout.value import value

_ROOM = 100  # micrometres of Boundary round what is drawn: readers that cut at whole pixels would take off half a hair
_POINT = MM / 1000  # points in a micrometre
_NO_TEXT = "\u200b"  # stands for a glyph that has no text at all
_PLAIN, _BLANK, _ODD = 0, 1, -1  # kinds of clusters; each odd one is a kind of its own, downward

Step = tuple[str, tuple[int, ...]]
"""An operator of AbbreviatedData (§9.3), and its coordinates in micrometres from the trimmed corner."""


@value
class Cut:
    """A face as the package has it. number: its ID."""

    number: int
    face: Face
    font: EmbeddedFont


@value
class _Stretch:
    """Glyphs first to last, end excluded, of a run. plain: each stands for one character of the basic plane."""

    first: int
    end: int
    plain: bool


@dataclass(slots=True)
class Content:
    """The objects of one page, as XML. next_id: gives the document's IDs, each once.

    Each method that draws gives the IDs of what it has drawn: none where nothing of it is on the page.
    """

    trim: Size
    cuts: Mapping[str, Cut]
    colours: Colours
    next_id: Callable[[], int]
    lines: list[str] = field(default_factory=list)

    @property
    def page(self) -> Box:
        return Box(0, 0, um(self.trim.width), um(self.trim.height))

    def run(self, run: GlyphRun, address: str = "") -> tuple[int, ...]:
        """address: where a click on it leads, "" = nowhere."""
        if not run.glyphs:
            return ()
        cut = self.cuts[run.face]
        link = element("Actions", element("Action", element("URI", URI=address), Event="CLICK")) if address else ""
        return tuple(self._text(run, cut, stretch, link) for stretch in _stretches(run.texts))

    def rule(self, rule: Rule) -> tuple[int, ...]:
        half = um(rule.thickness) // 2 + 1
        ends = (um(rule.x0), um(rule.y0)), (um(rule.x1), um(rule.y1))
        (left, right), (top, bottom) = (sorted(axis) for axis in zip(*ends, strict=True))
        box, steps = Box(left, top, right, bottom).wider(half), [("M", ends[0]), ("L", ends[1])]
        return self._stroke(box, steps, rule.thickness, rule.ink, rule.dash, rule.round)

    def frame(self, frame: Frame) -> tuple[int, ...]:
        box, half = Box.of(frame.rect), um(frame.thickness) // 2 + 1
        return self._stroke(box.wider(half), _outline(box), frame.thickness, frame.ink, frame.dash, False)

    def fill(self, fill: Fill) -> tuple[int, ...]:
        box = Box.of(fill.rect).within(self.page)
        return () if box.empty else self._fill(box, _outline(box), fill.ink)

    def path(self, path: Path) -> tuple[int, ...]:
        steps = [step for part in path.parts for step in _steps(part, path.curved, closed=not path.thickness)]
        across, down = ([at for _, points in steps for at in points[axis::2]] for axis in (0, 1))
        if not steps:
            return ()
        box = Box(min(across), min(down), max(across), max(down))
        if path.thickness:
            return self._stroke(box.wider(um(path.thickness)), steps, path.thickness, path.ink, (), True)
        return self._fill(box, steps, path.ink)

    def image(self, image: Image, resource: int) -> tuple[int, ...]:
        """resource: ID of the part of the picture that shows, as far as it is on the page."""
        box = Box.of(image.rect).within(self.page)
        if box.empty:
            return ()
        size = numbers((box.right - box.left, 0, 0, box.bottom - box.top, 0, 0))
        return (self._add("ImageObject", "", Boundary=box, CTM=size, ResourceID=resource),)

    def _text(self, run: GlyphRun, cut: Cut, stretch: _Stretch, link: str) -> int:
        glyphs = run.glyphs[stretch.first : stretch.end]
        texts = run.texts[stretch.first : stretch.end]
        text = "".join(texts) or _NO_TEXT
        # A reader that takes character by character sets those of an odd glyph side by side in its room.
        codes = len(glyphs) if stretch.plain else max(len(glyphs), len(text))
        box = _ink_box(run, cut.face, stretch)
        odd = _odd_glyphs(glyphs, texts, cut.font) if stretch.plain else [(0, _units(text), glyphs)]
        transforms = "".join(
            element(
                "CGTransform",
                element("Glyphs", " ".join(str(cut.font.glyphs[glyph]) for glyph in wanted)),
                CodePosition=first,
                CodeCount=count,
                GlyphCount=len(wanted),
            )
            for first, count, wanted in odd
        )
        how, at = _set(run, cut.face, stretch, codes, box)
        code = element("TextCode", said(text), **at)
        return self._add(
            "TextObject",
            link + element("FillColor", Value=self.colours[run.ink]) + transforms + code,
            Boundary=box,
            Font=cut.number,
            Size=number(um(run.size)),
            **how,
        )

    def _stroke(
        self,
        box: Box,
        steps: Sequence[Step],
        thickness: float,
        ink: Ink,
        dash: Sequence[float],
        round: bool,
    ) -> tuple[int, ...]:
        return self._path(
            box,
            steps,
            element("StrokeColor", Value=self.colours[ink]),
            LineWidth=number(um(thickness)),
            Cap="Round" if round else "",
            DashPattern=numbers(map(um, dash)),
        )

    def _fill(self, box: Box, steps: Sequence[Step], ink: Ink) -> tuple[int, ...]:
        colour = element("FillColor", Value=self.colours[ink])
        return self._path(box, steps, colour, Stroke="false", Fill="true")

    def _path(self, box: Box, steps: Sequence[Step], colour: str, **attributes: object) -> tuple[int, ...]:
        shown = box.wider(_ROOM).within(self.page)
        if shown.empty:
            return ()
        corner = (shown.left, shown.top)
        data = " ".join(
            " ".join((operator, *(number(at - corner[index % 2]) for index, at in enumerate(points))))
            for operator, points in steps
        )
        return (self._add("PathObject", colour + element("AbbreviatedData", data), Boundary=shown, **attributes),)

    def _add(self, name: str, content: str, **attributes: object) -> int:
        given = self.next_id()
        self.lines.append(element(name, content, ID=given, **attributes))
        return given


def _outline(box: Box) -> list[Step]:
    corners = (box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)
    return [("M", corners[0]), *(("L", corner) for corner in corners[1:]), ("C", ())]


def _steps(part: Sequence[float], curved: bool, closed: bool) -> Iterator[Step]:
    at = tuple(um(length) for length in part)
    yield "M", at[:2]
    each, operator = (6, "B") if curved else (2, "L")
    for start in range(2, len(at), each):
        yield operator, at[start : start + each]
    if closed:
        yield "C", ()


def _stretches(texts: Sequence[str]) -> Iterator[_Stretch]:
    """A run in stretches of plain glyphs, of blanks at its ends, and of clusters that are not plain.

    Some readers strip a text of its outer blanks, and what stands behind would move; so these stand alone.
    """
    found = list(clusters(texts))
    kinds = [_ODD - index if not _is_plain(texts[start:end]) else _PLAIN for index, (start, end) in enumerate(found)]
    for ordered in (range(len(found)), range(len(found) - 1, -1, -1)):
        outer = True
        for index in ordered:
            blank = kinds[index] in (_PLAIN, _BLANK) and texts[found[index][0]].isspace()
            if blank and outer:
                kinds[index] = _BLANK
            outer = kinds[index] != _PLAIN
    first = 0
    for index, (_, end) in enumerate(found):
        if index + 1 == len(found) or kinds[index] != kinds[index + 1]:
            yield _Stretch(first, end, kinds[index] >= 0)
            first = end


def _is_plain(texts: Sequence[str]) -> bool:
    return len(texts) == 1 and len(texts[0]) == 1 and texts[0] <= "\uffff"


def _units(text: str) -> int:
    """How many codes a text is: readers count in UTF-16."""
    return len(text.encode("utf-16-be", "surrogatepass")) // 2


def _odd_glyphs(
    glyphs: Sequence[int], texts: Sequence[str], font: EmbeddedFont
) -> Iterator[tuple[int, int, Sequence[int]]]:
    """Stretches of characters whose glyph is not the one the font gives them: place, how many, glyphs."""
    first = None
    for index in range(len(glyphs) + 1):
        odd = index < len(glyphs) and font.characters[texts[index]] != font.glyphs[glyphs[index]]
        if odd and first is None:
            first = index
        elif not odd and first is not None:
            yield first, index - first, glyphs[first:index]
            first = None


def _set(run: GlyphRun, face: Face, stretch: _Stretch, codes: int, box: Box) -> tuple[dict[str, str], dict[str, str]]:
    """How a TextObject stands, and where each of its codes does in it (§11.3, §8.2)."""
    row = range(stretch.first, stretch.end)
    more = codes - len(row)
    step = (run_end(run, face) if stretch.end == len(run.xs) else run.xs[stretch.end]) - run.xs[stretch.end - 1]
    offs = [0.0] * len(row) + [step * count / (more + 1) for count in range(1, more + 1)]
    places = [run.xs[min(index, row[-1])] + off for index, off in zip(count(stretch.first), offs, strict=False)]
    scale = "" if run.scale == 1 else f"{run.scale:.4g}"
    if run.turn == "vertical":
        at = [placement(run, face, min(index, row[-1])) for index in range(stretch.first, stretch.first + codes)]
        xs = [um(each.e) - box.left for each in at]
        ys = [
            um((each.f + off) / run.scale) - um(box.top * _POINT / run.scale)
            for each, off in zip(at, offs, strict=True)
        ]
        return {"CTM": f"1 0 0 {scale} 0 0" if scale else ""}, _codes(xs, ys)
    if run.turn == "sideways":
        corner = (um(run.x + run.rise) - box.left, um(run.baseline) - box.top)
        return {"CTM": f"0 1 -1 0 {numbers(corner)}", "HScale": scale}, _codes([um(each) for each in places], [0])
    xs = [um(run.x + each) - box.left for each in places]
    lifts = [
        run.lifts[min(index, row[-1])] if run.lifts else 0.0 for index in range(stretch.first, stretch.first + codes)
    ]
    return {"HScale": scale}, _codes(xs, [um(run.baseline - run.rise - lift) - box.top for lift in lifts])


def _codes(xs: Sequence[int], ys: Sequence[int]) -> dict[str, str]:
    """Of a TextCode: where its first code stands, and how far each next one does from the one before."""
    found = {"X": number(xs[0]), "Y": number(ys[0])}
    for name, places in (("DeltaX", xs), ("DeltaY", ys)):
        if len(set(places)) > 1:
            found[name] = numbers(after - before for before, after in pairwise(places))
    return found


def _ink_box(run: GlyphRun, face: Face, stretch: _Stretch) -> Box:
    """Holds the em boxes and the outlines of the stretch."""
    row, after = range(stretch.first, stretch.end), run_end(run, face)
    boxes = [ink_box(run, face, index) for index in row] + cells(run, after)[stretch.first : stretch.end]
    whole = union(*boxes)
    return Box(um(whole.x) - 1, um(whole.y) - 1, um(whole.right) + 1, um(whole.bottom) + 1)
