"""The words that heads are cut into: a dictionary with parts of speech (data/cjk/words.txt), and the words of the trade
that it lacks or tags otherwise (data/cjk/headline.toml).

Of 3.5 MB only the lines of the characters that a head begins words with are looked at, as the bytes they are: a
table of the words of a few hundred heads took 35 MiB.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from layout.diagnostics import resource

LONGEST = 8  # characters of a word
_UNKNOWN = 68  # cost of a character that is no word
_KNOWN_TO_THE_TRADE = 44  # most that a word of headline.toml costs
_NO_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_BLANK = 0x20  # behind a word in words.txt, and before every character that another word goes on with

Entry = tuple[tuple[str, ...], tuple[str, ...], int]
"""Tags, tags of the dictionary where the trade has others, and what the word costs: −4 ln of its share of all words."""


def entry(word: str) -> Entry | None:
    """What is known of a word; None = there is none such. A single ideograph is always one, tag x if no other."""
    return next((known for size, known in entries(word, 0) if size == len(word)), None)


def entries(text: str, at: int) -> Iterator[tuple[int, Entry]]:
    """The words that stand in a text from `at` on, shortest first, each with its length and what is known of it."""
    lines, trade_words_here = _beginning_with(text[at]), trade_words().get(text[at], _NO_WORDS)
    found = 0  # words with the same beginning stand together, the word that is no more than it first
    for size in range(1, min(LONGEST, len(text) - at) + 1):
        word = text[at : at + size]
        tags = trade_words_here.get(word, ())
        cost = -1
        if found >= 0:
            key = f"\n{word}".encode()
            found = lines.find(key, found)
            told = found + len(key)
            if found >= 0 and lines[told] == _BLANK:
                tag = lines[told + 1 : lines.index(b"\n", told)].decode()
                own = tag.rstrip("0123456789")
                cost = int(tag[len(own) :])
        if cost >= 0:
            if not tags:
                yield size, ((own,), (), cost)
            else:
                unsure = () if own in tags or own in ("x", "nr") else (own,)
                yield size, (tags, unsure, min(cost, _KNOWN_TO_THE_TRADE))
        elif tags:
            yield size, (tags, (), _KNOWN_TO_THE_TRADE)
        elif size == 1:
            yield size, (("x",), (), _UNKNOWN)
        elif found < 0 and not trade_words_here:
            return


@cache
def _beginning_with(character: str) -> bytes:
    """The lines of the words that a character begins, each between two line ends: looked through as they are, which is
    as fast as a table of them and a tenth of its size."""
    data, key = _lines(), character.encode()
    start = _first_line(data, key)
    end = _first_line(data, key + b"\xff")  # behind all of them
    return b"\n" + data[start:end] + b"\n"


def _first_line(data: bytes, key: bytes) -> int:
    low, high = 0, len(data)
    while low < high:
        start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
        if data[start : start + len(key)] < key:
            end = data.find(b"\n", start)
            low = len(data) if end < 0 else end + 1
        else:
            high = start
    return low


@cache
def _lines() -> bytes:
    data = resource("cjk/words.txt")
    return data[data.index(b"\n") + 1 :]


@cache
def trade_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Words of headline.toml, by first character; one that stands under several tags has them all."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for tag, words in trade()["tags"].items():
        for word in words.split():
            of_character = found.setdefault(word[0], {})
            of_character[word] = (*of_character.get(word, ()), tag)
    return MappingProxyType(found)


@cache
def trade() -> Mapping[str, Any]:
    """What headline.toml says."""
    return MappingProxyType(tomllib.loads(resource("cjk/headline.toml").decode("utf-8")))
