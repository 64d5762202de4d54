"""Names out of bylines as papers write them."""

from __future__ import annotations

import pytest

from layout.articles.bylines import authors_of, names_in
from layout.articles.values import Article, Block, Line, Word
from layout.units import Rect


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("本报记者　林　禾", "林禾"),
        ("本报记者　林　禾　周　砚", "林禾 周砚"),
        ("本报记者　林　禾　许南枝", "林禾 许南枝"),
        ("记者周砚", "周砚"),
        ("通讯员 陆 蘅 记者 许南枝", "陆蘅 许南枝"),
        ("□本报记者 李四、王五 通讯员 赵六", "李四 王五 赵六"),
        ("本报记者 林禾 文/图", "林禾"),
        ("本报记者 欧阳文", "欧阳文"),
        ("王　文", "王文"),
        ("林禾摄", "林禾"),
        ("作者：老舍", "老舍"),
        ("本报记者 林禾 发自栗坪", "林禾"),
        ("记者许南枝 通讯员 买买提·艾力", "许南枝 买买提·艾力"),
        ("芦汀县供电服务中心5月23日", "芦汀县供电服务中心"),
        ("县农业技术推广站", "县农业技术推广站"),
        ("特约评论员 张 三", "张三"),
        ("小记者 乐小鱼 指导老师 叶听雨", "乐小鱼 叶听雨"),
        ("本报记者", ""),
        ("", ""),
    ],
)
def test_names_stand_without_offices_and_blanks(byline: str, names: str) -> None:
    assert names_in(byline) == names.split()


def test_a_sentence_is_no_name() -> None:
    assert names_in("这一句话没有标点又很长很长很长很长很长不会是谁的名字") == []


def test_a_name_of_letters_keeps_its_blanks() -> None:
    assert names_in("Clemens Engelhardt") == ["Clemens Engelhardt"]
    assert names_in("By John O'Neil") == ["John O'Neil"]


@pytest.mark.parametrize(
    ("copy", "names"),
    [
        ((("byline", "本报记者　林　禾"), ("paragraph", "本报讯（记者周砚）今天")), ("林禾",)),
        ((("paragraph", "本报讯（记者许南枝 通讯员周砚）县图书馆"),), ("许南枝", "周砚")),
        ((("paragraph", "新华社北京5月23日电（记者王五、李四）"),), ("王五", "李四")),
        ((("paragraph", "今天有雨。" * 12 + "（记者王五）"),), ()),
        ((("paragraph", "今天有雨。"), ("paragraph", "（记者王五）")), ()),
        ((("paragraph", "他（一位老人）说"),), ()),
        ((("headline", "题"),), ()),
        ((("byline", "林禾"), ("byline", "林　禾")), ("林禾",)),
    ],
)
def test_the_note_that_opens_the_body_counts_where_there_is_no_byline(
    copy: tuple[tuple[str, str], ...], names: tuple[str, ...]
) -> None:
    box = Rect(0, 0, 9, 9)
    blocks = tuple(Block(role, (Line(1, box, 9, (Word(text, box),)),)) for role, text in copy)
    assert authors_of(Article("0101", "story", "", ((1, box),), blocks)) == names
