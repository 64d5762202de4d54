"""The words that heads are cut into: a dictionary with parts of speech (data/cjk/words.txt), and the words of the trade
that it lacks or tags otherwise (data/cjk/headline.toml).

Of 3.5 MB only the lines of the characters that a head begins words with are ever read: one look-up in the sorted file
for each character, once.
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
    found = _beginning_with(word[0]).get(word)
    if found is None and len(word) == 1:
        return ("x",), (), _UNKNOWN
    return found


@cache
def _beginning_with(character: str) -> Mapping[str, Entry]:
    data, key = _lines(), character.encode()
    found: dict[str, Entry] = {}
    start = _first_line(data, key)
    while data.startswith(key, start):
        end = data.find(b"\n", start)
        word, told = data[start:end].decode().split(" ")
        tag = told.rstrip("0123456789")
        found[word] = ((tag,), (), int(told[len(tag) :]))
        start = end + 1
    for word, tags in trade_words().get(character, {}).items():
        had, _, cost = found.get(word, ((), (), _KNOWN_TO_THE_TRADE))
        found[word] = (
            tags,
            tuple([tag for tag in had if tag not in tags and tag not in ("x", "nr")]),
            min(cost, _KNOWN_TO_THE_TRADE),
        )
    return MappingProxyType(found)


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
