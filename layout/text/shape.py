"""Copy → items, with the faces of one font book."""

from __future__ import annotations

from layout.fonts import Face, FontBook
from layout.issue import Copy
from layout.text.cjk import rules
from layout.text.codes import codes_of
from layout.text.items import Items
from layout.text.pieces import Pieces
from layout.theme import TextStyle
from layout.value import value


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
        self._met: dict[tuple[str, str], dict[str, _Glyph | None]] = {}

    def items(self, copy: Copy, style: TextStyle) -> Items:
        """The items of a copy, leading and trailing blanks left out. Blanks pasted beside Han and full-width marks are dropped."""
        book = rules(style.language, style.punctuation, style.level)
        items = Items(book, len(copy.text))
        codes = codes_of(copy.text, book)
        setter = Pieces(self, copy.text, codes, style, items)
        for role, start, end in _roles(copy, style):
            setter.set(role, start, end)
        return items

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

    def _meet(self, face: Face, language: str, group: list[str], met: dict[str, _Glyph | None]) -> None:
        """Shape many characters in one call: ideographs do not change each other."""
        shaped = face.shape("".join(group), language)
        if shaped.clusters == tuple(range(len(group))):
            for character, glyph, advance in zip(group, shaped.glyphs, shaped.advances, strict=True):
                met[character] = _Glyph(face.key, glyph, advance, _odd_ink(face, glyph, advance, character))
            return
        for character in group:
            one = face.shape(character, language)
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


def _roles(copy: Copy, style: TextStyle) -> list[tuple[str, int, int]]:
    """Stretches of one role: the style's own, and `strong` where the copy asks for it."""
    out, at = [], 0
    for emphasis in copy.emphases:
        if emphasis.kind != "strong" or emphasis.start < at:
            continue
        out += [(style.font, at, emphasis.start), (style.strong, emphasis.start, emphasis.end)]
        at = emphasis.end
    out.append((style.font, at, len(copy.text)))
    return [stretch for stretch in out if stretch[1] < stretch[2]]
