"""The fewest loose lines any legal breaking of a paragraph has: every breaking is tried, without costs or windows.

It knows what line breaking does not: nothing of demerits, tiers or evenness. A line is tried as it would be set
(`fit`), from every place where one may begin to every place where it may end; of all the ways through, the one with the
fewest loose lines counts. So a line that the setting leaves loose, and this cannot better, no means of the rules makes
tighter.
"""

from __future__ import annotations

from layout.issue import Copy
from layout.text.cjk import NEVER
from layout.text.hyphens import places
from layout.text.lines import Sheet, fit
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle

LOOSE = 0.1005  # em between ideographs
_SLACK = 1e-6


def sheet_of(setter: Typesetter, text: str, style: TextStyle, measure: float) -> Sheet:
    """The paragraph with every place where its words may be parted, hyphens included."""
    sheet = setter.sheet(Copy(text), style)
    items = sheet.items
    if max(sheet.widths, default=0.0) > measure - style.indent:
        items, _ = items.exploded(measure - style.indent, measure)
    return Sheet(items.hyphenated(places, setter._shaper.glyphs.hyphen), style.tracking)


def lines_from(sheet: Sheet, first: int, room: float) -> list[tuple[int, float, float]]:
    """Each legal line that begins at an item: the item after it, its gap between ideographs,
    what it lacks to be flush (em)."""
    out = []
    items, count = sheet.items, len(sheet.items)
    for after in range(first + 1, count + 1):
        last = after == count
        if not last and items.joints[after].cost == NEVER:
            continue
        fitted = fit(sheet, first, after, room, not last)
        width = sheet.start(first) + sum(fitted.glue) + sum(sheet.widths[first:after]) + sheet.end(after - 1)
        if width > room + _SLACK:
            if width > room + 6:
                break  # no line of so much more has more to give
            continue
        out.append((after, 0.0 if last else fitted.gap, fitted.lack))
    return out


def fewest_loose(setter: Typesetter, text: str, style: TextStyle, measure: float) -> int:
    """Lines over .10 em, or not flush, in the best of all legal breakings of a paragraph;
    the last line is never one."""
    sheet = sheet_of(setter, text, style, measure)
    count = len(sheet.items)
    fewest = [count + 1] * (count + 1)
    fewest[0] = 0
    for first in range(count):
        if fewest[first] > count:
            continue
        for after, gap, lack in lines_from(sheet, first, measure if first else measure - style.indent):
            loose = after < count and (gap > LOOSE or lack > _SLACK)
            fewest[after] = min(fewest[after], fewest[first] + loose)
    return fewest[count]
