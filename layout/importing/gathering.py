"""Builds the parts of one source in its order, so that no reader has to number them.

Blanks are nobody's copy; every other character goes in by `keep`, `leave` or `change`, and by nothing else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from layout.diagnostics import resource
from layout.importing.container import Damaged
from layout.importing.values import Part, Passage, Place, Unit
from layout.value import replace
from layout.value import value as value_class

MOST_IN_PASSAGE = 10_000
"""Parts of a paragraph; a page of a paper in one has some hundred. More are looked at over and over."""
MOST_TURNS = 1_000
"""Lines broken by hand in a paragraph."""
MOST_IN_FILE = 1_000_000
"""Parts; of two million characters two each."""
MOST_PASSAGES = 60_000
"""Paragraphs, lines and cells of a file; a year of a weekly has 20,000."""
_JOINERS = "\u200c\u200d"  # between letters of scripts that need them, and in emoji
_SELECTORS = range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)


class Gathering:
    """The parts of one file in its order. Each passage is begun by `begin`; one amid another (a text box) stands
    between `suspend` and `resume`."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.left: list[Passage] = []
        self.place = Place(file)
        self._index = 0
        self._parts: list[Part] = []
        self._offset = 0
        self._turns = self._passages = 0

    def begin(self, unit: Unit, number: int, part: str = "") -> None:
        """A new paragraph, line or cell: its place."""
        self.place = Place(self.file, unit, number, part)
        self._passages += 1
        if self._passages > MOST_PASSAGES:
            raise Damaged("NP984", what=f"more than {MOST_PASSAGES} paragraphs", most=f"{MOST_PASSAGES} paragraphs")
        self._parts, self._offset, self._turns = [], 0, 0

    def suspend(self) -> Suspended:
        suspended = Suspended(self.place, self._parts, self._offset)
        self._parts = []
        return suspended

    def resume(self, suspended: Suspended) -> None:
        self.place, self._offset = suspended.place, suspended.offset
        self._parts = suspended.parts

    def keep(self, text: str, mark: str = "", value: str = "") -> None:
        """Copy of the source; forms that stand for others are mended, what prints nothing is left out."""
        for run, mended, reason in _runs(text):
            self._put(run, mended, reason, mark if mended else "", value if mended else "")

    def ruby(self, base: str, reading: str, reading_first: bool = False, before: str = "") -> None:
        """Characters with a reading above. reading_first: so the source has them; before: a sign that the source has
        before a reading, for programs that cannot set it above."""
        if base.strip() and reading.strip() and not set(base + reading) & set("{}|\n"):
            base, reading = base.strip(), reading.strip()
            source = reading + base if reading_first else base + before + reading
            self._put(source, base, "markup" if before.strip() else "", "ruby", reading)
        elif reading_first:
            self.leave(reading, "reading")
            self.keep(base)
        else:
            self.keep(base)
            self.leave(before, "markup")
            self.leave(reading, "reading")

    def leave(self, text: str, reason: str) -> None:
        """Characters of the source that are not copy, amid the passage."""
        if text.strip():
            self._put(text, "", reason)

    def change(self, source: str, result: str, reason: str) -> None:
        self._put(source, result, reason)

    def add(self, text: str, reason: str, mark: str = "") -> None:
        """Copy that the source does not have as characters."""
        self._put("", text, reason, mark)

    def turn(self) -> None:
        """A line broken by hand."""
        self._turns += 1
        if self._turns > MOST_TURNS:
            raise Damaged("NP984", what=f"a paragraph of more than {MOST_TURNS} lines", most=f"{MOST_TURNS}")
        self._put("", "\n", "")

    def passage(self) -> Passage:
        """What has come since `begin`."""
        return Passage(tuple(self._parts))

    @property
    def last(self) -> str:
        """The last character that has come since `begin`; "" = none."""
        return next((part.result[-1] for part in reversed(self._parts) if part.result), "")

    def drop(self, text: str, reason: str, unit: Unit = "", number: int = 0, part: str = "") -> None:
        """A passage left out whole."""
        if text.strip():
            suspended = self.suspend()
            self.begin(unit, number, part)
            self.leave(text, reason)
            self.left.append(self.passage())
            self.resume(suspended)

    def _put(self, source: str, result: str, reason: str, mark: str = "", value: str = "") -> None:
        place = replace(self.place, offset=self._offset)
        self._index += 1
        if len(self._parts) >= MOST_IN_PASSAGE or self._index > MOST_IN_FILE:
            most = MOST_IN_PASSAGE if len(self._parts) >= MOST_IN_PASSAGE else MOST_IN_FILE
            raise Damaged("NP984", what=f"more than {most} runs of type", most=f"{most}")
        self._parts.append(Part(source, result, reason, place, (self._index, 0), mark, value))  # type: ignore[arg-type]
        self._offset += len(source)


@value_class
class Suspended:
    """A passage that goes on later."""

    place: Place
    parts: list[Part]  # itself, no copy: a paragraph may have thousands of parts and be left as many times
    offset: int


def _runs(text: str) -> Iterator[tuple[str, str, str]]:
    """Runs as they are, with what is put in their place and why."""
    if not text:
        return
    if text.isascii() and text.isprintable():
        yield text, text, ""
        return
    start = 0
    for at, character in enumerate(text):
        mended = mend(character)
        if mended == character:
            continue
        if start < at:
            yield text[start:at], text[start:at], ""
        yield character, mended, ("mended" if mended else "unseen") if not mended.isspace() else ""
        start = at + 1
    if start < len(text):
        yield text[start:], text[start:], ""


@cache
def mend(character: str) -> str:
    """The character a radical or a compatibility form stands for, where Unicode or our table is sure; "" for what
    prints nothing; a blank for a line's end."""
    if character in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    code = ord(character)
    if character in _JOINERS or any(code in each for each in _SELECTORS):
        return character
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs") or code in (0xFFFE, 0xFFFF):
        return ""
    if 0x2E80 <= code <= 0x2FDF:
        return radicals().get(character) or unicodedata.normalize("NFKC", character)
    if 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F:
        return unicodedata.normalize("NFC", character)
    if (
        0xFB00 <= code <= 0xFB06
        or 0xFE10 <= code <= 0xFE19
        or (0xFE30 <= code <= 0xFE44 and code not in (0xFE33, 0xFE34))
    ):
        return unicodedata.normalize("NFKC", character) if code not in _SIDEWAYS else _SIDEWAYS[code]
    return character


# Forms for vertical setting whose decomposition is no Chinese mark.
_SIDEWAYS = {
    0xFE10: "，", 0xFE13: "：", 0xFE14: "；", 0xFE15: "！", 0xFE16: "？", 0xFE19: "…", 0xFE30: "…", 0xFE31: "—",
    0xFE32: "–", 0xFE35: "（", 0xFE36: "）", 0xFE37: "｛", 0xFE38: "｝",
}  # fmt: skip


@cache
def radicals() -> dict[str, str]:
    """CJK Radicals Supplement → ideograph (data/importing/radicals.toml)."""
    import tomllib

    return dict(tomllib.loads(resource("importing/radicals.toml").decode("utf-8"))["ideographs"])
