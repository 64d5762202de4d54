"""Pages that no straight cuts make, by CP-SAT: every story takes one of its shapes on some columns and rows, and
together they fill the page. The one door to OR-tools, which is asked only where an issue or the editor says `engine:
solver`.

The planner by cuts goes first: the solver looks for nothing but pages that may be better than its best, and each is set
and judged like any other, so that asking for it never makes a page worse. One worker, a fixed seed and an effort
counted in the solver's own steps, not in seconds: the same copy gives the same page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from layout.issue import Constraint
from layout.makeup.modules.base import SIDEBARS, Placed
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.constraints import NEAR, TOUCH
from layout.makeup.planning.plan import PagePlan
from layout.makeup.planning.previous import Places
from layout.makeup.planning.pricing import FIT, LOW, LOWERED, Pricing
from layout.units import GridArea
from layout.value import replace, value

EFFORT = 2.0  # the solver's own deterministic seconds, of one search
EFFORTS = 6.0  # of all searches for one page, about
SEARCHES = 16  # searches for one page at most
SETTLED = 6  # pages set at most
SHARED = 6  # times that the rows of one page are shared out anew at most, because setting shows other costs
BAND = 12.0  # depths whose prices differ by less are one way to stand, until the columns are settled
LEFT = 0.01  # cost of a column to the right, of the first story: pages are read from the left
UNIT = 100  # the solver's whole numbers in one unit of cost

Prices = Mapping[int, Mapping[int, float]]  # width in columns → depth in rows → cost


class NoSolver(Exception):
    """OR-tools is not installed."""


@value
class Puzzle:
    """What is to stand on a page. names: stories and adverts, the first story first; prices: of each, what its shapes
    cost; down: of each, what a row further down costs; lowered: of the first, not to stand at the head; edges: of
    adverts, head or foot.
    """

    names: tuple[str, ...]
    prices: tuple[Prices, ...]
    columns: int
    rows: int
    gap: int
    down: tuple[float, ...]
    lowered: float = 0.0
    edges: tuple[tuple[str, str], ...] = ()
    constraints: tuple[Constraint, ...] = ()


def tiling(
    puzzle: Puzzle,
    most: float | None = None,
    told: Sequence[Places] = (),
    hint: Places = (),
) -> tuple[Places | None, float]:
    """The cheapest page found, None when none can cost less than `most` or none was found with the effort allowed; and
    the effort it took. First for the columns, with depths priced in bands, then for the rows of the best columns, with
    exact prices.

    told: pages after which no other with the same columns is wanted; hint: a page to begin from. Raises NoSolver.
    """
    found, effort = _Model(puzzle, BAND).solved(most, told, hint)
    if found is None:
        return None, effort
    return shared(puzzle, found), effort


def shared(puzzle: Puzzle, page: Places) -> Places:
    """The page with its rows shared out as is cheapest, every story on the columns it has."""
    found, _ = _Model(puzzle, 1 / UNIT, page).solved(None, (), page)
    return found or page


class _Model:
    """One page for the solver. A story's columns and a band of its prices are one of its ways, each with a depth of its
    own, 0 where it is not taken; the rows of every base column are filled exactly, by stories that do not overlap in
    it.

    band: width of the bands of prices; on: a page whose columns are kept.
    """

    def __init__(self, puzzle: Puzzle, band: float, on: Places = ()) -> None:
        self._cp = _door()
        self._model = self._cp.CpModel()
        self._puzzle, self._band = puzzle, band
        self._on = {name: (area.column, area.columns) for name, area in on}
        rows, gap = puzzle.rows, puzzle.gap
        new = self._model
        self._row = [new.new_int_var(0, rows - 1, f"row {name}") for name in puzzle.names]
        self._depth = [new.new_int_var(0, rows, f"depth {name}") for name in puzzle.names]
        self._foot = [new.new_int_var(0, rows, f"foot {name}") for name in puzzle.names]
        self._ways: list[
            dict[tuple[int, int, int], tuple[Any, Any]]
        ] = []  # column, columns, band → whether taken; depth
        self._sides: list[dict[tuple[int, int], Any]] = []  # column, columns → whether one of its bands is taken
        for index in range(len(puzzle.names)):
            self._add(index)
        for column in range(puzzle.columns):
            self._fill(column, rows + gap)
        for name, edge in puzzle.edges:
            self._edge(puzzle.names.index(name), "top" if edge == "head" else "bottom")
        for constraint in puzzle.constraints:
            self._constrain(constraint)

    # -- what a page is ----------------------------------------------------------------------------------------------

    def _add(self, index: int) -> None:
        new, puzzle = self._model, self._puzzle
        ways: dict[tuple[int, int, int], tuple[Any, Any]] = {}
        sides: dict[tuple[int, int], Any] = {}
        for width, costs in puzzle.prices[index].items():
            bands = self._bands(costs)
            for column in range(puzzle.columns - width + 1 if bands else 0):
                if self._on.get(puzzle.names[index], (column, width)) != (column, width):
                    continue
                side = sides[column, width] = new.new_bool_var(f"{index} on {column}+{width}")
                for band, depths in bands.items():
                    way = new.new_bool_var(f"{index} on {column}+{width} at {band}")
                    domain = self._cp.Domain.from_values([0, *depths])
                    depth = new.new_int_var_from_domain(domain, f"depth of {index} on {column}+{width} at {band}")
                    new.add(depth >= min(depths)).only_enforce_if(way)
                    new.add(depth == 0).only_enforce_if(way.negated())
                    ways[column, width, band] = way, depth
                new.add(sum(ways[column, width, band][0] for band in bands) == side)
        new.add_exactly_one(sides.values())
        new.add(self._depth[index] == sum(depth for _, depth in ways.values()))
        new.add(self._foot[index] == self._row[index] + self._depth[index])
        self._ways.append(ways)
        self._sides.append(sides)

    def _bands(self, costs: Mapping[int, float]) -> dict[int, list[int]]:
        """Depths by band of price, the shallowest first."""
        bands: dict[int, list[int]] = {}
        for depth in sorted(costs):
            if 0 < depth <= self._puzzle.rows:
                bands.setdefault(int(costs[depth] // self._band), []).append(depth)
        return bands

    def _fill(self, column: int, whole: int) -> None:
        """Stories in one base column do not overlap, and they and the white below each come to the
        depth of the page."""
        new, gap = self._model, self._puzzle.gap
        intervals, taken = [], []
        for index, (ways, sides) in enumerate(zip(self._ways, self._sides, strict=True)):
            here = [side for (first, width), side in sides.items() if first <= column < first + width]
            if not here:
                continue
            stands = new.new_bool_var(f"{index} in {column}")
            new.add(sum(here) == stands)
            name = f"{index} down {column}"
            intervals.append(
                new.new_optional_interval_var(
                    self._row[index], self._depth[index] + gap, self._foot[index] + gap, stands, name
                )
            )
            taken += [
                depth + gap * way for (first, width, _), (way, depth) in ways.items() if first <= column < first + width
            ]
        new.add_no_overlap(intervals)
        new.add(sum(taken) == whole)

    # -- constraints ---------------------------------------------------------------------------------------------------

    def _edge(self, index: int, edge: str) -> None:
        new = self._model
        if edge == "top":
            new.add(self._row[index] == 0)
        elif edge == "bottom":
            new.add(self._foot[index] == self._puzzle.rows)
        for (column, width), side in self._sides[index].items():
            if (edge == "left" and column) or (edge == "right" and column + width < self._puzzle.columns):
                new.add(side == 0)

    def _constrain(self, constraint: Constraint) -> None:
        """As constraints.holds has it; a constraint about something that is not there is held."""
        names, new = self._puzzle.names, self._model
        if constraint.story not in names:
            return
        index = names.index(constraint.story)
        for edge in constraint.at.split("-") if constraint.at else ():
            self._edge(index, edge)
        if constraint.stood is not None:
            stood = constraint.stood
            for where, side in self._sides[index].items():
                if where != (stood.column, stood.columns):
                    new.add(side == 0)
            new.add_linear_constraint(self._row[index], stood.row - NEAR, stood.row + NEAR)
        if constraint.side in names:
            (self._follows if constraint.turned else self._beside)(index, names.index(constraint.side))
        if constraint.apart in names:
            self._apart(index, names.index(constraint.apart))

    def _across(self, index: int) -> tuple[Any, Any]:
        """The first column of a story, and the one right of it."""
        sides = self._sides[index].items()
        return (
            sum(column * side for (column, _), side in sides),
            sum((column + width) * side for (column, width), side in sides),
        )

    def _beside(self, one: int, other: int) -> None:
        new = self._model
        left, right = self._across(one)
        its_left, its_right = self._across(other)
        after, before = new.new_bool_var("after"), new.new_bool_var("before")
        new.add(left == its_right).only_enforce_if(after)
        new.add(right == its_left).only_enforce_if(before)
        new.add_bool_or([after, before])
        new.add(self._row[one] < self._foot[other])
        new.add(self._row[other] < self._foot[one])

    def _follows(self, one: int, other: int) -> None:
        new = self._model
        (left, right), (its_left, its_right) = self._across(one), self._across(other)
        new.add(left < its_right)
        new.add(its_left < right)
        under = self._way(self._row[one] >= self._foot[other], self._row[one] <= self._foot[other] + TOUCH)
        over = self._way(self._row[other] >= self._foot[one], self._row[other] <= self._foot[one] + TOUCH)
        new.add_bool_or([under, over])

    def _apart(self, one: int, other: int) -> None:
        """A column between them, or more rows than make two stories touch; or no more than a corner in common."""
        ways: list[Any] = []
        for first, second in ((one, other), (other, one)):
            right, left = self._across(first)[1], self._across(second)[0]
            ways.append(self._way(left > right))
            ways.append(self._way(self._row[second] > self._foot[first] + TOUCH))
            ways.append(self._way(left >= right, self._row[second] >= self._foot[first]))
            ways.append(self._way(left >= right, self._row[first] >= self._foot[second]))
        self._model.add_bool_or(ways)

    def _way(self, *facts: Any) -> Any:
        """A literal that makes all the facts true."""
        literal = self._model.new_bool_var("way")
        for fact in facts:
            self._model.add(fact).only_enforce_if(literal)
        return literal

    # -- the search --------------------------------------------------------------------------------------------------

    def solved(
        self,
        most: float | None,
        told: Sequence[Places],
        hint: Places,
    ) -> tuple[Places | None, float]:
        """See tiling."""
        new = self._model
        cost = self._cost()
        if most is not None:
            new.add(cost < round(most * UNIT))
        for page in told:
            if (literals := self._elsewhere(page)) is not None:
                new.add_bool_or(literals)
        self._begin(hint)
        new.minimize(cost)
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.linearization_level = (
            0  # its bounds say little of a page that must be full, and take most of the time
        )
        solver.parameters.max_deterministic_time = EFFORT
        status = solver.solve(new)
        effort = float(solver.response_proto.deterministic_time)
        if status not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            return None, effort
        places: list[tuple[str, GridArea]] = []
        for index, sides in enumerate(self._sides):
            column, width = next(where for where, side in sides.items() if solver.boolean_value(side))
            row, depth = solver.value(self._row[index]), solver.value(self._depth[index])
            places.append((self._puzzle.names[index], GridArea(column, width, row, depth)))
        return tuple(places), effort

    def _cost(self) -> Any:
        puzzle = self._puzzle
        terms: list[Any] = []
        for index, ways in enumerate(self._ways):
            prices = puzzle.prices[index]
            for (_, width, band), (way, _) in ways.items():
                least = min(prices[width][depth] for depth in self._bands(prices[width])[band])
                terms.append(round(UNIT * least) * way)
            terms.append(round(UNIT * puzzle.down[index]) * self._row[index])
        if puzzle.lowered:
            lowered = self._model.new_bool_var("lowered")
            self._model.add(self._row[0] <= puzzle.rows * lowered)
            terms.append(round(UNIT * puzzle.lowered) * lowered)
        terms += [round(UNIT * LEFT) * column * side for (column, _), side in self._sides[0].items()]
        return sum(terms)

    def _elsewhere(self, page: Places) -> list[Any] | None:
        """For each story, that it is not on the columns it has on a page; None where one of them cannot be on them."""
        literals: list[Any] = []
        for name, area in page:
            side = self._sides[self._puzzle.names.index(name)].get((area.column, area.columns))
            if side is None:
                return None
            literals.append(side.negated())
        return literals

    def _begin(self, page: Places) -> None:
        for name, area in page:
            index = self._puzzle.names.index(name)
            self._model.add_hint(self._row[index], area.row)
            self._model.add_hint(self._depth[index], area.rows)
            for where, side in self._sides[index].items():
                self._model.add_hint(side, where == (area.column, area.columns))


def _door() -> Any:
    try:
        from ortools.sat.python import cp_model
    except ImportError as error:
        raise NoSolver(str(error)) from error
    return cp_model


def have_solver() -> bool:
    """Whether OR-tools is installed."""
    try:
        _door()
    except NoSolver:
        return False
    return True


# -- plans -----------------------------------------------------------------------------------------------------------


def solver_plans(library: ModuleLibrary, best: PagePlan) -> Iterator[PagePlan]:
    """Pages that may be better than the best by cuts, set and judged; where none goes to the press,
    in more ways too."""
    found = list(_searched(Pricing(library), best))
    yield from found
    best = min((best, *found), key=_order)
    if best.faults.weight and library.relaxed is not library and Pricing(library.relaxed).fillable():
        yield from _searched(Pricing(library.relaxed), best)


Known = dict[tuple[str, int], dict[int, float]]
"""What modules were found to cost when they were set, by name and columns, then by rows."""


def _searched(pricing: Pricing, best: PagePlan) -> Iterator[PagePlan]:
    """Pages set and judged, from the one that promises most;
    each search asks for less than the best page so far costs."""
    every = pricing.library.page.constraints
    constraints = every
    told = [best.places]  # with its columns, the cuts have found the best rows
    hint = best.places
    known: Known = {}
    settled, left = 0, EFFORTS
    for _ in range(SEARCHES):
        if settled >= SETTLED or left <= 0:
            return
        most = best.faults.looks if not best.faults.weight else None
        places, effort = tiling(
            _puzzle(pricing, constraints, known), most, _local(told, pricing), _local([hint], pricing)[0]
        )
        left -= effort
        if places is None:
            if len(told) == 1 and len(every) - len(constraints) < len(best.broken):
                constraints = constraints[:-1]  # as the cuts do, the last first
                continue
            return
        stand = _on_page(places, pricing)
        told.append(stand)
        hint = stand
        # Seams, and neighbours alike, are what the solver does not see.
        if most is None or _hoped(pricing, stand) < most:
            plan = _shared(pricing, stand, constraints, known)
            yield plan
            settled += 1
            best = min((best, plan), key=_order)


def _local(pages: Sequence[Places], pricing: Pricing) -> list[Places]:
    """Pages with rows counted from the head of the planned part, as the solver has them."""
    return [_moved(places, -pricing.part.row) for places in pages]


def _on_page(places: Places, pricing: Pricing) -> Places:
    return _moved(places, pricing.part.row)


def _moved(places: Places, rows: int) -> Places:
    return tuple((name, GridArea(area.column, area.columns, area.row + rows, area.rows)) for name, area in places)


def _shared(pricing: Pricing, places: Places, constraints: tuple[Constraint, ...], known: Known) -> PagePlan:
    """The page set, its rows shared out anew while that shows what its modules truly cost."""
    found: list[PagePlan] = []
    for _ in range(SHARED):
        news = _learned(known, places, [pricing.place(name, area) for name, area in places])
        found.append(pricing.judged(places, _hoped(pricing, places), None))
        if not news or not any(_dearer(pricing, name, area, known) for name, area in places):
            break
        (local,) = _local([places], pricing)
        places = _on_page(shared(_puzzle(pricing, constraints, known), local), pricing)
    return min(found, key=_order)


def _learned(known: Known, places: Places, placed: Sequence[Placed]) -> bool:
    """Put what modules cost as set into `known`; whether one of them was not known yet."""
    new = False
    for (name, area), module in zip(places, placed, strict=True):
        costs = known.setdefault((name, area.columns), {})
        new = new or area.rows not in costs
        costs[area.rows] = module.price
    return new


def _hoped(pricing: Pricing, places: Places) -> float:
    return sum(_price(pricing, name, area) for name, area in places) + pricing.position_cost(places)


def _puzzle(pricing: Pricing, constraints: tuple[Constraint, ...], known: Known) -> Puzzle:
    ranks = {story.name: rank for rank, story in enumerate(pricing.stories) if story.role not in SIDEBARS}
    head = pricing.part.row
    return Puzzle(
        tuple(pricing.names),
        tuple(
            {width: _true_prices(pricing, name, width, known) for width in range(1, pricing.columns + 1)}
            for name in pricing.names
        ),
        pricing.columns,
        pricing.rows,
        pricing.gap,
        tuple(LOW / pricing.rows / (1 + ranks[name]) if name in ranks else 0.0 for name in pricing.names),
        LOWERED if pricing.names[0] in ranks else 0.0,
        () if pricing.vertical else tuple((advert.name, advert.place) for advert in pricing.narrow.values()),
        tuple(
            each if each.stood is None else replace(each, stood=replace(each.stood, row=each.stood.row - head))
            for each in constraints
        ),
    )


def _price(pricing: Pricing, name: str, area: GridArea) -> float:
    return pricing.price(name, area.columns)[area.rows]


def _true_prices(pricing: Pricing, name: str, width: int, known: Known) -> dict[int, float]:
    """As price, and what setting has shown to cost more."""
    prices: dict[int, float] = {}
    true_costs = known.get((name, width), {})
    for depth, price in pricing.price(name, width).items():
        true = true_costs.get(depth)
        hoped = pricing.module(name, width).cost(depth)
        prices[depth] = price if true is None else price + FIT * max(0.0, true - hoped)
    return prices


def _dearer(pricing: Pricing, name: str, area: GridArea, known: Known) -> bool:
    """Whether a module costs more than was hoped, so that another share of the rows may be better."""
    return _true_prices(pricing, name, area.columns, known)[area.rows] > _price(pricing, name, area) + 1.0


def _order(plan: PagePlan) -> tuple[float, float]:
    return plan.faults.order


__all__ = ["NoSolver", "Puzzle", "have_solver", "solver_plans", "tiling"]
