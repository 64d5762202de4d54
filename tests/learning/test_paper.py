"""What is written is a paper.yaml that reads without a word, says what differs and how it is known, in either language,
and makes the issue's pages again."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from papers import ISSUES, ROOT, known, theme_of

from layout.diagnostics import Report
from layout.display import GlyphRun, Ink, walk
from layout.learning.paper import ink_text, millimetres, points
from layout.makeup import PageMade
from layout.pipeline import Session, Workspace
from layout.theme import read_theme


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ISSUES)
def test_the_paper_reads_without_a_word_and_is_the_theme_of_the_issue(name, language, tmp_path):
    learned, _, learning = known(name, language)
    report = Report()
    (tmp_path / "paper.yaml").write_text(learning.paper(learned, report), "utf-8")
    faults = Report()
    read = read_theme(Workspace(tmp_path), "paper.yaml", faults)
    assert [fault.message() for fault in faults] == []
    own = theme_of(name)
    assert read.grid.columns == own.grid.columns
    assert read.grid.measure == pytest.approx(own.grid.measure, abs=0.02)
    assert read.grid.gutter == pytest.approx(own.grid.gutter, abs=0.02)
    assert read.grid.leading == pytest.approx(own.grid.leading, abs=0.02)
    assert read.format.trim.width == pytest.approx(own.format.trim.width, abs=0.02)
    assert read.format.left == pytest.approx(own.format.left, abs=0.1)
    assert read.format.top == pytest.approx(own.format.top, abs=0.1)
    assert read.styles["body"].font == own.styles["body"].font
    assert read.inks["accent"] == own.inks["accent"]


def test_keys_are_chinese_or_english_and_values_carry_their_evidence(tmp_path):
    learned, _, learning = known("demo", "en")
    report = Report()
    english = learning.paper(learned, report)
    assert "  measure: 17 em  # all" in english
    assert "  gutter: 1.6 em  # " in english
    learned, _, learning = known("demo", "zh")
    report = Report()
    chinese = learning.paper(learned, report)
    assert "\n网格:\n  栏宽: 17 em  # " in chinese
    assert "基于: broadsheet" in chinese
    assert "报宋" in chinese.split("基于")[0]


def test_only_what_differs_from_the_theme_is_written(tmp_path):
    learned, _, learning = known("school")
    report = Report()
    text = learning.paper(learned, report)
    assert "extends: community-tabloid\n" in text
    assert "columns:" not in text
    assert "leading: 14" not in text
    assert "accent: C 80 M 10 Y 90 K 10" in text


def test_values_that_are_not_sure_are_marked_and_told_once(tmp_path):
    learned, _, learning = known("xietu")
    report = Report()
    text = learning.paper(learned, report)
    marked = [line for line in text.splitlines() if "# ? " in line]
    assert any(line.strip().startswith("columns:") for line in marked)
    (told,) = [fault for fault in report if fault.code == "NP991"]
    assert dict(told.values)["count"] == len(marked)


def test_what_no_page_shows_is_listed_and_left_to_the_theme(tmp_path):
    learned, _, learning = known("xietu")
    report = Report()
    (line,) = [line for line in learning.paper(learned, report).splitlines() if "Not to be seen" in line]
    assert "nameplate" in line
    assert "headline-lead" not in line


def runs(made: PageMade) -> Counter[tuple[str, float, float, float]]:
    items = (item for item in walk(made.page.items) if isinstance(item, GlyphRun))
    return Counter((item.text, round(item.x, 1), round(item.baseline, 1), round(item.size, 1)) for item in items)


# Part of a page's runs that stand in the same place at the same size. What the page does not show cannot be learned:
# of xietu, one page, the rows between stories; of the fronts, the lines of the nameplate.
ALIKE = {"xietu": 0.7, "demo": 0.9, "school": 0.9}


@pytest.mark.parametrize("name", ISSUES)
def test_the_issue_under_its_learned_paper_comes_out_nearly_the_same(name, tmp_path):
    source = ROOT / ISSUES[name]
    folder = tmp_path / name
    shutil.copytree(source.parent, folder, ignore=shutil.ignore_patterns("*.pdf", "*.plan.json"))
    own = Session(Workspace(), again=False, shelf="").check(str(folder / source.name), fresh=True)
    learned, _, learning = known(name)
    report = Report()
    Path(folder / "paper.yaml").write_text(learning.paper(learned, report), "utf-8")
    again = Session(Workspace(), again=False, shelf="").check(str(folder / source.name), fresh=True)
    assert not again.failed
    assert [fault.message() for fault in again.report] == []
    assert len(again.pages) == len(own.pages)
    for before, after in zip(own.pages, again.pages, strict=True):
        first, second = runs(before), runs(after)
        assert (first & second).total() >= ALIKE[name] * first.total()
        # Every line of every story breaks where it did; only furniture's words may be missing.
        words, others = (Counter(run[0] for run in each.elements()) for each in (first, second))
        assert (words - others).total() <= 9


def test_numbers_are_written_as_a_person_would():
    assert points(9.5) == "9.5"
    assert points(12.600000000000023) == "12.6"
    assert points(11.129) == "11.13"
    assert millimetres(34.015) == "12"
    assert millimetres(771.023) == "272"


def test_inks_are_written_as_plates_or_names():
    assert ink_text(Ink(0, 1, 1, 0), None) == "M 100 Y 100"
    assert ink_text(Ink(0, 0, 0, 1), None) == "black"
    assert ink_text(Ink(0, 0, 0, 0.07), None) == "K 7"
    assert ink_text(Ink(0, 1, 0.8, 0, "PANTONE 186 C"), None) == ["PANTONE 186 C", "0", "100", "80", "0"]
