"""The columns of a table: how wide each must be, and how its figures stand below one another.

Numbers stand flush right, and where their decimals differ in length the points stand in one line; scores (3∶1, 88—76)
stand on their sign. Words stand flush left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from layout.issue import Copy
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle
from layout.theme.values import Align
from layout.value import replace, value

_NUMBER = re.compile(r"[¥￥$]?[+＋\-−－±]?[\d０-９][\d０-９,，.．:：]*\s*[%％‰℃°]?|[—–\-－/／]|", re.ASCII)
_SCORE = re.compile(r"\s*[\d０-９]{1,4}\s*([:：∶—–\-－])\s*[\d０-９]{1,4}\s*")
_POINT = re.compile(r"[.．]")
_UNIT = re.compile(r"\s*[%％‰℃°]?$")  # what of a number without decimals stands behind its point
_LEAST_ALIGNED = 2  # scores that make a column of scores


@value
class Column:
    """How the cells of a column stand. sign: on which they stand below one another, "" = on none. before, after: the
    most that stands before the sign, and after it with the sign itself, points."""

    align: Align
    sign: str = ""
    before: float = 0.0
    after: float = 0.0


def column_of(cells: Sequence[Copy], style: TextStyle, setter: Typesetter) -> Column:
    """How a column of cells stands, heads and merged cells left out."""
    align = alignment(cells)
    kept = [cell for cell in cells if cell.text.strip()]
    scores = [cell for cell in kept if _SCORE.fullmatch(cell.text)]
    sign = ""
    # Times of day, which all end in two digits, stand on their colon when they are flush right.
    level = align == "right" and len({len(cell.text.strip()) - cell.text.strip().find(":") for cell in scores}) == 1
    if len(scores) >= _LEAST_ALIGNED and not level and all(cell in scores or len(cell.text) < 2 for cell in kept):
        sign, align = "score", "centre"
    elif align == "right" and len({_decimals(cell) for cell in kept}) > 1:
        sign = "point"
    if not sign:
        return Column(align)
    parts = [_parted(cell, sign, style, setter) for cell in kept]
    return Column(align, sign, max(before for before, _ in parts), max(after for _, after in parts))


def offset(cell: Copy, column: Column, room: float, style: TextStyle, setter: Typesetter) -> float:
    """How far from the left edge of its column a cell begins that stands on its column's sign. room: of the column."""
    before, after = _parted(cell, column.sign, style, setter)
    spare = room - column.before - column.after
    if not cell.text.strip() or (column.sign == "score" and not _SCORE.fullmatch(cell.text)):
        return (room - before - after) / 2  # a dash for a match that was not played
    return (spare / 2 if column.align == "centre" else spare) + column.before - before


def natural(cell: Copy, style: TextStyle, setter: Typesetter) -> float:
    """Width of a cell on one line, points."""
    lines = setter.typeset(cell, replace(style, align="left"), 10_000.0).lines
    return max((line.width for line in lines), default=0.0)


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


def alignment(cells: Sequence[Copy]) -> Align:
    """Numbers stand flush right, one below the other; words flush left."""
    numbers = bool(cells) and all(_NUMBER.fullmatch(cell.text.strip()) for cell in cells)
    return "right" if numbers and any(cell.text.strip() for cell in cells) else "left"


def _decimals(cell: Copy) -> int:
    """Characters from the decimal point on; 0 = there is none."""
    match = _POINT.search(cell.text)
    unit = _UNIT.search(cell.text)
    return len(cell.text) - match.start() - (len(unit[0]) if unit else 0) if match else 0


def _parted(cell: Copy, sign: str, style: TextStyle, setter: Typesetter) -> tuple[float, float]:
    """Width before the sign, and from the sign on; a number without a point ends where its point would be."""
    whole = natural(cell, style, setter)
    match = _SCORE.fullmatch(cell.text) if sign == "score" else _POINT.search(cell.text) or _UNIT.search(cell.text)
    at = (match.start(1) if sign == "score" else match.start()) if match else len(cell.text)
    before = natural(Copy(cell.text[:at]), style, setter) if 0 < at < len(cell.text) else whole
    return before, whole - before
