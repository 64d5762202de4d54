"""Body copy as rows, and rows into legs: the arithmetic of copyfit once every paragraph is broken on its measure.

A body is a list of units (paragraphs, subheads, list items) with an exact number of rows each; legs are numbers of
rows. Filling legs, balancing their feet and trading a row by looseness are questions about integers and need no
re-setting. Trading is done by layout/_speed.c where it was compiled; `plain_fit` is its specification.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, islice

from layout.speed import COMPILED
from layout.text.paragraph import Paragraph
from layout.value import value

WIDOW = 15.0  # a paragraph's last line alone at the head of a leg (R18)
SHORT_FOOT = 12.0  # a row left empty at a leg's foot that the balance did not ask for
EMPTY = 30.0  # a row left empty at the foot of every leg
UNEVEN = 6.0  # legs that do not end on one row
LOOSENED = 4.0  # a paragraph set one line longer or shorter than its best
MOST_TRADED = 4  # units traded at most: more would show
TRIES = 200  # settings weighed at most
LOOKED_AT = 20_000  # ways to trade units that are looked at for these
OVERSET_LINE = 1000.0  # a line without room
LOOSEST = 0.10  # em between ideographs that a loosened paragraph may reach (R33)


@value
class Unit:
    """A paragraph and how it takes rows. head: a subhead, whose `rows` may be more than its lines; rows 0 = one a line.

    role: of its group in the display list. left: points from the leg's edge to its lines, with a mark before the first.
    """

    paragraph: Paragraph
    head: bool = False
    rows: int = 0
    role: str = "paragraph"
    left: float = 0.0

    @property
    def depth(self) -> int:
        return self.rows or len(self.paragraph.lines)


@value
class Slot:
    """Where a line of a unit stands: leg, row in the leg."""

    unit: int
    line: int
    leg: int
    row: int


@value
class Flow:
    """Units in legs. over: lines that found no room, as (unit, line); feet: rows used in each leg; widows: how many
    legs begin with a paragraph's last line."""

    slots: tuple[Slot, ...]
    feet: tuple[int, ...]
    over: tuple[tuple[int, int], ...] = ()
    widows: int = 0


@value
class Outline:
    """A flow without a slot for every line. over: how many lines found no room; feet, widows: as of Flow."""

    over: int
    widows: int
    feet: tuple[int, ...]

    def cost(self, room: tuple[int, ...]) -> float:
        """What the eye pays for it, where `room` was given to the legs; the last leg may end anywhere."""
        return _cost(self.over, self.widows, self.feet, room)


def _cost(over: int, widows: int, feet: Sequence[int], room: tuple[int, ...]) -> float:
    short = sum([space - foot for space, foot in zip(room[:-1], feet[:-1], strict=True) if space > foot])
    return OVERSET_LINE * over + WIDOW * widows + SHORT_FOOT * short


def fill(units: tuple[Unit, ...], room: tuple[int, ...]) -> Flow:
    """Units in order into legs of `room` rows; a subhead stays with the next two lines of its text."""
    slots: list[Slot] = []
    over: list[tuple[int, int]] = []
    feet = [0] * len(room)
    leg = row = widows = 0
    for index, unit in enumerate(units):
        lines = len(unit.paragraph.lines)
        if unit.head:
            following = min(2, units[index + 1].depth) if index + 1 < len(units) else 0
            if row and leg < len(room) and row + unit.depth + following > room[leg]:
                leg, row = leg + 1, 0
            # At the head of a leg a subhead needs no air above it, but keeps its rows so that feet stay level.
            steps: Iterator[tuple[int, int]] = iter([(0, unit.depth)])
        else:
            steps = ((line, 1) for line in range(lines))
        for line, depth in steps:
            while leg < len(room) and row + depth > room[leg]:
                leg, row = leg + 1, 0
            if leg >= len(room):
                over.append((index, line))
                continue
            if row == 0 and leg and not unit.head and lines > 1 and line == lines - 1:
                widows += 1
            slots.append(Slot(index, line, leg, row))
            row += depth
            feet[leg] = row
    return Flow(tuple(slots), tuple(feet), tuple(over), widows)


def outline(units: Sequence[Unit], room: tuple[int, ...]) -> tuple[int, int, list[int]]:
    """What `fill` would come to without a slot for every line: lines without room, widows, rows used in each leg."""
    feet = [0] * len(room)
    legs = len(room)
    leg = row = over = widows = 0
    for index, unit in enumerate(units):
        left = lines = 1 if unit.head else len(unit.paragraph.lines)
        step = unit.depth if unit.head else 1
        if unit.head and row and leg < legs:
            following = min(2, units[index + 1].depth) if index + 1 < len(units) else 0
            if row + step + following > room[leg]:
                leg, row = leg + 1, 0
        while left:
            while leg < legs and row + step > room[leg]:
                leg, row = leg + 1, 0
            if leg == legs:
                over += left
                break
            if not row and leg and left == 1 < lines:
                widows += 1
            taken = 1 if unit.head else min(left, room[leg] - row)
            row += taken * step
            feet[leg] = row
            left -= taken
    return over, widows, feet


def share(room: tuple[int, ...], slack: int) -> tuple[int, ...]:
    """Room with `slack` rows taken off so that feet stay level: evenly, then one row each from the last legs."""
    if slack <= 0:
        return room
    legs = [leg for leg, space in enumerate(room) if space] or [0]  # a picture may fill a leg to its foot
    every, rest = divmod(slack, len(legs))
    given = list(room)
    for order, leg in enumerate(legs):
        given[leg] = max(0, given[leg] - every - (1 if order >= len(legs) - rest else 0))
    return tuple(given)


def foot_cost(empty: int, room: tuple[int, ...]) -> float:
    """Price of rows left empty at the feet of the legs that hold text, `empty` over all of them."""
    legs = sum(1 for space in room if space) or 1
    return EMPTY * empty / legs + (UNEVEN if empty % legs else 0.0)


def level(units: tuple[Unit, ...], room: tuple[int, ...]) -> Outline | None:
    """Units that fill their legs to the row, no leg beginning with a widow; None = something is to be paid for."""
    if sum(room) != sum([unit.depth for unit in units]):
        return None
    over, widows, feet = outline(units, room)
    return Outline(over, widows, tuple(feet)) if _cost(over, widows, feet, room) == 0.0 else None


@value
class Choice:
    """The ways a unit can be set: at its best, and some lines shorter or longer where the limits of
    setting allow it."""

    best: Unit
    others: tuple[Unit, ...] = ()

    def by(self, delta: int) -> Unit | None:
        """The setting `delta` lines longer (+) or shorter (−) than the best; None = there is none."""
        return next((unit for unit in self.others if unit.depth - self.best.depth == delta), None)


Fitting = tuple[tuple[Unit, ...], Outline, tuple[int, ...]]
"""The units as chosen, the outline of their flow, and the rows each leg was given."""


def fit(choices: tuple[Choice, ...], room: tuple[int, ...]) -> Fitting:
    """Set units into legs with level feet, trading rows by looseness where that fills the legs or saves a widow.

    Deterministic: the cheapest, then the first tried.
    """
    if COMPILED is None:
        return plain_fit(choices, room)
    prices = (OVERSET_LINE, WIDOW, SHORT_FOOT, EMPTY, UNEVEN, LOOSENED, MOST_TRADED, TRIES, LOOKED_AT)
    found = COMPILED.fit([(_terms(each.best), tuple(map(_terms, each.others))) for each in choices], room, prices)
    changed, over, widows, feet, given = found
    units = [choice.best for choice in choices]
    for index, other in changed:
        units[index] = choices[index].others[other]
    return tuple(units), Outline(over, widows, feet), given


def _terms(unit: Unit) -> tuple[bool, int, int]:
    """A unit in numbers: whether it is a subhead, its rows, its lines."""
    lines = len(unit.paragraph.lines)
    return unit.head, unit.rows or lines, lines


def plain_fit(choices: tuple[Choice, ...], room: tuple[int, ...]) -> Fitting:
    """The specification."""
    rows = sum(room)
    best: tuple[float, tuple[Unit, ...], Outline, tuple[int, ...]] | None = None
    for units, price in islice(_settings(choices, rows - sum(choice.best.depth for choice in choices)), TRIES):
        slack = rows - sum([unit.depth for unit in units])
        given = share(room, slack)
        over, widows, feet = outline(units, given)
        if over and slack > 0:  # subheads kept with their text need some of the slack
            given = room
            over, widows, feet = outline(units, room)
        cost = price + _cost(over, widows, feet, given) + foot_cost(max(0, slack), room)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, units, Outline(over, widows, tuple(feet)), given)
        if best[0] <= price:
            break
    assert best is not None
    return best[1:]


def _settings(choices: tuple[Choice, ...], slack: int) -> Iterator[tuple[tuple[Unit, ...], float]]:
    """Settings of the units, fewest changes first: as they are, then with up to four of them longer or shorter."""
    best = tuple(choice.best for choice in choices)
    least = sorted(
        (min(0, *[unit.depth - c.best.depth for unit in c.others]) if c.others else 0, i) for i, c in enumerate(choices)
    )[:MOST_TRADED]
    if sum(delta for delta, _ in least) > slack:  # no trading makes room: as little is left over as can be
        units = list(best)
        for delta, index in least:
            units[index] = choices[index].by(delta) or best[index]
        yield tuple(units), LOOSENED * -sum(delta for delta, _ in least)
        return
    yield best, 0.0
    loose = [(index, unit) for index, choice in enumerate(choices) for unit in choice.others]
    every = chain.from_iterable(combinations(loose, count) for count in range(1, min(MOST_TRADED, len(choices)) + 1))
    for picked in islice(every, LOOKED_AT):
        if len({index for index, _ in picked}) < len(picked):
            continue
        deltas = [unit.depth - choices[index].best.depth for index, unit in picked]
        delta = sum(deltas)
        if abs(slack - delta) > abs(slack) or (slack < 0 and delta > 0):
            continue
        units = list(best)
        for index, unit in picked:
            units[index] = unit
        yield tuple(units), LOOSENED * sum(abs(each) for each in deltas)


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


__all__ = [
    "Choice",
    "Fitted",
    "Flow",
    "Outline",
    "Slot",
    "Unit",
    "fill",
    "fit",
    "level",
    "plain_fit",
    "settled",
    "share",
]
