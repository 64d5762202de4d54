"""The catalogue's file: its tables, made, entered, taken out, put in place of another.

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
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from hashlib import blake2b
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from layout.archive import naming
from layout.archive.folding import fold
from layout.archive.places import parts_of
from layout.articles.bylines import authors_of
from layout.articles.stored import to_json
from layout.articles.values import About, Article, Edition
from layout.value import value
from layout.workspace import settle_names

FORMAT = 1
"""Raised when the tables change; a catalogue of another format is made anew."""

_APPLICATION = 0x6C61796F  # "layo": the file is ours (PRAGMA application_id)
_PAGE = 8192  # bytes; the same in every catalogue, so that one can be copied into another
_WAIT = 60.0  # seconds for another writer to end

# A row's number: day, issue of the day, place in the issue counted down. Small steps make a small index.
_ORDER_BITS = 15
_SLOT_BITS = 15
DAY_BITS = _ORDER_BITS + _SLOT_BITS
LAST = (1 << _ORDER_BITS) - 1

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
    body, title, facets, content='', prefix='1', tokenize="{_TOKENS}");
"""


# The file


def connect(file: Path, readonly: bool) -> sqlite3.Connection:
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


def create(file: Path, lasting: bool = True) -> sqlite3.Connection:
    """An empty catalogue. lasting: each change is to outlive a crash; else the whole file is thrown away then."""
    connection = sqlite3.connect(file, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA page_size = {_PAGE}")
    connection.execute(f"PRAGMA journal_mode = {'WAL' if lasting else 'OFF'}")
    if not lasting:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -65536")  # KiB
    with writing(connection):
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:  # another may have been first
            for statement in _SCHEMA.strip().split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")
    return connection


def check(connection: sqlite3.Connection) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != _APPLICATION:
        raise sqlite3.DatabaseError("not a catalogue")
    if version != FORMAT:
        raise sqlite3.DatabaseError(f"format {version}, this program reads {FORMAT}")
    connection.execute("SELECT rowid FROM found LIMIT 1").fetchone()


def install(beside: Path, file: Path) -> None:
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
                check(target)
                return
            finally:
                source.close()
                target.close()
    with open(beside, "rb+") as opened:
        os.fsync(opened.fileno())
    for end in ("-wal", "-shm", "-journal"):  # the log of what was there must not be taken for the new file's
        Path(f"{file}{end}").unlink(missing_ok=True)
    os.replace(beside, file)
    settle_names(file.parent)


def discard(file: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):  # on a disk that takes nothing there is nothing either
            Path(f"{file}{end}").unlink(missing_ok=True)


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        with suppress(sqlite3.Error):  # what was wrong is told, not that nothing can be taken back
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All that is read in it is of one moment."""
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        connection.execute("ROLLBACK")


# Entering


def put(
    connection: sqlite3.Connection,
    edition: Edition,
    folder: str,
    version: int,
    versions: int,
    digest: str,
    data: bytes = b"",
) -> None:
    """As Catalogue.put, within a transaction."""
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
    number = _number(connection, name, about.date)
    rows = _rows(edition, data or to_json(edition), number)  # all of them before anything is changed
    remove(connection, name)
    for row in rows:
        connection.execute(f"INSERT INTO articles VALUES ({', '.join('?' * len(row.article))})", row.article)
        connection.execute("INSERT INTO texts VALUES (?, ?)", (row.article[0], row.text))
        connection.execute(
            "INSERT INTO found (rowid, body, title, facets) VALUES (?, ?, ?, ?)", (row.article[0], *row.terms)
        )
    issue = (
        number,
        name,
        about.paper,
        about.date,
        about.number,
        about.title,
        len(edition.pages),
        len(rows),
        sum(row.characters for row in rows),
        folder,
        version,
        versions,
        about.origin,
        digest,
    )
    connection.execute(f"INSERT INTO issues VALUES ({', '.join('?' * len(issue))})", issue)


@value
class _Row:
    """What is entered of an article. article: its row of that table; text: packed; terms: body, title, facets."""

    article: tuple[Any, ...]
    text: bytes
    terms: tuple[str, str, str]
    characters: int


def _rows(edition: Edition, data: bytes, number: int) -> list[_Row]:
    """By rising number, as an index takes them fastest. Raises ValueError for what no newspaper is."""
    about = edition.about
    articles = list(edition.walk())
    if len(articles) > LAST:
        raise ValueError(f"more than {LAST} articles")
    sections = {page.number: page.section for page in edition.pages}
    spans = _spans(articles, data)
    try:
        rows = [
            _row(article, number + LAST - order, about.paper, sections.get(article.page, ""), spans[order])
            for order, article in reversed(list(enumerate(articles)))
            if parts_of(article)
        ]
    except (AttributeError, IndexError, TypeError) as error:
        raise ValueError(str(error)) from None
    for each in (*(getattr(about, name) for name in About.__annotations__), *chain(*(row.article for row in rows))):
        if not isinstance(each, int | str):
            raise ValueError(f"not an edition: {each!r}")
        str(each).encode()  # half of a pair of surrogates raises
    return rows


def _row(article: Article, id: int, paper: str, section: str, span: tuple[int, int]) -> _Row:
    parts = [(role, block.text) for role, block in parts_of(article)]
    authors = authors_of(article)
    pages = sorted({page for page, _ in article.boxes})
    heads = [fold(text) for role, text in parts if role == "headline"]
    others = [fold(text) for role, text in parts if role != "headline"]
    facets = _facets([("paper", paper), ("section", section), *(("author", name) for name in authors)], pages)
    characters = sum(len("".join(text.split())) for _, text in parts)
    columns = (
        id,
        article.id,
        article.role,
        article.page,
        _json(pages),
        section,
        article.title,
        _json(authors),
        characters,
        *span,
    )
    text = _json({"parts": parts, "folded": [heads, others], "facets": facets}).encode()
    return _Row(columns, zlib.compress(text), (_terms_of(others), _terms_of(heads), facets), characters)


def _json(made: object) -> str:
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def remove(connection: sqlite3.Connection, issue: str) -> None:
    row = connection.execute("SELECT id FROM issues WHERE issue = ?", (issue,)).fetchone()
    if row is None:
        return
    (number,) = row
    texts = connection.execute("SELECT id, text FROM texts WHERE id BETWEEN ? AND ?", (number, number + LAST))
    for id, text in texts.fetchall():
        kept = json.loads(zlib.decompress(text))
        heads, others = kept["folded"]
        connection.execute(
            "INSERT INTO found (found, rowid, body, title, facets) VALUES ('delete', ?, ?, ?, ?)",
            (id, _terms_of(others), _terms_of(heads), kept["facets"]),
        )
    for table in ("texts", "articles"):
        connection.execute(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", (number, number + LAST))
    connection.execute("DELETE FROM issues WHERE id = ?", (number,))


def _number(connection: sqlite3.Connection, issue: str, day: str) -> int:
    """A free number for an issue: its day, then a sum of its name, so that it is the same in any order of putting."""
    slot = int.from_bytes(blake2b(issue.encode(), digest_size=4).digest(), "big")
    while True:
        number = (ordinal(day) << DAY_BITS) + ((slot % (1 << _SLOT_BITS)) << _ORDER_BITS)
        if connection.execute("SELECT 1 FROM issues WHERE id = ? AND issue <> ?", (number, issue)).fetchone() is None:
            return number
        slot += 1


def ordinal(day: str) -> int:
    """Days of the Christian era, 0 = undated."""
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 0


def _terms_of(parts: Sequence[str]) -> str:
    """The terms of some folded texts, as the index takes them."""
    return " ".join(term for part in parts for term in pairs(part + _END))


def pairs(folded: str) -> list[str]:
    """The pairs of characters of a folded text."""
    return list(map("".join, pairwise(folded.replace(" ", _BLANK))))


def _facets(named: Sequence[tuple[str, str]], pages: Sequence[int]) -> str:
    terms = [facet(kind, name) for kind, name in named if name]
    return " ".join(terms + [facet("page", str(page)) for page in pages])


def facet(kind: str, name: str) -> str:
    return _FACET + kind + _FACET + fold(name).replace(" ", _BLANK)


_ARTICLE_AT = re.compile(rb'\{"id":"(?:[^"\\]|\\.)*","role":')


def _spans(articles: Sequence[Article], data: bytes) -> list[tuple[int, int]]:
    """Where each article, in order of walking, begins in the stored edition, and a length within which it ends; 0, 0
    where the file has another form."""
    starts = [match.start() for match in _ARTICLE_AT.finditer(data)]
    if len(starts) != len(articles):
        return [(0, 0)] * len(articles)
    starts.append(len(data))
    ends = [starts[order + sum(1 for _ in article.walk())] for order, article in enumerate(articles)]
    return [(start, end - start) for start, end in zip(starts, ends, strict=False)]


def finish(connection: sqlite3.Connection) -> None:
    """Make one whole of the index: it answers faster and takes less room."""
    connection.execute("INSERT INTO found (found) VALUES ('optimize')")


def terms(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """Every term of the index with the issue, the article and its places."""
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', 'found', 'instance')")
    yield from connection.execute(
        "SELECT 'term', term, issue, article, col, offset FROM temp.terms LEFT JOIN articles ON articles.id = doc "
        f"LEFT JOIN issues ON issues.id = doc & ~{LAST} ORDER BY term, issue, article, col, offset"
    )
