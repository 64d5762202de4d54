"""The reading room: an address → its answer. Nothing is written, and no name of a file comes from the address: it is
looked up among the names that the catalogue and the bag's list have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from threading import Lock

from layout.archive import naming
from layout.archive.catalogue import LONGEST_QUERY, Catalogue
from layout.archive.places import lit, words_of
from layout.archive.values import Found, IssueRow, Lit, Query
from layout.articles.bylines import authors_of
from layout.articles.values import Article
from layout.readingroom import addresses, article_pages, feeds, pages, wordlists
from layout.readingroom.answers import ATOM, BIBTEX, JPEG, JSON, MANIFEST, PDF, RIS, TEXT, XML, Answer, answer
from layout.readingroom.desk import Desk
from layout.readingroom.holdings import Holdings, held
from layout.readingroom.rendering import ASSETS, asset
from layout.readingroom.shelves import Ground, Shelves, Volume
from layout.value import value

HITS = 20
"""Of a page of results."""

LAST_TURN = 250
"""Pages of results that are shown: nobody reads further, and a machine has the feeds."""

LONGEST_NAME = 80
"""Characters of a section's or an author's name in a query."""

_NUMBER = re.compile(r"[1-9][0-9]{0,4}")

_Stamp = tuple[tuple[int, int, int] | None, ...]


@value
class Asked:
    """path: without its leading slash; query: the parts behind the question mark, the first of each name; base:
    absolute address of the room, ending in "/"."""

    path: str
    query: Mapping[str, str]
    base: str


class Room:
    """The room of one archive. name: of the room, "" = the words of the interface; plain: its answers become files,
    so the browser searches. Raises LayoutError (NP951, NP956) where there is no archive or catalogue.

    Safe to ask from several threads. What is put into the archive meanwhile is seen with the next question.
    """

    def __init__(self, folder: Path, name: str = "", plain: bool = False) -> None:
        self.folder, self.name, self.plain = folder, name, plain
        self._shelves = Shelves(folder)
        self._lock = Lock()
        self._catalogue = Catalogue.open(folder, readonly=True)
        self._stamp: _Stamp = ()
        self._holdings = held(())
        self.holdings()

    def holdings(self) -> Holdings:
        """What the catalogue has now."""
        return self._now()[1]

    def _now(self) -> tuple[Catalogue, Holdings]:
        with self._lock:
            stamp = _stamped(self.folder)
            if stamp != self._stamp:
                if self._stamp and stamp[0] != self._stamp[0]:
                    # Made anew beside the old one: those who read that still do, so it is not closed here.
                    self._catalogue = Catalogue.open(self.folder, readonly=True)
                self._holdings = held(self._catalogue.issues())
                self._stamp = stamp
            return self._catalogue, self._holdings

    def volume(self, row: IssueRow) -> Volume:
        return self._shelves.volume(row)

    def answer(self, asked: Asked) -> Answer:
        """What stands at an address; status 404 where nothing does, 400 where the question makes no sense. Raises
        OSError or LayoutError where the archive is damaged."""
        language, path = "zh", asked.path
        if path.startswith(addresses.PREFIX["en"]):
            language, path = "en", path.removeprefix(addresses.PREFIX["en"])
        desk = Desk(path, language, asked.base, self.name, self.plain)
        return (
            self._page(desk, path.split("/"), asked)
            or (self._file(desk, path.split("/")) if language == "zh" else None)
            or self.not_found(asked)
        )

    def not_found(self, asked: Asked) -> Answer:
        language = "en" if asked.path.startswith(addresses.PREFIX["en"]) else "zh"
        return pages.not_found(Desk("", language, asked.base, self.name, self.plain, absolute=True))

    # Pages to read

    def _page(self, desk: Desk, parts: list[str], asked: Asked) -> Answer | None:
        catalogue, holdings = self._now()
        match parts:
            case [""]:
                return pages.home(desk, holdings)
            case ["search", ""]:
                return self._search(desk, catalogue, holdings, asked.query)
            case ["papers", token, *rest, ""] if (paper := holdings.papers_of.get(token)) and len(rest) < 2:
                year = rest[0] if rest else paper.years[0]
                return pages.paper(desk, paper, year) if year in paper.years else None
            case ["issues", name, *rest, ""] if row := holdings.names.get(name):
                return self._of_issue(desk, self.volume(row), rest, asked)
        return None

    def _of_issue(self, desk: Desk, volume: Volume, rest: list[str], asked: Asked) -> Answer | None:
        match rest:
            case []:
                return pages.issue(desk, volume, self.holdings())
            case ["pages", number] if shown := volume.page(_numbered(volume, number)):
                words, found = self._asked_words(asked)
                places = (
                    [each for article in volume.edition.on(shown.number) for each in lit(article, found)]
                    if found
                    else []
                )
                return pages.page(desk, volume, shown, words, places)
            case ["articles", id] if article := volume.article(id):
                words, found = self._asked_words(asked)
                return article_pages.article(desk, volume, article, authors_of(article), words, _lit_in(article, found))
            case ["articles", id, "cutting"] if article := volume.article(id):
                return article_pages.cutting(desk, volume, article, authors_of(article))
        return None

    def _asked_words(self, asked: Asked) -> tuple[str, tuple[str, ...]]:
        """What is to be lit, as it was typed and as it is compared; nothing where it is too long to be looked for."""
        words = asked.query.get("q", "").strip()
        return (words, words_of(words)) if 0 < len(words) <= LONGEST_QUERY else ("", ())

    def _search(self, desk: Desk, catalogue: Catalogue, holdings: Holdings, given: Mapping[str, str]) -> Answer:
        query, fault = _read_query(desk, given)
        asks = any(
            given.get(name, "").strip() for name in ("q", "since", "until", "paper", "section", "author", "page")
        )
        found: Found | None = None
        grounds: dict[str, Ground] = {}
        if asks and not fault and not self.plain:
            found = catalogue.search(query)
            for name in dict.fromkeys(hit.issue for hit in found.hits):
                if name in holdings.names:
                    grounds[name] = self._shelves.ground(holdings.names[name])
        return pages.search(desk, holdings, query, found, grounds, fault)

    # Files

    def _file(self, desk: Desk, parts: list[str]) -> Answer | None:
        holdings = self.holdings()
        match parts:
            case ["assets", name] if name in ASSETS:
                return answer(ASSETS[name], asset(name))
            case [addresses.ROBOTS]:
                return answer(TEXT, feeds.robots(desk))
            case [addresses.SITEMAP]:
                return answer(XML, feeds.sitemap(desk, holdings))
            case [addresses.FEED]:
                newest = holdings.newest[: pages.NEWEST_SHOWN]
                told = [pages.sentence(desk, self.volume(row)) for row in newest]
                return answer(ATOM, feeds.atom(desk, newest, told))
            case [addresses.COLLECTION]:
                return answer(MANIFEST, feeds.collections(desk, holdings))
            case ["papers", token, addresses.COLLECTION] if paper := holdings.papers_of.get(token):
                return answer(MANIFEST, feeds.collection(desk, paper))
            case ["issues", name, "front.jpg"] if row := holdings.names.get(name):
                front = self._shelves.front(row)
                return front and Answer(JPEG, b"", front[0], front[1])
            case ["issues", name, *rest] if row := holdings.names.get(name):
                return self._file_of_issue(desk, self.volume(row), rest)
        return None

    def _file_of_issue(self, desk: Desk, volume: Volume, rest: list[str]) -> Answer | None:
        match rest:
            case ["manifest.json"]:
                return answer(MANIFEST, feeds.manifest(desk, volume))
            case [name] if name == f"{volume.name}.pdf":
                return _of_bag(volume, name, PDF)
            case ["pages", file]:
                stem, _, kind = file.rpartition(".")
                small = stem.endswith("-small")
                number = _numbered(volume, stem.removesuffix("-small"))
                if number and kind == "jpg":
                    return _of_bag(volume, naming.page_picture(number, small), JPEG)
                if number and kind == "xml" and not small:
                    return _of_bag(volume, naming.alto(number), XML)
            case ["articles", id, file] if article := volume.article(id):
                match file:
                    case "words.json":
                        return answer(JSON, wordlists.words(article))
                    case "cite.bib" | "cite.ris":
                        kind = file.removeprefix("cite.")
                        text = article_pages.citation(desk, volume, article, authors_of(article), kind)
                        media = BIBTEX if kind == "bib" else RIS
                        return answer(media, text.encode(), name=f"{id}.{kind}")
        return None

    # All of it

    def everything(self) -> Iterator[str]:
        """The address of every page and file, those of pages ending in "/" and without their language."""
        holdings = self.holdings()
        yield from ("", addresses.SEARCH, addresses.ROBOTS, addresses.SITEMAP, addresses.FEED, addresses.COLLECTION)
        yield from (addresses.ASSETS + name for name in ASSETS)
        for paper in holdings.papers:
            yield from (addresses.paper(paper.token), addresses.collection(paper.token))
            yield from (addresses.paper(paper.token, year) for year in paper.years)
        for row in holdings.names.values():
            yield from everything_of(self.volume(row))


def everything_of(volume: Volume) -> Iterator[str]:
    """The addresses of an issue."""
    name, there = volume.name, volume.digests
    yield from (addresses.issue(name), addresses.manifest(name))
    if f"{name}.pdf" in there:
        yield addresses.pdf(name)
    if any(naming.page_picture(page.number, small=True) in there for page in volume.edition.pages):
        yield addresses.front(name)
    for page in volume.edition.pages:
        yield addresses.page(name, page.number)
        for small in (False, True):
            if naming.page_picture(page.number, small) in there:
                yield addresses.picture(name, page.number, small)
        if naming.alto(page.number) in there:
            yield addresses.alto(name, page.number)
    for article in volume.articles:
        yield from (addresses.article(name, article.id), addresses.cutting(name, article.id))
        yield from (
            addresses.words(name, article.id),
            *(addresses.cite(name, article.id, kind) for kind in ("bib", "ris")),
        )


def _of_bag(volume: Volume, name: str, media: str) -> Answer | None:
    digest = volume.digests.get(name)
    return Answer(media, b"", volume.folder / name, digest) if digest else None


def _numbered(volume: Volume, text: str) -> int:
    """The page of this number, 0 = there is none. One page has one address: 2, not 02."""
    return int(text) if _NUMBER.fullmatch(text) and volume.page(int(text)) else 0


def _lit_in(article: Article, words: tuple[str, ...]) -> list[Lit]:
    return [place for each in article.walk() for place in lit(each, words)] if words else []


def _read_query(desk: Desk, given: Mapping[str, str]) -> tuple[Query, str]:
    """The query, and what of it cannot be understood, "" = nothing."""
    words, texts = desk.words, {name: given.get(name, "").strip() for name in given}
    asked = texts.get("q", "")
    if len(asked) > LONGEST_QUERY:
        return Query("", most=HITS), words["too_long"].format(most=LONGEST_QUERY)
    for name in ("since", "until"):
        if texts.get(name) and not _is_date(texts[name]):
            return Query(asked, most=HITS), words["bad_query"].format(name=words[name])
    for name in ("paper", "section", "author"):
        if len(texts.get(name, "")) > LONGEST_NAME:
            return Query(asked, most=HITS), words["bad_query"].format(name=words[name])
    page, turn = texts.get("page") or "0", texts.get("p") or "1"
    if not (page == "0" or _NUMBER.fullmatch(page)) or not _NUMBER.fullmatch(turn) or int(turn) > LAST_TURN:
        return Query(asked, most=HITS), words["bad_query"].format(name=words["page"])
    return Query(
        asked,
        since=texts.get("since", ""),
        until=texts.get("until", ""),
        paper=texts.get("paper", ""),
        section=texts.get("section", ""),
        author=texts.get("author", ""),
        page=int(page),
        first=(int(turn) - 1) * HITS,
        most=HITS,
        newest=texts.get("newest", "") == "1",
    ), ""


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _stamped(folder: Path) -> _Stamp:
    """What changes when the catalogue does: first the file it is, then its content and what waits beside it."""
    made: list[tuple[int, int, int] | None] = []
    for name in (naming.CATALOGUE, f"{naming.CATALOGUE}-wal"):
        try:
            found = (folder / name).stat()
        except OSError:
            made += (None, None)
            continue
        made += ((found.st_ino, found.st_dev, 0), (found.st_mtime_ns, found.st_size, 0))
    return tuple(made)
