"""What the editor has said is right stays untold: at a line, for a story, for a paper."""

from __future__ import annotations

import pytest

from layout.diagnostics import Report
from layout.issue import read_issue
from layout.proofreading import proofread
from layout.theme import Proofreading

HEAD = "date: 2026-01-01\npages:\n  - page: 1\n    stories:\n      a:\n"


class Desk:
    def __init__(self, files: dict[str, str]) -> None:
        self.files = files

    def read(self, name: str) -> bytes:
        if name not in self.files:
            raise FileNotFoundError(name)
        return self.files[name].encode()

    def exists(self, name: str) -> bool:
        return name in self.files

    def names(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted(self.files))


def told(story: str, unchecked: tuple[str, ...] = (), report: Report | None = None, **files: str) -> list[str]:
    """The rules told of the story whose lines these are."""
    lines = "".join(f"        {line}\n" for line in story.splitlines())
    desk = Desk({"i.yaml": HEAD + lines, **{name.replace("_", "."): text for name, text in files.items()}})
    faults = Report()
    issue = read_issue(desk, "i.yaml", faults)
    assert issue is not None
    assert not list(faults)
    return [finding.rule.name for finding in proofread(issue, Proofreading(unchecked=unchecked), None, report)]


def test_without_a_comment_it_is_told() -> None:
    assert told("headline: 近300余人做的二个\nbody: 字") == ["near-and-more", "er-for-liang"]


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("# 不查", []),
        ("# nocheck", []),
        ("# 不查: 近与余", ["er-for-liang"]),
        ("# nocheck: near-and-more", ["er-for-liang"]),
        ("# 不查：近与余，二与两", []),
        ("# 不查: NP241", ["near-and-more"]),
        ("# 不查: 近300余", ["er-for-liang"]),
        ("# 编者按 # 不查: 二个", ["near-and-more"]),
        ("# 不查: 约与左右", ["near-and-more", "er-for-liang"]),
        ("# 待查", ["near-and-more", "er-for-liang"]),
    ],
)
def test_a_comment_at_the_line_silences_what_it_names(comment: str, left: list[str]) -> None:
    assert told(f"headline: 近300余人二个  {comment}\nbody: 字") == left
    assert told(f"{comment}\nheadline: 近300余人二个\nbody: 字") == left


@pytest.mark.parametrize("typed", ["'近300余人'", '"近300余人"', "|  COMMENT\n  近300余人", ">  COMMENT\n  近300余人"])
def test_it_does_in_every_style_of_yaml(typed: str) -> None:
    comment = "# 不查: 近与余"
    here = typed.replace("COMMENT", comment) if "COMMENT" in typed else f"{typed}  {comment}"
    assert told(f"headline: 字\nbody: {here}") == []
    assert told(f"headline: 字\nbody: {typed.replace('  COMMENT', '')}") == ["near-and-more"]


def test_a_comment_at_the_end_of_several_lines_is_for_all_of_them() -> None:
    assert told('headline: 字\nbody: "近300余人\n  二个"  # 不查: 近与余') == ["er-for-liang"]


def test_what_looks_like_a_comment_in_copy_is_copy() -> None:
    assert told("headline: 字\nbody: |\n  近300余人  # 不查") == ["near-and-more"]
    assert told("headline: '近300余人 # 不查'\nbody: 字") == ["near-and-more"]


def test_a_comment_is_for_its_line_alone() -> None:
    assert told("headline: 近300余人  # 不查\ndeck: 近300余人\nbody: 字") == ["near-and-more"]


def test_a_story_and_a_paper_say_it_by_a_key_also_for_copy_in_a_file() -> None:
    story = "headline: 字\nbody: {file: a.md}"
    assert told(story, a_md="近300余人\n\n二个") == ["near-and-more", "er-for-liang"]
    assert told(story + "\nunchecked: 近与余", a_md="近300余人\n\n二个") == ["er-for-liang"]
    assert told(story + "\n不查: [NP240, 二个]", a_md="近300余人\n\n二个") == []
    assert told(story, ("二与两",), a_md="近300余人\n\n二个") == ["near-and-more"]


def test_a_story_may_silence_its_briefs() -> None:
    briefs = "role: briefs\nitems:\n  - {headline: 字, body: 近300余人}"
    assert told(briefs) == ["near-and-more"]
    assert told(briefs + "\n不查: 近与余") == []


def test_a_name_that_is_nearly_a_rules_is_told() -> None:
    report = Report()
    assert told("headline: 近300余人  # 不查: 近于余\nbody: 字", report=report) == ["near-and-more"]
    assert [(fault.code, dict(fault.values)["nearest"]) for fault in report] == [("NP255", "近与余")]
    report = Report()
    told("headline: 字\nbody: 字\nunchecked: [near-and-mroe, 以及, 近300余人]", report=report)
    assert [(fault.code, fault.span.line) for fault in report] == [("NP255", 5)]


def test_the_place_of_a_finding_is_where_it_was_typed() -> None:
    issue = read_issue(
        Desk({"i.yaml": HEAD + "        headline: 字\n        body: |\n          一。\n          近300余人\n"}),
        "i.yaml",
        Report(),
    )
    assert issue is not None
    (finding,) = proofread(issue)
    assert (str(finding.span), finding.span.length) == ("i.yaml:9:11", 5)
    assert finding.diagnostic.message("zh") == "数量：“近300余”，“近”是不到，“余”“多”是超过，不能同用"
    assert finding.diagnostic.advice("en").startswith("write “近300” or “300余”; ")
    assert "# 不查: 近与余" in finding.diagnostic.advice("zh")
