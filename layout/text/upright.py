"""The pieces of a vertical line: what stands upright in it and what lies sideways."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from layout.display import EM_MIDDLE
from layout.face import Face
from layout.scripts import composition
from layout.text.cjk import NEVER, WESTERN, Joint
from layout.text.glyphs import Glyph
from layout.text.items import Part
from layout.text.pieces import Pieces, dash, shape
from layout.text.standing import WIDEST_LINE, standing
from layout.value import replace


class UprightPieces(Pieces):
    """Pieces of copy that is set in vertical lines."""

    def set(self, role: str, start: int, end: int, raised: bool = False) -> None:
        last = self.items.parts.get(len(self.items) - 1)
        # A power lies as its base does.
        self._lying = raised and last is not None and last.turn == "" and self.codes[start - 1] in WESTERN
        super().set(role, start, end, raised)

    def _placed(self, part: Part, glyph: Glyph) -> Part:
        along, right = glyph.shift
        if along or right:
            part = replace(part, xs=tuple([x + along for x in part.xs]), rise=right)
        return self._laid(part) if glyph.lies else part

    def _dash(self, face: Face, drawn: str, text: str) -> Part:
        """A dash lies sideways: a stroke down the middle of the line, in any face (GB/T 15834 5.2.2)."""
        return self._laid(dash(face, drawn, text, self.style.language))

    def _laid(self, part: Part) -> Part:
        """A sign turned on its side, its ink in the middle of the line."""
        _, bottom, _, top = self.met.fonts.face(part.face).ink(part.glyphs[0])
        return replace(part, rise=EM_MIDDLE - (bottom + top) / 2, turn="")

    def _shout(self, role: str, start: int, end: int) -> None:
        """Two of ？！ side by side in one em; a third has its own (GB/T 15834 5.1.2, clreq 3.1.3.3)."""
        for at in range(start, end, 2):
            self._pair(role, at, min(at + 2, end))
            if at > start:
                self.items.joints[-1] = Joint(cost=NEVER)

    def _pair(self, role: str, start: int, end: int) -> None:
        text = self.text[start:end]
        level = self.met.alone(role, self.style.language, text)
        glyphs = [glyph for glyph in map(level.get, text) if glyph is not None]
        if len(glyphs) < 2 or glyphs[0].face != glyphs[1].face:
            for at in range(start, end):
                self._one(role, at, at + 1)
            return
        face = self.met.fonts.face(glyphs[0].face)
        xs = []
        for index, glyph in enumerate(glyphs):
            left, _, right, _ = face.ink(glyph.glyph)
            xs.append(0.5 * index - 0.25 - (left + right) / 2)
        shown = tuple([glyph.glyph for glyph in glyphs])
        self._add("X", "X", start, 1.0, Part(face.key, shown, tuple(xs), tuple(text), turn="upright"))

    def _word(self, role: str, start: int, end: int) -> None:
        """A Latin word or number: what of it stands, and what lies."""
        for at, after, hangul in _runs_of_hangul(self.codes, start, end):
            if hangul:
                self._hangul(role, at, after)
                continue
            text, behind = self.text[at:after], self.text[after : after + 1]
            if self._lying:
                self._western(role, at, after)
                continue
            before = -1
            for how, first, last in standing(text, self.style, behind, self._alone_in_line(at, after), self._width):
                if how == "lying":
                    self._western(role, at + first, at + last)
                elif how == "cell":
                    self._cell(role, at + first, at + last)
                else:
                    self._single(role, at + first)
                    if first and before == first - 1 and text[before:last].isalpha():
                        self.items.joints[-1] = Joint(cost=NEVER)  # letters of one word
                before = first if how == "single" else -1

    def _hangul(self, role: str, start: int, end: int) -> None:
        """Syllables of a Korean word, which is broken at blanks only (klreq 2.1)."""
        for at in range(start, end):
            self._one(role, at, at + 1)
            if at > start:
                self.items.joints[-1] = Joint(cost=NEVER)

    def _alone_in_line(self, start: int, end: int) -> bool:
        """Whether no blank alone parts a word from another Latin word."""
        return not (_word_beyond(self.codes, start, -1) or _word_beyond(self.codes, end - 1, 1))

    def _width(self, text: str) -> float:
        """Em that figures take on a level line."""
        runs = self.met.fonts.itemise(text, self.style.latin or self.style.font)
        return sum(shape(face, text[at:after], self.style.language, ())[1] for at, after, face in runs if face)

    def _matched(self, role: str, start: int, end: int) -> tuple[str, float, float]:
        """What lies stands in the middle of the line by its letters; words of a phrase alike, on one baseline."""
        latin, size, _ = super()._matched(role, start, end)
        small = any(map(str.islower, self.text[start:end])) or not self._alone_in_line(start, end)
        return latin, size, EM_MIDDLE - size * self.met.middle(latin, "x" if small else "")

    def _cell(self, role: str, start: int, end: int) -> None:
        """Figures side by side in one em, in its middle (纵中横: clreq 3.2.3, jlreq 3.2.5)."""
        text = self.text[start:end]
        latin, size, _ = super()._matched(role, start, end)
        runs = self.met.fonts.itemise(text, latin)
        face = runs[0][2]
        if len(runs) > 1 or face is None:
            self._western(role, start, end)
            return
        self._abreast(*shape(face, text, self.style.language, ()), size, text, start)

    def _abreast(self, part: Part, width: float, size: float, text: str, start: int) -> None:
        scale = min(1.0, WIDEST_LINE / (width * size))
        xs = tuple([(x - width / 2) * size * scale for x in part.xs])
        part = replace(part, xs=xs, turn="upright", scale=scale)
        self._add(*_like_figures(text), start, 1.0, self._sized(part, size))

    def _single(self, role: str, at: int) -> None:
        """A letter or figure upright in an em of its own."""
        text = self.text[at]
        if self.codes[at] in "NM":
            self._one(role, at, at + 1)
            return
        latin, size, _ = super()._matched(role, at, at + 1)
        glyph = self.met.alone(latin, self.style.language, text, True)[text]
        if glyph is None:
            self._small(role, latin, size, at)
            return
        part = Part(glyph.face, (glyph.glyph,), ((1 - glyph.advance * size) / 2,), (text,), turn="vertical")
        self._add(*_like_figures(text), at, 1.0, self._sized(part, size))

    def _small(self, role: str, latin: str, size: float, at: int) -> None:
        """A small figure or a fraction that the face lacks, upright in a cell; of several faces it lies."""
        text = self.text[at]
        kind = composition(text)[0]
        made = self.met.figures.made(text, kind, latin, self.style.language) if kind else None
        if made is None:
            self._missing("L", text, at)
        elif made[0].rest:
            self._western(role, at, at + 1)
        else:
            self._abreast(*made, size, text, at)

    def _sized(self, part: Part, size: float) -> Part:
        """An upright part whose glyphs are so large, on the axis of the line. xs: as they will be."""
        return replace(part, size=size, rise=EM_MIDDLE * (1 - size))


def _like_figures(text: str) -> tuple[str, str]:
    """Class codes of the edges of what stands like an ideograph; figures are like full-width ones."""
    if text in "%‰°":
        return "U", "U"
    return ("w" if text[0].isdigit() else "H"), ("w" if text[-1].isdigit() else "H")


def _runs_of_hangul(codes: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Start and end of what is hangul in a word and what is not."""
    for hangul, group in groupby(range(start, end), key=lambda at: codes[at] == "k"):
        at = list(group)
        yield at[0], at[-1] + 1, hangul


def _word_beyond(codes: str, at: int, step: int) -> bool:
    """Whether a blank alone parts the Latin character at a word's edge from another Latin word."""
    at += step
    if not (0 <= at < len(codes) and codes[at] == "b"):
        return False
    while 0 <= at < len(codes) and codes[at] == "b":
        at += step
    return 0 <= at < len(codes) and codes[at] in "Ldop"
