"""The font set: faces found by role, with fallback by character.

A font file is judged when the book is opened, from its table directory alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from layout.diagnostics import Report
from layout.face import Face, FaceEntry, usable
from layout.scripts import asks_for_emoji, clusters, has_a_hand, is_han, is_western, stand_in, words
from layout.value import value

Coverage = Literal["", "han"]


@value
class Choice:
    """A face of a stack; only: the characters it is asked for, "" = all."""

    face: str
    only: Coverage = ""

    def takes(self, character: str) -> bool:
        return not self.only or is_han(character)


@value
class Role:
    """What a style's `font:` names: its English and Chinese name, and the faces asked in order.

    after: of a role that more than one fonts.yaml speaks of, the faces this one adds behind all others. like: the role
    whose faces stand behind its own, "" = none.
    """

    name: str
    chinese: str
    stack: tuple[Choice, ...]
    after: tuple[Choice, ...] = ()
    like: str = ""


class FontBook:
    """The faces by role. A role's stack is asked face by face for each character."""

    def __init__(self, entries: Sequence[FaceEntry], roles: Sequence[Role], report: Report | None = None) -> None:
        """Faces that cannot be used are reported (NP403–NP406) and left out; a stack goes on without them."""
        report = Report() if report is None else report
        self._faces = {face.key: face for face in map(Face, entries) if usable(face, report)}
        self.roles = {role.name: role for role in roles}
        self._stacks = {
            role.name: tuple((choice, self._faces[choice.face]) for choice in role.stack if choice.face in self._faces)
            for role in roles
        }
        self._found: dict[tuple[str, str], Face | None] = {}
        self._fallen: dict[str, set[str]] = {name: set() for name in self.roles}

    @property
    def faces(self) -> tuple[Face, ...]:
        """Every usable face, in the order of the manifest."""
        return tuple(self._faces.values())

    @property
    def names(self) -> dict[str, str]:
        """English name of each role → its Chinese one."""
        return {role.name: role.chinese for role in self.roles.values()}

    def face(self, key: str) -> Face:
        """Raises KeyError for a face that is not in the set."""
        return self._faces[key]

    def stack(self, role: str) -> tuple[Face, ...]:
        """The faces that a role asks, in order. Raises KeyError: no such role."""
        return tuple(face for _, face in self._stacks[role])

    def face_for(self, role: str, character: str) -> Face | None:
        """First face of the role's stack that has the character; None = the set lacks it. KeyError: no such role.

        What prints nothing (a joiner, a variation selector) and blanks that HarfBuzz makes from the space lack nowhere.
        """
        try:
            return self._found[role, character]
        except KeyError:
            face = self._found[role, character] = self._find(role, character)
            return face

    def _find(self, role: str, character: str) -> Face | None:
        wanted = stand_in(character)
        own = True
        for choice, face in self._stacks[role]:
            if choice.takes(character):
                if face.has(wanted):
                    if not own and not face.entry.lends:
                        self._fallen[role].add(character)
                    return face
                own = False
        return None

    def itemise(self, text: str, role: str, latin_role: str = "") -> tuple[tuple[int, int, Face | None], ...]:
        """Runs of one face: (start, end, face); face None where no face has the character, or all of its cluster.

        latin_role: role that ASCII and European letters take, "" = the same. A grapheme cluster (combining marks,
        variation selectors, ZWJ sequences) stays in one run, in the first face that has all of it, and so does a word
        of Latin, Greek or Cyrillic letters where a face has it whole.
        """
        found: list[tuple[int, int, Face | None]] = []
        for start, end in clusters(text):
            asked = latin_role if latin_role and is_western(text[start]) else role
            face = self.face_for(asked, text[start]) if end - start == 1 else self._face_of_all(asked, text[start:end])
            found.append((start, end, face))
        runs = _runs(found)
        if len(runs) > 1:
            whole = list(self._of_whole_words(text, found, latin_role or role))
            runs = runs if whole == found else _runs(whole)
        return tuple(runs)

    def _of_whole_words(
        self, text: str, found: Sequence[tuple[int, int, Face | None]], role: str
    ) -> Iterator[tuple[int, int, Face | None]]:
        """Clusters with their faces, where those of one word have one face if there is one."""
        bounds = list(words(text))
        at = 0
        for first, after in bounds:
            while at < len(found) and found[at][0] < first:
                yield found[at]
                at += 1
            end = at
            while end < len(found) and found[end][0] < after:
                end += 1
            word, at = found[at:end], end
            if len({id(face) for _, _, face in word}) > 1:
                face = self._face_of_all(role, text[word[0][0] : word[-1][1]])
                word = word if face is None else [(start, stop, face) for start, stop, _ in word]
            yield from word
        yield from found[at:]

    def _face_of_all(self, role: str, cluster: str) -> Face | None:
        # HarfBuzz joins a letter and its mark into the letter with the mark wherever the face has that one.
        wanted = [stand_in(character) for character in unicodedata.normalize("NFC", cluster)]
        stack = self._stacks[role]
        if asks_for_emoji(cluster):
            stack = tuple(sorted(stack, key=lambda each: each[1].entry.lends != "emoji"))
        for choice, face in stack:
            if choice.takes(cluster[0]) and all(map(face.has, wanted)):
                return face
        return None

    def missing(self, text: str, role: str, latin_role: str = "") -> tuple[int, ...]:
        """Indexes of the characters that cannot be set (NP401): no face has them,
        or none has them with their cluster."""
        found: list[int] = []
        for start, end, face in self.itemise(text, role, latin_role):
            if face is None:
                for first, after in clusters(text[start:end]):
                    found += self._lacking(text, start + first, start + after, role, latin_role)
        return tuple(found)

    def _lacking(self, text: str, start: int, end: int, role: str, latin_role: str) -> list[int]:
        asked = latin_role if latin_role and is_western(text[start]) else role
        base = self.face_for(asked, text[start])
        if base is None:
            return [start]
        # A mark that stands in another face than its letter cannot be set on it.
        return [index for index in range(start + 1, end) if not base.has(stand_in(text[index]))]

    def missing_values(self, character: str, role: str) -> tuple[tuple[str, object], ...]:
        """What NP401 says of a missing character: itself, its U+ code and name, the role, the faces tried."""
        tried = ", ".join(choice.face for choice, face in self._stacks[role] if not face.entry.lends)
        return (*_values(character, role), ("faces", tried))

    def fallbacks(self, text: str, role: str, latin_role: str = "") -> tuple[tuple[int, str, str], ...]:
        """Characters set from another face than the role's own (NP402):
        index, key of the face wanted, of the one used."""
        found = []
        for index, character in enumerate(text):
            asked = latin_role if latin_role and is_western(character) else role
            used = self.face_for(asked, character)
            wanted = next((face for choice, face in self._stacks[asked] if choice.takes(character)), None)
            lent = used is not None and wanted is not None and used is not wanted
            if lent and used and wanted and not used.entry.lends and has_a_hand(character):
                found.append((index, wanted.key, used.key))
        return tuple(found)

    def fell_back(self, text: str, role: str) -> bool:
        """Whether any of these characters, asked for before, came from another face than the role's own; of plain copy
        this costs nothing."""
        fallen = self._fallen[role]
        return bool(fallen) and not fallen.isdisjoint(text)

    def fallback_values(self, character: str, role: str, wanted: str, used: str) -> tuple[tuple[str, object], ...]:
        """What NP402 says of a character set from another face."""
        return (*_values(character, role), ("wanted", wanted), ("used", used))


def _runs(found: Iterable[tuple[int, int, Face | None]]) -> list[tuple[int, int, Face | None]]:
    """Neighbours of one face as one run."""
    runs: list[tuple[int, int, Face | None]] = []
    for start, end, face in found:
        if runs and runs[-1][2] is face:
            runs[-1] = (runs[-1][0], end, face)
        else:
            runs.append((start, end, face))
    return runs


def _values(character: str, role: str) -> tuple[tuple[str, object], ...]:
    return (
        ("character", character),
        ("code", f"U+{ord(character):04X}"),
        ("name", unicodedata.name(character, "")),
        ("role", role),
    )
