"""Tables (表): a header row and rows of cells, each row whole rows of the page grid, numbers flush right,
rules above and below.

Columns are as wide as what stands in them; where that is too much, the widest give way and their cells take more lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from layout.display import EM_ASCENT, Fill, Group, Item, Rule
from layout.issue import Copy, Table
from layout.makeup.blocks.placement import FixedRows
from layout.makeup.grid import PageGrid, glyph_runs
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import TextStyle, Theme
from layout.theme.values import Align
from layout.units import Rect
from layout.value import replace, value

_NUMBER = re.compile(r"[¥￥$]?[+＋\-−－±]?[\d０-９][\d０-９,，.．:：]*\s*[%％‰℃°]?|[—–\-－/／]|", re.ASCII)
TITLE_RISE = 0.16  # rows
_PAD = 0.5  # em on either side of a cell


@value
class Row:
    """A row of cells as set; depth: its rows on the grid."""

    cells: tuple[Paragraph, ...]
    header: bool

    @property
    def depth(self) -> int:
        return max((len(cell.lines) for cell in self.cells), default=1)


@value
class TableBlock(FixedRows):
    """A table set to a width. edges: left edge of each column and the right edge of the last,
    points from the block's left."""

    width: float
    title: Paragraph | None
    body: tuple[Row, ...]
    edges: tuple[float, ...]
    pad: float
    leading: float

    @property
    def least(self) -> int:
        """Title, rows, and a row shared by the air above and below."""
        return sum(row.depth for row in self.body) + (len(self.title.lines) if self.title is not None else 0) + 1

    @property
    def most(self) -> int:
        return self.least

    @property
    def comfortable(self) -> bool:
        """Whether no cell needs a second line."""
        return all(row.depth == 1 for row in self.body)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        title = (self.title,) if self.title is not None else ()
        return (*title, *(cell for row in self.body for cell in row.cells))

    def items(self, x: float, y: float, rows: int, theme: Theme, setter: Typesetter) -> Iterator[Item]:
        """Air of half a row above and below: the first rule stands in the middle of the first row's place."""
        leading, ink = self.leading, theme.inks["frame"]
        right = x + self.width
        top = y + leading / 2
        groups: list[Item] = []
        if self.title is not None:
            # The title draws on the air above it, to stand clear of the rule below.
            groups.append(Group("caption", tuple(self._lines(self.title, x, top - TITLE_RISE * leading))))
            top += len(self.title.lines) * leading
        first = top
        lines: list[Item] = []
        for index, row in enumerate(self.body):
            foot = top + row.depth * leading
            if row.header:
                groups.append(Group("artifact", (Fill(Rect(x, top, self.width, foot - top), theme.inks["tint"]),)))
            elif index and not self.body[index - 1].header:
                lines.append(Rule(x, top, right, top, theme.numbers["hairline"], theme.inks["hairline"]))
            groups.append(Group("row", tuple(self._cells(row, x, top))))
            if row.header:
                lines.append(Rule(x, foot, right, foot, theme.numbers["box_rule"], ink))
            top = foot
        thick = 2 * theme.numbers["box_rule"]
        lines += [Rule(x, first, right, first, thick, ink), Rule(x, top, right, top, thick, ink)]
        yield Group("table", tuple(groups))
        yield Group("artifact", tuple(lines))

    def _cells(self, row: Row, x: float, top: float) -> Iterator[Item]:
        for left, cell in zip(self.edges, row.cells, strict=False):
            spare = (row.depth - len(cell.lines)) * self.leading / 2
            yield Group("header" if row.header else "cell", tuple(self._lines(cell, x + left + self.pad, top + spare)))

    def _lines(self, paragraph: Paragraph, x: float, y: float) -> Iterator[Item]:
        """Lines one grid leading apart, each em box in the middle of its row."""
        size = paragraph.style.size
        for index, line in enumerate(paragraph.lines):
            baseline = y + index * self.leading + (self.leading - size) / 2 + EM_ASCENT * size
            yield from glyph_runs(paragraph, line, x, baseline)


def set_table(table: Table, width: float, grid: PageGrid, theme: Theme, setter: Typesetter) -> TableBlock:
    """A table on `width` points. Rows shorter than the longest end in empty cells."""
    style = replace(theme.styles["table"], indent=0.0)
    head_style = replace(theme.styles["table-header"], indent=0.0)
    pad = _PAD * style.size
    count = max((len(row) for row in table.rows), default=0)
    rows = [tuple(row) + (Copy(""),) * (count - len(row)) for row in table.rows]
    heads = 1 if table.header and len(rows) > 1 else 0
    aligned = [_alignment([row[column] for row in rows[heads:]]) for column in range(count)]
    natural = _natural(rows, heads, style, head_style, setter)
    widths = shared([each + 2 * pad for each in natural], width)
    body = tuple(
        Row(
            tuple(
                setter.typeset(
                    copy,
                    replace(head_style if index < heads else style, align=aligned[column]),
                    max(style.size, widths[column] - 2 * pad),
                )
                for column, copy in enumerate(row)
            ),
            index < heads,
        )
        for index, row in enumerate(rows)
    )
    title = None
    if table.title is not None:
        title = setter.typeset(table.title, replace(theme.styles["table-title"], indent=0.0), width)
    return TableBlock(width, title, body, tuple(accumulate(widths, initial=0.0)), pad, grid.leading)


def natural_width(table: Table, theme: Theme, setter: Typesetter) -> float:
    """The width at which no cell of a table needs a second line, points."""
    style = replace(theme.styles["table"], indent=0.0)
    head_style = replace(theme.styles["table-header"], indent=0.0)
    count = max((len(row) for row in table.rows), default=0)
    rows = [tuple(row) + (Copy(""),) * (count - len(row)) for row in table.rows]
    heads = 1 if table.header and len(rows) > 1 else 0
    natural = _natural(rows, heads, style, head_style, setter)
    return sum(natural) + 2 * _PAD * style.size * count


def _natural(
    rows: list[tuple[Copy, ...]], heads: int, style: TextStyle, head_style: TextStyle, setter: Typesetter
) -> list[float]:
    """The width of the longest cell of each column."""
    return [
        max(_width(row[column], head_style if index < heads else style, setter) for index, row in enumerate(rows))
        for column in range(len(rows[0]) if rows else 0)
    ]


def shared(natural: list[float], width: float) -> list[float]:
    """Widths of columns that fill `width`: what is over goes to all alike; too much is taken from the widest first."""
    total = sum(natural)
    if not natural:
        return []
    if total <= width:
        more = (width - total) / len(natural)
        return [each + more for each in natural]
    fixed: set[int] = set()
    fair = width / len(natural)
    while True:
        small = {index for index, each in enumerate(natural) if each <= fair} - fixed
        if not small:
            break
        fixed |= small
        fair = (width - sum(natural[index] for index in fixed)) / (len(natural) - len(fixed))
    return [each if index in fixed else fair for index, each in enumerate(natural)]


def _alignment(cells: list[Copy]) -> Align:
    """Numbers stand flush right, one below the other; words flush left."""
    numbers = bool(cells) and all(_NUMBER.fullmatch(cell.text.strip()) for cell in cells)
    return "right" if numbers and any(cell.text.strip() for cell in cells) else "left"


def _width(copy: Copy, style: TextStyle, setter: Typesetter) -> float:
    lines = setter.typeset(copy, replace(style, align="left"), 10_000.0).lines
    return max((line.width for line in lines), default=0.0)
