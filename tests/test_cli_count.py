"""`layout count` as an editor meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from layout.cli import command

HOME = Path(__file__).parent.parent
DEMO = HOME / "issues/demo/2026-05-24.yaml"

PAPER = "extends: community-tabloid\nmasthead: {name: 渡口}\n"
ISSUE = """date: 2026-05-24
pages:
  - page: 2
    plan: |
      long  long  long
      short short other
    stories:
      long: {headline: 一篇长稿, body: %s}
      short: {headline: 一篇短稿, body: 短。}
      other: {headline: 另一篇稿子, body: 短。}
"""


def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
    runner = CliRunner(env={"LC_ALL": "C.UTF-8", "LAYOUT_FONTS": ""})
    return runner.invoke(command, [str(each) for each in arguments], input=stdin, standalone_mode=False)


def issue(folder: Path, characters: int) -> Path:
    (folder / "paper.yaml").write_text(PAPER + "grid: {columns: 3}\n", "utf-8")
    path = folder / "i.yaml"
    path.write_text(ISSUE % ("清晨的渡口有雾，" * (characters // 8)), "utf-8")
    return path


def test_an_issue_is_counted_by_page_and_story() -> None:
    found = json.loads(run("count", DEMO, "--format", "json").stdout)
    (file,) = found["files"]
    assert found["diagnostics"] == []
    assert [page["page"] for page in file["pages"]] == [1, 2, 3, 4]
    for figures in ("characters", "words", "han"):
        pages = [page["count"]["all"][figures] for page in file["pages"]]
        assert file["count"]["all"][figures] == sum(pages) > 10_000
        assert pages[0] == sum(story["count"]["all"][figures] for story in file["pages"][0]["stories"])
    assert {story["state"]["kind"] for page in file["pages"] for story in page["stories"]} == {"fits"}


@pytest.mark.parametrize(("language", "room", "over"), [("zh", "还可写 ", "超 "), ("en", " more", " over")])
def test_what_may_come_and_what_must_go_is_said(tmp_path: Path, language: str, room: str, over: str) -> None:
    said = run("--lang", language, "count", issue(tmp_path, 1600)).stdout
    assert room in said
    long = issue(tmp_path, 4800)
    assert over in run("--lang", language, "count", long).stdout
    found = json.loads(run("count", long, "--format", "json").stdout)
    state = found["files"][0]["pages"][0]["stories"][0]["state"]
    assert state["kind"] == "over"
    text = long.read_text("utf-8")
    long.write_text(text.replace("清晨的渡口有雾，" * 600, ("清晨的渡口有雾，" * 600)[: -state["characters"]]), "utf-8")
    again = json.loads(run("count", long, "--format", "json").stdout)
    assert again["files"][0]["pages"][0]["stories"][0]["state"]["kind"] == "fits"


def test_copy_and_stdin_are_counted_alike(tmp_path: Path) -> None:
    copy = "## 小题\n\n清晨，**渡口**有雾，the quick fox。\n"
    (tmp_path / "a.md").write_text(copy, "utf-8")
    for result in (run("count", tmp_path / "a.md"), run("count", "-", stdin=copy)):
        assert result.stdout.split(": ", 1)[1] == "22 characters, 14 words, 8 of them ideographs\n"
    assert "22 字（含标点）" in run("--lang", "zh", "count", "-", stdin=copy.encode("gb18030")).stdout


def test_a_file_that_cannot_be_read_is_told_and_the_others_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("好", "utf-8")
    result = run("count", tmp_path / "none.txt", tmp_path / "none.yaml", tmp_path / "a.txt")
    assert result.return_value == 1
    assert "1 characters" in result.stdout
    assert result.stderr.count("NP111") == 2
