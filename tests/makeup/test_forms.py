"""Forms that some copy has in a newspaper: comments by their genre, instalments of a serial, corrections; and what
stands at a story's end."""

from __future__ import annotations

from functools import cache
from xml.etree import ElementTree as ET

import pytest
from drawer import Drawer
from hypothesis import given
from hypothesis import strategies as st
from sheets import groups

from layout.articles.reading import read
from layout.articles.stored import from_json, to_json
from layout.articles.values import About, Corrected, Edition
from layout.diagnostics import Report
from layout.display import GlyphRun, Group, Page, walk
from layout.issue import Issue, Story, read_issue
from layout.makeup.blocks.serials import instalment, numeral
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import Placed
from layout.makeup.modules.story import StoryModule
from layout.pipeline import Session, Workspace
from layout.proofreading.passages import passages
from layout.records.mets import MODS, mets
from layout.records.text import news_article
from layout.theme import Theme, read_theme
from layout.units import Size

SENTENCE = "社区食堂开门前半小时，三位志愿者已经把豆浆磨好，等着第一拨来吃早饭的老人。"


@cache
def session() -> Session:
    return Session(Workspace())


@cache
def house(words: str = "") -> Theme:
    paper = f"extends: community-tabloid\nwords: {{{words}}}\n"
    return read_theme(Drawer({"paper.yaml": paper}), "paper.yaml", Report())


def story(keys: str, body: str = SENTENCE * 8) -> Story:
    return issue_of(keys, body).pages[0].stories[0]


def issue_of(keys: str, body: str) -> Issue:
    report = Report()
    copy = f", body: {body}" if body else ""
    text = f"date: 2026-05-24\npages: [{{page: 2, stories: {{a: {{{keys}{copy}}}}}}}]"
    issue = read_issue(Drawer({"i.yaml": text}), "i.yaml", report)
    assert issue is not None
    assert [fault.message() for fault in report] == []
    return issue


def placed(keys: str, words: str = "", body: str = SENTENCE * 8, depth: int = 24) -> Placed:
    made, grid = house(words), PageGrid.of(house(words))
    return StoryModule(story(keys, body), 0, 2, grid, made, session().setter(Report())).place(0, depth)


def said(items: tuple[Group, ...] | Group) -> str:
    inner = items.items if isinstance(items, Group) else tuple(items)
    return "".join(run.text for run in walk(inner) if isinstance(run, GlyphRun))


def of(made: Placed, role: str) -> list[str]:
    return [said(group) for group in groups(made.items, role)]


# -- comments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("genre", "label"), [("editorial", "社论"), ("社论", "社论"), ("时评", "时评"), ("short", "短评")]
)
def test_a_comment_bears_the_label_of_its_genre(genre: str, label: str) -> None:
    made = placed(f"genre: {genre}, headline: 把旧窑场还给野花")
    assert made.story.role == "comment"
    assert of(made, "kicker") == [label]
    assert made.boxed


def test_a_label_or_a_standing_head_of_its_own_stands_in_its_place() -> None:
    assert of(placed("genre: editorial, tag: 本报社评, headline: 题目"), "kicker") == ["本报社评"]
    assert of(placed("genre: editorial, banner: 社评, headline: 题目"), "kicker") == []


def test_a_commentator_signs_unless_somebody_else_does() -> None:
    assert of(placed("genre: 本报评论员, headline: 题目"), "byline") == ["本报评论员"]
    assert of(placed("genre: commentator, headline: 题目, byline: 林禾"), "byline") == ["林禾"]


def test_each_genre_has_a_face_of_its_own() -> None:
    faces = {}
    for genre in ("editorial", "commentator", "current", "short"):
        made = placed(f"genre: {genre}, headline: 题目")
        runs = [run for group in groups(made.items, "paragraph") for run in walk(group.items)]
        faces[genre] = {(run.face, run.size) for run in runs if isinstance(run, GlyphRun)}
    assert len({frozenset(each) for each in faces.values()}) == 4


def test_a_signature_stands_at_the_end_flush_right() -> None:
    made = placed("genre: current, headline: 题目, signature: 本报评论员 / 5月24日")
    assert of(made, "signature") == ["本报评论员", "5月24日"]
    lines = [
        [run for run in walk(group.items) if isinstance(run, GlyphRun)] for group in groups(made.items, "signature")
    ]
    copy = [run for g in groups(made.items, "paragraph") for run in walk(g.items) if isinstance(run, GlyphRun)]
    same_leg = [run for run in copy if abs(run.x - lines[0][0].x) < 200 and run.baseline < lines[0][0].baseline]
    assert same_leg
    assert len({round(line[-1].x + line[-1].xs[-1] + line[-1].size) for line in lines}) <= 2


# -- serials ---------------------------------------------------------------------------------------------------------


def test_numbers_of_instalments() -> None:
    assert [numeral(n) for n in (7, 10, 12, 20, 103, 110, 1000, 1024)] == [
        *("七", "十", "十二", "二十", "一百零三", "一百一十", "一千", "一千零二十四"),
    ]
    assert [instalment(n, "circled") for n in (1, 20, 21, 36, 50, 51)] == ["①", "⑳", "㉑", "㊱", "㊿", "（五十一）"]
    assert instalment(7, "bracketed") == "（七）"
    assert instalment(7, "numbered") == "第7回"


@given(st.integers(1, 9999))
def test_no_two_instalments_have_one_name(number: int) -> None:
    assert numeral(number) != numeral(number % 9999 + 1)
    assert set(numeral(number)) <= set("零一二三四五六七八九十百千")


def test_a_serial_has_its_standing_head_and_its_ties() -> None:
    keys = (
        "headline: 渡口的灯, serial: {title: 白芦河旧事, author: 沈砚秋, number: 7, after: 5月17日第4版, state: 待续}"
    )
    made = placed(keys)
    assert of(made, "byline") == ["沈砚秋"]
    furniture = of(made, "artifact")
    assert any("白芦河旧事" in each for each in furniture)
    assert "著　⑦" in furniture
    runs = [run for run in walk(made.items) if isinstance(run, GlyphRun) and run.text.strip()]
    order = "".join(run.text for run in runs)
    assert order.index("上接5月17日第4版") < order.index(SENTENCE[:6]) < order.index("未完待续")


def test_a_serial_without_a_head_of_its_own_needs_none_and_may_end() -> None:
    made = placed("serial: {title: 白芦河旧事, number: 51, state: ends}", "serial_number: bracketed")
    assert "（五十一）" in of(made, "artifact")
    assert "（连载完）" in of(made, "artifact")


# -- corrections -----------------------------------------------------------------------------------------------------

MENDED = (
    "role: correction, corrects: {date: 2026-05-17, page: 2, headline: 新馆开门, wrong: 藏书13万册, right: 藏书31万册}"
)


def test_a_correction_is_worded_from_what_it_mends() -> None:
    made = placed(MENDED, body="", depth=12)
    assert of(made, "headline") == ["更正"]
    assert "".join(of(made, "paragraph")) == (
        "本报2026年5月17日第2版《新馆开门》一文中，“藏书13万册”应为“藏书31万册”。特此更正，并向读者致歉。"
    )
    assert made.boxed
    assert made.story.unchecked == ("藏书13万册",)


def test_a_correction_may_be_worded_by_hand_and_say_less() -> None:
    assert "".join(of(placed(MENDED, body="上期二版有误。", depth=12), "paragraph")) == "上期二版有误。"
    least = "role: correction, headline: 更正启事, corrects: {date: 2026-05-17, wrong: 甲, right: 乙}"
    made = placed(least, body="", depth=12)
    assert of(made, "headline") == ["更正启事"]
    assert "".join(of(made, "paragraph")).startswith("本报2026年5月17日，“甲”应为“乙”")


def edition() -> Edition:
    page = Page(2, Size(500, 700), 0.0, placed(MENDED, body="", depth=12).items)
    mended = {"a": Corrected("2026-05-17", "2", "新馆开门")}
    return read([page], session().setter(Report()).fonts, About("报", "题", date="2026-05-24"), {}, mended)


def test_the_records_say_which_story_is_mended() -> None:
    made = edition()
    found = news_article(made, made.articles[0])["about"]
    assert (found["headline"], found["datePublished"], found["printPage"]) == ("新馆开门", "2026-05-17", "2")
    assert "藏书31万册" in found["correction"]["text"]
    root = ET.fromstring(mets(made, "issue", ()))
    (mended,) = root.iter(f"{{{MODS}}}relatedItem")
    assert [each.text for each in mended.iter() if (each.text or "").strip()] == ["新馆开门", "2", "2026-05-17"]
    assert from_json(to_json(made)) == made


def test_copy_checks_read_what_was_typed_and_no_wording_of_ours() -> None:
    read_as = [copy.text for passage in passages(issue_of(MENDED, "")) for copy in passage.copies]
    assert read_as == ["更正", "新馆开门", "藏书31万册"]
    keys = "headline: 题, signature: 林禾, index: 短, serial: {title: 旧事, author: 沈砚秋, number: 2, after: 上期}"
    read_as = [copy.text for passage in passages(issue_of(keys, "文")) for copy in passage.copies]
    assert {"林禾", "短", "旧事", "沈砚秋", "上期"} <= set(read_as)
