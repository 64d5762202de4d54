"""Heads: broken where a reader breathes, as large as the measure allows, and exactly as the editor broke them by hand."""

from __future__ import annotations

import pytest

from layout.fonts import FontBook
from layout.issue import Copy
from layout.text.paragraph import Paragraph, Typesetter
from layout.text.phrases import NEVER, sense
from layout.theme import TextStyle

STYLE = TextStyle(font="song-black", size=40, smallest=28, leading=48, align="centre")


@pytest.fixture(scope="module")
def setter(book: FontBook) -> Typesetter:
    return Typesetter(book)


def head(setter: Typesetter, *lines: str, measure: float = 480, most: int = 2, style: TextStyle = STYLE) -> Paragraph:
    found = setter.headline(tuple(map(Copy, lines)), style, measure, most)
    assert found is not None
    return found


def texts(paragraph: Paragraph) -> list[str]:
    return [line.text for line in paragraph.lines]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("中央扫黑除恶第16督导组下沉斜土街道实地督导", ["中央扫黑除恶第16督导组", "下沉斜土街道实地督导"]),
        ("市教科院实验小学开展无偿献血采血工作", ["市教科院实验小学", "开展无偿献血采血工作"]),
        ("关注“沉默少数”　提升社区温度", ["关注“沉默少数”", "提升社区温度"]),
        ("斜土街道沪剧队举办沪剧革命优秀唱段汇演", ["斜土街道沪剧队", "举办沪剧革命优秀唱段汇演"]),
        ("菜场改造三个月，老街坊逛出新滋味", ["菜场改造三个月，", "老街坊逛出新滋味"]),
    ],
)
def test_a_head_breaks_by_sense(setter: Typesetter, text: str, broken: list[str]) -> None:
    assert texts(head(setter, text)) == broken


def test_hand_breaks_are_kept_and_each_line_keeps_its_place(setter: Typesetter) -> None:
    paragraph = head(setter, "举办亲子", "环保压花书套手作活动")
    assert texts(paragraph) == ["举办亲子", "环保压花书套手作活动"]
    assert [(line.start, line.end) for line in paragraph.lines] == [(0, 4), (4, 14)]
    assert paragraph.copy.text == "举办亲子环保压花书套手作活动"


def test_the_space_of_a_paired_head_stays_on_one_line(setter: Typesetter) -> None:
    paragraph = head(setter, "关注少数　提升温度")
    assert texts(paragraph) == ["关注少数　提升温度"]
    assert paragraph.lines[0].width - paragraph.lines[0].runs[0].xs[0] == pytest.approx(9 * 40)


def test_a_head_that_fits_stands_at_full_size_untouched(setter: Typesetter) -> None:
    paragraph = head(setter, "没有共产党就没有新中国")
    assert (paragraph.style.size, paragraph.style.tracking, paragraph.style.leading) == (40, 0, 48)
    assert paragraph.lines[0].runs[0].xs[0] == pytest.approx(20)


def test_a_head_too_wide_gives_tracking_and_width_before_size(setter: Typesetter) -> None:
    paragraph = head(setter, "没有共产党就没有新中国", measure=400, most=1)
    assert paragraph.style.size == 40
    assert paragraph.style.tracking == pytest.approx(-0.05)
    assert 0.9 <= paragraph.lines[0].runs[0].scale < 1
    assert paragraph.lines[0].width == pytest.approx(400)


def test_then_the_size_goes_down_by_half_points_and_the_leading_with_it(setter: Typesetter) -> None:
    paragraph = head(setter, "没有共产党就没有新中国", measure=330, most=1)
    assert 28 <= paragraph.style.size < 40
    assert paragraph.style.size * 2 == int(paragraph.style.size * 2)
    assert paragraph.style.leading == pytest.approx(48 * paragraph.style.size / 40)
    assert paragraph.lines[0].width <= 330 + 1e-6


def test_a_head_that_fits_at_no_size_is_none(setter: Typesetter) -> None:
    assert setter.headline((Copy("没有共产党就没有新中国"),), STYLE, 200, 1) is None


def test_marks_at_the_edges_of_a_head_hang_by_their_blank(setter: Typesetter) -> None:
    line = head(setter, "“一网通办”让群众少跑腿").lines[0]
    left, right = line.runs[0].xs[0] + 20, line.width
    assert left == pytest.approx(480 - right)


def test_a_justified_head_opens_to_fill_its_measure(setter: Typesetter) -> None:
    full = TextStyle(font="song-black", size=40, smallest=28, leading=48, align="justify")
    paragraph = head(setter, "没有共产党就没有新中国", measure=450, style=full)
    assert paragraph.lines[0].width >= 0.92 * 450
    assert 0 < paragraph.style.tracking <= 0.05


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("老旧小区加装电梯突破1000台", "1000台"),
        ("第16督导组下沉街道", "第16"),
        ("市民观看《红楼梦》首演", "《红楼梦》"),
        ("老校长讲述“一个都不能少”的理由", "“一个都不能少”"),
    ],
)
def test_numbers_titles_and_quotes_stay_whole(text: str, whole: str) -> None:
    costs = sense(text)
    at = text.index(whole)
    assert all(costs[index] == NEVER for index in range(at + 1, at + len(whole)))


def test_nothing_begins_with_de_or_follows_a_preposition() -> None:
    costs = sense("在江南新村的居民")
    assert costs[5] > 5
    assert costs[1] > 5
