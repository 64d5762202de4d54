"""What many glyphs say together: the value that most of the weight agrees on, with how much agrees and how far it
spreads. Every number of a learned style comes from here, so that one odd page, advert or foreign letter moves
nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from layout.learning.values import Measured
from layout.value import value

SURE = 0.5
"""Part of the weight that must agree for a value to stand without a word."""
FEW = 3
"""Fewer agreeing things than this are no habit."""


@value
class Sample:
    """One thing that speaks for a value. weight: characters, lines or times; page: where."""

    at: float
    weight: float = 1.0
    page: int = 0


def mode(samples: Iterable[Sample], width: float, unit: str, sure: float = SURE, few: float = FEW) -> Measured | None:
    """The middle of the heaviest stretch of `width` points; None where nothing speaks."""
    found = peaks(samples, width, unit, 1, sure, few)
    return found[0] if found else None


def peaks(
    samples: Iterable[Sample], width: float, unit: str, most: int, sure: float = SURE, few: float = FEW
) -> list[Measured]:
    """The heaviest stretches of `width` points that do not touch, heaviest first; of equal ones the lowest."""
    left = sorted((sample for sample in samples if sample.weight > 0), key=lambda sample: sample.at)
    whole = sum(sample.weight for sample in left)
    found: list[Measured] = []
    while left and len(found) < most:
        first, last = _heaviest(left, width)
        window = left[first:last]
        weight = sum(sample.weight for sample in window)
        pages = len({sample.page for sample in window})
        is_sure = weight >= sure * whole and weight >= few
        low, high = window[0].at, window[-1].at
        found.append(Measured(_middle(window), weight, whole, unit, pages, low, high, is_sure))
        left = [sample for sample in left if not low - width / 2 <= sample.at <= high + width / 2]
    return found


def _heaviest(ordered: Sequence[Sample], width: float) -> tuple[int, int]:
    best, weight, first = (0, 1), 0.0, 0
    most = 0.0
    for last, sample in enumerate(ordered):
        weight += sample.weight
        while ordered[first].at < sample.at - width:
            weight -= ordered[first].weight
            first += 1
        if weight > most * (1 + 1e-9):
            best, most = (first, last + 1), weight
    return best


def _middle(window: Sequence[Sample]) -> float:
    """The weighted median."""
    half, passed = sum(sample.weight for sample in window) / 2, 0.0
    for sample in window:
        passed += sample.weight
        if passed >= half:
            return sample.at
    return window[-1].at


def choice(
    votes: Iterable[tuple[Hashable, float, int]], unit: str, sure: float = SURE, few: float = FEW
) -> Measured | None:
    """The name with most of the weight: votes are name, weight and page. None where there are none."""
    weights: dict[Hashable, float] = {}
    pages: dict[Hashable, set[int]] = {}
    for name, weight, page in votes:
        weights[name] = weights.get(name, 0.0) + weight
        pages.setdefault(name, set()).add(page)
    if not weights:
        return None
    whole = sum(weights.values())
    best: Any = max(weights, key=lambda name: (weights[name], str(name)))
    enough = weights[best] >= sure * whole and weights[best] >= few
    return Measured(best, weights[best], whole, unit, len(pages[best]), sure=enough)
