"""Jumps (转版): a story set as far as its page has room, and the rest as a module of its own on a later page.

The cut falls at a line end found while the first page is made up, with two lines of a paragraph at least on either side
of it; so a jumping story fills its place exactly. Both jump lines take a row of the grid and are furniture, no copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, islice

from layout.issue import Block, Copy, Emphasis, Story
from layout.makeup.blocks.furniture import page_in_words
from layout.makeup.modules.base import LEAST_AFTER, LEAST_BEFORE, OVERSET, Fit, Placed, Turn, fit_of
from layout.makeup.modules.body import jump_line
from layout.makeup.modules.legs import TRIES, Choice, Unit, fit, foot_cost, settled
from layout.makeup.modules.story import StoryModule
from layout.makeup.modules.ways import Way, White
from layout.page_words import page_word
from layout.value import replace, value

TOGETHER = 2  # lines of a paragraph on either side of a cut


@value
class LeavingWhite:
    """Of the first part of copy of `copy` rows, which is cut where its room ends. after: rows that it should have;
    None = any."""

    copy: int
    after: int | None

    def slack_cost(self, slack: int, room: tuple[int, ...]) -> float:
        rows = sum(room) - 1
        short = max(0, LEAST_BEFORE - rows) + max(0, LEAST_AFTER - (self.copy - rows))
        if self.after is None:
            return OVERSET * short
        return OVERSET * (short + max(0, self.after - rows)) + foot_cost(max(0, rows - self.after), room)

    def least(self, slack: int) -> float:
        return 0.0  # any room does


class LeavingModule(StoryModule):
    """The first part of a story that jumps: any room does, as long as enough stands before the cut and after it."""

    def holds(self, depth: int) -> bool:
        return self.cost(depth) < OVERSET

    def _white(self) -> White:
        assert self.story.jump is not None
        return LeavingWhite(self._depth, self.story.jump.after)

    def _true_cost(self, way: Way) -> float:
        return way.cost  # the cut makes the copy fit

    def _find(self, depth: int) -> Fit:
        return fit_of(self._set_at(0, depth))  # where it is cut decides what is left at its feet

    def _place(self, way: Way, row: int, depth: int) -> Placed:
        assert self.story.jump is not None
        rows, choices = way.slack + self._depth - 1, self._pliable()
        if self.story.jump.after is not None:  # so many rows and no more: none is won by looseness
            rows, choices = min(rows, self.story.jump.after), tuple(Choice(choice.best) for choice in choices)
        page = page_in_words(self.story.jump.to, self._theme)
        words = page_word("going", self._theme.language, page=page)
        line = jump_line(words, self._theme, self._setter, self._legs.measure, "right")
        kept, rest = self._cut_without_widows(choices, rows, way.room, line)
        placed = self._placed(way, row, depth, settled((*kept, Choice(line)), way.room))
        before = sum(choice.best.depth for choice in kept)
        return replace(placed, turn=Turn(self.story.jump.to, True, before, rest))

    def _cut_without_widows(
        self, choices: tuple[Choice, ...], rows: int, room: tuple[int, ...], line: Unit
    ) -> tuple[tuple[Choice, ...], tuple[Block, ...]]:
        """As cut, with one or two paragraphs a line or two longer or shorter where else a leg would begin with a last
        line (R18): the cut moves with it, so the legs stay full."""
        kept, rest = cut(choices, self.story.body, rows)
        _, flow, _ = fit((*kept, Choice(line)), room)
        best = (flow.widows, -sum(flow.feet))
        full = sum(flow.feet) - 1
        if not flow.widows:
            return kept, rest
        loose = [(index, unit) for index in range(len(kept)) for unit in self._pliable()[index].others]
        for changes in islice(chain(combinations(loose, 1), combinations(loose, 2)), TRIES):
            changed = dict(changes)
            tried, left = cut(
                tuple(Choice(changed.get(index, each.best)) for index, each in enumerate(choices)),
                self.story.body,
                rows,
            )
            _, flow, _ = fit((*tried, Choice(line)), room)
            if not flow.over and sum(flow.feet) >= full and (flow.widows, -sum(flow.feet)) < best:
                best, kept, rest = (flow.widows, -sum(flow.feet)), tried, left
            if not best[0]:
                break
        return kept, rest


class ArrivingModule(StoryModule):
    """The rest of a story under its jump head: 上接 on the first row, then the copy from where it was cut."""

    def _make_units(self) -> Iterator[Unit]:
        page = page_in_words(self.story.arrived, self._theme)
        words = page_word("arrived", self._theme.language, page=page)
        yield jump_line(words, self._theme, self._setter, self._legs.measure, "left")
        yield from super()._make_units()

    def _place(self, way: Way, row: int, depth: int) -> Placed:
        return replace(super()._place(way, row, depth), turn=Turn(self.story.arrived, False, self._depth - 1))


def arriving(story: Story, page: int, rest: tuple[Block, ...]) -> Story:
    """What of a story stands on the page it jumps to; page: the one it comes from."""
    assert story.jump is not None
    return Story(
        story.name,
        headline=story.jump.headline or story.headline,
        body=rest,
        rank=90,
        arrived=page,
        span=story.jump.span,
        signature=story.signature,
        serial=None if story.serial is None else replace(story.serial, after=None),
        genre=story.genre,
    )


def cut(
    choices: tuple[Choice, ...], body: tuple[Block, ...], rows: int
) -> tuple[tuple[Choice, ...], tuple[Block, ...]]:
    """The units that stand before a cut after at most `rows` rows, and the blocks after it; one choice a block."""
    kept: list[Choice] = []
    for index, choice in enumerate(choices):
        unit = choice.best
        if unit.depth <= rows:
            kept.append(choice)
            rows -= unit.depth
            continue
        lines = min(rows, len(unit.paragraph.lines) - TOGETHER)
        if unit.head or lines < TOGETHER:
            return _without_last_heads(kept, body[index:], body)
        kept.append(Choice(Unit(replace(unit.paragraph, lines=unit.paragraph.lines[:lines]))))
        start = unit.paragraph.lines[lines].start
        return tuple(kept), (Block("paragraph", after(unit.paragraph.copy, start), True), *body[index + 1 :])
    return tuple(kept), ()


def _without_last_heads(
    kept: list[Choice], rest: tuple[Block, ...], body: tuple[Block, ...]
) -> tuple[tuple[Choice, ...], tuple[Block, ...]]:
    """A subhead right before the cut goes over the cut with its text."""
    while kept and kept[-1].best.head:
        kept.pop()
        rest = (body[len(kept)], *rest)
    return tuple(kept), rest


def after(copy: Copy, start: int) -> Copy:
    """The copy from character `start` on, with its places in the file."""
    offsets = copy.offsets or tuple(range(copy.start, copy.start + len(copy.text)))
    return Copy(
        copy.text[start:],
        tuple(
            Emphasis(max(0, e.start - start), e.end - start, e.kind, e.value) for e in copy.emphases if e.end > start
        ),
        copy.node,
        offsets[start] if start < len(offsets) else copy.start,
        offsets[start:],
    )
