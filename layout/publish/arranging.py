"""An article of a page → an article of a screen: the picture under its head, a jumped story whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from layout.articles.values import Article, Block
from layout.issue.values import Issue, Story
from layout.value import replace

_BLANKS = re.compile(r"\s+")
_HEAD = ("kicker", "headline", "deck", "byline")
# A name of two characters is set as wide as one of three: 林　禾.
_SPACED_NAME = re.compile(r"(?<![^\s、])([^\W\d_])[\s\u3000]+([^\W\d_])(?![^\s、])")
_OFFICE = re.compile(
    r"(?:本报|本刊|特约|实习|见习|首席|驻\w{2,4})*(?:全媒体)?(?:记者|通讯员|特派员|评论员|小记者|大队委|指导老师|作者|文|图|摄影|整理)[:：]?$"
)
_WIRE = re.compile(r"[（(](?:本报|见习|实习|特约)*(?:记者|通讯员)[:：\s]?([^）)]+)[）)]")
_NAME = re.compile(r"[\u3400-\u9fff·]{2,8}|[A-Za-z][A-Za-z.'\- ]{2,40}")
_SUMMARY = 96
"""Most characters of a summary: two lines and a half in a list of a telephone."""


def bare(text: str) -> str:
    """Text without its blanks, to compare what was set with what was typed."""
    return _BLANKS.sub("", text)


def copies(issue: Issue) -> frozenset[str]:
    """Every paragraph as typed, blanks left out."""
    return frozenset(bare(block.copy.text) for story in stories(issue) for block in story.body)


def stories(issue: Issue) -> Iterator[Story]:
    """Every story and brief of an issue."""
    for story in (*(story for page in issue.pages for story in page.stories), *issue.stories):
        yield story
        yield from story.items


def arranged(article: Article, typed: Set[str]) -> Article:
    """As it is read on a screen. typed: copies of the issue, by which paragraphs torn by a jump are whole again.

    The first picture goes below the head; the head over a jumped rest becomes a subhead.
    """
    blocks = _whole([*_demoted(article.blocks)], typed)
    pictures = [block for block in blocks if block.role == "figure"]
    if pictures and article.role != "advert":
        others = [block for block in blocks if block is not pictures[0]]
        begin = next((at for at, block in enumerate(others) if block.role not in _HEAD), len(others))
        blocks = [*others[:begin], pictures[0], *others[begin:]]
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
            and 0 <= at
            and all(each.role == "subhead" for each in made[at + 1 :])
            and bare(block.text) not in typed
            and bare(made[at].text + block.text) in typed
        )
        if torn:
            made[at] = replace(made[at], lines=made[at].lines + block.lines)
        else:
            made.append(block)
    return made


def authors(article: Article) -> tuple[str, ...]:
    """Names in its byline, else in its first words (本报讯（记者…）)."""
    for block in article.all_of("byline"):
        return _names(block.text)
    for block in article.all_of("paragraph"):
        found = _WIRE.search(block.text[:60])
        return _names(found[1]) if found else ()
    return ()


def _names(text: str) -> tuple[str, ...]:
    """A byline's names: offices, schools and dates are none."""
    joined = _SPACED_NAME.sub(r"\1\2", text)
    words = re.split(r"[\s、，,/]+", joined)
    named = [word for word in words if word and not _OFFICE.search(word)]
    return tuple(word for word in named if _NAME.fullmatch(word) and not re.search(r"[班级校社站中心部]$", word))


def summary(article: Article) -> str:
    """How an article begins, no longer than a list shows."""
    text = ""
    for block in (*article.all_of("paragraph"), *article.all_of("item", "caption")):
        text = " ".join(block.text.split())
        if text:
            break
    return text if len(text) <= _SUMMARY else text[: _SUMMARY - 1].rstrip("，、；：") + "…"
