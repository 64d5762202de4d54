"""What has been done, one line an issue, so that a run goes on where the last one stopped.

A line is on the disk before the first of its outputs is put in place, and says what each will be: an issue is done when
its line is there, what it was made from is as it was, and every output is what the line says. So it does not matter
when a run is killed: between the line and the last output, or half through a line, the issue is simply made again.
"""

from __future__ import annotations

import errno
import json
import os
from hashlib import blake2b
from typing import Any

from layout.batch.values import Bundle, Made, Task
from layout.value import value
from layout.workspace import Workspace


@value
class _Entry:
    key: str
    outputs: tuple[tuple[str, str], ...]


class Journal:
    """The journal file of a run. Raises OSError where it cannot be read or written.

    file: its name; resume: whether what it says of earlier runs counts, else it begins anew. asked: the task and the
    ground; what was made by another is made again.
    """

    def __init__(self, workspace: Workspace, file: str, task: Task, ground: str, resume: bool) -> None:
        self._workspace = workspace
        self._asked = f"{ground}\0{task!r}".encode("utf-8", "surrogateescape")
        path = workspace.root / file
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), file)
        self._entries: dict[str, _Entry] = {}
        torn = False
        if resume and path.exists():
            data = path.read_bytes()
            torn = not data.endswith(b"\n") and data != b""
            for line in data.split(b"\n"):
                self._take(line)
        mode = os.O_WRONLY | os.O_CREAT | os.O_APPEND | (0 if resume else os.O_TRUNC)
        self._opened = os.open(path, mode, 0o666)
        if torn:
            os.write(self._opened, b"\n")

    @property
    def outputs(self) -> set[str]:
        """The names of all outputs it knows of."""
        return {name for entry in self._entries.values() for name, _ in entry.outputs}

    def stands(self, bundle: Bundle) -> bool:
        """Whether the issue is done: made by the same program from the same files, with every output there whole."""
        entry = self._entries.get(bundle.issue)
        if entry is None or entry.key != self._key(bundle, frozenset(name for name, _ in entry.outputs)):
            return False
        return all(self._is(name, digest) for name, digest in entry.outputs)

    def begin(self, bundle: Bundle, made: Made) -> None:
        """Say what is about to be put in place, and wait until the disk has it. An output that is also read (the plan)
        does not count as changed by being written."""
        names = frozenset(output.name for output in made.outputs)
        outputs = tuple((output.name, _digest(output.data)) for output in made.outputs)
        entry = self._entries[bundle.issue] = _Entry(self._key(bundle, names), outputs)
        said = {"issue": bundle.issue, "key": entry.key, "outputs": dict(outputs)}
        line = json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        while line:
            line = line[os.write(self._opened, line) :]
        os.fsync(self._opened)

    def close(self) -> None:
        os.close(self._opened)

    def _take(self, line: bytes) -> None:
        try:
            said: Any = json.loads(line)
            entry = _Entry(said["key"], tuple(said["outputs"].items()))
            "".join(name for name, _ in entry.outputs).encode("utf-8", "surrogateescape")
            self._entries[said["issue"]] = entry
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return  # torn, or not ours

    def _key(self, bundle: Bundle, outputs: frozenset[str]) -> str:
        return blake2b(self._asked + bundle.digest(outputs), digest_size=32).hexdigest()

    def _is(self, name: str, digest: str) -> bool:
        try:
            return _digest((self._workspace.root / name).read_bytes()) == digest
        except (OSError, ValueError):
            return False


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
