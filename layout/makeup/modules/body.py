"""The copy of a story as units: paragraphs, subheads, lists and verses set on the measure of its legs, between the
lines that tie it to what stands elsewhere; and how else each paragraph could be set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from layout.issue import Copy, Emphasis, Story
from layout.makeup.blocks.serials import coming_from, going_on
from layout.makeup.modules.base import VERSES
from layout.makeup.modules.legs import LOOSEST, MOST_TRADED, Choice, Unit
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import TextStyle, Theme
from layout.value import replace

SUPPLE = 4  # lines a paragraph has before it can give or take one unseen


class Body:
    """The copy of a story on one measure. style: of its paragraphs."""

    def __init__(self, story: Story, style: TextStyle, measure: float, theme: Theme, setter: Typesetter) -> None:
        self._story, self._style, self._measure = story, style, measure
        self._theme, self._setter = theme, setter

    def units(self) -> Iterator[Unit]:
        """The copy, between the lines that tie a serial's instalment to others, and whose it is at the end; where it
        jumps these go with its rest."""
        story, whole = self._story, self._story.jump is None
        if whole and story.serial is not None and (words := coming_from(story.serial)):
            yield jump_line(words, self._theme, self._setter, self._measure, "left")
        yield from self._blocks()
        if whole and story.serial is not None and (words := going_on(story.serial)):
            yield jump_line(words, self._theme, self._setter, self._measure, "right")
        for line in story.signature if whole else ():
            style = replace(self._theme.styles["signature"], align="right", indent=0.0)
            yield Unit(self._setter.typeset(line, style, self._measure - style.size), role="signature")

    def _blocks(self) -> Iterator[Unit]:
        body = self._story.body
        if self._story.role in VERSES:
            yield from (self._verse(block.copy) for block in body)
            return
        if self._story.role != "list" or self._story.jump is not None:
            yield from (self._set(index) for index in range(len(body)))
            return
        from layout.makeup.modules.lists import list_units

        for kind, group in groupby(range(len(body)), key=lambda index: body[index].kind):
            if kind == "item":
                copies = [self._copy(index) for index in group]
                yield from list_units(copies, self._style, self._measure, self._setter)
            else:
                yield from (self._set(index) for index in group)

    def _set(self, index: int) -> Unit:
        block = self._story.body[index]
        if block.kind == "subhead":
            paragraph = self._setter.typeset(block.copy, self._theme.styles["subhead"], self._measure)
            rows = max(int(self._theme.numbers["subhead_rows"]), len(paragraph.lines))
            return Unit(paragraph, True, rows)
        if block.kind == "item" and not block.goes_on:
            from layout.makeup.modules.lists import hung, numbered

            if not numbered(block.copy):
                return hung(self._copy(index), self._style, self._measure, self._setter)
        style = replace(self._style, indent=0.0) if block.goes_on else self._style
        if style.drop:
            # An initial opens a story, not every paragraph of it.
            opens = index == 0 and not block.goes_on
            style = replace(style, drop=style.drop if opens else 0, indent=0.0 if opens else style.indent)
        return Unit(self._setter.typeset(self._copy(index), style, self._measure))

    def _verse(self, copy: Copy) -> Unit:
        """A line of a poem, never justified; an empty one is a row of white."""
        paragraph = self._setter.typeset(copy, replace(self._style, indent=0.0, align="left"), self._measure)
        return Unit(paragraph) if copy.text else Unit(paragraph, True, 1)

    def _copy(self, index: int) -> Copy:
        story, copy = self._story, self._story.body[index].copy
        first = next((i for i, block in enumerate(story.body) if block.kind == "paragraph"), None)
        return run_in(story.dateline, copy) if index == first and story.dateline is not None else copy


def jump_line(words: str, theme: Theme, setter: Typesetter, measure: float, align: Literal["left", "right"]) -> Unit:
    """下转 or 上接 on a row of its own."""
    style = replace(theme.styles["jump"], align=align, indent=0.0)
    return Unit(setter.typeset(Copy(words), style, measure), role="artifact")


def run_in(dateline: Copy, copy: Copy) -> Copy:
    """A dateline (电头) set in at the head of the first paragraph, in the strong face."""
    shift = len(dateline.text)
    moved = tuple(Emphasis(e.start + shift, e.end + shift, e.kind, e.value) for e in copy.emphases)
    offsets = copy.offsets or tuple(range(copy.start, copy.start + len(copy.text)))
    return replace(
        copy,
        text=dateline.text + copy.text,
        emphases=(Emphasis(0, shift, "strong"), *moved),
        offsets=(*([offsets[0] if offsets else copy.start] * shift), *offsets),
    )


def give_and_take(units: Sequence[Unit], setter: Typesetter) -> tuple[int, int]:
    """Lines that the paragraphs of a body can do without, and that they can take besides, of as many as are traded."""
    each = [_gives_and_takes(unit, setter) for unit in units if not unit.head]
    gives, takes = (sum(sorted(lines)[-MOST_TRADED:]) for lines in zip((0, 0), *each, strict=True))
    return gives, takes


def _gives_and_takes(unit: Unit, setter: Typesetter) -> tuple[int, int]:
    """Lines that a paragraph can do without, and that it can take besides."""
    lines = len(unit.paragraph.lines)
    most = _most(lines)
    if not most:
        return 0, 0
    few, many = setter.lengths(unit.paragraph)
    return min(most, lines - few), min(most, many - lines)


def _most(lines: int) -> int:
    """Lines that a paragraph of so many may give or take unseen."""
    return 0 if lines < SUPPLE else 1 if lines < 3 * SUPPLE else 2


def choice(unit: Unit, setter: Typesetter) -> Choice:
    """The ways a paragraph can be set with a line or two less or more, none looser than LOOSEST beyond what it was."""
    paragraph = unit.paragraph
    lines = len(paragraph.lines)
    limit = LOOSEST if paragraph.even or not lines else max(LOOSEST, *(line.gap for line in paragraph.lines))
    others: list[Unit] = []
    for looseness in (-1, 1, -2, 2)[: 2 * _most(lines)]:
        other = setter.typeset(paragraph.copy, paragraph.style, paragraph.measure, looseness)
        if len(other.lines) != lines + looseness or _lone(other):
            continue
        if other.even or all(line.gap <= limit for line in other.lines):
            others.append(replace(unit, paragraph=other))
    return Choice(unit, tuple(others))


def _lone(paragraph: Paragraph) -> bool:
    """Whether the last line holds one character, marks not counted (R18)."""
    last = paragraph.lines[-1]
    return sum(map(str.isalnum, paragraph.copy.text[last.start : last.end])) < 2


__all__ = ["Body", "choice", "give_and_take", "jump_line"]
