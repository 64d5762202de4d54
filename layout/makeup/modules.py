"""What make-up moves about: a module takes some base columns and any depth in rows, and knows what each depth costs.

`Module` is the promise; a text story keeps it here, a briefs panel in briefs.py. Costs compare ways of filling a page: 0 = as the
house style wants it, 1000 and more = copy does not fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING, Literal, Protocol

from layout.diagnostics import Span
from layout.display import Frame, Group, Item
from layout.issue import Copy, Emphasis, Story
from layout.makeup.flow import LOOSENED, LOOSEST, Choice, Flow, Unit, fit, foot_cost
from layout.makeup.furniture import banner_strip
from layout.makeup.grid import Area, Legs, PageGrid, glyph_runs, merge
from layout.makeup.heads import Head, lines_of, make_head
from layout.makeup.pictures import PictureBlock, set_picture
from layout.text.paragraph import Line, Paragraph, Typesetter
from layout.theme import TextStyle, Theme
from layout.units import Rect
from layout.value import value

if TYPE_CHECKING:
    from layout.makeup.jumps import Turn

OVERSET = 1000.0  # a row of copy that finds no room
AIR = 3.0  # a row of air added to a head
STUB = 4.0  # a row that a leg, say under a picture, lacks to LEAST_LEG
LEAST_LEG = 5  # rows (Q11)
SUPPLE = 4  # lines a paragraph has before it can give or take one unseen
RISE = 0.62  # part of a head's spare height that stands above it
CROP = 50.0  # times the crop amount squared
WEIGHED = 6  # ways to take a depth that are set in full before one is chosen


@value
class LegFacts:
    """One leg as set: rows of text it holds, rows it was given, and whether a picture stands over it."""

    rows: int
    room: int
    picture: bool = False


@value
class Placed:
    """A module on the page, and what the checks want to know of it.

    overset: characters without room; overset_rows: their rows. empty: rows left at the foot of the longest leg.
    head_size: points; head_rows: its rows; crops: crop amount of each picture; paragraphs: every paragraph really set.
    """

    story: Story
    area: Area
    items: tuple[Item, ...]
    cost: float = 0.0
    boxed: bool = False
    overset: int = 0
    overset_rows: int = 0
    empty: int = 0
    room_characters: int = 0
    legs: tuple[LegFacts, ...] = ()
    head_size: float = 0.0
    head_rows: int = 0
    head_fitted: bool = True
    widows: int = 0
    crops: tuple[float, ...] = ()
    pictures: tuple[Rect, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    tactics: tuple[tuple[str, int], ...] = ()
    turn: Turn | None = None


class Module(Protocol):
    """Something that fills base columns `column` … `column + columns` to any depth."""

    story: Story
    column: int
    columns: int

    def cost(self, depth: int) -> float:
        """What taking `depth` rows would cost, by arithmetic alone."""

    def place(self, row: int, depth: int) -> Placed:
        """The module set into rows `row` … `row + depth`."""


@value
class Way:
    """One way to take a depth: which head, rows of air added to it, rows of each picture; slack in rows over all legs."""

    cost: float
    head: int
    air: int
    pictures: tuple[int, ...]
    slack: int


@value
class _Stand:
    """A picture's place: its legs, and whether it stands over the head (photo news) or in the legs at their top."""

    block: PictureBlock
    leg: int
    legs: int
    over: bool


class StoryModule:
    """A text story: head over its legs, pictures at the top right of them, or over everything for photo news."""

    def __init__(
        self, story: Story, column: int, columns: int, grid: PageGrid, theme: Theme, setter: Typesetter
    ) -> None:
        self.story, self.column, self.columns = story, column, columns
        self._grid, self._theme, self._setter = grid, theme, setter
        self.boxed = story.box if story.box is not None else story.role in ("comment", "notice")
        self._pad = 1 if self.boxed else 0
        self._banner = banner_rows(theme) if story.banner is not None else 0
        inset = theme.numbers["inset"] if self.boxed else 0.0
        self._x = grid.x(column) + inset
        self._width = grid.span(columns) - 2 * inset
        self._style = theme.styles[story.role if story.role in ("comment", "notice") else "body"]
        self._legs = self._leg_plan()
        self._heads = self._make_heads()
        self._units = tuple(self._make_units())
        self._depth = sum(unit.depth for unit in self._units)
        self._stands = tuple(self._stand_pictures())
        # A supple paragraph may give or take a line or two; only `place` finds out which really do.
        self._pliant = sum(min(2, unit.depth // SUPPLE) for unit in self._units if not unit.head)
        self._choices: tuple[Choice, ...] | None = None
        self._ways: dict[int, tuple[Way, ...]] = {}

    # -- what a depth costs ------------------------------------------------------------------------------------------

    def cost(self, depth: int) -> float:
        ways = self.ways(depth)
        return ways[0].cost if ways else OVERSET * (1 + self._depth)

    def ways(self, depth: int) -> tuple[Way, ...]:
        """The cheapest ways to take `depth` rows, best first; () when not even the head fits."""
        if depth not in self._ways:
            self._ways[depth] = tuple(sorted(self._all_ways(depth), key=lambda way: way.cost)[:WEIGHED])
        return self._ways[depth]

    def _all_ways(self, depth: int) -> Iterator[Way]:
        inner = depth - 2 * self._pad - self._banner
        ranges = [range(stand.block.least, stand.block.most + 1) for stand in self._stands]
        for index, head in enumerate(self._heads):
            head_rows = self._head_rows(head)
            smaller = self._heads[0].size - head.size
            for air in range(int(self._theme.numbers["head_air"]) + 1 if head.parts else 1):
                rows = inner - head_rows - air
                if rows < 1:
                    continue
                for picture_rows in islice(product(*ranges), 4000):
                    room = self._room(rows, picture_rows)
                    if min(room) < 0:
                        continue
                    slack = sum(room) - self._depth
                    cost = smaller * 1.5 + AIR * air * (1 + air) / 2 + self._slack_cost(slack, room)
                    cost += sum(STUB * (LEAST_LEG - space) for space in room if 0 < space < LEAST_LEG)
                    for stand, taken in zip(self._stands, picture_rows, strict=True):
                        cost += CROP * stand.block.crop_amount(taken) ** 2
                    yield Way(cost, index, air, picture_rows, slack)

    def _slack_cost(self, slack: int, room: tuple[int, ...]) -> float:
        """Price of slack rows over all legs, hoping that every supple paragraph gives or takes what it may: copyfit puts
        the true cost in where it sets the module."""
        traded = min(abs(slack), self._pliant)
        beyond = abs(slack) - traded
        if slack < 0:
            return LOOSENED * traded + OVERSET * beyond
        return LOOSENED * traded + foot_cost(beyond, room)

    def _room(self, rows: int, picture_rows: tuple[int, ...]) -> tuple[int, ...]:
        """Rows of text each leg has when head and air have left `rows`."""
        room = [rows] * self._legs.count
        for stand, taken in zip(self._stands, picture_rows, strict=True):
            for leg in range(stand.leg, stand.leg + stand.legs):
                room[leg] -= taken
        return tuple(room)

    # -- setting it --------------------------------------------------------------------------------------------------

    def place(self, row: int, depth: int) -> Placed:
        best: Placed | None = None
        for way in self.ways(depth):
            placed = self._place(way, row, depth)
            if best is None or placed.cost < best.cost - 1e-9:
                best = placed
            if placed.cost <= way.cost:
                break
        return best if best is not None else self._nothing(row, depth)

    def _place(self, way: Way, row: int, depth: int) -> Placed:
        grid = self._grid
        head = self._heads[way.head]
        head_rows = self._head_rows(head) + way.air
        top = row + self._pad + self._banner
        over = sum(taken for stand, taken in zip(self._stands, way.pictures, strict=True) if stand.over)
        body_row = top + over + head_rows
        rows = row + depth - self._pad - body_row
        room = self._room(rows + over, way.pictures)
        units, flow, given = fit(self._pliable(), room)
        starts = [row + depth - self._pad - space for space in room]
        pictures = tuple(self._picture_items(way, top, head_rows))
        items: list[Item] = []
        area = Area(self.column, self.columns, row, depth)
        if self.boxed:
            box = grid.box(area)
            items.append(Group("artifact", (Frame(box, self._theme.numbers["box_rule"], self._theme.inks["frame"]),)))
        if self.story.banner is not None:
            items.extend(
                banner_strip(
                    self.story.banner, self._x, grid.y(row + self._pad), self._width, self._theme, self._setter
                )
            )
        items += self._head_items(head, top + over, head_rows)
        items += body_items(units, flow, self._legs, starts, grid)
        for group, _ in pictures:
            items += group
        lost = sum(_characters(units[unit].paragraph.lines[line]) for unit, line in flow.over)
        empty = max(0, min((space - foot for space, foot in zip(room, flow.feet, strict=True) if space), default=0))
        cost = way.cost - self._slack_cost(way.slack, room) + flow.cost(given)
        cost += foot_cost(sum(room) - sum(unit.depth for unit in units) if not flow.over else 0, room)
        cost += LOOSENED * sum(
            1 for unit, choice in zip(units, self._pliable(), strict=True) if unit is not choice.best
        )
        return Placed(
            self.story,
            area,
            (Group("story", tuple(items), self.story.name),),
            cost,
            self.boxed,
            lost,
            len(flow.over),
            empty,
            int(empty * self._legs.count * self._legs.measure / self._style.size),
            tuple(LegFacts(foot, space, space < max(room)) for foot, space in zip(flow.feet, room, strict=True)),
            head.size,
            head_rows,
            head.fitted,
            flow.widows,
            tuple(
                stand.block.crop_amount(taken)
                for stand, taken in zip(self._stands, way.pictures, strict=True)
                if stand.block.picture.pixels is not None
            ),
            tuple(rect for _, rect in pictures),
            (
                *(part.paragraph for part in head.parts),
                *(unit.paragraph for unit in units),
                *(
                    paragraph
                    for stand in self._stands
                    for paragraph in (stand.block.caption, stand.block.credit)
                    if paragraph is not None
                ),
            ),
            tuple(
                (name, amount)
                for name, amount in (
                    ("head", way.head),
                    ("air", way.air),
                    ("loose", sum(abs(u.depth - c.best.depth) for u, c in zip(units, self._pliable(), strict=True))),
                )
                if amount
            ),
        )

    def _nothing(self, row: int, depth: int) -> Placed:
        """No room even for the head: nothing is drawn, everything is reported."""
        paragraphs = (*(part.paragraph for part in self._heads[-1].parts), *(unit.paragraph for unit in self._units))
        return Placed(
            self.story,
            Area(self.column, self.columns, row, depth),
            (),
            OVERSET * (1 + self._depth),
            overset=sum(_characters(line) for paragraph in paragraphs for line in paragraph.lines),
            overset_rows=self._depth + self._head_rows(self._heads[-1]),
        )

    def _head_items(self, head: Head, row: int, rows: int) -> Iterator[Item]:
        """The head within its rows; what they leave over stands more above it than below, so that it clings to its text."""
        grid = self._grid
        spare = rows * grid.leading - head.height - self._theme.numbers["head_gap"]
        yield from head.items(self._x, grid.y(row) + max(0.0, spare) * RISE)

    def _picture_items(self, way: Way, top: int, head_rows: int) -> Iterator[tuple[tuple[Item, ...], Rect]]:
        grid = self._grid
        used = [0] * self._legs.count
        over = 0
        for stand, taken in zip(self._stands, way.pictures, strict=True):
            if stand.over:
                x, y = self._x, grid.y(top + over)
                over += taken
            else:
                x = self._legs.left(stand.leg)
                y = grid.y(top + head_rows + max(used[stand.leg : stand.leg + stand.legs]))
                for leg in range(stand.leg, stand.leg + stand.legs):
                    used[leg] += taken
            rect = Rect(x, y, stand.block.width, stand.block.height(taken))
            yield tuple(stand.block.items(x, y, taken, self._theme, self._setter)), rect

    # -- made once ---------------------------------------------------------------------------------------------------

    def _leg_plan(self) -> Legs:
        grid, story = self._grid, self.story
        em = self._style.size
        base = Legs(self.columns, self._x, grid.measure, grid.gutter) if not self.boxed else None
        if story.columns:
            return merge(self._x, self._width, story.columns, em, base)
        if story.role == "photo-news" and self.columns <= 2:
            return merge(self._x, self._width, 1, em, base)
        return merge(self._x, self._width, self.columns, em, base)

    def _make_heads(self) -> tuple[Head, ...]:
        """The heads the story may wear, biggest first; one a number of lines."""
        style = self._headline_style()
        most = 3 if self.columns == 1 else 2
        heads: list[Head] = []
        for lines in range(most, 0, -1) if len(self.story.headline) == 1 else [most]:
            head = make_head(self.story, style, self._width, lines, self._theme, self._setter)
            if all(head.parts != other.parts for other in heads) and (head.fitted or not heads):
                heads.append(head)
        fitted = [head for head in heads if head.fitted] or heads[:1]
        return tuple(sorted(fitted, key=lambda head: (-head.size, head.height)))

    def _headline_style(self) -> str:
        story = self.story
        if story.arrived:
            return "headline-jump"
        if story.role == "comment":
            return "headline-comment"
        if story.role == "photo-news":
            return "headline-photo"
        if story.role == "notice":
            return "headline-notice"
        if story.role == "lead" or story.rank == 1:
            return "headline-lead"
        if self.columns == 1:
            return "headline-single"
        return "headline-second" if story.rank == 2 else "headline-third"

    def _head_rows(self, head: Head) -> int:
        if not head.parts:
            return 0
        return self._grid.rows_for(head.height + self._theme.numbers["head_gap"])

    def _make_units(self) -> Iterator[Unit]:
        return (self._set(block_index) for block_index in range(len(self.story.body)))

    def _set(self, index: int) -> Unit:
        block = self.story.body[index]
        if block.kind == "subhead":
            paragraph = self._setter.typeset(block.copy, self._theme.styles["subhead"], self._legs.measure)
            rows = max(int(self._theme.numbers["subhead_rows"]), len(paragraph.lines))
            return Unit(paragraph, True, rows)
        style = replace(self._style, indent=0.0) if block.goes_on else self._style
        return Unit(self._setter.typeset(self._copy(index), style, self._legs.measure))

    def _copy(self, index: int) -> Copy:
        copy = self.story.body[index].copy
        first = next((i for i, block in enumerate(self.story.body) if block.kind == "paragraph"), None)
        return run_in(self.story.dateline, copy) if index == first and self.story.dateline is not None else copy

    def _pliable(self) -> tuple[Choice, ...]:
        if self._choices is None:
            self._choices = tuple(Choice(unit) if unit.head else choice(unit, self._setter) for unit in self._units)
        return self._choices

    def _stand_pictures(self) -> Iterator[_Stand]:
        legs, grid = self._legs, self._grid
        gap = self._theme.numbers["picture_gap"]
        cursor = legs.count
        for picture in self.story.pictures:
            if self.story.role == "photo-news":
                block = set_picture(picture, self._width, grid, self._theme, self._setter, gap)
                yield _Stand(block, 0, legs.count, True)
                continue
            wanted = grid.span(picture.columns) if picture.columns else 0.0
            across = max(
                1,
                min(
                    legs.count,
                    round((wanted + legs.gutter) / (legs.measure + legs.gutter))
                    if wanted
                    else (legs.count + 1) // 2
                    if legs.count > 1
                    else 1,
                ),
            )
            if cursor < across:
                cursor = legs.count
            cursor -= across
            block = set_picture(picture, legs.span(across), grid, self._theme, self._setter, gap)
            yield _Stand(block, cursor, across, False)


def banner_rows(theme: Theme) -> int:
    """Rows a section banner takes, its air below included."""
    return int(theme.numbers["banner_rows"])


def choice(unit: Unit, setter: Typesetter) -> Choice:
    """The ways a paragraph can be set with a line or two less or more, none looser than LOOSEST beyond what it was."""
    paragraph = unit.paragraph
    lines = len(paragraph.lines)
    limit = max(LOOSEST, *(line.gap for line in paragraph.lines)) if lines else LOOSEST
    reach = 0 if lines < SUPPLE else 1 if lines < 3 * SUPPLE else 2
    others: list[Unit] = []
    for looseness in (-1, 1, -2, 2)[: 2 * reach]:
        other = setter.typeset(paragraph.copy, paragraph.style, paragraph.measure, looseness)
        if len(other.lines) == lines + looseness and all(line.gap <= limit for line in other.lines):
            others.append(Unit(other))
    return Choice(unit, tuple(others))


def body_items(units: tuple[Unit, ...], flow: Flow, legs: Legs, starts: list[int], grid: PageGrid) -> Iterator[Item]:
    """Paragraphs as groups of their lines, in reading order; starts: the page row at which each leg's text begins."""
    by_unit: dict[int, list[Item]] = {}
    for slot in flow.slots:
        unit = units[slot.unit]
        x = legs.left(slot.leg)
        row = starts[slot.leg] + slot.row
        group = by_unit.setdefault(slot.unit, [])
        if unit.head:
            style = unit.paragraph.style
            height = (len(unit.paragraph.lines) - 1) * style.leading + style.size
            group += lines_of(unit.paragraph, x, grid.y(row) + (unit.depth * grid.leading - height) / 2)
        else:
            group += glyph_runs(unit.paragraph, unit.paragraph.lines[slot.line], x, grid.baseline(row))
    for index, runs in by_unit.items():
        yield Group("subhead" if units[index].head else units[index].role, tuple(runs))


def jump_line(words: str, theme: Theme, setter: Typesetter, measure: float, align: Literal["left", "right"]) -> Unit:
    """下转 or 上接 on a row of its own."""
    style = replace(theme.styles["jump"], align=align, indent=0.0)
    return Unit(setter.typeset(Copy(words), style, measure), role="artifact")


def run_in(dateline: Copy, copy: Copy) -> Copy:
    """A dateline (电头) set in at the head of the first paragraph, in the strong face."""
    shift = len(dateline.text)
    moved = tuple(Emphasis(e.start + shift, e.end + shift, e.kind, e.value) for e in copy.emphases)
    offsets = copy.offsets or tuple(range(copy.start, copy.start + len(copy.text)))
    return replace(
        copy,
        text=dateline.text + copy.text,
        emphases=(Emphasis(0, shift, "strong"), *moved),
        offsets=(*([offsets[0] if offsets else copy.start] * shift), *offsets),
    )


def _characters(line: Line) -> int:
    return sum(len(text) for run in line.runs for text in run.texts)


__all__ = ["LegFacts", "Module", "Placed", "Span", "StoryModule", "TextStyle", "Way", "body_items", "choice"]
