"""What runs across the lines of its page: a vertical text on a level one (直排) or a level text on a vertical one, and
poems.

Each is made up by the story module on lines of its own and turned into the place it has. How deep a place is decides
how long its lines are, so that every depth is set anew; what it costs is counted in the same prices as any story.
"""

from __future__ import annotations

import math

from layout.display import Group, Item
from layout.issue import Story
from layout.makeup.blocks.heads import FITS, Head, make_head
from layout.makeup.grid import MOST_MEASURE, PageGrid
from layout.makeup.logical import plain
from layout.makeup.modules.base import NO_HEAD, VERSES, Fit, HeadFacts, Inside, Placed, never, nothing
from layout.makeup.modules.frame import Frame
from layout.makeup.modules.hollow import hollow, white_round
from layout.makeup.modules.story import StoryModule
from layout.makeup.modules.styles import body_style, headline_style
from layout.text.paragraph import Typesetter
from layout.theme import Theme, in_writing
from layout.turning import box_turned, shifted, turned
from layout.units import GridArea, Rect, Size
from layout.value import replace, value

OPENED = 1.25  # times its leading, to which a vertical text may be opened so that its last line ends its box
POEM_OPENED = 1.6  # the same of a poem
OPENING = 3.0  # a line fewer than the box would hold
WRAPPED = 150.0  # a verse that its box is not deep enough for
WIDEST_GUTTER = 1.5  # em between two tiers
LEAST_ROOM = 4.0  # em of a line, below which nothing is set
MOST_LEVEL = 20.0  # em, of a level column in a vertical page before it is parted


def runs_across(story: Story, vertical: bool) -> bool:
    """Whether a story has lines of its own: where it says so; and a poem, which runs down wherever nobody says that it
    does not. vertical: the page is."""
    if story.role == "poem":
        return story.writing != "horizontal"
    return story.writing == ("horizontal" if vertical else "vertical")


@value
class _Laid:
    """A text laid into a depth: its module on lines of its own and their rows; in: how far its first column (or, of
    vertical lines, its first line) stands from the left (the right) edge of its room, down: from its upper edge; what
    it comes to. white: the part of its room round it that is more than a margin."""

    module: StoryModule
    rows: int
    aside: float
    down: float
    fit: Fit
    white: float = 0.0


class AcrossModule:
    """A story in lines of its own within its rectangle: vertical ones on a level page, level ones on a vertical page;
    a poem's on either."""

    def __init__(
        self, story: Story, column: int, columns: int, grid: PageGrid, theme: Theme, setter: Typesetter
    ) -> None:
        self.story, self.column, self.columns = story, column, columns
        self._grid, self._theme, self._setter = grid, theme, setter
        self._frame = Frame(story, columns, grid, theme)
        self._own = in_writing(theme, not grid.vertical or story.role in VERSES)
        inner = replace(
            plain(story), writing="", tiers=None, box=False, border="", banner=None, columns=None, head=None
        )
        self._has_level_head = story.head == "level" and bool(story.headline or story.kicker or story.deck)
        if self._has_level_head:
            inner = replace(inner, kicker=(), headline=(), deck=(), summary=(), tag=None, byline=None)
        self._inner = inner
        self._laid: dict[int, _Laid | None] = {}

    @property
    def head_strain(self) -> int:
        """A vertical head fits as deep as it is given; a level one must fit the width."""
        head, _ = self._head(self._frame.size(self._grid.rows).width)
        return FITS if head is None else head.strain

    def cost(self, depth: int) -> float:
        return self.fit(depth).cost

    def holds(self, depth: int) -> bool:
        return not self.fit(depth).overset_rows

    def fit(self, depth: int) -> Fit:
        laid = self._lay(depth)
        return never(self.story, depth) if laid is None else laid.fit

    @property
    def head(self) -> HeadFacts:
        return NO_HEAD

    def moved(self, column: int) -> AcrossModule:
        other = AcrossModule(self.story, column, self.columns, self._grid, self._theme, self._setter)
        other._laid = self._laid  # where its columns stand it does not know
        return other

    def place(self, row: int, depth: int) -> Placed:
        grid, frame = self._grid, self._frame
        area = GridArea(self.column, self.columns, row, depth)
        laid = self._lay(depth)
        if laid is None:
            return nothing(self.story, area, self.fit(depth))
        box = frame.inner(area)
        head, head_height = self._head(box.width)
        items: list[Item] = []
        if head is not None:
            spare = head_height - head.height - self._theme.numbers["head_gap"]
            items += head.items(box.x, box.y + max(0.0, spare) / 2)
        placed = laid.module.place(0, laid.rows)
        top = box.y + head_height + grid.row_air + laid.down
        own = tuple(placed.story_items)
        if self._own.vertical:
            right = box.right - laid.aside
            items += turned(own, right, top)
            pictures = [box_turned(rect, right, top) for rect in placed.pictures]
        else:
            left = box.x + laid.aside
            items += shifted(own, left, top)
            pictures = [Rect(each.x + left, each.y + top, each.width, each.height) for each in placed.pictures]
        everything = (*frame.items(area, self._setter), *grid.level(tuple(items)))
        return replace(
            placed,
            story=self.story,
            area=area,
            items=(Group("story", everything, self.story.name),),
            cost=laid.fit.cost,
            boxed=frame.boxed,
            pictures=tuple(grid.off_paper(each) for each in pictures),
            head_size=head.size if head else placed.head_size,
            head_rows=0 if grid.vertical else grid.rows_for(head_height),
            head_strain=max(placed.head_strain, FITS if head is None else head.strain),
            paragraphs=(*((part.paragraph for part in head.parts) if head else ()), *placed.paragraphs),
            inside=Inside(placed, laid.module.grid, laid.white),
        )

    def _head(self, width: float) -> tuple[Head | None, float]:
        """A level head above the text, and its height with the gap below it, in whole rows."""
        if not self._has_level_head:
            return None, 0.0
        theme = in_writing(self._theme, False)
        style = theme.styles[headline_style(self.story, self.columns)]
        head = make_head(self.story, style, max(style.size, width), 2, theme, self._setter)
        return head, self._grid.rows_for(head.height + theme.numbers["head_gap"]) * self._grid.leading

    def _lay(self, depth: int) -> _Laid | None:
        if depth not in self._laid:
            self._laid[depth] = self._make(depth)
        return self._laid[depth]

    def _make(self, depth: int) -> _Laid | None:
        """The text in the room that a depth leaves it; None where not even one line of it does."""
        size = self._frame.size(depth)
        room = Size(size.width, size.height - self._head(size.width)[1] - 2 * self._grid.row_air)
        style = self._own.styles[body_style(self.story)]
        if min(room.width, room.height) < LEAST_ROOM * style.size:
            return None
        if self.story.role in VERSES:
            return self._poem(room, style.size, style.leading)
        return (self._prose if self._own.vertical else self._columns)(room, style.size, style.leading)

    def _columns(self, room: Size, em: float, leading: float) -> _Laid | None:
        """Level text on a vertical page: in as many columns as its width wants."""
        count = self.story.columns or max(1, math.ceil((room.width + em) / ((MOST_LEVEL + 1) * em)))
        measure = (room.width - (count - 1) * em) / count // em * em
        rows = int(room.height / leading + 1e-6)
        if measure < LEAST_ROOM * em or rows < 2:
            return None
        gutter = (room.width - count * measure) / (count - 1) if count > 1 else 0.0
        aside = (room.width - measure) / 2 if count == 1 else 0.0
        own = PageGrid(0.0, 0.0, count, measure, gutter, rows, room.height / rows, em)
        module = StoryModule(self._inner, 0, count, own, self._own, self._setter)
        return _Laid(module, rows, aside, 0.0, module.fit(rows))

    def _prose(self, room: Size, em: float, leading: float) -> _Laid | None:
        """Vertical text: as many lines as the width holds, or as few less, opened to fill it, as the copy asks."""
        tiers = self.story.tiers or max(1, math.ceil((room.height + em) / ((MOST_MEASURE + 1) * em)))
        measure = (room.height - (tiers - 1) * em) / tiers // em * em
        if measure < LEAST_ROOM * em:
            return None
        # What is more than parts two tiers goes above and below them.
        gutter = min(WIDEST_GUTTER * em, (room.height - tiers * measure) / (tiers - 1)) if tiers > 1 else 0.0
        down = (room.height - tiers * measure - (tiers - 1) * gutter) / 2
        most = int(room.width / leading + 1e-6)
        best: _Laid | None = None
        rows = most
        while rows >= max(2, math.ceil(room.width / leading / OPENED)):
            module = self._lines(tiers, measure, gutter, rows, room.width / rows, em)
            fit = module.fit(rows)
            cost = fit.cost + OPENING * (most - rows)
            if best is None or cost < best.fit.cost:
                best = _Laid(module, rows, 0.0, down, replace(fit, cost=cost))
            if fit.overset_rows or not fit.empty:
                break
            rows -= fit.empty
        return best

    def _poem(self, room: Size, em: float, leading: float) -> _Laid | None:
        """A line each verse, the block of them in the middle of its box, opened as far as looks well."""
        story = self._inner
        most = int(room.width / leading + 1e-6)
        if most < 2:
            return None
        head = self._own.styles["headline-poem"].size
        longest = [len(block.copy.text) * em for block in story.body]
        longest += [len(copy.text) * head for copy in (*story.headline, *story.kicker, *story.deck)]
        measure = min(room.height, max((LEAST_ROOM * em, *longest))) // em * em
        rows, opened = most, leading
        for _ in range(3):  # opened rows hold a head in fewer of them
            module = self._lines(1, measure, 0.0, rows, opened, em)
            need = max(2, min(module.least_rows, most))
            opened = min(room.width / need, leading * POEM_OPENED)
            if need == rows:
                break
            rows = need
        module = self._lines(1, measure, 0.0, rows, opened, em)
        fit = module.fit(rows)
        wrapped = sum(max(0, len(unit.paragraph.lines) - 1) for unit in module.units)
        aside, down = (room.width - rows * opened) / 2, (room.height - measure) / 2
        block = Size(rows * opened, measure)
        cost = fit.cost + WRAPPED * wrapped + hollow(room, block, em, self._grid)
        return _Laid(module, rows, aside, down, replace(fit, cost=cost), white_round(room, block, em))

    def _lines(self, tiers: int, measure: float, gutter: float, rows: int, leading: float, em: float) -> StoryModule:
        """The story on vertical lines that begin at the origin and follow one another to its left."""
        own = PageGrid(0.0, 0.0, tiers, measure, gutter, rows, leading, em, right=0.0)
        return StoryModule(self._inner, 0, tiers, own, self._own, self._setter)


__all__ = ["AcrossModule", "runs_across"]
