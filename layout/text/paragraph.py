"""typeset: one paragraph of copy on one measure → lines with exact glyph positions.

Shaping knows no measure and breaking no glyphs, so a paragraph asked for on ten measures is shaped once; what was set
is kept, by value, in the one session of setting.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import ceil
from typing import Any, Literal, overload

from layout.display import EM_ASCENT
from layout.fonts import FontBook
from layout.issue import Copy, Emphasis
from layout.text import headline as heads
from layout.text.cjk import NEVER
from layout.text.interlinear import Run, Stroke, Told, interlinear
from layout.text.items import FORBIDDEN_BREAK, HYPHENATED, TORN_WORD, Items
from layout.text.linebreak import (
    DEMERITS,
    GAPS,
    HALF,
    INFINITE,
    Broken,
    Feasible,
    broken_along,
    broken_beside,
    greedy,
    lengths,
    loosened,
    smoothest,
    ways,
)
from layout.text.lines import Line, Sheet, fit, flattened, runs, spots
from layout.text.shape import Shaper
from layout.theme import TextStyle
from layout.value import Memo, replace, value

__all__ = ["Fault", "Line", "Paragraph", "Run", "SetLines", "Typesetter"]

_SHORT = 0.05  # em, of a line that is told to stay short; less is not seen
AT_HAND = -20.0  # cost of a line that begins where a head was broken by hand: less than all its other breaks can cost
_FEW = 6  # characters lent by another face that are told one by one
KEPT = 20_000  # paragraphs in the memo: a sixteen-page issue asks for about 5,000
_BROKEN = 500  # of them, whose feasible lines stay at hand: those of a page, on the measures it tries


Torn = Literal["", "hyphens", "anywhere"]


@value
class Fault:
    """What setting found wrong with a copy: code, values and hint of the diagnostic, and the character it is about."""

    code: str
    index: int
    length: int = 1
    values: tuple[tuple[str, object], ...] = ()
    hint: str = "hint"


@value
class Paragraph:
    """A paragraph broken on a measure (points). faults: to be reported once the paragraph is really placed."""

    copy: Copy
    style: TextStyle
    measure: float
    lines: Sequence[Line]
    faults: tuple[Fault, ...] = ()

    @property
    def even(self) -> bool:
        """Whether no line is more open than the first tier allows (0.10 em), by what it cost;
        False = look at the lines."""
        return isinstance(self.lines, SetLines) and self.lines.even


def faults_of(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, Fault]]:
    """The faults of a story, each with its paragraph's index.

    A character that another face lends is told where it first stands;
    many of one face are told together, where the first is.
    """
    lent: dict[tuple[object, ...], dict[object, tuple[int, Fault]]] = {}
    for index, paragraph in enumerate(paragraphs):
        for fault in paragraph.faults:
            if fault.code == "NP402":
                values = dict(fault.values)
                faces = (values["role"], values["wanted"], values["used"])
                lent.setdefault(faces, {}).setdefault(values["character"], (index, fault))
            else:
                yield index, fault
    for found in lent.values():
        if len(found) <= _FEW:
            yield from found.values()
        else:
            index, first = next(iter(found.values()))
            together = {"character": "".join(map(str, found)), "code": f"{dict(first.values)['code']} …"}
            yield index, replace(first, values=tuple((dict(first.values) | together).items()))


class _LazyLines(Sequence[Line]):
    """Lines that are each set when it is first looked at: of ten settings of a paragraph that make-up weighs by their
    number of lines, one is printed. Equal to a tuple of the same lines, and pickled as one."""

    __slots__ = ("_lines", "_setter")

    def __init__(self, setter: Typesetter, count: int) -> None:
        self._setter = setter
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
        return isinstance(other, _LazyLines | tuple) and len(self) == len(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self),)

    def __repr__(self) -> str:
        return repr(tuple(self))


class SetLines(_LazyLines):
    """The lines of a breaking. measure: em."""

    __slots__ = ("_found", "_measure", "_sheet", "_style", "_text")

    def __init__(
        self, setter: Typesetter, sheet: Sheet, text: str, style: TextStyle, measure: float, found: Broken
    ) -> None:
        super().__init__(setter, len(found.ends))
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
        return self._setter.line(
            *(self._sheet, first, after, self._style, self._measure, indent, last, self._found.costs[row]),
            text=self._text,
        )


class _HeadLines(_LazyLines):
    """The lines of a head. style: at the size found; starts: of each line's copy, among the characters of all."""

    __slots__ = ("_head", "_indent", "_measure", "_starts", "_style")

    def __init__(
        self,
        setter: Typesetter,
        head: heads.Head,
        style: TextStyle,
        measure: float,
        indent: float,
        starts: tuple[int, ...],
    ) -> None:
        super().__init__(setter, len(head.pieces))
        self._head, self._style, self._measure, self._indent, self._starts = head, style, measure, indent, starts

    def _line(self, row: int) -> Line:
        head, piece, style = self._head, self._head.pieces[row], self._style
        sheet, at = piece.sheet, self._starts[row]
        if sheet.tracking != style.tracking:
            sheet = Sheet(sheet.items, style.tracking)
        em, last = head.size * head.scale, row == len(self) - 1
        line = self._setter.line(
            sheet, piece.first, piece.after, style, self._measure / em, self._indent, True, scale=head.scale
        )
        # Broken by hand: where it stands on one line, a blank parts it.
        runs = line.runs if last or piece.after < len(sheet.items) else with_blank(line.runs)
        return replace(line, runs=runs, start=line.start + at, end=line.end + at, last=last)


@value
class _Breaking:
    """A paragraph broken at its smoothest, whatever its number of lines.
    lines: the feasible ones, from which it was chosen."""

    sheet: Sheet
    best: Broken
    lines: Feasible
    faults: tuple[Fault, ...]


def _bare(copy: Copy) -> Copy:
    """The copy without the place where it was typed: what is kept of it must not keep the text of its file."""
    return copy if copy.node is None else Copy(copy.text, copy.emphases)


class Typesetter:
    """The session of setting: a font book and the bounded memo of what was broken already."""

    def __init__(self, fonts: FontBook, kept: int = KEPT) -> None:
        """kept: paragraphs in the memo, some 40 KB each."""
        self.fonts = fonts
        self._shaper = Shaper(fonts)
        self._paragraphs: Memo[tuple[Copy, TextStyle, float, int], Paragraph] = Memo(kept)
        self._breakings: Memo[tuple[Copy, TextStyle, float], _Breaking] = Memo(_BROKEN)
        rarer = max(_BROKEN, kept // 10)
        self._sheets: Memo[tuple[object, ...], Sheet] = Memo(rarer)
        self._shaped: Memo[tuple[object, ...], tuple[Paragraph | None]] = Memo(_BROKEN)
        self._heads: Memo[tuple[object, ...], tuple[Paragraph | None]] = Memo(rarer)
        self._head_ways: Memo[tuple[int, tuple[float, ...]], tuple[Sheet, heads.Breakings]] = Memo(_BROKEN)
        self._senses: Memo[tuple[str, str], tuple[float, ...]] = Memo(_BROKEN)

    def typeset(self, copy: Copy, style: TextStyle, measure: float, looseness: int = 0) -> Paragraph:
        """Break and justify `copy` on `measure` points.

        looseness: lines more (+) or fewer (−) than the best number, where the limits of setting allow it;
        else the best.
        """
        key = (copy, style, measure, looseness)
        found = self._paragraphs.get(key)
        if found is None:
            bare = _bare(copy)
            found = self._typeset(bare, style, measure, looseness)
            self._paragraphs.put((bare, style, measure, looseness), found)
        # Equal copies are set once, but each keeps its own place in the file.
        return found if found.copy is copy else replace(found, copy=copy)

    def lengths(self, paragraph: Paragraph) -> tuple[int, int]:
        """How few and how many lines a paragraph of `typeset` can be set on with the gaps that it has at its best,
        or tighter."""
        lines = len(paragraph.lines)
        if paragraph.style.drop > 1:
            return lines, lines
        breaking = self._breaking_of(paragraph.copy, paragraph.style, paragraph.measure)
        if breaking.lines is None:
            return lines, lines
        few, many = lengths(breaking.lines)
        return min(few or lines, lines), max(many, lines)

    def ways(self, copy: Copy, style: TextStyle, measure: float, count: int) -> tuple[Paragraph, ...]:
        """The paragraph as `typeset` sets it, then up to `count` − 1 further breakings, the smoothest first."""
        best = self.typeset(copy, style, measure)
        sheet, width = self.sheet(copy, style), measure / style.size
        if style.drop > 1 or best.faults or not best.lines:
            return (best,)
        found = ways(sheet.nodes, width - style.indent, width, count + 1, style.align == "justify")
        others = [replace(best, lines=SetLines(self, sheet, copy.text, style, width, each)) for each in found]
        starts = {tuple([line.start for line in best.lines])}
        fresh = [each for each in others if tuple([line.start for line in each.lines]) not in starts]
        return (best, *fresh[: count - 1])

    def along(
        self, copy: Copy, style: TextStyle, measure: float, strips: tuple[tuple[float, float], ...]
    ) -> Paragraph | None:
        """A paragraph whose first lines stand along the outline of a picture (挖图), the others on `measure`.

        strips: of each of these lines how far in it begins and how wide it is, points. None where no legal breaking
        has them.
        """
        key = (copy, style, measure, strips)
        found = self._shaped.get(key)
        if found is None:
            found = self._shaped.put((_bare(copy), *key[1:]), (self._along(_bare(copy), style, measure, strips),))
        return found[0] and replace(found[0], copy=copy)

    def _along(
        self, copy: Copy, style: TextStyle, measure: float, strips: tuple[tuple[float, float], ...]
    ) -> Paragraph | None:
        sheet, em = self.sheet(copy, style), style.size
        widths = [width / em - (0.0 if row else style.indent) for row, (_, width) in enumerate(strips)]
        narrowest = min((*widths, measure / em))
        if max(sheet.widths, default=0.0) > narrowest:
            sheet = Sheet(sheet.items.exploded(narrowest, narrowest)[0], style.tracking)
        found = broken_along(sheet.nodes, widths, measure / em, style.align == "justify")
        if found is None:
            return None
        lines, at = list[Line](), 0
        for row, (after, demerits) in enumerate(zip(found.ends, found.costs, strict=True)):
            left, width = strips[row] if row < len(strips) else (0.0, measure)
            indent = left / em + (0.0 if row else style.indent)
            last = after == len(sheet.items)
            lines.append(
                self.line(sheet, at, after, style, (left + width) / em, indent, last, demerits, text=copy.text)
            )
            at = after
        return Paragraph(copy, style, measure, tuple(lines), self.faults(copy, style, sheet.items))

    def headline(
        self,
        lines: tuple[Copy, ...],
        style: TextStyle,
        measure: float,
        most: int = 2,
        air: float = 0.0,
        torn: Torn = "",
    ) -> Paragraph | None:
        """A head on `measure`, of which `air` em stay free: hand-broken lines are kept;
        a single copy breaks by sense into at most `most` balanced lines. torn: lines broken by hand are broken again,
        and a Latin word that no line holds at the smallest size is parted where it is hyphenated, or anywhere (NP501).

        Size goes down from style.size to style.smallest in steps of 0.5 pt, tracking ±5 % and width 90–100 % first,
        until every line fits; None when none does. The Paragraph's style has the size used.
        """
        key = (lines, style, measure, most, air, torn)
        found = self._heads.get(key)
        if found is None:
            copy = _bare(_joined(lines))
            if torn:
                made = self._torn_head(copy, lines, style, measure, most, air, torn)
            else:
                best = self._best_head(lines, style, measure, most, air)
                made = None if best is None else self._head(copy, style, measure, best, air)
            found = self._heads.put((tuple(map(_bare, lines)), *key[1:]), (made,))
        return found[0] and replace(found[0], copy=_joined(lines))

    def _best_head(
        self, lines: tuple[Copy, ...], style: TextStyle, measure: float, most: int, air: float
    ) -> heads.Head | None:
        full = style.align == "justify"
        sheets = [self.sheet(copy, style) for copy in lines]
        sheets = [sheet for sheet in sheets if len(sheet.items)]
        if not sheets:
            return None
        if len(sheets) > 1 or most == 1:
            pieces = [heads.whole(sheet) for sheet in sheets]
            return heads.by_hand(pieces, measure, style.size, style.smallest, full, air)
        whole = heads.by_hand([heads.whole(sheets[0])], measure, style.size, style.size, full, air)
        if whole is not None and whole.scale == 1:
            return whole  # one line that fits needs no sense of where to break
        text = next(copy.text for copy in lines if copy.text.strip())
        ways = self._ways_of_head(sheets[0], self.sense(text, style.language))
        found = ways.by_sense(measure, style.size, style.smallest, most, full, air=air)
        return found[0] if found else None

    def _torn_head(
        self, copy: Copy, lines: tuple[Copy, ...], style: TextStyle, measure: float, most: int, air: float, torn: Torn
    ) -> Paragraph | None:
        sheet, cut = self.sheet(copy, style), list[tuple[int, int]]()
        longest = measure / min(style.smallest or style.size, style.size) - air
        if max(sheet.widths, default=0.0) > longest > 0:
            from layout.text.hyphens import places

            items = sheet.items.hyphenated(places, self._shaper.glyphs.hyphen)
            if torn == "anywhere":
                items, cut = items.exploded(longest, longest)
            sheet = Sheet(items, style.tracking)
        if not len(sheet.items):
            return None
        sense = list(self.sense(copy.text, style.language))
        ends = set(accumulate([len(line.text) for line in lines[:-1]]))
        for at in ends:
            sense[at : at + 1] = [AT_HAND]
        ways = self._ways_of_head(sheet, tuple(sense))
        found = ways.by_sense(measure, style.size, style.smallest, most, style.align == "justify", air=air)
        if not found:
            return None
        made = self._head(copy, style, measure, found[0], air)
        set_lines = tuple(
            replace(line, runs=with_blank(line.runs)) if line.end in ends else line for line in made.lines
        )
        return replace(made, lines=set_lines, faults=(*made.faults, *_cut(copy, cut, longest)))

    def _ways_of_head(self, sheet: Sheet, sense: tuple[float, ...]) -> heads.Breakings:
        """The ways to break a head, found once for all the measures and sizes that it is tried at."""
        key = id(sheet), sense
        found = self._head_ways.get(key)
        if found is None or found[0] is not sheet:
            found = self._head_ways.put(key, (sheet, heads.Breakings(sheet, sense)))
        return found[1]

    def sense(self, text: str, language: str) -> tuple[float, ...]:
        """What `phrases.sense` says of a head, asked once for all the measures and sizes that it is tried at."""
        found = self._senses.get((text, language))
        if found is None:
            from layout.text.phrases import sense

            found = self._senses.put((text, language), tuple(sense(text, language)))
        return found

    def _head(self, copy: Copy, style: TextStyle, measure: float, head: heads.Head, air: float) -> Paragraph:
        """A head at the size found."""
        used = replace(
            style,
            size=head.size,
            leading=style.leading * head.size / style.size,
            tracking=style.tracking + head.tracking,
        )
        indent = air / head.scale / 2 if style.align == "justify" else 0.0
        starts: list[int] = []
        faults: list[Fault] = []
        at = 0
        for piece in head.pieces:
            items = piece.sheet.items
            starts.append(at)
            if piece.after == len(items):
                faults += [replace(fault, index=fault.index + at) for fault in self.faults(copy, used, items, at)]
                at += items.length
        lines = _HeadLines(self, head, used, measure, indent, tuple(starts))
        return Paragraph(copy, used, measure, lines, tuple(faults))

    def sheet(self, copy: Copy, style: TextStyle, tracking: float | None = None) -> Sheet:
        """A copy shaped, with its sums. tracking: em, in place of the style's."""
        tracking = style.tracking if tracking is None else tracking
        look = (style.font, style.latin, style.strong, style.language, style.punctuation, style.level)
        stand = (style.abreast, style.years, style.acronyms) if style.vertical else None
        key = (copy, *look, style.hanging, stand, tracking)
        found = self._sheets.get(key)
        if found is None:
            found = Sheet(self._shaper.items(copy, style), tracking)
            self._sheets.put((_bare(copy), *key[1:]), found)
        return found

    def faults(self, copy: Copy, style: TextStyle, items: Items, offset: int = 0) -> tuple[Fault, ...]:
        """Missing characters (NP401), each that another face lends (NP402), once, and sequences in parts (NP411),
        of items from character `offset` on."""
        role = style.latin or style.font
        lacking = [(index, copy.text[offset + index]) for index in items.missing]
        for each in items.interlinear:
            if each.kind == "ruby":
                lacking += [(each.start, each.value[at]) for at in self.fonts.missing(each.value, role)]
        faults = [_missing(at, character, self.fonts.missing_values(character, role)) for at, character in lacking]
        lent: dict[tuple[tuple[str, object], ...], int] = {}
        for index, asked, wanted, used in items.fallen:
            lent.setdefault(self.fonts.fallback_values(copy.text[offset + index], asked, wanted, used), index)
        parted = [
            Fault("NP411", at, length, (("sequence", copy.text[offset + at : offset + at + length]),))
            for at, length in items.parted
        ]
        return (*faults, *[Fault("NP402", index, 1, values) for values, index in lent.items()], *parted)

    def _typeset(self, copy: Copy, style: TextStyle, measure: float, looseness: int) -> Paragraph:
        sheet = self.sheet(copy, style)
        if style.drop > 1:
            lines = self._beside_initial(sheet, copy, style, measure / style.size, looseness)
            if lines:
                return Paragraph(
                    copy,
                    style,
                    measure,
                    lines,
                    (*self.faults(copy, style, sheet.items), *_loose([], style, measure, lines)),
                )
        breaking = self._breaking_of(copy, style, measure)
        sheet, best = breaking.sheet, breaking.best
        if looseness and breaking.lines is not None:
            best = loosened(sheet.nodes, breaking.lines, best, looseness) or best
        chosen = SetLines(self, sheet, copy.text, style, measure / style.size, best)
        loose = [] if chosen.even else _loose(breaking.faults, style, measure, chosen)
        return Paragraph(copy, style, measure, chosen, (*breaking.faults, *loose))

    def _breaking_of(self, copy: Copy, style: TextStyle, measure: float) -> _Breaking:
        found = self._breakings.get((copy, style, measure))
        if found is None:
            bare = _bare(copy)
            made = self._breaking(self.sheet(bare, style), bare, style, measure)
            found = self._breakings.put((bare, style, measure), made)
        return found

    def _breaking(self, sheet: Sheet, copy: Copy, style: TextStyle, measure: float) -> _Breaking:
        width = measure / style.size
        first = width - style.indent
        faults = list(self.faults(copy, style, sheet.items))
        sheet = _with_long_addresses(sheet, width)
        if max(sheet.widths, default=0.0) > first:
            items, cut = sheet.items.exploded(first, width)
            sheet = Sheet(items, style.tracking)
            faults += _cut(copy, cut, width)
        justified = style.align == "justify"
        found = smoothest(sheet.nodes, first, width, justified)
        if found is None:
            # Words give way before marks do; the clreq triple-closer exception comes last.
            for longest, everything in ((width - 3, False), (1.0, False), (1.0, True)):
                sheet = Sheet(sheet.items.exploded(longest, longest, everything)[0], style.tracking)
                found = smoothest(sheet.nodes, first, width, justified)
                if found is not None:
                    break
            else:
                found = greedy(sheet.nodes, first, width), None
            faults += _forced(copy, sheet.items, found[0])
        best, lines = found
        if max(best.costs, default=0.0) > HYPHENATED:
            sheet, best, lines = self._hyphenated(sheet, best, lines, style, first, width)
        return _Breaking(sheet, best, lines, tuple(faults))

    def _hyphenated(
        self, sheet: Sheet, best: Broken, lines: Feasible, style: TextStyle, first: float, width: float
    ) -> tuple[Sheet, Broken, Feasible]:
        """Latin words hyphenated, where that is worth its price;
        it never is where no line costs more than one hyphen."""
        if not any(len(part.glyphs) >= 5 for part in sheet.items.parts.values()):
            return sheet, best, lines
        from layout.text.hyphens import places

        items = sheet.items.hyphenated(places, self._shaper.glyphs.hyphen)
        if not items.hyphens:
            return sheet, best, lines
        other = Sheet(items, style.tracking)
        better = smoothest(other.nodes, first, width, style.align == "justify")
        return (other, *better) if better is not None and better[0].total < best.total else (sheet, best, lines)

    def _beside_initial(
        self, sheet: Sheet, copy: Copy, style: TextStyle, measure: float, looseness: int
    ) -> tuple[Line, ...]:
        """The lines of a paragraph whose first character reaches down over `style.drop` of them; () where it cannot.

        The initial stands from the top of the first em box to the bottom of the last,
        and takes whole em from its lines.
        """
        items = sheet.items
        taken = 2 if items.left and items.left[0] in "OQ" else 1  # an opening mark goes with its character
        if len(items) <= taken:
            return ()
        rest = _with_long_addresses(Sheet(items.rest(taken), style.tracking), measure)
        larger = 1 + (style.drop - 1) * style.leading / style.size  # em
        wide = sum(items.widths[:taken]) + sheet.start(0)
        room = ceil(larger * wide + 0.04)
        if measure - room < 3:
            return ()
        justified = style.align == "justify"
        found = broken_beside(rest.nodes, measure - room, style.drop, measure, justified, looseness)
        if found is None or len(found.ends) < style.drop:
            return ()
        lines, at = list[Line](), 0
        for row, (after, demerits) in enumerate(zip(found.ends, found.costs, strict=True)):
            indent = float(room) if row < style.drop else 0.0
            last = after == len(rest.items)
            lines.append(self.line(rest, at, after, style, measure, indent, last, demerits, text=copy.text))
            at = after
        size = style.size * larger
        glue = sheet.gaps[1:taken]
        initial = runs(sheet, 0, taken, glue, size, sheet.start(0), self.fonts)
        lowered = tuple([replace(run, rise=run.rise - EM_ASCENT * (size - style.size)) for run in initial])
        lines[0] = replace(lines[0], start=0, runs=(*lowered, *lines[0].runs))
        return tuple(lines)

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
        glyphs = runs(
            sheet, first, after, fitted.glue, style.size, left + sheet.start(first), self.fonts, scale, fitted.whole
        )
        if style.vertical:
            glyphs = flattened(glyphs, style.flat)
        strokes: tuple[Stroke, ...] = ()
        told: tuple[Told, ...] = ()
        span = (items.starts[first] if first else 0, items.starts[after] if after < len(items) else items.length)
        if items.interlinear:
            places = spots(sheet, first, after, fitted.glue, left + sheet.start(first), em)
            glyphs, strokes, told = interlinear(items, text, span, places, glyphs, style, em, self.fonts)
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


def _with_long_addresses(sheet: Sheet, width: float) -> Sheet:
    """The sheet with the prices of a line of `width` em: an address wider than that must be torn (R7)."""
    items = sheet.items
    if not items.has_addresses:
        return sheet
    changed = items.with_long_addresses(width)
    return sheet if changed is items else Sheet(changed, sheet.tracking)


def with_blank(runs: tuple[Run, ...], blank: str = " ") -> tuple[Run, ...]:
    """The runs of a line with a blank behind them that no glyph shows."""
    return (*runs[:-1], replace(runs[-1], after=blank)) if runs else runs


def _missing(at: int, character: str, values: tuple[tuple[str, object], ...]) -> Fault:
    """NP401, with the pack that has the character where there is one."""
    from layout.packs import packs

    pack = next((pack.name for pack in packs() if pack.holds(character)), "")
    if pack:
        return Fault("NP401", at, 1, (*values, ("pack", pack)), "pack")
    return Fault("NP401", at, 1, values, "private" if unicodedata.category(character) == "Co" else "hint")


def _brief(text: str) -> str:
    return text if len(text) <= 120 else text[:120] + "…"


def _cut(copy: Copy, words: Sequence[tuple[int, int]], measure: float) -> list[Fault]:
    """NP501: words that no line holds. measure: em."""
    return [
        Fault("NP501", at, length, (("text", _brief(copy.text[at : at + length])), ("measure", f"{measure:.3g}")))
        for at, length in words
    ]


def _forced(copy: Copy, items: Items, found: Broken) -> list[Fault]:
    """NP502: where a line ends against the prohibitions, or sticks out, because nothing legal fits."""
    ends = [
        items.starts[after]
        for after in found.ends[:-1]
        if items.joints[after].cost in (FORBIDDEN_BREAK, TORN_WORD, NEVER)
    ]
    return [Fault("NP502", at, 1, (("text", copy.text[max(0, at - 2) : at + 2]),)) for at in ends or [0]]


def _loose(told: Sequence[Fault], style: TextStyle, measure: float, lines: Sequence[Line]) -> list[Fault]:
    """NP503: lines over the second tier of looseness (R29). NP504: lines with nothing that may be
    stretched (R15, R16), which stay short, unless they are cut from what NP501 tells of."""
    cut = {at for each in told if each.code == "NP501" for at in range(each.index, each.index + each.length)}
    faults = []
    for line in lines:
        short = (measure - line.width) / style.size if style.align == "justify" else 0.0
        about = ("text", line.text)
        if line.last:
            continue
        if line.gap > GAPS[1]:
            faults.append(Fault("NP503", line.start, line.end - line.start, (("gap", f"{line.gap:.2f}"), about)))
        elif short > _SHORT and line.start not in cut and line.end - 1 not in cut:
            faults.append(Fault("NP504", line.start, line.end - line.start, (("short", f"{short:.1f}"), about)))
    return faults


def _joined(lines: tuple[Copy, ...]) -> Copy:
    """Hand-broken lines as one copy; each character keeps its place in the file."""
    if len(lines) == 1:
        return lines[0]
    offsets: list[int] = []
    emphases: list[Emphasis] = []
    at = 0
    for copy in lines:
        offsets += copy.offsets or range(copy.start, copy.start + len(copy.text))
        emphases += [Emphasis(each.start + at, each.end + at, each.kind, each.value) for each in copy.emphases]
        at += len(copy.text)
    node = lines[0].node if lines else None
    return Copy("".join(copy.text for copy in lines), tuple(emphases), node, 0, tuple(offsets))
