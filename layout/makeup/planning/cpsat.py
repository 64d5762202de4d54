"""Pages that no straight cuts make, by CP-SAT: every story takes one of its shapes on some columns and rows, and together they
fill the page. The one door to OR-tools, which is asked only where an issue or the editor says `engine: solver`.

The planner by cuts goes first: the solver looks for nothing but pages that may be better than its best, and each is set and
judged like any other, so that asking for it never makes a page worse. One worker, a fixed seed and an effort counted in the
solver's own steps, not in seconds: the same copy gives the same page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from layout.issue import Constraint
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.constraints import NEAR, TOUCH
from layout.makeup.planning.cuts import FIT, LOW, LOWERED, AutoPlan, AutoPlanner, Place, different
from layout.value import value

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
    """What is to stand on a page. names: stories and adverts, the first story first; prices: of each, what its shapes cost;
    down: of each, what a row further down costs; lowered: of the first, not to stand at the head; edges: of adverts, head or foot.
    """

    names: tuple[str, ...]
    prices: tuple[Prices, ...]
    columns: int
    rows: int
    gap: int
    down: tuple[float, ...]
    lowered: float = 0.0
    edges: tuple[tuple[str, str], ...] = ()
    wishes: tuple[Constraint, ...] = ()


def tiling(
    puzzle: Puzzle,
    most: float | None = None,
    told: Sequence[tuple[Place, ...]] = (),
    hint: tuple[Place, ...] = (),
) -> tuple[tuple[Place, ...] | None, float]:
    """The cheapest page found, None when none can cost less than `most` or none was found with the effort allowed; and the effort
    it took. First for the columns, with depths priced in bands, then for the rows of the best columns, with exact prices.

    told: pages after which no other with the same columns is wanted; hint: a page to begin from. Raises NoSolver.
    """
    found, effort = _Model(puzzle, BAND).solved(most, told, hint)
    if found is None:
        return None, effort
    return shared(puzzle, found), effort


def shared(puzzle: Puzzle, page: tuple[Place, ...]) -> tuple[Place, ...]:
    """The page with its rows shared out as is cheapest, every story on the columns it has."""
    found, _ = _Model(puzzle, 1 / UNIT, page).solved(None, (), page)
    return found or page


class _Model:
    """One page for the solver. A story's columns and a band of its prices are one of its ways, each with a depth of its own, 0 where
    it is not taken; the rows of every base column are filled exactly, by stories that do not overlap in it.

    band: width of the bands of prices; on: a page whose columns are kept.
    """

    def __init__(self, puzzle: Puzzle, band: float, on: tuple[Place, ...] = ()) -> None:
        self._cp = _door()
        self._model = self._cp.CpModel()
        self._puzzle, self._band = puzzle, band
        self._on = {place.story: (place.column, place.columns) for place in on}
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
        for wish in puzzle.wishes:
            self._wish(wish)

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
        """Stories in one base column do not overlap, and they and the white below each come to the depth of the page."""
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

    # -- wishes ------------------------------------------------------------------------------------------------------

    def _edge(self, index: int, edge: str) -> None:
        new = self._model
        if edge == "top":
            new.add(self._row[index] == 0)
        elif edge == "bottom":
            new.add(self._foot[index] == self._puzzle.rows)
        for (column, width), side in self._sides[index].items():
            if (edge == "left" and column) or (edge == "right" and column + width < self._puzzle.columns):
                new.add(side == 0)

    def _wish(self, wish: Constraint) -> None:
        """As wishes.kept has it; a wish about something that is not there is kept."""
        names, new = self._puzzle.names, self._model
        if wish.story not in names:
            return
        index = names.index(wish.story)
        for edge in wish.at.split("-") if wish.at else ():
            self._edge(index, edge)
        if wish.stood is not None:
            column, width, row = wish.stood
            for where, side in self._sides[index].items():
                if where != (column, width):
                    new.add(side == 0)
            new.add_linear_constraint(self._row[index], row - NEAR, row + NEAR)
        if wish.side in names:
            self._beside(index, names.index(wish.side))
        if wish.apart in names:
            self._apart(index, names.index(wish.apart))

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
        told: Sequence[tuple[Place, ...]],
        hint: tuple[Place, ...],
    ) -> tuple[tuple[Place, ...] | None, float]:
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
        places: list[Place] = []
        for index, sides in enumerate(self._sides):
            column, width = next(where for where, side in sides.items() if solver.boolean_value(side))
            row, depth = solver.value(self._row[index]), solver.value(self._depth[index])
            places.append(Place(self._puzzle.names[index], column, width, row, depth))
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

    def _elsewhere(self, page: tuple[Place, ...]) -> list[Any] | None:
        """For each story, that it is not on the columns it has on a page; None where one of them cannot be on them."""
        literals: list[Any] = []
        for place in page:
            side = self._sides[self._puzzle.names.index(place.story)].get((place.column, place.columns))
            if side is None:
                return None
            literals.append(side.negated())
        return literals

    def _begin(self, page: tuple[Place, ...]) -> None:
        for place in page:
            index = self._puzzle.names.index(place.story)
            self._model.add_hint(self._row[index], place.row)
            self._model.add_hint(self._depth[index], place.rows)
            for where, side in self._sides[index].items():
                self._model.add_hint(side, where == (place.column, place.columns))


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


# -- the planner -----------------------------------------------------------------------------------------------------


class SolverPlanner(AutoPlanner):
    """Plans a page by cuts, then asks the solver for pages that may be better."""

    def __init__(self, library: ModuleLibrary) -> None:
        super().__init__(library)
        self._pages: tuple[AutoPlan, ...] = ()

    def _choose(self) -> AutoPlan | None:
        """As by cuts; where the solver has a better page, that."""
        cut = super()._choose()
        if cut is None:
            return None
        self._pages = tuple(self._searched(cut))
        best = min((cut, *self._pages), key=_order)
        if _order(best)[0] and self._library.relaxed is not self._library and self._near():
            more = self._more()
            assert isinstance(more, SolverPlanner)
            self._pages += tuple(more._searched(best))
        return min((cut, *self._pages), key=_order)

    def alternates(self, most: int) -> tuple[AutoPlan, ...]:
        """As by cuts, and what the solver found besides."""
        self.best()
        found = list(super().alternates(most))
        for plan in self._pages:
            if all(different(plan, other) for other in found):
                found.append(plan)
        found.sort(key=lambda plan: (plan.faults > 0, plan.cost))
        return tuple(found[:most])

    def _searched(self, best: AutoPlan) -> Iterator[AutoPlan]:
        """Pages set and judged, from the one that promises most; each search asks for less than the best page so far costs."""
        every = self._library.page.constraints
        wishes = every
        told = [best.places]  # with its columns, the cuts have found the best rows
        hint = best.places
        settled, left = 0, EFFORTS
        for _ in range(SEARCHES):
            if settled >= SETTLED or left <= 0:
                return
            most = best.cost if not _order(best)[0] else None
            places, effort = tiling(self._puzzle(wishes), most, told, hint)
            left -= effort
            if places is None:
                if len(told) == 1 and len(every) - len(wishes) < len(best.broken):
                    wishes = wishes[:-1]  # as the cuts do, the last first
                    continue
                return
            told.append(places)
            hint = places
            # Seams, and neighbours alike, are what the solver does not see.
            if most is None or self._hoped(places) < most:
                plan = self._shared(places, wishes)
                yield plan
                settled += 1
                best = min((best, plan), key=_order)

    def _shared(self, places: tuple[Place, ...], wishes: tuple[Constraint, ...]) -> AutoPlan:
        """The page set, its rows shared out anew while that shows what its modules truly cost."""
        found: list[AutoPlan] = []
        for _ in range(SHARED):
            news = self._learn(places)
            found.append(self._judged(places, self._hoped(places), None, self._library.page.constraints[len(wishes) :]))
            if not news or not any(self._dearer(place) for place in places):
                break
            places = shared(self._puzzle(wishes), places)
        return min(found, key=_order)

    def _hoped(self, places: tuple[Place, ...]) -> float:
        return sum(self._price(place) for place in places) + self._position_cost(places)

    def _puzzle(self, wishes: tuple[Constraint, ...]) -> Puzzle:
        ranks = {story.name: rank for rank, story in enumerate(self._stories) if story.role != "briefs"}
        return Puzzle(
            tuple(self._names),
            tuple(
                {width: self._true_prices(name, width) for width in range(1, self._columns + 1)} for name in self._names
            ),
            self._columns,
            self._rows,
            self._gap,
            tuple(LOW / self._rows / (1 + ranks[name]) if name in ranks else 0.0 for name in self._names),
            LOWERED if self._names[0] in ranks else 0.0,
            tuple((advert.name, advert.place) for advert in self._narrow.values()),
            wishes,
        )

    def _price(self, place: Place) -> float:
        return self.price(place.story, place.columns)[place.rows]

    def _true_prices(self, name: str, width: int) -> dict[int, float]:
        """As price, and what setting has shown to cost more."""
        prices: dict[int, float] = {}
        for depth, price in self.price(name, width).items():
            true = self._true.get((name, width, depth))
            hoped = self._make(name, 0, width).cost(depth)
            prices[depth] = price if true is None else price + FIT * max(0.0, true - hoped)
        return prices

    def _dearer(self, place: Place) -> bool:
        """Whether a module costs more than was hoped, so that another share of the rows may be better."""
        return self._true_prices(place.story, place.columns)[place.rows] > self._price(place) + 1.0


def _order(plan: AutoPlan) -> tuple[float, float]:
    """Faults first, constraints given up among them, then the cost."""
    return plan.faults + len(plan.broken), plan.cost


__all__ = ["NoSolver", "Puzzle", "SolverPlanner", "have_solver", "tiling"]
