"""An article as HTML: the elements that roles.py names, and nothing of how they look. It is well-formed XML too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape

from layout.articles.roles import ROLES
from layout.articles.values import Article, Block, Line, Picture, Word

Source = Callable[[Picture], str]
"""Address of a picture's file, "" = it is not shown."""

Attributes = Callable[[Picture], Mapping[str, str]]
"""What a picture's element says besides where it is and what it shows."""

_BETWEEN_CAPTIONS = "\u3000"  # what is said of a picture, and who took it


def _nothing(picture: Picture) -> Mapping[str, str]:
    return {}


def article_html(article: Article, source: Source, level: int = 1, attributes: Attributes = _nothing) -> str:
    """The parts of an article, a line a block, without an element round them all. level: of its headline; everything
    below it follows. Same article, same text."""
    shift = level - min((block.level for block in article.all_of("headline", "subhead")), default=level)
    writer = _Writer(source, attributes, shift)
    lines = [line for block in article.blocks for line in writer.block(block)]
    for brief in article.articles:
        inner = article_html(brief, source, min(level + 1, 6), attributes)
        lines.append(f'<article id="a{brief.id}">\n{inner}</article>')
    return "".join(f"{line}\n" for line in lines)


class _Writer:
    """shift: what is added to the levels of heads."""

    def __init__(self, source: Source, attributes: Attributes, shift: int) -> None:
        self._source, self._attributes, self._shift = source, attributes, shift

    def block(self, block: Block, tag: str = "") -> Iterator[str]:
        """tag: the element, "" = its role's own."""
        if block.picture is not None:
            yield from self._image(block.picture)
            return
        inner = _inline(block.lines)
        if block.blocks:
            inner = "".join(f"\n{line}" for line in self._parts(block)) + "\n"
        if not inner.strip():
            return
        role = ROLES[block.role]
        heading = f"h{max(1, min(6, block.level + self._shift))}"
        tag = tag or (heading if role.html == "h0" else role.html)
        named = f' class="{block.role}"' if tag == "p" and block.role != "paragraph" else ""
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
                captions = filter(None, (_inline(caption.lines) for caption in said))
                yield f"<figcaption>{_BETWEEN_CAPTIONS.join(captions)}</figcaption>"

    def _image(self, picture: Picture) -> Iterator[str]:
        if address := self._source(picture):
            named = {"src": address, "alt": picture.alt, **self._attributes(picture)}
            said = " ".join(f'{name}="{escape(text)}"' for name, text in named.items())
            yield f"<img {said}/>"


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
