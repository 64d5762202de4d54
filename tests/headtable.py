"""The table of heads, marked by hand (text/copy/heads.txt), and how a breaking of one is judged.

Half of it is for making and half for judging, by a lot that nobody chose: the first bit of the head's BLAKE2b sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

_COPY = Path(__file__).parent / "text" / "copy"
TABLE = _COPY / "heads.txt"
AGAIN = _COPY / "heads-judging.txt"  # a second set for judging, looked at since
FRESH = _COPY / "heads-judging-2.txt"  # a third one, written and marked by somebody who had not seen the rules
MORE = _COPY / "heads-more.txt"  # written later, all for making
SHORTEST = 0.4  # shortest line / longest, of a setting in three lines that is not listed
_MARKS = re.compile(r"[*|^]")
_BLANK = "\u3000 "


@dataclass
class MarkedHead:
    """A head and where it may be broken: places are characters from its start, a blank before one left out.

    best, good: of a break in two lines (good holds best too); places: each of a break in three;
    best_in_three: settings, both places of each.
    """

    text: str
    kind: str
    language: str
    best: frozenset[int]
    good: frozenset[int]
    places: frozenset[int]
    best_in_three: set[tuple[int, ...]] = field(default_factory=set)

    @property
    def judged(self) -> bool:
        return self.kind not in ("more", "later", "third", "fourth", "fifth") and bool(
            blake2b(self.text.encode(), digest_size=1).digest()[0] & 1
        )

    def passes(self, breaks: tuple[int, ...]) -> bool:
        """Whether a sub-editor would let the setting pass."""
        at = tuple(after_blank(self.text, place) for place in breaks)
        if len(at) == 1:
            return at[0] in self.good
        if at in self.best_in_three:
            return True
        widths = [width(self.text[a:b].strip(_BLANK)) for a, b in pairwise((0, *at, len(self.text)))]
        return len(at) == 2 and self.places.issuperset(at) and min(widths) >= SHORTEST * max(widths)

    def is_best(self, breaks: tuple[int, ...]) -> bool:
        at = tuple(after_blank(self.text, place) for place in breaks)
        return at[0] in self.best if len(at) == 1 else at in self.best_in_three


def after_blank(text: str, at: int) -> int:
    """A place before a blank is the same as one behind it."""
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def width(text: str) -> float:
    """Of a line, about, in em: letters, figures and their marks take half."""
    return sum(1.0 if ord(character) > 0x2000 else 0.5 for character in text)


def marked_heads(table: Path = TABLE) -> Iterator[MarkedHead]:
    """Every head of a table, in its order."""
    kind = language = ""
    head: MarkedHead | None = None
    for line in table.read_text("utf-8").splitlines():
        if line.startswith("= "):
            assert head is not None
            setting = line[2:]
            assert setting.replace("/", "") == head.text, line
            at = [after_blank(head.text, place) for place in _places(setting, "/")]
            head.best_in_three.add(tuple(at))
            continue
        if head is not None:
            yield head
            head = None
        if line.startswith("["):
            kind, language = line[1:].split("] ")
        elif line and not line.startswith("#"):
            head = _marked(line, kind, language)
    if head is not None:
        yield head


def _marked(line: str, kind: str, language: str) -> MarkedHead:
    text = _MARKS.sub("", line)
    best, passed, third = (frozenset(after_blank(text, at) for at in _places(line, mark)) for mark in "*|^")
    return MarkedHead(text, kind, language, best, best | passed, best | passed | third)


def _places(line: str, mark: str) -> Iterator[int]:
    marks = 0
    for index, character in enumerate(line):
        if character == mark:
            yield index - marks
        marks += character in "*|^/"
