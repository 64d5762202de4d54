"""What the desk writes into an issue changes that alone; two desks on one folder lose nothing."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import Counter
from functools import partial
from pathlib import Path
from random import Random

import pytest
from handwritten import paths
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.amending import (
    AmendCopy,
    AmendField,
    Changed,
    DrawIn,
    MoveStory,
    Operation,
    PlaceStory,
    SetStoryKey,
    Silence,
    SwapStories,
    amend,
    amended,
    digest_of,
    field_of,
    save,
)
from layout.amending.drawings import of_tiers, swapped, with_band, with_stretch, without
from layout.amending.working import Working, key_index
from layout.diagnostics import Report
from layout.issue import Issue, read_issue
from layout.issue.drawing import Drawing
from layout.source import Node, Source, compose
from layout.source.edits import at
from layout.workspace import Workspace

ISSUES = Path(__file__).parents[1] / "issues"
SAMPLES = ("xietu/2019-07-15.yaml", "demo/2026-05-24.yaml", "school/2026-06-01.yaml")

CHINESE = """\
# 本期
日期: 2026-06-01
版:
  - 版次: 1   # 头版
    版式: |
      桥 桥 馆
      渡 渡 馆
    约束:
      - {稿: 桥, 位置: 左上}   # 头条
      - {稿: 馆, 并排: 桥}
    稿:
      桥:   # 大稿
        主题: 新桥今日通车   # 已核
        正文: |
          第一段。

          第二段。
      # 关于馆
      馆: {主题: 图书馆夜间开放, 正文: 略。}
      渡:
        角色: 简讯
        条目:
          - {主题: 甲, 正文: 子。}
          - 主题: 乙
            图:
              - 文件: a.jpg
                图说: 旧
  - 版次: 2
    版式: 自动
    稿:
      街: {主题: 老街修缮, 正文: {文件: copy/street.md}}
"""


def done(text: str, operation: Operation, code: str = "") -> str:
    """The text with an operation carried out, and the one thing told of it."""
    report = Report()
    new = amend(text.encode(), operation, report, "i.yaml")
    assert [fault.code for fault in report] == ([code] if code else [])
    assert new is not None
    return new.decode()


def refused(text: str, operation: Operation) -> str:
    report = Report()
    assert amend(text.encode(), operation, report, "i.yaml") is None
    (fault,) = report
    assert fault.code == "NP140"
    assert fault.advice("zh")
    return fault.hint


def test_a_story_that_no_band_of_its_page_names_is_drawn_across_the_foot() -> None:
    listed = CHINESE.replace("      渡:\n", "      新: {主题: 新来的, 正文: 略。}\n      渡:\n")
    new = done(listed, DrawIn(1), "NP142")
    assert new == listed.replace("      渡 渡 馆\n", "      渡 渡 馆\n      新 新 新\n")
    assert done(new, DrawIn(1)) == new
    assert done(listed, DrawIn(2)) == listed  # that page plans itself


def test_a_field_changes_on_its_own_line() -> None:
    new = done(CHINESE, AmendField(1, "桥", ("headline",), "新桥: 通车"))
    assert new == CHINESE.replace("主题: 新桥今日通车   # 已核", '主题: "新桥: 通车"   # 已核')
    new = done(CHINESE, AmendField(1, "渡", ("items", 1, "pictures", 0, "caption"), "新"))
    assert new == CHINESE.replace("图说: 旧", "图说: 新")
    new = done(CHINESE, AmendField(1, "渡", ("items", 0, "body"), "甲。\r\n\r\n乙, 丙。\r\n"))
    assert new == CHINESE.replace("正文: 子。", '正文: "甲。\\n\\n乙, 丙。\\n"')
    new = done(CHINESE, AmendField(1, "桥", ("body",), "第一段。\n\n第2段。"))
    assert new == CHINESE.replace("第二段", "第2段")


def test_a_new_field_is_called_in_the_file_s_language_and_stands_in_its_place() -> None:
    new = done(CHINESE, AmendField(1, "桥", ("deck",), "——副题"))
    assert new == CHINESE.replace("   # 已核\n", "   # 已核\n        副题: ——副题\n")
    assert done(new, AmendField(1, "桥", ("deck",), None)) == CHINESE
    assert done(CHINESE, AmendField(1, "桥", ("deck",), "")) == CHINESE
    new = done(CHINESE, AmendField(2, None, ("banner",), "街镇"))
    assert new == CHINESE.replace("  - 版次: 2\n", "  - 版次: 2\n    栏目: 街镇\n")
    assert done(CHINESE, AmendField(None, None, ("title",), "题名一")).count("题名: 题名一") == 1
    english = "pages:\n  - page: 1\n    stories:\n      a: {headline: 甲, body: 文}\n"
    assert done(english, SetStoryKey(1, "a", "columns", "3")) == english.replace("甲, ", "甲, columns: 3, ")


def test_the_mark_at_the_beginning_and_the_line_ends_stay() -> None:
    typed = ("\ufeff" + CHINESE.replace("\n", "\r\n")).encode()
    new = amend(typed, MoveStory("馆", 1, 2), Report())
    assert new is not None
    assert new.startswith(b"\xef\xbb\xbf# ")
    assert new.count(b"\n") == new.count(b"\r\n")


def test_what_is_not_there_is_refused_in_words() -> None:
    assert refused(CHINESE, AmendField(3, "桥", ("headline",), "x")) == "page"
    assert refused(CHINESE, AmendField(2, "桥", ("headline",), "x")) == "story"
    assert refused(CHINESE, AmendField(1, "桥", ("items", 4, "body"), "x")) == "place"
    assert refused(CHINESE, AmendField(1, "桥", ("colour",), "x")) == "place"
    assert refused(CHINESE, AmendField(1, "渡", ("items",), "x")) == "text"
    assert refused(CHINESE, AmendField(1, "桥", ("headline",), "a\0")) == "character"
    assert refused("版: [\n", AmendField(1, "桥", ("headline",), "x")) == "fault"
    assert refused("版:\n  - 版次: 1\n    版次: 2\n", AmendField(1, None, ("banner",), "x")) == "fault"


def test_copy_in_a_file_of_its_own_is_changed_there(tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "i.yaml").write_text(CHINESE, "utf-8")
    (tmp_path / "copy/street.md").write_bytes("\ufeff旧街。\r\n\r\n新街。\r\n".encode())
    workspace, report = Workspace(tmp_path), Report()
    field = field_of(workspace, "i.yaml", 2, "街", ("body",), report)
    assert field is not None
    assert (field.file, field.text) == ("copy/street.md", "旧街。\n\n新街。\n")
    asked = AmendField(2, "街", ("body",), "旧街。\n\n老街。")
    made = save(workspace, "i.yaml", field.digest, asked, report)
    assert made is not None
    assert made.file == "copy/street.md"
    assert (tmp_path / "copy/street.md").read_bytes() == "\ufeff旧街。\r\n\r\n老街。\r\n".encode()
    assert (tmp_path / "i.yaml").read_text("utf-8") == CHINESE
    assert amend(b"\xff", AmendCopy("x"), report) is None
    headline = field_of(workspace, "i.yaml", 2, "街", ("headline",), report)
    assert headline is not None
    assert (headline.file, headline.text) == ("i.yaml", "老街修缮")


# Drawings and places


def test_two_stories_change_places_in_a_drawing() -> None:
    new = done(CHINESE, SwapStories(1, "桥", "渡"))
    assert new == CHINESE.replace("桥 桥 馆\n", "X").replace("渡 渡 馆\n", "桥 桥 馆\n").replace("X", "渡 渡 馆\n")
    assert swapped("lead   briefs x\nlead   a      x\n", "briefs", "a") == "lead   a      x\nlead   briefs x\n"
    assert swapped("a b\n", "a", "longer") == "longer b\n"
    assert refused(CHINESE, SwapStories(1, "桥", "街")) == "undrawn"
    assert refused(CHINESE, SwapStories(2, "街", "街")) == "undrawn"


def test_a_neighbour_takes_the_room_of_a_story_that_leaves() -> None:
    assert without("a a b\nc c b\n", "c") == "a a b\na a b\n"
    assert without("a a b\nc d b\n", "a") == "c d b\nc d b\n"
    assert without("a b\na c\n", "a") == "b b\nc c\n"
    assert without("a a\nb b\n", "a") == "b b\nb b\n"
    assert without("a\n", "a") is None
    pinwheel = "a a b\nd x b\nd c c\n"
    assert without(pinwheel, "x") is None
    assert with_band("a b\nc d\n", "e") == "a b\nc d\ne e\n"


def test_a_story_joins_a_vertical_page_at_its_left() -> None:
    tiers = "a b\n" * 8
    assert of_tiers(tiers)
    assert of_tiers("a b\na b\n", "vertical")
    assert of_tiers("a 报头\na b\n")
    assert not of_tiers("a b\na b\n")
    assert not of_tiers(tiers, "horizontal")
    assert with_stretch("a b\na c\n", "e") == "e a b\ne a c\n"


def test_a_story_moves_to_another_page_and_what_was_said_of_it_follows() -> None:
    new = done(CHINESE, MoveStory("桥", 1, 2, 0))
    story = CHINESE[CHINESE.index("      桥:   # 大稿\n") : CHINESE.index("      # 关于馆\n")]
    assert story + "      街:" in new
    assert "      馆: {主题" in new.split("版次: 2")[0]
    assert "      渡 渡 馆\n      渡 渡 馆\n" in new
    assert "约束" not in new
    assert "左上" not in new
    issue = read(new)
    assert [[story.name for story in page.stories] for page in issue.pages] == [["馆", "渡"], ["桥", "街"]]
    back = read(done(new, MoveStory("桥", 2, 1), "NP142")).pages[0]
    assert [story.name for story in back.stories] == ["馆", "渡", "桥"]


def test_a_story_goes_to_the_whole_issue_and_back() -> None:
    out = done(CHINESE, MoveStory("馆", 1, None))
    assert out.endswith("稿:\n  # 关于馆\n  馆: {主题: 图书馆夜间开放, 正文: 略。}\n")
    paged = done(out, SetStoryKey(None, "馆", "page", "2"))
    back = done(paged, MoveStory("馆", None, 2, 0))
    assert "稿: {}\n" in back
    assert "版次: 2}" not in back
    assert [story.name for story in read(back).pages[1].stories] == ["馆", "街"]
    assert refused(CHINESE.replace("街: {", "馆: {"), MoveStory("馆", 1, 2)) == "taken"


def test_a_drawing_that_cannot_close_up_is_given_back_to_the_planner() -> None:
    text = CHINESE.replace("      桥 桥 馆\n      渡 渡 馆\n", "      桥 桥 桥\n").replace(
        "版式: |", "版式: |   # 手画"
    )
    new = done(text, MoveStory("桥", 1, 2), "NP143")
    assert "    版式: 自动   # 手画\n    稿" in new


def test_a_wish_is_written_where_it_steers() -> None:
    auto = CHINESE.replace("    版式: |\n      桥 桥 馆\n      渡 渡 馆\n", "    版式: 自动\n")
    assert done(auto, PlaceStory(1, "桥", at="bottom")) == auto.replace("位置: 左上", "位置: 下")
    beside = done(auto, PlaceStory(1, "桥", beside="渡"))
    assert "      - {稿: 桥, 并排: 渡}   # 头条\n" in beside
    added = done(auto, PlaceStory(1, "渡", at="right"))
    assert "      - {稿: 馆, 并排: 桥}\n      - {稿: 渡, 位置: 右}\n" in added
    fresh = done(CHINESE, PlaceStory(2, "街", at="top-left"))
    assert fresh == CHINESE + "    约束:\n      - {稿: 街, 位置: 左上}\n"
    assert refused(CHINESE, PlaceStory(1, "桥", at="top")) == "drawn"
    assert refused(auto, PlaceStory(1, "桥", at="middle")) == "place"
    for text in (beside, added, fresh):
        assert read(text).pages[0].constraints or read(text).pages[1].constraints


def test_a_check_is_silenced_where_a_comment_may_stand() -> None:
    lines = CHINESE.splitlines()
    headline = next(i for i, line in enumerate(lines, 1) if "主题: 新桥" in line)
    new = done(CHINESE, Silence(headline, "不查"))
    assert new == CHINESE.replace("# 已核", "# 已核  # 不查")
    assert done(new, Silence(headline, "不查")) == new
    body = next(i for i, line in enumerate(lines, 1) if "第二段" in line)
    assert done(CHINESE, Silence(body, "不查")) == CHINESE.replace(
        "正文: |\n          第一段", "正文: |  # 不查\n          第一段"
    )
    plain = "版:\n  - 版次: 1\n    栏目: 两\n      行\n"
    assert done(plain, Silence(3, "nocheck")) == "版:\n  - 版次: 1\n    栏目: 两\n      行  # nocheck\n"
    assert refused(CHINESE, Silence(999, "不查")) == "place"


def read(text: str) -> Issue:
    class Files(Workspace):
        def read(self, name: str) -> bytes:
            return text.encode() if name == "i.yaml" else b"\xe6\x96\x87"

    report = Report()
    issue = read_issue(Files(), "i.yaml", report)
    assert issue is not None
    assert not [told for fault in report if "a.jpg" not in (told := fault.message())]
    return issue


# Over five hundred edits of the sample issues


def stories(root: Node) -> list[tuple[int | None, str]]:
    found: list[tuple[int | None, str]] = []
    pages = root.pairs[key_index(root, "issue", "pages") or 0][1].items
    for page, mapping in [(None, root), *((number(page), page) for page in pages)]:
        index = key_index(mapping, "issue" if page is None else "page", "stories")
        if index is not None:
            found += [(page, key.value) for key, _ in mapping.pairs[index][1].pairs]
    return found


def number(page: Node) -> int:
    return int(page.pairs[key_index(page, "page", "page") or 0][1].value)


def words(random: Random) -> str:
    typed = [
        "近日",
        "新桥通车",
        "社区：活动",
        "# 号",
        "yes",
        "- 条",
        "“引”",
        "a b",
        " ",
        "a: b",
        "'",
        '"',
        "全角　",
        "#",
    ]
    return "".join(random.choice(typed) for _ in range(random.randint(1, 4)))


def operation(random: Random, root: Node) -> Operation:
    """One thing a desk may do next."""
    page, story = random.choice(stories(root))
    numbers = sorted({number for number, _ in stories(root) if number})
    kind = random.randint(0, 9)
    if kind < 3:
        key = random.choice(["headline", "deck", "kicker", "byline"])
        return AmendField(page, story, (key,), random.choice([words(random), words(random), "", None]))
    if kind < 6:
        node = AmendField(page, story, ("body",), "").node(root)
        if node is None or node.kind != "scalar":
            return SetStoryKey(page, story, "columns", "2")
        lines = node.value.split("\n")
        place = random.randrange(len(lines))
        lines[place : place + 1] = random.choice(
            [[words(random)], [words(random), "", words(random)], [], [lines[place] + words(random)]]
        )
        return AmendField(page, story, ("body",), "\n".join(lines))
    if kind == 6:
        return SetStoryKey(page, story, random.choice(["columns", "rank", "box"]), random.choice(["2", "3", None]))
    if kind == 7:
        return MoveStory(story, page, random.choice([None, *numbers]), random.choice([None, 0, 1, 2]))
    if kind == 8:
        other = random.choice(stories(root))[1]
        return random.choice(
            [SwapStories(page or numbers[0], story, other), PlaceStory(numbers[-1], story, "top-left")]
        )
    lines = root.source.text.split("\n")[:-1] if root.source else [""]
    copy = [number for number, line in enumerate(lines, 1) if not line.lstrip().startswith("#")]
    return Silence(random.choice(copy), "不查")  # a finding stands in no comment


def styles(root: Node, text: str) -> Counter[str]:
    """Every scalar as it is typed, on one line of its own or quoted."""
    return Counter(
        text[node.start : node.end] for _, node in paths(root) if node.kind == "scalar" and node.style != "|"
    )


def own_comments(root: Node, text: str) -> Counter[str]:
    """Lines that are comments, not copy."""
    pieces: list[str] = []
    last = 0
    for _, node in paths(root):
        if node.style in ("|", ">"):
            below = text.find("\n", node.start)
            pieces.append(text[last : below if below >= 0 else node.end])
            last = node.end
    lines = "\n".join([*pieces, text[last:]]).split("\n")
    return Counter(line.strip() for line in lines if line.strip().startswith("#"))


def root_of(text: str) -> Node:
    root = compose(Source("i.yaml", text), Report())
    assert root is not None
    return root


def held_to_the_law(asked: Operation, before: str, root: Node, after: str, made: Node) -> None:
    old, new = before.split("\n"), after.split("\n")
    if not isinstance(asked, AmendField) or asked.text is not None:
        assert not own_comments(root, before) - own_comments(made, after), asked
    if isinstance(asked, AmendField | SetStoryKey | Silence):
        same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        rest = 0
        while rest < min(len(old), len(new)) - same and old[-1 - rest] == new[-1 - rest]:
            rest += 1
        touched = old[same : len(old) - rest]
        assert len(touched) <= 1 or isinstance(asked, AmendField), asked
        if isinstance(asked, AmendField) and touched:
            node = asked.node(root) or asked.holder(root)  # which is written anew around what it has not yet
            first = before[: node.start].count("\n")
            assert first <= same, asked
            assert same + len(touched) <= first + before[node.start : node.end].count("\n") + 1, asked
        lost = styles(root, before) - styles(made, after)
        assert sum(lost.values()) <= 2, asked  # the value, and its key when that goes
    if isinstance(asked, MoveStory):
        gone = Counter(line.strip() for line in old) - Counter(line.strip() for line in new)
        allowed = {"plan:", "版式:", "constraints:", "约束:", "- {", "stories:", "稿:", "page:", "版次:"}
        drawn = {word for number, _ in stories(root) if number for word in plan_words(root, number)}
        for line in gone:
            assert not line or any(line.startswith(each) for each in allowed) or set(line.split()) <= drawn, (
                asked,
                line,
            )


def plan_words(root: Node, number_of: int) -> set[str]:
    for page in root.pairs[key_index(root, "issue", "pages") or 0][1].items:
        index = key_index(page, "page", "plan")
        if number(page) == number_of and index is not None:
            return set(Drawing(page.pairs[index][1]).cells)
    return set()


def amend_at_random(random: Random, sample: str, edits: int) -> int:
    data = (ISSUES / sample).read_bytes()
    made, root = 0, root_of(data.decode())
    for _ in range(edits):
        text = data.decode()
        asked = operation(random, root)
        report = Report()
        new = amend(data, asked, report, sample)
        if new is None:
            reason = next(fault.hint for fault in report if fault.code == "NP140")
            assert reason in {"drawn", "undrawn", "place", "taken", "story"}, (asked, reason)
            continue
        after = root_of(new.decode())
        held_to_the_law(asked, text, root, new.decode(), after)
        made += new != data
        data, root = new, after
    return made


def test_five_hundred_edits_of_the_samples_keep_every_other_line() -> None:
    made = [amend_at_random(Random(11), sample, edits) for sample, edits in zip(SAMPLES, (520, 30, 200), strict=True)]
    assert sum(made) >= 500


@given(st.randoms(use_true_random=True), st.sampled_from(SAMPLES))
@settings(max_examples=20)
def test_any_edit_of_a_sample_keeps_every_other_line(random: Random, sample: str) -> None:
    amend_at_random(random, sample, 5)


# Changed elsewhere


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "i.yaml").write_text(CHINESE, "utf-8")
    return tmp_path


def test_a_change_elsewhere_is_kept_and_ours_goes_beside_it(folder: Path) -> None:
    workspace, report = Workspace(folder), Report()
    shown = (folder / "i.yaml").read_bytes()
    (folder / "i.yaml").write_text("# 早先\n" + CHINESE.replace("老街修缮", "老街重修"), "utf-8")
    asked = AmendField(1, "桥", ("headline",), "新题")
    with pytest.raises(Changed):  # without the text that was shown nobody can tell
        amended(workspace, "i.yaml", digest_of(shown), asked, report)
    assert save(workspace, "i.yaml", digest_of(shown), asked, report, shown) is not None
    now = (folder / "i.yaml").read_text("utf-8")
    assert now == "# 早先\n" + CHINESE.replace("老街修缮", "老街重修").replace("新桥今日通车", "新题")
    assert not report


def test_a_change_of_the_same_place_is_never_overwritten(folder: Path) -> None:
    workspace, report = Workspace(folder), Report()
    shown = (folder / "i.yaml").read_bytes()
    (folder / "i.yaml").write_text(CHINESE.replace("新桥今日通车", "别人的题"), "utf-8")
    for asked in (AmendField(1, "桥", ("headline",), "新题"), MoveStory("桥", 1, 2)):
        with pytest.raises(Changed):
            save(workspace, "i.yaml", digest_of(shown), asked, report, shown)
    assert "别人的题" in (folder / "i.yaml").read_text("utf-8")
    with pytest.raises(Changed):
        workspace.write_if_unchanged("i.yaml", b"", digest_of(shown))
    with pytest.raises(Changed):
        workspace.write_if_unchanged("i.yaml", b"", None)
    workspace.write_if_unchanged("new.yaml", b"a: 1\n", None)
    assert sorted(os.listdir(folder)) == ["i.yaml", "new.yaml"]


def _count(folder: str, key: str, times: int) -> None:
    workspace = Workspace(Path(folder))
    for index in range(1, times + 1):
        shown = workspace.read("i.yaml")
        asked = AmendField(1, "桥", (key,), str(index))
        assert save(workspace, "i.yaml", digest_of(shown), asked, Report(), shown) is not None


def test_two_desks_on_one_folder_lose_nothing(folder: Path) -> None:
    context = multiprocessing.get_context("spawn")
    desks = [context.Process(target=_count, args=(str(folder), key, 12)) for key in ("deck", "byline")]
    threads = [threading.Thread(target=partial(_count, str(folder), key, 12)) for key in ("kicker", "tag")]
    for each in (*desks, *threads):
        each.start()
    for each in (*desks, *threads):
        each.join()
    assert [desk.exitcode for desk in desks] == [0, 0]
    root = Working("i.yaml", (folder / "i.yaml").read_text("utf-8")).root
    story = at(root, (1, 0, 3, 0))
    told = {key.value: value.value for key, value in story.pairs}
    assert [told[key] for key in ("副题", "署名", "引题", "标签")] == ["12"] * 4
    assert os.listdir(folder) == ["i.yaml"]
