"""Files as they stood at a revision of git: what `layout diff ISSUE@REVISION` reads an old issue from.

git itself is asked, in a process of its own; nothing in the repository or the work tree is touched.
"""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from layout.pipeline import Workspace

_SECONDS = 30  # git answers at once; more means that something else is wrong


class NoRevision(OSError):
    """git, the repository or the revision is not to be had; its text says which."""


class Revision(Workspace):
    """A workspace that reads from a commit and writes as ever. Raises NoRevision when there is no such commit."""

    def __init__(
        self, revision: str, root: Path | None = None, fonts: Path | None = None, allowed: Sequence[str] = ()
    ) -> None:
        super().__init__(root, fonts, allowed)
        if revision.startswith("-"):
            raise NoRevision(f"“{revision}” is no revision")
        self._top = Path(self._git("rev-parse", "--show-toplevel").decode().strip())
        self._commit = self._git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode().strip()

    def read(self, name: str) -> bytes:
        try:
            return self._git("cat-file", "blob", self._object(name))
        except NoRevision:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name) from None

    def real(self, name: str) -> str:
        return os.path.abspath(self._path(name))  # git follows no links

    def exists(self, name: str) -> bool:
        return self._kind(name) != ""

    def is_folder(self, name: str) -> bool:
        return self._kind(name) == "tree"

    def names(self, folder: str) -> tuple[str, ...]:
        try:
            listed = self._git("ls-tree", "-z", "--name-only", self._object(folder))
        except NoRevision:
            return ()
        return tuple(sorted(name for name in listed.decode("utf-8", "surrogateescape").split("\0") if name))

    def _kind(self, name: str) -> str:
        try:
            return self._git("cat-file", "-t", self._object(name)).decode().strip()
        except NoRevision:
            return ""

    def _object(self, name: str) -> str:
        """The path as git has it: from the top of the repository."""
        inside = os.path.relpath(os.path.abspath(self._path(name)), self._top)
        return f"{self._commit}:{'' if inside == '.' else Path(inside).as_posix()}"

    def _git(self, *arguments: str) -> bytes:
        try:
            done = subprocess.run(
                ["git", *arguments], cwd=self.root, capture_output=True, timeout=_SECONDS, check=False
            )
        except FileNotFoundError:
            raise NoRevision("git is not installed") from None
        except subprocess.TimeoutExpired:
            raise NoRevision("git does not answer") from None
        if done.returncode:
            reason = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
            raise NoRevision(reason or "git knows no such revision")
        return done.stdout
