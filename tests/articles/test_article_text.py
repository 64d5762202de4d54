"""The text of each article is its copy, each character once and in order, blanks too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import samples

from layout.articles.values import Article, Edition
from layout.issue import Copy, Issue, Story, Table

# Setting puts its own quarter em between Han and Latin; a blank typed beside Han is no copy (R8), but in spaced names.
_HAN = r"[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·]"


def plain(text: str) -> str:
    text = re.sub(r"\s+", " ", text.replace("\u3000", " ")).strip()
    return re.sub(rf"(?<={_HAN}) | (?={_HAN})", "", text)


def typed(*copies: Copy | None, between: str = "") -> str:
    return plain(between.join(copy.text for copy in copies if copy is not None))


def found(article: Article, *roles: str) -> str:
    return plain("".join(block.text for block in article.all_of(*roles)))


def pairs(issue: Issue, edition: Edition) -> Iterator[tuple[Story, Article]]:
    left = [article for article in edition.walk() if article.role != "advert"]
    for page in issue.pages:
        for story in page.stories:
            for each in (story, *story.items):
                if each.role == "index":  # it has no copy of its own
                    left = [one for one in left if one.name != each.name]
                    continue
                article = next(one for one in left if one.name in (each.name, f"{page.number}/{each.name}"))
                left.remove(article)
                yield each, article
    assert left == []


@pytest.mark.parametrize("paper", samples.PAPERS)
def test_every_part_of_every_story(paper: str) -> None:
    issue = samples.made(paper)[1].issue
    assert issue is not None
    for story, article in pairs(issue, samples.edition(paper)):
        jump = () if story.jump is None else story.jump.headline or story.headline
        assert found(article, "headline") == typed(*story.headline) + typed(*jump), story.name
        assert found(article, "deck") == typed(*story.deck, *story.summary), story.name
        assert found(article, "byline") == typed(story.byline), story.name
        items = [block.copy for block in story.body if block.kind == "item"]
        text = [block.copy for block in story.body if block.kind == "paragraph"]
        heads = [block.copy for block in story.body if block.kind == "subhead"]
        quotes = plain("".join(typed(quote) for quote in story.pull_quotes))
        paragraphs = "".join(block.text for block in article.blocks if block.role == "paragraph")
        assert plain(paragraphs) == plain(typed(story.dateline) + "".join(typed(copy) for copy in text)), story.name
        assert found(article, "item") == plain("".join(typed(copy) for copy in items)), story.name
        assert found(article, "subhead") == plain("".join(typed(copy) for copy in heads)), story.name
        assert "".join(plain(block.text) for block in article.all_of("quote")) == quotes, story.name
        cells = [typed(cell) for table in story.tables for cell in printed(table)]
        assert [plain(block.text) for block in article.all_of("header", "cell")] == cells, story.name


def printed(table: Table) -> Iterator[Copy]:
    """The cells that are not part of another."""
    parts = {
        (row, column)
        for each in table.merged
        for row in range(each.row, each.row + each.rows)
        for column in range(each.column, each.column + each.columns)
    } - {(each.row, each.column) for each in table.merged}
    for row, cells in enumerate(table.rows):
        yield from (cell for column, cell in enumerate(cells) if (row, column) not in parts)


@pytest.mark.parametrize("paper", samples.PAPERS)
def test_every_line_stands_inside_its_article(paper: str) -> None:
    for article in samples.edition(paper).walk():
        boxes = dict(article.boxes)
        for block in article.blocks:
            for each in block.walk():
                for line in each.lines:
                    box = boxes[line.page]
                    assert box.x - 0.02 <= line.box.x
                    assert line.box.right <= box.right + 0.02
                    assert box.y - 0.02 <= line.box.y
                    assert line.box.bottom <= box.bottom + 0.02
