"""Marks of Japanese and Traditional copy: what hangs, what keeps its cell; flat type (jlreq 3.8.2, clreq «Grid»)."""

from __future__ import annotations

from functools import cache

import pytest

from layout.fontset import open_book
from layout.issue import Copy
from layout.text.cjk import NEVER, rules
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle

PLAIN = TextStyle(size=10.0, leading=15.0, language="ja")
HANGING = TextStyle(size=10.0, leading=15.0, language="ja", hanging=True)
CELLS = TextStyle(size=10.0, leading=15.0, language="zh-Hant", punctuation="cells", level="none")
ELEVEN = "川の水が静かに増えてい"


@cache
def setter() -> Typesetter:
    return Typesetter(open_book())


def lines(text: str, style: TextStyle, em: float) -> list[str]:
    set_ = setter().typeset(Copy(text), style, em * style.size)
    return [text[line.start : line.end] for line in set_.lines]


def gaps(text: str, style: TextStyle, em: float) -> list[float]:
    return [line.gap for line in setter().typeset(Copy(text), style, em * style.size).lines]


@pytest.mark.parametrize("mark", "、。")
def test_a_stop_hangs_where_it_would_be_one_too_many(mark: str) -> None:
    text = ELEVEN + mark + ELEVEN + "るばかりだ。"
    assert len(ELEVEN) == 11
    assert lines(text, HANGING, 11)[0] == ELEVEN + mark
    assert gaps(text, HANGING, 11)[0] == 0


def test_a_stop_that_has_room_stays_inside_with_its_whole_box() -> None:
    text = ELEVEN[:10] + "。" + ELEVEN + "るばかりだ。"
    assert lines(text, HANGING, 11)[0] == ELEVEN[:10] + "。"
    assert gaps(text, HANGING, 11)[0] == 0


def test_nothing_else_hangs() -> None:
    text = ELEVEN + "」" + ELEVEN + "るばかりだ。"
    hung = setter().typeset(Copy(text), HANGING, 110.0).lines[0]
    assert hung == setter().typeset(Copy(text), PLAIN, 110.0).lines[0]


def test_where_a_mark_hangs_it_is_drawn_at_its_own_place() -> None:
    text = ELEVEN + "。" + ELEVEN + "るばかりだ。"
    first = setter().typeset(Copy(text), HANGING, 110.0).lines[0]
    places = [run.xs[at] for run in first.runs for at, character in enumerate(run.texts) if character == "。"]
    assert places == [pytest.approx(110.0)]


def test_in_cells_every_mark_has_an_em() -> None:
    text = "「永安橋，」他說：「回來了。」橋上橋下都是人。"
    for line in setter().typeset(Copy(text), CELLS, 60.0).lines:
        xs = [x for run in line.runs for x in run.xs]
        assert xs == pytest.approx([10.0 * at for at in range(len(xs))])
    assert [len(line) for line in lines(text, CELLS, 6)] == [6, 6, 6, 5]


def test_japanese_colons_are_set_as_middle_dots_and_shouts_keep_their_em() -> None:
    ja, zh = rules("ja", "quanjiao", "gb"), rules("zh-Hans", "quanjiao", "gb")
    assert "：".translate(ja.classes) == "・".translate(ja.classes) == "M"
    assert "：".translate(zh.classes) == "P"
    assert ja.end.get("!") is None
    assert zh.end["!"] == -0.5
    assert ja["HM"].cost == NEVER


def test_hong_kong_has_the_marks_of_traditional_copy() -> None:
    hongkong, taiwan = rules("zh-Hant-HK", "quanjiao", "gb"), rules("zh-Hant", "quanjiao", "gb")
    assert hongkong.whole == taiwan.whole != {}
    assert hongkong.interpunct == taiwan.interpunct == 1.0


def test_flat_type_keeps_its_places_along_the_line() -> None:
    square = TextStyle(size=10.0, leading=15.0, language="ja", vertical=True)
    flat = TextStyle(size=10.0, leading=15.0, language="ja", vertical=True, flat=0.8)
    (one,), (other,) = (list(setter().typeset(Copy("川の水、増える"), style, 110.0).lines) for style in (square, flat))
    assert [run.xs for run in one.runs] == [run.xs for run in other.runs]
    assert {round(run.size, 2) for run in other.runs} == {12.5}
    assert {run.scale for run in other.runs} == {0.8}
