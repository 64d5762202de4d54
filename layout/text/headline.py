"""Heads: where they break by sense, and how large they can stand on a measure.

A head is a few lines, so every way of breaking it is tried, and of a long one in many lines the shortest paths;
for each the largest size that fits follows from the widths alone.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from itertools import combinations
from math import comb, floor
from typing import NamedTuple

from layout.text.cjk import NEVER
from layout.text.lines import Sheet
from layout.value import value

STEP = 0.5  # points between sizes
TRACKING = 0.05  # most em added or taken after each character
NARROWEST = 0.9  # least width of the outlines
# A smaller head reads better than a crammed one: until it is at its smallest, it is drawn in no further than this.
GENTLE_TRACKING = 0.02
GENTLY_NARROW = 0.95
_BALANCED = 0.6  # shorter line / longer line
_LOPSIDED = 12.0  # cost of a shorter line that is nothing, beyond that
_SMALLER = 12.0  # cost of a head at half its size, against costs of sense
_MANY = 0.3  # cost of each line more
_CONDENSED = 1.0  # cost of a head at its narrowest
RELUCTANTLY = 5.6  # cost of sense from which a place is used only where no other gives a head that fits
MOST_PLACES = 60  # the best of a long copy that are tried, so that three lines are some 2,000 ways
MOST_WAYS = 2_000  # of one number of lines that are all tried; where there are more, a shortest path finds two of them
_EVENNESS = (8.0, 80.0)  # of these: led by sense, and by lines of one length, which fit where any do
_EPS = 1e-9
_SLACK = 1e-6  # points, so that what is left out at once is left out by `_fit` too


@value
class Piece:
    """A line of a head before its size is known: items first ≤ i < after of a sheet.
    width: em; characters: of its text."""

    sheet: Sheet
    first: int
    after: int

    @property
    def width(self) -> float:
        sheet = self.sheet
        natural = sheet.edges[self.after] - sheet.edges[self.first] - sheet.gaps[self.first]
        return natural + sheet.start(self.first) + sheet.end(self.after - 1)

    @property
    def joints(self) -> int:
        """Places between the glyphs, each of which tracking opens or closes."""
        return max(0, self.sheet.glyphs(self.first, self.after) - 1)


@value
class Head:
    """How a head is set. size: points; tracking: em; scale: width of the outlines; cost: against other breakings."""

    pieces: tuple[Piece, ...]
    size: float
    tracking: float
    scale: float
    cost: float


class _Measured(NamedTuple):
    """A line with what is asked of it for every way that has it. tightest: em, with all that tracking may give."""

    piece: Piece
    width: float
    joints: int
    tightest: float


class _Way(NamedTuple):
    """A way to break a copy, whatever it is set on. cost: of its sense and of how unlike its lines are; least: em of
    its longest line with all that tracking and width may give."""

    cost: float
    lines: tuple[_Measured, ...]
    least: float


def whole(sheet: Sheet) -> Piece:
    return Piece(sheet, 0, len(sheet.items))


def by_hand(
    pieces: Sequence[Piece], measure: float, size: float, smallest: float, full: bool, air: float = 0.0
) -> Head | None:
    """Lines as the editor broke them, as large as `measure` points allow; None = not even at the smallest size.

    full: tracking also opens lines to fill the measure. air: em of it that stay free.
    """
    lines = [_measured(piece) for piece in pieces]
    return _fit(lines, measure, size, smallest, full, 0.0, air)


class Breakings:
    """The ways to break one copy, found once for all the measures and sizes that it is tried at.

    sense: cost of a line that begins at each character of the copy.
    """

    def __init__(self, sheet: Sheet, sense: Sequence[float]) -> None:
        self._sheet, self._sense = sheet, sense
        items = sheet.items
        places = [
            index
            for index in range(1, len(items))
            if items.joints[index].cost < NEVER and sense[items.starts[index]] < NEVER
        ]
        gladly = [index for index in places if sense[items.starts[index]] < RELUCTANTLY]
        self._places = {True: self._best_of(gladly), False: self._best_of(places)}
        self._found: dict[tuple[bool, int], tuple[_Way, ...]] = {}
        self._known: dict[tuple[int, int], _Measured] = {}

    def by_sense(
        self,
        measure: float,
        size: float,
        smallest: float,
        most: int,
        full: bool,
        least: int = 1,
        air: float = 0.0,
        wanted: int = 1,
    ) -> list[Head]:
        """The best `wanted` ways to set the copy in `least` to `most` lines, the best first; [] = none fits."""
        least_size = min(smallest or size, size)
        for gladly in (True, False):
            heads: list[Head] = []
            for way in (way for lines in range(least, most + 1) for way in self._ways(gladly, lines)):
                if (way.least + air) * least_size > measure + _SLACK:
                    continue
                if len(heads) >= wanted and way.cost >= heads[wanted - 1].cost:  # no size makes a way cheaper
                    continue
                head = _fit(way.lines, measure, size, smallest, full, way.cost, air)
                if head is not None:
                    insort(heads, head, key=lambda each: each.cost)
                    del heads[wanted:]
            if heads:
                return heads
        return []

    def _best_of(self, places: list[int]) -> list[int]:
        starts = self._sheet.items.starts
        best = sorted(places, key=lambda index: self._sense[starts[index]])[:MOST_PLACES]
        return places if len(places) <= MOST_PLACES else sorted(best)

    def _ways(self, gladly: bool, lines: int) -> tuple[_Way, ...]:
        found = self._found.get((gladly, lines))
        if found is None:
            places = self._places[gladly]
            # More lines than three of a long copy would be text, not a head: only every second place is tried.
            some = places if lines < 4 else places[::2]
            if comb(len(some), lines - 1) <= MOST_WAYS:
                breaks: Iterable[tuple[int, ...]] = combinations(some, lines - 1)
            else:
                breaks = dict.fromkeys(self._shortest(places, lines, evenness) for evenness in _EVENNESS)
            found = tuple(map(self._way, breaks))
            self._found[gladly, lines] = found
        return found

    def _way(self, breaks: tuple[int, ...]) -> _Way:
        starts, sense, known = self._sheet.items.starts, self._sense, self._known
        lines = tuple(
            [known.get(ends) or self._line(ends) for ends in zip((0, *breaks), (*breaks, len(starts)), strict=True)]
        )
        cost = sum([sense[starts[index]] for index in breaks]) + _MANY * len(breaks) + _uneven(lines)
        return _Way(cost, lines, max([line.tightest for line in lines]) * NARROWEST)

    def _line(self, ends: tuple[int, int]) -> _Measured:
        found = self._known[ends] = _measured(Piece(self._sheet, *ends))
        return found

    def _shortest(self, places: Sequence[int], lines: int, evenness: float) -> tuple[int, ...]:
        """The breaks of so many lines by a shortest path: evenness: cost of a line as wide again as it should be."""
        edges, starts, sense = self._sheet.edges, self._sheet.items.starts, self._sense
        due = edges[-1] / lines
        ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for line in range(1, lines + 1):
            longer: dict[int, tuple[float, tuple[int, ...]]] = {}
            for after in places[line - 1 :] if line < lines else (len(starts),):
                made = [
                    (cost + evenness * ((edges[after] - edges[first]) / due - 1) ** 2, breaks)
                    for first, (cost, breaks) in ways.items()
                    if first < after
                ]
                if made:
                    cost, breaks = min(made)
                    longer[after] = (cost + sense[starts[after]], (*breaks, after)) if line < lines else (cost, breaks)
            ways = longer
        return ways[len(starts)][1]


def _measured(piece: Piece) -> _Measured:
    width, joints = piece.width, piece.joints
    return _Measured(piece, width, joints, width - TRACKING * joints)


def _uneven(lines: Sequence[_Measured]) -> float:
    widths = [line.width for line in lines]
    ratio = min(widths) / max(widths)
    return 1.5 * (1 - ratio) + (_BALANCED - ratio if ratio < _BALANCED else 0.0) * _LOPSIDED


def _fit(
    lines: Sequence[_Measured], measure: float, size: float, smallest: float, full: bool, cost: float, air: float
) -> Head | None:
    """The largest size, in steps, at which every line fits with tracking and width within their gentle limits; at the
    smallest size, within all they may give."""
    least = min(smallest or size, size)
    tracking_limit, width_limit = GENTLE_TRACKING, GENTLY_NARROW
    used = _size(lines, measure, size, tracking_limit, width_limit, air)
    if used < least - _EPS:
        used, tracking_limit, width_limit = least, TRACKING, NARROWEST
        if _size(lines, measure, size, tracking_limit, width_limit, air) < least - _EPS:
            return None
    width = measure / used - air
    tracking, scale = 0.0, 1.0
    over = [(line.width - width) / max(1, line.joints) for line in lines]
    if max(over) > 0:
        tracking = -min(tracking_limit, max(over))
    elif full:
        tracking = min(TRACKING, -max(over))
    widest = max([line.width + tracking * line.joints for line in lines])
    if widest > width:
        scale = width / widest
    condensed = _CONDENSED * ((1 - scale) / (1 - NARROWEST) + max(0.0, -tracking) / TRACKING) / 2
    return Head(
        tuple([line.piece for line in lines]), used, tracking, scale, cost + condensed + _SMALLER * (1 - used / size)
    )


def _size(
    lines: Sequence[_Measured], measure: float, size: float, tracking: float, narrowest: float, air: float
) -> float:
    """The largest size in steps below `size` at which the widest line fits, with so much tracking and so narrow, and
    so many em beside it."""
    tightest = max([(line.width - tracking * line.joints) * narrowest for line in lines]) + air
    if tightest * size <= measure + _EPS:
        return size
    return size - STEP * -floor((measure / tightest - size + _EPS) / STEP)
