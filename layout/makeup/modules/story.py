"""A text story as a module: head, running text in legs, and what stands beside the text,
in the cheapest arrangement for a depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from itertools import groupby
from typing import Literal, cast

from layout.display import Group, Item, Rule
from layout.issue import Copy, Emphasis, Story
from layout.makeup.blocks.borders import band, border, border_kind, ornament, square
from layout.makeup.blocks.furniture import banner_strip
from layout.makeup.blocks.heads import lines_of, make_head
from layout.makeup.blocks.picture_groups import GroupBlock
from layout.makeup.blocks.pictures import PictureBlock, Upright
from layout.makeup.blocks.placement import Stand
from layout.makeup.blocks.serials import beside_title, coming_from, going_on
from layout.makeup.grid import Legs, PageGrid, glyph_runs, merge
from layout.makeup.modules.arrangement import Arrangement, Arranger, SetHead, own_form, stack
from layout.makeup.modules.base import (
    EMPTY_FOOT,
    NO_HEAD,
    OVERSET,
    Fit,
    HeadFacts,
    LegFacts,
    Placed,
    banner_rows,
)
from layout.makeup.modules.legs import (
    LOOSENED,
    LOOSEST,
    MOST_TRADED,
    Choice,
    Flow,
    Outline,
    Unit,
    fill,
    fit,
    foot_cost,
    level,
)
from layout.makeup.modules.ways import FILLER, Prices, TextWhite, Way, Ways, White, ways_of
from layout.text.paragraph import Line, Paragraph, Typesetter
from layout.theme import Punctuation, Theme
from layout.units import GridArea, Rect
from layout.value import Memo, replace, value

AIR = 3.0  # a row of air added to a head
SHALLOW = 6.0  # a row that the deepest leg of many lacks to SHALLOW_LEG
# Rows of legs side by side, as many of them, that a reader follows without losing the line: of fewer the eye jumps more
# than it reads, and the head weighs more than its text.
SHALLOW_LEG = {1: 0, 2: 0, 3: 6}
DEEP_LEG = 9  # of four legs and more
SUPPLE = 4  # lines a paragraph has before it can give or take one unseen
BOXED_AIR = 6.0  # a row of air added to a head in a box: there is white round it already
MOST_BOXED_AIR = 2  # rows of it
RISE = 0.62  # part of a head's spare height that stands above it
LEAST_CLEAR = 4.0  # points between a border and the first row inside it
MARK = 0.34  # side of the square before an item of a list, em
# Roles whose text has a style of its own.
OWN_STYLE = ("comment", "notice", "filler", "list", "correction", "poem", "couplet")
TOLD = ("lead", "story", "comment")  # roles whose copy is read from end to end
VERSES = ("poem", "couplet")  # roles whose copy keeps its lines
WEIGHED = 6  # ways to take a depth that are set in full before one is chosen


@value
class Fitted:
    """Copy in its legs. room: of the legs less what a filler takes; given: of that, what was given to the copy;
    traded: rows won or lost by looseness; filler: its leg. flow: where its lines stand, None = as `fill` has them."""

    units: tuple[Unit, ...]
    outline: Outline
    given: tuple[int, ...]
    room: tuple[int, ...]
    cost: float
    traded: int
    filler: int | None = None
    filler_rows: int = 0
    flow: Flow | None = None

    @property
    def white(self) -> list[int]:
        """Rows left empty at the foot of each leg that holds text."""
        return [max(0, space - foot) for space, foot in zip(self.room, self.outline.feet, strict=True) if space]

    @property
    def empty(self) -> int:
        """Mean of the rows left empty, in whole rows."""
        white = self.white
        return sum(white) // len(white) if white else 0


def settled(choices: tuple[Choice, ...], room: tuple[int, ...]) -> Fitted:
    """Copy in legs of `room` rows, its paragraphs set in whichever of their ways makes it cheapest."""
    units, outline, given = fit(choices, room)
    cost = outline.cost(given)
    cost += foot_cost(sum(room) - sum(unit.depth for unit in units) if not outline.over else 0, room)
    cost += LOOSENED * sum(1 for unit, choice in zip(units, choices, strict=True) if unit is not choice.best)
    traded = sum(abs(unit.depth - choice.best.depth) for unit, choice in zip(units, choices, strict=True))
    return Fitted(units, outline, given, room, cost, traded)


class _Known:
    """What was found of a module, wherever it stands: its ways; by depth the cost and slack of the cheapest, and the
    way that is cheapest once set; ways in which paragraphs may be set; copy in its legs."""

    def __init__(self) -> None:
        self.ways: Ways | None = None
        self.costs: dict[int, tuple[float, float]] = {}
        self.chosen: dict[int, Way | None] = {}
        self.found: dict[int, Fit] = {}
        self.choices: tuple[Choice, ...] | None = None
        self.fits: dict[tuple[int, ...], Fitted] = {}


class _Stands:
    """The stands of an arrangement as a way has them. places: stand, rows before it on its legs, its rows; ends: rows
    taken on each leg, by where."""

    def __init__(self, arrangement: Arrangement, way: Way, count: int) -> None:
        self.ends: dict[str, list[int]] = {w: [0] * count for w in ("over", "beside", "top", "foot", "middle")}
        self.places = tuple(
            [
                (stand, stack(self.ends[stand.where], stand, taken), taken)
                for stand, taken in zip(arrangement.stands, way.pictures, strict=True)
            ]
        )


class StoryModule:
    """A text story: a head, running text in legs, and what stands beside the text,
    in the cheapest arrangement for a depth.

    relaxed: pictures may be wider and narrower than a house style would have them. aside: points at its left and right
    that are kept for something else.
    """

    def __init__(
        self,
        story: Story,
        column: int,
        columns: int,
        grid: PageGrid,
        theme: Theme,
        setter: Typesetter,
        relaxed: bool = False,
        aside: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        self._aside = aside
        self.story, self.column, self.columns = story, column, columns
        self._grid, self._theme, self._setter = grid, theme, setter
        self._border = border_kind(story, theme)
        self.boxed = self._border != "none"
        reach = band(self._border, theme)
        self._pad = (1 if grid.leading - reach >= LEAST_CLEAR else 2) if self.boxed else 0
        self._banner = banner_rows(theme) if story.banner is not None else 0
        inset = theme.numbers["inset"] + (reach if reach > 1.0 else 0.0) if self.boxed else 0.0
        self._inset = inset
        self._x = grid.x(column) + inset + aside[0]
        self._width = grid.span(columns) - 2 * inset - sum(aside)
        self._style = theme.styles[body_style(story)]
        if story.role in VERSES and grid.leading < self._style.leading:  # among other copy its lines stand as that does
            body = theme.styles["body"]
            self._style = replace(self._style, size=body.size, leading=body.leading)
        if story.punctuation:
            self._style = replace(self._style, punctuation=cast(Punctuation, story.punctuation))
        self._legs = self._leg_plan()
        self._arrangements = Arranger(
            *(
                self._set_in_rows(story),
                columns,
                self._legs,
                self._width,
                self._headline_style(),
                grid,
                theme,
                setter,
                relaxed,
            ),
            self._head_width(),
        ).arrangements()
        self._units = tuple(self._make_units())
        self._depth = sum(unit.depth for unit in self._units)
        supple = [_gives_and_takes(unit, setter) for unit in self._units if not unit.head]
        gives, takes = (sum(sorted(each)[-MOST_TRADED:]) for each in zip((0, 0), *supple, strict=True))
        filler = int(theme.numbers["filler_rows"]) if self._may_have_filler() else 0
        self._text_white = TextWhite(self._depth, self._legs.count, gives, takes, filler)
        self._shallowest = SHALLOW_LEG.get(self._legs.count, DEEP_LEG) if story.role in TOLD else 0
        self._known = _Known()
        # Where another story of the page changes, this one mostly stands as it did.
        self._stood: Memo[tuple[int, int, int], Placed] = Memo(2)
        self._completed()

    def _may_have_filler(self) -> bool:
        """Whether an ornament may end it: in a leg so wide it would cover a hole."""
        widest = self._grid.span(min(self._grid.columns, int(self._theme.numbers["filler_columns"])))
        narrow = self._legs.measure <= widest + self._style.size
        return narrow and self.story.jump is None and self._theme.words["fillers"] != "none"

    def _completed(self) -> None:
        """What a story of another kind has besides, once all this is known."""

    @property
    def head_strain(self) -> int:
        return self._arrangements[0].head_strain  # the arranger leaves none that are strained more than others

    # -- what a depth costs ------------------------------------------------------------------------------------------

    def cost(self, depth: int) -> float:
        return self._cheapest(depth)[0]

    def holds(self, depth: int) -> bool:
        return self._cheapest(depth)[1] >= -self._text_white.gives

    def ways(self, depth: int, most: int = WEIGHED) -> list[Way]:
        """The cheapest ways to take `depth` rows, best first; [] when not even the head fits."""
        return self._ways().cheapest(self._inner_rows(depth), most)

    def _ways(self) -> Ways:
        if self._known.ways is None:
            prices = [self._head_prices(each) for each in self._arrangements]
            self._known.ways = ways_of(self._arrangements, prices, self._depth, self._white())
        return self._known.ways

    def _inner_rows(self, depth: int) -> int:
        """Rows within box and banner."""
        return depth - 2 * self._pad - self._banner

    def _cheapest(self, depth: int) -> tuple[float, float]:
        """Cost and slack of the cheapest way to take `depth` rows; −∞ slack where not even the head fits."""
        costs = self._known.costs
        if depth not in costs:
            never = OVERSET * (1 + self._depth), float("-inf")
            if self._depth < self._shallowest * self._legs.count:
                cheapest = self.ways(depth, 1)
                costs[depth] = (cheapest[0].cost + self._shallow(cheapest[0]), cheapest[0].slack) if cheapest else never
            else:
                costs[depth] = self._ways().least(self._inner_rows(depth)) or never
        return costs[depth]

    def is_shallow(self, depth: int) -> bool:
        """Whether its legs would be too shallow for their number."""
        cheapest = self.ways(depth, 1) if self._depth < self._shallowest * self._legs.count else []
        return bool(cheapest) and self._shallow(cheapest[0]) > 0

    def _shallow(self, way: Way) -> float:
        """Price of legs too shallow for their number."""
        return SHALLOW * max(0, self._shallowest - max(way.room))

    def _head_prices(self, arrangement: Arrangement) -> Prices:
        """What each head costs, with more and more air."""
        found: list[tuple[float, ...]] = []
        for head in arrangement.heads:
            smaller = arrangement.heads[0].head.size - head.head.size
            most = int(self._theme.numbers["head_air"]) if head.head.parts else 0
            most, dear = (min(most, MOST_BOXED_AIR), BOXED_AIR) if self.boxed else (most, AIR)
            price = arrangement.price + head.price + smaller * 1.5
            found.append(tuple([price + dear * air * (1 + air) / 2 for air in range(most + 1)]))
        return tuple(found)

    def _white(self) -> White:
        """What white costs before the copy is set."""
        return self._text_white

    # -- setting it --------------------------------------------------------------------------------------------------

    @property
    def grid(self) -> PageGrid:
        return self._grid

    @property
    def least_rows(self) -> int:
        """The fewest rows that hold head and copy, by arithmetic alone."""
        rows = 1
        while rows < self._grid.rows and not self.holds(rows):
            rows += 1
        return rows

    @property
    def width(self) -> float:
        """Of its legs and the gutters between them, points."""
        return self._width

    @property
    def units(self) -> tuple[Unit, ...]:
        """Its copy as set at its best."""
        return self._units

    def beside(self, row: int, depth: int) -> Rect:
        """What is kept at its sides, or at the one that has any, where it takes these rows."""
        grid, (left, right) = self._grid, self._aside
        top, bottom = row + self._pad + self._banner, row + depth - self._pad
        x = self._x - left if left else self._x + self._width
        return Rect(x, grid.y(top), left or right, (bottom - top) * grid.leading)

    def fit(self, depth: int) -> Fit:
        found = self._known.found
        if depth not in found:
            found[depth] = self._find(depth)
        return found[depth]

    def _find(self, depth: int) -> Fit:
        way = self._best_way(depth)
        if way is None:
            return Fit(OVERSET * (1 + self._depth), self._depth + self._arrangements[0].heads[-1].rows)
        fitted = self._fitted_in(way)
        return Fit(self._whole_cost(way), fitted.outline.over, fitted.empty)

    def place(self, row: int, depth: int) -> Placed:
        at = self.column, row, depth
        return self._stood.get(at) or self._stood.put(at, self._set_at(row, depth))

    def _set_at(self, row: int, depth: int) -> Placed:
        way = self._best_way(depth)
        return self._place(way, row, depth) if way is not None else self._nothing(row, depth)

    def _place(self, way: Way, row: int, depth: int) -> Placed:
        return self._placed(way, row, depth, self._fitted_in(way))

    @property
    def head(self) -> HeadFacts:
        largest = self._arrangements[0].heads[0]
        lines = [part.paragraph for part in largest.head.parts if part.role == "headline"]
        if not lines:
            return NO_HEAD
        size = largest.head.size
        return HeadFacts(size, min(size, lines[0].style.smallest or size), len(lines[0].lines), largest.rows)

    def in_smaller_head(self, row: int, depth: int, most: float) -> Placed | None:
        """The same as `place`, but for a headline of at most `most` points on the rows of the larger one; None where it
        has none, or cannot be as small."""
        way = self._best_way(depth)
        if way is None:
            return None
        arrangement = self._arrangements[way.arrangement]
        had = arrangement.heads[way.head]
        lines = sum(len(part.paragraph.lines) for part in had.head.parts if part.role == "headline")
        story, theme = self._set_in_rows(self.story), self._theme
        head = make_head(story, had.style, had.width, max(1, lines), theme, self._setter, most)
        if head.strain > had.head.strain or head.height > had.head.height or head.size > most:
            return None
        heads = list(arrangement.heads)
        heads[way.head] = replace(had, head=head)
        arrangements = list(self._arrangements)
        arrangements[way.arrangement] = replace(arrangement, heads=tuple(heads))
        other = copy(self)
        other._arrangements = tuple(arrangements)
        return other._place(way, row, depth)

    def moved(self, column: int) -> StoryModule:
        """The same module that begins in another base column; what is known of the one is known of the other."""
        other = copy(self)
        other.column = column
        other._x = self._grid.x(column) + self._inset + self._aside[0]
        other._legs = other._leg_plan()
        return other

    def _best_way(self, depth: int) -> Way | None:
        """The cheapest way to take `depth` rows once the copy is set; None when not even the head fits."""
        chosen = self._known.chosen
        if depth not in chosen:
            best: Way | None = None
            least = float("inf")
            for way in self.ways(depth):
                cost = self._true_cost(way)
                if cost < least - 1e-9:
                    best, least = way, cost
                if cost <= way.cost:
                    break
            chosen[depth] = best
        return chosen[depth]

    def _true_cost(self, way: Way) -> float:
        """What a way costs once its copy is really set into its legs."""
        return way.cost - self._white().slack_cost(way.slack, way.room) + self._fitted_in(way).cost

    def _whole_cost(self, way: Way) -> float:
        return self._true_cost(way) + self._shallow(way)

    def _fitted_in(self, way: Way) -> Fitted:
        """The copy in its legs as a way has them."""
        return self._fitted(way.room)

    def _placed(self, way: Way, row: int, depth: int, fitted: Fitted) -> Placed:
        grid, legs = self._grid, self._legs
        arrangement = self._arrangements[way.arrangement]
        head = arrangement.heads[way.head]
        units, flow, room = fitted.units, fitted.flow or fill(fitted.units, fitted.given), fitted.room
        stands = _Stands(arrangement, way, legs.count)
        top, bottom = row + self._pad + self._banner, row + depth - self._pad
        over = max(stands.ends["over"])
        starts, shifts = self._starts(way, stands, fitted, flow, bottom)
        items: list[Item] = []
        area = GridArea(self.column, self.columns, row, depth)
        if self.boxed:
            items += border(grid.box(area), self._border, self._theme)
        if self.story.banner is not None:
            items.extend(
                banner_strip(
                    self.story.banner, self._x, grid.y(row + self._pad), self._width, self._theme, self._setter
                )
            )
            if self.story.serial is not None:
                beside = beside_title(
                    self.story.serial, self._x, grid.y(row + self._pad), self._width, self._theme, self._setter
                )
                items.extend(beside)
        items += self._head_items(head, top + over, head.rows + way.air, bottom - top - over)
        items += body_items(units, flow, legs, starts, grid, shifts)
        items += self._tier_rules(starts, room, way, bottom)
        if fitted.filler is not None:
            box = self._leg_box(fitted.filler, bottom - stands.ends["foot"][fitted.filler], fitted.filler_rows)
            items += ornament(box, self._theme.inks["frame"])
        pictures: list[Rect] = []
        for stand, at, taken in stands.places:
            x, y = self._stand_corner(stand, at, taken, head, way, top, bottom, shifts)
            items += stand.block.items(x, y, taken, self._theme, self._setter)
            if isinstance(stand.block, PictureBlock | Upright):
                pictures.append(stand.block.picture_box(x, y, taken))
            elif isinstance(stand.block, GroupBlock):
                pictures.append(Rect(x, y, stand.block.width, stand.block.height(taken)))
        items += self._amid_text(way, bottom)
        white = fitted.white
        return Placed(
            self.story,
            area,
            (Group("story", tuple(items), self.story.name, bool(self.story.arrived)),),
            self._whole_cost(way),
            self.boxed,
            sum(_characters(units[unit].paragraph.lines[line]) for unit, line in flow.over),
            len(flow.over),
            fitted.empty,
            int(sum(white) * legs.measure / self._style.size),
            tuple(LegFacts(foot, space, space < max(room)) for foot, space in zip(flow.feet, room, strict=True)),
            head.head.size,
            head.rows + way.air,
            head.head.strain,
            flow.widows,
            tuple(
                stand.block.crop_amount(taken)
                for stand, _, taken in stands.places
                if isinstance(stand.block, GroupBlock)
                or (isinstance(stand.block, PictureBlock | Upright) and stand.block.picture.pixels is not None)
            ),
            tuple(pictures),
            (
                *(part.paragraph for part in head.head.parts),
                *(unit.paragraph for unit in units),
                *(paragraph for stand, _, _ in stands.places for paragraph in stand.block.paragraphs),
            ),
            tuple((name, amount) for name, amount in self._tactics(way, head, fitted) if amount),
        )

    def _amid_text(self, way: Way, bottom: int) -> Iterator[Item]:
        """What stands amid the lines without taking rows from its legs. bottom: the row after the story's last."""
        return iter(())

    def _tactics(self, way: Way, head: SetHead, fitted: Fitted) -> Iterator[tuple[str, int]]:
        """What was done to the story beyond what its house style wants, and how far."""
        form = own_form(self.story)
        yield "head", way.head
        yield "form", 1 if head.form != form else 0
        yield "width", 1 if way.arrangement and head.form == form else 0
        stands = self._arrangements[way.arrangement].stands
        crops = [stand.block.crop_amount(taken) for stand, taken in zip(stands, way.pictures, strict=True)]
        yield "crop", round(100 * max(crops, default=0.0))
        yield "air", way.air
        yield "loose", fitted.traded
        yield "filler", fitted.filler_rows

    def _tier_rules(self, starts: Sequence[int], room: Sequence[int], way: Way, bottom: int) -> Iterator[Item]:
        """Rules between the legs of the story (段线), as far as both of two neighbours hold text."""
        thickness, grid, legs = self._theme.numbers["tier_rule"], self._grid, self._legs
        if not thickness or legs.count < 2:
            return
        stands = _Stands(self._arrangements[way.arrangement], way, legs.count)
        across = {
            leg
            for stand, _, taken in stands.places
            if stand.where == "middle"
            for leg in range(stand.leg, stand.leg + stand.legs - 1)
        }
        rules: list[Item] = []
        for leg in range(legs.count - 1):
            if not (room[leg] and room[leg + 1]) or leg in across:
                continue
            foot = bottom - max(stands.ends["foot"][leg], stands.ends["foot"][leg + 1])
            x = legs.left(leg + 1) - legs.gutter / 2
            top = grid.y(max(starts[leg], starts[leg + 1]))
            rules.append(Rule(x, top, x, grid.y(foot), thickness, self._theme.inks["frame"]))
        if rules:
            yield Group("artifact", tuple(rules))

    def _fitted(self, room: tuple[int, ...]) -> Fitted:
        """The copy in its legs, with an ornament at the foot where that costs less than the white would."""
        fits = self._known.fits
        if room not in fits:
            fits[room] = self._find_fit(room)
        return fits[room]

    def _find_fit(self, room: tuple[int, ...]) -> Fitted:
        best = self._fit(room)
        leg, rows = self._text_white.ornament(sum(room) - self._depth, room)
        price = best.cost + EMPTY_FOOT * max(0, best.empty - 1)  # white of two rows is a fault, an ornament is none
        if not rows or price < FILLER:
            return best
        less = tuple(space - rows if at == leg else space for at, space in enumerate(room))
        other = self._fit(less)
        if other.empty > 1 or other.cost + FILLER >= price:  # it ends a story, and is no cover for a hole
            return best
        return replace(other, cost=other.cost + FILLER, filler=leg, filler_rows=rows)

    def _fit(self, room: tuple[int, ...]) -> Fitted:
        outline = level(self._units, room)
        if outline is not None:  # nothing to be gained by any other setting of its paragraphs, so that none is made
            return Fitted(self._units, outline, room, room, 0.0, 0)
        return settled(self._pliable(), room)

    def _starts(
        self, way: Way, stands: _Stands, fitted: Fitted, flow: Flow, bottom: int
    ) -> tuple[list[int], dict[int, tuple[int, int]]]:
        """The page row at which each leg's text begins; and for a leg with a quote amid its text after how many rows of
        text the quote stands, and its rows."""
        foot, middle = stands.ends["foot"], stands.ends["middle"]
        starts = [bottom - foot[leg] - middle[leg] - space for leg, space in enumerate(way.room)]
        quoted = [leg for leg, taken in enumerate(middle) if taken]
        shifts = {leg: (_quote_row(fitted.units, flow, leg, order), middle[leg]) for order, leg in enumerate(quoted)}
        return starts, shifts

    def _stand_corner(
        self,
        stand: Stand,
        at: int,
        taken: int,
        head: SetHead,
        way: Way,
        top: int,
        bottom: int,
        shifts: Mapping[int, tuple[int, int]],
    ) -> tuple[float, float]:
        """Top left corner of a stand, points. at: rows of its legs that stands before it take."""
        grid = self._grid
        stands = self._arrangements[way.arrangement].stands
        over = sum(rows for other, rows in zip(stands, way.pictures, strict=True) if other.where == "over")
        if stand.where == "over":
            return self._x, grid.y(top + at)
        x = self._legs.left(stand.leg)
        if stand.where == "beside":
            return x, grid.y(top + over + at)
        if stand.where == "foot":
            # A picture's block keeps its air below the picture; at a foot the air belongs above it.
            drop = stand.block.below if isinstance(stand.block, PictureBlock | GroupBlock | Upright) else 0.0
            return x, grid.y(bottom - at - taken) + drop
        under = head.rows + way.air if head.over(stand.leg) or head.over(stand.leg + stand.legs - 1) else 0
        if stand.where == "middle":
            pictures = self._top_rows(way, stand.leg)
            return x, grid.y(top + over + under + pictures + shifts[stand.leg][0] + at)
        return x, grid.y(top + over + under + at)

    def _top_rows(self, way: Way, leg: int) -> int:
        """Rows that stands take at the top of a leg."""
        return _Stands(self._arrangements[way.arrangement], way, self._legs.count).ends["top"][leg]

    def _leg_box(self, leg: int, foot: int, rows: int) -> Rect:
        grid = self._grid
        return Rect(self._legs.left(leg), grid.y(foot - rows), self._legs.measure, rows * grid.leading)

    def _nothing(self, row: int, depth: int) -> Placed:
        """No room even for the head: nothing is drawn, everything is reported."""
        head = self._arrangements[0].heads[-1]
        paragraphs = (*(part.paragraph for part in head.head.parts), *(unit.paragraph for unit in self._units))
        return Placed(
            self.story,
            GridArea(self.column, self.columns, row, depth),
            (),
            OVERSET * (1 + self._depth),
            overset=sum(_characters(line) for paragraph in paragraphs for line in paragraph.lines),
            overset_rows=self._depth + head.rows,
        )

    def _head_items(self, head: SetHead, row: int, rows: int, below: int) -> Iterator[Item]:
        """The head within its rows; what they leave over stands more above it than below, so that it clings to its
        text. Beside its text (左题) it stands in the middle of the story's height."""
        grid = self._grid
        if head.form == "left":
            spare, rise = below * grid.leading - head.head.height, 0.46
        else:
            gap = self._theme.numbers["head_gap"]
            spare = max(0.0, rows * grid.leading - head.head.height - gap)
            rise = RISE
            if spare and not self.boxed:  # no more than a row of white below it; in a box that would all be above it
                rise = max(RISE, 1 - max(0.0, grid.leading - gap) / spare)
        x = self._x if head.legs == self._legs.count else self._legs.left(head.leg)
        yield from head.head.items(x, grid.y(row) + max(0.0, spare) * rise)

    # -- made once ---------------------------------------------------------------------------------------------------

    def _leg_plan(self) -> Legs:
        grid, story = self._grid, self.story
        em = self._style.size
        # What is kept aside may be whole columns; the others are then the legs they would be without it.
        step = grid.measure + grid.gutter
        aside = round(sum(self._aside) / step)
        own = not self.boxed and abs(sum(self._aside) - aside * step) < 0.01
        columns = self.columns - aside if own else self.columns
        base = Legs(columns, self._x, grid.measure, grid.gutter, grid.half, grid.fold) if own else None
        if story.columns:
            return merge(self._x, self._width, story.columns, em, base, self.boxed, grid.step)
        beside = any(picture.place in ("top-left", "top-right") for picture in story.pictures)
        if story.role == "photo-news" and self.columns <= 2 and not beside:
            return merge(self._x, self._width, 1, em, base, self.boxed, grid.step)
        return merge(self._x, self._width, columns, em, base, self.boxed, grid.step)

    def _set_in_rows(self, story: Story) -> Story:
        """The story with what takes whole rows of its legs."""
        return story

    def _head_width(self) -> float:
        """Of a head over the whole story, points."""
        return self._width

    def _headline_style(self) -> str:
        return headline_style(self.story, self.columns)

    def _make_units(self) -> Iterator[Unit]:
        """The copy, between the lines that tie a serial's instalment to others, and whose it is at the end; where it
        jumps these go with its rest."""
        story, whole = self.story, self.story.jump is None
        if whole and story.serial is not None and (words := coming_from(story.serial)):
            yield jump_line(words, self._theme, self._setter, self._legs.measure, "left")
        yield from self._body_units()
        if whole and story.serial is not None and (words := going_on(story.serial)):
            yield jump_line(words, self._theme, self._setter, self._legs.measure, "right")
        for line in story.signature if whole else ():
            style = replace(self._theme.styles["signature"], align="right", indent=0.0)
            measure = self._legs.measure - style.size
            yield Unit(self._setter.typeset(line, style, measure), role="signature")

    def _body_units(self) -> Iterator[Unit]:
        body = self.story.body
        if self.story.role in VERSES:
            yield from (self._verse(block.copy) for block in body)
            return
        if self.story.role != "list" or self.story.jump is not None:
            yield from (self._set(index) for index in range(len(body)))
            return
        from layout.makeup.modules.lists import list_units

        for kind, group in groupby(range(len(body)), key=lambda index: body[index].kind):
            if kind == "item":
                copies = [self._copy(index) for index in group]
                yield from list_units(copies, self._style, self._legs.measure, self._setter)
            else:
                yield from (self._set(index) for index in group)

    def _set(self, index: int) -> Unit:
        block = self.story.body[index]
        if block.kind == "subhead":
            paragraph = self._setter.typeset(block.copy, self._theme.styles["subhead"], self._legs.measure)
            rows = max(int(self._theme.numbers["subhead_rows"]), len(paragraph.lines))
            return Unit(paragraph, True, rows)
        if block.kind == "item" and not block.goes_on:
            from layout.makeup.modules.lists import hung, numbered

            if not numbered(block.copy):
                return hung(self._copy(index), self._style, self._legs.measure, self._setter)
        style = replace(self._style, indent=0.0) if block.goes_on else self._style
        if style.drop:
            # An initial opens a story, not every paragraph of it.
            opens = index == 0 and not block.goes_on
            style = replace(style, drop=style.drop if opens else 0, indent=0.0 if opens else style.indent)
        return Unit(self._setter.typeset(self._copy(index), style, self._legs.measure))

    def _verse(self, copy: Copy) -> Unit:
        """A line of a poem, never justified; an empty one is a row of white."""
        paragraph = self._setter.typeset(copy, replace(self._style, indent=0.0, align="left"), self._legs.measure)
        return Unit(paragraph) if copy.text else Unit(paragraph, True, 1)

    def _copy(self, index: int) -> Copy:
        copy = self.story.body[index].copy
        first = next((i for i, block in enumerate(self.story.body) if block.kind == "paragraph"), None)
        return run_in(self.story.dateline, copy) if index == first and self.story.dateline is not None else copy

    def _pliable(self) -> tuple[Choice, ...]:
        known = self._known
        if known.choices is None:
            known.choices = tuple(Choice(unit) if unit.head else choice(unit, self._setter) for unit in self._units)
        return known.choices


def headline_style(story: Story, columns: int) -> str:
    """The style of a headline, by what its story is and how wide."""
    if story.arrived:
        return "headline-jump"
    if story.genre == "editorial":
        return "headline-editorial"
    if story.role in ("comment", "correction"):
        return f"headline-{story.role}"
    if story.role in VERSES:
        return "headline-poem"
    if story.role == "photo-news":
        return "headline-photo"
    if story.role == "notice":
        return "headline-notice"
    if story.role == "filler":
        return "headline-filler"
    if story.role == "lead" or story.rank == 1:
        return "headline-lead"
    if columns == 1:
        return "headline-single"
    return "headline-second" if story.rank == 2 else "headline-third"


def _most(lines: int) -> int:
    """Lines that a paragraph of so many may give or take unseen."""
    return 0 if lines < SUPPLE else 1 if lines < 3 * SUPPLE else 2


def _gives_and_takes(unit: Unit, setter: Typesetter) -> tuple[int, int]:
    """Lines that a paragraph can do without, and that it can take besides."""
    lines = len(unit.paragraph.lines)
    most = _most(lines)
    if not most:
        return 0, 0
    few, many = setter.lengths(unit.paragraph)
    return min(most, lines - few), min(most, many - lines)


def choice(unit: Unit, setter: Typesetter) -> Choice:
    """The ways a paragraph can be set with a line or two less or more, none looser than LOOSEST beyond what it was."""
    paragraph = unit.paragraph
    lines = len(paragraph.lines)
    limit = LOOSEST if paragraph.even or not lines else max(LOOSEST, *(line.gap for line in paragraph.lines))
    others: list[Unit] = []
    for looseness in (-1, 1, -2, 2)[: 2 * _most(lines)]:
        other = setter.typeset(paragraph.copy, paragraph.style, paragraph.measure, looseness)
        if len(other.lines) != lines + looseness or _lone(other):
            continue
        if other.even or all(line.gap <= limit for line in other.lines):
            others.append(replace(unit, paragraph=other))
    return Choice(unit, tuple(others))


def _lone(paragraph: Paragraph) -> bool:
    """Whether the last line holds one character, marks not counted (R18)."""
    last = paragraph.lines[-1]
    return sum(map(str.isalnum, paragraph.copy.text[last.start : last.end])) < 2


def body_items(
    units: tuple[Unit, ...],
    flow: Flow,
    legs: Legs,
    starts: list[int],
    grid: PageGrid,
    shifts: Mapping[int, tuple[int, int]],
) -> Iterator[Item]:
    """Paragraphs as groups of their lines, in reading order; starts: the page row at which each leg's text begins;
    shifts: for a leg, after how many rows of it how many are taken by something else."""
    by_unit: dict[int, list[Item]] = {}
    marks: list[Item] = []
    for slot in flow.slots:
        unit = units[slot.unit]
        x = legs.left(slot.leg) + unit.left
        row = starts[slot.leg] + slot.row
        if slot.leg in shifts and slot.row >= shifts[slot.leg][0]:
            row += shifts[slot.leg][1]
        if unit.left and slot.line == 0 and not unit.head:
            side = grid.body_size * MARK
            left, above = legs.left(slot.leg) + 0.15 * unit.left, grid.baseline(row) - grid.body_size * 0.57
            marks.append(square(left, above, side, unit.paragraph.style.ink))
        group = by_unit.setdefault(slot.unit, [])
        if unit.head:
            style = unit.paragraph.style
            height = (len(unit.paragraph.lines) - 1) * style.leading + style.size
            group += lines_of(unit.paragraph, x, grid.y(row) + (unit.depth * grid.leading - height) / 2)
        else:
            group += glyph_runs(unit.paragraph, unit.paragraph.lines[slot.line], x, grid.baseline(row))
    for index, runs in by_unit.items():
        if not runs:  # the white between two stanzas
            continue
        yield Group("subhead" if units[index].head else units[index].role, tuple(runs))
    if marks:
        yield Group("artifact", tuple(marks))


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


def body_style(story: Story) -> str:
    """The style of its copy: its genre's, its role's, or that of all copy."""
    if story.genre:
        return f"comment-{story.genre}"
    return story.role if story.role in OWN_STYLE or story.role == "couplet" else "body"


def _quote_row(units: tuple[Unit, ...], flow: Flow, leg: int, order: int) -> int:
    """After how many rows of a leg's text a quote may stand: near its middle, not within a subhead nor right after one.
    order: of the quotes of the story; they stand by turns higher and lower, for two on a level would read as one."""
    slots = [slot for slot in flow.slots if slot.leg == leg]
    heads = [(slot.row, slot.row + units[slot.unit].depth) for slot in slots if units[slot.unit].head]
    rows = flow.feet[leg]
    free = [row for row in range(rows + 1) if not any(first < row <= after for first, after in heads)]
    height = 0.4 if order % 2 == 0 else 0.65
    return min(free, key=lambda row: abs(row - rows * height))


def _characters(line: Line) -> int:
    return sum(len(text) for run in line.runs for text in run.texts)


__all__ = ["StoryModule", "body_items", "body_style", "choice", "headline_style"]
