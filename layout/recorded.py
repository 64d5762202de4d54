"""What was asked of the files of a workspace, and whether the answers are still the same: how a warm session knows that
nothing changed without reading anything again."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

_Answer = tuple[Callable[[], object], object]


class Recorded:
    """The files of a workspace (layout.source.Files), with every question remembered.

    A file that was read is known by its stamp (workspace.Workspace.stamp) once that can be trusted; else, and in
    workspaces without stamps, by a digest of its bytes.
    """

    def __init__(self, files: Any) -> None:
        self._files = files
        self._asked: dict[tuple[str, str], _Answer] = {}
        self._reads: dict[str, _Read] = {}

    def read(self, name: str) -> bytes:
        known = _Read(self._files, name)
        self._reads[name] = known
        return known.read()

    def exists(self, name: str) -> bool:
        return bool(self._ask("exists", name))

    def holds(self, name: str) -> bool:
        """Whether the files have no bounds, or this name within them (layout.confined)."""
        return getattr(self._files, "holds", None) is None or bool(self._ask("holds", name))

    def is_folder(self, name: str) -> bool:
        return bool(self._ask("is_folder", name))

    def names(self, folder: str) -> tuple[str, ...]:
        found: tuple[str, ...] = self._ask("names", folder)
        return found

    def same(self, one: str, other: str) -> bool:
        same: bool = self._files.same(one, other)
        self._asked["same", f"{one}\0{other}"] = (lambda: self._files.same(one, other), same)
        return same

    def include(self, other: Recorded) -> None:
        """Take what another has asked as asked by this one too."""
        self._asked |= other._asked
        self._reads |= other._reads

    def unchanged(self) -> bool:
        """Whether every question would be answered as it was."""
        return all(ask() == answer for ask, answer in self._asked.values()) and all(
            read.unchanged() for read in self._reads.values()
        )

    def _ask(self, question: str, name: str) -> Any:
        ask: Callable[[str], object] = getattr(self._files, question)
        answer = ask(name)
        self._asked[question, name] = (lambda: ask(name), answer)
        return answer


class _Read:
    """One file as it was read. _stamp: None = not to be trusted; _digest: of its bytes, or why it could not be read."""

    def __init__(self, files: Any, name: str) -> None:
        self._files, self._name = files, name
        self._stamp: object = None
        self._digest: object = None

    def read(self) -> bytes:
        self._stamp = self._stamped()
        try:
            data: bytes = self._files.read(self._name)
        except (OSError, ValueError) as error:
            self._stamp, self._digest = None, repr(error)
            raise
        if self._stamp is None:
            self._digest = blake2b(data).digest()
        return data

    def unchanged(self) -> bool:
        if self._stamp is not None:
            return bool(self._stamped() == self._stamp)
        again = _Read(self._files, self._name)
        try:
            data = again.read()
        except (OSError, ValueError):
            return again._digest == self._digest
        if self._digest != blake2b(data).digest():
            return False
        self._stamp = again._stamp  # old enough by now
        return True

    def _stamped(self) -> object:
        stamp = getattr(self._files, "stamp", None)
        return None if stamp is None else stamp(self._name)
