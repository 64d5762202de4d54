"""Where lines end: total fit over prefix sums (Knuth & Plass 1981), with the objective of TYPOGRAPHY.md.

Numbers in, breaks out. A node is a place where a line may end; every length is in em. Each line's cost depends on the line alone,
so the feasible lines are found once and the best way through them is a shortest path, with or without a number of lines asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import sqrt

from layout.value import value

INFINITE = float("inf")
GAPS = (0.10, 0.25, 8.0)  # most em between ideographs, tier by tier
WIDEST = 1.0  # em between ideographs, from which a line rather stays short than with such holes
SPOILT = 3000.0  # a paragraph this bad tries the next tier too
_MANY = 60  # lines, from which as bad in proportion: else a very long one would always try all three

_EVEN = 0.06  # em by which neighbouring lines may differ
_UNEVEN = 30.0
_LOOSE = 2500.0  # a line over 0.10 em: fewer of them, rather than none very loose
_ALONE = 6000.0  # a line that stays short, for it has nothing to stretch: one word, part of an address
_SPREAD = 150_000.0  # what such a line lacks, as a part of the measure, squared
_WIDE = 37_000.0  # an em beyond the second tier: as steep as there, and no steeper
_ONE = 1_000_000.0  # one character, which nothing makes flush: only where no other line is legal
_ORPHAN = 15_000.0  # more than any loose line short of a hole: R18 holds wherever a legal breaking exists
_SHORT_END = 600.0  # exactly 2: wanted in under 3 % of paragraphs
HALF = 0.5  # em of a mark's box that stands outside the line's end (R8)
_SLACK = 1e-9


class Nodes:
    """The places where a line may end, first the paragraph's start, last its end; parallel lists, em.

    items: index of the item after the break. ends: natural width from the paragraph's start to a line that ends here;
    bases: what to take off it for a line that starts here. shrinks, stops, stretches, spots: what all joints before this place
    could give (marks; ，。 that yield last; word spaces and Han–Latin gaps; places between ideographs); each with its twin
    `after…`, which has the joint at the place itself, for lines that start here. characters: before here, marks not counted.
    costs: demerits of breaking here. wholes: 1 where a mark ends the line that may keep its whole em; () where none may.
    blanks: items that a word space stands before.
    """

    def __init__(self) -> None:
        self.items: list[int] = []
        self.ends: list[float] = []
        self.bases: list[float] = []
        self.shrinks: list[float] = []
        self.after_shrinks: list[float] = []
        self.stops: list[float] = []
        self.after_stops: list[float] = []
        self.stretches: list[float] = []
        self.after_stretches: list[float] = []
        self.spots: list[int] = []
        self.after_spots: list[int] = []
        self.characters: list[int] = []
        self.costs: list[float] = []
        self.wholes: list[int] | tuple[()] = ()
        self.blanks: list[int] = []


@value
class Broken:
    """A way to break. ends: index of the item after each line; costs: of each line; total: their sum with what lies between."""

    ends: tuple[int, ...]
    costs: tuple[float, ...]
    total: float


Edge = tuple[int, float, float]  # node where the line ends, its cost, its gap between ideographs


def broken(nodes: Nodes, first: float, measure: float, justified: bool = True, looseness: int = 0) -> Broken | None:
    """The smoothest breaking on lines of `measure` em, the first of `first` em; None = no legal one exists.

    looseness: lines more or fewer than the smoothest breaking has; where that cannot be had, the smoothest.
    """
    if not nodes.items:
        return Broken((), (), 0.0)
    best: Broken | None = None
    for most in GAPS:
        edges = _edges(nodes, first, measure, most, justified)
        found = _shortest(nodes, edges)
        if found is not None and (best is None or found.total < best.total):
            best = found
        if best is not None and best.total < SPOILT * max(1.0, len(best.ends) / _MANY):
            break
    if best is not None and looseness:
        return _of_length(nodes, edges, len(best.ends) + looseness) or best
    return best


def ways(nodes: Nodes, first: float, measure: float, count: int, justified: bool = True) -> list[Broken]:
    """The `count` smoothest breakings, the best first; fewer where there are not so many within a tier of looseness."""
    best = broken(nodes, first, measure, justified)
    if best is None or not nodes.items or count < 2:
        return [] if best is None else [best]
    for most in GAPS:
        found = _smoothest(nodes, _edges(nodes, first, measure, most, justified), count)
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
                uneven = _UNEVEN if start and end != final and not -_EVEN <= gap - gap0 <= _EVEN else 0.0
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
    """The smoothest breaking of copy whose first `rows` lines are only `short` em: they stand beside an initial (首字下沉).

    looseness: lines more or fewer than the smoothest has; where that cannot be had, the smoothest.
    """
    best: Broken | None = None
    layers: list[_Layer] = []
    for most in GAPS:
        narrow, wide = (_edges(nodes, width, width, most, justified, everywhere=True) for width in (short, measure))
        layers = _layers(narrow, wide, rows)
        found = [way for row in range(1, len(layers)) for way in [_through(nodes, layers, row)] if way is not None]
        if found:
            smoothest = min(found, key=lambda way: way.total)
            if best is None or smoothest.total < best.total:
                best = smoothest
        if best is not None and best.total < SPOILT:
            break
    if best is not None and looseness:
        count = len(best.ends) + looseness
        return (_through(nodes, layers, count) if rows <= count < len(layers) else None) or best
    return best


_Layer = dict[
    int, tuple[float, float, int, float]
]  # node: total, gap of the last line, node before, cost of the last line


def _layers(narrow: list[list[Edge]], wide: list[list[Edge]], rows: int) -> list[_Layer]:
    """For each number of lines, `rows` of them narrow, the cheapest way to each node."""
    final = len(wide)
    layers: list[_Layer] = [{0: (0.0, 0.0, 0, 0.0)}]
    for row in range(final):
        layers.append({})
        for start, (total, gap0, _, _) in layers[row].items():
            for end, cost, gap in (narrow if row < rows else wide)[start] if start < final else ():
                uneven = _UNEVEN if row and end != final and not -_EVEN <= gap - gap0 <= _EVEN else 0.0
                reach = total + cost + uneven
                there = layers[row + 1].get(end)
                if there is None or reach < there[0]:
                    layers[row + 1][end] = (reach, gap, start, cost)
        if not layers[-1]:
            break
    return layers


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


def _edges(
    nodes: Nodes, first: float, measure: float, most: float, justified: bool, everywhere: bool = False
) -> list[list[Edge]]:
    """The lines that can be set from each node that can be reached (or from all, `everywhere`), with gaps up to `most` em.

    Marks give way before ideographs are parted, even by a little: with 120 and 2 + 40 for 0 and 6 + 60 the
    mean gap of news at 14 em is .0032 em for .0055 (docs/quality.md).

    8,110 characters on 14 em: 6,200 lines in 10 ms. Hence locals, two bisections for the window, and no call inside.
    """
    ends, bases, spots, stretches = nodes.ends, nodes.bases, nodes.spots, nodes.stretches
    shrinks, stops = nodes.shrinks, nodes.stops
    costs, characters = nodes.costs, nodes.characters
    items, blanks = nodes.items, nodes.blanks
    final = len(ends) - 1
    tightest = [end - shrink - stop for end, shrink, stop in zip(ends, shrinks, stops, strict=True)]
    loosest = [end + stretch + most * spot for end, stretch, spot in zip(ends, stretches, spots, strict=True)]
    wholes = nodes.wholes
    if wholes:
        loosest = [width + HALF * whole for width, whole in zip(loosest, wholes, strict=True)]
    reached = bytearray(b"\1" * (final + 1)) if everywhere else bytearray(final + 1)
    reached[0] = 1
    out: list[list[Edge]] = []
    for start in range(final):
        lines: list[Edge] = []
        out.append(lines)
        if not reached[start]:
            continue
        width = measure if start else first
        base, shrink0, stop0 = bases[start], nodes.after_shrinks[start], nodes.after_stops[start]
        stretch0, spot0 = nodes.after_stretches[start], nodes.after_spots[start]
        high = bisect_right(tightest, width + base - shrink0 - stop0 + _SLACK, start + 1)
        if most > 1 or not justified:
            low = start + 1  # also lines that have nothing to stretch
        else:
            low = bisect_left(loosest, width + base + stretch0 + most * spot0 - _SLACK, start + 1)
        for end in range(low, min(high, final)):
            need = ends[end] - base - width
            gap = 0.0
            cost = costs[end]
            if need > _SLACK:
                shrink = shrinks[end] - shrink0
                if need <= shrink + _SLACK:
                    need /= shrink
                    cost += 2 + 40 * need * need
                else:
                    cost += 206 + 100 * (need - shrink) / (stops[end] - stop0)
            elif not justified:
                cost += 40 * (need / width) ** 2
            elif need < -_SLACK:
                stretch = stretches[end] - stretch0
                if wholes and wholes[end] and need <= _SLACK - HALF:
                    need = min(0.0, need + HALF)
                if -need <= stretch:
                    need /= stretch or 1.0
                    cost += 10 * need * need
                else:
                    spot = spots[end] - spot0
                    if blanks and -need - stretch > WIDEST * spot:
                        # A line of words: their spaces help the few ideographs.
                        spot += bisect_left(blanks, items[end]) - bisect_right(blanks, items[start])
                    if -need - stretch <= WIDEST * spot:
                        gap = (-need - stretch) / spot
                        ratio = min(gap, 0.25) / _EVEN
                        cost += (10 if stretch else 0) + 120 * ratio + 100 * ratio * ratio * sqrt(ratio)
                        if gap > 0.1:
                            cost += _LOOSE
                        if gap > 0.25:
                            cost += _WIDE * (gap - 0.25)
                    elif characters[end] - characters[start] < 2:
                        cost += _ONE
                    else:
                        need = (need + stretch) / width
                        cost += _ALONE + _SPREAD * need * need
            reached[end] = 1
            lines.append((end, cost, gap))
        if high > final:
            lines.append((final, _last_cost(nodes, start, width, characters[final] - characters[start]), 0.0))
            reached[final] = 1
    return out


def _last_cost(nodes: Nodes, start: int, width: float, characters: int) -> float:
    """R18: an isolated last character is the worst of all legal ends (clreq «orphans»); one line is no paragraph end."""
    cost = 0.0
    need = nodes.ends[-1] - nodes.bases[start] - width
    if need > _SLACK:
        shrink = nodes.shrinks[-1] - nodes.after_shrinks[start]
        stop = nodes.stops[-1] - nodes.after_stops[start]
        cost = 2 + 40 * (need / shrink) ** 2 if need <= shrink + _SLACK else 206 + 100 * (need - shrink) / stop
    if start and characters < 3:
        cost += _ORPHAN if characters < 2 else _SHORT_END
    return cost


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
            if start and end != final and not -_EVEN <= gap - gap0 <= _EVEN:
                reach += _UNEVEN
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
                uneven = _UNEVEN if start and end != final and not -_EVEN <= gap - gap0 <= _EVEN else 0.0
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


def greedy(nodes: Nodes, first: float, measure: float) -> Broken:
    """Lines as long as they may be, where nothing legal fits: a piece wider than the measure stands alone and sticks out."""
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
