"""The files, the fonts and the clock of this machine: the one place where they are touched,
so that tests run in memory."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from layout.source.reading import LARGEST

_SETTLED = 2_000_000_000  # nanoseconds: FAT keeps times to two seconds, no file system more coarsely


class Workspace:
    """The files and the fonts of this machine, and its clock. Names use `/`, relative to `root` or absolute.

    fonts: folder of the font set, None = the one that came with the package. Further folders of faces come from
    LAYOUT_FONTS (separated like PATH) and from fonts/user under `root`. read_so_far: the names of all files read, none
    of which an output may overwrite.
    """

    def __init__(self, root: Path | None = None, fonts: Path | None = None) -> None:
        self.root = root or Path()
        self.fonts = fonts
        self.read_so_far: set[str] = set()

    @property
    def extra_fonts(self) -> tuple[Path, ...]:
        named = os.environ.get("LAYOUT_FONTS", "").split(os.pathsep)
        folders = [*(Path(name) for name in named if name), self.root / "fonts" / "user"]
        return tuple(folder for folder in folders if folder.is_dir())

    def today(self) -> date:
        return date.today()

    def read(self, name: str) -> bytes:
        path = self._path(name)
        self.read_so_far.add(name)
        # A device or a socket would never end.
        mode = path.stat().st_mode
        if stat.S_ISFIFO(mode):
            return _drained(path)
        if not stat.S_ISREG(mode):
            raise OSError(errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL, "not a file that can be read", name)
        return path.read_bytes()

    def stamp(self, name: str) -> tuple[int, ...] | None:
        """What changes when a file is written: time, size and place on the disk. None where that cannot be trusted: no
        regular file, one written so lately that the clock of the disk might not tell the next writing from the last, or
        a workspace that reads elsewhere."""
        if type(self).read is not Workspace.read:
            return None
        try:
            found = os.stat(self._path(name))
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(found.st_mode) or time.time_ns() - found.st_mtime_ns < _SETTLED:
            return None
        return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_dev

    def exists(self, name: str) -> bool:
        try:
            return self._path(name).exists()
        except OSError:
            return False

    def is_folder(self, name: str) -> bool:
        return self._path(name).is_dir()

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

        Whatever stops it, Ctrl-C too, the file that stood there before still stands and nothing is left beside it. The
        disk has the data before the name is given away: else a power cut could leave an empty file under a good name.
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
            with open(beside, "wb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            os.replace(beside, path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise

    def write_folder(self, name: str, files: Mapping[str, bytes]) -> None:
        """Put a folder of files in place whole or not at all; what stood there is gone only when all is written.
        Raises OSError.

        files: by their names inside it, with `/`.
        """
        path = Path(os.path.realpath(self._path(name)))
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh, former = (path.with_name(f".{path.name[:200]}.{os.getpid()}.{end}") for end in ("new", "old"))
        try:
            fresh.mkdir()
            for each, data in files.items():
                (fresh / each).parent.mkdir(parents=True, exist_ok=True)
                (fresh / each).write_bytes(data)
            if path.exists():
                os.replace(path, former)
            try:
                os.replace(fresh, path)
            except BaseException:
                if former.exists():
                    os.replace(former, path)
                raise
        finally:
            import shutil

            shutil.rmtree(fresh, ignore_errors=True)
            if path.exists():
                shutil.rmtree(former, ignore_errors=True)

    def make_folder(self, name: str) -> None:
        """The folder and those above it, where missing. Raises OSError."""
        self._path(name).mkdir(parents=True, exist_ok=True)

    def _path(self, name: str) -> Path:
        if "\0" in name:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return self.root / name


def _drained(pipe: Path) -> bytes:
    """What comes out of a pipe, such as the shell's <(…); nothing when nobody writes into it,
    and no more than a file may hold."""
    descriptor = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # opening would else wait for a writer, for ever
    os.set_blocking(descriptor, True)
    with open(descriptor, "rb") as opened:
        return opened.read(LARGEST + 1)
