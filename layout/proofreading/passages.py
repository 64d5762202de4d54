"""The copy of an issue in passages: pieces that are read together, since a quotation may run from line to line of a
head, and from paragraph to paragraph of a body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from layout.issue import Copy, Issue, Page, Story
from layout.proofreading.values import Manner
from layout.value import value


@value
class Passage:
    """Copies in the order they are read. joined: whether they are one piece, broken by hand; unchecked: what the story
    says is not to be checked."""

    copies: tuple[Copy, ...]
    manner: Manner
    joined: bool = False
    unchecked: tuple[str, ...] = ()


def passages(issue: Issue) -> Iterator[Passage]:
    for page in issue.pages:
        yield from _of_page(page)
    for strip in issue.fold_strips:
        for notice in strip.notices:
            yield from _of_story(notice, ())
    for spread in issue.spreads:
        if spread.story is not None:
            yield from _of_story(spread.story, spread.story.unchecked)
    for story in issue.stories:
        yield from _of_story(story, story.unchecked)


def _of_page(page: Page) -> Iterator[Passage]:
    yield from _lines((page.banner, *(name for _, name in page.credits)))
    if page.ear is not None:
        yield from _head(page.ear.headline)
        yield from _lines(page.ear.lines)
    for story in page.stories:
        yield from _of_story(story, story.unchecked)


def _of_story(story: Story, unchecked: tuple[str, ...]) -> Iterator[Passage]:
    for head in (story.kicker, story.headline, story.deck, story.jump.headline if story.jump else ()):
        yield from _head(head, unchecked)
    yield from _lines((story.tag, story.byline, story.dateline, story.banner), unchecked)
    yield from _lines((*story.signature, *story.short_head, *_tied(story)), unchecked)
    yield from _running(story.summary, unchecked)
    if not _is_worded(story):
        yield from _running([block.copy for block in story.body if block.kind != "subhead"], unchecked)
    yield from _lines((block.copy for block in story.body if block.kind == "subhead"), unchecked)
    for quote in story.pull_quotes:
        yield from _running((quote,), unchecked)
    for picture in (*story.every_picture, *(() if story.group is None else (story.group,))):
        yield from _running((picture.caption,) if picture.caption else (), unchecked)
        yield from _lines((picture.credit,), unchecked)
    for table in story.tables:
        yield from _lines((table.title, *(cell for row in table.rows for cell in row)), unchecked)
    for item in story.items:
        yield from _of_story(item, unchecked)


def _tied(story: Story) -> tuple[Copy | None, ...]:
    """What ties a story to another issue, but for words that were wrong there."""
    serial, mended = story.serial, story.correction
    said = () if serial is None else (serial.author, serial.after)
    return (*said, *(() if mended is None else (mended.headline, mended.right)))


def _is_worded(story: Story) -> bool:
    """Whether the copy of a correction was worded from what it mends: of that each part was typed elsewhere."""
    mended = story.correction
    wrong = None if mended is None or mended.wrong is None else mended.wrong.node
    return wrong is not None and any(block.copy.node is wrong for block in story.body)


def _head(lines: tuple[Copy, ...], unchecked: tuple[str, ...] = ()) -> Iterator[Passage]:
    if lines:
        yield Passage(lines, "line", True, unchecked)


def _lines(copies: Iterable[Copy | None], unchecked: tuple[str, ...] = ()) -> Iterator[Passage]:
    for copy in copies:
        if copy is not None and copy.text:
            yield Passage((copy,), "line", False, unchecked)


def _running(copies: Iterable[Copy], unchecked: tuple[str, ...] = ()) -> Iterator[Passage]:
    if paragraphs := tuple(copies):
        yield Passage(paragraphs, "sentences", False, unchecked)
