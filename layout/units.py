"""Lengths and boxes. Inside the program every length is a float in points; y grows downward from the trimmed corner.

Millimetres, Q, 字 and 行 live in YAML and are turned into points here, once.
"""

from __future__ import annotations

import re

from layout.value import value

MM = 72 / 25.4
Q = MM / 4  # 1 Q (級) = 0.25 mm, JIS Z 8305

_LENGTH = re.compile(r"\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(mm|cm|in|pt|Q|q|em|字|rows?|行|%|毫米|厘米|点|磅)?\s*\Z")
_FIXED = {
    "mm": MM,
    "毫米": MM,
    "cm": 10 * MM,
    "厘米": 10 * MM,
    "in": 72.0,
    "pt": 1.0,
    "点": 1.0,
    "磅": 1.0,
    "q": Q,
}


@value
class Size:
    """Width and height in points."""

    width: float
    height: float


@value
class Rect:
    """A box in points: x, y is its top left corner, y grows downward."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def inset(self, horizontal: float, vertical: float) -> Rect:
        """The box with `horizontal` taken off left and right, `vertical` off top and bottom."""
        return Rect(self.x + horizontal, self.y + vertical, self.width - 2 * horizontal, self.height - 2 * vertical)


def union(first: Rect, *others: Rect) -> Rect:
    """The box round all of these."""
    boxes = (first, *others)
    left, top = min([box.x for box in boxes]), min([box.y for box in boxes])
    return Rect(left, top, max([box.right for box in boxes]) - left, max([box.bottom for box in boxes]) - top)


@value
class GridArea:
    """Base columns `column` … `right` and rows `row` … `foot` of a page's type area, all from 0."""

    column: int
    columns: int
    row: int
    rows: int

    @property
    def right(self) -> int:
        return self.column + self.columns

    @property
    def foot(self) -> int:
        return self.row + self.rows


def length(
    text: str,
    *,
    em: float | None = None,
    row: float | None = None,
    whole: float | None = None,
    default: str | None = None,
) -> float:
    """Points of a length as an editor writes it: `3 mm`, `9.5pt`, `13Q`, `14字`, `4 行`, `50%`.

    em, row, whole: points of one 字, one 行, and of what a percentage is of; None forbids that unit.
    default: unit of a bare number; None forbids bare numbers other than 0.
    Raises ValueError for anything else.
    """
    match = _LENGTH.match(text)
    if match is None:
        raise ValueError(text)
    number, unit = float(match[1]), match[2] or default
    if unit is None:
        if number == 0:
            return 0.0
        raise ValueError(text)
    relative = {"em": em, "字": em, "row": row, "rows": row, "行": row}
    if unit in relative:
        factor = relative[unit]
    elif unit == "%":
        factor = None if whole is None else whole / 100
    else:
        factor = _FIXED[unit.lower()]
    if factor is None:
        raise ValueError(text)
    return number * factor
