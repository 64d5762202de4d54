"""Heads: where they break by sense, and how large they can stand on a measure.

A head is a few lines, so every way of breaking it is tried;
for each the largest size that fits follows from the widths alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from math import floor
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
        items = self.sheet.items
        glyphs = sum([items.parts[i].tracked if i in items.parts else 1 for i in range(self.first, self.after)])
        return max(0, glyphs - 1)


@value
class Head:
    """How a head is set. size: points; tracking: em; scale: width of the outlines; cost: against other breakings."""

    pieces: tuple[Piece, ...]
    size: float
    tracking: float
    scale: float
    cost: float


class _Measured(NamedTuple):
    """A line with what is asked of it for every way that has it. fits: whether it does at the smallest size, with all
    that tracking and width may give."""

    piece: Piece
    width: float
    joints: int
    fits: bool


def whole(sheet: Sheet) -> Piece:
    return Piece(sheet, 0, len(sheet.items))


def by_hand(pieces: Sequence[Piece], measure: float, size: float, smallest: float, full: bool) -> Head | None:
    """Lines as the editor broke them, as large as `measure` points allow; None = not even at the smallest size.

    full: tracking also opens lines to fill the measure.
    """
    lines = [_Measured(piece, piece.width, piece.joints, True) for piece in pieces]
    return _fit(lines, measure, size, smallest, full, 0.0)


def by_sense(
    sheet: Sheet,
    sense: Sequence[float],
    measure: float,
    size: float,
    smallest: float,
    most: int,
    full: bool,
    least: int = 1,
) -> list[Head]:
    """The ways to set a head of one copy in `least` to `most` lines, the best first; [] = none fits.

    sense: cost of a line that begins at each character of the copy.
    """
    items = sheet.items
    places = [
        index
        for index in range(1, len(items))
        if items.joints[index].cost < NEVER and sense[items.starts[index]] < NEVER
    ]
    gladly = [index for index in places if sense[items.starts[index]] < RELUCTANTLY]
    heads = _heads(sheet, sense, gladly, measure, size, smallest, most, full, least)
    return heads or _heads(sheet, sense, places, measure, size, smallest, most, full, least)


def _heads(
    sheet: Sheet,
    sense: Sequence[float],
    places: Sequence[int],
    measure: float,
    size: float,
    smallest: float,
    most: int,
    full: bool,
    least: int,
) -> list[Head]:
    items = sheet.items
    if len(places) > MOST_PLACES:
        places = sorted(sorted(places, key=lambda index: sense[items.starts[index]])[:MOST_PLACES])
    least_size = min(smallest or size, size)
    known: dict[tuple[int, int], _Measured] = {}

    def measured(first: int, after: int) -> _Measured:
        found = known.get((first, after))
        if found is None:
            piece = Piece(sheet, first, after)
            width, joints = piece.width, piece.joints
            fits = (width - TRACKING * joints) * NARROWEST * least_size <= measure + _SLACK
            found = known[first, after] = _Measured(piece, width, joints, fits)
        return found

    heads = []
    for breaks in _ways(places, least, most):
        lines = [measured(first, after) for first, after in pairwise((0, *breaks, len(items)))]
        if not all(line.fits for line in lines):
            continue
        cost = sum([sense[items.starts[index]] for index in breaks]) + _MANY * len(breaks) + _uneven(lines)
        head = _fit(lines, measure, size, smallest, full, cost)
        if head is not None:
            heads.append(head)
    return sorted(heads, key=lambda head: head.cost)


def _ways(places: Sequence[int], least: int, most: int) -> Iterable[tuple[int, ...]]:
    for count in range(least - 1, most):
        # More lines than three of a long copy would be text, not a head: only every second place is tried.
        some = places if count < 3 else places[::2]
        yield from combinations(some, count)


def _uneven(lines: Sequence[_Measured]) -> float:
    widths = [line.width for line in lines]
    ratio = min(widths) / max(widths)
    return 1.5 * (1 - ratio) + max(0.0, _BALANCED - ratio) * _LOPSIDED


def _fit(
    lines: Sequence[_Measured], measure: float, size: float, smallest: float, full: bool, cost: float
) -> Head | None:
    """The largest size, in steps, at which every line fits with tracking and width within their gentle limits; at the
    smallest size, within all they may give."""
    least = min(smallest or size, size)
    tracking_limit, width_limit = GENTLE_TRACKING, GENTLY_NARROW
    used = _size(lines, measure, size, tracking_limit, width_limit)
    if used < least - _EPS:
        used, tracking_limit, width_limit = least, TRACKING, NARROWEST
        if _size(lines, measure, size, tracking_limit, width_limit) < least - _EPS:
            return None
    width = measure / used
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


def _size(lines: Sequence[_Measured], measure: float, size: float, tracking: float, narrowest: float) -> float:
    """The largest size in steps below `size` at which the widest line fits, with so much tracking and so narrow."""
    tightest = max([(line.width - tracking * line.joints) * narrowest for line in lines])
    if tightest * size <= measure + _EPS:
        return size
    return size - STEP * -floor((measure / tightest - size + _EPS) / STEP)
