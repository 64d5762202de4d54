"""Sharing a page's rows among its bands."""

from __future__ import annotations

from dataclasses import dataclass

from layout.issue import Story
from layout.makeup.modules.base import Fit, Placed, fit_of
from layout.makeup.planning.copyfit import Cell, settle
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


def test_modules_stand_under_each_other_with_the_gap_between() -> None:
    cells = [Cell(Wish(10), 0, 0), Cell(Wish(8), 1, 1), Cell(Wish(19), 0, 1)]
    settled = settle(cells, 2, 19, 1, 5)
    assert settled.depths == (10, 8)
    assert [(m.area.row, m.area.rows) for m in settled.placed()] == [(5, 10), (16, 8), (5, 19)]


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
    assert [module.empty for module in settle(cells, 2, 21, 1, 0).placed()] == [1, 1]
