"""typeset: one paragraph of copy on one measure → lines with exact glyph positions.

Shaping knows no measure and breaking no glyphs, so a paragraph asked for on ten measures is shaped once; what was set
is kept, by value, in the one session of setting.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import ceil
from typing import Literal

from layout.display import EM_ASCENT
from layout.fonts import FontBook
from layout.issue import Copy, Emphasis
from layout.text import headline as heads
from layout.text.faults import Fault, ends_forced, faults_of_glyphs, too_loose, words_cut
from layout.text.interlinear import Run
from layout.text.items import HYPHENATED
from layout.text.linebreak import (
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
from layout.text.lines import Line, Sheet, runs
from layout.text.set_lines import HeadLines, SetLines, set_line, with_blank
from layout.text.shape import Shaper
from layout.theme import TextStyle
from layout.value import Memo, replace, value

__all__ = ["Line", "Paragraph", "Run", "Typesetter"]

AT_HAND = -20.0  # cost of a line that begins where a head was broken by hand: less than all its other breaks can cost
KEPT = 20_000  # paragraphs in the memo: a sixteen-page issue asks for about 5,000
_BROKEN = 500  # of them, whose feasible lines stay at hand: those of a page, on the measures it tries


Torn = Literal["", "hyphens", "anywhere"]


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
        others = [replace(best, lines=SetLines(self.fonts, sheet, copy.text, style, width, each)) for each in found]
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
                set_line(
                    self.fonts, sheet, at, after, style, (left + width) / em, indent, last, demerits, text=copy.text
                )
            )
            at = after
        return Paragraph(copy, style, measure, tuple(lines), faults_of_glyphs(self.fonts, copy, style, sheet.items))

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
        return replace(made, lines=set_lines, faults=(*made.faults, *words_cut(copy, cut, longest)))

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
                faults += [
                    replace(fault, index=fault.index + at)
                    for fault in faults_of_glyphs(self.fonts, copy, used, items, at)
                ]
                at += items.length
        lines = HeadLines(self.fonts, head, used, measure, indent, tuple(starts))
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
                    (*faults_of_glyphs(self.fonts, copy, style, sheet.items), *too_loose([], style, measure, lines)),
                )
        breaking = self._breaking_of(copy, style, measure)
        sheet, best = breaking.sheet, breaking.best
        if looseness and breaking.lines is not None:
            best = loosened(sheet.nodes, breaking.lines, best, looseness) or best
        chosen = SetLines(self.fonts, sheet, copy.text, style, measure / style.size, best)
        loose = [] if chosen.even else too_loose(breaking.faults, style, measure, chosen)
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
        faults = list(faults_of_glyphs(self.fonts, copy, style, sheet.items))
        sheet = _with_long_addresses(sheet, width)
        if max(sheet.widths, default=0.0) > first:
            items, cut = sheet.items.exploded(first, width)
            sheet = Sheet(items, style.tracking)
            faults += words_cut(copy, cut, width)
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
            faults += ends_forced(copy, sheet.items, found[0])
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
            lines.append(set_line(self.fonts, rest, at, after, style, measure, indent, last, demerits, text=copy.text))
            at = after
        size = style.size * larger
        glue = sheet.gaps[1:taken]
        initial = runs(sheet, 0, taken, glue, size, sheet.start(0), self.fonts)
        lowered = tuple([replace(run, rise=run.rise - EM_ASCENT * (size - style.size)) for run in initial])
        lines[0] = replace(lines[0], start=0, runs=(*lowered, *lines[0].runs))
        return tuple(lines)


def _with_long_addresses(sheet: Sheet, width: float) -> Sheet:
    """The sheet with the prices of a line of `width` em: an address wider than that must be torn (R7)."""
    items = sheet.items
    if not items.has_addresses:
        return sheet
    changed = items.with_long_addresses(width)
    return sheet if changed is items else Sheet(changed, sheet.tracking)


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
