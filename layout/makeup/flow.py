"""Body copy as rows, and rows into legs: the arithmetic of copyfit once every paragraph is broken on its measure.

A body is a list of units (paragraphs, subheads, list items) with an exact number of rows each; legs are numbers of rows. Filling
legs, balancing their feet and trading a row by looseness are questions about integers and need no re-setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

from layout.text.paragraph import Paragraph

WIDOW = 15.0  # a paragraph's last line alone at the head of a leg (TYPOGRAPHY R18)
SHORT_FOOT = 12.0  # a row left empty at a leg's foot that the balance did not ask for
LOOSENED = 4.0  # a paragraph set one line longer or shorter than its best
TRIES = 200  # settings weighed at most; a flow of 60 rows takes about 30 µs
LOOSEST = 0.10  # em between ideographs that a loosened paragraph may reach (TYPOGRAPHY, emergency tier 1)


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph and how it takes rows. head: a subhead, whose `rows` may be more than its lines; rows 0 = one a line."""

    paragraph: Paragraph
    head: bool = False
    rows: int = 0

    @property
    def depth(self) -> int:
        return self.rows or len(self.paragraph.lines)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a line of a unit stands: leg, row in the leg."""

    unit: int
    line: int
    leg: int
    row: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Units in legs. over: lines that found no room, as (unit, line); feet: rows used in each leg; widows: how many legs
    begin with a paragraph's last line."""

    slots: tuple[Slot, ...]
    feet: tuple[int, ...]
    over: tuple[tuple[int, int], ...] = ()
    widows: int = 0

    def cost(self, room: tuple[int, ...]) -> float:
        """What the eye pays for it, where `room` was given to the legs; the last leg may end anywhere."""
        short = sum(max(0, space - foot) for space, foot in zip(room[:-1], self.feet[:-1], strict=True))
        return 1000.0 * len(self.over) + WIDOW * self.widows + SHORT_FOOT * short


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


def share(room: tuple[int, ...], slack: int) -> tuple[int, ...]:
    """Room with `slack` rows taken off so that feet stay level: evenly, then one row each from the last legs."""
    if slack <= 0:
        return room
    legs = len(room)
    every, rest = divmod(slack, legs)
    return tuple(max(0, space - every - (1 if leg >= legs - rest else 0)) for leg, space in enumerate(room))


@dataclass(frozen=True, slots=True)
class Choice:
    """The ways a unit can be set: at its best, and one line shorter or longer where the limits of setting allow it."""

    best: Unit
    shorter: Unit | None = None
    longer: Unit | None = None


def fit(choices: tuple[Choice, ...], room: tuple[int, ...]) -> tuple[tuple[Unit, ...], Flow, tuple[int, ...]]:
    """Set units into legs with level feet, trading rows by looseness where that fills the legs or saves a widow.

    Returns the units as chosen, their flow, and the rows each leg was given. Deterministic: the cheapest, then the first tried.
    """
    best_units = tuple(choice.best for choice in choices)
    rows = sum(room)
    best: tuple[float, tuple[Unit, ...], Flow, tuple[int, ...]] | None = None
    for units, price in islice(_settings(choices, rows - sum(unit.depth for unit in best_units)), TRIES):
        slack = rows - sum(unit.depth for unit in units)
        given = share(room, slack)
        flow = fill(units, given)
        if flow.over and slack > 0:  # subheads kept with their text need some of the slack
            given = room
            flow = fill(units, room)
        empty = max(0, slack)
        # The second term keeps a story from standing one row short in some legs when a loosened line would level them.
        cost = price + flow.cost(given) + 3.0 * empty + (2.0 if empty % len(room) else 0.0)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, units, flow, given)
        if best[0] <= price:
            break
    assert best is not None
    return best[1], best[2], best[3]


def _settings(choices: tuple[Choice, ...], slack: int) -> Iterator[tuple[tuple[Unit, ...], float]]:
    """Settings of the units, cheapest first: as they are, then with up to four of them one line longer or shorter."""
    best = tuple(choice.best for choice in choices)
    yield best, 0.0
    loose = [
        (index, unit)
        for index, choice in enumerate(choices)
        for unit in (choice.shorter, choice.longer)
        if unit is not None
    ]
    # Trading more than four rows by looseness would show; more legs of slack than that are copyfit's business.
    for count in range(1, min(4, len(choices)) + 1):
        for picked in combinations(loose, count):
            if len({index for index, _ in picked}) < count:
                continue
            delta = sum(unit.depth - choices[index].best.depth for index, unit in picked)
            if abs(slack - delta) > abs(slack) or (slack < 0 and delta > 0):
                continue
            units = list(best)
            for index, unit in picked:
                units[index] = unit
            yield tuple(units), LOOSENED * count


__all__ = ["Choice", "Flow", "Slot", "Unit", "fill", "fit", "share"]
