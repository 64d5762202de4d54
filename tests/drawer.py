"""Files in memory, for tests that read issues and papers: what layout.source.Files promises, over a dict."""

from __future__ import annotations

import errno
import os
import posixpath
from collections.abc import Mapping

from layout.diagnostics import Diagnostic, Report


class Drawer:
    """Files by name. A value that is an OSError is raised when its file is read."""

    def __init__(self, files: Mapping[str, str | bytes | OSError]) -> None:
        self.files = dict(files)

    def read(self, name: str) -> bytes:
        name = posixpath.normpath(name)
        if name in self.files:
            data = self.files[name]
            if isinstance(data, OSError):
                raise data
            return data.encode() if isinstance(data, str) else data
        if "\0" in name:
            raise ValueError("embedded null byte")
        code = errno.EISDIR if self.names(name) else errno.ENOENT
        raise OSError(code, os.strerror(code), name)

    def exists(self, name: str) -> bool:
        return posixpath.normpath(name) in self.files or bool(self.names(name))

    def names(self, folder: str) -> tuple[str, ...]:
        folder = posixpath.normpath(folder)
        inside = [name for name in self.files if folder == "." or name.startswith(folder + "/")]
        skip = 0 if folder == "." else len(folder) + 1
        return tuple(sorted({name[skip:].split("/")[0] for name in inside}))


def faults(report: Report) -> list[str]:
    """`error NP102 4:5` for each fault, by place."""
    return [brief(fault) for fault in report]


def brief(fault: Diagnostic) -> str:
    return f"{fault.severity} {fault.code} {fault.span.line}:{fault.span.column}"
