"""Edits leave every line that is not meant as it was typed, and give exactly what was asked for."""

from __future__ import annotations

from collections import Counter
from difflib import ndiff
from functools import partial
from random import Random

import pytest
from handwritten import COMMENTS, awkward, document, paths, refusal, tree, with_aliases
from hypothesis import example, given, settings
from hypothesis import strategies as st

from layout.amending.working import Working
from layout.diagnostics import Report
from layout.source import Node, Source, compose
from layout.source.edits import (
    Edit,
    at,
    edited,
    inserted,
    moved,
    on_its_line,
    path_to,
    renamed,
    with_key,
    with_value,
    without_entry,
)
from layout.source.scalars import Refused
from layout.source.writing import Commented, tree_of

EXPECTED = {"kind", "itself", "taken"}  # what a random edit may ask in vain; anything else is a fault of ours
REPEATED = {"alias", "shared", "order"}  # and where aliases stand


def root_of(text: str) -> Node:
    report = Report()
    root = compose(Source("a.yaml", text), report)
    assert root is not None
    assert not report.failed, [fault.message() for fault in report]
    return root


def typed(text: str, path: tuple[int, ...], value: str) -> str:
    root = root_of(text)
    new = edited(text, with_value(root, path, value))
    assert at(root_of(new), path).value == value
    return new


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("k: 旧   # 注\n", "新", "k: 新   # 注\n"),
        ("k: 旧   # 注\n", "", "k:   # 注\n"),
        ("k:   # 注\n", "新", "k: 新   # 注\n"),
        ("k:\n", "新", "k: 新\n"),
        ("k: 旧\n", "a: b", 'k: "a: b"\n'),
        ("k: 旧\n", "第#1号", "k: 第#1号\n"),
        ("k: 旧\n", "第 #1号", 'k: "第 #1号"\n'),
        ("k: 旧\n", "- 旧", 'k: "- 旧"\n'),
        ("k: 旧\n", "是", "k: 是\n"),
        ("k: no\n", "yes", "k: yes\n"),
        ("k: 旧\n", '说"好" ', "k: '说\"好\" '\n"),
        ("k: 旧\n", "\t缩进", 'k: "\\t缩进"\n'),
        ("k: 旧\n", "　　全角空格", "k: 　　全角空格\n"),
        ("k: '旧'  # 注\n", "it's 新", "k: 'it''s 新'  # 注\n"),
        ('k: "旧\\t格"  # 注\n', "新\t格", 'k: "新\\t格"  # 注\n'),
        ('k: "旧"\n', "两\n行", 'k: "两\\n行"\n'),
        ("k: '旧'  # 注\n", "两\n行\n", "k: |  # 注\n  两\n  行\n"),
        ("k: 旧  # 注\n", "两\n\n行\n", "k: |  # 注\n  两\n\n  行\n"),
        ("k: 旧\n", "两\n行", "k: |-\n  两\n  行\n"),
        ("k: 第一行\n  第二行\n", "第一行 第2行", "k: 第一行\n  第2行\n"),
        ("k: |\n  一\n  二\n  三\n\n# 注\n", "一\n贰\n三\n", "k: |\n  一\n  贰\n  三\n\n# 注\n"),
        ("k: |\n  一\n", "一\n\n二\n", "k: |\n  一\n\n  二\n"),
        ("k: |\n    一\n    二\n", "二\n", "k: |\n    二\n"),
        ("k: |-  # 注\n  一\n", "二", "k: |-  # 注\n  二\n"),
        ("k: |2\n    一\n", "  二\n", "k: |2\n    二\n"),
        ("k: |\n  一\n", "  二\n", "k: |2\n    二\n"),
        ("k: |\n  一\n\n\n", "一\n\n\n", "k: |+\n  一\n\n\n"),
        ("k: |\n  一\n   \n  二\n", "一\n \n三\n", "k: |\n  一\n   \n  三\n"),
        ("k: >\n  甲 乙\n  丙 丁\n\n  戊\n", "甲 乙 丙 丑\n戊\n", "k: >\n  甲 乙\n  丙 丑\n\n  戊\n"),
        ("k: >-\n  甲\n", "甲\n乙", "k: >-\n  甲\n\n  乙\n"),
        ("k: |\n  一", "二", "k: |-\n  二"),
        ("k: |\r\n  一\r\n  二\r\nz: z\r\n", "一\n三\n", "k: |\r\n  一\r\n  三\r\nz: z\r\n"),
        ("k: 旧\r\nz: z\r\n", "一\n三\n", "k: |\r\n  一\r\n  三\r\nz: z\r\n"),
        ("k: &n 旧\n", "新", "k: &n 新\n"),
    ],
)
def test_a_value_keeps_its_style_while_that_holds_it(before: str, value: str, after: str) -> None:
    assert typed(before, (0,), value) == after


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("f: {k: 旧, z: z}\n", "a, b", 'f: {k: "a, b", z: z}\n'),
        ("f: {k: 旧, z: z}\n", "", 'f: {k: "", z: z}\n'),
        ("f: {k, z: z}\n", "新", "f: {k: 新, z: z}\n"),
        ("f: {k: , z: z}\n", "新", "f: {k: 新 , z: z}\n"),
        ("f: {k: 旧, z: z}\n", "两\n行\n", 'f: {k: "两\\n行\\n", z: z}\n'),
        ("f: [旧]  # 注\n", "]", 'f: ["]"]  # 注\n'),
        ("f: [旧]\n", "http://a.b/c", "f: [http://a.b/c]\n"),
    ],
)
def test_between_brackets_a_value_stays_on_its_line(before: str, value: str, after: str) -> None:
    assert typed(before, (0, 0), value) == after


def test_what_no_file_may_hold_is_refused_in_words() -> None:
    root = root_of("k: 旧\n")
    for value in ("a\0b", "a\ud800", "\x1b[1m"):
        with pytest.raises(Refused, match="U\\+") as refused:
            with_value(root, (0,), value)
        assert refused.value.reason == "character"


def test_what_aliases_repeat_is_not_changed_behind_their_backs() -> None:
    text = "a: &n 旧\nb: *n\nc: {d: *n}\n"
    root = root_of(text)
    with pytest.raises(Refused, match=r"\*"):
        with_value(root, (0,), "新")
    assert edited(text, with_value(root, (1,), "新")) == "a: &n 旧\nb: 新\nc: {d: *n}\n"
    assert edited(text, with_value(root, (2, 0), "新")) == "a: &n 旧\nb: *n\nc: {d: 新}\n"
    with pytest.raises(Refused):
        without_entry(root, (0,))
    assert edited(text, without_entry(root, (1,))) == "a: &n 旧\nc: {d: *n}\n"
    inside = root_of("a: &n\n  x: 1\nb: *n\n")
    with pytest.raises(Refused, match=r"\*n"):
        with_value(inside, (1, 0), "新")


def test_no_alias_comes_to_stand_before_what_it_repeats() -> None:
    with pytest.raises(Refused):
        moved(root_of("a: &n 甲\nb:\n  c: *n\nd:\n  e: 1\n"), (0,), (2,), 0)
    with pytest.raises(Refused) as refused:
        moved(root_of("z:\n  y: 1\na: &n 甲\nb: *n\n"), (2,), (0,), 0)
    assert refused.value.reason == "order"


def test_edits_about_the_same_characters_are_refused() -> None:
    assert edited("abcd", [Edit(3, 4, "D"), Edit(0, 1, "A"), Edit(1, 1, "-")]) == "A-bcD"
    with pytest.raises(ValueError, match="same characters"):
        edited("abcd", [Edit(0, 2, ""), Edit(1, 3, "")])


NESTED = """\
pages:
  # 头版
  - page: 1   # 一
    stories:
      lead: {headline: 甲}
      # 第二条
      second:
        body: |
          甲
            乙

          丙
  - page: 2
    stories:
      third: {headline: 丙}
"""


def test_an_entry_goes_with_the_comments_that_are_its_own() -> None:
    text = NESTED
    root = root_of(text)
    gone = edited(text, without_entry(root, (0, 0, 1, 1)))
    assert "第二条" not in gone
    assert gone.startswith(text[: text.index("      # 第二条")])
    assert gone.endswith(text[text.index("  - page: 2") :])
    alone = edited(text, without_entry(root, (0, 1, 1, 0)))
    assert alone == text.replace("    stories:\n      third: {headline: 丙}\n", "    stories: {}\n")
    first = edited(text, without_entry(root, (0, 0, 0)))
    assert "  - stories:\n      lead" in first


def test_an_entry_moves_with_its_comments_and_its_lines_as_they_are() -> None:
    new = edited(NESTED, moved(root_of(NESTED), (0, 0, 1, 1), (0, 1, 1), 0))
    story = "      # 第二条\n      second:\n        body: |\n          甲\n            乙\n\n          丙\n"
    before, after = NESTED.split(story)
    assert new == before + after.replace("    stories:\n", "    stories:\n" + story)
    out = edited(NESTED, moved(root_of(NESTED), (0, 0, 1, 1), (), 1))
    assert out.endswith("# 第二条\nsecond:\n  body: |\n    甲\n      乙\n\n    丙\n")


def test_a_key_is_put_where_it_is_wanted() -> None:
    root = root_of(NESTED)
    put = edited(NESTED, with_key(root, (0, 0), ("plan", "版式"), "a b\nc d\n", before=("stories",)))
    assert put == NESTED.replace(
        "    stories:\n      lead", "    plan: |\n      a b\n      c d\n    stories:\n      lead"
    )
    flow = edited(NESTED, with_key(root, (0, 0, 1, 0), ("columns",), "3"))
    assert "lead: {headline: 甲, columns: 3}\n" in flow
    changed = edited(NESTED, with_key(root, (0, 0, 1, 0), ("主题", "headline"), "新, 题"))
    assert 'lead: {headline: "新, 题"}\n' in changed
    nested = edited(NESTED, with_key(root, (0, 1), ("ear",), {"lines": ["甲: 乙", ""]}))
    assert nested.endswith('      third: {headline: 丙}\n    ear:\n      lines:\n        - "甲: 乙"\n        - ""\n')
    other = edited(NESTED, with_key(root, (0, 1), ("stories",), "无"))
    assert other.endswith("  - page: 2\n    stories: 无\n")


def test_what_is_empty_becomes_a_collection() -> None:
    text = "a:   # 稿\nb: {}  # 空\nc: []\n"
    for index, (value, key) in enumerate([("1", "x"), ("1", "x"), ("1", None)]):
        new = edited(text, inserted(root_of(text), (index,), 0, value, key))
        assert tree_of(at(root_of(new), (index,))) == ({"x": "1"} if key else ["1"])
        assert all(comment in new for comment in ("# 稿", "# 空"))
    with_words = edited(text, inserted(root_of(text), (0,), 0, Commented("1", ("两行", "注释"), "后"), "x"))
    assert with_words.startswith("a:   # 稿\n  # 两行\n  # 注释\n  x: 1  # 后\n")


def test_comments_of_what_comes_between_brackets_stand_above_them() -> None:
    text = "a: {x: {y: 1}}   # 注\nb:\n  # 关于 c\n  c: |  # 后\n    文\n"
    tree = Commented({"k": Commented("v", ("里",))}, ("外",), "旁")
    put = edited(text, inserted(root_of(text), (0, 0), 1, tree, "z", ("先",)))
    assert put == text.replace("a: {x: {y: 1}}", "# 先\n# 外\n# 旁\n# 里\na: {x: {y: 1, z: {k: v}}}")
    across = edited(text, moved(root_of(text), (1, 0), (0, 0), 0))
    assert across == '# 关于 c\n# 后\na: {x: {c: "文\\n", y: 1}}   # 注\nb: {}\n'
    anew = edited(text, with_key(root_of(text), (1,), ("c",), tree))
    assert anew == "a: {x: {y: 1}}   # 注\nb:\n  # 关于 c\n  # 外\n  c:  # 旁  # 后\n    # 里\n    k: v\n"
    for path, names in (((0,), ("x",)), ((0, 0), ("y",))):
        new = edited(text, with_key(root_of(text), path, names, tree))
        assert new.startswith("# 外\n# 旁\n# 里\na: {x: {")


def test_a_key_gets_another_name() -> None:
    text = "a: 1   # 注\n'b': 2\n"
    assert edited(text, renamed(root_of(text), (0,), "标题: 新")) == "\"标题: 新\": 1   # 注\n'b': 2\n"
    with pytest.raises(Refused):
        renamed(root_of(text), (0,), "b")
    with pytest.raises(Refused):
        renamed(root_of(text), (0,), " ")


def test_a_block_gives_way_to_a_word() -> None:
    text = "k: |  # 注\n  一\n  二\n"
    assert edited(text, on_its_line(root_of(text), (0,), "auto")) == "k: auto  # 注\n"


def test_a_node_is_found_again() -> None:
    root = root_of(NESTED)
    assert all(at(root, path_to(root, node)) is node for _, node in paths(root))
    with pytest.raises(Refused):
        path_to(root, root_of("a: 1\n"))


def test_keys_that_only_a_person_can_edit_are_refused() -> None:
    for text in ("? a\n: 1\n? b\n: 2\n", "a: &n x\n*n : 1\n"):
        with pytest.raises(Refused):
            with_value(root_of(text), (1,), "新")


# The law over random files and random edits


def scalars(root: Node) -> Counter[tuple[str, str]]:
    return Counter((node.value, node.style) for _, node in paths(root) if node.kind == "scalar")


def edit_at_random(random: Random, repeating: bool = False) -> int:
    """A file and six edits of it; the number made. repeating: with aliases."""
    text = with_aliases(random, document(random)) if repeating else document(random)
    if refusal(lambda: Working("a.yaml", text)):
        return 0
    working = Working("a.yaml", text)
    made = 0
    for _ in range(6):
        places = list(paths(working.root))
        if len(places) < 3:
            break
        before, root = working.text, working.root
        kind = random.choice(["set", "insert", "take", "move", "rename"])
        path, node = random.choice(places[1:])
        holders = [(other, each) for other, each in places if each.kind != "scalar"]
        to, holder = random.choice(holders)
        position = random.randint(0, len(holder.pairs or holder.items))
        touched = [] if kind == "insert" else [path]
        if kind == "set" and node.kind == "scalar":
            step = partial(working.set_value, path, awkward(random))
        elif kind == "insert":
            key = f"新键{random.randint(0, 9)}" if holder.kind == "mapping" else None
            step = partial(working.insert, to, position, tree(random), key)
        elif kind == "take":
            step = partial(working.take, path)
        elif kind == "move":
            step = partial(working.move, path, to, position)
        elif kind == "rename":
            step = partial(working.rename, path, random.choice(["改名", "x: y", "a b", "#k", "lead", "-"]))
        else:
            continue
        if reason := refusal(step):
            assert reason in (EXPECTED | REPEATED if repeating else EXPECTED), (reason, kind, path, to, before)
            assert working.text.rstrip("\r\n") == before.rstrip("\r\n")
            continue
        made += 1
        if not repeating:
            held_to_the_law(kind, before, root, working, touched)
    return made


def held_to_the_law(kind: str, before: str, root: Node, working: Working, touched: list[tuple[int, ...]]) -> None:
    """Comments, lines and styles, looked at from outside; that the tree is the wanted one Working asks itself."""
    after = working.text
    if "\r\n" in before:
        assert after.count("\n") == after.count("\r\n") == after.count("\r"), (kind, touched, before, after)
    if kind != "take":
        for comment in COMMENTS:
            assert before.count(comment) <= after.count(comment), (kind, touched, before, after)
    if kind in ("insert", "move") and before[-1:] not in ("\n", "\r"):  # the file gets its last line end first
        root = root_of(before + ("\r\n" if "\r\n" in before else "\n"))
    inside = Counter[tuple[str, str]]()
    for path in touched:
        inside += scalars(at(root, path))
    assert not scalars(root) - inside - scalars(working.root), (kind, touched, before, after)
    old, new = before.splitlines(), after.splitlines()
    if kind in ("set", "insert", "rename"):
        changed = [line for line in ndiff(old, new) if line.startswith("- ") and line[2:].strip()]
        node = at(root, touched[0]) if touched else None
        lines = before[node.start : node.end].count("\n") if node is not None and kind == "set" else 0
        assert len(changed) <= lines + 1, (kind, touched, before, after)
    else:  # what is left of the lines stands in its order, but for what went elsewhere
        moved_lines = Counter(line.strip() for line in new)
        lost = [line for line in old if line.strip() and not moved_lines[line.strip()]]
        node = at(root, touched[0])
        assert len(lost) <= before[node.start : node.end].count("\n") + 2 + before.count("#"), (kind, before, after)


def test_five_hundred_random_edits_keep_the_law() -> None:
    random, made = Random(11), 0
    while made < 500:
        made += edit_at_random(random)


def test_edits_of_files_with_aliases_harm_none() -> None:
    random = Random(3)
    assert sum(edit_at_random(random, repeating=True) for _ in range(150)) > 200


@given(st.randoms(use_true_random=True))  # one that Hypothesis draws for costs it forty times as much
@settings(max_examples=150)
def test_any_edit_keeps_the_law(random: Random) -> None:
    edit_at_random(random)


@given(
    st.text(max_size=40),
    st.sampled_from(["k: 旧\n", "k: '旧'\n", 'k: "旧"\n', "k: |\n  旧\n  文\n", "k: >\n  旧\n  文\n"]),
)
@example("\u2028", "k: |\n  旧\n  文\n")
@example("a\r\nb", "k: |\n  旧\n  文\n")
@example(" \n", "k: >\n  旧\n  文\n")
def test_any_text_is_written_exactly_or_refused(value: str, before: str) -> None:
    assert refusal(lambda: typed(f"# 前\n{before}# 后\nz: z\n", (0,), value)) in ("", "character")


@pytest.mark.usefixtures("either_loader")
def test_either_reader_of_yaml_serves() -> None:
    random = Random(5)
    assert sum(edit_at_random(random) for _ in range(12)) > 20
