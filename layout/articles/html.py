"""An article as HTML: the elements that roles.py names, and nothing of how they look. It is well-formed XML too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import groupby

from layout.articles.roles import ROLES
from layout.articles.values import Article, Block, Line, Picture, Word

Source = Callable[[Picture], str]
"""Address of a picture's file, "" = it is not shown."""

Attributes = Callable[[Picture], Mapping[str, str]]
"""What a picture's element says besides where it is and what it shows."""

Marked = Callable[[Line, Word], bool]
"""Whether a word stands out, because it was looked for."""

_WEB = re.compile("(?:https?|mailto):", re.IGNORECASE)  # a file of others may say javascript:
# Of 黑体, 着重号, 专名号, 书名号 and 上标 (WHATWG HTML §4.5)
_EMPHASES = {"strong": "strong", "dots": "em", "name": 'u class="name"', "book": "cite", "super": "sup"}
_SCOPES = {"column": "col", "row": "row", "group": "rowgroup"}
_BETWEEN_CAPTIONS = "\u3000"  # what is said of a picture, and who took it


def _nothing(picture: Picture) -> Mapping[str, str]:
    return {}


def article_html(
    article: Article,
    source: Source,
    level: int = 1,
    attributes: Attributes = _nothing,
    marked: Marked | None = None,
    image: Callable[[Picture], str] | None = None,
) -> str:
    """The parts of an article, a line a block, without an element round them all. level: of its headline; everything
    below it follows. image: HTML of a picture, in the place of an <img> of its source. Links lead to the web or to
    post; others are words. Same article, same text."""
    shift = level - min((block.level for block in article.all_of("headline", "subhead")), default=level)
    writer = _Writer(source, attributes, shift, marked, image)
    lines = [line for block in article.blocks for line in writer.block(block)]
    for brief in article.articles:
        inner = article_html(brief, source, min(level + 1, 6), attributes, marked, image)
        lines.append(f'<article id="a{brief.id}">\n{inner}</article>')
    return "".join(f"{line}\n" for line in lines)


class _Writer:
    """shift: what is added to the levels of heads."""

    def __init__(
        self,
        source: Source,
        attributes: Attributes,
        shift: int,
        marked: Marked | None,
        image: Callable[[Picture], str] | None,
    ) -> None:
        self._source, self._attributes, self._shift = source, attributes, shift
        self._marked, self._drawn = marked, image

    def block(self, block: Block, tag: str = "") -> Iterator[str]:
        """tag: the element, "" = its role's own."""
        if block.picture is not None:
            yield from self._image(block.picture)
            return
        inner = self._inline(block.lines)
        if block.blocks:
            inner = "".join(f"\n{line}" for line in self._parts(block)) + "\n"
        if not inner.strip():
            return
        role = ROLES[block.role]
        heading = f"h{max(1, min(6, block.level + self._shift))}"
        tag = tag or (heading if role.html == "h0" else role.html)
        named = f' class="{block.role}"' if tag == "p" and block.role != "paragraph" else ""
        named += _of_cell(block)
        yield f"<{tag}{named}>{inner}</{tag}>"

    def _parts(self, block: Block) -> Iterator[str]:
        """A figure has one caption, and a table's caption is another element (WHATWG HTML §4.4.12, §4.9.2)."""
        said = [each for each in block.blocks if each.role == "caption"]
        for each in block.blocks:
            if each.role != "caption":
                yield from self.block(each)
            elif block.role != "figure":
                yield from self.block(each, "caption" if block.role == "table" else "p")
            elif each is said[0]:
                captions = filter(None, (self._inline(caption.lines) for caption in said))
                yield f"<figcaption>{_BETWEEN_CAPTIONS.join(captions)}</figcaption>"

    def _image(self, picture: Picture) -> Iterator[str]:
        if self._drawn is not None:
            yield self._drawn(picture)
        elif address := self._source(picture):
            named = {"src": address, "alt": picture.alt, **self._attributes(picture)}
            said = " ".join(f'{name}="{escape(text)}"' for name, text in named.items())
            yield f"<img {said}/>"

    def _inline(self, lines: tuple[Line, ...]) -> str:
        marked = self._marked
        words = [(word, marked is not None and marked(line, word)) for line in lines for word in line.words]
        pieces = []
        for link, linked in groupby(words, lambda each: each[0].link):
            text = ""
            for emphases, emphasised in groupby(linked, lambda each: each[0].emphases):
                text += _emphasised(
                    emphases, "".join(_run(list(run), lit) for lit, run in groupby(emphasised, lambda each: each[1]))
                )
            pieces.append(f'<a href="{escape(link)}">{text}</a>' if _WEB.match(link) else text)
        return "".join(pieces).strip()


def _of_cell(block: Block) -> str:
    """What a cell of a table says of its place (WHATWG HTML §4.9.11): nothing in a plain one."""
    (columns, rows), scope = block.span, _SCOPES.get(block.heads, "")
    if block.role == "header" and block.heads in ("", "column") and columns > 1:
        scope = "colgroup"
    said = {"colspan": columns if columns > 1 else "", "rowspan": rows if rows > 1 else "", "scope": scope}
    return "".join(f' {name}="{given}"' for name, given in said.items() if given)


def _emphasised(emphases: tuple[str, ...], text: str) -> str:
    for kind in reversed(emphases):
        if tag := _EMPHASES.get(kind, ""):  # a file of others may name any
            text = f"<{tag}>{text}</{tag.partition(' ')[0]}>"
    return text


def _run(words: list[tuple[Word, bool]], lit: bool) -> str:
    """Words that stand out, or do not, as one; the blanks behind the last are not marked."""
    last = words[-1][0]
    text = "".join(word.text + word.after for word, _ in words[:-1]) + last.text
    safe, after = escape(text, quote=False), escape(last.after, quote=False)
    return f"<mark>{safe}</mark>{after}" if lit else safe + after
