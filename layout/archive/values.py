"""What is asked of the catalogue, and what it answers."""

from __future__ import annotations

from layout.units import Rect
from layout.value import value


@value
class Query:
    """words: what is looked for; words between blanks must all be in one article, what stands in quotes as it is.
    since, until: ISO dates, inclusive, "" = any. paper, section, author: as they stand in the archive, "" = any;
    page: 版次, 0 = any. first, most: which of the hits are wanted. newest: the newest first, else the best."""

    words: str
    since: str = ""
    until: str = ""
    paper: str = ""
    section: str = ""
    author: str = ""
    page: int = 0
    first: int = 0
    most: int = 20
    newest: bool = False


@value
class Lit:
    """A place where a word was found. page: 版次; box: of the ink of what was found on one line, points from the
    trim."""

    page: int
    box: Rect


@value
class Hit:
    """An article that was found. issue: name of the issue (naming.issue_of); version: of its bag; article: its id.

    snippet: words round the first place, as (text, whether it was looked for). lit: every place in the article.
    """

    issue: str
    version: int
    paper: str
    date: str
    number: str
    section: str
    page: int
    article: str
    title: str
    authors: tuple[str, ...]
    snippet: tuple[tuple[str, bool], ...]
    lit: tuple[Lit, ...]


@value
class Found:
    """total: articles that were found in all; hits: those that were wanted."""

    total: int
    hits: tuple[Hit, ...]


@value
class IssueRow:
    """An issue in the catalogue. folder: of the bag in force, below the archive; versions: how many there are; origin:
    "" = made by this program. characters: of its articles, blanks left out."""

    issue: str
    paper: str
    date: str
    number: str
    title: str
    pages: int
    articles: int
    characters: int
    folder: str
    versions: int
    origin: str
