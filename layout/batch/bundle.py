"""The files of an issue: collected where they are, and read where they are not."""

from __future__ import annotations

import errno
import os
import posixpath
from collections.abc import Iterable, Mapping

from layout.batch.values import Bundle
from layout.diagnostics import Report
from layout.issue import read_issue
from layout.pipeline import beside_issue
from layout.source import beside
from layout.theme import find_paper, read_theme
from layout.value import FrozenMap
from layout.workspace import Workspace


class InMemory(Workspace):
    """A workspace whose files are a mapping of names to bytes. It writes nothing; fonts are the program's and the
    user's own of this machine.

    seen, refused: as in Bundle.
    """

    def __init__(
        self,
        files: Mapping[str, bytes] = FrozenMap({}),
        seen: Iterable[str] = (),
        refused: Mapping[str, tuple[int, str]] = FrozenMap({}),
    ) -> None:
        super().__init__()
        self.hold(files, seen, refused)

    def hold(
        self,
        files: Mapping[str, bytes],
        seen: Iterable[str] = (),
        refused: Mapping[str, tuple[int, str]] = FrozenMap({}),
    ) -> None:
        """Have these files from now on, and no others."""
        self._files = {posixpath.normpath(name): data for name, data in files.items()}
        self._refused = {posixpath.normpath(name): why for name, why in refused.items()}
        self._names = {*self._files, *self._refused, *map(posixpath.normpath, seen)}
        self._folders = {folder for name in self._names for folder in _above(name)}
        self.read_so_far.clear()

    def read(self, name: str) -> bytes:
        self.read_so_far.add(name)
        place = posixpath.normpath(name)
        if place in self._files:
            return self._files[place]
        number = errno.EISDIR if place in self._folders else errno.ENOENT
        raise OSError(*self._refused.get(place, (number, os.strerror(number))), name)

    def exists(self, name: str) -> bool:
        return posixpath.normpath(name) in self._names or self.is_folder(name)

    def is_folder(self, name: str) -> bool:
        return posixpath.normpath(name) in self._folders

    def names(self, folder: str) -> tuple[str, ...]:
        inside = posixpath.normpath(folder)
        return tuple(sorted(posixpath.basename(n) for n in (*self._names, *self._folders) if _folder(n) == inside))

    def same(self, one: str, other: str) -> bool:
        return self.exists(one) and posixpath.normpath(one) == posixpath.normpath(other)

    def write(self, name: str, data: bytes) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), name)

    def write_folder(self, name: str, files: Mapping[str, bytes]) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), name)

    def make_folder(self, name: str) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), name)


def _folder(name: str) -> str:
    return posixpath.dirname(name) or "." if name not in (".", "/") else ""


def _above(name: str) -> Iterable[str]:
    while name := _folder(name):
        yield name


class _Watched(Workspace):
    """This machine's files, and what was asked of them."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace.root, workspace.fonts)
        self._inner = workspace
        self.files: dict[str, bytes] = {}
        self.seen: set[str] = set()
        self.refused: dict[str, tuple[int, str]] = {}

    def read(self, name: str) -> bytes:
        if name in self.files:
            return self.files[name]
        try:
            self.files[name] = self._inner.read(name)
        except FileNotFoundError:
            raise
        except OSError as error:
            self.refused[name] = error.errno or errno.EIO, error.strerror or str(error)
            raise
        return self.files[name]

    def exists(self, name: str) -> bool:
        there = self._inner.exists(name)
        if there:
            self.seen.add(name)
        return there

    def names(self, folder: str) -> tuple[str, ...]:
        found = self._inner.names(folder)
        self.seen.update(posixpath.join(folder, name) for name in found)
        return found


def collected(workspace: Workspace, issue_file: str) -> Bundle:
    """Everything that is read to make an issue, without making it: the issue, its copy and tables, pictures, its paper
    and what that extends, the profile, the previous plan. What is missing or broken is for the worker to tell."""
    files, unheard = _Watched(workspace), Report()
    issue = read_issue(files, issue_file, unheard)
    if issue is not None and (paper := find_paper(files, issue_file)) is not None:
        theme = read_theme(files, paper, unheard)
        for name in {beside(paper, theme.press.profile)} if theme.press.profile else set():
            _read(files, name)
        if issue.keep and files.exists(plan := beside_issue(issue_file)):
            _read(files, plan)
    seen = tuple(sorted(files.seen - files.files.keys() - files.refused.keys()))
    return Bundle(issue_file, FrozenMap(files.files), seen, FrozenMap(files.refused))


def _read(files: _Watched, name: str) -> None:
    try:
        files.read(name)
    except (OSError, ValueError):
        return  # the worker will ask again, and say so
