"""Where copy is read: the samples, every field of an issue, a session that reads a paragraph once; check and build."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from samples import PAPERS, ROOT

from layout.cli import command
from layout.diagnostics import Report
from layout.issue import Block, Copy, Ear, Issue, Jump, Page, Picture, Story, Table
from layout.pipeline import Session, Workspace
from layout.proofreading import proofread
from layout.value import replace

REAL = {"xietu": ["二个", "近400余"], "demo": [], "school": []}


@pytest.mark.parametrize("paper", PAPERS)
def test_the_samples_are_silent_but_for_the_slips_of_the_page_that_was_given(paper: str) -> None:
    findings = Session(Workspace(ROOT), again=False).proofread(PAPERS[paper], Report())
    assert [finding.text for finding in findings] == REAL[paper]


def test_every_field_with_copy_is_read() -> None:
    slips = (Copy(f"近{number}00余") for number in range(1, 100))
    one = lambda: (next(slips),)  # noqa: E731
    item = Story("b", headline=one(), body=(Block("paragraph", next(slips)),))
    story = Story(
        "a",
        kicker=one(),
        headline=one(),
        deck=one(),
        summary=one(),
        tag=next(slips),
        byline=next(slips),
        dateline=next(slips),
        banner=next(slips),
        body=(Block("paragraph", next(slips)), Block("subhead", next(slips)), Block("item", next(slips))),
        pictures=(Picture("x.jpg", caption=next(slips), credit=next(slips)),),
        pull_quotes=one(),
        tables=(Table(next(slips), ((next(slips), next(slips)),)),),
        jump=Jump(2, headline=one()),
        items=(item,),
    )
    page = Page(1, next(slips), (("责编", next(slips)),), stories=(story,), ear=Ear(one(), one()))
    issue = Issue("i.yaml", "", None, "", (page,), stories=(Story("c", headline=one()),))
    used = int(next(slips).text[1:-3])
    assert sorted(int(finding.text[1:-3]) for finding in proofread(issue)) == list(range(1, used))


def test_blanks_are_told_in_sentences_alone() -> None:
    texts = ("社区 活动", "社区 活动，开始。", "联系人 张三")
    body = tuple(Block("paragraph", Copy(text)) for text in texts)
    story = Story("a", headline=(Copy("社区 活动。"),), byline=Copy("记者 张三"), body=body)
    found = proofread(Issue("i.yaml", "", None, "", (Page(1, stories=(story,)),)))
    assert [finding.copy.text for finding in found] == [texts[1]]


def test_a_session_reads_a_paragraph_once(tmp_path: Path) -> None:
    session = Session(Workspace(ROOT))
    first = session.proofread(PAPERS["xietu"], Report())
    with patch("layout.proofreading.checking.pattern_hits", side_effect=AssertionError):
        again = session.proofread(PAPERS["xietu"], Report())
    assert [(finding.span, finding.text) for finding in again] == [(finding.span, finding.text) for finding in first]


def test_the_same_words_elsewhere_are_told_at_their_own_place() -> None:
    copy = Copy("近300余人")
    story = Story("a", headline=(copy,), body=(Block("paragraph", replace(copy)),))
    found = proofread(Issue("i.yaml", "", None, "", (Page(1, stories=(story,)),)))
    assert [finding.copy is copy for finding in found] == [True, False]


def run(*arguments: str) -> list[str]:
    result = CliRunner().invoke(command, [*arguments, "--format", "json"], env={"LANG": "C"})
    return [fault["code"] for fault in json.loads(result.output)["diagnostics"]]


def test_check_tells_it_and_build_does_not(tmp_path: Path) -> None:
    seed = str(ROOT / PAPERS["xietu"])
    assert {"NP240", "NP241"} <= set(run("check", seed))
    assert not {"NP240", "NP241"} & set(run("check", seed, "--no-proofread"))
    assert not {"NP240", "NP241"} & set(run("build", seed, "-o", str(tmp_path / "page.pdf")))


def test_copy_odd_as_it_may_be_is_no_failure() -> None:
    assert CliRunner().invoke(command, ["proofread", str(ROOT / PAPERS["xietu"])]).exit_code == 0
