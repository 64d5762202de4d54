"""The order of a page: where its stories stand by rank, how much room they take, and whether they keep step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import SIDEBARS
from layout.makeup.quality.shapes import (
    flatness,
    out_of_step,
    rails,
    second_place,
    sunk,
)
from layout.makeup.quality.sight import Sight, by_rank
from layout.makeup.quality.values import Check
from layout.units import GridArea

LEAST_FILLED = 0.95  # part of its width that the head of the first story fills (Q49)
USUAL_AIR = 1  # rows of white more than it needs that a head may have about it (Q50)
PLAIN = ("lead", "story", "comment", "notice", "photo-news")  # roles that may be too flat (Q52)


def order(seen: Sequence[Sight], page: GridArea, grid: PageGrid) -> Iterator[Check]:
    """The first story and the second, ranks down the page, and rows that keep step; of level pages that share no
    spread."""
    if grid.vertical or any(each.module.halved for each in seen):
        return
    ranked = by_rank(seen)
    news = [each for each in seen if not each.is_advert]
    if ranked:
        yield from _first_two(ranked)
        for index, amount in sunk([each.module.area for each in ranked], page):
            if amount >= 0.1:
                yield Check("Q51", round(amount, 1), "warning", ranked[index].module.story.name, ranked[index].box)
    for each in news:
        plain = each.module.story.role in PLAIN and not (ranked and each is ranked[0])
        if plain and (flat := flatness(each.box.width, each.box.height)) >= 0.1:
            yield Check("Q52", round(flat, 1), "warning", each.module.story.name, each.box)
    yield from _steps(seen, news, page)
    yield from _air(news, page)


def _first_two(ranked: Sequence[Sight]) -> Iterator[Check]:
    lead = ranked[0]
    name = lead.module.story.name
    if lead.head is not None and lead.box.width > 0:
        lacking = 10 * (LEAST_FILLED - lead.head.width / lead.box.width)
        if lacking >= 0.1:
            yield Check("Q49", round(lacking, 1), "warning", name, lead.head)
    if len(ranked) > 1:
        second = ranked[1]
        if amount := second_place(lead.module.area, second.module.area):
            yield Check("Q48", amount, "warning", second.module.story.name, second.box)


def _steps(seen: Sequence[Sight], news: Sequence[Sight], page: GridArea) -> Iterator[Check]:
    for index in out_of_step([each.module.area for each in seen], page):
        each = seen[index]
        part = 10.0 * each.module.area.columns * each.module.area.rows / (page.columns * page.rows)
        if part >= 0.1:
            yield Check("Q53", round(part, 1), "warning", each.module.story.name, each.box)
    plain = [each for each in news if each.module.story.role not in SIDEBARS]
    for index, beyond in rails([each.module.area for each in plain], page):
        if beyond >= 0.1:
            yield Check("Q54", round(beyond, 1), "warning", plain[index].module.story.name, plain[index].box)


def _air(news: Sequence[Sight], page: GridArea) -> Iterator[Check]:
    for each in news:
        rows = sum([rows for name, rows in each.module.tactics if name == "air"])
        white = (rows - USUAL_AIR) * each.module.area.columns / page.columns
        if white >= 0.1:
            yield Check("Q50", round(white, 1), "warning", each.module.story.name, each.block)
