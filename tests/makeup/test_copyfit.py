"""Sharing a page's rows among its bands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from layout.issue import Story
from layout.makeup.modules.base import Fit, Placed, fit_of
from layout.makeup.planning.copyfit import LEAST_BAND, Cell, settle, solve
from layout.units import GridArea


@dataclass
class Wish:
    """A module that wants just one depth."""

    wanted: int
    story: Story = Story("s")
    column: int = 0
    columns: int = 1

    def cost(self, depth: int) -> float:
        return float(abs(depth - self.wanted) * (1 if depth > self.wanted else 10))

    def fit(self, depth: int) -> Fit:
        return fit_of(self.place(0, depth))

    def place(self, row: int, depth: int) -> Placed:
        return Placed(self.story, GridArea(self.column, self.columns, row, depth), (), self.cost(depth))


@given(st.lists(st.integers(3, 12), min_size=2, max_size=3), st.integers(3, 30), st.integers(14, 30))
def test_branch_and_bound_finds_what_trying_everything_finds(wishes: list[int], side: int, rows: int) -> None:
    bands = len(wishes)
    cells = [Cell(Wish(wish), band, band) for band, wish in enumerate(wishes)]
    cells.append(Cell(Wish(side), 0, bands - 2))

    def price(depths: tuple[int, ...]) -> float:
        spanned = sum(depths[: bands - 1]) + (bands - 2)
        return sum(cell.module.cost(d) for cell, d in zip(cells, depths, strict=False)) + cells[-1].module.cost(spanned)

    total = rows - (bands - 1)
    every = [d for d in product(range(LEAST_BAND, rows), repeat=bands) if sum(d) == total]
    depths = solve(cells, bands, rows, 1, {})
    assert sum(depths) == total
    assert price(depths) == min(price(d) for d in every)


def test_modules_stand_under_each_other_with_the_gap_between() -> None:
    cells = [Cell(Wish(10), 0, 0), Cell(Wish(8), 1, 1), Cell(Wish(19), 0, 1)]
    placed, depths = settle(cells, 2, 19, 1, 5)
    assert depths == (10, 8)
    assert [(m.area.row, m.area.rows) for m in placed] == [(5, 10), (16, 8), (5, 19)]


@dataclass
class Short(Wish):
    """A module whose copy ends before its foot when it is deeper than it wants."""

    def cost(self, depth: int) -> float:
        return 30.0 * abs(depth - self.wanted)

    def place(self, row: int, depth: int) -> Placed:
        area = GridArea(self.column, self.columns, row, depth)
        return Placed(self.story, area, (), self.cost(depth), empty=max(0, depth - self.wanted))


def test_white_is_shared_out_so_that_no_foot_is_two_rows_short() -> None:
    """Both ways cost the modules the same, but one row may pass and two are a hole."""
    cells = [Cell(Short(10), 0, 0), Cell(Short(8), 1, 1)]
    placed, _ = settle(cells, 2, 21, 1, 0)
    assert [module.empty for module in placed] == [1, 1]
