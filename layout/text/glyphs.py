"""The glyphs of single characters, and what a role's faces say of each other, kept for all copies."""

from __future__ import annotations

from string import ascii_letters, digits
from typing import NamedTuple

from layout.face import Face
from layout.fonts import FontBook
from layout.text.figures import Figures
from layout.text.items import Part
from layout.text.standing import cornered, lies, quotation

_LARGEST = 1.2  # most that Latin of another face is made larger, or smaller, to match
_OF_WORDS = frozenset(ascii_letters + digits + " ")  # never set alone
_ALONE = ("-kern", "-palt")  # kana of one call would draw each other near


class Glyph(NamedTuple):
    """One character of a role as it is set alone."""

    face: str
    glyph: int
    advance: float
    ink: tuple[float, float] | None  # of marks that need it, see Part
    lies: bool = False  # sideways in a vertical line
    shift: tuple[float, float] = (0.0, 0.0)  # along a vertical line and to its right, of marks that move to a corner


class Glyphs:
    """Characters as the faces of one book draw them alone; each character of each role is met once."""

    def __init__(self, fonts: FontBook) -> None:
        self.fonts = fonts
        self.figures = Figures(fonts)
        self._matches: dict[tuple[str, str], tuple[float, float]] = {}
        self._met: dict[tuple[str, str, bool], dict[str, Glyph | None]] = {}

    def known(self, role: str, language: str, text: str, vertical: bool = False) -> dict[str, Glyph | None] | None:
        """The table of a role, if it has every character of the text but letters, digits and spaces of words."""
        met = self._met.get((role, language, vertical))
        return None if met is None or set(text).difference(met) - _OF_WORDS else met

    def alone(self, role: str, language: str, characters: str, vertical: bool = False) -> dict[str, Glyph | None]:
        """Glyphs of a role; each character of `characters` is in the table afterwards, None where no face has it.
        vertical: as they stand upright in a vertical line."""
        met = self._met.setdefault((role, language, vertical), {})
        quotes = quotation(language) if vertical else {}
        fresh = dict.fromkeys(characters).keys() - met.keys()
        by_face: dict[str, list[str]] = {}
        for character in sorted(fresh):
            face = self.fonts.face_for(role, quotes.get(character, character))
            if face is None:
                met[character] = None
            else:
                by_face.setdefault(face.key, []).append(character)
        for key, group in by_face.items():
            self._meet(self.fonts.face(key), language, group, vertical, met)
        return met

    def face(self, role: str, text: str) -> Face | None:
        """The face of a cluster."""
        return self.fonts.itemise(text, role)[0][2]

    def match(self, role: str, latin: str) -> tuple[float, float]:
        """Size and rise, em, at which the Latin of another role looks as large as the role's own and stands on its
        baseline: capitals and small letters as high, on average; 1, 0 where it is the role's own."""
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

    def middle(self, role: str, small: str = "") -> float:
        """Em above the baseline at which its capitals and figures have their middle; small: "x" = and the small letters
        beside them, on average."""
        inks = [self._ink(role, letter) for letter in "H" + small]
        return sum([(ink[1] + ink[3]) / 2 for ink in inks]) / len(inks)

    def _ink(self, role: str, letter: str) -> tuple[float, float, float, float]:
        face = self.fonts.face_for(role, letter)
        return face.ink(face.glyph(letter)) if face else (0.0, 0.0, 0.0, 0.0)

    def hyphen(self, face: str) -> Part | None:
        """A face's hyphen, its width as the right edge of its ink; None = it has none."""
        glyph = self.fonts.face(face).glyph("-")
        return Part(face, (glyph,), (0.0,), ("",), (0.0, self.fonts.face(face).advance(glyph))) if glyph else None

    def _meet(self, face: Face, language: str, group: list[str], vertical: bool, met: dict[str, Glyph | None]) -> None:
        """Shape many characters in one call: ideographs do not change each other."""
        if vertical:
            self._meet_upright(face, language, group, met)
            return
        shaped = face.shape("".join(group), language, _ALONE)
        if shaped.clusters == tuple(range(len(group))):
            for character, glyph, advance in zip(group, shaped.glyphs, shaped.advances, strict=True):
                met[character] = Glyph(face.key, glyph, advance, _odd_ink(face, glyph, advance, character))
            return
        for character in group:
            one = face.shape(character, language, _ALONE)
            met[character] = Glyph(
                face.key, one.glyphs[0], sum(one.advances), _odd_ink(face, one.glyphs[0], one.advances[0], character)
            )

    def _meet_upright(self, face: Face, language: str, group: list[str], met: dict[str, Glyph | None]) -> None:
        """The same in a vertical line, where quotation marks are others (GB/T 15834 5.2.3)."""
        quotes = quotation(language)
        drawn = [quotes.get(character, character) for character in group]
        shaped = face.shape("".join(drawn), language, (), True)
        found = list(zip(shaped.glyphs, shaped.advances, strict=True))
        if shaped.clusters != tuple(range(len(group))):
            ones = [face.shape(character, language, (), True) for character in drawn]
            found = [(one.glyphs[0], sum(one.advances)) for one in ones]
        for character, shown, (glyph, drop) in zip(group, drawn, found, strict=True):
            met[character] = _upright(face, language, character, shown, glyph, drop)


def _upright(face: Face, language: str, character: str, drawn: str, glyph: int, drop: float) -> Glyph:
    """A character of a vertical line. drawn: what stands for it; drop: how far its glyph leads down."""
    if glyph == face.glyph(drawn):  # the face has no vertical form of it
        if drawn in lies():
            level = face.shape(drawn, language, _ALONE)
            left, _, right, _ = face.ink(level.glyphs[0])
            # clreq 3.1.2: connectors take an em; 3.1.6.1: the short one of the Mainland half an em.
            width = 0.5 if drawn == "–" and language == "zh-Hans" else 1.0
            along = (width - sum(level.advances)) / 2
            return Glyph(face.key, level.glyphs[0], width, (left + along, right + along), True, (along, 0.0))
        if drawn in cornered():
            return _cornered(face, glyph, drop)
    return Glyph(face.key, glyph, drop, _odd_ink(face, glyph, drop, character, True))


def _cornered(face: Face, glyph: int, drop: float) -> Glyph:
    """A mark drawn for level lines, moved from the lower left to the upper right of its cell, as far from the edges."""
    left, bottom, right, top = face.ink(glyph)
    middle, hung = face.origin(glyph)
    beside, below = left - middle + 0.5, bottom - hung + 1.0  # its white at the left and at the foot of the cell
    if beside > 0.4 or right - middle > 0.2:
        return Glyph(face.key, glyph, drop, (hung - top, hung - bottom))  # it stands in the middle
    along = beside - (hung - top)
    return Glyph(face.key, glyph, drop, (beside, beside + top - bottom), False, (along, 0.5 - below - (right - middle)))


def _odd_ink(
    face: Face, glyph: int, advance: float, character: str, vertical: bool = False
) -> tuple[float, float] | None:
    """The ink's edges along the line of a mark that does not stand in its own half of a 1-em box."""
    closing = character in "，、；：。．？！）》〉」』】〕］｝〗〙〛”’"
    if not closing and character not in "（《〈「『【〔［｛〖〘〚“‘":
        return None
    left, bottom, right, top = face.ink(glyph)
    if vertical:
        hung = face.origin(glyph)[1]
        left, right = hung - top, hung - bottom
    if (closing and advance == 1 and right <= 0.5) or (not closing and advance == 1 and left >= 0.5):
        return None
    if advance < 1 and not closing:
        # A proportional opener stands at the right of its 1-em box.
        return left + 1 - advance, right + 1 - advance
    return left, right
