"""What a story is foreseen to lose of the page's score by its own shape, before anything is set. What it loses for its
place among the others is of neighbours.py."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from layout.issue import Story
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import SIDEBARS, Module
from layout.makeup.modules.fallbacks import Fallbacks
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.modules.story import StoryModule
from layout.makeup.quality import WEIGHTS
from layout.makeup.quality.order import PLAIN
from layout.makeup.quality.pictures import FRONT_ART, LEAST_ART, LEAST_DOMINANT, LEAST_LEADING, RIVAL
from layout.makeup.quality.shapes import TOWER, flatness, low_or_narrow, shallow
from layout.makeup.quality.space import TALL, TEXTS
from layout.makeup.quality.stories import GREY, LONGEST_LEG
from layout.pagenames import is_front
from layout.units import GridArea
from layout.value import value


@value
class Art:
    """What a page wants of its pictures. largest: the story whose picture leads the page, the first that has one; "" =
    none has; first: whether that is the first story; least: per cent of the page that it is to take where the others'
    are as large as they should be at most; room: the page without its adverts, square points."""

    largest: str
    first: bool
    least: float
    room: float


def art_of(stories: Sequence[Story], library: ModuleLibrary) -> Art:
    """stories: of the page, by rank."""
    grid = library.grid
    sold = sum([grid.span(min(grid.columns, each.columns)) * each.rows for each in library.page.adverts])
    pictured = [each.name for each in stories if each.pictures and each.role not in SIDEBARS]
    largest = pictured[0] if pictured else ""
    room = max(1.0, (grid.width * library.rows - sold) * grid.leading)
    least = FRONT_ART if is_front(library.page.number) else LEAST_ART
    least -= RIVAL * LEAST_DOMINANT * (len(pictured) - 1)
    return Art(largest, bool(largest) and largest == stories[0].name, max(0.0, least), room)


def shape_points(story: Story, module: Module, depth: int, page: GridArea, art: Art, grid: PageGrid) -> float:
    """Points of the score: Q11, Q12, Q14, Q26, Q31, Q32, Q43, Q44, Q45, Q46 and Q52 of a story of this depth."""
    width, head = module.columns, module.head.rows
    points = 0.0
    if story.role in TEXTS and head:
        points += _text_points(story, width, depth - head, page.columns)
    if story.role in PLAIN and story.role != "lead" and story.rank != 1:
        points += WEIGHTS["Q52"] * flatness(grid.span(width), depth * grid.leading)
    if width == 1 and story.role in (*TEXTS, "photo-news"):
        points += WEIGHTS["Q45"] * ((head > TALL) + (depth > TOWER * page.rows))
    if story.pictures and isinstance(module, StoryModule | Fallbacks):
        points += _picture_points(story, 100.0 * module.largest_picture(depth) / art.room, art)
    return points


def _text_points(story: Story, width: int, rows: int, columns: int) -> float:
    """rows: below its head."""
    points = WEIGHTS["Q26"] * shallow(width, rows)
    if story.role not in ("lead", "story"):
        return points
    points += WEIGHTS["Q11"] * width * (rows > LONGEST_LEG)
    restful = story.pictures or story.pull_quotes or any(block.kind != "paragraph" for block in story.body)
    points += WEIGHTS["Q12"] * (width > 1 and rows > GREY and not restful)
    if story.role == "lead" or story.rank == 1:
        points += WEIGHTS["Q44"] * low_or_narrow(GridArea(0, width, 0, rows), GridArea(0, columns, 0, rows))
    return points


def _picture_points(story: Story, share: float, art: Art) -> float:
    """Of its largest picture, which takes `share` per cent of the page: one leads the page, and none is more than half
    as large as that one should be."""
    if story.name == art.largest:
        lacking = WEIGHTS["Q32"] * max(0.0, art.least - share)
        if art.first:
            return lacking + WEIGHTS["Q43"] * sqrt(max(0.0, LEAST_LEADING - share))
        return lacking + WEIGHTS["Q31"] * max(0.0, LEAST_DOMINANT - share) / 2
    beyond = share - RIVAL * LEAST_DOMINANT
    if beyond <= 0.0:
        return 0.0
    return WEIGHTS["Q14"] + (WEIGHTS["Q46"] * beyond if art.first else 0.0)


__all__ = ["Art", "art_of", "shape_points"]
