"""An embedded face draws and copies exactly what was set, whatever its outlines."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from named import name_keyed
from reportlab.pdfgen.canvas import Canvas

from layout.face import Face, FaceEntry
from layout.fonts import FontBook
from layout.pdf.fontembed import EmbeddedFont, embed, prepare

Piece = tuple[int, str]
NEWS = "斜土街道2019年7月15日，“好邻居”——第3届社区节（本报讯）……张三·李四《新民》100%"


def pieces(face: Face, text: str) -> list[Piece]:
    """Glyphs of the text with the characters each stands for, as setting hands them on."""
    shaped = face.shape(text)
    ends = (*shaped.clusters[1:], len(text))
    return [(glyph, text[start:end]) for glyph, start, end in zip(shaped.glyphs, shaped.clusters, ends, strict=True)]


def write(face: Face, runs: Sequence[Sequence[Piece]]) -> tuple[bytes, EmbeddedFont]:
    """A page with each run on a line of its own, 20 pt type, the first baseline at y = 700."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(1200, 800), invariant=1)
    font = embed(canvas._doc, prepare(face, {piece for run in runs for piece in run}))
    for row, run in enumerate(runs):
        codes = "".join(f"{font.codes[piece]:04x}" for piece in run)
        canvas._code.append(f"BT /{font.name} 20 Tf 50 {700 - 40 * row} Td <{codes}> Tj ET")
    canvas.save()
    return out.getvalue(), font


def texts(pdf: bytes, folder: Path) -> list[str]:
    """The page's text as poppler and as pdfium copy it."""
    file = folder / "page.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True, text=True).stdout
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return [told.strip("\n\f"), page.replace("\r\n", "\n").strip("\n")]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("noto-serif-sc-400", NEWS),
        ("noto-sans-sc-900", NEWS + "𠮷"),
        ("ma-shan-zheng", "新民晚报社区版"),
        ("fandol-kai", "斜土街道社区节新民晚报一"),
        ("fandol-fang", "斜土街道社区节新民晚报一"),
    ],
)
def test_the_copy_comes_back(book: FontBook, tmp_path: Path, key: str, text: str) -> None:
    face = book.face(key)
    pdf, font = write(face, [pieces(face, text)])
    assert not font.unspelled
    assert texts(pdf, tmp_path) == [text, text]


@pytest.mark.parametrize(("key", "kind"), [("noto-serif-sc-400", "CID TrueType"), ("fandol-kai", "CID Type 0C")])
def test_poppler_sees_an_embedded_subset_with_unicode(book: FontBook, tmp_path: Path, key: str, kind: str) -> None:
    face = book.face(key)
    file = tmp_path / "page.pdf"
    file.write_bytes(write(face, [pieces(face, "街道")])[0])
    listed = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True, text=True).stdout
    row = next(line for line in listed.splitlines() if face.postscript_name in line)
    assert kind in row
    assert row.split()[-5:-2] == ["yes", "yes", "yes"]
    assert subprocess.run(["qpdf", "--check", str(file)], capture_output=True).returncode == 0


@pytest.mark.parametrize("key", ["noto-serif-sc-400", "fandol-kai"])
def test_each_code_draws_its_own_glyph(book: FontBook, key: str) -> None:
    """What pdfium draws stands where the face says the glyph's ink is: a code mixed up would move an edge."""
    face = book.face(key)
    for character in "一丨口卜丿街":
        run = pieces(face, character)
        pdf, _ = write(face, [run])
        assert _ink(pdf) == pytest.approx([20 * side for side in face.ink(run[0][0])], abs=0.3)


@pytest.mark.parametrize("key", ["noto-serif-sc-400", "fandol-kai"])
def test_the_stated_widths_are_the_programs_own(book: FontBook, key: str) -> None:
    face = book.face(key)
    run = pieces(face, NEWS if not face.is_cff else "斜土街道Ai")
    pdf, font = write(face, [run])
    with pikepdf.open(BytesIO(pdf)) as document:
        cidfont = document.pages[0].Resources.Font[f"/{font.name}"].DescendantFonts[0]
        widths, default = _widths(cidfont), float(cidfont.DW)
        program = bytes((cidfont.FontDescriptor.get("/FontFile2") or cidfont.FontDescriptor.FontFile3).read_bytes())
        glyphs = b"" if face.is_cff else cidfont.CIDToGIDMap.read_bytes()
    own = _cff_widths(program) if face.is_cff else _truetype_widths(program)
    for piece in run:
        code = font.codes[piece]
        glyph = int.from_bytes(glyphs[2 * code : 2 * code + 2], "big") if glyphs else code
        assert widths.get(code, default) == own[glyph] == 1000 * face.advance(piece[0])


def test_a_glyph_that_stands_for_two_characters_copies_as_each(book: FontBook, tmp_path: Path) -> None:
    face = book.face("noto-serif-sc-400")
    glyph = face.glyph("一")
    pdf, font = write(face, [[(glyph, "一"), (glyph, "⼀"), (glyph, "甲乙")]])
    assert not font.unspelled
    assert texts(pdf, tmp_path) == ["一⼀甲乙", "一⼀甲乙"]


def test_a_second_character_of_a_cff_glyph_is_left_to_actual_text(book: FontBook) -> None:
    face = book.face("fandol-kai")
    glyph = face.glyph("一")
    _, font = write(face, [[(glyph, "一"), (glyph, "⼀")]])
    assert font.unspelled == {(glyph, "⼀")}


def test_a_cluster_of_several_glyphs_is_left_to_actual_text(book: FontBook) -> None:
    face = book.face("noto-serif-sc-400")
    letter, mark = face.glyph("e"), face.glyph("0")
    _, font = write(face, [[(letter, "e̋"), (mark, ""), (letter, "e")]])
    assert font.unspelled == {(mark, "")}


def test_a_name_keyed_cff_face_draws_and_copies(tmp_path: Path) -> None:
    """A user's OpenType font has no CIDs of its own: the codes are its glyph ids (ISO 32000-1 §9.7.4.2)."""
    face = Face(FaceEntry("named", name_keyed(tmp_path)))
    run = [(face.glyph("丁"), "丁"), (face.glyph("丙"), "丙")]
    pdf, font = write(face, [run])
    assert sorted(font.codes.values()) == [1, 2]
    assert texts(pdf, tmp_path) == ["丁丙", "丁丙"]
    assert _ink(pdf) == pytest.approx((0, 0, 20 + 6, 12), abs=0.3)


def test_the_same_glyphs_give_the_same_bytes(book: FontBook) -> None:
    face = book.face("fandol-fang")
    run = pieces(face, "斜土街道")
    assert write(face, [run])[0] == write(face, [run])[0]


def _ink(pdf: bytes) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of what pdfium draws, points from the beginning of the first baseline."""
    bitmap = pypdfium2.PdfDocument(pdf)[0].render(scale=8, grayscale=True).to_pil()
    left, upper, right, lower = bitmap.point(lambda value: 255 * (value < 128)).getbbox()
    return left / 8 - 50, 100 - lower / 8, right / 8 - 50, 100 - upper / 8


def _widths(cidfont: pikepdf.Object) -> dict[int, float]:
    """The W array read as ISO 32000-1 §9.7.4.3 tells it."""
    widths: dict[int, float] = {}
    entries = list(cidfont.W)
    while entries:
        first, second = int(entries.pop(0)), entries.pop(0)
        if isinstance(second, pikepdf.Array):
            widths.update({first + step: float(width) for step, width in enumerate(second)})
        else:
            widths.update(dict.fromkeys(range(first, int(second) + 1), float(entries.pop(0))))
    return widths


def _truetype_widths(program: bytes) -> dict[int, float]:
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(program))
    return {glyph: font["hmtx"][name][0] for glyph, name in enumerate(font.getGlyphOrder())}


def _cff_widths(program: bytes) -> dict[int, float]:
    from fontTools.cffLib import CFFFontSet
    from fontTools.pens.basePen import NullPen

    fonts = CFFFontSet()
    fonts.decompile(BytesIO(program), None)
    glyphs = fonts.topDictIndex[0].CharStrings
    widths = {}
    for name in glyphs.keys():  # noqa: SIM118 – not a mapping
        glyphs[name].draw(NullPen())
        widths[0 if name == ".notdef" else int(name.removeprefix("cid"))] = glyphs[name].width
    return widths
