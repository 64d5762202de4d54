"""The planner is a function of the page: the same question has the same answer whatever was asked before, and no search
does more than it may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layout.diagnostics import Report
from layout.issue import Page, read_issue
from layout.makeup import advice
from layout.makeup.advice import MOST_DRAWN, MOST_MOVED, MOST_PLANS, advise
from layout.makeup.edits import edited
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import banner_rows
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.choose import best_plan, ranked_plans
from layout.makeup.planning.cuts import cut_plans
from layout.makeup.planning.page_plan import plan_page
from layout.makeup.planning.plan import PagePlan
from layout.makeup.planning.pricing import ANYHOW, Pricing
from layout.makeup.planning.work import PAGE, Allowance, Work
from layout.pipeline import Session, Workspace
from layout.text.paragraph import Typesetter
from layout.theme import Theme, find_paper, read_theme

ROOT = Path(__file__).parents[2]
SAMPLES = [("issues/xietu/2019-07-15.yaml", 0), ("issues/school/2026-06-01.yaml", 1)]


@cache
def sample(file: str, index: int) -> tuple[Page, Theme, Typesetter]:
    session, report = Session(Workspace(ROOT)), Report()
    issue = read_issue(session.workspace, file, report)
    paper = find_paper(session.workspace, file)
    assert issue is not None
    assert paper is not None
    theme = read_theme(session.workspace, paper, report)
    return replace(issue.pages[index], plan=None, sketch=None), theme, session.setter(report)


def library_of(file: str, index: int, change: int = 0) -> ModuleLibrary:
    """A sample page that plans itself, its second story longer by `change` characters."""
    page, theme, setter = sample(file, index)
    if change:
        stories = tuple(edited(s, change) if order == 1 else s for order, s in enumerate(page.stories))
        page = replace(page, stories=stories)
    return ModuleLibrary(page, PageGrid.of(theme), theme, setter, banner_rows(theme))


def seen(plan: PagePlan | None) -> Any:
    """What can be seen of a plan."""
    return plan and (plan.places, plan.faults, [(module.area, module.cost, module.items) for module in plan.placed])


def other_columns(library: ModuleLibrary) -> Any:
    name = library.page.stories[0].name
    return [library.get(name, column, 2).fit(20) for column in range(library.grid.columns - 1)]


QUESTIONS: dict[str, Callable[[ModuleLibrary], Any]] = {
    "best": lambda library: seen(best_plan(library)),
    "ranked": lambda library: [seen(plan) for plan in ranked_plans(library)],
    "page": lambda library: [module.area for module in plan_page(library, {}, Report()).placed],
    "prices": lambda library: Pricing(library).shapes(ANYHOW),
    "relaxed": lambda library: Pricing(library.relaxed).price(library.page.stories[0].name, 2),
    "columns": other_columns,
    "advice": lambda library: advise(library, plan_page(library, {}, Report())),
}


@cache
def fresh(question: str, change: int, file: str, index: int) -> Any:
    """The answer of a library that was never asked anything else."""
    return QUESTIONS[question](library_of(file, index, change))


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(sorted(QUESTIONS)), min_size=2, max_size=5),
    st.sampled_from([0, -120, 200]),
    st.sampled_from(SAMPLES),
)
def test_the_same_question_has_the_same_answer_whatever_was_asked_before(
    asked: list[str], change: int, page: tuple[str, int]
) -> None:
    library = library_of(*page, change)
    for question in asked:
        assert QUESTIONS[question](library) == fresh(question, change, *page), question


@pytest.mark.parametrize("change", [0, -200, 400])
@pytest.mark.parametrize("page", SAMPLES)
def test_auto_is_the_first_of_the_ranked_plans(page: tuple[str, int], change: int) -> None:
    library = library_of(*page, change)
    plans = ranked_plans(library)
    assert seen(best_plan(library)) == seen(plans[0])
    assert [plan.faults.order for plan in plans] == sorted(plan.faults.order for plan in plans)
    chosen = ModuleLibrary(replace(library.page, choice=1), library.grid, library.theme, library.setter, library.top)
    assert plan_page(chosen, {}, Report()).placed == plan_page(library, {}, Report()).placed


# -- budgets ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [0, 900, 4000])
def test_a_search_does_no_more_than_it_may(change: int) -> None:
    """A page that no plan fills is searched to the end of the allowance, and not by more than one page beyond it."""
    pricing, work = Pricing(library_of(*SAMPLES[0], change)), Work(PAGE)
    plans = list(cut_plans(pricing, work, every=True))
    assert plans
    assert work.settings >= -len(pricing.names)
    assert work.operations >= -PAGE.tables


def test_what_is_kept_from_an_earlier_search_makes_none_longer() -> None:
    library = library_of(*SAMPLES[0], 900)
    left = []
    for _ in range(2):
        work = Work(PAGE)
        list(cut_plans(Pricing(library), work))
        left.append((work.settings, work.operations))
    assert left[0] == left[1]


def test_a_search_that_ends_with_its_work_takes_the_best_so_far_and_tells_it() -> None:
    library = library_of(*SAMPLES[0], 900)
    report = Report()
    page = plan_page(library, {}, report, Allowance(40_000, 40_000, 12, 4, 40, 16, False))
    assert page.placed
    assert [fault.code for fault in report] == ["NP625"]
    quiet = Report()
    plan_page(library_of(*SAMPLES[0]), {}, quiet)
    assert not len(quiet)


@pytest.mark.parametrize("change", [150, 600, 1500])
@pytest.mark.parametrize("drawn", [False, True])
def test_advice_sets_and_plans_no_more_pages_than_it_may(
    change: int, drawn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, index = SAMPLES[0]
    library = library_of(file, index, change)
    if drawn:
        session = Session(Workspace(ROOT))
        issue = read_issue(session.workspace, file, Report())
        assert issue is not None
        page = replace(library.page, plan=issue.pages[index].plan)
        library = ModuleLibrary(page, library.grid, library.theme, library.setter, library.top)
    page_made = plan_page(library, {}, Report())
    counts = {"plans": 0}
    real = advice.plan_page

    def counted(*given: Any) -> Any:
        counts["plans"] += 1
        return real(*given)

    monkeypatch.setattr(advice, "plan_page", counted)
    advise(library, page_made)
    assert counts["plans"] <= MOST_PLANS + (MOST_DRAWN if drawn else MOST_MOVED)
