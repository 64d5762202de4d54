"""Couplets (楹联): two vertical lines of one size on whatever page, a scroll level above them (横批)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from layout.display import Group, Item
from layout.issue import Copy, Story
from layout.makeup.blocks.heads import Head, forced, lines_of, make_head
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import NO_HEAD, OVERSET, SMALLER, Fit, HeadFacts, Inside, Placed, never, nothing
from layout.makeup.modules.frame import Frame
from layout.makeup.modules.hollow import hollow, white_round
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme, in_writing
from layout.turning import turned
from layout.units import GridArea, Rect, Size
from layout.value import replace

COUPLET = 2  # lines of a couplet
COUPLET_PARTED = 0.25  # of the width, from its middle to either line, at most COUPLET_FAR times their size
COUPLET_FAR = 2.2
COUPLET_OPENED = 0.3  # of their size, by which its characters stand apart at most so that the lines fill their depth
COUPLET_WIDEST = 5.0  # times their size, that they and what parts them take


def is_bare(couplet: Story) -> bool:
    """Whether a couplet has nothing besides its lines, the scroll above them and who wrote it: what has more is set as
    a poem is."""
    kept = replace(couplet, name="", rank=0, role="story", box=None, border="", banner=None, headline=(), byline=None)
    return replace(kept, body=(), writing="", section="", page=0, short_head=(), is_listed=True) == Story("")


class CoupletModule:
    """Two vertical lines of one size, the first at the right, a scroll of a few characters level above them."""

    def __init__(
        self, story: Story, column: int, columns: int, grid: PageGrid, theme: Theme, setter: Typesetter
    ) -> None:
        self.story, self.column, self.columns = story, column, columns
        self._grid, self._theme, self._setter = grid, theme, setter
        self._frame = Frame(story, columns, grid, theme)
        self._scroll = replace(story, kicker=(), deck=(), summary=(), tag=None)
        self._level = in_writing(theme, False)
        self._style = in_writing(theme, True).styles["couplet"]
        self._copies: tuple[Copy, ...] = tuple(block.copy for block in story.body if block.copy.text)

    @property
    def head_strain(self) -> int:
        return self._head(self._frame.size(self._grid.rows).width)[0].strain

    def cost(self, depth: int) -> float:
        return self.fit(depth).cost

    def holds(self, depth: int) -> bool:
        return not self.fit(depth).overset_rows

    def fit(self, depth: int) -> Fit:
        room = self._room(self._frame.size(depth))
        if room.height < self._style.smallest or room.width < 2 * self._style.smallest:
            return never(self.story, depth)
        halves, fitted = self._halves(room)
        size = halves[0].style.size if halves else self._style.size
        cost = SMALLER * (self._style.size - size) + hollow(room, self._block(halves), size, self._grid)
        return Fit(cost + (0.0 if fitted else OVERSET), 0 if fitted else 1)

    @property
    def head(self) -> HeadFacts:
        return NO_HEAD

    def moved(self, column: int) -> CoupletModule:
        return CoupletModule(self.story, column, self.columns, self._grid, self._theme, self._setter)

    def place(self, row: int, depth: int) -> Placed:
        grid, frame = self._grid, self._frame
        area = GridArea(self.column, self.columns, row, depth)
        fit, room = self.fit(depth), self._room(frame.size(depth))
        if room.height < self._style.smallest or room.width < 2 * self._style.smallest:
            return nothing(self.story, area, fit)
        box = frame.inner(area)
        head, head_height = self._head(box.width)
        halves, _ = self._halves(room)
        items = list(head.items(box.x, box.y))
        items += self._half_items(halves, box, box.y + head_height + grid.row_air, room.height)
        everything = (*frame.items(area, self._setter), *grid.level(tuple(items)))
        placed = Placed(
            self.story,
            area,
            (Group("story", everything, self.story.name),),
            fit.cost,
            frame.boxed,
            fit.overset_rows,
            fit.overset_rows,
            head_size=head.size,
            head_rows=0 if grid.vertical else grid.rows_for(head_height),
            head_strain=head.strain,
            paragraphs=(*(part.paragraph for part in head.parts), *halves),
        )
        white = white_round(room, self._block(halves), self._style.size)
        return replace(placed, inside=Inside(replace(placed, items=()), grid, white))

    def _block(self, halves: tuple[Paragraph, ...]) -> Size:
        """What its lines and the white between them take."""
        longest = max((line.width for half in halves for line in half.lines), default=0.0)
        return Size(COUPLET_WIDEST * (halves[0].style.size if halves else 0.0), longest)

    def _half_items(self, halves: tuple[Paragraph, ...], box: Rect, top: float, height: float) -> Iterator[Item]:
        """The lines on either side of the middle of their box, the first at the right."""
        middle = box.x + box.width / 2
        widest = max((_thickness(half) for half in halves), default=0.0)
        far = max(widest * 0.75, min(box.width * COUPLET_PARTED, COUPLET_FAR * self._style.size))
        for index, half in enumerate(halves):
            axis = middle + far * (1 - 2 * index / max(1, len(halves) - 1)) if len(halves) > 1 else middle
            along = top + max(0.0, height - max((line.width for line in half.lines), default=0.0)) / 2
            yield Group("paragraph", turned(tuple(lines_of(half, 0.0, 0.0)), axis + _thickness(half) / 2, along))

    def _head(self, width: float) -> tuple[Head, float]:
        """The scroll above, and its height with the gap below it."""
        style = self._level.styles["couplet-top"]
        head = make_head(self._scroll, style, max(style.size, width), 1, self._level, self._setter)
        rows = self._grid.rows_for(head.height + self._theme.numbers["head_gap"]) if head.parts else 0
        return head, rows * self._grid.leading

    def _room(self, size: Size) -> Size:
        return Size(size.width, size.height - self._head(size.width)[1] - 2 * self._grid.row_air)

    def _halves(self, room: Size) -> tuple[tuple[Paragraph, ...], bool]:
        """Its lines in one size, the largest that all fit in, and whether they do."""
        widest = room.width / max(1, len(self._copies)) / 1.3
        size = min(self._style.size, max(self._style.smallest, widest))
        style = replace(self._style, size=size, align="left")
        made = [self._setter.headline((copy,), style, room.height, 1) for copy in self._copies]
        if any(each is None for each in made):
            return tuple(forced((copy,), style, room.height, self._setter) for copy in self._copies), False
        size = min((each.style.size for each in made if each is not None), default=size)
        longest = max((len(copy.text) for copy in self._copies), default=1)
        spare = max(0.0, room.height / size - longest) / max(1, longest - 1)
        opened = style.tracking + min(COUPLET_OPENED, math.floor(spare * 20) / 20)
        even = replace(style, size=size, smallest=size, tracking=opened)
        again = (self._setter.headline((copy,), even, room.height, 1) for copy in self._copies)
        return tuple(each for each in again if each is not None), True


def _thickness(paragraph: Paragraph) -> float:
    """Of its lines, across them."""
    return (len(paragraph.lines) - 1) * paragraph.style.leading + paragraph.style.size


__all__ = ["COUPLET", "CoupletModule", "is_bare"]
