"""What the last build kept: pages stay where they were, locked stories too, until a new plan is clearly better."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from drawer import touched

from layout.diagnostics import Report
from layout.issue import Advert, Constraint, Issue, Page, Story, read_issue
from layout.makeup import PageMade, PreviousLayout, make_up, read_previous
from layout.makeup.edits import edited
from layout.pipeline import Session, Workspace
from layout.text.paragraph import Typesetter
from layout.theme import Theme, find_paper, read_theme
from layout.units import GridArea

ROOT = Path(__file__).parents[2]
SEED = "issues/xietu/2019-07-15.yaml"


class Desk:
    """The seed page planned by itself, again and again."""

    def __init__(self) -> None:
        session = Session(Workspace(ROOT))
        issue = read_issue(session.workspace, SEED, Report())
        paper = find_paper(session.workspace, SEED)
        assert issue is not None
        assert paper is not None
        self.setter: Typesetter = session.setter(Report())
        self.theme: Theme = read_theme(session.workspace, paper, Report())
        self.issue: Issue = issue
        self.page: Page = replace(issue.pages[0], plan=None)

    def made(self, page: Page, previous: PreviousLayout | None = None, report: Report | None = None) -> PageMade:
        issue = replace(self.issue, pages=(page,))
        (made,) = make_up(
            issue,
            self.theme,
            self.setter,
            Report() if report is None else report,
            previous=previous or PreviousLayout(),
        )
        return made

    def with_story(self, story: Story) -> Page:
        return replace(
            self.page, stories=tuple(story if each.name == story.name else each for each in self.page.stories)
        )


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


@pytest.fixture(scope="module")
def first(desk: Desk) -> PageMade:
    return desk.made(desk.page)


def kept(made: PageMade) -> PreviousLayout:
    return PreviousLayout("issue.plan.json", ((made.page.number, made.places),))


def swapped(previous: PreviousLayout, left: int) -> PreviousLayout:
    """The page turned over: what stood on the left of its `left` columns and the rest change sides."""

    def turned(area: GridArea) -> GridArea:
        return replace(area, column=left - area.column - area.columns)

    return PreviousLayout(
        previous.file, tuple((n, tuple((s, turned(a)) for s, a in places)) for n, places in previous.pages)
    )


def test_the_file_says_what_was_kept(first: PageMade) -> None:
    previous = kept(first)
    assert read_previous(previous.file, previous.as_bytes(), Report()) == previous
    assert json.loads(previous.as_bytes())["pages"][0]["places"][0]["story"] == "lead"


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"pages": 3}', b'{"pages": [{"page": 1}]}', b"\xff"])
def test_a_file_that_is_no_result_is_told_and_left_aside(data: bytes) -> None:
    report = Report()
    assert read_previous("i.plan.json", data, report).pages == ()
    assert [fault.code for fault in report] == ["NP620"]


def test_the_same_issue_with_its_result_is_the_same_page(desk: Desk, first: PageMade) -> None:
    again = desk.made(desk.page, kept(first))
    assert again == first
    assert not again.stayed


def test_a_character_changed_moves_nothing(desk: Desk, first: PageMade) -> None:
    rng = random.Random(5)
    same = 0
    for _ in range(20):
        same += desk.made(desk.with_story(touched(rng, desk.page)), kept(first)).places == first.places
    assert same >= 19


def test_a_page_about_as_good_stays_as_it_was_and_is_told(desk: Desk, first: PageMade) -> None:
    """The page's mirror image: another plan comes first, but nothing is gained by moving everything."""
    previous = swapped(kept(first), desk.theme.grid.columns)
    made = desk.made(desk.page, previous)
    assert dict(made.places) == previous.page(2)
    assert made.stayed


def test_a_page_stays_cut_as_it_was_when_a_story_grows(desk: Desk, first: PageMade) -> None:
    previous = swapped(kept(first), desk.theme.grid.columns)
    survey = next(story for story in desk.page.stories if story.name == "survey")
    made = desk.made(desk.with_story(edited(survey, 40)), previous)
    assert {name: (a.column, a.columns) for name, a in made.places} == {
        name: (a.column, a.columns) for name, a in previous.page(2).items()
    }
    assert not any(check.severity == "error" for check in made.checks)


def test_a_clearly_better_plan_is_taken(desk: Desk, first: PageMade) -> None:
    lead = next(story for story in desk.page.stories if story.name == "lead")
    page = desk.with_story(edited(lead, -600))
    assert dict(desk.made(page, kept(first)).places) != dict(first.places)


@pytest.mark.parametrize(
    "previous",
    [
        PreviousLayout("f", ((2, (("lead", GridArea(0, 5, 3, 67)),)),)),
        PreviousLayout("f", ((2, ()),)),
        PreviousLayout("f", ((3, (("lead", GridArea(0, 5, 3, 67)),)),)),
    ],
)
def test_a_result_of_other_stories_says_nothing(desk: Desk, first: PageMade, previous: PreviousLayout) -> None:
    assert desk.made(desk.page, previous) == first


def test_a_result_of_another_grid_says_nothing(desk: Desk, first: PageMade) -> None:
    places = tuple((name, replace(area, rows=area.rows - 1)) for name, area in first.places)
    assert desk.made(desk.page, PreviousLayout("f", ((2, places),))) == first


@pytest.mark.parametrize(
    "area", [GridArea(0, 9999, 0, 9999), GridArea(4, 3, 10, 5), GridArea(0, 0, 0, 0), GridArea(0, 5, 3, 67)]
)
def test_places_that_cannot_be_say_nothing(desk: Desk, first: PageMade, area: GridArea) -> None:
    places = tuple((name, area) for name, _ in first.places)
    assert desk.made(desk.page, PreviousLayout("f", ((2, places),))) == first


def test_an_advert_put_in_makes_room_for_itself(desk: Desk, first: PageMade) -> None:
    page = replace(desk.page, adverts=(Advert("psa", columns=5, rows=6),))
    made = desk.made(page, kept(first))
    assert dict(made.places)["psa"].rows == 6


def test_a_locked_story_stays_where_it_stood(desk: Desk, first: PageMade) -> None:
    """Everything else is planned anew, though the briefs stand where no plan of its own would put them."""
    previous = swapped(kept(first), desk.theme.grid.columns)
    page = replace(desk.page, constraints=(Constraint("briefs", lock=True),))
    opera = next(story for story in page.stories if story.name == "opera")
    page = replace(page, stories=tuple(edited(s, -120) if s is opera else s for s in page.stories))
    report = Report()
    made = desk.made(page, previous, report)
    assert "NP606" not in {fault.code for fault in report}
    was, now = previous.page(2)["briefs"], dict(made.places)["briefs"]
    assert (now.column, now.columns) == (was.column, was.columns)
    assert abs(now.row - was.row) <= 2


def test_a_story_locked_before_anything_stood_is_told(desk: Desk, first: PageMade) -> None:
    report = Report()
    made = desk.made(replace(desk.page, constraints=(Constraint("lead", lock=True),)), None, report)
    assert [fault.code for fault in report] == ["NP621"]
    assert made.places == first.places
