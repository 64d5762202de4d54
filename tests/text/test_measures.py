"""Measures that are no whole number of em, against every breaking there is: a line is as long as its characters and
marks make it (R8–R10), to the quarter of an em."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from layout.fonts import FontBook
from layout.fontset import open_book
from layout.issue import Copy
from layout.text.linebreak import DEMERITS, EVEN, GAPS
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import TextStyle

HAN = "天地玄黄宇宙洪荒日月盈昃"
CLOSING, STOPS, OPENING = "，、”", "。", "“"
MARKS = CLOSING + STOPS + OPENING
SIZES = (9.5, 8.3, 10.4, 3.1 * 72 / 25.4)  # in points; some of whose products are no even numbers
quarters = st.integers(20, 60).map(lambda count: count / 4)


@cache
def setter() -> Typesetter:
    return Typesetter(open_book())


def put(text: str, measure: float, size: float = 9.5, indent: float = 0.0) -> Paragraph:
    return setter().typeset(Copy(text), TextStyle(size=size, indent=indent), measure * size)


# -- written from the rules, not from the program ---------------------------------------------------------------------


def natural(line: str) -> float:
    """Em: a character or mark takes one, two marks together one and a half, a mark at either end half of one."""
    shared = sum(0.5 for left, right in pairwise(line) if left in MARKS and right in MARKS and _blank(left, right))
    return len(line) - shared - 0.5 * (line[0] in OPENING) - 0.5 * (line[-1] in CLOSING + STOPS)


def _blank(left: str, right: str) -> bool:
    """Whether two marks have blank between them that they can share: “， has none."""
    return not (left in OPENING and right in CLOSING + STOPS)


def legal(before: str, after: str) -> bool:
    return after not in CLOSING + STOPS and before not in OPENING


def given_by(line: str) -> tuple[float, float]:
    """What the marks within a line can give, and what its full stops can when nothing else is left, em (R14)."""
    marks = stops = 0.0
    for left, right in pairwise(line):
        blank = 0.5 * (left in CLOSING + STOPS) + 0.5 * (right in OPENING)
        trimmed = 0.5 * (left in MARKS and right in MARKS and blank > 0)
        if blank > trimmed:
            marks, stops = (marks, stops + blank - trimmed) if left in STOPS else (marks + blank - trimmed, stops)
    return marks, stops


def spots(line: str) -> int:
    """Places that may be opened: beside every ideograph, but not before what closes nor after what opens."""
    return sum(left not in OPENING and right not in CLOSING + STOPS for left, right in pairwise(line))


def price(line: str, measure: float, last: bool, alone: bool) -> tuple[float, float] | None:
    """Demerits of a line, and its gap; None = it cannot be set in the first two tiers (R29)."""
    need = natural(line) - measure
    marks, stops = given_by(line)
    cost = gap = 0.0
    if need > 1e-9:
        if need > marks + stops + 1e-9:
            return None
        if need <= marks + 1e-9:
            cost = DEMERITS.squeezed + DEMERITS.squeeze * (need / marks) ** 2
        else:
            cost = DEMERITS.stopped + DEMERITS.stop * (need - marks) / stops
    elif not last and need < -1e-9:
        gap = -need / spots(line) if spots(line) else 9.0
        if gap > GAPS[1] + 1e-9:
            return None
        units = gap / EVEN
        cost = DEMERITS.gap * units + DEMERITS.gapped * units * units * sqrt(units)
        cost += DEMERITS.loose * (gap > GAPS[0])
    if last and not alone:
        characters = sum(character in HAN for character in line)
        cost += DEMERITS.orphan * (characters < 2) + DEMERITS.short_end * (characters == 2)
    return cost, gap


def breakings(
    text: str, measure: float, first: bool = True, gap: float = 0.0
) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Every way to set a text, with its price."""
    whole = price(text, measure, True, first)
    if whole is not None:
        yield whole[0], (text,)
    for end in range(1, len(text)):
        line = text[:end]
        if not legal(text[end - 1], text[end]) or (found := price(line, measure, False, first)) is None:
            continue
        uneven = 0.0 if first or abs(found[1] - gap) <= EVEN else DEMERITS.uneven
        for cost, lines in breakings(text[end:], measure, False, found[1]):
            yield found[0] + uneven + cost, (line, *lines)


sentences = st.lists(
    st.tuples(st.text(HAN, min_size=1, max_size=8), st.sampled_from(["，", "。", "、", "”，", "。“", "，“", ""])),
    min_size=1,
    max_size=4,
).map(lambda parts: "".join(word + mark for word, mark in parts).rstrip(OPENING) or "天")


@settings(deadline=None, max_examples=100)
@given(sentences, quarters, st.sampled_from(SIZES))
@example("天地玄黄宇宙洪荒日月盈。" * 3, 11.5, 9.5)
@example("“天地玄黄宇宙洪荒日月。" * 3, 11.0, 8.3)
def test_no_breaking_there_is_costs_less(text: str, measure: float, size: float) -> None:
    found = put(text, measure, size)
    lines = [line.text for line in found.lines]
    ways = {lines: cost for cost, lines in breakings(text, measure)}
    least = min(ways.values(), default=0.0)
    assume(ways and least < DEMERITS.loose)  # from there on other tiers have their say
    assert ways[tuple(lines)] == pytest.approx(least, abs=1e-3)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("mark", "。，、”")
def test_a_line_that_ends_in_a_mark_fills_a_measure_to_the_half_em(mark: str, size: float, book: FontBook) -> None:
    for count in range(5, 13):
        line = HAN[:count] + mark
        found = put(line * 4, count + 0.5, size)
        assert [each.text for each in found.lines] == [line] * 4
        assert all(each.gap == 0 and each.demerits == 0 for each in found.lines)


def test_the_first_line_is_as_exact_after_its_indent() -> None:
    line = HAN[:9] + "。"
    found = put(line + (HAN[:11] + "，") * 2, 11.5, indent=2.0)
    assert [each.text for each in found.lines] == [line, HAN[:11] + "，", HAN[:11] + "，"]
