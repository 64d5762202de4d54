"""A story whose text runs round the outline of a picture (挖图).

Lines beside the picture are shortened to its outline and a margin, by whole em, so that ideographs need no gaps; a line
stands on the wider side alone, and none is shorter than five em. Where a paragraph's lines are so short depends on
where it stands, so the copy is really set into its legs, each paragraph along the rows it meets.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from layout.display import Group, Image, Item
from layout.issue import Picture, Story
from layout.makeup.blocks.heads import lines_of
from layout.makeup.blocks.pictures import aspect, ink_of
from layout.makeup.grid import PageGrid
from layout.makeup.modules.legs import SHORT_FOOT, Fitted, Flow, Outline, Slot, Unit, foot_cost, share
from layout.makeup.modules.placing import Stands
from layout.makeup.modules.story import StoryModule
from layout.makeup.modules.ways import TextWhite, Way
from layout.pictures.outline import flattened
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme
from layout.units import Rect
from layout.value import replace, value

LEAST_STRIP = 5  # em of a line beside the picture
LONGEST = 4000  # characters of a paragraph that is broken along the outline; a longer one passes by it
_ROUNDING = 0.01  # points
TRIES = 8  # settings in which rows left over are shared out anew
WIDE = 0.4  # part of the story's width that a picture takes where nobody has said it


@value
class Strip:
    """A row of a leg: how far in its line begins and how wide it is, points; width 0 = no line stands there."""

    left: float
    width: float


@value
class Cutout:
    """A picture cut out. box: of what it shows, points, with its top at 0; crop: that part of the picture; edges: the
    outline as straight pieces in the box, x0, y0, x1, y1; rows: of the block with its words."""

    picture: Picture
    box: Rect
    crop: Rect
    edges: tuple[tuple[float, float, float, float], ...]
    words: tuple[Paragraph, ...]
    gap: float
    rows: int
    height: float

    def blocked(self, top: float, bottom: float, margin: float) -> tuple[float, float] | None:
        """From where to where the picture and its margin keep text away between two heights, points from the box's top;
        None where they do not."""
        left, right = math.inf, -math.inf
        for x0, y0, x1, y1 in self.edges:
            if max(y0, y1) < top - margin or min(y0, y1) > bottom + margin:
                continue
            for at in (top - margin, bottom + margin):  # where the piece is cut
                if (y0 - at) * (y1 - at) < 0:
                    x = x0 + (x1 - x0) * (at - y0) / (y1 - y0)
                    left, right = min(left, x), max(right, x)
            for x, y in ((x0, y0), (x1, y1)):
                if top - margin <= y <= bottom + margin:
                    left, right = min(left, x), max(right, x)
        if self.words and bottom > self.box.height and top < self.height:
            left, right = min(left, self.box.x), max(right, self.box.right)
        return (left - margin, right + margin) if left < right else None


class CutoutModule(StoryModule):
    """A text story with one picture that its text runs round."""

    def _completed(self) -> None:
        picture = next(picture for picture in self.story.pictures if picture.outline)
        legs = self._legs
        width = self._picture_width(picture)
        self._cutout = cut_out(picture, width, self._grid, self._theme, self._setter)
        self._margin = self._theme.numbers["cutout_gap"]
        self._along: dict[Way, Fitted] = {}
        self._blocked: dict[int, tuple[float, float] | None] = {}
        # Arithmetic counts what the picture takes as so many rows of copy more.
        self._depth += self._rows_lost()
        self._text_white = TextWhite(self._depth, legs.count, 0, 0, 0)

    def _set_in_rows(self, story: Story) -> Story:
        return replace(story, pictures=tuple(picture for picture in story.pictures if not picture.outline))

    def _rows_lost(self) -> int:
        """Rows of copy that find no room beside the picture, in all legs together."""
        legs, em, x = self._legs, self._style.size, self._left()
        lost = 0.0
        for row in range(-1, self._cutout.rows + 1):
            for leg in range(legs.count):
                strip = _strip(legs.left(leg), legs.measure, em, x, self._blocked_in(row))
                lost += 1 - strip.width / legs.measure
        return round(lost)

    def _left(self) -> float:
        """x of the picture's box."""
        legs, cutout = self._legs, self._cutout
        left, right = legs.left(0), legs.left(legs.count - 1) + legs.measure
        width = cutout.box.width
        places = {"top-left": left, "top-right": right - width}
        return places.get(cutout.picture.place or "middle", (left + right - width) / 2)

    def _picture_width(self, picture: Picture) -> float:
        legs = self._legs
        whole = legs.span(legs.count)
        if picture.columns:
            return min(whole, self._grid.span(min(picture.columns, self.columns)))
        return whole * WIDE if legs.count > 1 else whole / 2

    # -- where the picture stands ------------------------------------------------------------------------------------

    def _corner(self, way: Way) -> tuple[float, int]:
        """x of the picture's box, and its first row counted from the story's foot, upwards and so negative."""
        legs, cutout, x = self._legs, self._cutout, self._left()
        place, width = cutout.picture.place or "middle", cutout.box.width
        feet, rooms = self._feet(way), way.room
        met = (
            [
                leg
                for leg in range(legs.count)
                if rooms[leg] and legs.left(leg) < x + width and legs.left(leg) + legs.measure > x
            ]
            or [leg for leg in range(legs.count) if rooms[leg]]
            or [0]
        )
        top = -min(feet[leg] + rooms[leg] for leg in met)  # where all of these have text
        foot = -max(feet[leg] for leg in met)
        free = max(0, foot - top - cutout.rows)
        at = {"middle": (free + 1) // 2, "foot": free}.get(place, 0)
        return x, top + at

    def _feet(self, way: Way) -> list[int]:
        """Rows that stands take at the foot of each leg."""
        return Stands(self._arrangements[way.arrangement], way, self._legs.count).ends["foot"]

    def _strips(self, way: Way, given: Sequence[int]) -> list[tuple[int, int, Strip]]:
        """Leg, row and strip of every row that text may take."""
        legs, em = self._legs, self._style.size
        x, first = self._corner(way)
        feet = self._feet(way)
        found = []
        for leg, rows in enumerate(given):
            edge = legs.left(leg)
            for row in range(rows):
                below = row - way.room[leg] - feet[leg] - first  # rows under the picture's first
                found.append((leg, row, _strip(edge, legs.measure, em, x, self._blocked_in(below))))
        return found

    def _blocked_in(self, row: int) -> tuple[float, float] | None:
        """From where to where the picture keeps text out of a row, counted from its first."""
        if row not in self._blocked:
            grid, em = self._grid, self._style.size
            top = row * grid.leading + (grid.leading - em) / 2
            self._blocked[row] = self._cutout.blocked(top, top + em, self._margin)
        return self._blocked[row]

    # -- text along it -----------------------------------------------------------------------------------------------

    def _fitted_in(self, way: Way) -> Fitted:
        if way not in self._along:
            self._along[way] = self._find_along(way)
        return self._along[way]

    def _find_along(self, way: Way) -> Fitted:
        """The copy in its legs, rows left over taken from their feet until none are."""
        best: Fitted | None = None
        slack = 0
        tried: set[int] = set()
        for _ in range(TRIES):
            if slack in tried or slack < 0:
                break
            tried.add(slack)
            given = share(way.room, slack)
            fitted, left = self._flowed(way, given)
            if best is None or (fitted.outline.over, fitted.cost) < (best.outline.over, best.cost):
                best = fitted
            slack += left - fitted.outline.over
        assert best is not None
        return best

    def _flowed(self, way: Way, given: tuple[int, ...]) -> tuple[Fitted, int]:
        """The copy in legs of these rows, and how many are left."""
        strips = [each for each in self._strips(way, given) if each[2].width]
        full = self._legs.measure - _ROUNDING
        units: list[Unit] = []
        slots: list[Slot] = []
        over: list[tuple[int, int]] = []
        feet = [0] * len(given)
        widows = at = 0
        for index, unit in enumerate(self._units):
            unit, at, shaped = self._unit_at(unit, strips, at)
            units.append(unit)
            lines = len(unit.paragraph.lines)
            for line in range(1 if unit.head else lines):
                depth = unit.depth if unit.head else 1
                while not shaped and at < len(strips) and strips[at][2].width < full:
                    at += 1
                if at + depth > len(strips):
                    over += [(index, each) for each in range(line, lines)]
                    break
                leg, row, _ = strips[at]
                widows += row == 0 and leg > 0 and not unit.head and 1 < lines == line + 1
                slots.append(Slot(index, line, leg, row))
                feet[leg] = row + depth
                at += depth
        flow = Flow(tuple(slots), tuple(feet), tuple(over), widows)
        outline = Outline(len(over), widows, tuple(feet))
        left = max(0, len(strips) - at)
        white = sum(way.room) - sum(given) + left if not over else 0
        cost = outline.cost(given) + SHORT_FOOT * left + foot_cost(white, way.room)
        # Rows that the picture takes under the last line of a leg are not white.
        usable = [row for row in self._strips(way, way.room) if row[2].width]
        room = tuple(foot + sum(leg == at[0] and at[1] >= foot for at in usable) for leg, foot in enumerate(feet))
        return Fitted(tuple(units), outline, given, room, cost, 0, flow=flow), left

    def _unit_at(self, unit: Unit, strips: Sequence[tuple[int, int, Strip]], at: int) -> tuple[Unit, int, bool]:
        """A unit set along the rows from `at` on, where it begins, and whether its lines have those rows' widths: else
        they pass by the narrow ones. A subhead goes on to where it has room."""
        full = self._legs.measure
        if unit.head:
            depth = unit.depth
            while at + depth <= len(strips):
                run = strips[at : at + depth + 2]
                together = all(leg == run[0][0] and row == run[0][1] + i for i, (leg, row, _) in enumerate(run))
                width = min(strip.width for _, _, strip in run[:depth])
                if together and width >= full - _ROUNDING:
                    return unit, at, True
                at += 1
            return unit, at, True
        hang = unit.left
        most = len(unit.paragraph.lines) * 3 + 6
        ahead = [strip for _, _, strip in strips[at : at + most]]
        shaped = tuple((strip.left, strip.width - hang) for strip in ahead)
        plain = (0.0, full - hang)
        needed = len(unit.paragraph.lines)
        if all(strip == plain for strip in shaped[:needed]) or len(unit.paragraph.copy.text) > LONGEST:
            return unit, at, False
        while shaped and shaped[-1] == plain:
            shaped = shaped[:-1]
        style = unit.paragraph.style
        if style.drop:
            style = replace(style, drop=0)
        paragraph = self._setter.along(unit.paragraph.copy, style, full - hang, shaped)
        if paragraph is None:  # no legal breaking has lines so short
            return unit, at, False
        return replace(unit, paragraph=paragraph), at, True

    # -- the picture -------------------------------------------------------------------------------------------------

    def _amid_text(self, way: Way, bottom: int) -> Iterator[Item]:
        x, first = self._corner(way)
        yield from self._cutout_items(x, self._grid.y(bottom + first))

    def _cutout_items(self, x: float, y: float) -> Iterator[Item]:
        cutout = self._cutout
        picture, box = cutout.picture, Rect(x, y, cutout.box.width, cutout.box.height)
        outline = placed_outline(picture, cutout.crop, box)
        ink = ink_of(picture, self._theme)
        parts: list[Item] = [Image(box, picture.file, cutout.crop, picture.alt, picture.span, ink, outline=outline)]
        below = box.bottom + cutout.gap
        for paragraph in cutout.words:
            parts.append(Group("caption", tuple(lines_of(paragraph, x, below))))
            below += len(paragraph.lines) * paragraph.style.leading
        yield Group("figure", tuple(parts))


def cut_out(picture: Picture, width: float, grid: PageGrid, theme: Theme, setter: Typesetter) -> Cutout:
    """A picture's outline on `width` points; of the picture only what the outline holds."""
    xs = [at for part in picture.outline for at in part[::2]]
    ys = [at for part in picture.outline for at in part[1::2]]
    left, top = max(0.0, min(xs)), max(0.0, min(ys))
    crop = Rect(left, top, min(1.0, max(xs)) - left, min(1.0, max(ys)) - top)
    shape = aspect(picture) * crop.width / crop.height
    if picture.rows:
        width = min(width, picture.rows * grid.leading * shape)
    box = Rect(0.0, 0.0, width, width / shape)
    edges = tuple(_edges(placed_outline(picture, crop, box)))
    words = tuple(
        setter.typeset(copy, theme.styles[style], width)
        for copy, style in ((picture.caption, "caption"), (picture.credit, "credit"))
        if copy is not None
    )
    gap = theme.numbers["caption_gap"]
    height = box.height + (gap if words else 0.0) + sum(len(p.lines) * p.style.leading for p in words)
    return Cutout(picture, box, crop, edges, words, gap, grid.rows_for(height), height)


def placed_outline(picture: Picture, crop: Rect, box: Rect) -> tuple[tuple[float, ...], ...]:
    """A picture's outline where its part `crop` fills the box."""
    across, down = box.width / crop.width, box.height / crop.height
    return tuple(
        tuple(
            round(box.y + (at - crop.y) * down if odd % 2 else box.x + (at - crop.x) * across, 4)
            for odd, at in enumerate(part)
        )
        for part in picture.outline
    )


def _edges(outline: Sequence[tuple[float, ...]]) -> Iterator[tuple[float, float, float, float]]:
    """Curves as straight pieces."""
    for part in outline:
        yield from ((*before, *after) for before, after in pairwise(flattened(part)))


def _strip(edge: float, measure: float, em: float, x: float, blocked: tuple[float, float] | None) -> Strip:
    """The row of a leg that begins at `edge`, beside a picture at x: the wider side of it, in whole em."""
    if blocked is None:
        return Strip(0.0, measure)
    left, right = (x + each - edge for each in blocked)
    if right <= 0.0 or left >= measure:
        return Strip(0.0, measure)
    before = max(0.0, math.floor(min(left, measure) / em + 1e-6) * em)
    after = max(0.0, math.floor((measure - max(0.0, right)) / em + 1e-6) * em)
    width = max(before, after)
    if width < LEAST_STRIP * em - 1e-6:
        return Strip(0.0, 0.0)
    return Strip(0.0 if before >= after else measure - width, width)


__all__ = ["CutoutModule", "cut_out"]
