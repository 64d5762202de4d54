"""Which plan a page takes, and the others it might have had: one search, one order.

Where no page comes out in the ways the house style has, its stories may stand in more ways. The first of the ranked
plans is the one that is taken: `plan: auto` and `choose: 1` are the same page.
"""

from __future__ import annotations

from collections.abc import Iterator

from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.cuts import cut_plans
from layout.makeup.planning.plan import PagePlan, different
from layout.makeup.planning.pricing import Pricing
from layout.makeup.planning.work import PAGE, Allowance, Work
from layout.value import replace

# Weight of faults up to which stories may stand in more ways: of 300 random pages 20 at most was mended.
MORE_WAYS = 60.0


def best_plan(library: ModuleLibrary, allowance: Allowance = PAGE) -> PagePlan | None:
    """The plan that a page takes; None when there is nothing to plan."""
    house, relaxed = Work(allowance), Work(allowance)
    plan = min(_plans(library, False, house, relaxed), key=_order, default=None)
    return plan and replace(plan, spent=house.spent or relaxed.spent)


def ranked_plans(library: ModuleLibrary, allowance: Allowance = PAGE) -> tuple[PagePlan, ...]:
    """All plans that were found, best first, no two with their modules in the same places."""
    found: list[PagePlan] = []
    for plan in sorted(_plans(library, True, Work(allowance), Work(allowance)), key=_order):
        if all(different(plan, other) for other in found):
            found.append(plan)
    return tuple(found)


def _plans(library: ModuleLibrary, every: bool, house: Work, more_ways: Work) -> Iterator[PagePlan]:
    """Plans in the order in which they are found: by cuts, then in more ways, then by the solver where the page asks
    for it. house, more_ways: what the searches by cuts may do."""
    prices = Pricing(library)
    found = list(cut_plans(prices, house, every))
    yield from found
    if not found:
        return
    best = min(found, key=_order)
    near = best.faults.weight <= MORE_WAYS or prices.few
    if (
        (best.faults.weight and near)
        and library.relaxed is not library
        and house.allowance.relaxed
        and prices.fillable_in_more_ways()
    ):
        relaxed = Pricing(library.relaxed)
        more = list(cut_plans(relaxed, more_ways, every)) if relaxed.fillable() else []
        yield from more
        best = min((best, *more), key=_order)
    if library.page.engine == "solver":
        from layout.makeup.planning.cpsat import have_solver, solver_plans  # only a page that asks for it pays for it

        if have_solver():
            yield from solver_plans(library, best)


def _order(plan: PagePlan) -> tuple[float, float]:
    return plan.faults.order


__all__ = ["best_plan", "ranked_plans"]
