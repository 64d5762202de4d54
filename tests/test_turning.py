"""A vertical piece is made as if it were level, and turned: what stands where, and that the way back is exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout.display import EM_MIDDLE, Fill, Frame, GlyphRun, Group, Image, Item, Markup, Path, Rule, Turn
from layout.turning import box_turned, turned, unturned
from layout.units import Rect

LENGTHS = st.integers(-4000, 4000).map(lambda number: number / 4)  # sums of these are exact
SIZES = st.integers(0, 4000).map(lambda number: number / 4)
RECTS = st.builds(Rect, LENGTHS, LENGTHS, SIZES, SIZES)


def run(turn: Turn, x: float = 10.0, baseline: float = 100.0, size: float = 10.0, rise: float = 0.0) -> GlyphRun:
    return GlyphRun("song", size, x, baseline, (1, 2), (0.0, 10.0), ("竹", "林"), rise=rise, turn=turn)


def test_the_second_line_stands_left_of_the_first_and_both_begin_at_the_top() -> None:
    first, second = turned((run("vertical", 0, 8.8), run("vertical", 0, 24.8)), right=300, top=50)
    assert isinstance(first, GlyphRun)
    assert isinstance(second, GlyphRun)
    assert (first.x, first.baseline) == (pytest.approx(295), 50)  # the em box of 10 pt is centred 5 pt from the edge
    assert (second.x, second.baseline) == (pytest.approx(279), 50)


def test_a_level_run_of_a_vertical_line_lies_sideways_on_its_baseline() -> None:
    (turned_run,) = turned((run("", 20, 8.8),), right=300, top=50)
    assert isinstance(turned_run, GlyphRun)
    assert (turned_run.x, turned_run.baseline, turned_run.turn) == (pytest.approx(291.2), 70, "sideways")


def test_figures_set_upright_in_the_line_are_level_on_the_paper_and_centred_in_its_em() -> None:
    (figures,) = turned((run("upright", 25, 8.8),), right=300, top=50)
    assert isinstance(figures, GlyphRun)
    assert (figures.turn, figures.x) == ("", pytest.approx(295))
    assert figures.baseline == pytest.approx(50 + 25 + EM_MIDDLE * 10)


def test_a_box_at_the_beginning_stands_at_the_right() -> None:
    assert box_turned(Rect(10, 0, 80, 30), right=300, top=50) == Rect(270, 60, 30, 80)
    (fill,) = turned((Fill(Rect(10, 0, 80, 30), run("").ink),), right=300, top=50)
    assert isinstance(fill, Fill)
    assert fill.rect == Rect(270, 60, 30, 80)


ITEMS: st.SearchStrategy[Item] = st.one_of(
    st.builds(run, st.sampled_from(["", "vertical", "sideways"]), LENGTHS, LENGTHS, st.sampled_from([8.0, 16.0])),
    st.builds(Rule, LENGTHS, LENGTHS, LENGTHS, LENGTHS, st.just(0.5)),
    st.builds(Frame, RECTS, st.just(0.5)),
    st.builds(Image, RECTS, st.just("bamboo.jpg")),
    st.builds(Markup, RECTS, st.just("strong")),
    st.builds(
        lambda rect, points: Path(rect, (tuple(value for point in points for value in point),)),
        RECTS,
        st.lists(st.tuples(LENGTHS, LENGTHS), min_size=2, max_size=4),
    ),
)


def near(one: object, other: object) -> bool:
    """Equal but for the last bits of a length."""
    if isinstance(one, float | int) and isinstance(other, float | int):
        return one == pytest.approx(other, abs=1e-6)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(near, one, other))
    if hasattr(one, "__match_args__") and type(one) is type(other):
        return all(near(getattr(one, name), getattr(other, name)) for name in type(one).__match_args__)
    return one == other


@given(st.lists(ITEMS, max_size=4).map(tuple), LENGTHS, LENGTHS)
def test_what_stands_on_the_paper_comes_back_to_its_place(items: tuple[Item, ...], right: float, top: float) -> None:
    page = (Group("story", items), *items)
    assert near(turned(unturned(page, right, top), right, top), page)
