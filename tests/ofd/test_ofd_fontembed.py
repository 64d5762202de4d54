"""The fonts of an OFD file: whole OpenType fonts, read here by fontTools."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from named import name_keyed

from layout import fontfile
from layout.face import Face, FaceEntry
from layout.fonts import FontBook
from layout.ofd import fontembed
from layout.ofd.fontembed import EmbeddedFont, embed

TEXT = "版面，AVA\xad𠂇"
FACES = ["noto-serif-sc-400", "fandol-kai", "ma-shan-zheng"]


def pairs(face: Face, text: str = TEXT) -> set[tuple[int, str]]:
    return {(face.glyph(character), character) for character in text if face.has(character)}


def opened(font: EmbeddedFont) -> TTFont:
    return TTFont(BytesIO(font.data), checkChecksums=2, lazy=False)


@pytest.mark.parametrize("key", FACES)
def test_every_character_gives_its_glyph(book: FontBook, key: str) -> None:
    face = book.face(key)
    font = embed(face, pairs(face))
    read = opened(font)
    glyphs, cmap, em = read.getGlyphSet(), read.getBestCmap(), face.units_per_em
    assert {chr(code) for code in cmap} == set(font.characters) == {text for _, text in pairs(face)}
    for glyph, character in pairs(face):
        name = cmap[ord(character)]
        assert read.getGlyphID(name) == font.characters[character] == font.glyphs[glyph]
        pen = ControlBoundsPen(glyphs)
        glyphs[name].draw(pen)
        ink = tuple(side * em for side in face.ink(glyph))
        assert pen.bounds is None or pen.bounds == pytest.approx(ink, abs=1)
        assert read["hmtx"][name][0] == round(face.advance(glyph) * em)


@pytest.mark.parametrize("key", FACES)
def test_it_is_a_font_a_system_opens(book: FontBook, key: str) -> None:
    face = book.face(key)
    font = embed(face, pairs(face))
    read = opened(font)
    assert {"cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post"} <= set(read.keys())
    assert font.suffix == ("otf" if face.is_cff else "ttf")
    assert font.data[:4] == (b"OTTO" if face.is_cff else b"\0\1\0\0")
    assert read["name"].getDebugName(6) == font.name == face.postscript_name
    assert read["OS/2"].usWeightClass == face.weight
    assert font.data == embed(face, pairs(face)).data


def test_cids_are_glyph_ids(book: FontBook) -> None:
    face = book.face("fandol-fang")
    for text in ("版", "版面仿宋体"):
        program = opened(embed(face, pairs(face, text)))["CFF "].cff.topDictIndex[0]
        assert program.charset == [".notdef", *(f"cid{index:05}" for index in range(1, len(text) + 1))]


@settings(max_examples=20)
@given(count=st.integers(1, 600))
def test_any_number_of_cids(book: FontBook, count: int) -> None:
    face = book.face("fandol-kai")
    program = face.subset(range(1, count + 1)).data
    keyed = fontfile.collection(fontfile.with_identity(program))
    assert keyed is not None
    assert keyed.cids == tuple(range(count + 1))


def test_of_two_glyphs_the_font_gives_the_characters_own(book: FontBook) -> None:
    face = book.face("noto-serif-sc-400")
    own = face.glyph("。")
    (upright,) = face.shape("。", features=("vert",)).glyphs
    assert upright != own
    for used in ({(own, "。"), (upright, "。")}, {(own, "。")}):
        font = embed(face, used)
        assert font.characters["。"] == font.glyphs[own]
    font = embed(face, {(upright, "。")})
    assert font.characters["。"] == font.glyphs[upright]


def test_a_name_keyed_cff_face(tmp_path: Path) -> None:
    face = Face(FaceEntry("named", name_keyed(tmp_path)))
    font = embed(face, pairs(face, "丁丙"))
    read = opened(font)
    cmap = read.getBestCmap()
    assert {chr(code): read.getGlyphID(name) for code, name in cmap.items()} == font.characters
    assert [read["hmtx"][cmap[ord(each)]][0] for each in "丁丙"] == [
        round(face.advance(face.glyph(each)) * face.units_per_em) for each in "丁丙"
    ]


def test_a_cluster_is_no_character(book: FontBook) -> None:
    face = book.face("noto-serif-sc-400")
    (dash,) = face.shape("——").glyphs
    assert embed(face, {(dash, "——"), (face.glyph("一"), "一")}).characters.keys() == {"一"}


def test_a_font_without_os2_gets_its_weight_and_em_box(book: FontBook) -> None:
    face = book.face("noto-serif-sc-700")

    class Bare(Face):
        def table(self, tag: str) -> bytes:
            return b"" if tag == "OS/2" else super().table(tag)

    read = opened(embed(Bare(face.entry), pairs(face)))["OS/2"]
    assert (read.version, read.usWidthClass, read.sTypoAscender, read.sTypoDescender) == (4, 5, 880, -120)


def test_a_map_too_scattered_for_format_4_has_format_12_alone() -> None:
    scattered = {0x3400 + index: 2 * index + 1 for index in range(9000)}
    table = fontembed._cmap(scattered)
    assert int.from_bytes(table[2:4], "big") == 2  # subtables
    few = fontembed._cmap({0x41: 1, 0x42: 2, 0x20087: 3})
    assert int.from_bytes(few[2:4], "big") == 4
