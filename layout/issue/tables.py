"""A table as it is typed → a full grid of cells: which are merged, which rows name the columns, which begin a group.

A cell that holds “<” alone belongs to the one at its left, one that holds “^” to the one above; a row of one cell that
begins with “## ” heads the rows below it (a group). A backslash before such a sign makes it copy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from layout.diagnostics import Report, Span
from layout.issue.values import Copy, Merged
from layout.value import replace, value

_LEFT, _ABOVE = ("<", "＜", "←"), ("^", "＾", "↑")
_GROUP = re.compile(r"##[ \t\u3000]+(?=\S)")
_KEPT = re.compile(r"\\(?=\\*(?:[<＜←^＾↑]$|##[ \t\u3000]))")

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


@value
class Grid:
    """rows: all of one length, "" where a cell is part of another. heads: rows that name the columns."""

    rows: tuple[tuple[Copy, ...], ...] = ()
    merged: tuple[Merged, ...] = ()
    groups: tuple[int, ...] = ()
    heads: int = 0


def grid_of(typed: Sequence[tuple[Sequence[Copy], Span]], heads: int, report: Report) -> Grid:
    """The grid of the rows typed, each with its place. heads: rows that name the columns as far as is said; more, where
    cells of the first reach further down. NP266: a row of another length than the first; NP267: a mark of merging with
    nothing to merge into, or cells that make no rectangle."""
    groups = {at for at, (cells, _) in enumerate(typed) if len(cells) == 1 and _GROUP.match(cells[0].text)}
    lengths = [len(cells) for at, (cells, _) in enumerate(typed) if at not in groups]
    wanted, width = (lengths[0], max(lengths)) if lengths else (1, 1)
    rows: list[tuple[Copy, ...]] = []
    for at, (cells, span) in enumerate(typed):
        if at in groups:
            named = _from(cells[0], _GROUP.match(cells[0].text).end())  # type: ignore[union-attr]
            rows.append((named, *[Copy("")] * (width - 1)))
            continue
        if len(cells) != wanted:
            report.add("NP266", span, cells=len(cells), first=wanted, row=at + 1)
        rows.append((*cells, *[Copy("")] * (width - len(cells))))
    owners = _owners(rows, groups, report)
    merged = tuple(_merged(owners, rows, report))
    heads = _heads(heads, merged, len(rows), rows, report)
    whole = tuple(
        tuple(_printed(cell, owners[r, c] == (r, c)) for c, cell in enumerate(row)) for r, row in enumerate(rows)
    )
    return Grid(whole, merged, tuple(sorted(groups)), heads)


def _owners(rows: Sequence[Sequence[Copy]], groups: set[int], report: Report) -> dict[Place, Place]:
    """For each cell the one it is part of, itself mostly."""
    owners: dict[Place, Place] = {}
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            owner = r, c
            if r in groups:
                owner = r, 0
            elif cell.text in _LEFT or cell.text in _ABOVE:
                left = cell.text in _LEFT
                found = owners.get((r, c - 1) if left else (r - 1, c))
                if found is None or found[0] in groups:
                    report.add("NP267", cell.span(), hint="left" if left else "above", mark=cell.text)
                else:
                    owner = found
            owners[r, c] = owner
    return owners


def _merged(owners: dict[Place, Place], rows: Sequence[Sequence[Copy]], report: Report) -> list[Merged]:
    """The cells that take more than their own place; what is no rectangle is reported and parted again."""
    parts: dict[Place, list[Place]] = {}
    for place, owner in owners.items():
        parts.setdefault(owner, []).append(place)
    found: list[Merged] = []
    for (r, c), places in parts.items():
        if len(places) == 1:
            continue
        down, across = max(row for row, _ in places) - r + 1, max(column for _, column in places) - c + 1
        if len(places) == down * across and min(column for _, column in places) == c:
            found.append(Merged(r, c, down, across))
            continue
        last = places[-1]
        report.add("NP267", rows[last[0]][last[1]].span(), mark=rows[last[0]][last[1]].text)
        owners.update({place: place for place in places})
    return found


def _heads(wanted: int, merged: Sequence[Merged], count: int, rows: Sequence[Sequence[Copy]], report: Report) -> int:
    """Rows that name the columns: one at least stays below them."""
    heads = min(wanted, max(0, count - 1))
    for each in merged:
        if each.row < heads < each.row + each.rows:
            if wanted == 1:
                heads = min(each.row + each.rows, max(0, count - 1))
            else:
                report.add("NP267", rows[each.row][each.column].span(), hint="heads", mark="^")
    return heads


def _printed(cell: Copy, own: bool) -> Copy:
    """A cell without the backslash that made it copy; "" for a part of another."""
    if not own:
        return Copy("")
    return _from(cell, 1) if _KEPT.match(cell.text) else cell


def _from(cell: Copy, start: int) -> Copy:
    offsets = cell.offsets or tuple(range(cell.start, cell.start + len(cell.text)))
    return replace(cell, text=cell.text[start:], start=cell.start + start, offsets=offsets[start:])


__all__ = ["Grid", "grid_of"]
