"""Signs that our markup uses come through as copy: what is read back is what went in."""

from __future__ import annotations

import pytest
from accounts import Held, bare
from hypothesis import given
from hypothesis import strategies as st

from layout.diagnostics import NOWHERE
from layout.importing.issue import body_typed, head_typed
from layout.importing.values import BodyBlock, Part, Passage
from layout.issue.copy import blocks_of, lines_of
from layout.issue.inline import escaped, inline
from layout.issue.values import Copy
from layout.source import Node

SIGNS = st.text(st.sampled_from("*_~^{}|[]()\\#-/ 　1.汉字abhttp:"), min_size=1, max_size=24)


def passage(text: str) -> Passage:
    return Passage((Part(text, text),))


@given(SIGNS)
def test_no_sign_of_an_escaped_text_is_markup(text: str) -> None:
    read = inline(Copy(escaped(text)))
    assert (read.text, read.emphases) == (text, ())


@given(st.lists(SIGNS, min_size=1, max_size=4))
def test_paragraphs_read_back_as_they_went_in(texts: list[str]) -> None:
    wanted = [text.strip() for text in texts if text.strip()]
    typed = body_typed([BodyBlock("paragraph", passage(text)) for text in texts])
    read = blocks_of(Node("scalar", NOWHERE, typed, style="|"))
    assert [block.copy.text for block in read] == wanted
    assert all(not block.copy.emphases and block.kind != "subhead" for block in read)


@given(st.lists(SIGNS, min_size=1, max_size=3))
def test_heads_read_back_line_by_line(texts: list[str]) -> None:
    wanted = [text.strip() for text in texts if text.strip()]
    assert [line.text for line in lines_of(Node("scalar", NOWHERE, head_typed(texts)))] == wanted


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (r"\*不是着重\*", "*不是着重*"),
        (r"\\*一个反斜线*", "\\一个反斜线"),
        (r"C:\temp 不变，\n 也不变", r"C:\temp 不变，\n 也不变"),
        (r"\## 不是插题", "## 不是插题"),
        (r"\- 不是条目", "- 不是条目"),
        (r"\{汉|hàn}", "{汉|hàn}"),
        (r"\[文字](https://a.example)", "[文字](https://a.example)"),
    ],
)
def test_a_backslash_before_a_sign_makes_it_copy(typed: str, printed: str) -> None:
    (block,) = blocks_of(Node("scalar", NOWHERE, typed, style="|"))
    assert (block.kind, block.copy.text) == ("paragraph", printed)


def test_an_escaped_stroke_does_not_break_a_head() -> None:
    (line,) = lines_of(Node("scalar", NOWHERE, r"甲 \/ 乙"))
    assert line.text == "甲 / 乙"


def test_the_printed_page_says_what_the_source_says() -> None:
    """From a file with every sign there is, through a build, to the words of the page."""
    from accounts import imported

    from layout.pipeline import Session

    signs = "标题 / 有**星*号\n\n近日，**文件** 有 *这些* 符号：__专名__、~~书名~~、10^3^、{汉|hàn}、[链接](https://a.example)。\n\n"
    signs += "## 不是插题，是原文。\n\n- 不是条目，也是原文。\n\n" + "正文够长才能成版。" * 60 + "\n"
    made = imported("a.txt", signs.encode())
    files = {"issue.yaml": made.text.encode(), "paper.yaml": b"extends: community-tabloid\nmasthead: {name: A}\n"}
    session = Session(Held(files))
    edition = session.edition(session.check("issue.yaml"))
    printed = "".join(bare(block.text) for article in edition.articles for block in article.blocks)
    for line in signs.split("\n"):
        assert bare(line) in printed, line
