"""Cures as changes of values, and written into the files with everything else as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from layout.cli import command
from layout.diagnostics import Report
from layout.issue import read_issue
from layout.proofreading import Finding, changes, fixed_value, fixed_values, proofread
from layout.source import Node, compose
from layout.source.text import Source
from layout.workspace import Workspace

ISSUE = """# 第一期
日期: 2026-01-01
版:
  - 版次: 1
    稿:
      头条:
        主题: 演出二个多小时   # 主题
        副题: "近300余人参加,都说\\"好\\""
        正文: |  # 正文
          居民迫不急待地报名，，参加**二个**活动。

          共捐３０
          元。 谢谢。
      次条: {主题: '邻居''们, 二个', 正文: {文件: copy/a.md}}
"""
MENDED = """# 第一期
日期: 2026-01-01
版:
  - 版次: 1
    稿:
      头条:
        主题: 演出两个多小时   # 主题
        副题: "近300余人参加，都说“好”"
        正文: |  # 正文
          居民迫不及待地报名，参加**两个**活动。

          共捐30
          元。谢谢。
      次条: {主题: '邻居''们， 两个', 正文: {文件: copy/a.md}}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "copy").mkdir()
    (tmp_path / "paper.yaml").write_text("extends: community-tabloid\n", "utf-8")
    (tmp_path / "i.yaml").write_text(ISSUE, "utf-8")
    (tmp_path / "copy/a.md").write_bytes("\ufeff近日,来了二名医生。\r\n\r\n近300余人。\r\n".encode())
    return tmp_path


def run(desk: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, ["proofread", str(desk / "i.yaml"), *arguments], env={"LANG": "C"})


def read(desk: Path) -> tuple[Finding, ...]:
    issue = read_issue(Workspace(desk), "i.yaml", Report())
    assert issue is not None
    return proofread(issue)


def test_fix_writes_what_is_sure_and_touches_nothing_else(desk: Path) -> None:
    result = run(desk, "--fix")
    assert result.exit_code == 0
    assert (desk / "i.yaml").read_text("utf-8") == MENDED
    assert (desk / "copy/a.md").read_bytes() == "\ufeff近日，来了两名医生。\r\n\r\n近300余人。\r\n".encode()
    assert "wrote" in result.output
    assert result.output.count("NP240") == 2  # what is not sure is still told, of the files as they are now
    assert "NP241" not in result.output


def test_a_second_fix_has_nothing_to_write(desk: Path) -> None:
    run(desk, "--fix")
    before = (desk / "i.yaml").stat().st_mtime_ns
    assert "wrote" not in run(desk, "--fix").output
    assert (desk / "i.yaml").stat().st_mtime_ns == before


def test_without_fix_nothing_is_written(desk: Path) -> None:
    assert run(desk).exit_code == 0
    assert (desk / "i.yaml").read_text("utf-8") == ISSUE


def test_json_tells_the_rule_the_place_and_what_to_write(desk: Path) -> None:
    found = json.loads(run(desk, "--format", "json").output)
    first = found["findings"][0]
    assert first["rule"] == "er-for-liang"
    assert (first["line"], first["column"], first["length"]) == (7, 15, 2)
    assert (first["text"], first["instead"], first["sure"]) == ("二个", ["两个"], True)
    assert found["diagnostics"] == []


def test_a_value_is_given_back_with_the_cure_chosen(desk: Path) -> None:
    finding = next(finding for finding in read(desk) if finding.rule.name == "near-and-more")
    nodes = [fixed_value(finding, choice) for choice in (0, 1, 2, -1)]
    assert [node and node[1] for node in nodes] == ['近300人参加,都说"好"', '300余人参加,都说"好"', None, None]


def test_only_the_characters_that_differ_are_changed(desk: Path) -> None:
    finding = next(finding for finding in read(desk) if finding.text == "迫不急待")
    assert [(change.end - change.start, change.text) for change in changes(finding)] == [(1, "及")]


def test_every_cure_of_the_issue_reads_back_as_the_copy_with_it(desk: Path) -> None:
    for finding in read(desk):
        for choice in range(len(finding.hit.instead)):
            made = fixed_value(finding, choice)
            assert made is not None, finding.rule.name
            node, text = made
            assert len(node.value) - len(text) == len(finding.text) - len(finding.hit.instead[choice])


def test_a_cure_across_the_lines_of_a_paragraph_is_left_to_the_editor(tmp_path: Path) -> None:
    above = "pages:\n  - page: 1\n    stories:\n      a:\n        headline: 字\n        body: |\n"
    source = above + "          来了二\n          个人。\n"
    (tmp_path / "i.yaml").write_text(source, "utf-8")
    (finding,) = read(tmp_path)
    assert finding.text == "二个"
    assert changes(finding)  # one character, on one line
    (tmp_path / "i.yaml").write_text(source.replace("二\n", "进行进\n").replace("个人", "行活动"), "utf-8")
    (finding,) = read(tmp_path)
    assert finding.text == "进行进行"
    assert fixed_value(finding) is None
    assert fixed_values([finding]) == ()


def test_what_is_mended_composes_to_the_tree_with_the_new_values(desk: Path) -> None:
    report = Report()
    before, after = (compose(Source("i.yaml", text), report) for text in (ISSUE, MENDED))
    assert before is not None
    assert after is not None
    assert not list(report)
    assert len(list(scalars(before))) == len(list(scalars(after)))


def scalars(node: Node) -> list[Node]:
    return [node] * (node.kind == "scalar") + [
        each for child in (*node.items, *(each for pair in node.pairs for each in pair)) for each in scalars(child)
    ]


def test_the_rules_are_listed_in_the_language_asked() -> None:
    english, chinese = (
        CliRunner().invoke(command, ["--lang", tongue, "proofread", "--rules"]).output for tongue in ("en", "zh")
    )
    assert "NP240  near-and-more  近与余" in english
    assert "NP240  近与余  near-and-more" in chinese
    rows = json.loads(CliRunner().invoke(command, ["proofread", "--rules", "--format", "json"]).output)["rules"]
    assert {"name", "chinese", "code", "en", "zh", "source", "sure"} == set(rows[0])


@pytest.mark.parametrize("arguments", [["proofread"], ["proofread", "a.yaml", "--rules"]])
def test_an_issue_or_the_rules_is_asked_for(arguments: list[str]) -> None:
    assert CliRunner().invoke(command, arguments).exit_code == 2
