"""The briefs panel (简讯): one module of many small items, in one leg as a sidebar or in several as a foot strip.

Kicker, headline and body stand on the page's rows, one row or more between items. An item keeps together where the legs
come out level so, and runs on into the next leg where they do not. How legs are filled is settled in brief_legs.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from layout.display import EM_ASCENT, Fill, Group, Item, Rule
from layout.issue import Story
from layout.makeup.blocks.borders import band, border
from layout.makeup.blocks.furniture import banner_strip
from layout.makeup.blocks.heads import forced
from layout.makeup.grid import MOST_MEASURE, Legs, PageGrid, glyph_runs, merge
from layout.makeup.modules.base import OVERSET, Fit, LegFacts, Panel, Placed, banner_rows, fit_of
from layout.makeup.modules.body import choice
from layout.makeup.modules.brief_legs import CALM, Filler, Leg, SetBrief
from layout.makeup.modules.legs import Unit
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import TextStyle, Theme
from layout.units import GridArea, Rect
from layout.value import Memo

PANEL_REACH = 0.45  # rows
RESPLIT = 4.0  # a panel on other legs than its base columns
LEAST_MEASURE = 11.0  # em, of a leg that is none of these
HOPEFUL = 3  # rows a leg that the base columns may lack where others are tried


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
        self._fillers: dict[int, Filler] = {}
        self._filled: dict[int, tuple[float, int]] = {}
        self._counts = tuple(self._other_counts())
        self._stood: Memo[tuple[int, int, int], Placed] = Memo(2)

    def _leg_plan(self) -> Legs:
        """As many legs as base columns, but no more than items, if these are not too wide to read."""
        size = self._theme.styles["brief"].size
        count = self.story.columns or min(self.columns, max(1, len(self.story.items)))
        legs = self._legs_of(count)
        while not self.story.columns and legs.count < self.columns and legs.measure > MOST_MEASURE * size:
            legs = self._legs_of(legs.count + 1)
        return legs

    def _legs_of(self, count: int) -> Legs:
        return merge(self._x, self._width, count, self._theme.styles["brief"].size, step=self._grid.step)

    def _other_counts(self) -> Iterator[int]:
        """A leg less and a leg more, where these are fit to read and no leg would be bare."""
        if self.story.columns:
            return
        size = self._theme.styles["brief"].size
        for count in (self._legs.count - 1, self._legs.count + 1):
            if 1 <= count <= len(self.story.items) and (
                LEAST_MEASURE * size <= self._legs_of(count).measure <= MOST_MEASURE * size
            ):
                yield count

    @property
    def head_strain(self) -> int:
        return 0  # a brief's head breaks wherever it must

    def cost(self, depth: int) -> float:
        return self._best(depth - self._banner)[0]

    def holds(self, depth: int) -> bool:
        rows = depth - self._banner
        return not self._filler(self._best(rows)[1]).lacking(rows)

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
        cost, count = self._best(rows)
        places, filler = self._legs_of(count), self._filler(count)
        filling = filler.fill(rows)
        legs = filling.legs
        drawn = _Drawn(filler.items)
        for at, leg in enumerate(legs):
            items += self._draw(leg, places, at, row + self._banner, filling.air, rows, drawn)
        items += [Group("brief", drawn.groups(index), item.name) for index, item in enumerate(self.story.items)]
        white = [leg.slack if leg.slack > 1 else 0 for leg in legs]
        tactics = {
            "legs": count if count != self._legs.count else 0,
            "loose": filling.loosened,
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
            int(sum(white) * places.measure / theme.styles["brief"].size),
            tuple(LegFacts(min(rows, rows - leg.slack if leg.slack > 1 else rows), rows) for leg in legs),
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

    def _best(self, rows: int) -> tuple[float, int]:
        """The cheapest way to fill legs of `rows` rows: its price and how many legs; on other legs than the base
        columns only where on these the white is not even."""
        if rows not in self._filled:
            best, count = (base := self._filler(self._legs.count)).cost(rows), self._legs.count
            if best > CALM and base.lacking(rows) <= HOPEFUL * count:
                for other in self._counts:
                    cost = self._filler(other).cost(rows) + RESPLIT
                    if cost < best:
                        best, count = cost, other
            self._filled[rows] = best, count
        return self._filled[rows]

    def _filler(self, count: int) -> Filler:
        """The briefs set on so many legs."""
        if count not in self._fillers:
            measure = self._legs_of(count).measure
            self._fillers[count] = Filler(tuple([self._set(item, measure) for item in self.story.items]), count)
        return self._fillers[count]

    # -- drawing -----------------------------------------------------------------------------------------------------

    def _draw(self, leg: Leg, places: Legs, at: int, top: int, air: int, rows: int, drawn: _Drawn) -> Iterator[Item]:
        """Put a leg's lines into `drawn`; the rules between its items."""
        grid, theme, x, used = self._grid, self._theme, places.left(at), air
        for order, part in enumerate(leg.parts):
            if order:
                gap = leg.gaps[order - 1]
                if used + gap <= rows:
                    y = grid.y(top + used + gap / 2)
                    rule = Rule(x, y, x + places.measure, y, theme.numbers["hairline"], theme.inks["hairline"])
                    yield Group("artifact", (rule,))
                used += gap
            item = drawn.items[part.item]
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

    def _set(self, brief: Story, measure: float) -> SetBrief:
        styles = self._theme.styles
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
        return SetBrief(brief, tuple(heads), body)


class _Drawn:
    """The briefs of a panel as they are drawn leg by leg: runs of each, by its heads and paragraphs; characters and
    rows that found no room."""

    def __init__(self, items: tuple[SetBrief, ...]) -> None:
        self.items = items
        self.runs: list[dict[int, list[Item]]] = [{} for _ in items]
        self.paragraphs: list[Paragraph] = []
        self.lost = self.lost_rows = 0

    def groups(self, item: int) -> tuple[Item, ...]:
        roles = [role for role, _ in self.items[item].heads]
        roles += ["paragraph"] * len(self.items[item].body)
        return tuple(Group(role, tuple(self.runs[item].get(index, ()))) for index, role in enumerate(roles))
