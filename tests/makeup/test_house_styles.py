"""Each built-in house style makes a whole front page and a whole inside page that a desk would print.

The stories are the demo broadsheet's, as many as fill the format; the pages plan themselves.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from layout.diagnostics import Report
from layout.issue import Copy, Issue, Page, Story, read_issue
from layout.makeup import make_up
from layout.pipeline import Session, Workspace
from layout.theme import BUILT_IN, read_theme

ROOT = Path(__file__).parents[2]
DEMO = "issues/demo/2026-05-24.yaml"
PAPER = "issues/demo/paper.yaml"
# Page and name of each story, in order of rank.
PAGES = {
    ("community-tabloid", 1): "4/shed 1/clinic 2/meter 1/zoo",
    ("community-tabloid", 2): "3/frog 1/river 3/basket 2/meter 4/diary 4/books",
    ("community-tabloid-dense", 1): "1/lead 2/canteen 3/basket 1/night 3/strip",
    ("community-tabloid-dense", 2): "1/lead 4/film 1/river",
    ("berliner", 1): "3/rice 1/fair 1/river 3/shop 1/night 4/books",
    ("berliner", 2): "1/lead 1/river 3/frog 2/canteen 1/bridge",
    ("broadsheet", 1): "2/bus 3/parcel 1/clinic 2/canteen 3/shop 2/meter 3/strip 4/words",
    ("broadsheet", 2): "2/bus 1/library 1/fair 2/lift 1/night 1/comment 2/ward",
    ("us-broadsheet", 1): "2/bus 2/lift 1/bridge 3/shop 2/bench 1/comment 1/zoo",
    ("us-broadsheet", 2): "4/shed 2/lift 2/canteen 3/frog 3/basket 4/ball 2/briefs 1/comment",
    ("broadsheet-classical", 1): "2/bus 4/film 1/river 3/parcel 3/frog 1/clinic 4/diary 4/books 2/ward",
    ("tabloid", 1): "2/bus 1/clinic 2/meter 1/zoo 1/night",
    ("tabloid", 2): "3/frog 1/river 3/basket 2/meter 4/diary 4/books 1/night",
    ("leaflet", 1): "1/river 1/zoo 1/clinic",
    ("leaflet", 2): "1/river 1/clinic 1/comment",
    ("a3", 1): "4/shed 1/clinic 2/meter 1/zoo",
    ("a3", 2): "3/frog 1/river 3/basket 2/meter 4/diary 4/books 1/night",
    ("a4", 1): "1/river 1/zoo 2/bench",
    ("a4", 2): "3/frog 1/night 2/meter 1/comment",
    ("broadsheet-classical", 2): "3/rice 1/library 1/lead 1/fair 4/film 1/river 3/frog 1/bridge",
}


class Desk(Workspace):
    """The demo's files under another house style."""

    def __init__(self, style: str) -> None:
        super().__init__(ROOT)
        self.style = style

    def read(self, name: str) -> bytes:
        if name == PAPER:
            return f"extends: {self.style}\nmasthead: {{name: 芦汀日报, english: LUTING DAILY}}\n".encode()
        return super().read(name)


@cache
def session() -> Session:
    return Session(Workspace(ROOT))


@cache
def demo() -> Issue:
    issue = read_issue(session().workspace, DEMO, Report())
    assert issue is not None
    return issue


def ranked(name: str, rank: int) -> Story:
    """A story of the demo, named page/name, without what it was told for its own page."""
    number, slug = name.split("/")
    page = next(page for page in demo().pages if page.number == int(number))
    story = next(story for story in page.stories if story.name == slug)
    pictures = tuple(replace(picture, columns=None, rows=None) for picture in story.pictures)
    role = "lead" if rank == 1 else "story" if story.role == "lead" else story.role
    return replace(story, rank=rank, role=role, jump=None, pictures=pictures)


def issue_of(number: int, stories: str) -> Issue:
    named = tuple(ranked(name, rank) for rank, name in enumerate(stories.split(), 1))
    front = demo().pages[0]
    banner = None if number == 1 else Copy("综合新闻")
    page = Page(number, banner, front.credits, None, named, ear=front.ear if number == 1 else None)
    return replace(demo(), pages=(page,))


def test_every_house_style_that_ships_is_set() -> None:
    regional = {"taiwan", "hongkong", "japan", "japan-tabloid"}  # with copy of their own: test_regional_papers.py
    assert {style for style, _ in PAGES} == set(BUILT_IN) - {"base"} - regional


@pytest.mark.parametrize(("style", "number"), PAGES)
def test_a_page_in_each_house_style_is_whole_and_sound(style: str, number: int) -> None:
    report = Report()
    theme = read_theme(Desk(style), PAPER, report)
    (made,) = make_up(issue_of(number, PAGES[style, number]), theme, session().setter(report), report)
    assert [fault.message() for fault in report] == []
    assert [check for check in made.checks if check.severity == "error"] == []
    assert made.score >= 90
