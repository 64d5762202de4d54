"""An article as HTML: the elements that roles.py names, and nothing of how they look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from layout.articles.roles import ROLES
from layout.articles.values import Article, Block, Line, Picture, Word

Source = Callable[[Picture], str]
"""Address of a picture's file, "" = it is not shown."""


def article_html(article: Article, source: Source, level: int = 1) -> str:
    """The parts of an article, a line a block, without an element round them all. level: of its headline; everything
    below it follows. Same article, same text."""
    shift = level - min((block.level for block in article.all_of("headline", "subhead")), default=level)
    lines = [line for block in article.blocks for line in _block(block, source, shift)]
    for brief in article.articles:
        inner = article_html(brief, source, min(level + 1, 6))
        lines.append(f'<article id="a{brief.id}">\n{inner}</article>')
    return "".join(f"{line}\n" for line in lines)


def _block(block: Block, source: Source, shift: int) -> Iterator[str]:
    role = ROLES[block.role]
    if block.picture is not None:
        yield from _image(block.picture, source)
        return
    inner = _inline(block.lines) if block.lines else ""
    if block.blocks:
        inner = "".join(f"\n{line}" for each in block.blocks for line in _block(each, source, shift)) + "\n"
    if not inner:
        return
    tag = f"h{max(1, min(6, block.level + shift))}" if role.html == "h0" else role.html
    named = f' class="{block.role}"' if role.html == "p" and block.role != "paragraph" else ""
    yield f"<{tag}{named}>{inner}</{tag}>"


def _image(picture: Picture, source: Source) -> Iterator[str]:
    if address := source(picture):
        yield f'<img src="{escape(address)}" alt="{escape(picture.alt)}">'


def _inline(lines: tuple[Line, ...]) -> str:
    words = [word for line in lines for word in line.words]
    pieces = []
    at = 0
    while at < len(words):
        end = at + 1
        while end < len(words) and words[end].link == words[at].link:
            end += 1
        text = escape(_run_on(words[at:end]), quote=False)
        pieces.append(f'<a href="{escape(words[at].link)}">{text}</a>' if words[at].link else text)
        at = end
    return "".join(pieces).strip()


def _run_on(words: list[Word]) -> str:
    return "".join(word.text + word.after for word in words)
