"""What a page is foreseen to lose for how its stories stand to each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layout.makeup.modules.base import NO_HEAD, HeadFacts
from layout.makeup.planning.neighbours import Stand, neighbours_points, out_of_rank
from layout.makeup.quality import WEIGHTS
from layout.units import GridArea

PAGE = GridArea(0, 5, 3, 66)
LARGE, SMALL = HeadFacts(26.0, 19.0, 1, 4), HeadFacts(15.0, 14.0, 3, 5)


def stand(column: int, columns: int, row: int, rows: int, head: HeadFacts = NO_HEAD, rank: int = -1) -> Stand:
    return Stand(GridArea(column, columns, row, rows), head, rank, True, True)


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ([(40, 30), (26, 19), (26, 19), (15, 14)], 0),
        ([(40, 30), (22, 19), (26, 19)], 0),  # the larger may be set smaller
        ([(40, 30), (15, 14), (26, 19)], 1),  # but not so far
        ([(34, 30), (26, 24)], 0),  # as the second may, below the first
        ([(30, 30), (26, 24)], 1),
        ([(40, 30), (20, 19), (26, 19), (21, 19)], 0),  # what was set smaller takes those after it along
    ],
)
def test_heads_are_out_of_rank_that_cannot_be_set_smaller(sizes: list[tuple[float, float]], found: int) -> None:
    assert out_of_rank([HeadFacts(size, least, 1, 3) for size, least in sizes]) == found


def test_a_page_is_foreseen_to_lose_what_its_checks_would_take() -> None:
    calm = [stand(0, 3, 3, 15), stand(3, 2, 3, 15), stand(0, 2, 19, 50), stand(2, 3, 19, 50)]
    assert neighbours_points(calm, PAGE, False) == 0.0
    alike = [stand(0, 5, 3, 12, LARGE), stand(0, 5, 16, 13, LARGE)]
    assert neighbours_points(alike, PAGE, False) == pytest.approx(WEIGHTS["Q27"] + WEIGHTS["Q28"])
    single = [stand(column, 1, 3 + 20 * (column % 2), 20 + column * 9, SMALL) for column in range(5)]
    pictures = [replace(each, text=False) for each in single]
    crowded = neighbours_points(single, PAGE, False) - neighbours_points(pictures, PAGE, False)
    assert crowded == pytest.approx(2 * WEIGHTS["Q45"])


def test_the_order_of_a_page_is_foreseen() -> None:
    first, second = stand(0, 5, 3, 20, rank=0), stand(0, 3, 24, 45, rank=1)
    in_order = [first, second, stand(3, 2, 24, 45, rank=2)]
    assert neighbours_points(in_order, PAGE, False) == pytest.approx(0.0)
    swapped = [first, replace(second, rank=2), replace(in_order[2], rank=1)]
    assert neighbours_points(swapped, PAGE, False) == pytest.approx(0.75 * WEIGHTS["Q48"])
    alone = neighbours_points(in_order[:2], PAGE, False)
    assert alone == pytest.approx(WEIGHTS["Q53"] * 10 * 3 * 45 / (5 * 66))
    assert neighbours_points(in_order[:2], PAGE, False, (GridArea(3, 2, 24, 45),)) == pytest.approx(0.0)  # an advert


def test_of_a_vertical_page_ranks_alone_are_foreseen() -> None:
    page = [stand(0, 1, 3, 60, SMALL, 0), stand(1, 1, 3, 60, HeadFacts(26.0, 24.0, 3, 5), 1)]
    assert neighbours_points(page, PAGE, True) == pytest.approx(2 * WEIGHTS["Q13"])
