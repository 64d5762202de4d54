"""A print job as files: a folder or a ZIP, with the sums that prove it later.

The ZIP is the same bytes for the same files. `verify` says of a folder or a ZIP what is missing,
changed, or was put in.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from hashlib import sha256

from layout.diagnostics import Report, Span, reason_of
from layout.pipeline import Workspace

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  ([^\0\r\n]+)")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP can name; the clock is never asked
# What zipfile raises on damage, on a password, on a compression it does not know.
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
_LARGEST = 2 << 30  # bytes a package may unpack to


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files in order of their names, and the list of their SHA-256 sums as `sha256sum -c` reads it."""
    ordered = {name: files[name] for name in sorted(files)}
    lines = [f"{sha256(data).hexdigest()}  {name}\n" for name, data in ordered.items()]
    return {**ordered, SUMS: "".join(lines).encode("utf-8")}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a ZIP. What is compressed already (PDF, PNG) is stored as it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.external_attr = 0o644 << 16
            packed = name.endswith((".pdf", ".png"))
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def place(workspace: Workspace, target: str, files: Mapping[str, bytes], report: Report) -> bool:
    """Write a package where it shall stand; what hinders is NP901, something else that stands there NP927, or NP902
    where it is what the package is made from.

    Only an older package is replaced, and only while nobody has put anything of his own into it.
    """
    packed = target.endswith(".zip")
    if any(workspace.same(target, source) for source in workspace.read_so_far):
        report.add("NP902", Span(target), file=target)
        return False
    try:
        if workspace.exists(target) and not (_our_zip if packed else _ours)(workspace, target):
            report.add("NP927", Span(target), file=target)
            return False
        if packed:
            workspace.write(target, zipped(files))
        else:
            workspace.write_folder(target, files)
    except OSError as error:
        report.add("NP901", Span(target), file=target, reason=reason_of(error))
        return False
    return True


def _ours(workspace: Workspace, target: str) -> bool:
    """Whether a folder is empty, or a package with nothing in it that its list does not know."""
    if not workspace.is_folder(target):
        return False
    if not workspace.names(target):
        return True
    try:
        listed = _listed(workspace.read(f"{target}/{SUMS}").decode("utf-8"))
    except (OSError, ValueError):
        return False
    return not workspace.foreign(target, {SUMS, *listed})


def _our_zip(workspace: Workspace, target: str) -> bool:
    """Whether a file is a packed package with nothing else in it, or takes what is written and keeps nothing."""
    if workspace.is_folder(target):
        return False
    known = set(workspace.read_so_far)
    try:
        with zipfile.ZipFile(io.BytesIO(workspace.read(target))) as archive:
            return set(archive.namelist()) <= {SUMS, *_listed(archive.read(SUMS).decode("utf-8"))}
    except (OSError, KeyError, ValueError, *_BAD_ZIP):
        return False
    finally:
        workspace.read_so_far &= known  # it is looked at, and is no source of what takes its place


def verify(workspace: Workspace, target: str, report: Report) -> int:
    """Compare a package with its sums; the number of files proven.

    Reported: no package there (NP930), a file changed (NP931), missing (NP932), or not in the list (NP933).
    """
    try:
        files = _read(workspace, target)
        listed = _listed(files.pop(SUMS).decode("utf-8"))
    except (OSError, KeyError, ValueError, *_BAD_ZIP) as error:
        reason = getattr(error, "strerror", None) or ("no " + SUMS if isinstance(error, KeyError) else str(error))
        report.add("NP930", Span(target), file=target, reason=reason)
        return 0
    proven = 0
    for name, wanted in listed.items():
        data = files.pop(name, None)
        if data is None:
            report.add("NP932", Span(f"{target}/{name}"), file=name)
        elif sha256(data).hexdigest() != wanted:
            report.add("NP931", Span(f"{target}/{name}"), file=name)
        else:
            proven += 1
    for name in files:
        report.add("NP933", Span(f"{target}/{name}"), file=name)
    return proven


def _listed(text: str) -> dict[str, str]:
    rows = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"{SUMS} is damaged")
        rows[match[2]] = match[1]
    if not rows:
        raise ValueError(f"{SUMS} is empty")
    return rows


def _read(workspace: Workspace, target: str) -> dict[str, bytes]:
    """Every file of a folder or a ZIP by its name inside. Raises OSError, ValueError, zipfile.BadZipFile."""
    if workspace.is_folder(target):
        return {name: workspace.read(f"{target}/{name}") for name in _names(workspace, target, "")}
    with zipfile.ZipFile(io.BytesIO(workspace.read(target))) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
            raise ValueError("it unpacks to more than 2 GiB")
        return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}


def _names(workspace: Workspace, target: str, inside: str) -> Iterator[str]:
    """Every file below a folder by its name inside."""
    for name in workspace.names(f"{target}/{inside}" if inside else target):
        path = f"{inside}/{name}" if inside else name
        if workspace.is_folder(f"{target}/{path}"):
            yield from _names(workspace, target, path)
        else:
            yield path
