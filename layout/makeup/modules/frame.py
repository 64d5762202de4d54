"""What stands round a module on its base columns, its border and the banner at its head; and what is left within."""

from __future__ import annotations

from collections.abc import Iterator

from layout.display import Item
from layout.issue import Story
from layout.makeup.blocks.borders import band, border, border_kind
from layout.makeup.blocks.furniture import banner_strip
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import banner_rows
from layout.text.paragraph import Typesetter
from layout.theme import Theme
from layout.units import GridArea, Rect, Size

LEAST_CLEAR = 4.0  # points between a border and the first row inside it


class Frame:
    """boxed: whether it has a border. pad: rows between a border and what is within; above: these and the banner's.
    width: within, points. aside: points at its left and right that are kept for something else."""

    def __init__(
        self, story: Story, columns: int, grid: PageGrid, theme: Theme, aside: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        self._story, self._grid, self._theme = story, grid, theme
        self._kind = border_kind(story, theme)
        reach = band(self._kind, theme)
        self.boxed = self._kind != "none"
        self.pad = (1 if grid.leading - reach >= LEAST_CLEAR else 2) if self.boxed else 0
        self.above = self.pad + (banner_rows(theme) if story.banner is not None else 0)
        inset = theme.numbers["inset"] + (reach if reach > 1.0 else 0.0) if self.boxed else 0.0
        self._inset, self._left = inset, aside[0]
        self.width = grid.span(columns) - 2 * inset - sum(aside)

    def left(self, column: int) -> float:
        """Where what is within begins, from base column `column` on, points."""
        return self._grid.x(column) + self._inset + self._left

    def rows(self, depth: int) -> int:
        """What is left within, of `depth` rows."""
        return depth - self.above - self.pad

    def size(self, depth: int) -> Size:
        """The same on the paper."""
        across = self.rows(depth) * self._grid.leading
        return Size(across, self.width) if self._grid.vertical else Size(self.width, across)

    def inner(self, area: GridArea) -> Rect:
        """Where that is, on the paper."""
        box = self._grid.box(area)
        top = self.above * self._grid.leading
        height = box.height - top - self.pad * self._grid.leading
        return self._grid.on_paper(Rect(self.left(area.column), box.y + top, self.width, height))

    def items(self, area: GridArea, setter: Typesetter) -> Iterator[Item]:
        """On the page's grid."""
        if self.boxed:
            yield from border(self._grid.box(area), self._kind, self._theme)
        if self._story.banner is not None:
            x, y = self.left(area.column), self._grid.y(area.row + self.pad)
            yield from banner_strip(self._story.banner, x, y, self.width, self._theme, setter)


__all__ = ["Frame"]
