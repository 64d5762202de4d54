"""The bounds of a paper's folder: what an issue, its house style and what they name may be read from.

An issue may come from anybody, and what it names is set on the page and goes into an archive file. So a name that leads
out of the paper's folder, by `..`, by its root or by a link, is refused (NP144) unless whoever runs the program allows
the folder it leads to; the issue itself cannot.
"""

from __future__ import annotations

import errno
import os
import posixpath
import re
from collections.abc import Sequence
from typing import Any

from layout.source.text import Files, Outside

# C:\ and \\server of Windows, on whatever system: what is no name here is one on the next desk.
_FOREIGN_ROOT = re.compile(r"(?:^|/)(?:[A-Za-z]:(?=[\\/]|$)|\\\\)")


def inside(path: str, folders: Sequence[str]) -> bool:
    """Whether a path is one of these folders or below one. All without links, as os.path.realpath gives them."""
    return any(path == folder or path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)


def real(path: str) -> str:
    """Where a path leads, links followed. Raises OSError for what is no path."""
    try:
        return os.path.realpath(path)
    except ValueError:  # a NUL, or half of a surrogate pair
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path) from None


def within(files: Files, issue_file: str) -> Files:
    """The files as an issue may name them; those that know no bounds as they are."""
    of_issue = getattr(files, "of_issue", None)
    return files if of_issue is None else of_issue(issue_file)


class Confined:
    """The files of a workspace (layout.source.Files) as an issue may name them: those in its paper's folder and in the
    folders that the workspace allows.

    named: the issue's own file, which whoever runs the program has named, wherever it leads.
    """

    def __init__(self, workspace: Any, home: str, named: str = "") -> None:
        """home: the paper's folder, as names in the workspace begin with it."""
        self._files, self._home, self._named = workspace, home, named
        self._folders = (workspace.real(home or "."), *workspace.allowed)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Confined) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return id(self._files), self._home, self._named, self._folders

    def holds(self, name: str) -> bool:
        """Whether an issue may name this file."""
        if name == self._named:
            return True
        own = name.removeprefix(f"{self._home}/") if self._home else name
        if _FOREIGN_ROOT.search(own):
            return False
        try:
            return inside(self._files.real(name), self._folders)
        except (OSError, ValueError):
            return not posixpath.isabs(own) and ".." not in own.split("/")  # what it is, reading tells

    def read(self, name: str) -> bytes:
        """Raises Outside, OSError."""
        if not self.holds(name):
            raise Outside(name)
        data: bytes = self._files.read(name)
        return data

    def exists(self, name: str) -> bool:
        return self.holds(name) and bool(self._files.exists(name))

    def is_folder(self, name: str) -> bool:
        return self.holds(name) and bool(self._files.is_folder(name))

    def names(self, folder: str) -> tuple[str, ...]:
        found: tuple[str, ...] = self._files.names(folder) if self.holds(folder) else ()
        return found

    def same(self, one: str, other: str) -> bool:
        return bool(self._files.same(one, other))

    def stamp(self, name: str) -> tuple[int, ...] | None:
        found: tuple[int, ...] | None = self._files.stamp(name) if self.holds(name) else None
        return found
