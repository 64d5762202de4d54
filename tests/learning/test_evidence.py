"""The value that most of the weight agrees on, whatever else stands on the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout.learning.evidence import Sample, choice, mode, peaks

PLACES = st.lists(st.floats(0, 500), min_size=1, max_size=60)


@given(PLACES, st.floats(20, 400), st.integers(1, 30))
def test_what_more_than_half_agrees_on_wins_over_any_noise(noise, true, more):
    samples = [Sample(at, 1, 1) for at in noise] + [Sample(true, 1, 2)] * (len(noise) + more)
    found = mode(samples, 0.1, "lines")
    assert found is not None
    assert found.value == pytest.approx(true, abs=0.1)
    assert found.sure or found.of < 3
    assert found.of <= found.all


@given(PLACES, st.floats(0.01, 5))
def test_peaks_stand_apart_heaviest_first_and_the_order_of_samples_is_nothing(places, width):
    samples = [Sample(at, 1 + index % 3, index % 4) for index, at in enumerate(places)]
    found = peaks(samples, width, "lines", 5)
    assert found == peaks(list(reversed(samples)), width, "lines", 5)
    assert [peak.of for peak in found] == sorted((peak.of for peak in found), reverse=True)
    assert all(peak.low <= peak.value <= peak.high <= peak.low + width + 1e-9 for peak in found)


def test_one_thing_alone_is_not_sure():
    found = mode([Sample(9.0)], 0.1, "lines")
    assert found is not None
    assert not found.sure


def test_nothing_says_nothing():
    assert mode([], 0.1, "lines") is None
    assert choice([], "lines") is None


def test_a_name_is_chosen_by_weight_and_not_by_which_came_first():
    found = choice([("left", 1, 1), ("centre", 2, 1), ("centre", 2, 2)], "lines")
    assert found is not None
    assert (found.value, found.of, found.all, found.pages, found.sure) == ("centre", 4, 5, 2, True)
