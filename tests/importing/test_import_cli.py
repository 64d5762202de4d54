"""`layout import` as an editor meets it: what it writes, prints and leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from wordfiles import PNG, paragraph, word_file

from layout.cli import command
from layout.pipeline import Session, Workspace

TEXT = "望江社区开办银龄课堂\n\n近日，望江社区“银龄课堂”开课，首批六十位老人走进教室，学用智能手机。\n"
ISSUE = """# 本期
报: 邻里   # 报名
版:
  - {版次: 1, 版式: 自动, 稿: {甲: {主题: 旧稿, 正文: 旧稿正文。}}}
  - 版次: 2
    版式: 自动
    稿:
      稿1:   # 头条
        主题: '旧稿'
        正文: 旧稿正文。

"""


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    runner = CliRunner(env={"LC_ALL": "C.UTF-8"})
    result = runner.invoke(command, [str(each) for each in arguments], input=stdin, standalone_mode=False)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.yaml").write_text("extends: community-tabloid\nmasthead: {name: 邻里}\n", "utf-8")
    (tmp_path / "来稿.txt").write_text(TEXT, "utf-8")
    return tmp_path


def test_an_issue_is_written_that_checks_without_faults_of_its_own(folder: Path) -> None:
    (folder / "来稿.txt").write_text(TEXT + "课程分三类，由志愿者一对一辅导，欢迎居民报名。" * 80, "utf-8")
    result = run("--lang", "zh", "import", "来稿.txt", "-o", "issue.yaml", "--paper", "邻里", "--date", "2026-01-01")
    assert result.return_value == 0
    assert "主题: 望江社区开办银龄课堂" in (folder / "issue.yaml").read_text("utf-8")
    proof = Session(Workspace(folder)).check("issue.yaml")
    assert [fault.code for fault in proof.report if fault.code[:3] in ("NP1", "NP2")] == []


def test_the_account_is_printed_and_written_in_full(folder: Path) -> None:
    (folder / "来稿.txt").write_text(TEXT + "\n第2版\n", "utf-8")
    result = run("import", "来稿.txt", "-o", "issue.yaml", "--account", "account.tsv")
    assert "characters in the source" in result.stderr
    assert "3− left out: page furniture" in result.stderr
    rows = (folder / "account.tsv").read_text("utf-8").splitlines()
    assert rows[0].split("\t")[:5] == ["file", "part", "unit", "number", "offset"]
    assert rows[1].split("\t")[0:8:1] == [
        "来稿.txt", "", "line", "5", "0", "left", "page furniture: folio, date, section, credits", "第2版",
    ]  # fmt: skip


def test_json_has_the_account(folder: Path) -> None:
    found = json.loads(run("import", "来稿.txt", "-o", "issue.yaml", "--format", "json").stdout)
    assert (found["account"]["balanced"], found["stories"], found["written"]) == (True, 1, ["issue.yaml"])
    assert found["account"]["source"] == found["account"]["result"]


def test_text_comes_from_stdin_and_goes_to_stdout(folder: Path) -> None:
    result = run("import", "-", "-o", "-", stdin=TEXT.encode("gb18030"))
    assert "headline: 望江社区开办银龄课堂" in result.stdout


def test_pictures_are_put_beside_the_issue_and_none_is_overwritten(folder: Path) -> None:
    drawing = '<w:r><w:drawing><a:blip r:embed="rId100"/></w:drawing></w:r>'
    body = paragraph("标题", "Title") + paragraph("一句话。") + paragraph(drawing)
    (folder / "a.docx").write_bytes(word_file(body, media={"media/image1.png": PNG}))
    (folder / "images").mkdir()
    (folder / "images/image1.png").write_bytes(b"another")
    assert run("import", "a.docx", "-o", "issue.yaml").return_value == 0
    assert (folder / "images/image1.png").read_bytes() == b"another"
    assert (folder / "images/image1-2.png").read_bytes() == PNG
    assert "file: images/image1-2.png" in (folder / "issue.yaml").read_text("utf-8")


def test_stories_are_added_to_a_page_and_every_other_line_stays(folder: Path) -> None:
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    assert run("import", "来稿.txt", "--into", "issue.yaml", "--page", "2").return_value == 0
    text = (folder / "issue.yaml").read_text("utf-8")
    assert text.startswith(ISSUE.rstrip("\n"))
    added = text.removeprefix(ISSUE.rstrip("\n"))
    assert "      稿2:\n        主题: 望江社区开办银龄课堂\n" in added
    proof = Session(Workspace(folder)).check("issue.yaml")
    assert proof.issue is not None
    assert [[story.name for story in page.stories] for page in proof.issue.pages] == [["甲"], ["稿1", "稿2"]]


def test_on_a_drawn_page_what_is_added_is_drawn_and_told(folder: Path) -> None:
    drawn = ISSUE.replace("    版式: 自动\n    稿:", "    版式: |\n      稿1 稿1 稿1\n    稿:", 1)
    (folder / "issue.yaml").write_text(drawn, "utf-8")
    result = run("import", "来稿.txt", "--into", "issue.yaml", "--page", "2")
    assert result.return_value == 0
    assert "NP142" in result.stderr
    issue = Session(Workspace(folder)).check("issue.yaml").issue
    assert issue is not None
    page = issue.pages[1]
    plan = page.plan or page.sketch
    assert plan is not None
    assert {story.name for story in page.stories} <= {name for band in plan.bands for name in band}


def test_no_character_is_lost_where_the_page_has_a_banner_of_its_own(folder: Path) -> None:
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    (folder / "来稿.txt").write_text("街镇要闻\n\n" + TEXT, "utf-8")
    assert run("--lang", "zh", "import", "来稿.txt", "--into", "issue.yaml").return_value == 0
    assert "        栏目: 街镇要闻\n" in (folder / "issue.yaml").read_text("utf-8")


def test_a_file_larger_than_any_copy_is_not_even_read(folder: Path) -> None:
    with open(folder / "huge.txt", "wb") as huge:
        huge.truncate(20 * 1024**3)  # a sparse file: 20 GB that take no room
    result = run("import", "huge.txt", "-o", "issue.yaml")
    assert result.return_value == 1
    assert "NP110" in result.stderr
    assert not (folder / "issue.yaml").exists()


def test_a_page_written_on_one_line_takes_stories_too(folder: Path) -> None:
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    assert run("import", "来稿.txt", "--into", "issue.yaml", "--page", "1").return_value == 0
    proof = Session(Workspace(folder)).check("issue.yaml")
    assert proof.issue is not None
    assert len(proof.issue.pages[0].stories) == 2


@pytest.mark.parametrize(("language", "told"), [("en", "the file has no page 9"), ("zh", "文件里没有第 9 版")])
def test_a_page_that_is_not_there_is_told_in_both_languages(folder: Path, language: str, told: str) -> None:
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    result = run("--lang", language, "import", "来稿.txt", "--into", "issue.yaml", "--page", "9")
    assert result.return_value == 1
    assert "error[NP140]" in result.stderr
    assert told in result.stderr
    assert (folder / "issue.yaml").read_text("utf-8") == ISSUE


def test_a_file_without_pages_takes_no_stories(folder: Path) -> None:
    (folder / "issue.yaml").write_text("extends: tabloid\n", "utf-8")
    assert "no pages" in run("import", "来稿.txt", "--into", "issue.yaml").stderr
    (folder / "issue.yaml").write_text("", "utf-8")
    assert run("import", "来稿.txt", "--into", "issue.yaml").return_value == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("来稿.txt",),
        ("来稿.txt", "-o", "a.yaml", "--into", "issue.yaml"),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage(folder: Path, arguments: tuple[str, ...]) -> None:
    import click

    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    with pytest.raises(click.UsageError):
        run("import", *arguments)
    assert (folder / "issue.yaml").read_text("utf-8") == ISSUE


def test_a_file_that_cannot_be_read_leaves_what_was_there(folder: Path) -> None:
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    (folder / "b.docx").write_bytes(b"PK\x03\x04 broken")
    assert run("import", "来稿.txt", "b.docx", "-o", "issue.yaml").return_value == 1
    assert (folder / "issue.yaml").read_text("utf-8") == ISSUE


def test_the_sources_are_never_overwritten(folder: Path) -> None:
    assert run("import", "来稿.txt", "-o", "来稿.txt").return_value == 1
    assert (folder / "来稿.txt").read_text("utf-8") == TEXT


def test_several_files_are_one_issue_and_the_same_bytes_each_time(folder: Path) -> None:
    (folder / "二.md").write_text("# 第二篇\n\n正文二。\n", "utf-8")
    run("import", "来稿.txt", "二.md", "-o", "a.yaml")
    run("import", "来稿.txt", "二.md", "-o", "b.yaml")
    assert (folder / "a.yaml").read_bytes() == (folder / "b.yaml").read_bytes()
    assert (folder / "a.yaml").read_text("utf-8").count("headline:") == 2
