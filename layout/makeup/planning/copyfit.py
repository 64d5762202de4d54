"""Copyfit (凑版): how deep each band of a drawn page must be so that every story fits.

The rows of a page are shared out among its bands; a module's depth is the sum of the bands it stands in, with the gaps
between them. Costs come from the modules by arithmetic, so every sharing of a page's rows can be weighed by branch and
bound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import add

from layout.makeup.modules.base import Module, Placed
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.drawing import Drawing
from layout.value import value

LEAST_BAND = 3  # rows

THINNEST_BAND = 1  # where none of the others fill the page: stories side by side may begin a row or two apart


@value
class Effort:
    """How far rows are shared out. nodes: depths of bands tried in one sharing, some 30 µs each, before the best so far
    is taken; rounds: times that rows are shared out anew at most, because setting shows other costs."""

    nodes: int
    rounds: int


DRAWN = Effort(3000, 12)  # to make a page that is drawn
TRIED = Effort(600, 4)  # to make it again with an edit that may mend it


@value
class Cell:
    """A module and the bands first … last (inclusive) it stands in."""

    module: Module
    first: int
    last: int


def cells_of(drawing: Drawing, library: ModuleLibrary) -> tuple[Cell, ...]:
    """The modules of a drawing with the bands they stand in."""
    return tuple(
        Cell(library.get(name, area.column, area.columns), area.row, area.foot - 1) for name, area in drawing.spots
    )


def solve(
    cells: Sequence[Cell],
    bands: int,
    rows: int,
    gap: int,
    known: dict[tuple[int, int], float],
    least: int = LEAST_BAND,
    nodes_allowed: int = DRAWN.nodes,
) -> tuple[int, ...]:
    """Depth of each band, rows, that makes the page cheapest, or the best of so many tries; ties go to the deeper
    upper band. () = too few rows for any.

    rows: of the whole page; gap: between bands. known: cost of (index of cell, depth) where a module was really set,
    which overrules its arithmetic; least: rows of a band.
    """
    total = rows - gap * (bands - 1)
    if total < least * bands:
        return ()
    most = total - least * (bands - 1)
    ending: list[list[int]] = [[] for _ in range(bands)]
    for index, cell in enumerate(cells):
        ending[cell.last].append(index)
    cost = _costs(cells, known)
    inside = _inside_costs(cells, bands, range(least, most + 1), cost)
    rest = _cheapest_rest(inside, bands, total, least)
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
            for index in ending[band]:
                first = cells[index].first
                if first < band:
                    price += cost(index, sum(depths[first : band + 1]) + gap * (band - first))
            if price + rest[band + 1][left - depth] >= best_cost:
                continue
            if remaining:
                descend(band + 1, left - depth, price)
            else:
                best_cost, best = price, tuple(depths)

    descend(0, total, 0.0)
    return best


def least_cost(cells: Sequence[Cell], bands: int, rows: int, gap: int, least: int = LEAST_BAND) -> float:
    """No less than the modules that stand in one band each cost together, however rows are shared out; ∞ where there
    are too few rows for so many bands. Arithmetic alone: OVERSET and more says that copy is over."""
    total = rows - gap * (bands - 1)
    if total < least * bands:
        return float("inf")
    depths = range(least, total - least * (bands - 1) + 1)
    return _cheapest_rest(_inside_costs(cells, bands, depths, _costs(cells, {})), bands, total, least)[0][total]


def _costs(cells: Sequence[Cell], known: dict[tuple[int, int], float]) -> Callable[[int, int], float]:
    """What the module of a cell costs at a depth, each asked once."""
    memo = dict(known)

    def cost(index: int, depth: int) -> float:
        key = (index, depth)
        if key not in memo:
            memo[key] = cells[index].module.cost(depth)
        return memo[key]

    return cost


def _inside_costs(
    cells: Sequence[Cell], bands: int, depths: range, cost: Callable[[int, int], float]
) -> tuple[list[float], ...]:
    """For each band and depth, what the modules that stand in this band alone cost."""
    inside = tuple([0.0] * depths.stop for _ in range(bands))
    for index, cell in enumerate(cells):
        if cell.first == cell.last:
            column = inside[cell.first]
            for depth in depths:
                column[depth] += cost(index, depth)
    return inside


def _cheapest_rest(inside: tuple[list[float], ...], bands: int, total: int, least: int) -> list[list[float]]:
    """rest[band][left]: the least that bands from `band` on can cost over `left` rows, spanning modules left out.

    A lower bound for branch and bound: it finds the best page of the demo broadsheet in a few hundred steps,
    not a million.
    """
    never = float("inf")
    rest = [[never] * (total + 1) for _ in range(bands + 1)]
    rest[bands][0] = 0.0
    for band in range(bands - 1, -1, -1):
        costs, below, here = inside[band], rest[band + 1], rest[band]
        for left in range(least, total + 1):
            top = min(left, len(costs) - 1)
            # Sums of two slices, the one backwards: the same as a loop over depths, five times as fast.
            after = below[left - least : left - top - 1 if left > top else None : -1]
            here[left] = min(map(add, costs[least : top + 1], after), default=never)
    return rest


def settle(
    cells: Sequence[Cell], bands: int, rows: int, gap: int, top: int, least: int = LEAST_BAND, effort: Effort = DRAWN
) -> tuple[tuple[Placed, ...], tuple[int, ...]]:
    """The modules placed below page row `top`, and the depth of each band, `least` rows at least.

    Arithmetic guesses how far paragraphs can be loosened; where setting a module shows the guess wrong, its true cost
    is put in and the rows are shared out anew.
    """
    known: dict[tuple[int, int], float] = {}
    best: tuple[float, tuple[int, ...]] | None = None
    for _ in range(effort.rounds):
        depths = solve(cells, bands, rows, gap, known, least, effort.nodes)
        if not depths:
            depths = _even(rows - gap * (bands - 1), bands)
        before, cost = len(known), 0.0
        for index, cell in enumerate(cells):
            depth = sum(depths[cell.first : cell.last + 1]) + gap * (cell.last - cell.first)
            known[index, depth] = price = cell.module.fit(depth).price
            cost += price
        if best is None or cost < best[0] - 1e-9:
            best = (cost, depths)
        if len(known) == before:
            break
    assert best is not None
    depths = best[1]
    starts = [top + sum(depths[:band]) + gap * band for band in range(bands)]
    placed = []
    for cell in cells:
        row = starts[cell.first]
        placed.append(cell.module.place(row, starts[cell.last] + depths[cell.last] - row))
    return tuple(placed), depths


def _even(rows: int, bands: int) -> tuple[int, ...]:
    every, rest = divmod(max(rows, bands), bands)
    return tuple(every + (1 if band < rest else 0) for band in range(bands))
