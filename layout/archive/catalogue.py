"""The catalogue of an archive: every issue and every article, found by words, date, section, page and author.

SQLite with a full-text index (FTS5), made from the edition.json of the bags and nothing else: it can be made anew at
any time (`rebuild`). One process writes while any number read (write-ahead log). tables.py has its tables, finding.py
its questions, folding.py says what is the same word, places.py where it stands.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from layout.archive import finding, naming, tables
from layout.archive.faults import archive_at, fault
from layout.archive.places import lit, lit_stored, snippet, words_of
from layout.archive.store import Store, Version
from layout.archive.values import Found, Hit, IssueRow, Lit, Query
from layout.articles.stored import from_json
from layout.articles.values import Edition
from layout.diagnostics import Report, Span
from layout.value import value

LONGEST_QUERY = 200
"""Characters of a query at most: no phrase of a newspaper is longer, and the index takes no more than a few hundred."""


@value
class ArticleRow:
    """An article of the catalogue. pages: every one it stands on, page: the one it begins on. parts: its text in
    reading order, as (role, text of one paragraph, head, caption or cell). text: the parts, a line each."""

    issue: str
    version: int
    paper: str
    date: str
    number: str
    section: str
    article: str
    role: str
    page: int
    title: str
    characters: int
    pages: tuple[int, ...]
    authors: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.parts)


@value
class PaperRow:
    """A paper of the archive: how many issues, and the dates of the first and last, "" = none is dated."""

    paper: str
    issues: int
    first: str
    last: str


@value
class Stats:
    """What the archive holds. characters: of the articles, blanks left out; size: of the catalogue, bytes."""

    papers: int
    issues: int
    pages: int
    articles: int
    characters: int
    first: str
    last: str
    size: int


class Catalogue:
    """The catalogue of one archive; close it, or use it in a `with`. Reading from several threads is safe.

    Everything raises LayoutError: NP956 for a file that is damaged, of another format or held by another writer.
    """

    def __init__(self, folder: Path, readonly: bool) -> None:
        self.folder = folder
        self.file = folder / naming.CATALOGUE
        self.readonly = readonly
        self._here = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    @classmethod
    def open(cls, folder: Path, create: bool = False, readonly: bool = False) -> Catalogue:
        """The catalogue of the archive in this folder. create: an empty one where there is none. readonly: for
        reading beside a writer; nothing can be put. Raises LayoutError: NP951 no archive, NP956 no catalogue, or one
        that is damaged or of another format."""
        if not create:
            archive_at(folder)
        made = cls(folder, readonly)
        with made._told():
            if not made.file.is_file():
                if not create:
                    raise fault("NP956", made.file, reason="missing")
                tables.create(made.file).close()
            tables.check(made._connection)
        return made

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """No thread may be reading any more."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
            self._here = threading.local()

    # Writing

    def put(self, edition: Edition, folder: str, version: int, versions: int, digest: str, data: bytes = b"") -> None:
        """Enter an issue, in the place of what an earlier version of it said. The same again changes nothing, and an
        older version only the number of versions. For whoever is writing() in the archive's store: a catalogue that is
        just being made anew would not have it.

        folder: of the bag, below the archive; digest: SHA-256 of its edition.json, hex; data: what that file has, where
        it is at hand. Raises ValueError for an edition that is none.
        """
        with self._told(), tables.writing(self._connection) as connection:
            tables.put(connection, edition, folder, version, versions, digest, data)

    def remove(self, issue: str) -> None:
        """Take an issue out; one that is not there is no fault."""
        with self._told(), tables.writing(self._connection) as connection:
            tables.remove(connection, _plain(issue))

    # Reading

    def search(self, query: Query) -> Found:
        """Articles with every one of the words that pass the filters; without words, all that pass them. Best first
        (BM25, headlines weighted), or the newest; without words always the newest. Raises LayoutError: NP957 for words
        that are too long, NP958 for a date that is none."""
        if len(query.words) > LONGEST_QUERY:
            raise fault("NP957", length=len(query.words), most=LONGEST_QUERY)
        words = words_of(query.words)
        low, high = finding.days(query.since, query.until)
        match = finding.matching(words, query)
        first, most = _within(query.first), _within(query.most)
        with self._told(), tables.reading(self._connection) as connection:
            total = finding.count(connection, match, low, high)
            ranked = bool(words) and not query.newest
            ids: list[int] = []
            if total > first and most:
                ids = finding.ids(connection, match, low, high, first, most, ranked, total)
            rows = [connection.execute(_HIT, (each,)).fetchone() for each in ids]
            return Found(total, tuple(self._hit(row, words) for row in rows))

    def issues(
        self,
        paper: str = "",
        since: str = "",
        until: str = "",
        number: str = "",
        newest: bool = False,
        first: int = 0,
        most: int = -1,
    ) -> tuple[IssueRow, ...]:
        """The issues by date, the oldest first unless told; "" = any; most: -1 = all. Raises LayoutError (NP958)."""
        low, high = finding.days(since, until)
        order, most = "DESC" if newest else "ASC", -1 if most < 0 else _within(most)
        with self._told():
            rows = self._connection.execute(
                f"SELECT {_ISSUE} FROM issues WHERE id BETWEEN ? AND ? AND (? = '' OR paper = ?) "
                f"AND (? = '' OR number = ?) ORDER BY date {order}, issue {order} LIMIT ? OFFSET ?",
                (
                    low,
                    high,
                    *[_plain(paper)] * 2,
                    *[_plain(number)] * 2,
                    -1 if most < 0 else _within(most),
                    _within(first),
                ),
            )
            return tuple(IssueRow(*row) for row in rows)

    def issue(self, name: str) -> IssueRow | None:
        """The issue of this name (naming.issue_of)."""
        with self._told():
            row = self._connection.execute(f"SELECT {_ISSUE} FROM issues WHERE issue = ?", (_plain(name),)).fetchone()
            return IssueRow(*row) if row else None

    def version(self, name: str) -> int:
        """The version of an issue that is in the catalogue, 0 = it is not there."""
        with self._told():
            row = self._connection.execute("SELECT version FROM issues WHERE issue = ?", (_plain(name),)).fetchone()
            return int(row[0]) if row else 0

    def article(self, issue: str, id: str) -> ArticleRow | None:
        """An article of the issue of this name, by its id."""
        return next(self._articles(issue, id), None)

    def articles(self, issue: str) -> tuple[ArticleRow, ...]:
        """Every article of an issue that has words, in reading order."""
        return tuple(self._articles(issue, ""))

    def papers(self) -> tuple[PaperRow, ...]:
        """The papers by name."""
        with self._told():
            rows = self._connection.execute(
                "SELECT paper, count(*), coalesce(min(nullif(date, '')), ''), max(date) FROM issues "
                "GROUP BY paper ORDER BY paper"
            )
            return tuple(PaperRow(*row) for row in rows)

    def sections(self, paper: str = "") -> tuple[str, ...]:
        """The sections that articles stand in, by name; paper: "" = of all."""
        with self._told():
            rows = self._connection.execute(
                "SELECT DISTINCT section FROM issues JOIN articles ON articles.id BETWEEN issues.id AND issues.id + ? "
                "WHERE section <> '' AND (? = '' OR paper = ?) ORDER BY section",
                (tables.LAST, *[_plain(paper)] * 2),
            )
            return tuple(section for (section,) in rows)

    def stats(self) -> Stats:
        with self._told():
            row = self._connection.execute(
                "SELECT count(DISTINCT paper), count(*), coalesce(sum(pages), 0), coalesce(sum(articles), 0), "
                "coalesce(sum(characters), 0), coalesce(min(nullif(date, '')), ''), coalesce(max(date), '') FROM issues"
            ).fetchone()
            return Stats(*(*row, self.file.stat().st_size))

    def dump(self) -> Iterator[tuple[object, ...]]:
        """Every row in an order of its own, without what depends on the order of putting: two catalogues with the
        same dump answer alike."""
        with self._told():
            yield from self._connection.execute(f"SELECT 'issue', {_ISSUE}, version, digest FROM issues ORDER BY issue")
            for row in self._connection.execute(
                "SELECT 'article', issue, articles.*, text FROM issues JOIN articles ON articles.id BETWEEN issues.id "
                "AND issues.id + ? JOIN texts ON texts.id = articles.id ORDER BY issue, articles.id DESC",
                (tables.LAST,),
            ):
                kind, issue, _, *about, text = row
                yield kind, issue, *about, zlib.decompress(text).decode()
            yield from tables.terms(self._connection)

    # Inside

    @property
    def _connection(self) -> sqlite3.Connection:
        made: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if made is None:
            made = tables.connect(self.file, self.readonly)
            self._here.connection = made
            with self._lock:
                self._all.append(made)
        return made

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, zlib.error, OSError) as error:
            raise fault("NP956", self.file, reason=str(error)) from None

    def _articles(self, issue: str, id: str) -> Iterator[ArticleRow]:
        with self._told():
            for row in self._connection.execute(_ARTICLE, (tables.LAST, _plain(issue), *[_plain(id)] * 2)):
                *plain, pages, authors, text = row
                parts = tuple((role, words) for role, words in json.loads(zlib.decompress(text))["parts"])
                yield ArticleRow(*(*plain, tuple(json.loads(pages)), tuple(json.loads(authors)), parts))

    def _hit(self, row: tuple[Any, ...] | None, words: tuple[str, ...]) -> Hit:
        if row is None:
            raise sqlite3.DatabaseError("the index has an article that is not there")
        issue, version, paper, day, number, section, page, article, title, authors, folder, start, length, text = row
        parts = json.loads(zlib.decompress(text))["parts"]
        below = [words for role, words in parts if role != "headline"] or [words for _, words in parts]
        file = self.folder / folder / "data" / naming.EDITION
        return Hit(
            issue,
            version,
            paper,
            day,
            number,
            section,
            page,
            article,
            title,
            tuple(json.loads(authors)),
            snippet(below, words),
            _places(file, start, length, article, words) if words else (),
        )


_ISSUE = "issue, paper, date, number, title, pages, articles, characters, folder, versions, origin"

_OF = "issues.issue, version, paper, date, number, section"

_HIT = (
    f"SELECT {_OF}, page, article, articles.title, authors, folder, start, length, text "
    "FROM articles JOIN texts ON texts.id = articles.id JOIN issues ON issues.id = articles.id & ~"
    f"{tables.LAST} WHERE articles.id = ?"
)

_ARTICLE = (
    f"SELECT {_OF}, article, role, page, articles.title, articles.characters, "
    "articles.pages, authors, text "
    "FROM issues JOIN articles ON articles.id BETWEEN issues.id AND issues.id + ? "
    "JOIN texts ON texts.id = articles.id WHERE issue = ? AND (? = '' OR article = ?) ORDER BY articles.id DESC"
)


def _plain(name: str) -> str:
    """A name that the database takes: what a shell or an address could not decode is no character."""
    return name.encode("utf-8", "replace").decode()


def _within(count: int) -> int:
    """A count that the database takes."""
    return min(max(count, 0), 1 << 40)


def rebuild(folder: Path, watch: Callable[[int, int], None] = lambda done, total: None) -> Report:
    """Make the catalogue anew from the bags. watch: issues done, of how many. The report has each bag that could not
    be read (NP955); the others are entered.

    It is made in a file beside and put in place at once: whatever stops it, the old one stands, and who reads it
    meanwhile goes on. Nothing is added meanwhile. Raises LayoutError: NP951 no archive, NP956 for what the disk says.
    """
    store, report = archive_at(folder), Report()
    file, beside = folder / naming.CATALOGUE, folder / f".{naming.CATALOGUE}.{os.getpid()}.tmp"
    try:
        with store.writing():
            for left in folder.glob(f".{naming.CATALOGUE}.*.tmp*"):  # by one that was stopped
                left.unlink(missing_ok=True)
            connection = tables.create(beside, lasting=False)
            with closing(connection), tables.writing(connection):
                bags = list(store.issues())
                for done, versions in enumerate(bags):
                    watch(done, len(bags))
                    _enter(connection, store, versions, report)
                tables.finish(connection)
            watch(len(bags), len(bags))
            tables.install(beside, file)
    except (sqlite3.Error, OSError) as error:
        raise fault("NP956", file, reason=str(error)) from None
    finally:
        tables.discard(beside)
    return report


def _enter(connection: sqlite3.Connection, store: Store, versions: list[Version], report: Report) -> None:
    bag = versions[-1]
    file = store.file(bag, naming.EDITION)
    try:
        data = file.read_bytes()
        edition = from_json(data, words=False)
        tables.put(connection, edition, bag.folder, bag.number, len(versions), sha256(data).hexdigest(), data)
    except (OSError, ValueError, RecursionError, AttributeError) as error:
        report.add("NP955", Span(str(file)), file=str(file), reason=str(error))


def _places(file: Path, start: int, length: int, id: str, words: tuple[str, ...]) -> tuple[Lit, ...]:
    """Where words stand in an article that begins at a byte of a stored edition; nowhere where the file is gone."""
    try:
        with open(file, "rb") as opened:
            opened.seek(start)
            found, _ = json.JSONDecoder().raw_decode(opened.read(length).decode("utf-8", "ignore"))
        if found["id"] == id:
            return lit_stored(found, words)
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        pass
    try:  # written by another hand
        return next((lit(each, words) for each in from_json(file.read_bytes()).walk() if each.id == id), ())
    except (OSError, ValueError, RecursionError):
        return ()
