"""The checks that a jury would name (Q26 …), each on the least that breaks it, beside the least that keeps it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layout.display import BLACK, Frame, GlyphRun, Group, Item, Rule
from layout.issue import Block, Copy, Story
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import LegFacts, Placed
from layout.makeup.quality import Check, judge, of_nameplate, of_rules
from layout.makeup.quality.shapes import (
    HeadPlace,
    adverts_amid,
    adverts_apart,
    largest_free,
    like_heads,
    low_or_narrow,
    narrow,
    shallow,
    stacked,
    twins,
)
from layout.units import GridArea, Rect

GRID = PageGrid(30.0, 70.0, 5, 133.0, 9.5, 70, 14.0, 9.5)
TEXT = Story("a", "story", body=(Block("paragraph", Copy("文")),), rank=2)


def module(name: str = "a", column: int = 0, columns: int = 2, row: int = 0, rows: int = 30, **facts: object) -> Placed:
    story = replace(TEXT, name=name)
    legs = (LegFacts(20, 20),) * columns
    made = Placed(story, GridArea(column, columns, row, rows), (), legs=legs, head_size=30.0, head_rows=3)
    return replace(made, **facts)  # type: ignore[arg-type]


def found(*modules: Placed, ruled: bool = False, front: bool = False) -> dict[str, Check]:
    return {check.id: check for check in judge(modules, GRID, ruled, front=front)[1]}


def headed(at: float, width: int, row: int = 0, size: float = 30.0, role: str = "headline") -> Group:
    """A line of so many characters of a head, from `at` points on."""
    xs = tuple(order * size for order in range(width))
    run = GlyphRun("face", size, at, GRID.y(row) + size, (1,) * width, xs, ("文",) * width, BLACK)
    return Group(role, (run,))


def lines(rows: range, x: float = 30.0) -> Group:
    """A paragraph of a line in each row."""
    made = (GlyphRun("face", 9.5, x, GRID.baseline(row), (1, 1), (0.0, 120.0), ("文", "文"), BLACK) for row in rows)
    return Group("paragraph", tuple(made))


def story_of(*items: Item) -> tuple[Item, ...]:
    return (Group("story", items, "a"),)


def advert(name: str, column: int, columns: int, row: int, rows: int) -> Placed:
    return Placed(Story(name, role="filler", rank=999), GridArea(column, columns, row, rows), (), boxed=True)


# -- shapes, before anything is drawn --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "rows", "lacking"),
    [(1, 1, 0), (2, 5, 0), (2, 4, 1), (3, 6, 1), (4, 9, 0), (4, 6, 3), (6, 10, 3)],
)
def test_a_story_needs_rows_for_its_columns(columns: int, rows: int, lacking: int) -> None:
    assert shallow(columns, rows) == lacking


def test_two_of_one_shape_above_each_other_are_a_stack() -> None:
    upper, lower = GridArea(0, 3, 0, 20), GridArea(0, 3, 21, 16)
    assert list(stacked([upper, lower])) == [(0, 1)]
    assert not list(stacked([upper, replace(lower, rows=14)]))
    assert not list(stacked([upper, replace(lower, column=1)]))
    assert not list(stacked([upper, replace(lower, row=25)]))
    assert not list(stacked([replace(upper, columns=1), replace(lower, columns=1)]))


def test_heads_are_alike_in_size_and_lines() -> None:
    left, right = HeadPlace(GridArea(0, 2, 0, 30), 24.0, 1), HeadPlace(GridArea(2, 3, 1, 40), 26.0, 1)
    assert list(like_heads([left, right])) == [(0, 1, 1.0)]
    assert list(like_heads([left, replace(right, size=33.0)])) == [(0, 1, 0.5)]
    assert not list(like_heads([left, replace(right, size=33.7)]))
    assert not list(like_heads([left, replace(right, lines=2)]))
    assert not list(like_heads([left, replace(right, area=GridArea(2, 3, 4, 40))]))
    below = replace(right, area=GridArea(0, 2, 31, 10))
    assert list(like_heads([left, below])) == [(0, 1, 1.0)]
    assert not list(like_heads([left, replace(below, size=33.0)]))


def test_adverts_stand_together_at_head_or_foot() -> None:
    page = GridArea(0, 5, 3, 67)
    foot, on_it, amid = GridArea(0, 2, 60, 10), GridArea(0, 2, 49, 10), GridArea(3, 2, 30, 10)
    assert list(adverts_amid([foot, on_it, amid], page)) == [2]
    assert adverts_apart([foot, on_it], page) == 0
    assert adverts_apart([foot, GridArea(3, 2, 60, 10)], page) == 1
    assert adverts_apart([foot, GridArea(3, 2, 3, 10)], page) == 0


def test_the_largest_free_rectangle_is_found() -> None:
    assert largest_free([0b0010, 0b0001, 0b0011], 4) == (2, 0, 2, 3)
    assert largest_free([], 4) == (0, 0, 0, 0)


# -- on the page ----------------------------------------------------------------------------------------------------


def test_shallow_legs_are_told_on_the_page() -> None:
    flat = module(columns=4, rows=10)  # three of them its head
    assert found(flat)["Q26"].amount == 2
    assert found(replace(flat, boxed=True))["Q26"].amount == 4
    assert "Q26" not in found(module(columns=4, rows=12))
    assert "Q26" not in found(replace(flat, story=replace(TEXT, role="briefs")))
    assert "Q26" not in found(replace(flat, halved=True))


def test_a_stack_on_the_page_is_of_plain_stories() -> None:
    upper, lower = module(columns=3), module("b", columns=3, row=31)
    assert found(upper, lower)["Q27"].story == "b"
    assert "Q27" not in found(upper, replace(lower, boxed=True))


def test_like_heads_are_told_where_they_are_not_tombstoned() -> None:
    left = module(items=story_of(headed(30.0, 5)))
    right = module("b", column=2, items=story_of(headed(330.0, 5)))
    assert found(left, right, ruled=True)["Q28"].story == "b"
    assert "Q28" not in found(left, right)  # Q05 says so
    assert "Q28" not in found(left, replace(right, items=story_of(headed(330.0, 5), headed(330.0, 5, 3))), ruled=True)


def test_heads_beside_each_other_have_air_between_them() -> None:
    left = module(items=story_of(headed(30.0, 8)))  # to 270

    def beside(x: float, **facts: object) -> Placed:
        return module("b", column=2, items=story_of(headed(x, 3)), **facts)

    assert "Q29" in found(left, beside(299.0), ruled=True)
    assert "Q29" not in found(left, beside(300.0), ruled=True)
    assert "Q29" in found(left, beside(314.0))
    assert "Q29" not in found(left, beside(299.0, boxed=True), ruled=True)


def test_a_head_stays_clear_of_its_box() -> None:
    assert "Q30" in found(module(boxed=True, items=story_of(headed(44.0, 5))))
    assert "Q30" not in found(module(boxed=True, items=story_of(headed(45.0, 5))))
    assert "Q30" not in found(module(items=story_of(headed(30.0, 5))))


def test_the_largest_picture_leads_the_page_from_above() -> None:
    def with_picture(y: float, height: float) -> dict[str, Check]:
        story = replace(TEXT, role="photo-news")
        return found(module(columns=5, rows=70, story=story, pictures=(Rect(30.0, y, 266.0, height),)))

    assert "Q31" not in with_picture(GRID.y(20), 266.0)
    assert with_picture(GRID.y(45), 266.0)["Q31"].amount == pytest.approx(2.8, abs=0.1)
    assert with_picture(GRID.y(5), 100.0)["Q31"].amount == pytest.approx(2.1, abs=0.1)


def test_pictures_take_their_part_of_the_page() -> None:
    def pictured(height: float, front: bool = False) -> dict[str, Check]:
        return found(module(columns=5, rows=70, pictures=(Rect(30.0, 100.0, 356.0, height),)), front=front)

    assert "Q32" not in pictured(170.0)
    assert pictured(170.0, front=True)["Q32"].amount == pytest.approx(6.2, abs=0.1)
    assert found(module(columns=5, rows=70))["Q32"].amount == 8.0


def test_much_text_without_anything_to_rest_the_eye_is_grey() -> None:
    story = module(columns=5, rows=30, items=story_of(headed(30.0, 8)))
    other = module("b", columns=5, row=30, rows=40, items=story_of(headed(30.0, 8, 30)))
    assert found(story, other)["Q33"].amount > 20

    def rested(rows: range) -> tuple[Item, ...]:
        rules = (Frame(Rect(30.0, GRID.y(row), GRID.width, 20.0), 0.5) for row in rows)
        return story_of(*(Group("quote", (rule,)) for rule in rules))

    assert "Q33" not in found(
        replace(story, items=rested(range(2, 30, 8))), replace(other, items=rested(range(34, 70, 8)))
    )


def test_weight_at_one_side_is_told() -> None:
    left = module(columns=5, rows=70, pictures=(Rect(30.0, 100.0, 200.0, 900.0),))
    assert found(left)["Q34"].amount > 3
    both = replace(left, pictures=(*left.pictures, Rect(550.0, 100.0, 200.0, 900.0)))
    assert "Q34" not in found(both)


def test_white_between_the_parts_of_a_story_is_a_hole() -> None:
    legs = (LegFacts(20, 20),)
    sound = module(columns=1, legs=legs, items=story_of(headed(30.0, 3), lines(range(3, 30))))
    assert "Q35" not in found(sound)
    holed = replace(sound, items=story_of(headed(30.0, 3), lines(range(3, 10)), lines(range(15, 30))))
    assert found(holed)["Q35"].amount == 2
    airy = replace(sound, area=GridArea(0, 2, 0, 30), tactics=(("air", 3),))
    lead = module("b", columns=3, column=2, story=replace(TEXT, name="b", rank=1))
    assert found(airy, lead)["Q35"].amount == 1
    assert "Q35" not in found(airy)  # then it is the first story
    assert "Q35" not in found(replace(airy, tactics=(("air", 2),)), lead)
    assert found(holed)["Q35"].box == Rect(30.0, GRID.y(10), 133.0, 5 * 14.0)


def test_the_eye_enters_at_either_side() -> None:
    left = module(rows=70, items=story_of(headed(30.0, 5)))
    right = module("b", column=2, columns=3, rows=70, items=story_of(headed(500.0, 5)))
    assert "Q36" not in found(left, right)
    assert found(left, replace(right, items=story_of(headed(500.0, 5, 40))))["Q36"].box.x > 350  # type: ignore[union-attr]


def test_a_picture_stands_by_its_head() -> None:
    head = headed(30.0, 5)
    near = module(items=story_of(head), pictures=(Rect(30.0, GRID.y(11), 100.0, 100.0),))
    assert "Q37" not in found(near)
    assert "Q37" in found(replace(near, pictures=(Rect(30.0, GRID.y(14), 100.0, 100.0),)))


def test_briefs_stand_a_row_apart() -> None:
    def panel(*starts: int) -> Placed:
        items = tuple(Group("brief", (lines(range(row, row + 4)),)) for row in starts)
        return module(
            columns=1, boxed=True, story=replace(TEXT, role="briefs"), items=story_of(*items), legs=(LegFacts(20, 20),)
        )

    assert "Q38" not in found(panel(0, 5, 10))
    assert found(panel(0, 7, 12))["Q38"].amount == 2 + 2
    assert found(panel(0, 7, 14))["Q38"].amount == 4
    assert "Q38" not in found(panel(0, 6, 12))
    assert found(panel(0, 5, 11))["Q38"].amount == 1


def test_an_advert_keeps_to_its_kind() -> None:
    story = module(rows=70)
    assert "Q39" not in found(story, advert("x", 2, 3, 60, 10))
    assert found(story, advert("x", 2, 3, 30, 10))["Q39"].amount == 1
    pictured = module(rows=59, pictures=(Rect(30.0, GRID.y(50), 266.0, 9 * 14.0),))
    assert found(pictured, advert("x", 0, 5, 60, 10))["Q39"].amount == 0.5


def test_a_nameplate_fills_its_room() -> None:
    field = Rect(30.0, 70.0, 700.0, 150.0)
    assert of_nameplate((headed(200.0, 4, 2, 100.0),), field) == ()
    (check,) = of_nameplate((headed(200.0, 2, 2, 60.0),), field)
    assert (check.id, check.amount) == ("Q40", pytest.approx(18.1, abs=0.1))
    assert of_nameplate((), field) == ()


def test_rules_run_along_all_that_they_part() -> None:
    left, right = module(rows=40), module("b", column=2, row=5, rows=40)
    x = GRID.x(2) - GRID.gutter / 2

    def ruled(top: int, foot: int) -> tuple[Item, ...]:
        return (Group("artifact", (Rule(x, GRID.y(top), x, GRID.y(foot), 0.25),)),)

    assert of_rules(ruled(5, 40), (left, right), GRID) == ()
    (check,) = of_rules(ruled(5, 30), (left, right), GRID)
    assert (check.id, check.story) == ("Q41", "b")
    assert of_rules((), (left, right), GRID) == ()
    assert of_rules(ruled(5, 30), (left, replace(right, boxed=True)), GRID) == ()


def test_ornaments_are_few_and_small() -> None:
    one = module(tactics=(("filler", 6),))
    assert "Q42" not in found(module())
    assert found(one)["Q42"].amount == 1
    assert found(replace(one, tactics=(("filler", 8),)))["Q42"].amount == 3
    assert found(replace(one, legs=(LegFacts(20, 20),), area=GridArea(0, 3, 0, 30)))["Q42"].amount == 2


def test_the_picture_of_the_first_story_is_twice_as_large_as_any_other() -> None:
    def pages(own: float, other: float) -> dict[str, Check]:
        lead = module(columns=5, story=replace(TEXT, rank=1, role="lead"), pictures=(Rect(30.0, 100.0, 266.0, own),))
        second = module("b", columns=5, row=31, rows=39, pictures=(Rect(30.0, GRID.y(40), 266.0, other),))
        return found(lead, second)

    assert "Q43" not in pages(266.0, 133.0)
    assert pages(266.0, 266.0)["Q43"].amount == 1.0
    assert pages(266.0, 399.0)["Q43"].amount == pytest.approx(1.3, abs=0.1)
    assert pages(100.0, 0.0)["Q43"].amount == 2.0  # as far as it counts


def test_the_first_story_stands_at_the_head_and_is_wide() -> None:
    page = GridArea(0, 5, 3, 67)
    assert low_or_narrow(GridArea(0, 4, 3, 30), page) == 0.0
    assert low_or_narrow(GridArea(0, 3, 3, 30), page) == 0.6
    assert low_or_narrow(GridArea(0, 4, 20, 30), page) == 1.0
    low = module("b", columns=4, row=20, story=replace(TEXT, name="b", role="lead", rank=1))
    assert found(module(columns=5, rows=19), low)["Q44"].story == "b"


def test_few_stories_stand_on_one_column_and_none_runs_far_down() -> None:
    page = GridArea(0, 5, 0, 70)
    single = [GridArea(column, 1, 0, 30) for column in range(4)]
    assert narrow(single[:3], page) == ()
    assert narrow(single, page) == (3,)
    assert narrow([GridArea(0, 1, 0, 36)], page) == (0,)
    assert found(module(columns=1, rows=36))["Q45"].story == "a"
    heads = [headed(30.0, 4, row) for row in (0, 3, 6)]
    assert found(module(columns=1, items=story_of(*heads, headed(30.0, 4, 8))))["Q45"].story == "a"
    assert "Q45" not in found(module(columns=1, items=story_of(*heads)))


def test_two_of_one_shape_side_by_side_are_twins() -> None:
    left, right = GridArea(0, 2, 0, 20), GridArea(2, 2, 2, 18)
    assert list(twins([left, right])) == [(0, 1)]
    assert not list(twins([left, replace(right, columns=3)]))
    assert not list(twins([left, replace(right, rows=12)]))
    assert not list(twins([left, replace(right, row=8)]))
