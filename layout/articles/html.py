"""An article as HTML: the elements that roles.py names, and nothing of how they look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby

from layout.articles.roles import ROLES
from layout.articles.values import Article, Block, Line, Picture, Word

_WEB = re.compile("(?:https?|mailto):", re.IGNORECASE)  # a file of others may say javascript:

Source = Callable[[Picture], str]
"""Address of a picture's file, "" = it is not shown."""

Marked = Callable[[Line, Word], bool]
"""Whether a word stands out, because it was looked for."""


def article_html(
    article: Article,
    source: Source,
    level: int = 1,
    marked: Marked | None = None,
    image: Callable[[Picture], str] | None = None,
) -> str:
    """The parts of an article, a line a block, without an element round them all. level: of its headline; everything
    below it follows. image: HTML of a picture, in the place of an <img> of its source. Same article, same text."""
    shift = level - min((block.level for block in article.all_of("headline", "subhead")), default=level)
    writer = _Writer(source, shift, marked, image)
    lines = [line for block in article.blocks for line in writer.block(block)]
    for brief in article.articles:
        inner = article_html(brief, source, min(level + 1, 6), marked, image)
        lines.append(f'<article id="a{brief.id}">\n{inner}</article>')
    return "".join(f"{line}\n" for line in lines)


class _Writer:
    """shift: from a heading's level in the issue to its level in the document."""

    def __init__(
        self, source: Source, shift: int, marked: Marked | None, image: Callable[[Picture], str] | None
    ) -> None:
        self._source, self._shift, self._marked, self._drawn = source, shift, marked, image

    def block(self, block: Block) -> Iterator[str]:
        role = ROLES[block.role]
        if block.picture is not None:
            yield from self._image(block.picture)
            return
        inner = self._inline(block.lines) if block.lines else ""
        if block.blocks:
            inner = "".join(f"\n{line}" for each in block.blocks for line in self.block(each)) + "\n"
        if not inner:
            return
        tag = f"h{max(1, min(6, block.level + self._shift))}" if role.html == "h0" else role.html
        named = f' class="{block.role}"' if role.html == "p" and block.role != "paragraph" else ""
        yield f"<{tag}{named}>{inner}</{tag}>"

    def _image(self, picture: Picture) -> Iterator[str]:
        if self._drawn is not None:
            yield self._drawn(picture)
        elif address := self._source(picture):
            yield f'<img src="{escape(address)}" alt="{escape(picture.alt)}">'

    def _inline(self, lines: tuple[Line, ...]) -> str:
        marked = self._marked
        words = [(word, marked is not None and marked(line, word)) for line in lines for word in line.words]
        pieces = []
        for link, linked in groupby(words, lambda each: each[0].link):
            text = "".join(_run(list(run), lit) for lit, run in groupby(linked, lambda each: each[1]))
            pieces.append(f'<a href="{escape(link)}">{text}</a>' if _WEB.match(link) else text)
        return "".join(pieces).strip()


def _run(words: list[tuple[Word, bool]], lit: bool) -> str:
    """Words that stand out, or do not, as one; the blanks behind the last are not marked."""
    last = words[-1][0]
    text = "".join(word.text + word.after for word, _ in words[:-1]) + last.text
    safe, after = escape(text, quote=False), escape(last.after, quote=False)
    return f"<mark>{safe}</mark>{after}" if lit else safe + after
