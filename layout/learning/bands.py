"""What stands outside the type area's rows: the folio (报眉) over or under a page, and the nameplate (报头) over the
first.

Both are found by place and by what they say, never by how they look: a rule across the type area with a few small words
beyond it, a page's number or a date; the largest letters of a file over its first page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from layout.learning.columns import Columns
from layout.learning.lines import Book, Leg
from layout.learning.values import Line, Stroke
from layout.value import value

_EDGE = 0.16  # part of the sheet's height that a folio stands in, above or below
_ACROSS = 0.85  # part of the type area's width from which a rule goes across it
_MOST_WORDS = 160  # characters of a folio
_OVER_RULE = 60.0  # points from a folio's rule to its words at most
_NAMEPLATE = 0.3  # part of the sheet's height that a nameplate stands in
_LONGEST_NAME = 14  # characters
_LARGER = 1.2  # times the next largest letters
_DATED = re.compile(r"\d\s*年|\d\s*月|星期|第\s*\d+\s*[期版]|\d+\s*版|版$|20\d\d|^\s*[A-Z]?0?\d{1,3}\s*$")


@value
class Band:
    """lines, rule: of a folio, or of a nameplate's field; foot: the last that belongs to it, points. kind: folio, foot
    (a folio under the page), nameplate. name: the nameplate's own line."""

    page: int
    kind: str
    lines: tuple[Line, ...]
    rule: Stroke | None
    foot: float
    name: Line | None = None


def bands(book: Book, legs: Sequence[Leg], columns: Columns) -> tuple[Band, ...]:
    found: list[Band] = []
    first: dict[str, int] = {}
    for page, sheet in enumerate(book.sheets):
        first.setdefault(sheet.file, page)
    for page in range(len(book.sheets)):
        plate = _nameplate(book, legs, columns, page) if page in first.values() else None
        if plate is not None:
            found.append(plate)
        else:
            head = _folio(book, legs, columns, page)
            found += [head] if head is not None else []
        under = _under(book, legs, columns, page)
        found += [under] if under is not None else []
    return tuple(found)


def across(book: Book, columns: Columns, page: int) -> list[Stroke]:
    """Rules across the type area, from the top."""
    strokes = (stroke for stroke in book.sheets[page].strokes if not stroke.upright)
    wide = (stroke for stroke in strokes if stroke.length > _ACROSS * columns.width.value)
    return sorted(wide, key=lambda stroke: stroke.box.y)


def _nameplate(book: Book, legs: Sequence[Leg], columns: Columns, page: int) -> Band | None:
    sheet, lines = book.sheets[page], book.on(page)
    if not lines:
        return None
    name = max(lines, key=lambda line: line.size)
    others = [line for line in book.lines if line is not name and book.sheets[line.page].file == sheet.file]
    own = not any(line.face == name.face for line in others)
    largest = max((line.size for line in others if line.face != name.face), default=0.0)
    begins = min((leg.top for leg in legs if leg.page == page and len(leg.lines) > 3), default=sheet.size.height)
    if name.baseline > min(_NAMEPLATE * sheet.size.height, begins) or name.count > _LONGEST_NAME:
        return None
    if not (name.size > _LARGER * largest or (own and name.size >= largest) or name.size > 0.9 * largest):
        return None
    crowned = any(line.baseline < name.top and line.size > 1.5 * legs[0].lines[0].size for line in lines)
    if crowned or _stands_under_folio(book, columns, page, name, legs[0].lines[0].size):
        return None
    below = [rule for rule in across(book, columns, page) if name.baseline < rule.box.y < begins]
    dated = any(_DATED.search(line.text) for line in lines if name.top < line.baseline < begins and line is not name)
    if not (below or dated):
        return None
    over = [line for line in lines if line.size > 1.15 * legs[0].lines[0].size and line.baseline > name.foot]
    ceiling = min((line.top for line in over if line.size > 2 * legs[0].lines[0].size), default=begins)
    below = [
        rule for rule in across(book, columns, page) if name.baseline - name.size < rule.box.y < min(begins, ceiling)
    ]
    rule = below[-1] if below else None
    foot = rule.box.y + rule.thickness / 2 if rule is not None else name.foot
    field = tuple(line for line in lines if line.baseline <= foot + 1)
    return Band(page, "nameplate", field, rule, foot, name)


def _stands_under_folio(book: Book, columns: Columns, page: int, name: Line, em: float) -> bool:
    """Whether a folio stands over the largest letters of a page: then they are its first head."""
    over = [line for line in book.on(page) if line.baseline < name.top + 0.15 * name.size]
    if _is_folio(over, em):
        return True
    return any(rule.box.y < name.top for rule in across(book, columns, page)) and bool(over)


def _folio(book: Book, legs: Sequence[Leg], columns: Columns, page: int) -> Band | None:
    sheet = book.sheets[page]
    limit = _EDGE * sheet.size.height
    em = legs[0].lines[0].size
    lines = sorted((line for line in book.on(page) if line.baseline < limit), key=lambda line: line.baseline)
    for rule in across(book, columns, page):
        if rule.box.y > limit:
            break
        over = tuple(line for line in lines if line.baseline <= rule.box.y + 1)
        if _is_folio(over, em) and rule.box.y - max(line.baseline for line in over) < _OVER_RULE:
            return Band(page, "folio", over, rule, rule.box.y)
    return _without_rule(lines, em, page, legs)


def _without_rule(lines: Sequence[Line], em: float, page: int, legs: Sequence[Leg], under: bool = False) -> Band | None:
    """The outermost row of words, where it says a number or a date and white parts it from the rest."""
    if not lines:
        return None
    edge = lines[-1] if under else lines[0]
    row = tuple(line for line in lines if abs(line.baseline - edge.baseline) < 0.6 * max(edge.size, em))
    if not _is_folio(row, em) or any(line in leg.lines for leg in legs for line in row if len(leg.lines) > 2):
        return None
    return Band(page, "foot" if under else "folio", row, None, max(line.foot for line in row))


def _is_folio(lines: Sequence[Line], em: float) -> bool:
    if not lines or sum(line.count for line in lines) > _MOST_WORDS or max(line.size for line in lines) > 3.2 * em:
        return False
    return any(_DATED.search(line.text) for line in lines) or not any(line.text for line in lines)


def _under(book: Book, legs: Sequence[Leg], columns: Columns, page: int) -> Band | None:
    sheet, em = book.sheets[page], legs[0].lines[0].size
    limit = (1 - _EDGE / 2) * sheet.size.height
    foot = max((leg.foot for leg in legs if leg.page == page), default=0.0)
    lines = sorted(
        (line for line in book.on(page) if line.baseline > max(limit, foot + 0.3 * em)), key=lambda line: line.baseline
    )
    band = _without_rule(lines, em, page, legs, under=True)
    if band is None:
        return None
    over = [rule for rule in across(book, columns, page) if limit < rule.box.y < band.lines[0].baseline]
    return Band(page, "foot", band.lines, over[-1] if over else None, band.foot)
