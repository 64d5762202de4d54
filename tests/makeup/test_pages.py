"""The sample pages as made up: their display lists, and the laws that hold on every page of every sample.

After a change that is meant, LAYOUT_BLESS=1 writes the dumps anew; look at the pages before you commit them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from sheets import groups

from layout.diagnostics import Report
from layout.display import GlyphRun, Group, Item, dump, walk
from layout.issue import Copy, read_issue
from layout.makeup import PageMade, make_up
from layout.pipeline import Proof, Session, Workspace
from layout.theme import read_theme

ROOT = Path(__file__).parents[2]
PAGES = Path(__file__).parents[1] / "pages"
SAMPLES = ("issues/xietu/2019-07-15.yaml", "issues/demo/2026-05-24.yaml", "issues/school/2026-06-01.yaml")


@pytest.fixture(params=SAMPLES, scope="module")
def proof(request: pytest.FixtureRequest, session: Session) -> Proof:
    return session.check(request.param)


def words(items: tuple[Item, ...], *roles: str) -> str:
    """What stands in the groups of these roles, in drawing order, without blanks."""
    found = [group for item in items if isinstance(item, Group) for group in _ordered(item, roles)]
    runs = [run for group in found for run in walk(group.items) if isinstance(run, GlyphRun)]
    return "".join("".join(run.text for run in runs).split())


def _ordered(group: Group, roles: tuple[str, ...]) -> Iterator[Group]:
    if group.role in roles:
        yield group
        return
    for item in group.items:
        if isinstance(item, Group):
            yield from _ordered(item, roles)


def text(*copies: Copy | None) -> str:
    return "".join("".join(copy.text for copy in copies if copy is not None).split())


def test_a_sample_builds_without_a_word(proof: Proof) -> None:
    assert [d.message() for d in proof.report] == []
    assert all(made.score >= 95 for made in proof.pages)


def test_the_page_is_the_one_that_was_blessed(proof: Proof) -> None:
    issue = proof.issue
    assert issue is not None
    for made in proof.pages:
        file = PAGES / f"{issue.paper}-{issue.date}-{made.page.number}.txt"
        if os.environ.get("LAYOUT_BLESS"):
            file.write_text(dump(made.page), "utf-8")
        assert dump(made.page) == file.read_text("utf-8")


def test_every_character_is_on_the_page_once_and_in_order(proof: Proof) -> None:
    """A story that jumps is one over both its pages, the jump's head over the rest."""
    assert proof.issue is not None
    made = {each.page.number: each.page.items for each in proof.pages}
    placed = {
        (number, role, group.name.removeprefix(f"{number}/")): group
        for number, items in made.items()
        for role in ("story", "brief")
        for group in groups(items, role)
    }
    for page in proof.issue.pages:
        # An index says what others say; test_index.py holds it to that.
        own = [story for story in page.stories if story.role != "index"]
        units = (unit for story in own for unit in (story.items or (story,)))
        for story in units:
            role = "story" if story in own else "brief"
            parts = [placed.pop((page.number, role, story.name))]
            heads = text(*story.headline)
            if story.jump is not None:
                parts.append(placed.pop((story.jump.to, "story", story.name)))
                heads += text(*(story.jump.headline or story.headline))
            parts = [_without(part, "quote") for part in parts]
            body = text(story.dateline, *(block.copy for block in story.body))
            assert words(tuple(parts), "paragraph", "subhead", "item") == body
            assert words(tuple(parts), "headline") == heads
            assert words(tuple(parts), "deck") == text(*story.deck, *story.summary)
            pictures = [part for picture in story.pictures for part in (picture.caption, picture.credit)]
            assert words(tuple(_without(part, "table") for part in parts), "caption") == text(*pictures)
    assert all(role == "story" for _, role, _ in placed)


def _without(group: Group, role: str) -> Group:
    """The group less the groups of that role in it."""
    kept = (item for item in group.items if not (isinstance(item, Group) and item.role == role))
    return Group(group.role, tuple(_without(i, role) if isinstance(i, Group) else i for i in kept), group.name)


def test_jump_lines_agree(proof: Proof) -> None:
    """Q18: each jump has both its lines, and each names the other's page."""
    assert proof.issue is not None
    made = {each.page.number: each.page.items for each in proof.pages}
    for page in proof.issue.pages:
        for story in (each for each in page.stories if each.jump is not None):
            assert story.jump is not None
            leaving, arriving = (
                next(group for group in groups(made[number], "story") if group.name == story.name)
                for number in (page.number, story.jump.to)
            )
            assert words((leaving,), "artifact").endswith(f"（下转第{story.jump.to}版）")
            assert words((arriving,), "artifact").startswith(f"（上接第{page.number}版）")


def test_body_lines_stand_on_one_grid(proof: Proof, session: Session) -> None:
    """R20: within 0.05 pt, over all columns of a page."""
    for made in proof.pages:
        copy = _without(Group("page", made.page.items), "quote").items
        baselines = [run.baseline for g in groups(copy, "paragraph") for run in _runs(g)]
        leading = _leading(made)
        first = min(baselines)
        assert max(abs((y - first) / leading - round((y - first) / leading)) * leading for y in baselines) < 0.05


def test_stories_stand_inside_the_type_area_and_apart(proof: Proof) -> None:
    for made in proof.pages:
        runs = [run for group in groups(made.page.items, "story") for run in _runs(group)]
        assert min(run.x for run in runs) > 0
        assert max(run.x + (run.xs[-1] if run.xs else 0) for run in runs) < made.page.trim.width
        assert max(run.baseline for run in runs) < made.page.trim.height


def test_the_seed_page_planned_by_itself_is_as_good_as_its_drawing(session: Session) -> None:
    report = Report()
    workspace = Workspace(ROOT)
    issue = read_issue(workspace, SAMPLES[0], report)
    assert issue is not None
    undrawn = replace(issue, pages=tuple(replace(page, plan=None) for page in issue.pages))
    theme = read_theme(workspace, "issues/xietu/paper.yaml", report)
    (made,) = make_up(undrawn, theme, session.setter(report), report)
    assert [d.message() for d in report] == []
    assert made.score >= 95


def test_the_same_issue_gives_the_same_page(proof: Proof, session: Session) -> None:
    again = Session(Workspace(ROOT)).check(proof.issue.file if proof.issue else "")
    assert [dump(made.page) for made in again.pages] == [dump(made.page) for made in proof.pages]


def _runs(group: Group) -> Iterator[GlyphRun]:
    return (item for item in walk(group.items) if isinstance(item, GlyphRun))


def _leading(made: PageMade) -> float:
    """The grid's leading, read off the page: the commonest step between neighbouring lines of a paragraph."""
    steps: dict[float, int] = {}
    for group in groups(made.page.items, "paragraph"):
        lines = sorted({round(run.baseline, 2) for run in _runs(group)})
        for upper, lower in pairwise(lines):
            steps[round(lower - upper, 2)] = steps.get(round(lower - upper, 2), 0) + 1
    return max(steps, key=lambda step: steps[step])
