"""The index (导读): what stands on the other pages and where, as a sidebar, a box, or a strip across several columns.

It names as many stories as its place holds and parts them evenly, so that it fills any depth. Its lines come from the
issue (layout.issue.indexing) and lead to their pages wherever the edition can be clicked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layout.articles.markup import address_of
from layout.display import EM_ASCENT, Fill, GlyphRun, Group, Item, Markup, Rule
from layout.issue import Copy, Entry, Story
from layout.makeup.blocks.borders import band, border
from layout.makeup.blocks.furniture import banner_strip, one_line, page_in_words, width_of
from layout.makeup.blocks.pictures import PictureBlock, set_picture
from layout.makeup.grid import Legs, PageGrid, glyph_runs, merge, partition
from layout.makeup.modules.base import OVERSET, Fit, Panel, Placed, banner_rows, fit_of
from layout.makeup.modules.briefs import PANEL_REACH
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme
from layout.units import GridArea, Rect
from layout.value import Memo, replace, value

STRIP = 3  # base columns from which the standing head stands at the left, its characters one below the other
STAMP = 1.9  # width of that head, of its type's size
LEAST_GAP, GAP, MOST_GAP = 0.5, 1.0, 2.0  # rows between two lines of the index: at least, best, at most
SPARSE = 8.0  # a row more than GAP between two lines
WHITE = 30.0  # a row that is left over at its foot
UNNAMED = 6.0  # a page whose first story is not named
LEAST_ENTRIES = 2  # else it is no index
MOST_LINES = 3  # of a headline
LABEL_APART = 0.8  # em from a headline to its page


@value
class _Line:
    """An entry as set. label: its page. below: the label has a row of its own, for the headline leaves it no room."""

    entry: Entry
    headline: Paragraph
    label: Paragraph
    below: bool

    @property
    def rows(self) -> int:
        return len(self.headline.lines) + self.below


@value
class _Filled:
    """What is named, by legs. picture: rows the picture over them takes; gaps: rows between the lines of each leg;
    white: rows left over at the feet; unnamed: entries left out that were asked for."""

    legs: tuple[tuple[_Line, ...], ...]
    picture: int
    gaps: tuple[float, ...]
    white: float
    unnamed: int
    cost: float


class IndexModule(Panel):
    """An index as a module: `cost` by arithmetic on rows, `place` draws it."""

    def __init__(
        self, story: Story, column: int, columns: int, grid: PageGrid, theme: Theme, setter: Typesetter
    ) -> None:
        self.story, self.column, self.columns = story, column, columns
        self._grid, self._theme, self._setter = grid, theme, setter
        self._framed = theme.words["index_box"] == "frame" or bool(story.border)
        self._border = story.border or "thin"
        reach = band(self._border, theme) if self._framed else 0.0
        self._inset = theme.numbers["inset"] + (reach if reach > 1.0 else 0.0)
        self._is_strip = columns >= STRIP
        self._banner = 0 if self._is_strip else banner_rows(theme)
        self._x = grid.x(column) + self._inset
        self._width = grid.span(columns) - 2 * self._inset
        self._legs = self._leg_plan()
        self._picture = self._set_picture()
        # In a strip the picture has the first leg for itself.
        self._beside = 1 if self._is_strip and self._picture is not None else 0
        self._lines = tuple(self._set(entry) for entry in story.entries)
        self._filled: dict[int, _Filled] = {}
        self._stood: Memo[tuple[int, int, int], Placed] = Memo(2)

    @property
    def head_strain(self) -> int:
        return 0  # it has a strip of its name, and no head

    # -- what a depth costs ------------------------------------------------------------------------------------------

    def cost(self, depth: int) -> float:
        return self._fill(depth - self._banner).cost

    def holds(self, depth: int) -> bool:
        return self.cost(depth) < OVERSET

    def fit(self, depth: int) -> Fit:
        return fit_of(self.place(0, depth))

    def _fill(self, rows: int) -> _Filled:
        if rows not in self._filled:
            self._filled[rows] = self._find(rows)
        return self._filled[rows]

    def _find(self, rows: int) -> _Filled:
        """As many stories as go in; all of them where the editor chose them."""
        chosen = bool(self.story.chosen)
        for count in range(len(self._lines), 0, -1):
            legs = self._parted(count)
            if max(_tight(leg) for leg in legs) + self._least_picture <= rows and self._picture_fits(rows):
                return self._spaced(legs, rows, len(self._lines) - count if chosen else 0)
        left_out = len(self._lines) if chosen else 0
        return _Filled((), 0, (), float(max(0, rows)), left_out, OVERSET * len(self._lines))

    def _parted(self, count: int) -> tuple[tuple[_Line, ...], ...]:
        """The first `count` entries, of every page alike, in the order of their pages, over the legs."""
        lines = self._lines[:count]
        if not self.story.chosen:
            lines = tuple(sorted(lines, key=lambda line: (line.entry.page, line.entry.turn)))
        legs = min(self._legs.count - self._beside, count)
        return tuple(lines[first:after] for first, after in partition([line.rows + 1 for line in lines], legs))

    @property
    def _least_picture(self) -> int:
        """Rows that the picture takes from those of the lines below it, at least."""
        return self._picture.least if self._picture is not None and not self._beside else 0

    def _picture_fits(self, rows: int) -> bool:
        """Whether a picture before the lines of a strip is not cut to a slip."""
        return self._picture is None or not self._beside or self._picture.least <= rows

    def _spaced(self, legs: tuple[tuple[_Line, ...], ...], rows: int, unnamed: int) -> _Filled:
        picture = 0
        if self._picture is not None and not self._beside:
            wanted = max(sum(line.rows for line in leg) + GAP * (len(leg) - 1) for leg in legs)
            picture = min(self._picture.most, max(self._picture.least, int(rows - wanted)))
        room = rows - picture
        gaps, white, cost = [], 0.0, 0.0
        for leg in legs:
            spare = room - sum(line.rows for line in leg)
            gap = min(MOST_GAP, spare / (len(leg) - 1)) if len(leg) > 1 else 0.0
            left = spare - gap * (len(leg) - 1)
            gaps.append(gap)
            white = max(white, left)
            cost += SPARSE * max(0.0, gap - GAP) * (len(leg) - 1)
        named = {line.entry.page for leg in legs for line in leg}
        missed = len({line.entry.page for line in self._lines} - named)
        few = len(self._lines) >= LEAST_ENTRIES > sum(map(len, legs))
        cost += WHITE * max(0.0, white - 1) + UNNAMED * missed + OVERSET * (unnamed + few)
        return _Filled(legs, picture, tuple(gaps), white, unnamed, cost)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def _set_at(self, row: int, depth: int) -> Placed:
        grid, theme = self._grid, self._theme
        area = GridArea(self.column, self.columns, row, depth)
        filled = self._fill(depth - self._banner)
        items: list[Item] = [*self._panel(area)]
        top = row + self._banner
        pictures: list[Rect] = []
        if self._picture is not None and (self._beside or filled.picture):
            rows = min(depth, self._picture.most) if self._beside else filled.picture
            x, y = self._legs.left(0), grid.y(top)
            items += self._picture.items(x, y, rows, theme, self._setter)
            pictures.append(Rect(x, y, self._picture.width, self._picture.height(rows)))
        entries: list[Item] = []
        for leg, (lines, gap) in enumerate(zip(filled.legs, filled.gaps, strict=True), self._beside):
            entries += self._drawn(lines, gap, self._legs.left(leg), top + filled.picture)
        items.append(Group("list", tuple(item for item in entries if isinstance(item, Group) and item.role == "item")))
        items += [item for item in entries if not (isinstance(item, Group) and item.role == "item")]
        shown = tuple(line for lines in filled.legs for line in lines)
        return Placed(
            self.story,
            area,
            (Group("index", tuple(items), self.story.name),),
            filled.cost,
            True,
            pictures=tuple(pictures),
            paragraphs=tuple(part for line in shown for part in (line.headline, line.label)),
            tactics=(("unnamed", filled.unnamed),) if filled.unnamed else (),
        )

    def _panel(self, area: GridArea) -> Iterator[Item]:
        """The panel, and the standing head on it: a banner across it, or in a strip a block at its left."""
        box = self._grid.box(area)
        reach = PANEL_REACH * self._grid.leading
        rise = reach if self._is_strip else 0.0
        box = Rect(box.x, box.y - rise, box.width, box.height + rise + reach)
        if self._framed:
            yield from border(box, self._border, self._theme)
        else:
            yield Group("artifact", (Fill(box, self._theme.inks["tint"]),))
        words = self.story.banner or Copy(self._theme.words["index_banner"])
        if self._is_strip:
            yield from self._stamp(words, box)
        else:
            drawn = banner_strip(words, box.x, box.y, box.width, self._theme, self._setter)
            yield from _as_headline(group for group in drawn if isinstance(group, Group))

    def _stamp(self, words: Copy, box: Rect) -> Iterator[Item]:
        """The standing head's characters one below the other on a block of the banners' ink."""
        style = self._theme.styles["banner"]
        signs = [Copy(sign) for sign in words.text if not sign.isspace()]
        width = STAMP * style.size
        step = min(1.12 * style.size, box.height / max(1, len(signs) + 0.5))
        style = replace(style, size=min(style.size, step / 1.05), smallest=min(style.smallest, step / 1.05))
        yield Group("artifact", (Fill(Rect(box.x, box.y, width, box.height), self._theme.inks["banner"]),))
        y = box.y + (box.height - step * len(signs)) / 2 + (step - style.size) / 2
        runs: list[Item] = []
        for sign in signs:
            line = one_line(sign, style, self._setter)
            x = box.x + (width - width_of(line)) / 2
            runs += glyph_runs(line, line.lines[0], x, y + EM_ASCENT * style.size)
            y += step
        yield Group("headline", tuple(runs), "2")

    def _drawn(self, lines: Sequence[_Line], gap: float, x: float, top: int) -> Iterator[Item]:
        """The lines of a leg, hairlines between them."""
        grid, theme = self._grid, self._theme
        at = float(top)
        for order, line in enumerate(lines):
            if order:
                y = grid.y(at + gap / 2)
                rule = Rule(x, y, x + self._legs.measure, y, theme.numbers["hairline"], theme.inks["hairline"])
                yield Group("artifact", (rule,))
                at += gap
            yield Group("item", tuple(self._linked(line, x, at)))
            at += line.rows

    def _linked(self, line: _Line, x: float, at: float) -> Iterator[Item]:
        """Headline and page, both of which lead there."""
        address = address_of(line.entry.page, line.entry.story)
        label = x + self._legs.measure - width_of(line.label)
        set_lines = [(line.headline, each, x, index) for index, each in enumerate(line.headline.lines)]
        set_lines += [(line.label, line.label.lines[0], label, line.rows - 1)]
        for paragraph, each, left, row in set_lines:
            baseline, size = self._grid.baseline(at + row), paragraph.style.size
            yield from glyph_runs(paragraph, each, left, baseline)
            width = each.width if paragraph is line.headline else width_of(line.label)
            yield Markup(Rect(left, baseline - EM_ASCENT * size, width, size), "link", address)

    # -- made once ---------------------------------------------------------------------------------------------------

    def _leg_plan(self) -> Legs:
        """As many legs as base columns, but no more than there is to name; a strip's begin after its standing head."""
        style = self._theme.styles["index"]
        stamp = STAMP * self._theme.styles["banner"].size if self._is_strip else 0.0
        parts = len(self.story.entries) + bool(self.story.pictures)
        count = self.story.columns or max(1, min(self.columns, parts))
        if count == 1:  # as wide as the panel lets it be, level with the briefs above or below it
            return Legs(1, self._x + stamp, self._width - stamp, 0.0)
        return merge(self._x + stamp, self._width - stamp, count, style.size)

    def _set_picture(self) -> PictureBlock | None:
        if not self.story.pictures or (self._is_strip and self._legs.count < 2):
            return None
        gap = self._theme.numbers["picture_gap"]
        picture = self.story.pictures[0]
        return set_picture(picture, self._legs.measure, self._grid, self._theme, self._setter, gap)

    def _set(self, entry: Entry) -> _Line:
        style, measure = self._theme.styles["index"], self._legs.measure
        label = one_line(page_in_words(entry.page, self._theme), self._theme.styles["index-page"], self._setter)
        room = width_of(label) + LABEL_APART * style.size
        headline = self._headline(entry.headline, measure)
        if headline.lines[-1].width + room > measure:  # broken a little shorter it leaves the page its room
            narrower = self._headline(entry.headline, measure - room)
            headline = narrower if len(narrower.lines) <= len(headline.lines) + 1 else headline
        return _Line(entry, headline, label, headline.lines[-1].width + room > measure)

    def _headline(self, copy: Copy, measure: float) -> Paragraph:
        """Broken by sense, where three lines hold it."""
        style = replace(self._theme.styles["index"], indent=0.0)
        plain = self._setter.typeset(copy, style, measure)
        if not 1 < len(plain.lines) <= MOST_LINES:  # all its breaks by sense are weighed, which takes long where it is
            return plain
        return self._setter.headline((copy,), style, measure, MOST_LINES) or plain


def _tight(leg: Sequence[_Line]) -> float:
    """Rows that the lines of a leg take at least."""
    return sum(line.rows for line in leg) + LEAST_GAP * max(0, len(leg) - 1)


def _as_headline(groups: Iterator[Group]) -> Iterator[Item]:
    """A banner's block as an artifact, and its words as the head of what stands below."""
    for group in groups:
        words = tuple(item for item in group.items if isinstance(item, GlyphRun))
        yield Group("artifact", tuple(item for item in group.items if not isinstance(item, GlyphRun)))
        yield Group("headline", words, "2")
