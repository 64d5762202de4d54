"""What the index is asked, and the rows it answers with."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from layout.archive.faults import fault
from layout.archive.tables import DAY_BITS, facet, ordinal, pairs
from layout.archive.values import Query

RANKED = 5000
"""Where more articles have the words, the newest so many are ranked and the others follow by date: words that stand
everywhere say nothing about an article."""

TITLE_WEIGHT = 8.0
"""Of words in a headline against words in the copy (BM25)."""


def matching(words: Sequence[str], query: Query) -> str:
    """The query as FTS5 reads it: terms in quotes, nothing of it syntax. "" = everything."""
    terms = [_quoted(" ".join(pairs(word))) if len(word) > 1 else _quoted(word) + " *" for word in words]
    named = (("paper", query.paper), ("section", query.section), ("author", query.author))
    terms += [_quoted(facet(kind, name)) for kind, name in named if name]
    if query.page:
        terms.append(_quoted(facet("page", str(query.page))))
    return " AND ".join(terms)


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def days(since: str, until: str) -> tuple[int, int]:
    """First and last number of rows of these days; undated ones are in no range of days."""
    for day in (since, until):
        if day and not ordinal(day):
            raise fault("NP958", date=day)
    low = ordinal(since) if since or not until else 1
    high = ordinal(until) if until else (1 << 22) - 1
    return low << DAY_BITS, ((high + 1) << DAY_BITS) - 1


_WHERE = "FROM found WHERE found MATCH ? AND rowid BETWEEN ? AND ?"


def count(connection: sqlite3.Connection, match: str, low: int, high: int) -> int:
    if match:
        row = connection.execute(f"SELECT count(*) {_WHERE}", (match, low, high)).fetchone()
    else:
        row = connection.execute(
            "SELECT coalesce(sum(articles), 0) FROM issues WHERE id BETWEEN ? AND ?", (low, high)
        ).fetchone()
    return int(row[0])


def ids(
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
            f"SELECT rowid {_WHERE} ORDER BY bm25(found, 1, ?, 0), rowid DESC LIMIT ? OFFSET ?",
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
