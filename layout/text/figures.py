"""Small figures and fractions where a face has none: H₂O, 10⁻³, ⅓, 5⁄8.

A face's own glyphs come first, but never in a run with made ones: 10⁻³ has its ⁻ and ³ of one making. Next is the face
of small figures that the set has drawn for it (`small` in fonts.yaml; fonts/subsets/figures.py says how); a face of the
user's has the font's features (subs, sups, frac), else its figures set small, at the size and height of its own ².
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

from layout.face import Face
from layout.fonts import FontBook
from layout.scripts import composition
from layout.text.items import Part, shaped_part
from layout.value import replace, value

_SUB, _SUPER = "\u2080-\u209c", "²³¹⁰ⁱ⁴-ⁿ"
_FIGURES = re.compile(
    f"(?P<sub>[{_SUB}]+(?:[.,][{_SUB}]+)*)|(?P<super>[{_SUPER}]+(?:[.,][{_SUPER}]+)*)"
    r"|(?P<fraction>[¼-¾⅐-⅟↉]|(?<!\d)\d{1,4}⁄\d{1,4}(?!\d)|⁄)"
)
_FEATURES = {"sub": "subs", "super": "sups", "fraction": "frac"}
POINTS = {"sub": {".": "\uf001", ",": "\uf002"}, "super": {".": "\uf003", ",": "\uf004"}}
"""Codes of the full stop and the comma between small figures, in a face of small figures."""
OVER, UNDER = "\uf010", "\uf020"
"""Codes of the 0 over and the 0 under the stroke of a fraction; 1 to 9 follow."""
FOOT = 0.1
"""How far an inferior figure reaches below the baseline, em: as Noto Serif draws it."""
UNDER_STROKE = 0.42
"""Of the breadth of a fraction's stroke: how far the figures stand over and under it."""
_SIZE = 0.6  # of a small figure, em, where the face has no ² to go by
_HIGH = 0.1  # em, how far a superior figure stands above the others then


@value
class _Small:
    """How a face's small figures are made. size, em; high, low: where the foot of a superior and of an inferior figure
    stands, em above the baseline; top: of a full figure."""

    size: float
    high: float
    low: float
    top: float


class Figures:
    """Makes small figures with the faces of one book."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self._small: dict[str, _Small] = {}

    def stretches(self, text: str, role: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and kind ("sub", "super", "fraction") of what is to be made; "" of what is set as it stands."""
        found = [match for match in _FIGURES.finditer(text) if not self._drawn(match[0], role)]
        made = [(match.start(), match.end(), str(match.lastgroup)) for match in found]
        for (_, end, _), (start, after, kind) in pairwise([(0, 0, ""), *made, (len(text), len(text), "")]):
            if end < start:
                yield end, start, ""
            if start < after:
                yield start, after, kind

    def made(self, text: str, kind: str, role: str, language: str) -> tuple[Part, float] | None:
        """The figures of a stretch, and their width in em; None where the role's face lacks what they are made of."""
        plain = [_plain(character) for character in text]
        face = self._fonts.face_for(role, "2")
        if face is None:
            return None
        return (
            self._of_set(text, kind, self._drawn_for(face, role))
            or self._of_features(text, "".join(plain), kind, face, language)
            or self._composed(text, kind, plain, face)
            or next(
                filter(None, (self._of_set(text, kind, other.entry.small) for other in self._fonts.stack(role))), None
            )
        )

    def _drawn(self, text: str, role: str) -> bool:
        """Whether the face of the role's figures has all of a stretch itself."""
        face = self._fonts.face_for(role, "2")
        return face is not None and "⁄" not in text and all(map(face.has, text))

    def _drawn_for(self, face: Face, role: str) -> str:
        """The face of small figures that the set has for a face, or for one of the role's with the same figures (a face
        of another region by the same hand); "" = none."""
        if face.entry.small:
            return face.entry.small
        looks = [(face.advance(glyph), face.ink(glyph)) for glyph in map(face.glyph, "28")]
        for other in self._fonts.stack(role):
            if other.entry.small and looks == [
                (other.advance(glyph), other.ink(glyph)) for glyph in map(other.glyph, "28")
            ]:
                return other.entry.small
        return ""

    def _of_set(self, text: str, kind: str, key: str) -> tuple[Part, float] | None:
        """By a face of small figures that the set has."""
        small = next((other for other in self._fonts.faces if key and other.key == key), None)
        if small is None:
            return None
        codes = _codes(text, kind)
        if not all(map(small.has, codes)):
            return None
        glyphs = tuple(map(small.glyph, codes))
        xs = list(accumulate(map(small.advance, glyphs), initial=0.0))
        at = text.find("⁄")
        if at > 0 and len(text) > 1:  # typed figure by figure: the stroke stands under the one and over the other
            left, _, right, _ = small.ink(glyphs[at])
            place = max(0.0, xs[at] - UNDER_STROKE * (right - left)) - left
            foot = place + left + (1 - UNDER_STROKE) * (right - left)
            xs = [*xs[:at], place, *[x - xs[at + 1] + foot for x in xs[at + 1 :]]]
        return Part(small.key, glyphs, tuple(xs[:-1]), tuple(text), stiff=True), xs[-1]

    def _of_features(self, text: str, plain: str, kind: str, face: Face, language: str) -> tuple[Part, float] | None:
        """By the font's own feature, if it changes every glyph."""
        if not all(map(face.has, plain)):
            return None
        one, other = face.shape(plain, language), face.shape(plain, language, (_FEATURES[kind],))
        if len(one.glyphs) == len(other.glyphs) and any(map(int.__eq__, one.glyphs, other.glyphs)):
            return None
        part, width = shaped_part(face, plain, other)
        if len(part.glyphs) == len(text):
            return replace(part, texts=tuple(text), stiff=True), width
        return replace(part, texts=(text, *[""] * (len(part.glyphs) - 1)), stiff=True), width

    def _composed(self, text: str, kind: str, plain: list[str], face: Face) -> tuple[Part, float] | None:
        """Of the face's own figures, set small."""
        small = self._of(face)
        if kind == "fraction":
            return self._fraction(text, "".join(plain), face, small)
        if not all(face.has(character) for each in plain for character in each):
            return None
        part, width = _row(plain, text, face)
        return part.scaled(small.size, small.high if kind == "super" else small.low), width * small.size

    def _fraction(self, text: str, plain: str, face: Face, small: _Small) -> tuple[Part, float] | None:
        above, _, below = plain.partition("⁄")
        if not face.has("/") or not all(map(face.has, above + below)):
            return None
        bar = face.glyph("/")
        left, bottom, right, top = face.ink(bar)
        size = small.top / (top - bottom)  # the stroke from the baseline to the top of the figures
        over, wide = _row(list(above), above, face)
        under, room = _row(list(below), below, face)
        over = over.scaled(small.size, small.top - small.size * face.ink(face.glyph("1"))[3])
        stroke = Part(face.key, (bar,), (0.0,), ("⁄",), stiff=True).scaled(size, -bottom * size)
        place = max(0.0, wide * small.size - UNDER_STROKE * (right - left) * size) - left * size
        foot = place + left * size + (1 - UNDER_STROKE) * (right - left) * size if below else 0.0
        parts = [
            *([over] if above else []),
            replace(stroke, xs=(place,)),
            *([_moved(under.scaled(small.size, 0.0), foot)] if below else []),
        ]
        width = foot + room * small.size if below else place + right * size
        if len(text) == 1:  # the sign says it all; else each character says itself
            parts = [replace(part, texts=("",) * len(part.glyphs)) for part in parts]
            parts[0] = replace(parts[0], texts=(text, *parts[0].texts[1:]))
        return replace(parts[0], rest=tuple(parts[1:]), stiff=True), width

    def _of(self, face: Face) -> _Small:
        found = self._small.get(face.key)
        if found is None:
            found = self._small[face.key] = self._measured(face)
        return found

    def _measured(self, face: Face) -> _Small:
        bottom, top = face.ink(face.glyph("2"))[1::2]
        own = face.glyph("²")
        if own and top > bottom:
            foot, head = face.ink(own)[1::2]
            return _Small((head - foot) / (top - bottom), foot, -FOOT, top)
        return _Small(_SIZE, (1 - _SIZE) * (top - bottom) + _HIGH, -FOOT, top)


def _codes(text: str, kind: str) -> str:
    """The codes of a stretch in a face of small figures."""
    if kind != "fraction":
        return "".join(POINTS[kind].get(character, character) for character in text)
    above, stroke, below = text.partition("⁄")
    if not stroke:
        return text
    return (
        "".join(chr(ord(OVER) + int(figure)) for figure in above)
        + stroke
        + "".join(chr(ord(UNDER) + int(figure)) for figure in below)
    )


def _plain(character: str) -> str:
    """What a small figure is made of."""
    return composition(character)[1] or character


def _row(plain: list[str], text: str, face: Face) -> tuple[Part, float]:
    """Characters side by side at full size, each glyph with the text that it stands for."""
    glyphs, xs, texts, at = [], [], [], 0.0
    for each, said in zip(plain, text, strict=True):
        for index, character in enumerate(each):
            glyph = face.glyph(character)
            glyphs.append(glyph)
            xs.append(at)
            texts.append("" if index else said)
            at += face.advance(glyph)
    return Part(face.key, tuple(glyphs), tuple(xs), tuple(texts), stiff=True), at


def _moved(part: Part, x: float) -> Part:
    return replace(part, xs=tuple([each + x for each in part.xs]))
