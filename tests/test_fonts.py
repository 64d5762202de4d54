"""The font set is what its manifest says; every character finds its face, or is missed aloud."""

from __future__ import annotations

import random
import unicodedata
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
import uharfbuzz
from characters import GB2312, SIGNS
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from layout import scripts
from layout.diagnostics import LayoutError, Report, Span
from layout.face import FaceEntry
from layout.fonts import Choice, FontBook, Role
from layout.fontset import folder, open_book
from layout.scripts import clusters, is_han, is_western

ROLES = {
    "song": "报宋",
    "song-bold": "标宋",
    "song-black": "粗宋",
    "sans": "黑",
    "sans-bold": "粗黑",
    "sans-black": "大黑",
    "kai": "楷",
    "fangsong": "仿宋",
    "brush": "报头",
}


PLACE = Span("issue.yaml", 3, 5)

# What the set is


def test_every_file_is_as_it_was_published(book: FontBook) -> None:
    for face in book.faces:
        data = face.entry.path.read_bytes()
        assert (len(data), sha256(data).hexdigest()) == (face.entry.bytes, face.entry.sha256), face.key
        assert face.entry.licence
        assert face.entry.source
        texts = [name for name in ("LICENSE_FONT*", "COPYING") if list(face.entry.path.parent.glob(name))]
        assert texts, face.key


def test_no_font_file_is_unlisted(book: FontBook) -> None:
    there = {path for path in folder().rglob("*") if path.suffix in (".ttf", ".otf") and "user" not in path.parts}
    assert there == {face.entry.path for face in book.faces}


def test_the_set_opens_without_a_word() -> None:
    report = Report()
    book = open_book(report=report)
    assert not len(report)
    assert {name: role.chinese for name, role in book.roles.items()} == ROLES


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_gb_2312_and_the_signs_of_news(book: FontBook, role: str) -> None:
    assert not book.missing("".join(GB2312) + SIGNS, role)
    assert not book.fallbacks("".join(GB2312), role)


def test_song_and_sans_have_every_ideograph_of_unicode_1_and_extension_a(book: FontBook) -> None:
    every = "".join(map(chr, [*range(0x3400, 0x4DB6), *range(0x4E00, 0x9FA6)]))
    for role in ("song", "song-bold", "song-black", "sans", "sans-bold", "sans-black"):
        assert not book.missing(every, role)
        assert not book.fallbacks(every, role)


# Which face a character is set from


@pytest.mark.parametrize(("role", "han"), [("kai", "fandol-kai"), ("fangsong", "fandol-fang")])
def test_kai_and_fang_take_all_but_hanzi_from_song(book: FontBook, role: str, han: str) -> None:
    runs = book.itemise("楷体，“Aa”2019年㎡", role)
    assert [(start, end, face and face.key) for start, end, face in runs] == [
        (0, 2, han),
        (2, 11, "noto-serif-sc-400"),
        (11, 12, han),
        (12, 13, "noto-serif-sc-400"),
    ]
    assert not book.fallbacks("楷体，“Aa”2019年㎡", role)


def test_a_hanzi_that_kai_lacks_comes_from_song_and_is_named(book: FontBook) -> None:
    assert book.fallbacks("朱镕基", "kai") == ((1, "fandol-kai", "noto-serif-sc-400"),)
    report = Report()
    report.add("NP402", PLACE, **dict(book.fallback_values("镕", "kai", "fandol-kai", "noto-serif-sc-400")))
    assert report.diagnostics[0].message() == "“镕” (U+9555) is not in fandol-kai; it is set from noto-serif-sc-400"


def test_a_character_no_face_has_is_missed_with_its_code(book: FontBook) -> None:
    assert book.missing("你好𓀀", "kai") == (2,)
    report = Report()
    report.add("NP401", PLACE, **dict(book.missing_values("𓀀", "kai")))
    fault = report.diagnostics[0]
    assert fault.severity == "error"
    assert "“𓀀” (U+13000 EGYPTIAN HIEROGLYPH A001)" in fault.message()
    assert "fandol-kai, noto-serif-sc-400, noto-sans-sc-400" in fault.advice()
    assert "楷" not in fault.message("zh")
    assert "U+13000" in fault.message("zh")


def test_a_latin_role_takes_letters_and_digits_only(book: FontBook) -> None:
    runs = book.itemise("第3届Café“社区”", "song", "sans-bold")
    assert [(start, end) for start, end, face in runs if face and face.key == "noto-sans-sc-700"] == [(1, 2), (3, 7)]


def test_a_letter_typed_in_two_parts_is_set_as_one(book: FontBook) -> None:
    """As a Mac's file names and some web pages spell it: e and an accent of its own."""
    for text in ("e\u0301", "か\u3099", "Vie\u0302\u0323t"):
        assert not book.missing(text, "song")
        assert not book.missing(text, "kai")


def test_a_mark_that_cannot_be_set_on_its_letter_is_missed_and_not_torn_off(book: FontBook) -> None:
    text = "好e\u1ab0文"
    assert book.missing(text, "song") == (2,)
    assert [(start, end, face is None) for start, end, face in book.itemise(text, "song")] == [
        (0, 1, False),
        (1, 3, True),
        (3, 4, False),
    ]


def test_no_block_called_plain_has_a_character_that_joins_the_one_before() -> None:
    every = map(chr, [*range(0xD800), *range(0xE000, 0x20000)])
    assert not [character for character in every if scripts._PLAIN.fullmatch(character) and scripts._extends(character)]


def test_what_prints_nothing_is_never_missed(book: FontBook) -> None:
    for character in "\u200b\u200d\u2060\ufeff\ufe0f\u00ad\U000e0100\u2002\u2009\u202f":
        assert not book.missing(character, "song"), unicodedata.name(character, hex(ord(character)))


@pytest.mark.parametrize(
    "cluster", ["e\u0301", "葛\U000e0100", "☎\ufe0f", "か\u3099", "\u1112\u1161\u11ab", "க\u0bcd", "a\u200db"]
)
def test_a_cluster_stays_whole(cluster: str) -> None:
    text = "中" + cluster + "文"
    assert [text[start:end] for start, end in clusters(text)] == ["中", cluster, "文"]


@given(st.text(max_size=30))
def test_every_character_stands_in_one_cluster_and_one_run(book: FontBook, text: str) -> None:
    assert "".join(text[start:end] for start, end in clusters(text)) == text
    runs = book.itemise(text, "kai", "sans")
    assert "".join(text[start:end] for start, end, _ in runs) == text
    assert all(one[2] is not other[2] for one, other in pairwise(runs))


def test_han_and_western_are_told_apart() -> None:
    assert all(map(is_han, "汉龘㐀𠮷〇々⺮豈"))
    assert not any(map(is_han, "aあ，①、ㄅ한"))
    assert all(map(is_western, "aZ09é%Ωж "))
    assert not any(map(is_western, "汉，“”×·—…"))


def test_an_unknown_role_is_our_own_mistake(book: FontBook) -> None:
    with pytest.raises(KeyError):
        book.face_for("sung", "字")


# The user's own


def cut(book: FontBook, key: str, text: str, place: Path, name: str) -> Path:
    """A small font of a few characters, made from one of ours."""
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, text))
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(book.face(key).entry.path))
    file = place / name
    file.write_bytes(uharfbuzz.subset(face, wanted).blob.data)
    return file


def test_a_face_dropped_into_the_users_folder_is_the_last_of_every_stack(book: FontBook, tmp_path: Path) -> None:
    cut(book, "noto-serif-sc-400", "一", tmp_path, "RareNames.ttf")
    report = Report()
    mine = open_book(extra=[tmp_path], report=report)
    assert not len(report)
    assert {role.stack[-1] for role in mine.roles.values()} == {Choice("RareNames")}


def test_a_role_of_the_user_stands_before_ours(book: FontBook, tmp_path: Path) -> None:
    cut(book, "fandol-kai", "字", tmp_path, "Our.otf")
    (tmp_path / "fonts.yaml").write_text(
        "faces:\n  ours: {file: Our.otf}\nroles:\n  song: {stack: [ours]}\n"
        "  title: {name: 题字, stack: [{face: ours, only: han}]}\n",
        "utf-8",
    )
    report = Report()
    mine = open_book(extra=[tmp_path], report=report)
    assert not len(report)
    assert [mine.face_for("song", character).key for character in "字文"] == ["ours", "noto-serif-sc-400"]  # type: ignore[union-attr]
    assert mine.roles["song"].chinese == "报宋"
    title = mine.roles["title"]
    assert (title.name, title.chinese, title.stack[0]) == ("title", "题字", Choice("ours", "han"))
    assert all(mine.face(choice.face).entry.lends for choice in title.stack[1:])  # other scripts and signs, always


def faults(place: Path) -> list[tuple[str, int, str]]:
    """Code, line and advice of each fault of a user's folder."""
    report = Report()
    open_book(extra=[place], report=report)
    assert all(fault.message("zh") and fault.message() for fault in report)
    return [(fault.code, fault.span.line, fault.advice()) for fault in report]


def test_faults_of_fonts_yaml_have_their_places(tmp_path: Path) -> None:
    (tmp_path / "fonts.yaml").write_text(
        """faces:
  nowhere: {file: Nowhere.ttf}
  nameless: {licence: OFL}
  odd: {file: Nowhere.ttf, colour: red, instance: {wght: bold}}
roles:
  song: {stack: [noto-serif-sc-40, {face: nowhere, only: kana}]}
  empty: {name: 空}
  flat: song
""",
        "utf-8",
    )
    found = faults(tmp_path)
    assert [(code, line) for code, line, _ in found] == [
        ("NP403", 2),
        ("NP408", 3),
        ("NP403", 4),
        ("NP408", 4),
        ("NP408", 4),
        ("NP409", 6),
        ("NP408", 6),
        ("NP408", 7),
        ("NP408", 8),
        ("NP408", 8),
    ]
    assert all(advice for _, _, advice in found)
    assert any("did you mean “noto-serif-sc-400”" in advice for _, _, advice in found)


def test_a_broken_fonts_yaml_is_reported_and_the_set_still_opens(tmp_path: Path) -> None:
    for text in ("faces: [", "just words", "faces: 3\nroles: x", "", "\x00\x01"):
        (tmp_path / "fonts.yaml").write_text(text, "utf-8")
        assert faults(tmp_path), text
        assert open_book(extra=[tmp_path]).face_for("song", "字") is not None


def variable(place: Path) -> Path:
    """A variable font of one glyph, thin at 100 and wide at 900."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib.tables.TupleVariation import TupleVariation

    def triangle() -> object:
        pen = TTGlyphPen(None)
        pen.moveTo((0, 0))
        pen.lineTo((100, 0))
        pen.lineTo((0, 100))
        pen.closePath()
        return pen.glyph()

    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "yi"])
    builder.setupCharacterMap({0x4E00: "yi"})
    builder.setupGlyf({".notdef": triangle(), "yi": triangle()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "yi": (1000, 0)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Test", "styleName": "Variable", "psName": "Test-Variable"})
    builder.setupOS2()
    builder.setupPost()
    builder.setupFvar([("wght", 100, 100, 900, "Weight")], [])
    wider = [(0, 0), (800, 0), *[(0, 0)] * 5]  # three points and four phantom ones
    builder.setupGvar({"yi": [TupleVariation({"wght": (0, 1, 1)}, wider)], ".notdef": []})
    file = place / "Variable.ttf"
    builder.save(file)
    return file


def test_a_variable_font_needs_its_instance_named(tmp_path: Path) -> None:
    variable(tmp_path)
    assert [code for code, _, _ in faults(tmp_path)] == ["NP405"]
    (tmp_path / "fonts.yaml").write_text(
        "faces:\n  bold: {file: Variable.ttf, instance: {wght: 900}}\nroles:\n  title: {stack: [bold]}\n"
    )
    report = Report()
    face = open_book(extra=[tmp_path], report=report).face("bold")
    assert not len(report)
    assert face.ink(face.glyph("一"))[2] == 0.9
    assert TTFont(BytesIO(face.subset([1]).data))["glyf"]["glyph00001"].xMax == 900


@pytest.mark.parametrize(
    ("bits", "allowed"), [(0, True), (2, False), (4, True), (8, True), (6, True), (0x104, False), (0x200, False)]
)
def test_the_fonts_own_licence_bits_are_kept(book: FontBook, tmp_path: Path, bits: int, allowed: bool) -> None:
    file = cut(book, "noto-serif-sc-400", "一", tmp_path, "Font.ttf")
    font = TTFont(file)
    font["OS/2"].fsType = bits
    font.save(file)
    assert [code for code, _, _ in faults(tmp_path)] == ([] if allowed else ["NP406"])


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("Web.woff2", b"wOF2" + bytes(60), "not a TrueType"),
        ("Both.ttc", b"ttcf" + bytes(60), "not a TrueType"),
        ("Empty.ttf", b"", "not a TrueType"),
        ("Short.ttf", b"\0\1\0\0\0\x09", "cut short"),
        ("Bare.otf", b"OTTO\0\0" + bytes(60), "no table"),
    ],
)
def test_a_file_that_is_no_font_is_left_out(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    report = Report()
    open_book(extra=[tmp_path], report=report)
    assert [fault.code for fault in report] == ["NP404"]
    assert words in report.diagnostics[0].message()


def test_a_font_cut_short_is_left_out(book: FontBook, tmp_path: Path) -> None:
    file = cut(book, "fandol-kai", "字", tmp_path, "Short.otf")
    file.write_bytes(file.read_bytes()[:-8])
    assert [code for code, _, _ in faults(tmp_path)] == ["NP404"]


@pytest.mark.parametrize("key", ["noto-serif-sc-400", "fandol-kai"])
def test_a_damaged_font_never_brings_the_program_down(book: FontBook, tmp_path: Path, key: str) -> None:
    file = cut(book, key, "斜土街道abc", tmp_path, "Damaged.otf")
    whole = file.read_bytes()
    for seed in range(150):
        chance, data = random.Random(seed), bytearray(whole)
        for _ in range(chance.choice((1, 3, 20))):
            data[chance.randrange(len(data) if seed % 2 else 400)] = chance.randrange(256)
        file.write_bytes(data)
        report = Report()
        mine = FontBook([FaceEntry("damaged", file)], [Role("song", "", (Choice("damaged"),))], report)
        if len(report):
            continue
        face = mine.face("damaged")
        present = [character for character in "斜土街道abc" if not mine.missing(character, "song")]
        glyphs = face.shape("".join(present)).glyphs
        assert all(len(face.ink(glyph)) == 4 for glyph in glyphs)
        try:
            face.subset(glyphs)
        except LayoutError as error:
            assert [fault.code for fault in error.report] == ["NP404"]  # noqa: PT017
