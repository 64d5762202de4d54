"""Where the parts of a page were typed, relative to its beginning: pages with equal values and equal positions differ
by the lines above them alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from operator import attrgetter
from typing import Any

from layout.diagnostics import Span
from layout.issue.values import Copy
from layout.source import Node


def positions(value: object, file: str, line: int) -> tuple[object, ...]:
    """Every place in a value (of layout.issue), lines of `file` counted from `line`,
    with the text as it was typed there."""
    return tuple(_positions(value, file, line, {}))


def _positions(value: Any, file: str, line: int, known: dict[int, int]) -> Iterator[object]:
    kind = value.__class__
    if kind is tuple:
        for each in value:
            yield from _positions(each, file, line, known)
    elif kind is Span:
        yield _place(value, file, line)
    elif kind is Copy:
        if value.node is not None:
            yield value.start
            yield value.offsets
            yield from _typed(value.node, file, line, known)
    else:
        for part in _parts(kind)(value):
            yield from _positions(part, file, line, known)


def _typed(node: Node, file: str, line: int, known: dict[int, int]) -> Iterator[object]:
    """A node: the paragraphs of a body have one together, which is told once."""
    if id(node) in known:
        yield known[id(node)]
        return
    known[id(node)] = len(known)
    yield _place(node.span, file, line)
    yield node.style
    if node.source is not None:
        yield node.source.file
        yield node.source.text[node.start : node.end]


def _place(span: Span, file: str, line: int) -> object:
    return span if span.file != file else (span.line - line, span.column, span.length)


@cache
def _parts(kind: type) -> Any:
    """The fields of a class of values that may hold places."""
    names = [name for name in getattr(kind, "_compared_", ()) if name not in _PLAIN]
    names += ["span"] if "span" in getattr(kind, "__dataclass_fields__", ()) else []
    if not names:
        return lambda value: ()
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


# Fields of words and numbers alone; what is left out here costs only time.
_PLAIN = frozenset(
    ["name", "role", "rank", "kind", "file", "pixels", "focus", "alt", "bands", "number", "section", "page"]
)
