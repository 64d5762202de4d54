"""The words that heads are cut into: a dictionary with parts of speech (data/cjk/words.txt), and the words of the trade
that it lacks or tags otherwise (data/cjk/headline.toml).

Of 3.5 MB only the lines of the characters that a head begins words with are looked at, as the bytes they are: a
table of the words of a few hundred heads took 35 MiB.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from layout.diagnostics import resource

LONGEST = 8  # characters of a word
_UNKNOWN = 68  # cost of a character that is no word
_KNOWN_TO_THE_TRADE = 44  # most that a word of headline.toml costs

Entry = tuple[tuple[str, ...], tuple[str, ...], int]
"""Tags, tags of the dictionary where the trade has others, and what the word costs: −4 ln of its share of all words."""


def entry(word: str) -> Entry | None:
    """What is known of a word; None = there is none such. A single ideograph is always one, tag x if no other."""
    tags = trade_words().get(word[0], {}).get(word, ())
    lines, key = _beginning_with(word[0]), f"\n{word} ".encode()
    at = lines.find(key)
    if at < 0:
        if tags:
            return tags, (), _KNOWN_TO_THE_TRADE
        return (("x",), (), _UNKNOWN) if len(word) == 1 else None
    told = lines[at + len(key) : lines.index(b"\n", at + 1)].decode()
    tag = told.rstrip("0123456789")
    cost = int(told[len(tag) :])
    if not tags:
        return (tag,), (), cost
    return tags, () if tag in tags or tag in ("x", "nr") else (tag,), min(cost, _KNOWN_TO_THE_TRADE)


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
