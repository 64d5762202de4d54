"""Hard lines → paragraphs and lines of heads, where a text was pasted from a page or wrapped by a program.

A line that reaches its measure goes on in the next one; one that ends a sentence short of it ends a paragraph. Where a
sentence ends just at the measure nothing tells them apart but the indent of the next line, and the doubt is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from layout.importing.rules import ends_sentence, looks_like_copy, marks
from layout.importing.values import Doubt, Element, Part, Passage
from layout.scripts import is_han
from layout.value import replace, value

_RAGGED = 3.0  # em that a line may be short of its measure and still go on: a word or a mark did not fit
_FULL = 1.5  # em that a line may be short of it and still be full
_NARROWEST = 9.0  # em: no column of running text is narrower
_WIDEST = 60.0  # em: nobody wraps by hand at more
_INDENT = 1.5  # em by which a first line is set in
_SET_IN = 0.9  # em by which a line among full ones must be shorter to look set in: marks hang by half of one
_LOST_INDENT = 2.0  # em that a first line is shorter where its indent was not copied
_BETWEEN = re.compile(r"(?<=[^\x00-\x7f])[ \t\xa0\u2000-\u200a\u202f]+|[ \t\xa0\u2000-\u200a\u202f]+(?=[^\x00-\x7f])")
_HEAD_BLANK = re.compile(r"(?<=[^\x00-\x7f])[ \t\xa0\u2000-\u200a\u202f]+(?=[^\x00-\x7f])")
_NAMED = re.compile("[（(][^（）()]{0,40}(?:记者|通讯员|作者|摄|撰稿|供图|[文图]/)[^（）()]{0,40}[)）]")
_NUMBER = re.compile(r"\d{1,3}[.)]")  # the blank behind an item's number is what makes it one
_HYPHENED = re.compile(r"[A-Za-z]{2,}-$")


@value
class HardLine:
    """A line as typed: its passage with its blanks, and blank lines before it."""

    passage: Passage
    blank: int

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def indent(self) -> float:
        text = self.text
        return sum(1.0 if each == "\u3000" else 0.5 for each in text[: len(text) - len(text.lstrip())])

    @property
    def width(self) -> float:
        """Of what it shows, em."""
        return width(self.text.strip())


def width(text: str) -> float:
    """Em that a text takes, blanks beside Han not counted: programs put them where a line was spread."""
    return sum(0.5 if each < "\u2000" else 1.0 for each in _BETWEEN.sub("", text))


def elements(lines: Sequence[HardLine]) -> tuple[Element, ...]:
    """The paragraphs of hard lines, in their order."""
    wrapped: list[list[HardLine]] = []
    for group in _groups(lines):
        paragraphs = list(_paragraphs(group))
        if wrapped and _carries_over(wrapped[-1], paragraphs[0]):
            wrapped[-1] = [*wrapped[-1], *paragraphs.pop(0)]
        wrapped += paragraphs
    hyphened = _hyphened(lines)
    return tuple(_element(paragraph, hyphened) for paragraph in wrapped)


def one_paragraph(lines: Sequence[HardLine]) -> Element:
    """Lines that are known to be one paragraph."""
    return _element(lines, _hyphened(lines))


def _hyphened(lines: Sequence[HardLine]) -> set[str]:
    """Words that are written with a hyphen inside a line."""
    return {match[0].lower() for line in lines for match in re.finditer(r"[A-Za-z]+-[a-z]+", line.text)}


def _groups(lines: Sequence[HardLine]) -> Iterator[list[HardLine]]:
    """Lines without a blank one between them."""
    group: list[HardLine] = []
    for line in lines:
        if group and line.blank:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _measure(group: Sequence[HardLine]) -> float:
    """The width that full lines of a group have: the second widest, since marks may hang."""
    widths = sorted((line.width + line.indent for line in group), reverse=True)
    return widths[1] if len(widths) > 2 else widths[0]


def _is_wrapped(group: Sequence[HardLine]) -> bool:
    """Whether the lines of a group were broken by a measure: most that do not end a sentence reach it."""
    measure = _measure(group)
    if len(group) < 2 or not _NARROWEST <= measure <= _WIDEST or not any(_has_clauses(line.text) for line in group):
        return False
    return any(not ends_sentence(line.text) and line.width >= measure - _RAGGED for line in group[:-1])


def _has_clauses(text: str) -> bool:
    """Whether there is a mark in it that parts clauses or sentences."""
    return any(mark in text for mark in "，。；、！？") or ends_sentence(text) or ", " in text or ". " in text


def _paragraphs(group: Sequence[HardLine]) -> Iterator[list[HardLine]]:
    measure, wrapped = _measure(group), _is_wrapped(group)
    paragraph = [group[0]]
    for before, line in pairwise(group):
        # What is pasted has often lost the indent of its first lines.
        first = _LOST_INDENT if len(paragraph) == 1 and not before.indent else 0.0
        if _joins(before, line, measure - first, wrapped):
            paragraph.append(line)
        else:
            yield paragraph
            paragraph = [line]
    yield paragraph


def _joins(before: HardLine, line: HardLine, measure: float, wrapped: bool) -> bool:
    if not wrapped or line.indent >= _INDENT > before.indent or (line.indent and ends_sentence(before.text)):
        return False
    if line.indent >= _INDENT and ends_sentence(before.text):
        return False
    short = measure - before.width - before.indent
    if ends_sentence(before.text):
        return short <= _FULL
    return short <= _RAGGED or (looks_like_copy(before.text) and short <= 2 * _RAGGED)


def _carries_over(before: Sequence[HardLine], after: Sequence[HardLine]) -> bool:
    """Whether a paragraph goes on behind a blank line: at the foot of its column a sentence had not ended."""
    text = before[-1].text.rstrip()
    if len(before) < 2 or ends_sentence(text) or text.endswith(("：", ":")):
        return False
    measure = _measure(before)
    if not _has_clauses("".join(line.text for line in before)) or before[-1].width < measure - _RAGGED:
        return False
    return after[0].indent < _INDENT and looks_like_copy("".join(line.text for line in after))


def _element(paragraph: Sequence[HardLine], hyphened: set[str]) -> Element:
    parts: list[Part] = []
    doubts: list[Doubt] = []
    for line in paragraph:
        run = spaced(line.passage.stripped(), head=len(paragraph) == 1)
        if not run.parts:
            continue
        if parts:
            blank, word = _met(parts, run, hyphened)
            if blank:
                parts.append(Part("", " ", "", run.place, run.parts[0].order))
            if word:
                doubts.append(Doubt("hyphen", "body", (("text", word),)))
        parts += run.parts
    doubts += _breaks(paragraph)
    first = paragraph[0]
    return Element("text", Passage(tuple(parts)), blank=first.blank, doubts=tuple(doubts), indent=first.indent)


def _breaks(paragraph: Sequence[HardLine]) -> Iterator[Doubt]:
    """Where another paragraph may begin inside a joined one: a sentence ended just at the measure, and the next line is
    shorter as if it had been set in."""
    if len(paragraph) < 3:
        return
    widths = sorted(line.width for line in paragraph[:-1])
    usual = widths[len(widths) // 2]
    for before, line in pairwise(paragraph[:-1]):
        if ends_sentence(before.text) and usual - line.width >= _SET_IN:
            yield Doubt("paragraph_break", "body", (("text", line.text.strip()[:12]),))


def _met(parts: list[Part], run: Passage, hyphened: set[str]) -> tuple[bool, str]:
    """Where a line ends: whether a blank stands for its end (words meet with one, Han without), and the word that a
    hyphen was taken out of, "" = none. parts: those before, of which the hyphen is left out."""
    before = "".join(part.result for part in parts[-3:])
    after = run.text
    if not before or not after:
        return False, ""
    if _HYPHENED.search(before) and after[0].islower() and parts[-1].result.endswith("-"):
        start, end = re.split(r"[^A-Za-z-]", before)[-1], re.split(r"[^A-Za-z]", after)[0]
        if f"{start}{end}".lower() in hyphened:
            return False, ""
        last = parts.pop()
        cut = last.result[:-1]
        if cut:
            parts.append(replace(last, source=last.source[:-1], result=cut))
        order = last.order[0], last.order[1] + len(cut)
        parts.append(replace(last, source="-", result="", reason="hyphen", order=order, mark="", value=""))
        return False, start[:-1] + end
    return before[-1] < "\u2e80" and after[0] < "\u2e80" and not is_han(before[-1]), ""


def spaced(passage: Passage, head: bool) -> Passage:
    """Without the blanks that setting left beside Han. head: between the halves of a head one stays, as wide as Han."""
    text = passage.text
    named = [match.span() for match in _NAMED.finditer(text)]
    gaps = [
        match.span()
        for match in _BETWEEN.finditer(text)
        if not any(start < match.start() < end for start, end in named)
        and not _NUMBER.fullmatch(text, 0, match.start())
    ]
    if not gaps:
        return passage
    halves = set()
    if head and not looks_like_copy(text) and len(text) < 40:
        for match in _HEAD_BLANK.finditer(text):
            if text[match.start() - 1] not in marks("comma") + "：；！？、":
                halves.add((match.start(), match.end()))
    narrow = passage.without([gap for gap in gaps if gap not in halves])
    for start, end in sorted(halves, reverse=True):
        lost = sum(other - one for one, other in gaps if other <= start and (one, other) not in halves)
        before, after = narrow.cut(0, start - lost), narrow.cut(end - lost)
        wide = Part("", "\u3000", "", passage.place, after.parts[0].order)
        narrow = Passage((*before.parts, wide, *after.parts))
    return narrow
