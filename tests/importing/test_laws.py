"""The law of the account over anything at all: what goes in is in the result or listed."""

from __future__ import annotations

from html import escape

import pytest
from accounts import assert_accounted, imported
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wordfiles import characters_of, level, numbering, paragraph, run, word_file

from layout.importing.numbering import number

LINES = st.sampled_from(
    [
        "",
        "",
        "近日，社区举办活动，三百余名居民参加。",
        "望江社区举办义诊",
        "——记社区医生",
        "上影：",
        "本报记者　张三",
        "本报讯（记者 李四）昨日，会议召开。",
        "图为现场。（王五 摄）",
        "第2版",
        "2019年7月15日 星期一",
        "一、工作要求",
        "1. 先热身",
        "街镇要闻",
        "-----",
        "HEADLINE",
        "The quick infor-",
        "mation desk is open.",
        "　　第二段，从缩进开始，写到第三",
        "⽂化⼴场 ﬁrst \u200b\xad\x07",
        "**粗** {汉|hàn} [字](https://a.example) a / b",
        "## 井号",
        "- 横线",
    ]
)
TEXT = st.lists(LINES, max_size=14).map("\n".join) | st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
QUICK = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@QUICK
@given(TEXT)
def test_any_text_is_accounted_for(text: str) -> None:
    made = imported("a.txt", b"\xef\xbb\xbf" + text.encode())
    if made.text:
        assert_accounted(made, text)
    else:
        assert {fault.code for fault in made.report} <= {"NP981", "NP985", "NP988"}
        assert made.account.balanced


@QUICK
@given(TEXT.map(lambda text: text.replace("\0", "").replace("\r", "\n")))
def test_any_markdown_is_accounted_for(text: str) -> None:
    made = imported("a.md", b"\xef\xbb\xbf" + text.encode())
    assert made.account.balanced, (made.account.missing, made.account.invented)
    assert "NP989" not in {fault.code for fault in made.report}


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "span",
        "h1",
        "h2",
        "li",
        "ul",
        "ol",
        "table",
        "tr",
        "td",
        "th",
        "strong",
        "a",
        "figure",
        "figcaption",
        "article",
        "nav",
        "br",
        "ruby",
        "rt",
        "sup",
    ]
)


@QUICK
@given(st.lists(st.tuples(TAGS, LINES, st.booleans()), max_size=14))
def test_any_page_is_accounted_for(pieces: list[tuple[str, str, bool]]) -> None:
    page = "".join(f"<{tag}>{escape(text)}{f'</{tag}>' if closed else ''}" for tag, text, closed in pieces)
    made = imported("a.html", f"<meta charset=utf-8><title>标题</title>{page}".encode())
    assert made.account.balanced, (made.account.missing, made.account.invented)
    assert "NP989" not in {fault.code for fault in made.report}


LOOKS = ["", "<w:b/>", "<w:vanish/>", '<w:vertAlign w:val="superscript"/>', '<w:sz w:val="44"/>']
WRAPS = [
    "{}",
    '<w:ins w:id="1">{}</w:ins>',
    "<w:hyperlink>{}</w:hyperlink>",
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
]
RUNS = st.tuples(st.sampled_from(WRAPS), LINES, st.sampled_from(LOOKS))
PARAGRAPHS = st.tuples(st.lists(RUNS, max_size=4), st.integers(0, 2), st.integers(0, 1), st.sampled_from(["", "Title"]))


@QUICK
@given(st.lists(PARAGRAPHS, max_size=8), st.booleans())
def test_any_word_file_is_accounted_for(
    paragraphs: list[tuple[list[tuple[str, str, str]], int, int, str]], table: bool
) -> None:
    body = []
    for runs, instance, depth, style in paragraphs:
        inner = "".join(wrap.format(run(text.replace("\x07", ""), look)) for wrap, text, look in runs)
        body.append(paragraph(inner, style, instance, depth))
    if table:
        cells = "".join(f"<w:tc>{inner}</w:tc>" for inner in (*(body[:1] or [paragraph()]), paragraph("格")))
        body.insert(len(body) // 2, f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    lists = numbering([level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2")], {1: (0, ""), 2: (0, "")})
    data = word_file("".join(body), {"numbering": lists})
    made = imported("a.docx", data)
    if made.text:
        assert_accounted(made, characters_of(data))
    else:
        assert made.account.balanced


FORMS = ["chineseCountingThousand", "japaneseCounting", "chineseLegalSimplified", "ideographDigital", "lowerRoman"]


@pytest.mark.parametrize("form", FORMS)
def test_no_two_numbers_look_alike(form: str) -> None:
    told = [number(each, form) for each in range(1, 2000)]
    assert len(set(told)) == len(told)
