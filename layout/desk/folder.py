"""The paper's folder as the desk may touch it: nothing outside it is read or written, links out of it included; and the
issues it holds.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from layout.confined import inside, real
from layout.issue.glance import glance
from layout.source import Outside
from layout.source.reading import LARGEST, is_yaml
from layout.theme import PAPER_FILE
from layout.value import value
from layout.workspace import Workspace

_DEEPEST = 3  # folders below the desk's: papers/2026/05/issue.yaml
_MOST_FILES = 20_000  # names looked at
_MOST_ISSUES = 2_000  # forty years of a weekly
_MOST_READ = 1_000_000  # bytes of a file: a sixteen-page issue has some 250,000
_SKIPPED = frozenset(["node_modules", "__pycache__", "archive", "bags"])


@value
class Listed:
    """An issue of the folder, as its first lines say. file: relative, with `/`; date: ISO 8601, "" = undated."""

    file: str
    title: str = ""
    date: str = ""
    number: str = ""
    pages: int = 0


class PaperFolder(Workspace):
    """A workspace that ends at its folder: whatever leads out of it is not there. Names are relative to the folder. An
    issue in it is confined to its paper's folder besides (`of_issue`)."""

    pipes = False  # a program at its other end could keep the desk waiting for ever

    def __init__(self, root: Path, fonts: Path | None = None, allowed: Sequence[str] = ()) -> None:
        self.top = os.path.realpath(root)
        super().__init__(Path(self.top), fonts, allowed)

    def exists(self, name: str) -> bool:
        try:
            return super().exists(name)
        except OSError:
            return False

    def is_folder(self, name: str) -> bool:
        try:
            return super().is_folder(name)
        except OSError:
            return False

    def holds(self, name: str) -> bool:
        """Whether a name, as it is or by way of links, stays inside."""
        try:
            self._path(name)
        except (OSError, ValueError):  # ValueError: half a character, as JSON may have it
            return False
        return True

    def is_file(self, name: str) -> bool:
        """Whether it is a file, and no folder, pipe or device."""
        try:
            return self._path(name).is_file()
        except (OSError, ValueError):
            return False

    def _path(self, name: str) -> Path:
        led = real(str(super()._path(name)))
        if not inside(led, (self.top, *self.allowed)):
            raise Outside(name)
        return Path(led)  # what was looked at, wherever a link may lead a moment later


def home_of(given: str) -> tuple[Path, str]:
    """The desk's folder and the issue meant, "" = none, of what `layout serve` was given: an issue's file or a folder.

    An issue's paper may stand in a folder above it; that is the desk's then. Raises FileNotFoundError.
    """
    path = Path(os.path.abspath(given))
    if path.is_dir():
        return path, ""
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), given)
    folder = next((each for each in path.parents if (each / PAPER_FILE).is_file()), path.parent)
    return folder, path.relative_to(folder).as_posix()


def issues(files: PaperFolder) -> tuple[Listed, ...]:
    """The issues of the folder and of the folders below, the newest first."""
    found = []
    for name in _yaml_files(files):
        if not files.is_file(name) or files.size(name) > LARGEST:
            continue
        try:
            head = files.read(name)[:_MOST_READ].decode("utf-8", "replace")
        except OSError:
            continue
        if (seen := glance(head)) is not None:
            found.append(Listed(name, seen.title, seen.date, seen.number, len(seen.pages)))
            if len(found) >= _MOST_ISSUES:
                break
    return tuple(sorted(found, key=lambda each: (each.date, each.file), reverse=True))


def _yaml_files(files: PaperFolder) -> Iterator[str]:
    waiting, seen = [("", 0)], 0
    while waiting:
        folder, depth = waiting.pop(0)
        for name in files.names(folder or "."):
            seen += 1
            if seen > _MOST_FILES:
                return
            inside = f"{folder}/{name}" if folder else name
            if name.startswith(".") or name in _SKIPPED:
                continue
            if is_yaml(name):
                if name != PAPER_FILE:
                    yield inside
            elif depth < _DEEPEST and files.is_folder(inside):
                waiting.append((inside, depth + 1))
