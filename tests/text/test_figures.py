"""Small figures and fractions, letters of other scripts, emoji: one glyph of the right face each, and its own text."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from layout.fonts import FontBook
from layout.fontset import open_book
from layout.issue import Copy
from layout.text.items import Part
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import TextStyle

STYLES = {
    role: TextStyle(font=role, size=10, leading=15)
    for role in ("song", "song-bold", "song-black", "sans", "sans-bold", "kai", "fangsong", "brush")
}
SMALL = "H₂O CO₂ PM₂.₅ LiFePO₄ 10⁻³ m² m⁵ x₁ aⁿ⁺¹ C₁₂H₂₂O₁₁ ⅓ 1⅓ ⅔ ⅛ ¼ 5⁄8"


def put(setter: Typesetter, text: str, role: str = "song", measure: float = 400.0) -> Paragraph:
    return setter.typeset(Copy(text), STYLES[role], measure)


def faces(paragraph: Paragraph) -> dict[str, str]:
    """The face of each character."""
    return {
        text: run.face
        for line in paragraph.lines
        for run in line.runs
        for text, glyph in zip(run.texts, run.glyphs, strict=True)
        if text and glyph
    }


@pytest.mark.parametrize("role", STYLES)
def test_small_figures_are_set_in_every_role_and_say_what_was_typed(setter: Typesetter, role: str) -> None:
    paragraph = put(setter, SMALL, role)
    assert paragraph.faults == ()
    assert "".join(line.text for line in paragraph.lines) == SMALL
    texts = [text for line in paragraph.lines for run in line.runs for text in run.texts]
    assert "" not in texts  # one glyph a character: what a reader copies is what was typed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H₂O", "noto-serif-sc-400-figures"),
        ("10⁻³", "noto-serif-sc-400-figures"),  # the face has a ³, but no ⁻
        ("m²", "noto-serif-sc-400"),
        ("¼", "noto-serif-sc-400"),
        ("⅓", "noto-serif-sc-400-figures"),
    ],
)
def test_a_run_of_small_figures_comes_from_one_face(setter: Typesetter, text: str, expected: str) -> None:
    found = faces(put(setter, text))
    assert {face for character, face in found.items() if character in "₂⁻³²¼⅓"} == {expected}


def test_the_full_stop_between_small_figures_is_small(setter: Typesetter) -> None:
    small, full = put(setter, "PM₂.₅").lines[0].width, put(setter, "PM₂").lines[0].width
    assert small - full < 6.5  # .₅ at full size would take 0.22 + 0.33 em and more


def test_made_figures_are_as_high_as_drawn_ones(book: FontBook) -> None:
    for key in ("noto-serif-sc-400", "noto-serif-sc-700", "noto-sans-sc-900", "ma-shan-zheng"):
        face = book.face(key)
        small = book.face(face.entry.small)
        if not face.has("²"):
            continue
        own, made = face.ink(face.glyph("²")), small.ink(small.glyph("²"))
        assert made[1] == pytest.approx(own[1], abs=0.02)
        assert made[3] == pytest.approx(own[3], abs=0.03)
        below = small.ink(small.glyph("₂"))
        assert below[1] < 0 < below[3] < face.cap_height


def test_a_small_figure_stands_close_to_what_it_belongs_to_and_never_begins_a_line(setter: Typesetter) -> None:
    line = put(setter, "注²甲").lines[0]
    places = {text: x for run in line.runs for text, x in zip(run.texts, run.xs, strict=True)}
    assert places["²"] == pytest.approx(10)
    for measure in range(30, 60, 3):
        lines = put(setter, "脚注²里的方程x₁₂和注³", measure=measure).lines
        assert not [each.text for each in lines if each.text[0] in "²₁₂³"]


def test_a_users_face_gets_figures_of_its_own_digits(book: FontBook, tmp_path: Path) -> None:
    """It has no ₂ and no feature for it: its 2 is set small, and its ⅓ of three parts."""
    shutil.copy(book.face("fandol-fang").entry.path, tmp_path / "Ours.otf")
    (tmp_path / "fonts.yaml").write_text("faces:\n  ours: {file: Ours.otf}\nroles:\n  song: {stack: [ours]}\n", "utf-8")
    setter = Typesetter(open_book(extra=[tmp_path]))
    paragraph = put(setter, "H₂O，⅓，3⁄8，10⁻³")
    assert paragraph.faults == ()
    assert "".join(line.text for line in paragraph.lines) == "H₂O，⅓，3⁄8，10⁻³"
    runs = [run for line in paragraph.lines for run in line.runs]
    lent = {text for run in runs if run.face != "ours" for text in run.texts}
    assert lent == {"⁻", "³"}  # it has no minus: the whole run comes from the next face that has it
    two = next(run for run in runs if "₂" in run.texts)
    assert two.size < 8
    assert two.rise < 0
    third = [run for run in runs if run.texts in (("⅓",), ("",))]
    assert len({run.rise for run in third}) == 3


@pytest.mark.parametrize(
    ("text", "serif", "sans"),
    [
        ("Αθήνα", "noto-serif-400", "noto-sans-700"),
        ("Қазақстан", "noto-serif-400", "noto-sans-700"),
        ("Dvořák", "noto-serif-400", "noto-sans-700"),
        ("서울", "noto-serif-kr-400", "noto-sans-kr-700"),
        ("ئۇيغۇر", "noto-naskh-arabic-400", "noto-sans-arabic-700"),
        ("བོད་ལྗོངས", "noto-serif-tibetan-400", "noto-serif-tibetan-700"),
        ("กรุงเทพ", "noto-sans-thai-400", "noto-sans-thai-700"),
        ("✔✗☑", "noto-sans-symbols-2-400", "noto-sans-symbols-2-400"),
        ("😀🏮", "noto-emoji-400", "noto-emoji-700"),
    ],
)
def test_names_and_signs_stand_in_one_face_of_their_weight_without_a_word(
    setter: Typesetter, text: str, serif: str, sans: str
) -> None:
    for role, expected in (("song", serif), ("sans-bold", sans), ("kai", serif)):
        paragraph = put(setter, text, role)
        assert paragraph.faults == ()
        assert set(faces(paragraph).values()) == {expected}


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧", "🇨🇳", "👍🏽", "1️⃣", "#️⃣", "❤️", "🏳️‍🌈", "👩🏽‍🌾", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
def test_a_sequence_of_emoji_is_one_cluster_of_one_em(setter: Typesetter, emoji: str) -> None:
    paragraph = put(setter, emoji + "好")
    assert paragraph.faults == ()
    run = paragraph.lines[0].runs[0]
    assert (run.face, run.texts[0]) == ("noto-emoji-400", emoji)
    assert set(run.texts[1:]) <= {""}
    after = paragraph.lines[0].runs[1]
    assert after.xs[0] == pytest.approx(10)


def test_arabic_script_is_joined_and_runs_leftward_with_its_blanks(setter: Typesetter) -> None:
    paragraph = put(setter, "新疆ئۇيغۇر ئاپتونوم رايونى在")
    assert paragraph.faults == ()
    run = next(run for run in paragraph.lines[0].runs if run.face == "noto-naskh-arabic-400")
    assert "".join(run.texts) == "ئۇيغۇر ئاپتونوم رايونى"
    heads = [x for x, text in zip(run.xs, run.texts, strict=True) if text]
    assert heads == sorted(heads, reverse=True)
    after = paragraph.lines[0].runs[-1]
    assert after.texts[0] == "在"
    assert after.xs[0] > max(heads)


def test_marks_over_and_under_a_letter_stand_where_the_font_puts_them(setter: Typesetter) -> None:
    run = put(setter, "བོད").lines[0].runs[0]
    assert "".join(run.texts) == "བོད"
    assert run.lifts == () or len(run.lifts) == len(run.glyphs)
    run = put(setter, "ئۇيغۇر").lines[0].runs[0]
    assert min(run.lifts) < 0


def test_tracking_parts_no_joined_letters(book: FontBook) -> None:
    style = TextStyle(font="song", size=10, leading=15, tracking=0.1)
    plain = Typesetter(book).typeset(Copy("ئۇيغۇر好"), STYLES["song"], 300).lines[0].runs[0]
    tracked = Typesetter(book).typeset(Copy("ئۇيغۇر好"), style, 300).lines[0].runs[0]
    assert tracked.xs == pytest.approx(plain.xs)


def test_the_rest_of_a_part_is_scaled_with_it() -> None:
    part = Part("a", (1,), (1.0,), ("x",), rise=1.0, lifts=(1.0,), rest=(Part("b", (2,), (2.0,), ("",)),))
    small = part.scaled(0.5, 0.25)
    assert (small.rise, small.lifts, small.rest[0].xs, small.rest[0].size) == (0.75, (0.5,), (1.0,), 0.5)


def test_in_a_vertical_line_fractions_stand_and_formulas_lie(book: FontBook) -> None:
    style = TextStyle(font="song", size=10, leading=15, vertical=True)
    paragraph = Typesetter(book).typeset(Copy("水H₂O占⅓亩，新疆ئۇيغۇر，😀1️⃣甲"), style, 400)
    assert paragraph.faults == ()
    assert paragraph.lines[0].text == "水H₂O占⅓亩，新疆ئۇيغۇر，😀1️⃣甲"
    places = {text: place for run in paragraph.lines[0].runs for text, place in zip(run.texts, run.xs, strict=True)}
    assert places["甲"] - places["1️⃣"] == pytest.approx(10)
    turns = {text: run.turn for run in paragraph.lines[0].runs for text in run.texts}
    assert (turns["⅓"], turns["₂"], turns["😀"]) == ("upright", "", "vertical")


def test_a_sequence_that_is_no_one_sign_is_told(setter: Typesetter) -> None:
    paragraph = put(setter, "好👨\u200d🐉")
    assert [(fault.code, fault.index, fault.length) for fault in paragraph.faults] == [("NP411", 1, 3)]
    assert paragraph.lines[0].text == "好👨\u200d🐉"


def test_a_face_of_another_region_takes_the_figures_drawn_for_the_same_hand(book: FontBook, tmp_path: Path) -> None:
    shutil.copy(book.face("noto-serif-sc-400").entry.path, tmp_path / "Region.ttf")
    (tmp_path / "fonts.yaml").write_text(
        "faces:\n  region: {file: Region.ttf}\nroles:\n  song: {stack: [region]}\n", "utf-8"
    )
    found = faces(put(Typesetter(open_book(extra=[tmp_path])), "H₂O"))
    assert (found["H"], found["₂"]) == ("region", "noto-serif-sc-400-figures")


def test_a_long_phrase_of_arabic_script_is_broken_at_its_blanks(setter: Typesetter) -> None:
    phrase = "ئۇيغۇر ئاپتونوم رايونى خەلق ھۆكۈمىتى بۈگۈن يىغىن ئاچتى"
    paragraph = put(setter, f"新疆{phrase}。", measure=100)
    assert paragraph.faults == () or {fault.code for fault in paragraph.faults} <= {"NP503", "NP504"}
    said = ["".join("".join(run.texts) + run.after for run in line.runs) for line in paragraph.lines]
    assert "".join(said) == f"新疆{phrase}。"
    assert len(paragraph.lines) > 2
    for line in paragraph.lines:
        row = [(x, text) for run in line.runs for x, text in zip(run.xs, run.texts, strict=True) if text]
        row = [(x, text) for x, text in row if "\u0600" <= text[0] <= "\u06ff"]
        assert [x for x, _ in row] == sorted([x for x, _ in row], reverse=True)
        assert all(-1e-6 <= x <= 100 for x, _ in row)


def test_tibetan_is_broken_after_its_syllables(setter: Typesetter) -> None:
    text = "བོད་རང་སྐྱོང་ལྗོངས་ཀྱི་མི་དམངས་སྲིད་གཞུང་།"
    paragraph = put(setter, text, measure=60)
    assert "".join(line.text for line in paragraph.lines) == text
    assert len(paragraph.lines) > 1
    assert all(line.text[-1] == "\u0f0b" for line in paragraph.lines[:-1])
