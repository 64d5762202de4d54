"""Lines of type on their measure, each set when it is first looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

from layout.fonts import FontBook
from layout.text import headline as heads
from layout.text.interlinear import Run, Stroke, Told, interlinear
from layout.text.linebreak import DEMERITS, HALF, INFINITE, Broken
from layout.text.lines import Line, Sheet, fit, flattened, runs, spots
from layout.theme import TextStyle
from layout.value import replace


def set_line(
    fonts: FontBook,
    sheet: Sheet,
    first: int,
    after: int,
    style: TextStyle,
    measure: float,
    indent: float,
    last: bool,
    demerits: float = 0.0,
    scale: float = 1.0,
    text: str = "",
) -> Line:
    """Items first ≤ i < after as a line of `measure` em, aligned as the style says."""
    items = sheet.items
    fitted = fit(sheet, first, after, measure - indent, style.align == "justify" and not last)
    natural = sum(fitted.glue) + sum(sheet.widths[first:after]) + sheet.start(first) + sheet.end(after - 1)
    natural += HALF * fitted.whole
    room = measure - indent - natural
    left = indent + {"centre": room / 2, "right": room}.get(style.align, 0.0)
    em = style.size * scale
    glyphs = runs(sheet, first, after, fitted.glue, style.size, left + sheet.start(first), fonts, scale, fitted.whole)
    if style.vertical:
        glyphs = flattened(glyphs, style.flat)
    strokes: tuple[Stroke, ...] = ()
    told: tuple[Told, ...] = ()
    span = (items.starts[first] if first else 0, items.starts[after] if after < len(items) else items.length)
    if items.interlinear:
        places = spots(sheet, first, after, fitted.glue, left + sheet.start(first), em)
        glyphs, strokes, told = interlinear(items, text, span, places, glyphs, style, em, fonts)
    if glyphs and after in items.blanks:
        glyphs = with_blank(glyphs, items.blanks[after])
    return Line(
        glyphs,
        *span,
        (left + natural) * em,
        fitted.gap,
        last,
        demerits,
        fitted.squeezed,
        strokes,
        told,
    )


def with_blank(runs: tuple[Run, ...], blank: str = " ") -> tuple[Run, ...]:
    """The runs of a line with a blank behind them that no glyph shows."""
    return (*runs[:-1], replace(runs[-1], after=blank)) if runs else runs


class LateLines(Sequence[Line]):
    """Lines that are each set when it is first looked at: of ten settings of a paragraph that make-up weighs by their
    number of lines, one is printed. Equal to a tuple of the same lines, and pickled as one."""

    __slots__ = ("_fonts", "_lines")

    def __init__(self, fonts: FontBook, count: int) -> None:
        self._fonts = fonts
        self._lines: list[Line | None] = [None] * count

    def _line(self, row: int) -> Line:
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, at: int | slice) -> Line | tuple[Line, ...]:
        if isinstance(at, slice):
            return tuple([self[index] for index in range(*at.indices(len(self._lines)))])
        line = self._lines[at]
        if line is None:
            line = self._lines[at] = self._line(at if at >= 0 else at + len(self._lines))
        return line

    def __iter__(self) -> Iterator[Line]:
        for at, line in enumerate(self._lines):
            yield line or self[at]

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, LateLines | tuple) and len(self) == len(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self),)

    def __repr__(self) -> str:
        return repr(tuple(self))


class SetLines(LateLines):
    """The lines of a breaking. measure: em."""

    __slots__ = ("_found", "_measure", "_sheet", "_style", "_text")

    def __init__(
        self, fonts: FontBook, sheet: Sheet, text: str, style: TextStyle, measure: float, found: Broken
    ) -> None:
        super().__init__(fonts, len(found.ends))
        self._sheet, self._text = sheet, text
        self._style, self._measure, self._found = style, measure, found

    @property
    def even(self) -> bool:
        """Whether no line is more open than the first tier allows, nor short."""
        return self._found.total < INFINITE and max(self._found.costs, default=0.0) < DEMERITS.loose

    def _line(self, row: int) -> Line:
        ends, items = self._found.ends, self._sheet.items
        first, after = ends[row - 1] if row else 0, ends[row]
        indent, last = 0.0 if first else self._style.indent, after == len(items)
        return set_line(
            self._fonts,
            *(self._sheet, first, after, self._style, self._measure, indent, last, self._found.costs[row]),
            text=self._text,
        )


class HeadLines(LateLines):
    """The lines of a head. style: at the size found; starts: of each line's copy, among the characters of all."""

    __slots__ = ("_head", "_indent", "_measure", "_starts", "_style")

    def __init__(
        self,
        fonts: FontBook,
        head: heads.Head,
        style: TextStyle,
        measure: float,
        indent: float,
        starts: tuple[int, ...],
    ) -> None:
        super().__init__(fonts, len(head.pieces))
        self._head, self._style, self._measure, self._indent, self._starts = head, style, measure, indent, starts

    def _line(self, row: int) -> Line:
        head, piece, style = self._head, self._head.pieces[row], self._style
        sheet, at = piece.sheet, self._starts[row]
        if sheet.tracking != style.tracking:
            sheet = Sheet(sheet.items, style.tracking)
        em, last = head.size * head.scale, row == len(self) - 1
        line = set_line(
            self._fonts,
            sheet,
            piece.first,
            piece.after,
            style,
            self._measure / em,
            self._indent,
            True,
            scale=head.scale,
        )
        # Broken by hand: where it stands on one line, a blank parts it.
        runs = line.runs if last or piece.after < len(sheet.items) else with_blank(line.runs)
        return replace(line, runs=runs, start=line.start + at, end=line.end + at, last=last)


__all__ = ["HeadLines", "SetLines", "set_line", "with_blank"]
