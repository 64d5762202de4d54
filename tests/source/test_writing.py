"""What is written composes to the tree that was given, and reads as an editor would have typed it."""

from __future__ import annotations

import pytest
from handwritten import refusal
from hypothesis import given
from hypothesis import strategies as st

from layout.diagnostics import Report
from layout.source import INVISIBLE, Source, compose
from layout.source.writing import Commented, Inline, Tree, flow_text, plain_tree, same, tree_of, written

ISSUE: Tree = {
    "日期": "2026-05-24",
    "版": [
        {
            "版次": "1",
            "责编": Inline({"责编": "陆听澜", "版式": "白, 小舟"}),
            "版式": Commented("lead lead\nriver fair\n", ("导入时所画", "请核对"), "两行"),
            "稿": {
                "lead": {
                    "主题": "旧窑场: 长成野花坡",
                    "图": [{"文件": "images/a.jpg", "图说": "#1 清晨"}],
                    "正文": "第一段。\n\n## 插题\n\n第二段。\n",
                },
                "night": Commented({"正文": "- 短\n"}, ("次序不明",)),
            },
        },
        Commented({"版次": "2", "稿": {}}, ("第二版",)),
    ],
}
TEXT = """\
# 由 notes.docx 导入
日期: 2026-05-24
版:
  - 版次: 1
    责编: {责编: 陆听澜, 版式: "白, 小舟"}
    # 导入时所画
    # 请核对
    版式: |  # 两行
      lead lead
      river fair
    稿:
      lead:
        主题: "旧窑场: 长成野花坡"
        图:
          - 文件: images/a.jpg
            图说: "#1 清晨"
        正文: |
          第一段。

          ## 插题

          第二段。
      # 次序不明
      night:
        正文: |
          - 短
  # 第二版
  - 版次: 2
    稿: {}
"""


def test_an_issue_is_written_as_an_editor_would() -> None:
    assert written(ISSUE, ["由 notes.docx 导入"]) == TEXT


def test_no_line_is_folded() -> None:
    assert written({"正文": "很长的一段 " * 400 + "完"}).count("\n") == 1


def test_a_list_may_be_the_file_and_a_comment_its_first_entry() -> None:
    assert written([Commented("a", ("注",)), [["b"], []]]) == "# 注\n- a\n- - - b\n  - []\n"
    assert written([{"a": Commented("1", ("注",)), "b": "2"}]) == "# 注\n- a: 1\n  b: 2\n"


keys = st.text(min_size=1, max_size=8).filter(lambda key: key == key.translate(INVISIBLE))
trees: st.SearchStrategy[Tree] = st.recursive(
    st.text(max_size=20)
    | st.sampled_from(["yes", "", "- a", "a: b", "\n", "a\n", " a\n", "a\n\n", "#", "[", "\u3000a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(keys, trees, max_size=4))
def test_any_tree_comes_back(tree: Tree) -> None:
    reason = refusal(lambda: written(tree))
    assert reason in ("", "character", "key")
    if reason:
        return
    report = Report()
    root = compose(Source("a.yaml", written(tree)), report)
    assert root is not None
    assert not report.failed
    assert same(root, tree)
    assert plain_tree(tree) == tree_of(root)


@given(trees)
def test_any_tree_comes_back_from_one_line(tree: Tree) -> None:
    if not refusal(lambda: flow_text(tree)):
        root = compose(Source("a.yaml", f"k: {flow_text(tree)}\n"), Report())
        assert root is not None
        assert tree_of(root) == {"k": tree}


def test_what_cannot_be_a_file_is_refused() -> None:
    deep: Tree = "x"
    for _ in range(200):
        deep = [deep]
    for tree in ("text", {"a": "\0"}, {" ": "a"}, {"k" * 999: "a"}, {"a": deep}):
        with pytest.raises(ValueError, match=r"\w"):
            written(tree)
