"""Files in memory, for tests that read issues and papers: what layout.source.Files promises, over a dict."""

from __future__ import annotations

import errno
import os
import posixpath
import random
from collections.abc import Mapping
from dataclasses import replace

import yaml

from layout.diagnostics import Diagnostic, Report
from layout.issue import Copy, Page, Story

LOADERS = (yaml.CSafeLoader, yaml.SafeLoader)
"""The two readers of YAML that a user may have: the C library's, and Python's where that is missing."""


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


def touched(rng: random.Random, page: Page) -> Story:
    """One story of the page with one character taken away or added."""
    story = rng.choice([story for story in page.stories if not story.items])
    index = rng.randrange(len(story.body))
    text = story.body[index].copy.text
    at = rng.randrange(1, len(text) - 1)
    block = replace(story.body[index], copy=Copy(text[:at] + rng.choice(("", "的" + text[at])) + text[at + 1 :]))
    return replace(story, body=(*story.body[:index], block, *story.body[index + 1 :]))
