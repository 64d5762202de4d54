"""A text story as a module: head, running text in legs, and what stands beside the text,
in the cheapest arrangement for a depth.

Its copy comes from body.py, its border and banner from frame.py; placing.py draws it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

from layout.display import Group, Item
from layout.issue import Story
from layout.makeup.blocks.heads import make_head
from layout.makeup.blocks.pictures import PictureBlock
from layout.makeup.blocks.serials import beside_title
from layout.makeup.grid import Legs, PageGrid, merge
from layout.makeup.modules.arrangement import Arrangement, Arranger, SetHead, own_form
from layout.makeup.modules.base import EMPTY_FOOT, NO_HEAD, OVERSET, SMALLER, TOLD, Fit, HeadFacts, LegFacts, Placed
from layout.makeup.modules.body import Body, choice, give_and_take
from layout.makeup.modules.frame import Frame
from layout.makeup.modules.legs import Choice, Fitted, Unit, level, settled
from layout.makeup.modules.placing import Ground, Placing
from layout.makeup.modules.styles import copy_style, headline_style
from layout.makeup.modules.ways import FILLER, Prices, TextWhite, Way, Ways, White, ways_of
from layout.text.paragraph import Line, Typesetter
from layout.theme import Theme
from layout.units import GridArea, Rect
from layout.value import Memo, replace

AIR = 3.0  # a row of air added to a head
SHALLOW = 6.0  # a row that the deepest leg of many lacks to SHALLOW_LEG
# Rows of legs side by side, as many of them, that a reader follows without losing the line: of fewer the eye jumps more
# than it reads, and the head weighs more than its text.
SHALLOW_LEG = {1: 0, 2: 0, 3: 6}
DEEP_LEG = 9  # of four legs and more
BOXED_AIR = 6.0  # a row of air added to a head in a box: there is white round it already
MOST_BOXED_AIR = 2  # rows of it
WEIGHED = 6  # ways to take a depth that are set in full before one is chosen


class _Known:
    """What was found of a module, wherever it stands: its ways; by depth the cost and slack of the cheapest, and the
    way that is cheapest once set; depths at which its legs are too shallow; ways in which paragraphs may be set; copy
    in its legs."""

    def __init__(self) -> None:
        self.ways: Ways | None = None
        self.costs: dict[int, tuple[float, float]] = {}
        self.shallow: set[int] = set()
        self.chosen: dict[int, Way | None] = {}
        self.found: dict[int, Fit] = {}
        self.choices: tuple[Choice, ...] | None = None
        self.fits: dict[tuple[int, ...], Fitted] = {}


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
        self._frame = Frame(story, columns, grid, theme, aside)
        self.boxed = self._frame.boxed
        self._x, self._width = self._frame.left(column), self._frame.width
        self._style = copy_style(story, grid, theme)
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
        gives, takes = give_and_take(self._units, setter)
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
        return self._ways().cheapest(self._frame.rows(depth), most)

    def _ways(self) -> Ways:
        if self._known.ways is None:
            prices = [self._head_prices(each) for each in self._arrangements]
            self._known.ways = ways_of(self._arrangements, prices, self._depth, self._white())
        return self._known.ways

    def _cheapest(self, depth: int) -> tuple[float, float]:
        """Cost and slack of the cheapest way to take `depth` rows; −∞ slack where not even the head fits."""
        costs = self._known.costs
        if depth not in costs:
            never = OVERSET * (1 + self._depth), float("-inf")
            if self._depth < self._shallowest * self._legs.count:
                costs[depth] = never
                for way in self.ways(depth, 1):
                    price = self._shallow(way)
                    costs[depth] = way.cost + price, way.slack
                    if price > 0:
                        self._known.shallow.add(depth)
            else:
                costs[depth] = self._ways().least(self._frame.rows(depth)) or never
        return costs[depth]

    def largest_picture(self, depth: int) -> float:
        """Of its pictures as the cheapest way to take `depth` rows has them, square points; 0 = it has none."""
        for way in self.ways(depth, 1):
            stands = zip(self._arrangements[way.arrangement].stands, way.pictures, strict=True)
            return max(
                (
                    stand.block.width * stand.block.height(rows)
                    for stand, rows in stands
                    if isinstance(stand.block, PictureBlock)
                ),
                default=0.0,
            )
        return 0.0

    def is_shallow(self, depth: int) -> bool:
        """Whether its legs would be too shallow for their number."""
        self._cheapest(depth)
        return depth in self._known.shallow

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
            price = arrangement.price + head.price + SMALLER * smaller
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
        x = self._x - left if left else self._x + self._width
        return Rect(x, grid.y(row + self._frame.above), left or right, self._frame.rows(depth) * grid.leading)

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
        other._x = self._frame.left(column)
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
        top, bottom = row + self._frame.above, row + depth - self._frame.pad
        ground = Ground(self._grid, self._legs, self._x, top, bottom, self.boxed)
        placing = Placing(ground, self._arrangements[way.arrangement], way, fitted)
        area = GridArea(self.column, self.columns, row, depth)
        items = (
            *self._frame.items(area, self._setter),
            *self._beside_banner(row),
            *self._head_items(placing),
            *placing.body(self._theme),
            *placing.beside(self._theme, self._setter),
            *self._amid_text(way, bottom),
        )
        units, flow, head, room = fitted.units, placing.flow, placing.head, fitted.room
        return Placed(
            self.story,
            area,
            (Group("story", items, self.story.name, bool(self.story.arrived)),),
            self._whole_cost(way),
            self.boxed,
            sum(_characters(units[unit].paragraph.lines[line]) for unit, line in flow.over),
            len(flow.over),
            fitted.empty,
            int(sum(fitted.white) * self._legs.measure / self._style.size),
            tuple(LegFacts(foot, space, space < max(room)) for foot, space in zip(flow.feet, room, strict=True)),
            head.head.size,
            head.rows + way.air,
            head.head.strain,
            flow.widows,
            tuple(placing.crops()),
            tuple(placing.pictures()),
            (
                *(part.paragraph for part in head.head.parts),
                *(unit.paragraph for unit in units),
                *(paragraph for stand, _, _ in placing.stands.places for paragraph in stand.block.paragraphs),
            ),
            tuple((name, amount) for name, amount in self._tactics(way, head, fitted) if amount),
        )

    def _beside_banner(self, row: int) -> Iterator[Item]:
        """Which instalment of its serial it is."""
        serial, y = self.story.serial, self._grid.y(row + self._frame.pad)
        if self.story.banner is not None and serial is not None:
            yield from beside_title(serial, self._x, y, self._width, self._theme, self._setter)

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

    def _head_items(self, placing: Placing) -> Iterator[Item]:
        yield from placing.head_items(self._theme)

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
        yield from Body(self.story, self._style, self._legs.measure, self._theme, self._setter).units()

    def _pliable(self) -> tuple[Choice, ...]:
        known = self._known
        if known.choices is None:
            known.choices = tuple(Choice(unit) if unit.head else choice(unit, self._setter) for unit in self._units)
        return known.choices


def _characters(line: Line) -> int:
    return sum(len(text) for run in line.runs for text in run.texts)


__all__ = ["StoryModule"]
