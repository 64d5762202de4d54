"""A plan goes into an issue without touching anything but the page's plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from layout.diagnostics import Report
from layout.issue import read_issue
from layout.pipeline import Session, Workspace
from layout.plans import CannotWrite, written

DRAWING = ("a b", "c b")
STORIES = """    stories:   # 稿
      a: {headline: 甲, body: 文}
      b: {headline: 乙, body: 文}   # 留意
      c: {headline: 丙, body: 文}
"""


def put(tmp_path: Path, text: str) -> str:
    (tmp_path / "issue.yaml").write_bytes(text.encode())
    session = Session(Workspace(tmp_path))
    new = written(session, "issue.yaml", {1: DRAWING}, Report()).decode()
    (tmp_path / "issue.yaml").write_bytes(new.encode())
    report = Report()
    issue = read_issue(session.workspace, "issue.yaml", report)
    assert not len(report), [d.message() for d in report]
    assert issue is not None
    assert issue.pages[0].plan is not None
    assert issue.pages[0].plan.bands == (("a", "b"), ("c", "b"))
    return new


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    plan: auto\n", "    plan: |\n      a b\n      c b\n"),
        ("    plan: auto   # 先自动\n", "    plan: |   # 先自动\n      a b\n      c b\n"),
        ("    版式: 自动\n", "    版式: |\n      a b\n      c b\n"),
        ("    plan: |\n      a a\n      b c\n", "    plan: |\n      a b\n      c b\n"),
        ("    plan: |   # 手画\n      a a\n      b c\n\n    # 下面是稿\n", None),
        ("    plan: {choose: 3}\n", "    plan: |\n      a b\n      c b\n"),
        ("    plan:\n", "    plan: |\n      a b\n      c b\n"),
        ("", "    plan: |\n      a b\n      c b\n"),
    ],
)
def test_only_the_plan_changes(tmp_path: Path, before: str, after: str | None) -> None:
    head = "# 头版\npages:\n  - page: 1   # 第一版\n"
    new = put(tmp_path, head + before + STORIES)
    assert new.startswith(head)
    assert new.endswith(STORIES)
    if after is not None:
        assert new == head + after + STORIES
    else:
        assert "# 下面是稿\n" in new


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    new = put(tmp_path, ("pages:\n  - page: 1\n    plan: auto\n" + STORIES).replace("\n", "\r\n"))
    assert new.count("\n") == new.count("\r\n")


def test_a_page_in_braces_is_refused(tmp_path: Path) -> None:
    (tmp_path / "issue.yaml").write_text(
        "pages: [{page: 1, plan: auto, stories: {a: {headline: 甲, body: 文}}}]\n", "utf-8"
    )
    with pytest.raises(CannotWrite):
        written(Session(Workspace(tmp_path)), "issue.yaml", {1: DRAWING}, Report())
