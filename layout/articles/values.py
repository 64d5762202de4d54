"""An issue as it is read: pages, articles, blocks, lines and words, each word with the box of its ink.

Boxes are in points from the page's trimmed corner, y downward, rounded to 0.01.
"""

from __future__ import annotations

from collections.abc import Iterator

from layout.articles.tables import Cell
from layout.pagenames import page_name
from layout.units import Rect, Size
from layout.value import value


@value
class Word:
    """An ideograph, a mark, or a run of letters and digits.

    box: of its ink. after: the blanks behind it. link: the address it leads to, "" = none. emphases: kinds of emphasis
    (layout.issue.Emphasis) that the editor gave it.
    """

    text: str
    box: Rect
    after: str = ""
    link: str = ""
    emphases: tuple[str, ...] = ()


@value
class Line:
    """A set line. page: 版次. box: its em box. size: of its type, points. broken: box of the hyphen behind which
    its last word goes on on the next line. readings: what says how characters are read (ruby); they are no copy.
    vertical: it runs down the page, and the next stands left of it."""

    page: int
    box: Rect
    size: float
    words: tuple[Word, ...]
    broken: Rect | None = None
    readings: tuple[Word, ...] = ()
    vertical: bool = False

    @property
    def text(self) -> str:
        """With the blanks that the copy has behind it."""
        return "".join(word.text + word.after for word in self.words)


@value
class Picture:
    """A picture, drawing or code on a page. file: as typed, "" = it was drawn (a code). alt: what it shows; crop: the
    part that shows, as fractions of the file's width and height."""

    page: int
    box: Rect
    file: str = ""
    alt: str = ""
    crop: Rect = Rect(0, 0, 1, 1)


@value
class Block:
    """Part of an article. role: of roles.ROLES; level: of a heading, from 1; lines: its text, over columns and pages;
    blocks: its parts. span: columns and rows a cell takes; heads: of a head of a table, "column", "row" or "group"."""

    role: str
    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()
    level: int = 0
    picture: Picture | None = None
    span: tuple[int, int] = (1, 1)
    heads: str = ""

    @property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """Of a table, the cells of its rows."""
        return tuple(
            tuple(Cell(*cell.span, (cell.heads or "column") if cell.role == "header" else "") for cell in row.blocks)
            for row in self.blocks
            if row.role == "row"
        )

    @property
    def text(self) -> str:
        """Its own lines run on as one; of a block with parts, each part on a line of its own, cells parted by tabs."""
        if self.lines or not self.blocks:
            return "".join(line.text for line in self.lines).strip()
        apart = "\t" if self.role == "row" else "\n"
        return apart.join(text for block in self.blocks if (text := block.text) or self.role == "row")

    @property
    def emphases(self) -> tuple[tuple[int, int, str], ...]:
        """First character, the one behind the last, and kind of each emphasis of `text`; of a block without parts."""
        found: list[tuple[int, int, str]] = []
        at = 0
        for line in self.lines:
            for word in line.words:
                end = at + len(word.text)
                for kind in word.emphases:
                    last = next((each for each in found if each[1] == at and each[2] == kind), None)
                    if last is not None:
                        found.remove(last)
                    found.append((at if last is None else last[0], end + len(word.after), kind))
                at = end + len(word.after)
        whole = "".join(line.text for line in self.lines)
        before, most = len(whole) - len(whole.lstrip()), len(whole.strip())
        return tuple((max(0, start - before), min(end - before, most), kind) for start, end, kind in found)

    def walk(self) -> Iterator[Block]:
        """Itself and its parts, in reading order."""
        yield self
        for block in self.blocks:
            yield from block.walk()


@value
class Corrected:
    """What a correction mends: a story of an earlier issue. date: ISO 8601; page, title: "" = not said."""

    date: str
    page: str = ""
    title: str = ""


@value
class Article:
    """A story, a panel of briefs, a brief of one, or an advert.

    id: page it begins on and place there, two digits each ("0203"), the same for the same issue. name: in the issue
    file. boxes: what it takes of each page it stands on. articles: briefs of a panel. A story that goes on on another
    page has a further headline there. corrects: of a correction (更正).
    """

    id: str
    role: str
    name: str
    boxes: tuple[tuple[int, Rect], ...]
    blocks: tuple[Block, ...] = ()
    articles: tuple[Article, ...] = ()
    corrects: Corrected | None = None

    def walk(self) -> Iterator[Article]:
        """Itself and its briefs."""
        yield self
        for article in self.articles:
            yield from article.walk()

    def all_of(self, *roles: str) -> Iterator[Block]:
        """Its blocks of these roles, its briefs' left out."""
        return (block for each in self.blocks for block in each.walk() if block.role in roles)

    @property
    def title(self) -> str:
        """Its headline, else its kicker; "" where it has neither."""
        for role in ("headline", "kicker"):
            for block in self.all_of(role):
                return block.text
        return ""

    @property
    def body(self) -> str:
        """Its running text with subheads and lists, a line a paragraph; heads, captions, tables and quotes left out."""
        return "\n".join(block.text for block in self.all_of("paragraph", "subhead", "item") if block.text)

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.boxes[0][0]


@value
class PageText:
    """A page beside its articles. section: its banner. furniture: what is printed and belongs to no article: nameplate,
    folio, labels. label: its number as it is printed where that is more than digits."""

    number: int
    size: Size
    section: str = ""
    furniture: tuple[Line, ...] = ()
    label: str = ""

    @property
    def called(self) -> str:
        """Its number as it is printed: 3, A03."""
        return self.label or page_name(self.number)


@value
class About:
    """What an issue is. paper: its name; title: of the issue as a whole; date: ISO 8601, "" = undated; permit: its
    registration (国内统一刊号). origin: "" = made by this program; else where the file came from. spine: the edge it is
    folded at, left or right; calendar: in what years it counts (layout.almanac.CALENDARS)."""

    paper: str
    title: str
    number: str = ""
    date: str = ""
    publisher: str = ""
    permit: str = ""
    language: str = "zh-CN"
    origin: str = ""
    spine: str = "left"
    calendar: str = "common"


@value
class Edition:
    """An issue as it is read."""

    about: About
    pages: tuple[PageText, ...]
    articles: tuple[Article, ...]

    def walk(self) -> Iterator[Article]:
        """Every article and every brief, in reading order."""
        for article in self.articles:
            yield from article.walk()

    def on(self, page: int) -> Iterator[Article]:
        """The articles that stand on a page or go on there, briefs with them."""
        return (article for article in self.walk() if any(number == page for number, _ in article.boxes))

    def lines(self, page: int) -> Iterator[Line]:
        """Every line of a page that is an article's, in reading order."""
        for article in self.walk():
            for block in article.blocks:
                for each in block.walk():
                    yield from (line for line in each.lines if line.page == page)
