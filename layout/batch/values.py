"""What goes from the coordinator to a worker and back: plain values that pickle."""

from __future__ import annotations

from hashlib import blake2b
from typing import Protocol

from layout.diagnostics import Diagnostic
from layout.makeup import PageMade
from layout.pipeline import Session
from layout.value import FrozenMap, value


@value
class Bundle:
    """All that one issue is made from.

    issue: the name of its file. files: what was read, by the names it was read by. seen: names that are there and were
    not read, for «did you mean». refused: files that could not be read, with the errno and the words that say why.
    """

    issue: str
    files: FrozenMap[str, bytes]
    seen: tuple[str, ...] = ()
    refused: FrozenMap[str, tuple[int, str]] = FrozenMap({})

    def digest(self, but: frozenset[str] = frozenset()) -> bytes:
        """Of everything in it except the files named."""
        found = blake2b(digest_size=32)
        for name in sorted(self.files):
            if name not in but:
                found.update(f"{name}\0{len(self.files[name])}\0".encode("utf-8", "surrogateescape"))
                found.update(self.files[name])
        others = [*(name for name in self.seen if name not in but), *sorted(self.refused.items())]
        found.update(repr((self.issue, others)).encode("utf-8", "surrogateescape"))
        return found.digest()


@value
class Output:
    """A file to be written. optional: where it cannot be, nothing is said. folder: its folder is made where missing."""

    name: str
    data: bytes
    optional: bool = False
    folder: bool = False


@value
class Made:
    """What came of an issue.

    outputs: in the order they are to be put in place; where it failed none, but for what shows the faults. pages: as
    they are told, without what stands on them. trace: of a fault of the program itself.
    """

    outputs: tuple[Output, ...] = ()
    faults: tuple[Diagnostic, ...] = ()
    pages: tuple[PageMade, ...] = ()
    failed: bool = False
    trace: str = ""


class Task(Protocol):
    """What is to be done with each issue: a value that pickles, whose `repr` says everything that is asked.

    The same task, issue and files must give the same `Made`; nothing may be written, and nothing read but by the
    session.
    """

    def made(self, session: Session, issue: str) -> Made: ...


@value
class Job:
    """One issue to be done by a worker. ground: what the coordinator's program and fonts are (grounds.py); "" = not to
    be compared, the worker is of the same program."""

    task: Task
    bundle: Bundle
    ground: str = ""
