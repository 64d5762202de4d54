"""Columns, rows and merged legs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout.makeup.grid import Legs, PageGrid, merge, whole
from layout.units import GridArea
from layout.value import replace

GRID = PageGrid(left=34.0, top=70.0, columns=5, measure=133.0, gutter=9.5, rows=70, leading=14.0, body_size=9.5)


def test_a_box_covers_its_columns_with_the_gutters_between_them() -> None:
    box = GRID.box(GridArea(column=1, columns=2, row=3, rows=4))
    assert (box.x, box.y, box.width, box.height) == (34 + 142.5, 70 + 42, 275.5, 56)


def test_baselines_are_one_leading_apart() -> None:
    assert GRID.baseline(8) - GRID.baseline(7) == pytest.approx(14.0)


def test_four_base_columns_resplit_into_three_of_nineteen_em() -> None:
    legs = merge(0.0, GRID.span(4), 3, 9.5)
    assert legs.measure == pytest.approx(19 * 9.5)
    assert legs.gutter == pytest.approx(9.5)


def test_the_grids_own_columns_are_kept_as_they_are() -> None:
    base = Legs(3, 5.0, 133.0, 9.5)
    assert merge(5.0, GRID.span(3), 3, 9.5, base) is base


def test_a_paper_with_columns_of_half_an_em_has_boxes_with_legs_of_half_an_em() -> None:
    grid = replace(GRID, measure=11.5 * 9.5)
    assert (GRID.step, grid.step) == (1.0, 0.5)
    legs = merge(0.0, grid.span(2), 2, 9.5, boxed=True, step=grid.step)
    assert (legs.measure, legs.gutter) == (grid.measure, grid.gutter)


@given(st.integers(1, 60), st.integers(50, 200), st.sampled_from([1.0, 0.5]))
def test_a_whole_number_of_em_stays_one_at_every_size(count: int, tenths: int, step: float) -> None:
    size = tenths / 10
    assert whole(count * step * size, size, step) == count


@given(st.integers(8, 120), st.integers(1, 6), st.floats(0, 0.99))
def test_merged_measures_are_whole_em_and_fill_the_width(em: int, count: int, rest: float) -> None:
    """R19; R52: gutters of 1 em to 19 characters, 1.5 to 28, 2 beyond."""
    width = (em + rest) * 9.5
    legs = merge(0.0, width, count, 9.5)
    characters = legs.measure / 9.5
    assert abs(characters - round(characters)) < 1e-9
    if count > 1 and characters > 1:
        assert legs.span(count) == pytest.approx(width)
        assert legs.gutter / 9.5 >= (1 if characters <= 19 else 1.5 if characters <= 28 else 2) - 1e-6
