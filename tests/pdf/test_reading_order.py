"""Read aloud by its tags, a page is the issue's copy: stories by rank, each from its kicker to its last paragraph."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tagged
from samples import printed

from layout.issue import Issue, Story

ROOT = Path(__file__).parents[2]
ISSUES = sorted(str(file.relative_to(ROOT)) for file in ROOT.glob("issues/*/[0-9]*.yaml"))
HEADS = ("Kicker", "H1", "H2", "Deck", "Byline")


@pytest.fixture(scope="module", params=ISSUES)
def sample(request: pytest.FixtureRequest) -> tuple[Issue, tagged.Heard]:
    issue, pdf = printed(request.param)
    return issue, tagged.heard(pdf)


def plain(text: str) -> str:
    """Without blanks, which setting drops between ideographs and at line ends."""
    return re.sub(r"\s", "", text)


def told(issue: Issue, root: tagged.Heard) -> list[tuple[Story, tagged.Heard]]:
    """Each story with its article: names are the same only on different pages, and pages are read in order."""
    articles = [element for element in root.kids if element.kind == "Art"]
    pairs = []
    # What runs over two pages is read first on the left one.
    spreads = {spread.name: 0 for spread in issue.spreads}
    own = [each for each in issue.listed if each[1].role != "index"]  # an index is no article
    listed = sorted(own, key=lambda each: (each[0], spreads.get(each[1].name, each[1].rank or 999)))
    for page, story in listed:
        names = (story.name, f"{page}/{story.name}")
        article = next(article for article in articles if article.title in names)
        articles.remove(article)
        pairs.append((story, article))
    assert articles == [], "a story is one article"
    return pairs


def test_stories_are_read_by_rank(sample: tuple[Issue, tagged.Heard]) -> None:
    issue, root = sample
    pairs = told(issue, root)
    order = [next(at for at, kid in enumerate(root.kids) if kid is article) for _, article in pairs]
    ranked = [at for at, (story, _) in zip(order, pairs, strict=True) if story.role != "briefs"]
    assert ranked == sorted(ranked)


def test_a_story_is_read_from_its_head_to_its_last_paragraph(sample: tuple[Issue, tagged.Heard]) -> None:
    for story, article in told(*sample):
        if story.role == "briefs":
            items = [element for element in article.walk() if element.kind == "Art" and element is not article]
            assert len(items) == len(story.items)
            assert [body(item) for item in items] == [wanted_body(item) for item in story.items]
            continue
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
    assert all(element.alt for element in root.walk() if element.kind == "Figure")
    for story, article in told(issue, root):
        captions = [plain(element.words) for element in article.walk() if element.kind == "Caption"]
        for picture in story.every_picture:
            if picture.caption is not None and picture.pixels is not None:
                assert any(plain(picture.caption.text) in words for words in captions), picture.file
