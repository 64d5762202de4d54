"""`layout fmt` puts a file in order; no value, no comment and no order that means something changes."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result
from handwritten import COMMENTS, document
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.canonical import canonical, difference
from layout.cli import command
from layout.diagnostics import Report
from layout.issue import read_issue
from layout.workspace import Workspace

ISSUES = Path(__file__).parents[1] / "issues"

UNTIDY = """\
# 本期
# 由值班编委看过


版:
-   版次:   1 # 头版
    稿:

        桥:
            正文: |
                第一段。

                  第二段。


            # 已核
            主题:    '新桥'   #  今日
            图:
              - {图说: 晨, 文件: a.jpg,  焦点: 0.5 0.5}
              # 图完
        馆: {正文: 略,  主题: 夜间}
    责编: {校对: 甲, 责编: 乙}

    # 画于周一
    版式: |2
        桥 馆

日期: 2026-06-01   # 周一
# 完
"""
TIDY = """\
# 本期
# 由值班编委看过

日期: 2026-06-01   # 周一
版:
  - 版次: 1 # 头版
    责编: {校对: 甲, 责编: 乙}

    # 画于周一
    版式: |2
        桥 馆
    稿:
      桥:
        # 已核
        主题: '新桥'   #  今日
        图:
          - {文件: a.jpg, 焦点: 0.5 0.5, 图说: 晨}
          # 图完
        正文: |
          第一段。

            第二段。
      馆: {主题: 夜间, 正文: 略}
# 完
"""


def shaped(text: str, tongue: str = "") -> str:
    report = Report()
    data = canonical(text.encode(), report, "i.yaml", tongue)  # type: ignore[arg-type]
    assert not report.failed, [fault.message() for fault in report]
    assert data is not None
    return data.decode()


def test_an_untidy_file_becomes_a_tidy_one() -> None:
    assert shaped(UNTIDY) == TIDY
    assert shaped(TIDY) == TIDY


def test_keys_may_be_given_one_language() -> None:
    text = "pages:\n  - 版次: 1\n    stories:\n      headline: {headline: 甲, 正文: 乙}\n"
    assert shaped(text, "zh") == "版:\n  - 版次: 1\n    稿:\n      headline: {主题: 甲, 正文: 乙}\n"
    assert shaped(text, "en") == "pages:\n  - page: 1\n    stories:\n      headline: {headline: 甲, body: 乙}\n"
    assert shaped("报头:\n  报名: 甲\nextends: x\n", "en") == "extends: x\nmasthead:\n  name: 甲\n"


@pytest.mark.parametrize("name", sorted(ISSUES.glob("*/*.yaml")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_samples_mean_the_same_afterwards(name: Path, tmp_path: Path) -> None:
    data = name.read_bytes()
    once = canonical(data, Report(), str(name))
    assert once is not None
    assert canonical(once, Report(), str(name)) == once
    assert sorted(line.strip() for line in data.decode().split("\n") if line.strip()) == sorted(
        line.strip() for line in once.decode().split("\n") if line.strip()
    )
    if name.name[0].isdigit():
        issues = [read_issue(_Instead(data), str(name), Report()) for data in (data, once)]
        assert issues[0] == issues[1]


class _Instead(Workspace):
    """The repository with one file's bytes instead of its own."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data

    def read(self, name: str) -> bytes:
        return self.data if name.endswith(".yaml") else super().read(name)


def held_to_the_law(random: Random) -> None:
    text = document(random).replace("title:", "headline:").replace("'q k'", "pages").replace("键:", "稿:")
    report = Report()
    once = canonical(text.encode(), report, "i.yaml", random.choice(["", "en", "zh"]))
    if once is None:
        assert report.failed
        assert not any(fault.code == "NP140" and fault.hint == "hint" for fault in report), text
        return
    assert canonical(once, Report(), "i.yaml") == once, text
    for comment in COMMENTS:
        assert once.decode().count(comment) == text.count(comment), text


def test_hundreds_of_files_keep_the_law() -> None:
    for seed in range(300):
        held_to_the_law(Random(seed))


@given(st.randoms(use_true_random=True))
@settings(max_examples=100)
def test_any_file_keeps_the_law(random: Random) -> None:
    held_to_the_law(random)


def test_the_papers_own_lists_are_translated_too() -> None:
    typed = "proofreading:\n  leaders:\n    - {title: 县委书记, name: 沈明远}\n  forbidden: [弱智, {word: 老赖}]\n"
    made = canonical(typed.encode(), Report(), "paper.yaml", "zh")
    assert made is not None
    assert made.decode() == "校对:\n  领导:\n    - {姓名: 沈明远, 职务: 县委书记}\n  禁用词: [弱智, {词: 老赖}]\n"


def test_lists_in_files_of_their_own_are_translated_too() -> None:
    papers = "校对:\n  领导: {文件: a.txt}\n  禁用词: {文件: b.txt}\n  名单: {文件: c.txt}\n  不查: {文件: d.txt}\n"
    assert shaped(papers, "en").count("{file: ") == 4


def test_line_ends_and_the_mark_at_the_beginning_stay() -> None:
    data = ("\ufeff" + TIDY).replace("\n", "\r\n").encode()
    assert canonical(data, Report()) == data


def test_aliases_keep_their_order() -> None:
    text = "版:\n  - 版次: 1\n    稿:\n      a: {主题: 甲, 正文: &x 乙}\n稿:\n  b:\n    正文: *x\n    主题: 丙\n"
    assert shaped(text) == text


def test_two_names_of_one_key_are_not_made_one() -> None:
    report = Report()
    assert canonical("版:\n  - 版次: 1\n    page: 1\n".encode(), report, "i.yaml", "en") is None
    assert [fault.code for fault in report] == ["NP140"]


def test_a_file_with_faults_is_left_alone() -> None:
    for text in ("a: [\n", "a: 1\na: 2\n", "- a\n", "\xff", "{版: []}\n"):
        report = Report()
        data = text.encode("latin-1") if text == "\xff" else text.encode()
        assert canonical(data, report, "i.yaml") is None
        assert report.failed


# `layout fmt` as an editor meets it


def run(*arguments: object) -> Result:
    result = CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(
        command, [str(each) for each in arguments], standalone_mode=False
    )
    if result.exception is not None:
        raise result.exception
    return result


def test_it_writes_looks_or_shows(tmp_path: Path) -> None:
    file = tmp_path / "i.yaml"
    file.write_text("number: 1\ndate: 2026-06-01\n", "utf-8")
    assert run("fmt", file, "--check").return_value == 1
    shown = run("fmt", file, "--diff")
    assert shown.return_value == 0
    assert "-date: 2026-06-01\n" in shown.stdout
    assert "+date: 2026-06-01\n" in shown.stdout
    assert file.read_text("utf-8").startswith("number")
    assert run("fmt", file).return_value == 0
    assert file.read_text("utf-8") == "date: 2026-06-01\nnumber: 1\n"
    assert run("fmt", file, "--check").return_value == 0
    assert run("fmt", file, "--keys", "zh").return_value == 0
    assert file.read_text("utf-8") == "日期: 2026-06-01\n期号: 1\n"
    (tmp_path / "broken.yaml").write_text("date: [\n", "utf-8")
    assert run("fmt", tmp_path / "broken.yaml", file).return_value == 1
    assert (tmp_path / "broken.yaml").read_text("utf-8") == "date: [\n"
    assert difference(b"a", b"b\n", "f").endswith("+b\n")
