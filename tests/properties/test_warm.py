"""A warm session is a fresh one: whatever was edited, undone or moved before, the same pages, faults,
places and bytes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.display import GlyphRun, Image, Item, walk
from layout.pipeline import Proof, Session, Workspace

ROOT = Path(__file__).parents[2]
ISSUE = "2026-05-24.yaml"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo: four full pages, a story of the first going on on the second."""
    return Path(shutil.copytree(ROOT / "issues" / "demo", tmp_path_factory.mktemp("desk") / "demo"))


@pytest.fixture(scope="module")
def warm(desk: Path) -> Session:
    return Session(Workspace(desk))


def fresh(desk: Path, warm: Session) -> Session:
    """A session that has made no page: only faces, paragraphs and converted pictures are lent to it,
    to save the time."""
    session = Session(Workspace(desk))
    session._setter, session._plates = warm._setter, warm._plates
    return session


def places(proof: Proof) -> Iterator[object]:
    """Where everything on the pages was typed."""

    def leaves(items: tuple[Item, ...]) -> Iterator[object]:
        for item in walk(items):
            if isinstance(item, (GlyphRun, Image)):
                yield item.origin

    for made in proof.pages:
        yield from leaves(made.page.items)
        for _, paragraphs in made.bodies:
            for paragraph in paragraphs:
                yield paragraph.copy.span(len(paragraph.copy.text) // 2)


def assert_as_fresh(desk: Path, warm: Session) -> None:
    cold = fresh(desk, warm)
    ours, theirs = warm.check(ISSUE), cold.check(ISSUE)
    assert ours.pages == theirs.pages
    assert list(places(ours)) == list(places(theirs))
    assert ours.report.diagnostics == theirs.report.diagnostics
    assert warm.pdf(ours) == cold.pdf(theirs)


Lines = list[str]


def typed(lines: Lines, share: float, character: str = "的") -> Lines:
    """One character changed in a line of copy."""
    copy = [index for index, line in enumerate(lines) if len(line) > 120]
    index = copy[int(share * len(copy))]
    middle = len(lines[index]) // 2
    return [*lines[:index], lines[index][:middle] + character + lines[index][middle + 1 :], *lines[index + 1 :]]


def lacking(lines: Lines, share: float) -> Lines:
    """A character that no face has."""
    copy = [index for index, line in enumerate(lines) if len(line) > 120]
    index = copy[int(share * len(copy))]
    middle = len(lines[index]) // 2
    return [*lines[:index], lines[index][:middle] + "\U0001f980" + lines[index][middle + 1 :], *lines[index + 1 :]]


def noted(lines: Lines, share: float) -> Lines:
    """A note above a page: everything below stands one line further down."""
    pages = [index for index, line in enumerate(lines) if line.startswith("  - page:")]
    index = pages[int(share * len(pages))]
    return [*lines[:index], "# a note", *lines[index:]]


def dated(lines: Lines, share: float) -> Lines:
    """Another number of the issue, which every page shows."""
    return [line.replace("number: 4127", "number: 4128") for line in lines]


EDITS = {"typed": typed, "lacking": lacking, "noted": noted, "dated": dated, "undone": None}


@settings(max_examples=5, deadline=None)
@given(edits=st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.floats(0, 0.99)), min_size=2, max_size=4))
def test_any_edits_and_undoing_them_leave_what_a_fresh_session_makes(
    desk: Path, warm: Session, edits: list[tuple[str, float]]
) -> None:
    before = (ROOT / "issues" / "demo" / ISSUE).read_text("utf-8").split("\n")
    history = [before]
    for name, share in edits:
        edit = EDITS[name]
        if edit is not None:
            history.append(edit(history[-1], share))
        elif len(history) > 1:
            history.pop()
        (desk / ISSUE).write_text("\n".join(history[-1]), "utf-8")
        assert_as_fresh(desk, warm)


def test_another_house_style_makes_every_page_again(desk: Path, warm: Session) -> None:
    paper = desk / "paper.yaml"
    text = paper.read_text("utf-8")
    try:
        for other in (text.replace("芦汀日报", "芦汀晚报"), "# a note\n" + text, text):
            paper.write_text(other, "utf-8")
            assert_as_fresh(desk, warm)
    finally:
        paper.write_text(text, "utf-8")


def test_another_picture_is_placed(desk: Path, warm: Session) -> None:
    images = desk / "images"
    kept = (images / "meadow.jpg").read_bytes()
    before = warm.pdf(warm.check(ISSUE))
    try:
        (images / "meadow.jpg").write_bytes((images / "clinic.jpg").read_bytes())
        assert_as_fresh(desk, warm)
        assert warm.pdf(warm.check(ISSUE)) != before
    finally:
        (images / "meadow.jpg").write_bytes(kept)
    assert warm.pdf(warm.check(ISSUE)) == before


def test_only_the_page_that_changed_is_made_and_drawn(
    desk: Path, warm: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    from layout.makeup import pages
    from layout.pdf.writer import Sheet

    (desk / ISSUE).write_text((ROOT / "issues" / "demo" / ISSUE).read_text("utf-8"), "utf-8")
    warm.pdf(warm.check(ISSUE))
    made, drawn = list[int](), list[int]()
    make, draw = pages._made, Sheet._draw
    monkeypatch.setattr(pages, "_made", lambda page, *rest: (made.append(page.number), make(page, *rest))[1])
    monkeypatch.setattr(Sheet, "_draw", lambda sheet, *rest: (drawn.append(sheet.page.number), draw(sheet, *rest))[1])
    lines = (desk / ISSUE).read_text("utf-8").split("\n")
    (desk / ISSUE).write_text("\n".join(noted(typed(lines, 0.99, "闻"), 0.0)), "utf-8")
    assert warm.pdf(warm.check(ISSUE))
    assert (made, drawn) == ([4], [4])


def test_nothing_changed_and_nothing_is_read(desk: Path, warm: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for file in desk.rglob("*"):
        os.utime(file, (1.6e9, 1.6e9))
    proof = warm.check(ISSUE)
    pdf = warm.pdf(proof)

    def read(self: Workspace, name: str) -> bytes:
        raise AssertionError(name)

    from layout import recorded

    monkeypatch.setattr(recorded._Read, "read", read)
    again = warm.check(ISSUE)
    assert again.pages == proof.pages
    assert warm.pdf(again) == pdf


def test_a_proof_told_of_more_does_not_tell_the_next_one(desk: Path, warm: Session) -> None:
    first = warm.check(ISSUE)
    known = len(first.report)
    first.report.add("NP903", next(iter(walk(first.pages[0].page.items))).origin, file="x")  # type: ignore[union-attr]
    assert len(warm.check(ISSUE).report) == known
