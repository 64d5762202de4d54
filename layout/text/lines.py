"""Items → set lines: glyphs at their exact places, what a line has too much or too little given and
taken joint by joint."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, chain, groupby

from layout.display import Turn
from layout.fonts import FontBook
from layout.speed import COMPILED
from layout.text.cjk import STOP, WORD
from layout.text.interlinear import Run, Stroke, Told
from layout.text.items import Items, Part
from layout.text.linebreak import HALF, WIDEST, Nodes
from layout.value import replace, value

_SLACK = 1e-9
_Look = tuple[str, float, float, Turn]  # face; size and rise, em; how the glyphs stand
_NO_BREAK = 20_001.0  # demerits from which no line ends at a joint: above FORBIDDEN_BREAK, which may be needed


@value
class Line:
    """One set line.

    runs: left to right. start, end: its characters in the copy. width: from the measure's left edge to the last advance
    edge, points (= the measure on justified lines, unless they have no place that may be opened further: one letter, a
    word, part of an address). gap: space added between ideographs, or between words where there are none, em; squeezed:
    em taken from marks and gaps within the line. last: ends the paragraph. strokes: what is drawn below the characters;
    told: what the editor said of some of
    its characters.
    """

    runs: tuple[Run, ...]
    start: int
    end: int
    width: float
    gap: float = 0.0
    last: bool = False
    demerits: float = 0.0
    squeezed: float = 0.0
    strokes: tuple[Stroke, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def text(self) -> str:
        """What stands on the line, readings left out."""
        return "".join([text for run in self.runs if not run.reading for text in run.texts])


class Sheet:
    """A paragraph's items with the sums that breaking and setting read. tracking: em after each character."""

    def __init__(self, items: Items, tracking: float = 0.0) -> None:
        self.items = items
        self.tracking = tracking
        joints = items.joints
        self.widths = items.widths if not tracking else _tracked_widths(items, tracking)
        self.gaps = [joint.gap for joint in joints]
        self.edges = list(accumulate(chain.from_iterable(zip(self.gaps, self.widths, strict=True)), initial=0.0))[::2]
        self.leftward = any(part.leftward for part in items.parts.values())

    @cached_property
    def awkward(self) -> list[int]:
        """How many items before each cannot be set without being looked at one by one: a line all of one face and of
        plain glyphs can."""
        items = self.items
        awkward = [0] * len(items)
        for index in chain(items.parts, items.blanks):
            awkward[index] = 1
        for index in range(1, len(items)):
            if items.faces[index] != items.faces[index - 1]:
                awkward[index] = 1
        return list(accumulate(awkward, initial=0))

    def glyphs(self, first: int, after: int) -> int:
        """Glyphs of items first ≤ i < after that are tracked one by one."""
        parts = self.items.parts
        if not parts:
            return after - first
        return sum([parts[index].tracked if index in parts else 1 for index in range(first, after)])

    def end(self, index: int) -> float:
        """What a line gives back of the box of its last item, em: negative, but for a hyphen that follows it."""
        items = self.items
        given = items.rules.end.get(items.right[index], 0.0) - self.tracking
        hyphen = items.hyphens.get(index + 1) if items.hyphens else None
        return given + (hyphen.ink[1] if hyphen and hyphen.ink else 0.0)

    def start(self, index: int) -> float:
        """What a line gives back of the box of its first item, em; negative."""
        return self.items.rules.start.get(self.items.left[index], 0.0)

    @cached_property
    def nodes(self) -> Nodes:
        """Where lines may end, with the sums up to there: a head is set without them."""
        items = self.items
        nodes = _places(items, self.widths, self.edges, self.tracking)
        for index in items.hyphens:
            at = bisect_left(nodes.items, index)
            nodes.ends[at] += self.end(index - 1) + self.tracking - items.rules.end.get(items.right[index - 1], 0.0)
        whole = items.rules.whole
        if whole:
            nodes.wholes.extend([whole.get(items.right[at - 1], 0) if at else 0 for at in nodes.items])
        return nodes


def _plain_places(items: Items, widths: list[float], edges: list[float], tracking: float) -> Nodes:
    """Where lines may end, but for what hyphens and marks that keep their em add.
    widths, edges: of the items as they are tracked."""
    nodes = Nodes()
    end, start = items.rules.end, items.rules.start
    shrinks = stops = stretches = 0.0
    spots = characters = 0
    left, right = items.left, items.right
    for index, (gap, shrink, turn, stretch, spot, cost) in enumerate(items.joints):
        here = cost < _NO_BREAK or not index
        if here:
            nodes.items.append(index)
            nodes.ends.append(edges[index] + end.get(right[index - 1], 0.0) - tracking if index else 0.0)
            nodes.bases.append(edges[index] + gap - start.get(left[index], 0.0))
            nodes.shrinks.append(shrinks)
            nodes.stops.append(stops)
            nodes.stretches.append(stretches)
            nodes.spots.append(spots)
            nodes.characters.append(characters)
            nodes.costs.append(cost)
        if turn == STOP:
            stops += shrink
        else:
            shrinks += shrink
            if turn == WORD:
                nodes.blanks.append(index)
        stretches += stretch
        spots += spot
        if here:
            nodes.after_shrinks.append(shrinks)
            nodes.after_stops.append(stops)
            nodes.after_stretches.append(stretches)
            nodes.after_spots.append(spots)
        code = left[index]
        if code in "HhKU":
            characters += 1
        elif code in "Ldwk$o-":
            characters += max(1, round(2 * widths[index]))
    count = len(items)
    if count:
        nodes.items.append(count)
        nodes.ends.append(edges[count] + end.get(right[-1], 0.0) - tracking)
        nodes.bases.append(edges[count])
        for sums, value in (
            (nodes.shrinks, shrinks),
            (nodes.after_shrinks, shrinks),
            (nodes.stops, stops),
            (nodes.after_stops, stops),
            (nodes.stretches, stretches),
            (nodes.after_stretches, stretches),
        ):
            sums.append(value)
        nodes.spots.append(spots)
        nodes.after_spots.append(spots)
        nodes.characters.append(characters)
        nodes.costs.append(0.0)
    return nodes


def _compiled_places(items: Items, widths: list[float], edges: list[float], tracking: float) -> Nodes:
    nodes, rules = Nodes(), items.rules
    found = COMPILED.places(
        *(items.joints, items.left, items.right, widths, edges, rules.end, rules.start),
        *(tracking, _NO_BREAK, STOP, WORD),
    )
    for column, content in zip(nodes.columns(), found, strict=True):
        column.frombytes(content)
    return nodes


_places = _plain_places if COMPILED is None else _compiled_places


def _tracked_widths(items: Items, tracking: float) -> list[float]:
    return [
        width + tracking * (items.parts[index].tracked if index in items.parts else 1)
        for index, width in enumerate(items.widths)
    ]


@value
class Fit:
    """How a line's joints were changed. glue: em before each item but the first; gap: between ideographs; lack: em that
    a line is still short, where no joint may give more; whole: the halves of its box that the mark which ends
    it takes back into the line."""

    glue: list[float]
    gap: float = 0.0
    squeezed: float = 0.0
    lack: float = 0.0
    whole: int = 0


def fit(sheet: Sheet, first: int, after: int, measure: float, stretched: bool) -> Fit:
    """Joints of the line of items first ≤ i < after on `measure` em; stretched: up to the measure,
    else as it stands."""
    natural = sheet.edges[after] - sheet.edges[first] - sheet.gaps[first]
    need = natural + sheet.start(first) + sheet.end(after - 1) - measure
    glue = sheet.gaps[first + 1 : after]
    if need > _SLACK:
        return _squeeze(sheet, first, after, glue, need)
    if stretched and need < -_SLACK:
        whole = min(sheet.items.rules.whole.get(sheet.items.right[after - 1], 0), int((_SLACK - need) / HALF))
        return replace(_stretch(sheet, first, after, glue, -need - HALF * whole), whole=whole)
    return Fit(glue)


def _squeeze(sheet: Sheet, first: int, after: int, glue: list[float], need: float) -> Fit:
    """Class after class in the order of R14, and within a class all alike (clreq «Reducing space»)."""
    joints = sheet.items.joints[first + 1 : after]
    left = need
    for turn in range(WORD, STOP + 1):
        available = sum([joint.shrink for joint in joints if joint.turn == turn])
        if available <= 0:
            continue
        ratio = min(1.0, left / available)
        glue = [
            gap - ratio * joint.shrink if joint.turn == turn else gap for gap, joint in zip(glue, joints, strict=True)
        ]
        left -= ratio * available
        if left <= _SLACK:
            break
    return Fit(glue, squeezed=need - max(left, 0.0))


def _stretch(sheet: Sheet, first: int, after: int, glue: list[float], lack: float) -> Fit:
    """Word spaces and Han–Latin gaps first, then equal gaps between ideographs: R15 (clreq «Expanding space»)."""
    joints = sheet.items.joints[first + 1 : after]
    for turns in ((True,), (False,)):
        # Word spaces go first, then the gaps between Han and Latin.
        available = sum([joint.stretch for joint in joints if (joint.turn == WORD) in turns])
        if available > 0 and lack > _SLACK:
            ratio = min(1.0, lack / available)
            glue = [
                gap + ratio * joint.stretch if (joint.turn == WORD) in turns else gap
                for gap, joint in zip(glue, joints, strict=True)
            ]
            lack -= ratio * available
    if lack <= _SLACK:
        return Fit(glue)
    spots = [joint.spot for joint in joints]
    if lack > WIDEST * sum(spots) + _SLACK:
        # A line of words: their spaces help the few ideographs.
        spots = [int(joint.spot or joint.turn == WORD) for joint in joints]
    if lack <= WIDEST * sum(spots) + _SLACK:
        added = lack / sum(spots)
        return Fit([gap + added * spot for gap, spot in zip(glue, spots, strict=True)], gap=added)
    # R16: letters of words and numbers are never parted, and no gap beside them is opened past ½ em.
    return Fit(glue, lack=lack)


def runs(
    sheet: Sheet,
    first: int,
    after: int,
    glue: Sequence[float],
    size: float,
    left: float,
    fonts: FontBook,
    scale: float = 1.0,
    whole: int = 0,
) -> tuple[Run, ...]:
    """The glyphs of a line whose first item's box begins `left` em from the measure's left edge; whole: see Fit."""
    em = size * scale
    items = sheet.items
    steps = [width + gap for width, gap in zip(sheet.widths[first:after], glue, strict=False)]
    xs = list(accumulate(steps, initial=left))
    if sheet.awkward[after] == sheet.awkward[first + 1] and first not in items.parts:
        places = tuple([x * em for x in xs])
        face = items.faces[first]
        turn: Turn = "vertical" if items.rules.vertical else ""
        texts = tuple(items.texts[first:after])
        return (Run(face, size, tuple(items.glyphs[first:after]), places, texts, scale, turn=turn),)
    return _mixed(sheet, first, after, glue, xs, size, fonts, scale, whole)


def _mixed(
    sheet: Sheet,
    first: int,
    after: int,
    glue: Sequence[float],
    xs: list[float],
    size: float,
    fonts: FontBook,
    scale: float,
    whole: int,
) -> tuple[Run, ...]:
    items = sheet.items
    em = size * scale
    level = xs
    xs = _read(sheet, first, after, xs)
    plain: _Look = ("", 1.0, 0.0, "vertical" if items.rules.vertical else "")
    growing = _Growing(size, scale)
    awkward, index = sheet.awkward, first - 1
    while (index := index + 1) < after:
        x = xs[index - first]
        part = items.parts.get(index)
        if part is None and index not in items.blanks:  # most of most lines: plain glyphs of one face
            end = next((at for at in range(index + 1, after) if awkward[at + 1] != awkward[at]), after)
            growing.take((items.faces[index], *plain[1:]))
            places = [place * em for place in xs[index - first : end - first]]
            growing.add(items.glyphs[index:end], places, items.texts[index:end])
            index = end - 1
            continue
        if part is not None and part.turn == "upright":
            growing.end()
            growing.look = plain
            growing.runs.append(_cell(part, (x + items.widths[index] / 2) * em, size))
            continue
        key = part.face if part else items.faces[index]
        growing.take((part.face, part.size, part.rise, part.turn) if part else (key, *plain[1:]))
        blank = items.blanks.get(index) if index > first else None
        if blank:
            room = glue[index - first - 1]
            within = sheet.leftward and leftward(items, index) and leftward(items, index - 1)
            start = x + sheet.widths[index] if within else level[index - first] - room
            for place, character in enumerate(blank):
                # A face without the ideographic space prints its own blank there: nothing either way.
                glyph = fonts.face(key).glyph(character) or fonts.face(key).glyph(" ")
                growing.add((glyph,), ((start + place * room / len(blank)) * em,), (character,))
        if part is None:
            growing.add((items.glyphs[index],), (x * em,), (items.texts[index],))
            continue
        x += _ink_shift(sheet, part, index, first, after, glue, whole)
        for each in (part, *part.rest):
            growing.take((each.face, each.size, each.rise, each.turn))
            tracking = 0.0 if each.stiff else sheet.tracking
            places = [(x + at + step * tracking) * em for step, at in enumerate(each.xs)]
            growing.add(each.glyphs, places, each.texts, [lift * size for lift in each.lifts])
    hyphen = items.hyphens.get(after)
    if hyphen is not None:
        # ISO 32000-1 14.8.2.2.3: it is no copy
        growing.add(hyphen.glyphs, ((xs[after - 1 - first] + sheet.widths[after - 1]) * em,), ("\u00ad",))
    growing.end()
    return tuple(growing.runs)


def _read(sheet: Sheet, first: int, after: int, xs: list[float]) -> list[float]:
    """Where the items of a line stand, phrases of Arabic script from right to left: the first word of each at its right
    end. xs: where they would, one after another."""
    if not sheet.leftward:
        return xs
    out = xs.copy()
    for words, group in groupby(range(first, after), lambda index: leftward(sheet.items, index)):
        row = list(group)
        if words:
            both = xs[row[0] - first] + xs[row[-1] - first] + sheet.widths[row[-1]]
            for index in row:
                out[index - first] = both - xs[index - first] - sheet.widths[index]
    return out


def leftward(items: Items, index: int) -> bool:
    part = items.parts.get(index)
    return part is not None and part.leftward


class _Growing:
    """The runs of a line while they grow: glyphs of one look stand in one."""

    def __init__(self, size: float, scale: float) -> None:
        self.runs: list[Run] = []
        self.look: _Look = ("", 1.0, 0.0, "")
        self._size, self._scale = size, scale
        self._clear()

    def _clear(self) -> None:
        self._glyphs: list[int] = []
        self._places: list[float] = []
        self._texts: list[str] = []
        self._lifts: list[float] = []

    def take(self, look: _Look) -> None:
        """What comes next looks so."""
        if look != self.look:
            self.end()
            self.look = look

    def add(
        self, glyphs: Sequence[int], places: Sequence[float], texts: Sequence[str], lifts: Sequence[float] = ()
    ) -> None:
        if lifts:
            self._lifts += [0.0] * (len(self._glyphs) - len(self._lifts))
            self._lifts += lifts
        self._glyphs += glyphs
        self._places += places
        self._texts += texts

    def end(self) -> None:
        """What has grown is a run."""
        if self._glyphs:
            face, used, rise, turn = self.look
            lifts = (*self._lifts, *[0.0] * (len(self._glyphs) - len(self._lifts))) if self._lifts else ()
            rows = tuple(self._glyphs), tuple(self._places), tuple(self._texts)
            run = Run(face, self._size * used, *rows, self._scale, rise * self._size, turn=turn, lifts=lifts)
            self.runs.append(run)
            self._clear()


def flattened(found: tuple[Run, ...], flat: float) -> tuple[Run, ...]:
    """The glyphs of a vertical line wider than they are deep; what they take along the line stays as it is."""
    if flat == 1:
        return found
    return tuple(
        replace(run, scale=run.scale / flat)
        if run.turn == "upright"
        else replace(run, size=run.size / flat, scale=run.scale * flat)
        for run in found
    )


def _cell(part: Part, middle: float, size: float) -> Run:
    """Figures upright in a cell of a vertical line (纵中横). middle: of the cell, points."""
    places = tuple([x * size for x in part.xs])
    rise = part.rise * size
    return Run(
        part.face, part.size * size, part.glyphs, places, part.texts, part.scale, rise, turn="upright", middle=middle
    )


def spots(
    sheet: Sheet, first: int, after: int, glue: Sequence[float], left: float, em: float
) -> list[tuple[int, float, float]]:
    """Index, left and right edge (points) of each character of a line, as runs() places them."""
    items = sheet.items
    steps = [width + gap for width, gap in zip(sheet.widths[first:after], glue, strict=False)]
    xs = _read(sheet, first, after, list(accumulate(steps, initial=left)))
    out: list[tuple[int, float, float]] = []
    for index in range(first, after):
        x, at, part = xs[index - first], items.starts[index], items.parts.get(index)
        if part is None:
            edges = [(0.0, 1)]
        elif part.turn == "upright" or part.stiff:
            edges = [(0.0, sum([len(text) for each in (part, *part.rest) for text in each.texts]))]
        else:
            edges = [(place, len(text)) for place, text in zip(part.xs, part.texts, strict=True) if text]
        ends = [*[edge for edge, _ in edges[1:]], sheet.widths[index] - sheet.tracking]
        for (begin, length), end in zip(edges, ends, strict=True):
            out += [(at + step, (x + begin) * em, (x + end) * em) for step in range(length)]
            at += length
    return out


def _ink_shift(
    sheet: Sheet, part: Part, index: int, first: int, after: int, glue: Sequence[float], whole: int
) -> float:
    """How far a mark moves so that its ink stays inside what is left of its box (R60)."""
    if part.ink is None:
        return 0.0
    left, right = part.ink
    code = sheet.items.left[index]
    if code in "OQ":
        taken = -sheet.start(index) if index == first else max(0.0, -glue[index - first - 1])
        if index > first and sheet.items.right[index - 1] in "CqPS!":
            taken /= 2
        return max(0.0, taken - left + min(0.02, left)) if left < taken else 0.0
    if index < after - 1:
        taken = max(0.0, -glue[index - first])
    else:
        taken = max(0.0, -sheet.end(index) - sheet.tracking - HALF * whole)
        if taken >= 1:
            return 0.0  # it hangs outside the line with its whole box
    if index < after - 1 and sheet.items.left[index + 1] in "OQ":
        taken /= 2
    # Centred marks (Traditional) give from both sides, lower-left ones only where their ink would stick out.
    middle = taken / 2 if abs(left + right - 1) < 0.2 else 0.0
    return -max(middle, right - (1 - taken), 0.0)
