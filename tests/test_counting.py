"""Figures as an editor counts them, and the state of every story of an issue."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout.counting import Count, count_copy, count_story, count_text, story_states
from layout.issue import Block, Copy, Picture, Story, Table
from layout.pipeline import Session, Workspace
from layout.source import Source

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("text", "characters", "words", "han"),
    [
        ("", 0, 0, 0),
        ("清晨，渡口有雾。", 8, 8, 6),
        ("他说：“好！”……", 9, 9, 3),
        ("12:30 开会", 7, 3, 2),
        ("COVID-19疫苗，3.5%的人", 17, 7, 4),
        ("the quick brown fox", 16, 4, 0),
        ("全角１２３", 5, 5, 2),
        ("㐀𠀀〇々", 4, 4, 4),
        ("　两　字　", 2, 2, 2),
    ],
)
def test_a_text_is_counted(text: str, characters: int, words: int, han: int) -> None:
    assert count_text(text) == Count(characters, words, han)


@given(st.text())
def test_words_lie_between_ideographs_and_characters(text: str) -> None:
    count = count_text(text)
    assert 0 <= count.han <= count.words <= count.characters
    assert count.characters == sum(not each.isspace() for each in text)


@given(st.text("字，a 1\n"), st.text("字，a 1\n"))
def test_two_texts_apart_count_as_their_sum(one: str, other: str) -> None:
    assert count_text(f"{one}\n{other}") == count_text(one) + count_text(other)


def test_the_parts_of_a_story_are_counted_apart() -> None:
    story = Story(
        "ferry",
        kicker=(Copy("引题"),),
        headline=(Copy("渡口"), Copy("四十年")),
        deck=(Copy("副题两行"),),
        summary=(Copy("提要"),),
        byline=Copy("记者　张三"),
        body=(Block("subhead", Copy("小题")), Block("paragraph", Copy("正文一段。"))),
        pictures=(Picture("a.jpg", caption=Copy("图说。"), credit=Copy("摄")),),
        tables=(Table(Copy("表"), ((Copy("甲"), Copy("1")),)),),
    )
    count = count_story(story)
    parts = (count.body, count.head, count.deck, count.captions, count.rest)
    assert [part.characters for part in parts] == [7, 7, 6, 4, 7]
    assert count.all.characters == 31
    assert count_story(Story("briefs", items=(story, story))) == count + count


def test_copy_is_counted_without_its_markup() -> None:
    text = "## 小题\n\n一段{汉字|hàn zì}，**要紧**。\n接着写\n\n- 一条\n"
    assert count_copy(Source("a.md", text)).body == count_text("小题一段汉字，要紧。接着写一条")


def test_the_stories_of_an_issue_have_states() -> None:
    proof = Session(Workspace(ROOT)).check("issues/demo/2026-05-24.yaml")
    states = story_states(proof)
    assert proof.issue is not None
    assert {(each.name, each.page) for each in states} >= {
        (story.name, page.number) for page in proof.issue.pages for story in page.stories if story.role != "index"
    }
    assert {each.state for each in states} == {"fits"}
    lead = next(each for each in states if each.name == "lead")
    assert lead.written == count_story(proof.issue.pages[0].stories[0]).body.characters > 500
    begun, ended = (each for each in states if each.name == "library")
    assert begun.page < ended.page
    assert begun.written == ended.written


def test_a_file_that_cannot_be_read_has_no_states(tmp_path: Path) -> None:
    assert story_states(Session(Workspace(tmp_path)).check("nothing.yaml")) == ()
