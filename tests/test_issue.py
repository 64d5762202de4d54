"""An issue is read whole: its values as typed, and every fault of tests/issues with its code, place and words."""

from __future__ import annotations

import errno
import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from drawer import Drawer, faults
from PIL import Image

from layout.diagnostics import Report
from layout.issue import Copy, Issue, Page, Story, read_issue
from layout.theme import read_theme
from layout.units import Size


def opaque() -> bytes:
    """A picture without an edge within it."""
    out = BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG")
    return out.getvalue()


FIXTURES = sorted((Path(__file__).parent / "issues").glob("*.yaml"))
EXPECTED = re.compile(r"# ((?:error|warning) NP\d{3} \d+:\d+)")
BESIDE = {"copy/survey.md": "文", "images/dudao.jpg": b"", "opaque.png": opaque()}  # what the fixtures may name


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_a_broken_file_has_exactly_the_faults_its_comments_expect(fixture: Path, either_loader: None) -> None:
    text = fixture.read_text("utf-8")
    report = Report()
    read = read_theme if fixture.stem.startswith("paper_") else read_issue
    read(Drawer({**BESIDE, fixture.name: text}), fixture.name, report)
    assert faults(report) == EXPECTED.findall(text)
    assert len(report) > 0


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_what_is_said_of_it_is_filled_in_in_both_languages(fixture: Path) -> None:
    report = Report()
    read = read_theme if fixture.stem.startswith("paper_") else read_issue
    read(Drawer({**BESIDE, fixture.name: fixture.read_text("utf-8")}), fixture.name, report)
    for fault in report:
        for language in ("en", "zh"):
            words = [fault.message(language), fault.advice(language)]
            words += [fault.note(name, language) for name, _ in fault.others]
            assert fault.advice(language), fault
            assert not any(re.search(r"\{[a-z]+\}|None", text) for text in words), words
        assert fault.message("zh") != fault.message("en")
        assert fault.span.file == fixture.name


def read(text: str, files: dict[str, str | bytes | OSError] | None = None) -> tuple[Issue, Report]:
    report = Report()
    issue = read_issue(Drawer({**(files or {}), "i/issue.yaml": text}), "i/issue.yaml", report)
    assert issue is not None
    return issue, report


def page(text: str, files: dict[str, str | bytes | OSError] | None = None) -> Page:
    issue, report = read(text, files)
    assert faults(report) == []
    return issue.pages[0]


def story(fields: str, files: dict[str, str | bytes | OSError] | None = None) -> Story:
    """A story with a headline, a body, and the fields given as flow or block lines."""
    lines = "".join(f"        {line}\n" for line in fields.splitlines())
    return page(f"pages:\n  - page: 1\n    stories:\n      a:\n{lines}", files).stories[0]


def texts(copies: tuple[Copy, ...]) -> list[str]:
    return [copy.text for copy in copies]


def body(text: str) -> Story:
    return story("headline: 题\nbody: |\n" + "".join(f"  {line}\n" for line in text.split("\n")))


def test_chinese_and_english_keys_read_alike() -> None:
    english = page(
        "pages:\n  - {page: 2, banner: 要闻, stories: {a: {role: lead, headline: 题, body: 文, columns: 3}}}"
    )
    chinese = page("版:\n  - {版次: 2, 栏目: 要闻, 稿: {a: {角色: 头条, 主题: 题, 正文: 文, 栏: 3}}}")
    assert english == chinese
    assert english.stories[0].role == "lead"


def test_what_yaml_would_make_of_words_stays_as_typed() -> None:
    read_as = story("headline: no\ndeck: 12:30\nbyline: 010\ntag: ~\nbody: 2019-07-15")
    assert texts(read_as.headline) == ["no"]
    assert texts(read_as.deck) == ["12:30"]
    assert read_as.byline == Copy("010")
    assert read_as.tag == Copy("~")
    assert read_as.body[0].copy.text == "2019-07-15"


@pytest.mark.parametrize(
    "typed", ["2019-07-15", "2019-7-15", "2019/7/15", "2019.07.15", "2019年7月15日", "２０１９年７月１５日"]
)
def test_a_date_may_be_written_as_people_write_it(typed: str) -> None:
    issue, report = read(f"date: {typed}\npages: [{{page: 1, stories: {{a: {{headline: 题, body: 文}}}}}}]")
    assert faults(report) == []
    assert issue.date == date(2019, 7, 15)


def test_full_width_digits_are_numbers() -> None:
    assert story("headline: 题\nbody: 文\ncolumns: ３").columns == 3


def test_a_head_breaks_where_the_editor_broke_it_and_nowhere_else() -> None:
    read_as = story("headline: 中央督导组 / 下沉斜土\ndeck: 沪宁/沪杭两线\nkicker: 一　/　二\nbody: 文")
    assert texts(read_as.headline) == ["中央督导组", "下沉斜土"]
    assert texts(read_as.deck) == ["沪宁/沪杭两线"]
    assert texts(read_as.kicker) == ["一", "二"]


def test_a_blank_line_ends_a_paragraph_and_typed_lines_are_joined() -> None:
    read_as = body("　　第一段上\n第一段下\n\nSecond par\nin English")
    assert [block.copy.text for block in read_as.body] == ["第一段上第一段下", "Second par in English"]


def test_a_body_without_a_bar_keeps_its_paragraphs() -> None:
    read_as = story("headline: 题\nbody: 第一段，\n  还是第一段\n\n  第二段")
    assert [block.copy.text for block in read_as.body] == ["第一段， 还是第一段", "第二段"]


def test_subheads_and_list_items_are_blocks_of_their_own() -> None:
    read_as = body("文\n## 插题\n文\n- 一\n- 二\n接着二\n1. 三\n##不是插题\n\n-不是条")
    kinds = [(block.kind, block.copy.text) for block in read_as.body]
    assert kinds == [
        ("paragraph", "文"),
        ("subhead", "插题"),
        ("paragraph", "文"),
        ("item", "一"),
        ("item", "二接着二"),
        ("item", "1. 三##不是插题"),
        ("paragraph", "-不是条"),
    ]


@pytest.mark.parametrize(
    ("typed", "text", "emphases"),
    [
        ("**黑体**字", "黑体字", [(0, 2, "strong")]),
        ("字*着重号*字", "字着重号字", [(1, 4, "dots")]),
        ("***两样***", "两样", [(0, 2, "dots"), (0, 2, "strong")]),
        ("**黑*重*体**", "黑重体", [(0, 3, "strong"), (1, 2, "dots")]),
        ("3*4*5", "3*4*5", []),
        ("一颗 * 星", "一颗 * 星", []),
        ("星*号", "星*号", []),
        ("** 不 **", "** 不 **", []),
        ("****", "****", []),
    ],
)
def test_emphasis_takes_its_asterisks_and_a_stray_asterisk_prints(
    typed: str, text: str, emphases: list[tuple[int, int, str]]
) -> None:
    copy = body(typed).body[0].copy
    assert copy.text == text
    assert sorted((each.start, each.end, each.kind) for each in copy.emphases) == sorted(emphases)


def test_every_character_of_copy_knows_where_it_was_typed() -> None:
    text = (
        "pages:\n  - page: 1\n    stories:\n      a:\n        headline: 上行 / 下行\n"
        "        body: |\n          　文**黑**\n          尾\n"
    )
    read_as = page(text).stories[0]
    assert str(read_as.headline[1].span(0)) == "i/issue.yaml:5:24"
    places = [str(read_as.body[0].copy.span(index)) for index in range(3)]
    assert places == ["i/issue.yaml:7:12", "i/issue.yaml:7:15", "i/issue.yaml:8:11"]


def test_a_story_may_stand_in_a_file_of_its_own() -> None:
    read_as = story(
        "headline: 题\nbody: {file: copy/a.md}", {"i/copy/a.md": "\ufeff第一段\r\n\r\n## 插题\r\n第二段\r\n"}
    )
    assert [(block.kind, block.copy.text) for block in read_as.body] == [
        ("paragraph", "第一段"),
        ("subhead", "插题"),
        ("paragraph", "第二段"),
    ]
    assert str(read_as.body[2].copy.span(1)) == "i/copy/a.md:4:2"


def test_a_plan_is_bands_of_names_and_auto_is_none() -> None:
    drawn = page(
        "pages:\n  - page: 1\n    plan: |\n      a a b\n      a a c\n"
        "    stories: {a: {headline: 题, body: 文}, b: {headline: 题, body: 文}, c: {headline: 题, body: 文}}"
    )
    assert drawn.plan is not None
    assert drawn.plan.bands == (("a", "a", "b"), ("a", "a", "c"))
    assert page("pages: [{page: 1, plan: auto, stories: {a: {headline: 题, body: 文}}}]").plan is None
    assert page("版: [{版次: 1, 版式: 自动, 稿: {a: {主题: 题, 正文: 文}}}]").plan is None


def test_stories_stand_in_order_of_rank() -> None:
    ranked = page(
        "pages: [{page: 1, stories: {"
        "a: {headline: 题, body: 文}, b: {headline: 题, body: 文, rank: 1}, c: {headline: 题, body: 文}}}]"
    )
    assert [each.name for each in ranked.stories] == ["a", "b", "c"]
    ranked = page(
        "pages: [{page: 1, stories: {"
        "a: {headline: 题, body: 文, rank: 3}, b: {headline: 题, body: 文}, c: {headline: 题, body: 文, rank: 1}}}]"
    )
    assert [each.name for each in ranked.stories] == ["c", "b", "a"]


def test_credits_carry_the_words_that_are_printed() -> None:
    credited = page("pages: [{page: 1, credits: {editor: 张三, 校对: 李四}, stories: {a: {headline: 题, body: 文}}}]")
    assert [(label, name.text) for label, name in credited.credits] == [("责编", "张三"), ("校对", "李四")]


def test_a_picture_is_measured_where_it_is_there_and_focused() -> None:
    dot = BytesIO()
    Image.new("L", (2, 1)).save(dot, "PNG")
    issue, report = read(
        "pages: [{page: 1, stories: {"
        "a: {headline: 题, body: 文, pictures: [{file: a.png, focus: 50% 0.35, columns: 2}]}}}]",
        {"i/a.png": dot.getvalue()},
    )
    picture = issue.pages[0].stories[0].pictures[0]
    assert picture.focus == (0.5, 0.35)
    assert picture.columns == 2
    assert picture.pixels == Size(2, 1)
    assert faults(report) == []


def test_a_missing_picture_stands_as_a_placeholder_when_the_editor_says_so() -> None:
    issue, report = read(
        "pages: [{page: 1, stories: {a: {headline: 题, body: 文, pictures: [{file: a.jpg, 缺图: 占位}]}}}]"
    )
    assert faults(report) == ["warning NP204 1:73"]
    assert issue.pages[0].stories[0].pictures[0].pixels is None


@pytest.mark.parametrize(
    ("typed", "text", "emphases"),
    [
        ("见[本报](https://a.cn/b_c*d*)。", "见本报。", [(1, 3, "link", "https://a.cn/b_c*d*")]),
        ("{斜土|xié tǔ}路", "斜土路", [(0, 2, "ruby", "xié tǔ")]),
        ("__王安忆__写~~长恨歌~~", "王安忆写长恨歌", [(0, 3, "name", ""), (4, 7, "book", "")]),
        ("10^3^立方米", "103立方米", [(2, 3, "super", "")]),
        ("**{汉|hàn}**字", "汉字", [(0, 1, "ruby", "hàn"), (0, 1, "strong", "")]),
        ("__init__ ~~ ^_^ {} [a](b) {a}", "__init__ ~~ ^_^ {} [a](b) {a}", []),
    ],
)
def test_links_readings_names_titles_and_superscripts_take_their_signs(
    typed: str, text: str, emphases: list[tuple[int, int, str, str]]
) -> None:
    copy = body(typed).body[0].copy
    assert copy.text == text
    assert sorted((each.start, each.end, each.kind, each.value) for each in copy.emphases) == sorted(emphases)


def test_two_page_numbers_sort_the_pages() -> None:
    issue, _ = read(
        "pages: [{page: 3, stories: {a: {headline: 题, body: 文}}}, {page: 2, stories: {a: {headline: 题, body: 文}}}]"
    )
    assert [each.number for each in issue.pages] == [2, 3]


ALIAS_BOMB = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"b%d: &b%d [%s]\n" % (n, n, b", ".join([b"*b%d" % (n - 1) if n else b"*a"] * 9)) for n in range(9)
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(None, "NP111", id="missing"),
        pytest.param(PermissionError(errno.EACCES, "Permission denied"), "NP112", id="locked"),
        pytest.param(IsADirectoryError(errno.EISDIR, "Is a directory"), "NP113", id="folder"),
        pytest.param(b"a" * (16 * 1024 * 1024 + 1), "NP110", id="huge"),
        pytest.param("主题: 报纸".encode("gb18030"), "NP108", id="gbk"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "NP108", id="binary"),
        pytest.param("pages: []".encode("utf-16"), "NP108", id="utf-16"),
        pytest.param(b"", "NP114", id="empty"),
        pytest.param(b"\xef\xbb\xbf\r\n", "NP114", id="bom-only"),
        pytest.param(b"[" * 5000, "NP119", id="deep-flow"),
        pytest.param(b"- " * 5000, "NP119", id="deep-block"),
        pytest.param(ALIAS_BOMB, "NP118", id="alias-bomb"),
    ],
)
def test_what_is_no_issue_is_refused_with_a_reason(
    data: bytes | OSError | None, code: str, either_loader: None
) -> None:
    report = Report()
    read_issue(Drawer({} if data is None else {"i.yaml": data}), "i.yaml", report)
    assert code in [fault.code for fault in report]
    for fault in report:
        assert fault.message("zh")
        assert fault.message("en")


def test_the_first_wrong_byte_is_named_with_its_place() -> None:
    report = Report()
    read_issue(Drawer({"i.yaml": "date: 2019\n题: 报".encode() + b"\xff\n"}), "i.yaml", report)
    (fault,) = report
    assert (fault.span.line, fault.span.column) == (2, 5)
    assert "0xFF" in fault.message()


def test_a_missing_issue_names_the_nearest_file() -> None:
    report = Report()
    read_issue(Drawer({"issues/xietu/2019-07-15.yaml": ""}), "issues/xietu/2019-07-51.yaml", report)
    (fault,) = report
    assert "issues/xietu/2019-07-15.yaml" in fault.advice()


def hints(text: str) -> list[tuple[str, str]]:
    _, report = read(text)
    return [(fault.code, fault.hint) for fault in report]


def test_a_date_says_what_is_wrong_with_it() -> None:
    rest = "pages: [{page: 1, stories: {lead: {headline: 题, body: 文}}}]"
    assert hints(f"date: 7月15日\n{rest}") == [("NP206", "year")]
    assert hints(f"date: 2026-02-30\n{rest}") == [("NP206", "calendar")]
    assert hints(f"date: 七月\n{rest}") == [("NP206", "hint")]


def test_a_key_in_the_wrong_block_is_told_where_it_belongs() -> None:
    rest = "pages: [{page: 1, stories: {lead: {headline: 题, body: 文}}}]"
    assert hints(f"banner: 要闻\n{rest}") == [("NP131", "elsewhere")]
    assert hints(f"extends: broadsheet\n{rest}") == [("NP131", "paper")]
    assert hints(f"second: {{headline: 题}}\n{rest}") == [("NP131", "astray")]
