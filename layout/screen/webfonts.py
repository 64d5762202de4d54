"""Faces as a browser gets them: cut to the characters that the pages set, and further cuts for what comes later.

A cut never changes, so a browser loads each once. The first one of a face that sets much Chinese has the common
characters too: what an editor types next is mostly there already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby

from layout.fonts import FontBook
from layout.scripts import is_han
from layout.value import value

_MUCH = 200
"""Different Chinese characters of one page: a face that sets them sets its body."""


@value
class Cut:
    """One file of a face. number: from 0, of the face's cuts; characters: those in it."""

    face: str
    number: int
    characters: str

    @property
    def ranges(self) -> str:
        """As CSS lists them in `unicode-range`."""
        codes = sorted(map(ord, self.characters))
        found = []
        for _, each in groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0]):
            run = [code for _, code in each]
            found.append(f"U+{run[0]:X}" if len(run) == 1 else f"U+{run[0]:X}-{run[-1]:X}")
        return ",".join(found)


class WebFonts:
    """The cuts of a font book's faces that pages have asked for; they only grow."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._known: dict[str, set[str]] = {}
        self._cuts: dict[str, list[Cut]] = {}
        self._files: dict[tuple[str, int], bytes] = {}

    def take(self, letters: Mapping[str, Iterable[str]]) -> None:
        """See to it that these characters of each face are in a cut."""
        for face, characters in letters.items():
            known = self._known.setdefault(face, set())
            fresh = set(characters) - known
            if not fresh:
                continue
            if not known and sum(map(is_han, fresh)) >= _MUCH:
                has = self._book.face(face).has
                fresh |= {character for character in common() if has(character)}
            known |= fresh
            cuts = self._cuts.setdefault(face, [])
            cuts.append(Cut(face, len(cuts), "".join(sorted(fresh))))

    def cuts(self, faces: Iterable[str]) -> tuple[Cut, ...]:
        """All cuts of these faces."""
        return tuple(cut for face in faces for cut in self._cuts.get(face, ()))

    def file(self, face: str, number: int) -> bytes:
        """A cut as a font file. Raises KeyError: there is none such."""
        cuts = self._cuts[face]
        if not 0 <= number < len(cuts):
            raise KeyError(number)
        known = self._files.get((face, number))
        if known is None:
            known = self._files[face, number] = self._book.face(face).cut_for_screen(cuts[number].characters)
        return known


@cache
def common() -> str:
    """The 3,755 characters of GB/T 2312-1980, level 1: 99.7 % of what is printed."""
    rows, cells = range(0xB0, 0xD8), range(0xA1, 0xFF)
    return "".join(bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in cells)
