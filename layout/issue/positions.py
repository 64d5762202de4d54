"""Where the parts of a page were typed, relative to its beginning: pages with equal values and equal positions differ
by the lines above them alone."""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import Any

from layout.diagnostics import Span
from layout.issue.values import Copy
from layout.source import Node


def positions(value: object, file: str, line: int) -> tuple[object, ...]:
    """Every place in a value (of layout.issue), lines of `file` counted from `line`,
    with the text as it was typed there."""
    found: list[object] = []
    _gather(value, file, line, {}, found)
    return tuple(found)


def _gather(value: Any, file: str, line: int, known: dict[int, int], found: list[object]) -> None:
    kind = value.__class__
    if kind is tuple:
        for each in value:
            if each.__class__ not in _WORDS:
                _gather(each, file, line, known, found)
    elif kind is Span:
        found.append(_place(value, file, line))
    elif kind is Copy:
        if value.node is not None:
            found += (value.start, value.offsets)
            _type(value.node, file, line, known, found)
    else:
        for part in _parts(kind)(value):
            if part.__class__ not in _WORDS:
                _gather(part, file, line, known, found)


def _type(node: Node, file: str, line: int, known: dict[int, int], found: list[object]) -> None:
    """A node: the paragraphs of a body have one together, which is told once."""
    if id(node) in known:
        found.append(known[id(node)])
        return
    known[id(node)] = len(known)
    found += (_place(node.span, file, line), node.style)
    if node.source is not None:
        found += (node.source.file, node.source.text[node.start : node.end])


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


_WORDS = frozenset([str, int, float, bool, type(None)])  # values without a place

# Fields of words and numbers alone; what is left out here costs only time.
_PLAIN = frozenset(
    ["name", "role", "rank", "kind", "file", "pixels", "focus", "alt", "bands", "number", "section", "page"]
)
