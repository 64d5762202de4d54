"""Weights of the page checks by pages that eyes put in order: which would fit, and how often they are right.

    python bench/weights.py [--table FILE] [--near 0.03] [--folds 8]

Pages are those of half "calibration" of `bench/pairs.json`, and of `bench/ranks.json`, which has up to
four plans of a page and their order: "ad>b>c" says that of a and d neither is better, both are better than b, and b is
better than c. A pair's points are a logistic regression: the more points apart two pages are, the surer which is
better. No weight falls under 0; each is held near what it is, the nearer the fewer pairs speak of it. Scores are not
touched: what comes out is to be thought over, and scaled so that a page loses what it lost before. --table keeps what
was found on the pages, which takes some minutes to make.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from pages import house_style
from pairs import FILE, Pair, drawn, issue_of, made, pair_of

from layout.makeup.quality import WEIGHTS
from layout.makeup.quality.values import ERROR, MOST_AMOUNT

RANKS = Path(__file__).parent / "ranks.json"
STEPS = 200  # of the descent
FEW = 8  # pairs that differ in a check before its weight is fitted
Amounts = dict[str, float]


@dataclass(frozen=True)
class Row:
    """A pair. group: the page it is of; lacks: what the worse page loses more than the better, by check; counts."""

    group: str
    lacks: Amounts
    counts: float


def amounts(pair: Pair, drawing: Sequence[str], known: dict[str, Amounts]) -> Amounts:
    """What each check finds on a page, and points for errors."""
    key = f"{pair.name} {'/'.join(drawing)}"
    if key not in known:
        page, _ = made(drawn(issue_of(pair), tuple(drawing)), house_style(pair.seed, pair.format))
        found: Amounts = {}
        for check in page.checks:
            found[check.id] = found.get(check.id, 0.0) + min(check.amount, MOST_AMOUNT)
            if check.severity == "error":
                found["error"] = found.get("error", 0.0) + ERROR
        known[key] = found
    return known[key]


def lacking(better: Amounts, worse: Amounts) -> Amounts:
    return {each: worse.get(each, 0.0) - better.get(each, 0.0) for each in {*better, *worse}}


def rows(known: dict[str, Amounts]) -> Iterator[Row]:
    for each in json.loads(FILE.read_text("utf-8")):
        pair = pair_of(each)
        if pair.better in ("a", "b") and pair.half == "calibration":
            one, other = amounts(pair, pair.a, known), amounts(pair, pair.b, known)
            yield Row(pair.name, lacking(one, other) if pair.better == "a" else lacking(other, one), 1.0)
    for each in json.loads(RANKS.read_text("utf-8")):
        plans, order = each.pop("plans"), each.pop("order").split(">")
        pair = pair_of({**each, "a": [], "b": []})
        found = [
            lacking(amounts(pair, plans[ord(x) - 97], known), amounts(pair, plans[ord(y) - 97], known))
            for better, worse in combinations(order, 2)
            for x in better
            for y in worse
        ]
        yield from (Row(pair.name, lacks, 1 / math.sqrt(len(found))) for lacks in found)


def points(row: Row, weights: Amounts) -> float:
    return sum(weights.get(check, 1.0 if check == "error" else 0.0) * lack for check, lack in row.lacks.items())


def fitted(train: Sequence[Row], start: Amounts, near: float) -> Amounts:
    """Weights by descent along the gradient, each as fast as its check varies."""
    spread = {check: math.sqrt(sum(row.lacks.get(check, 0.0) ** 2 for row in train) / len(train)) for check in start}
    free = [check for check in start if sum(bool(row.lacks.get(check)) for row in train) >= FEW]
    whole, weights = sum(row.counts for row in train), dict(start)
    for step in range(STEPS):
        slope = dict.fromkeys(free, 0.0)
        for row in train:
            doubt = row.counts / (1.0 + math.exp(min(50.0, points(row, weights)))) / whole
            for check, lack in row.lacks.items():
                if check in slope:
                    slope[check] -= doubt * lack
        for check in free:
            pull = near * (weights[check] - start[check]) * spread[check] ** 2
            rate = 2.0 * (1.0 - step / STEPS) / spread[check] ** 2
            weights[check] = max(0.0, weights[check] - rate * (slope[check] + pull))
    return weights


def right(test: Sequence[Row], weights: Amounts) -> float:
    counts = sum(row.counts for row in test)
    return sum(row.counts * (points(row, weights) > 0.0) for row in test) / counts if counts else 0.0


def held_out(found: Sequence[Row], near: float, folds: int) -> Iterator[float]:
    """How often pairs come out right by weights fitted to other pages."""
    groups = sorted({row.group for row in found})
    random.Random("weights").shuffle(groups)
    for fold in range(folds):
        out = set(groups[fold::folds])
        weights = fitted([row for row in found if row.group not in out], dict(WEIGHTS), near)
        yield right([row for row in found if row.group in out], weights)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", type=Path, metavar="FILE")
    parser.add_argument("--near", type=float, default=0.03)
    parser.add_argument("--folds", type=int, default=8)
    options = parser.parse_args(arguments)
    known: dict[str, Amounts] = {}
    if options.table and options.table.exists():
        known = json.loads(options.table.read_text("utf-8"))
    found = list(rows(known))
    if options.table:
        options.table.write_text(json.dumps(known), "utf-8")
    shares = list(held_out(found, options.near, options.folds))
    weights = fitted(found, dict(WEIGHTS), options.near)
    print(f"{len(found)} pairs: {right(found, dict(WEIGHTS)):.1%} by the weights as they are")
    print(f"{sum(shares) / len(shares):.1%} held out, {right(found, weights):.1%} fitted")
    for check, weight in weights.items():
        if abs(weight - WEIGHTS[check]) > 0.05 * WEIGHTS[check]:
            print(f"{check} {WEIGHTS[check]:g} -> {weight:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
