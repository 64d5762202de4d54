"""Constraints (约束): what an editor wants of the planner, and whether a page keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from layout.diagnostics import Report
from layout.issue import Constraint, Page
from layout.makeup.grid import GridArea

NEAR = 2  # rows by which a locked story may move when what stands above it becomes shorter or longer
TOUCH = 2  # rows of white that part two stories which still touch


class Box(Protocol):
    """A module's columns and rows; rows count from the head of the planned part."""

    @property
    def column(self) -> int: ...
    @property
    def columns(self) -> int: ...
    @property
    def row(self) -> int: ...
    @property
    def rows(self) -> int: ...


def kept(wish: Constraint, places: Mapping[str, Box], columns: int, rows: int) -> bool:
    """Whether a page of `columns` × `rows` keeps a wish; a wish about something that is not there is kept."""
    box = places.get(wish.story)
    if box is None:
        return True
    edges = {
        "top": box.row == 0,
        "bottom": box.row + box.rows == rows,
        "left": box.column == 0,
        "right": box.column + box.columns == columns,
    }
    if wish.at and not all(edges[edge] for edge in wish.at.split("-")):
        return False
    if wish.stood is not None:
        column, across, row = wish.stood
        if (box.column, box.columns) != (column, across) or abs(box.row - row) > NEAR:
            return False
    side, apart = places.get(wish.side), places.get(wish.apart)
    if side is not None and not _beside(box, side):
        return False
    return apart is None or not _touch(box, apart)


def locked(page: Page, former: Mapping[str, GridArea], head: int, report: Report) -> Page:
    """The page with the places that its locked stories had; NP621 where there was none. head: the page row of the first
    planned row."""
    wishes: list[Constraint] = []
    for wish in page.constraints:
        if wish.lock and not wish.at:
            area = former.get(wish.story)
            if area is None:
                report.add("NP621", wish.span, story=wish.story, page=page.number)
            else:
                wish = replace(wish, stood=(area.column, area.columns, area.row - head))
        wishes.append(wish)
    return replace(page, constraints=tuple(wishes))


def _beside(one: Box, other: Box) -> bool:
    level = _overlap(one.row, one.rows, other.row, other.rows)
    return level and (one.column + one.columns == other.column or other.column + other.columns == one.column)


def _touch(one: Box, other: Box) -> bool:
    """Whether two stories share an edge: only the gutter or the white between stories parts them."""
    white = (other.row - one.row - one.rows, one.row - other.row - other.rows)
    under = _overlap(one.column, one.columns, other.column, other.columns) and any(0 <= rows <= TOUCH for rows in white)
    return _beside(one, other) or under


def _overlap(start: int, length: int, other: int, other_length: int) -> bool:
    return start < other + other_length and other < start + length
