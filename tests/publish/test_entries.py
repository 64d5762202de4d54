"""The lines of a page's index as they are published: each leads to the article it names, where it stands."""

from __future__ import annotations

import re

from layout.articles.values import Edition
from layout.pipeline import Proof
from layout.publish import entries
from layout.publish.pages import sheet_page
from layout.publish.publishing import areas_of, pieces_of
from layout.publish.values import Issue, Sheet


def test_every_line_leads_to_the_first_stories_of_the_other_pages(demo: tuple[Proof, Edition]) -> None:
    proof, edition = demo
    assert proof.issue is not None
    pieces = pieces_of(edition, proof.issue, {})
    found = entries.listed(edition, 1, pieces)
    assert [each.piece.page for each in found] == sorted(each.piece.page for each in found)
    assert {each.piece.page for each in found} == {2, 3, 4}
    for each in found:
        assert re.sub(r"\s", "", each.title) == re.sub(r"\s", "", each.piece.title)
    assert entries.listed(edition, 2, pieces) == ()
    assert not [piece for piece in pieces if piece.article.role == "index"]


def test_each_line_can_be_touched_where_it_stands(demo: tuple[Proof, Edition]) -> None:
    proof, edition = demo
    assert proof.issue is not None
    pieces, page = pieces_of(edition, proof.issue, {}), edition.pages[0]
    touched = entries.areas(edition, 1, page.size, pieces)
    assert [area.piece for area in touched] == [each.piece for each in entries.listed(edition, 1, pieces)]
    boxes = [(min(x for x, _ in a.outline), min(y for _, y in a.outline)) for a in touched]
    assert boxes == sorted(boxes, key=lambda corner: corner[1])
    assert all(0 < x < 1 and 0 < y < 1 for area in touched for x, y in area.outline)


def test_the_web_page_lists_them_with_their_pages(demo: tuple[Proof, Edition]) -> None:
    proof, edition = demo
    assert proof.issue is not None
    pieces, page = pieces_of(edition, proof.issue, {}), edition.pages[0]
    listed = entries.listed(edition, 1, pieces)
    areas = areas_of(page, pieces)
    sheet = Sheet(1, "", "index.html", (("a.webp", 720),), 720, 1000, "s.jpg", "1.pdf", areas, (), listed)
    assert proof.issue.date is not None
    html = sheet_page(Issue(edition.about, proof.issue.date, (sheet,)), sheet, (100, 50))
    for each in listed:
        assert f'<a href="{each.piece.address}">{each.title}</a><span class="label">{each.piece.page}版</span>' in html
