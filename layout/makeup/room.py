"""How the copy of each story stands in the place that its page gives it: it fits, so many characters more may be
written, or so many must go.

Where a story fits, that is known without work. Else the number is arithmetic on the lines of its paragraphs, and then
tried on its module with the story that much longer or shorter: so it is true of the story in its place, and of the
page, whose other stories keep theirs. Advice (advice.py) is about whole pages and plans them anew; this is asked for at
every keystroke and does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layout.issue import Story
from layout.makeup.edits import characters_for, edited, length, lines_of
from layout.makeup.modules.base import Placed, running_text
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.page_plan import PlannedPage
from layout.value import value

LEAST_LEFT = 20  # characters that a story keeps at least when it is cut
MORE_LINES = (0, 1, 2, 4, 8)  # lines less or more than arithmetic says, for subheads and level feet
ELSEWHERE = (0, 2, 5, 9)  # characters besides, so that the cut may be made in the last paragraph as well
NEAR = 2  # characters to which the fewest are looked for; of a long cut,
NEARLY = 0.01  # this part of it
MOST_SET = 60_000  # characters set to try numbers on one page, some 3 µs each
MOST_WEIGHED = 40  # paragraphs of a story whose lines are counted again; a longer one is a page of verse

Kind = Literal["fits", "room", "over"]


@value
class StoryRoom:
    """The copy of one story in its place.

    characters: that may be written besides, wherever in the story (room), or that must be cut, from the end of its
    longest or of its last paragraph (over); 0 where it fits; None where no cut of its copy alone would do. lines: of
    its measure that are empty, or that are over.
    """

    story: str
    kind: Kind
    characters: int | None = 0
    lines: int = 0


def story_rooms(
    placed: tuple[Placed, ...], library: ModuleLibrary, planned: PlannedPage, tried: bool = True
) -> tuple[StoryRoom, ...]:
    """Of each story of a page, in the order of `placed`; adverts have none. tried: else the numbers are those of
    arithmetic alone, within a line or two, for a desk between two keystrokes."""
    if not tried:
        named = {story.name for story in library.page.stories if story.role != "index"}
        return tuple(_reckoned(module) for module in placed if module.story.name in named)
    stories, work = {story.name: story for story in library.page.stories if story.role != "index"}, _Work()
    return tuple(
        _Place(stories[module.story.name], module, library, planned, work).room()
        for module in placed
        if module.story.name in stories
    )


def _reckoned(module: Placed) -> StoryRoom:
    if module.overset_rows:
        return StoryRoom(module.story.name, "over", module.overset, module.overset_rows)
    if module.empty:
        return StoryRoom(module.story.name, "room", module.room_characters, module.empty)
    return StoryRoom(module.story.name, "fits")


@dataclass
class _Work:
    """What trying may still set, characters: a page that is far too full must not take for ever, and must get the same
    numbers every time."""

    left: int = MOST_SET


class _Place:
    """A story where its page has it, to be tried there longer or shorter."""

    def __init__(self, story: Story, module: Placed, library: ModuleLibrary, planned: PlannedPage, work: _Work) -> None:
        self._story, self._module, self._page, self._planned = story, module, library, planned
        self._setter, self._work = library.setter, work
        self._library: ModuleLibrary | None = None

    def room(self) -> StoryRoom:
        story, module = self._story, self._module
        if module.overset_rows:
            return StoryRoom(story.name, "over", self._must_go(), module.overset_rows)
        filler = dict(module.tactics).get("filler", 0)
        lines = sum(leg.room - leg.rows for leg in module.legs if leg.room) + filler
        leaves = story.jump is not None and not story.arrived  # it is cut where its room ends
        if leaves or not (module.empty or filler):
            return StoryRoom(story.name, "fits")
        more = self._may_come(lines)
        return StoryRoom(story.name, "room", more, lines) if more else StoryRoom(story.name, "fits")

    def _holds(self, story: Story) -> bool:
        """Whether the story would stand in the place without a line over; no where no more may be tried."""
        if self._work.left <= 0:
            return False
        stories = story.items or (story,)
        self._work.left -= sum(len(block.copy.text) for each in stories for block in each.body)
        self._library = self._library or _library_of(self._module, self._page, self._planned)
        area = self._module.area
        return not self._library.trial(story, area.columns).fit(area.rows).overset_rows

    def _may_come(self, lines: int) -> int:
        """Characters that fill `lines`, or as many fewer as the place asks."""
        for less in MORE_LINES:
            if less >= lines:
                break
            # Where a story that came from another page is cut there may move by a line.
            count = self._most(lines - less - (1 if self._story.arrived else 0))
            if count > 0 and all(self._holds(edited(self._story, count, last)) for last in (False, True)):
                return count
        return 0

    def _most(self, lines: int) -> int:
        """The most characters that no paragraph needs more than `lines` besides for."""
        paragraphs = sorted(running_text(self._module), key=lambda each: -len(each.copy.text))[:MOST_WEIGHED]
        count: int | None = None
        for each in paragraphs:
            now = lines_of(each.copy, each.style, each.measure, 0, self._setter)
            if count is None or lines_of(each.copy, each.style, each.measure, count, self._setter) > now + lines:
                count = characters_for(each.copy, each.style, each.measure, lines + 1, self._setter) - 1
        return count or 0

    def _must_go(self) -> int | None:
        """The fewest characters found after which no line is over."""
        paragraph = max(running_text(self._module), key=lambda each: len(each.copy.text), default=None)
        if paragraph is None:
            return None
        most = length(self._story) - LEAST_LEFT
        for more in MORE_LINES:
            lines = self._module.overset_rows + more
            count = characters_for(paragraph.copy, paragraph.style, paragraph.measure, -lines, self._setter)
            cut = next((count + each for each in ELSEWHERE if count + each <= most and self._mended(count + each)), 0)
            if cut:
                return self._least(cut)
        return None

    def _least(self, high: int) -> int:
        """The fewest characters up to `high`, which do it, to within NEAR."""
        low = 0
        while high - low > max(NEAR, high * NEARLY):
            middle = (low + high) // 2
            if self._mended(middle):
                high = middle
            else:
                low = middle
        return high

    def _mended(self, cut: int) -> bool:
        return all(self._holds(edited(self._story, -cut, last)) for last in (False, True))


def _library_of(module: Placed, library: ModuleLibrary, planned: PlannedPage) -> ModuleLibrary:
    """The one in whose ways the module was set: the house's, or with more ways."""
    if planned.plan is not None and not planned.stayed:
        return library.relaxed if planned.plan.more_ways else library
    area = module.area
    fit = library.get(module.story.name, area.column, area.columns).fit(area.rows)
    is_own = (fit.overset_rows, fit.empty) == (module.overset_rows, module.empty)
    return library if is_own else library.relaxed


__all__ = ["StoryRoom", "story_rooms"]
