"""What runs across the lines of its page: a vertical text on a level one (直排) or a level text on a vertical one, a
vertical head beside level text (竖题) or a level head above vertical text (横题), poems and couplets (楹联).

Each is made up by the story module on lines of its own and turned into the place it has. How deep a place is decides
how long its lines are, so that every depth is set anew; what it costs is counted in the same prices as any story.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from layout.display import Group, Item
from layout.issue import Copy, HeadForm, Story
from layout.makeup.blocks.heads import FITS, STICKS_OUT, Head, forced, lines_of, make_head
from layout.makeup.grid import MOST_MEASURE, PageGrid, merge
from layout.makeup.logical import plain
from layout.makeup.modules.base import NO_HEAD, OVERSET, VERSES, Fit, HeadFacts, Inside, Placed
from layout.makeup.modules.frame import Frame
from layout.makeup.modules.story import StoryModule
from layout.makeup.modules.styles import body_style, headline_style
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme, in_writing
from layout.turning import box_turned, shifted, turned
from layout.units import GridArea, Rect, Size
from layout.value import replace, value

ACROSS: dict[bool, tuple[HeadForm, ...]] = {False: ("vertical-right", "vertical-left"), True: ("level",)}
"""Head forms whose lines run across those of a level page, of a vertical one."""

OPENED = 1.25  # times its leading, to which a vertical text may be opened so that its last line ends its box
POEM_OPENED = 1.6  # the same of a poem
OPENING = 3.0  # a line fewer than the box would hold
UNFILLED = 1.5  # a row, or as much along the lines, of a poem's box that is white beyond MARGIN at either side
HOLLOW = 25.0  # such a row of its depth, which another depth would not leave
MARGIN = 2.0  # em
WRAPPED = 150.0  # a verse that its box is not deep enough for
SMALLER = 1.5  # a point that a head is smaller than its style
SHORT_HEAD = 10.0  # a head beside its text that fills nothing of its depth
MORE_LINES = 2.0  # a line more of it
STRAINED = 40.0  # a head a step further from what its styles allow
MOST_LINES = 3
ASIDE_GAP = 1.0  # em between a head and the text beside it, at least
SPREAD = (0.0, 0.5, 1.0, 1.5, 2.0)  # em more that it may take so that the text beside it comes to whole legs
LEAST_BESIDE = 8.0  # em of text beside a head
WIDEST_GUTTER = 1.5  # em between two tiers
LEAST_ROOM = 4.0  # em of a line, below which nothing is set
MOST_LEVEL = 20.0  # em, of a level column in a vertical page before it is parted
COUPLET = 2  # lines of a couplet
COUPLET_PARTED = 0.25  # of the width, from its middle to either line, at most COUPLET_FAR times their size
COUPLET_FAR = 2.2
COUPLET_OPENED = 0.3  # of their size, by which its characters stand apart at most so that the lines fill their depth
COUPLET_WIDEST = 5.0  # times their size, that they and what parts them take


def runs_across(story: Story, vertical: bool) -> bool:
    """Whether a story has lines of its own: where it says so; and a poem, which runs down wherever nobody says that it
    does not. vertical: the page is."""
    if story.role == "poem":
        return story.writing != "horizontal"
    return story.writing == ("horizontal" if vertical else "vertical")


def is_bare(couplet: Story) -> bool:
    """Whether a couplet has nothing besides its lines, the scroll above them and who wrote it: what has more is set as
    a poem is."""
    kept = replace(couplet, name="", rank=0, role="story", box=None, border="", banner=None, headline=(), byline=None)
    return replace(kept, body=(), writing="", section="", page=0, short_head=(), is_listed=True) == Story("")


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
        top = box.y + head_height + _row_air(grid) + laid.down
        own = tuple(_story_items(placed))
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
        room = Size(size.width, size.height - self._head(size.width)[1] - 2 * _row_air(self._grid))
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
        return _Laid(module, rows, aside, down, replace(fit, cost=cost), _white(room, block, em))

    def _lines(self, tiers: int, measure: float, gutter: float, rows: int, leading: float, em: float) -> StoryModule:
        """The story on vertical lines that begin at the origin and follow one another to its left."""
        own = PageGrid(0.0, 0.0, tiers, measure, gutter, rows, leading, em, right=0.0)
        return StoryModule(self._inner, 0, tiers, own, self._own, self._setter)


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
        items = (*self._head_items(head, module.beside(row, depth)), *_story_items(placed))
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
        yield from turned(tuple(head.items(0.0, 0.0)), right, box.y + _row_air(self._grid))

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
        air = 0.0 if self._grid.vertical else 2 * _row_air(self._grid)
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
        items += self._half_items(halves, box, box.y + head_height + _row_air(grid), room.height)
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
        white = _white(room, self._block(halves), self._style.size)
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
        return Size(size.width, size.height - self._head(size.width)[1] - 2 * _row_air(self._grid))

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


def never(story: Story, depth: int) -> Fit:
    """What a story comes to where it cannot even begin."""
    rows = characters(story) // 10 + depth
    return Fit(OVERSET * (1 + rows), rows)


def nothing(story: Story, area: GridArea, fit: Fit) -> Placed:
    """The same placed: nothing is drawn, everything is reported."""
    return Placed(story, area, (), fit.cost, overset=characters(story), overset_rows=fit.overset_rows)


def characters(story: Story) -> int:
    """Of its body."""
    return sum(len(block.copy.text) for block in story.body)


def hollow(room: Size, block: Size, em: float, grid: PageGrid) -> float:
    """What the white round a block in its room costs, beyond a margin."""
    across = max(0.0, room.width - block.width - 2 * MARGIN * em) / grid.leading
    along = max(0.0, room.height - block.height - 2 * MARGIN * em) / grid.leading
    deep, wide = (across, along) if grid.vertical else (along, across)
    return HOLLOW * deep + UNFILLED * wide


def _white(room: Size, block: Size, em: float) -> float:
    """The part of a room that is neither a block nor a margin round it."""
    taken = min(room.width, block.width + 2 * MARGIN * em) * min(room.height, block.height + 2 * MARGIN * em)
    return max(0.0, 1 - taken / (room.width * room.height))


def _thickness(paragraph: Paragraph) -> float:
    """Of its lines, across them."""
    return (len(paragraph.lines) - 1) * paragraph.style.leading + paragraph.style.size


def _row_air(grid: PageGrid) -> float:
    """From the edge of a row to the em boxes on it, so that lines across begin and end as the text beside them."""
    return (grid.leading - grid.body_size) / 2


def _story_items(placed: Placed) -> Iterator[Item]:
    """What is in the group of a story."""
    for item in placed.items:
        yield from item.items if isinstance(item, Group) and item.role == "story" else (item,)


__all__ = ["ACROSS", "COUPLET", "AcrossHead", "AcrossModule", "CoupletModule", "is_bare", "runs_across"]
