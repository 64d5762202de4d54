"""How long copy is, as an editor counts it, and how much room it has: figures of texts, of stories and of pages, and
for each story of a made-up issue whether it fits, what may still be written, or what must go.

What room there is was found by make-up (makeup/room.py); here it is only joined to the stories it is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, reduce

from layout.issue import Copy, Issue, Page, Story
from layout.issue.copy import blocks_of
from layout.makeup import StoryRoom
from layout.makeup.room import Kind
from layout.pipeline import Proof
from layout.scripts import han_runs
from layout.source import Source
from layout.value import value

# A run of what is neither blank nor one of the wide characters, dashes, quotes and stops that Chinese copy is written
# in: a Latin word, a number, 12:30, COVID-19.
_WORD = re.compile(r"[^\s\u2010-\u2027\u2030-\u205e\u00b7\u00d7\u2e80-\uffef\U00020000-\U0003ffff]+")

_BLANKS = re.compile(r"\s+")


@value
class Count:
    """Figures of some copy. characters: all but blanks, marks too; words: the same with each Latin word or number as
    one, as word processors say 字数; han: ideographs alone."""

    characters: int = 0
    words: int = 0
    han: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.characters + other.characters, self.words + other.words, self.han + other.han)

    def as_json(self) -> dict[str, int]:
        return {"characters": self.characters, "words": self.words, "han": self.han}


@value
class StoryCount:
    """Figures of a story, by what an editor is asked to keep short: body, head (kicker and headline), deck (deck and
    summary), captions (with credits), and the rest: byline, dateline, tag, banner, signature, pull quotes, tables."""

    body: Count = Count()
    head: Count = Count()
    deck: Count = Count()
    captions: Count = Count()
    rest: Count = Count()

    @property
    def all(self) -> Count:
        return self.body + self.head + self.deck + self.captions + self.rest

    def __add__(self, other: StoryCount) -> StoryCount:
        return StoryCount(
            self.body + other.body,
            self.head + other.head,
            self.deck + other.deck,
            self.captions + other.captions,
            self.rest + other.rest,
        )

    def as_json(self) -> dict[str, dict[str, int]]:
        names = ("body", "head", "deck", "captions", "rest")
        return {name: getattr(self, name).as_json() for name in names} | {"all": self.all.as_json()}


@value
class StoryState:
    """A story on a page. written: characters of its body, all of it, on whatever pages; state, characters, lines: as of
    makeup.room.StoryRoom."""

    name: str
    page: int
    written: int
    state: Kind
    characters: int | None = 0
    lines: int = 0


@value
class Counted:
    """A story listed on a page. state: None where its page could not be read whole, or has no room for it."""

    name: str
    count: StoryCount
    state: StoryState | None = None

    def as_json(self) -> dict[str, object]:
        state = self.state
        told = None if state is None else {"kind": state.state, "characters": state.characters, "lines": state.lines}
        return {"story": self.name, "count": self.count.as_json(), "state": told}


@value
class PageCount:
    """The stories of a page in its order, each counted on the page where it begins. number: 0 for those that make-up
    found no page for."""

    number: int
    stories: tuple[Counted, ...]

    @property
    def all(self) -> StoryCount:
        return reduce(StoryCount.__add__, (story.count for story in self.stories), StoryCount())

    def as_json(self) -> dict[str, object]:
        stories = [story.as_json() for story in self.stories]
        return {"page": self.number, "count": self.all.as_json(), "stories": stories}


@lru_cache(maxsize=4096)  # the paragraphs of some issues: a desk counts them all at every keystroke
def count_text(text: str) -> Count:
    """Figures of a text as it stands."""
    characters = len(text) - sum(map(len, _BLANKS.findall(text)))
    han = sum(map(len, han_runs(text)))
    runs = [match.end() - match.start() for match in _WORD.finditer(text)]
    return Count(characters, characters - sum(runs) + len(runs), han)


def count_copy(source: Source) -> StoryCount:
    """Figures of a file of copy, read as the body of a story: its markup is not counted, its subheads are body."""
    node = source.whole
    return StoryCount(_sum(block.copy for block in blocks_of(node)))


def count_story(story: Story) -> StoryCount:
    """Figures of a story and of the items it has."""
    captions = [copy for picture in story.every_picture for copy in (picture.caption, picture.credit) if copy]
    captions += [] if story.group is None else [copy for copy in (story.group.caption, story.group.credit) if copy]
    cells = [cell for table in story.tables for row in table.rows for cell in row]
    titles = [table.title for table in story.tables if table.title]
    single = [copy for copy in (story.byline, story.dateline, story.tag, story.banner, *story.signature) if copy]
    own = StoryCount(
        _sum(block.copy for block in story.body),
        _sum((*story.kicker, *story.headline)),
        _sum((*story.deck, *story.summary)),
        _sum(captions),
        _sum((*single, *story.pull_quotes, *titles, *cells)),
    )
    return reduce(StoryCount.__add__, map(count_story, story.items), own)


def story_states(proof: Proof) -> tuple[StoryState, ...]:
    """Every story of a proof that make-up found a place for, page by page in reading order; none of a page whose copy
    could not be read whole. A story that jumps has a state on each of its pages."""
    if proof.issue is None:
        return ()
    return tuple(_states(proof, proof.issue))


def count_pages(proof: Proof) -> tuple[PageCount, ...]:
    """Every story of a proof, page by page."""
    if proof.issue is None:
        return ()
    states = {(state.page, state.name): state for state in story_states(proof)}
    assigned = {name: made.page.number for made in proof.pages for name in made.assigned}
    # An index has no copy of its own.
    listed = [(number, story) for number, story in proof.issue.listed if story.role != "index"]
    listed += [(assigned.get(story.name, 0), story) for story in proof.issue.stories]
    counted: dict[int, list[Counted]] = {page.number: [] for page in proof.issue.pages}
    for number, story in listed:
        state = states.get((number, story.name))
        counted.setdefault(number, []).append(Counted(story.name, count_story(story), state))
    return tuple(PageCount(number, tuple(stories)) for number, stories in counted.items())


def _states(proof: Proof, issue: Issue) -> Iterator[StoryState]:
    pages = {page.number: page for page in issue.pages}
    lengths: dict[int, int] = {}
    for made in proof.pages:
        for room in made.rooms:
            story = _story_of(issue, pages[made.page.number], room)
            if story is None:
                continue
            if id(story) not in lengths:
                lengths[id(story)] = count_story(story).body.characters
            written = lengths[id(story)]
            yield StoryState(room.story, made.page.number, written, room.kind, room.characters, room.lines)


def _story_of(issue: Issue, page: Page, room: StoryRoom) -> Story | None:
    """The story as it was typed: listed on its page, for the whole issue, or on the page it jumps from."""
    others = (story for other in issue.pages if other.number < page.number for story in other.stories if story.jump)
    return next((s for s in (*page.stories, *issue.stories, *others) if s.name == room.story), None)


def _sum(copies: Iterable[Copy]) -> Count:
    return reduce(Count.__add__, (count_text(copy.text) for copy in copies), Count())


__all__ = [
    "Count",
    "Counted",
    "PageCount",
    "StoryCount",
    "StoryState",
    "count_copy",
    "count_pages",
    "count_story",
    "count_text",
    "story_states",
]
