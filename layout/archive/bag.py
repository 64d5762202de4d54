"""A bag (BagIt, RFC 8493): files with the sums that prove them, made whole and checked to the last byte. bagit's door.

A bag is made beside its place, written through to the disk, and renamed: whatever stops it, there is no half bag.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from hashlib import new
from pathlib import Path
from typing import Any, Literal

from layout.extras import need
from layout.value import value
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


Kind = Literal["changed", "missing", "later", "unreadable"]


@value
class Fault:
    """What is wrong with a file of a bag: it was changed, is missing, was put in later, or cannot be read. file: by its
    name in the bag, "" = the bag as a whole; reason: why it cannot be read."""

    kind: Kind
    file: str
    reason: str = ""


def faults(place: Path) -> Iterator[Fault]:
    """Everything that is wrong with a bag, each file once: every byte is compared with both sums, the sums themselves
    with those of the sums."""
    there = {path.relative_to(place).as_posix(): path for path in place.rglob("*") if not path.is_dir()}
    # A pipe would never end, and a link may lead anywhere: the library opens none of these.
    odd = sorted(name for name, path in there.items() if path.is_symlink() or not path.is_file())
    yield from (Fault("changed", name) for name in odd)
    if odd:
        return
    bagit = _bagit()
    try:
        bag = bagit.Bag(str(place))
        sums = {name.replace("\\", "/"): stated for name, stated in bag.entries.items()}
    except (bagit.BagError, OSError, ValueError) as error:
        yield Fault("unreadable", "", str(error))
        return
    stated = {*_TAGS, *_SEALS, *sums}
    yield from (Fault("missing", name) for name in sorted(stated - there.keys()))
    yield from (Fault("later", name) for name in sorted(there.keys() - stated))
    for path in sorted(path for path in place.rglob("*") if path.is_dir() and not any(path.iterdir())):
        name = path.relative_to(place).as_posix()
        if not any(each.startswith(f"{name}/") for each in stated):
            yield Fault("later", name)
    for name in sorted(stated & there.keys()):
        try:
            if name in _SEALS:
                whole = _is_sealed(place, name)
            else:
                whole = len(sums.get(name, {})) == len(ALGORITHMS) and _holds(place / name, sums[name])
        except OSError as error:
            yield Fault("unreadable", name, error.strerror or str(error))
            continue
        if not whole:
            yield Fault("changed", name)


def _holds(file: Path, stated: Mapping[str, str]) -> bool:
    """Whether a file has the sums that are stated."""
    found = {name: new(name) for name in stated}
    with open(file, "rb") as opened:
        while piece := opened.read(1 << 20):
            for each in found.values():
                each.update(piece)
    return all(each.hexdigest() == stated[name] for name, each in found.items())


def _is_sealed(place: Path, name: str) -> bool:
    """Whether the sums of a bag's own files are written as we write them: no other file has the sum of these, and the
    library reads them leniently."""
    length = {"sha256": 64, "sha512": 128}[name.removeprefix("tagmanifest-").removesuffix(".txt")]
    try:
        lines = (place / name).read_bytes().decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return False
    form = re.compile(rf"[0-9a-f]{{{length}}} (?:{'|'.join(map(re.escape, _TAGS))})")
    listed = sorted(line.partition(" ")[2] for line in lines[:-1])
    return lines[-1:] == [""] and listed == sorted(_TAGS) and all(form.fullmatch(line) for line in lines[:-1])


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
