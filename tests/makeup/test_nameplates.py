"""A nameplate fills its room: a short name grows, a long one gives rows to the stories, and none breaks."""

from __future__ import annotations

from datetime import date

import pytest
from drawer import Drawer

from layout.diagnostics import Report
from layout.display import GlyphRun, walk
from layout.fonts import FontBook
from layout.issue import Copy, Ear, Issue, Page
from layout.makeup.blocks.furniture import nameplate, nameplate_in
from layout.makeup.grid import PageGrid
from layout.text.paragraph import Typesetter
from layout.theme import BUILT_IN, Theme, read_theme, with_fonts
from layout.units import Rect

EAR = Ear(headline=(Copy("今日关注"),), lines=(Copy("夏令热线今天开通"),))
LONG = "江南水乡社区生活导报"
LINES = "lines: [中共某某区委主办, 国内统一刊号CN31-0000]"


def theme(name: str, masthead: str, book: FontBook, more: str = "") -> Theme:
    report = Report()
    typed = f"extends: {name}\nmasthead: {{{masthead}}}\n{more}"
    made = read_theme(Drawer({"paper.yaml": typed}), "paper.yaml", report)
    assert not report.failed
    return with_fonts(made, {role: role for role in book.roles}, report)


def made(style: Theme, book: FontBook, ear: Ear | None = None) -> tuple[int, list[GlyphRun], PageGrid]:
    """Rows taken, and the runs in the face and at the size of the name."""
    grid = PageGrid.of_furniture(style)
    issue = Issue("a.yaml", "报", date(2026, 5, 24), "12", ())
    rows, items = nameplate(issue, Page(1, ear=ear), grid, style, Typesetter(book))
    runs = [run for run in walk(items) if isinstance(run, GlyphRun)]
    return rows, [run for run in runs if run.size > 30], grid


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_a_short_name_grows_to_fill_its_room_as_far_as_its_style_lets_it(name: str, book: FontBook) -> None:
    style = theme(name, "name: 江声", book)
    rows, (run,), _ = made(style, book)
    own = style.styles["nameplate"].size
    assert own < run.size <= own * style.numbers["nameplate_grown"] + 1e-6
    assert rows == style.numbers["nameplate_rows"]
    _, (fixed,), _ = made(theme(name, "name: 江声", book, "numbers: {nameplate_grown: 1}\n"), book)
    assert fixed.size <= own


def test_a_name_of_four_characters_stands_as_its_style_has_it(book: FontBook) -> None:
    style = theme("community-tabloid", "name: 芦汀日报", book)
    for ear in (None, EAR):
        _, (run,), _ = made(style, book, ear)
        assert run.size == style.styles["nameplate"].size


def test_a_long_name_gives_rows_to_the_stories_unless_an_ear_needs_them(book: FontBook) -> None:
    style = theme("community-tabloid", f"name: {LONG}", book)
    most, least = (style.numbers[f"nameplate_{each}"] for each in ("rows", "least"))
    rows, (run,), grid = made(style, book)
    assert least <= rows < most
    assert run.xs[-1] + run.size <= grid.left + grid.width + 1e-6
    assert made(style, book, EAR)[0] == most
    exact = theme("community-tabloid", f"name: {LONG}", book, "numbers: {nameplate_least: 13}\n")
    assert made(exact, book)[0] == most


def test_a_name_beside_lines_and_an_ear_stands_in_the_middle_of_what_they_leave(book: FontBook) -> None:
    style = theme("community-tabloid", f"name: 芦汀日报, {LINES}", book)
    _, (run,), grid = made(style, book, EAR)
    ear = grid.left + grid.width * (1 - style.numbers["ear_width"])
    free = ear - grid.gutter - (run.xs[-1] + run.size)
    assert free > 4


@pytest.mark.parametrize("name", ["taiwan", "hongkong", "japan", "japan-tabloid"])
@pytest.mark.parametrize("text", ["江声", "滨江新区晚报", LONG])
def test_a_vertical_name_is_one_line_within_its_frame(name: str, text: str, book: FontBook) -> None:
    style = theme(name, f"name: {text}, {LINES}", book)
    grid = PageGrid.of(style)
    box = Rect(400.0, 60.0, 200.0, 300.0)
    issue = Issue("a.yaml", "报", date(2026, 5, 24), "12", ())
    items = nameplate_in(issue, Page(1), box, grid, style, Typesetter(book))
    runs = [run for run in walk(items) if isinstance(run, GlyphRun) and "".join(run.texts) in text]
    assert "".join("".join(run.texts) for run in runs) == text
    assert len({round(run.baseline, 1) for run in runs}) == 1
