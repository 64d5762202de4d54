"""Briefs panels of any copy, width and depth: each character once, on the grid, and what has no room is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout.diagnostics import Report
from layout.display import GlyphRun, Group, Item, walk
from layout.issue import Block, Copy, Story
from layout.makeup.grid import PageGrid, partition
from layout.makeup.modules.brief_legs import MOST_GAP, TOGETHER
from layout.makeup.modules.briefs import BriefsModule
from layout.makeup.quality import off_grid
from layout.pipeline import Session, Workspace
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme
from layout.value import FrozenMap

WORDS = (
    "河边的菜场六点开门，先来的不是买菜的人，是送豆腐的三轮车。"
    "车上的木板还滴着水，老板娘把帘子卷起来，一块一块数给早起的邻居"
)

panels = st.lists(st.integers(4, 180), min_size=1, max_size=7)


@cache
def house() -> Theme:
    report = Report()
    theme = read_theme(Workspace(), "issues/school/paper.yaml", report)
    assert not report.failed
    return theme


@cache
def setter() -> Typesetter:
    return Session(Workspace()).setter(Report())


def panel(lengths: list[int], columns: int, theme: Theme | None = None) -> BriefsModule:
    items = tuple(
        Story(
            f"n.{index}",
            headline=(Copy(f"第{index + 1}条"),),
            body=(Block("paragraph", Copy((WORDS * 4)[index : index + length - 1] + "。")),),
        )
        for index, length in enumerate(lengths)
    )
    theme = theme or house()
    return BriefsModule(Story("n", "briefs", items=items), 0, columns, PageGrid.of(theme), theme, setter())


def text(items: tuple[Item, ...]) -> str:
    return "".join(run.text for run in walk(items) if isinstance(run, GlyphRun))


def briefs(items: tuple[Item, ...]) -> Iterator[Group]:
    (story,) = items
    assert isinstance(story, Group)
    return (item for item in story.items if isinstance(item, Group) and item.role == "brief")


@given(panels, st.integers(1, 5), st.integers(3, 60))
def test_each_character_stands_once_in_order_or_is_told(lengths: list[int], columns: int, depth: int) -> None:
    module = panel(lengths, columns)
    made = module.place(4, depth)
    wanted = [item.headline[0].text + item.body[0].copy.text for item in module.story.items]
    found = [text(brief.items) for brief in briefs(made.items)]
    assert len(found) == len(wanted)
    assert sum(map(len, wanted)) - sum(map(len, found)) == made.overset
    assert (made.overset > 0) == (made.overset_rows > 0)
    if not made.overset:
        assert found == wanted


@given(panels, st.integers(1, 5), st.integers(3, 60))
def test_what_the_arithmetic_says_a_panel_holds_it_holds(lengths: list[int], columns: int, depth: int) -> None:
    module = panel(lengths, columns)
    if module.holds(depth):
        assert not module.place(0, depth).overset
        assert module.holds(depth + 1)


@given(panels, st.integers(2, 5), st.integers(3, 60))
def test_an_item_that_runs_on_leaves_no_line_alone(lengths: list[int], columns: int, depth: int) -> None:
    module = panel(lengths, columns)
    if not module.holds(depth):
        return
    grid = PageGrid.of(house())
    for brief in briefs(module.place(0, depth).items):
        legs: dict[float, set[float]] = {}
        for run in walk(brief.items):
            assert isinstance(run, GlyphRun)
            assert run.baseline <= grid.y(depth) + 0.01
            leg = round((run.x - grid.left) // (grid.measure * 0.9))
            legs.setdefault(leg, set()).add(run.baseline)
        if len(legs) > 1:
            assert all(len(rows) >= min(TOGETHER, len(brief.items)) for rows in legs.values())


def test_few_long_briefs_come_out_level_on_two_columns() -> None:
    """Kept whole, the three would leave a hole of a third of the panel at one foot."""
    module = panel([150, 150, 150], 2)
    depth = next(depth for depth in range(3, 60) if module.holds(depth))
    made = module.place(0, depth)
    assert ("run-on", 1) in made.tactics
    assert made.empty == 0
    assert [leg.room - leg.rows for leg in made.legs] == pytest.approx([0, 0], abs=2)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=8), st.data())
def test_items_are_shared_out_as_trying_every_way_would_have_it(depths: list[int], data: st.DataObject) -> None:
    legs = data.draw(st.integers(1, len(depths)))
    every = [tuple(pairwise((0, *cuts, len(depths)))) for cuts in combinations(range(1, len(depths)), legs - 1)]
    assert partition(depths, legs) == min(every, key=lambda way: max(sum(depths[a:b]) for a, b in way))


def test_few_briefs_across_the_page_leave_no_leg_bare() -> None:
    for count, columns in ((2, 3), (3, 5), (4, 5)):
        module = panel([100] * count, columns)
        depth = next(depth for depth in range(3, 60) if module.holds(depth))
        made = module.place(0, depth)
        assert all(leg.rows for leg in made.legs)
        assert not made.overset


def test_briefs_in_a_size_of_their_own_stand_on_the_grid() -> None:
    smaller = replace(house().styles["brief"], size=house().styles["body"].size - 1.0)
    theme = replace(house(), styles=FrozenMap({**house().styles, "brief": smaller}))
    placed = panel([60, 40], 1, theme).place(0, 30)
    assert off_grid(placed, PageGrid.of(theme)) < 0.01


@given(panels, st.integers(1, 5), st.integers(3, 60))
def test_items_of_a_panel_stand_apart_alike(lengths: list[int], columns: int, depth: int) -> None:
    module = panel(lengths, columns)
    if not module.holds(depth):
        return
    _, count = module._best(depth)
    legs = module._filler(count).fill(depth).legs
    gaps = {gap for leg in legs for gap in leg.gaps}
    assert max(gaps, default=1) - min(gaps, default=1) <= 1
    assert all(1 <= gap <= MOST_GAP for gap in gaps)
    assert all(list(leg.gaps) == sorted(leg.gaps, reverse=True) for leg in legs)


@given(st.lists(st.integers(20, 150), min_size=2, max_size=6), st.integers(2, 4), st.integers(8, 40))
def test_items_kept_whole_are_shared_out_as_trying_every_way_would_have_it(
    lengths: list[int], columns: int, depth: int
) -> None:
    module = panel(lengths, columns)
    filler = module._filler(module._legs.count)
    count, legs = len(lengths), min(filler.legs, len(lengths))
    every = [tuple(pairwise((0, *cuts, count))) for cuts in combinations(range(1, count), legs - 1)]
    prices = [sum(filler._leg_price(first, after, depth, 1) for first, after in way) for way in every]
    assert filler._shared(depth, 1, 0).cost == pytest.approx(min(prices))


def test_a_panel_takes_other_legs_than_base_columns_where_these_come_out_even() -> None:
    """Three briefs over two columns, one leg of which would be half empty."""
    module = panel([120, 120, 120], 2)
    depths = [depth for depth in range(3, 40) if module.holds(depth)]
    told = {dict(module.place(0, depth).tactics).get("legs") for depth in depths}
    assert 1 in told
    wide = next(module.place(0, d) for d in depths if dict(module.place(0, d).tactics).get("legs") == 1)
    assert wide.empty <= 1
    assert len(wide.legs) == 1
