"""Who touches a line of a page gets its article."""

from __future__ import annotations

from collections.abc import Iterator

from layout.articles.values import Article, Block, Edition, Line, Word
from layout.pipeline import Proof
from layout.publish.areas import area, outline
from layout.publish.arranging import copies
from layout.publish.publishing import areas_of, pieces_of
from layout.publish.values import Area
from layout.units import Rect


def lines(x: float, y: float, count: int, width: float = 100.0) -> tuple[Line, ...]:
    boxes = [Rect(x, y + 14 * row, width, 10) for row in range(count)]
    return tuple(Line(1, box, 10, (Word("字", box),)) for box in boxes)


def test_a_story_round_a_corner_has_six_corners() -> None:
    blocks = (Block("paragraph", lines(0, 0, 10)), Block("paragraph", lines(120, 0, 4)))
    story = Article("0101", "story", "s", ((1, Rect(0, 0, 220, 136)),), blocks)
    corners = outline(story, 1)
    assert len(corners) == 6
    assert area(corners) < 228 * 144
    assert outline(story, 2) == ()


def test_a_centred_head_is_as_wide_as_its_story() -> None:
    blocks = (Block("headline", lines(80, 0, 1, 60)), Block("paragraph", lines(0, 14, 6, 220)))
    story = Article("0101", "story", "s", ((1, Rect(0, 0, 220, 94)),), blocks)
    assert len(outline(story, 1)) == 4


def test_a_short_last_line_makes_no_step() -> None:
    blocks = (Block("paragraph", lines(0, 0, 3)), Block("paragraph", lines(0, 42, 1, 30)))
    story = Article("0101", "story", "s", ((1, Rect(0, 0, 100, 52)),), blocks)
    assert len(outline(story, 1)) == 4


def test_every_line_of_every_page_leads_to_its_article(demo: tuple[Proof, Edition]) -> None:
    proof, edition = demo
    assert proof.issue is not None
    pieces = pieces_of(edition, proof.issue, {})
    for page in edition.pages:
        areas = areas_of(page, pieces)
        for article in edition.walk():
            # A panel's briefs lie on it; what an index leads to is no article of its own (test_entries.py).
            if article.articles or article.role == "index":
                continue
            for line in own_lines(article, page.number):
                at = (line.box.x + line.box.width / 2) / page.size.width, (line.box.y + 5) / page.size.height
                assert touched(areas, at) == article.id, (article.title, line.text)


def own_lines(article: Article, page: int) -> Iterator[Line]:
    for block in article.blocks:
        for each in block.walk():
            yield from (line for line in each.lines if line.page == page)


def touched(areas: tuple[Area, ...], at: tuple[float, float]) -> str:
    """The article whose area lies uppermost there."""
    return next((each.piece.article.id for each in reversed(areas) if within(each.outline, at)), "")


def within(corners: tuple[tuple[float, float], ...], at: tuple[float, float]) -> bool:
    """Whether a point lies inside: a line from it to the right crosses the outline an odd number of times."""
    x, y = at
    crossed = 0
    for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True):
        crossed += x0 == x1 > x and min(y0, y1) <= y < max(y0, y1)
    return crossed % 2 == 1


def test_copies_know_every_paragraph(demo: tuple[Proof, Edition]) -> None:
    proof, _ = demo
    assert proof.issue is not None
    assert any(text.startswith("老馆于5月25日闭馆") for text in copies(proof.issue))
