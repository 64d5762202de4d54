"""A chart of the phrases that a head is made of, by the grammar in data/cjk/grammar.toml: the likeliest tree over the
likeliest words, and what each place in it says about ending a line there.

Cocke, Kasami and Younger's, over the places where words may meet; of a span only what is not far worse than its best is
kept, so that a head of thirty characters takes some thousand look-ups.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol

from layout.diagnostics import resource
from layout.speed import COMPILED
from layout.text.headwords import Edge
from layout.value import value

BEAM = 36.0  # cost above the best of a span from which a reading is dropped
MOST_READINGS = 10  # of a span, the best of them
MOST_PLACES = 40  # words of a stretch that is read as one; what is longer is read by parts
_PATCH = 40.0  # of two phrases that no rule joins
_LEAF = -1
_WITHIN_PIVOT = 6  # within what somebody is made to do: 让山里人少跑
_WITHIN_DE = 4  # joints that one counts for within what 的 makes an attribute
_UPPERMOST = frozenset(
    (
        "clauses",
        "nominal",
        "serial",
        "idiom",
        "subject",
        "topic",
        "contest",
        "time",
        "place",
        "adverbial",
        "object",
        "object-clause",
    )
)

Found = tuple[float, int, int, int, str]
"""Cost, the place where its parts meet (_LEAF = a word), labels of the parts, relation."""
Cell = Mapping[int, Found]
Leaf = tuple[int, int, tuple[tuple[str, int], ...]]
"""A word: first and last place, its tags with what each costs."""


class Joint(NamedTuple):
    """A place between two phrases. depth: joints above it in the tree that are no clauses; clauses: whether it stands
    within one of several clauses; left, right: characters of the two phrases; doubt: cost of the reading above the
    likeliest."""

    at: int
    relation: str
    depth: int
    clauses: int
    left: int
    right: int
    doubt: float = 0.0


@value
class Tree:
    """The likeliest reading. words: (start, end, label) of each, in order; joints: its own and, of each other reading,
    the uppermost."""

    joints: tuple[Joint, ...]
    words: tuple[tuple[int, int, str], ...]


@value
class _Rules:
    labels: tuple[str, ...]
    tags: dict[str, tuple[tuple[int, float], ...]]
    above: tuple[tuple[tuple[int, float], ...], ...]
    binary: tuple[dict[int, tuple[tuple[int, float, str], ...]], ...]
    head: int


def read(edges: Sequence[Edge], length: int) -> Tree:
    """The likeliest tree over words that reach from end to end of `length` characters."""
    places = sorted({edge.start for edge in edges} | {length})
    number = {place: index for index, place in enumerate(places)}
    found = chart([(number[edge.start], number[edge.end], edge.tags) for edge in edges], len(places) - 1)
    joints: list[Joint] = []
    words: list[tuple[int, int, str]] = []
    spans = _patched(found, len(places) - 1)
    for first, _, _ in spans[1:]:
        left = places[first] - places[spans[0][0]]
        joints.append(Joint(places[first], "patch", 0, 0, left, length - places[first]))
    for first, last, label in spans:
        _unfold(found, first, last, label, 0, int(len(spans) > 1), places, joints, words)
    least = min(found.uppermost.values(), default=0.0)
    for (middle, relation), cost in found.uppermost.items():
        if least < cost <= least + BEAM and relation in _UPPERMOST:
            at = places[middle]
            joints.append(Joint(at, relation, 0, 0, at, length - at, cost - least))
    return Tree(tuple(joints), tuple(words))


class Chart(Protocol):
    """All phrases of every span. uppermost: what the best reading costs whose uppermost joint is at a place, in a
    relation."""

    uppermost: dict[tuple[int, str], float]

    def cell(self, first: int, last: int) -> Cell:
        """The phrases of a span, by label; the best of them."""

    def phrase(self, first: int, last: int, label: int) -> Found:
        """One of them."""


def chart(leaves: Sequence[Leaf], count: int) -> Chart:
    """The chart of a head of `count` places where words may begin."""
    return PlainChart(leaves, count) if COMPILED is None else _CompiledChart(leaves, count)


class PlainChart:
    """The specification."""

    def __init__(self, leaves: Sequence[Leaf], count: int) -> None:
        rules = grammar()
        uppermost: dict[tuple[int, str], float] = {}
        cells: list[list[dict[int, Found] | None]] = [[None] * (count + 1) for _ in range(count + 1)]
        for first, last, label, cost in _labelled(leaves):
            cell = cells[first][last]
            if cell is None:
                cell = cells[first][last] = {}
            _enter(cell, label, (cost, _LEAF, 0, 0, ""), rules)
        binary, above = rules.binary, rules.above
        for width in range(2, count + 1):
            for first in range(count - width + 1):
                last = first + width
                row = cells[first]
                cell = row[last] or {}
                for middle in range(first + 1, last):
                    lefts, rights = row[middle], cells[middle][last]
                    if not lefts or not rights:
                        continue
                    for left, (left_cost, *_) in lefts.items():
                        for right, parents in binary[left].items():
                            if right not in rights:
                                continue
                            both = left_cost + rights[right][0]
                            for label, more, relation in parents:
                                cost = both + more
                                for parent, extra in above[label]:
                                    had = cell.get(parent)
                                    if had is None or cost + extra < had[0]:
                                        cell[parent] = (cost + extra, middle, left, right, relation)
                                    if width == count and parent == rules.head:
                                        key = (middle, relation)
                                        uppermost[key] = min(uppermost.get(key, cost + extra), cost + extra)
                if cell:
                    limit = min([found[0] for found in cell.values()]) + BEAM
                    kept = [item for item in cell.items() if item[1][0] <= limit]
                    if len(kept) > MOST_READINGS:
                        kept = sorted(kept, key=lambda item: item[1][0])[:MOST_READINGS]
                    row[last] = dict(kept)
        self._cells, self.uppermost = cells, uppermost

    def cell(self, first: int, last: int) -> Cell:
        return self._cells[first][last] or {}

    def phrase(self, first: int, last: int, label: int) -> Found:
        return self.cell(first, last)[label]


class _CompiledChart:
    """The same, compiled."""

    def __init__(self, leaves: Sequence[Leaf], count: int) -> None:
        rules, names = _compiled_rules()
        self._names = names
        self._chart, uppermost = COMPILED.chart(rules, list(_labelled(leaves)), count)
        self.uppermost = {(middle, names[relation]): cost for middle, relation, cost in uppermost}

    def cell(self, first: int, last: int) -> Cell:
        return {label: self.phrase(first, last, label) for label in COMPILED.labels(self._chart, first, last)}

    def phrase(self, first: int, last: int, label: int) -> Found:
        cost, middle, left, right, relation = COMPILED.phrase(self._chart, first, last, label)
        return cost, middle, left, right, self._names[relation] if middle != _LEAF else ""


@cache
def _compiled_rules() -> tuple[Any, tuple[str, ...]]:
    """The grammar as `chart` of _speed.c takes it, and the relations by their numbers."""
    rules = grammar()
    makes = [parents for row in rules.binary for parents in row.values()]
    names = tuple(dict.fromkeys(relation for parents in makes for _, _, relation in parents))
    number = {relation: index for index, relation in enumerate(names)}
    binary = tuple(
        tuple(
            (right, tuple((label, cost, number[relation]) for label, cost, relation in parents))
            for right, parents in row.items()
        )
        for row in rules.binary
    )
    return COMPILED.rules(rules.above, binary, rules.head, BEAM, MOST_READINGS), names


def _labelled(leaves: Sequence[Leaf]) -> Iterator[tuple[int, int, int, float]]:
    """First and last place, label and cost of each word, for each label that its tags have."""
    tags = grammar().tags
    for first, last, of_word in leaves:
        for tag, word_cost in of_word:
            for label, more in tags.get(tag, ()):
                yield first, last, label, word_cost + more


def _enter(cell: dict[int, Found], label: int, found: Found, rules: _Rules) -> None:
    for parent, extra in rules.above[label]:
        had = cell.get(parent)
        if had is None or found[0] + extra < had[0]:
            cell[parent] = (found[0] + extra, *found[1:])


def _patched(found: Chart, count: int) -> list[tuple[int, int, int]]:
    """The fewest, cheapest phrases that cover the whole: one, unless no rule joins them."""
    rules = grammar()
    if rules.head in found.cell(0, count):  # as of most heads
        return [(0, count, rules.head)]
    best: list[tuple[float, int, int]] = [(0.0, 0, 0)] + [(float("inf"), 0, 0)] * count
    for last in range(1, count + 1):
        for first in range(last):
            cell = found.cell(first, last)
            if cell:
                label = rules.head if rules.head in cell else min(cell, key=lambda each: cell[each][0])
                cost = best[first][0] + cell[label][0] + _PATCH
                if cost < best[last][0]:
                    best[last] = (cost, first, label)
    spans = []
    last = count
    while last:
        _, first, label = best[last]
        spans.append((first, last, label))
        last = first
    return spans[::-1]


def _unfold(
    found: Chart,
    first: int,
    last: int,
    label: int,
    depth: int,
    clauses: int,
    places: list[int],
    joints: list[Joint],
    words: list[tuple[int, int, str]],
) -> None:
    _, middle, left, right, relation = found.phrase(first, last, label)
    if middle == _LEAF:
        words.append((places[first], places[last], grammar().labels[label]))
        return
    at = places[middle]
    joints.append(Joint(at, relation, depth, clauses, at - places[first], places[last] - at))
    parts = relation in ("clauses", "nominal")
    deeper = depth if parts else depth + (_WITHIN_DE if grammar().labels[label] == "DEP" else 1)
    _unfold(found, first, middle, left, deeper, clauses + parts, places, joints, words)
    deeper += _WITHIN_PIVOT if relation == "pivot" else 0
    _unfold(found, middle, last, right, deeper, clauses + parts, places, joints, words)


@cache
def relations() -> dict[str, float]:
    """What it costs to end a line between two phrases in each relation."""
    found: dict[str, float] = _data()["relations"]
    return found


@cache
def grammar() -> _Rules:
    data = _data()
    binary_rows = [line.split() for line in data["binary"]["rows"].strip().splitlines()]
    unary_rows = [line.split() for line in data["unary"]["rows"].strip().splitlines()]
    labels = sorted(
        {part for row in binary_rows for part in row[:3]} | {part for row in unary_rows for part in row[:2]}
    )
    number = {label: index for index, label in enumerate(labels)}
    above = tuple(tuple(_above(label, unary_rows, number)) for label in labels)
    binary: list[dict[int, list[tuple[int, float, str]]]] = [{} for _ in labels]
    for parent, left, right, cost, relation in binary_rows:
        binary[number[left]].setdefault(number[right], []).append((number[parent], float(cost), relation))
    tags = {
        tag: tuple((number[label], float(cost)) for label, cost in zip(*[iter(told.split())] * 2, strict=True))
        for tag, told in data["tags"].items()
    }
    frozen = tuple({right: tuple(parents) for right, parents in row.items()} for row in binary)
    return _Rules(tuple(labels), tags, above, frozen, number["H"])


def _above(label: str, rows: list[list[str]], number: dict[str, int]) -> Iterator[tuple[int, float]]:
    """The label itself and all it can be taken for, each with its least cost."""
    least = {label: 0.0}
    waiting = [label]
    while waiting:
        child = waiting.pop()
        for parent, below, cost in rows:
            total = least[child] + float(cost)
            if below == child and total < least.get(parent, float("inf")):
                least[parent] = total
                waiting.append(parent)
    yield from ((number[each], cost) for each, cost in least.items())


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resource("cjk/grammar.toml").decode("utf-8"))
