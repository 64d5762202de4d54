"""typeset: one paragraph of copy on one measure → lines with exact glyph positions.

Shaping knows no measure and breaking no glyphs, so a paragraph asked for on ten measures is shaped once; what was set is kept,
by value, in the one session of setting.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from layout.fonts import FontBook
from layout.issue import Copy
from layout.text import headline
from layout.text.linebreak import Broken, broken, greedy
from layout.text.lines import Line, Run, Sheet, fit, runs, spread
from layout.text.shape import FORBIDDEN_BREAK, Items, Shaper
from layout.theme import TextStyle

__all__ = ["Fault", "Line", "Paragraph", "Run", "Typesetter"]

_KEPT = 20_000  # paragraphs in the memo: a sixteen-page issue asks for about 5,000

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Fault:
    """What setting found wrong with a copy: code and values of the diagnostic, and the character it is about."""

    code: str
    index: int
    length: int = 1
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph broken on a measure (points). faults: to be reported once the paragraph is really placed."""

    copy: Copy
    style: TextStyle
    measure: float
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...] = ()


class Memo(Generic[_Key, _Value]):
    """The newest `size` values by key."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[_Key, _Value] = OrderedDict()

    def get(self, key: _Key) -> _Value | None:
        return self._kept.get(key)

    def put(self, key: _Key, value: _Value) -> _Value:
        self._kept[key] = value
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return value


class Typesetter:
    """The session of setting: a font book and the bounded memo of what was broken already."""

    def __init__(self, fonts: FontBook) -> None:
        self.fonts = fonts
        self._shaper = Shaper(fonts)
        self._paragraphs: Memo[tuple[Copy, TextStyle, float, int], Paragraph] = Memo(_KEPT)
        self._sheets: Memo[tuple[object, ...], Sheet] = Memo(_KEPT // 10)

    def typeset(self, copy: Copy, style: TextStyle, measure: float, looseness: int = 0) -> Paragraph:
        """Break and justify `copy` on `measure` points.

        looseness: lines more (+) or fewer (−) than the best number, where the limits of setting allow it; else the best.
        """
        key = (copy, style, measure, looseness)
        found = self._paragraphs.get(key)
        if found is None:
            found = self._paragraphs.put(key, self._typeset(copy, style, measure, looseness))
        # Equal copies are set once, but each keeps its own place in the file.
        return found if found.copy is copy else replace(found, copy=copy)

    def headline(self, lines: tuple[Copy, ...], style: TextStyle, measure: float, most: int = 2) -> Paragraph | None:
        """A head on `measure`: hand-broken lines are kept; a single copy breaks by sense into at most `most` balanced lines.

        Size goes down from style.size to style.smallest in steps of 0.5 pt, tracking ±5 % and width 90–100 % first, until
        every line fits; None when none does. The Paragraph's style has the size used.
        """
        return headline.headline(self, lines, style, measure, most)

    def sheet(self, copy: Copy, style: TextStyle, tracking: float | None = None) -> Sheet:
        """A copy shaped, with its sums. tracking: em, in place of the style's."""
        tracking = style.tracking if tracking is None else tracking
        key = (copy, style.font, style.latin, style.strong, style.language, style.punctuation, style.level, tracking)
        found = self._sheets.get(key)
        return found or self._sheets.put(key, Sheet(self._shaper.items(copy, style), tracking))

    def faults(self, copy: Copy, style: TextStyle, items: Items) -> tuple[Fault, ...]:
        """Missing characters of a copy (NP401)."""
        role = style.latin or style.font
        return tuple(
            Fault("NP401", index, 1, self.fonts.missing_values(copy.text[index], role)) for index in items.missing
        )

    def _typeset(self, copy: Copy, style: TextStyle, measure: float, looseness: int) -> Paragraph:
        sheet = self.sheet(copy, style)
        width = measure / style.size
        first = width - style.indent
        faults = list(self.faults(copy, style, sheet.items))
        if max(sheet.widths, default=0.0) > first:
            items, cut = sheet.items.exploded(first)
            sheet = Sheet(items, style.tracking)
            faults += [
                Fault("NP501", at, length, (("text", copy.text[at : at + length]), ("measure", f"{width:g}")))
                for at, length in cut
            ]
        justified = style.align == "justify"
        found = broken(sheet.nodes, first, width, justified, looseness)
        if found is None:
            items, _ = sheet.items.exploded(min(first, 2.0), everything=True)
            sheet = Sheet(items, style.tracking)
            found = broken(sheet.nodes, first, width, justified) or greedy(sheet.nodes, first, width)
            faults += _forced(copy, items, found)
        return Paragraph(copy, style, measure, self._lines(sheet, style, width, found), tuple(faults))

    def _lines(self, sheet: Sheet, style: TextStyle, measure: float, found: Broken) -> tuple[Line, ...]:
        out = []
        items = sheet.items
        at = 0
        for after, demerits in zip(found.ends, found.costs, strict=True):
            last = after == len(items)
            indent = 0.0 if at else style.indent
            out.append(self.line(sheet, at, after, style, measure, indent, last, demerits))
            at = after
        return tuple(out)

    def line(
        self,
        sheet: Sheet,
        first: int,
        after: int,
        style: TextStyle,
        measure: float,
        indent: float,
        last: bool,
        demerits: float = 0.0,
        scale: float = 1.0,
    ) -> Line:
        """Items first ≤ i < after as a line of `measure` em, aligned as the style says."""
        items = sheet.items
        fitted = fit(sheet, first, after, measure - indent, style.align == "justify" and not last)
        natural = sum(fitted.glue) + sum(sheet.widths[first:after]) + sheet.start(first) + sheet.end(after - 1)
        room = measure - indent - natural
        left = indent + {"centre": room / 2, "right": room}.get(style.align, 0.0)
        em = style.size * scale
        glyphs = runs(sheet, first, after, fitted.glue, style.size, left + sheet.start(first), self.fonts, scale)
        if fitted.spread:
            glyphs, natural = spread(glyphs, fitted.spread * em), natural + fitted.spread
        return Line(
            glyphs,
            items.starts[first] if first else 0,
            items.starts[after] if after < len(items) else items.length,
            (left + natural) * em,
            fitted.gap,
            last,
            demerits,
            fitted.squeezed,
        )


def _forced(copy: Copy, items: Items, found: Broken) -> list[Fault]:
    """NP502: lines that end where the prohibitions allow no end, or stick out."""
    return [
        Fault(
            "NP502",
            items.starts[after],
            1,
            (("text", copy.text[max(0, items.starts[after] - 2) : items.starts[after] + 2]),),
        )
        for after, cost in zip(found.ends[:-1], found.costs, strict=False)
        if cost >= FORBIDDEN_BREAK or found.total == float("inf")
    ]
