"""The stages in order, from an issue's file to a press-ready PDF. Read this first.

    read_issue → read_theme → make_up → write

Each stage is a function from value to value and reports what it finds. What is worth keeping between two builds lives in a
`Session`; files, the font folder and the clock are touched only in `Workspace`.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from layout.diagnostics import LayoutError, Report
from layout.fontset import open_book
from layout.issue import Issue, read_issue
from layout.makeup import PageMade, make_up
from layout.source import beside
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme

Watch = Callable[[str, int, int], None]
"""Told each stage as it begins ("read", "fonts", "make-up", "write"), with the pages done and the pages in all."""



def _silent(stage: str, done: int, total: int) -> None:
    pass


def check(workspace: Workspace, issue_file: str) -> Proof:
    """An issue read and made up, with every fault of every stage in the proof's report; nothing is written."""
    return Session(workspace).check(issue_file)


def build(workspace: Workspace, issue_file: str, pages: frozenset[int] | None = None) -> bytes:
    """The press-ready PDF of an issue. pages: 版次, None = all. Raises LayoutError when the issue has errors."""
    session = Session(workspace)
    proof = session.check(issue_file, pages)
    if proof.report.failed:
        raise LayoutError(proof.report)
    return session.pdf(proof)


@dataclass(frozen=True, slots=True)
class Proof:
    """An issue as far as it got. issue, theme None: the file or its paper could not be read at all; pages are empty then."""

    issue: Issue | None
    theme: Theme | None
    pages: tuple[PageMade, ...]
    report: Report


class Session:
    """What stays warm between two builds of one process: open faces, broken paragraphs, the last PDF by value."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._setter: Typesetter | None = None

    def setter(self, report: Report) -> Typesetter:
        """The typesetter over the font set, opened when first asked for; what is wrong with the set goes to that report."""
        if self._setter is None:
            self._setter = Typesetter(open_book(self.workspace.fonts, self.workspace.extra_fonts, report))
        return self._setter

    def check(self, issue_file: str, pages: frozenset[int] | None = None, watch: Watch = _silent) -> Proof:
        """Read and make up an issue. pages: 版次 to make up, None = all. Faults of all stages are in the proof's report."""
        report = Report()
        watch("read", 0, 0)
        issue = read_issue(self.workspace, issue_file, report)
        theme = self._theme(issue, report) if issue else None
        if issue is None or theme is None:
            return Proof(issue, theme, (), report)
        watch("fonts", 0, len(issue.pages))
        setter = self.setter(report)
        watch("make-up", 0, len(issue.pages))
        return Proof(issue, theme, make_up(issue, theme, setter, report, pages), report)


class Workspace:
    """The files and the fonts of this machine, and its clock. Names use `/`, relative to `root` or absolute.

    fonts: folder of the font set, None = the one that came with the package. Further folders of faces come from LAYOUT_FONTS
    (separated like PATH) and from fonts/user under `root`.
    """

    def __init__(self, root: Path | None = None, fonts: Path | None = None) -> None:
        self.root = root or Path()
        self.fonts = fonts

    @property
    def extra_fonts(self) -> tuple[Path, ...]:
        named = os.environ.get("LAYOUT_FONTS", "").split(os.pathsep)
        folders = [*(Path(name) for name in named if name), self.root / "fonts" / "user"]
        return tuple(folder for folder in folders if folder.is_dir())

    def today(self) -> date:
        return date.today()

    def read(self, name: str) -> bytes:
        path = self._path(name)
        # A device or a socket would never end.
        if not (stat.S_ISREG(mode := path.stat().st_mode) or stat.S_ISFIFO(mode)):
            raise OSError(errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL, "not a file that can be read", name)
        return path.read_bytes()

    def exists(self, name: str) -> bool:
        try:
            return self._path(name).exists()
        except OSError:
            return False

    def names(self, folder: str) -> tuple[str, ...]:
        try:
            return tuple(sorted(os.listdir(self._path(folder))))
        except OSError:
            return ()

    def same(self, one: str, other: str) -> bool:
        """Whether two names are one file; False where one of them is not there."""
        try:
            return self._path(one).samefile(self._path(other))
        except OSError:
            return False

    def write(self, name: str, data: bytes) -> None:
        """Put `data` in place whole or not at all: written beside its place, then renamed. Raises OSError.

        Whatever stops it, Ctrl-C too, the file that stood there before still stands and nothing is left beside it.
        """
        path = Path(os.path.realpath(self._path(name)))  # through a link, so that the link stays one
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)  # a pipe or /dev/null takes no renaming
            return
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
        beside = path.with_name(f".{path.name[:200]}.{os.getpid()}.tmp")
        try:
            beside.write_bytes(data)
            os.replace(beside, path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise

    def make_folder(self, name: str) -> None:
        """The folder and those above it, where missing. Raises OSError."""
        self._path(name).mkdir(parents=True, exist_ok=True)

    def _path(self, name: str) -> Path:
        if "\0" in name:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return self.root / name
