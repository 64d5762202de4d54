"""Briefs into the legs of their panel: arithmetic on rows, once each brief is set on its measure.

The white of a panel is shared by all its items alike: between any two of them as many rows, in every leg. What that
leaves over or lacks is traded in paragraphs set a line longer or shorter; a row of it may stand over all legs, under
the banner. Where that does not do, some items stand a row farther apart than others, and no more than a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from layout.issue import Story
from layout.makeup.modules.base import OVERSET
from layout.makeup.modules.legs import EMPTY, LOOSENED, MOST_TRADED, Choice, Unit
from layout.text.paragraph import Paragraph
from layout.value import value

MOST_GAP = 3  # rows between items at most
APART = (0.0, 0.0, 6.0, 26.0)  # price of so many rows between the items of a panel: of three it looks empty
TIGHTER = 1.5  # times what a line longer costs, for a line shorter
FURTHER = 2.0  # a paragraph's second line
OPENED = 7.0  # a row of air over all legs
SHORT = 8.0  # a leg that ends a row above the foot
UNLIKE = 16.0  # items of a leg a row farther apart than others of their panel
RUN_ON = 5.0  # items that run on from leg to leg
CALM = 8.0  # a price up to which nothing else is tried
TOGETHER = 2  # lines of an item in a leg at least
DEPTHS = 3  # depths of legs, from the deepest on, in which items may run on


@value
class SetBrief:
    """One brief set on its measure: heads (kicker, headline) a row a line, then the body."""

    story: Story
    heads: tuple[tuple[str, Paragraph], ...]
    body: tuple[Choice, ...]

    @property
    def head_rows(self) -> int:
        return sum(len(head.lines) for _, head in self.heads)

    @property
    def depth(self) -> int:
        return self.head_rows + sum(c.best.depth for c in self.body)

    def steps(self, sign: int) -> tuple[int, int]:
        """How many of its paragraphs can be set a line longer (+1) or shorter (−1), and how many of these a second
        line."""
        first = [choice for choice in self.body if choice.by(sign) is not None]
        return len(first), sum(1 for choice in first if choice.by(2 * sign) is not None)


@value
class Part:
    """What of a brief stands in one leg: its heads or not, and of its body's lines, counted through,
    `first` up to `after`."""

    item: int
    units: tuple[Unit, ...]
    heads: int
    first: int
    after: int

    @property
    def rows(self) -> int:
        return self.heads + self.after - self.first


@value
class Leg:
    """A leg's parts. gaps: rows before each but the first; slack: rows left empty at its foot, or (−) without room."""

    parts: tuple[Part, ...]
    gaps: tuple[int, ...]
    slack: int


@value
class Filling:
    """Legs as filled. air: rows over all of them; loosened: lines that paragraphs are longer or shorter."""

    cost: float
    legs: tuple[Leg, ...]
    air: int = 0
    loosened: int = 0


_Split = tuple[tuple[int, int], ...]
"""First and after of the items in each leg."""

_Flow = tuple[tuple[tuple[int, int, int, int], ...], ...]
"""Legs of what stands in them of each item: the item, rows of its heads, first and after of its body's lines."""


@value
class _Plan:
    """How legs may be filled, by arithmetic alone. flow: where items run on, else they are kept whole as `split` has
    them; lines: that the copy is longer by, where they run on."""

    cost: float
    gap: int
    air: int
    split: _Split = ()
    flow: _Flow | None = None
    lines: int = 0


class Filler:
    """Fills `legs` legs with briefs; what it found for a depth it keeps."""

    def __init__(self, items: tuple[SetBrief, ...], legs: int) -> None:
        self.items, self.legs = items, legs
        self._plans: dict[int, _Plan] = {}
        self._flows: dict[tuple[int, int, int], _Flow | None] = {}
        self._prices: dict[tuple[int, int, int, bool], float] = {}  # of legs, which depths and gaps ask for alike
        self._heads = [item.head_rows for item in items]
        self._lines = [item.depth - item.head_rows for item in items]
        self._depths = _sums(item.depth for item in items)
        self._steps = {sign: _steps(items, sign) for sign in (1, -1)}

    def cost(self, rows: int) -> float:
        """Of the cheapest way to fill legs of `rows` rows."""
        return self._plan(rows).cost

    def lacking(self, rows: int) -> int:
        """Rows of copy that find no room there."""
        plan = self._plan(rows)
        return sum(max(0, -self._left(rows, plan, first, after)[1]) for first, after in plan.split)

    def fill(self, rows: int) -> Filling:
        """The legs so filled."""
        plan = self._plan(rows)
        if plan.flow is not None:
            return self._ran_on(plan, plan.flow, rows)
        legs: list[Leg] = []
        loosened = 0
        for first, after in plan.split:
            traded, left = self._left(rows, plan, first, after)
            units = self._set(range(first, after), traded)
            parts = tuple(
                Part(item, own, self.items[item].head_rows, 0, sum([unit.depth for unit in own]))
                for item, own in zip(range(first, after), units, strict=True)
            )
            legs.append(_spaced(parts, left, plan.gap))
            loosened += abs(traded)
        bare = Leg((), (), rows - plan.air)
        return Filling(plan.cost, (*legs, *[bare] * (self.legs - len(legs))), plan.air, loosened)

    def _plan(self, rows: int) -> _Plan:
        if rows not in self._plans:
            best: _Plan | None = None
            for plan in self._ways(rows):
                if best is None or plan.cost < best.cost:
                    best = plan
            assert best is not None
            self._plans[rows] = best
        return self._plans[rows]

    def _ways(self, rows: int) -> Iterator[_Plan]:
        """Whole items in legs, evenly spaced, then items that run on from leg to leg."""
        least = float("inf")
        for gap in range(1, MOST_GAP + 1):
            spare = self.legs * rows - self._depths[-1] - gap * (len(self.items) - self.legs)
            if gap > 1 and (spare < 0 or APART[gap] >= least):
                break
            for air in (0, 1):
                if air and (least <= OPENED or spare < self.legs):
                    break
                plan = self._shared(rows, gap, air)
                least = min(least, plan.cost)
                yield plan
        if self.legs > 1 and rows > 0 and least > CALM:
            yield from self._run_on(rows)

    # -- items kept together -----------------------------------------------------------------------------------------

    def _shared(self, rows: int, gap: int, air: int) -> _Plan:
        """The items in order shared out to the legs so that they cost least."""
        count, depths, prices, wide = len(self.items), self._depths, self._prices, gap == MOST_GAP
        legs = min(self.legs, count)
        price = (self.legs - legs) * _left_price(rows - air, 0, gap) + APART[gap] + OPENED * air
        best: list[tuple[float, _Split] | None] = [(price, ()), *[None] * count]
        for leg in range(legs):
            after_this: list[tuple[float, _Split] | None] = [None] * (count + 1)
            last = leg == legs - 1
            for after in range(count if last else leg + 1, count - (legs - leg - 1) + 1):
                for first in range(leg, after):
                    before = best[first]
                    if before is None:
                        continue
                    found = after_this[after]
                    price = before[0]
                    if found is None or price < found[0]:
                        need = rows - air - depths[after] + depths[first] - gap * (after - first - 1)
                        leg_price = prices.get((first, after, need, wide))
                        price += self._need_price(first, after, need, gap) if leg_price is None else leg_price
                        if found is None or price < found[0]:
                            after_this[after] = price, (*before[1], (first, after))
            best = after_this
        whole = best[count]
        assert whole is not None
        return _Plan(whole[0], gap, air, whole[1])

    def _leg_price(self, first: int, after: int, rows: int, gap: int) -> float:
        """What `rows` rows for these items cost, at so many rows between them."""
        return self._need_price(first, after, rows - self._rows_of(first, after, gap), gap)

    def _rows_of(self, first: int, after: int, gap: int) -> int:
        return self._depths[after] - self._depths[first] + gap * (after - first - 1)

    def _need_price(self, first: int, after: int, need: int, gap: int) -> float:
        """What these items cost in a leg of `need` rows more than they have, at so many rows between them."""
        traded, price = self._traded(first, after, need) if need else (0, 0.0)
        price += _left_price(need - traded, after - first - 1, gap)
        self._prices[first, after, need, gap == MOST_GAP] = price
        return price

    def _left(self, rows: int, plan: _Plan, first: int, after: int) -> tuple[int, int]:
        """Lines that looseness brings to these items of a leg, and the rows that are over then (−: that lack)."""
        need = rows - plan.air - self._rows_of(first, after, plan.gap)
        traded = self._traded(first, after, need)[0]
        return traded, need - traded

    def _traded(self, first: int, after: int, need: int) -> tuple[int, float]:
        """How many lines (−: fewer) of `need` looseness brings to these items, and its price; for one row it is not
        asked where white at the foot costs less."""
        once, twice = self._steps[1 if need > 0 else -1]
        once_here = once[after] - once[first]
        traded = min(abs(need), once_here + twice[after] - twice[first], MOST_TRADED)
        price = LOOSENED * (min(traded, once_here) + FURTHER * max(0, traded - once_here))
        if need < 0:
            return -traded, price * TIGHTER
        return (0, 0.0) if need == 1 and price >= SHORT else (traded, price)

    def _set(self, items: Sequence[int], lines: int) -> list[tuple[Unit, ...]]:
        """The bodies of items with so many lines more (−: less)."""
        by: dict[tuple[int, int], int] = {}
        for place in self._traders(items, 1 if lines > 0 else -1)[: abs(lines)]:
            by[place] = by.get(place, 0) + (1 if lines > 0 else -1)
        return [
            tuple([each.by(by.get((item, at), 0)) or each.best for at, each in enumerate(self.items[item].body)])
            for item in items
        ]

    def _traders(self, items: Sequence[int], sign: int) -> list[tuple[int, int]]:
        """Item and paragraph of each line that may be won or lost, the longest paragraphs first, where it shows
        least."""
        every = [(item, at) for item in items for at in range(len(self.items[item].body))]
        every.sort(key=lambda place: -self.items[place[0]].body[place[1]].best.depth)
        bodies = [(place, self.items[place[0]].body[place[1]]) for place in every]
        once = [(place, body) for place, body in bodies if body.by(sign) is not None]
        twice = [place for place, body in once if body.by(2 * sign) is not None]
        return [*(place for place, _ in once), *twice]

    # -- items that run on -------------------------------------------------------------------------------------------

    def _run_on(self, rows: int) -> Iterator[_Plan]:
        """Items running on from leg to leg, at the widest even room that goes in, and a row closer; what the last leg
        lacks then is won by looseness. Where legs as deep as these leave lines alone, shallower ones are taken."""
        found = 0
        for gap in range(MOST_GAP, 0, -1):
            if self._depths[-1] + gap * (len(self.items) - self.legs) > self.legs * rows:
                continue
            for most in range(rows, max(0, rows - DEPTHS), -1):
                flow = self._flowed(most, gap, 0)
                if flow is None:
                    continue
                yield self._running(flow, rows, gap, 0)
                lacking = most - _rows(flow[-1], gap)
                traded = self._traded(0, len(self.items), lacking)[0] if lacking > 0 else 0
                longer = self._flowed(most, gap, traded) if traded else None
                if longer is not None:
                    yield self._running(longer, rows, gap, traded)
                found += 1
                break
            if found == 2:
                return
        least = self._least_flow
        if not found and least is not None and least <= rows:
            flow = self._flowed(least, 1, 0)
            assert flow is not None
            yield self._running(flow, rows, 1, 0)

    @cached_property
    def _least_flow(self) -> int | None:
        """Rows of the shallowest legs into which the items go running on."""
        whole = self._depths[-1] + len(self.items)
        depths = range(max(TOGETHER, (whole - self.legs) // self.legs), whole + 1)
        return next((most for most in depths if self._flowed(most, 1, 0) is not None), None)

    def _running(self, flow: _Flow, rows: int, gap: int, lines: int) -> _Plan:
        needs = [rows - _rows(parts, gap) for parts in flow]
        air = 1 if len(needs) == self.legs and min(needs) > 0 else 0
        price = RUN_ON + APART[gap] + OPENED * air + LOOSENED * lines
        price += sum([_left_price(need - air, len(parts) - 1, gap) for parts, need in zip(flow, needs, strict=True)])
        price += (self.legs - len(flow)) * _left_price(rows, 0, gap)
        return _Plan(price, gap, air, (), flow, lines)

    def _ran_on(self, plan: _Plan, flow: _Flow, rows: int) -> Filling:
        units = self._set(range(len(self.items)), plan.lines)
        legs = [
            _spaced(
                tuple([Part(item, units[item], *rest) for item, *rest in parts]),
                rows - plan.air - _rows(parts, plan.gap),
                plan.gap,
            )
            for parts in flow
        ]
        bare = [Leg((), (), rows)] * (self.legs - len(legs))
        return Filling(plan.cost, (*legs, *bare), plan.air, plan.lines)

    def _flowed(self, most: int, gap: int, longer: int) -> _Flow | None:
        """The items in legs of `most` rows, so many rows between them, `longer` lines more of copy than at its best;
        None where they do not go in."""
        key = most, gap, longer
        if key not in self._flows:
            lines = self._lines.copy()
            for item, _ in self._traders(range(len(self.items)), 1)[:longer] if longer else ():
                lines[item] += 1
            self._flows[key] = _flow(list(zip(self._heads, lines, strict=True)), self.legs, most, gap)
        return self._flows[key]


def _flow(items: Sequence[tuple[int, int]], legs: int, most: int, gap: int) -> _Flow | None:
    """items: rows of heads, and lines, of each."""
    found: list[list[tuple[int, int, int, int]]] = [[]]
    row = 0
    for index, (heads, lines) in enumerate(items):
        first = 0
        while True:
            apart = gap if row else 0
            taken = min(lines - first, most - row - apart - heads)
            if 0 < lines - first - taken < TOGETHER:
                taken = lines - first - TOGETHER
            if taken < min(TOGETHER, lines - first) or (not lines and row + apart + heads > most):
                if not row or len(found) == legs:
                    return None
                found.append([])
                row = 0
                continue
            found[-1].append((index, heads, first, first + taken))
            row, first, heads = row + apart + heads + taken, first + taken, 0
            if first == lines:
                break
            if len(found) == legs:
                return None
            found.append([])
            row = 0
    return tuple(map(tuple, found))


def _rows(parts: Sequence[tuple[int, int, int, int]], gap: int) -> int:
    return sum([heads + after - first for _, heads, first, after in parts]) + gap * (len(parts) - 1)


def _left_price(left: int, gaps: int, gap: int) -> float:
    """Of rows that a leg with so many gaps of `gap` rows has too many, or (−) too few."""
    if left < 0:
        return OVERSET * -left
    if left < 2:
        return SHORT * left
    gaps = gaps if gap < MOST_GAP else 0
    foot = left - gaps
    return (UNLIKE if gaps else 0.0) + (SHORT + EMPTY * (foot - 1) if foot > 0 else 0.0)


def _spaced(parts: tuple[Part, ...], slack: int, gap: int) -> Leg:
    """A leg with `slack` rows (−: too few) beyond the rows between its parts: one stays at its foot, of more the upper
    parts stand a row farther apart than the lower."""
    gaps = max(0, len(parts) - 1)
    more = min(slack, gaps) if slack > 1 and gap < MOST_GAP else 0
    return Leg(parts, tuple([gap + (order < more) for order in range(gaps)]), slack - more)


def _steps(items: Sequence[SetBrief], sign: int) -> tuple[list[int], list[int]]:
    """Sums over the items of what `SetBrief.steps` says."""
    steps = [item.steps(sign) for item in items]
    return _sums(once for once, _ in steps), _sums(twice for _, twice in steps)


def _sums(numbers: Iterable[int]) -> list[int]:
    found = [0]
    for each in numbers:
        found.append(found[-1] + each)
    return found


__all__ = ["CALM", "MOST_GAP", "TOGETHER", "Filler", "Filling", "Leg", "Part", "SetBrief"]
