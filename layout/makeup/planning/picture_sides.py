"""Pictures of a page that plans itself, brought to the left of their stories' legs where the page is better for it: its
two halves are as dark, the eye has an entry at either side, no picture stands on another or on an advert.

A module does not know what stands beside it, so this is asked once of the page that was found, story by story.
"""

from __future__ import annotations

from layout.issue import Story
from layout.makeup.modules.base import TOLD, Placed
from layout.makeup.modules.fallbacks import Fallbacks
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.modules.story import StoryModule
from layout.makeup.page_faults import page_faults
from layout.value import replace

CLEARLY = 0.4  # points of looks by which a page must be better
MOST_TRIED = 4  # stories, the first of the page first


def with_best_sides(placed: tuple[Placed, ...], library: ModuleLibrary, more_ways: bool = False) -> tuple[Placed, ...]:
    """The page with some pictures on the other side, or as it was. more_ways: its stories stand in more ways than the
    house's."""
    library = library.relaxed if more_ways else library
    if library.grid.vertical:  # there they stand at the head of the tiers
        return placed
    free = [index for index, module in enumerate(placed) if _is_free(module)][:MOST_TRIED]
    if not free:
        return placed
    faults = page_faults(placed, library)
    for index in free:
        other = _turned(placed[index], library)
        if other is None:
            continue
        tried = (*placed[:index], other, *placed[index + 1 :])
        found = page_faults(tried, library)
        if found.weight <= faults.weight and found.looks + CLEARLY < faults.looks:
            placed, faults = tried, found
    return placed


def _is_free(module: Placed) -> bool:
    """Whether a story's pictures may stand on either side: nobody has said where, and some legs have none."""
    story = module.story
    return (
        bool(module.pictures)
        and len(module.legs) > 1
        and any(not leg.picture for leg in module.legs)
        and story.role in TOLD
        and story.jump is None
        and not story.arrived
        and not story.over_picture
        and all(picture.place is None and not picture.outline for picture in story.pictures)
    )


def _turned(module: Placed, library: ModuleLibrary) -> Placed | None:
    """The story in its place with its pictures at the left; None where it does not come out as well."""
    area, story = module.area, module.story
    left: Story = replace(story, pictures=tuple(replace(each, place="top-left") for each in story.pictures))
    own = library.trial(left, area.columns).moved(area.column)
    made: Placed | None = own.place(area.row, area.rows)
    if made is not None and made.head_size > module.head_size and isinstance(own, StoryModule | Fallbacks):
        made = own.in_smaller_head(area.row, area.rows, module.head_size)
    if made is None or made.overset or made.empty > module.empty or made.head_strain > module.head_strain:
        return None
    return replace(made, story=story, tactics=(*made.tactics, ("side", 1)))


__all__ = ["with_best_sides"]
