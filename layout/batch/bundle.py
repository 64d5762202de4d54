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
from layout.recorded import Recorded
from layout.signing import file_of
from layout.source import Files, Outside, beside, may_name
from layout.theme import find_paper, read_theme
from layout.value import FrozenMap
from layout.workspace import Workspace

_PAPERS = 64  # kept: a back-catalogue has one or a few, but each year may have its own


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

    def sources(self) -> set[str]:
        return set(self._files)

    def of_issue(self, issue_file: str) -> Files:
        """What it holds was collected within the bounds, where the links are: nothing else is there."""
        return self

    def of_paper(self, paper: str) -> Files:
        return self

    def read(self, name: str) -> bytes:
        self.read_so_far.add(name)
        place = posixpath.normpath(name)
        if place in self._files:
            return self._files[place]
        number = errno.EISDIR if place in self._folders else errno.ENOENT
        refused = self._refused.get(place, (number, os.strerror(number)))
        if refused[0] == Outside.NUMBER:
            raise Outside(name)
        raise OSError(*refused, name)

    def holds(self, name: str) -> bool:
        return self._refused.get(posixpath.normpath(name), (0, ""))[0] != Outside.NUMBER

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


class _Watched:
    """Files (layout.source.Files), and what was asked of them."""

    def __init__(self, inner: Files) -> None:
        self._inner = inner
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

    def holds(self, name: str) -> bool:
        held = may_name(self._inner, name)
        if not held:
            self.refused[name] = Outside.NUMBER, ""
        return held

    def exists(self, name: str) -> bool:
        there = self._inner.exists(name)
        if there:
            self.seen.add(name)
        return there

    def names(self, folder: str) -> tuple[str, ...]:
        found = self._inner.names(folder)
        self.seen.update(posixpath.join(folder, name) for name in found)
        return found

    def include(self, other: _Watched) -> None:
        self.files |= other.files
        self.seen |= other.seen
        self.refused |= other.refused


class Collector:
    """Finds everything that is read to make an issue, without making it. A paper is read once for all its issues."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._papers: dict[str, tuple[Recorded, _Watched]] = {}

    def bundle(self, issue_file: str) -> Bundle:
        """The issue, its copy, tables and pictures, its paper and what that extends, its press and profile, the last
        plan, the signatures. What is missing or broken is for the worker to tell."""
        files = _Watched(self._workspace.of_issue(issue_file))
        issue = read_issue(files, issue_file, Report())
        if issue is not None and (paper := find_paper(files, issue_file)) is not None:
            files.include(self._paper(paper))
            for name in (*((beside_issue(issue_file),) if issue.keep else ()), file_of(issue_file)):
                if files.exists(name):
                    _read(files, name)
        seen = tuple(sorted(files.seen - files.files.keys() - files.refused.keys()))
        return Bundle(issue_file, FrozenMap(files.files), seen, FrozenMap(files.refused))

    def _paper(self, paper: str) -> _Watched:
        known = self._papers.get(paper)
        if known is None or not known[0].unchanged():
            recorded = Recorded(self._workspace.of_paper(paper))
            known = recorded, _Watched(recorded)
            theme = read_theme(known[1], paper, Report())
            if theme.press.profile:
                _read(known[1], beside(paper, theme.press.profile))
            if theme.press.name.endswith(".toml"):
                _read(known[1], theme.press.name)
            if len(self._papers) >= _PAPERS:
                self._papers.clear()
            self._papers[paper] = known
        return known[1]


def collected(workspace: Workspace, issue_file: str) -> Bundle:
    """The files of one issue."""
    return Collector(workspace).bundle(issue_file)


def _read(files: _Watched, name: str) -> None:
    try:
        files.read(name)
    except (OSError, ValueError):
        return  # the worker will ask again, and say so
