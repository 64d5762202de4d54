"""Marks between the lines: where they stand, and that they never open the lines nor disturb the copy."""

from __future__ import annotations

import pytest

from layout.issue import Copy
from layout.issue.inline import inline
from layout.text.paragraph import Line, Paragraph, Typesetter
from layout.theme import TextStyle

STYLE = TextStyle(leading=14.25)


def typeset(setter: Typesetter, typed: str, measure: float = 20, style: TextStyle = STYLE) -> Paragraph:
    return setter.typeset(inline(Copy(typed)), style, measure * style.size)


def edges(line: Line, text: str) -> tuple[float, float]:
    """Left and right of the ideographs `text` on a line, in em."""
    at = {t: x for run in line.runs if not run.reading for x, t in zip(run.xs, run.texts, strict=True)}
    return at[text[0]] / STYLE.size, at[text[-1]] / STYLE.size + 1


@pytest.mark.parametrize("typed", ["天*地玄*黄", "天__地玄__黄", "天~~地玄~~黄", "天{地玄|dì xuán}黄"])
def test_marks_move_no_character_and_stay_out_of_the_copy(setter: Typesetter, typed: str) -> None:
    plain, marked = typeset(setter, "天地玄黄").lines[0], typeset(setter, typed).lines[0]
    assert marked.text == plain.text == "天地玄黄"
    for character in "天地玄黄":
        assert edges(marked, character) == edges(plain, character)


def test_a_dot_stands_centred_under_each_character_but_not_under_marks(setter: Typesetter) -> None:
    line = typeset(setter, "天*地，玄*黄").lines[0]
    (dots,) = line.strokes
    centres = [(min(part[::2]) + max(part[::2])) / 2 / STYLE.size for part in dots.parts]
    assert centres == pytest.approx([sum(edges(line, c)) / 2 for c in "地玄"], abs=1e-6)
    assert all(y > 0.12 * STYLE.size for part in dots.parts for y in part[1::2])


def test_each_name_has_one_stroke_and_names_that_touch_stay_apart(setter: Typesetter) -> None:
    line = typeset(setter, "__王安忆____史铁生__来了").lines[0]
    first, second = sorted(stroke.parts[0] for stroke in line.strokes)
    assert first[0] >= 0
    assert first[2] < 3 * STYLE.size < second[0]
    assert second[2] < 6 * STYLE.size


def test_a_title_over_two_lines_has_a_wave_on_each(setter: Typesetter) -> None:
    lines = typeset(setter, "昨天我们又读了~~钢铁是怎样炼成的~~这本书", 10).lines
    assert [len(line.strokes) for line in lines] == [1, 1]
    assert all(line.strokes[0].curved for line in lines)


def test_with_a_line_and_dots_the_line_stands_nearer(setter: Typesetter) -> None:
    strokes = typeset(setter, "*__王安忆__*").lines[0].strokes
    dots = next(stroke for stroke in strokes if stroke.curved)
    line = next(stroke for stroke in strokes if not stroke.curved)
    assert min(y for part in dots.parts for y in part[1::2]) > line.parts[0][1]


def test_a_reading_stands_above_its_character_within_the_white(setter: Typesetter) -> None:
    line = typeset(setter, "天{地玄|dì xuán}黄").lines[0]
    (reading,) = [run for run in line.runs if run.reading]
    assert "".join(reading.texts) == "dìxuán"
    assert reading.rise >= 0.88 * STYLE.size
    # Ascenders of a reading end below the em box of the line above.
    assert reading.rise + 0.8 * reading.size <= STYLE.leading - 0.12 * STYLE.size + 0.3
    assert 1 * STYLE.size <= reading.xs[0] < 2 * STYLE.size < reading.xs[2] < 3 * STYLE.size


def test_a_reading_comes_back_after_the_whole_of_its_word(setter: Typesetter) -> None:
    line = typeset(setter, "天{地玄|dì xuán}黄").lines[0]
    assert "".join(text for run in line.runs for text in run.texts) == "天地玄dìxuán黄"


def test_characters_that_share_a_reading_are_never_torn(setter: Typesetter) -> None:
    for measure in range(4, 12):
        lines = typeset(setter, "天地玄黄宇宙{大阪|おおさか}洪荒日月盈昃辰宿列张", measure).lines
        assert any("大阪" in line.text for line in lines)


def test_bopomofo_stands_beside_its_character(setter: Typesetter) -> None:
    line = typeset(setter, "天{重|ㄔㄨㄥˊ}黄").lines[0]
    signs = [run for run in line.runs if run.reading]
    assert "".join(text for run in signs for text in run.texts) == "ㄔㄨㄥˊ"
    assert all(2 * STYLE.size <= run.xs[0] < 2.5 * STYLE.size for run in signs)
    assert edges(line, "黄")[0] == pytest.approx(2.5)
    assert [run.rise for run in signs[:3]] == sorted((run.rise for run in signs[:3]), reverse=True)


def test_a_reading_no_face_has_is_told(setter: Typesetter) -> None:
    assert [fault.code for fault in typeset(setter, "{地|\U00012000}").faults] == ["NP401"]


def test_superscripts_stand_above_and_stay_with_what_they_belong_to(setter: Typesetter) -> None:
    for measure in range(5, 12):
        paragraph = typeset(setter, "天地玄黄宇宙洪荒10^3^平方米^①^日月盈昃辰宿列张", measure)
        for line in paragraph.lines:
            assert not line.text.startswith(("3", "①"))
        above = [run for line in paragraph.lines for run in line.runs if run.rise]
        assert [run.texts for run in above] == [("3",), ("①",)]
        assert all(run.size < 0.7 * STYLE.size and 0 < run.rise < 0.5 * STYLE.size for run in above)


def test_an_initial_reaches_down_and_its_lines_stand_beside_it(setter: Typesetter) -> None:
    style = TextStyle(leading=14.25, drop=2)
    text = "昨天停产十二年的芦汀县第二砖瓦厂以“砖窑湾郊野公园”的新身份试开放，首日接待游客四千余人次，约为预计的两倍。"
    paragraph = setter.typeset(Copy(text), style, 16 * style.size)
    initial = paragraph.lines[0].runs[0]
    assert initial.texts == ("昨",)
    assert initial.size == pytest.approx(style.leading + style.size)
    starts = [line.runs[1 if row == 0 else 0].xs[0] / style.size for row, line in enumerate(paragraph.lines)]
    assert starts[:3] == pytest.approx([3, 3, 0], abs=0.51)
    assert "".join(line.text for line in paragraph.lines) == text
    assert all(line.width == pytest.approx(16 * style.size) for line in paragraph.lines[:-1])


def test_a_paragraph_too_short_for_its_initial_has_none(setter: Typesetter) -> None:
    style = TextStyle(leading=14.25, drop=3)
    assert setter.typeset(Copy("昨天停产"), style, 16 * style.size).lines[0].runs[0].size == style.size


def test_a_paragraph_with_an_initial_can_be_set_longer_or_shorter(setter: Typesetter) -> None:
    text = "春天来得早，河边的柳树已经绿了，渔船一条接一条地下水，" * 12 + "镇上的人都出来看。"
    plain, initial = TextStyle(leading=14.25, indent=2), TextStyle(leading=14.25, drop=2)
    for measure in (13, 17, 21):
        for style in (plain, initial):
            usual, longer = (setter.typeset(Copy(text), style, measure * style.size, loose) for loose in (0, 1))
            assert len(longer.lines) == len(usual.lines) + 1
            assert "".join(line.text for line in longer.lines) == text
            assert longer.lines[-1].end == len(text)
            assert all(line.last or abs(line.width - measure * style.size) < 0.01 for line in longer.lines)
    short = Copy("春天来得早，河边的柳树已经绿了。")
    assert setter.typeset(short, initial, 10 * initial.size, -1).lines == setter.typeset(short, initial, 95).lines
