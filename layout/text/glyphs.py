"""The glyphs of single characters, and what a role's faces say of each other, kept for all copies."""

from __future__ import annotations

from string import ascii_letters, digits
from typing import NamedTuple

from layout.fonts import Face, FontBook
from layout.text.items import Part

_LARGEST = 1.2  # most that Latin of another face is made larger, or smaller, to match
_OF_WORDS = frozenset(ascii_letters + digits + " ")  # never set alone
_ALONE = ("-kern", "-palt")  # kana of one call would draw each other near


class Glyph(NamedTuple):
    """One character of a role as it is set alone."""

    face: str
    glyph: int
    advance: float
    ink: tuple[float, float] | None  # of marks that need it, see Part


class Glyphs:
    """Characters as the faces of one book draw them alone; each character of each role is met once."""

    def __init__(self, fonts: FontBook) -> None:
        self.fonts = fonts
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
        fresh = dict.fromkeys(characters).keys() - met.keys()
        by_face: dict[str, list[str]] = {}
        for character in sorted(fresh):
            face = self.fonts.face_for(role, character)
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

    def _ink(self, role: str, letter: str) -> tuple[float, float, float, float]:
        face = self.fonts.face_for(role, letter)
        return face.ink(face.glyph(letter)) if face else (0.0, 0.0, 0.0, 0.0)

    def hyphen(self, face: str) -> Part | None:
        """A face's hyphen, its width as the right edge of its ink; None = it has none."""
        glyph = self.fonts.face(face).glyph("-")
        return Part(face, (glyph,), (0.0,), ("",), (0.0, self.fonts.face(face).advance(glyph))) if glyph else None

    def _meet(self, face: Face, language: str, group: list[str], vertical: bool, met: dict[str, Glyph | None]) -> None:
        """Shape many characters in one call: ideographs do not change each other."""
        shaped = face.shape("".join(group), language, _ALONE, vertical)
        if shaped.clusters == tuple(range(len(group))):
            for character, glyph, advance in zip(group, shaped.glyphs, shaped.advances, strict=True):
                met[character] = Glyph(face.key, glyph, advance, _odd_ink(face, glyph, advance, character, vertical))
            return
        for character in group:
            one = face.shape(character, language, _ALONE, vertical)
            glyph, advance = one.glyphs[0], one.advances[0]
            ink = _odd_ink(face, glyph, advance, character, vertical)
            met[character] = Glyph(face.key, glyph, sum(one.advances), ink)


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
