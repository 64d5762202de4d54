"""`plan: auto`: a page planned by itself. Shapes of every story from the real line breaker, pages cut by slicing.py, then weighed
by what depends on position (seams, neighbours, rank) and settled with the true cost of every module.

The same copy gives the same page; shapes weigh more than the last row of fit, so that a word changed moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, permutations, product

from layout.issue import Advert, Constraint, Page, Story
from layout.makeup.modules.base import Module, Placed
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.constraints import kept
from layout.makeup.planning.drawing import Drawing, Spot
from layout.makeup.planning.guillotine import Costs, Cut, Leaf, Slicer, Tree, beside, stacked
from layout.makeup.quality import judge
from layout.value import value

FIT = 0.5  # part of a module's own cost that counts against the shape of the page
FAIR = 70.0  # a module's cost up to which it has no hole at its foot
HOPEFUL = 100.0  # a module's cost above which a depth is no way to fit it
LAST_HOPE = 180.0  # the same in the last phases of a search that found nothing
SHALLOWEST = 3  # rows
MOST_DEAR = 4  # depths in a row that cost too much before deeper ones are not asked
SEAMS = 200.0  # two white lines right across the page (Q06, error)
SEAM, FULL_SEAM, TWINS, LOW = (
    4.0,
    8.0,
    6.0,
    10.0,
)  # one such line; one down the page (Q07); heads alike (Q05); rank below its due
LOWERED = 60.0  # the first story not at the head of the page
# One seam, dearest, tight (slicing.py); whether depths count at which a story fits badly.
PHASES = (
    (True, 35.0, True, False),
    (True, 90.0, True, False),
    (True, 300.0, False, True),
    (False, 1000.0, False, True),
)
NEAR = 0.1  # part of a page by which its stories may be too much or too little for a page to be looked for that fits
CANDIDATES = 40  # pages weighed by position
SETTLED = 16  # pages settled at most before the best of them is taken
HOPELESS = 3  # the same where no page has the right depth
BEYOND = 200.0  # cost from which a page is not of the right depth
ASIDE = 8  # part of a page's rows that a module may miss its hopeful depths by, where it must
ORIENTATIONS = 96  # ways to order the pieces of one page that are tried for the sake of wishes
MOST_STORIES = 9  # beyond these the smallest are planned in pairs, one above the other
FAULT = 120.0  # a check of error level, or a row of copy without room


_NEVER, _EVER = 1e9, 2e9  # a module near its hopeful depths at any cost; a module at any depth


@value
class Place:
    """Where a story stands: base columns, rows from the head of the planned part."""

    story: str
    column: int
    columns: int
    row: int
    rows: int

    @property
    def right(self) -> int:
        return self.column + self.columns

    @property
    def foot(self) -> int:
        return self.row + self.rows


@value
class AutoPlan:
    """A page planned and settled. cost: lower is better; faults: rows of copy without room, rows of white beyond the one that
    may stand at a foot, and checks of error level; 0 = it may go to press.

    tree: how the page is cut, None where no straight cuts make it; broken: constraints that no plan keeps.
    """

    places: tuple[Place, ...]
    placed: tuple[Placed, ...]
    cost: float
    faults: float
    tree: Tree | None
    broken: tuple[Constraint, ...] = ()


class AutoPlanner:
    """Plans one page from its library of modules."""

    def __init__(self, library: ModuleLibrary) -> None:
        page, columns, gap = library.page, library.grid.columns, library.gap
        self._library, self._columns, self._gap, self._make = library, columns, gap, library.get
        self._wishes = page.constraints
        self._broken: tuple[Constraint, ...] = ()
        self._top, self._rows = library.head, library.foot - library.head
        self._narrow = {a.name: a for a in page.adverts if a.columns < columns}
        self._stories = self._in_order(page)
        self._names = [story.name for story in self._stories] + list(self._narrow)
        self._true: dict[tuple[str, int, int], float] = {}
        self._set: dict[tuple[str, int, int, int, int], Placed] = {}
        self._prices: dict[tuple[str, int, bool], dict[int, float]] = {}
        self._relaxed: AutoPlanner | None = None
        self._chosen: AutoPlan | None = None

    @staticmethod
    def _in_order(page: Page) -> list[Story]:
        """By rank, briefs last: the order in which they are looked for on the page."""
        order = {story.name: index for index, story in enumerate(page.stories)}
        return sorted(page.stories, key=lambda s: (s.role == "briefs", s.rank or 999, order[s.name]))

    # -- plans -------------------------------------------------------------------------------------------------------

    def best(self) -> AutoPlan | None:
        """The best plan; None when there is nothing to plan. Where no page comes out, stories may stand in more ways."""
        if self._chosen is None:
            self._chosen = self._choose()
        return self._chosen

    def _choose(self) -> AutoPlan | None:
        found = self._best()
        if found is not None and found.faults and self._library.relaxed is not self._library and self._near():
            other = self._more()._best()
            if other is not None and _better(other, found):
                return other
        return found

    def _near(self) -> bool:
        """Whether the stories are so nearly as much as the page holds that a better arrangement may help."""
        whole = self._columns * (self._rows + self._gap)
        cells = [
            [width * (depth + self._gap) for width, costs in shape.items() for depth in costs]
            for shape in self._shapes()
        ]
        least = sum(min(each, default=whole) for each in cells)
        most = sum(max(each, default=0) for each in cells)
        return least <= whole * (1 + NEAR) and most >= whole * (1 - NEAR)

    def _more(self) -> AutoPlanner:
        """A planner of the same page with more ways for each story."""
        if self._relaxed is None:
            self._relaxed = type(self)(self._library.relaxed)
        return self._relaxed

    def _best(self) -> AutoPlan | None:
        found: AutoPlan | None = None
        for pages in self._phases(CANDIDATES):
            for number, (bound, tree) in enumerate(pages):
                most = SETTLED if bound < BEYOND else HOPELESS
                if found is not None and (number >= most or (not found.faults and bound >= found.cost)):
                    break
                plan = self._settle(tree, bound)
                if found is None or _better(plan, found):
                    found = plan
            if found is not None and (not found.faults or not self._near()):
                break
        if found is None and self._wishes:
            self._give_up_a_wish()
            return self._best()
        return found if found is not None or not self._names else self._settle(self._in_bands(), 0.0)

    def of(self, library: ModuleLibrary) -> AutoPlanner:
        """A planner of the same page with some stories changed; what is known of the others is kept."""
        other = type(self)(library)
        mine = {story.name: story for story in self._stories}
        same = {story.name for story in other._stories if mine.get(story.name) is story} | set(self._narrow)
        other._prices = {key: prices for key, prices in self._prices.items() if key[0] in same}
        other._true = {key: cost for key, cost in self._true.items() if key[0] in same}
        other._set = {key: module for key, module in self._set.items() if key[0] in same}
        if self._relaxed is not None:
            other._relaxed = self._relaxed.of(library.relaxed)
        return other

    def again(self, tree: Tree) -> AutoPlan:
        """A page cut as it was before, its depths found anew."""
        plan = self._settle(tree, 0.0)
        if plan.faults and self._library.relaxed is not self._library:
            other = self._more()._settle(tree, 0.0)
            return other if _better(other, plan) else plan
        return plan

    def alternates(self, most: int) -> tuple[AutoPlan, ...]:
        """Up to `most` plans, best first, no two with their modules in the same places."""
        found: list[AutoPlan] = []
        for bound, tree in islice(self._candidates(most * 6), most * 3):
            plan = self._settle(tree, bound)
            if all(different(plan, other) for other in found):
                found.append(plan)
        found.sort(key=lambda plan: (plan.faults > 0, plan.cost))
        return tuple(found[:most])

    def _candidates(self, most: int) -> list[tuple[float, Tree]]:
        """Pages that keep the wishes, by shape and position, the best first, from the first phase that has pages of the right
        depth."""
        second: list[tuple[float, Tree]] = []
        for pages in self._phases(most):
            second = second or pages
            if pages and pages[0][0] < BEYOND:
                return pages
        if second or not self._names:
            return second  # no page has the right depth: those that miss it least
        if self._wishes:
            self._give_up_a_wish()
            return self._candidates(most)
        return [(0.0, self._in_bands())]

    def _phases(self, most: int) -> Iterator[list[tuple[float, Tree]]]:
        """Pages that keep the wishes, by shape and position, the best first: of likely shapes, then of less and less likely
        ones; all seams allowed at last. A page is told once."""
        if not self._names:
            return
        told: set[str] = set()
        for one_seam, dearest, tight, any_fit in PHASES:
            shapes, groups = self._grouped(self._shapes(any_fit))
            slicer = Slicer(shapes, self._columns, self._rows, self._gap, 40.0, one_seam, dearest, tight)
            found: list[tuple[float, int, Tree]] = []
            for order, (cost, tree) in enumerate(slicer.pages()):
                if order >= most * 4 or len(found) >= most:
                    break
                name = repr(tree)
                placed = self._oriented(_spread(tree, groups)) if name not in told else None
                if placed is not None:
                    told.add(name)
                    found.append((cost + placed[0], order, placed[1]))
            found.sort(key=lambda each: each[:2])
            yield [(cost, tree) for cost, _, tree in found]

    def _grouped(
        self, shapes: list[dict[int, dict[int, float]]]
    ) -> tuple[list[Mapping[int, Costs]], list[tuple[int, ...]]]:
        """Shapes of the stories, and which stories each stands for: the smallest are paired where there are too many."""
        groups: list[tuple[int, ...]] = [(index,) for index in range(len(shapes))]
        least = [min((w * d for w, costs in shape.items() for d in costs), default=0) for shape in shapes]
        free = [i for i in range(1, len(self._stories)) if self._stories[i].role != "briefs"]
        small = sorted(free, key=lambda index: (least[index], index))
        surplus = max(0, len(shapes) - MOST_STORIES)
        for one, other in list(zip(small[0::2], small[1::2], strict=False))[:surplus]:
            groups = [group for group in groups if group not in ((one,), (other,))]
            groups.append((min(one, other), max(one, other)))
        groups.sort()
        found: list[Mapping[int, Costs]] = []
        for group in groups:
            first, *rest = (shapes[index] for index in group)
            for shape in rest:
                first = {
                    width: dict(stacked(first[width], shape[width], self._gap, self._rows))
                    for width in first
                    if width in shape
                }
            found.append(first)
        return found, groups

    def _give_up_a_wish(self) -> None:
        """The last constraint is broken: those before it matter more to whoever wrote them in this order."""
        self._broken = (self._wishes[-1], *self._broken)
        self._wishes = self._wishes[:-1]

    def _in_bands(self) -> Tree:
        """Every story across the whole page, one under the other: what is left when nothing fits by far."""
        leaves = tuple(Leaf(index, self._columns) for index in range(len(self._names)))
        return leaves[0] if len(leaves) == 1 else Cut(True, leaves)

    # -- shapes ------------------------------------------------------------------------------------------------------

    def _shapes(self, any_fit: bool = False) -> list[dict[int, dict[int, float]]]:
        return [
            {width: shape for width in range(1, self._columns + 1) if (shape := self.price(name, width, any_fit))}
            for name in self._names
        ]

    def price(self, name: str, width: int, any_fit: bool = False) -> dict[int, float]:
        """What each depth costs a story at a width: its own cost in part, and how far the shape is from its due. any_fit: also
        depths at which it fits badly."""
        key = (name, width, any_fit)
        if key in self._prices:
            return self._prices[key]
        prices: dict[int, float] = {}
        if name in self._narrow:
            advert = self._narrow[name]
            if width == advert.columns:
                prices[advert.rows] = 0.0
        else:
            story = self._stories[self._names.index(name)]
            if not story.columns or story.columns <= width:
                hopeful = tuple(self._hopeful(self._make(name, 0, width), LAST_HOPE if any_fit else HOPEFUL))
                fair = [] if any_fit else [each for each in hopeful if each[1] < FAIR]
                for depth, cost in fair or hopeful:
                    prices[depth] = FIT * cost + _shape_cost(story, width, depth, self._columns, self._rows)
        return self._prices.setdefault(key, prices)

    def _hopeful(self, module: Module, most: float) -> Iterator[tuple[int, float]]:
        """Depths at which a module fits or nearly does, with their costs: from the first that holds its copy on."""
        low, high = SHALLOWEST, self._rows + 1
        while low < high:
            middle = (low + high) // 2
            if module.holds(middle):
                high = middle
            else:
                low = middle + 1
        dear: int | None = None  # depths that cost too much since the last that did not
        for depth in range(low, self._rows + 1):
            cost = module.cost(depth)
            if cost < most:
                dear = 0
                yield depth, cost
            elif dear is not None:
                dear += 1
                if dear == MOST_DEAR:
                    return

    # -- positions ---------------------------------------------------------------------------------------------------

    def _oriented(self, tree: Tree) -> tuple[float, Tree] | None:
        """The tree with its pieces in the order that costs least and keeps the wishes; None when no order keeps them."""
        tree = _ordered(tree)
        depths = self._depths(tree)  # the same in whatever order the pieces stand
        if not self._wishes and not self._narrow:
            return self._position_cost(self._laid(tree, depths)), tree
        best: tuple[float, Tree] | None = None
        for turned in islice(_turned(tree), ORIENTATIONS):
            places = self._laid(turned, depths)
            by_name = {place.story: place for place in places}
            if all(kept(wish, by_name, self._columns, self._rows) for wish in self._wishes) and all(
                _stands(advert, places, self._rows) for advert in self._narrow.values()
            ):
                cost = self._position_cost(places)
                if best is None or cost < best[0] - 1e-9:
                    best = cost, turned
        return best

    def _position_cost(self, places: Sequence[Place]) -> float:
        cost = 0.0
        seams = _seams(places)
        cost += SEAMS * max(0, seams - 1) + SEAM * min(seams, 1)
        roles = {story.name: story.role for story in self._stories}
        cost += FULL_SEAM * _splits_down(places, lambda name: roles.get(name, "advert") in ("briefs", "advert"))
        ranks = {story.name: index for index, story in enumerate(self._stories)}
        for place in places:
            if place.story in ranks and roles[place.story] != "briefs":
                cost += LOW * place.row / self._rows / (1 + ranks[place.story])
                cost += LOWERED if place.row and not ranks[place.story] else 0.0
        for left, right in _level_neighbours(places):
            if left.columns == right.columns and roles.get(left.story) == roles.get(right.story) == "story":
                cost += TWINS
        return cost

    def _laid(self, tree: Tree, depths: dict[int, int], row: int = 0, column: int = 0) -> list[Place]:
        if isinstance(tree, Leaf):
            return [Place(self._names[tree.story], column, tree.columns, row, depths[tree.story])]
        places: list[Place] = []
        for piece in tree.pieces:
            inner = self._laid(piece, depths, row, column)
            places += inner
            if tree.stacked:
                row = max(place.foot for place in inner) + self._gap
            else:
                column += piece.columns
        return places

    # -- settling ----------------------------------------------------------------------------------------------------

    def _settle(self, tree: Tree, bound: float) -> AutoPlan:
        """The tree with every module set; where setting shows the arithmetic wrong the rows are shared out anew."""
        best: tuple[int, float, list[Place]] | None = None
        for _ in range(8):
            depths = self._depths(tree)
            places = self._laid(tree, depths)
            news = self._learn(places)
            placed = tuple(self._place(place) for place in places)
            faults = sum(module.overset_rows + max(0, module.empty - 1) for module in placed)
            own = FIT * sum(module.cost for module in placed)
            if best is None or (faults, own) < (best[0], best[1]):
                best = faults, own, places
            if not news:
                break
        assert best is not None
        return self._judged(best[2], bound, tree, self._broken)

    def _learn(self, places: Sequence[Place]) -> bool:
        """Set the modules of a page and keep what they truly cost; whether one of them had not been set so before."""
        news = False
        for place in places:
            key = (place.story, place.columns, place.rows)
            if key not in self._true:
                news = True
                module = self._place(place)
                self._true[key] = module.price
        return news

    def _judged(
        self, places: Sequence[Place], bound: float, tree: Tree | None, broken: tuple[Constraint, ...]
    ) -> AutoPlan:
        """The page as it is set. bound: what it was hoped to cost."""
        placed = tuple(self._place(place) for place in places)
        faults = sum(module.overset_rows + max(0, module.empty - 1) for module in placed)
        own = FIT * sum(module.cost for module in placed)
        hoped = sum(FIT * self._make(p.story, 0, p.columns).cost(p.rows) for p in places)
        placed = (*self._adverts(), *placed)
        score, checks = judge(placed, self._library.grid, self._library.ruled)
        cost = bound + max(0.0, own - hoped) + 100.0 - score
        errors = sum(check.severity == "error" for check in checks)
        cost += FAULT * errors
        faults += errors
        return AutoPlan(tuple(places), placed, cost, faults, tree, broken)

    def _adverts(self) -> Iterator[Placed]:
        row = self._library.top
        for advert in self._library.strips("head"):
            yield self._make(advert.name, 0, self._columns).place(row, advert.rows)
            row += advert.rows + self._gap
        row = self._library.top + self._library.rows
        for advert in reversed(self._library.strips("foot")):
            row -= advert.rows
            yield self._make(advert.name, 0, self._columns).place(row, advert.rows)
            row -= self._gap

    def _place(self, place: Place) -> Placed:
        key = (place.story, place.column, place.columns, place.row, place.rows)
        if key not in self._set:
            module = self._make(place.story, place.column, place.columns)
            self._set[key] = module.place(self._top + place.row, place.rows)
        return self._set[key]

    def _depths(self, tree: Tree) -> dict[int, int]:
        """Depth of each story's module that makes the tree cheapest over all rows of the page."""
        for limit in (HOPEFUL, _NEVER, _EVER):
            tables: dict[int, dict[int, float]] = {}
            whole = self._table(tree, limit, tables)
            if self._rows in whole:
                depths: dict[int, int] = {}
                self._share(tree, self._rows, limit, tables, depths)
                return depths
        return self._even(tree, self._rows)

    def _table(self, tree: Tree, limit: float, tables: dict[int, dict[int, float]]) -> dict[int, float]:
        if id(tree) in tables:
            return tables[id(tree)]
        if isinstance(tree, Leaf):
            table = self._leaf(tree, limit)
        else:
            table = self._table(tree.pieces[0], limit, tables)
            for piece in tree.pieces[1:]:
                other = self._table(piece, limit, tables)
                table = dict(stacked(table, other, self._gap, self._rows) if tree.stacked else beside(table, other))
        tables[id(tree)] = table
        return table

    def _leaf(self, leaf: Leaf, limit: float) -> dict[int, float]:
        """Depths and costs of a leaf, true costs in the place of hoped ones where the module was set."""
        name = self._names[leaf.story]
        hoped = self.price(name, leaf.columns)
        module = self._make(name, 0, leaf.columns)
        table: dict[int, float] = {}
        depths: Iterable[int] = range(SHALLOWEST, self._rows + 1)
        if limit < _NEVER:
            depths = hoped
        elif limit < _EVER and hoped:
            aside = self._rows // ASIDE
            depths = range(max(SHALLOWEST, min(hoped) - aside), min(self._rows, max(hoped) + aside) + 1)
        for depth in depths:
            true = self._true.get((name, leaf.columns, depth))
            cost = module.cost(depth)
            base = hoped.get(depth, FIT * cost)
            price = base if true is None else base + FIT * (true - cost)
            if price < limit:
                table[depth] = price
        return table

    def _share(
        self, tree: Tree, rows: int, limit: float, tables: dict[int, dict[int, float]], depths: dict[int, int]
    ) -> None:
        if isinstance(tree, Leaf):
            depths[tree.story] = rows
            return
        if not tree.stacked:
            for piece in tree.pieces:
                self._share(piece, rows, limit, tables, depths)
            return
        above = tree.pieces[:-1]
        left = rows
        upper = [self._table(above[0], limit, tables)]
        for piece in above[1:]:
            upper.append(dict(stacked(upper[-1], self._table(piece, limit, tables), self._gap, self._rows)))
        for index in range(len(above), 0, -1):
            table = self._table(tree.pieces[index], limit, tables)
            over = upper[index - 1]
            _, taken = min(
                (cost + over[left - depth - self._gap], depth)
                for depth, cost in table.items()
                if left - depth - self._gap in over
            )
            self._share(tree.pieces[index], taken, limit, tables, depths)
            left -= taken + self._gap
        self._share(tree.pieces[0], left, limit, tables, depths)

    def _even(self, tree: Tree, rows: int) -> dict[int, int]:
        """Rows shared out by number of stories: a page with more stories than rows to begin with."""
        if isinstance(tree, Leaf):
            return {tree.story: max(1, rows)}
        depths: dict[int, int] = {}
        share = max(1, (rows - self._gap * (len(tree.pieces) - 1)) // len(tree.pieces)) if tree.stacked else rows
        for piece in tree.pieces:
            depths |= self._even(piece, share)
        return depths


def planner_of(library: ModuleLibrary) -> AutoPlanner:
    """The planner that the page of a library asks for, the same each time: what it found is not looked for again."""
    if library.planner is None and library.page.engine == "solver":
        from layout.makeup.planning.cpsat import SolverPlanner, have_solver  # only a page that asks for it pays for it

        library.planner = SolverPlanner(library) if have_solver() else None
    if library.planner is None:
        library.planner = AutoPlanner(library)
    return library.planner


def _better(one: AutoPlan, other: AutoPlan) -> bool:
    return (one.faults, one.cost) < (other.faults, other.cost)


def _shape_cost(story: Story, width: int, depth: int, columns: int, rows: int) -> float:
    """How far a width and depth are from what a story of this role and rank is due."""
    cost = 0.6 * max(0, depth - 40) + (2.0 * max(0, 9 - depth) if width > 2 else 0.0)
    if story.role == "briefs":
        return 0.0 if width == 1 else 3.0 if width == 2 else 4.0 if width == columns else 10.0
    if story.role in ("photo-news", "comment", "notice", "list", "filler"):
        return cost + 4.0 * abs(width - 2) - (2.0 if width == 1 else 0.0)
    if story.role == "lead" or story.rank == 1:
        due = max(2, round(columns * 0.7))
        return cost + 5.0 * abs(width - due) + (60.0 if width * 2 < columns else 0.0)
    due = min(columns - 1, max(1, round(width * depth / (0.28 * rows))))
    cost += 2.5 * abs(width - due) + (6.0 if width == columns else 0.0)
    if width == 1:
        cost += {2: 10.0, 3: 5.0}.get(story.rank, 1.0)
    return cost


# -- trees and places ------------------------------------------------------------------------------------------------


def _first(tree: Tree) -> int:
    return tree.story if isinstance(tree, Leaf) else min(_first(piece) for piece in tree.pieces)


def _spread(tree: Tree, groups: Sequence[tuple[int, ...]]) -> Tree:
    """The tree with every pair of stories that was planned as one parted again."""
    if isinstance(tree, Leaf):
        leaves = tuple(Leaf(index, tree.columns) for index in groups[tree.story])
        return leaves[0] if len(leaves) == 1 else Cut(True, leaves)
    pieces: list[Tree] = []
    for piece in tree.pieces:
        inner = _spread(piece, groups)
        pieces += inner.pieces if isinstance(inner, Cut) and inner.stacked == tree.stacked else (inner,)
    return Cut(tree.stacked, tuple(pieces))


def _ordered(tree: Tree) -> Tree:
    """Pieces by the rank of their first story, so that the first stories stand at the top and on the left."""
    if isinstance(tree, Leaf):
        return tree
    return Cut(tree.stacked, tuple(sorted((_ordered(piece) for piece in tree.pieces), key=_first)))


def _turned(tree: Tree) -> Iterator[Tree]:
    """The tree with its pieces in every order, its own first."""
    if isinstance(tree, Leaf):
        yield tree
        return
    for order in permutations(range(len(tree.pieces))):
        for inner in product(*(tuple(_turned(tree.pieces[index])) for index in order)):
            yield Cut(tree.stacked, inner)


def _seams(places: Sequence[Place]) -> int:
    """White lines that run right across the page between its stories (通线)."""
    feet = {place.foot for place in places}
    lowest = max(feet)
    return sum(1 for foot in feet if foot < lowest and all(p.foot <= foot or p.row >= foot for p in places))


def _splits_down(places: Sequence[Place], sidebar: Callable[[str], bool]) -> int:
    """Gutters that run down the whole page (断版), but for those beside a sidebar."""
    rights = {place.right for place in places}
    widest = max(rights)
    found = 0
    for right in rights:
        if right < widest and all(p.right <= right or p.column >= right for p in places):
            sides = ([p for p in places if p.right <= right], [p for p in places if p.column >= right])
            found += not any(all(sidebar(p.story) for p in side) for side in sides)
    return found


def _level_neighbours(places: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Stories side by side whose heads stand on one level."""
    for left in places:
        for right in places:
            if left.right == right.column and abs(left.row - right.row) < 4:
                yield left, right


def _stands(advert: Advert, places: Sequence[Place], rows: int) -> bool:
    """Whether a narrow advert stands at the head or foot of the page as it must."""
    place = next(p for p in places if p.story == advert.name)
    return place.row == 0 if advert.place == "head" else place.foot == rows


def different(one: AutoPlan, other: AutoPlan) -> bool:
    """Whether two plans differ to the eye: some story on other columns, or two rows and more up or down."""
    theirs = {place.story: place for place in other.places}
    return any(
        (place.column, place.columns) != (theirs[place.story].column, theirs[place.story].columns)
        or abs(place.row - theirs[place.story].row) > 2
        for place in one.places
    )


def drawing_of(places: Sequence[Place]) -> Drawing:
    """The places as a drawing: a band begins wherever a story does."""
    starts = sorted({place.row for place in places})
    spots = tuple(
        Spot(
            place.story,
            place.column,
            place.columns,
            starts.index(place.row),
            max(index for index, start in enumerate(starts) if start < place.foot),
        )
        for place in places
    )
    return Drawing(spots, len(starts))


def drawing_lines(places: Sequence[Place], columns: int) -> tuple[str, ...]:
    """The places as the lines of a drawing: one word a base column, padded so that columns stand under each other."""
    drawing = drawing_of(places)
    bands = [[""] * columns for _ in range(drawing.bands)]
    for spot in drawing.spots:
        for band in range(spot.first, spot.last + 1):
            bands[band][spot.column : spot.column + spot.columns] = [spot.story] * spot.columns
    widest = max((len(name) for band in bands for name in band), default=1)
    return tuple(" ".join(name.ljust(widest) for name in band).rstrip() for band in bands)


__all__ = ["AutoPlan", "AutoPlanner", "Place", "different", "drawing_lines", "drawing_of", "planner_of"]
