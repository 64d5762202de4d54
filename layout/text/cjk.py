"""Character classes and the rules between two neighbours, for Simplified and Traditional Chinese, Japanese and Korean.

The data stand in data/cjk, each row with its clause. A paragraph's text becomes a text of class codes of the same
length (`Classes`, one C call), and whatever may happen between two neighbours is one look-up by their two codes
(`Rules`).
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from typing import Any, NamedTuple

from layout.diagnostics import resource
from layout.text.standing import kept_whole

NEVER = float("inf")

WESTERN = "Ldop-/k"  # edges of Latin words, numbers and hangul
_IDEOGRAPHS = "HhK"
_CLOSING = "CqPS!"  # blank on the right
_OPENING = "OQ"  # blank on the left
_BESIDE_GAPS_LEFT = _IDEOGRAPHS + _CLOSING + "XUwDE"
_BESIDE_GAPS_RIGHT = _IDEOGRAPHS + _OPENING + "UwDE"

# Order of giving way when a line is too long, R14: clreq «Reducing space».
WORD, INTERPUNCT, BRACKET, PAUSE, MIXED, STOP = range(6)
_YIELDS = {"M": INTERPUNCT, **dict.fromkeys("OCQq", BRACKET), "P": PAUSE, "S": STOP, "!": STOP}

HEADED_BY_DASH = 60.0  # R4
NUMBER_AND_MEASURE_WORD = 25.0  # R6, clreq issue 262


class Joint(NamedTuple):
    """What stands between two neighbours of one line, in em.

    gap: added, negative where two marks share their blanks. shrink: what may still be taken away, and its turn (WORD …
    STOP). stretch: what may be added before ideographs are parted. spot: 1 where ideographs may be parted.
    cost: demerits of ending a line here; NEVER = forbidden.
    """

    gap: float = 0.0
    shrink: float = 0.0
    turn: int = PAUSE
    stretch: float = 0.0
    spot: int = 0
    cost: float = 0.0


# Natural, least and most word space: jlreq 3.2.6 (⅓, ¼, ½ em).
_WORD_SPACE = 1 / 3
_WORD_SHRINK = _WORD_SPACE - 1 / 4
_WORD_STRETCH = 1 / 2 - _WORD_SPACE
# Natural, least and most gap between Han and Latin, R13: clreq «Mixed text composition» (¼, ⅛, ½ em).
_MIXED_GAP, _MIXED_SHRINK, _MIXED_STRETCH = 1 / 4, 1 / 8, 1 / 4


class Classes(dict[int, str]):
    """Class code of each character of a language, for str.translate; what no row names is judged once and kept."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._ranges: list[tuple[int, int, str]] = []
        rows = _read("classes.toml")["class"]
        base = "zh-Hant" if language.startswith("zh-Hant") else language
        for row in sorted(rows, key=lambda row: "languages" in row):
            if base in row.get("languages", [base]):
                self.update(dict.fromkeys(map(ord, row.get("characters", "")), row["code"]))
                self._ranges += [(ord(pair[0]), ord(pair[2]), row["code"]) for pair in _pairs(row)]

    def __missing__(self, code: int) -> str:
        found: str | None
        if 0x4E00 <= code <= 0x9FFF:
            found = "H"  # nearly every character met: no range holds any of these
        else:
            found = next((name for first, last, name in self._ranges if first <= code <= last), None)
        if found is None:
            character = chr(code)
            wide = unicodedata.east_asian_width(character) in "WFA" or unicodedata.category(character) in ("So", "Co")
            found = "H" if wide else "c" if unicodedata.category(character) in ("Mn", "Mc", "Me") else "L"
        self[code] = found
        return found


def _pairs(row: dict[str, Any]) -> list[str]:
    return [text[at : at + 3] for text in row.get("ranges", []) for at in range(0, len(text), 3)]


class Rules(dict[str, Joint]):
    """The joint between two neighbours, by their two class codes written together; made at the first asking.

    Raises KeyError for a level or style that rules.toml does not have.
    """

    def __init__(
        self, language: str, punctuation: str, level: str, vertical: bool = False, hanging: bool = False
    ) -> None:
        super().__init__()
        self.vertical = vertical
        # Before an opening mark; those that keep their em in a vertical line leave it to the opening one to give half.
        self._leading = _OPENING + ("MX" if vertical else "M")
        self.kept_whole = kept_whole(language) if vertical else frozenset[str]()
        data = _read("rules.toml")
        self.classes = classes(language)
        self.never_first = data["level"][level]["start"]
        self.never_last = data["level"][level]["end"]
        self.level = level
        self._trimmed = data["style"][punctuation]["trimmed"]
        self._squeezed = data["style"][punctuation]["squeezed"]
        self._cells = data["style"][punctuation].get("cells", False)
        # jlreq 3.1.9, cl-04: ？！ of Japanese fill their em and give none of it.
        self._closing = _CLOSING.replace("!", "") if language == "ja" else _CLOSING
        # R12, GB/T 15834 5.1.7: ½ em in Simplified copy.
        self.interpunct = 0.5 if language == "zh-Hans" else 1.0
        # R8 (GB/T 15834 5.1.10) and R9: half a full-width mark's box stands outside the line.
        self.end: dict[str, float] = {} if self._cells else dict.fromkeys(self._closing, -0.5)
        # Traditional and Japanese copy may keep the whole em there (R26; jlreq 3.1.9): before ideographs are parted, it
        # does. How many halves of its box a mark may take back into the line.
        keeps = language == "ja" or language.startswith("zh-Hant")
        self.whole: dict[str, int] = dict.fromkeys(self.end if keeps else "", 1)
        self.start: dict[str, float] = {} if self._cells else dict.fromkeys(_OPENING, -0.5)
        if hanging and not self._cells:
            # ぶら下げ: a 、 or 。 stands outside with its whole box where that spares the line a change (jlreq 3.8.2).
            self.end |= dict.fromkeys("PS", -1.0)
            self.whole |= dict.fromkeys("PS", 2)

    def __missing__(self, pair: str) -> Joint:
        left, right = pair[0], pair[1]
        joint = self[pair] = self._space(left, right)._replace(cost=self._cost(left, right))
        return joint

    def word_space(self, left: str, right: str) -> Joint:
        """The joint where a blank stands between two Latin words."""
        cost = self._cost(left, right, blank=True)
        return Joint(_WORD_SPACE, _WORD_SHRINK, WORD, _WORD_STRETCH, 0, cost)

    def _space(self, left: str, right: str) -> Joint:
        if (left in _IDEOGRAPHS and right in "Ldo-") or (left in "Ldp-/" and right in _IDEOGRAPHS):
            return Joint(_MIXED_GAP, _MIXED_SHRINK, MIXED, _MIXED_STRETCH)
        before, after = self._blank(left, self._closing), self._blank(right, _OPENING)
        spot = int(
            (left in _BESIDE_GAPS_LEFT and right in _BESIDE_GAPS_RIGHT and left + right not in ("DD", "EE"))
            or (left in _CLOSING + "X" and right in "Ldo")
            or (left in "Ldp" and right in _OPENING)
        )
        if not before + after:
            return Joint(spot=spot)
        if self._cells:
            return Joint(spot=spot)
        trim = before * (left in self._trimmed) + after * (right in self._trimmed)
        if (before and right in _CLOSING + _OPENING + "MX") or (after and left in self._leading):
            # R10: two marks together take 1.5 em in every style.
            trim = max(trim, 0.5)
        shrink = sum(blank for mark, blank in ((left, before), (right, after)) if mark in self._squeezed)
        shrink = min(shrink, before + after - trim)
        turn = max(_YIELDS[mark] for mark, blank in ((left, before), (right, after)) if blank)
        return Joint(-trim, shrink, turn, spot=spot)

    def _blank(self, mark: str, side: str) -> float:
        """Blank of a mark's box on its outer side, em."""
        if mark == "M":
            return (self.interpunct - 0.5) / 2
        return 0.5 if mark in side else 0.0

    def _cost(self, left: str, right: str, blank: bool = False) -> float:
        if right in self.never_first or left in self.never_last or right in "p/x" or left in "ox":
            return NEVER
        if self.level != "none" and (right == "U" or left == "$") and not blank:
            return NEVER
        if not blank and ((left in WESTERN and right in WESTERN) or (left in "Ldw-" and right in "dw")):
            return NEVER
        if right in "DE":
            return HEADED_BY_DASH
        if left in "dw" and (right == "h" or (right == "L" and blank)):
            return NUMBER_AND_MEASURE_WORD
        return 0.0


@cache
def classes(language: str) -> Classes:
    return Classes(language)


@cache
def rules(language: str, punctuation: str, level: str, vertical: bool = False, hanging: bool = False) -> Rules:
    return Rules(language, punctuation, level, vertical, hanging)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resource(f"cjk/{name}").decode("utf-8"))
