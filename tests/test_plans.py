"""A plan goes into an issue without touching anything but the page's plan."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pikepdf
import pytest
from click.testing import CliRunner, Result

from layout.amending import ChoosePlan, amend
from layout.cli import command
from layout.diagnostics import Report
from layout.issue import read_issue
from layout.pipeline import Session, Workspace

DRAWING = ("a b", "c b")
STORIES = """    stories:   # 稿
      a: {headline: 甲, body: 文}
      b: {headline: 乙, body: 文}   # 留意
      c: {headline: 丙, body: 文}
"""
STORIES_IN_BRACES = "stories: {a: {headline: 甲, body: 文}, b: {headline: 乙, body: 文}, c: {headline: 丙, body: 文}}"


def put(tmp_path: Path, text: str) -> str:
    report = Report()
    amended = amend(text.encode(), ChoosePlan(((1, DRAWING),)), report, "issue.yaml")
    assert amended is not None
    (tmp_path / "issue.yaml").write_bytes(amended)
    new = amended.decode()
    issue = read_issue(Workspace(tmp_path), "issue.yaml", report)
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


def test_a_page_in_braces_takes_its_plan_between_them(tmp_path: Path) -> None:
    before, after = "pages: [{page: 1, plan: ", f", {STORIES_IN_BRACES}}}]   # 一版\n"
    assert put(tmp_path, f"{before}auto{after}") == f'{before}"a b\\nc b\\n"{after}'


def test_a_file_with_faults_is_left_alone() -> None:
    report = Report()
    assert amend(b"pages:\n  - page: 1\n  plan: [\n", ChoosePlan(((1, DRAWING),)), report) is None
    assert [fault.code for fault in report] == ["NP140"]


# `layout plans` as an editor meets it

LONG = "近日，社区举办了一场别开生面的活动，邻里齐聚一堂。"
ISSUE = """# 本期
date: 2026-06-01
number: 1
pages:
  - page: 2     # 第二版
    banner: 社区
    plan: auto  # 先自动
    adverts:
      - {id: ad, columns: 5, rows: 8, place: foot}
    constraints: []   # 约束
    stories:
      a: {headline: 新桥今日通车, jump: {to: auto}, body: COPY*60}
      b: {headline: 渡口四十年回望, body: COPY*40}   # 留意
      c: {headline: 图书馆夜间开放, body: COPY*30}
      d: {headline: 老街修缮完工, body: COPY*26}
  - page: 3
    banner: 文体
    plan: auto
    stories:
      e: {headline: 球队夺冠归来, body: COPY*34}
      f: {headline: 社区合唱团招新, body: COPY*26}
      h: {headline: 书法比赛揭晓, body: COPY*22}
# 整期的稿
stories:
  g: {banner: 文体, headline: 画展开幕, body: COPY*20}
"""


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    text = re.sub(r"COPY\*(\d+)", lambda match: LONG * int(match[1]), ISSUE)
    (tmp_path / "i.yaml").write_text(text, "utf-8")
    (tmp_path / "paper.yaml").write_text("extends: community-tabloid\nmasthead: {name: 社区报}\n", "utf-8")
    return tmp_path / "i.yaml"


def wished(issue: Path, wishes: str) -> None:
    issue.write_text(issue.read_text("utf-8").replace("constraints: []", f"constraints: [{wishes}]"), "utf-8")


def run(*arguments: object) -> Result:
    names = {"LC_ALL": "C.UTF-8", "LAYOUT_FONTS": ""}
    result = CliRunner(env=names).invoke(command, [str(each) for each in arguments], standalone_mode=False)
    if result.exception is not None and not isinstance(result.exception, SystemExit | click.UsageError):
        raise result.exception
    return result


def plans(issue: Path, *arguments: object) -> list[dict[str, Any]]:
    result = run("plans", issue, "--format", "json", *arguments)
    assert result.return_value == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["plans"]
    return found


def boxes(plan: dict[str, Any]) -> dict[str, tuple[int, int, int, int]]:
    return {p["story"]: (p["column"], p["columns"], p["row"], p["rows"]) for p in plan["places"]}


def test_every_page_or_one_of_them_is_planned_and_so_many_plans_shown(issue: Path) -> None:
    assert {plan["page"] for plan in plans(issue, "-n", 2)} == {2, 3}
    one = plans(issue, "--page", 3, "-n", 3)
    assert [(plan["page"], plan["plan"]) for plan in one] == [(3, 1), (3, 2), (3, 3)]
    assert all({"score", "fits", "drawing", "places", "checks"} <= plan.keys() for plan in one)


def test_a_number_means_the_same_plan_however_many_are_shown(issue: Path) -> None:
    few, many = plans(issue, "--page", 2, "-n", 2), plans(issue, "--page", 2, "-n", 20)
    assert many[:2] == few
    assert plans(issue, "--page", 2, "--choose", 2) == few[1:]


def test_what_jumps_to_a_page_and_what_the_issue_puts_there_is_planned_with_it(issue: Path) -> None:
    assert all(set(boxes(plan)) == {"a", "e", "f", "g", "h"} for plan in plans(issue, "--page", 3))


def test_the_story_of_the_whole_issue_is_told_where_it_stands(issue: Path) -> None:
    output = run("check", issue).output
    assert "page 3" in output.split("from the stories of the whole issue: g")[0].splitlines()[-2]


def test_the_solver_is_asked_by_its_name_alone(issue: Path) -> None:
    cut, solved = plans(issue, "--page", 2, "-n", 1), plans(issue, "--page", 2, "-n", 1, "--engine", "solver")
    assert cut == plans(issue, "--page", 2, "-n", 1, "--engine", "cuts")
    assert set(boxes(solved[0])) == set(boxes(cut[0]))
    assert solved[0]["fits"] >= cut[0]["fits"]
    assert isinstance(run("plans", issue, "--engine", "guess").exception, click.UsageError)


def test_a_page_that_is_not_there_is_wrong_usage(issue: Path) -> None:
    assert isinstance(run("plans", issue, "--page", 9).exception, click.UsageError)


def test_the_contact_sheet_shows_every_plan(issue: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.pdf"
    shown = plans(issue, "-n", 3, "-o", sheet)
    with pikepdf.open(sheet) as pdf:
        words = b"".join(page.Contents.read_bytes() for page in pdf.pages)
        assert len(pdf.pages) == 1
    assert words.count(b" re") > len(shown) == 6


def test_the_plan_chosen_in_the_issue_is_the_one_shown(issue: Path) -> None:
    third = boxes(plans(issue, "--page", 2, "-n", 4)[2])
    issue.write_text(issue.read_text("utf-8").replace("plan: auto  # 先自动", "plan: {choose: 3}  # 第三个"), "utf-8")
    session = Session(Workspace(issue.parent))
    made = session.check("i.yaml").pages[0]
    head = min(area.row for _, area in made.places)
    assert {n: (a.column, a.columns, a.row - head, a.rows) for n, a in made.places if n != "ad"} == third


def test_the_plan_chosen_is_written_and_nothing_else_is_touched(issue: Path) -> None:
    before = issue.read_text("utf-8")
    second = plans(issue, "--page", 2, "-n", 2)[1]
    assert run("plans", issue, "--page", 2, "--choose", 2, "--write").return_value == 0
    drawing = "".join(f"      {line}\n" for line in second["drawing"])
    assert issue.read_text("utf-8") == before.replace("plan: auto  # 先自动\n", f"plan: |  # 先自动\n{drawing}")
    proof = Session(Workspace(issue.parent)).check("i.yaml")
    assert {name for name, _ in proof.pages[0].places} == {"a", "b", "c", "d", "ad"}
    assert proof.pages[0].planned is False


def test_a_page_with_stories_of_the_whole_issue_is_written_with_them(issue: Path) -> None:
    """What a page draws stands there, so that the written page keeps the stories it was given."""
    assert run("plans", issue, "--page", 3, "--write").return_value == 0
    read = read_issue(Workspace(issue.parent), "i.yaml", Report())
    assert read is not None
    assert {story.name for story in read.pages[1].stories} == {"e", "f", "g", "h"}
    assert not read.stories
    assert "# 整期的稿" in issue.read_text("utf-8")


@pytest.mark.parametrize(
    ("wishes", "kept"),
    [
        ("{story: b, at: bottom-left}", lambda p, rows: p["b"][0] == 0 and p["b"][2] + p["b"][3] == rows),
        ("{story: b, side: c}", lambda p, rows: p["c"][0] - p["b"][0] in (p["b"][1], -p["c"][1])),
        ("{story: b, apart: c}", lambda p, rows: not touching(p["b"], p["c"])),
        ("{story: c, at: top, lock: yes}", lambda p, rows: p["c"][2] == 0),
    ],
)
def test_every_plan_shown_keeps_the_constraints(
    issue: Path, wishes: str, kept: Callable[[dict[str, tuple[int, int, int, int]], int], bool]
) -> None:
    wished(issue, wishes)
    found = [boxes(plan) for plan in plans(issue, "--page", 2)]
    assert found
    rows = max(row + rows for _, _, row, rows in found[0].values())
    assert all(kept(each, rows) for each in found)


def touching(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    def meet(a: int, length: int, b: int, other_length: int, white: int) -> bool:
        return a < b + other_length + white and b < a + length + white

    across, down = meet(one[0], one[1], other[0], other[1], 0), meet(one[2], one[3], other[2], other[3], 0)
    beside = meet(one[0], one[1], other[0], other[1], 1) and down
    return beside or (across and meet(one[2], one[3], other[2], other[3], 2))


def test_the_advert_keeps_its_rows_in_every_plan(issue: Path) -> None:
    proof = Session(Workspace(issue.parent)).check("i.yaml")
    page = dict(proof.pages[0].places)
    assert (page["ad"].columns, page["ad"].rows) == (5, 8)
    planned = plans(issue, "--page", 2)
    rows = {max(row + rows for _, _, row, rows in boxes(plan).values()) for plan in planned}
    assert rows == {page["ad"].row - min(area.row for area in page.values()) - 1}


def test_a_story_locked_where_the_last_build_put_it_stays_there_in_every_plan(issue: Path) -> None:
    assert run("build", issue).return_value == 0
    stood = json.loads(issue.with_suffix(".plan.json").read_bytes())["pages"][0]["places"]
    b = next(place for place in stood if place["story"] == "b")
    wished(issue, "{story: b, lock: yes}")
    for plan in plans(issue, "--page", 2):
        column, columns, row, _ = boxes(plan)["b"]
        assert (column, columns) == (b["column"], b["columns"])
        assert abs(row - (b["row"] - min(place["row"] for place in stood))) <= 2


def test_constraints_no_plan_keeps_are_told_and_nothing_is_written(issue: Path) -> None:
    wished(issue, "{story: b, at: top-left}, {story: c, at: top-left}")
    before = issue.read_bytes()
    result = run("plans", issue, "--page", 2, "--write")
    assert result.return_value == 1
    assert "NP606" in result.output
    assert issue.read_bytes() == before


def jumping(issue: Path, to: str) -> None:
    """The first story listed for the whole issue, and jumping."""
    text = issue.read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("      a:"))
    body = line.partition("body: ")[2].rstrip("}")
    text = text.replace(line + "\n", "")
    issue.write_text(f"{text}  a: {{headline: 新桥今日通车, page: auto, jump: {{to: {to}}}, body: {body}}}\n", "utf-8")


def test_the_rest_of_a_story_of_the_whole_issue_is_written_where_it_is_said_to_jump(issue: Path) -> None:
    jumping(issue, "3")
    assert run("plans", issue, "--page", 3, "--write").return_value == 0
    proof = Session(Workspace(issue.parent)).check("i.yaml")
    assert not proof.report.failed
    assert [{name for name, _ in made.places} & {"a"} for made in proof.pages] == [{"a"}, {"a"}]
    assert proof.pages[0].assigned == ("a",)


def test_the_rest_alone_is_not_written_where_it_would_read_as_the_story(issue: Path) -> None:
    jumping(issue, "auto")
    before = issue.read_bytes()
    assert isinstance(run("plans", issue, "--page", 3, "--write").exception, click.UsageError)
    assert issue.read_bytes() == before
    assert run("plans", issue, "--write").return_value == 0
    proof = Session(Workspace(issue.parent)).check("i.yaml")
    assert not proof.report.failed
    assert [{name for name, _ in made.places} & {"a"} for made in proof.pages] == [{"a"}, {"a"}]
