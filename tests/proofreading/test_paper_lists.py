"""The paper's own lists: duties, order, words that are not used, names one character off; and how they are read."""

from __future__ import annotations

import pytest

from layout.diagnostics import Report
from layout.proofreading.lists import Lists
from layout.theme import Forbidden, Leader, Proofreading, read_theme
from layout.theme.lists import MOST_ENTRIES

GIVEN = Proofreading(
    (Leader("沈明远", "县委书记"), Leader("罗慧兰", "县委副书记、县长"), Leader("张三", "教育局局长")),
    (Forbidden("弱智"), Forbidden("老赖", "失信被执行人")),
    ("青石桥街道", "望江门第一小学", "柳如眉", "柳如烟"),
)
LISTS = Lists(GIVEN)


def found(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(hit.rule, text[hit.start : hit.end], hit.instead) for hit in LISTS.hits(text)]


@pytest.mark.parametrize(
    "text",
    [
        "县委书记沈明远讲话",
        "书记沈明远讲话",
        "会见县委书记沈明远",
        "沈明远书记",
        "中共青石县委书记沈明远",
        "县长罗慧兰、县委副书记罗慧兰",
        "教育局局长张三",
        "青石县教育局局长张三",
        "沈明远说",
        "卫生局局长张三",  # which body 局 is the end of is not sure
    ],
)
def test_a_duty_as_listed_or_a_part_of_it_is_right(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "told", "instead"),
    [
        ("县委副书记沈明远讲话", "县委副书记沈明远", ("县委书记沈明远",)),
        ("镇党委书记沈明远", "镇党委书记沈明远", ("县委书记沈明远",)),
        ("沈明远县长出席", "沈明远县长", ()),
        ("县委书记罗慧兰", "县委书记罗慧兰", ()),
    ],
)
def test_another_duty_than_listed_is_told(text: str, told: str, instead: tuple[str, ...]) -> None:
    assert found(text) == [("leader-title", told, instead)]


def test_leaders_in_one_row_stand_in_the_order_of_the_list() -> None:
    assert found("沈明远、罗慧兰、张三等参加") == []
    assert found("罗慧兰、沈明远等参加") == [("leader-order", "罗慧兰、沈明远", ())]
    assert found("罗慧兰主持。沈明远讲话") == []
    assert found("县长罗慧兰、县委书记沈明远") == [("leader-order", "罗慧兰、县委书记沈明远", ())]


def test_a_word_that_is_not_used_is_told_with_what_is_written() -> None:
    assert found("老赖与弱智") == [("forbidden-word", "老赖", ("失信被执行人",)), ("forbidden-word", "弱智", ())]


@pytest.mark.parametrize(
    ("text", "told", "name"),
    [
        ("清石桥街道", "清石桥街道", "青石桥街道"),
        ("青石侨街道", "青石侨街道", "青石桥街道"),
        ("望江们第一小学", "望江们第一小学", "望江门第一小学"),
        ("柳茹眉获奖", "柳茹眉", "柳如眉"),
        ("县委书记沈明元", "沈明元", "沈明远"),
        ("教育局局长张山到会", "张山", "张三"),
    ],
)
def test_a_name_one_character_off_is_told(text: str, told: str, name: str) -> None:
    assert ("near-name", told, (name,)) in found(text)


@pytest.mark.parametrize(
    "text", ["青石桥街道", "望江门第二小学", "柳如烟与柳如眉", "李如眉", "柳如的", "青石桥上的街道", "青石桥街到"]
)
def test_listed_names_members_of_a_series_and_other_words_are_right(text: str) -> None:
    assert found(text) == []


class Desk:
    """Files of a paper."""

    def __init__(self, **files: str) -> None:
        self.files = {name.replace("_", "."): text.encode() for name, text in files.items()}

    def read(self, name: str) -> bytes:
        try:
            return self.files[name]
        except KeyError:
            raise FileNotFoundError(name) from None

    def exists(self, name: str) -> bool:
        return name in self.files

    def names(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted(self.files))


def test_the_lists_are_read_in_either_language_and_from_files() -> None:
    paper = """
校对:
  领导: {文件: leaders.txt}
  禁用词: [弱智, {词: 老赖, 改为: 失信被执行人}]
  names: [青石桥街道, 青石桥街道]
  unchecked: 异形词
"""
    report = Report()
    files = Desk(paper_yaml=paper, leaders_txt="# 2026\n沈明远\t县委书记\n罗慧兰，县委副书记、县长  # 新\n\n")
    read = read_theme(files, "paper.yaml", report).proofreading
    assert not list(report)
    assert read == Proofreading(GIVEN.leaders[:2], GIVEN.forbidden, ("青石桥街道",), ("异形词",))


def test_a_list_that_is_not_there_or_no_list_is_told_where_it_is_named() -> None:
    report = Report()
    paper = "proofreading:\n  names: {file: nomes.txt}\n  leaders: [[沈明远]]\n  forbidden: [{wrod: 老赖}]\n"
    assert read_theme(Desk(paper_yaml=paper, names_txt="青石桥街道"), "paper.yaml", report).proofreading.names == ()
    assert [(fault.code, fault.span.line) for fault in report] == [("NP111", 2), ("NP132", 3), ("NP131", 4)]


def test_a_list_longer_than_any_paper_needs_is_cut_and_told() -> None:
    report = Report()
    names = "\n".join(f"人名{number}" for number in range(MOST_ENTRIES + 1))
    files = Desk(paper_yaml="校对: {名单: {文件: names.txt}}", names_txt=names)
    assert len(read_theme(files, "paper.yaml", report).proofreading.names) == MOST_ENTRIES
    assert [fault.code for fault in report] == ["NP256"]


def test_the_lists_make_no_page_anew() -> None:
    bare = read_theme(Desk(paper_yaml="extends: base"), "paper.yaml", Report())
    listed = read_theme(Desk(paper_yaml="extends: base\n校对: {名单: [青石桥街道]}"), "paper.yaml", Report())
    assert bare == listed
    assert bare.proofreading != listed.proofreading
