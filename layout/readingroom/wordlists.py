"""What the browser needs to search by itself: an index in shards, the words of an article with their boxes, and how
characters are folded.

The index has the place of every pair of folded characters that follow each other in a paragraph, the last paired with a
mark; a shard has the pairs whose first character has the same remainder by SHARDS. A word is found where its pairs
follow each other, so nothing is found that does not stand there. Places count on through an article, a character a
place and one between two paragraphs.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from layout.archive.folding import fold
from layout.archive.places import parts_of
from layout.articles.values import Article

SHARDS = 256
"""Files of the index: of an archive of 3,000 articles some 57 kB each, packed 21."""

CHUNK = 500
"""Articles of a file that tells their titles."""

END = "\n"
"""Behind the last character of a paragraph; no folded text has it."""

_FOLDED = ((0x21, 0x300), (0x370, 0xA000), (0xF900, 0xFE00), (0xFE30, 0xFFF0), (0x1D400, 0x1D800), (0x20000, 0x32000))
"""Code points that may be folded: without combining marks, Hangul and private use."""


def words(article: Article) -> bytes:
    """JSON: {"parts": [{"role", "text", "words": [characters and blanks of each word, …], "boxes": [[page, x, y, width,
    height], …], "broken": [words that go on on the next line]}]}. Boxes in points from the trimmed corner."""
    parts = []
    for role, block in parts_of(article):
        placed = [(line, word) for line in block.lines for word in line.words]
        broken = [at for at, (line, word) in enumerate(placed) if line.broken is not None and word is line.words[-1]]
        first = [at for at, (line, word) in enumerate(placed) if word is line.words[0]]
        part: dict[str, Any] = {
            "role": role,
            "text": "".join(word.text + word.after for _, word in placed),
            "words": [len(word.text + word.after) for _, word in placed],
            "boxes": [[line.page, word.box.x, word.box.y, word.box.width, word.box.height] for line, word in placed],
            "lines": first,
        }
        if broken:
            part["broken"] = broken
        parts.append(part)
    return _json({"parts": parts})


def folded_parts(article: Article) -> list[str]:
    return [folded for _, block in parts_of(article) if (folded := fold(block.text))]


def pairs(parts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Every pair of an article with its place."""
    at = 0
    for part in parts:
        closed = part + END
        for index in range(len(part)):
            yield closed[index : index + 2], at + index
        at += len(closed)


class Index:
    """Pairs → where they stand, grown article by article. number: counts the articles from 0."""

    def __init__(self) -> None:
        self._places: list[dict[str, array[int]]] = [{} for _ in range(SHARDS)]
        self._last: dict[str, int] = {}
        self.characters: set[str] = set()

    def put(self, number: int, parts: Iterable[str]) -> None:
        grouped: dict[str, list[int]] = {}
        for pair, at in pairs(parts):
            grouped.setdefault(pair, []).append(at)
            self.characters.add(pair[0])
        for pair, places in grouped.items():
            entry = self._places[shard_of(pair)].setdefault(pair, array("L"))
            # Differences are short to write: to the article before, how many places, then each to the one before.
            entry.extend((number - self._last.get(pair, 0), len(places), places[0]))
            entry.extend(after - before for before, after in pairwise(places))
            self._last[pair] = number

    def shards(self) -> Iterator[tuple[int, bytes]]:
        """Number and JSON of each shard that has something: {pair: [difference of article, count, place, differences
        …]}."""
        for number, entries in enumerate(self._places):
            if entries:
                yield number, _json({pair: entries[pair].tolist() for pair in sorted(entries)})


def shard_of(pair: str) -> int:
    return ord(pair[0]) % SHARDS


def folds(characters: Iterable[str]) -> dict[str, str]:
    """How single characters are folded, of those that come to characters that occur; blanks and what is not seen are
    left to the browser, which knows them by their Unicode category."""
    occurring = set(characters)
    found = {}
    for first, last in _FOLDED:
        for character in map(chr, range(first, last)):
            folded = fold(character)
            if folded not in ("", character) and occurring.issuperset(folded):
                found[character] = folded
    return found


def _json(found: object) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
