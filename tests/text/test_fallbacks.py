"""A character that a role's own face lacks is set from another, and the editor hears of it: FONTS.md, NP402."""

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
