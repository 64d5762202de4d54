"""Adverts among the stories of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layout.issue.drawing import NAMEPLATE
from layout.makeup.grid import PageGrid
from layout.makeup.quality.shapes import adverts_amid, adverts_apart
from layout.makeup.quality.sight import Sight
from layout.makeup.quality.values import Check
from layout.units import GridArea

NEAR = 3  # rows between a picture and an advert below it


def neighbours(seen: Sequence[Sight], top: int, grid: PageGrid) -> Iterator[Check]:
    """Adverts amid the stories, apart from each other, or right under a picture (Q39)."""
    sold = [each for each in seen if each.is_advert and each.module.story.name != NAMEPLATE]
    if not sold:
        return
    if grid.vertical:
        page = GridArea(top, grid.rows - top, 0, grid.columns)
        areas = [_turned(each.module.area) for each in sold]
    else:
        page = GridArea(0, grid.columns, top, grid.rows - top)
        areas = [each.module.area for each in sold]
    for index in adverts_amid(areas, page):
        yield Check("Q39", 1, "warning", sold[index].module.story.name, sold[index].box)
    if apart := adverts_apart(areas, page):
        yield Check("Q39", apart, "warning", sold[-1].module.story.name, sold[-1].box)
    for each in sold:
        for other in seen:
            for picture in () if other.is_advert else other.module.pictures:
                box, under = grid.on_paper(picture), grid.on_paper(each.box)
                over = min(box.right, under.right) - max(box.x, under.x) > 0
                if over and -1.0 <= under.y - box.bottom < NEAR * grid.leading:
                    yield Check("Q39", 0.5, "warning", each.module.story.name, picture)


def _turned(area: GridArea) -> GridArea:
    return GridArea(area.row, area.rows, area.column, area.columns)
