"""The catalogue of an archive: every issue and every article, found by words, date, section, page and author.

SQLite with a full-text index (FTS5), made from the edition.json of the bags and nothing else: it can be made anew at
any time (`rebuild`). One process writes while any number read (write-ahead log).

The index has the folded copy (folding.py) as overlapping pairs of characters, the last one of a paragraph paired with
a mark that no query has: two characters are one look-up, more are a phrase of pairs, one is a prefix, for which FTS5
keeps an index of its own. So everything that stands in the copy is found, and nothing runs over two paragraphs. Paper,
section, pages and authors are terms of the same index; the date is in the number of the row, so that the newest come
first without sorting.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any

from layout.archive import naming
from layout.archive.bylines import authors_of
from layout.archive.folding import fold
from layout.archive.places import lit, parts_of, snippet, words_of
from layout.archive.values import Found, Hit, IssueRow, Query
from layout.articles.stored import from_json, read_article, to_json
from layout.articles.values import Article, Edition
from layout.diagnostics import LayoutError, Report, Span
from layout.value import value

FORMAT = 1
"""Raised when the tables change; a catalogue of another format is made anew."""

LONGEST_QUERY = 200
"""Characters of a query at most: no phrase of a newspaper is longer, and the index takes no more than a few hundred."""

RANKED = 5000
"""Where more articles have the words, the newest so many are ranked and the others follow by date: words that stand
everywhere say nothing about an article."""

TITLE_WEIGHT = 8.0
"""Of words in a headline against words in the copy (BM25)."""

_APPLICATION = 0x6C61796F  # "layo": the file is ours (PRAGMA application_id)
_PAGE = 8192  # bytes; the same in every catalogue, so that one can be copied into another
_WAIT = 60.0  # seconds for another writer to end

_ORDER_BITS = 20  # of a row's number: place in the issue, counted down
_SLOT_BITS = 20  # the issue among those of its day
_DAY_BITS = _ORDER_BITS + _SLOT_BITS
_LAST = (1 << _ORDER_BITS) - 1

_BLANK, _END, _FACET = "\ufdd0", "\ufdd1", "\ufdd2"  # noncharacters: no folded text has them
_MARKS = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())

_TOKENS = "ascii tokenchars '{}'".format(_MARKS.replace("'", "''").replace('"', '""'))

_SCHEMA = f"""
CREATE TABLE issues (
    id INTEGER PRIMARY KEY, issue TEXT NOT NULL UNIQUE, paper TEXT NOT NULL, date TEXT NOT NULL, number TEXT NOT NULL,
    title TEXT NOT NULL, pages INTEGER NOT NULL, articles INTEGER NOT NULL, characters INTEGER NOT NULL,
    folder TEXT NOT NULL, version INTEGER NOT NULL, versions INTEGER NOT NULL, origin TEXT NOT NULL,
    digest TEXT NOT NULL);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, article TEXT NOT NULL, role TEXT NOT NULL, page INTEGER NOT NULL, pages TEXT NOT NULL,
    section TEXT NOT NULL, title TEXT NOT NULL, authors TEXT NOT NULL, characters INTEGER NOT NULL,
    start INTEGER NOT NULL, length INTEGER NOT NULL);
CREATE TABLE texts (id INTEGER PRIMARY KEY, text BLOB NOT NULL);
CREATE VIRTUAL TABLE found USING fts5(
    title, body, facets, content='', prefix='1', tokenize="{_TOKENS}");
"""


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
    pages: tuple[int, ...]
    title: str
    authors: tuple[str, ...]
    characters: int
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
        reading beside a writer; nothing can be put. Raises LayoutError: NP955 no archive, NP956 no catalogue, or one
        that is damaged or of another format."""
        if not create and not (folder / naming.MARKER).is_file() and not (folder / naming.CATALOGUE).is_file():
            raise fault("NP955", folder)
        made = cls(folder, readonly)
        with made._told():
            if not made.file.is_file():
                if not create:
                    raise fault("NP956", made.file, reason="missing")
                _create(made.file).close()
            _check(made._connection)
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

    def put(self, edition: Edition, folder: str, version: int, versions: int, digest: str) -> None:
        """Enter an issue, in the place of what an earlier version of it said. The same again changes nothing, and an
        older version only the number of versions.

        folder: of the bag, below the archive; digest: SHA-256 of its edition.json, hex.
        """
        with self._told(), _writing(self._connection) as connection:
            _put(connection, edition, folder, version, versions, digest)

    def remove(self, issue: str) -> None:
        """Take an issue out; one that is not there is no fault."""
        with self._told(), _writing(self._connection) as connection:
            _remove(connection, issue)

    # Reading

    def search(self, query: Query) -> Found:
        """Articles with every one of the words that pass the filters; without words, all that pass them. Best first
        (BM25, headlines weighted), or the newest; without words always the newest. Raises LayoutError: NP957 for words
        that are too long, NP958 for a date that is none."""
        if len(query.words) > LONGEST_QUERY:
            raise fault("NP957", length=len(query.words), most=LONGEST_QUERY)
        words = words_of(query.words)
        low, high = _range(query.since, query.until)
        match = _match(words, query)
        first, most = max(query.first, 0), max(query.most, 0)
        with self._told(), _reading(self._connection) as connection:
            total = _count(connection, match, low, high)
            ranked = bool(words) and not query.newest
            ids = _ids(connection, match, low, high, first, most, ranked, total) if total > first and most else []
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
        low, high = _range(since, until)
        order = "DESC" if newest else "ASC"
        with self._told():
            rows = self._connection.execute(
                f"SELECT {_ISSUE} FROM issues WHERE id BETWEEN ? AND ? AND (? = '' OR paper = ?) "
                f"AND (? = '' OR number = ?) ORDER BY date {order}, issue {order} LIMIT ? OFFSET ?",
                (low, high, paper, paper, number, number, most, max(first, 0)),
            )
            return tuple(IssueRow(*row) for row in rows)

    def issue(self, name: str) -> IssueRow | None:
        """The issue of this name (naming.issue_of)."""
        with self._told():
            row = self._connection.execute(f"SELECT {_ISSUE} FROM issues WHERE issue = ?", (name,)).fetchone()
            return IssueRow(*row) if row else None

    def version(self, name: str) -> int:
        """The version of an issue that is in the catalogue, 0 = it is not there."""
        with self._told():
            row = self._connection.execute("SELECT version FROM issues WHERE issue = ?", (name,)).fetchone()
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
                (_LAST, paper, paper),
            )
            return tuple(section for (section,) in rows)

    def stats(self) -> Stats:
        with self._told():
            row = self._connection.execute(
                "SELECT count(DISTINCT paper), count(*), coalesce(sum(pages), 0), coalesce(sum(articles), 0), "
                "coalesce(sum(characters), 0), coalesce(min(nullif(date, '')), ''), coalesce(max(date), '') FROM issues"
            ).fetchone()
            return Stats(*row, self.file.stat().st_size)

    def dump(self) -> Iterator[tuple[object, ...]]:
        """Every row in an order of its own, without what depends on the order of putting: two catalogues with the
        same dump answer alike."""
        with self._told():
            for row in self._connection.execute(
                f"SELECT 'issue', id, {_ISSUE}, version, digest FROM issues ORDER BY issue"
            ):
                yield tuple(row)
            for row in self._connection.execute("SELECT 'article', * FROM articles JOIN texts USING (id) ORDER BY id"):
                yield (*row[:-1], zlib.decompress(row[-1]).decode())
            yield from _terms(self._connection)

    # Inside

    @property
    def _connection(self) -> sqlite3.Connection:
        made: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if made is None:
            made = _connect(self.file, self.readonly)
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
            for row in self._connection.execute(_ARTICLE, (_LAST, issue, id, id)):
                *about, page, pages, title, authors, characters, text = row
                yield ArticleRow(
                    *about,
                    page,
                    tuple(json.loads(pages)),
                    title,
                    tuple(json.loads(authors)),
                    characters,
                    tuple((role, words) for role, words in json.loads(zlib.decompress(text))["parts"]),
                )

    def _hit(self, row: tuple[Any, ...], words: tuple[str, ...]) -> Hit:
        issue, version, paper, day, number, section, page, article, title, authors, folder, start, length, text = row
        parts = json.loads(zlib.decompress(text))["parts"]
        below = [words for role, words in parts if role != "headline"] or [words for _, words in parts]
        places = ()
        if words:
            found = _read(self.folder / folder / "data" / naming.EDITION, start, length, article)
            places = lit(found, words) if found else ()
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
            places,
        )


_ISSUE = "issue, paper, date, number, title, pages, articles, characters, folder, versions, origin"

_OF = "issues.issue, version, paper, date, number, section"

_HIT = (
    f"SELECT {_OF}, page, article, articles.title, authors, folder, start, length, text "
    "FROM articles JOIN texts ON texts.id = articles.id JOIN issues ON issues.id = articles.id & ~"
    f"{_LAST} WHERE articles.id = ?"
)

_ARTICLE = (
    f"SELECT {_OF}, article, role, page, articles.pages, articles.title, authors, articles.characters, text "
    "FROM issues JOIN articles ON articles.id BETWEEN issues.id AND issues.id + ? "
    "JOIN texts ON texts.id = articles.id WHERE issue = ? AND (? = '' OR article = ?) ORDER BY articles.id DESC"
)


def rebuild(folder: Path, watch: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Make the catalogue anew from the bags; how many issues it has. watch: issues done, of how many.

    It is made in a file beside and put in place at once: whatever stops it, the old one stands, and who reads it
    meanwhile goes on. Bags that cannot be read are left out. Raises LayoutError: NP955 no archive.
    """
    if not (folder / naming.MARKER).is_file() and not (folder / naming.BAGS).is_dir():
        raise fault("NP955", folder)
    file = folder / naming.CATALOGUE
    beside = folder / f".{naming.CATALOGUE}.{os.getpid()}.tmp"
    issues = 0
    try:
        _discard(beside)
        connection = _create(beside, lasting=False)
        bags = list(_bags(folder))
        with _writing(connection):
            for done, (bag, version, versions) in enumerate(bags):
                watch(done, len(bags))
                data = (folder / bag / "data" / naming.EDITION).read_bytes()
                with suppress(ValueError):
                    _put(connection, from_json(data), bag, version, versions, sha256(data).hexdigest())
                    issues += 1
        watch(len(bags), len(bags))
        connection.close()
        _install(beside, file)
    except (sqlite3.Error, OSError) as error:
        raise fault("NP956", file, reason=str(error)) from None
    finally:
        _discard(beside)
    return issues


def fault(code: str, file: Path | str = "", **values: object) -> LayoutError:
    """A fault of the archive's as what is raised."""
    report = Report()
    report.add(code, Span(str(file)), file=str(file), **values)
    return LayoutError(report)


# The file


def _connect(file: Path, readonly: bool) -> sqlite3.Connection:
    if not readonly:
        connection = sqlite3.connect(file, timeout=_WAIT, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        return connection
    address = file.resolve().as_uri()
    connection = sqlite3.connect(
        f"{address}?mode=ro", timeout=_WAIT, isolation_level=None, check_same_thread=False, uri=True
    )
    try:
        connection.execute("PRAGMA user_version")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        # Where nothing may be written, there is no place for the shared memory of a write-ahead log; then nobody
        # writes either.
        connection.close()
        connection = sqlite3.connect(
            f"{address}?mode=ro&immutable=1", isolation_level=None, check_same_thread=False, uri=True
        )
    return connection


def _create(file: Path, lasting: bool = True) -> sqlite3.Connection:
    """An empty catalogue. lasting: each change is to outlive a crash; else the whole file is thrown away then."""
    connection = sqlite3.connect(file, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA page_size = {_PAGE}")
    connection.execute(f"PRAGMA journal_mode = {'WAL' if lasting else 'OFF'}")
    if not lasting:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -65536")  # KiB
    with _writing(connection):
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:  # another may have been first
            for statement in _SCHEMA.strip().split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")
    return connection


def _check(connection: sqlite3.Connection) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != _APPLICATION:
        raise sqlite3.DatabaseError("not a catalogue")
    if version != FORMAT:
        raise sqlite3.DatabaseError(f"format {version}, this program reads {FORMAT}")
    connection.execute("SELECT rowid FROM found LIMIT 1").fetchone()


def _install(beside: Path, file: Path) -> None:
    """Put a finished catalogue in the place of another."""
    if file.exists():
        # Renaming a file under those who have it open would mix their log with the new file; SQLite copies it in one
        # transaction instead. A file that is no catalogue any more cannot take one.
        with suppress(sqlite3.Error):
            source, target = sqlite3.connect(beside), sqlite3.connect(file, timeout=_WAIT)
            try:
                target.execute("PRAGMA journal_mode = WAL")
                target.execute("PRAGMA synchronous = FULL")
                source.backup(target)
                target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                _check(target)
                return
            finally:
                source.close()
                target.close()
    with open(beside, "rb+") as opened:
        os.fsync(opened.fileno())
    for end in ("-wal", "-shm", "-journal"):  # the log of what was there must not be taken for the new file's
        Path(f"{file}{end}").unlink(missing_ok=True)
    os.replace(beside, file)
    _settle(file.parent)


def _settle(folder: Path) -> None:
    """A renaming outlives a crash when its folder has been written; not every system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _discard(file: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{file}{end}").unlink(missing_ok=True)


@contextmanager
def _writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def _reading(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All that is read in it is of one moment."""
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        connection.execute("ROLLBACK")


# Entering


def _put(
    connection: sqlite3.Connection, edition: Edition, folder: str, version: int, versions: int, digest: str
) -> None:
    about = edition.about
    name = naming.issue_of(about)
    former = connection.execute(
        "SELECT folder, version, versions, digest FROM issues WHERE issue = ?", (name,)
    ).fetchone()
    if former == (folder, version, versions, digest):
        return
    if former and version < former[1]:
        connection.execute("UPDATE issues SET versions = max(versions, ?) WHERE issue = ?", (versions, name))
        return
    _remove(connection, name)
    number = _number(connection, name, about.date)
    starts = _starts(to_json(edition))
    articles = [(order, article) for order, article in enumerate(edition.walk()) if parts_of(article)]
    sections = {page.number: page.section for page in edition.pages}
    characters = 0
    for order, article in reversed(articles):  # an index takes rows fastest by rising number
        characters += _enter(
            connection, number + _LAST - order, article, about.paper, sections.get(article.page, ""), starts[order]
        )
    connection.execute(
        "INSERT INTO issues VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            name,
            about.paper,
            about.date,
            about.number,
            about.title,
            len(edition.pages),
            len(articles),
            characters,
            folder,
            version,
            versions,
            about.origin,
            digest,
        ),
    )


def _enter(
    connection: sqlite3.Connection, id: int, article: Article, paper: str, section: str, place: tuple[int, int]
) -> int:
    """The characters of the article."""
    parts = [(role, block.text) for role, block in parts_of(article)]
    authors = authors_of(article)
    pages = sorted({page for page, _ in article.boxes})
    heads = [fold(text) for role, text in parts if role == "headline"]
    others = [fold(text) for role, text in parts if role != "headline"]
    facets = _facets([("paper", paper), ("section", section), *(("author", name) for name in authors)], pages)
    characters = sum(len("".join(text.split())) for _, text in parts)
    text = json.dumps(
        {"parts": parts, "folded": [heads, others], "facets": facets}, ensure_ascii=False, separators=(",", ":")
    )
    connection.execute(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            id,
            article.id,
            article.role,
            article.page,
            json.dumps(pages),
            section,
            article.title,
            json.dumps(authors, ensure_ascii=False),
            characters,
            *place,
        ),
    )
    connection.execute("INSERT INTO texts VALUES (?, ?)", (id, zlib.compress(text.encode("utf-8", "replace"))))
    connection.execute(
        "INSERT INTO found (rowid, title, body, facets) VALUES (?, ?, ?, ?)",
        (id, _terms_of(heads), _terms_of(others), facets),
    )
    return characters


def _remove(connection: sqlite3.Connection, issue: str) -> None:
    row = connection.execute("SELECT id FROM issues WHERE issue = ?", (issue,)).fetchone()
    if row is None:
        return
    (number,) = row
    texts = connection.execute("SELECT id, text FROM texts WHERE id BETWEEN ? AND ?", (number, number + _LAST))
    for id, text in texts.fetchall():
        kept = json.loads(zlib.decompress(text))
        heads, others = kept["folded"]
        connection.execute(
            "INSERT INTO found (found, rowid, title, body, facets) VALUES ('delete', ?, ?, ?, ?)",
            (id, _terms_of(heads), _terms_of(others), kept["facets"]),
        )
    for table in ("texts", "articles"):
        connection.execute(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", (number, number + _LAST))
    connection.execute("DELETE FROM issues WHERE id = ?", (number,))


def _number(connection: sqlite3.Connection, issue: str, day: str) -> int:
    """A free number for an issue: its day, then a sum of its name, so that it is the same in any order of putting."""
    slot = int.from_bytes(blake2b(issue.encode(), digest_size=4).digest(), "big")
    while True:
        number = (_ordinal(day) << _DAY_BITS) + ((slot % (1 << _SLOT_BITS)) << _ORDER_BITS)
        if connection.execute("SELECT 1 FROM issues WHERE id = ?", (number,)).fetchone() is None:
            return number
        slot += 1


def _ordinal(day: str) -> int:
    """Days of the Christian era, 0 = undated."""
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 0


def _terms_of(parts: Sequence[str]) -> str:
    """The pairs of characters of some folded texts, as the index takes them."""
    made = []
    for part in parts:
        closed = part.replace(" ", _BLANK) + _END
        made += [one + other for one, other in zip(closed, closed[1:], strict=False)]
    return " ".join(made)


def _facets(named: Sequence[tuple[str, str]], pages: Sequence[int]) -> str:
    terms = [_facet(kind, name) for kind, name in named if name]
    return " ".join(terms + [_facet("page", str(page)) for page in pages])


def _facet(kind: str, name: str) -> str:
    return _FACET + kind + _FACET + fold(name).replace(" ", _BLANK)


_ARTICLE_AT = re.compile(rb'\{"id":"(?:[^"\\]|\\.)*","role":')


def _starts(data: bytes) -> list[tuple[int, int]]:
    """Where each article, in order of walking, begins in a stored edition, and a length within which it ends."""
    starts = [match.start() for match in _ARTICLE_AT.finditer(data)]
    return [(start, len(data) - start) for start in starts]


# Finding


def _match(words: Sequence[str], query: Query) -> str:
    """The query as FTS5 reads it: terms in quotes, nothing of it syntax. "" = everything."""
    terms = []
    for word in words:
        closed = word.replace(" ", _BLANK)
        pairs = " ".join(one + other for one, other in zip(closed, closed[1:], strict=False))
        terms.append(_quoted(pairs) if pairs else _quoted(closed) + " *")
    for kind in ("paper", "section", "author"):
        if getattr(query, kind):
            terms.append(_quoted(_facet(kind, getattr(query, kind))))
    if query.page:
        terms.append(_quoted(_facet("page", str(query.page))))
    return " AND ".join(terms)


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _range(since: str, until: str) -> tuple[int, int]:
    """First and last number of rows of these days; undated ones are in no range of days."""
    for day in (since, until):
        if day and not _ordinal(day):
            raise fault("NP958", date=day)
    low = _ordinal(since) if since or not until else 1
    high = _ordinal(until) if until else (1 << 22) - 1
    return low << _DAY_BITS, ((high + 1) << _DAY_BITS) - 1


_WHERE = "FROM found WHERE found MATCH ? AND rowid BETWEEN ? AND ?"


def _count(connection: sqlite3.Connection, match: str, low: int, high: int) -> int:
    if match:
        row = connection.execute(f"SELECT count(*) {_WHERE}", (match, low, high)).fetchone()
    else:
        row = connection.execute(
            "SELECT coalesce(sum(articles), 0) FROM issues WHERE id BETWEEN ? AND ?", (low, high)
        ).fetchone()
    return int(row[0])


def _ids(
    connection: sqlite3.Connection, match: str, low: int, high: int, first: int, most: int, ranked: bool, total: int
) -> list[int]:
    if not match:
        rows = connection.execute(
            "SELECT id FROM articles WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ? OFFSET ?",
            (low, high, most, first),
        )
        return [id for (id,) in rows]
    found: list[int] = []
    if ranked and first < RANKED:
        least = low
        if total > RANKED:
            (least,) = connection.execute(
                f"SELECT rowid {_WHERE} ORDER BY rowid DESC LIMIT 1 OFFSET ?", (match, low, high, RANKED - 1)
            ).fetchone()
        rows = connection.execute(
            f"SELECT rowid {_WHERE} ORDER BY bm25(found, ?, 1, 0), rowid DESC LIMIT ? OFFSET ?",
            (match, least, high, TITLE_WEIGHT, most, first),
        )
        found = [id for (id,) in rows]
        first, most = max(RANKED, first), min(most - len(found), total - RANKED)
        if most <= 0:
            return found
    rows = connection.execute(
        f"SELECT rowid {_WHERE} ORDER BY rowid DESC LIMIT ? OFFSET ?", (match, low, high, most, first)
    )
    return found + [id for (id,) in rows]


def _read(file: Path, start: int, length: int, id: str) -> Article | None:
    """The article of a stored edition that begins at a byte; None where the file is gone or another."""
    try:
        with open(file, "rb") as opened:
            opened.seek(start)
            found, _ = json.JSONDecoder().raw_decode(opened.read(length).decode("utf-8", "ignore"))
        article = read_article(found)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None
    return article if article.id == id else None


def _bags(folder: Path) -> Iterator[tuple[str, int, int]]:
    """The bag in force of each issue, below the archive, with its version and how many there are."""
    for issue in sorted((folder / naming.BAGS).glob("*/*/*")):
        versions = sorted(
            int(each.name[1:])
            for each in issue.iterdir()
            if re.fullmatch("v[1-9][0-9]*", each.name) and (each / "data" / naming.EDITION).is_file()
        )
        if versions:
            yield f"{issue.relative_to(folder).as_posix()}/v{versions[-1]}", versions[-1], len(versions)


def _terms(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """Every term of the index with its places."""
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', 'found', 'instance')")
    yield from connection.execute("SELECT 'term', term, doc, col, offset FROM temp.terms ORDER BY term, doc, col, offset")
