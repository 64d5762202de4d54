"""The folder of an archive: its bags by paper, year, issue and version; one writer at a time, nothing overwritten."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from layout.archive import bag
from layout.archive.bag import Fault
from layout.archive.naming import BAGS, CATALOGUE, EDITION, JOURNAL, MARKER, folder_of
from layout.articles.stored import from_json
from layout.articles.values import About
from layout.value import value
from layout.workspace import settle, settle_names

FORMAT = 1
_INCOMING = ".incoming"
_LOCK = ".lock"
_BEGUN = ".begun"
_FRESH = ".fresh"  # ends the name of what is renamed once it is whole
_VERSION = re.compile(r"v([1-9]\d{0,3})")  # more versions than 9,999 nobody makes by hand


class NoArchive(Exception):
    """The folder is no archive. The message is the name of NP951's hint: "hint" there is none, "other" it holds other
    files, "format" it was made by another version of the program."""


@value
class Version:
    """A bag. folder: below the archive, with `/`; issue: its name; number: of the version."""

    folder: str
    issue: str
    number: int


class Store:
    """The bags of an archive's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def open(cls, root: Path) -> Store:
        """Raises NoArchive."""
        try:
            stated = json.loads((root / MARKER).read_bytes())
        except OSError:
            raise NoArchive("hint") from None
        except (ValueError, RecursionError):
            raise NoArchive("format") from None
        if not isinstance(stated, dict) or stated.get("format") != FORMAT:
            raise NoArchive("format")
        return cls(root)

    @classmethod
    def create(cls, root: Path) -> Store:
        """The archive there, or a new one where nothing stands. Raises NoArchive, OSError."""
        if (root / MARKER).exists():
            return cls.open(root)
        if root.is_dir() and any(name[:1] != "." and name != MARKER for name in os.listdir(root)):
            raise NoArchive("other")
        root.mkdir(parents=True, exist_ok=True)
        store = cls(root)
        with store.writing():
            if not (root / MARKER).exists():
                store._write(MARKER, json.dumps({"format": FORMAT, "program": "broadsheet-layout"}) + "\n")
        return cls.open(root)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer at a time; what an earlier one left half made is cleared away. Waits for its turn."""
        import fcntl

        with open(self.root / _LOCK, "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            bag.clear(self.root / _INCOMING)
            for left in self.root.glob(f".*{_FRESH}"):  # of one that was stopped
                left.unlink(missing_ok=True)
            yield

    def versions(self, folder: str) -> list[Version]:
        """The versions of an issue, the oldest first."""
        place = self.root / folder
        numbers = sorted(int(match[1]) for name in _names(place) if (match := _VERSION.fullmatch(name)))
        issue = folder.rpartition("/")[2]
        return [Version(f"{folder}/v{number}", issue, number) for number in numbers]

    def issues(self) -> Iterator[list[Version]]:
        """The versions of every issue, by paper, year and name."""
        for paper in _names(self.root / BAGS):
            for year in _names(self.root / BAGS / paper):
                for issue in _names(self.root / BAGS / paper / year):
                    versions = self.versions(f"{BAGS}/{paper}/{year}/{issue}")
                    if versions:
                        yield versions

    def latest(self, about: About) -> Version | None:
        """The version of an issue that is in force."""
        return next(iter(self.versions(folder_of(about))[::-1]), None)

    def file(self, version: Version, name: str) -> Path:
        """Where a file of a bag's payload stands."""
        return self.root / version.folder / "data" / name

    def about(self, version: Version) -> About:
        """What the issue of a bag is. Raises OSError, ValueError."""
        return from_json(self.file(version, EDITION).read_bytes(), words=False).about

    def following(self, about: About) -> Version:
        """The version that an issue would be added as."""
        folder, last = folder_of(about), self.latest(about)
        number = last.number + 1 if last else 1
        return Version(f"{folder}/v{number}", folder.rpartition("/")[2], number)

    def begin(self, folder: str) -> None:
        """Note that a version of the issue in this folder is about to be added, "" = all is done. Raises OSError."""
        place = self.root / _BEGUN
        if not folder:
            place.unlink(missing_ok=True)
            return
        self._write(_BEGUN, folder)

    def _write(self, name: str, text: str) -> None:
        fresh = self.root / f".{name.lstrip('.')}{_FRESH}"
        try:
            fresh.write_text(text, "utf-8")
            settle(fresh)
            os.replace(fresh, self.root / name)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        settle_names(self.root)

    def begun(self) -> str:
        """The folder of the issue whose adding was not noted as done, "" = none."""
        try:
            return (self.root / _BEGUN).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def add(self, about: About, files: Mapping[str, bytes], info: Mapping[str, str]) -> Version:
        """A new version of an issue; for whoever is writing(). Raises OSError; then nothing has changed."""
        version = self.following(about)
        place = self.root / version.folder
        if place.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
        incoming = self.root / _INCOMING
        incoming.mkdir(exist_ok=True)
        bag.make(place, files, info, incoming)
        return version

    def faults(self) -> Iterator[Fault]:
        """What is wrong between the bags: versions that are missing, and what was put among them."""
        known = {MARKER, CATALOGUE, f"{CATALOGUE}-wal", f"{CATALOGUE}-shm", BAGS, _INCOMING, _LOCK, _BEGUN, JOURNAL}
        yield from (Fault("later", name) for name in _names(self.root) if name not in known and name[:1] != ".")
        for folder in self._folders("", 3):
            place = self.root / BAGS / folder
            if not place.is_dir():
                yield Fault("later", f"{BAGS}/{folder}")
                continue
            numbers = []
            for name in _names(place) if folder.count("/") == 2 else ():
                match = _VERSION.fullmatch(name)
                if match and (place / name).is_dir():
                    numbers.append(int(match[1]))
                else:
                    yield Fault("later", f"{BAGS}/{folder}/{name}")
            missing = sorted(set(range(1, max(numbers, default=0))) - set(numbers))
            yield from (Fault("missing", f"{BAGS}/{folder}/v{number}") for number in missing)

    def _folders(self, inside: str, depth: int) -> Iterator[str]:
        """Names below the folder of bags, down to so many levels."""
        for name in _names(self.root / BAGS / inside):
            folder = f"{inside}/{name}" if inside else name
            yield folder
            if depth > 1 and (self.root / BAGS / folder).is_dir():
                yield from self._folders(folder, depth - 1)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
