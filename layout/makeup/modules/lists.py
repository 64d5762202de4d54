"""Lists (列表): short items side by side in columns, items of several parts with their parts one below the other,
long ones hung.

Names of a committee, prize winners with school and place, opening hours: each row of items takes one row of the grid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from layout.issue import Copy
from layout.makeup.modules.legs import Unit
from layout.text.paragraph import Line, Paragraph, Typesetter
from layout.text.set_lines import with_blank
from layout.theme import TextStyle
from layout.value import replace

HANG = 1.0  # em from the mark before a long item to its text
_PARTED = re.compile(r"[ 　]*\t[ 　\t]*|[ 　]{2,}")  # one full-width blank may stand within a name: 张　三
_APART = 1.0  # em between neighbours at least
_MOST_APART = 4.0  # em between parts at most, so that the eye keeps the line
_MOST_COLUMNS = 6


def list_units(items: Sequence[Copy], style: TextStyle, measure: float, setter: Typesetter) -> Iterator[Unit]:
    """Items that follow one another as units, each of whole rows."""
    flat = replace(style, indent=0.0, align="left")
    rows = _parts_below_parts(items, flat, measure, setter) or _side_by_side(items, flat, measure, setter)
    if rows is not None:
        yield from rows
    else:
        for copy in items:
            if numbered(copy):
                yield Unit(setter.typeset(copy, style, measure))
            else:
                yield hung(copy, style, measure, setter)


def hung(copy: Copy, style: TextStyle, measure: float, setter: Typesetter) -> Unit:
    """A long item: its lines stand in from a mark at its head."""
    left = HANG * style.size
    paragraph = setter.typeset(copy, replace(style, indent=0.0), measure - left)
    return Unit(paragraph, role="item", left=left)


def numbered(copy: Copy) -> bool:
    """Whether an item brings its own number, and so needs no mark."""
    return re.match(r"\d{1,3}\.", copy.text) is not None


def _parts_below_parts(
    items: Sequence[Copy], style: TextStyle, measure: float, setter: Typesetter
) -> list[Unit] | None:
    """Items that all have as many parts; None when they have not, or are too wide for the measure."""
    parted = [_parts(copy) for copy in items]
    count = len(parted[0])
    if count < 2 or len(items) < 2 or any(len(parts) != count for parts in parted):
        return None
    set_parts = [[setter.typeset(part, style, 10_000.0) for part in parts] for parts in parted]
    widths = [max(_width(row[column]) for row in set_parts) for column in range(count)]
    gap = (measure - sum(widths)) / (count - 1)
    if gap < _APART * style.size:
        return None
    gap = min(gap, _MOST_APART * style.size)
    stops = [sum(widths[:column]) + gap * column for column in range(count)]
    return [_unit(row, stops, style, measure) for row in set_parts]


def _side_by_side(items: Sequence[Copy], style: TextStyle, measure: float, setter: Typesetter) -> list[Unit] | None:
    """Two to six short items to a row, read across; None when even two do not fit."""
    if len(items) < 2:
        return None
    paragraphs = [setter.typeset(copy, style, 10_000.0) for copy in items]
    widest = max(_width(paragraph) for paragraph in paragraphs)
    gap = _APART * style.size
    count = min(_MOST_COLUMNS, len(items), int((measure + gap) // (widest + gap)))
    if count < 2:
        return None
    step = (measure - widest) / (count - 1) if count > 1 else 0.0
    stops = [column * step for column in range(count)]
    return [_unit(paragraphs[at : at + count], stops, style, measure) for at in range(0, len(paragraphs), count)]


def _unit(paragraphs: Sequence[Paragraph], stops: Sequence[float], style: TextStyle, measure: float) -> Unit:
    """Paragraphs of one line each as one line, each at its stop."""
    runs = tuple(
        run.moved(stop)
        for paragraph, stop in zip(paragraphs, stops, strict=False)
        for line in paragraph.lines
        for run in (line.runs if paragraph is paragraphs[-1] else with_blank(line.runs, "\u3000"))
    )
    copies = [paragraph.copy for paragraph in paragraphs]
    copy = _joined(copies)
    faults = []
    at = 0
    for paragraph in paragraphs:
        faults += [replace(fault, index=fault.index + at) for fault in paragraph.faults]
        at += len(paragraph.copy.text)
    line = Line(runs, 0, len(copy.text), measure, last=True)
    return Unit(Paragraph(copy, style, measure, (line,), tuple(faults)), role="item")


def _width(paragraph: Paragraph) -> float:
    return max((line.width for line in paragraph.lines), default=0.0)


def _parts(copy: Copy) -> list[Copy]:
    parts = []
    at = 0
    for match in _PARTED.finditer(copy.text):
        parts.append(_part(copy, at, match.start()))
        at = match.end()
    parts.append(_part(copy, at, len(copy.text)))
    return [part for part in parts if part.text]


def _part(copy: Copy, start: int, end: int) -> Copy:
    offsets = copy.offsets or tuple(range(copy.start, copy.start + len(copy.text)))
    emphases = tuple(
        replace(each, start=max(0, each.start - start), end=min(end, each.end) - start)
        for each in copy.emphases
        if each.start < end and each.end > start
    )
    return Copy(copy.text[start:end], emphases, copy.node, offsets[start] if start < end else 0, offsets[start:end])


def _joined(copies: Sequence[Copy]) -> Copy:
    offsets = [each for copy in copies for each in copy.offsets or range(copy.start, copy.start + len(copy.text))]
    return Copy("".join(copy.text for copy in copies), (), copies[0].node, 0, tuple(offsets))
