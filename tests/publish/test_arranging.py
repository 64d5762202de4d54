"""From the page to the screen: pictures under heads, jumped stories whole."""

from __future__ import annotations

from layout.articles.values import Article, Block, Edition, Line, Picture, Word
from layout.pipeline import Proof
from layout.publish.arranging import arranged, copies, stories, summary
from layout.units import Rect

BOX = Rect(0, 0, 10, 10)


def said(role: str, text: str, level: int = 0, page: int = 1) -> Block:
    return Block(role, (Line(page, BOX, 10, (Word(text, BOX),)),), level=level)


FIGURE = Block("figure", blocks=(Block("image", picture=Picture(1, BOX, "a.jpg")), said("caption", "图")))


def story(*blocks: Block) -> Article:
    return Article("0101", "story", "s", ((1, BOX),), blocks)


def roles(article: Article) -> list[str]:
    return [block.role for block in article.blocks]


def test_the_first_picture_stands_under_the_head() -> None:
    made = arranged(
        story(said("headline", "题", 1), said("byline", "某"), said("paragraph", "文"), FIGURE, FIGURE), set()
    )
    assert roles(made) == ["headline", "byline", "figure", "paragraph", "figure"]


def test_a_picture_without_words_stands_alone() -> None:
    assert roles(arranged(story(FIGURE), set())) == ["figure"]


def test_a_paragraph_torn_by_a_jump_is_whole_again() -> None:
    torn = story(
        said("headline", "题", 1),
        said("paragraph", "前半，"),
        said("headline", "续题", 1),
        said("paragraph", "后半。", page=2),
    )
    made = arranged(torn, {"前半，后半。"})
    assert [(block.role, block.text) for block in made.blocks] == [
        ("headline", "题"),
        ("paragraph", "前半，后半。"),
        ("subhead", "续题"),
    ]
    assert made.blocks[2].level == 2


def test_paragraphs_that_a_jump_only_parts_stay_two() -> None:
    parted = story(
        said("headline", "题", 1),
        said("paragraph", "一。"),
        said("headline", "续题", 1),
        said("paragraph", "二。", page=2),
    )
    assert roles(arranged(parted, {"一。", "二。"})) == ["headline", "paragraph", "subhead", "paragraph"]


def test_a_summary_is_short_and_ends_well() -> None:
    assert summary(story(said("paragraph", "短。"))) == "短。"
    long = summary(story(said("paragraph", "长" * 94 + "，" + "长" * 20)))
    assert len(long) <= 96
    assert long.endswith("长…")
    assert summary(story(said("headline", "题", 1))) == ""


def test_every_paragraph_as_typed_is_there_once(demo: tuple[Proof, Edition]) -> None:
    proof, edition = demo
    assert proof.issue is not None
    typed = copies(proof.issue)
    shown = [
        "".join(block.text.split())
        for article in edition.articles
        if article.role != "index"
        for each in arranged(article, typed).walk()
        for block in each.all_of("paragraph", "subhead", "item")
    ]
    quoted = {"".join(copy.text.split()) for _, story in stories(proof.issue) for copy in story.pull_quotes}
    jumped = {
        "".join(copy.text.split())
        for _, story in stories(proof.issue)
        if story.jump is not None
        for copy in story.jump.headline
    }
    assert sorted(text for text in shown if text not in quoted | jumped) == sorted(typed)
