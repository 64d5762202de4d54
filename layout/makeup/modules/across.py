"""What runs across the lines of its page: a vertical text on a level one (直排), a vertical head beside level text
(竖题), a level head above vertical text (横题), and a couplet (楹联).

Each is made up by the story module on lines of its own and turned into the place it has. How deep a place is decides
how long its lines are, so that every depth is set anew; what it costs is counted in the same prices as any story.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from layout.display import Group, Item
from layout.issue import HeadForm, Story
from layout.makeup.blocks.borders import band, border
from layout.makeup.blocks.furniture import banner_strip
from layout.makeup.blocks.heads import Head, forced, lines_of, make_head
from layout.makeup.grid import MOST_MEASURE, PageGrid
from layout.makeup.modules.base import OVERSET, Fit, Inside, Placed, banner_rows
from layout.makeup.modules.story import LEAST_CLEAR, VERSES, StoryModule, border_kind, headline_style
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme, in_writing
from layout.turning import box_turned, turned
from layout.units import GridArea, Rect
from layout.value import replace, value

ACROSS: dict[bool, tuple[HeadForm, ...]] = {False: ("vertical-right", "vertical-left"), True: ("level",)}
"""Head forms whose lines run across those of a level page, of a vertical one."""

OPENED = 1.25  # times its leading, to which a vertical text may be opened so that its last line ends its box
POEM_OPENED = 1.6  # the same of a poem
OPENING = 3.0  # a line fewer than the box would hold
UNFILLED = 1.5  # an em of a poem's box that its longest line leaves white
WRAPPED = 150.0  # a verse that its box is not deep enough for
SMALLER = 1.5  # a point that a head is smaller than its style
SHORT_HEAD = 10.0  # a head beside its text that fills nothing of its depth
MORE_LINES = 2.0  # a line more of it
MOST_LINES = 3
ASIDE_GAP = 1.0  # em between a head and the text beside it, at least
SPREAD = (0.0, 0.5, 1.0, 1.5, 2.0)  # em more that it may take so that the text beside it comes to whole legs
LEAST_BESIDE = 8.0  # em of text beside a head
COUPLET_PARTED = 0.25  # of the width, from its middle to either line, at most COUPLET_FAR times their size
COUPLET_FAR = 2.2


def runs_down(story: Story) -> bool:
    """Whether the lines of a story run from top to bottom on a level page: where it says so, and of poems."""
    return story.writing == "vertical" or (story.role == "poem" and not story.writing)


@value
class _Laid:
    """A vertical text laid into a depth: its module on lines of its own, their rows, where on the paper they begin
    (from the box's upper right corner), and what it costs."""

    module: StoryModule
    rows: int
    right: float
    down: float
    fit: Fit


class _Frame:
    """What stands around a module on its base columns: border, banner, and what is left within."""

    def __init__(self, story: Story, columns: int, grid: PageGrid, theme: Theme) -> None:
        self.kind = border_kind(story, theme)
        reach = band(self.kind, theme)
        self.boxed = self.kind != "none"
        self.pad = (1 if grid.leading - reach >= LEAST_CLEAR else 2) if self.boxed else 0
        self.inset = theme.numbers["inset"] + (reach if reach > 1.0 else 0.0) if self.boxed else 0.0
        self.banner = banner_rows(theme) if story.banner is not None else 0
        self.width = grid.span(columns) - 2 * self.inset
        self._story, self._grid, self._theme = story, grid, theme

    def items(self, area: GridArea, setter: Typesetter) -> Iterator[Item]:
        if self.boxed:
            yield from border(self._grid.box(area), self.kind, self._theme)
        if self._story.banner is not None:
            x, y = self._grid.x(area.column) + self.inset, self._grid.y(area.row + self.pad)
            yield from banner_strip(self._story.banner, x, y, self.width, self._theme, setter)


class VerticalModule:
    """A story in vertical lines within its rectangle of a level page."""

    def __init__(
        self, story: Story, column: int, columns: int, grid: PageGrid, theme: Theme, setter: Typesetter
    ) -> None:
        self.story, self.column, self.columns = story, column, columns
        self._grid, self._theme, self._setter = grid, theme, setter
        self._frame = _Frame(story, columns, grid, theme)
        self._vertical = in_writing(theme, True)
        self._head: Head | None = None
        inner = replace(story, writing="", tiers=None, box=False, border="", banner=None, columns=None, head=None)
        if story.head == "level" and (story.headline or story.kicker or story.deck):
            style = theme.styles[headline_style(story, columns)]
            self._head = make_head(story, style, self._frame.width, 2, theme, setter)
            inner = replace(inner, kicker=(), headline=(), deck=(), summary=(), tag=None, byline=None)
        self._inner = inner
        self._head_rows = grid.rows_for(self._head.height + theme.numbers["head_gap"]) if self._head else 0
        self._laid: dict[int, _Laid | None] = {}

    def cost(self, depth: int) -> float:
        return self.fit(depth).cost

    def holds(self, depth: int) -> bool:
        return not self.fit(depth).overset_rows

    def fit(self, depth: int) -> Fit:
        laid = self._lay(depth)
        if laid is None:
            rows = characters(self.story) // 10 + depth
            return Fit(OVERSET * (1 + rows), rows)
        return laid.fit

    def moved(self, column: int) -> VerticalModule:
        other = VerticalModule(self.story, column, self.columns, self._grid, self._theme, self._setter)
        other._laid = self._laid  # where its columns stand it does not know
        return other

    def place(self, row: int, depth: int) -> Placed:
        grid, frame = self._grid, self._frame
        area = GridArea(self.column, self.columns, row, depth)
        laid = self._lay(depth)
        if laid is None:
            return nothing(self.story, area, self.fit(depth))
        items = list(frame.items(area, self._setter))
        left, top = grid.x(self.column) + frame.inset, grid.y(row + frame.pad + frame.banner)
        if self._head is not None:
            spare = self._head_rows * grid.leading - self._head.height - self._theme.numbers["head_gap"]
            items += self._head.items(left, top + max(0.0, spare) / 2)
        placed = laid.module.place(0, laid.rows)
        top += self._head_rows * grid.leading + _row_air(grid)
        right, down = left + frame.width - laid.right, top + laid.down
        for item in turned(placed.items, right, down):
            items += item.items if isinstance(item, Group) and item.role == "story" else (item,)
        pictures = tuple(box_turned(rect, right, down) for rect in placed.pictures)
        return replace(
            placed,
            story=self.story,
            area=area,
            items=(Group("story", tuple(items), self.story.name),),
            cost=laid.fit.cost,
            boxed=frame.boxed,
            pictures=pictures,
            head_size=self._head.size if self._head else placed.head_size,
            head_rows=self._head_rows,
            head_fitted=placed.head_fitted and (self._head is None or self._head.fitted),
            paragraphs=(*((part.paragraph for part in self._head.parts) if self._head else ()), *placed.paragraphs),
            inside=Inside(placed, laid.module.grid),
        )

    def _lay(self, depth: int) -> _Laid | None:
        if depth not in self._laid:
            self._laid[depth] = self._make(depth)
        return self._laid[depth]

    def _make(self, depth: int) -> _Laid | None:
        """The text in the room that a depth leaves it; None where not even one line of it does."""
        grid, frame = self._grid, self._frame
        rows = depth - 2 * frame.pad - frame.banner - self._head_rows
        height = rows * grid.leading - 2 * _row_air(grid)
        style = self._vertical.styles[self.story.role if self.story.role in ("poem", "comment", "notice") else "body"]
        em = style.size
        if height < 4 * em:
            return None
        if self.story.role in VERSES:
            return self._poem(height, em, style.leading)
        tiers = self.story.tiers or max(1, math.ceil((height + em) / ((MOST_MEASURE + 1) * em)))
        measure = (height - (tiers - 1) * em) / tiers // em * em
        if measure < 4 * em:
            return None
        gutter = (height - tiers * measure) / (tiers - 1) if tiers > 1 else 0.0
        down = (height - measure) / 2 if tiers == 1 else 0.0
        return self._prose(tiers, measure, gutter, style.leading, down, em)

    def _prose(self, tiers: int, measure: float, gutter: float, leading: float, down: float, em: float) -> _Laid | None:
        """As many lines as the width holds, or as few less, opened to fill it, as the copy asks."""
        width = self._frame.width
        most = int(width / leading + 1e-6)
        best: _Laid | None = None
        rows = most
        while rows >= max(2, math.ceil(width / leading / OPENED)):
            module = self._module(tiers, measure, gutter, rows, width / rows, em)
            fit = module.fit(rows)
            cost = fit.cost + OPENING * (most - rows)
            if best is None or cost < best.fit.cost:
                best = _Laid(module, rows, 0.0, down, replace(fit, cost=cost))
            if fit.overset_rows or not fit.empty:
                break
            rows -= fit.empty
        return best

    def _poem(self, height: float, em: float, leading: float) -> _Laid | None:
        """A line each verse, the block of them in the middle of its box, opened as far as looks well."""
        width, story = self._frame.width, self._inner
        longest = max((len(block.copy.text) for block in story.body), default=1) * em
        heads = [copy.text for copy in (*story.headline, *story.kicker, *story.deck)]
        size = self._vertical.styles["headline-poem"].size
        wanted = max(longest, *(len(text) * size for text in heads), 0.0) if heads else longest
        measure = min(height, max(wanted, em * 4)) // em * em
        module = self._module(1, measure, 0.0, 400, leading, em)
        need = module.least_rows
        most = int(width / leading + 1e-6)
        if most < 2:
            return None
        opened = min(width / max(1, min(need, most)), leading * POEM_OPENED)
        rows = max(2, min(need, most))
        module = self._module(1, measure, 0.0, rows, opened, em)
        if module.least_rows < rows:  # its head takes fewer of the opened rows
            rows = max(2, module.least_rows)
            opened = min(width / rows, leading * POEM_OPENED)
            module = self._module(1, measure, 0.0, rows, opened, em)
        if module.least_rows > rows and rows < int(width / opened + 1e-6):
            rows = min(module.least_rows, int(width / opened + 1e-6))
            module = self._module(1, measure, 0.0, rows, opened, em)
        fit = module.fit(rows)
        wrapped = sum(max(0, len(unit.paragraph.lines) - 1) for unit in module.units)
        white = max(0.0, (height - measure) / em - 3) + max(0.0, (width - rows * opened) / em - 3)
        cost = fit.cost + UNFILLED * white + WRAPPED * wrapped
        return _Laid(module, rows, (width - rows * opened) / 2, (height - measure) / 2, replace(fit, cost=cost))

    def _module(self, tiers: int, measure: float, gutter: float, rows: int, leading: float, em: float) -> StoryModule:
        """The story on lines that begin at the origin and follow one another to its left."""
        own = PageGrid(0.0, 0.0, tiers, measure, gutter, rows, leading, em, 0.0)
        return StoryModule(self._inner, 0, tiers, own, self._vertical, self._setter)


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
        self._text = replace(story, kicker=(), headline=(), deck=(), head=None)
        self._titles = replace(story, summary=(), tag=None, byline=None)
        self._modules: dict[float, StoryModule] = {}
        self._best: dict[int, tuple[Head, StoryModule, Fit] | None] = {}
        self._plain = self._module(0.0)

    def cost(self, depth: int) -> float:
        found = self._found(depth)
        return self._never(depth).cost if found is None else found[1].cost(depth) + self._price(found[0])

    def holds(self, depth: int) -> bool:
        found = self._found(depth)
        return found is not None and found[0].fitted and found[1].holds(depth)

    def fit(self, depth: int) -> Fit:
        found = self._found(depth)
        return self._never(depth) if found is None else found[2]

    def _never(self, depth: int) -> Fit:
        """Where the head leaves its text no room."""
        rows = characters(self.story) // 10 + depth
        return Fit(OVERSET * (1 + rows), rows)

    def moved(self, column: int) -> AcrossHead:
        other = AcrossHead(self.story, column, self.columns, self._grid, self._theme, self._setter)
        other._modules = {key: module.moved(column) for key, module in self._modules.items()}
        return other

    def place(self, row: int, depth: int) -> Placed:
        found = self._found(depth)
        if found is None:
            return nothing(self.story, GridArea(self.column, self.columns, row, depth), self._never(depth))
        head, module, fit = found
        placed = module.place(row, depth)
        items = (*self._head_items(head, module.beside(row, depth)), *_story_items(placed))
        return replace(
            placed,
            story=self.story,
            items=(Group("story", items, self.story.name),),
            cost=fit.cost,
            head_size=head.size,
            head_fitted=head.fitted,
            paragraphs=(*(part.paragraph for part in head.parts), *placed.paragraphs),
            inside=Inside(placed, self._grid),
        )

    def _head_items(self, head: Head, box: Rect) -> Iterator[Item]:
        """The head against the outer edge of what is kept for it."""
        if self._grid.vertical:
            paper = self._grid.on_paper(box)
            yield from self._grid.level(tuple(head.items(paper.x, paper.y)))
            return
        right = box.right if self.story.head == "vertical-right" else box.x + head.height
        yield from turned(tuple(head.items(0.0, 0.0)), right, box.y + _row_air(self._grid))

    def _price(self, head: Head) -> float:
        lines = sum(len(part.paragraph.lines) for part in head.parts if part.role == "headline")
        price = SMALLER * max(0.0, self._style.size - head.size) + SHORT_HEAD * (1 - min(1.0, head.filled))
        return price + MORE_LINES * max(0, lines - 1) + (0.0 if head.fitted else OVERSET)

    def _found(self, depth: int) -> tuple[Head, StoryModule, Fit] | None:
        """The head and the text beside it that are cheapest at a depth; None where no head leaves its text room."""
        if depth not in self._best:
            along = self._plain.beside(0, depth)
            air = 0.0 if self._grid.vertical else 2 * _row_air(self._grid)
            length = max(self._style.size, along.height - air)
            best: tuple[float, Head, StoryModule] | None = None
            for lines in range(1, MOST_LINES + 1):
                head = make_head(self._titles, self._style, length, lines, self._across, self._setter)
                if best is not None and (not head.fitted or head == best[1]):
                    continue
                module = self._beside(head.height)
                if module is None:
                    continue
                cost = module.fit(depth).price + self._price(head)
                if best is None or cost < best[0]:
                    best = cost, head, module
            if best is None:
                self._best[depth] = None
                return None
            _, head, module = best
            fit = module.fit(depth)
            self._best[depth] = head, module, replace(fit, cost=fit.cost + self._price(head))
        return self._best[depth]

    def _beside(self, height: float) -> StoryModule | None:
        """The text where a head takes so much of its width: with what brings its legs to whole em and near gutters.
        None where that leaves it less than LEAST_BESIDE a leg."""
        em = self._theme.styles["body"].size
        strip = math.ceil((height / em + ASIDE_GAP) * 2 - 1e-6) / 2 * em
        if self._grid.span(self.columns) - strip - SPREAD[-1] * em < LEAST_BESIDE * em * (self.story.columns or 1):
            return None
        if strip not in self._modules:
            made = [self._module(strip + more * em) for more in SPREAD]
            self._modules[strip] = min(made, key=lambda module: (round(module.gutter, 2), -module.measure))
        return self._modules[strip]

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
        self._frame = _Frame(story, columns, grid, theme)
        scroll = replace(story, kicker=(), deck=(), summary=(), tag=None)
        self._head = make_head(scroll, theme.styles["couplet-top"], self._frame.width, 1, theme, setter)
        self._head_rows = grid.rows_for(self._head.height + theme.numbers["head_gap"]) if self._head.parts else 0
        self._style = in_writing(theme, True).styles["couplet"]
        self._lines = tuple(block.copy for block in story.body if block.copy.text)

    def cost(self, depth: int) -> float:
        return self.fit(depth).cost

    def holds(self, depth: int) -> bool:
        return not self.fit(depth).overset_rows

    def fit(self, depth: int) -> Fit:
        height = self._height(depth)
        if height < self._style.smallest:
            return Fit(OVERSET * (1 + depth), 1 + depth)
        halves, fitted = self._halves(height)
        size = halves[0].style.size if halves else self._style.size
        longest = max((line.width for half in halves for line in half.lines), default=0.0)
        white = max(0.0, height - longest - size) / self._grid.leading
        cost = SMALLER * (self._style.size - size) + 2 * UNFILLED * white
        return Fit(cost + (0.0 if fitted else OVERSET), 0 if fitted else 1)

    def moved(self, column: int) -> CoupletModule:
        return CoupletModule(self.story, column, self.columns, self._grid, self._theme, self._setter)

    def place(self, row: int, depth: int) -> Placed:
        grid, frame = self._grid, self._frame
        area = GridArea(self.column, self.columns, row, depth)
        fit, height = self.fit(depth), self._height(depth)
        if height < self._style.smallest:
            return nothing(self.story, area, fit)
        halves, _ = self._halves(height)
        items = list(frame.items(area, self._setter))
        left, top = grid.x(self.column) + frame.inset, grid.y(row + frame.pad + frame.banner)
        items += self._head.items(left, top)
        top += self._head_rows * grid.leading + _row_air(grid)
        middle = left + frame.width / 2
        widest = max((_thickness(half) for half in halves), default=0.0)
        far = max(widest * 0.75, min(frame.width * COUPLET_PARTED, COUPLET_FAR * self._style.size))
        for index, half in enumerate(halves):
            axis = middle + far * (1 - 2 * index / max(1, len(halves) - 1)) if len(halves) > 1 else middle
            along = top + max(0.0, height - max((line.width for line in half.lines), default=0.0)) / 2
            runs = turned(tuple(lines_of(half, 0.0, 0.0)), axis + _thickness(half) / 2, along)
            items.append(Group("paragraph", runs))
        placed = Placed(
            self.story,
            area,
            (Group("story", tuple(items), self.story.name),),
            fit.cost,
            frame.boxed,
            0 if not fit.overset_rows else 1,
            fit.overset_rows,
            head_size=self._head.size,
            head_rows=self._head_rows,
            head_fitted=self._head.fitted,
            paragraphs=(*(part.paragraph for part in self._head.parts), *halves),
        )
        return replace(placed, inside=Inside(replace(placed, items=()), grid))

    def _height(self, depth: int) -> float:
        rows = depth - 2 * self._frame.pad - self._frame.banner - self._head_rows
        return rows * self._grid.leading - 2 * _row_air(self._grid)

    def _halves(self, height: float) -> tuple[tuple[Paragraph, ...], bool]:
        """Its lines in one size, the largest that both fit in, and whether they do."""
        room = self._frame.width / max(1, len(self._lines)) / 1.3
        style = replace(self._style, size=min(self._style.size, max(self._style.smallest, room)), align="left")
        set_lines = [self._setter.headline((copy,), style, height, 1) for copy in self._lines]
        if any(each is None for each in set_lines):
            return tuple(forced((copy,), style, height, self._setter) for copy in self._lines), False
        size = min((each.style.size for each in set_lines if each is not None), default=style.size)
        even = replace(style, size=size, smallest=size)
        again = (self._setter.headline((copy,), even, height, 1) for copy in self._lines)
        return tuple(each for each in again if each is not None), True


def characters(story: Story) -> int:
    """Of its body."""
    return sum(len(block.copy.text) for block in story.body)


def nothing(story: Story, area: GridArea, fit: Fit) -> Placed:
    """No room even to begin: nothing is drawn, everything is reported."""
    return Placed(story, area, (), fit.cost, overset=characters(story), overset_rows=fit.overset_rows)


def _thickness(paragraph: Paragraph) -> float:
    """Of its lines, across them."""
    return (len(paragraph.lines) - 1) * paragraph.style.leading + paragraph.style.size


def _row_air(grid: PageGrid) -> float:
    """From the edge of a row to the em boxes on it, so that vertical lines begin and end as the text beside them."""
    return (grid.leading - grid.body_size) / 2


def _story_items(placed: Placed) -> Iterator[Item]:
    """What is in the group of a story."""
    for item in placed.items:
        yield from item.items if isinstance(item, Group) and item.role == "story" else (item,)


__all__ = ["ACROSS", "AcrossHead", "CoupletModule", "VerticalModule", "runs_down"]
