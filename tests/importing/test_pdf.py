"""PDFs, our own above all: heads and copy come back, every character is somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pypdfium2
import pytest
from accounts import assert_accounted, bare, imported
from samples import made as sample

from layout.importing import Imported
from layout.importing.values import Story
from layout.issue.values import Story as StoryRead

# Of the samples' own pages: stories in all, heads and bodies that come back as they were typed, at least.
FOUND = {"xietu": (8, 8, 8), "demo": (54, 54, 49), "school": (19, 19, 18)}


@cache
def pages(paper: str) -> tuple[bytes, Imported]:
    session, proof = sample(paper)
    pdf = session.pdf(proof)
    return pdf, imported(f"{paper}.pdf", pdf)


def characters_of(pdf: bytes) -> str:
    """All text of a PDF, as PDFium itself puts it together; line ends of its own making and hyphens marked so left
    aside."""
    document = pypdfium2.PdfDocument(pdf)
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return bare("".join(found).replace("\ufffe", "").replace("\x02", ""))


def flat(stories: Iterable[Story] | Iterable[StoryRead]) -> Iterator[Story | StoryRead]:
    for story in stories:
        yield from story.items or (story,)


def head(story: Story | StoryRead) -> str:
    return bare("".join(line.text for line in story.headline))


@pytest.mark.parametrize("paper", FOUND)
def test_every_character_of_our_own_pages_is_accounted_for(paper: str) -> None:
    pdf, made = pages(paper)
    assert_accounted(made, characters_of(pdf))


@pytest.mark.parametrize("paper", FOUND)
def test_heads_and_copy_of_our_own_pages_come_back(paper: str) -> None:
    _, made = pages(paper)
    issue = sample(paper)[1].issue
    assert issue is not None
    found = {head(story): story for story in flat(made.manuscript.stories)}
    heads = bodies = 0
    wanted = [story for page in issue.pages for story in flat(page.stories) if story.role != "index"]
    for story in wanted:
        there = found.get(head(story))
        heads += there is not None
        if there is not None:
            typed = "".join(block.copy.text for block in story.body)  # type: ignore[union-attr]
            dateline = story.dateline.text if story.dateline else ""
            read = "".join(block.passage.text for block in there.body)  # type: ignore[union-attr]
            bodies += bare(dateline + typed) == bare((there.dateline.text if there.dateline else "") + read)
    stories, least_heads, least_bodies = FOUND[paper]
    assert len(wanted) == stories
    assert (heads >= least_heads, bodies >= least_bodies) == (True, True), (heads, bodies)


@pytest.mark.parametrize("paper", FOUND)
def test_pictures_come_to_their_stories(paper: str) -> None:
    _, made = pages(paper)
    issue = sample(paper)[1].issue
    assert issue is not None
    found = {head(story): len(story.pictures) for story in flat(made.manuscript.stories)}
    wanted = {head(s): len(s.pictures) for page in issue.pages for s in flat(page.stories) if s.pictures}
    assert {name: found.get(name) for name in wanted} == wanted
    assert all(data[:3] == b"\xff\xd8\xff" or data[:4] == b"\x89PNG" for _, data in made.pictures)


def test_a_broken_pdf_is_told() -> None:
    made = imported("a.pdf", b"%PDF-1.7\nnothing more")
    assert [fault.code for fault in made.report] == ["NP983"]
