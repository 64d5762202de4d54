"""The faces of a pack from the archives that publish them: npm packages, Debian packages, zip files, each pinned by its
sha256, and each file in it by its own.

The build of a pack (fonts/packs/hatch_build.py) and `layout fonts --get` come here; setting a page never does. Only the
standard library is used, because a pack is built where nothing else is installed.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from layout.value import value

LARGEST = 400_000_000
"""Bytes of an archive, and of a file in it: the largest there is has 100 MB."""


@value
class Archive:
    """urls: where it is published, asked in turn."""

    name: str
    urls: tuple[str, ...]
    sha256: str


@value
class Member:
    """A file to be taken out. file: its name in the pack; path: in the archive; sha256 "": of a text, which its
    archive's sum covers."""

    file: str
    archive: str
    path: str
    sha256: str = ""


class Refused(Exception):
    """What was fetched is not what was pinned, or could not be fetched. Arguments: what, why."""


def wanted(manifest: Mapping[str, Mapping[str, Mapping[str, object]]]) -> tuple[list[Archive], list[Member]]:
    """The archives and members that a manifest names: the plain content of a pack's fonts.yaml, read by anyone."""
    archives = []
    for name, each in manifest.get("archives", {}).items():
        urls = each["url"]
        listed = (str(urls),) if isinstance(urls, str) else tuple(map(str, urls if isinstance(urls, Sequence) else ()))
        archives.append(Archive(name, listed, str(each["sha256"])))
    members = [
        Member(str(each["file"]), str(each["archive"]), str(each["member"]), str(each["sha256"]))
        for each in manifest.get("faces", {}).values()
    ]
    members += [
        Member(file, str(each["archive"]), str(each["member"])) for file, each in manifest.get("texts", {}).items()
    ]
    return archives, members


def collected(
    archives: Iterable[Archive], members: Iterable[Member], fetch: Callable[[str], bytes]
) -> Iterator[tuple[str, bytes]]:
    """Each file of a pack with its bytes, an archive after another. Raises Refused.

    fetch: an address → the bytes that stand there; OSError where nothing does.
    """
    members = tuple(members)
    for archive in archives:
        inside = [member for member in members if member.archive == archive.name]
        data = _fetched(archive, fetch)
        found = dict(_unpacked(archive.urls[0], data, frozenset(member.path for member in inside)))
        for member in inside:
            if member.path not in found:
                raise Refused(member.file, f"{archive.name} has no {member.path}")
            content = found[member.path]
            if member.sha256 and hashlib.sha256(content).hexdigest() != member.sha256:
                raise Refused(member.file, "its sha256 is not the one in fonts.yaml")
            yield member.file, content


def download(url: str) -> bytes:
    """What stands at an https address. Raises OSError."""
    from urllib.request import urlopen

    if not url.startswith("https://"):
        raise OSError(f"not an https address: {url}")
    with urlopen(url, timeout=60) as answer:
        data: bytes = answer.read(LARGEST + 1)
    return data


def _fetched(archive: Archive, fetch: Callable[[str], bytes]) -> bytes:
    """The archive from the first address that has it as it was pinned."""
    reasons = []
    for url in archive.urls:
        try:
            data = fetch(url)
        except OSError as error:
            reasons.append(f"{url}: {error}")
            continue
        if hashlib.sha256(data).hexdigest() == archive.sha256:
            return data
        reasons.append(f"{url}: its sha256 is not the one in fonts.yaml")
    raise Refused(archive.name, "; ".join(reasons) or "it has no address")


def _unpacked(name: str, data: bytes, paths: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """The files of these paths; what kind of archive it is, its bytes say."""
    try:
        if data.startswith(b"!<arch>\n"):
            name, data = _data_of_deb(data)
        if data.startswith(b"PK"):
            yield from _unzipped(data, paths)
        elif data[257:262] == b"ustar" or data.startswith((b"\x1f\x8b", b"\xfd7zXZ")):
            yield from _untarred(data, paths)
        elif paths == frozenset([""]):  # the file itself
            yield "", data
        else:
            raise Refused(name, "it is no archive of a kind that is known here")
    except (tarfile.TarError, zipfile.BadZipFile, lzma.LZMAError, EOFError, ValueError) as error:
        raise Refused(name, f"it cannot be unpacked: {error}") from None


def _untarred(data: bytes, paths: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as opened:
        for each in opened:
            path = each.name.removeprefix("./")
            content = opened.extractfile(each) if path in paths and each.isfile() and each.size <= LARGEST else None
            if content is not None:
                yield path, content.read()


def _unzipped(data: bytes, paths: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        for each in opened.infolist():
            if each.filename in paths and each.file_size <= LARGEST:
                yield each.filename, opened.read(each)


def _data_of_deb(data: bytes) -> tuple[str, bytes]:
    """The member data.tar.* of a Debian package: an ar archive (deb(5)), whose heads are 60 bytes."""
    at = 8
    while at + 60 <= len(data):
        name, size = data[at : at + 16].decode("ascii", "replace").strip().rstrip("/"), int(data[at + 48 : at + 58])
        if name.startswith("data.tar"):
            return name, data[at + 60 : at + 60 + size]
        at += 60 + size + size % 2
    raise Refused("the Debian package", "it has no data.tar")
