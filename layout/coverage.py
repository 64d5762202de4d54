"""What share of each standard a font book covers, face by face and together, and which characters it lacks.

What a standard has stands in data/standards.toml, each with its source. Small figures and fractions count as covered
where a face has them or the set has drawn them for it; what no face of any role has is missing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any
from unicodedata import category

from layout.diagnostics import resource
from layout.face import Face
from layout.fonts import FontBook
from layout.packs import Pack
from layout.scripts import is_han
from layout.value import value

_HALF_WIDTH = 0x8E  # leads the half-width katakana of EUC-JP, which are no part of JIS X 0208


@value
class Standard:
    """codes: of its characters. among_faces: it is counted in the table of faces."""

    key: str
    name: str
    chinese: str
    source: str
    codes: frozenset[int]
    among_faces: bool


@value
class Covered:
    """A standard as a book covers it. lenders: faces with how many of its characters each sets in the role `song`, the
    one that sets most first; missing: codes no face has, in order; packs: those that have some of them."""

    standard: Standard
    lenders: tuple[tuple[str, int], ...]
    missing: tuple[int, ...]
    packs: tuple[str, ...]

    @property
    def share(self) -> float:
        return 1 - len(self.missing) / len(self.standard.codes)


@cache
def standards() -> tuple[Standard, ...]:
    """In the order of the table."""
    rows = {row["key"]: row for row in tomllib.loads(resource("standards.toml").decode("utf-8"))["standard"]}
    return tuple(
        Standard(key, row["name"], row["chinese"], row["source"], frozenset(_codes(row, rows)), "han" in row)
        for key, row in rows.items()
    )


def covered(book: FontBook, packs: Sequence[Pack]) -> tuple[Covered, ...]:
    """Each standard as the faces of all roles cover it together."""
    every = frozenset().union(*(face.codes for face in book.faces))
    stack = [book.face(choice.face) for choice in book.roles["song"].stack]
    small = [book.face(face.entry.small) for face in stack if face.entry.small]
    return tuple(_covered(standard, every, [*stack, *small], packs) for standard in standards())


def by_face(book: FontBook) -> dict[str, dict[str, int]]:
    """How many characters of each standard of Chinese, Japanese and Korean each face has, by its key."""
    return {
        face.key: {each.key: len(each.codes & face.codes) for each in standards() if each.among_faces}
        for face in book.faces
    }


def _covered(standard: Standard, every: frozenset[int], stack: Sequence[Face], packs: Sequence[Pack]) -> Covered:
    missing = tuple(sorted(standard.codes - every))
    left = set(standard.codes)
    lenders = []
    for face in stack:
        has = left & face.codes
        left -= has
        if has:
            lenders.append((face.key, len(has)))
    lenders.sort(key=lambda each: -each[1])
    holding = tuple(pack.name for pack in packs if any(pack.holds(chr(code)) for code in missing))
    return Covered(standard, tuple(lenders), missing, holding)


def _codes(row: dict[str, Any], rows: dict[str, dict[str, Any]]) -> Iterator[int]:
    for pair in (each.split("-") for each in row.get("ranges", "").split()):
        yield from range(int(pair[0], 16), int(pair[-1], 16) + 1)
    yield from map(ord, row.get("characters", ""))
    for key in row.get("includes", ()):
        yield from _codes(rows[key], rows)
    if "codec" in row:
        yield from _of_codec(row["codec"], row["kind"])


def _of_codec(codec: str, kind: str) -> Iterator[int]:
    """The two-byte characters of a charset older than Unicode, of one kind, without those it leaves to its users."""
    for lead in range(0x81, 0xFF):
        if lead == _HALF_WIDTH:
            continue
        for trail in range(0x40, 0xFF):
            try:
                character = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue
            if len(character) == 1 and category(character) not in ("Co", "Cn", "Cc") and _IS[kind](character):
                yield ord(character)


_IS: dict[str, Callable[[str], bool]] = {
    "han": lambda character: is_han(character) and character >= "㐀",
    "hangul": lambda character: "가" <= character <= "힣",
    "two bytes": lambda character: True,
    "double-byte signs": lambda character: not is_han(character),
}
