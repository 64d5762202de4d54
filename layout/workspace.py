"""The files, the fonts and the clock of this machine: the one place where they are touched,
so that tests run in memory."""

from __future__ import annotations

import errno
import glob
import os
import posixpath
import stat
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from hashlib import blake2b
from pathlib import Path

from layout.confined import Confined, real
from layout.fontpacks import inside, installed
from layout.source import Files, beside
from layout.source.reading import LARGEST

_SETTLED = 2_000_000_000  # nanoseconds: FAT keeps times to two seconds, no file system more coarsely

_HIGHEST = 8  # folders above one another, each with a paper.yaml
_LONGEST_NAME = 200  # bytes: names have 255, and ours get a number and an end
_ABANDONED = 60  # seconds: to write a file takes a hundredth of one

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD, RENAME_EXCHANGE: linux/fcntl.h, linux/fs.h


class Workspace:
    """The files and the fonts of this machine, and its clock. Names use `/`, relative to `root` or absolute.

    fonts: folder of the font set, None = the one that came with the package. Further folders of faces are the packs
    that are installed, those named by LAYOUT_FONTS (separated like PATH) and fonts/user under `root`, each with the
    packs that lie in it. allowed: folders besides a paper's own that an issue may name files in. read_so_far: the names
    of all files read, none of which an output may overwrite.
    """

    pipes = True
    """Whether what comes out of a pipe is read, as of the shell's <(…): it is waited for."""

    def __init__(self, root: Path | None = None, fonts: Path | None = None, allowed: Sequence[str] = ()) -> None:
        self.root = root or Path()
        self.fonts = fonts
        self.allowed = tuple([real(str(self.root / folder)) for folder in allowed])
        self.read_so_far: set[str] = set()

    @property
    def extra_fonts(self) -> tuple[Path, ...]:
        named = os.environ.get("LAYOUT_FONTS", "").split(os.pathsep)
        folders = [*(Path(name) for name in named if name), self.root / "fonts" / "user"]
        return (*installed(), *(place for folder in folders if folder.is_dir() for place in (*inside(folder), folder)))

    def sources(self) -> set[str]:
        """What an issue is made from, for a workspace that has been read for one alone."""
        return self.read_so_far

    def of_issue(self, issue_file: str) -> Files:
        """The files as an issue may name them: those in the folder of its paper.yaml, beside it or one folder above, or
        in its own where there is none, and in the folders allowed. A supplement's folder lies in its paper's: the
        folders above count as long as each has a paper.yaml too."""
        from layout.theme import find_paper

        return Confined(self, self._home(find_paper(self, issue_file) or issue_file), issue_file)

    def of_paper(self, paper: str) -> Files:
        """The files as a house style may name them."""
        return Confined(self, self._home(paper))

    def _home(self, file: str) -> str:
        from layout.theme import PAPER_FILE

        for _ in range(_HIGHEST):
            above = beside(file, f"../{PAPER_FILE}")
            if above == file or not self.exists(above):
                break
            file = above
        return posixpath.dirname(file)

    def real(self, name: str) -> str:
        """Where a name leads, links followed. Raises OSError for what is no name."""
        return real(str(self._path(name)))

    def today(self) -> date:
        return date.today()

    def read(self, name: str) -> bytes:
        path = self._path(name)
        self.read_so_far.add(name)
        # A device or a socket would never end.
        mode = path.stat().st_mode
        if self.pipes and stat.S_ISFIFO(mode):
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

    def size(self, name: str) -> int:
        """Bytes of a file; 0 for what is none, or not there."""
        try:
            found = os.stat(self._path(name))
        except (OSError, ValueError):
            return 0
        return found.st_size if stat.S_ISREG(found.st_mode) else 0

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
        self._put_in_place(name, data)

    def _put_in_place(self, name: str, data: bytes, last: Callable[[], None] | None = None) -> None:
        """last: called when only the renaming is left; what it raises stops it."""
        path = Path(os.path.realpath(self._path(name)))  # through a link, so that the link stays one
        _refuse_archive(path, name)
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)  # a pipe or /dev/null takes no renaming
            return
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
        beside = _beside(path, "tmp")
        _clear_unfinished(path)
        try:
            with open(beside, "wb") as opened:
                _as_before(path, opened.fileno())
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            if last is not None:
                last()
            os.replace(beside, path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise

    def write_if_unchanged(self, name: str, data: bytes, digest: str | None) -> None:
        """As write, where the file is still the one that was looked at, and nobody else of this machine is writing in
        its folder. digest: digest_of its bytes then, None = it was not there. Raises Changed, OSError."""

        def same(now: bytes | None) -> bytes:
            if (None if now is None else digest_of(now)) != digest:
                raise Changed(name)
            return data

        self.rewrite(name, same)

    def rewrite(self, name: str, make: Callable[[bytes | None], bytes | None]) -> None:
        """Write what `make` makes of a file's bytes, None = it is not there, while nobody else of this machine is
        writing in its folder; None made = nothing is written. Raises OSError, and Changed where a program that knows
        nothing of us wrote it meanwhile."""
        from layout.locking import alone_in

        path = Path(os.path.realpath(self._path(name)))
        with alone_in(path.parent):
            now = _bytes_of(path)
            new = make(now)

            def unchanged() -> None:
                # To see it on the disk takes a while, and editors know nothing of our lock.
                if _bytes_of(path) != now:
                    raise Changed(name)

            if new is not None:
                self._put_in_place(name, new, unchanged)

    def write_folder(self, name: str, files: Mapping[str, bytes]) -> None:
        """Put a folder of files in place whole or not at all; what stood there is gone only when all is written and on
        the disk. Raises OSError.

        files: by their names inside it, with `/`. Whatever stops it, a cut of the power too, what stands there is
        whole; what was left beside it by one that was killed is cleared away.
        """
        import shutil

        path = Path(os.path.realpath(self._path(name)))
        _refuse_archive(path, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear_left(path)
        fresh, former = (_beside(path, end) for end in ("new", "old"))
        try:
            fresh.mkdir()
            for each, data in files.items():
                (fresh / each).parent.mkdir(parents=True, exist_ok=True)
                (fresh / each).write_bytes(data)
                settle(fresh / each)
            for folder in {fresh, *((fresh / each).parent for each in files)}:
                settle_names(folder)
            if path.exists() and not _exchange(fresh, path):
                os.replace(path, former)
            if not path.exists():
                try:
                    os.replace(fresh, path)
                except BaseException:
                    if former.exists():
                        os.replace(former, path)
                    raise
            settle_names(path.parent)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
            if path.exists():
                shutil.rmtree(former, ignore_errors=True)

    def foreign(self, folder: str, known: Collection[str]) -> str:
        """The first file or folder below a folder that is none of these files, nor a folder with one of them in it;
        "" = there is none. known: names inside the folder, with `/`. Links are not followed."""
        folders = {name[:at] for name in known for at in range(len(name)) if name[at] == "/"}
        waiting = [""]
        while waiting:
            inside = waiting.pop()
            for name in self.names(f"{folder}/{inside}" if inside else folder):
                path = f"{inside}/{name}" if inside else name
                if path in folders and not (self.root / folder / path).is_symlink():
                    waiting.append(path)
                elif path not in known:
                    return path
        return ""

    def make_folder(self, name: str) -> None:
        """The folder and those above it, where missing. Raises OSError."""
        self._path(name).mkdir(parents=True, exist_ok=True)

    def _path(self, name: str) -> Path:
        if "\0" in name:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return self.root / name


class Changed(Exception):
    """A file is no longer the one that was looked at. Its name is the argument."""


def digest_of(data: bytes) -> str:
    """What stands for the bytes of a file when it is asked whether they are still the same."""
    return blake2b(data, digest_size=16).hexdigest()


def _refuse_archive(path: Path, name: str) -> None:
    """Nothing is written into an archive (layout.archive) but by the archive: its files are never changed."""
    for folder in path.parents:
        if (folder / "archive.json").is_file() and (folder / "bags").is_dir():
            raise PermissionError(errno.EPERM, "it stands in an archive, whose files are never changed", name)


def _beside(path: Path, end: str) -> Path:
    """Where this process writes what is to stand at `path`, or keeps what stood there."""
    return path.with_name(f".{_short(path.name)}.{os.getpid()}.{end}")


def _short(name: str) -> str:
    """A name with room for an end behind it: disks count bytes, and a Chinese character is three."""
    return os.fsencode(name)[:_LONGEST_NAME].decode("utf-8", "ignore")


def _bytes_of(path: Path) -> bytes | None:
    """Of a regular file; None where there is nothing. Raises OSError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for, with everybody else shut out
            raise OSError(errno.EINVAL, "not a file that can be read", str(path))
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _as_before(path: Path, descriptor: int) -> None:
    """Whoever might read and write the file that stood there may do so with the one in its place."""
    with suppress(OSError, AttributeError):  # not there yet, or a system without
        found = path.stat()
        if os.fstat(descriptor).st_gid != found.st_gid:
            os.fchown(descriptor, -1, found.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(found.st_mode))


def _clear_unfinished(path: Path) -> None:
    """Clear away what killed processes had begun to write beside a file."""
    for left in path.parent.glob(f".{glob.escape(_short(path.name))}.*.tmp"):
        number = left.name.split(".")[-2]
        with suppress(OSError):
            # Of a folder that machines share another one may be writing there this moment.
            settled = time.time() - left.stat().st_mtime > _ABANDONED
            if settled and number.isdecimal() and not _runs(int(number)):
                left.unlink()


def _clear_left(path: Path) -> None:
    """Clear away what killed processes left beside a folder, and put back what one of them had just taken away."""
    import shutil

    for left in sorted(path.parent.glob(f".{glob.escape(_short(path.name))}.*.*")):
        process, _, end = left.name.rpartition(".")
        number = process.rpartition(".")[2]
        if end not in ("new", "old") or not number.isdecimal() or _runs(int(number)):
            continue
        if end == "old" and not path.exists():
            os.replace(left, path)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    """Whether a process of this machine still runs; ourselves among them."""
    if os.name == "nt":  # where asking would end it
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def settle(path: Path) -> None:
    """See to it that a file is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def settle_names(folder: Path) -> None:
    """See to it that the names in a folder are; not every system opens folders."""
    with suppress(OSError):
        settle(folder)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at once (renameat2 of Linux); False where the system cannot."""
    try:
        import ctypes

        rename = ctypes.CDLL(None).renameat2
    except (ImportError, OSError, AttributeError, TypeError):
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def _drained(pipe: Path) -> bytes:
    """What comes out of a pipe, such as the shell's <(…); nothing when nobody writes into it,
    and no more than a file may hold."""
    descriptor = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # opening would else wait for a writer, for ever
    os.set_blocking(descriptor, True)
    with open(descriptor, "rb") as opened:
        return opened.read(LARGEST + 1)
