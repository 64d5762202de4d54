"""Constraints (约束): what an editor wants of the planner, and whether a page holds it."""

from __future__ import annotations

from collections.abc import Mapping

from layout.diagnostics import Report
from layout.issue import Constraint, Page
from layout.units import GridArea
from layout.value import replace

NEAR = 2  # rows by which a locked story may move when what stands above it becomes shorter or longer
TOUCH = 2  # rows of white that part two stories which still touch


def holds(constraint: Constraint, places: Mapping[str, GridArea], part: GridArea) -> bool:
    """Whether the planned part of a page holds a constraint; one about something that is not there is held."""
    area = places.get(constraint.story)
    if area is None:
        return True
    edges = {
        "top": area.row == part.row,
        "bottom": area.foot == part.foot,
        "left": area.column == part.column,
        "right": area.right == part.right,
    }
    if constraint.at and not all(edges[edge] for edge in constraint.at.split("-")):
        return False
    if constraint.stood is not None and not _near(area, constraint.stood):
        return False
    side, apart = places.get(constraint.side), places.get(constraint.apart)
    if side is not None and not (_follows(area, side) if constraint.turned else _beside(area, side)):
        return False
    return apart is None or not _touch(area, apart)


def missed(
    constraints: tuple[Constraint, ...], places: Mapping[str, GridArea], part: GridArea
) -> tuple[Constraint, ...]:
    """The constraints that a page does not hold."""
    return tuple(constraint for constraint in constraints if not holds(constraint, places, part))


def locked(page: Page, previous: Mapping[str, GridArea], report: Report) -> Page:
    """The page with the places that its locked stories had; NP621 where there was none."""
    constraints: list[Constraint] = []
    for constraint in page.constraints:
        if constraint.lock and not constraint.at:
            area = previous.get(constraint.story)
            if area is None:
                report.add("NP621", constraint.span, story=constraint.story, page=page.number)
            else:
                constraint = replace(constraint, stood=area)
        constraints.append(constraint)
    return replace(page, constraints=tuple(constraints))


def _near(area: GridArea, stood: GridArea) -> bool:
    """Whether a locked story is on its columns, and on its rows or a few up or down."""
    return (area.column, area.columns) == (stood.column, stood.columns) and abs(area.row - stood.row) <= NEAR


def _beside(one: GridArea, other: GridArea) -> bool:
    level = _overlap(one.row, one.rows, other.row, other.rows)
    return level and (one.right == other.column or other.right == one.column)


def _touch(one: GridArea, other: GridArea) -> bool:
    """Whether two stories share an edge: only the gutter or the white between stories parts them."""
    return _beside(one, other) or _follows(one, other)


def _follows(one: GridArea, other: GridArea) -> bool:
    """Whether one stands right above or below the other."""
    white = (other.row - one.foot, one.row - other.foot)
    return _overlap(one.column, one.columns, other.column, other.columns) and any(0 <= rows <= TOUCH for rows in white)


def _overlap(start: int, length: int, other: int, other_length: int) -> bool:
    return start < other + other_length and other < start + length
