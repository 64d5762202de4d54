"""Source text, the nodes made of it, and the way back from a character of a value to the place where it was typed."""

from __future__ import annotations

import errno
import os
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Literal, Protocol

from layout.diagnostics import Span
from layout.value import value

INVISIBLE: dict[int, int | None] = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\xad"))
"""For str.translate: what comes along unseen when a name is pasted. In copy it may mean something and stays."""

_LINE_END = re.compile(r"\r\n?|\n")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r\n|.)", re.DOTALL)
_FOLD = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t\r\n]*")


class Files(Protocol):
    """The files a build may read; workspace.Workspace has the real ones, tests a dict. Names use `/` and are relative
    to the folder the program was started in, or absolute."""

    def read(self, name: str) -> bytes:
        """Raises OSError."""

    def exists(self, name: str) -> bool: ...

    def names(self, folder: str) -> tuple[str, ...]:
        """Names in a folder, sorted; () when it is none."""


class Outside(PermissionError):
    """A file that an issue may not name: it leads out of the paper's folder (layout.confined)."""

    NUMBER = errno.EXDEV
    """Its error number, by which it is known again where only that came along."""

    def __init__(self, name: str) -> None:
        super().__init__(self.NUMBER, "it stands outside the paper's folder", name)


def may_name(files: Files, name: str) -> bool:
    """Whether an issue may name a file; files that have no bounds hold all names."""
    holds = getattr(files, "holds", None)
    return holds is None or bool(holds(name))


class FilesInMemory:
    """Files by name that are not written yet, or never will be; there is nothing besides them."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def read(self, name: str) -> bytes:
        if name not in self._files:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return self._files[name]

    def exists(self, name: str) -> bool:
        return name in self._files

    def names(self, folder: str) -> tuple[str, ...]:
        return ()


@value
class Source:
    """A text file as read: its name as the editor knows it, and its text,
    for excerpts and for finding a character's place.

    starts: offset at which each line begins. runs: what locate() has worked out, by offset of the scalar. above: lines
    that have come before the text since it was read.
    """

    file: str
    text: str = field(repr=False)
    starts: list[int] = field(default_factory=list, compare=False, repr=False)
    runs: dict[int, Runs] = field(default_factory=dict, compare=False, repr=False)
    above: int = field(default=0, compare=False, repr=False)

    def __post_init__(self) -> None:
        self.starts.append(0)
        self.starts.extend(match.end() for match in _LINE_END.finditer(self.text))

    def __reduce__(self) -> tuple[type[Source], tuple[object, ...]]:
        return Source, (self.file, self.text, [], {}, self.above)  # the rest is found again from these

    def lowered(self, lines: int) -> Source:
        """The same text after so many lines more have come before it."""
        return Source(self.file, self.text, above=self.above + lines)

    def place(self, offset: int, length: int = 1) -> Span:
        """The span of `length` characters from `offset`, no further than the end of its line."""
        line = bisect_right(self.starts, offset)
        start = self.starts[line - 1]
        length = 1 if length <= 1 else max(1, min(length, start + len(self.line(line)) - offset))
        return Span(self.file, line + self.above, offset - start + 1, length)

    @property
    def whole(self) -> Node:
        """The text as one scalar: copy that stands in a file of its own."""
        return Node("scalar", self.place(0), self.text, style="file", source=self, end=len(self.text))

    def line(self, number: int) -> str:
        """Line `number`, counted from 1, without its end; "" beyond the last."""
        if not 1 <= number <= len(self.starts):
            return ""
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end].rstrip("\r\n")


@value
class Node:
    """A piece of YAML.

    value: a scalar's string ("" otherwise). items: of a sequence. pairs: of a mapping, in order, duplicates dropped.
    style: "" plain, "'" '"' quoted, "|" literal, ">" folded, "file" a whole text file, "!" a scalar the YAML fault on
    whose line is reported already. start, end: its offsets in the source's text.
    """

    kind: Literal["scalar", "mapping", "sequence"]
    span: Span
    value: str = ""
    items: tuple[Node, ...] = ()
    pairs: tuple[tuple[Node, Node], ...] = ()
    style: str = ""
    source: Source | None = field(default=None, compare=False, repr=False)
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)

    def scalars(self) -> Iterator[Node]:
        """Every scalar in it, keys too, itself where it is one; in no order. What an alias stands for comes again."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node.kind == "scalar":
                yield node
            waiting += node.items
            for pair in node.pairs:
                waiting += pair

    def locate(self, offset: int, length: int = 1) -> Span:
        """Where the character `value[offset]` was typed, in all five scalar styles;
        the node's own span for an empty one."""
        if self.source is None or self.kind != "scalar" or not self.value:
            return self.span
        runs = self.source.runs.get(self.start)
        if runs is None:
            runs = self.source.runs[self.start] = Runs(self)
        return self.source.place(runs.offset(offset), length)


class Runs:
    """Stretches of a scalar's value that stand unbroken in the source:
    where each begins in the value and in the source."""

    __slots__ = ("typed", "values")

    def __init__(self, node: Node) -> None:
        self.values: list[int] = []
        self.typed: list[int] = []
        for offset, typed in _STYLES.get(node.style, _plain)(node):
            self.values.append(offset)
            self.typed.append(typed)
        if not self.values:  # a folded scalar of line ends alone
            self.values, self.typed = [0], [node.start]

    def offset(self, index: int) -> int:
        run = max(0, bisect_right(self.values, index) - 1)
        return self.typed[run] + max(0, index - self.values[run])


def _raw(node: Node) -> str:
    assert node.source is not None
    return node.source.text[node.start : node.end]


def _whole(node: Node) -> Iterator[tuple[int, int]]:
    yield 0, node.start


def _plain(node: Node) -> Iterator[tuple[int, int]]:
    """Plain: lines are joined by a blank, blank lines between them become line ends."""
    yield from _folded_text(_raw(node), 0, node.start)


def _single(node: Node) -> Iterator[tuple[int, int]]:
    """'…': as plain, and two quotes stand for one."""
    text = _raw(node)[1:]
    value, start = 0, node.start + 1
    pieces = text.split("''")
    for piece in pieces:
        yield from _folded_text(piece, value, start)
        value += _folded_length(piece) + 1
        start += len(piece) + 2
        yield value - 1, start - 1  # the second of the two quotes


def _double(node: Node) -> Iterator[tuple[int, int]]:
    """ "…": as plain, with escapes; an escaped line end joins without a blank."""
    text = _raw(node)
    value, at, joined = 0, 1, False
    for match in _ESCAPE.finditer(text):
        if match.start() < at:
            continue
        piece = text[at : match.start()]
        yield from _folded_text(piece, value, node.start + at)
        value += _folded_length(piece)
        at = match.end()
        joined = match[0][1] in "\r\n"
        if joined:
            while at < len(text) and text[at] in " \t":
                at += 1
        else:
            yield value, node.start + match.start()
            value += 1
    yield from _folded_text(text[at:], value, node.start + at)


def _folded_text(text: str, value: int, start: int) -> Iterator[tuple[int, int]]:
    """Runs of flow text whose line ends are folded; value, start: where it begins in the value and in the source."""
    at = 0
    yield value, start
    for match in _FOLD.finditer(text):
        value += match.start() - at + max(1, len(_LINE_END.findall(match[0])) - 1)
        at = match.end()
        yield value, start + at


def _folded_length(text: str) -> int:
    runs = list(_folded_text(text, 0, 0))
    value, at = runs[-1]
    return value + len(text) - at


def _literal(node: Node) -> Iterator[tuple[int, int]]:
    """|: each line of the value ends a line of the source; what stands before it is indentation."""
    value = 0
    lines = node.value.split("\n")
    for line, (start, typed) in zip(lines, _block_lines(node), strict=False):
        yield value, start + max(0, len(typed) - len(line))
        value += len(line) + 1


def _folded(node: Node) -> Iterator[tuple[int, int]]:
    """>: as literal, but neighbouring lines are joined; each typed line is found again after the blanks before it."""
    value = 0
    for start, typed in _block_lines(node):
        text = typed.lstrip(" ")
        if not text.strip("\t"):
            continue
        while value < len(node.value) and node.value[value] in " \n" and not node.value.startswith(text, value):
            value += 1
        yield value, start + len(typed) - len(text)
        value += len(text)


def _block_lines(node: Node) -> Iterator[tuple[int, str]]:
    """Offset and text of the lines below a block scalar's header."""
    assert node.source is not None
    text, starts = node.source.text, node.source.starts
    for line in range(bisect_right(starts, node.start), len(starts)):
        if starts[line] >= node.end and starts[line] != len(text):
            return
        yield starts[line], node.source.line(line + 1)
    yield len(text), ""


_STYLES = {"": _plain, "'": _single, '"': _double, "|": _literal, ">": _folded, "file": _whole}
