"""What a page's shapes and places cost: how far a width and depth are from a story's due, how well its copy fits them,
and what depends on where a story stands (seams, neighbours, rank).

Shapes weigh more than the last row of fit, so that a word changed moves nothing. Every answer is a function of the page
alone; answers are kept, which changes no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from layout.issue import Advert, Constraint, Page, Story
from layout.makeup.modules.base import OVERSET, SIDEBARS, Fit, HeadFacts, Module, Placed
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.page_faults import SCORED, page_faults
from layout.makeup.planning.constraints import missed
from layout.makeup.planning.foreseen import art_of, shape_points
from layout.makeup.planning.guillotine import Tree
from layout.makeup.planning.neighbours import Stand, neighbours_points
from layout.makeup.planning.plan import PagePlan
from layout.makeup.planning.previous import Places
from layout.makeup.quality.space import TEXTS
from layout.units import GridArea
from layout.value import value

# Part of what shapes and places cost beyond points that counts where pages as set are compared: less than while none is
# set, when it stands for points that nobody knows yet.
TASTE = 0.4
FIT = 0.5  # part of a module's own cost that counts against the shape of the page
FAIR = 70.0  # a module's cost up to which it has no hole at its foot
HOPEFUL = 100.0  # a module's cost above which a depth is no way to fit it
LAST_HOPE = 180.0  # the same in the last phases of a search that found nothing
# How badly a story may fit: not at all; so that it leaves white; or so that it lacks rows.
WELL, ANYHOW, OVERFULL = range(3)
MOST_LACKING, LACKING = 8, 12.0  # lines of copy that may have no room where pages are overfull, and what each costs
NEAR, EVER = 1e9, 2e9  # limits of `table`: a module near its hopeful depths at any cost, a module at any depth
ASIDE = 8  # part of a page's rows that a module may miss its hopeful depths by, where it must
SHALLOWEST = 3  # rows of a story
FEW = 5  # stories and narrow adverts of a page that is looked through to the end: that is little work
MORE_ROOM = 0.95  # part of the least room of its stories that they take in more ways; 0.98 and more on 21 random pages
MOST_DEAR = 4  # depths in a row that cost too much before deeper ones are not asked
SEAMS = 200.0  # two white lines right across the page (Q06, error)
SEAM = 4.0  # one such line
FULL_SEAM = 8.0  # a gutter down the whole page (Q07)
LOW = 10.0  # a story of the first rank at the foot of the page, of the second half of that …
ASIDE_FIRST = 8.0  # the first story not at the left, where a page is begun
LOWERED = 60.0  # the first story not at the head of the page
COLUMNS = 5  # for which the shapes of stories are weighed, where tiers are more
DUE_DEPTH = 0.28  # part of the page's rows that a story is deep as a rule
SIZE_OFF = 0.5  # a point by which a head is larger or smaller than its rank is due …
MOST_OFF = 4.0  # … and the most that this costs


@value
class PriceTable:
    """Depths of a module at a width. prices: of all that are asked; below: of these under the limit."""

    prices: dict[int, float]
    below: dict[int, float]


class Pricing:
    """The prices of one page. names: of its stories, by rank, briefs last, then of its narrow adverts; part: what of
    the page they share."""

    def __init__(self, library: ModuleLibrary) -> None:
        page, columns = library.page, library.grid.columns
        self.library = library
        self.columns, self.gap = columns, library.gap
        self.part = GridArea(0, columns, library.head, library.foot - library.head)
        self.page = GridArea(0, columns, library.top, library.rows)
        self.vertical = library.grid.vertical  # then a constraint says at which end an advert stands
        self.narrow = {advert.name: advert for advert in page.adverts if advert.columns < columns}
        self.stories = _in_order(page)
        self.names = [*(story.name for story in self.stories), *self.narrow]
        self._story = {story.name: story for story in self.stories}
        # What costs something for where it stands: by rank; what may stand alone beside a gutter; plain stories.
        self._ranks = {each.name: rank for rank, each in enumerate(self.stories) if each.role not in SIDEBARS}
        self._sidebars = {each.name for each in self.stories if each.role in SIDEBARS} | set(self.narrow)
        self._texts = {each.name for each in self.stories if each.role in (*TEXTS, "photo-news")}
        self._plain = {each.name for each in self.stories if each.role == "story"}
        self._head_ranks = {story.name: rank for rank, story in enumerate(s for s in self.stories if _by_rank(s))}
        self._points: dict[tuple[str, int, int], float] = {}
        self._art = art_of(self.stories, library)
        self._due_sizes: dict[str, float] | None = None
        self._heads: dict[tuple[str, int], HeadFacts] = {}
        self._prices: dict[tuple[str, int, int], dict[int, float]] = {}
        self._tables: dict[tuple[str, int, float], PriceTable] = {}
        self._placed: dict[tuple[str, GridArea], Placed] = {}

    @property
    def rows(self) -> int:
        return self.part.rows

    @property
    def few(self) -> bool:
        """Whether the page is little work."""
        return len(self.names) <= FEW

    def of(self, library: ModuleLibrary) -> Pricing:
        """The prices of the same page with some stories changed; what is known of the others is kept."""
        other = Pricing(library)
        same = {name for name, story in other._story.items() if self._story.get(name) is story} | set(self.narrow)
        if other._art != self._art:  # then pictures of other sizes are wanted
            same = set()
        other._points = {key: points for key, points in self._points.items() if key[0] in same}
        other._prices = {key: prices for key, prices in self._prices.items() if key[0] in same}
        other._tables = {key: table for key, table in self._tables.items() if key[0] in same}
        other._placed = {key: module for key, module in self._placed.items() if key[0] in same}
        return other

    def module(self, name: str, width: int) -> Module:
        """A module wherever it stands; what it costs does not depend on the column."""
        return self.library.get(name, 0, width)

    def place(self, name: str, area: GridArea) -> Placed:
        """The module set there."""
        key = (name, area)
        if key not in self._placed:
            self._placed[key] = self.library.get(name, area.column, area.columns).place(area.row, area.rows)
        return self._placed[key]

    def fit(self, name: str, area: GridArea) -> Fit:
        """What the module comes to there, without drawing it."""
        return self.module(name, area.columns).fit(area.rows)

    # -- shapes ------------------------------------------------------------------------------------------------------

    def shapes(self, fit: int = WELL) -> list[dict[int, dict[int, float]]]:
        """For each name, by width in columns, the price of each depth, and what its head costs there for its rank.
        fit: how badly it may fit there."""
        found: list[dict[int, dict[int, float]]] = []
        for name in self.names:
            shapes: dict[int, dict[int, float]] = {}
            for width in range(1, self.columns + 1):
                if shape := self.price(name, width, fit):
                    off = self.size_off(name, width)
                    shapes[width] = {depth: price + off for depth, price in shape.items()} if off else shape
            found.append(shapes)
        return found

    def size_off(self, name: str, width: int) -> float:
        """What a head costs on so many columns for being larger or smaller than its rank is due."""
        if name not in self._head_ranks:
            return 0.0
        if self._due_sizes is None:
            self._due_sizes = self._sizes_due()
        due, head = self._due_sizes.get(name, 0.0), self.module(name, width).head
        return min(MOST_OFF, SIZE_OFF * max(0.0, head.least - due, due - head.size)) if due and head.size else 0.0

    def _sizes_due(self) -> dict[str, float]:
        """The size of head that each rank is due: that of the width that suits its story best, evened out so that none
        is larger than one before it."""
        names: list[str] = []
        sizes: list[float] = []
        for name in self._head_ranks:
            widths = {
                width: min(costs.values()) for width in range(1, self.columns + 1) if (costs := self.price(name, width))
            }
            size = self.module(name, min(widths, key=lambda width: (widths[width], width))).head.size if widths else 0.0
            if size:
                names.append(name)
                sizes.append(size)
        return dict(zip(names, _falling(sizes), strict=True))

    def price(self, name: str, width: int, fit: int = WELL) -> dict[int, float]:
        """What each depth costs a story at a width: its own cost in part, and how far the shape is from its due.
        fit: how badly it may fit there."""
        key = (name, width, fit)
        if key not in self._prices:
            self._prices[key] = dict(self._priced(name, width, fit))
        return self._prices[key]

    def _priced(self, name: str, width: int, fit: int) -> Iterator[tuple[int, float]]:
        if name in self.narrow:
            if width == self.narrow[name].columns:
                yield self.narrow[name].rows, 0.0
            return
        story = self._story[name]
        if story.columns and story.columns > width:
            return
        if width < self.library.head_columns(name):
            return
        due, columns, module = width, self.columns, self.module(name, width)
        if self.vertical and columns > COLUMNS:  # what is due in columns is due to so many tiers
            due, columns = max(1, round(width * COLUMNS / columns)), COLUMNS
        hopeful = tuple(self._hopeful(module, HOPEFUL if fit == WELL else LAST_HOPE, fit == OVERFULL))
        fair = [each for each in hopeful if each[1] < FAIR] if fit == WELL else []
        for depth, cost in fair or hopeful:
            price = FIT * cost + _shape_cost(story, due, depth, columns, self.rows)
            yield depth, price + SCORED * self.points(name, width, depth)

    def points(self, name: str, width: int, depth: int) -> float:
        """Points of the score that a story is foreseen to lose by its shape alone; on level pages."""
        if self.vertical or name in self.narrow:
            return 0.0
        key = name, width, depth
        if key not in self._points:
            story, module = self._story[name], self.module(name, width)
            self._points[key] = shape_points(story, module, depth, self.page, self._art, self.library.grid)
        return self._points[key]

    def table(self, name: str, width: int, limit: float) -> PriceTable:
        """What depths cost a story at a width: up to HOPEFUL those at which it fits; up to NEAR these and some about
        them; up to EVER all."""
        key = (name, width, limit)
        if key not in self._tables:
            hoped, module = self.price(name, width), self.module(name, width)
            depths: Iterable[int] = range(SHALLOWEST, self.rows + 1)
            if limit < NEAR:
                depths = hoped
            elif limit < EVER and hoped:
                aside = self.rows // ASIDE
                depths = range(max(SHALLOWEST, min(hoped) - aside), min(self.rows, max(hoped) + aside) + 1)
            prices = {each: hoped[each] if each in hoped else FIT * module.cost(each) for each in depths}
            self._tables[key] = PriceTable(prices, {each: price for each, price in prices.items() if price < limit})
        return self._tables[key]

    def _hopeful(self, module: Module, most: float, overfull: bool) -> Iterator[tuple[int, float]]:
        """Depths at which a module fits or nearly does, with their costs: from the first that holds its copy on;
        overfull: and some that lack a few rows."""
        low, high = SHALLOWEST, self.rows + 1
        while low < high:
            middle = (low + high) // 2
            if module.holds(middle):
                high = middle
            else:
                low = middle + 1
        for depth in range(max(SHALLOWEST, low - MOST_LACKING), low if overfull else 0):
            lacking, cost = divmod(module.cost(depth), OVERSET)
            if lacking <= MOST_LACKING:
                yield depth, cost + LACKING * lacking
        dear: int | None = None  # depths that cost too much since the last that did not
        for depth in range(low, self.rows + 1):
            cost = module.cost(depth)
            if cost < most:
                dear = 0
                yield depth, cost
            elif dear is not None:
                dear += 1
                if dear == MOST_DEAR:
                    return

    def fillable(self) -> bool:
        """Whether some arrangement might fill the page: whether the least that all stories can take, each at the width
        that suits it best, is no more than the page has, and the most that they can take no less."""
        least, page, most = self._room()
        return least <= page <= most

    def fillable_in_more_ways(self) -> bool:
        """Whether it is worth while to ask what the page costs with stories that may stand in more ways."""
        least, page, _ = self._room()
        return least * MORE_ROOM <= page

    def _room(self) -> tuple[int, int, int]:
        """Cells: the least that all stories can take, the page, and the most that they can take."""
        page = self.columns * (self.rows + self.gap)
        cells = [
            [width * (depth + self.gap) for width, costs in shape.items() for depth in costs]
            for shape in self.shapes(ANYHOW)
        ]
        return sum(min(each, default=page) for each in cells), page, sum(max(each, default=0) for each in cells)

    # -- places ------------------------------------------------------------------------------------------------------

    def position_cost(self, places: Places) -> float:
        """What a page costs for where its stories stand."""
        return self.standing_cost(places) + self.neighbours_cost(places)

    def neighbours_cost(self, places: Places) -> float:
        """The part of it that is for how they stand to each other; never below 0."""
        stands = [self._stand(name, area) for name, area in places if name in self._ranks]
        others = [area for name, area in places if name not in self._ranks]
        return SCORED * neighbours_points(stands, self.page, self.vertical, others)

    def standing_cost(self, places: Places) -> float:
        """The part of it that is for seams, and for how high each stands."""
        seams, splits = _seams(places), _splits_down(places, self._sidebars)
        if self.vertical:  # what runs down the grid runs across the paper
            seams, splits = splits, seams
        cost = SEAMS * max(0, seams - 1) + SEAM * min(seams, 1)
        cost += FULL_SEAM * splits
        for name, area in places:
            rank = self._ranks.get(name)
            if rank is not None:
                row = area.row - self.part.row
                far = row / self.rows
                if self.vertical:  # the reader begins at the upper right corner, and the head of the page is its top
                    far = (far + area.column / self.columns) / 2
                    row = area.column
                cost += LOW * far / (1 + rank)
                cost += LOWERED if row and not rank else 0.0
                cost += ASIDE_FIRST if area.column and not rank and not self.vertical else 0.0
        return cost

    def _stand(self, name: str, area: GridArea) -> Stand:
        key = name, area.columns
        if key not in self._heads:
            self._heads[key] = self.module(*key).head
        rank = self._head_ranks.get(name, -1)
        return Stand(area, self._heads[key], rank, name in self._texts, name in self._plain)

    def keeps(self, places: Places, constraints: tuple[Constraint, ...]) -> bool:
        """Whether a page keeps constraints, and its narrow adverts stand at the head or foot as they must."""
        by_name = dict(places)
        return not missed(constraints, by_name, self.part) and (
            self.vertical or all(self._stands(advert, by_name[name]) for name, advert in self.narrow.items())
        )

    def _stands(self, advert: Advert, area: GridArea) -> bool:
        return area.row == self.part.row if advert.place == "head" else area.foot == self.part.foot

    # -- pages -------------------------------------------------------------------------------------------------------

    def judged(self, places: Places, bound: float, tree: Tree | None) -> PagePlan:
        """The page as it is set. bound: what it was hoped to cost."""
        placed = tuple([self.place(name, area) for name, area in places])
        areas = {module.story.name: module.area for module in placed}
        broken = missed(self.library.page.constraints, areas, self.part)
        # What the modules were hoped to cost is in the bound; what they cost beyond that is in the faults' looks.
        hoped = sum([FIT * self.module(name, area.columns).cost(area.rows) for name, area in places])
        own = FIT * sum([module.cost for module in placed])
        bound = TASTE * max(0.0, bound - self._foreseen(places))
        faults = page_faults(
            (*self._adverts(), *placed), self.library, len(broken), bound + max(0.0, own - hoped) - own
        )
        more_ways = self.library.relaxed is self.library
        return PagePlan(places, (*self._adverts(), *placed), faults, tree, broken, more_ways)

    def _foreseen(self, places: Places) -> float:
        """What of a page's price is points of the score."""
        points = sum([self.points(name, area.columns, area.rows) for name, area in places])
        return SCORED * points + self.neighbours_cost(places)

    def _adverts(self) -> Iterator[Placed]:
        library = self.library
        row = library.top
        for advert in library.strips("head"):
            yield self.place(advert.name, GridArea(0, self.columns, row, advert.rows))
            row += advert.rows + self.gap
        row = library.top + library.rows
        for advert in reversed(library.strips("foot")):
            row -= advert.rows
            yield self.place(advert.name, GridArea(0, self.columns, row, advert.rows))
            row -= self.gap


def _in_order(page: Page) -> list[Story]:
    """By rank, briefs last: the order in which they are looked for on the page."""
    order = {story.name: index for index, story in enumerate(page.stories)}
    return sorted(page.stories, key=lambda s: (s.role in SIDEBARS, s.rank or 999, order[s.name]))


def _by_rank(story: Story) -> bool:
    """Whether the size of its head follows its rank (Q13)."""
    return story.role in ("lead", "story") and story.rank > 0 and bool(story.headline)


def _falling(sizes: Sequence[float]) -> list[float]:
    """The nearest sizes of which none is larger than one before it: neighbours out of order are pooled."""
    pools: list[tuple[float, int]] = []
    for size in sizes:
        pool = size, 1
        while pools and pools[-1][0] < pool[0]:
            mean, count = pools.pop()
            pool = (mean * count + pool[0] * pool[1]) / (count + pool[1]), count + pool[1]
        pools.append(pool)
    return [mean for mean, count in pools for _ in range(count)]


def _shape_cost(story: Story, width: int, depth: int, columns: int, rows: int) -> float:
    """How far a width and depth are from what a story of this role and rank is due."""
    cost = 0.6 * max(0, depth - 40)
    if story.role in SIDEBARS:
        return 0.0 if width == 1 else 3.0 if width == 2 else 4.0 if width == columns else 10.0
    if width > 2:
        cost += 2.0 * max(0, 9 - depth)
    if story.role in ("photo-news", "comment", "notice", "list", "filler", "correction"):
        return cost + 4.0 * abs(width - 2) - (2.0 if width == 1 else 0.0)
    if story.role == "lead" or story.rank == 1:
        due = max(2, round(columns * 0.7))
        return cost + 5.0 * abs(width - due) + (60.0 if width * 2 < columns else 0.0)
    due = min(columns - 1, max(1, round(width * depth / (DUE_DEPTH * rows))))
    cost += 2.5 * abs(width - due) + (6.0 if width == columns else 0.0)
    if width == 1:
        cost += {2: 10.0, 3: 5.0}.get(story.rank, 1.0)
    return cost


def _seams(places: Places) -> int:
    """White lines that run right across the page between its stories (通线)."""
    spans = sorted([(area.row, area.row + area.rows) for _, area in places])
    found, foot = 0, spans[0][1]
    for row, end in spans:
        found += row >= foot
        if end > foot:
            foot = end
    return found


def _splits_down(places: Places, sidebars: Set[str]) -> int:
    """Gutters that run down the whole page (断版), but for those beside a sidebar."""
    spans = sorted([(area.column, area.column + area.columns, name not in sidebars) for name, area in places])
    stories = sum([story for _, _, story in spans])
    found, right, left_of_it = 0, spans[0][1], 0  # stories that are no sidebars, up to a gutter
    for column, end, story in spans:
        found += column >= right and 0 < left_of_it < stories
        if end > right:
            right = end
        left_of_it += story
    return found


__all__ = [
    *("ANYHOW", "EVER", "FIT", "HOPEFUL", "LOW", "LOWERED", "NEAR", "OVERFULL", "SHALLOWEST", "TASTE", "WELL"),
    *("PriceTable", "Pricing"),
]
