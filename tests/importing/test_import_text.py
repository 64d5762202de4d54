"""Plain text in every encoding, as typed and as pasted from a page."""

from __future__ import annotations

import codecs

import pytest
from accounts import assert_accounted, bare, copy_of, imported

from layout.source.encodings import decode_any

ARTICLE = """望江社区开办银龄课堂

本报记者　张望

本报讯（记者 张望）近日，望江社区“银龄课堂”在文化活动中心开课，首批六十位老人走进教室。

课程分手机支付、防骗知识、视频通话三类，由志愿者一对一辅导。
"""
TRADITIONAL = """臺北元宵燈會登場

近日，臺北市政府舉辦元宵燈會，吸引許多市民到場參觀，現場氣氛熱烈。

主辦單位表示，活動將持續到下個月。
"""
# A page as pdftotext gives it: heads behind their stories, columns one after the other, a paragraph broken where its
# column ends. The copy is made up.
PAGE = """
近日， 柳湾社区联合卫生服务站在中心广场举办义诊活动，
三百余名居民现场测量血压、血糖，医生逐一给出建议，受到
好评。
 社区新闻

桥东：
举办垃圾分类
亲子游园会

近日，桥东居委举办垃圾分类亲子游
园会。 孩子们在闯关中学会分辨四类垃
圾，家长们也领到了分类手册，大家纷纷
表示受益匪浅。

石榴巷：
开设老年书法

公益课堂

近日，石榴巷居委开设老年书法公益课
堂。老师从握笔讲起，二十位学员认真练
习，课后还把作品贴上了宣传栏。

HEADLINE

近日， 全区老旧小区加装电梯工作现场会
在柳湾街道召开。 区领导一行先后察看了
柳湾小区、 同心里等处的施工现场，听取了
居民代表的意见。

会上， 柳湾街道介绍了“一楼一策”的做
法，要求各社区把群众工作做在前面，做到底

数清、情况明、方法对。 与会人员围绕资金筹
集、管线迁改、后期维护等问题展开讨论，大家
畅所欲言，气氛热烈。

老旧小区加装电梯现场会
在柳湾街道召开

近日，柳湾街道合唱队举办“歌声里的家园”专场演出。 十二个节
目唱出了几代居民对家园的感情，观众跟着轻声合唱，掌声一次次响
起。

歌声里的家园
柳湾街道合唱队举办专场演出

三百居民家门口看名医
柳湾社区举办义诊活动
"""


def heads(made: object) -> dict[str, str]:
    """Headline → the beginning of its copy."""
    found: dict[str, str] = {}
    for story in made.manuscript.stories:  # type: ignore[attr-defined]
        for each in story.items or (story,):
            found["".join(line.text for line in each.headline)] = "".join(b.passage.text for b in each.body)
    return found


@pytest.mark.parametrize(
    ("text", "encoding", "mark"),
    [
        (ARTICLE, "utf-8", b""),
        (ARTICLE, "utf-8", codecs.BOM_UTF8),
        (ARTICLE, "gb18030", b""),
        (ARTICLE, "gbk", b""),
        (ARTICLE, "utf-16-le", codecs.BOM_UTF16_LE),
        (ARTICLE, "utf-16-be", codecs.BOM_UTF16_BE),
        (ARTICLE, "utf-16-le", b""),
        (ARTICLE, "utf-16-be", b""),
        (ARTICLE, "utf-32-le", codecs.BOM_UTF32_LE),
        (ARTICLE, "hz", b""),
        (TRADITIONAL, "big5", b""),
        (TRADITIONAL, "gb18030", b""),
        (TRADITIONAL, "utf-16-le", b""),
    ],
)
def test_every_encoding_gives_the_same_issue(text: str, encoding: str, mark: bytes) -> None:
    made = imported("来稿.txt", mark + text.encode(encoding))
    assert made.text == imported("来稿.txt", text.encode()).text
    assert_accounted(made, text)


@pytest.mark.parametrize("text", ["通知", "联通", "会议纪要", "标题", "张三"])
def test_two_words_are_enough_to_tell_gbk(text: str) -> None:
    decoded = decode_any(text.encode("gbk"))
    assert decoded is not None
    assert decoded.text == text


@pytest.mark.parametrize("text", ["café", "ñandú", "①②", "Привет", "鿃", "😀", "naïve résumé"])
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    decoded = decode_any(text.encode())
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == (text, "utf-8")


def test_parts_of_an_article_are_recognised() -> None:
    (story,) = imported("来稿.txt", ARTICLE.encode()).manuscript.stories
    assert [line.text for line in story.headline] == ["望江社区开办银龄课堂"]
    assert story.byline is not None
    assert story.byline.text == "本报记者　张望"
    assert story.dateline is not None
    assert story.dateline.text == "本报讯（记者 张望）"
    assert [block.passage.text[:4] for block in story.body] == ["近日，望", "课程分手"]


def test_a_pasted_page_keeps_every_character_and_its_heads_find_their_stories() -> None:
    made = imported("page.txt", PAGE.encode())
    assert_accounted(made, PAGE)
    found = heads(made)
    assert {head: copy[3:9] for head, copy in found.items()} == {
        "举办垃圾分类亲子游园会": "桥东居委举办",
        "开设老年书法公益课堂": "石榴巷居委开",
        "老旧小区加装电梯现场会在柳湾街道召开": "全区老旧小区",
        "歌声里的家园": "柳湾街道合唱",
        "三百居民家门口看名医柳湾社区举办义诊活动": "柳湾社区联合",
    }
    assert "做到底数清、情况明、方法对。" in found["老旧小区加装电梯现场会在柳湾街道召开"]
    assert [each.reason for each in made.account.sums] == ["furniture"]
    assert [banner.text for _, banner in made.manuscript.banners] == ["社区新闻"]


def test_every_head_that_stood_apart_is_marked_and_told() -> None:
    made = imported("page.txt", PAGE.encode(), language="zh")
    assert made.text.count("# 待核：标题与正文在原文中不相连") == 3
    told = [fault for fault in made.report if fault.code == "NP986"]
    assert sum("不相连" in str(dict(fault.values)["doubt"]) for fault in told) == 3
    assert all(fault.span.line for fault in told)


def test_blanks_of_setting_go_and_those_of_words_stay() -> None:
    text = "会议近 400 余人参加， 由 Open Source 社区\n承办。\n"
    assert "会议近400余人参加，由Open Source社区" in copy_of(imported("a.txt", ("标题在此\n\n" + text).encode()))


def test_hyphens_at_line_ends_go_unless_the_word_has_one_elsewhere() -> None:
    lines = [
        "The newspaper has an infor-",
        "mation desk for well-known and well-",
        "known people of the town. It is open",
        "every day of the week from nine on.",
    ]
    made = imported("a.txt", ("A head\n\n" + "\n".join(lines) + "\n").encode())
    assert "an information desk for well-known and well-known people" in copy_of(made)
    assert_accounted(made, "A head" + "".join(lines))
    assert [(each.reason, each.source) for each in made.account.sums] == [("hyphen", 1)]


def test_radicals_and_compatibility_forms_are_mended_and_listed() -> None:
    text = "⽂化⼴场\n\n近⽇，⻋站举办活动，ﬁrst、\uf900都在。\n"
    made = imported("a.txt", text.encode())
    assert_accounted(made, text)
    assert bare(copy_of(made)) == "文化广场近日，车站举办活动，first、豈都在。"
    assert [(part.source, part.result) for part in made.account.entries] == [
        ("⽂", "文"),
        ("⼴", "广"),
        ("⽇", "日"),
        ("⻋", "车"),
        ("ﬁ", "fi"),
        ("\uf900", "豈"),
    ]


def test_what_prints_nothing_is_left_out_and_listed() -> None:
    text = "标题\u200b一则\n\n正文\ufeff里有\xad软连字符\x07。\n"
    made = imported("a.txt", text.encode())
    assert_accounted(made, text)
    assert bare(copy_of(made)) == "标题一则正文里有软连字符。"


def test_what_is_no_text_is_told() -> None:
    made = imported("a.txt", b"\x80\xff\xfe\x00\x01")
    assert ([fault.code for fault in made.report], made.text) == (["NP981"], "")


@pytest.mark.parametrize("data", [b"", b" \n\n", "\u3000".encode()])
def test_an_empty_file_is_told(data: bytes) -> None:
    made = imported("a.txt", data)
    assert ([fault.code for fault in made.report], made.text) == (["NP988"], "")
