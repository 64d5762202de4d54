"""The briefs panel (简讯): one module of many small items, in one leg as a sidebar or in several as a foot strip.

Kicker, headline and body stand on the page's rows, one row or more between items. An item keeps together where the legs
come out level so, and runs on into the next leg where they do not. Slack goes first into the rows between the items.
"""

from __future__ import annotations

from collections.abc import Iterator

from layout.display import EM_ASCENT, Fill, Group, Item, Rule
from layout.issue import Story
from layout.makeup.blocks.borders import band, border
from layout.makeup.blocks.furniture import banner_strip
from layout.makeup.blocks.heads import forced
from layout.makeup.grid import MOST_MEASURE, Legs, PageGrid, glyph_runs, merge, partition
from layout.makeup.modules.base import OVERSET, Fit, LegFacts, Panel, Placed, banner_rows, fit_of
from layout.makeup.modules.legs import EMPTY, LOOSENED, Choice, Unit
from layout.makeup.modules.story import choice
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import TextStyle, Theme
from layout.units import GridArea, Rect
from layout.value import Memo, value

WIDER = 5.0  # a row more between all items of a leg than the style asks for
PANEL_REACH = 0.45  # rows
MOST_GAP = 3  # rows between items at most
UNLIKE = 14.0  # some items of a leg a row farther apart than others
RUN_ON = 5.0  # items that run on from leg to leg
TOGETHER = 2  # lines of an item in a leg at least


@value
class _BriefItem:
    """One brief set on its measure: heads (kicker, headline) a row a line, then the body."""

    story: Story
    heads: tuple[tuple[str, Paragraph], ...]
    body: tuple[Choice, ...]

    @property
    def head_rows(self) -> int:
        return sum(len(head.lines) for _, head in self.heads)

    @property
    def depth(self) -> int:
        return self.head_rows + sum(c.best.depth for c in self.body)


@value
class _Part:
    """What of a brief stands in one leg: its heads or not, and of its body's lines, counted through,
    `first` up to `after`."""

    item: int
    units: tuple[Unit, ...]
    heads: int
    first: int
    after: int

    @property
    def rows(self) -> int:
        return self.heads + self.after - self.first


@value
class _Leg:
    """A leg's parts. gaps: rows before each but the first; slack: rows left empty, or (−) without room; cost: of the
    white and of what was loosened."""

    parts: tuple[_Part, ...]
    gaps: tuple[int, ...]
    slack: int
    cost: float
    loosened: int = 0


class BriefsModule(Panel):
    """A briefs story as a module: `cost` by arithmetic on rows, `place` draws it."""

    def __init__(
        self, story: Story, column: int, columns: int, grid: PageGrid, theme: Theme, setter: Typesetter
    ) -> None:
        self.story, self.column, self.columns = story, column, columns
        self._grid, self._theme, self._setter = grid, theme, setter
        self._framed = theme.words["brief_box"] == "frame" or bool(story.border)
        self._reach = band(story.border or theme.words["brief_border"], theme) if self._framed else 0.0
        inset = theme.numbers["inset"] + (self._reach if self._reach > 1.0 else 0.0)
        self._inset = inset
        self._x = grid.x(column) + inset
        self._width = grid.span(columns) - 2 * inset
        self._legs = self._leg_plan()
        self._fits: dict[int, Fit] = {}
        self._banner = banner_rows(theme) if story.banner is not None else 0
        self._items = tuple(self._set(item) for item in story.items)
        depths = [item.depth + 1 for item in self._items]
        self._split = partition(depths, min(self._legs.count, len(depths)))
        self._filled: dict[int, tuple[float, tuple[_Leg, ...]]] = {}
        self._flows: dict[int, list[tuple[_Part, ...]] | None] = {}
        self._stood: Memo[tuple[int, int, int], Placed] = Memo(2)

    def _leg_plan(self) -> Legs:
        """As many legs as base columns, but no more than items, if these are not too wide to read."""
        size = self._theme.styles["brief"].size
        count = self.story.columns or min(self.columns, max(1, len(self.story.items)))
        legs = merge(self._x, self._width, count, size, step=self._grid.step)
        while not self.story.columns and legs.count < self.columns and legs.measure > MOST_MEASURE * size:
            legs = merge(self._x, self._width, legs.count + 1, size, step=self._grid.step)
        return legs

    @property
    def head_strain(self) -> int:
        return 0  # a brief's head breaks wherever it must

    def cost(self, depth: int) -> float:
        return self._fill(depth - self._banner)[0]

    def holds(self, depth: int) -> bool:
        return all(leg.slack >= 0 for leg in self._fill(depth - self._banner)[1])

    def fit(self, depth: int) -> Fit:
        if depth not in self._fits:
            self._fits[depth] = fit_of(self._set_at(0, depth))
        return self._fits[depth]

    def _set_at(self, row: int, depth: int) -> Placed:
        theme = self._theme
        area = GridArea(self.column, self.columns, row, depth)
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
        cost, legs = self._fill(rows)
        drawn = _Drawn(self._items)
        for leg, filled in enumerate(legs):
            items += self._draw(filled, self._legs.left(leg), row + self._banner, rows, drawn)
        items += [Group("brief", drawn.groups(index), item.story.name) for index, item in enumerate(self._items)]
        white = [leg.slack if leg.slack > 1 else 0 for leg in legs]
        tactics = {
            "loose": sum(leg.loosened for leg in legs),
            "spread": max((gap - 1 for leg in legs for gap in leg.gaps), default=0),
            "run-on": int(any(part.first for leg in legs for part in leg.parts)),
        }
        return Placed(
            self.story,
            area,
            (Group("story", tuple(items), self.story.name),),
            cost if not drawn.lost_rows else OVERSET * drawn.lost_rows,
            True,
            drawn.lost,
            drawn.lost_rows,
            sum(white) // len(white) if white else 0,
            int(sum(white) * self._legs.measure / theme.styles["brief"].size),
            tuple(LegFacts(min(rows, rows - leg.slack if leg.slack != 1 else rows), rows) for leg in legs),
            theme.styles["brief-headline"].size,
            paragraphs=tuple(drawn.paragraphs),
            tactics=tuple((name, amount) for name, amount in tactics.items() if amount),
        )

    def _panel(self, area: GridArea) -> Rect:
        """The panel's box. It reaches into the white above and below, so that its first and last lines stand level with
        the copy beside it; under a banner it begins with the banner."""
        box = self._grid.box(area)
        reach = PANEL_REACH * self._grid.leading
        rise = 0.0 if self._banner else reach
        return Rect(box.x, box.y - rise, box.width, box.height + rise + reach)

    # -- arithmetic --------------------------------------------------------------------------------------------------

    def _fill(self, rows: int) -> tuple[float, tuple[_Leg, ...]]:
        """The cheapest way to fill legs of `rows` rows: items kept together, or running on."""
        if rows not in self._filled:
            ways = [tuple(self._kept(range(start, end), rows) for start, end in self._split), *self._run_on(rows)]
            bare = _spaced((), rows, 0.0)
            ways = [(*legs, *[bare] * (self._legs.count - len(legs))) for legs in ways]
            prices = [sum(leg.cost for leg in legs) + (RUN_ON if order else 0.0) for order, legs in enumerate(ways)]
            best = min(range(len(ways)), key=lambda order: prices[order])
            self._filled[rows] = prices[best], ways[best]
        return self._filled[rows]

    def _kept(self, items: range, rows: int) -> _Leg:
        """Whole items in a leg; slack goes into paragraphs that can take a line, and between the items."""
        slack = rows - sum(self._items[item].depth for item in items) - max(0, len(items) - 1)
        most = max(0, len(items) - 1) * (MOST_GAP - 1)
        rest = slack if slack < 0 else slack % max(1, len(items) - 1) if slack <= most else slack - most
        pool = [
            (i, j, unit)
            for i in items
            for j, c in enumerate(self._items[i].body)
            for unit in ((c.by(1),) if rest > 0 else (c.by(-1),) if rest < 0 else ())
            if unit is not None
        ][: abs(rest)]
        swapped = {(i, j): unit for i, j, unit in pool}
        slack -= len(pool) if slack > 0 else -len(pool)
        parts = []
        for i in items:
            units = tuple(swapped.get((i, j), c.best) for j, c in enumerate(self._items[i].body))
            parts.append(_Part(i, units, self._items[i].head_rows, 0, sum(unit.depth for unit in units)))
        return _spaced(tuple(parts), slack, LOOSENED * len(pool) * (1.5 if rest < 0 else 1.0), len(pool))

    def _run_on(self, rows: int) -> list[tuple[_Leg, ...]]:
        """Items running on from leg to leg; every leg filled to the same row as far as may be, then spaced."""
        legs = self._legs.count
        whole = sum(item.depth + 1 for item in self._items) - 1
        if legs < 2 or rows < 1:
            return []
        found: list[tuple[_Leg, ...]] = []
        for most in range(max(TOGETHER, -(-(whole - legs + 1) // legs)), rows + 1):
            flow = self._flowed(most)
            if flow is not None:
                found.append(
                    tuple(
                        _spaced(parts, rows - sum(part.rows for part in parts) - len(parts) + 1, 0.0) for parts in flow
                    )
                )
                if len(found) == 3:
                    break
        return found

    def _flowed(self, most: int) -> list[tuple[_Part, ...]] | None:
        """The items in legs of `most` rows, a row between them; None where they do not go in."""
        if most not in self._flows:
            self._flows[most] = self._find_flow(most)
        return self._flows[most]

    def _find_flow(self, most: int) -> list[tuple[_Part, ...]] | None:
        legs: list[list[_Part]] = [[]]
        row = 0
        for index, item in enumerate(self._items):
            units = tuple(c.best for c in item.body)
            lines, heads, first = sum(unit.depth for unit in units), item.head_rows, 0
            while True:
                gap = 1 if row else 0
                taken = min(lines - first, most - row - gap - heads)
                if 0 < lines - first - taken < TOGETHER:
                    taken = lines - first - TOGETHER
                if taken < min(TOGETHER, lines - first) or (not lines and row + gap + heads > most):
                    if not row or len(legs) == self._legs.count:
                        return None
                    legs.append([])
                    row = 0
                    continue
                legs[-1].append(_Part(index, units, heads, first, first + taken))
                row, first, heads = row + gap + heads + taken, first + taken, 0
                if first == lines:
                    break
                if len(legs) == self._legs.count:
                    return None
                legs.append([])
                row = 0
        return [tuple(parts) for parts in legs]

    # -- drawing -----------------------------------------------------------------------------------------------------

    def _draw(self, leg: _Leg, x: float, top: int, rows: int, drawn: _Drawn) -> Iterator[Item]:
        """Put a leg's lines into `drawn`; the rules between its items."""
        grid, theme = self._grid, self._theme
        used = 1 if leg.slack == 1 else 0  # one row left over is air under the banner, not a hole at the foot
        for order, part in enumerate(leg.parts):
            if order:
                gap = leg.gaps[order - 1]
                if used + gap <= rows:
                    y = grid.y(top + used + gap / 2)
                    rule = Rule(x, y, x + self._legs.measure, y, theme.numbers["hairline"], theme.inks["hairline"])
                    yield Group("artifact", (rule,))
                used += gap
            item = self._items[part.item]
            heads = [
                (index, paragraph, line) for index, (_, paragraph) in enumerate(item.heads) for line in paragraph.lines
            ]
            body = [
                (index, unit.paragraph, line)
                for index, unit in enumerate(part.units, len(item.heads))
                for line in unit.paragraph.lines
            ]
            for index, paragraph, line in (*(heads if part.heads else ()), *body[part.first : part.after]):
                if used >= rows:
                    drawn.lost, drawn.lost_rows = drawn.lost + line.end - line.start, drawn.lost_rows + 1
                else:
                    row, is_head = top + used, index < len(item.heads)
                    y = self._head_baseline(row, paragraph.style) if is_head else grid.baseline(row)
                    runs = glyph_runs(paragraph, line, x, y)
                    drawn.runs[part.item].setdefault(index, []).extend(runs)
                used += 1
            if not part.first:
                drawn.paragraphs += [paragraph for _, paragraph in item.heads] + [unit.paragraph for unit in part.units]

    def _head_baseline(self, row: int, style: TextStyle) -> float:
        """A head stands centred in its row, which keeps lines below on the grid; of the body's size, as the body."""
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


class _Drawn:
    """The briefs of a panel as they are drawn leg by leg: runs of each, by its heads and paragraphs; characters and
    rows that found no room."""

    def __init__(self, items: tuple[_BriefItem, ...]) -> None:
        self._items = items
        self.runs: list[dict[int, list[Item]]] = [{} for _ in items]
        self.paragraphs: list[Paragraph] = []
        self.lost = self.lost_rows = 0

    def groups(self, item: int) -> tuple[Item, ...]:
        roles = [role for role, _ in self._items[item].heads]
        roles += ["paragraph"] * len(self._items[item].body)
        return tuple(Group(role, tuple(self.runs[item].get(index, ()))) for index, role in enumerate(roles))


def _spaced(parts: tuple[_Part, ...], slack: int, cost: float, loosened: int = 0) -> _Leg:
    """A leg with `slack` rows (−: too few) to go between its parts, evenly as far as it can be."""
    gaps = max(0, len(parts) - 1)
    if slack < 0:
        return _Leg(parts, (1,) * gaps, slack, cost + OVERSET * -slack, loosened)
    wider = min(slack // gaps, MOST_GAP - 1) if gaps else 0
    slack -= wider * gaps
    more = slack if 1 < slack <= gaps and wider < MOST_GAP - 1 else 0  # the upper gaps a row wider than the lower
    slack -= more
    cost += WIDER * wider + (UNLIKE if more or slack else 0.0) + EMPTY * max(0, slack - 1)
    return _Leg(parts, tuple(1 + wider + (order < more) for order in range(gaps)), slack, cost, loosened)
