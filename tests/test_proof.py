"""A page proof is the page with what the desk reads it by, and nothing of the page is touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sheets import front_page, line

from layout.diagnostics import Report, Span
from layout.display import Frame, GlyphRun, Group, Item, Page, walk
from layout.fonts import FontBook
from layout.makeup import Check, PageMade
from layout.pdffile import open_pdf
from layout.pipeline import Proof, Session, Workspace
from layout.proof import Note, bounds, line_numbers, notes_of, proof_page, proof_pdf, story_names
from layout.text.paragraph import Typesetter
from layout.units import Rect

SEED = Path(__file__).parent.parent / "issues/xietu/2019-07-15.yaml"


@pytest.fixture(scope="module")
def setter(book: FontBook) -> Typesetter:
    return Typesetter(book)


@pytest.fixture(scope="module")
def made() -> tuple[Session, Proof]:
    session = Session(Workspace())
    return session, session.check(str(SEED))


def words(items: Iterator[Item] | tuple[Item, ...]) -> list[str]:
    """The runs' texts, runs of one line joined."""
    lines: dict[tuple[float, float], str] = {}
    for item in walk(tuple(items)):
        if isinstance(item, GlyphRun):
            lines[item.x, item.baseline] = lines.get((item.x, item.baseline), "") + item.text
    return list(lines.values())


def test_a_proof_keeps_every_item_of_the_page_and_adds_one_artifact(book: FontBook, setter: Typesetter) -> None:
    page = front_page(book)
    proof = proof_page(page, (), "校样　第1校", setter)
    assert proof.items[:-1] == page.items
    over = proof.items[-1]
    assert isinstance(over, Group)
    assert (over.role, over.name) == ("artifact", "proof")


def test_every_fifth_line_is_numbered_on_from_leg_to_leg(made: tuple[Session, Proof], setter: Typesetter) -> None:
    page = made[1].pages[0].page
    lead = next(item for item in page.items if isinstance(item, Group) and item.name == "lead")
    lines = dict.fromkeys(
        (run.x, run.baseline)
        for group in lead.items
        if isinstance(group, Group) and group.role == "paragraph"
        for run in walk(group.items)
        if isinstance(run, GlyphRun)
    )
    numbers = words(line_numbers(replace(page, items=(lead,)), setter))
    assert numbers == [str(number) for number in range(5, len(lines) + 1, 5)]
    fifth = list(lines)[4]
    run = next(run for run in line_numbers(replace(page, items=(lead,)), setter) if isinstance(run, GlyphRun))
    assert run.baseline == fifth[1]
    assert run.x < fifth[0]


def test_every_story_has_its_name_at_its_corner(made: tuple[Session, Proof], setter: Typesetter) -> None:
    assert words(story_names(made[1].pages[0].page, setter)) == ["lead", "survey", "opera", "blood", "briefs"]


def test_the_stamp_and_the_issue_date_stand_at_the_head(made: tuple[Session, Proof], setter: Typesetter) -> None:
    page = made[1].pages[0].page
    over = proof_page(page, (), "校样　第2校", setter).items[-1]
    assert isinstance(over, Group)
    head = [text for text in words(over.items) if text.strip()]
    assert "校样　第2校" in head
    assert any("2019年7月15日" in text and "2版" in text for text in head)


def test_a_fault_is_framed_on_the_line_where_it_was_typed(made: tuple[Session, Proof], setter: Typesetter) -> None:
    page = PageMade(made[1].pages[0].page, 100, ())
    run = next(
        run for run in walk(page.page.items) if isinstance(run, GlyphRun) and run.text.startswith("徐汇督导扫黑除恶")
    )
    report = Report()
    report.add("NP401", Span(run.origin.file, run.origin.line, run.origin.column + 2), char="扫")
    notes = notes_of(page, report)
    assert [note.label for note in notes] == ["NP401"]
    box = notes[0].box
    assert box is not None
    assert box.x <= run.x
    assert box.y < run.baseline < box.bottom
    over = proof_page(page.page, notes, "校样", setter).items[-1]
    assert any(isinstance(item, Frame) and item.rect == box.inset(-1.5, -1.5) for item in walk((over,)))


def test_a_fault_of_another_page_is_not_drawn(made: tuple[Session, Proof]) -> None:
    report = Report()
    report.add("NP601", Span("i.yaml", 4, 1), story="lead", page=7, characters=10, rows=2)
    assert notes_of(PageMade(made[1].pages[0].page, 100, ()), report) == ()


def test_broken_checks_are_drawn_round_their_story(made: tuple[Session, Proof]) -> None:
    page = made[1].pages[0]
    bad = PageMade(page.page, 90, (Check("Q08", 2, "error", "opera"), Check("Q13", 1, "warning")))
    story = next(item for item in page.page.items if isinstance(item, Group) and item.name == "opera")
    notes = notes_of(bad, Report())
    assert [(note.label, note.severity) for note in notes] == [("Q08", "error"), ("Q13", "warning")]
    assert notes[0].box == bounds(story.items)
    assert notes[1].box is None


def test_what_finds_no_room_at_the_foot_is_counted(book: FontBook, setter: Typesetter) -> None:
    notes = [Note(f"NP6{number:02d}", "warning", "提醒", Rect(50, 50, 20, 10)) for number in range(30)]
    over = proof_page(front_page(book), notes, "校样", setter).items[-1]
    assert "…+21" in words((over,))


def test_an_overlay_of_somebody_else_is_drawn_too(book: FontBook, setter: Typesetter) -> None:
    def tight(page: Page, setter: Typesetter) -> tuple[Item, ...]:
        return line(book, "紧", 5, 5)

    over = proof_page(front_page(book), (), "校样", setter, (tight,)).items[-1]
    assert "紧" in words((over,))


def test_the_pdf_is_light_and_no_press_file(made: tuple[Session, Proof]) -> None:
    session, proof = made
    press, light = session.pdf(proof), proof_pdf(session, proof, 2)
    assert len(light) < len(press) / 2
    pdf = open_pdf(light)
    assert "校样　第2校" in str(pdf.docinfo["/Title"])
    assert b"<pdfxid:GTS_PDFXVersion>" not in pdf.Root.Metadata.read_bytes()
    assert proof_pdf(session, proof, 2) == light  # the clock is never asked
