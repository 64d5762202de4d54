"""A head whose lines run across those of its text: a vertical one beside level text (竖题), a level one above vertical
text (横题)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from layout.display import Group, Item
from layout.issue import HeadForm, Story
from layout.makeup.blocks.heads import STICKS_OUT, Head, make_head
from layout.makeup.grid import PageGrid, merge
from layout.makeup.logical import plain
from layout.makeup.modules.base import NO_HEAD, SMALLER, Fit, HeadFacts, Inside, Placed, never, nothing
from layout.makeup.modules.story import StoryModule
from layout.makeup.modules.styles import headline_style
from layout.text.paragraph import Typesetter
from layout.theme import Theme, in_writing
from layout.turning import turned
from layout.units import GridArea, Rect
from layout.value import replace

ACROSS: dict[bool, tuple[HeadForm, ...]] = {False: ("vertical-right", "vertical-left"), True: ("level",)}
"""Head forms whose lines run across those of a level page, of a vertical one."""

SHORT_HEAD = 10.0  # a head beside its text that fills nothing of its depth
MORE_LINES = 2.0  # a line more of it
STRAINED = 40.0  # a head a step further from what its styles allow
MOST_LINES = 3
ASIDE_GAP = 1.0  # em between a head and the text beside it, at least
SPREAD = (0.0, 0.5, 1.0, 1.5, 2.0)  # em more that it may take so that the text beside it comes to whole legs
LEAST_BESIDE = 8.0  # em of text beside a head


class AcrossHead:
    """A story beside a head whose lines run across its own: at the right or left of level text, as deep as it; above
    vertical text, as wide as it."""

    def __init__(
        self, story: Story, column: int, columns: int, grid: PageGrid, theme: Theme, setter: Typesetter
    ) -> None:
        self.story, self.column, self.columns = story, column, columns
        self._grid, self._theme, self._setter = grid, theme, setter
        self._across = in_writing(theme, not grid.vertical)
        self._style = self._across.styles[headline_style(story, columns)]
        self._text = replace(plain(story), kicker=(), headline=(), deck=(), byline=None, head=None)
        self._titles = replace(story, summary=(), tag=None)
        self._modules: dict[float, StoryModule] = {}
        self._best: dict[int, tuple[Head, StoryModule, Fit] | None] = {}
        self._plain = self._module(0.0)

    @property
    def head_strain(self) -> int:
        found = self._found(self._grid.rows)
        return STICKS_OUT if found is None else found[0].strain

    def cost(self, depth: int) -> float:
        found = self._found(depth)
        return never(self.story, depth).cost if found is None else found[1].cost(depth) + self._price(found[0])

    def holds(self, depth: int) -> bool:
        found = self._found(depth)
        return found is not None and found[0].strain <= self.head_strain and found[1].holds(depth)

    def fit(self, depth: int) -> Fit:
        found = self._found(depth)
        return never(self.story, depth) if found is None else found[2]

    @property
    def head(self) -> HeadFacts:
        return NO_HEAD

    def moved(self, column: int) -> AcrossHead:
        other = AcrossHead(self.story, column, self.columns, self._grid, self._theme, self._setter)
        other._modules = {key: module.moved(column) for key, module in self._modules.items()}
        return other

    def place(self, row: int, depth: int) -> Placed:
        found = self._found(depth)
        if found is None:
            return nothing(self.story, GridArea(self.column, self.columns, row, depth), self.fit(depth))
        head, module, fit = found
        placed = module.place(row, depth)
        items = (*self._head_items(head, module.beside(row, depth)), *placed.story_items)
        return replace(
            placed,
            story=self.story,
            items=(Group("story", items, self.story.name),),
            cost=fit.cost,
            head_size=head.size,
            head_strain=head.strain,
            paragraphs=(*(part.paragraph for part in head.parts), *placed.paragraphs),
            inside=Inside(placed, self._grid),
        )

    def _head_items(self, head: Head, box: Rect) -> Iterator[Item]:
        """The head against the outer edge of what is kept for it; a level one amid it."""
        if self._grid.vertical:
            paper = self._grid.on_paper(box)
            spare = max(0.0, paper.height - self._grid.gutter - head.height) / 2
            yield from self._grid.level(tuple(head.items(paper.x, paper.y + spare)))
            return
        right = box.right if self.story.head == "vertical-right" else box.x + head.height
        yield from turned(tuple(head.items(0.0, 0.0)), right, box.y + self._grid.row_air)

    def _price(self, head: Head) -> float:
        lines = sum(len(part.paragraph.lines) for part in head.parts if part.role == "headline")
        price = SMALLER * max(0.0, self._style.size - head.size) + SHORT_HEAD * (1 - min(1.0, head.filled))
        return price + MORE_LINES * max(0, lines - 1) + STRAINED * head.strain

    def _found(self, depth: int) -> tuple[Head, StoryModule, Fit] | None:
        """The head and the text beside it that are cheapest at a depth; None where no head leaves its text room."""
        if depth not in self._best:
            self._best[depth] = self._find(depth)
        return self._best[depth]

    def _find(self, depth: int) -> tuple[Head, StoryModule, Fit] | None:
        air = 0.0 if self._grid.vertical else 2 * self._grid.row_air
        length = max(self._style.size, self._plain.beside(0, depth).height - air)
        best: tuple[Head, StoryModule, Fit] | None = None
        for lines in range(1, MOST_LINES + 1):
            head = make_head(self._titles, self._style, length, lines, self._across, self._setter)
            if best is not None and (head.strain > best[0].strain or head == best[0]):
                continue
            module = self._beside(head.height)
            if module is not None:
                fit = module.fit(depth)
                fit = replace(fit, cost=fit.cost + self._price(head))
                if best is None or fit.price < best[2].price:
                    best = head, module, fit
        return best

    def _beside(self, height: float) -> StoryModule | None:
        """The text where a head takes so much of its width: with what brings its legs to whole em and near gutters; on
        a vertical page, in whole tiers. None where that leaves it less than LEAST_BESIDE a leg."""
        grid, em = self._grid, self._theme.styles["body"].size
        if grid.vertical:
            step = grid.measure + grid.gutter
            strips = [math.ceil((height + ASIDE_GAP * em - grid.gutter) / step - 1e-6) * step]
        else:
            strip = math.ceil((height / em + ASIDE_GAP) * 2 - 1e-6) / 2 * em
            strips = [strip + more * em for more in SPREAD]
        if grid.span(self.columns) - strips[-1] < LEAST_BESIDE * em * (self.story.columns or 1):
            return None
        if strips[0] not in self._modules:
            self._modules[strips[0]] = self._module(min(strips, key=self._parted))
        return self._modules[strips[0]]

    def _parted(self, strip: float) -> tuple[float, float]:
        """How its legs come to stand beside such a strip: near, and then wide."""
        grid, em = self._grid, self._theme.styles["body"].size
        legs = merge(0.0, self._plain.width - strip, self.story.columns or self.columns, em, step=grid.step)
        return round(legs.gutter, 2), -legs.measure

    def _module(self, strip: float) -> StoryModule:
        right = self.story.head == "vertical-right" and not self._grid.vertical
        aside = (0.0, strip) if right else (strip, 0.0)
        own = (self._text, self.column, self.columns, self._grid, self._theme, self._setter)
        return StoryModule(*own, aside=aside)


__all__ = ["ACROSS", "AcrossHead"]
