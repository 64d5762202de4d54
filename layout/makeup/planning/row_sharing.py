"""Sharing the rows of a page out among its bands: the cheapest depths by branch and bound, in numbers alone.

A cell is what stands in the bands first … last (inclusive) and costs something at each depth: the sum of its bands with
the gaps between them. The search is done by layout/_speed.c where it was compiled; the plain Python here is its
specification: equal depths, after as many nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isnan, nan
from operator import add

from layout.speed import COMPILED
from layout.value import value


@value
class Rows:
    """total: rows of the page without the gaps between its bands; gap: rows between two; least: rows of a band."""

    bands: int
    total: int
    gap: int
    least: int

    @classmethod
    def of(cls, rows: int, bands: int, gap: int, least: int) -> Rows:
        """Of a page of so many rows, gaps and all."""
        return cls(bands, rows - gap * (bands - 1), gap, least)

    @property
    def deepest(self) -> int:
        """Rows of the whole page, a row a band at least."""
        return max(self.total, self.bands) + self.gap * (self.bands - 1)

    @property
    def too_few(self) -> bool:
        return self.total < self.least * self.bands

    @property
    def most(self) -> int:
        """Rows of a band where all others have the least."""
        return self.total - self.least * (self.bands - 1)


class CellCosts:
    """What each cell costs at each depth, asked once. spans: first and last band of each cell; cost: of a cell, by its
    index, at a depth in rows, finite; deepest: most rows."""

    def __init__(self, spans: Sequence[tuple[int, int]], cost: Callable[[int, int], float], deepest: int) -> None:
        self.spans = tuple(spans)
        self.table = [[nan] * (deepest + 1) for _ in self.spans]
        self._cost = cost
        self._set: set[tuple[int, int]] = set()

    def at(self, cell: int, depth: int) -> float:
        found = self.table[cell][depth]
        if isnan(found):
            found = self.table[cell][depth] = float(self._cost(cell, depth))
        return found

    def learn(self, cell: int, depth: int, price: float) -> bool:
        """Put in what a cell was found to cost when it was set, which overrules arithmetic; whether that is new."""
        self.table[cell][depth] = price
        new = (cell, depth) not in self._set
        self._set.add((cell, depth))
        return new


def cheapest_depths(costs: CellCosts, rows: Rows, nodes: int) -> tuple[int, ...]:
    """Depth of each band, rows, that makes the page cheapest, or the best when `nodes` depths of bands have been tried;
    ties go to the deeper upper band. () = too few rows for any."""
    if rows.too_few:
        return ()
    if COMPILED is not None:
        return tuple(
            COMPILED.share_rows(
                costs.table, costs.spans, (rows.bands, rows.total, rows.gap, rows.least), nodes, costs.at
            )
        )
    return plain_depths(costs, rows, nodes)


def least_total(costs: CellCosts, rows: Rows) -> float:
    """No less than the cells that stand in one band each cost together, however rows are shared out; ∞ where there are
    too few rows for so many bands."""
    if rows.too_few:
        return float("inf")
    return _cheapest_rest(_inside_costs(costs, rows), rows)[0][rows.total]


def plain_depths(costs: CellCosts, rows: Rows, nodes_allowed: int) -> tuple[int, ...]:
    """The specification."""
    bands, gap, least, spans = rows.bands, rows.gap, rows.least, costs.spans
    ending = [[cell for cell, (first, last) in enumerate(spans) if first < last == band] for band in range(bands)]
    inside = _inside_costs(costs, rows)
    rest = _cheapest_rest(inside, rows)
    best_cost = float("inf")
    best: tuple[int, ...] = ()
    nodes = 0
    depths = [0] * bands

    def descend(band: int, left: int, spent: float) -> None:
        nonlocal best_cost, best, nodes
        remaining = bands - band - 1
        deepest = left - least * remaining
        shallowest = least if remaining else left  # the last band takes what is left
        after = rest[band + 1][left - deepest : left - shallowest + 1]
        after.reverse()
        bounds = sorted(
            zip(
                map(add, inside[band][shallowest : deepest + 1], after),
                range(-shallowest, -deepest - 1, -1),
                strict=True,
            )
        )
        for bound, negative in bounds:
            if spent + bound >= best_cost or (best and nodes > nodes_allowed):
                break
            nodes += 1
            depth = -negative
            depths[band] = depth
            price = spent + inside[band][depth]
            for cell in ending[band]:
                first = spans[cell][0]
                price += costs.at(cell, sum(depths[first : band + 1]) + gap * (band - first))
            if price + rest[band + 1][left - depth] >= best_cost:
                continue
            if remaining:
                descend(band + 1, left - depth, price)
            else:
                best_cost, best = price, tuple(depths)

    descend(0, rows.total, 0.0)
    return best


def _inside_costs(costs: CellCosts, rows: Rows) -> list[list[float]]:
    """For each band and depth, what the cells that stand in this band alone cost."""
    depths = range(rows.least, rows.most + 1)
    inside = [[0.0] * depths.stop for _ in range(rows.bands)]
    for cell, (first, last) in enumerate(costs.spans):
        if first == last:
            for depth in depths:
                inside[first][depth] += costs.at(cell, depth)
    return inside


def _cheapest_rest(inside: list[list[float]], rows: Rows) -> list[list[float]]:
    """rest[band][left]: the least that bands from `band` on can cost over `left` rows, cells of several bands left out.

    A lower bound for branch and bound: it finds the best page of the demo broadsheet in a few hundred steps,
    not a million.
    """
    never, least, total = float("inf"), rows.least, rows.total
    rest = [[never] * (total + 1) for _ in range(rows.bands + 1)]
    rest[rows.bands][0] = 0.0
    for band in range(rows.bands - 1, -1, -1):
        costs, below, here = inside[band], rest[band + 1], rest[band]
        for left in range(least, total + 1):
            top = min(left, len(costs) - 1)
            # Sums of two slices, the one backwards: the same as a loop over depths, five times as fast.
            after = below[left - least : left - top - 1 if left > top else None : -1]
            here[left] = min(map(add, costs[least : top + 1], after), default=never)
    return rest


__all__ = ["CellCosts", "Rows", "cheapest_depths", "least_total", "plain_depths"]
