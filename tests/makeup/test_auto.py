"""A page planned by itself is whole, keeps what it is told, stays as it is when a word changes;
advice works when followed."""

from __future__ import annotations

import importlib.util
import random
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from drawer import touched

from layout.diagnostics import Report
from layout.issue import Advert, Constraint, Plan, read_issue
from layout.makeup.advice import advise, followed, tell
from layout.makeup.edits import edited
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import Placed, banner_rows
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.page_faults import whole
from layout.makeup.planning import cuts
from layout.makeup.planning.choose import best_plan, ranked_plans
from layout.makeup.planning.cut_tables import MOST_PIECES
from layout.makeup.planning.guillotine import Leaf, Slicer, Split, Tree
from layout.makeup.planning.nearest_drawing import tell_nearest
from layout.makeup.planning.page_plan import plan_page, planned
from layout.makeup.planning.plan import PagePlan, different, drawing_of
from layout.pipeline import Session
from layout.theme import Theme, find_paper, read_theme

ROOT = Path(__file__).parents[2]
SEED = "issues/xietu/2019-07-15.yaml"


@pytest.fixture(scope="module")
def seed(session: Session) -> ModuleLibrary:
    """The seed page without its drawing."""
    return library_of(session, drawn=False)


def library_of(session: Session, drawn: bool, rows: int = 70) -> ModuleLibrary:
    report = Report()
    issue = read_issue(session.workspace, SEED, report)
    paper = find_paper(session.workspace, SEED)
    assert issue is not None
    assert paper is not None
    theme: Theme = read_theme(session.workspace, paper, report)
    theme = replace(theme, grid=replace(theme.grid, rows=rows))
    page = issue.pages[0] if drawn else replace(issue.pages[0], plan=None)
    return ModuleLibrary(page, PageGrid.of(theme), theme, session.setter(report), banner_rows(theme))


def best(library: ModuleLibrary) -> PagePlan:
    plan = best_plan(library)
    assert plan is not None
    return plan


def where(plan: PagePlan) -> list[tuple[str, int, int, int, int]]:
    return sorted((name, a.column, a.columns, a.row, a.rows) for name, a in plan.places)


def test_the_stories_tile_the_page(seed: ModuleLibrary) -> None:
    plan = best(seed)
    assert whole(plan.placed)
    cells = [0] * (seed.grid.columns * seed.rows)
    for _, area in plan.places:
        for row in range(area.row - seed.top, min(area.foot - seed.top + seed.gap, seed.rows)):
            for column in range(area.column, area.right):
                cells[row * seed.grid.columns + column] += 1
    assert set(cells) == {1}


def test_the_lead_stands_at_the_head_of_the_page(seed: ModuleLibrary) -> None:
    lead = dict(best(seed).places)["lead"]
    assert (lead.row, lead.column) == (seed.top, 0)
    assert lead.columns * 2 > seed.grid.columns


def test_the_same_page_is_planned_the_same_way(seed: ModuleLibrary, session: Session) -> None:
    assert where(best(seed)) == where(best(library_of(session, drawn=False)))


def test_alternates_differ_and_are_whole(seed: ModuleLibrary) -> None:
    plans = ranked_plans(seed)[:10]
    assert len(plans) == 10
    assert all(different(one, other) for index, one in enumerate(plans) for other in plans[:index])
    assert sum(whole(plan.placed) for plan in plans) >= 8


def test_a_character_changed_moves_nothing(seed: ModuleLibrary) -> None:
    rng = random.Random(7)
    stands = where(best(seed))
    same = 0
    for _ in range(20):
        same += where(best(seed.with_story(touched(rng, seed.page)))) == stands
    assert same >= 19


@pytest.mark.parametrize(
    ("wish", "kept"),
    [
        (Constraint("survey", at="bottom"), lambda p, top, rows, columns: p["survey"].foot == top + rows),
        (Constraint("blood", at="top-right"), lambda p, top, rows, columns: p["blood"].row == top),
        (Constraint("briefs", at="left"), lambda p, top, rows, columns: p["briefs"].column == 0),
        (
            Constraint("opera", side="briefs"),
            lambda p, top, rows, columns: (
                p["opera"].right == p["briefs"].column or p["briefs"].right == p["opera"].column
            ),
        ),
    ],
)
def test_a_constraint_is_kept(seed: ModuleLibrary, wish: Constraint, kept: object) -> None:
    plan = best(ModuleLibrary(replace(seed.page, constraints=(wish,)), seed.grid, seed.theme, seed.setter, seed.top))
    assert not plan.broken
    assert callable(kept)
    assert kept(dict(plan.places), seed.top, seed.rows, seed.grid.columns)


def test_a_constraint_no_page_keeps_is_told(seed: ModuleLibrary) -> None:
    wishes = (Constraint("lead", at="top-left"), Constraint("lead", at="bottom-right"))
    library = ModuleLibrary(replace(seed.page, constraints=wishes), seed.grid, seed.theme, seed.setter, seed.top)
    report = Report()
    placed = planned(library, report)
    assert [diagnostic.code for diagnostic in report] == ["NP606"]
    lead = next(module for module in placed if module.story.name == "lead")
    assert (lead.area.column, lead.area.row) == (0, seed.top)


def test_a_plan_drawn_as_it_was_found_is_whole(seed: ModuleLibrary) -> None:
    """What `layout plans --write` puts into an issue gives a whole page again."""
    for plan in ranked_plans(seed)[:4]:
        drawing = drawing_of(plan.places)
        bands = [[""] * seed.grid.columns for _ in range(drawing.bands)]
        for name, area in drawing.spots:
            for band in range(area.row, area.foot):
                bands[band][area.column : area.right] = [name] * area.columns
        page = replace(seed.page, plan=Plan(tuple(map(tuple, bands))))
        assert whole(planned(ModuleLibrary(page, seed.grid, seed.theme, seed.setter, seed.top), Report()))


# -- advice ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [60, 64, 68, 80])
def test_any_height_gives_a_full_page_or_advice_that_works(session: Session, rows: int) -> None:
    library = library_of(session, drawn=True, rows=rows)
    full_or_advised(library)


@pytest.mark.parametrize("change", [-80, -40, 40, 80])
def test_any_length_of_the_second_story_gives_a_full_page_or_advice_that_works(session: Session, change: int) -> None:
    library = library_of(session, drawn=True)
    survey = next(story for story in library.page.stories if story.name == "survey")
    full_or_advised(library.with_story(edited(survey, change)))


def full_or_advised(library: ModuleLibrary) -> None:
    page = plan_page(library, {}, Report())
    if not whole(page.placed):
        advice = advise(library, page)
        assert advice
        assert whole(planned(followed(library, advice), Report()))


def test_of_a_page_too_full_for_cuts_the_last_stories_go_to_another(session: Session) -> None:
    library = library_of(session, drawn=False, rows=42)
    page = plan_page(library, {}, Report())
    advice = advise(library, page)
    assert advice
    assert all(each.move and each.hint == "move" for each in advice)
    ranks = {story.name: story.rank for story in library.page.stories}
    assert {"blood"} <= {each.story for each in advice} <= {"blood", "opera", "survey"}
    left = followed(library, advice)
    assert {story.name for story in left.page.stories} == set(ranks) - {each.story for each in advice}
    assert whole(planned(left, Report()))
    report = Report()
    tell(library, page, report)
    assert any("to another page" in fault.advice("en") and "调到别的版" in fault.advice("zh") for fault in report)


@pytest.mark.parametrize("rows", [54])
def test_stories_share_what_a_page_has_over(session: Session, rows: int) -> None:
    library = library_of(session, drawn=False, rows=rows)
    full_or_advised(library)


def test_advice_is_said_in_numbers(session: Session) -> None:
    library = library_of(session, drawn=True, rows=66)
    report = Report()
    tell(library, plan_page(library, {}, report), report)
    fault = next(diagnostic for diagnostic in report if diagnostic.code == "NP601")
    cut = dict(fault.values)["cut"]
    assert fault.hint == "cut"
    assert f"cut {cut} characters from “briefs" in fault.advice("en")
    assert f"删{cut}字" in fault.advice("zh")


def test_a_drawing_that_does_not_fit_is_shown_the_nearest_that_does(seed: ModuleLibrary) -> None:
    """The second story drawn on two columns, the third on four: far too little for the one, too much for the other."""
    bands = ("lead lead lead lead briefs", "survey opera opera opera opera", "survey blood blood blood blood")
    page = replace(seed.page, plan=Plan(tuple(tuple(band.split()) for band in bands)))
    library = ModuleLibrary(page, seed.grid, seed.theme, seed.setter, seed.top)
    report = Report()
    tell_nearest(library, page.plan or Plan(()), report)
    (fault,) = report
    assert fault.code == "NP608"
    lines = str(dict(fault.values)["drawing"]).split("\n      ")
    drawn = replace(page, plan=Plan(tuple(tuple(line.split()) for line in lines)))
    assert whole(planned(ModuleLibrary(drawn, seed.grid, seed.theme, seed.setter, seed.top), Report()))


# -- slicing ---------------------------------------------------------------------------------------------------------


def test_the_cheapest_page_comes_first_and_every_page_fills_the_rows() -> None:
    shapes = [
        {2: {10: 1.0, 11: 3.0}, 4: {5: 2.0}},
        {2: {10: 2.0, 12: 0.0}, 4: {6: 1.0}},
        {4: {9: 0.0, 8: 4.0}},
    ]
    pages = list(Slicer(shapes, 4, 20, 1).pages())
    assert [cost for cost, _ in pages] == sorted(cost for cost, _ in pages)
    cost, tree = pages[0]
    assert tree == Split(True, (Split(False, (Leaf(0, 2), Leaf(1, 2))), Leaf(2, 4)))
    assert cost == 3.0


def test_no_page_is_found_twice() -> None:
    shapes = [{w: {d: float(abs(w * d - 30)) for d in range(4, 31)} for w in (1, 2, 3)} for _ in range(4)]
    trees = [tree for _, tree in Slicer(shapes, 3, 43, 1).pages(800)]
    assert len(trees) > 10
    assert len(set(trees)) == len(trees)
    assert all(leaves(tree) == {0, 1, 2, 3} for tree in trees)


def leaves(tree: Tree) -> set[int]:
    return {tree.story} if isinstance(tree, Leaf) else {story for piece in tree.pieces for story in leaves(piece)}


# -- random pages ----------------------------------------------------------------------------------------------------


def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("random_issues", ROOT / "bench" / "random_issues.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["random_issues"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("number", [4, 1, 12])
def test_a_random_page_is_whole(number: int) -> None:
    random_issues = bench()
    (outcome,) = random_issues.run(number, random_issues.Kind())
    assert outcome.kept or outcome.advised
    assert outcome.kept or not 0.92 <= outcome.full <= 1.01


def test_modules_never_overlap(seed: ModuleLibrary) -> None:
    def rows(module: Placed) -> range:
        return range(module.area.row, module.area.row + module.area.rows)

    for plan in ranked_plans(seed)[:6]:
        for column in range(seed.grid.columns):
            here = [m for m in plan.placed if m.area.column <= column < m.area.column + m.area.columns]
            here.sort(key=lambda module: module.area.row)
            assert all(rows(upper)[-1] < rows(lower)[0] for upper, lower in pairwise(here))


@pytest.mark.parametrize("columns", [2, 5])
def test_an_advert_stands_at_its_place_and_is_not_stretched(seed: ModuleLibrary, columns: int) -> None:
    advert = Advert("psa", columns=columns, rows=9, place="foot")
    stories = tuple(story for story in seed.page.stories if story.name != "blood")
    page = replace(seed.page, stories=stories, adverts=(advert,))
    placed = planned(ModuleLibrary(page, seed.grid, seed.theme, seed.setter, seed.top), Report())
    area = next(module.area for module in placed if module.story.name == "psa")
    assert (area.columns, area.rows, area.row + area.rows) == (columns, 9, seed.grid.rows)


@pytest.mark.parametrize("count", [12, 40, 1000])
def test_more_stories_than_tables_hold_are_planned_too(
    seed: ModuleLibrary, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no tables are made of more than MOST_PIECES: their room and their work double with each."""
    monkeypatch.setattr(cuts, "Slicer", lambda shapes, *rest: made.append(len(shapes)) or Slicer(shapes, *rest))
    made: list[int] = []
    short = seed.page.stories[2]
    stories = tuple(
        replace(edited(short, -200), name=f"s{index}", rank=index, pictures=(), role="story", columns=None)
        for index in range(1, count + 1)
    )
    plan = best(ModuleLibrary(replace(seed.page, stories=stories), seed.grid, seed.theme, seed.setter, seed.top))
    assert sorted(name for name, _ in plan.places) == sorted(story.name for story in stories)
    assert max(made, default=0) <= MOST_PIECES
    assert bool(made) == (count < 1000)  # there are fewer rows than stories
