"""A page as SVG: in parts that stay as they are, every character once, nothing that a browser would run."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import PAPERS, made

from layout.display import BLACK, Fill, Frame, GlyphRun, Group, Image, Ink, Page, Path, Rule, walk
from layout.fonts import FontBook
from layout.pdf.job import newsprint
from layout.screen.svg import Part, parts, whole
from layout.screen.webfonts import WebFonts, common
from layout.units import Rect, Size

NAMESPACE = "{http://www.w3.org/2000/svg}"


def drawn(page: Page, book: FontBook) -> tuple[Part, ...]:
    return parts(page, book, newsprint(), lambda image, beneath: f"/picture/{len(beneath)}")


def run(book: FontBook, text: str, face: str = "noto-serif-sc-400", **more: object) -> GlyphRun:
    opened = book.face(face)
    glyphs = tuple(opened.glyph(character) for character in text)
    return GlyphRun(face, 10.0, 20.0, 30.0, glyphs, tuple(10.0 * n for n in range(len(text))), tuple(text), **more)  # type: ignore[arg-type]


def page_of(*items: object) -> Page:
    return Page(1, Size(200, 300), 0.0, items)  # type: ignore[arg-type]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_samples_are_well_formed_and_have_every_character(paper: str) -> None:
    session, proof = made(paper)
    book = session.setter(proof.report).fonts
    for made_page in proof.pages:
        page = made_page.page
        tree = ElementTree.fromstring(whole(page, drawn(page, book)))
        shown = sorted("".join(text.text or "" for text in tree.iter(f"{NAMESPACE}text")))
        copy = sorted("".join(leaf.text for leaf in walk(page.items) if isinstance(leaf, GlyphRun) and leaf.glyphs))
        outlined = len(copy) - len(shown)
        assert 0 <= outlined <= 0.01 * len(copy)
        assert len(tree.findall(f".//{NAMESPACE}image")) == sum(isinstance(leaf, Image) for leaf in walk(page.items))


@pytest.mark.parametrize("paper", PAPERS)
def test_each_character_stands_at_its_place(paper: str) -> None:
    session, proof = made(paper)
    book = session.setter(proof.report).fonts
    for part in drawn(proof.pages[0].page, book):
        for text in ElementTree.fromstring(part.svg).iter(f"{NAMESPACE}text" if "xmlns" in part.svg else "text"):
            assert len(text.attrib["x"].split()) == len(text.text or "")


def test_a_part_has_the_same_name_for_the_same_drawing_alone(book: FontBook) -> None:
    one = Group("story", (run(book, "新桥通车"),), "a")
    other = Group("story", (run(book, "新桥通行"),), "a")
    first, second = drawn(page_of(one, other), book)
    assert first.id != second.id
    assert drawn(page_of(other, one), book)[1].id == first.id
    assert first.story == "a"


def test_a_ligature_and_a_rare_plane_are_outlines(book: FontBook) -> None:
    ligature = GlyphRun(
        "noto-serif-sc-400", 10.0, 0.0, 0.0, (book.face("noto-serif-sc-400").glyph("f"),), (0.0,), ("fi",)
    )
    (part,) = drawn(page_of(ligature), book)
    assert "<text" not in part.svg
    assert "<path" in part.svg
    assert part.letters == ()


@given(text=st.text(min_size=1, max_size=20))
def test_copy_never_becomes_markup(book: FontBook, text: str) -> None:
    story = Group("story", (run(book, text), Path(Rect(0, 0, 1, 1), ((0.0, 0.0, 1.0, 1.0),), alt=text)), text)
    (part,) = drawn(page_of(story), book)
    tree = ElementTree.fromstring(part.svg)
    assert {element.tag for element in tree.iter()} <= {"g", "text", "path"}
    assert not any(name.startswith("on") or ":" in name for element in tree.iter() for name in element.attrib)


def test_rules_frames_fills_and_pictures_are_drawn(book: FontBook) -> None:
    red = Ink(0, 1, 1, 0)
    items = (
        Fill(Rect(0, 0, 10, 10), red),
        Frame(Rect(1, 1, 8, 8), 0.5),
        Rule(0, 0, 10, 0, 0.25, dash=(1, 2)),
        Image(Rect(0, 0, 5, 5), "street.jpg", alt="街"),
        Path(Rect(0, 0, 5, 5), ((0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0),), BLACK, 0.0, True),
    )
    (part,) = drawn(page_of(*items), book)
    assert re.findall(r"<(\w+)", part.svg) == ["g", "rect", "rect", "path", "image", "path"]
    assert 'href="/picture/1"' in part.svg
    assert 'stroke-dasharray="1 2"' in part.svg


def test_a_web_font_has_the_characters_it_was_cut_for_and_no_features(book: FontBook) -> None:
    from io import BytesIO

    from fontTools.ttLib import TTFont

    for face in ("noto-serif-sc-400", "fandol-kai"):
        font = TTFont(BytesIO(book.face(face).cut_for_screen("新桥通车123")))
        assert {chr(code) for code in font.getBestCmap()} == set("新桥通车123")
        assert not {"GSUB", "GPOS", "kern"} & set(font.keys())


def test_cuts_grow_and_never_change(book: FontBook) -> None:
    fonts = WebFonts(book)
    fonts.take({"fandol-kai": "新桥"})
    first = fonts.file("fandol-kai", 0)
    fonts.take({"fandol-kai": "新桥通车"})
    assert [cut.characters for cut in fonts.cuts(["fandol-kai"])] == ["新桥", "车通"]
    assert fonts.file("fandol-kai", 0) == first
    assert fonts.cuts(["fandol-kai"])[1].ranges == "U+8F66,U+901A"
    for number in (-1, 2):
        with pytest.raises(KeyError):
            fonts.file("fandol-kai", number)


def test_a_face_of_a_body_brings_what_is_typed_next(book: FontBook) -> None:
    fonts = WebFonts(book)
    fonts.take({"noto-serif-sc-400": common()[:300]})
    fonts.take({"noto-serif-sc-400": common()[300:2000]})
    assert len(fonts.cuts(["noto-serif-sc-400"])) == 1
    assert len(common()) == 3755
