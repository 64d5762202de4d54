"""Copyfit (凑版): how deep each band of a drawn page must be so that every story fits.

The rows of a page are shared out among its bands; a module's depth is the sum of the bands it stands in, with the gaps
between them. Costs come from the modules by arithmetic, so every sharing of a page's rows can be weighed
(row_sharing.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from layout.makeup.modules.base import Fit, Module, Placed
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.drawing import Drawing
from layout.makeup.planning.row_sharing import CellCosts, Rows, cheapest_depths, least_total
from layout.value import value

LEAST_BAND = 3  # rows

THINNEST_BAND = 1  # where none of the others fill the page: stories side by side may begin a row or two apart


@value
class Effort:
    """How far rows are shared out. nodes: depths of bands tried in one sharing before the best so far is taken, some
    0.1 µs each compiled and 30 µs in plain Python; rounds: times that rows are shared out anew at most, because setting
    shows other costs."""

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


def least_cost(cells: Sequence[Cell], bands: int, rows: int, gap: int, least: int = LEAST_BAND) -> float:
    """No less than the modules that stand in one band each cost together, however rows are shared out; ∞ where there
    are too few rows for so many bands. Arithmetic alone: OVERSET and more says that copy is over."""
    page = Rows.of(rows, bands, gap, least)
    return least_total(_costs(cells, page), page)


def _costs(cells: Sequence[Cell], page: Rows) -> CellCosts:
    spans = [(cell.first, cell.last) for cell in cells]
    return CellCosts(spans, lambda index, depth: cells[index].module.cost(depth), page.deepest)


@value
class Settled:
    """Modules with the depths that their page gives them, below page row `top`; fits: what they come to there."""

    cells: tuple[Cell, ...]
    depths: tuple[int, ...]
    gap: int
    top: int
    fits: tuple[Fit, ...]

    def placed(self) -> tuple[Placed, ...]:
        """The modules where they stand, set."""
        starts = [self.top + sum(self.depths[:band]) + self.gap * band for band in range(len(self.depths))]
        ends = [start + depth for start, depth in zip(starts, self.depths, strict=True)]
        return tuple(cell.module.place(starts[cell.first], ends[cell.last] - starts[cell.first]) for cell in self.cells)


def settle(
    cells: Sequence[Cell], bands: int, rows: int, gap: int, top: int, least: int = LEAST_BAND, effort: Effort = DRAWN
) -> Settled:
    """The modules below page row `top`, bands of `least` rows at least.

    Arithmetic guesses how far paragraphs can be loosened; where setting a module shows the guess wrong, its true cost
    is put in and the rows are shared out anew.
    """
    page = Rows.of(rows, bands, gap, least)
    costs = _costs(cells, page)
    best: tuple[float, tuple[int, ...], tuple[Fit, ...]] | None = None
    for _ in range(effort.rounds):
        depths = cheapest_depths(costs, page, effort.nodes) or _even(page)
        deep = [sum(depths[cell.first : cell.last + 1]) + gap * (cell.last - cell.first) for cell in cells]
        fits = tuple(cell.module.fit(depth) for cell, depth in zip(cells, deep, strict=True))
        news = [costs.learn(cell, depth, fit.price) for cell, (depth, fit) in enumerate(zip(deep, fits, strict=True))]
        cost = sum(fit.price for fit in fits)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, depths, fits)
        if not any(news):
            break
    assert best is not None
    return Settled(tuple(cells), best[1], gap, top, best[2])


def _even(page: Rows) -> tuple[int, ...]:
    every, rest = divmod(max(page.total, page.bands), page.bands)
    return tuple(every + (1 if band < rest else 0) for band in range(page.bands))
