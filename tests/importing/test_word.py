"""Word files: numbers as Word shows them, changes, boxes, notes, tables and pictures, each character accounted for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from accounts import assert_accounted, imported
from wordfiles import PNG, characters_of, level, numbering, paragraph, run, word_file

from layout.importing import Imported
from layout.importing.numbering import number
from layout.importing.values import Story


def stories(made: Imported) -> Iterator[Story]:
    for story in made.manuscript.stories:
        yield from story.items or (story,)


def lines(made: Imported) -> list[str]:
    """The paragraphs of all bodies."""
    return [block.passage.text for story in stories(made) for block in story.body]


def read(body: str, **parts: object) -> Imported:
    """A file of a head and a body, imported and accounted for."""
    media = parts.pop("media", None)
    data = word_file(paragraph("新桥通车", "Title") + body, parts, media)  # type: ignore[arg-type]
    made = imported("来稿.docx", data)
    assert_accounted(made, characters_of(data))
    return made


FORMS = {
    "decimal": ("1", "2", "10", "11", "21"),
    "decimalZero": ("01", "02", "10", "11", "21"),
    "decimalFullWidth": ("１", "２", "１０", "１１", "２１"),
    "decimalEnclosedCircle": ("①", "②", "⑩", "⑪", "21"),
    "decimalEnclosedCircleChinese": ("①", "②", "⑩", "⑪", "21"),
    "chineseCounting": ("一", "二", "十", "十一", "二十一"),
    "chineseCountingThousand": ("一", "二", "十", "十一", "二十一"),
    "chineseLegalSimplified": ("壹", "贰", "壹拾", "壹拾壹", "贰拾壹"),
    "ideographTraditional": ("甲", "乙", "癸", "11", "21"),
    "ideographZodiac": ("子", "丑", "酉", "戌", "21"),
    "ideographDigital": ("一", "二", "一〇", "一一", "二一"),
    "japaneseCounting": ("一", "二", "十", "十一", "二十一"),
    "upperLetter": ("A", "B", "J", "K", "U"),
    "lowerLetter": ("a", "b", "j", "k", "u"),
    "upperRoman": ("I", "II", "X", "XI", "XXI"),
    "lowerRoman": ("i", "ii", "x", "xi", "xxi"),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_way_of_counting_is_kept_as_text(form: str) -> None:
    lists = numbering([level(0, form, "第%1条")], {1: (0, "")})
    made = read("".join(paragraph(f"条文{chr(0x4E00 + at)}。", list_of=1) for at in range(21)), numbering=lists)
    found = lines(made)
    for at, expected in zip((1, 2, 10, 11, 21), FORMS[form], strict=True):
        assert found[at - 1].startswith(f"第{expected}条"), (at, found[at - 1])


def test_numbers_beyond_a_hundred_are_as_word_has_them() -> None:
    assert [number(each, "chineseCountingThousand") for each in (100, 101, 110, 111, 1001)] == [
        "一百",
        "一百〇一",
        "一百一十",
        "一百一十一",
        "一千〇一",
    ]
    assert [number(each, "chineseCounting") for each in (99, 100, 123)] == ["九十九", "一○○", "一二三"]
    assert [number(each, "japaneseCounting") for each in (100, 111, 1000)] == ["百", "百十一", "千"]
    assert number(205, "chineseLegalSimplified") == "贰佰零伍"
    assert [number(each, "upperLetter") for each in (26, 27, 52, 53)] == ["Z", "AA", "ZZ", "AAA"]
    assert number(1999, "upperRoman") == "MCMXCIX"


def test_levels_count_below_each_other_and_begin_again() -> None:
    lists = numbering(
        [
            level(0, "chineseCounting", "第%1章")
            + level(1, "decimal", "%1.%2", more="<w:isLgl/>")
            + level(2, "decimalEnclosedCircle", "%3")
        ],
        {1: (0, "")},
    )
    order = [0, 1, 2, 2, 1, 2, 0, 1, 2]
    made = read("".join(paragraph("说明文字。", list_of=1, level=at) for at in order), numbering=lists)
    assert [line.removesuffix("说明文字。").strip() for line in lines(made)] == [
        "第一章",
        "1.1",
        "①",
        "②",
        "1.2",
        "①",
        "第二章",
        "2.1",
        "①",
    ]


def test_a_level_that_never_begins_again_goes_on() -> None:
    lists = numbering(
        [level(0, "decimal", "%1.") + level(1, "decimal", "（%2）", more='<w:lvlRestart w:val="0"/>')], {1: (0, "")}
    )
    made = read("".join(paragraph("文。", list_of=1, level=at) for at in (0, 1, 0, 1)), numbering=lists)
    assert [line[:3] for line in lines(made)] == ["1. ", "（1）", "2. ", "（2）"]


def test_an_instance_begins_anew_where_it_says_so_and_else_goes_on() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = numbering([level(0, "decimal", "%1.")], {1: (0, ""), 2: (0, override), 3: (0, "")})
    body = "".join(paragraph("文。", list_of=each) for each in (1, 1, 2, 2, 3))
    assert [line[:2] for line in lines(read(body, numbering=lists))] == ["1.", "2.", "5.", "6.", "7."]


def test_a_style_brings_its_list_and_level() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Clause"/></w:style>'
    )
    lists = numbering(
        [
            level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="Clause"/>')
            + level(1, "decimal", "（%2）", more='<w:pStyle w:val="Sub"/>')
        ],
        {1: (0, "")},
    )
    body = paragraph("总则在此。", "Clause") + paragraph("细则在此。", "Sub") + paragraph("附则在此。", "Clause")
    made = read(body, numbering=lists, styles=styles)
    assert lines(made) == ["一、总则在此。", "（1）细则在此。", "二、附则在此。"]


def test_what_was_deleted_is_out_and_told_and_what_was_inserted_is_in() -> None:
    body = paragraph(
        run("他说：")
        + '<w:del w:id="1" w:author="甲"><w:r><w:delText>不大好。</w:delText></w:r></w:del>'
        + '<w:ins w:id="2" w:author="甲"><w:r><w:t>很好。</w:t></w:r></w:ins>'
    )
    made = read(body)
    assert lines(made) == ["他说：很好。"]
    told = [fault for fault in made.report if fault.code == "NP985"]
    assert [dict(fault.values)["text"] for fault in told] == ["不大好。"]


def test_a_deleted_paragraph_mark_joins_two() -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="甲"/></w:rPr>'
    body = paragraph("前半句，", properties=gone) + paragraph("后半句。")
    assert lines(read(body)) == ["前半句，后半句。"]


def test_moved_copy_stands_once() -> None:
    moved = '<w:moveFrom w:id="1"><w:r><w:t>挪走。</w:t></w:r></w:moveFrom>'
    body = paragraph(run("留。") + moved) + paragraph('<w:moveTo w:id="2"><w:r><w:t>挪走。</w:t></w:r></w:moveTo>')
    assert lines(read(body)) == ["留。", "挪走。"]


def test_alternate_content_is_counted_once() -> None:
    box = paragraph("框中的提示。")
    shape = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>'
        f"{box}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
        f"{box}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    made = read(paragraph(run("正文在先，") + shape + run("正文在后。")))
    assert lines(made) == ["正文在先，正文在后。", "框中的提示。"]
    assert [each.reason for each in made.account.sums] == ["alternate"]
    assert "box" in {doubt.name for story in stories(made) for doubt in story.doubts}


def test_notes_stand_at_the_end_with_their_numbers() -> None:
    body = paragraph(run("据统计") + '<w:r><w:footnoteReference w:id="7"/></w:r>' + run("，人数上升。"))
    notes = "".join(
        f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>'
        for number, text in ((3, "没人引用。"), (7, "见年鉴。"))
    )
    made = read(body, footnotes=notes)
    assert lines(made) == ["据统计1，人数上升。", "1 见年鉴。"]
    assert "据统计^1^，人数上升。" in made.text
    assert {each.reason: (each.source, each.result) for each in made.account.sums} == {
        "note": (0, 2),
        "unused": (5, 0),
    }


def test_heads_feet_and_comments_are_left_out_and_told() -> None:
    made = read(
        paragraph("正文一句。"),
        header1=paragraph("某某社区供稿"),
        footer1=paragraph("第1页"),
        comments=f'<w:comment w:id="0">{paragraph("标题太长")}</w:comment>',
    )
    assert {each.reason for each in made.account.sums} == {"header", "footer", "comment"}
    assert sum(fault.code == "NP985" for fault in made.report) == 3


def test_fields_show_their_result_and_not_their_instruction() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE \\@ "yyyy" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2019</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(read(paragraph(run("写于") + field + run("年。")))) == ["写于2019年。"]


def test_ruby_emphasis_and_raised_figures_are_markup_in_the_issue() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('hàn')}</w:rt><w:rubyBase>{run('汉')}</w:rubyBase></w:ruby></w:r>"
    body = paragraph(
        ruby
        + run("字有")
        + run("重点", "<w:b/>")
        + run("与着重", '<w:em w:val="dot"/>')
        + run("10")
        + run("3", '<w:vertAlign w:val="superscript"/>')
        + run("个。")
    )
    made = read(body)
    assert "{汉|hàn}字有**重点***与着重*10^3^个。" in made.text


def test_breaks_tabs_and_hyphens() -> None:
    body = paragraph(
        "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:softHyphen/><w:noBreakHyphen/></w:r>"
    )
    assert lines(read(body)) == ["甲", "乙 丙-"]


def test_content_controls_smart_tags_and_links_are_copy() -> None:
    body = paragraph(
        "<w:smartTag><w:r><w:t>上海</w:t></w:r></w:smartTag>"
        "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>斜土</w:t></w:r></w:sdtContent></w:sdt>"
        '<w:hyperlink r:id="rId9"><w:r><w:t>街道</w:t></w:r></w:hyperlink>'
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>"
    )
    made = read(body)
    assert lines(made) == ["上海斜土街道"]
    assert [each.reason for each in made.account.sums] == ["placeholder"]


def test_tables_have_their_cells() -> None:
    def cell(text: str) -> str:
        return f"<w:tc>{paragraph(text)}</w:tc>"

    rows = "".join(f"<w:tr>{cell(a)}{cell(b)}</w:tr>" for a, b in (("日期", "人数"), ("7月5日", "1|2")))
    made = read(paragraph("统计如下。") + f"<w:tbl>{rows}</w:tbl>" + paragraph("表后文字。"))
    (story,) = stories(made)
    assert [[each.text for each in row] for row in story.tables[0].rows] == [["日期", "人数"], ["7月5日", "1|2"]]
    assert lines(made) == ["统计如下。", "表后文字。"]


def test_pictures_come_with_their_captions() -> None:
    inline = '<wp:inline><wp:docPr id="1" descr="新桥"/><a:blip r:embed="rId100"/></wp:inline>'
    drawing = f"<w:r><w:drawing>{inline}</w:drawing></w:r>"
    body = paragraph("大桥今天通车，车辆有序通过。") + paragraph(drawing) + paragraph("图为新桥通车现场。（张三 摄）")
    made = read(body, media={"media/image1.png": PNG})
    (story,) = stories(made)
    assert made.pictures == (("images/image1.png", PNG),)
    assert story.pictures[0].alt == "新桥"
    assert story.pictures[0].caption is not None
    assert story.pictures[0].caption.text == "图为新桥通车现场。（张三 摄）"


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.png", "/etc/passwd.png", "C:\\\\windows\\\\a.png", "media/..\\a.png"]
)
def test_names_that_lead_out_of_the_file_are_not_followed(name: str) -> None:
    drawing = '<w:r><w:drawing><a:blip r:embed="rId100"/></w:drawing></w:r>'
    made = read(paragraph("一句话。") + paragraph(drawing), media={name: PNG})
    assert all(each.startswith("images/") and ".." not in each for each, _ in made.pictures)
    assert made.pictures == ()
    assert "NP987" in {fault.code for fault in made.report}


def test_heads_by_style_part_stories() -> None:
    body = (
        paragraph("——记大桥建设者", "Subtitle")
        + paragraph("本报记者　张三")
        + paragraph("本报讯（记者 张三）昨天，大桥通车。")
        + paragraph("邻里节开幕", "Title")
        + paragraph("近日，邻里节开幕。")
    )
    first, second = stories(read(body, styles=HEADS))
    assert [each.text for each in first.headline] == ["新桥通车"]
    assert [each.text for each in first.deck] == ["——记大桥建设者"]
    assert first.byline is not None
    assert first.byline.text == "本报记者　张三"
    assert first.dateline is not None
    assert first.dateline.text == "本报讯（记者 张三）"
    assert [each.text for each in second.headline] == ["邻里节开幕"]


HEADS = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>'
    for name in ("Title", "Subtitle")
)
