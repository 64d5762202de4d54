"""The index of a page (导读) as it is published: which article each of its lines leads to, and where on the page's
picture it can be touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layout.articles.markup import inner
from layout.articles.values import Edition
from layout.publish.values import Area, Listed, Piece
from layout.units import Rect, Size, union
from layout.value import value


@value
class _Line:
    """A line of an index. address: within the edition; box: of its words, points."""

    title: str
    address: str
    box: Rect


def listed(edition: Edition, page: int, pieces: Sequence[Piece]) -> tuple[Listed, ...]:
    """The lines of the indexes on a page, each with the article it leads to."""
    return tuple(Listed(line.title, piece) for line, piece in _led(edition, page, pieces))


def areas(edition: Edition, page: int, size: Size, pieces: Sequence[Piece]) -> tuple[Area, ...]:
    """Where these lines stand on the page."""
    found = []
    for line, piece in _led(edition, page, pieces):
        left, top = line.box.x / size.width, line.box.y / size.height
        right, foot = line.box.right / size.width, line.box.bottom / size.height
        corners = tuple((round(x, 5), round(y, 5)) for x, y in ((left, top), (right, top), (right, foot), (left, foot)))
        found.append(Area(piece, corners))
    return tuple(found)


def _led(edition: Edition, page: int, pieces: Sequence[Piece]) -> Iterator[tuple[_Line, Piece]]:
    for line in _lines(edition, page):
        number, story = inner(line.address)
        for piece in pieces:
            # Where two pages have a story of that name, one bears its page's as well: 2/opera.
            if piece.page == number and piece.article.name.rpartition("/")[2] == story.rpartition("/")[2]:
                yield line, piece
                break


def _lines(edition: Edition, page: int) -> Iterator[_Line]:
    for article in edition.on(page):
        if article.role != "index":
            continue
        for item in article.all_of("item"):
            words = [word for line in item.lines for word in line.words]
            address = next((word.link for word in words if inner(word.link)[0]), "")
            if address:
                # The last line is the page; the headline before it may have several.
                title = "".join(line.text for line in item.lines[:-1]).strip()
                yield _Line(title, address, union(*(line.box for line in item.lines)))


__all__ = ["areas", "listed"]
