"""A character that a role's own face lacks is set from another, and the editor hears of it: R42, NP402."""

from __future__ import annotations

import re
from pathlib import Path

from drawer import brief

from layout.diagnostics import Report
from layout.fonts import FontBook
from layout.galley import Setting, set_files
from layout.issue import Copy, Emphasis
from layout.pipeline import Session, Workspace, check
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle

FIXTURE = Path(__file__).parent / "fallbacks.yaml"


def test_each_story_tells_what_another_face_lends_once_where_it_stands(tmp_path: Path) -> None:
    text = FIXTURE.read_text("utf-8")
    (tmp_path / "paper.yaml").write_text("extends: community-tabloid\nmasthead: {name: 试刊}\n", "utf-8")
    (tmp_path / "i.yaml").write_text(text, "utf-8")
    told = [brief(fault) for fault in check(Workspace(tmp_path), "i.yaml").report if fault.code == "NP402"]
    assert sorted(told) == sorted(re.findall(r"# (warning NP402 \d+:\d+)", text))


def test_a_galley_tells_it_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("朱镕基。\n\n又是朱镕基，和陈玥。\n", "utf-8")
    report = Report()
    set_files(Session(Workspace(tmp_path)), ["a.txt"], Setting(font="kai"), report)
    assert [brief(fault) for fault in report] == ["warning NP402 1:2", "warning NP402 3:9"]
    assert "镕" in report.diagnostics[0].message()
    assert "noto-serif-sc-400" in report.diagnostics[0].message()


def test_many_of_one_face_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "同班有陈玥、陈玥、李喆和王堃。\n\n下一班有张珺、何旻、宋祎、周瑄、陈玥。\n", "utf-8"
    )
    report = Report()
    set_files(Session(Workspace(tmp_path)), ["a.txt"], Setting(font="kai"), report)
    assert [brief(fault) for fault in report] == ["warning NP402 1:5"]
    assert "“玥喆堃珺旻祎瑄” (U+73A5 …)" in report.diagnostics[0].message()


def test_what_every_face_is_meant_to_set_tells_nothing(book: FontBook) -> None:
    setter = Typesetter(book)
    for font in ("kai", "fangsong", "song", "sans"):
        text = "楷体里的“Aa”、2019年、㎡和——、……都来自宋体，本来就该如此。"
        assert setter.typeset(Copy(text), TextStyle(font=font), 140).faults == ()


def test_latin_of_another_role_and_strong_words_are_asked_of_their_own_faces(book: FontBook) -> None:
    setter = Typesetter(book)
    style = TextStyle(font="kai", latin="sans", strong="fangsong")
    copy = Copy("玥和玥，Aé", (Emphasis(2, 3, "strong"),))
    told = [(fault.index, dict(fault.values)["wanted"]) for fault in setter.typeset(copy, style, 140).faults]
    assert told == [(0, "fandol-kai"), (2, "fandol-fang")]


def test_the_words_around_the_stories_are_told_where_they_were_typed(tmp_path: Path) -> None:
    """The nameplate, the page's banner, credits and a story's banner print no less than copy does."""
    (tmp_path / "paper.yaml").write_text("extends: community-tabloid\nmasthead: {name: 镕报, english: ﷽}\n", "utf-8")
    pages = "pages:\n"
    for number in (1, 2):
        pages += f"  - page: {number}\n    banner: 要\U00012001闻\n    credits: {{editor: 甲\U00012002}}\n"
        pages += "    stories:\n      a: {headline: 河道清理, body: 近日清理。, banner: 栏\U00012003目}\n"
    (tmp_path / "i.yaml").write_text(pages, "utf-8")
    faults = [fault for fault in check(Workspace(tmp_path), "i.yaml").report if fault.code in ("NP401", "NP402")]
    told = {(fault.span.file, brief(fault)) for fault in faults}
    assert told == {
        ("paper.yaml", "warning NP402 2:18"),  # the brush of the nameplate has no 镕
        ("paper.yaml", "error NP401 2:31"),
        ("i.yaml", "error NP401 4:24"),
        ("i.yaml", "error NP401 6:49"),
        ("i.yaml", "error NP401 8:14"),
        ("i.yaml", "error NP401 9:24"),
        ("i.yaml", "error NP401 11:49"),
    }
