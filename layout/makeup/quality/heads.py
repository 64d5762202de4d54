"""Heads among their neighbours: run together, out of rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import Placed
from layout.makeup.quality.shapes import TOMBSTONE, HeadPlace, like_heads
from layout.makeup.quality.sight import Sight
from layout.makeup.quality.values import Check
from layout.units import Rect

OUT_OF_RANK = 1.12  # ratio of a head's size to that of a higher rank, from which on it is seen (Q13)
ABOVE = 10.0  # points that the first head stands above the second (Q13)
LEAST_GAP = 1.5  # em of the smaller of two heads side by side, between their ink (Q29) …
RULED_GAP = 1.0  # … where a rule stands between them
BOX_AIR = 0.5  # em of the head between its ink and the line of its box (Q30)


def of_heads(placed: tuple[Placed, ...], seen: Sequence[Sight], grid: PageGrid, ruled: bool) -> Iterator[Check]:
    """All that is found of the heads of a page."""
    yield from tombstones(placed, ruled)
    yield from ranks(placed)
    told = [each for each in seen if each.head is not None and not each.module.boxed]
    if not grid.vertical:
        yield from _alike(told, ruled)
    yield from _running_on(told, grid, RULED_GAP if ruled else LEAST_GAP)
    for each in seen:
        if each.module.boxed and each.head is not None and not grid.vertical:  # there a head begins where its text does
            yield from _in_box(each)


def _alike(told: Sequence[Sight], ruled: bool) -> Iterator[Check]:
    places = [HeadPlace(each.module.area, each.module.head_size, each.lines, each.module.head_rows) for each in told]
    for one, other, amount in like_heads(places):
        if ruled or places[one].area.column == places[other].area.column:  # else it is Q05
            yield Check("Q28", amount, "warning", told[other].module.story.name, told[other].head)


def _running_on(told: Sequence[Sight], grid: PageGrid, least: float) -> Iterator[Check]:
    """Heads beside each other with less air between them than within a line."""
    for left in told:
        for right in told:
            one, other = left.head, right.head
            if one is None or other is None or left.module.area.right != right.module.area.column:
                continue
            small = min(left.module.head_size, right.module.head_size)
            if (
                min(one.bottom, other.bottom) - max(one.y, other.y) > 0.3 * small
                and other.x - one.right < least * small
            ):
                x = min(one.right, other.x)
                box = Rect(x - small, max(one.y, other.y), max(other.x - x, 0.0) + 2 * small, small)
                yield Check("Q29", 1, "warning", right.module.story.name, box)


def _in_box(each: Sight) -> Iterator[Check]:
    assert each.head is not None
    least = BOX_AIR * each.module.head_size
    air = min(each.head.x - each.box.x, each.box.right - each.head.right)
    if air < least - 0.01:
        yield Check("Q30", 1, "warning", each.module.story.name, each.head)


def tombstones(placed: tuple[Placed, ...], ruled: bool) -> Iterator[Check]:
    """碰题: two heads side by side that a reader could run together (Q05)."""
    for index, left in enumerate(placed):
        for right in placed[index + 1 :]:
            if left.boxed or right.boxed or ruled or not left.head_size or not right.head_size:
                continue
            touching = (
                left.area.column + left.area.columns == right.area.column
                or right.area.column + right.area.columns == left.area.column
            )
            level = abs(left.area.row - right.area.row) < max(left.head_rows, right.head_rows)
            ratio = max(left.head_size, right.head_size) / min(left.head_size, right.head_size)
            if touching and level and ratio < TOMBSTONE:
                yield Check("Q05", 1, "error", right.story.name)


def ranks(placed: tuple[Placed, ...]) -> Iterator[Check]:
    """Head sizes follow rank, and the lead stands well above the next (Q13)."""
    heads = sorted(
        (m for m in placed if m.head_size and m.story.role in ("lead", "story") and m.story.rank),
        key=lambda module: module.story.rank,
    )
    for higher, lower in pairwise(heads):
        if lower.head_size > OUT_OF_RANK * higher.head_size:
            yield Check("Q13", 1, "warning", lower.story.name)
    if len(heads) > 1 and heads[0].head_size < heads[1].head_size + ABOVE:
        lacking = min(1.0, (heads[1].head_size + ABOVE - heads[0].head_size) / ABOVE)
        yield Check("Q13", round(max(0.1, lacking), 1), "warning", heads[0].story.name)
