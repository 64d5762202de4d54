"""What is published: pages with their areas, articles as they are read on a screen, pictures as files."""

from __future__ import annotations

from datetime import date

from layout.articles.values import About, Article
from layout.value import value


@value
class Photo:
    """A picture as a file of the edition. file, small: names in the folder, small "" = there is no smaller one; width,
    height, small_width: pixels. alt: what it shows; caption: what is said of it and who took it."""

    source: str
    file: str
    width: int
    height: int
    alt: str
    caption: str = ""
    small: str = ""
    small_width: int = 0


@value
class Piece:
    """An article to be read. article: arranged for reading, its briefs with it. label: of its column, "广告", or "";
    summary: how it begins; authors: of its byline, or of its first words (本报讯). anchor: where a brief stands in its
    panel's file. going: the page it goes on on, 0 = none."""

    article: Article
    title: str
    page: int
    file: str
    anchor: str = ""
    label: str = ""
    kicker: str = ""
    deck: str = ""
    byline: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    long: tuple[str, ...] = ()
    briefs: tuple[Piece, ...] = ()
    going: int = 0

    @property
    def address(self) -> str:
        """Where it is read, from any file of the folder."""
        return f"{self.file}#{self.anchor}" if self.anchor else self.file

    @property
    def headed(self) -> bool:
        """Whether its article has a head of its own; a panel of briefs and an advert have none."""
        return any(True for _ in self.article.all_of("headline"))

    @property
    def advert(self) -> bool:
        return self.article.role == "advert"


@value
class Listed:
    """A line of an index (导读), and the article it leads to."""

    title: str
    piece: Piece


@value
class Area:
    """An area to be touched (热区). outline: corners as shares of the page's width and height, clockwise from the top
    left."""

    piece: Piece
    outline: tuple[tuple[float, float], ...]


@value
class Sheet:
    """A page (版). file: its web page. pictures: names and widths in pixels, the smallest first; width, height: of the
    largest. areas: the largest first, so that what lies within another lies above it. share, pdf: names of files.
    listed: the lines of its index; language: of the paper."""

    number: int
    name: str
    file: str
    pictures: tuple[tuple[str, int], ...]
    width: int
    height: int
    share: str
    pdf: str
    areas: tuple[Area, ...] = ()
    pieces: tuple[Piece, ...] = ()
    listed: tuple[Listed, ...] = ()
    language: str = "zh-CN"


@value
class Issue:
    """An edition to be written. base: address of its folder with a / at its end, "" = not said. website: of the
    paper."""

    about: About
    day: date
    sheets: tuple[Sheet, ...]
    base: str = ""
    website: str = ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Articles that begin on a page, in reading order; adverts last of their page, as they are listed."""
        return tuple(piece for sheet in self.sheets for piece in sheet.pieces)

    @property
    def singles(self) -> tuple[Piece, ...]:
        """What feeds and counts tell: every story and every brief, no adverts."""
        return tuple(each for piece in self.pieces if not piece.advert for each in (piece.briefs or (piece,)))

    def address(self, file: str) -> str:
        """Of a file in the folder: whole where the folder's is known."""
        return self.base + file
