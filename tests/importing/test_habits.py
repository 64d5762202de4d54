"""How different offices write: notices, poems, letters, bulletins, several stories in one file. All copy is made up."""

from __future__ import annotations

import pytest
from accounts import assert_accounted, bare, imported
from wordfiles import PNG, characters_of, paragraph, run, word_file

from layout.importing import Imported

CENTRED = '<w:jc w:val="center"/>'


def shape(made: Imported) -> list[tuple[str, str, list[str]]]:
    """Of each story its role, head and blocks, a subhead with ## before it."""
    return [
        (
            story.role,
            "/".join(line.text for line in (*story.kicker, *story.headline, *story.deck)),
            [("## " if block.kind == "subhead" else "") + block.passage.text for block in story.body],
        )
        for each in made.manuscript.stories
        for story in (each.items or (each,))
    ]


TEXTS = {
    "a notice": (
        "　　关于暂停供水的通知\n\n各位居民：\n　　因管网改造，5月8日22时起暂停供水，请提前储水。\n"
        "　　联系电话：12345678\n\n　　　　　　望江社区居委会\n　　　　　　2026年5月1日\n",
        [
            (
                "notice",
                "关于暂停供水的通知",
                [
                    "各位居民：",
                    "因管网改造，5月8日22时起暂停供水，请提前储水。",
                    "联系电话：12345678",
                    "望江社区居委会",
                    "2026年5月1日",
                ],
            )
        ],
    ),
    "a poem in parts": (
        "春日二首\n\n其一\n东风吹过旧墙头，\n一夜桃花满渡舟。\n\n其二\n细雨斜斜湿画桥，\n谁家短笛弄春潮。\n",
        [
            (
                "story",
                "春日二首",
                ["## 其一", "东风吹过旧墙头，", "一夜桃花满渡舟。", "## 其二", "细雨斜斜湿画桥，", "谁家短笛弄春潮。"],
            )
        ],
    ),
    "paragraphs of one line, a subhead": (
        "青石巷的早点铺\n文/周小满\n天还没亮，早点铺就亮起了灯。\n她说，最怕的是下雨天。\n不一样的味道\n豆浆是石磨磨的，要泡足八个钟头。\n",
        [
            (
                "story",
                "青石巷的早点铺",
                [
                    "天还没亮，早点铺就亮起了灯。",
                    "她说，最怕的是下雨天。",
                    "## 不一样的味道",
                    "豆浆是石磨磨的，要泡足八个钟头。",
                ],
            )
        ],
    ),
    "stories between lines of signs": (
        "一窗通办上线\n本报讯（通讯员 陈立）昨日，一窗通办上线。\n--------\n"
        "运动会开场\n□ 记者 林夏\n5月6日，运动会开场。\n",
        [("story", "一窗通办上线", ["昨日，一窗通办上线。"]), ("story", "运动会开场", ["5月6日，运动会开场。"])],
    ),
    "a list of items": (
        "春季防过敏\n\n春季花粉多，过敏人群应减少外出。\n1. 外出戴口罩\n2. 回家洗脸洗鼻\n",
        [("story", "春季防过敏", ["春季花粉多，过敏人群应减少外出。", "1. 外出戴口罩", "2. 回家洗脸洗鼻"])],
    ),
    "English": (
        "The bridge reopens\n\nBy Jane Roe\n\nThe old bridge reopened on Monday.\n\n"
        '"We are glad," said the mayor. "It is ours."\n',
        [
            (
                "story",
                "The bridge reopens",
                ["The old bridge reopened on Monday.", '"We are glad," said the mayor. "It is ours."'],
            )
        ],
    ),
    "questions and answers": (
        "留在村里的老师\n\n问：为什么留下？\n答：因为这里需要老师。\n",
        [("story", "留在村里的老师", ["问：为什么留下？", "答：因为这里需要老师。"])],
    ),
}


@pytest.mark.parametrize("habit", TEXTS)
def test_each_way_of_writing_is_read_as_it_is_meant(habit: str) -> None:
    text, expected = TEXTS[habit]
    made = imported("a.txt", text.encode())
    assert_accounted(made, text)
    assert shape(made) == expected


def test_a_short_line_amid_copy_is_marked_where_it_may_be_another_storys_head() -> None:
    text, _ = TEXTS["paragraphs of one line, a subhead"]
    assert "# check: “不一样的味道” is taken for a subhead" in imported("a.txt", text.encode()).text


def test_a_bulletin_without_styles_is_told_apart_by_its_look() -> None:
    def title(text: str, size: int) -> str:
        return paragraph(run(text, f'<w:b/><w:sz w:val="{size}"/>'), properties=CENTRED)

    def copy(text: str, look: str = "") -> str:
        return paragraph(run(f"　　{text}", f'{look}<w:sz w:val="32"/>'))

    drawing = '<w:r><w:drawing><a:blip r:embed="rId100"/></w:drawing></w:r>'
    data = word_file(
        title("望江街道2026年第5期简报", 52)
        + title("召开防汛工作会议", 44)
        + paragraph(run("——部署汛期安全措施", '<w:sz w:val="32"/>'), properties=CENTRED)
        + copy("5月8日，望江街道召开防汛工作会议，研究汛期安全措施。")
        + copy("一、压实责任", "<w:b/>")
        + copy("会议要求，各社区要落实值班制度。")
        + paragraph(drawing, properties=CENTRED)
        + paragraph(run("防汛工作会议现场", '<w:sz w:val="21"/>'), properties=CENTRED)
        + copy("（通讯员 李四）")
        + title("社区食堂开张", 44)
        + copy("近日，望江社区食堂开张。"),
        media={"media/image1.png": PNG},
    )
    made = imported("简报.docx", data)
    assert_accounted(made, characters_of(data))
    assert [banner.text for _, banner in made.manuscript.banners] == ["望江街道2026年第5期简报"]
    first, second = made.manuscript.stories
    assert [line.text for line in (*first.headline, *first.deck)] == ["召开防汛工作会议", "——部署汛期安全措施"]
    assert [(block.kind, bare(block.passage.text)[:4]) for block in first.body] == [
        ("paragraph", "5月8日"),
        ("subhead", "一、压实"),
        ("paragraph", "会议要求"),
        ("paragraph", "（通讯员"),
    ]
    assert first.pictures[0].caption is not None
    assert first.pictures[0].caption.text == "防汛工作会议现场"
    assert [line.text for line in second.headline] == ["社区食堂开张"]


def test_levels_of_headings_are_page_story_and_subhead() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name.replace("H", "heading ")}"/></w:style>'
        for name in ("Title", "H1", "H2")
    )
    body = (
        paragraph("社区周报", "Title")
        + paragraph("议事会讨论停车难", "H1")
        + paragraph("近日，社区召开议事会。")
        + paragraph("怎么停", "H2")
        + paragraph("会议决定成立自治小组。")
        + paragraph("亲子运动会开场", "H1")
        + paragraph("5月6日，运动会开场。")
    )
    made = imported("a.docx", word_file(body, {"styles": styles}))
    assert [banner.text for _, banner in made.manuscript.banners] == ["社区周报"]
    assert shape(made) == [
        ("story", "议事会讨论停车难", ["近日，社区召开议事会。", "## 怎么停", "会议决定成立自治小组。"]),
        ("story", "亲子运动会开场", ["5月6日，运动会开场。"]),
    ]
