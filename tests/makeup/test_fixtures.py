"""Every reason for which a page is refused, and every tactic of copyfit, on the smallest issue that shows it.

The issues stand in tests/issues/makeup, on a little page of their own. A comment says what is expected: `# error NP606
23:9` a fault and its place, `# tactic a air` what copyfit did to a story and lists in its report. Nothing else may be
found or done.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path

import pytest
from drawer import faults

from layout.makeup.quality import points
from layout.pipeline import Proof, Session, Workspace

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "issues" / "makeup"
FIXTURES = sorted(file for file in FOLDER.rglob("*.yaml") if file.stem != "paper")
TACTICS = [fixture for fixture in FIXTURES if fixture.stem.startswith("tactic_")]
REFUSALS = [fixture for fixture in FIXTURES if fixture not in TACTICS]
FAULT = re.compile(r"# ((?:error|warning) NP\d{3} \d+:\d+)")
TACTIC = re.compile(r"# tactic (\w+) ([\w-]+)")
# A file never comes so far: reading refuses it before, with NP209 and NP208 (tests/issues/plan_*.yaml); NP620 is a
# fault of the last build's result, not of an issue (test_former.py), NP624 one of the installation (test_solver.py),
# NP625 one of the allowance (test_choose.py).
ELSEWHERE = {"NP611", "NP612", "NP620", "NP624", "NP625"}

OF_A_JURY = "Q26"  # from this check on they name what a page of one or two stories cannot have: a picture that leads it


@cache
def session() -> Session:
    return Session(Workspace(ROOT))


def made(fixture: Path) -> Proof:
    return session().check(str(fixture.relative_to(ROOT)))


@pytest.mark.parametrize("fixture", REFUSALS, ids=lambda path: path.stem)
def test_a_page_is_refused_for_its_reason_and_no_other(fixture: Path) -> None:
    proof = made(fixture)
    expected = FAULT.findall(fixture.read_text("utf-8"))
    assert faults(proof.report) == expected
    assert expected
    assert proof.failed == any(fault.startswith("error") for fault in expected)


@pytest.mark.parametrize("fixture", REFUSALS, ids=lambda path: path.stem)
def test_what_is_said_of_it_is_filled_in_in_both_languages(fixture: Path) -> None:
    for fault in made(fixture).report:
        for language in ("en", "zh"):
            for words in (fault.message(language), fault.advice(language)):
                assert words
                assert not re.search(r"\{[a-z_]+\}|None", words)


@pytest.mark.parametrize("fixture", TACTICS, ids=lambda path: path.stem)
def test_a_tactic_fills_the_page_and_is_listed(fixture: Path) -> None:
    proof = made(fixture)
    assert faults(proof.report) == []
    (page,) = proof.pages
    own = [check for check in page.checks if check.id < OF_A_JURY]
    assert sum(map(points, own)) <= 5
    assert not proof.failed
    assert sorted({(story, name) for story, name, _ in page.tactics}) == TACTIC.findall(fixture.read_text("utf-8"))


@pytest.mark.parametrize("fixture", TACTICS, ids=lambda path: path.stem)
def test_no_tactic_goes_beyond_its_limit(fixture: Path) -> None:
    proof = made(fixture)
    assert proof.theme is not None
    numbers = proof.theme.numbers
    limits = {
        "air": numbers["head_air"],
        "filler": numbers["filler_rows"],
        "crop": 100 * numbers["picture_crop"],
        "loose": 4,
        "spread": 2,
    }
    for page in proof.pages:
        assert all(0 < amount <= limits.get(name, amount) for _, name, amount in page.tactics)


def test_every_fault_of_make_up_has_its_fixture() -> None:
    messages = (resources.files("layout") / "data" / "messages" / "6xx.toml").read_text("utf-8")
    codes = set(re.findall(r"^\[(NP6\d\d)\]", messages, re.MULTILINE)) - ELSEWHERE
    shown = {fault.split()[1] for fixture in REFUSALS for fault in FAULT.findall(fixture.read_text("utf-8"))}
    assert codes <= shown


def test_every_tactic_that_the_report_explains_has_its_fixture() -> None:
    shown = {name for fixture in TACTICS for _, name in TACTIC.findall(fixture.read_text("utf-8"))}
    assert {
        "head",
        "form",
        "crop",
        "width",
        "legs",
        "loose",
        "punctuation",
        "air",
        "filler",
        "spread",
        "run-on",
    } <= shown


def test_the_manual_names_every_tactic_and_every_refusal() -> None:
    manual = (ROOT / "docs" / "copyfit.md").read_text("utf-8")
    for fixture in TACTICS:
        assert all(f"| `{name}` |" in manual for _, name in TACTIC.findall(fixture.read_text("utf-8")))
    for fixture in REFUSALS:
        assert all(fault.split()[1] in manual for fault in FAULT.findall(fixture.read_text("utf-8")))
