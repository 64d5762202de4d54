"""The benchmarks still run and print their tables; how long anything takes is no test."""

from __future__ import annotations

import importlib
import json
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

import pytest

HOME = Path(__file__).resolve().parent.parent


@pytest.fixture
def bench(monkeypatch):
    """A benchmark by its name."""
    monkeypatch.syspath_prepend(str(HOME / "bench"))

    def module(name: str) -> ModuleType:
        return importlib.import_module(name)

    return module


def test_workloads_are_the_same_files_each_time_and_read_without_a_fault(bench, tmp_path):
    from layout import Workspace
    from layout.diagnostics import Report
    from layout.issue import read_issue

    workloads = bench("workloads")
    (first,) = workloads.write_all(tmp_path / "first", ("W16",))["W16"]
    (second,) = workloads.write_all(tmp_path / "second", ("W16",))["W16"]
    assert first.read_bytes() == second.read_bytes()
    report = Report()
    issue = read_issue(Workspace(), str(first), report)
    assert not list(report)
    assert [page.number for page in issue.pages] == list(range(1, 17))


def test_no_page_of_the_workloads_has_copy_over_or_a_foot_short(bench, tmp_path):
    from layout import Workspace
    from layout.pipeline import check

    workloads = bench("workloads")
    (file,) = workloads.write_all(tmp_path, ("W4",))["W4"]
    assert not [fault.message() for fault in check(Workspace(), str(file)).report]


def test_peers_prints_medians_and_ratios_beside_their_goals(bench, capsys):
    peers = bench("peers")
    peers.main(["--only", "W1 cold", "--runs", "1", "--skip", "typst,weasyprint"])
    assert "| W1 cold | layout |" in capsys.readouterr().out
    ours, theirs = peers.Run(1.0, 1.0, 40.0, 100), peers.Run(2.0, 0.5, 100.0, 100)
    lines = list(peers.ratios({"W16": {"layout": ours, "typst": theirs}}))
    assert lines[-1] == "| typst | W16 | 0.50 ✓ ≤ 0.8 | 2.00 ✗ ≤ 1 | 0.40 ✓ ≤ 0.8 | 1.00 ✓ ≤ 1.1 |"


def test_growth_finds_the_exponent_between_two_sizes(bench, capsys):
    growth = bench("growth")
    growth.main(["--only", "setting", "--largest", "1000"])
    assert "| 1,000 |" in capsys.readouterr().out
    lines = list(growth.table("pages", [growth.Cost(8, 1.0), growth.Cost(16, 4.0)], 32))
    assert "| 2.00 |" in lines[-2]
    assert lines[-1].startswith("| 32 | no answer |")


def test_an_undrawn_issue_differs_from_the_drawn_one_in_its_plans_only(bench):
    growth = bench("growth")
    drawn, auto = growth.pages(2).split("\n"), growth.pages(2, auto=True).split("\n")
    assert auto.count("    plan: auto") == 2
    rows = [line for line in drawn if line not in auto]
    assert [line for line in rows if line.strip() != "plan: |"]
    assert all(set(line.split()) <= set(bench("workloads").RANKS) for line in rows if line.strip() != "plan: |")


def test_warm_edits_a_copy_and_leaves_the_issue_alone(bench, capsys):
    warm, seed = bench("warm"), HOME / "issues" / "xietu" / "2019-07-15.yaml"
    before = seed.read_bytes()
    warm.main([str(seed), "--every", "40"])
    assert "nothing changed, median of" in capsys.readouterr().out
    assert seed.read_bytes() == before


def test_random_issues_of_an_earlier_run_are_made_again_with_the_same_copy(bench):
    random_issues = bench("random_issues")
    name, page, wanted = random_issues.page_of(4)
    trial = random_issues.fitted(4, name, page, wanted)
    again = random_issues.replayed(4, name, page, {"factors": list(trial.factors), "full": trial.full})
    assert again == trial


def test_random_issues_compares_pages_of_the_same_seeds(bench):
    random_issues = bench("random_issues")
    facts = 1, 2, "berliner", 4, 0.95, ()
    before = random_issues.Outcome(*facts, 90.0, True, None, 2.0, (), checks=(("Q11", 2, 10.0),))
    after = random_issues.Outcome(*facts, 95.0, True, None, 1.0, (), checks=(("Q11", 1, 5.0),))
    kept = random_issues.outcome_of(json.loads(json.dumps(asdict(before))))
    assert kept == before
    lines = list(random_issues.comparison([kept], [after]))
    assert "| Q11 | 200 | 100 | 10.00 | 5.00 |" in lines
    assert "| CPU s median | 2.000 | 1.000 |" in lines
    assert "\nscores of kept pages: 1 higher, 0 lower; 0 pages won, 0 lost" in lines


def test_the_catalogue_is_made_and_asked_in_every_class(bench, capsys):
    catalogue = bench("catalogue")
    catalogue.main(["--articles", "80", "--each", "2"])
    printed = capsys.readouterr().out
    assert "80 articles" in printed
    assert all(f"\n| {kind} | " in printed for kind in ("common", "eight", "latin", "nothing", "signed", "**all**"))
