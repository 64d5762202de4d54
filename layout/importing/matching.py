"""Heads and copy that stand apart → which belongs to which, by what they speak of and how near they stand.

A head says again, in pairs of characters, what its copy says; pairs that stand in many stories count for little. The
best assignment over the whole text is the best path through its paragraphs (Viterbi), each step of which is a head; a
head is paid for standing just before its copy, and for staying.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from itertools import pairwise

from layout.value import value

MOST = 400_000  # heads × paragraphs looked at: a file with more is taken in its own order
_BEFORE = 5.0  # for the copy right behind a head
_STAY = 2.0  # for going on with the same head
_TOLD_BEFORE, _TOLD_STAY = 30.0, 25.0  # the same where the program that wrote the file drew it in order
_PASSED = -6.0  # for going on with a head although one has come in between
_NOBODY = -0.5  # for copy that no head speaks of
_SURE = 3.0  # by which the best must beat the second


@value
class Match:
    """head: index of the head of a paragraph, −1 = none. sure: nothing else comes near."""

    head: int
    sure: bool


@lru_cache(256)  # one copy is asked for again by every line that may belong to it
def pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, marks and blanks left out."""
    bare = [character for character in text if character.isalnum()]
    return frozenset(a + b for a, b in pairwise(bare))


def weights(texts: Sequence[Set[str]]) -> Mapping[str, float]:
    """What a pair counts for: more the fewer of the texts, each as its pairs, have it."""
    among: Counter[str] = Counter()
    for text in texts:
        among.update(text)
    whole = len(texts)
    return {pair: math.log((whole + 1) / count) for pair, count in among.items()}


def kinships(asked: Sequence[Set[str]], there: Set[str], weight: Mapping[str, float]) -> list[float]:
    """How much of each head a copy says again, 0 to 10; all as their pairs."""
    found: list[float] = []
    for head in asked:
        shared = sum(weight[pair] for pair in head & there)
        found.append(10.0 * shared / sum(weight[pair] for pair in head) if shared else 0.0)
    return found


def match(
    heads: Sequence[str], copies: Sequence[str], near: Sequence[int], parted: Sequence[bool], told: bool = False
) -> list[Match]:
    """The head of each paragraph.

    near[i]: index of the head right before paragraph i in the source, −1 = none. parted[i]: something else than copy
    stands between it and the paragraph before. told: sizes tell heads from copy, so that their order is to be trusted.
    """
    if not heads:
        return [Match(-1, True)] * len(copies)
    if len(heads) * len(copies) > MOST:
        return [Match(head, False) for head in _last(near)]
    asked, there = list(map(pairs, heads)), list(map(pairs, copies))
    weight = weights([*asked, *there])
    before = _TOLD_BEFORE if told else _BEFORE
    kin = [kinships(asked, copy, weight) for copy in there]
    score: dict[int, float] = {}
    back: list[dict[int, int]] = []
    for at, row in enumerate(kin):
        step: dict[int, float] = {}
        came: dict[int, int] = {}
        best = max(score, key=score.__getitem__) if score else -1
        going_on = _PASSED if near[at] >= 0 else _TOLD_STAY if told else 0.0 if parted[at] else _STAY
        for state in range(-1, len(heads)):
            here = (row[state] if state >= 0 else _NOBODY) + (before if 0 <= state == near[at] else 0.0)
            step[state], came[state] = here, -1
            if score:
                stay, move = score[state] + going_on, score[best]
                step[state], came[state] = (here + stay, state) if stay >= move else (here + move, best)
        score = step
        back.append(came)
    path = [max(score, key=score.__getitem__)] if score else []
    for came in reversed(back[1:]):
        path.append(came[path[-1]])
    return [Match(head, _is_sure(head, kin[at], near[at])) for at, head in enumerate(reversed(path))]


def _last(near: Sequence[int]) -> list[int]:
    found: list[int] = []
    for head in near:
        found.append(head if head >= 0 or not found else found[-1])
    return found


def _is_sure(head: int, row: Sequence[float], near: int) -> bool:
    if head == near:
        return True
    others = [value for index, value in enumerate(row) if index != head]
    return head >= 0 and row[head] - max(others, default=0.0) >= _SURE
