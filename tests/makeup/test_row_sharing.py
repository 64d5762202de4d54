"""Sharing rows out among bands: compiled and plain are the same, and both are what trying every sharing comes to."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.makeup.planning import row_sharing
from layout.makeup.planning.row_sharing import CellCosts, Rows, cheapest_depths, least_total, plain_depths
from layout.speed import COMPILED

needs_compiled = pytest.mark.skipif(COMPILED is None, reason="built without a compiler")
PLENTY = 10**9  # nodes


class Page:
    """Cells that cost what a table of random prices says; asked: how often each was asked."""

    def __init__(self, spans: list[tuple[int, int]], prices: list[list[float]], rows: Rows) -> None:
        self.spans, self.prices, self.rows = spans, prices, rows
        self.asked: list[tuple[int, int]] = []

    def costs(self) -> CellCosts:
        return CellCosts(self.spans, self.cost, self.rows.deepest)

    def cost(self, cell: int, depth: int) -> float:
        self.asked.append((cell, depth))
        return self.prices[cell][depth % len(self.prices[cell])]

    def price(self, depths: tuple[int, ...]) -> float:
        return sum(
            self.cost(cell, sum(depths[first : last + 1]) + self.rows.gap * (last - first))
            for cell, (first, last) in enumerate(self.spans)
        )


@st.composite
def pages(draw: st.DrawFn, most_bands: int = 5, most_rows: int = 40) -> Page:
    bands = draw(st.integers(1, most_bands))
    span = st.tuples(st.integers(0, bands - 1), st.integers(0, bands - 1)).map(lambda each: (min(each), max(each)))
    spans = draw(st.lists(span, min_size=1, max_size=6))
    price = st.one_of(st.integers(0, 3).map(float), st.floats(0, 1e4))
    prices = draw(st.lists(st.lists(price, min_size=1, max_size=9), min_size=len(spans), max_size=len(spans)))
    return Page(
        spans, prices, Rows(bands, draw(st.integers(1, most_rows)), draw(st.integers(0, 2)), draw(st.integers(1, 3)))
    )


@needs_compiled
@given(pages(), st.integers(0, 60))
@settings(max_examples=150)
def test_compiled_and_plain_share_rows_out_alike(page: Page, allowed: int) -> None:
    for nodes in (allowed, PLENTY if page.rows.bands <= 3 else 2000):
        compiled, plain = page.costs(), page.costs()
        if page.rows.too_few:
            assert cheapest_depths(compiled, page.rows, nodes) == ()
            continue
        assert cheapest_depths(compiled, page.rows, nodes) == plain_depths(plain, page.rows, nodes)


@given(pages(most_bands=3, most_rows=16))
def test_no_sharing_is_cheaper(page: Page) -> None:
    rows = page.rows
    found = cheapest_depths(page.costs(), rows, PLENTY)
    every = [d for d in product(range(rows.least, rows.total + 1), repeat=rows.bands) if sum(d) == rows.total]
    if not every:
        assert found == ()
        return
    least = min(map(page.price, every))
    assert sum(found) == rows.total
    assert page.price(found) == pytest.approx(least)
    assert least_total(page.costs(), rows) <= least + 1e-6


@given(pages())
def test_each_cost_is_asked_once_and_what_was_learned_is_not_asked(page: Page) -> None:
    costs = page.costs()
    assert costs.learn(0, page.rows.deepest, 7.0)
    assert not costs.learn(0, page.rows.deepest, 8.0)
    for _ in range(2):
        cheapest_depths(costs, page.rows, 50)
    assert len(page.asked) == len(set(page.asked))
    assert (0, page.rows.deepest) not in page.asked


def test_ties_go_to_the_deeper_upper_band(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page([(0, 0), (1, 1)], [[0.0], [0.0]], Rows(2, 10, 1, 3))
    assert cheapest_depths(page.costs(), page.rows, PLENTY) == (7, 3)
    monkeypatch.setattr(row_sharing, "COMPILED", None)
    assert cheapest_depths(page.costs(), page.rows, PLENTY) == (7, 3)


def test_the_best_so_far_is_taken_when_nodes_end() -> None:
    """One sharing is always found, however few nodes may be tried."""
    page = Page([(0, 1), (1, 2), (0, 2)], [[5.0, 1.0, 3.0]] * 3, Rows(3, 30, 1, 3))
    assert sum(cheapest_depths(page.costs(), page.rows, 0)) == 30


@needs_compiled
@pytest.mark.parametrize(
    "question",
    [
        ([[0.0]], ((0, 0),), (1, 10, 0, 1), 10, None),  # fewer costs than depths
        ([[0.0] * 11], ((0, 1),), (1, 10, 0, 1), 10, None),  # a band that is not there
        ([[0.0] * 11], ((0, 0),), (0, 10, 0, 1), 10, None),
        ([[0.0] * 11], ((0, 0),), (1, 10**6, 0, 1), 10, None),
        ([["x"] * 11], ((0, 0),), (1, 10, 0, 1), 10, None),
        ([], ((0, 0),), (1, 10, 0, 1), 10, None),
        ([[0.0] * 11], (0,), (1, 10, 0, 1), 10, None),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(question: tuple[object, ...]) -> None:
    assert COMPILED is not None
    with pytest.raises((ValueError, TypeError)):
        COMPILED.share_rows(*question)
