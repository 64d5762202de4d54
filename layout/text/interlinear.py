"""Marks between the lines: emphasis dots, proper-name and book-title marks below a line, readings above or beside it;
of a vertical line, lines at its left, dots and readings at its right (clreq 3.1.8, 3.3.2).

They stand in the white between the lines and never open it (clreq «interlinear», R21, R22, R25). Dots and strokes are
drawn, not set, so that the text that comes back from a page is the copy; a reading comes back after the characters it
belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import pi

from layout.display import EM_ASCENT, EM_MIDDLE, Turn
from layout.fonts import FontBook
from layout.issue import Emphasis
from layout.scripts import is_western
from layout.text.cjk import NEVER
from layout.text.items import Items, texts_of
from layout.theme import TextStyle
from layout.value import replace, value

INTERLINEAR = ("dots", "name", "book", "ruby")
TOLD = ("link", "strong", "dots", "name", "book", "super")  # what whoever reads the page later is told of
_FOOT = 0.12  # em below the baseline: the em box's lower edge
_STROKE = 0.045  # thickness of a line, em
_DOT = 0.075  # radius, em
_READING = 0.4  # size of a reading, em, where the leading has room
_BESIDE = 0.33  # size of a bopomofo sign, em
BESIDE = 0.5  # what bopomofo takes beside its character, em
_FURIGANA = 0.5  # size of a Japanese reading, em: jlreq 3.3.3
_SIGN = 0.3  # size of a bopomofo sign in a vertical line, em: clreq 3.3.3.2
_APART = 0.02  # between a character and what stands at its right, em
_SEED = 0.17  # from a character to the middle of the sesame seed at its right, em
_TIGHTEST = 0.6  # least width of a long reading's letters
_BOPOMOFO = re.compile("[\u3105-\u312f\u31a0-\u31bfˊˇˋ˙ˉ]+")
_MARKS = re.compile(r"[^\w]", re.UNICODE)
_ROUND = 0.5523  # Bézier handle of a quarter circle


@value
class Run:
    """Glyphs of one face at one size on one line; parallel tuples as in display.GlyphRun; xs from the line's left edge.

    rise: above the line's baseline, points. reading: they say how the characters before them are read, and are no copy.
    after, turn, lifts: as in display.GlyphRun, before the line is turned onto the paper; of a run "upright" (纵中横) xs
    go from the middle of its cell, which is `middle` from the line's left edge.
    """

    face: str
    size: float
    glyphs: tuple[int, ...]
    xs: tuple[float, ...]
    texts: tuple[str, ...]
    scale: float = 1.0
    rise: float = 0.0
    reading: bool = False
    after: str = ""
    turn: Turn = ""
    middle: float = 0.0
    lifts: tuple[float, ...] = ()

    @property
    def left(self) -> float:
        """Where its first glyph begins, from the line's left edge; of a cell, where that does."""
        return self.middle - self.size / 2 if self.turn == "upright" else self.xs[0]

    def moved(self, along: float) -> Run:
        """The same, so much further along the line."""
        if self.turn == "upright":
            return replace(self, middle=self.middle + along)
        return replace(self, xs=tuple([x + along for x in self.xs]))


@value
class Stroke:
    """A drawn shape, as display.Path, from the line's left edge and its baseline; y downward."""

    parts: tuple[tuple[float, ...], ...]
    thickness: float = 0.0
    curved: bool = False


@value
class Told:
    """Characters of a line that the editor said something of (display.Markup). left, right: from the line's left edge,
    points."""

    left: float
    right: float
    kind: str
    value: str = ""


def readings(emphasis: Emphasis, base: str) -> list[tuple[int, int, str]]:
    """Start and end in the base, and reading, of each: a syllable a character where they are as many,
    else one for all."""
    syllables = emphasis.value.split()
    if len(syllables) == len(base):
        return [(at, at + 1, syllable) for at, syllable in enumerate(syllables)]
    return [(0, len(base), emphasis.value.strip())]


def keep_readings(items: Items, text: str) -> None:
    """Characters that share a reading stay on one line; what has bopomofo beside it is that much wider."""
    at = {start: index for index, start in enumerate(items.starts)}
    for emphasis in items.interlinear:
        if emphasis.kind != "ruby":
            continue
        for start, end, reading in readings(emphasis, text[emphasis.start : emphasis.end]):
            first, last = emphasis.start + start, emphasis.start + end
            for place in range(first + 1, last):
                if place in at:
                    items.joints[at[place]] = items.joints[at[place]]._replace(cost=NEVER)
            beside = _BOPOMOFO.fullmatch(reading) and not items.rules.vertical
            if beside and last - 1 in at and last - 1 - first == 0:
                items.widths[at[first]] += BESIDE


def interlinear(
    items: Items,
    text: str,
    span: tuple[int, int],
    spots: Sequence[tuple[int, float, float]],
    runs: tuple[Run, ...],
    style: TextStyle,
    em: float,
    fonts: FontBook,
) -> tuple[tuple[Run, ...], tuple[Stroke, ...], tuple[Told, ...]]:
    """The runs of a line with its readings after what they belong to, its strokes, and what is told of it.

    span: characters of the line. spots: each character's index, left and right edge in points. em: points.
    """
    strokes: list[Stroke] = []
    told: list[Told] = []
    place = {index: (left, right) for index, left, right in spots}
    lined = [each for each in items.interlinear if each.kind in ("name", "book")]
    for each in items.interlinear:
        start, end = max(each.start, span[0]), min(each.end, span[1])
        inside = [index for index in range(start, end) if index in place]
        if not inside:
            continue
        left, right = place[inside[0]][0], place[inside[-1]][1]
        if each.kind in TOLD:
            told.append(Told(left, right, each.kind, each.value))
        if each.kind == "ruby":
            runs = _with_readings(each, text, span, place, runs, style, em, fonts)
        elif each.kind == "dots":
            if style.vertical:
                strokes += _dots_at_right(text, inside, place, em, style.language == "ja")
                continue
            below = [any(line.start <= index < line.end for line in lined) for index in inside]
            strokes += _dots(text, inside, below, place, em)
        elif each.kind in ("name", "book"):
            # Two names that touch stay two: each line stops short of its name's edges (clreq «proper noun mark»).
            inset = 0.06 * em
            wave = _wave if each.kind == "book" else _straight
            strokes.append(wave(left + inset, right - inset, em))
    return runs, tuple(strokes), tuple(told)


def _straight(left: float, right: float, em: float) -> Stroke:
    y = (_FOOT + 0.07) * em
    return Stroke(((left, y, right, y),), _STROKE * em)


def _wave(left: float, right: float, em: float) -> Stroke:
    """Half waves of about a quarter em, as many as fill the length evenly."""
    y, height = (_FOOT + 0.08) * em, 0.09 * em
    count = max(2, round((right - left) / (0.25 * em)))
    step = (right - left) / count
    points: list[float] = [left, y]
    for index in range(count):
        x, lift = left + index * step, height * (-1) ** index
        # The curve through a half wave: handles at 2/π of its height, a third of its length.
        points += [x + step / 3, y - lift * 2 / pi, x + 2 * step / 3, y - lift * 2 / pi, x + step, y]
    return Stroke((tuple(points),), _STROKE * em, curved=True)


def _dots(
    text: str, inside: list[int], lined: list[bool], place: dict[int, tuple[float, float]], em: float
) -> Iterator[Stroke]:
    """A dot centred under each character, marks left out; under the line where there is one:
    line first, then dot (R22)."""
    shapes = []
    for index, line in zip(inside, lined, strict=True):
        if _MARKS.match(text[index]):
            continue
        x, y = sum(place[index]) / 2, (_FOOT + (0.2 if line else 0.1)) * em
        shapes.append(_circle(x, y, _DOT * em))
    if shapes:
        yield Stroke(tuple(shapes), curved=True)


def _dots_at_right(
    text: str, inside: list[int], place: dict[int, tuple[float, float]], em: float, sesame: bool
) -> Iterator[Stroke]:
    """A dot, in Japanese a sesame seed (jlreq 3.3.9), at the right of each character of a vertical line, as near to it
    as below a level one; marks left out."""
    shapes = []
    for index in inside:
        if not _MARKS.match(text[index]):
            x = sum(place[index]) / 2
            right = -(EM_ASCENT + (_SEED if sesame else 0.1)) * em
            shapes.append(_seed(x, right, em) if sesame else _circle(x, right, _DOT * em))
    if shapes:
        yield Stroke(tuple(shapes), curved=True)


def _seed(x: float, y: float, em: float) -> tuple[float, ...]:
    """A drop that falls, on the paper, from the upper left to the lower right, where it is round."""
    tip, round_end, bulge = _SEED * 0.75 * em, 0.1 * em, 0.11 * em
    # Logical x runs down the paper, y to its left: the tip is up and to the left, which is (−, +).
    return (
        *(x - tip * 0.7, y + tip * 0.7),
        *(x - bulge * 0.2, y + bulge * 0.9, x + round_end * 0.9, y + bulge * 0.3, x + round_end, y - round_end * 0.5),
        *(x + round_end * 0.95, y - round_end * 1.2, x + bulge * 0.1, y - round_end, x - bulge * 0.3, y - bulge * 0.2),
        *(x - bulge * 0.7, y + bulge * 0.3, x - tip * 0.6, y + tip * 0.4, x - tip * 0.7, y + tip * 0.7),
    )


def _circle(x: float, y: float, radius: float) -> tuple[float, ...]:
    handle = radius * _ROUND
    return (
        *(x + radius, y),
        *(x + radius, y + handle, x + handle, y + radius, x, y + radius),
        *(x - handle, y + radius, x - radius, y + handle, x - radius, y),
        *(x - radius, y - handle, x - handle, y - radius, x, y - radius),
        *(x + handle, y - radius, x + radius, y - handle, x + radius, y),
    )


def _with_readings(
    emphasis: Emphasis,
    text: str,
    span: tuple[int, int],
    place: dict[int, tuple[float, float]],
    runs: tuple[Run, ...],
    style: TextStyle,
    em: float,
    fonts: FontBook,
) -> tuple[Run, ...]:
    """The runs with the readings of an emphasis after all its characters, so that its word comes back whole."""
    made: list[Run] = []
    edge = 0.0
    for start, end, reading in readings(emphasis, text[emphasis.start : emphasis.end]):
        first, last = emphasis.start + start, emphasis.start + end - 1
        if not (span[0] <= first and last < span[1] and first in place and last in place):
            continue
        left, edge = place[first][0], place[last][1]
        bopomofo = _BOPOMOFO.fullmatch(reading) and first == last
        if bopomofo and style.vertical:
            made += _beside_upright(reading, (left + edge) / 2, style, em, fonts)
        elif bopomofo:
            made += _beside(reading, edge - BESIDE * em, style, em, fonts)
        elif style.vertical:
            made += _at_right(reading, left, edge, style, em, fonts)
        else:
            made += _above(reading, left, edge, style, em, fonts)
    return _inserted(runs, tuple(_merged(made)), edge) if made else runs


def _above(reading: str, left: float, right: float, style: TextStyle, em: float, fonts: FontBook) -> Iterator[Run]:
    """A reading centred above its base, narrowed where it is longer, as large as the white above the line allows."""
    white = max(0.0, style.leading / style.size - 1.0)
    size = em * min(_READING, max(0.25, 0.9 * white))
    shaped = [
        (face, face.shape(reading[begin:end], style.language), reading[begin:end])
        for begin, end, face in fonts.itemise(reading, style.latin or style.font)
        if face is not None
    ]
    width = sum([sum(each.advances) for _, each, _ in shaped]) * size
    scale = max(_TIGHTEST, min(1.0, (right - left) / width)) if width else 1.0
    x = (left + right - width * scale) / 2
    for face, glyphs, words in shaped:
        xs = []
        for advance in glyphs.advances:
            xs.append(x)
            x += advance * size * scale
        yield Run(face.key, size, glyphs.glyphs, tuple(xs), texts_of(words, glyphs.clusters), scale, 0.96 * em, True)


def _at_right(reading: str, left: float, right: float, style: TextStyle, em: float, fonts: FontBook) -> Iterator[Run]:
    """A reading at the right of its base in a vertical line, kana and ideographs upright, letters sideways; as `_above`
    but that a Japanese one is half as large as its base (jlreq 3.3.3)."""
    white = max(0.0, style.leading / style.size - 1.0)
    size = em * min(_FURIGANA if style.language == "ja" else _READING, max(0.25, 0.95 * white))
    shaped = []
    for begin, end, face in fonts.itemise(reading, style.font, style.latin):
        for western, group in groupby(range(begin, end), key=lambda at: is_western(reading[at]) or reading[at] == " "):
            places = list(group)
            words = reading[places[0] : places[-1] + 1]
            if face is not None:
                shaped.append((face, face.shape(words, style.language, (), not western), words, western))
    width = sum([sum(each.advances) for _, each, _, _ in shaped]) * size
    scale = max(_TIGHTEST, min(1.0, (right - left) / width)) if width else 1.0
    x = (left + right - width * scale) / 2
    for face, glyphs, words, western in shaped:
        xs = []
        for advance in glyphs.advances:
            xs.append(x)
            x += advance * size * scale
        turn: Turn = "" if western else "vertical"
        rise = 0.96 * em if western else (EM_ASCENT + _APART) * em + (0.5 - EM_MIDDLE) * size
        texts = texts_of(words, glyphs.clusters)
        yield Run(face.key, size, glyphs.glyphs, tuple(xs), texts, scale, rise, True, turn=turn)


def _merged(runs: Sequence[Run]) -> Iterator[Run]:
    """Neighbours that look alike as one."""
    for _, group in groupby(runs, key=lambda run: (run.face, run.size, run.scale, run.rise, run.turn)):
        alike = list(group)
        yield replace(
            alike[0],
            glyphs=tuple([glyph for run in alike for glyph in run.glyphs]),
            xs=tuple([x for run in alike for x in run.xs]),
            texts=tuple([text for run in alike for text in run.texts]),
        )


def _beside(reading: str, left: float, style: TextStyle, em: float, fonts: FontBook) -> Iterator[Run]:
    """Bopomofo stacked at the right of its character, the tone beside the last sign, the light tone on top."""
    size = _BESIDE * em
    tone = [sign for sign in reading if sign in "ˊˇˋˉ"]
    signs = [sign for sign in reading if sign == "˙"] + [sign for sign in reading if sign not in "ˊˇˋˉ˙"]
    top = 0.38 * em + size * len(signs) / 2
    for index, sign in enumerate([*signs, *tone]):
        face = fonts.face_for(style.font, sign)
        if face is None:
            continue
        row = min(index, len(signs) - 1)
        x, rise = left + 0.03 * em, top - (row + 0.88) * size
        if index >= len(signs):
            x, rise = x + size * 0.9, rise + 0.3 * size
        yield Run(face.key, size, (face.glyph(sign),), (x,), (sign,), 1.0, rise, True)


def _beside_upright(reading: str, middle: float, style: TextStyle, em: float, fonts: FontBook) -> Iterator[Run]:
    """Bopomofo down the right of its character in a vertical line: signs of 0.3 em, in its middle; the tone at the
    right of the last sign, half a sign higher, the light tone before the first (clreq 3.3.3.2, 3.3.3.3)."""
    size = _SIGN * em
    tone = [sign for sign in reading if sign in "ˊˇˋˉ"]
    light = [sign for sign in reading if sign == "˙"]
    signs = [sign for sign in reading if sign not in "ˊˇˋˉ˙"]
    first = middle - size * len(signs) / 2
    rise = (EM_ASCENT + _APART) * em + (0.5 - EM_MIDDLE) * size
    placed = [(sign, first + index * size, rise) for index, sign in enumerate(signs)]
    placed = [(sign, first - 0.7 * size, rise) for sign in light] + placed
    placed += [(sign, first + (len(signs) - 1.5) * size, rise + 0.8 * size) for sign in tone]
    for sign, x, up in placed:
        face = fonts.face_for(style.font, sign)
        if face is not None:
            yield Run(face.key, size, (face.glyph(sign),), (x,), (sign,), 1.0, up, True, turn="vertical")


def _inserted(runs: tuple[Run, ...], made: tuple[Run, ...], right: float) -> tuple[Run, ...]:
    """The runs with `made` after the last glyph that stands left of `right`; a run that goes on is parted there."""
    out: list[Run] = []
    done = False
    for run in runs:
        upright = run.turn == "upright"  # it is one cell, never parted
        if done or run.reading or (run.middle if upright else run.xs[-1]) < right - 1e-6:
            out.append(run)
            continue
        done = True
        cut = 0 if upright else next(at for at, x in enumerate(run.xs) if x >= right - 1e-6)
        out += [*([_part(run, 0, cut)] if cut else []), *made, _part(run, cut, len(run.xs))]
    return tuple(out) if done else (*runs, *made)


def _part(run: Run, start: int, end: int) -> Run:
    return replace(run, glyphs=run.glyphs[start:end], xs=run.xs[start:end], texts=run.texts[start:end])
