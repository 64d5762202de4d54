"""Each kind of fault is found with page, place and cure, and alone; what is none raises no alarm."""

from __future__ import annotations

import re

import pytest
from kinds import KINDS, NO_FAULTS, Kind, turned_to_be_alike
from planting import (
    planted,
    small,
)
from test_planted import FAULTS, X1A_FAULTS

from layout.fonts import FontBook
from layout.preflight import examine
from layout.preflight.rules import table
from layout.preflight.rules.metadata import _same_instant
from layout.preflight.values import Judgement
from layout.presses import press


@pytest.fixture(scope="module")
def sound(book: FontBook) -> bytes:
    return small(book)


def judged(data: bytes) -> Judgement:
    return examine(data, "planted.pdf", press())


def test_the_sound_page_is_sound(sound: bytes) -> None:
    assert judged(sound).findings == ()


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_each_kind_is_found_with_page_place_and_cure_and_nothing_else_speaks(sound: bytes, kind: Kind) -> None:
    findings = judged(planted(sound, kind.plant, **kind.saving)).findings
    mine = [finding for finding in findings if finding.code == kind.code and finding.page == kind.page]
    assert mine, [(finding.code, finding.page, finding.message()) for finding in findings]
    assert bool(mine[0].place) == kind.placed
    others = [finding for finding in findings if finding not in mine and finding.code not in kind.also]
    assert not [finding for finding in others if finding.code != kind.code], [each.message() for each in others]
    for finding in mine:
        assert not re.search(r"\{\w+\}", finding.message("en") + finding.message("zh"))
        assert finding.advice("en")
        assert finding.advice("zh")
        assert finding.source


@pytest.mark.parametrize("name", NO_FAULTS)
def test_what_is_no_fault_raises_no_alarm(sound: bytes, name: str) -> None:
    assert [each.message() for each in judged(planted(sound, NO_FAULTS[name])).findings] == []


def test_sizes_are_compared_as_pages_are_seen(sound: bytes) -> None:
    findings = judged(planted(sound, turned_to_be_alike)).findings
    assert [(finding.code, finding.page) for finding in findings] == [("NP785", 2)]


@pytest.mark.parametrize(
    ("info", "xmp", "same"),
    [
        ("D:20220406201541+02'00'", "2022-04-06T13:15:41-05:00", True),
        ("D:20220406201541Z", "2022-04-06T20:15:41", True),
        ("D:20220406201541+02'00'", "2022-04-06T20:15:41-05:00", False),
        ("D:20220406", "2022-04-06T00:00:00", True),
        ("yesterday", "2022-04-06T00:00:00Z", False),
    ],
)
def test_dates_are_one_instant_in_two_zones(info: str, xmp: str, same: bool) -> None:
    assert _same_instant(info, xmp) is same


def test_every_rule_has_its_planted_fault() -> None:
    planted_codes = {fault.code for fault in (*FAULTS, *X1A_FAULTS)} | {kind.code for kind in KINDS}
    planted_codes |= {"NP915"}  # in test_pages.py: the plates of a page have to be told beforehand
    assert {rule.code for rule in table()} - planted_codes == set()
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 40
