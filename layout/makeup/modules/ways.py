"""The ways in which a story can take a depth, and which of them are cheapest: arithmetic on rows,
before anything is set.

What is asked of each depth a page may give a story is done by layout/_speed.c where it was compiled; `PlainWays` is the
same in plain Python, its specification: equal costs bit for bit.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heapreplace
from operator import itemgetter
from typing import Any, Protocol

from layout.makeup.modules.arrangement import Arrangement, Combination, SetHead
from layout.makeup.modules.base import OVERSET
from layout.makeup.modules.legs import EMPTY, LOOSENED, UNEVEN, foot_cost
from layout.speed import COMPILED
from layout.value import value

STUB = 6.0  # a row that a leg, say under a picture, lacks to LEAST_LEG
LEAST_LEG = 5  # rows (Q11)
WHITE = 3.0  # a row of white beside a head that is shorter than its text, a leg
HOLE = 20.0  # a row of white under a picture that stands beside its text
FILLER = 60.0  # an ornament at the foot: the last means, when nothing else helps
LEAST_FILLER = 2  # rows
LOOKED_AT = 60  # ways to take a depth whose legs are looked at


@value
class Way:
    """One way to take a depth: which arrangement and head, rows of air added to it, rows of each stand; slack: rows
    over all legs; room: rows of text in each leg."""

    cost: float
    head: int
    air: int
    pictures: tuple[int, ...]
    slack: int
    arrangement: int = 0
    room: tuple[int, ...] = ()


@value
class Use:
    """An arrangement under one of its heads with one combination of rows, whatever depth it takes. need: the rows it
    takes without text; above: those of each leg, as of `Arrangement.above`."""

    price: float
    need: int
    above: tuple[int, ...]
    arrangement: int
    head: int
    air: int
    over: SetHead
    taken: Combination

    @property
    def legs(self) -> int:
        """Legs that hold text."""
        return sum(1 for each in self.above if each >= 0)

    @property
    def lost(self) -> int:
        """Rows of these that something else takes."""
        return sum(each for each in self.above if each >= 0)

    @property
    def beside(self) -> tuple[int, int]:
        """Legs beside a head that stands at the left of its text, and its rows."""
        return (self.over.legs, self.over.rows + self.air) if self.over.form == "left" else (0, 0)

    def way(self, cost: float, rows: int, slack: int) -> Way:
        return Way(cost, self.head, self.air, self.taken.rows, slack, self.arrangement, _room(rows, self.above))


class White(Protocol):
    """What rows that copy leaves empty or lacks cost, `slack` of them over all legs."""

    def slack_cost(self, slack: int, room: tuple[int, ...]) -> float:
        """In legs of `room` rows."""

    def least(self, slack: int) -> float:
        """However they stand in the legs."""


@value
class TextWhite:
    """Of copy of `copy` rows on `legs` legs. gives, takes: rows that its paragraphs can do without, or fill besides:
    copyfit puts the true cost in where it sets the module; filler: most rows of an ornament, 0 = the house has none."""

    copy: int
    legs: int
    gives: int
    takes: int
    filler: int

    def slack_cost(self, slack: int, room: tuple[int, ...]) -> float:
        traded = min(abs(slack), self.gives if slack < 0 else self.takes)
        beyond = abs(slack) - traded
        if slack < 0:
            return LOOSENED * traded + OVERSET * beyond
        cost = LOOSENED * traded + foot_cost(beyond, room)
        _, rows = self.ornament(slack, room)
        return min(cost, FILLER + LOOSENED * (slack - rows)) if rows and slack - rows <= self.takes else cost

    def least(self, slack: int) -> float:
        traded = min(abs(slack), self.gives if slack < 0 else self.takes)
        beyond = abs(slack) - traded
        if slack < 0:
            return LOOSENED * traded + OVERSET * beyond
        least = LOOSENED * traded + EMPTY * beyond / self.legs
        return min(least, FILLER) if self.filler else least

    def ornament(self, slack: int, room: tuple[int, ...]) -> tuple[int, int]:
        """The leg at whose foot an ornament may take slack, and its rows: as much as the house allows, at the last leg
        with text; no rows where it cannot stand. What it leaves is won by looseness."""
        rows = min(slack, self.filler)
        leg = max((leg for leg, space in enumerate(room) if space), default=0)
        return leg, rows if rows >= LEAST_FILLER and room[leg] - rows >= LEAST_LEG else 0


class Ways(Protocol):
    def cheapest(self, rows: int, most: int) -> list[Way]:
        """The `most` cheapest ways to take `rows`, the best first, before anything is set; [] = not even the head fits.

        Uses that lose as many rows of as many legs have the same slack at every depth; of each such group only the
        cheapest that are left are looked at, in the order of the least that they can cost, until that is more than what
        was found; LOOKED_AT at most. Of ways that cost the same, that which was looked at first is the better.
        """

    def least(self, rows: int) -> tuple[float, int] | None:
        """Cost and slack of the cheapest."""


Prices = tuple[tuple[float, ...], ...]
"""What each head of an arrangement costs, with no row of air added to it and with more and more."""


def ways_of(arrangements: Sequence[Arrangement], prices: Sequence[Prices], copy: int, white: White) -> Ways:
    """prices: of each arrangement; copy: rows of the story's copy."""
    if COMPILED is None or not isinstance(white, TextWhite):
        return PlainWays(uses_of(arrangements, prices), copy, white)
    return _CompiledWays(arrangements, prices, white)


def uses_of(arrangements: Sequence[Arrangement], prices: Sequence[Prices]) -> Iterator[Use]:
    """Every use of these arrangements."""
    for index, (arrangement, of_heads) in enumerate(zip(arrangements, prices, strict=True)):
        for at, (head, of_air) in enumerate(zip(arrangement.heads, of_heads, strict=True)):
            for air, price in enumerate(of_air):
                for taken in arrangement.combinations:
                    above = arrangement.above(head, air, taken)
                    need = max(head.rows + air + 1, *[abs(each) for each in above])
                    yield Use(price + taken.price, need, above, index, at, air, head, taken)


_Group = tuple[int, int, list[tuple[float, int, Use]]]
"""Uses that lose as many rows of as many legs: legs, rows lost, and price, place among all uses and use,
the cheapest first."""


def _grouped(uses: Iterable[Use]) -> list[_Group]:
    groups: dict[tuple[int, int], list[tuple[float, int, Use]]] = {}
    for order, use in enumerate(uses):
        groups.setdefault((use.legs, use.lost), []).append((use.price, order, use))
    return [(legs, lost, sorted(each, key=itemgetter(0, 1))) for (legs, lost), each in groups.items()]


class PlainWays:
    """The specification."""

    def __init__(self, uses: Iterable[Use], copy: int, white: White) -> None:
        self._groups, self._copy, self._white = _grouped(uses), copy, white
        self._least: dict[int, float] = {}

    def cheapest(self, rows: int, most: int) -> list[Way]:
        heads: list[tuple[float, int, int, int]] = []  # least cost, place among all uses, group, place in it
        slacks: list[int] = []
        for group, (legs, lost, uses) in enumerate(self._groups):
            slack = rows * legs - lost - self._copy
            slacks.append(slack)
            if slack not in self._least:
                self._least[slack] = self._white.least(slack)
            heads.append((uses[0][0] + self._least[slack], uses[0][1], group, 0))
        heapify(heads)
        best: list[tuple[float, int, Way]] = []
        looked = 0
        while heads:
            least, _, group, at = heads[0]
            if len(best) == most and least >= best[-1][0]:
                break
            uses = self._groups[group][2]
            use = uses[at][2]
            if at + 1 < len(uses):
                more = uses[at + 1]
                heapreplace(heads, (more[0] + self._least[slacks[group]], more[1], group, at + 1))
            else:
                heappop(heads)
            if rows < use.need:
                continue
            if looked == LOOKED_AT:
                break
            looked += 1
            cost = use.price + self._white_cost(rows, use)
            insort(best, (cost, looked, use.way(cost, rows, slacks[group])))
            del best[most:]
        return [way for _, _, way in best]

    def least(self, rows: int) -> tuple[float, int] | None:
        return next(((way.cost, way.slack) for way in self.cheapest(rows, 1)), None)

    def _white_cost(self, rows: int, use: Use) -> float:
        """Price of the white that this way leaves: at the feet, in stubs of legs, beside a head or a picture."""
        room = _room(rows, use.above)
        cost = self._white.slack_cost(sum(room) - self._copy, room)
        cost += sum([STUB * (LEAST_LEG - space) for space in room if 0 < space < LEAST_LEG])
        below = rows - use.taken.over
        legs, head = use.beside
        if legs:
            cost += WHITE * legs * (below - head)
        if any(use.taken.beside):
            cost += HOLE * (below - max(use.taken.beside))
        return cost


class _CompiledWays:
    """The same, compiled."""

    def __init__(self, arrangements: Sequence[Arrangement], prices: Sequence[Prices], white: TextWhite) -> None:
        self._arrangements = arrangements
        self._above: dict[tuple[int, int, int, int], tuple[int, ...]] = {}  # of the uses that were a way so far
        self._found: Any = COMPILED.uses(
            [
                (
                    [_head(head, of_air) for head, of_air in zip(arrangement.heads, of_heads, strict=True)],
                    [_combination(taken) for taken in arrangement.combinations],
                )
                for arrangement, of_heads in zip(arrangements, prices, strict=True)
            ],
            (white.copy, white.legs, white.gives, white.takes, white.filler),
            (LOOSENED, OVERSET, EMPTY, UNEVEN, FILLER, STUB, WHITE, HOLE, LEAST_LEG, LEAST_FILLER, LOOKED_AT),
        )

    def cheapest(self, rows: int, most: int) -> list[Way]:
        return [self._way(rows, *found) for found in COMPILED.cheapest(self._found, rows, most)]

    def least(self, rows: int) -> tuple[float, int] | None:
        return next(((cost, slack) for cost, slack, *_ in COMPILED.cheapest(self._found, rows, 1)), None)

    def _way(self, rows: int, cost: float, slack: int, index: int, at: int, air: int, combination: int) -> Way:
        arrangement = self._arrangements[index]
        taken, use = arrangement.combinations[combination], (index, at, air, combination)
        above = self._above.get(use)
        if above is None:
            above = self._above[use] = arrangement.above(arrangement.heads[at], air, taken)
        return Way(cost, at, air, taken.rows, slack, index, _room(rows, above))


def _head(head: SetHead, prices: tuple[float, ...]) -> tuple[Any, ...]:
    return head.leg, head.legs, head.rows, head.form == "left", prices


def _combination(taken: Combination) -> tuple[Any, ...]:
    return taken.price, taken.over, taken.top, taken.foot, taken.middle, taken.beside


def _room(rows: int, above: Sequence[int]) -> tuple[int, ...]:
    """Rows of text in each leg of a story of `rows`."""
    return tuple([rows - each if each >= 0 else 0 for each in above])


__all__ = [
    "FILLER",
    "LEAST_LEG",
    "PlainWays",
    "Prices",
    "TextWhite",
    "Use",
    "Way",
    "Ways",
    "White",
    "uses_of",
    "ways_of",
]
