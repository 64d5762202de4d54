"""A bag (BagIt, RFC 8493): files with the sums that prove them, made whole and checked to the last byte. bagit's door.

A bag is made beside its place, written through to the disk, and renamed: whatever stops it, there is no half bag.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from layout.extras import need
from layout.workspace import settle, settle_names

ALGORITHMS = ("sha256", "sha512")
_TAGS = ("bagit.txt", "bag-info.txt", *(f"manifest-{name}.txt" for name in ALGORITHMS))
_SEALS = tuple(f"tagmanifest-{name}.txt" for name in ALGORITHMS)
_DATE = "Bagging-Date"  # bagit's clock: the same issue is the same bag whenever it is made


def make(place: Path, files: Mapping[str, bytes], info: Mapping[str, str], beside: Path) -> None:
    """Put a bag at `place`, where nothing stands. Raises OSError; then nothing is there.

    files: of the payload, by their names below data/. info: of bag-info.txt. beside: a folder on the same disk to make
    it in.
    """
    fresh = beside / f"{place.name}-{os.getpid()}.new"
    try:
        clear(fresh)
        fresh.mkdir(parents=True)
        for name, data in files.items():
            file = fresh / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        bag = _bagit().make_bag(str(fresh), dict(info), checksums=list(ALGORITHMS))
        bag.info.pop(_DATE, None)
        bag.save()
        through(fresh)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.rename(fresh, place)
        for folder in (place.parent, *list(place.parents)[1:3]):
            settle_names(folder)
    finally:
        clear(fresh)


def sums(place: Path) -> dict[str, str]:
    """SHA-256 of each file of a bag's payload, by its name below data/, as the bag states them."""
    listed = {}
    for line in (place / "manifest-sha256.txt").read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        listed[name.removeprefix("data/")] = digest
    return listed


def faults(place: Path) -> Iterator[str]:
    """What is wrong with a bag: missing, changed and further files, and sums that are not as they were written."""
    bagit = _bagit()
    try:
        bag = bagit.Bag(str(place))
        bag.info.pop("Payload-Oxum", None)  # else the library says that a size is wrong, and not of which file
        bag.validate()
    except bagit.BagValidationError as error:
        yield from (str(detail) for detail in error.details or [error])
    except (bagit.BagError, OSError, ValueError) as error:
        yield str(error)
    known = {*_TAGS, *_SEALS, "data"}
    try:
        yield from (f"{name}: not a file of this bag" for name in sorted(os.listdir(place)) if name not in known)
    except OSError:
        return
    # The library reads a seal leniently; and no other file has its sum.
    for name in _SEALS:
        yield from _broken_seal(place, name)


def _broken_seal(place: Path, name: str) -> Iterator[str]:
    algorithm = name.removeprefix("tagmanifest-").removesuffix(".txt")
    length = {"sha256": 64, "sha512": 128}[algorithm]
    try:
        written = (place / name).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        yield f"{name}: {error}"
        return
    lines = written.split("\n")
    form = re.compile(rf"[0-9a-f]{{{length}}} (?:{'|'.join(map(re.escape, _TAGS))})")
    if lines[-1:] != [""] or sorted(line.partition(" ")[2] for line in lines[:-1]) != sorted(_TAGS):
        yield f"{name}: it does not list the bag's own files"
    elif not all(form.fullmatch(line) for line in lines[:-1]):
        yield f"{name}: it was changed"


def through(folder: Path) -> None:
    """Write a folder and all in it through to the disk."""
    for root, _, names in os.walk(folder):
        for name in names:
            settle(Path(root, name))
        settle_names(Path(root))


def clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _bagit() -> Any:
    bagit = need("bagit", "archive")
    bagit.LOGGER.setLevel("CRITICAL")  # what it finds is told by us
    return bagit
