"""An article of a page → an article of a screen: the picture under its head, a jumped story whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from layout.articles.values import Article, Block
from layout.issue.values import Issue, Story
from layout.value import replace

_BLANKS = re.compile(r"\s+")
_HEAD = ("kicker", "headline", "deck", "byline")
_SUMMARY = 96
"""Most characters of a summary: two lines and a half in a list of a telephone."""


def bare(text: str) -> str:
    """Text without its blanks, to compare what was set with what was typed."""
    return _BLANKS.sub("", text)


def copies(issue: Issue) -> frozenset[str]:
    """Every paragraph as typed, the first behind its dateline (电头), blanks left out."""
    found = set()
    for _, story in stories(issue):
        for at, block in enumerate(story.body):
            dateline = story.dateline.text if story.dateline is not None and not at else ""
            found.add(bare(dateline + block.copy.text))
    return frozenset(found)


def stories(issue: Issue) -> Iterator[tuple[int, Story]]:
    """Every story and brief of an issue with the page it is listed under, 0 = the issue as a whole."""
    for page, story in (*issue.listed, *((0, story) for story in issue.stories)):
        yield page, story
        yield from ((page, brief) for brief in story.items)


def arranged(article: Article, typed: Set[str]) -> Article:
    """As it is read on a screen. typed: copies of the issue, by which paragraphs torn by a jump are whole again.

    The first picture goes below the head; the head over a jumped rest becomes a subhead.
    """
    blocks = _whole([*_demoted(article.blocks)], typed)
    pictured = next((at for at, block in enumerate(blocks) if block.role == "figure"), None)
    if pictured is not None and article.role != "advert":
        figure = blocks.pop(pictured)
        begin = next((at for at, block in enumerate(blocks) if block.role not in _HEAD), len(blocks))
        blocks.insert(begin, figure)
    return replace(article, blocks=tuple(blocks), articles=tuple(arranged(each, typed) for each in article.articles))


def _demoted(blocks: tuple[Block, ...]) -> Iterator[Block]:
    first: Block | None = None
    for block in blocks:
        if block.role == "headline" and first is not None:
            yield replace(block, role="subhead", level=first.level + 1)
            continue
        if block.role == "headline":
            first = block
        yield block


def _whole(blocks: list[Block], typed: Set[str]) -> list[Block]:
    """Paragraphs that a jump tore in two, put together before the head that stands between them."""
    made: list[Block] = []
    for block in blocks:
        at = next((at for at in range(len(made) - 1, -1, -1) if made[at].role == "paragraph"), -1)
        torn = (
            block.role == "paragraph"
            and at >= 0
            and all(each.role == "subhead" for each in made[at + 1 :])
            and bare(block.text) not in typed
            and bare(made[at].text + block.text) in typed
        )
        if torn:
            made[at] = replace(made[at], lines=made[at].lines + block.lines)
        else:
            made.append(block)
    return made


def summary(article: Article) -> str:
    """How an article begins, no longer than a list shows."""
    text = ""
    for block in (*article.all_of("paragraph"), *article.all_of("item", "caption")):
        text = " ".join(block.text.split())
        if text:
            break
    return text if len(text) <= _SUMMARY else text[: _SUMMARY - 1].rstrip("，、；：") + "…"
