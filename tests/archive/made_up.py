"""A catalogue of editions made up for it, and what is asked of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from layout.archive import naming
from layout.archive.catalogue import Catalogue
from layout.archive.folding import fold
from layout.archive.places import parts_of
from layout.archive.store import Store
from layout.archive.values import Query
from layout.articles.stored import to_json
from layout.articles.values import About, Article, Block, Edition, Line, PageText, Word
from layout.diagnostics import LayoutError
from layout.units import Rect, Size

HOME = Path(__file__).parents[2]
sys.path.insert(0, str(HOME / "bench"))
from editions import PAPERS, SECTIONS, Writer  # noqa: E402

Copy = tuple[str, str, list[str]]


def archive(folder: Path, editions: Iterable[Edition]) -> None:
    """Bags that have nothing but their editions."""
    Store.create(folder)
    for edition in editions:
        data = folder / naming.folder_of(edition.about) / "v1" / "data"
        data.mkdir(parents=True)
        (data / naming.EDITION).write_bytes(to_json(edition))


def put(catalogue: Catalogue, edition: Edition, version: int = 1) -> None:
    digest = sha256(to_json(edition)).hexdigest()
    catalogue.put(edition, f"{naming.folder_of(edition.about)}/v{version}", version, version, digest)


def found(catalogue: Catalogue, **asked: object) -> set[tuple[str, str]]:
    answer = catalogue.search(Query(**{"words": "", "most": 100_000} | asked))  # type: ignore[arg-type]
    names = [(hit.issue, hit.article) for hit in answer.hits]
    assert answer.total == len(names) == len(set(names))
    return set(names)


def copy_of(edition: Edition) -> Iterator[Copy]:
    """Issue, id and folded paragraphs of each article that has any."""
    for article in edition.walk():
        if parts := [fold(block.text) for _, block in parts_of(article)]:
            yield naming.issue_of(edition.about), article.id, parts


def small(*parts: str, id: str = "0101", page: int = 1, day: str = "2020-01-01", number: str = "1") -> Edition:
    """An issue of one article of these paragraphs, the first its headline; a word a character."""
    blocks = [
        Block("paragraph" if index else "headline", (line(text, index),), level=0 if index else 1)
        for index, text in enumerate(parts)
    ]
    article = Article(id, "story", "s", ((page, Rect(0, 0, 100, 100)),), tuple(blocks))
    about = About("小报", "小报", number, day)
    return Edition(about, (PageText(page, Size(100, 100), "头版"),), (article,))


def line(text: str, row: int = 0) -> Line:
    words = tuple(Word(each, Rect(10.0 * index, 20.0 * row, 9.0, 9.0)) for index, each in enumerate(text))
    return Line(1, Rect(0, 20.0 * row, 100, 10), 9.0, words)


def told(act: object) -> str:
    with pytest.raises(LayoutError) as raised:
        act()  # type: ignore[operator]
    (fault,) = raised.value.report
    return fault.code


__all__ = [
    "HOME",
    "PAPERS",
    "SECTIONS",
    "Copy",
    "Writer",
    "archive",
    "copy_of",
    "found",
    "line",
    "put",
    "small",
    "told",
]
