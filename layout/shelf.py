"""What was costly to make, kept on this machine from one run to the next: pieces of a few kinds,
such as converted pictures.

A piece is found by a digest of everything it was made from, and carries a digest of itself: a shelf that is damaged,
full, shared by two runs or not writable at all costs time, never a different byte. It may be thrown away whenever one
likes.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256

ROOM = 256 * 1024 * 1024
"""Bytes kept at most; the longest unused go first."""

_DIGEST = 32
_NAME = re.compile(r"(?:([a-z]+)-)?[0-9a-f]{64}(?:\.\d+)?")  # of a piece, or of one that a broken run left half written
_FOLDER = os.path.join("broadsheet-layout", "shelf")


def folder(environment: Mapping[str, str], platform: str = sys.platform) -> str:
    """Where this user's shelf is: LAYOUT_CACHE ("" = none), else where the system keeps caches; "" = nowhere."""
    if "LAYOUT_CACHE" in environment:
        return environment["LAYOUT_CACHE"]
    if platform == "win32":
        base = environment.get("LOCALAPPDATA", "")
    elif platform == "darwin":
        base = environment.get("HOME", "") and environment["HOME"] + "/Library/Caches"
    else:
        base = environment.get("XDG_CACHE_HOME", "") or (
            environment.get("HOME", "") and environment["HOME"] + "/.cache"
        )
    return os.path.join(base, _FOLDER) if os.path.isabs(base) else ""


class Shelf:
    """Pieces by what they were made from. folder "": nothing is kept. room: bytes."""

    def __init__(self, folder: str, room: int = ROOM) -> None:
        self._folder = folder
        self._room = room
        self._used: int | None = None  # known when first something is put

    @property
    def folder(self) -> str:
        return self._folder

    def take(self, kind: str, made_from: bytes) -> bytes | None:
        """The piece, None when it is not here or not whole. kind: small letters;
        made_from: all that the piece depends on."""
        if not self._folder:
            return None
        file = self._file(kind, made_from)
        try:
            with open(file, "rb") as opened:
                kept = opened.read()
            os.utime(file)
        except OSError:
            return None
        piece = kept[_DIGEST:]
        return piece if sha256(piece).digest() == kept[:_DIGEST] else None

    def put(self, kind: str, made_from: bytes, piece: bytes) -> None:
        """Keep a piece; where that cannot be done, nothing happens."""
        if not self._folder or len(piece) > self._room // 4:
            return
        file = self._file(kind, made_from)
        beside = f"{file}.{os.getpid()}"
        try:
            os.makedirs(self._folder, 0o700, exist_ok=True)
            with open(beside, "wb") as opened:
                opened.write(sha256(piece).digest() + piece)
            os.replace(beside, file)
            self._make_room(len(piece) + _DIGEST)
        except OSError:
            self._folder = ""  # a full or forbidden disk will not be better for the next piece

    def kinds(self) -> dict[str, tuple[int, int]]:
        """Pieces and bytes of each kind, by name; "" = of an earlier program."""
        found: dict[str, tuple[int, int]] = {}
        for _, size, file in sorted(self._pieces(), key=lambda piece: piece[2]):
            named = _NAME.fullmatch(os.path.basename(file))
            kind = named[1] or "" if named else ""
            pieces, used = found.get(kind, (0, 0))
            found[kind] = pieces + 1, used + size
        return found

    def clear(self) -> None:
        """Take everything away. Raises OSError."""
        for _, _, file in self._pieces():
            with suppress(FileNotFoundError):
                os.unlink(file)
        self._used = None

    def _file(self, kind: str, made_from: bytes) -> str:
        return os.path.join(self._folder, f"{kind}-{sha256(made_from).hexdigest()}")

    def _make_room(self, added: int) -> None:
        self._used = self._used + added if self._used is not None else sum(size for _, size, _ in self._pieces())
        if self._used <= self._room:
            return
        for _, size, file in sorted(self._pieces()):
            # Some room more, so that the next piece does not look through all of them again.
            if self._used <= self._room * 3 // 4:
                break
            with suppress(FileNotFoundError):
                os.unlink(file)
            self._used -= size

    def _pieces(self) -> list[tuple[float, int, str]]:
        """Time of last use, bytes and file of every piece; what else lies in the folder is not ours."""
        found: list[tuple[float, int, str]] = []
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self._folder or os.devnull) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # another run may take it away
                    if _NAME.fullmatch(entry.name) and entry.is_file():
                        found.append((entry.stat().st_mtime, entry.stat().st_size, entry.path))
        return found
