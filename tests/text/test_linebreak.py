"""Line breaking: the compiled loops give what the plain ones give,
and the plain ones what trying every breaking gives."""

from __future__ import annotations

import pickle
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from layout.fontset import open_book
from layout.issue import Copy
from layout.speed import COMPILED
from layout.text import linebreak
from layout.text.items import Items
from layout.text.linebreak import (
    DEMERITS,
    EVEN,
    GAPS,
    Nodes,
    broken,
    broken_along,
    last_cost,
    line_cost,
    loosened,
    smoothest,
)
from layout.text.lines import Sheet, _compiled_places, _plain_places
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle

WORDS = (
    *("近日", "斜土街道", "居民", "垃圾分类", "在", "的", "社区", "志愿者", "上海"),
    *("，", "。", "、", "；", "“", "”", "《", "》", "（", "）"),
    *("——", "……", "ABC", "GDP", "state-of-the-art", "2019", "3.5%", "12"),
    *("New York", "https://a.cn/b?c=d", "？！", "·", "葛", "한국어 신문"),
)
LANGUAGES = ("zh-Hans", "zh-Hant", "ja", "ko")

MOST_WAYS = 20_000  # looked through one by one; addresses on narrow measures have millions
copies = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map("".join)
styles = st.builds(
    TextStyle,
    language=st.sampled_from(LANGUAGES),
    punctuation=st.sampled_from(["quanjiao", "kaiming", "banjiao", "cells"]),
    hanging=st.booleans(),
    tracking=st.sampled_from([0.0, 0.05, -0.03]),
)
measures = st.floats(6, 30)
compiled = pytest.mark.skipif(COMPILED is None, reason="no compiled loops here: no compiler, or LAYOUT_PURE=1")


@cache
def setter() -> Typesetter:
    return Typesetter(open_book())


def nodes_of(copy: str, style: TextStyle) -> Nodes:
    return setter().sheet(Copy(copy), style).nodes


def shown(nodes: Nodes) -> list[list[float]]:
    return [list(column) for column in nodes.columns()]


# -- the compiled loops give what the plain ones give ------------------------------------------------------------------


@compiled
@settings(deadline=None)
@given(copies, styles)
def test_places_are_the_same_compiled(copy: str, style: TextStyle) -> None:
    sheet = setter().sheet(Copy(copy), style)
    arguments = sheet.items, sheet.widths, sheet.edges, sheet.tracking
    assert shown(_compiled_places(*arguments)) == shown(_plain_places(*arguments))


@compiled
@settings(deadline=None)
@given(copies, styles, measures, st.sampled_from(GAPS), st.booleans(), st.booleans())
def test_feasible_lines_are_the_same_compiled(
    copy: str, style: TextStyle, measure: float, most: float, justified: bool, everywhere: bool
) -> None:
    nodes = nodes_of(copy, style)
    asked = nodes, measure - 2, measure, most, justified, everywhere
    plain, fast = linebreak._edges(*asked), linebreak._compiled_edges(*asked)
    assert linebreak._compiled_listed(fast) == plain
    assert linebreak._compiled_shortest(nodes, fast) == linebreak._shortest(nodes, plain)
    assert linebreak._compiled_lengths(fast) == linebreak._lengths(plain)
    for count in range(len(nodes.items) + 1):
        assert linebreak._compiled_of_length(nodes, fast, count) == linebreak._of_length(nodes, plain, count)


@compiled
@pytest.mark.parametrize(
    "columns",
    [
        (),
        tuple(Nodes().columns()),
        tuple(Nodes().columns())[:-1],
        tuple([b"12345678"] * 15),
        tuple([[1.0]] * 15),
    ],
)
def test_compiled_code_refuses_what_is_no_columns(columns: tuple[object, ...]) -> None:
    with pytest.raises((ValueError, TypeError)):
        COMPILED.edges(columns, linebreak._NUMBERS, 10.0, 10.0, 0.1, True, False)


# -- the plain ones give what trying everything gives ------------------------------------------------------------------


@settings(deadline=None)
@given(copies, styles, st.floats(8, 30), st.sampled_from(GAPS))
@example("12한국어 신문近日", TextStyle(tracking=-0.03), 8.0, GAPS[1])
def test_every_line_within_the_limits_is_feasible_at_its_cost(
    copy: str, style: TextStyle, measure: float, most: float
) -> None:
    nodes, unaided = nodes_of(copy, style), nodes_of(copy, style)
    unaided.blanks = nodes.blanks[:0]
    final = len(nodes.items) - 1
    for start, lines in enumerate(linebreak._edges(nodes, measure, measure, most, True, everywhere=True)):
        found = {end: (cost, gap) for end, cost, gap in lines}
        for end in range(start + 1, final + 1):
            least = nodes.shrinks[end] - nodes.after_shrinks[start] + nodes.stops[end] - nodes.after_stops[start]
            if nodes.ends[end] - nodes.bases[start] - least > measure + 1e-6:
                assert end not in found
            elif end == final:
                assert found[end] == (last_cost(nodes, start, measure), 0.0)
            elif end in found:
                assert found[end] == line_cost(nodes, start, end, measure, True)
            else:
                # What is left out is looser than this tier allows where its words' spaces do not help.
                cost, gap = line_cost(unaided, start, end, measure, True)
                assert gap > most - 1e-6 or cost >= DEMERITS.alone


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map("".join), st.floats(5, 12), st.integers(-2, 2))
def test_the_smoothest_breaking_is_the_cheapest_of_all(copy: str, measure: float, looseness: int) -> None:
    nodes = nodes_of(copy, TextStyle())
    found = smoothest(nodes, measure, measure)
    if found is None:
        return
    best, lines = found
    edges = linebreak._listed(lines)
    assume(_ways(edges) <= MOST_WAYS)
    every = _every_way(nodes, edges)
    assert best.total <= min(total for total, _ in every) + 1e-6 or best.total < linebreak.SPOILT
    wanted = [total for total, ends in every if len(ends) == len(best.ends) + looseness]
    other = loosened(nodes, lines, best, looseness)
    assert (other is None) == (not wanted)
    if other is not None:
        # A way is chosen at each place by what it cost up to there, so that unevenness may have been had for less
        # elsewhere.
        assert other.total <= min(wanted) + DEMERITS.uneven * len(other.ends)
        assert len(other.ends) == len(best.ends) + looseness


def _ways(edges: list[list[linebreak.Edge]]) -> int:
    """How many ways lead through the lines."""
    ways = [1, *[0] * len(edges)]
    for start, lines in enumerate(edges):
        for end, _, _ in lines:
            ways[end] += ways[start]
    return ways[-1]


def _every_way(nodes: Nodes, edges: list[list[linebreak.Edge]]) -> list[tuple[float, tuple[int, ...]]]:
    final, ways = len(nodes.items) - 1, list[tuple[float, tuple[int, ...]]]()
    open_ways: list[tuple[int, tuple[tuple[int, float, float], ...]]] = [(0, ())]
    while open_ways:
        at, way = open_ways.pop()
        if at == final:
            gaps = [gap for _, _, gap in way[:-1]]
            uneven = sum(abs(one - other) > EVEN for one, other in pairwise(gaps))
            ways.append((sum(cost for _, cost, _ in way) + DEMERITS.uneven * uneven, tuple(end for end, _, _ in way)))
            continue
        open_ways += [(line[0], (*way, line)) for line in edges[at]]
    return ways


@settings(deadline=None)
@given(copies, measures, st.integers(-3, 3))
def test_looseness_asked_for_twice_is_the_same_and_of_that_length_or_the_best(
    copy: str, measure: float, looseness: int
) -> None:
    nodes = nodes_of(copy, TextStyle())
    best, other = broken(nodes, measure, measure), broken(nodes, measure, measure, looseness=looseness)
    assert other == broken(nodes, measure, measure, looseness=looseness)
    if best is not None and other is not None:
        assert len(other.ends) - len(best.ends) in (0, looseness)


# -- lines set when they are looked at ---------------------------------------------------------------------------------


@settings(deadline=None)
@given(copies, measures)
def test_lines_set_one_by_one_are_the_lines_set_in_order(copy: str, measure: float) -> None:
    style = TextStyle()
    one, other = (Typesetter(setter().fonts).typeset(Copy(copy), style, measure * style.size).lines for _ in range(2))
    backwards = [one[at] for at in reversed(range(len(one)))]
    assert list(reversed(backwards)) == list(other) == list(one[:])
    assert one == other
    assert one[len(one) :] == ()


def test_a_paragraph_of_lines_not_yet_looked_at_pickles_whole() -> None:
    paragraph = setter().typeset(Copy("社区志愿者在上海垃圾分类，居民称赞。" * 3), TextStyle(), 120.0)
    again = pickle.loads(pickle.dumps(paragraph))
    assert again.lines == tuple(paragraph.lines)
    assert hash(again.lines) == hash(paragraph.lines)


def test_items_of_nothing_have_no_place_to_end_a_line() -> None:
    from layout.text.cjk import rules

    assert not Sheet(Items(rules("zh-Hans", "quanjiao", "gb"), 0)).nodes.items


def test_lines_beside_an_initial_go_on_as_any_however_long_the_paragraph() -> None:
    """6,000 characters: ways that were kept for each number of lines took minutes."""
    copy = Copy("云出淡黄柰阳洪秋列冈，菜阳剑潜宿阳地岁珠雨，" * 260)
    nodes = setter().sheet(copy, TextStyle()).nodes
    along, best = broken_along(nodes, [13.0], 13.0), smoothest(nodes, 13.0, 13.0)
    assert along is not None
    assert best is not None
    assert along.total == pytest.approx(best[0].total)
    assert along.ends[-1] == best[0].ends[-1]
    beside = broken_along(nodes, [10.0, 10.0], 13.0)
    assert beside is not None
    assert len(beside.ends) in (len(along.ends), len(along.ends) + 1)
