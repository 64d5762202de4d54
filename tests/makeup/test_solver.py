"""The second engine finds pages that no straight cuts make, keeps what it is told,
is never worse and always the same."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, Literal

import pytest

from layout.diagnostics import Report
from layout.issue import Advert, Constraint, Page, Story, read_issue
from layout.makeup.advice import advise
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import NO_HEAD, Fit, Module, Placed, banner_rows, fit_of
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.page_faults import whole
from layout.makeup.planning.choose import best_plan, ranked_plans
from layout.makeup.planning.constraints import holds
from layout.makeup.planning.cpsat import Puzzle, tiling
from layout.makeup.planning.guillotine import Slicer
from layout.makeup.planning.page_plan import plan_page, planned, standing
from layout.makeup.planning.plan import PagePlan, drawing_of
from layout.pipeline import Session, Workspace
from layout.plans import plans_of
from layout.theme import find_paper, read_theme
from layout.units import GridArea

ROOT = Path(__file__).parents[2]
SEED = "issues/xietu/2019-07-15.yaml"
ROWS, GAP = 29, 1
PAGE = GridArea(0, 5, 0, ROWS)
# A pinwheel: the head of the page and its right side, its foot and its left side, and one story in the middle.
PINWHEEL = {"a": (3, 9), "b": (2, 21), "c": (3, 7), "d": (2, 19), "e": (1, 11)}


def puzzle(*wishes: Constraint, edges: tuple[tuple[str, str], ...] = ()) -> Puzzle:
    prices = tuple({width: {depth: 0.0}} for width, depth in PINWHEEL.values())
    return Puzzle(tuple(PINWHEEL), prices, 5, ROWS, GAP, (0.1,) * 5, 5.0, edges, wishes)


def found(puzzle: Puzzle) -> dict[str, GridArea]:
    places, _ = tiling(puzzle)
    return dict(places or ())


def cells(areas: Iterable[GridArea], gap: int, head: int = 0) -> list[tuple[int, int]]:
    """Every cell that stories and the white below them take."""
    return [
        (row - head, column)
        for area in areas
        for row, column in product(range(area.row, area.foot + gap), range(area.column, area.right))
    ]


def test_a_pinwheel_is_found_by_the_solver_and_not_by_cuts() -> None:
    page = puzzle()
    places = found(page)
    assert sorted(cells(places.values(), GAP)) == list(product(range(ROWS + GAP), range(5)))
    assert {name: (area.columns, area.rows) for name, area in places.items()} == PINWHEEL
    assert all(cost >= 200.0 for cost, _ in Slicer(page.prices, 5, ROWS, GAP, one_seam=False, dearest=1e6).pages())


def test_the_first_story_stands_at_the_head_and_on_the_left() -> None:
    assert (found(puzzle())["a"].row, found(puzzle())["a"].column) == (0, 0)


@pytest.mark.parametrize("name", list(PINWHEEL)[:4])
@pytest.mark.parametrize(
    "at", ["top", "bottom", "left", "right", "top-left", "top-right", "bottom-left", "bottom-right"]
)
def test_a_pinwheel_is_turned_to_keep_where_a_story_is_wanted(name: str, at: str) -> None:
    wish = Constraint(name, at=at)
    every = [page for page in turned() if holds(wish, page, PAGE)]
    places = found(puzzle(wish))
    assert bool(places) == bool(every)
    assert not places or holds(wish, places, PAGE)


@pytest.mark.parametrize("one", PINWHEEL)
@pytest.mark.parametrize("other", PINWHEEL)
@pytest.mark.parametrize("how", ["side", "apart"])
def test_wishes_of_two_stories_are_kept_where_they_can_be(one: str, other: str, how: str) -> None:
    if one == other:
        return
    wish = Constraint(one, side=other) if how == "side" else Constraint(one, apart=other)
    places = found(puzzle(wish))
    assert bool(places) == any(holds(wish, page, PAGE) for page in turned())
    assert not places or holds(wish, places, PAGE)


def turned() -> Iterator[dict[str, GridArea]]:
    """The pinwheel and its mirror images: the only ways in which these five fill the page."""
    corners = {"a": (0, 0), "b": (3, 0), "c": (2, 22), "d": (0, 10), "e": (2, 10)}
    for over, down in product((False, True), repeat=2):
        page: dict[str, GridArea] = {}
        for name, (width, depth) in PINWHEEL.items():
            column, row = corners[name]
            column = 5 - column - width if over else column
            page[name] = GridArea(column, width, ROWS - row - depth if down else row, depth)
        yield page


@pytest.mark.parametrize("row", [0, 2, 3])
def test_a_locked_story_stays_on_its_columns_and_nearly_on_its_rows(row: int) -> None:
    places = found(puzzle(Constraint("b", lock=True, stood=GridArea(0, 2, row, 21))))
    assert bool(places) == (row <= 2)
    assert not places or (places["b"].column, places["b"].row) == (0, 0)


@pytest.mark.parametrize(("edge", "foot"), [("head", 7), ("foot", ROWS)])
def test_an_advert_stands_at_its_edge(edge: str, foot: int) -> None:
    assert found(puzzle(edges=(("c", edge),)))["c"].foot == foot


# -- whole pages -----------------------------------------------------------------------------------------------------


class Block:
    """A module that comes in one size only."""

    head_strain = 0
    head = NO_HEAD

    def __init__(self, name: str, column: int, columns: int) -> None:
        self.story, self.column, self.columns = Story(name), column, columns

    def cost(self, depth: int) -> float:
        return 0.0 if (self.columns, depth) == PINWHEEL[self.story.name] else 500.0

    def holds(self, depth: int) -> bool:
        return depth >= PINWHEEL[self.story.name][1]

    def fit(self, depth: int) -> Fit:
        return fit_of(self.place(0, depth))

    def moved(self, column: int) -> Block:
        return Block(self.story.name, column, self.columns)

    def place(self, row: int, depth: int) -> Placed:
        width, rows = PINWHEEL[self.story.name]
        over = 0 if width == self.columns else 9
        area = GridArea(self.column, self.columns, row, depth)
        return Placed(
            self.story, area, (), self.cost(depth), overset_rows=max(over, rows - depth, 0), empty=max(0, depth - rows)
        )


class Blocks(ModuleLibrary):
    """The library of a page of blocks."""

    def __init__(self, *of: Any) -> None:
        super().__init__(*of)
        self.gap = GAP

    def get(self, name: str, column: int, columns: int) -> Module:
        return Block(name, column, columns) if name in PINWHEEL else super().get(name, column, columns)

    @property
    def relaxed(self) -> ModuleLibrary:
        return self


@pytest.fixture(scope="module")
def seed(session: Session) -> ModuleLibrary:
    """The seed page without its drawing."""
    report = Report()
    issue = read_issue(session.workspace, SEED, report)
    paper = find_paper(session.workspace, SEED)
    assert issue is not None
    assert paper is not None
    theme = read_theme(session.workspace, paper, report)
    page = replace(issue.pages[0], plan=None, engine="solver")
    return ModuleLibrary(page, PageGrid.of(theme), theme, session.setter(report), banner_rows(theme))


def blocks(seed: ModuleLibrary, **changes: object) -> Blocks:
    page = Page(2, stories=tuple(map(Story, PINWHEEL)), engine="solver")
    theme = replace(seed.theme, grid=replace(seed.theme.grid, rows=ROWS + 3))
    return Blocks(replace(page, **changes), PageGrid.of(theme), theme, seed.setter, 3)  # type: ignore[arg-type]


def best(library: ModuleLibrary, engine: Literal["", "cuts", "solver"] = "solver") -> PagePlan:
    if engine != library.page.engine:
        page = replace(library.page, engine=engine)
        library = type(library)(page, library.grid, library.theme, library.setter, library.top)
    plan = best_plan(library)
    assert plan is not None
    return plan


def test_a_page_of_a_pinwheel_is_whole_with_the_solver_and_not_without(seed: ModuleLibrary) -> None:
    library = blocks(seed)
    cut, solved = best(library, "cuts"), best(library)
    assert cut.faults.weight
    assert cut.tree is not None
    assert not solved.faults.weight
    assert solved.tree is None
    assert sorted(cells(dict(solved.places).values(), GAP, library.top)) == list(product(range(ROWS + GAP), range(5)))
    assert planned(blocks(seed), Report()) == solved.placed
    assert ranked_plans(blocks(seed))[0].places == solved.places


def test_adverts_across_the_page_are_left_their_rows(seed: ModuleLibrary) -> None:
    theme = replace(seed.theme, grid=replace(seed.theme.grid, rows=ROWS + 3 + 9))
    page = replace(blocks(seed).page, adverts=(Advert("ad", columns=5, rows=8, place="head"),))
    library = Blocks(page, PageGrid.of(theme), theme, seed.setter, 3)
    plan = best(library)
    assert not plan.faults.weight
    assert plan.tree is None
    assert {m.story.name: m.area.row for m in plan.placed}["ad"] == 3
    assert min(m.area.row for m in plan.placed if m.story.name != "ad") == 12
    assert standing(library, drawing_of(plan.places)) != ()


def test_a_page_that_is_drawn_as_the_solver_has_it_is_whole(seed: ModuleLibrary) -> None:
    """What advice tries its numbers on, and what `layout plans --write` puts into an issue."""
    library = blocks(seed)
    placed = standing(library, drawing_of(best(library).places))
    assert whole(placed)


def library_part(library: ModuleLibrary) -> GridArea:
    return GridArea(0, 5, library.head, ROWS)


def test_a_constraint_that_cuts_must_give_up_is_kept(seed: ModuleLibrary) -> None:
    wishes = (Constraint("a", at="bottom-right"), Constraint("b", side="e"))
    library = blocks(seed, constraints=wishes)
    plan = best(library)
    assert not plan.broken
    assert not plan.faults.weight
    places = dict(plan.places)
    assert all(holds(wish, places, library_part(library)) for wish in wishes)


def test_a_constraint_that_no_page_keeps_is_given_up_and_told(seed: ModuleLibrary) -> None:
    wishes = (Constraint("a", at="bottom"), Constraint("e", at="left"))
    report = Report()
    placed = planned(blocks(seed, constraints=wishes), report)
    assert [diagnostic.code for diagnostic in report] == ["NP606"]
    assert whole(placed)
    area = next(module.area for module in placed if module.story.name == "a")
    assert area.row + area.rows == ROWS + 3


def test_the_solver_is_never_worse(seed: ModuleLibrary) -> None:
    assert best(seed).faults.order <= best(seed, "cuts").faults.order


def test_only_a_page_that_asks_for_it_is_given_to_the_solver(seed: ModuleLibrary) -> None:
    assert best(blocks(seed), "").tree is not None
    assert best(blocks(seed), "cuts").tree is not None
    assert best(blocks(seed)).tree is None


def test_advice_for_a_page_of_the_solver_ends(seed: ModuleLibrary) -> None:
    """Blocks have no copy to cut: nothing can be advised, and nothing fails."""
    library = blocks(seed)
    assert advise(library, plan_page(library, {}, Report())) == ()


# -- as an editor meets it -------------------------------------------------------------------------------------------

SCRIPT = """
import sys
from pathlib import Path
from layout.diagnostics import Report
from layout.pipeline import Session, Workspace
from layout.plans import plans_of
for each in plans_of(Session(Workspace(Path(sys.argv[1]))), sys.argv[2], None, 3, Report(), engine="solver"):
    print(each.number, each.plan.faults, each.plan.places)
"""


def test_the_same_issue_is_planned_the_same_way_in_every_process() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(ROOT), SEED],
            env={**os.environ, "PYTHONHASHSEED": hashes},
            capture_output=True,
            check=True,
        ).stdout
        for hashes in ("1", "1", "77")
    ]
    assert runs[0]
    assert runs[0] == runs[1] == runs[2]


ISSUE = """date: 2026-06-01
number: 1
pages:
  - page: 2
    版式: {引擎: 求解器}
    稿:
      a: {headline: 新桥今日通车, body: 近日，桥通了。}
"""


def test_without_it_the_page_is_planned_by_cuts_and_the_editor_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: ModuleLibrary
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "ortools"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ortools", None)
    (tmp_path / "i.yaml").write_text(ISSUE, "utf-8")
    (tmp_path / "paper.yaml").write_text("extends: community-tabloid\nmasthead: {name: 社区报}\n", "utf-8")
    report = Report()
    plans = plans_of(Session(Workspace(tmp_path)), "i.yaml", None, 2, report)
    (fault,) = report
    assert fault.code == "NP624"
    assert fault.severity == "warning"
    assert (fault.span.file, fault.span.line, fault.span.column) == ("i.yaml", 4, 5)
    assert "pip install 'broadsheet-layout[solver]'" in fault.advice("en")
    assert "pip install 'broadsheet-layout[solver]'" in fault.advice("zh")
    assert [name for name, _ in plans[0].plan.places] == ["a"]
    issue = read_issue(Workspace(tmp_path), "i.yaml", report)
    assert issue is not None
    checked = Report()
    placed = planned(ModuleLibrary(issue.pages[0], seed.grid, seed.theme, seed.setter, seed.top), checked)
    assert [each.code for each in checked] == ["NP624"]
    assert [module.story.name for module in placed] == ["a"]
    (tmp_path / "i.yaml").write_text(ISSUE.replace("求解器", "直切"), "utf-8")
    quiet = Report()
    plans_of(Session(Workspace(tmp_path)), "i.yaml", None, 2, quiet)
    assert not len(quiet)
