"""Zipped files of offices (.docx, .xlsx), opened within bounds: so many parts, so many bytes once unpacked, no document
types and no entities."""

from __future__ import annotations

import posixpath
import re
import zipfile
from io import BytesIO

from layout.diagnostics import Diagnostic, Report, Span

MOST_PARTS = 5_000  # a book of a thousand pictures has half as many
LARGEST_XML = 48 * 1024 * 1024  # bytes of one part unpacked: a thousand pages of copy are a fifth of it
LARGEST_PICTURE = 64 * 1024 * 1024
LARGEST_ALL = 256 * 1024 * 1024  # bytes unpacked of one file
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DOCTYPE_16 = re.compile(rb"<\0!\0(?:D\0O\0C\0T|E\0N\0T\0I)|\0<\0!\0(?:D\0O\0C\0T|E\0N\0T\0I)", re.IGNORECASE)


MOST_TAGS = 2_000_000  # of an XML part: a tree of them has some 500 MB
MOST_CELLS = 50_000  # of a table, those that only fill its rows up among them


class Damaged(Exception):
    """A file that cannot be read as what it says it is. code: of the diagnostic, values: of its words."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, tuple(values.items())


class Container:
    """The parts of a zipped file by their names. Raises Damaged for what cannot be opened or is too large."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            names = self._zip.namelist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct_error()) as error:
            raise Damaged("NP983", reason=str(error) or type(error).__name__) from None
        if len(names) > MOST_PARTS:
            raise Damaged("NP984", what=f"{len(names)} parts", most=f"{MOST_PARTS} parts")
        # Names in a file are anybody's: those that lead out of it are not read.
        self.names = frozenset(name for name in names if not _leads_out(name))
        self._read = 0

    def xml(self, name: str) -> bytes | None:
        """The bytes of an XML part; None where there is none."""
        data = self._bytes(name, LARGEST_XML)
        if data is not None and (_DOCTYPE.search(data) or _DOCTYPE_16.search(data)):
            raise Damaged("NP983", reason=f"{posixpath.basename(name)} declares a document type")
        if data is not None and data.count(b"<") > MOST_TAGS:
            raise Damaged("NP984", what=posixpath.basename(name), most=f"{MOST_TAGS} tags")
        return data

    def picture(self, name: str) -> bytes | None:
        return self._bytes(name, LARGEST_PICTURE)

    def _bytes(self, name: str, most: int) -> bytes | None:
        if name not in self.names:
            return None
        try:
            with self._zip.open(name) as opened:
                # What the file says of its own size is not believed.
                data = opened.read(min(most, LARGEST_ALL - self._read) + 1)
        except (
            zipfile.BadZipFile,
            OSError,
            ValueError,
            RuntimeError,
            NotImplementedError,
            EOFError,
            zlib_error(),
        ) as error:
            raise Damaged("NP983", reason=str(error) or type(error).__name__) from None
        self._read += len(data)
        if len(data) > most or self._read > LARGEST_ALL:
            raise Damaged("NP984", what=posixpath.basename(name), most=f"{most // 1_048_576} MB")
        return data


def bound_cells(count: int) -> None:
    """Raises Damaged where a table has so many cells."""
    if count > MOST_CELLS:
        raise Damaged("NP984", what=f"a table of more than {MOST_CELLS} cells", most=f"{MOST_CELLS} cells")


def struct_error() -> type[Exception]:
    import struct

    return struct.error


def zlib_error() -> type[Exception]:
    import zlib

    return zlib.error


def _leads_out(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ":" in plain or ".." in plain.split("/")


def told(file: str, damaged: Damaged, report: Report) -> None:
    values = (("file", file), *damaged.values)
    report.extend([Diagnostic(damaged.code, Span(file), values)])
