"""The paper's own lists against the copy: duties and order of its leaders, words it does not use, names one character
off.

A name is looked for by the halves a slip leaves whole: where one character differs, the other half is as listed. So a
text is run through once however long the list is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import cast

from layout.proofreading.rules import rules
from layout.proofreading.values import Hit
from layout.theme import Proofreading

_LEAST = 3  # characters of a name that can be told from another by one
_BETWEEN = 20  # characters between two leaders of one row: a duty and 、
_PARTS = re.compile(r"[、，,；;/／]|兼(?:任)?")
_HAN = re.compile("[\u3400-\u9fff]")
_BREAK = re.compile("[，。；：！？]")


class Lists:
    """A paper's lists, made ready."""

    def __init__(self, given: Proofreading) -> None:
        self.given = given
        self._forbidden = {each.word: each.instead for each in given.forbidden if each.word}
        self._words = _any_of(self._forbidden)
        self._leaders = {leader.name: leader for leader in given.leaders if leader.name}
        self._names = _any_of(self._leaders)
        self._order = {name: place for place, name in enumerate(self._leaders)}
        self._listed = frozenset((*given.names, *self._leaders))
        self._halves = _halves(self._listed)
        self._edges = _edges(self._listed)
        self._titles = _any_of({leader.title: leader.name for leader in given.leaders if len(leader.title) >= _LEAST})
        rule = rules()["leader-title"]
        duties = sorted(cast(tuple[str, ...], rule.parameters["duties"]), key=len, reverse=True)
        ranks, bodies = (str(rule.parameters[key]) for key in ("ranks", "bodies"))
        duty = "|".join(duties)
        self._before = re.compile(rf"(?P<body>[{bodies}]{{0,12}}?)(?P<rank>[{ranks}]{{0,4}})(?P<duty>{duty})$")
        self._after = re.compile(rf"(?P<body>)(?P<rank>副?)(?P<duty>{duty})")
        self._duty = re.compile(rf"(?P<body>.{{0,40}}?)(?P<rank>[{ranks}]{{0,4}})(?P<duty>{duty})$", re.DOTALL)

    def hits(self, text: str) -> Iterator[Hit]:
        if self._words is not None:
            for match in self._words.finditer(text):
                instead = self._forbidden[match[0]]
                yield Hit("forbidden-word", *match.span(), (instead,) if instead else (), bool(instead))
        if self._names is not None:
            found = list(self._names.finditer(text))
            for match in found:
                yield from self._title(text, match)
            yield from self._rows(text, found)
        if self._titles is not None:
            yield from self._after_titles(text)
        if self._halves:
            yield from self._near(text)

    # Leaders

    def _title(self, text: str, match: re.Match[str]) -> Iterator[Hit]:
        """The duty that stands before or behind a leader's name, where it is none of his."""
        leader = self._leaders[match[0]]
        duties = [duty for part in _PARTS.split(leader.title) if (duty := self._duty.search(part.strip()))]
        if not duties:
            return
        start, end = match.span()
        before = self._before.search(text, max(0, start - 18), start)
        after = None if before else self._after.match(text, end)
        said = before or after
        if said is not None and not any(_same_duty(said, duty) for duty in duties):
            first, last = (said.start(), end) if before else (start, said.end())
            words = (("name", leader.name), ("title", leader.title))
            instead = leader.title + leader.name if len(duties) == 1 and before else ""
            yield Hit("leader-title", first, last, (instead,) if instead else (), False, words)

    def _rows(self, text: str, found: list[re.Match[str]]) -> Iterator[Hit]:
        """Leaders named in a row in another order than the list has."""
        for one, other in pairwise(found):
            between = text[one.end() : other.start()]
            joined = "、" in between or between in ("和", "与", "同")
            if not joined or len(between) > _BETWEEN or _BREAK.search(between):
                continue
            if self._order[one[0]] > self._order[other[0]]:
                words = (("first", other[0]), ("name", one[0]))
                yield Hit("leader-order", one.start(), other.end(), (), False, words)

    # Names

    def _after_titles(self, text: str) -> Iterator[Hit]:
        """A leader's whole title before a name that is his but for one character."""
        assert self._titles is not None
        for match in self._titles.finditer(text):
            for leader in self._leaders.values():
                end = match.end() + len(leader.name)
                typed = text[match.end() : end]
                near = len(typed) == len(leader.name) and typed[:1] == leader.name[:1] and typed not in self._listed
                if leader.title == match[0] and near and sum(map(str.__ne__, typed, leader.name)) == 1:
                    yield _near(match.end(), end, leader.name)

    def _near(self, text: str) -> Iterator[Hit]:
        """Words that differ from a listed name in one character and are not listed themselves."""
        found = list(self._alike(text))
        exact = ((start, start + len(name)) for start, name in found if text.startswith(name, start))
        known = {place for span in exact for place in range(*span)}
        last = 0
        for start, name in found:
            end = start + len(name)
            if start >= last and known.isdisjoint(range(start, end)) and self._is_slip(text[start:end], name):
                last = end
                yield _near(start, end, name)

    def _alike(self, text: str) -> list[tuple[int, str]]:
        """Where a name begins of which one half at least is as listed, or the edges of one of three characters."""
        found = set()
        for at in range(len(text) - 1):
            for name, offset in self._halves.get(text[at : at + 2], ()):
                if 0 <= at - offset <= len(text) - len(name):
                    found.add((at - offset, name))
        if self._edges:
            for at in range(len(text) - 2):
                found.update((at, name) for name in self._edges.get(text[at] + text[at + 2], ()))
        return sorted(found)

    def _is_slip(self, typed: str, name: str) -> bool:
        """Whether `typed` can be meant for the name: one ideograph for another that makes it no other member of a
        series and no beginning of a sentence."""
        differing = [place for place in range(len(name)) if typed[place] != name[place]]
        if len(differing) != 1 or typed in self._listed:
            return False
        place = differing[0]
        rule = rules()["near-name"]
        common, series = (str(rule.parameters[key]) for key in ("common", "series"))
        if not _HAN.match(typed[place]) or (typed[place] in common and place in (0, len(name) - 1)):
            return False
        if len(name) == _LEAST and place == 0:  # another family's child
            return False
        return not (typed[place] in series and name[place] in series)


@lru_cache(maxsize=8)
def ready(given: Proofreading) -> Lists:
    """The lists made ready; the same lists only once."""
    return Lists(given)


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))) if longest else None


def _halves(listed: frozenset[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Two characters at the beginning and at the end of each name, → the name and where in it they stand."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name in sorted(listed):
        if len(name) >= _LEAST:
            for offset in sorted({0, len(name) - 2}):
                found.setdefault(name[offset : offset + 2], []).append((name, offset))
    return {pair: tuple(names) for pair, names in found.items()}


def _edges(listed: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The first and last character of each name of three, → the names."""
    found: dict[str, list[str]] = {}
    for name in sorted(listed):
        if len(name) == _LEAST:
            found.setdefault(name[0] + name[2], []).append(name)
    return {pair: tuple(names) for pair, names in found.items()}


def _near(start: int, end: int, name: str) -> Hit:
    return Hit("near-name", start, end, (name,), False, (("name", name),))


def _same_duty(said: re.Match[str], listed: re.Match[str]) -> bool:
    """Whether the duty in the copy can be the listed one: the same word and rank, of the same body as far as told."""
    if (said["duty"], said["rank"]) != (listed["duty"], listed["rank"]):
        return False
    one, other = said["body"], listed["body"]
    return not one or not other or one.endswith(other) or other.endswith(one)
