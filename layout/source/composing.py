"""Text → nodes, from PyYAML's events, without recursion and within bounds. The one door to PyYAML.

Events rather than PyYAML's own nodes: its composer recurses, lets duplicate keys pass and says nothing of `#` and `&`
in copy. A fault of syntax is reported, mended in a scratch text, and the reading begins again, so that one run shows
the file's faults together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import yaml

from layout.diagnostics import Diagnostic, Report, Span, short
from layout.source.mending import SUBHEAD, WIDE_INDENT, Edit, Fault, Stop, explain, subhead_fault, untabbed
from layout.source.text import INVISIBLE, Node, Source
from layout.value import replace

DEEPEST = 100  # levels; an issue needs eight
MOST_NODES = 100_000  # a sixteen-page issue has some 3,000
_NODE_OF_TEXT = 100  # characters that weigh as much as a value, so that aliases of long copy are bounded too
_MENDS = 40  # faults of syntax shown in one run
_MENDED_TEXT = 4_000_000  # characters read again and again while mending, so that a huge broken file ends soon

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Event = yaml.Event

# Everything YAML refuses or takes for a line end that no editor shows as one.
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_OPENING = ("[", "{")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F]")
_WIDE_BLANKS = ("\u3000", "\xa0")
_IN_C = ("CSafeLoader",)
_INNER_TAB = re.compile(r"(?<=[^ \t\r\n])[ \t]*\t")
_HASH = re.compile(r"[ \t]#[^\s!]")
_INDENT = re.compile(r"[ -]*")
_NEXT_LINE = re.compile(r"[ \t]*\n(?:[ \t]*\n)*")


def compose(source: Source, report: Report) -> Node | None:
    """The file's one document; None when it cannot be read at all. Faults go to the report (NP1xx)."""
    root, faults = _composed(source.file, source.text, _Loader)
    report.extend(faults)
    return root


@lru_cache(maxsize=6)  # a desk reads one text several times at a keystroke: to amend it, to prove that, for its pages
def _composed(file: str, text: str, loader: object) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    report = Report()
    root = _compose(Source(file, text), report)
    return root, tuple(report.diagnostics)


def _compose(source: Source, report: Report) -> Node | None:
    scratch = _Scratch(source, _clean(source, report))
    for _ in range(_MENDS):
        events, stop = _events(scratch.text)
        if stop is None:
            break
        fault = explain(scratch.text, stop)
        if fault.code == "NP107":
            fault = _with_tabs_as_wide_as_they_fit(scratch.text, fault)
        # What a mend brings up on its own line, and the lines that a tab set askew, are mended without a word.
        if not scratch.touched(fault) and not (fault.code == "NP106" and scratch.tabs):
            others = tuple((name, scratch.place(offset)) for name, offset in fault.others)
            span = scratch.place(fault.offset, fault.length)
            report.extend([Diagnostic(fault.code, span, fault.values, fault.hint, others)])
        if not scratch.mend(fault):
            return None
    else:
        return None
    if len(events) <= 2:  # a stream's start and end
        report.add("NP114", Span(source.file, 1, 1))
        return None
    return _Composer(scratch, report).compose(events)


class _Scratch:
    """The text as it is mended, and the way back from its offsets to what was typed. No mend adds or takes away a line.

    mended: lines on which a fault of syntax was found. tabs: whether one was a tab. _shifts: by line, the column from
    which it was moved, and how far.
    """

    def __init__(self, source: Source, text: str) -> None:
        self.source, self.text, self.tabs = source, text, False
        self.mended: set[int] = set()
        self._lines = Source(source.file, text) if text != source.text else source
        self._shifts: dict[int, tuple[int, int]] = {}
        self._read = 0

    def touched(self, fault: Fault) -> bool:
        return self._lines.place(fault.offset).line in self.mended

    def mend(self, fault: Fault) -> bool:
        """Edit the text as the fault says; False when reading may not go on."""
        self._read += len(self.text)
        self.tabs = self.tabs or fault.code == "NP107"
        self.mended.update(self._lines.place(at).line for at in (fault.offset, *(at for at, _, _ in fault.edits)))
        for at, cut, put in fault.edits:
            if len(put) != cut or fault.code == "NP107":
                line = self._lines.place(at).line
                if line in self._shifts:  # moved once already, and it still fits nowhere
                    return False
                self._shifts[line] = at - self._lines.starts[line - 1], len(put) - cut
        text = _edited(self.text, fault.edits)
        if text == self.text or self._read > _MENDED_TEXT:
            return False
        self.text = text
        self._lines = Source(self.source.file, text)
        return True

    def typed(self, offset: int) -> int:
        """Where in the source the character at `offset` was typed."""
        if not self._shifts:
            return offset
        line = bisect_right(self._lines.starts, offset)
        column = offset - self._lines.starts[line - 1]
        since, moved = self._shifts.get(line, (0, 0))
        if column >= since:
            column = max(since, column - moved)
        return self.source.starts[line - 1] + column

    def place(self, offset: int, length: int = 1) -> Span:
        return self.source.place(self.typed(offset), length)

    def span(self, event: _Event) -> Span:
        """Where an event's text was typed. Most stand on one line that no mend has moved:
        the library's marks serve as they are."""
        first, last = event.start_mark, event.end_mark
        assert first is not None
        assert last is not None
        if self._shifts or first.line != last.line:
            return self.place(first.index, last.index - first.index)
        return Span(self.source.file, first.line + 1, first.column + 1, max(1, last.column - first.column))


def _with_tabs_as_wide_as_they_fit(text: str, fault: Fault) -> Fault:
    """The fault with edits to the first tab width with which the rest of the file can be read."""
    for width in (8, 4, 2) if len(text) < _MENDED_TEXT // 10 else ():
        edits = untabbed(text, width)
        if _events(_edited(text, edits))[1] is None:
            return replace(fault, edits=edits)
    return fault


def _edited(text: str, edits: tuple[Edit, ...]) -> str:
    pieces, end = [], 0
    for at, cut, put in sorted(edits):
        pieces += [text[end:at], put]
        end = at + cut
    return "".join([*pieces, text[end:]])


def _clean(source: Source, report: Report) -> str:
    """The text with what YAML refuses replaced one by one by blanks, each reported (NP109, NP107)."""
    text = source.text
    if _CONTROL.search(text):
        for count, match in enumerate(_CONTROL.finditer(text)):
            if count == 20:  # a binary file: the first ones say it
                break
            report.add("NP109", source.place(match.start()), character=f"U+{ord(match[0]):04X}")
        text = _CONTROL.sub(" ", text)
    return text


def _events(text: str) -> tuple[list[_Event], Stop | None]:
    """The events up to the end or to the first fault of syntax."""
    # The Python scanner refuses tabs between words and at the ends of lines, which the C library takes for blanks.
    loader = _Loader(text if _Loader.__name__ in _IN_C or "\t" not in text else _INNER_TAB.sub(_blank_tabs, text))
    events: list[_Event] = []
    opened: list[yaml.CollectionStartEvent] = []
    flow: tuple[int, int] | None = None
    try:
        while True:
            event = loader.get_event()
            if event is None:
                return events, None
            events.append(event)
            if isinstance(event, yaml.ScalarEvent):
                if stop := _odd_scalar(text, event):
                    return events, stop
            elif isinstance(event, yaml.CollectionStartEvent):
                opened.append(event)
                if len(opened) > DEEPEST:
                    return events, Stop("too deep", _start(event), most=DEEPEST)
            elif isinstance(event, yaml.CollectionEndEvent):
                start = _start(opened.pop())
                if _end(event) > _start(event):
                    flow = (start, _end(event))
            elif isinstance(event, yaml.StreamEndEvent):
                return events, None
            if len(events) > 2 * MOST_NODES:
                return events, Stop("too many", _start(event), most=MOST_NODES)
    except yaml.MarkedYAMLError as error:
        return events, _stop(error, text, events, opened, flow)
    except (ValueError, OverflowError):  # of the Python scanner, at \U with no such character
        return events, Stop("escape", min(loader.get_mark().index, len(text)))
    finally:
        loader.dispose()


def _blank_tabs(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _odd_scalar(text: str, event: yaml.ScalarEvent) -> Stop | None:
    """A stop at a scalar that the library lets pass: after an indentation of wide blanks,
    or with half a character in it."""
    at = _start(event)
    if not event.style:
        if event.value[:1] in _WIDE_BLANKS and WIDE_INDENT.match(text, text.rfind("\n", 0, at) + 1):
            return Stop("wide blank", at)
    elif event.style == '"' and (half := _SURROGATE.search(event.value)):
        escapes = _SURROGATE_ESCAPE.search(text, at, _end(event))
        return Stop("escape", escapes.start() if escapes else at + half.start(), at)
    return None


def _stop(
    error: yaml.MarkedYAMLError,
    text: str,
    events: list[_Event],
    opened: list[yaml.CollectionStartEvent],
    flow: tuple[int, int] | None,
) -> Stop:
    """Where and in what state the library stopped, with the quoted or bracketed value that ended just before."""
    mark, context = error.problem_mark, error.context_mark
    at = min(mark.index, len(text)) if mark else len(text)
    scanner = isinstance(error, yaml.scanner.ScannerError)
    if not scanner and opened and opened[-1].flow_style and not text[at:].strip():
        # Whatever the parser wanted next, the bracket is not closed.
        return Stop("parser", at, _end(opened[-1]) - 1, "flow")
    began = context.index if context else None
    quoted = began is not None and text[began : began + 1] in ("'", '"')
    if not quoted and _deep(text, _end(events[-1]) if events else 0, at, len(opened)):
        return Stop("too deep", at, most=DEEPEST)
    before: tuple[int, int] | None = None
    if events and isinstance(events[-1], yaml.ScalarEvent) and events[-1].style in ("'", '"'):
        before = (_start(events[-1]), _end(events[-1]))
    elif events and isinstance(events[-1], yaml.CollectionEndEvent):
        before = flow
    return Stop(
        "scanner" if scanner else "parser",
        at,
        began,
        _within(began, opened),
        before,
        sentence=error.problem or "",
    )


def _within(began: int | None, opened: list[yaml.CollectionStartEvent]) -> Literal["", "block", "flow"]:
    """Which kind of collection that is still open begins there; "" for none."""
    for event in reversed(opened):
        # An anchor before a collection belongs to the event; a bracket is the last that does, a block has no sign of
        # its own.
        if event.flow_style and began == _end(event) - 1:
            return "flow"
        if not event.flow_style and began == _end(event):
            return "block"
    return ""


def _deep(text: str, read: int, at: int, depth: int) -> bool:
    """Whether brackets that the scanner has met before the parser (a row of them may yet be a key) make it too deep."""
    if text[at - 1 : at] not in _OPENING and text[at : at + 1] not in _OPENING:
        return False
    ahead = text[read : at + 1]
    return depth + sum(map(ahead.count, _OPENING)) - sum(map(ahead.count, "]}")) > DEEPEST


@dataclass(slots=True)
class _Open:
    """A collection being read."""

    event: _Event
    anchor: str | None
    children: list[Node] = field(default_factory=list)
    size: int = 1
    depth: int = 0


@dataclass(slots=True)
class _Composer:
    """The session of one file's reading.

    anchors: node, expanded size and depth below it; None while it is still open. hashes: whether a comment may hide
    copy. aliased: size of all that aliases stood for; burst: whether that is told to be too much.
    """

    scratch: _Scratch
    report: Report
    anchors: dict[str, tuple[Node, int, int] | None] = field(default_factory=dict)
    unused: dict[str, Span] = field(default_factory=dict)
    hashes: bool = False
    aliased: int = 0
    burst: bool = False

    def compose(self, events: list[_Event]) -> Node | None:
        self.hashes = _HASH.search(self.scratch.text) is not None
        root: Node | None = None
        stack: list[_Open] = []
        documents = 0
        for event in events:
            finished: tuple[Node, int, int] | None = None
            if isinstance(event, yaml.ScalarEvent):
                finished = self._scalar(event), 1 + len(event.value) // _NODE_OF_TEXT, 0
                self._remember(event.anchor, event, finished)
            elif isinstance(event, yaml.AliasEvent):
                finished = self._alias(event, stack)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._no_tag(event)
                self._remember(event.anchor, event, None)
                stack.append(_Open(event, event.anchor))
            elif isinstance(event, yaml.CollectionEndEvent):
                opened = stack.pop()
                finished = self._collection(opened, event), opened.size, opened.depth + 1
                if opened.anchor:
                    self.anchors[opened.anchor] = finished
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self.report.add("NP115", self.scratch.place(_start(event), 3))
                    break
            if finished is None:
                continue
            if stack:
                stack[-1].children.append(finished[0])
                stack[-1].size += finished[1]
                stack[-1].depth = max(stack[-1].depth, finished[2])
            else:
                root = finished[0]
        for name, span in self.unused.items():
            self.report.add("NP124", span, name=name)
        if root is not None and root.kind == "scalar" and not root.value and not root.style:
            self.report.add("NP114", Span(self.scratch.source.file, 1, 1))
            return None
        return root

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        self._no_tag(event)
        span = self.scratch.span(event)
        style = event.style or ""
        if self.hashes and style not in ("|", ">"):
            self._no_hash(_end(event))
            self._no_subhead(event)
        style = "!" if span.line in self.scratch.mended else style
        return self._text_node(span, event, event.value, style)

    def _text_node(self, span: Span, event: _Event, value: str, style: str) -> Node:
        start, end = self.scratch.typed(_start(event)), self.scratch.typed(_end(event))
        return Node("scalar", span, value, style=style, source=self.scratch.source, start=start, end=end)

    def _no_hash(self, end: int) -> None:
        """Warn of `#话题`: YAML takes a hash after a blank for a comment, and the rest of the line would be lost."""
        stop = self.scratch.text.find("\n", end)
        rest = self.scratch.text[end : stop if stop >= 0 else len(self.scratch.text)]
        if match := re.match(r"[ \t]*[ \t](#[^\s#!].*)", rest):
            self.report.add("NP125", self.scratch.place(end + match.start(1), len(match[1])), text=short(match[1]))

    def _no_subhead(self, event: yaml.ScalarEvent) -> None:
        """NP125 for a `## subhead` that ends copy without “|”: YAML takes it for a comment."""
        text = self.scratch.text
        found = _NEXT_LINE.match(text, _end(event))
        subhead = SUBHEAD.match(text, found.end()) if found else None
        if subhead is None:
            return
        line = text.rfind("\n", 0, _start(event)) + 1
        indented = _INDENT.match(text, line)
        assert indented is not None
        if subhead.start(1) - subhead.start() > indented.end() - line or indented.end() == _start(event):
            fault = subhead_fault(text, subhead.start(1), subhead.end())
            span = self.scratch.place(fault.offset, fault.length)
            self.report.extend([Diagnostic(fault.code, span, fault.values, fault.hint)])

    def _no_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            start = self.scratch.text.find("!", _start(event))
            typed = re.match(r"\S*", self.scratch.text[start : start + 200])
            tag = typed[0] if typed else event.tag
            self.report.add("NP116", self.scratch.place(start, len(tag)), tag=tag)

    def _remember(self, anchor: str | None, event: _Event, finished: tuple[Node, int, int] | None) -> None:
        if anchor:
            self.anchors[anchor] = finished
            self.unused[anchor] = self.scratch.place(_start(event), len(anchor) + 1)

    def _alias(self, event: yaml.AliasEvent, stack: list[_Open]) -> tuple[Node, int, int]:
        name, span = event.anchor or "", self.scratch.span(event)
        empty = self._text_node(span, event, "", "!"), 1, 0
        self.unused.pop(name, None)
        if name not in self.anchors:
            self.report.add("NP117", span, name=name)
            return empty
        target = self.anchors[name]
        if target is None:
            self.report.add("NP117", span, hint="itself", name=name)
            return empty
        # An alias costs nothing to keep (the node is shared) but everything to walk, so what it stands for is counted.
        self.aliased += target[1]
        if self.aliased > MOST_NODES:
            if not self.burst:
                self.report.add("NP118", span, most=MOST_NODES)
            self.burst = True
            return empty
        if target[2] + len(stack) > DEEPEST:
            self.report.add("NP119", span, most=DEEPEST)
            return empty
        return target

    def _collection(self, opened: _Open, last: _Event) -> Node:
        span, source = self.scratch.span(opened.event), self.scratch.source
        start, end = self.scratch.typed(_start(opened.event)), self.scratch.typed(_end(last))
        if isinstance(opened.event, yaml.SequenceStartEvent):
            return Node("sequence", span, items=tuple(opened.children), source=source, start=start, end=end)
        pairs = tuple(self._pairs(opened.children))
        return Node("mapping", span, pairs=pairs, source=source, start=start, end=end)

    def _pairs(self, children: list[Node]) -> Iterator[tuple[Node, Node]]:
        seen: dict[str, Node] = {}
        for key, value in zip(map(_visible, children[::2]), children[1::2], strict=True):
            if key.kind != "scalar":
                self.report.add("NP120", key.span)
            elif key.value == "<<" and not key.style:
                self.report.add("NP121", key.span)
            elif not key.value.strip():
                self.report.add("NP120", key.span, hint="empty")
            elif key.value in seen:
                self.report.add("NP102", key.span, others=(("first", seen[key.value].span),), key=short(key.value))
            else:
                seen[key.value] = key
                yield key, value


def _visible(key: Node) -> Node:
    """The key without what came along invisibly when it was pasted."""
    bare = key.value.translate(INVISIBLE)
    return key if bare == key.value else replace(key, value=bare)


def _start(event: _Event) -> int:
    assert event.start_mark is not None
    return event.start_mark.index


def _end(event: _Event) -> int:
    assert event.end_mark is not None
    return event.end_mark.index
