"""The articles of an archive as a file for a library's own tools."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from layout.archive.catalogue import ArticleRow

FIELDS = (
    "issue",
    "version",
    "paper",
    "date",
    "number",
    "section",
    "page",
    "pages",
    "article",
    "role",
    "title",
    "authors",
    "characters",
    "text",
)


def json_lines(articles: Iterable[ArticleRow]) -> bytes:
    """One object a line with FIELDS; pages and authors are lists, lines of text are parted by \\n. UTF-8."""
    made = ({name: getattr(article, name) for name in FIELDS} for article in articles)
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in made).encode()


def comma_separated(articles: Iterable[ArticleRow]) -> bytes:
    """A table with FIELDS as its head (RFC 4180); pages and authors are parted by "; ". UTF-8 with a byte order mark,
    without which spreadsheets take Chinese for something else."""
    made = io.StringIO()
    table = csv.writer(made)
    table.writerow(FIELDS)
    for article in articles:
        row = {name: getattr(article, name) for name in FIELDS}
        row |= {"pages": "; ".join(map(str, article.pages)), "authors": "; ".join(article.authors)}
        table.writerow(row.values())
    return made.getvalue().encode("utf-8-sig")
