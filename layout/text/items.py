"""The items of a paragraph: what is set as one piece, with its glyphs, its width and its joints.

Items know nothing of size or measure, so a paragraph is shaped once and broken on as many measures as make-up asks for.
They are parallel lists with prefix sums: line breaking reads the sums, line setting reads the lists.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from copy import copy
from itertools import accumulate, pairwise

from layout.display import Turn
from layout.face import Face, Shaped
from layout.issue import Emphasis
from layout.text.addresses import in_address, of_long, tears
from layout.text.cjk import NEVER, WESTERN, Joint, Rules
from layout.value import replace, value

TORN_WORD = 4000.0
FORBIDDEN_BREAK = 20_000.0
HYPHENATED = 180.0
_SHORTEST = 5  # letters of a word that may be hyphenated
_WORD = re.compile(r"(?<![^\W_])[A-Za-zÀ-ɏ][a-zà-ɏ]{4,}(?![^\W_])")

_STAYS = frozenset(',.;:!?)]}%‰/-–~～－·’”"，。、：；？！％')
_LEADS = frozenset("([{“‘¿¡$￥£€+−±")


@value
class Part:
    """Glyphs of an item that is not one glyph at its own place. xs: em from the item's left edge; texts as in GlyphRun.

    ink: left and right edge of the ink, em, where a mark does not stand in the half of its box that it keeps when
    squeezed (of an upright one in a vertical line, its upper and lower edge). size: of the glyphs, in em of the line;
    xs have it already. rise: above the baseline, em. turn: as in display.GlyphRun before it is turned; of an "upright"
    one xs go from the middle of the item. scale: horizontal scaling of its outlines, xs have it. lifts: as in
    display.GlyphRun, em. rest: glyphs of other faces, sizes or heights that go on after these. stiff: its glyphs join
    or stand over each other, so that nothing parts them, tracking neither. leftward: a word of a phrase that is read
    from right to left; the next one stands at its left.
    """

    face: str
    glyphs: tuple[int, ...]
    xs: tuple[float, ...]
    texts: tuple[str, ...]
    ink: tuple[float, float] | None = None
    size: float = 1.0
    rise: float = 0.0
    turn: Turn = ""
    scale: float = 1.0
    lifts: tuple[float, ...] = ()
    rest: tuple[Part, ...] = ()
    stiff: bool = False
    leftward: bool = False

    @property
    def tracked(self) -> int:
        """How many spaces tracking adds to it: one a glyph, but one for all that share a cell or are joined."""
        return 1 if self.stiff or self.turn == "upright" else len(self.glyphs)

    def scaled(self, size: float, rise: float) -> Part:
        """The same, smaller or larger, at another height."""
        return replace(
            self,
            xs=tuple([x * size for x in self.xs]),
            size=self.size * size,
            rise=self.rise * size + rise,
            lifts=tuple([lift * size for lift in self.lifts]),
            rest=tuple([part.scaled(size, rise) for part in self.rest]),
        )


class Items:
    """A shaped paragraph; parallel lists, one entry an item; widths and gaps in em.

    left, right: class codes of the item's edges. starts: index of its first character, and the text's length at the
    end. joints: before each item. parts: by index, of items with more than one glyph or two faces; faces and glyphs: of
    the others. blanks: characters of the blank that stands before an item. missing: indexes of characters no face has.
    fallen: of those that another face than the role's own has: index, role, faces wanted and used. parted: start and
    length of each sequence of emoji that the face has no one sign for. interlinear: what
    asks for marks above or below the line. hyphens: what ends a line that is broken before an item, by its index.
    """

    def __init__(self, rules: Rules, length: int, missing: list[int] | None = None) -> None:
        self.rules = rules
        self.length = length
        self.left: list[str] = []
        self.right: list[str] = []
        self.starts: list[int] = []
        self.widths: list[float] = []
        self.joints: list[Joint] = []
        self.faces: list[str] = []
        self.glyphs: list[int] = []
        self.texts: list[str] = []
        self.parts: dict[int, Part] = {}
        self.blanks: dict[int, str] = {}
        self.missing: list[int] = missing or []
        self.fallen: list[tuple[int, str, str, str]] = []
        self.parted: list[tuple[int, int]] = []
        self.interlinear: tuple[Emphasis, ...] = ()
        self.hyphens: dict[int, Part] = {}

    def __len__(self) -> int:
        return len(self.widths)

    @property
    def has_addresses(self) -> bool:
        """Whether there is an address with a place where it may be torn."""
        return any(tears(self.joints[index].cost) for index in self.parts)

    def exploded(self, first: float, longest: float, everything: bool = False) -> tuple[Items, list[tuple[int, int]]]:
        """The same with Latin words and numbers wider than `longest` em cut into characters, to break where they must.

        first: the same for the word that opens the copy, which has the first line's room only. everything: also allow
        every forbidden break, at a price. Also returns start and length of each word cut, in characters.
        """
        out = Items(self.rules, self.length, missing=self.missing)
        out.interlinear = self.interlinear
        cut: list[tuple[int, int]] = []
        for index, width in enumerate(self.widths):
            part = self.parts.get(index)
            joint = self.joints[index]
            if everything and joint.cost == NEVER and index:
                joint = joint._replace(cost=FORBIDDEN_BREAK)
            if index in self.blanks:
                out.blanks[len(out)] = self.blanks[index]
            if (
                part is None
                or part.stiff
                or width <= (longest if index else first)
                or self.left[index] not in WESTERN + "w$"
                or len(part.glyphs) < 2
            ):
                out._append(self, index, joint)
                continue
            cut.append((self.starts[index], sum(map(len, part.texts))))
            out._append_characters(self, index, part, joint)
        return out, cut

    def with_long_addresses(self, longest: float) -> Items:
        """The same where addresses wider than `longest` em may be torn as they must; itself where there are none."""
        wide = list[int]()
        first = 0
        for index in range(1, len(self) + 1):
            if index < len(self) and tears(self.joints[index].cost):
                continue
            if index - first > 1 and self._width(first, index) > longest:
                wide += range(first + 1, index)
            first = index
        if not wide:
            return self
        out = copy(self)
        out.joints = list(self.joints)
        for index in wide:
            joint = self.joints[index]
            out.joints[index] = joint._replace(cost=of_long(joint.cost))
        return out

    def _width(self, first: int, after: int) -> float:
        return sum(self.widths[first:after]) + sum([joint.gap for joint in self.joints[first + 1 : after]])

    def hyphenated(self, places: Callable[[str], Sequence[int]], hyphen: Callable[[str], Part | None]) -> Items:
        """The same with Latin words cut where they may be hyphenated, at a price.

        places: offsets in a word; hyphen: the hyphen of a face. Words of one face only, and plain ones:
        WiFi keeps its shape.
        """
        out = Items(self.rules, self.length, missing=self.missing)
        out.interlinear = self.interlinear
        for index in range(len(self)):
            if index in self.blanks:
                out.blanks[len(out)] = self.blanks[index]
            part = self.parts.get(index)
            cuts = list[int]()
            if part is not None and self._is_word(index, part):
                word = "".join(part.texts)
                cuts = [match.start() + at for match in _WORD.finditer(word) for at in places(match[0])]
            mark = hyphen(part.face) if part is not None and cuts else None
            if part is None or mark is None:
                out._append(self, index, self.joints[index])
                continue
            edges = [0, *cuts, len(part.glyphs)]
            for first, after in pairwise(edges):
                if first:
                    out.hyphens[len(out)] = mark.scaled(part.size, part.rise)
                out._append_cut(
                    self, index, part, first, after, Joint(cost=HYPHENATED) if first else self.joints[index]
                )
        return out

    def _is_word(self, index: int, part: Part) -> bool:
        """Whether hyphens may part it: no address (R7), and each glyph one letter."""
        if self.left[index] not in "Lo" or part.stiff or len(part.glyphs) < _SHORTEST or not all(map(_one, part.texts)):
            return False
        return not any(in_address(joint.cost) for joint in self.joints[index : index + 2])

    def _append_cut(self, source: Items, index: int, part: Part, first: int, after: int, joint: Joint) -> None:
        """Glyphs first ≤ i < after of an item as an item of their own."""
        left = part.xs[first]
        right = part.xs[after] if after < len(part.xs) else source.widths[index]
        self.parts[len(self)] = Part(
            part.face,
            part.glyphs[first:after],
            tuple([x - left for x in part.xs[first:after]]),
            part.texts[first:after],
            part.ink,
            part.size,
            part.rise,
            part.turn,
        )
        self.left.append(source.left[index] if not first else "L")
        self.right.append(source.right[index] if after == len(part.glyphs) else "L")
        # Each cut begins where the one before it ends: counting from the word's start would square the time of long
        # ones.
        self.starts.append(self.starts[-1] + self._length(len(self.starts) - 1) if first else source.starts[index])
        self.widths.append(right - left)
        self.joints.append(joint)
        self.faces.append(part.face)
        self.glyphs.append(0)
        self.texts.append("")

    def _length(self, index: int) -> int:
        """Characters of an item that has its own glyphs."""
        return sum(map(len, self.parts[index].texts))

    def rest(self, first: int) -> Items:
        """The items from `first` on."""
        out = Items(self.rules, self.length, missing=self.missing)
        out.interlinear = self.interlinear
        for index in range(first, len(self)):
            if index in self.blanks and index > first:
                out.blanks[len(out)] = self.blanks[index]
            out._append(self, index, self.joints[index] if index > first else Joint(cost=NEVER))
        return out

    def _append(self, source: Items, index: int, joint: Joint) -> None:
        if index in source.parts:
            self.parts[len(self)] = source.parts[index]
        self.left.append(source.left[index])
        self.right.append(source.right[index])
        self.starts.append(source.starts[index])
        self.widths.append(source.widths[index])
        self.joints.append(joint)
        self.faces.append(source.faces[index])
        self.glyphs.append(source.glyphs[index])
        self.texts.append(source.texts[index])

    def _append_characters(self, source: Items, index: int, part: Part, joint: Joint) -> None:
        edges = [at for at, text in enumerate(part.texts) if text and not (at and _unseen(text))] + [len(part.glyphs)]
        before = ""
        for first, after in pairwise(edges):
            if first:
                # R1–R3 hold here too: closing marks and what joins stay with the piece before, opening ones and a sign
                # with the piece after.
                sign = first == edges[1] and source.left[index] == "$"
                stays = part.texts[first][0] in _STAYS or before in _LEADS or sign
                joint = Joint(cost=NEVER if stays else TORN_WORD)
            self._append_cut(source, index, part, first, after, joint)
            before = part.texts[first][-1]


def _unseen(text: str) -> bool:
    """Whether it is a character that only says how others stand, as a soft hyphen: it stays with what is before it."""
    return unicodedata.category(text[0]) == "Cf"


def _one(text: str) -> bool:
    return len(text) == 1


def shaped_part(face: Face, text: str, shaped: Shaped, vertical: bool = False) -> tuple[Part, float]:
    """Glyphs at their own places, and their width in em; vertical: upright, and their height."""
    edges = list(accumulate(shaped.advances, initial=0.0))
    xs, texts = edges[:-1], texts_of(text, shaped.clusters)
    turn: Turn = "vertical" if vertical else ""
    if not shaped.shifts:
        return Part(face.key, shaped.glyphs, tuple(xs), texts, turn=turn), edges[-1]
    along = [-up if vertical else right for right, up in shaped.shifts]
    xs = [x + shift for x, shift in zip(xs, along, strict=True)]
    lifts = tuple([0.0 if vertical else up for _, up in shaped.shifts])
    lifts = lifts if any(lifts) else ()
    stiff = bool(lifts) or (len(xs) > 1 and xs[-1] < xs[0])
    return Part(face.key, shaped.glyphs, tuple(xs), texts, turn=turn, lifts=lifts, stiff=stiff), edges[-1]


def texts_of(text: str, clusters: tuple[int, ...]) -> tuple[str, ...]:
    """The characters of each glyph; "" on the later glyphs of a cluster."""
    heads = sorted(set(clusters))
    ends = dict(zip(heads, [*heads[1:], len(text)], strict=True))
    out, seen = [], set()
    for cluster in clusters:
        out.append("" if cluster in seen else text[cluster : ends[cluster]])
        seen.add(cluster)
    return tuple(out)
