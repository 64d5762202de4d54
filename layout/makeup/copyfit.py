"""Copyfit (凑版): how deep each band of a drawn page must be so that every story fits.

The rows of a page are shared out among its bands; a module's depth is the sum of the bands it stands in, with the gaps between
them. Costs come from the modules by arithmetic, so every sharing of a page's rows can be weighed by branch and bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layout.makeup.modules import Module, Placed

LEAST_BAND = 3  # rows


@dataclass(frozen=True, slots=True)
class Cell:
    """A module and the bands first … last (inclusive) it stands in."""

    module: Module
    first: int
    last: int


def solve(
    cells: Sequence[Cell], bands: int, rows: int, gap: int, known: dict[tuple[int, int], float]
) -> tuple[int, ...]:
    """Depth of each band, rows, that makes the page cheapest; ties go to the deeper upper band.

    rows: of the whole page; gap: between bands. known: cost of (index of cell, depth) where a module was really set, which
    overrules its arithmetic.
    """
    total = rows - gap * (bands - 1)
    most = total - LEAST_BAND * (bands - 1)
    ending: list[list[int]] = [[] for _ in range(bands)]
    for index, cell in enumerate(cells):
        ending[cell.last].append(index)
    memo: dict[tuple[int, int], float] = dict(known)

    def cost(index: int, depth: int) -> float:
        key = (index, depth)
        if key not in memo:
            memo[key] = cells[index].module.cost(depth)
        return memo[key]

    best_cost = float("inf")
    best: tuple[int, ...] = ()
    depths = [0] * bands

    def descend(band: int, left: int, spent: float) -> None:
        nonlocal best_cost, best
        remaining = bands - band - 1
        choices = [left] if remaining == 0 else range(min(most, left - LEAST_BAND * remaining), LEAST_BAND - 1, -1)
        for depth in choices:
            depths[band] = depth
            price = spent
            for index in ending[band]:
                first = cells[index].first
                price += cost(index, sum(depths[first : band + 1]) + gap * (band - first))
                if price >= best_cost:
                    break
            if price >= best_cost:
                continue
            if remaining:
                descend(band + 1, left - depth, price)
            else:
                best_cost, best = price, tuple(depths)

    descend(0, total, 0.0)
    return best


def settle(
    cells: Sequence[Cell], bands: int, rows: int, gap: int, top: int
) -> tuple[tuple[Placed, ...], tuple[int, ...]]:
    """The modules placed below page row `top`, and the depth of each band.

    Arithmetic guesses how far paragraphs can be loosened; where setting a module shows the guess wrong, its true cost is put in
    and the rows are shared out anew.
    """
    known: dict[tuple[int, int], float] = {}
    placed: dict[tuple[int, int], Placed] = {}
    best: tuple[float, tuple[Placed, ...], tuple[int, ...]] | None = None
    for _ in range(12):
        depths = solve(cells, bands, rows, gap, known)
        if not depths:
            depths = _even(rows - gap * (bands - 1), bands)
        starts = [top + sum(depths[:band]) + gap * band for band in range(bands)]
        news = False
        page: list[Placed] = []
        for index, cell in enumerate(cells):
            row = starts[cell.first]
            depth = starts[cell.last] + depths[cell.last] - row
            key = (index, depth)
            if key not in known:
                news = True
            made = placed.get(key)
            if made is None or made.area.row != row:
                made = placed[key] = cell.module.place(row, depth)
            known[key] = made.cost
            page.append(made)
        cost = sum(made.cost for made in page)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, tuple(page), depths)
        if not news:
            break
    assert best is not None
    return best[1], best[2]


def _even(rows: int, bands: int) -> tuple[int, ...]:
    every, rest = divmod(max(rows, bands), bands)
    return tuple(every + (1 if band < rest else 0) for band in range(bands))
