"""A face says of itself what fontTools reads in its file; it shapes any text, and cuts subsets."""

from __future__ import annotations

import pytest
from characters import GB2312, SIGNS
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from layout.face import Face
from layout.fonts import FontBook

# What a face says of itself, beside what fontTools reads in the same file


@pytest.fixture(scope="module", params=["noto-serif-sc-700", "fandol-fang", "ma-shan-zheng"])
def judged(request: pytest.FixtureRequest, book: FontBook) -> tuple[Face, TTFont]:
    face = book.face(request.param)
    return face, TTFont(face.entry.path, lazy=True)


def test_glyphs_and_advances_are_those_of_the_file(judged: tuple[Face, TTFont]) -> None:
    face, font = judged
    cmap, advances = font.getBestCmap(), font["hmtx"].metrics
    for character in "".join(GB2312[::50]) + SIGNS:
        name = cmap.get(ord(character))
        assert face.has(character) == (name is not None)
        if name is not None:
            glyph = font.getGlyphID(name)
            assert face.glyph(character) == glyph
            assert face.advance(glyph) == advances[name][0] / font["head"].unitsPerEm


def test_metrics_are_those_of_the_file(judged: tuple[Face, TTFont]) -> None:
    face, font = judged
    em = font["head"].unitsPerEm
    assert face.units_per_em == em
    assert face.postscript_name == font["name"].getDebugName(6)
    assert face.is_cff == ("CFF " in font)
    assert (face.ascent, face.descent) == (font["OS/2"].sTypoAscender / em, -font["OS/2"].sTypoDescender / em)
    assert face.weight == font["OS/2"].usWeightClass
    assert face.bounds == tuple(getattr(font["head"], side) / em for side in ("xMin", "yMin", "xMax", "yMax"))
    assert 0.6 < face.cap_height < 0.8


def test_vertical_metrics_are_those_of_the_file(judged: tuple[Face, TTFont]) -> None:
    face, font = judged
    order = font.getGlyphOrder()
    cmap = font.getBestCmap()
    for character in "天，A1":
        name = cmap[ord(character)]
        glyph, em = order.index(name), font["head"].unitsPerEm
        if "vmtx" not in font:
            assert (face.drop(glyph), face.origin(glyph)) == (1.0, (face.advance(glyph) / 2, face.ascent))
            continue
        advance, bearing = font["vmtx"][name]
        assert face.drop(glyph) == pytest.approx(advance / em)
        if "VORG" in font:
            records = font["VORG"].VOriginRecords
            top = records.get(name, font["VORG"].defaultVertOriginY)
        else:
            top = bearing + font["glyf"][name].yMax
        assert face.origin(glyph) == pytest.approx((face.advance(glyph) / 2, top / em), abs=0.001)


def test_a_vertical_text_takes_the_forms_and_advances_of_vertical_lines(book: FontBook) -> None:
    face = book.face("noto-serif-sc-400")
    level, vertical = face.shape("天，"), face.shape("天，", vertical=True)
    assert level.glyphs[0] == vertical.glyphs[0]
    assert level.glyphs[1] != vertical.glyphs[1]
    assert vertical.advances == (1.0, 1.0)
    assert vertical.shifts == ()


def test_the_ink_of_a_closing_bracket_stands_at_the_left_of_its_box(book: FontBook) -> None:
    for face in book.faces[:8]:  # the brush stands in the middle
        left, bottom, right, top = face.ink(face.glyph("）"))
        assert 0 <= left < right <= 0.5
        assert -0.21 < bottom < 0 < top < 1


# Shaping


def test_two_dashes_become_one_of_two_em(book: FontBook) -> None:
    shaped = book.face("noto-serif-sc-400").shape("是——我")
    assert shaped.advances == (1, 2, 1)
    assert shaped.clusters == (0, 1, 3)


def test_shaping_has_no_glyph_for_what_the_face_lacks(book: FontBook) -> None:
    assert book.face("noto-serif-sc-400").shape("😀").glyphs == (0,)


def test_a_feature_is_turned_on_and_off(book: FontBook) -> None:
    face = book.face("noto-serif-sc-400")
    assert face.shape("（", features=["halt"]).advances == (0.5,)
    assert face.shape("AV", features=["-kern"]).advances != face.shape("AV").advances


def test_a_glyph_drawn_off_its_place_says_so(book: FontBook) -> None:
    face = book.face("noto-serif-sc-400")
    assert face.shape("街道").shifts == ()
    assert face.shape("（", features=["halt"]).shifts == ((-0.5, 0),)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_any_text_shapes_into_clusters_in_order(book: FontBook, text: str) -> None:
    shaped = book.face("noto-serif-sc-400").shape(text)
    assert len(shaped.glyphs) == len(shaped.advances) == len(shaped.clusters)
    assert list(shaped.clusters) == sorted(shaped.clusters)
    assert all(0 <= cluster < len(text) for cluster in shaped.clusters)


def test_a_run_of_any_length_is_shaped(book: FontBook) -> None:
    face = book.face_for("song", "x")
    assert face is not None
    shaped = face.shape("x" * 25_000)
    assert shaped.glyphs == face.shape("x").glyphs * 25_000
    assert shaped.clusters == tuple(range(25_000))


# Subsets


@pytest.mark.parametrize("key", ["noto-sans-sc-400", "fandol-kai", "ma-shan-zheng"])
def test_a_subset_has_the_glyphs_asked_for_and_the_same_bytes_each_time(book: FontBook, key: str) -> None:
    face, glyphs = book.face(key), [book.face(key).glyph(character) for character in "斜土街道"]
    subset = face.subset(glyphs)
    assert {*glyphs, 0} <= set(subset.new)
    assert len(subset.data) < 20_000
    assert subset == Face(face.entry).subset(reversed(glyphs))
