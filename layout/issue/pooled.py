"""Stories listed for the whole issue: those whose page is given or drawn go there,
the others wait for make-up to find one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from layout.diagnostics import Report, did_you_mean, short
from layout.issue.values import Page, Story
from layout.pagenames import listed
from layout.value import replace


def shared_out(
    pool: Sequence[Story], pages: Sequence[Page], drawn: Sequence[Collection[str]], report: Report
) -> tuple[tuple[Page, ...], tuple[Story, ...]]:
    """The pages with the stories that have a page, and the stories that have none yet.

    pool: the most important first; drawn: for each page the names in its drawing. A story comes after those listed
    under its page. NP232: no such page; NP233: the page has a story of that name; NP234: a banner that is almost a
    page's.
    """
    given: list[list[Story]] = [[] for _ in pages]
    waiting: list[Story] = []
    banners = {_plain(page.banner.text) for page in pages if page.banner is not None}
    for story in pool:
        taken = next((page for page in pages for other in page.stories if other.name == story.name), None)
        if taken is not None:
            first = next(other.span for other in taken.stories if other.name == story.name)
            report.add("NP233", story.span, others=(("first", first),), name=story.name, page=taken.number)
            continue
        rest = story.jump.to if story.jump is not None else 0  # where it is drawn once more
        homes = [
            index
            for index, (page, names) in enumerate(zip(pages, drawn, strict=True))
            if story.name in names and page.number != rest
        ]
        if story.page:
            homes = [index for index, page in enumerate(pages) if page.number == story.page]
            if not homes:
                numbers = listed(page.number for page in pages)
                report.add("NP232", story.span, story=story.name, page=story.page, pages=numbers)
                continue
        if homes:
            given[homes[0]].append(_at_home(story, pages[homes[0]]))
        else:
            waiting.append(_sectioned(story, banners, report))
    return tuple(added(page, stories) for page, stories in zip(pages, given, strict=True)), tuple(waiting)


def added(page: Page, stories: Sequence[Story]) -> Page:
    """The page with more stories, ranked after its own in their order."""
    last = max((story.rank for story in page.stories), default=0)
    ranked = (replace(story, rank=last + place) for place, story in enumerate(stories, 1))
    return replace(page, stories=(*page.stories, *ranked))


def _at_home(story: Story, page: Page) -> Story:
    """A story on its page: the page's own banner is not printed over it once more."""
    same = (
        story.banner is not None and page.banner is not None and _plain(story.banner.text) == _plain(page.banner.text)
    )
    return replace(story, banner=None) if same else story


def _sectioned(story: Story, banners: set[str], report: Report) -> Story:
    """A story whose banner is a page's belongs on such a page; any other banner is a standing head of its own."""
    if story.banner is None:
        return story
    name = _plain(story.banner.text)
    if name in banners:
        return replace(story, banner=None, section=name)
    near = did_you_mean(name, sorted(banners))
    if near is not None:
        report.add("NP234", story.banner.span(), story=story.name, banner=short(name), nearest=near)
    return story


def _plain(text: str) -> str:
    """A banner without the blanks that space it out."""
    return "".join(text.split())
