"""A page somewhat longer, shorter or lower is full, or its report says what mends it: a sample of `bench/walk.py`."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def bench() -> ModuleType:
    if "walk" not in sys.modules:
        spec = importlib.util.spec_from_file_location("walk", ROOT / "bench" / "walk.py")
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules["walk"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["walk"]


@pytest.mark.parametrize("page", ["drawn", "auto", "school", "school2"])
@pytest.mark.parametrize("characters", [-80, -33, 7, 54, 80])
def test_any_length_of_the_second_story_gives_a_full_page_or_advice_that_works(page: str, characters: int) -> None:
    outcome = bench().run(bench().Case(page, characters))
    assert outcome.failed == ()


@pytest.mark.parametrize("page", ["drawn", "auto", "school", "school2"])
@pytest.mark.parametrize("rows", [62, 67, 76, 80])
def test_any_height_gives_a_full_page_or_advice_that_works(page: str, rows: int) -> None:
    outcome = bench().run(bench().Case(page, rows=rows))
    assert outcome.failed == ()


def test_advice_that_does_not_work_is_found_out() -> None:
    """The walk itself can fail: a page too low that no advice was given for, and one whose advice is not followed."""
    walk = bench()
    issue, theme = walk.setting(walk.Case("drawn", rows=60))
    page, report = walk.made(issue, theme)
    faults = walk.faults_of(page, report)
    assert [fault.split()[0] for fault in faults] == ["Q01"] * len(faults)
    assert faults
    ways = list(walk.advice(report))
    assert len(ways[0]) > 1
    assert walk.faults_of(*walk.made(walk.followed(issue, ways[0][:-1]), theme))
