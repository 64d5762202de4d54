"""变栏: a short story over many base columns stands on fewer and wider legs, with the gutters that they want."""

from __future__ import annotations

import pytest

from layout.display import GlyphRun, Group, walk
from layout.issue import Block, Copy, Story
from layout.makeup.grid import PageGrid
from layout.makeup.modules.fallbacks import Resplit, resplit
from layout.makeup.modules.story import DEEP_LEG, StoryModule
from layout.value import replace
from tests.schoolhouse import WORDS, house, setter


def story(length: int, role: str = "story") -> Story:
    body = (Block("paragraph", Copy((WORDS * 20)[: length - 1] + "。")),)
    return Story("a", role, headline=(Copy("菜场六点开门"),), body=body, rank=3)  # type: ignore[arg-type]


def module(told: Story, columns: int) -> Resplit | StoryModule:
    return resplit(told, 0, columns, PageGrid.of(house()), house(), setter())


def least(made: Resplit | StoryModule) -> int:
    """The fewest rows at which it costs least."""
    return min(range(5, 40), key=lambda depth: (made.cost(depth), depth))


@pytest.mark.parametrize("role", ["story", "comment"])
def test_a_short_story_over_many_columns_takes_fewer_legs(role: str) -> None:
    made = module(story(300, role), 5)
    placed = made.place(0, least(made))
    assert dict(placed.tactics)["legs"] == len(placed.legs) == 3
    assert not placed.overset
    lefts = {round(run.x, 1) for group in walk_groups(placed.items) for run in walk(group.items) if is_run(run)}
    measure = 10.0 * house().styles["body"].size
    assert max(lefts) - min(lefts) > 2 * measure  # wider than a base column


def test_legs_deep_enough_stand_on_base_columns() -> None:
    made = module(story(900), 5)
    placed = made.place(0, least(made))
    assert "legs" not in dict(placed.tactics)
    assert len(placed.legs) == 5
    assert max(leg.rows for leg in placed.legs) >= DEEP_LEG


def test_what_the_editor_says_of_columns_stands() -> None:
    assert isinstance(module(replace(story(200), columns=5), 5), StoryModule)


def test_shallow_legs_cost_more_than_deep_ones_of_the_same_copy() -> None:
    def cost(columns: int) -> float:
        made = StoryModule(story(300), 0, columns, PageGrid.of(house()), house(), setter())
        return made.cost(least(made))

    assert cost(5) > cost(2)


def walk_groups(items: tuple[object, ...]) -> list[Group]:
    found: list[Group] = []
    for item in items:
        if isinstance(item, Group):
            found += [item] if item.role == "paragraph" else walk_groups(item.items)
    return found


def is_run(item: object) -> bool:
    return isinstance(item, GlyphRun)
