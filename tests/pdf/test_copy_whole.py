"""Copy is accounted for: what the finished PDF holds of a story is its copy, each character once and in order.

Read back from the bytes by tests/tagged.py, for every page of the four sample papers: the seed page by its drawing and
planned by itself, the broadsheet, the school paper.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import tagged

from layout.diagnostics import Report
from layout.issue import Copy, Issue, Story
from layout.makeup import make_up
from layout.pipeline import Session, Workspace

ROOT = Path(__file__).parents[2]
SEED = "issues/xietu/2019-07-15.yaml"
PAPERS = {
    "xietu": (SEED, True),
    "xietu by itself": (SEED, False),
    "demo": ("issues/demo/2026-05-24.yaml", True),
    "school": ("issues/school/2026-06-01.yaml", True),
}


@pytest.fixture(scope="module", params=PAPERS)
def paper(request: pytest.FixtureRequest) -> tuple[Issue, tagged.Heard]:
    file, drawn = PAPERS[request.param]
    session, report = Session(Workspace(ROOT)), Report()
    proof = session.check(file)
    assert proof.issue is not None
    assert proof.job is not None
    assert proof.theme is not None
    issue, made = proof.issue, proof.pages
    if not drawn:
        issue = replace(issue, pages=tuple(replace(page, plan=None) for page in issue.pages))
        made = make_up(issue, proof.theme, session.setter(report), report)
    return issue, tagged.heard(session.write(tuple(each.page for each in made), proof.job, report))


def plain(*copies: Copy | None) -> str:
    return "".join(re.sub(r"\s", "", copy.text) for copy in copies if copy is not None)


def articles(issue: Issue, root: tagged.Heard) -> Iterator[tuple[Story, tagged.Heard]]:
    """Each story and each brief with its article; nothing is left over."""
    left = [element for element in root.walk() if element.kind == "Art"]
    for page in issue.pages:
        for story in page.stories:
            if story.role == "index":  # it has no copy of its own
                continue
            for each in (story, *story.items):
                names = (each.name, f"{page.number}/{each.name}")
                article = next(element for element in left if element.title in names)
                left.remove(article)
                yield each, article
    assert left == []


def parts(article: tagged.Heard) -> dict[str, str]:
    """Words of an article by what they are: head parts, body, captions, tables, quotes; inner articles left out."""
    found = dict.fromkeys(("Kicker", "headline", "Deck", "Byline", "body", "Caption", "Table", "BlockQuote"), "")
    rank = ""

    def sort(element: tagged.Heard) -> None:
        nonlocal rank
        for kid in element.kids:
            words = re.sub(r"\s", "", kid.words)
            if kid.kind == "Art":
                continue
            if kid.kind in found:
                found[kid.kind] += words
            elif re.fullmatch("H[1-6]", kid.kind) and kid.kind == (rank := rank or kid.kind):
                found["headline"] += words
            elif kid.kind in ("P", "L") or re.fullmatch("H[1-6]", kid.kind):
                found["body"] += words
            else:
                sort(kid)

    sort(article)
    return found


def wanted(story: Story) -> dict[str, str]:
    pictures = [part for picture in story.pictures for part in (picture.caption, picture.credit)]
    cells = [cell for table in story.tables for row in table.rows for cell in row]
    titles = [table.title for table in story.tables]
    jump = () if story.jump is None else story.jump.headline or story.headline
    return {
        "Kicker": plain(story.tag, *story.kicker),
        "headline": plain(*story.headline, *jump),
        "Deck": plain(*story.deck, *story.summary),
        "Byline": plain(story.byline),
        "body": plain(story.dateline, *(block.copy for block in story.body)),
        "Caption": plain(*pictures),
        "Table": plain(*titles, *cells),
        "BlockQuote": plain(*story.pull_quotes),
    }


def test_each_character_is_in_the_file_once_and_in_order(paper: tuple[Issue, tagged.Heard]) -> None:
    for story, article in articles(*paper):
        assert parts(article) == wanted(story), story.name


def test_nothing_else_is_in_the_file(paper: tuple[Issue, tagged.Heard]) -> None:
    issue, root = paper
    typed = Counter("".join("".join(wanted(story).values()) for story, _ in articles(issue, root)))
    indexes = {story.name for page in issue.pages for story in page.stories if story.role == "index"}
    for element in root.walk():
        if element.kind == "Sect" and element.title in indexes:
            typed += Counter(re.sub(r"\s", "", element.words))
    assert Counter(re.sub(r"\s", "", root.words)) == typed
