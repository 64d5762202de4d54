"""Read aloud by its tags, a page is the issue's copy: stories by rank, each from its kicker to its last paragraph."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tagged

from layout.issue import Issue, Story
from layout.pipeline import Session, Workspace

ROOT = Path(__file__).parents[2]
ISSUES = sorted(str(file.relative_to(ROOT)) for file in ROOT.glob("issues/*/[0-9]*.yaml"))
HEADS = ("Kicker", "H1", "H2", "Deck", "Byline")


@pytest.fixture(scope="module", params=ISSUES)
def sample(request: pytest.FixtureRequest) -> tuple[Issue, tagged.Heard]:
    session = Session(Workspace(ROOT))
    proof = session.check(request.param)
    assert proof.issue is not None
    return proof.issue, tagged.heard(session.pdf(proof))


def plain(text: str) -> str:
    """Without blanks, which setting drops between ideographs and at line ends."""
    return re.sub(r"\s", "", text)


def articles(root: tagged.Heard) -> list[tagged.Heard]:
    return [element for element in root.walk() if element.kind == "Art"]


def stories(issue: Issue) -> list[Story]:
    return [story for page in issue.pages for story in page.stories]


def test_stories_are_read_by_rank(sample: tuple[Issue, tagged.Heard]) -> None:
    issue, root = sample
    names = {story.name for story in stories(issue)}
    wanted = [
        story.name
        for page in issue.pages
        for story in sorted(page.stories, key=lambda story: story.rank or 999)
        if story.role != "briefs"
    ]
    read = [article.title for article in articles(root) if article.title in names]
    assert list(dict.fromkeys(read)) == read, "a story is one article"
    assert [name for name in read if name in wanted] == wanted


def test_a_story_is_read_from_its_head_to_its_last_paragraph(sample: tuple[Issue, tagged.Heard]) -> None:
    issue, root = sample
    read = {article.title: article for article in articles(root)}
    for story in stories(issue):
        if story.role == "briefs":
            for item in story.items:
                assert body(read[item.name]) == wanted_body(item), item.name
            continue
        article = read[story.name]
        before = body(article).removesuffix(wanted_body(story))
        assert before + wanted_body(story) == body(article), story.name
        # 本报讯 is set before the first paragraph.
        dateline = plain(story.dateline.text) if story.dateline else ""
        assert dateline in before, story.name
        assert len(before) <= len(dateline) + 2, story.name
        heads = "".join(plain(kid.words) for kid in article.kids if kid.kind in HEADS)
        for part in (story.kicker, story.headline, story.deck, (story.byline,) if story.byline else ()):
            assert "".join(plain(copy.text) for copy in part) in heads, story.name


def wanted_body(story: Story) -> str:
    return "".join(plain(block.copy.text) for block in story.body)


def body(article: tagged.Heard) -> str:
    """Paragraphs, subheads and lists after the heads, without pictures, tables and quotes."""
    kinds = [kid.kind for kid in article.kids]
    rank = next((int(kind[1]) for kind in kinds if re.fullmatch("H[1-6]", kind)), 0)
    kept = ("P", "L", *(f"H{deeper}" for deeper in range(rank + 1, 7)))
    return plain("".join(kid.words for kid in article.kids if kid.kind in kept))


def test_every_picture_has_words_and_stands_in_its_story(sample: tuple[Issue, tagged.Heard]) -> None:
    issue, root = sample
    figures = [element for element in root.walk() if element.kind == "Figure"]
    assert all(figure.alt for figure in figures)
    for story in stories(issue):
        told = [picture for picture in story.pictures if picture.caption is not None and picture.pixels is not None]
        captions = [
            element.words
            for article in articles(root)
            if article.title == story.name
            for element in article.walk()
            if element.kind == "Caption"
        ]
        for picture in told:
            assert picture.caption is not None
            assert any(plain(picture.caption.text) in plain(words) for words in captions), picture.file
