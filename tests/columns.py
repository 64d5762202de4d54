"""Vertical lines on a page, from copy."""

from __future__ import annotations

import sheets

from layout.display import EM_ASCENT, Group, Item, Page
from layout.fonts import FontBook
from layout.issue import Copy, Emphasis
from layout.text.drawing import drawn
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle
from layout.turning import turned
from layout.units import Size
from layout.value import replace

STYLE = TextStyle(size=12.0, leading=20.0, vertical=True, indent=2)
NEWS = (
    "人民政府“今天‘真的’”发布通知：2019年7月14日起，《垃圾分类条例》正式施行（试行）。GDP增长5.2%，"
    "H2O与Python 3.11均已“就绪”——真的吗？！……是的。好！！！"
)
NOTICE = "A座110室，5G、B超，气温-3℃至12℃；电话12345，abc@qq.com。比尔·盖茨／甲乙—丙丁～戊"
PLAIN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳"
SHORT = "云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"
"""Its last line begins where the next paragraph does."""
HEAD = "竖排标题“收窄”12条"


def column(
    book: FontBook, copies: tuple[Copy, ...], style: TextStyle, measure: float, right: float, top: float, role: str
) -> Group:
    """Paragraphs in lines from the right, as one story. measure: points."""
    setter, groups, down = Typesetter(book), list[Item](), 0.0
    for copy in copies:
        paragraph = (
            setter.headline((copy,), style, measure) if role == "headline" else setter.typeset(copy, style, measure)
        )
        assert paragraph is not None
        items: list[Item] = []
        for line in paragraph.lines:
            items += drawn(line, 0.0, down + EM_ASCENT * paragraph.style.size)
            down += paragraph.style.leading
        groups.append(Group(role, tuple(items), "1" if role == "headline" else ""))
    return Group("story", turned(tuple(groups), right, top), role)


def page(book: FontBook, number: int = 1) -> Page:
    """News in Song, a notice in Kai with Latin of Hei, a condensed head, readings and marks beside a line."""
    marked = Copy("孔子与漢字", (Emphasis(0, 2, "name"), Emphasis(2, 3, "dots"), Emphasis(3, 5, "ruby", "hàn zì")))
    head = replace(STYLE, font="song-black", size=24.0, leading=30.0, indent=0, smallest=24.0)
    story = column(book, (Copy(NEWS), marked), STYLE, 200.0, 400.0, 20.0, "paragraph")
    flush = replace(STYLE, indent=0)
    short = column(book, (Copy(SHORT), Copy("寒来暑往")), flush, 220.0, 80.0, 250.0, "paragraph")
    notice = column(
        book, (Copy(NOTICE), Copy(PLAIN)), replace(STYLE, font="kai", latin="sans"), 200.0, 400.0, 250.0, "paragraph"
    )
    title = column(book, (Copy(HEAD),), head, 218.0, 120.0, 20.0, "headline")
    return sheets.page(title, story, notice, short, number=number, trim=Size(440, 480), bleed=0.0, slug="")
