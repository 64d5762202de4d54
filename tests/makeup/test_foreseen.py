"""What a story is foreseen to lose of the page's score by its shape: as much as the checks take of the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from layout.diagnostics import Report
from layout.issue import Block, Copy, Page, Picture, Story
from layout.makeup.grid import PageGrid
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.foreseen import art_of, shape_points
from layout.makeup.quality import WEIGHTS
from layout.pipeline import Workspace
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme
from layout.units import GridArea, Size

PHOTOGRAPH = Picture("a.jpg", Size(1500, 1000))


def story(name: str, rank: int, length: int, *pictures: Picture) -> Story:
    body = (Block("paragraph", Copy("河" * length)),)
    role = "lead" if rank == 1 else "story"
    return Story(name, role, headline=(Copy("河边的菜场六点开门"),), body=body, pictures=pictures, rank=rank)


@pytest.fixture(scope="module")
def house() -> Theme:
    theme = read_theme(Workspace(), "community-tabloid", Report())
    assert theme is not None
    return theme


@pytest.fixture
def points(house: Theme, setter: Typesetter) -> Callable[[tuple[Story, ...], str, int, int], float]:
    """Of one of these stories on so many columns, so deep."""

    def found(stories: tuple[Story, ...], name: str, columns: int, depth: int) -> float:
        page = Page(2, Copy("综合新闻"), stories=stories)
        library = ModuleLibrary(page, PageGrid.of(house), house, setter, 3)
        area = GridArea(0, library.grid.columns, 3, library.rows)
        story = next(each for each in stories if each.name == name)
        return shape_points(story, library.get(name, 0, columns), depth, area, art_of(stories, library), library.grid)

    return found


Points = Callable[[tuple[Story, ...], str, int, int], float]


def test_a_first_story_on_too_few_columns_loses_points(points: Points) -> None:
    stories = (story("a", 1, 900),)
    assert points(stories, "a", 4, 22) == 0.0
    assert points(stories, "a", 3, 22) == pytest.approx(WEIGHTS["Q44"] * 0.15)


def test_so_does_a_tower(points: Points) -> None:
    stories = (story("a", 1, 900), story("b", 2, 400))
    assert points(stories, "b", 1, 60) - points(stories, "b", 1, 25) >= WEIGHTS["Q45"]


def test_a_picture_as_large_as_that_of_the_first_story_loses_points_and_a_small_one_none(points: Points) -> None:
    stories = (story("a", 1, 900, PHOTOGRAPH), story("b", 2, 400, PHOTOGRAPH))
    large, small = (points(stories, "b", 4, depth) for depth in (30, 12))
    assert large > WEIGHTS["Q14"]
    assert small < large
    alone = (story("a", 1, 900), stories[1])  # then the page has no other to lead it
    assert points(alone, "b", 4, 30) < large
