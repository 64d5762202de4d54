"""Copy → items, with the faces of one font book."""

from __future__ import annotations

from itertools import pairwise

from layout.fonts import Face, FontBook
from layout.issue import Copy
from layout.scripts import is_western
from layout.text.cjk import NEVER, Joint, rules
from layout.text.codes import codes_of
from layout.text.interlinear import INTERLINEAR, keep_readings
from layout.text.items import Items, Part
from layout.text.pieces import Pieces
from layout.theme import TextStyle
from layout.value import value

_LARGEST = 1.2  # most that Latin of another face is made larger, or smaller, to match
_ALONE = ("-kern", "-palt")  # kana of one call would draw each other near
SUPERIOR = 0.6  # size of a superscript, em
RISE = 0.38  # of its baseline, em


@value
class _Glyph:
    """One character of a role as it is set alone."""

    face: str
    glyph: int
    advance: float
    ink: tuple[float, float] | None  # of marks that need it, see Part


class Shaper:
    """Shapes copy with the faces of one book; keeps each character of each role it has met."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self._matches: dict[tuple[str, str], tuple[float, float]] = {}
        self._met: dict[tuple[str, str], dict[str, _Glyph | None]] = {}

    def items(self, copy: Copy, style: TextStyle) -> Items:
        """The items of a copy, leading and trailing blanks left out. Blanks pasted beside Han and full-width marks are dropped."""
        book = rules(style.language, style.punctuation, style.level)
        items = Items(book, len(copy.text))
        codes = codes_of(copy.text, book)
        pieces = Pieces(self, copy.text, codes, style, items)
        for role, start, end, above in _stretches(copy, codes, style):
            first = len(items)
            pieces.set(role, start, end)
            if above:
                _raise(items, first)
            self._fallen(items, copy.text[start:end], start, role, style.latin)
        if copy.emphases:
            items.interlinear = tuple([each for each in copy.emphases if each.kind in INTERLINEAR])
            keep_readings(items, copy.text)
        return items

    def _fallen(self, items: Items, text: str, start: int, role: str, latin: str) -> None:
        if self._fonts.fell_back(text, role) or (latin and self._fonts.fell_back(text, latin)):
            items.fallen += [
                (start + index, latin if latin and is_western(text[index]) else role, wanted, used)
                for index, wanted, used in self._fonts.fallbacks(text, role, latin)
            ]

    def alone(self, role: str, language: str, characters: str) -> dict[str, _Glyph | None]:
        """Glyphs of a role; each character of `characters` is in the table afterwards, None where no face has it."""
        met = self._met.setdefault((role, language), {})
        fresh = dict.fromkeys(characters).keys() - met.keys()
        by_face: dict[str, list[str]] = {}
        for character in sorted(fresh):
            face = self._fonts.face_for(role, character)
            if face is None:
                met[character] = None
            else:
                by_face.setdefault(face.key, []).append(character)
        for key, group in by_face.items():
            self._meet(self._fonts.face(key), language, group, met)
        return met

    def face(self, role: str, text: str) -> Face | None:
        """The face of a cluster."""
        return self._fonts.itemise(text, role)[0][2]

    def match(self, role: str, latin: str) -> tuple[float, float]:
        """Size and rise, em, at which the Latin of another role looks as large as the role's own and stands on its baseline:
        capitals and small letters as high, on average; 1, 0 where it is the role's own."""
        key = (role, latin)
        if key not in self._matches:
            pairs = [(self._ink(role, letter), self._ink(latin, letter)) for letter in "Hx"]
            ratios = [
                (own[3] - own[1]) / (other[3] - other[1])
                for own, other in pairs
                if own[3] > own[1] and other[3] > other[1]
            ]
            size = min(_LARGEST, max(1 / _LARGEST, sum(ratios) / len(ratios))) if ratios else 1.0
            self._matches[key] = (size, pairs[0][0][1] - pairs[0][1][1] * size)
        return self._matches[key]

    def _ink(self, role: str, letter: str) -> tuple[float, float, float, float]:
        face = self._fonts.face_for(role, letter)
        return face.ink(face.glyph(letter)) if face else (0.0, 0.0, 0.0, 0.0)

    def hyphen(self, face: str) -> Part | None:
        """A face's hyphen, its width as the right edge of its ink; None = it has none."""
        glyph = self._fonts.face(face).glyph("-")
        return Part(face, (glyph,), (0.0,), ("",), (0.0, self._fonts.face(face).advance(glyph))) if glyph else None

    def _meet(self, face: Face, language: str, group: list[str], met: dict[str, _Glyph | None]) -> None:
        """Shape many characters in one call: ideographs do not change each other."""
        shaped = face.shape("".join(group), language, _ALONE)
        if shaped.clusters == tuple(range(len(group))):
            for character, glyph, advance in zip(group, shaped.glyphs, shaped.advances, strict=True):
                met[character] = _Glyph(face.key, glyph, advance, _odd_ink(face, glyph, advance, character))
            return
        for character in group:
            one = face.shape(character, language, _ALONE)
            met[character] = _Glyph(
                face.key, one.glyphs[0], sum(one.advances), _odd_ink(face, one.glyphs[0], one.advances[0], character)
            )


def _odd_ink(face: Face, glyph: int, advance: float, character: str) -> tuple[float, float] | None:
    """The ink's edges of a mark that does not stand in its own half of a 1-em box."""
    closing = character in "，、；：。．？！）》〉」』】〕］｝〗〙〛”’"
    if not closing and character not in "（《〈「『【〔［｛〖〘〚“‘":
        return None
    left, _, right, _ = face.ink(glyph)
    if (closing and advance == 1 and right <= 0.5) or (not closing and advance == 1 and left >= 0.5):
        return None
    if advance < 1 and not closing:
        # A proportional opener stands at the right of its 1-em box.
        return left + 1 - advance, right + 1 - advance
    return left, right


def _stretches(copy: Copy, codes: str, style: TextStyle) -> list[tuple[str, int, int, bool]]:
    """Stretches set alike: their role (`strong` where the copy asks for it), and whether they stand above the line."""
    strong = [each for each in copy.emphases if each.kind == "strong"]
    above = [each for each in copy.emphases if each.kind == "super"]
    if not strong and not above:
        return [(style.font, 0, len(copy.text), False)]
    typed = {at for each in (*strong, *above) for at in (each.start, each.end)}
    edges = sorted({0, len(copy.text), *(_after_cluster(codes, at) for at in typed)})
    return [
        (
            style.strong if any(each.start <= start < each.end for each in strong) else style.font,
            start,
            end,
            any(each.start <= start < each.end for each in above),
        )
        for start, end in pairwise(edges)
    ]


def _after_cluster(codes: str, at: int) -> int:
    """The next place where no cluster and no double dash or ellipsis is cut (R5)."""
    while 0 < at < len(codes) and (
        codes[at] in "cj" or codes[at - 1] == "j" or (codes[at] == codes[at - 1] and codes[at] in "DEr")
    ):
        at += 1
    return at


def _raise(items: Items, first: int) -> None:
    """Superscripts: the items from `first` on, small, above the line, close to what stands before and whole with it."""
    for index in range(first, len(items)):
        part = items.parts.get(index)
        if part is None:
            part = Part(items.faces[index], (items.glyphs[index],), (0.0,), (items.texts[index],))
        items.parts[index] = part.scaled(SUPERIOR, RISE)
        items.widths[index] *= SUPERIOR
        if index:
            items.joints[index] = Joint(cost=NEVER)
