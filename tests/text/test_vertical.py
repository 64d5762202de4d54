"""Vertical lines against the clauses: each row of vertical/*.toml says what must stand where, and which clause says so.

How a line is written down: `甲` stands upright in its em, `[14]` level in one cell, `<GDP>` lies sideways, `{——}` is a
sign that lies in the middle of as many em as it has characters. Each begins where the one before it ends, but for a gap
in em behind it (`《-.5`, `<GDP>+.25`); `/` begins the next line.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout.display import EM_ASCENT, EM_MIDDLE
from layout.fonts import FontBook
from layout.issue import Copy, Emphasis
from layout.text.lines import Line
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import TextStyle
from layout.value import replace

SIZE = 10.0
NEAR = 0.01  # em
CASES = [
    (f"{path.stem}: {row['rule']}: {row['copy']}", {"language": "ja"} | row if path.stem == "jlreq" else row)
    for path in sorted((Path(__file__).parent / "vertical").glob("*.toml"))
    for row in tomllib.loads(path.read_text("utf-8"))["case"]
]
STYLE = TextStyle(size=SIZE, leading=17.0, vertical=True, align="left")
_TOKEN = re.compile(r"(\[[^\]]+\]|<[^>]+>|\{[^}]+\}|[^\s])([+-][0-9.]+)?$")


@dataclass(frozen=True)
class Standing:
    """What stands somewhere: how ("" upright, "[" in a cell, "<" sideways), its text, from where to where, em, and how
    far its middle is off the axis of the line, to the right (None of words, whose letters differ)."""

    how: str
    text: str
    start: float
    end: float
    off: float | None


def set_of(row: dict[str, Any], setter: Typesetter) -> Paragraph:
    keys = (
        "language",
        "align",
        "indent",
        "font",
        "latin",
        "punctuation",
        "level",
        "abreast",
        "years",
        "acronyms",
        "drop",
    )
    style = replace(STYLE, **{key: row[key] for key in keys if key in row})
    emphases = tuple(Emphasis(*each) for each in row.get("emphasis", ()))
    return setter.typeset(Copy(row["copy"], emphases), style, row.get("measure", 20) * SIZE)


def found(line: Line, book: FontBook) -> list[Standing]:
    """What stands on a line, readings left out, from its beginning."""
    out: list[Standing] = []
    for run in line.runs:
        face = book.face(run.face)
        if run.reading:
            continue
        if run.turn == "upright":
            off = (run.rise - EM_MIDDLE * (SIZE - run.size)) / SIZE
            out.append(Standing("[", "".join(run.texts), run.middle / SIZE - 0.5, run.middle / SIZE + 0.5, off))
        elif run.turn == "vertical":
            off = (run.rise - EM_MIDDLE * (SIZE - run.size)) / SIZE
            for glyph, x, text in zip(run.glyphs, run.xs, run.texts, strict=True):
                if text.strip():
                    end = x + face.drop(glyph) * run.size
                    middle = (x + end) / 2 / SIZE  # of a small figure, whose em is a line's all the same
                    out.append(Standing("", text, middle - 0.5, middle + 0.5, off))
        else:
            out += _words(run, face)
    return out


def _words(run: Any, face: Any) -> list[Standing]:
    words: list[Standing] = []
    for glyph, x, text in zip(run.glyphs, run.xs, run.texts, strict=True):
        left, bottom, right, top = face.ink(glyph)
        if text == "\u00ad":
            text = "-"
        start, end = x / SIZE, (x + face.advance(glyph) * run.size) / SIZE
        if text.isspace():
            words.append(Standing(" ", "", start, end, None))
        elif text in "—―⸺–－" or text == "——":
            off = ((bottom + top) / 2 * run.size + run.rise) / SIZE - EM_MIDDLE
            middle = x / SIZE + (left + right) / 2 * run.size / SIZE
            if words and words[-1].how == "{" and words[-1].text in "—":  # strokes of one dash
                before = words.pop()
                middle, text = (before.start + before.end + 2 * middle) / 4, before.text + text
            half = len(text) / 2
            words.append(Standing("{", text, middle - half, middle + half, off))
        elif words and words[-1].how == "<":
            words[-1] = Standing("<", words[-1].text + text, words[-1].start, end, None)
        else:
            words.append(Standing("<", text, start, end, None))
    return [word for word in words if word.how != " "]


def wanted(written: str, lines: list[list[Standing]]) -> list[list[tuple[str, str, float]]]:
    """What a row says of each line: how it stands, its text, and where it begins, em. lines: whence the lengths of
    words are taken, which are the font's affair."""
    out = []
    for text, line in zip(written.split(" / "), lines, strict=False):
        at, row = 0.0, []
        for index, token in enumerate(text.split()):
            match = _TOKEN.match(token)
            assert match, token
            shown, gap = match[1], float(match[2] or 0)
            how = shown[0] if shown[0] in "[<{" and len(shown) > 1 else ""
            inside = shown[1:-1] if how else shown
            row.append((how, inside, at + gap))
            length = 1.0
            if how == "<" and index < len(line):
                length = line[index].end - line[index].start
            elif how == "{":
                length = float(len(inside))
            at += gap + length
        out.append(row)
    return out


@pytest.mark.parametrize("row", [row for _, row in CASES], ids=[name for name, _ in CASES])
def test_each_stands_where_its_clause_says(row: dict[str, Any], setter: Typesetter, book: FontBook) -> None:
    paragraph = set_of(row, setter)
    lines = [found(line, book) for line in paragraph.lines]
    expected = wanted(row["stands"], lines)
    shown = [[(each.how, each.text) for each in line] for line in lines]
    assert shown == [[(how, text) for how, text, _ in line] for line in expected], row["clause"]
    for line, rule in zip(lines, expected, strict=True):
        for each, (_, text, start) in zip(line, rule, strict=True):
            assert each.start == pytest.approx(start, abs=NEAR), (text, row["clause"])
            assert each.off is None or each.off == pytest.approx(0, abs=NEAR), (text, row["clause"])
    assert "".join(line.text for line in paragraph.lines) == row["copy"], row["clause"]
    for text, shown_as in row.get("drawn", {}).items():
        run, at = next((run, run.texts.index(text)) for run in paragraph.lines[0].runs if text in run.texts)
        assert book.face(run.face).shape(shown_as, vertical=True).glyphs == (run.glyphs[at],), row["clause"]
    for text, where in row.get("ink", {}).items():
        assert _ink_is(where, text, paragraph.lines, book), (text, where, row["clause"])
    if "strokes" in row:
        assert _strokes(paragraph.lines[0]) == pytest.approx(_said(row["strokes"]), abs=0.07), row["clause"]
    if "reading" in row:
        _check_reading(paragraph.lines[0], row["reading"], book)


def _ink_is(where: str, text: str, lines: Any, book: FontBook) -> bool:
    run, at = next((run, run.texts.index(text)) for line in lines for run in line.runs if text in run.texts)
    assert run.turn == "vertical"
    face, glyph = book.face(run.face), run.glyphs[at]
    left, bottom, right, top = face.ink(glyph)
    beside, above = face.origin(glyph)
    across, first, last = (left + right) / 2 - beside, above - top, above - bottom
    return {
        "upper right": last <= 0.5 and across > 0.1,
        "right": across > 0.1,
        "middle": abs(across) < 0.02,
        "upper": last <= 0.52,
        "lower": first >= 0.48,
    }[where]


def _strokes(line: Line) -> list[float]:
    """Where the drawn marks are, em along the line: both ends of lines at the left, then the middles of dots at the
    right; what is on neither side of the em box is not counted."""
    left, right = [], []
    for stroke in line.strokes:
        for part in stroke.parts:
            along, across = [x / SIZE for x in part[::2]], [y / SIZE for y in part[1::2]]
            if min(across) > 1 - EM_ASCENT:
                left += [min(along), max(along)]
            elif max(across) < -EM_ASCENT:
                right.append((min(along) + max(along)) / 2)
    return [*left, *right]


def _said(written: str) -> list[float]:
    return [float(word) for word in written.split() if word not in ("left", "right")]


def _check_reading(line: Line, written: str, book: FontBook) -> None:
    """The reading stands in the middle of its base, clear of its em box, at its right."""
    text, start, end = written.split()
    runs = [run for run in line.runs if run.reading]
    assert "".join("".join(run.texts) for run in runs) == text.strip("<>")
    assert {run.turn for run in runs} == {"" if text.startswith("<") else "vertical"}
    first, last = runs[0], runs[-1]
    face = book.face(last.face)
    length = (face.drop if last.turn else face.advance)(last.glyphs[-1]) * last.size * last.scale
    middle = (first.xs[0] + last.xs[-1] + length) / 2 / SIZE
    assert middle == pytest.approx((float(start) + float(end)) / 2, abs=NEAR)
    for run in runs:
        descent = (0.5 - EM_MIDDLE) * run.size if run.turn else 0.0
        assert run.rise - descent >= EM_ASCENT * SIZE - 1e-6


def test_a_face_without_vertical_forms_lays_brackets_and_moves_marks(setter: Typesetter, book: FontBook) -> None:
    """Ma Shan Zheng has neither vmtx nor vert."""
    paragraph = setter.typeset(Copy("大报《头条》。好"), replace(STYLE, font="brush"), 200.0)
    standing = found(paragraph.lines[0], book)
    assert [(each.how, each.text) for each in standing] == [
        *(("", "大"), ("", "报"), ("<", "《"), ("", "头"), ("", "条"), ("<", "》"), ("", "。"), ("", "好"))
    ]
    stop = next(run for run in paragraph.lines[0].runs if "。" in run.texts)
    face, glyph = book.face(stop.face), stop.glyphs[0]
    left, _, right, top = face.ink(glyph)
    assert stop.face == "ma-shan-zheng"
    down, across = stop.xs[0] / SIZE + face.origin(glyph)[1] - top, stop.rise / SIZE + (left + right) / 2 - 0.5
    assert 5.5 < down < 6.0  # in the upper half of its em, less what it gave up beside the bracket
    assert across > 0.1


def test_words_that_lie_are_hyphenated_as_in_level_lines(setter: Typesetter) -> None:
    text = "关于internationalization的学习资料现在在网站上公布了"
    lines = setter.typeset(Copy(text), replace(STYLE, align="justify"), 100.0).lines
    assert any(line.text.endswith("\u00ad") for line in lines)
    assert "".join(line.text for line in lines).replace("\u00ad", "") == text


def test_a_large_initial_stands_on_the_axis_of_the_lines_that_it_covers(setter: Typesetter, book: FontBook) -> None:
    copy = Copy("首字下沉的段落开头的字占三行其余文字绕排直到三行之后恢复齐头看看竖排时效果如何是否对齐到字格一二三四")
    lines = setter.typeset(copy, replace(STYLE, drop=3, align="justify"), 120.0).lines
    initial = lines[0].runs[0]
    assert (initial.texts, initial.turn) == (("首",), "vertical")
    # Its em box reaches from the right edge of the first line's to the left edge of the third's.
    right = EM_ASCENT * initial.size + initial.rise
    assert right == pytest.approx(EM_ASCENT * SIZE)
    assert initial.size == pytest.approx(SIZE + 2 * STYLE.leading)
    assert all(run.xs[0] >= initial.size for line in lines[:3] for run in line.runs if run is not initial)


def test_a_power_lies_as_its_base_does(setter: Typesetter) -> None:
    copy = Copy("面积5m2与10的3次方", (Emphasis(4, 5, "super"),))
    runs = setter.typeset(copy, STYLE, 200.0).lines[0].runs
    power = next(run for run in runs if run.size < SIZE)
    assert (power.texts, power.turn) == (("2",), "")


COPY = st.text(
    "春夏秋冬天地人一二三，。、；：？！“”‘’（）《》「」『』——……～·／０１２ABCabc0123456789%℃ 　.-",
    min_size=1,
    max_size=60,
)


@given(COPY, st.integers(4, 18), st.sampled_from(["zh-Hans", "zh-Hant", "ja"]))
def test_every_character_is_set_once_and_in_order(setter: Typesetter, text: str, measure: int, language: str) -> None:
    style = replace(STYLE, language=language, align="justify")
    paragraph = setter.typeset(Copy(text), style, measure * SIZE)
    shown = "".join("".join(line.text.split()) for line in paragraph.lines).replace("\u00ad", "")
    assert shown == "".join(text.split())


@given(COPY, st.integers(5, 18))
def test_no_line_breaks_a_prohibition_where_none_is_told_of(setter: Typesetter, text: str, measure: int) -> None:
    paragraph = setter.typeset(Copy(text), replace(STYLE, align="justify"), measure * SIZE)
    if any(fault.code in ("NP501", "NP502") for fault in paragraph.faults):
        return
    for line in paragraph.lines[1:]:
        assert line.text.lstrip()[:1] not in tuple("，。、；：？！”’）》」』～·／％"), line.text
    for line in paragraph.lines[:-1]:
        assert line.text.rstrip()[-1:] not in tuple("“‘（《「『／"), line.text


@given(st.text("春夏秋冬天地人一二三，。、“”（）", min_size=30, max_size=80), st.integers(8, 18))
def test_a_justified_line_ends_where_its_measure_does(setter: Typesetter, text: str, measure: int) -> None:
    paragraph = setter.typeset(Copy(text), replace(STYLE, align="justify"), measure * SIZE)
    if paragraph.faults:
        return
    for line in paragraph.lines[:-1]:
        assert line.width == pytest.approx(measure * SIZE, abs=0.01)
