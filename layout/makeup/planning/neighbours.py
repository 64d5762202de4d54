"""What a page is foreseen to lose of its score for how its stories stand to each other: heads out of rank, heads and
shapes that are alike, ranks out of order, rows out of step, towers of single columns. It is asked of places and of
heads as they would best be, before anything is set."""

from __future__ import annotations

from collections.abc import Sequence

from layout.makeup.modules.base import HeadFacts
from layout.makeup.quality import WEIGHTS
from layout.makeup.quality.shapes import (
    HeadPlace,
    above,
    beside,
    like_heads,
    out_of_step,
    rails,
    second_place,
    stacked,
    sunk,
    too_many_single,
    twins,
)
from layout.units import GridArea
from layout.value import value

CLEAR = 10.0  # points by which the first head should be above the second (Q13)
NO_LIMIT = 1000.0  # points, above every head


@value
class Stand:
    """A story as it would stand. rank: its order among the stories whose heads follow rank, -1 = it is none of them;
    text: its copy runs in legs; plain: so it does, and it has no box."""

    area: GridArea
    head: HeadFacts
    rank: int
    text: bool
    plain: bool


def neighbours_points(
    stands: Sequence[Stand], page: GridArea, vertical: bool, others: Sequence[GridArea] = ()
) -> float:
    """Points of the score: Q13, and on level pages Q27, Q28, Q45, Q48, Q51, Q53 and Q54. others: what stands on the
    page besides, briefs and adverts."""
    ranked = sorted([stand for stand in stands if stand.rank >= 0], key=_rank)
    points = WEIGHTS["Q13"] * out_of_rank([stand.head for stand in ranked if stand.head.size])
    if vertical:
        return points
    plain = [stand for stand in stands if stand.plain]
    areas = [stand.area for stand in plain]
    side_by_side, one_above_other = beside(areas), above(areas)
    alike = sum([1 for _ in stacked(areas, one_above_other)]) + sum([1 for _ in twins(areas, side_by_side)])
    points += WEIGHTS["Q27"] * alike
    heads = [HeadPlace(s.area, s.head.size, s.head.lines, s.head.rows) for s in plain]  # none is like one without size
    points += WEIGHTS["Q28"] * sum([each[2] for each in like_heads(heads, (side_by_side, one_above_other))])
    points += WEIGHTS["Q45"] * len(too_many_single([stand.area for stand in stands if stand.text], page))
    return points + _order_points([stand.area for stand in ranked], [stand.area for stand in stands], page, others)


def _order_points(
    ranked: Sequence[GridArea], areas: Sequence[GridArea], page: GridArea, others: Sequence[GridArea]
) -> float:
    points = WEIGHTS["Q48"] * second_place(ranked[0], ranked[1]) if len(ranked) > 1 else 0.0
    points += WEIGHTS["Q51"] * sum([amount for _, amount in sunk(ranked, page)])
    points += WEIGHTS["Q54"] * sum([beyond for _, beyond in rails(areas, page)])
    every = [*areas, *others]
    cells = sum([every[index].columns * every[index].rows for index in out_of_step(every, page)])
    return points + WEIGHTS["Q53"] * 10.0 * cells / (page.columns * page.rows)


def out_of_rank(heads: Sequence[HeadFacts]) -> int:
    """How many heads, in the order of their ranks, cannot but stand out of it (Q13): a larger one may be set smaller as
    far as its style allows."""
    found, most, before = 0, NO_LIMIT, NO_LIMIT
    for rank, head in enumerate(heads):
        limit = most - CLEAR if rank == 1 else most
        size = head.size if head.size < limit else limit
        if size < head.least:
            size = head.least
        found += size > before
        found += rank == 1 and size > before - CLEAR
        before = size
        if size < most:
            most = size
    return found


def _rank(stand: Stand) -> int:
    return stand.rank


__all__ = ["Stand", "neighbours_points", "out_of_rank"]
