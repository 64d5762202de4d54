"""What the desk writes into the paper's files, and how it is taken back: each change is one file's old and new bytes.

Nothing is written over what somebody else wrote in the meantime: a field is saved only where it still says what its
editor began with, a change is undone only where the file still is what it made.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

from layout.amending import Amended, AmendField, Operation, amended, field_of
from layout.amending.working import Working
from layout.desk.folder import PaperFolder
from layout.desk.showing import desk_words
from layout.diagnostics import Language, Report, fill
from layout.source import Node
from layout.source.scalars import Refused
from layout.value import replace, value
from layout.workspace import Changed, digest_of

MOST_UNDONE = 500
"""Changes that may be taken back; of a long evening."""
MOST_KEPT = 64_000_000
"""Bytes of old and new texts kept for that."""
_VERSIONS = 64  # texts of files as they were shown, by digest
_TRIES = 40  # writings of others between our reading and our writing, one after another
_WAIT = 0.004  # s, and so much more with each try: two desks that write at once come apart

Words = dict[Language, str]


class Conflict(Exception):
    """A field says something else than its editor began with. theirs: what, None = the field is gone."""

    def __init__(self, theirs: str | None, digest: str) -> None:
        super().__init__(digest)
        self.theirs, self.digest = theirs, digest


@value
class Change:
    """One change. file: of which; issue: that it belongs to; words: what it was about."""

    issue: str
    file: str
    before: bytes
    after: bytes
    words: tuple[tuple[Language, str], ...] = ()


@value
class Several:
    """Operations one after the other, written at once."""

    operations: tuple[Operation, ...]

    def about(self, root: Node) -> object:
        found = []
        for operation in self.operations:
            try:
                found.append(operation.about(root))
            except Refused:  # about a place that an operation before it makes
                found.append(None)
        return found

    def amend(self, working: Working, report: Report) -> None:
        for operation in self.operations:
            operation.amend(working, report)


class Writing:
    """The changes that this desk has made, of all its browsers."""

    def __init__(self, files: PaperFolder) -> None:
        self._files = files
        self._done: list[Change] = []
        self._undone: list[Change] = []
        self._versions: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def seen(self, data: bytes) -> str:
        """Remember a file's bytes as a browser was shown them; their digest."""
        digest = digest_of(data)
        with self._lock:
            self._versions[digest] = data
            self._versions.move_to_end(digest)
            while len(self._versions) > _VERSIONS:
                self._versions.popitem(last=False)
        return digest

    def save(self, issue: str, field: AmendField, was: str | None, words: Words, report: Report) -> Amended | None:
        """Write a field where it still says `was`; None where it cannot be, reported. Raises Conflict,
        Changed, OSError."""
        for attempt in range(_TRIES):
            now = field_of(self._files, issue, field.page, field.story, field.path, report)
            if now is None:
                return None
            if _bare(now.text) not in (_bare(was), _bare(field.text)):
                raise Conflict(now.text, now.digest)
            try:
                new = amended(self._files, issue, now.digest, field, report)
                if new is not None:
                    self._write(issue, new, words)
            except Changed:
                time.sleep(_WAIT * attempt)
                continue
            return new
        raise Changed(issue)

    def amend(self, issue: str, base: str, operation: Operation, words: Words, report: Report) -> Amended | None:
        """Carry an operation out where what it is about still is as it was shown. Raises Changed, OSError."""
        was = self._versions.get(base)
        return self._written(issue, lambda: amended(self._files, issue, base, operation, report, was), words)

    def replace(self, issue: str, file: str, make: Callable[[bytes], bytes], words: Words) -> Amended | None:
        """Write a file anew from what it says now. Raises Changed, OSError."""

        def made() -> Amended:
            data = self._files.read(file)
            return Amended(file, make(data), digest_of(data))

        return self._written(issue, made, words)

    def undo(self, issue: str) -> Change | None:
        """Take this issue's last change back; None where there is none. Raises Changed, OSError."""
        return self._turn(issue, self._done, self._undone)

    def redo(self, issue: str) -> Change | None:
        return self._turn(issue, self._undone, self._done)

    def labels(self, issue: str) -> tuple[Words, Words]:
        """What undo and redo are about now."""
        with self._lock:
            return _words(issue, self._done), _words(issue, self._undone)

    def _turn(self, issue: str, come: list[Change], go: list[Change]) -> Change | None:
        with self._lock:
            change = next((each for each in reversed(come) if each.issue == issue), None)
        if change is None:
            return None
        self._files.write_if_unchanged(change.file, change.before, digest_of(change.after))
        with self._lock:
            come.remove(change)
            go.append(replace(change, before=change.after, after=change.before))
        return change

    def _written(self, issue: str, make: Callable[[], Amended | None], words: Words) -> Amended | None:
        """What is made, written; made again where others wrote in between."""
        for attempt in range(_TRIES):
            new = make()
            if new is None:
                return None
            try:
                self._write(issue, new, words)
            except Changed:
                time.sleep(_WAIT * attempt)
                continue
            return new
        raise Changed(issue)

    def _write(self, issue: str, new: Amended, words: Words) -> None:
        before = self._files.read(new.file)
        if digest_of(before) != new.before:
            raise Changed(new.file)
        if before == new.data:
            return
        self._files.write_if_unchanged(new.file, new.data, new.before)
        with self._lock:
            self._done.append(Change(issue, new.file, before, new.data, tuple(words.items())))
            self._undone = [each for each in self._undone if each.issue != issue]
            while len(self._done) > MOST_UNDONE or _size(self._done) > MOST_KEPT:
                self._done.pop(0)


def words_of(name: str, **values: object) -> Words:
    """What a change is called in both languages."""
    said = desk_words()["undo"][name]
    return {language: fill(text, tuple(values.items())) for language, text in said.items()}


def _words(issue: str, changes: Sequence[Change]) -> Words:
    return next((dict(each.words) for each in reversed(changes) if each.issue == issue), {})


def _size(changes: Sequence[Change]) -> int:
    return sum(len(each.before) + len(each.after) for each in changes)


def _bare(text: str | None) -> str:
    """Line ends at the end belong to the YAML, not to the copy."""
    return (text or "").replace("\r\n", "\n").rstrip("\n")
