"""A story whose head stands white on its first picture (压图反白题).

The picture stands across the story where the head would, and the head takes no rows of its own: it is laid over the
picture's head or foot, whichever is farther from the picture's focus. Whether it can be read there is measured on the
plate's pixels (layout.pdf.contrast).
"""

from __future__ import annotations

from layout.display import Group, Image, Item, walk
from layout.issue import Story
from layout.makeup.modules.arrangement import Arrangement
from layout.makeup.modules.base import Placed
from layout.makeup.modules.legs import Fitted
from layout.makeup.modules.story import StoryModule
from layout.makeup.modules.ways import Prices, Way
from layout.value import replace


class OverPictureModule(StoryModule):
    """A text story with its head on its first picture."""

    def _completed(self) -> None:
        self._arrangements = tuple(
            replace(each, heads=tuple(replace(head, rows=0) for head in each.heads)) for each in self._arrangements
        )

    def _set_in_rows(self, story: Story) -> Story:
        first, *others = story.pictures
        return replace(story, pictures=(replace(first, place="top"), *others))

    def _head_prices(self, arrangement: Arrangement) -> Prices:
        return tuple(prices[:1] for prices in super()._head_prices(arrangement))  # it has no air of its own

    def _placed(self, way: Way, row: int, depth: int, fitted: Fitted) -> Placed:
        placed = super()._placed(way, row, depth, fitted)
        (story,) = placed.items
        assert isinstance(story, Group)
        picture = next((item for item in story.items if isinstance(item, Group) and item.role == "figure"), None)
        if picture is None:
            return placed
        heads = [item for item in story.items if _is_head(item)]
        others = [item for item in story.items if item is not picture and item not in heads]
        head = self._arrangements[way.arrangement].heads[way.head].head
        box = next((item.rect for item in walk(picture.items) if isinstance(item, Image)), placed.pictures[0])
        foot = box.bottom - head.height
        wanted = self.story.reverse
        high = wanted == "picture-top" or (wanted == "picture" and self.story.pictures[0].focus[1] > 0.5)
        laid = tuple(head.items(self._head_left(), box.y if high else foot))
        return replace(placed, items=(replace(story, items=(picture, *laid, *others)),))

    def _head_left(self) -> float:
        """Left edge of the head, points."""
        return self._x


def _is_head(item: Item) -> bool:
    return isinstance(item, Group) and item.role in ("kicker", "headline", "deck", "byline")


__all__ = ["OverPictureModule"]
