"""The briefs panel (简讯): one module of many small items, in one leg as a sidebar or in several as a foot strip.

Each item keeps together: kicker, headline and body stand on the page's rows, one row or more between items. Slack goes first into
paragraphs that can take a line, then evenly between the items.
"""

from __future__ import annotations

from itertools import combinations, pairwise

from layout.display import Fill, Group, Item, Rule
from layout.issue import Story
from layout.makeup.borders import band, border
from layout.makeup.flow import EMPTY, LOOSENED, Choice, Unit
from layout.makeup.furniture import banner_strip
from layout.makeup.grid import EM_ASCENT, Area, PageGrid, glyph_runs, merge
from layout.makeup.heads import forced
from layout.makeup.modules import OVERSET, LegFacts, Placed, banner_rows, choice
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import TextStyle, Theme
from layout.units import Rect
from layout.value import value

WIDER = 5.0  # a row more between all items of a leg than the style asks for
PANEL_REACH = 0.45  # rows
MOST_GAP = 3  # rows between items at most
UNLIKE = 14.0  # some items of a leg a row farther apart than others


@value
class _BriefItem:
    """One brief set on its measure: heads (kicker, headline) a row a line, then the body."""

    story: Story
    heads: tuple[tuple[str, Paragraph], ...]
    body: tuple[Choice, ...]

    @property
    def depth(self) -> int:
        return sum(len(head.lines) for _, head in self.heads) + sum(c.best.depth for c in self.body)


class BriefsModule:
    """A briefs story as a module: `cost` by arithmetic on rows, `place` draws it."""

    def __init__(
        self, story: Story, column: int, columns: int, grid: PageGrid, theme: Theme, setter: Typesetter
    ) -> None:
        self.story, self.column, self.columns = story, column, columns
        self._grid, self._theme, self._setter = grid, theme, setter
        self._framed = theme.words["brief_box"] == "frame" or bool(story.border)
        self._reach = band(story.border or theme.words["brief_border"], theme) if self._framed else 0.0
        inset = theme.numbers["inset"] + (self._reach if self._reach > 1.0 else 0.0)
        self._x = grid.x(column) + inset
        self._width = grid.span(columns) - 2 * inset
        self._legs = merge(self._x, self._width, story.columns or columns, theme.styles["brief"].size)
        self._banner = banner_rows(theme) if story.banner is not None else 0
        self._items = tuple(self._set(item) for item in story.items)
        self._split = self._partition()

    def cost(self, depth: int) -> float:
        rows = depth - self._banner
        total = 0.0
        for start, end in self._split:
            items = self._items[start:end]
            slack = rows - sum(item.depth for item in items) - max(0, len(items) - 1)
            total += self._slack_cost(slack, items)
        return total

    def place(self, row: int, depth: int) -> Placed:
        grid, theme = self._grid, self._theme
        area = Area(self.column, self.columns, row, depth)
        box = self._panel(area)
        items: list[Item] = (
            list(border(box, self.story.border or theme.words["brief_border"], theme))
            if self._framed
            else [Group("artifact", (Fill(box, theme.inks["tint"]),))]
        )
        if self.story.banner is not None:
            reach = self._reach if self._reach > 1.0 else 0.0  # a hairline frame may run round the banner's block
            items += banner_strip(
                self.story.banner, box.x + reach, box.y + reach, box.width - 2 * reach, theme, self._setter
            )
        rows = depth - self._banner
        top = row + self._banner
        facts: list[LegFacts] = []
        paragraphs: list[Paragraph] = []
        over = over_rows = loosened = 0
        empties: list[int] = []
        for leg, (start, end) in enumerate(self._split):
            picked, gaps, slack, count = self._fill(self._items[start:end], rows)
            loosened += count
            used = 1 if slack == 1 else 0  # one row left over is air under the banner, not a hole at the foot
            slack -= used
            x = self._legs.left(leg)
            for index, (item, units) in enumerate(picked):
                if index:
                    gap = gaps[index - 1]
                    if used + gap <= rows:
                        y = grid.y(top + used + gap / 2)
                        rule = Rule(x, y, x + self._legs.measure, y, theme.numbers["hairline"], theme.inks["hairline"])
                        items.append(Group("artifact", (rule,)))
                    used += gap
                group, used, lost, lost_rows = self._draw(item, units, x, top, used, rows)
                items.append(Group("brief", group, item.story.name))
                over, over_rows = over + lost, over_rows + lost_rows
                paragraphs += [paragraph for _, paragraph in item.heads]
                paragraphs += [unit.paragraph for unit in units]
            facts.append(LegFacts(min(used, rows), rows))
            empties.append(max(0, slack))
        empty = min(empties, default=0)
        return Placed(
            self.story,
            area,
            (Group("story", tuple(items), self.story.name),),
            self.cost(depth) if not over_rows else OVERSET * over_rows,
            True,
            over,
            over_rows,
            empty,
            int(empty * self._legs.count * self._legs.measure / theme.styles["brief"].size),
            tuple(facts),
            theme.styles["brief-headline"].size,
            paragraphs=tuple(paragraphs),
            tactics=(("loose", loosened),) if loosened else (),
        )

    def _panel(self, area: Area) -> Rect:
        """The panel's box. It reaches into the white above and below, so that its first and last lines stand level with
        the copy beside it; under a banner it begins with the banner."""
        box = self._grid.box(area)
        reach = PANEL_REACH * self._grid.leading
        rise = 0.0 if self._banner else reach
        return Rect(box.x, box.y - rise, box.width, box.height + rise + reach)

    # -- arithmetic --------------------------------------------------------------------------------------------------

    def _slack_cost(self, slack: int, items: tuple[_BriefItem, ...]) -> float:
        if slack < 0:
            pliant = sum(1 for item in items for c in item.body if c.by(-1))
            return OVERSET * max(0, -slack - pliant) + LOOSENED * 1.5 * -slack
        gaps = len(items) - 1
        taken = min(slack, gaps * (MOST_GAP - 1))
        wider, rest = divmod(taken, max(1, gaps))
        longer = sum(1 for item in items for c in item.body if c.by(1))
        loosened = min(longer, rest + slack - taken)
        left = slack - taken + rest - loosened
        cost = WIDER * wider + LOOSENED * loosened
        if left and wider < MOST_GAP - 1 and gaps:
            return cost + UNLIKE
        return cost + EMPTY * max(0, left - 1) + (UNLIKE if left else 0.0)

    def _fill(
        self, items: tuple[_BriefItem, ...], rows: int
    ) -> tuple[tuple[tuple[_BriefItem, tuple[Unit, ...]], ...], tuple[int, ...], int, int]:
        """Items with the settings chosen, rows between them, rows left empty, and how many paragraphs were loosened."""
        gaps = max(0, len(items) - 1)
        slack = rows - sum(item.depth for item in items) - gaps
        wider = min(slack // gaps, MOST_GAP - 1) if slack > 0 and gaps else 0
        slack -= wider * gaps
        pool = [
            (i, j, unit)
            for i, item in enumerate(items)
            for j, c in enumerate(item.body)
            for unit in ((c.by(1),) if slack > 0 else (c.by(-1),) if slack < 0 else ())
            if unit is not None
        ]
        count = min(abs(slack), len(pool))
        chosen = next(combinations(pool, count), ()) if count else ()
        swapped = {(i, j): unit for i, j, unit in chosen}
        slack -= count if slack > 0 else -count
        more = slack if 1 < slack <= gaps and wider < MOST_GAP - 1 else 0  # the upper gaps a row wider than the lower
        return (
            tuple(
                (item, tuple(swapped.get((i, j), c.best) for j, c in enumerate(item.body)))
                for i, item in enumerate(items)
            ),
            tuple(1 + wider + (order < more) for order in range(gaps)),
            slack - more,
            count,
        )

    def _partition(self) -> tuple[tuple[int, int], ...]:
        """Items in order over the legs so that the deepest leg is as shallow as can be."""
        depths = [item.depth + 1 for item in self._items]
        legs = min(self._legs.count, len(depths)) or 1
        if legs == 1:
            return ((0, len(depths)),)
        best: tuple[int, tuple[int, ...]] | None = None
        for cuts in combinations(range(1, len(depths)), legs - 1):
            edges = (0, *cuts, len(depths))
            deepest = max(sum(depths[a:b]) for a, b in pairwise(edges))
            if best is None or deepest < best[0]:
                best = (deepest, edges)
        assert best is not None
        return tuple(pairwise(best[1]))

    # -- drawing -----------------------------------------------------------------------------------------------------

    def _draw(
        self, item: _BriefItem, units: tuple[Unit, ...], x: float, top: int, used: int, rows: int
    ) -> tuple[tuple[Item, ...], int, int, int]:
        """One brief's groups; rows used after it; characters and rows that found no room."""
        groups: list[Item] = []
        lost = lost_rows = 0
        for role, paragraph in (*item.heads, *(("paragraph", unit.paragraph) for unit in units)):
            runs: list[Item] = []
            for line in paragraph.lines:
                if used >= rows:
                    lost, lost_rows = lost + line.end - line.start, lost_rows + 1
                else:
                    runs += glyph_runs(paragraph, line, x, self._baseline(top + used, paragraph.style))
                used += 1
            groups.append(Group(role, tuple(runs)))
        return tuple(groups), used, lost, lost_rows

    def _baseline(self, row: int, style: TextStyle) -> float:
        """Body copy stands on the grid; heads stand centred in their row, which keeps body lines on the grid below."""
        grid = self._grid
        if style.size == grid.body_size:
            return grid.baseline(row)
        return grid.y(row) + (grid.leading - style.size) / 2 + EM_ASCENT * style.size

    def _set(self, brief: Story) -> _BriefItem:
        styles, measure = self._theme.styles, self._legs.measure
        heads: list[tuple[str, Paragraph]] = []
        for role, lines, style in (
            ("kicker", brief.kicker, styles["brief-kicker"]),
            ("headline", brief.headline, styles["brief-headline"]),
        ):
            if lines:
                paragraph = self._setter.headline(lines, style, measure, 3)
                heads.append((role, paragraph or forced(lines, style, measure, self._setter)))
        body = tuple(
            choice(Unit(self._setter.typeset(block.copy, styles["brief"], measure)), self._setter)
            for block in brief.body
        )
        return _BriefItem(brief, tuple(heads), body)
