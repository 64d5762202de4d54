"""Marks that come in pairs, in a paragraph, over the lines of a head and the paragraphs of a quotation."""

from __future__ import annotations

import pytest

from layout.issue import Block, Copy, Issue, Page, Story
from layout.proofreading import Finding, proofread
from layout.proofreading.pairs import pair_up


def findings(*paragraphs: str, headline: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    body = tuple(Block("paragraph", Copy(text)) for text in paragraphs)
    story = Story("a", headline=tuple(map(Copy, headline)), body=body)
    found: tuple[Finding, ...] = proofread(Issue("i.yaml", "", None, "", (Page(1, stories=(story,)),)))
    return [(finding.rule.name, finding.text) for finding in found]


@pytest.mark.parametrize(
    "text",
    [
        "他说：“学习《民法典》（第3版）。”",
        "1）报名；2）参加；a）抽签；（3）领奖",
        "It’s 5 o’clock：他说‘’90s’不对",
        "“‘三农’工作”",
        "《关于修改〈条例〉的决定》",
        "f(x) :)",
    ],
)
def test_pairs_and_what_needs_no_partner_are_silent(text: str) -> None:
    pairing = pair_up(text)
    assert not pairing.opened
    assert not [at for at in pairing.closed if text[at] != "’"]


@pytest.mark.parametrize(
    ("text", "lost"),
    [("“好", ["“"]), ("好”", ["”"]), ("（《好）", ["《"]), ("）（", ["）", "（"]), ("“好（”）", ["（", "）"])],
)
def test_a_mark_without_its_partner_is_told_where_it_stands(text: str, lost: list[str]) -> None:
    assert [found for name, found in findings(text) if name == "unpaired-mark"] == lost


def test_a_quotation_may_open_each_of_its_paragraphs_and_close_the_last() -> None:
    assert findings("“一。", "“二。", "“三。”", "四。") == []
    assert findings("“一。", "二。", "“三。”") == [("unpaired-mark", "“")]


def test_a_quotation_may_run_over_the_lines_of_a_head() -> None:
    assert findings(headline=("关注“沉默", "少数”群体")) == []
    assert findings(headline=("关注“沉默", "少数群体")) == [("unpaired-mark", "“")]
    assert findings(headline=("关注沉默", "少数”群体")) == [("unpaired-mark", "”")]


def test_quotes_in_quotes_of_the_same_kind_become_single_ones() -> None:
    (hit,) = pair_up("他说：“这是“暖心”工程。”").hits
    assert (hit.rule, hit.instead, hit.sure) == ("nested-quotes", ("‘暖心’",), True)


def test_an_opening_mark_for_a_closing_one_is_one_finding() -> None:
    assert findings("举办“读书月“活动。") == [("same-quote-twice", "“读书月“")]


def test_the_titles_in_titles_become_single_ones() -> None:
    (hit,) = pair_up("《关于《章程》的决定》").hits
    assert hit.instead == ("〈章程〉",)
