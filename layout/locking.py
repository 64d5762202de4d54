"""One folder, one writer at a time, among all processes of a machine: two desks on one folder lose nothing.

The lock is on the folder itself where the system can, so that no file of ours lies in it; else on a file among the
system's temporary ones, named by the folder.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # the temporary folder is everybody's
_TRIES, _WAIT = 400, 0.025  # s; ten seconds in all: to write a file takes a hundredth of one


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder against every other `alone_in` of the machine. Raises TimeoutError, or FileNotFoundError where
    there is no such folder."""
    folder = folder.resolve(strict=True)
    descriptor = _on_folder(folder)
    if descriptor is None:
        descriptor = _on_file(folder)
    try:
        for _ in range(_TRIES):
            if _locked(descriptor):
                break
            time.sleep(_WAIT)
        else:
            raise TimeoutError(f"another program is writing in {folder}")
        try:
            yield
        finally:
            _unlock(descriptor)
    finally:
        os.close(descriptor)


def _on_file(folder: Path) -> int:
    name = blake2b(os.fsencode(os.path.normcase(folder)), digest_size=16).hexdigest()
    return os.open(Path(tempfile.gettempdir()) / f"layout-{name}.lock", os.O_RDWR | os.O_CREAT | _NO_LINK, 0o666)


if sys.platform != "win32":
    import fcntl

    def _on_folder(folder: Path) -> int | None:
        """The folder opened; None where it cannot be, or not locked, as on some file servers."""
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        except BlockingIOError:
            pass
        except OSError:
            os.close(descriptor)
            return None
        return descriptor

    def _locked(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

else:
    import msvcrt

    def _on_folder(folder: Path) -> int | None:
        return None  # folders cannot be locked there

    def _locked(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
