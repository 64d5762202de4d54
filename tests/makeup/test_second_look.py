"""A page is looked for once more where setting shows a story dearer than was hoped, however deep it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from layout.diagnostics import Report
from layout.issue import read_issue
from layout.makeup.grid import PageGrid
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning import cuts
from layout.makeup.planning.choose import best_plan
from layout.makeup.planning.pricing import FIT, Pricing
from layout.makeup.planning.shown import corrected, surcharges
from layout.makeup.planning.work import PAGE, Work
from layout.pipeline import Session, Workspace
from layout.scaffold import Start, start_paper
from layout.theme import find_paper, read_theme

SENTENCE = "我在心里数一样东西。"
# With it the lead’s legs end level at no depth over three columns.
LONGER = "我在心里数一样东西：柜子，椅子，日历，南瓜。"
START = Start(date(2026, 4, 1), kind="street", format="tabloid", pages=4, press="coated", language="en")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> ModuleLibrary:
    """A page whose lead has a subhead."""
    session, report = Session(Workspace()), Report()
    file = start_paper(session.workspace, str(tmp_path_factory.mktemp("paper")), START)
    path = Path(file)
    text = path.read_text("utf-8")
    assert SENTENCE in text
    path.write_text(text.replace(SENTENCE, LONGER), "utf-8")
    issue, paper = read_issue(session.workspace, file, report), find_paper(session.workspace, file)
    assert issue is not None
    assert paper is not None
    theme = read_theme(session.workspace, paper, report)
    return ModuleLibrary(issue.pages[3], PageGrid.of(theme), theme, session.setter(report), 0)


def test_a_page_is_looked_for_again_with_what_setting_showed(
    library: ModuleLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = best_plan(library)
    assert plan is not None
    assert [module.story.name for module in plan.placed if module.empty] == []
    monkeypatch.setattr(cuts, "surcharges", lambda *given: {})
    once = best_plan(library)
    assert once is not None
    assert [module.story.name for module in once.placed if module.empty] == ["lamp"]
    assert plan.faults.order < once.faults.order


def test_a_surcharge_is_what_a_story_costs_at_every_likely_depth(
    library: ModuleLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    pricing, work = Pricing(library), Work(PAGE)
    monkeypatch.setattr(cuts, "surcharges", lambda *given: {})
    once = best_plan(library)
    assert once is not None
    found = surcharges(pricing, once.places, work)
    assert list(found) == [("lamp", 3)]
    hoped, module = pricing.price("lamp", 3), pricing.module("lamp", 3)
    set_so = [price + FIT * (module.fit(depth).price - module.cost(depth)) for depth, price in hoped.items()]
    assert min(set_so) == pytest.approx(min(hoped.values()) + found["lamp", 3])
    assert work.settings == PAGE.settings - len(hoped)  # counted, whatever was asked before
    again = Work(PAGE)
    assert surcharges(pricing, once.places, again) == found
    assert again.settings == work.settings


def test_corrected_prices_are_new_ones() -> None:
    prices = [{1: {4: 2.0, 5: 3.0}, 2: {3: 1.0}}, {1: {4: 2.0}}]
    assert corrected(prices, ["a", "b"], {("a", 1): 10.0}) == [{1: {4: 12.0, 5: 13.0}, 2: {3: 1.0}}, {1: {4: 2.0}}]
    assert prices == [{1: {4: 2.0, 5: 3.0}, 2: {3: 1.0}}, {1: {4: 2.0}}]
