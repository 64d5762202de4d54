"""Marks that come in pairs: which have lost their partner, and which stand in the wrong order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from layout.proofreading.rules import rules
from layout.proofreading.values import Hit
from layout.value import value

_HALF = {"(": "（", ")": "）"}
_SWAPPED = {"“": "‘’", "‘": "“”", "《": "〈〉"}
_NUMBERED = re.compile(r"(?:^|[\s，。；：、！？（“])[\dA-Za-z①-⑳一二三四五六七八九十]{1,3}$")
_DEEP = 8  # marks around a pair that are looked at; GB/T 15834 knows two of a kind
_HAN = re.compile("[\u3400-\u9fff]")


@value
class Pairing:
    """What the marks of a text come to. opened, closed: places of those without a partner; hits: pairs in the wrong
    order, and opening quotation marks where a closing one belongs."""

    opened: tuple[int, ...]
    closed: tuple[int, ...]
    hits: tuple[Hit, ...]


@cache
def _pairs() -> tuple[dict[str, str], re.Pattern[str]]:
    """The closing mark of each opening one, and a pattern of them all."""
    known = {pair[0]: pair[1] for pair in _listed()}
    return known, re.compile("[" + "".join(map(re.escape, (*known, *known.values(), *_HALF))) + "]")


def _listed() -> Sequence[str]:
    listed = rules()["unpaired-mark"].parameters["pairs"]
    assert isinstance(listed, tuple)
    return listed


def pair_up(text: str) -> Pairing:
    """The pairing of the marks of a text. An apostrophe and the bracket of “1）” are no partners of anything."""
    known, marks = _pairs()
    stack: list[tuple[str, int]] = []
    opened: list[int] = []
    closed: list[int] = []
    made: list[tuple[int, int, tuple[str, ...]]] = []
    waiting: Counter[str] = Counter()  # partners that what stands on the stack would take
    for match in marks.finditer(text):
        at, mark = match.start(), _HALF.get(match[0], match[0])
        if mark in known:
            if not (mark == "‘" and text[at + 1 : at + 2].isdigit()):
                stack.append((mark, at))
                waiting[known[mark]] += 1
            continue
        if not waiting[mark]:
            if not _alone(text, at, mark):
                closed.append(at)
            continue
        while known[stack[-1][0]] != mark:  # what was opened inside has no partner
            other, place = stack.pop()
            waiting[known[other]] -= 1
            opened.append(place)
        waiting[mark] -= 1
        made.append((stack.pop()[1], at, tuple(each for each, _ in stack[-_DEEP:])))
    opened += (place for _, place in stack)
    lost = set(opened)
    hits = [hit for start, end, around in sorted(made) if (hit := _order(text, start, end, around, lost))]
    twice = [place for place in sorted(lost) if text[place] == "“"]
    if len(twice) == 2 and 0 < twice[1] - twice[0] <= 60 and not closed:
        hits.append(_turned(text, *twice))
        opened = [place for place in opened if place not in twice]
    return Pairing(
        tuple(sorted(place for place in opened if text[place] not in _HALF)),
        tuple(place for place in closed if text[place] not in _HALF),
        tuple(hits),
    )


def unpaired(place: int) -> Hit:
    return Hit("unpaired-mark", place, place + 1)


def _alone(text: str, at: int, mark: str) -> bool:
    """Whether a closing mark needs no partner: an apostrophe, the bracket of a number."""
    if mark == "’":
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        return (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())
    return mark == "）" and bool(_NUMBERED.search(text[max(0, at - 4) : at]))


def _order(text: str, start: int, end: int, around: tuple[str, ...], lost: set[int]) -> Hit | None:
    """A pair that should be of the other kind: double quotation marks in double ones, single ones in none, double title
    marks in double ones."""
    mark = text[start]
    quotes = [each for each in around if each in "“‘"]
    if lost or not _HAN.search(text, start, end):
        return None
    if (mark == "“" and quotes[-1:] == ["“"]) or (mark == "‘" and not quotes and text[end] == "’"):
        name = "nested-quotes"
    elif mark == "《" and "《" in around and "〈" not in around:
        name = "nested-titles"
    else:
        return None
    other = _SWAPPED[mark]
    return Hit(name, start, end + 1, (other[0] + text[start + 1 : end] + other[1],), True)


def _turned(text: str, start: int, end: int) -> Hit:
    return Hit("same-quote-twice", start, end + 1, (text[start:end] + "”",))
