"""Tables (表): heads and rows of cells, merged cells, groups of rows, each row whole rows of the page grid, rules above
and below. A long one stands in parts side by side, its heads over each.

Columns are as wide as what stands in them; where that is too much, the widest give way and their cells take more lines
(table_setting.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layout.display import EM_ASCENT, Fill, Group, Item, Rule
from layout.makeup.blocks.placement import FixedRows
from layout.makeup.grid import glyph_runs
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme
from layout.units import Rect
from layout.value import value

TITLE_RISE = 0.16  # rows


@value
class Cell:
    """A cell as set. column, columns, rows: its first column, and what it takes; depth: the same in rows of the grid.
    scope: what it heads, "" = nothing. offset: from its left edge, where it stands on its column's sign."""

    paragraph: Paragraph
    column: int
    columns: int = 1
    rows: int = 1
    depth: int = 1
    scope: str = ""
    offset: float = 0.0


@value
class Row:
    """A row of cells as set; depth: its rows on the grid. open: columns into which a cell from above reaches."""

    cells: tuple[Cell, ...]
    header: bool
    depth: int = 1
    group: bool = False
    open: frozenset[int] = frozenset()


@value
class Part:
    """Rows that stand below one another under heads of their own. goes_on: the group that begins it began before."""

    rows: tuple[Row, ...]
    goes_on: Row | None = None

    @property
    def depth(self) -> int:
        return sum(row.depth for row in self.rows) + (self.goes_on.depth if self.goes_on is not None else 0)


@value
class TableBlock(FixedRows):
    """A table set to a width. edges: left edge of each column and the right edge of the last, points from the left of
    its part; step: from part to part. cramped: a column is narrower than a character."""

    width: float
    title: Paragraph | None
    heads: tuple[Row, ...]
    parts: tuple[Part, ...]
    edges: tuple[float, ...]
    step: float
    pad: float
    leading: float
    cramped: bool = False

    @property
    def least(self) -> int:
        """Title, rows, and a row shared by the air above and below."""
        heads = sum(row.depth for row in self.heads)
        deepest = max((part.depth for part in self.parts), default=0)
        return heads + deepest + (len(self.title.lines) if self.title is not None else 0) + 1

    @property
    def most(self) -> int:
        return self.least

    @property
    def body(self) -> tuple[Row, ...]:
        return (*self.heads, *(row for part in self.parts for row in part.rows))

    @property
    def comfortable(self) -> bool:
        """Whether no cell needs a second line."""
        return not self.cramped and all(row.depth == 1 for row in self.body)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        title = (self.title,) if self.title is not None else ()
        return (*title, *(cell.paragraph for row in self.body for cell in row.cells))

    def items(self, x: float, y: float, rows: int, theme: Theme, setter: Typesetter) -> Iterator[Item]:
        """Air of half a row above and below: the first rule stands in the middle of the first row's place."""
        top = y + self.leading / 2
        groups: list[Item] = []
        if self.title is not None:
            # The title draws on the air above it, to stand clear of the rule below.
            groups.append(Group("caption", tuple(self._lines(self.title, x, top - TITLE_RISE * self.leading))))
            top += len(self.title.lines) * self.leading
        lines: list[Item] = []
        for order, part in enumerate(self.parts):
            drawn = _Drawn(self, x + order * self.step, top, theme)
            drawn.shade(self.heads)
            for row in self.heads:
                # A screen reader hears the heads of a table once.
                drawn.row(row, silent=order > 0)
            if part.goes_on is not None:
                drawn.shade((part.goes_on,))
                drawn.row(part.goes_on, silent=True)
            for row in part.rows:
                drawn.shade((row,) if row.group else ())
                drawn.row(row)
            groups += drawn.groups
            lines += drawn.finished()
        yield Group("table", tuple(groups))
        yield Group("artifact", tuple(lines))

    def _lines(self, paragraph: Paragraph, x: float, y: float) -> Iterator[Item]:
        """Lines one grid leading apart, each em box in the middle of its row."""
        size = paragraph.style.size
        for index, line in enumerate(paragraph.lines):
            baseline = y + index * self.leading + (self.leading - size) / 2 + EM_ASCENT * size
            yield from glyph_runs(paragraph, line, x, baseline)


class _Drawn:
    """A part while it is drawn, downward. groups: rows and what lies under them; lines: its rules."""

    def __init__(self, table: TableBlock, x: float, top: float, theme: Theme) -> None:
        self._table, self._x, self._theme = table, x, theme
        self._first = self._top = top
        self._last: Row | None = None
        self.groups: list[Item] = []
        self._lines: list[Item] = []

    def shade(self, rows: Sequence[Row]) -> None:
        """Lay the tint of the next rows, all at once: a cell may reach over several."""
        if rows:
            height = sum(row.depth for row in rows) * self._table.leading
            box = Rect(self._x, self._top, self._table.edges[-1], height)
            self.groups.append(Group("artifact", (Fill(box, self._theme.inks["tint"]),)))

    def row(self, row: Row, silent: bool = False) -> None:
        """silent: it says again what has been read."""
        top = self._top
        foot = top + row.depth * self._table.leading
        if self._last is not None:
            self._above(row)
        cells = tuple(self._cell(cell, top) for cell in row.cells)
        self.groups.append(Group("artifact" if silent else "row", cells))
        self._last, self._top = row, foot

    def _above(self, row: Row) -> None:
        """The rule over a row, left out where a cell reaches down through it; between heads under merged ones alone."""
        theme, table, last = self._theme, self._table, self._last
        assert last is not None
        if last.header and not row.header:
            self._rule(0, len(table.edges) - 1, theme.numbers["box_rule"], "frame")
            return
        columns = set(range(len(table.edges) - 1)) - row.open
        if last.header:
            columns &= {
                c for cell in last.cells if cell.columns > 1 for c in range(cell.column, cell.column + cell.columns)
            }
        for first, after in _runs(columns):
            self._rule(first, after, theme.numbers["hairline"], "hairline")

    def _rule(self, first: int, after: int, thickness: float, ink: str) -> None:
        left, right = self._x + self._table.edges[first], self._x + self._table.edges[after]
        self._lines.append(Rule(left, self._top, right, self._top, thickness, self._theme.inks[ink]))

    def _cell(self, cell: Cell, top: float) -> Group:
        table = self._table
        spare = (cell.depth - len(cell.paragraph.lines)) * table.leading / 2
        x = self._x + table.edges[cell.column] + table.pad + cell.offset
        role = "header" if cell.scope else "cell"
        name = "" if cell.scope == "column" else cell.scope
        lines = tuple(table._lines(cell.paragraph, x, top + spare))
        return Group(role, lines, name, span=(cell.columns, cell.rows))

    def finished(self) -> list[Item]:
        """Its rules, the thick ones above and below with them."""
        theme, right = self._theme, self._x + self._table.edges[-1]
        thick, ink = 2 * theme.numbers["box_rule"], theme.inks["frame"]
        ends = [Rule(self._x, y, right, y, thick, ink) for y in (self._first, self._top)]
        return [*self._lines, *ends]


def _runs(columns: set[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring columns as first and after."""
    for first in sorted(columns):
        if first - 1 not in columns:
            after = first + 1
            while after in columns:
                after += 1
            yield first, after


__all__ = ["TITLE_RISE", "Cell", "Part", "Row", "TableBlock"]
