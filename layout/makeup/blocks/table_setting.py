"""A table is set: its columns shared out, its cells typeset, its rows as deep as they need, and long ones in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from layout.issue import Copy, Merged, Table
from layout.makeup.blocks.columns import Column, column_of, natural, offset, shared
from layout.makeup.blocks.tables import Cell, Part, Row, TableBlock
from layout.makeup.grid import PageGrid, partition
from layout.text.faults import Fault
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle, Theme
from layout.value import replace

_PAD = 0.5  # em on either side of a cell
_PARTS_APART = 1.5  # em between parts side by side, at least
_LONGEST = 30  # rows of a part before a table is parted by itself: no leg of copy is longer (Q11)
_DEEPER = 3  # rows
_MOST_PARTS = 6
_CONTINUED = "（续）"  # behind the name of a group that goes on in the next part


def set_table(table: Table, width: float, grid: PageGrid, theme: Theme, setter: Typesetter) -> TableBlock:
    """A table on `width` points, in as many parts as it asks for; where it asks for none, in as many as keep it from
    being deeper than a leg of copy may be, as far as no cell needs a second line for it."""
    block = _Setting(table, width, table.parts or 1, grid, theme, setter).block()
    for parts in range(2, _MOST_PARTS + 1 if table.parts is None else 0):
        if block.least <= _LONGEST:
            break
        other = _Setting(table, width, parts, grid, theme, setter).block()
        if not other.comfortable:
            break
        block = other
    return block


def natural_width(table: Table, grid: PageGrid, theme: Theme, setter: Typesetter) -> float:
    """The width at which no cell of a table needs a second line, in the parts that it asks for, points."""
    return _Setting(table, 10_000.0, table.parts or 1, grid, theme, setter).natural


class _Setting:
    """A table while it is set, on `width` points in `parts` parts."""

    def __init__(
        self, table: Table, width: float, parts: int, grid: PageGrid, theme: Theme, setter: Typesetter
    ) -> None:
        self._table, self._width, self._grid, self._theme, self._setter = table, width, grid, theme, setter
        self._style = replace(theme.styles["table"], indent=0.0)
        self._head_style = replace(theme.styles["table-header"], indent=0.0)
        self._pad = _PAD * self._style.size
        self._parts = max(1, min(parts, len(table.rows) - table.heads))
        gap = _PARTS_APART * self._style.size
        self._part_width = (width - gap * (self._parts - 1)) / self._parts
        self._count = max((len(row) for row in table.rows), default=0)
        self._merged = {(each.row, each.column): each for each in table.merged}
        self._covered = {
            (row, column)
            for each in self._merged.values()
            for row in range(each.row, each.row + each.rows)
            for column in range(each.column, each.column + each.columns)
            if (row, column) != (each.row, each.column)
        }
        self._columns = [self._column(at) for at in range(self._count)]
        self._widths = shared(self._naturals(), self._part_width)
        self._is_told = False  # that a column is narrower than a character

    @property
    def natural(self) -> float:
        gap = _PARTS_APART * self._style.size
        return sum(self._naturals()) * self._parts + gap * (self._parts - 1)

    def block(self) -> TableBlock:
        table = self._table
        rows = self._rows()
        title = None
        if table.title is not None:
            title_style = replace(self._theme.styles["table-title"], indent=0.0)
            title = self._setter.typeset(table.title, title_style, self._width)
        edges = tuple(accumulate(self._widths, initial=0.0))
        step = self._part_width + _PARTS_APART * self._style.size
        heads, body = tuple(rows[: table.heads]), rows[table.heads :]
        parts = tuple(self._parted(body))
        return TableBlock(self._width, title, heads, parts, edges, step, self._pad, self._grid.leading, self._is_told)

    def _places(self) -> Iterator[tuple[int, int, Merged]]:
        """Every cell that is printed: its place, and what it takes."""
        for row in range(len(self._table.rows)):
            for column in range(self._count):
                if (row, column) not in self._covered:
                    yield row, column, self._merged.get((row, column)) or Merged(row, column, 1, 1)

    def _column(self, at: int) -> Column:
        table = self._table
        cells = [
            table.rows[row][at]
            for row in range(table.heads, len(table.rows))
            if (row, at) not in self._covered and self._merged.get((row, at), Merged(row, at, 1, 1)).columns == 1
        ]
        if table.stub and at == 0:
            return Column("left")
        return column_of(cells, self._style, self._setter)

    def _naturals(self) -> list[float]:
        """Width that each column would have with its margins; what merged cells need besides is shared out alike."""
        found = [column.before + column.after for column in self._columns]
        wide = []
        for row, at, place in self._places():
            needed = natural(self._table.rows[row][at], self._look(row), self._setter)
            if place.columns == 1:
                found[at] = max(found[at], needed)
            elif row not in self._table.groups:
                wide.append((place, needed))
        found = [each + 2 * self._pad for each in found]
        for place, needed in wide:
            own = range(place.column, place.column + place.columns)
            lack = needed + 2 * self._pad - sum(found[at] for at in own)
            for at in own:
                found[at] += max(0.0, lack) / place.columns
        return found

    def _look(self, row: int) -> TextStyle:
        return self._head_style if row < self._table.heads or row in self._table.groups else self._style

    def _rows(self) -> list[Row]:
        """The rows with their depths, which cells of several rows may add to."""
        cells: list[list[Cell]] = [[] for _ in self._table.rows]
        for row, column, place in self._places():
            cells[row].append(self._cell(row, column, place))
        depths = [max((len(c.paragraph.lines) for c in own if c.rows == 1), default=1) or 1 for own in cells]
        for at, own in enumerate(cells):
            for cell in own:
                lack = len(cell.paragraph.lines) - sum(depths[at : at + cell.rows])
                depths[at + cell.rows - 1] += max(0, lack)
        opened: list[set[int]] = [set() for _ in cells]
        for each in self._merged.values():
            for row in range(each.row + 1, each.row + each.rows):
                opened[row] |= set(range(each.column, each.column + each.columns))
        return [
            Row(
                tuple(replace(cell, depth=sum(depths[at : at + cell.rows])) for cell in own),
                at < self._table.heads,
                depths[at],
                at in self._table.groups,
                frozenset(opened[at]),
            )
            for at, own in enumerate(cells)
        ]

    def _cell(self, row: int, at: int, place: Merged) -> Cell:
        table, copy = self._table, self._table.rows[row][at]
        column = self._columns[at]
        scope = "column" if row < table.heads else "group" if row in table.groups else ""
        if not scope and table.stub and at == 0:
            scope = "row"
        room = sum(self._widths[at : at + place.columns]) - 2 * self._pad
        align = "left" if row in table.groups else "centre" if place.columns > 1 else column.align
        style = replace(self._look(row), align=align)
        if column.sign and not scope and place.columns == 1:
            flat = self._setter.typeset(copy, replace(style, align="left"), max(style.size, room))
            if len(flat.lines) < 2:
                beside = offset(copy, column, room, style, self._setter)
                return Cell(flat, at, 1, place.rows, scope=scope, offset=max(0.0, beside))
        paragraph = self._setter.typeset(copy, style, max(style.size, room))
        widest = max((line.width for line in paragraph.lines), default=0.0)
        if widest > max(0.0, room) + self._pad:  # whatever else is wrong with its lines comes from this
            paragraph = replace(paragraph, faults=() if self._is_told else (self._too_narrow(style),))
            self._is_told = True
        return Cell(paragraph, at, place.columns, place.rows, scope=scope)

    def _too_narrow(self, style: TextStyle) -> Fault:
        wanted = sum(min(each, style.size + 2 * self._pad) for each in self._naturals())
        values = (("columns", self._count), ("wanted", round(wanted)), ("width", round(self._part_width)))
        return Fault("NP698", 0, values=values)

    # -- parts -------------------------------------------------------------------------------------------------------

    def _parted(self, body: Sequence[Row]) -> Iterator[Part]:
        """The rows below the heads in parts as level as can be: no merged cell is torn, and a group's name stands over
        a row of its own."""
        if not body:
            return
        tied: list[list[Row]] = []
        for at, row in enumerate(body):
            if at and (row.open or body[at - 1].group):
                tied[-1].append(row)
            else:
                tied.append([row])
        apart = _parted(tied, self._parts)
        # Rather than name a group a second time, a part may be a few rows deeper than the others.
        whole: list[list[Row]] = []
        for rows in tied:
            if whole and not rows[0].group:
                whole[-1] += rows
            else:
                whole.append([*rows])
        together = _parted(whole, self._parts)
        if len(together) == len(apart) and _deepest(together) <= _deepest(apart) + _DEEPER:
            apart = together
        group: Row | None = None
        for rows in apart:
            goes_on = None if group is None or rows[0].group else self._again(group)
            yield Part(tuple(rows), goes_on)
            group = next((row for row in reversed(rows) if row.group), group)

    def _again(self, group: Row) -> Row:
        """A group's name over the part in which it goes on."""
        (cell,) = group.cells
        copy = Copy(cell.paragraph.copy.text + _CONTINUED)
        room = sum(self._widths) - 2 * self._pad
        paragraph = self._setter.typeset(copy, cell.paragraph.style, room)
        depth = max(1, len(paragraph.lines))
        return replace(group, cells=(replace(cell, paragraph=paragraph, depth=depth),), depth=depth)


def _parted(tied: Sequence[Sequence[Row]], parts: int) -> list[list[Row]]:
    """Rows that stay together, in parts whose deepest is as shallow as can be."""
    depths = [sum(row.depth for row in rows) for rows in tied]
    edges = partition(depths, min(parts, len(tied)))
    return [[row for rows in tied[first:after] for row in rows] for first, after in edges]


def _deepest(parts: Sequence[Sequence[Row]]) -> int:
    return max(sum(row.depth for row in rows) for rows in parts)


__all__ = ["set_table"]
