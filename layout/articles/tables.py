"""Where the cells of a table stand when some are merged, and what heads each: for tags, HTML and Markdown alike."""

from __future__ import annotations

from collections.abc import Sequence

from layout.value import value


@value
class Cell:
    """A cell of a row as it is read. columns, rows: it takes; scope: of a head, "column", "row" or "group"; "" = it is
    no head."""

    columns: int = 1
    rows: int = 1
    scope: str = ""


Places = tuple[tuple[int, ...], ...]
"""For each row the column, from 0, of each of its cells."""


def places(rows: Sequence[Sequence[Cell]]) -> Places:
    """A cell stands in the first column that no cell above reaches down into."""
    taken: dict[int, int] = {}  # column → the row after the last that a cell from above takes there
    found = []
    for row, cells in enumerate(rows):
        at, own = 0, []
        for cell in cells:
            while taken.get(at, 0) > row:
                at += 1
            own.append(at)
            for column in range(at, at + cell.columns):
                taken[column] = row + cell.rows
            at += cell.columns
        found.append(tuple(own))
    return tuple(found)


def is_plain(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row alone heads the columns and no cell takes more than one place: then everybody knows what
    heads a cell."""
    return all(
        (cell.columns, cell.rows) == (1, 1) and cell.scope in ("", "column") and (not row or not cell.scope)
        for row, cells in enumerate(rows)
        for cell in cells
    )


def heads(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[tuple[tuple[int, int], ...], ...], ...]:
    """For each cell the heads it has, as (row, index in the row): those above its columns, the one of its group, those
    at its left."""
    at = places(rows)
    found: list[tuple[tuple[tuple[int, int], ...], ...]] = []
    columns: list[tuple[int, int, int, int]] = []  # row, index, first column, column after
    group: list[tuple[int, int]] = []
    sides: list[tuple[int, int, int]] = []  # row, index, row after
    for row, cells in enumerate(rows):
        own: list[tuple[tuple[int, int], ...]] = []
        sides = [each for each in sides if each[2] > row]
        sides += [(row, i, row + cell.rows) for i, cell in enumerate(cells) if cell.scope == "row"]
        for index, cell in enumerate(cells):
            first, after = at[row][index], at[row][index] + cell.columns
            if cell.scope == "group":
                group = [(row, index)]
                own.append(())
                continue
            above = [(r, i) for r, i, left, right in columns if left < after and right > first and r < row]
            beside = [(r, i) for r, i, _ in sides if (r, i) != (row, index)]
            if cell.scope == "column":
                columns.append((row, index, first, after))
                own.append(tuple(above))
            elif cell.scope == "row":
                own.append((*above, *group))
            else:
                own.append((*above, *group, *beside))
        found.append(tuple(own))
    return tuple(found)


__all__ = ["Cell", "heads", "is_plain", "places"]
