"""Pictures of a page that plans itself stand on the side that makes the page better, or where the editor says."""

from __future__ import annotations

from typing import Literal

import pytest

from layout.issue import Block, Copy, Page, Picture, Story
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import Placed
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.page_faults import page_faults
from layout.makeup.planning.picture_sides import with_best_sides
from layout.units import Size
from layout.value import replace
from tests.schoolhouse import WORDS, house, setter


def story(name: str, length: int, place: Literal["top-right"] | None = None, rank: int = 2) -> Story:
    picture = Picture(f"{name}.jpg", Size(1500, 1000), place=place)
    body = (Block("paragraph", Copy((WORDS * 30)[: length - 1] + "。")),)
    return Story(name, headline=(Copy("菜场六点就开门了"),), body=body, pictures=(picture,), rank=rank)


def page(*stories: Story) -> tuple[tuple[Placed, ...], ModuleLibrary]:
    """Stories one above the other over all columns, all their pictures at the right."""
    grid = PageGrid.of(house())
    library = ModuleLibrary(Page(2, Copy("版"), stories=stories), grid, house(), setter(), 3)
    depth = library.rows // len(stories)
    modules = [library.get(each.name, 0, grid.columns) for each in stories]
    return tuple(module.place(3 + depth * at, depth - 1) for at, module in enumerate(modules)), library


def left_of(module: Placed) -> float:
    return module.pictures[0].x


def test_of_two_pictures_above_each_other_one_goes_to_the_other_side() -> None:
    placed, library = page(story("a", 1500, rank=1), story("b", 1300))
    turned = with_best_sides(placed, library)
    assert left_of(turned[0]) < left_of(placed[0])
    assert left_of(turned[1]) == left_of(placed[1])
    assert dict(turned[0].tactics)["side"] == 1
    assert [each.story for each in turned] == [each.story for each in placed]
    assert [each.overset for each in turned] == [0, 0]
    assert page_faults(turned, library).looks < page_faults(placed, library).looks


def test_a_picture_that_has_its_place_stays_there() -> None:
    placed, library = page(story("a", 1100, "top-right", 1), story("b", 1100, "top-right"))
    assert with_best_sides(placed, library) == placed


@pytest.mark.parametrize("change", [{"arrived": 1}, {"role": "photo-news"}])
def test_stories_of_other_kinds_stay_as_they_are(change: dict[str, object]) -> None:
    placed, library = page(story("a", 1500, rank=1), story("b", 1300))
    other = tuple(replace(each, story=replace(each.story, **change)) for each in placed)
    assert with_best_sides(other, library) == other
