"""Where lines end: total fit over prefix sums (Knuth & Plass 1981), with demerits of our own (R28,
docs/setting-rules.md).

Numbers in, breaks out. A node is a place where a line may end; every length is in em. Each line's cost depends on the
line alone, so the feasible lines are found once and the best way through them is a shortest path, with or without a
number of lines asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import sqrt
from typing import Any, NamedTuple

from layout.speed import COMPILED
from layout.value import value

INFINITE = float("inf")
GAPS = (0.10, 0.25, 8.0)  # most em between ideographs, tier by tier
WIDEST = 1.0  # em between ideographs, from which a line rather stays short than with such holes
HALF = 0.5  # em of a mark's box that stands outside the line's end (R8)
EVEN = 0.06  # em by which the gaps of neighbouring lines may differ
SPOILT = 3000.0  # demerits: a paragraph this bad tries the next tier too
_MANY = 60  # lines, from which as bad in proportion: else a very long one would always try all three
_SLACK = 1e-9


class Demerits(NamedTuple):
    """What a line may cost beyond the place where it ends. Found by trial on news at 11 to 15 em (docs/quality.md):
    marks give way before ideographs are parted, even by a little; with 6 + 60 for `gap` and `gapped` and 0 for
    `squeezed` the mean gap at 14 em was .0055 em for .0032.

    Of a part from 0 to 1 that is given of what there is to give: squeezed + squeeze × part² for marks and gaps, stopped
    + stop × part where ，。 yield too, stretch × part² for word spaces and gaps beside Latin. Of a gap between
    ideographs in units of EVEN, 0.25 em at most: gap × units + gapped × units^2.5.
    """

    squeezed: float = 2.0
    squeeze: float = 40.0
    stopped: float = 206.0
    stop: float = 100.0
    stretch: float = 10.0  # also where ideographs are parted after all its spaces are at their widest
    gap: float = 120.0
    gapped: float = 100.0
    loose: float = 2500.0  # a line over the first tier: fewer of them, rather than none very loose
    wide: float = 37_000.0  # an em beyond the second tier: as steep as there, and no steeper
    alone: float = 6000.0  # a line that stays short, for it has nothing to stretch: one word, part of an address
    spread: float = 150_000.0  # what such a line lacks, as a part of the measure, squared
    one: float = 1_000_000.0  # one character, which nothing makes flush: only where no other line is legal
    ragged: float = 40.0  # what an unjustified line lacks, as a part of the measure, squared
    orphan: float = 15_000.0  # a last line of one character (R18): more than any loose line short of a hole
    short_end: float = 600.0  # of two: wanted in under 3 % of paragraphs
    uneven: float = 30.0  # neighbouring lines whose gaps differ by more than EVEN


DEMERITS = Demerits()


class Nodes:
    """The places where a line may end, first the paragraph's start, last its end; parallel, em; arrays, which compiled
    code reads as they are.

    items: index of the item after the break. ends: natural width from the paragraph's start to a line that ends here;
    bases: what to take off it for a line that starts here. shrinks, stops, stretches, spots: what all joints before
    this place could give (marks; ，。 that yield last; word spaces and Han–Latin gaps; places between ideographs); each
    with its twin `after…`, which has the joint at the place itself, for lines that start here. characters: before here,
    marks not counted. costs: demerits of breaking here. wholes: where a mark ends the line, the halves of its box that
    it may take back into it; empty where none may. blanks: items that a word space stands before.
    """

    def __init__(self) -> None:
        self.items = array("q")
        self.ends = array("d")
        self.bases = array("d")
        self.shrinks = array("d")
        self.after_shrinks = array("d")
        self.stops = array("d")
        self.after_stops = array("d")
        self.stretches = array("d")
        self.after_stretches = array("d")
        self.spots = array("q")
        self.after_spots = array("q")
        self.characters = array("q")
        self.costs = array("d")
        self.wholes = array("q")
        self.blanks = array("q")

    def columns(self) -> tuple[array[Any], ...]:
        """All of them, in the order in which compiled code takes and gives them."""
        return (
            *(self.ends, self.bases, self.shrinks, self.after_shrinks, self.stops, self.after_stops),
            *(self.stretches, self.after_stretches, self.costs, self.spots, self.after_spots),
            *(self.characters, self.items, self.wholes, self.blanks),
        )


@value
class Broken:
    """A way to break. ends: index of the item after each line; costs: of each line;
    total: their sum with what lies between."""

    ends: tuple[int, ...]
    costs: tuple[float, ...]
    total: float


Edge = tuple[int, float, float]  # node where the line ends, its cost, its gap between ideographs
Feasible = Any  # the lines that can be set: by node, as _edges gives them; compiled, something only compiled code reads


def broken(nodes: Nodes, first: float, measure: float, justified: bool = True, looseness: int = 0) -> Broken | None:
    """The smoothest breaking on lines of `measure` em, the first of `first` em; None = no legal one exists.

    looseness: lines more or fewer than the smoothest breaking has; where that cannot be had, the smoothest.
    """
    found = smoothest(nodes, first, measure, justified)
    if found is None:
        return None
    best, lines = found
    return (loosened(nodes, lines, best, looseness) if looseness else None) or best


def smoothest(nodes: Nodes, first: float, measure: float, justified: bool = True) -> tuple[Broken, Feasible] | None:
    """The smoothest breaking, and the feasible lines, from which others can be had (`loosened`);
    None = no legal one exists."""
    if not nodes.items:
        return Broken((), (), 0.0), None
    best: Broken | None = None
    for most in GAPS:
        lines = _lines(nodes, first, measure, most, justified)
        found = _best(nodes, lines)
        if found is not None and (best is None or found.total < best.total):
            best = found
        if best is not None and best.total < SPOILT * max(1.0, len(best.ends) / _MANY):
            break
    return None if best is None else (best, lines)


def loosened(nodes: Nodes, lines: Feasible, best: Broken, looseness: int) -> Broken | None:
    """The smoothest breaking with so many lines more or fewer than the best, of the lines found for it;
    None = there is none."""
    return _best_of(nodes, lines, len(best.ends) + looseness) if nodes.items else None


def lengths(lines: Feasible) -> tuple[int, int]:
    """How few and how many of the lines lead through the paragraph, none of one character at its end;
    0, 0 where none do."""
    found: tuple[int, int] = _least_and_most(lines)
    return found


def ways(nodes: Nodes, first: float, measure: float, count: int, justified: bool = True) -> list[Broken]:
    """The `count` smoothest breakings, the best first; fewer where there are not so many within a tier of looseness."""
    best = broken(nodes, first, measure, justified)
    if best is None or not nodes.items or count < 2:
        return [] if best is None else [best]
    for most in GAPS:
        found = _smoothest(nodes, _listed(_lines(nodes, first, measure, most, justified)), count)
        if found and found[0].total <= best.total + _SLACK:
            return found
    return [best]


def _smoothest(nodes: Nodes, edges: list[list[Edge]], count: int) -> list[Broken]:
    """The cheapest ways through the lines, `count` kept at each node."""
    final = len(nodes.ends) - 1
    # For each node, the best: total, gap of the last line, node before, which of its ways, cost of the last line.
    kept: list[list[tuple[float, float, int, int, float]]] = [[] for _ in range(final + 1)]
    kept[0] = [(0.0, 0.0, 0, 0, 0.0)]
    for start, lines in enumerate(edges):
        kept[start] = sorted(kept[start])[:count]
        for rank, (total, gap0, *_) in enumerate(kept[start]):
            for end, cost, gap in lines:
                uneven = DEMERITS.uneven if start and end != final and not -EVEN <= gap - gap0 <= EVEN else 0.0
                kept[end].append((total + cost + uneven, gap, start, rank, cost))
    found = []
    kept[final].sort()
    for rank, (total, *_) in enumerate(kept[final][:count]):
        ends, costs = list[int](), list[float]()
        at = final
        while at:
            _, _, before, rank_before, price = kept[at][rank]
            ends.append(nodes.items[at])
            costs.append(price)
            at, rank = before, rank_before
        found.append(Broken(tuple(reversed(ends)), tuple(reversed(costs)), total))
    return found


def broken_beside(
    nodes: Nodes, short: float, rows: int, measure: float, justified: bool = True, looseness: int = 0
) -> Broken | None:
    """The smoothest breaking of copy whose first `rows` lines are only `short` em:
    they stand beside an initial (首字下沉).

    looseness: lines more or fewer than the smoothest has; where that cannot be had, the smoothest.
    """
    return broken_along(nodes, [short] * rows, measure, justified, looseness, rows)


def broken_along(
    nodes: Nodes,
    widths: Sequence[float],
    measure: float,
    justified: bool = True,
    looseness: int = 0,
    least: int = 1,
) -> Broken | None:
    """The smoothest breaking of copy whose first lines have these widths, and `measure` after them: they stand along
    the outline of a picture (挖图), or beside an initial.

    least: fewest lines that another looseness may come to.
    """
    best: Broken | None = None
    first: list[list[list[Edge]]] = []
    wide: list[list[Edge]] = []
    for most in GAPS:
        by_width = {
            width: _listed(_lines(nodes, width, width, most, justified, everywhere=True))
            for width in {*widths, measure}
        }
        first, wide = [by_width[width] for width in widths], by_width[measure]
        layers = _layers(first, wide, len(widths))
        found = [way for row in range(1, len(layers)) for way in [_through(nodes, layers, row)] if way is not None]
        found += _onward(nodes, layers, wide) if len(layers) > len(widths) else []
        if found:
            smoothest = min(found, key=lambda way: way.total)
            if best is None or smoothest.total < best.total:
                best = smoothest
        if best is not None and best.total < SPOILT:
            break
    if best is not None and looseness and len(nodes.ends) <= _LONGEST_COUNTED:
        count = len(best.ends) + looseness
        layers = _layers(first, wide, count)
        return (_through(nodes, layers, count) if least <= count < len(layers) else None) or best
    return best


_LONGEST_COUNTED = 600
"""Places where lines may end, of a paragraph beside an outline that may be a line longer or shorter: its ways are then
kept for each number of lines."""

_Layer = dict[
    int, tuple[float, float, int, float]
]  # node: total, gap of the last line, node before, cost of the last line


def _layers(first: Sequence[list[list[Edge]]], wide: list[list[Edge]], most: int) -> list[_Layer]:
    """For each number of lines up to `most`, the first of them of widths of their own, the cheapest way to each
    node."""
    final = len(wide)
    layers: list[_Layer] = [{0: (0.0, 0.0, 0, 0.0)}]
    for row in range(min(final, most)):
        layers.append({})
        for start, (total, gap0, _, _) in layers[row].items():
            for end, cost, gap in (first[row] if row < len(first) else wide)[start] if start < final else ():
                uneven = DEMERITS.uneven if row and end != final and not -EVEN <= gap - gap0 <= EVEN else 0.0
                reach = total + cost + uneven
                there = layers[row + 1].get(end)
                if there is None or reach < there[0]:
                    layers[row + 1][end] = (reach, gap, start, cost)
        if not layers[-1]:
            break
    return layers


def _onward(nodes: Nodes, layers: list[_Layer], wide: list[list[Edge]]) -> list[Broken]:
    """The cheapest breaking that goes on from the last layer in lines of one width, whatever their number: [] = there
    is none. The lines of a layer are counted one by one only as far as their widths differ."""
    final, rows = len(wide), len(layers) - 1
    # Each node: total, gap of the last line, node before (−1 = it is of the last layer), cost of the last line.
    ways: _Layer = {node: (total, gap, -1, 0.0) for node, (total, gap, _, _) in layers[-1].items() if node < final}
    for start in range(final):
        if start not in ways:
            continue
        total, gap0, _, _ = ways[start]
        for end, cost, gap in wide[start]:
            uneven = DEMERITS.uneven if rows and end != final and not -EVEN <= gap - gap0 <= EVEN else 0.0
            reach = total + cost + uneven
            if end not in ways or reach < ways[end][0]:
                ways[end] = (reach, gap, start, cost)
    if final not in ways:
        return []
    ends, costs, at = list[int](), list[float](), final
    while ways[at][2] >= 0:
        ends.append(nodes.items[at])
        costs.append(ways[at][3])
        at = ways[at][2]
    for row in range(rows, 0, -1):
        ends.append(nodes.items[at])
        costs.append(layers[row][at][3])
        at = layers[row][at][2]
    return [Broken(tuple(reversed(ends)), tuple(reversed(costs)), ways[final][0])]


def _through(nodes: Nodes, layers: list[_Layer], row: int) -> Broken | None:
    """The cheapest breaking into `row` lines; None = there is none."""
    at = len(nodes.ends) - 1
    if at not in layers[row]:
        return None
    total, ends, costs = layers[row][at][0], list[int](), list[float]()
    while row:
        ends.append(nodes.items[at])
        costs.append(layers[row][at][3])
        at, row = layers[row][at][2], row - 1
    return Broken(tuple(reversed(ends)), tuple(reversed(costs)), total)


def line_cost(nodes: Nodes, start: int, end: int, width: float, justified: bool) -> tuple[float, float]:
    """Demerits of the line from node `start` to `end`, not a paragraph's last, on `width` em,
    and its gap between ideographs, em."""
    cost = nodes.costs[end]
    need = nodes.ends[end] - nodes.bases[start] - width  # em too much
    if need > _SLACK:
        return cost + _squeezed(nodes, start, end, need), 0.0
    if not justified:
        part = need / width
        return cost + DEMERITS.ragged * (part * part), 0.0
    if need >= -_SLACK:
        return cost, 0.0
    stretch = nodes.stretches[end] - nodes.after_stretches[start]
    if nodes.wholes and nodes.wholes[end] and need <= _SLACK - HALF:
        need = min(0.0, need + HALF * min(nodes.wholes[end], int((_SLACK - need) / HALF)))
    if -need <= stretch:
        part = need / (stretch or 1.0)
        return cost + DEMERITS.stretch * part * part, 0.0
    spots = nodes.spots[end] - nodes.after_spots[start]
    if nodes.blanks and -need - stretch > WIDEST * spots:
        # A line of words: their spaces help the few ideographs.
        spots += bisect_left(nodes.blanks, nodes.items[end]) - bisect_right(nodes.blanks, nodes.items[start])
    if -need - stretch <= WIDEST * spots:
        gap = (-need - stretch) / spots
        units = min(gap, GAPS[1]) / EVEN
        cost += (
            (DEMERITS.stretch if stretch else 0) + DEMERITS.gap * units + DEMERITS.gapped * units * units * sqrt(units)
        )
        if gap > GAPS[0]:
            cost += DEMERITS.loose
        if gap > GAPS[1]:
            cost += DEMERITS.wide * (gap - GAPS[1])
        return cost, gap
    if nodes.characters[end] - nodes.characters[start] < 2:
        return cost + DEMERITS.one, 0.0
    part = (need + stretch) / width
    return cost + (DEMERITS.alone + DEMERITS.spread * part * part), 0.0


def last_cost(nodes: Nodes, start: int, width: float) -> float:
    """Demerits of a paragraph's last line: an isolated last character is the worst of all legal ends (R18, clreq
    «orphans»); one line is no paragraph end."""
    need = nodes.ends[-1] - nodes.bases[start] - width
    cost = _squeezed(nodes, start, -1, need) if need > _SLACK else 0.0
    characters = nodes.characters[-1] - nodes.characters[start]
    if start and characters < 3:
        cost += DEMERITS.orphan if characters < 2 else DEMERITS.short_end
    return cost


def _squeezed(nodes: Nodes, start: int, end: int, need: float) -> float:
    """Demerits of taking `need` em from the marks and gaps of a line."""
    shrink = nodes.shrinks[end] - nodes.after_shrinks[start]
    if need <= shrink + _SLACK:
        part = need / shrink
        return DEMERITS.squeezed + DEMERITS.squeeze * part * part
    return DEMERITS.stopped + DEMERITS.stop * (need - shrink) / (nodes.stops[end] - nodes.after_stops[start])


def _edges(
    nodes: Nodes, first: float, measure: float, most: float, justified: bool, everywhere: bool = False
) -> list[list[Edge]]:
    """The lines that can be set from each node that can be reached (or from all, `everywhere`),
    with gaps up to `most` em."""
    final = len(nodes.ends) - 1
    tightest = [end - shrink - stop for end, shrink, stop in zip(nodes.ends, nodes.shrinks, nodes.stops, strict=True)]
    loosest = [
        end + stretch + most * spot for end, stretch, spot in zip(nodes.ends, nodes.stretches, nodes.spots, strict=True)
    ]
    if nodes.wholes:
        loosest = [width + HALF * whole for width, whole in zip(loosest, nodes.wholes, strict=True)]
    reached = bytearray(b"\1" * (final + 1)) if everywhere else bytearray(final + 1)
    reached[0] = 1
    out: list[list[Edge]] = []
    for start in range(final):
        lines: list[Edge] = []
        out.append(lines)
        if not reached[start]:
            continue
        width = measure if start else first
        room = width + nodes.bases[start]
        high = bisect_right(tightest, room - nodes.after_shrinks[start] - nodes.after_stops[start] + _SLACK, start + 1)
        low = start + 1
        if most <= 1 and justified:  # else also lines that have nothing to stretch
            room += nodes.after_stretches[start] + most * nodes.after_spots[start]
            low = bisect_left(loosest, room - _SLACK, low)
        for end in range(low, min(high, final)):
            lines.append((end, *line_cost(nodes, start, end, width, justified)))
            reached[end] = 1
        if high > final:
            lines.append((final, last_cost(nodes, start, width), 0.0))
            reached[final] = 1
    return out


def _shortest(nodes: Nodes, edges: list[list[Edge]]) -> Broken | None:
    final = len(nodes.ends) - 1
    totals = [INFINITE] * (final + 1)
    totals[0] = 0.0
    gaps = [0.0] * (final + 1)
    origin = [0] * (final + 1)
    price = [0.0] * (final + 1)
    for start, lines in enumerate(edges):
        total = totals[start]
        if total == INFINITE:
            continue
        gap0 = gaps[start]
        for end, cost, gap in lines:
            reach = total + cost
            if reach >= totals[end]:
                continue
            if start and end != final and not -EVEN <= gap - gap0 <= EVEN:
                reach += DEMERITS.uneven
                if reach >= totals[end]:
                    continue
            totals[end], gaps[end], origin[end], price[end] = reach, gap, start, cost
    if totals[final] == INFINITE:
        return None
    ends, costs = [], []
    at = final
    while at:
        ends.append(nodes.items[at])
        costs.append(price[at])
        at = origin[at]
    return Broken(tuple(reversed(ends)), tuple(reversed(costs)), totals[final])


def _of_length(nodes: Nodes, edges: list[list[Edge]], count: int) -> Broken | None:
    """The cheapest breaking into exactly `count` lines; None = there is none."""
    final = len(nodes.ends) - 1
    # For each node, by number of lines so far: total, gap of the last line, node before, cost of the last line.
    best: list[dict[int, tuple[float, float, int, float]]] = [{} for _ in range(final + 1)]
    best[0][0] = (0.0, 0.0, 0, 0.0)
    for start, lines in enumerate(edges):
        for number, (total, gap0, _, _) in best[start].items():
            if number == count:
                continue
            for end, cost, gap in lines:
                uneven = DEMERITS.uneven if start and end != final and not -EVEN <= gap - gap0 <= EVEN else 0.0
                reach = total + cost + uneven
                there = best[end].get(number + 1)
                if there is None or reach < there[0]:
                    best[end][number + 1] = (reach, gap, start, cost)
    if count not in best[final]:
        return None
    total = best[final][count][0]
    ends, costs = [], []
    at, number = final, count
    while at:
        _, _, before, cost = best[at][number]
        ends.append(nodes.items[at])
        costs.append(cost)
        at, number = before, number - 1
    return Broken(tuple(reversed(ends)), tuple(reversed(costs)), total)


def _lengths(edges: list[list[Edge]]) -> tuple[int, int]:
    final = len(edges)
    few, many = [final + 1] * (final + 1), [0] * (final + 1)
    few[0] = 0
    for start, lines in enumerate(edges):
        if few[start] > final:
            continue
        for end, cost, _ in lines:
            if end < final or cost < DEMERITS.orphan:
                few[end], many[end] = min(few[end], few[start] + 1), max(many[end], many[start] + 1)
    return (few[final], many[final]) if few[final] <= final else (0, 0)


def greedy(nodes: Nodes, first: float, measure: float) -> Broken:
    """Feasible as long as they may be, where nothing legal fits:
    a piece wider than the measure stands alone and sticks out."""
    ends: list[int] = []
    at, final = 0, len(nodes.ends) - 1
    while at < final:
        width = measure if at else first
        after = at + 1
        while after < final and nodes.ends[after + 1] - nodes.bases[at] <= width:
            after += 1
        ends.append(nodes.items[after])
        at = after
    return Broken(tuple(ends), (0.0,) * len(ends), INFINITE)


# -- compiled --------------------------------------------------------------------------------------------------------


_NUMBERS = (_SLACK, HALF, WIDEST, EVEN, *GAPS[:2], *DEMERITS)  # in the order in which compiled code takes them


def _compiled_edges(
    nodes: Nodes, first: float, measure: float, most: float, justified: bool, everywhere: bool = False
) -> Feasible:
    """What `_edges` gives, kept where compiled code finds it."""
    return COMPILED.edges(nodes.columns(), _NUMBERS, first, measure, most, justified, everywhere)


def _compiled_shortest(nodes: Nodes, lines: Feasible) -> Broken | None:
    return _led(nodes, COMPILED.shortest(lines))


def _compiled_of_length(nodes: Nodes, lines: Feasible, count: int) -> Broken | None:
    return _led(nodes, COMPILED.of_length(lines, count))


def _compiled_lengths(lines: Feasible) -> tuple[int, int]:
    found: tuple[int, int] = COMPILED.lengths(lines, DEMERITS.orphan)
    return found


def _compiled_listed(lines: Feasible) -> list[list[Edge]]:
    """The lines as `_edges` gives them."""
    listed: list[list[Edge]] = COMPILED.listed(lines)
    return listed


def _led(nodes: Nodes, found: tuple[float, list[int], list[float]] | None) -> Broken | None:
    """A way as compiled code gives it: its lines by the nodes where they end, the last first."""
    if found is None:
        return None
    total, ends, costs = found
    return Broken(tuple([nodes.items[end] for end in reversed(ends)]), tuple(reversed(costs)), total)


def _plain_listed(lines: Feasible) -> list[list[Edge]]:
    listed: list[list[Edge]] = lines
    return listed


_lines, _best, _best_of, _least_and_most, _listed = (
    (_edges, _shortest, _of_length, _lengths, _plain_listed)
    if COMPILED is None
    else (_compiled_edges, _compiled_shortest, _compiled_of_length, _compiled_lengths, _compiled_listed)
)
