"""How much a search may do: counted in what it does, never in time,
so that the same copy gives the same page on any machine.

Counted is what a question asks for, whether or not the answer was kept from an earlier one: memory makes a search
faster, never longer.
"""

from __future__ import annotations

from layout.makeup.planning.previous import Places
from layout.value import value


@value
class Allowance:
    """operations: sums of two costs in the tables of pages by cuts, some 5 ns each compiled and 0.2 µs in plain Python;
    tables: of these, for the tables of one phase. settings: modules set into legs of one depth, 0.3–3 ms each. phases:
    of the search by cuts (cuts.py); candidates: pages of a phase that are weighed by position; settled: of these, pages
    that are set at most; relaxed: whether stories may stand in more ways where none comes out."""

    operations: int
    tables: int
    settings: int
    phases: int
    candidates: int
    settled: int
    relaxed: bool


PAGE = Allowance(48_000_000, 16_000_000, 900, 4, 40, 16, True)  # to plan a page
TRIAL = Allowance(16_000_000, 8_000_000, 250, 2, 10, 8, False)  # to plan one again with an edit that may mend it
# A page whose copy could not be read whole: any plan will do.
UNSOUND = Allowance(2_000_000, 1_000_000, 60, 1, 16, 8, False)


class OutOfWork(Exception):
    """The allowance is spent; whoever searches takes the best so far."""


class Work:
    """What one search has left."""

    def __init__(self, allowance: Allowance) -> None:
        self.allowance = allowance
        self.operations, self.settings = allowance.operations, allowance.settings
        self._set: set[tuple[str, int, int]] = set()

    @property
    def spent(self) -> bool:
        return self.operations <= 0 or self.settings <= 0

    def set(self, places: Places) -> None:
        """Charge for the modules of a page that this search has not set before."""
        new = {(name, area.columns, area.rows) for name, area in places} - self._set
        self._set |= new
        self.settings -= len(new)


__all__ = ["PAGE", "TRIAL", "UNSOUND", "Allowance", "OutOfWork", "Work"]
