"""YAML → Node: what was typed, where it was typed. Scalars stay strings; fields coerce them later.

The one door to PyYAML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from layout.diagnostics import Report, Span


class Files(Protocol):
    """The files a build may read; pipeline.Workspace has the real ones, tests a dict. Names use `/` and are relative to the
    folder the program was started in, or absolute."""

    def read(self, name: str) -> bytes:
        """Raises OSError."""

    def exists(self, name: str) -> bool: ...

    def names(self, folder: str) -> tuple[str, ...]:
        """Names in a folder, sorted; () when it is none."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text file as read: its name as the editor knows it, and its lines, for excerpts and for finding a character's place."""

    file: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of YAML.

    value: a scalar's string ("" otherwise). items: of a sequence. pairs: of a mapping, in order, duplicates dropped.
    style: "" plain, "'" '"' quoted, "|" literal, ">" folded.
    """

    kind: Literal["scalar", "mapping", "sequence"]
    span: Span
    value: str = ""
    items: tuple[Node, ...] = ()
    pairs: tuple[tuple[Node, Node], ...] = ()
    style: str = ""
    source: Source | None = field(default=None, compare=False, repr=False)

    def locate(self, offset: int, length: int = 1) -> Span:
        """Where the character `value[offset]` was typed, in all five scalar styles."""
        raise NotImplementedError


def compose(source: Source, report: Report) -> Node | None:
    """The file's one document; None when it cannot be read at all. Faults go to the report (NP1xx)."""
    raise NotImplementedError
