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
    out_of_step,
    rails,
    second_place,
    shallow,
    stacked,
    sunk,
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


def test_the_picture_of_the_first_story_is_large_and_has_no_rival() -> None:
    room = 5 * 133.0 + 4 * 9.5, 70 * 14.0  # points, of the page

    def page(own: float, other: float) -> dict[str, Check]:
        """Pictures of so many per cent of the page."""
        story = replace(TEXT, name="lead", role="lead", rank=1)
        lead = module("lead", columns=5, story=story, pictures=(Rect(30.0, GRID.y(5), room[0], own * room[1] / 100),))
        second = module(
            "b", columns=5, row=31, rows=39, pictures=(Rect(30.0, GRID.y(40), room[0], other * room[1] / 100),)
        )
        return found(lead, second)

    assert not {"Q43", "Q46"} & set(page(16.0, 8.0))
    assert page(11.0, 1.0)["Q43"].amount == 2.0
    assert page(6.0, 1.0)["Q43"].amount == 3.0
    assert page(16.0, 10.0)["Q46"].amount == pytest.approx(2.0)
    assert page(16.0, 10.0)["Q46"].story == "lead"


def test_pictures_stand_in_both_halves() -> None:
    high, low = Rect(30.0, GRID.y(5), 200.0, 100.0), Rect(300.0, GRID.y(50), 200.0, 100.0)
    assert "Q47" not in found(module(columns=5, rows=70, pictures=(high, low)))
    assert "Q47" not in found(module(columns=5, rows=70, pictures=(high,)))
    assert "Q47" in found(module(columns=5, rows=70, pictures=(high, replace(low, y=GRID.y(20)))))


def test_the_first_story_stands_at_the_head_and_is_wide() -> None:
    page = GridArea(0, 5, 3, 67)
    assert low_or_narrow(GridArea(0, 4, 3, 30), page) == 0.0
    assert low_or_narrow(GridArea(0, 3, 3, 30), page) == 0.15
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


# -- the order of a page ---------------------------------------------------------------------------------------------


def ranked(name: str, rank: int, column: int, columns: int, row: int, rows: int, **facts: object) -> Placed:
    return module(name, column, columns, row, rows, story=replace(TEXT, name=name, rank=rank), **facts)


@pytest.mark.parametrize(
    ("second", "amount"),
    [
        (GridArea(0, 2, 31, 20), 0.0),  # right under the first, at its left
        (GridArea(1, 3, 31, 20), 0.75),
        (GridArea(3, 2, 0, 20), 0.5),  # beside it
        (GridArea(3, 2, 10, 20), 1.0),  # beside it, but below its head
        (GridArea(0, 3, 45, 20), 1.0),
    ],
)
def test_the_second_story_follows_the_first(second: GridArea, amount: float) -> None:
    assert second_place(GridArea(0, 3, 0, 30), second) == amount
    other = ranked("b", 2, second.column, second.columns, second.row, second.rows)
    check = found(ranked("a", 1, 0, 3, 0, 30), other).get("Q48")
    assert (check.story, check.amount) == ("b", amount) if amount and check else check is None


def test_ranks_run_down_the_page() -> None:
    page = GridArea(0, 5, 0, 70)
    first, above, below = GridArea(0, 5, 0, 20), GridArea(0, 5, 21, 20), GridArea(0, 5, 42, 28)
    assert not list(sunk([first, above, below], page))
    assert list(sunk([first, below, above], page)) == [(1, pytest.approx(5 * (0.3 - 0.05)))]
    assert not list(sunk([first, replace(above, row=23), above], page))  # a little
    assert (
        found(ranked("a", 1, 0, 5, 0, 20), ranked("b", 2, 0, 5, 42, 28), ranked("c", 3, 0, 5, 21, 20))["Q51"].story
        == "b"
    )


def test_the_head_of_the_first_story_fills_its_width() -> None:
    wide = 2 * 133.0 + 9.5
    filled = ranked("a", 1, 0, 2, 0, 70, items=story_of(headed(30.0, 9)))
    assert 0.95 * wide < 9 * 30.0
    assert "Q49" not in found(filled)
    assert found(replace(filled, items=story_of(headed(30.0, 6))))["Q49"].amount == 3.0
    assert "Q49" not in found(ranked("b", 1, 2, 3, 0, 70), ranked("a", 2, 0, 2, 0, 70, items=story_of(headed(30.0, 6))))


def test_white_laid_about_a_head_is_told() -> None:
    airy = module(columns=5, rows=70, tactics=(("air", 3),), items=story_of(headed(30.0, 20)))
    assert found(airy)["Q50"].amount == 2.0
    assert "Q50" not in found(replace(airy, tactics=(("air", 1),)))


def test_a_story_is_no_flat_strip() -> None:
    strip = ranked("b", 2, 0, 5, 50, 16)  # 703 points by 224
    assert "Q52" not in found(ranked("a", 1, 0, 5, 0, 49), replace(strip, area=GridArea(0, 5, 50, 17)))
    assert found(ranked("a", 1, 0, 5, 0, 49), strip)["Q52"].amount == pytest.approx(0.1)
    assert "Q52" not in found(replace(strip, story=replace(TEXT, name="b", rank=1)))  # the first may be wide


def test_stories_side_by_side_keep_step() -> None:
    page = GridArea(0, 5, 0, 70)
    left, right, foot = GridArea(0, 3, 0, 30), GridArea(3, 2, 0, 30), GridArea(0, 5, 31, 39)
    assert out_of_step([left, right, foot], page) == ()
    assert out_of_step([left, replace(right, rows=28), foot], page) == (0, 1)
    assert out_of_step([left, replace(right, column=4, columns=1), foot], page) == (0, 1)  # they do not touch
    check = found(module("b", 3, 2, 0, 28), module(columns=3, rows=30), module("c", 0, 5, 31, 39))["Q53"]
    assert check.amount == pytest.approx(10 * 3 * 30 / (5 * 70), abs=0.1)


def test_single_columns_build_no_tower() -> None:
    page = GridArea(0, 5, 0, 70)
    upper, lower = GridArea(4, 1, 0, 20), GridArea(4, 1, 21, 15)
    assert not list(rails([upper, lower], page))
    assert list(rails([upper, replace(lower, rows=29)], page)) == [(1, pytest.approx(2.0))]
    tower = found(module("a", 4, 1, 0, 20), module("b", 4, 1, 21, 29), module("c", 0, 4, 0, 70))
    assert (tower["Q54"].story, tower["Q54"].amount) == ("b", 2.0)
    briefs = module("b", 4, 1, 21, 29, story=replace(TEXT, name="b", role="briefs"))
    assert "Q54" not in found(module("a", 4, 1, 0, 20), briefs, module("c", 0, 4, 0, 70))
