"""The lines of an index (导读): which stories of the other pages it names, and the page each stands on.

They are no copy of the index: they come from the issue as it is, so that a story that moves or is renamed moves and is
renamed in the index too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from layout.diagnostics import Report, did_you_mean, short
from layout.issue.values import Copy, Entry, Issue, Page, Story
from layout.value import replace

LISTED = ("lead", "story", "photo-news", "comment")
"""Roles that an index names by itself, if they have a head."""
MOST = 60
"""Stories that an index names by itself: more than the largest block holds."""


def is_indexed(issue: Issue) -> bool:
    return any(story.role == "index" for page in issue.pages for story in page.stories)


def indexed(issue: Issue, report: Report) -> Issue:
    """The issue with the lines of every index on its pages. A story that is named and stands on no other page is
    reported (NP264), unless it waits for a page still."""
    if not is_indexed(issue):
        return issue
    pages = tuple(
        replace(page, stories=tuple(_with_entries(story, page, issue, report) for story in page.stories))
        for page in issue.pages
    )
    return replace(issue, pages=pages)


def _with_entries(story: Story, page: Page, issue: Issue, report: Report) -> Story:
    if story.role != "index":
        return story
    others = _others(issue, page)
    found = _chosen(story, others, issue, report) if story.chosen else tuple(_by_itself(others))[:MOST]
    return replace(story, entries=found)


def _chosen(story: Story, others: Mapping[int, Sequence[Story]], issue: Issue, report: Report) -> tuple[Entry, ...]:
    """The stories named, in the order they are named."""
    there: dict[str, tuple[int, Story]] = {}
    for number, stories in others.items():
        for each in stories:
            there.setdefault(each.name, (number, each))
    known = [name for name, (_, each) in there.items() if each.role != "index"]
    waiting = {each.name for each in issue.stories}
    entries: list[Entry] = []
    for named in story.chosen:
        if named.text in known:
            number, found = there[named.text]
            entry = Entry(number, found.name, headline_of(found))
            entries += [entry] if entry not in entries else []
        elif named.text not in waiting:
            near = did_you_mean(named.text, known)
            hint = "nearest" if near else "hint" if known else "none"
            report.add(
                "NP264",
                named.span(0, len(named.text)),
                hint=hint,
                name=short(named.text),
                index=story.name,
                nearest=near,
                known=", ".join(known),
            )
    return tuple(entries)


def _others(issue: Issue, page: Page) -> Mapping[int, Sequence[Story]]:
    """The stories of the other pages; what runs over two is the first of the left one."""
    spread = {each.name for each in issue.spreads}
    found: dict[int, list[Story]] = {other.number: [] for other in issue.pages if other.number != page.number}
    for number, story in issue.listed:
        if number in found:
            found[number].insert(0 if story.name in spread else len(found[number]), story)
    return found


def _by_itself(pages: Mapping[int, Sequence[Story]]) -> Iterator[Entry]:
    """The first story of each page, in page order, then the second of each, and so on."""
    listed = {
        number: [story for story in stories if story.role in LISTED and story.headline and story.is_listed]
        for number, stories in pages.items()
    }
    for turn in range(max(map(len, listed.values()), default=0)):
        for number, stories in listed.items():
            if turn < len(stories):
                yield Entry(number, stories[turn].name, headline_of(stories[turn]), turn)


def headline_of(story: Story) -> Copy:
    """What the index says of a story: its short head (短题), else its headline on one line."""
    lines = story.short_head or story.headline or story.kicker or (Copy(story.name),)
    first, *others = lines
    text, offsets = first.text, list(_offsets(first))
    for line in others:
        # A head that was broken by hand is read with a blank where it was broken.
        text += "\u3000" + line.text
        offsets += [offsets[-1] if offsets else line.start, *_offsets(line)]
    return Copy(text, (), first.node, 0, tuple(offsets)) if others else first


def _offsets(copy: Copy) -> Sequence[int]:
    return copy.offsets or range(copy.start, copy.start + len(copy.text))
