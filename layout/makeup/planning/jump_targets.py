"""Where a jump lands: on the page its issue names, or on the later one that has room for the rest; and after how many
rows it leaves its own page, where nobody has said so. Both pages are planned before that is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from layout.issue import Block, Page, Story
from layout.makeup.modules.base import LEAST_BEFORE, Placed, Turn
from layout.makeup.modules.jumps import arriving
from layout.makeup.page_faults import unfit
from layout.makeup.planning.page_drafts import PageDraft, PageDrafts
from layout.value import replace, value

PAGES_TRIED = 3  # later pages that are planned with the rest, those whose room is nearest to it
MOST_TRIED = 24  # pages and cuts tried in one issue, shared among its jumps: each tries one of either at least
STAY = 20.0  # weight of faults by which another page must be better than the one where the rest stood before
MORE = 4  # rows that are tried besides those that are over or empty: legs have their own minds


@value
class Arrival:
    """The rest of a story, for the page it jumps to."""

    page: int
    story: Story


def landed(page: Page, later: Sequence[Page], drafts: PageDrafts) -> tuple[Page, tuple[Arrival, ...]]:
    """The page with its jumps settled, and what arrives by them on later pages, which are given with what has arrived.
    A page without jumps is not planned for this."""
    arrivals: list[Arrival] = []
    for name in [story.name for story in page.stories if story.jump is not None]:
        waiting = [with_arrivals(each, arrivals) for each in later]
        page, draft = _landed(name, page, drafts.draft(page), waiting, drafts)
        drafts.keep(page, draft)
        turn = _turn(draft, name)
        if turn is not None:
            story = next(module.story for module in draft.placed if module.story.name == name)
            arrivals.append(Arrival(turn.page, arriving(story, page.number, turn.rest)))
    return page, tuple(arrivals)


def with_arrivals(page: Page, arrivals: Sequence[Arrival]) -> Page:
    """A page with what arrives on it after its own stories."""
    stories = tuple(arrival.story for arrival in arrivals if arrival.page == page.number)
    return replace(page, stories=(*page.stories, *stories)) if stories else page


def _turn(draft: PageDraft, name: str) -> Turn | None:
    return next((module.turn for module in draft.placed if module.story.name == name), None)


def _landed(
    name: str, page: Page, draft: PageDraft, later: Sequence[Page], drafts: PageDrafts
) -> tuple[Page, PageDraft]:
    """The page with one jump settled."""
    story = next(each for each in page.stories if each.name == name)
    turn = _turn(draft, name)
    assert story.jump is not None
    pages = [each for each in later if (each.number == story.jump.to if story.jump.to else _open(each, name))]
    if not pages:
        return page, draft
    if turn is None:  # its own page could not be made up: any page will do until it is
        return _to(page, draft, name, story.jump.to or pages[0].number)
    target = pages[0] if story.jump.to else _roomiest(story, page.number, turn.rest, pages, drafts)
    bad = 0.0 if story.jump.after is not None else _bad(page, draft, name, target, drafts.draft)
    best = page
    if bad:
        for rows in islice(_rows_to_try(story, page.number, turn, target, drafts), _tries(drafts)):
            cut = _with_jump(page, name, after=rows)
            other = drafts.tried(cut)
            left = _bad(cut, other, name, target, drafts.tried)
            turned = _turn(other, name)
            if left < bad and turned is not None and turned.rows >= LEAST_BEFORE:
                best, bad = cut, left
        draft = drafts.draft(best)
    return _to(best, draft, name, target.number)


def _open(page: Page, name: str) -> bool:
    """Whether a page that plans itself may take the rest of a story."""
    return page.plan is None and page.sketch is None and all(story.name != name for story in page.stories)


def _roomiest(story: Story, page: int, rest: tuple[Block, ...], pages: Sequence[Page], drafts: PageDrafts) -> Page:
    """The page that is made better most, or worse least, by the rest of the story; the first of equal ones."""
    characters = sum(len(block.copy.text) for block in rest)

    def misses(other: Page) -> int:
        placed = drafts.tried(other).placed
        return abs(sum(module.room_characters - module.overset for module in placed) - characters)

    def nearness(other: Page) -> tuple[bool, int, int]:
        return story.name not in drafts.previous.page(other.number), misses(other), other.number

    near = sorted(pages, key=nearness)[: min(PAGES_TRIED, _tries(drafts))]

    def gain(other: Page) -> float:
        taken = drafts.tried(_taking(other, story, page, rest))
        stood = STAY if story.name in drafts.previous.page(other.number) else 0.0
        before = drafts.tried(other).placed
        return unfit(taken.placed) - (unfit(before) if before else 0.0) - stood

    return min(near, key=lambda each: (gain(each), each.number))


def _tries(drafts: PageDrafts) -> int:
    """Pages, and cuts, that each jump of the issue may try."""
    jumps = sum(story.jump is not None for page in drafts.issue.pages for story in page.stories)
    return max(1, MOST_TRIED // 2 // max(1, jumps))


def _taking(page: Page, story: Story, before: int, rest: tuple[Block, ...]) -> Page:
    return replace(page, stories=(*page.stories, arriving(story, before, rest)))


def _bad(page: Page, draft: PageDraft, name: str, target: Page, made: Callable[[Page], PageDraft]) -> float:
    """How far both pages are from whole when the story jumps as it does in the draft of the first. made: the draft of
    the other, with as much effort as whoever asks would have."""
    turn = _turn(draft, name)
    if turn is None:
        return float("inf")
    story = next(each for each in page.stories if each.name == name)
    return unfit(draft.placed) + unfit(made(_taking(target, story, page.number, turn.rest)).placed)


def _rows_to_try(story: Story, page: int, turn: Turn, target: Page, drafts: PageDrafts) -> Iterator[int]:
    """Rows after which the story might jump instead, so that the rest has the length its page has room for."""
    draft = drafts.tried(_taking(target, story, page, turn.rest))
    over = sum(module.overset_rows for module in draft.placed)
    empty = sum(_empty_rows(module) for module in draft.placed)
    wanted = over or -empty
    tried = {turn.rows}
    sign = 1 if wanted > 0 else -1
    for change in (wanted, wanted + MORE * sign, (wanted + sign) // 2):
        rows = max(LEAST_BEFORE, turn.rows + change)
        if rows not in tried:
            tried.add(rows)
            yield rows


def _empty_rows(module: Placed) -> int:
    return max(0, module.empty - 1) * sum(1 for leg in module.legs if leg.room)


def _with_jump(page: Page, name: str, *, to: int | None = None, after: int | None = None) -> Page:
    stories: list[Story] = []
    for story in page.stories:
        if story.name == name and story.jump is not None:
            jump = replace(story.jump, to=story.jump.to if to is None else to)
            jump = replace(jump, after=jump.after if after is None else after)
            story = replace(story, jump=jump)
        stories.append(story)
    return replace(page, stories=tuple(stories))


def _to(page: Page, draft: PageDraft, name: str, number: int) -> tuple[Page, PageDraft]:
    """The page with the number of the other one in its jump line; nothing moves by it."""
    story = next(each for each in page.stories if each.name == name)
    assert story.jump is not None
    if story.jump.to == number:
        return page, draft
    library, placed = draft.library.with_story(story), list(draft.placed)
    for index, module in enumerate(placed):
        if module.story.name == name and module.story.jump is not None:
            said = replace(module.story, jump=replace(module.story.jump, to=number))
            library = library.with_story(said)
            placed[index] = library.get(name, module.area.column, module.area.columns).place(
                module.area.row, module.area.rows
            )
    planned = replace(draft.planned, placed=tuple(placed))
    return _with_jump(page, name, to=number), replace(draft, library=library, planned=planned)
