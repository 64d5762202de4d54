"""One piece of copy after another made into items: ideographs, marks, dashes, groups of marks,
Latin words, clusters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import add
from typing import Any

from layout.display import EM_MIDDLE, Turn
from layout.face import Face
from layout.scripts import composition
from layout.text.addresses import IN_NUMBER, address_cuts
from layout.text.cjk import NEVER, WESTERN, Joint
from layout.text.codes import joins
from layout.text.glyphs import Glyph, Glyphs
from layout.text.items import Items, Part, shaped_part
from layout.theme import TextStyle
from layout.value import replace

HYPHEN_BREAK = 60.0
RARE_BREAK = 300.0  # legal, but it parts a word where no reader expects it: 5G-|A, Node.|js

# One piece of setting, over class codes: a Latin word or number; dashes; ellipses; several ？！; full-width digits;
# blanks; a word that runs leftward; a flag; any other character with what extends it; ideographs and the marks
# between them, most of all copy, many at a time. Dashes and the like are grouped four or eight at most: rows of them
# break.
_PIECES = re.compile(
    r"(?P<plain>(?:[HhKCqPSOQU]|!(?!!))+(?![cj]))|(?P<western>[Ldopk/-](?:[Ldopk/\-ci]|j.|[NM](?=[Ldk]))*)|(?P<dash>D{1,4})|(?P<ellipsis>E{1,4})|(?P<shout>!{2,8})"
    r"|(?P<leftward>A(?:[Aci]|j.|p+(?=b+A))*)"
    r"|(?P<digits>\$?w(?:[wPSN／]*w)?U?)|(?P<blank>[bBzxi]+)|(?P<one>rr|.(?:c|j.?)*)",
    re.DOTALL,
)
# Needed by few paragraphs, so compiled when first needed.
_WORD_BREAK = (
    r"(?P<even>(?<=[^\W\d_]{2}[-‐])(?=[^\W\d_]{2})|(?<=[\d%‰][–～－])(?=\d)|(?<=[^\W\d_]{3}[/&])(?=[^\W\d_]{3}))"
    r"|(?<=[^\W_][-‐])(?=[^\W\d_])|(?<=[^\W_]_)(?=[^\W_])|(?<=[^\W_]{2}\.)(?=[^\W\d_]{2})"
)
# SI 9th ed. tables 2–8 and what newspapers write beside them, with their prefixes; a blank parts them from the number.
_UNIT = (
    r"[kMGTcdhmnμµ]?(?:m|g|s|W|Wh|V|A|Ah|Hz|Pa|L|l|B|b|bps|J|N|K|cal|dB|mol|lx|lm)(?:[²³23]|/(?:h|s|d|m[²³23]?|L|kg|min))?"
    r"|t|ha|h|min|d|rpm|°C|pH|px|bp|kn|mu|kW·h"
)
_TSHEG = "\u0f0b"  # ends a Tibetan syllable; a line may end there (UAX #14 BA)
_NARROW = ("pwid",)  # Latin quotation marks of faces whose own are full width


class Pieces:
    """Appends the pieces of one copy to its items."""

    def __init__(self, met: Glyphs, text: str, codes: str, style: TextStyle, items: Items) -> None:
        self.met = met
        self.text = text
        self.codes = codes
        self.style = style
        self.items = items
        self.vertical = style.vertical
        self.turn: Turn = "vertical" if style.vertical else ""  # of what stands upright
        self.blank = ""  # class codes of the blank before the next item
        self.blank_text = ""

    def set(self, role: str, start: int, end: int, raised: bool = False) -> None:
        """The pieces of a stretch of copy set alike; most of it is ideographs, taken many at a time. raised: it will be
        a superscript."""
        text, codes = self.text, self.codes
        met = self.met.known(role, self.style.language, text[start:end], self.vertical)
        if met is None:
            met = self._alone(role, plain(text, codes, start, end))
        for piece in _PIECES.finditer(codes, start, end):
            at, after = piece.span()
            kind = piece.lastgroup
            if kind == "plain":
                self._plain(role, at, after, list(map(met.get, text[at:after])))
            elif kind == "blank":
                self.blank += piece[0]
                self.blank_text += text[at:after]
            else:
                self._piece(str(kind), role, at, after)

    def _alone(self, role: str, characters: str) -> dict[str, Glyph | None]:
        return self.met.alone(role, self.style.language, characters, self.vertical)

    def _plain(self, role: str, start: int, end: int, found: list[Glyph | None]) -> None:
        """Characters of one em or so each, whose glyphs were found, side by side; some may need more care."""
        at = start
        for index in [index for index, glyph in enumerate(found, start) if glyph is None or glyph.ink is not None]:
            self._many(at, index, found[at - start : index - start])
            self._one(role, index, index + 1)
            at = index + 1
        self._many(at, end, found[at - start :])

    def _many(self, start: int, end: int, found: Sequence[Any]) -> None:
        """The same where none does. found: a Glyph each. List by list: most copy goes through here."""
        if start == end:
            return
        items, codes = self.items, self.codes[start:end]
        faces, glyphs, advances, *_ = zip(*found, strict=True)
        items.joints.append(self._before(codes[0]))
        items.joints += map(items.rules.__getitem__, map(add, codes, codes[1:]))
        items.left += codes
        items.right += codes
        items.starts += range(start, end)
        if min(advances) == max(advances) == 1.0:
            items.widths += advances
        else:
            items.widths += [advance if code in "HhK" else 1.0 for advance, code in zip(advances, codes, strict=True)]
        items.faces += faces
        items.glyphs += glyphs
        items.texts += self.text[start:end]

    def _before(self, code: str) -> Joint:
        """The joint before the next item, which begins with `code`."""
        last = self.items.right[-1] if self.items.right else ""
        return self.items.rules[last + code] if last and not self.blank else self._joint(last, code)

    def _joint(self, last: str, code: str) -> Joint:
        """The joint before the next item where a blank was typed, or at the start of the copy."""
        blank, typed = self.blank, self.blank_text
        self.blank = self.blank_text = ""
        if not last:
            return Joint(cost=NEVER)
        joint = self.items.rules[last + code]
        wide = blank.count("B")
        if wide:
            # An ideographic space is a gap, so it vanishes at a line's end (UAX #14 BA, tailored).
            self.items.blanks[len(self.items)] = "　" * wide
            joint = Joint(float(wide), cost=self.items.rules.word_space(last, code).cost)
        elif "b" in blank and (
            (last in WESTERN and code in WESTERN) or ("k" in (last, code) and _beside_hangul(last, code))
        ):
            self.items.blanks[len(self.items)] = " "
            joint = self.items.rules.word_space(last, code)
        if "x" in blank or any(character == "\u00a0" for character in typed):
            return joint._replace(cost=NEVER)
        if "z" in blank and code not in self.items.rules.never_first and last not in self.items.rules.never_last:
            return joint._replace(cost=0.0)
        return joint

    def _add(self, first: str, last: str, start: int, width: float, part: Part) -> None:
        """One item of its own glyphs."""
        items = self.items
        items.joints.append(self._before(first))
        items.parts[len(items)] = part
        items.left.append(first)
        items.right.append(last)
        items.starts.append(start)
        items.faces.append(part.face)
        items.glyphs.append(0)
        items.texts.append("")
        items.widths.append(width)

    def _piece(self, kind: str, role: str, start: int, end: int) -> None:
        if kind == "western":
            self._word(role, start, end)
        elif kind == "leftward":
            self._leftward(role, start, end)
        elif kind == "dash":
            self._dashes(role, start, end)
        elif kind == "shout":
            self._shout(role, start, end)
        elif kind in ("ellipsis", "digits"):
            self._group(kind, role, start, end)
        else:
            self._one(role, start, end)

    def _one(self, role: str, start: int, end: int) -> None:
        """A character that needs more care than an ideograph: odd ink, an interpunct, a cluster, a missing glyph."""
        text, code = self.text[start:end], self.codes[start]
        if code == "c" or code in "rji" or code == "w":
            code = "H"
        if len(text) > 1:
            part, width = self._cluster(role, text, start)
            self._add(code, code, start, width, part)
            return
        glyph = self._alone(role, text)[text]
        if glyph is None:
            self._missing(code, text, start)
            return
        if code == "M":
            width = self.items.rules.interpunct
        elif code in "CqPS!OQ／X":
            width = 1.0
        else:
            width = glyph.advance
        ink = glyph.ink
        x = (width - glyph.advance) / 2 if code in "M／" else 0.0
        if code in "OQ" and glyph.advance < 1:
            x = 1 - glyph.advance
        part = Part(glyph.face, (glyph.glyph,), (x,), (text,), ink, turn=self.turn)
        self._add(code, code, start, width, self._placed(part, glyph))

    def _missing(self, code: str, text: str, start: int) -> None:
        """A character no face has is reported; an em of space, which carries its text, keeps its place."""
        self.items.missing.append(start)
        self._add(code, code, start, 1.0, self._blank(text))

    def _blank(self, text: str) -> Part:
        blank = self._alone(self.style.font, "　")["　"]
        face, glyph = (blank.face, blank.glyph) if blank else ("", 0)
        return Part(face, (glyph,), (0.0,), (text,), turn=self.turn)

    def _miss(self, role: str, text: str, start: int) -> None:
        """Of a letter and its marks, what is lacking is reported, not the letter."""
        lacking = self.met.fonts.missing(text, role) or (len(text) - 1,)
        self.items.missing += [start + at for at in lacking]

    def _cluster(self, role: str, text: str, start: int) -> tuple[Part, float]:
        face = self.met.face(role, text)
        if face is None:
            self._miss(role, text, start)
            return self._blank(text), 1.0
        part, width = shape(face, text, self.style.language, (), self.vertical)
        if face.entry.lends == "emoji" and sum(face.ink(glyph)[2] > face.ink(glyph)[0] for glyph in part.glyphs) > 1:
            self.items.parted.append((start, len(text)))
        return part, width

    def _dashes(self, role: str, start: int, end: int) -> None:
        """—— is 2 em and its strokes touch (GB/T 15834 5.1.4): pair by pair, and one alone is 1 em."""
        parts, width = [], 0.0
        at = start
        while at < end:
            pair = (
                self.text[at : at + 2]
                if self.text[at] in "—―" and at + 2 <= end and self.text[at + 1] in "—―"
                else self.text[at]
            )
            drawn = {"⸺": "——", "⸻": "———"}.get(pair, pair)
            face = self.met.face(role, drawn)
            if face is None:
                self.items.missing.append(at)
            else:
                parts.append((width, self._dash(face, drawn, pair)))
            width += float(len(drawn))
            at += len(pair)
        if not parts:
            self._missing("D", self.text[start:end], start)
            return
        # One stroke alone connects; only the dash of two em may head a line (R2, R4; GB/T 15834 5.1.4, 5.1.6).
        code = "N" if end - start == 1 and self.text[start] in "—―" else "D"
        self._add(code, code, start, width, _joined(parts))

    def _group(self, kind: str, role: str, start: int, end: int) -> None:
        """…… is 2 em; ？！ 1 em and ！！！ 2 em (GB/T 15834 5.1.2, 5.1.5);
        full-width digits stand whole at 1 em each."""
        text = self.text[start:end]
        count = len(text)
        cell = 1.0
        if kind == "shout":
            cell = (count // 2 + count % 2) / count
        met = self._alone(role, text)
        parts = []
        for index, character in enumerate(text):
            glyph = met[character]
            if glyph is None:
                self.items.missing.append(start + index)
                continue
            x = (cell - glyph.advance) / 2
            if kind == "shout":
                # The halves of the boxes that have the ink stand evenly, from the group's left edge to its right.
                left, _, right, _ = self.met.fonts.face(glyph.face).ink(glyph.glyph)
                x = index * ((count * cell - 0.5) / (count - 1) - cell) + 0.25 - _middle((left + right) / 2)
            part = Part(glyph.face, (glyph.glyph,), (x,), (character,), turn=self.turn)
            parts.append((index * cell, self._placed(part, glyph)))
        if not parts:
            self._missing("H", text, start)
            return
        first = {"ellipsis": "E", "shout": "X", "digits": self.codes[start]}[kind]
        last = {"ellipsis": "E", "shout": "X", "digits": self.codes[end - 1]}[kind]
        for part, at, after in _by_face(parts):
            self._add(first, last, start + at, cell * (after - at), part)
            if at:
                self.items.joints[-1] = Joint(cost=NEVER)

    def _word(self, role: str, start: int, end: int) -> None:
        self._western(role, start, end)

    def _placed(self, part: Part, glyph: Glyph) -> Part:
        """A sign as it stands in this kind of line."""
        return part

    def _shout(self, role: str, start: int, end: int) -> None:
        self._group("shout", role, start, end)

    def _dash(self, face: Face, drawn: str, text: str) -> Part:
        return dash(face, drawn, text, self.style.language)

    def _matched(self, role: str, start: int, end: int) -> tuple[str, float, float]:
        """The role of the Latin beside another, its size and how far it stands above the line, em."""
        latin = self.style.latin
        return (latin, *self.met.match(role, latin)) if latin and latin != role else (role, 1.0, 0.0)

    def _western(self, role: str, start: int, end: int) -> None:
        """A Latin word, number or address: whole, or in the pieces R7 lets it break into."""
        text = self.text[start:end]
        cuts = self._cuts(text)
        before = self.items.right[-1] if self.items.right else ""
        role, size, rise = self._matched(role, start, end)
        for first, after in pairwise([0, *cuts, len(text)]):
            piece = text[first:after]
            for begin, finish, face, figures in self._runs(piece, role):
                chunk = piece[begin:finish]
                at = start + first + begin
                if face is None and figures is None:
                    self._miss(role, chunk, at)
                    for offset, character in enumerate(chunk):
                        self._add("L", "L", at + offset, 1.0, self._blank(character))
                    continue
                if figures is not None:
                    part, width = figures
                else:
                    assert face is not None
                    narrow = _NARROW if "’" in chunk or "“" in chunk or "”" in chunk or "‘" in chunk else ()
                    part, width = shape(face, chunk, self.style.language, narrow)
                if size != 1.0 or rise:
                    part, width = part.scaled(size, rise), width * size
                self._add(self._edge(at), self._edge(at + len(chunk) - 1), at, width, part)
                if composition(chunk[0])[0] in ("sub", "super") and len(self.items) - 1 not in self.items.blanks:
                    self.items.joints[-1] = Joint(cost=NEVER)  # it belongs to what stands before, Han too: 注¹
                if (
                    not at - start
                    and before == "d"
                    and len(self.items) - 1 in self.items.blanks
                    and re.fullmatch(_UNIT, text)
                ):
                    self.items.joints[-1] = self.items.joints[-1]._replace(cost=NEVER)  # R6
                if first and not begin:
                    self.items.joints[-1] = self.items.joints[-1]._replace(cost=cuts[first])

    def _leftward(self, role: str, start: int, end: int) -> None:
        """A word of Arabic script, joined, with the stops that more words follow; on the line they stand from right to
        left."""
        text = self.text[start:end]
        face = self.met.face(role, text)
        if face is None or self.met.fonts.missing(text, role):
            for at, character in enumerate(text, start):
                if self.met.fonts.missing(character, role):
                    self.items.missing.append(at)
                self._add("L", "L", at, 1.0, self._blank(character))
            return
        part, width = shape(face, text, self.style.language, ())
        if self.vertical:  # it lies, its letters in the middle of the line
            part = part.scaled(1.0, EM_MIDDLE - self.met.middle(role, "x"))
        self._add("L", "L", start, width, replace(part, stiff=True, leftward=True))

    def _runs(self, piece: str, role: str) -> Iterator[tuple[int, int, Face | None, tuple[Part, float] | None]]:
        """Runs of one face, and figures and fractions that are made: start, end, face, figures with their width."""
        for start, end, kind in self.met.figures.stretches(piece, role):
            figures = self.met.figures.made(piece[start:end], kind, role, self.style.language) if kind else None
            if figures is not None:
                yield start, end, None, figures
                continue
            for first, after, face in self.met.fonts.itemise(piece[start:end], role):
                yield start + first, start + after, face, None

    def _edge(self, at: int) -> str:
        """Class code of a Latin item's edge; a hyphen that is a number's sign may head a line,
        any other may not (R2)."""
        code = self.codes[at]
        if code in "ciNMj":
            return "L"
        if code == "-" and (self.codes[at + 1 : at + 2] not in ("d", "w") or joins(self.text, self.codes, at)):
            return "p"
        return code

    def _cuts(self, text: str) -> dict[int, float]:
        """Where a word may be broken, and at what price, R7 (clreq 3.2.4): numbers stay whole (R6)."""
        if len(text) < 4:
            return {}
        cuts = address_cuts(text)
        if cuts is not None:
            return cuts
        if _TSHEG in text:
            return dict.fromkeys(
                (at for at in range(1, len(text)) if text[at - 1] == _TSHEG and text[at] != _TSHEG), 0.0
            )
        # Of a range, each number stays whole and the connector with the first (R2).
        return {
            match.start(): HYPHEN_BREAK if match["even"] is not None else RARE_BREAK
            for match in re.finditer(_WORD_BREAK, text)
            if 0 < match.start() < len(text) and not IN_NUMBER.match(text, match.start() - 2, match.start() + 1)
        }


def _beside_hangul(last: str, code: str) -> bool:
    """Blanks between Korean words stay; beside full-width marks they are none."""
    return last in WESTERN + "HhU" and code in WESTERN + "HhU"


def plain(text: str, codes: str, start: int, end: int) -> str:
    """The characters that are set one by one."""
    return "".join(
        [
            character
            for character, code in zip(text[start:end], codes[start:end], strict=True)
            if code not in "Ldop-/kAbBzxicj"
        ]
    )


def shape(
    face: Face, text: str, language: str, features: tuple[str, ...], vertical: bool = False
) -> tuple[Part, float]:
    """Glyphs of a word at their own places, and its width in em; vertical: upright, and its height."""
    return shaped_part(face, text, face.shape(text, language, features, vertical), vertical)


def _middle(ink: float) -> float:
    """Where a mark stands in its box by its drawing: in the middle of the left half or of the whole,
    else where its ink is."""
    return next((middle for middle in (0.25, 0.5) if abs(ink - middle) < 0.02), ink)


def dash(face: Face, drawn: str, text: str, language: str) -> Part:
    """A dash of one, two or three em, its strokes touching."""
    shaped = face.shape(drawn, language)
    if len(shaped.glyphs) == 1:
        x = (len(drawn) - shaped.advances[0]) / 2
        return Part(face.key, shaped.glyphs, (x,), (text,))
    # No ligature in this face: the strokes are set ink to ink, and the whole is centred on its em.
    left, _, right, _ = face.ink(shaped.glyphs[0])
    stroke = min(right - left, 1.0)
    start = (len(drawn) - stroke * len(shaped.glyphs)) / 2
    xs = tuple([start + index * stroke - left for index in range(len(shaped.glyphs))])
    texts = tuple(text) if len(text) == len(xs) else (text, *[""] * (len(xs) - 1))
    return Part(face.key, shaped.glyphs, xs, texts)


def _joined(parts: list[tuple[float, Part]]) -> Part:
    """Parts of one face at their places, as one."""
    return replace(
        parts[0][1],
        glyphs=tuple([glyph for _, part in parts for glyph in part.glyphs]),
        xs=tuple([place + x for place, part in parts for x in part.xs]),
        texts=tuple([text for _, part in parts for text in part.texts]),
        ink=None,
    )


def _by_face(cells: list[tuple[float, Part]]) -> list[tuple[Part, int, int]]:
    """Neighbouring cells of one face joined, with the first cell's index and the one after the last."""
    out = []
    at = 0
    for _, group in groupby(cells, key=lambda cell: cell[1].face):
        run = list(group)
        out.append((_joined([(place - run[0][0], part) for place, part in run]), at, at + len(run)))
        at += len(run)
    return out
