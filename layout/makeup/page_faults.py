"""How bad a page is: one value, one order, one table of weights.
Planning, advice, jumps and the sharing out of stories all ask here.

A page goes to the press when it has no faults; among pages with as few of them, the one that looks best is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from layout.makeup.modules.base import LEAST_AFTER, LEAST_BEFORE, Fit, Placed
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.quality import judge
from layout.pagenames import is_front
from layout.value import value

# What one fault of each kind weighs, in rows of white at a foot; docs/copyfit.md has the same table.
WEIGHTS = {
    "overset_rows": 10.0,
    "empty_rows": 1.0,
    "broken_checks": 1.0,
    "broken_constraints": 1.0,
    "short_jump_rows": 10.0,
    "long_heads": 10.0,
}
SCORED = 8.0  # what a point of score lost counts in a page's looks
SHORT_FOOT = 40.0  # a row of white at a foot, which the editor is told of (NP602)
OWN = 0.5  # part of the modules' own costs that counts in a page's looks
ROWS_TOLD = ("Q01", "Q02")  # checks that overset_rows and empty_rows stand for


@value
class PageFaults:
    """What keeps a page from the press, and how it looks.

    overset_rows: of copy without room. empty_rows: of white at the feet of stories beyond the one that may stand there.
    broken_checks: of error level, besides those of the two. broken_constraints: an editor's wishes that it does not
    keep. short_jump_rows: that the parts of jumping stories lack (Q18). long_heads: that more columns would hold
    better. looks: points of score lost and costs of modules, lower is better.
    """

    overset_rows: int = 0
    empty_rows: int = 0
    broken_checks: int = 0
    broken_constraints: int = 0
    short_jump_rows: int = 0
    long_heads: int = 0
    looks: float = 0.0

    @property
    def weight(self) -> float:
        """All faults in rows of white at a foot; 0 = the page may go to the press."""
        return float(sum([weight * getattr(self, name) for name, weight in WEIGHTS.items()]))

    @property
    def order(self) -> tuple[float, float]:
        """Of two pages the one with the lesser order is better."""
        return self.weight, self.looks


def page_faults(
    placed: tuple[Placed, ...], library: ModuleLibrary, broken_constraints: int = 0, layout: float = 0.0
) -> PageFaults:
    """The faults of a page as set. layout: what shapes and places of its modules cost besides (pricing.py)."""
    score, checks = judge(placed, library.grid, library.ruled, front=is_front(library.page.number))
    errors = sum(check.severity == "error" and check.id not in ROWS_TOLD for check in checks)
    own = sum([module.cost for module in placed])
    return PageFaults(
        sum([module.overset_rows for module in placed]),
        empty_rows(placed),
        errors,
        broken_constraints,
        short_jump_rows(placed),
        sum([each.head_strain > library.head_strain(each.story.name) for each in placed if each.head_strain]),
        SCORED * (100.0 - score) + OWN * own + SHORT_FOOT * sum([module.empty == 1 for module in placed]) + layout,
    )


def rows_of(fits: Sequence[Fit]) -> PageFaults:
    """What is over and empty where modules come to this; looks: what they cost."""
    return PageFaults(
        sum([fit.overset_rows for fit in fits]),
        empty_rows(fits),
        looks=OWN * sum([fit.cost for fit in fits]),
    )


def empty_rows(modules: Sequence[Placed | Fit]) -> int:
    """Rows of white at feet beyond the one that may stand at each."""
    return sum([max(0, module.empty - 1) for module in modules])


def short_jump_rows(placed: tuple[Placed, ...]) -> int:
    """Rows that the parts of jumping stories lack."""
    turns = [module.turn for module in placed if module.turn is not None]
    return sum(max(0, (LEAST_BEFORE if turn.leaving else LEAST_AFTER) - turn.rows) for turn in turns)


def unfit(placed: tuple[Placed, ...]) -> float:
    """Weight of what no reader of the finished page would pass over: copy over, feet empty, jumps too short; ∞ for no
    page at all. By arithmetic alone: the page is not judged for it."""
    if not placed:
        return float("inf")
    rows = PageFaults(
        sum([module.overset_rows for module in placed]), empty_rows(placed), short_jump_rows=short_jump_rows(placed)
    )
    return rows.weight


def whole(modules: Sequence[Placed | Fit]) -> bool:
    """Whether all copy stands on the page and no foot is more than a row short."""
    return bool(modules) and not any(module.overset_rows or module.empty > 1 for module in modules)


__all__ = ["WEIGHTS", "PageFaults", "empty_rows", "page_faults", "rows_of", "short_jump_rows", "unfit", "whole"]
