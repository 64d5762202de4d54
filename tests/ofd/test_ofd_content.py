"""Each kind of display item as an object of an OFD page, word for word."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout.display import BLACK, Fill, Frame, GlyphRun, Image, Ink, Rule
from layout.display import Path as Shape
from layout.fonts import FontBook
from layout.ofd.content import Content, Cut, _stretches
from layout.ofd.fontembed import embed
from layout.units import MM, Rect, Size
from layout.value import replace

SONG = "noto-serif-sc-400"
TRIM = Size(100 * MM, 50 * MM)
RED = Ink(0, 1, 1, 0)
COLOURS = {BLACK: "0 0 0", RED: "255 0 0"}


def content(book: FontBook, *runs: GlyphRun) -> Content:
    face = book.face(SONG)
    pairs = {pair for run in runs for pair in zip(run.glyphs, run.texts, strict=True)}
    cuts = {SONG: Cut(1, face, embed(face, pairs))} if pairs else {}
    return Content(TRIM, cuts, COLOURS, count(10).__next__)


def song(book: FontBook, text: str, texts: Sequence[str] = (), features: Sequence[str] = ()) -> GlyphRun:
    """10 mm type at 10, 20 mm. texts: what each glyph stands for, where that is not one character each."""
    face = book.face(SONG)
    shaped = face.shape(text, features=features)
    xs = tuple(10 * MM * sum(shaped.advances[:index]) for index in range(len(shaped.glyphs)))
    return GlyphRun(SONG, 10 * MM, 10 * MM, 20 * MM, shaped.glyphs, xs, tuple(texts or text))


def written(page: Content) -> list[str]:
    return [line.replace("ofd:", "") for line in page.lines]


def test_a_line_of_text(book: FontBook) -> None:
    run = song(book, "版面")
    page = content(book, run)
    assert page.run(run) == (10,)
    assert written(page) == [
        '<TextObject ID="10" Boundary="9.999 11.199 20.002 10.002" Font="1" Size="10"><FillColor Value="0 0 0"/>'
        '<TextCode X="0.001" Y="8.801" DeltaX="10">版面</TextCode></TextObject>'
    ]


def test_narrowed_raised_red_text(book: FontBook) -> None:
    run = replace(song(book, "版面"), scale=0.9, rise=2 * MM, ink=RED, xs=(0.0, 9 * MM))
    page = content(book, run)
    page.run(run)
    assert written(page) == [
        '<TextObject ID="10" Boundary="9.999 9.199 18.002 10.002" Font="1" Size="10" HScale="0.9">'
        '<FillColor Value="255 0 0"/><TextCode X="0.001" Y="8.801" DeltaX="9">版面</TextCode></TextObject>'
    ]


def codes(page: Content) -> list[str]:
    """What stands in the text objects, without where they stand."""
    return [
        line.split("</FillColor>")[-1].split('Value="0 0 0"/>')[-1].split("</TextObject>")[0] for line in written(page)
    ]


def test_a_ligature_stands_alone_with_room_for_each_character(book: FontBook) -> None:
    run = song(book, "甲——乙", ("甲", "——", "乙"))
    page = content(book, run)
    assert page.run(run) == (10, 11, 12)
    glyph = page.cuts[SONG].font.glyphs[run.glyphs[1]]
    assert codes(page) == [
        '<TextCode X="0.001" Y="8.801">甲</TextCode>',
        f'<CGTransform CodePosition="0" CodeCount="2" GlyphCount="1"><Glyphs>{glyph}</Glyphs></CGTransform>'
        '<TextCode X="0.001" Y="8.801" DeltaX="10">——</TextCode>',
        '<TextCode X="0.001" Y="8.801">乙</TextCode>',
    ]


def test_a_cluster_of_two_glyphs_and_a_character_beyond_the_basic_plane(book: FontBook) -> None:
    run = song(book, "q\u0301𠂇", ("q\u0301", "", "𠂇"))
    page = content(book, run)
    page.run(run)
    q, mark, han = (page.cuts[SONG].font.glyphs[glyph] for glyph in run.glyphs)
    first, second = codes(page)
    assert f'CodeCount="2" GlyphCount="2"><Glyphs>{q} {mark}<' in first
    assert f'CodeCount="2" GlyphCount="1"><Glyphs>{han}<' in second
    assert first.endswith('DeltaX="6.07">q\u0301</TextCode>')
    assert second.endswith(">𠂇</TextCode>")


def test_a_glyph_that_is_not_its_characters_own_is_named(book: FontBook) -> None:
    plain, upright = song(book, "甲。，乙。"), song(book, "甲。，乙", features=("vert",))
    page = content(book, plain, upright)
    page.run(plain)
    page.run(upright)
    stop, comma = (page.cuts[SONG].font.glyphs[glyph] for glyph in upright.glyphs[1:3])
    assert [code.startswith("<CGTransform") for code in codes(page)] == [False, True]
    transform = (
        f'<CGTransform CodePosition="1" CodeCount="2" GlyphCount="2"><Glyphs>{stop} {comma}</Glyphs></CGTransform>'
    )
    assert codes(page)[1].startswith(transform)


def test_a_glyph_without_any_text_is_still_drawn(book: FontBook) -> None:
    run = song(book, "甲", ("",))
    page = content(book, run)
    page.run(run)
    assert codes(page)[0].endswith(">\u200b</TextCode>")
    assert "<Glyphs>" in codes(page)[0]


@pytest.mark.parametrize(
    ("texts", "stretches"),
    [
        ("版面", ["版面"]),
        (" a b　", [" ", "a b", "　"]),
        ("  ", ["  "]),
        (["a", " ", "ffi", " ", "b"], ["a", " ", "ffi", " ", "b"]),
        (["ffi", "ffi"], ["ffi", "ffi"]),
        (["", "甲"], ["", "甲"]),
        ([], []),
    ],
)
def test_outer_blanks_and_odd_clusters_stand_alone(texts: Sequence[str], stretches: list[str]) -> None:
    found = list(_stretches(texts))
    assert ["".join(texts[stretch.first : stretch.end]) for stretch in found] == stretches


@given(st.lists(st.sampled_from(["", " ", "　", "a", "版", "ffi", "𠂇", "q\u0301"])))
def test_stretches_are_all_of_a_run(texts: list[str]) -> None:
    found = list(_stretches(texts))
    assert [index for stretch in found for index in range(stretch.first, stretch.end)] == list(range(len(texts)))
    for stretch in found:
        inside = texts[stretch.first : stretch.end]
        if stretch.plain:
            text = "".join(inside)
            assert text.strip() in ("", text)
            assert all(len(each) == 1 and each <= "\uffff" for each in inside)


def test_rules_frames_fills_and_shapes(book: FontBook) -> None:
    page = content(book)
    assert page.rule(Rule(10 * MM, 5 * MM, 60 * MM, 5 * MM, MM, dash=(2 * MM, MM), round=True)) == (10,)
    assert page.frame(Frame(Rect(10 * MM, 10 * MM, 20 * MM, 5 * MM), 0.5 * MM, RED)) == (11,)
    assert page.fill(Fill(Rect(-3 * MM, -3 * MM, 8 * MM, 60 * MM), BLACK)) == (12,)
    curve = Shape(Rect(0, 0, 1, 1), ((MM, MM, 2 * MM, 0, 3 * MM, 2 * MM, 4 * MM, MM),), RED, 0.2 * MM, curved=True)
    triangle = Shape(Rect(0, 0, 1, 1), ((MM, MM, 3 * MM, MM, 2 * MM, 2 * MM),), BLACK)
    assert page.path(curve) == (13,)
    assert page.path(triangle) == (14,)
    assert written(page) == [
        '<PathObject ID="10" Boundary="9.399 4.399 51.202 1.202" LineWidth="1" Cap="Round" DashPattern="2 1">'
        '<StrokeColor Value="0 0 0"/><AbbreviatedData>M 0.601 0.601 L 50.601 0.601</AbbreviatedData></PathObject>',
        '<PathObject ID="11" Boundary="9.649 9.649 20.702 5.702" LineWidth="0.5"><StrokeColor Value="255 0 0"/>'
        "<AbbreviatedData>M 0.351 0.351 L 20.351 0.351 L 20.351 5.351 L 0.351 5.351 C</AbbreviatedData></PathObject>",
        '<PathObject ID="12" Boundary="0 0 5.1 50" Stroke="false" Fill="true"><FillColor Value="0 0 0"/>'
        "<AbbreviatedData>M 0 0 L 5 0 L 5 50 L 0 50 C</AbbreviatedData></PathObject>",
        '<PathObject ID="13" Boundary="0.7 0 3.6 2.3" LineWidth="0.2" Cap="Round"><StrokeColor Value="255 0 0"/>'
        "<AbbreviatedData>M 0.3 1 B 1.3 0 2.3 2 3.3 1</AbbreviatedData></PathObject>",
        '<PathObject ID="14" Boundary="0.9 0.9 2.2 1.2" Stroke="false" Fill="true"><FillColor Value="0 0 0"/>'
        "<AbbreviatedData>M 0.1 0.1 L 2.1 0.1 L 1.1 1.1 C</AbbreviatedData></PathObject>",
    ]


def test_what_is_not_on_the_page_is_not_in_it(book: FontBook) -> None:
    page = content(book)
    beyond = Rect(101 * MM, 0, 5 * MM, 5 * MM)
    assert page.rule(Rule(-9, 5, -9, 20, 1)) == ()
    assert page.frame(Frame(beyond, 1)) == ()
    assert page.fill(Fill(beyond, BLACK)) == ()
    assert page.path(Shape(beyond, ((200 * MM, 0, 201 * MM, 0, 201 * MM, 9),))) == ()
    assert page.path(Shape(beyond, ())) == ()
    assert page.image(Image(beyond, "a.jpg"), 3) == ()
    assert page.run(GlyphRun(SONG, 9, 0, 9, (), (), ())) == ()
    assert page.lines == []


def test_text_beyond_the_page_is_still_copy(book: FontBook) -> None:
    run = replace(song(book, "版"), x=200 * MM)
    page = content(book, run)
    assert page.run(run) == (10,)


def test_a_picture_ends_with_the_page(book: FontBook) -> None:
    page = content(book)
    assert page.image(Image(Rect(90 * MM, -MM, 20 * MM, 11 * MM), "a.jpg"), 3) == (10,)
    assert written(page) == ['<ImageObject ID="10" Boundary="90 0 10 10" CTM="10 0 0 10 0 0" ResourceID="3"/>']


@given(st.lists(st.floats(0.01, 30), min_size=1, max_size=40))
def test_what_is_rounded_off_does_not_add_up(book: FontBook, gaps: list[float]) -> None:
    xs = [sum(gaps[:index]) for index in range(len(gaps) + 1)]
    face = book.face(SONG)
    run = GlyphRun(SONG, 9.5, 33.3, 50, (face.glyph("一"),) * len(xs), tuple(xs), ("一",) * len(xs))
    page = content(book, run)
    page.run(run)
    (line,) = written(page)
    left = float(line.split('Boundary="')[1].split()[0]) + float(line.split('X="')[1].split('"')[0])
    deltas = [float(delta) for delta in line.split('DeltaX="')[1].split('"')[0].split()]
    for index, x in enumerate(xs):
        assert (left + sum(deltas[:index])) * MM == pytest.approx(33.3 + x, abs=0.0015)
