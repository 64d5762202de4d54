"""Where glyphs stand on the page, whichever way their run goes, and which runs stand on one line."""

from __future__ import annotations

import itertools

import pytest

from layout.articles.reading import read
from layout.articles.values import About
from layout.display import GlyphRun, Group, Page, Turn
from layout.fonts import FontBook
from layout.pdf.job import newsprint
from layout.records.alto import alto
from layout.runs import cells, em_box, goes_on, ink_box, placement, run_end
from layout.screen.svg import parts
from layout.turning import turned
from layout.units import Rect, Size
from layout.value import replace

SONG = "noto-serif-sc-400"


def run(book: FontBook, text: str, turn: Turn, x: float = 0.0, baseline: float = 8.8, size: float = 10.0) -> GlyphRun:
    face = book.face(SONG)
    glyphs = tuple(map(face.glyph, text))
    steps = [size if turn == "vertical" else face.advance(glyph) * size for glyph in glyphs]
    xs = tuple(sum(steps[:index]) for index in range(len(steps)))
    if turn == "upright":
        xs = tuple(each - sum(steps) / 2 for each in xs)
    return GlyphRun(SONG, size, x, baseline, glyphs, xs, tuple(text), turn=turn)


def vertical_line(book: FontBook) -> tuple[GlyphRun, ...]:
    """竹林 CCTV 12 月 down the page from (295, 50)."""
    latin = run(book, "CCTV", "", 22.5)
    after = 22.5 + run_end(latin, book.face(SONG)) + 2.5
    pieces = (
        *(run(book, "竹林", "vertical"), latin, run(book, "12", "upright", after + 5)),
        run(book, "月", "vertical", after + 10),
    )
    return turned(pieces, right=300, top=50)  # type: ignore[return-value]


def test_upright_characters_are_centred_on_the_axis_in_boxes_of_an_em(book: FontBook) -> None:
    (bamboo,) = turned((run(book, "竹林", "vertical"),), right=300, top=50)
    assert isinstance(bamboo, GlyphRun)
    face = book.face(SONG)
    assert em_box(bamboo, face) == Rect(pytest.approx(290), 50, 10, 20)
    for index, cell in enumerate(cells(bamboo, run_end(bamboo, face))):
        assert (cell.y, cell.height) == (50 + 10 * index, 10)
        ink = ink_box(bamboo, face, index)
        assert cell.x <= ink.x < ink.right <= cell.right
        assert cell.y <= ink.y < ink.bottom <= cell.bottom
        left, _, right, _ = face.ink(bamboo.glyphs[index])
        assert ink.x + ink.width / 2 == pytest.approx(295 + 10 * ((left + right) / 2 - 0.5))


def test_sideways_letters_have_their_feet_at_the_left(book: FontBook) -> None:
    _, latin, _, _ = vertical_line(book)
    face = book.face(SONG)
    ink = ink_box(latin, face, 1)  # a C
    left, bottom, right, top = face.ink(latin.glyphs[1])
    assert ink.x == pytest.approx(latin.x + 10 * bottom)
    assert (ink.width, ink.height) == (pytest.approx(10 * (top - bottom)), pytest.approx(10 * (right - left)))
    assert placement(latin, face, 0).point(0, 0) == (latin.x, latin.baseline)


def test_a_scaled_run_is_shorter_along_its_line_and_as_wide(book: FontBook) -> None:
    (bamboo,) = turned((run(book, "竹", "vertical"),), right=300, top=50)
    assert isinstance(bamboo, GlyphRun)
    face = book.face(SONG)
    whole, squeezed = ink_box(bamboo, face, 0), ink_box(replace(bamboo, scale=0.9), face, 0)
    assert squeezed.width == pytest.approx(whole.width)
    assert squeezed.height == pytest.approx(0.9 * whole.height)


def test_all_runs_of_a_vertical_line_go_on_and_the_next_line_does_not(book: FontBook) -> None:
    line = vertical_line(book)
    assert all(goes_on(before, after) for before, after in itertools.pairwise(line))
    (following,) = turned((run(book, "松", "vertical", 0, 22.8),), right=300, top=50)
    assert isinstance(following, GlyphRun)
    assert not goes_on(line[-1], following)
    (tier,) = turned((run(book, "松", "vertical", 120, 8.8),), right=300, top=50)
    assert isinstance(tier, GlyphRun)
    assert not goes_on(line[-1], tier)


def test_a_vertical_line_is_read_as_one_in_order(book: FontBook) -> None:
    page = Page(1, Size(400, 400), 0, (Group("story", (Group("paragraph", vertical_line(book)),), "竹"),))
    edition = read([page], book, About("报", "报 1"), {})
    (line,) = edition.articles[0].blocks[0].lines
    assert (line.text, line.vertical) == ("竹林CCTV12月", True)
    assert [word.text for word in line.words] == ["竹", "林", "CCTV12", "月"]
    tops = [word.box.y for word in line.words]
    assert tops == sorted(tops)
    assert line.box.x == pytest.approx(290, abs=0.2)  # the figures of this face are wider than the em together
    assert line.box.width == pytest.approx(10, abs=0.4)
    assert line.box.y == 50
    said = alto(edition, edition.pages[0], "page.jpg").decode()
    (x0, y0), (x1, y1) = (point.split(",") for point in said.split('BASELINE="')[1].split('"')[0].split())
    assert x0 == x1
    assert float(y0) < float(y1)


def test_the_screen_has_each_character_upright_or_turned(book: FontBook) -> None:
    page = Page(1, Size(400, 400), 0, (Group("story", vertical_line(book), "竹"),))
    (part,) = parts(page, book, newsprint(), lambda image, beneath: "")
    bamboo, latin, figures, month = part.svg.split("<text ")[1:]
    assert 'x="290.00 290.00"' in bamboo
    assert "matrix(0 1 -1 0 291.20 72.50)" in latin
    assert "matrix" not in figures + month
