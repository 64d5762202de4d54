"""What a story is foreseen to lose of the page's score by its own shape, before anything is set. What it loses for its
place among the others is of neighbours.py."""

from __future__ import annotations

from collections.abc import Sequence

from layout.issue import Story
from layout.makeup.modules.base import SIDEBARS, Module
from layout.makeup.modules.fallbacks import Fallbacks
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.modules.story import StoryModule
from layout.makeup.quality import WEIGHTS
from layout.makeup.quality.pictures import DOMINANT, LEAST_DOMINANT, MOST_LACKING
from layout.makeup.quality.shapes import TOWER, low_or_narrow, shallow
from layout.makeup.quality.space import TALL, TEXTS
from layout.makeup.quality.stories import GREY, LONGEST_LEG
from layout.units import GridArea
from layout.value import value


@value
class Art:
    """What a page wants of its pictures. largest: the story whose picture leads the page, the first that has one; "" =
    none has; first: whether that is the first story; room: the page without its adverts, square points."""

    largest: str
    first: bool
    room: float


def art_of(stories: Sequence[Story], library: ModuleLibrary) -> Art:
    """stories: of the page, by rank."""
    grid = library.grid
    sold = sum([grid.span(min(grid.columns, each.columns)) * each.rows for each in library.page.adverts])
    pictured = [each.name for each in stories if each.pictures and each.role not in SIDEBARS]
    largest = pictured[0] if pictured else ""
    room = max(1.0, (grid.width * library.rows - sold) * grid.leading)
    return Art(largest, bool(largest) and largest == stories[0].name, room)


def shape_points(story: Story, module: Module, depth: int, page: GridArea, art: Art) -> float:
    """Points of the score: Q11, Q12, Q14, Q26, Q31, Q43, Q44 and Q45 of a story of this depth."""
    width, head = module.columns, module.head.rows
    points = 0.0
    if story.role in TEXTS and head:
        points += _text_points(story, width, depth - head, page.columns)
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
    lacking = max(0.0, LEAST_DOMINANT - share) / 2
    if story.name == art.largest:
        return WEIGHTS["Q43"] * min(MOST_LACKING, lacking) if art.first else WEIGHTS["Q31"] * lacking
    if DOMINANT * share <= LEAST_DOMINANT:
        return 0.0
    return WEIGHTS["Q14"] + (WEIGHTS["Q43"] * (DOMINANT - LEAST_DOMINANT / share) if art.first else 0.0)


__all__ = ["Art", "art_of", "shape_points"]
