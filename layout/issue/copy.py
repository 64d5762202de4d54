"""Typed text → copy: lines of a head, and the small Markdown of a body. Every character stays or is markup.

Markup is what docs/yaml.md names and nothing else; an asterisk that closes nothing prints as an asterisk. Before a mark
that would begin a subhead or an item, or break a head, a backslash makes it copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from layout.issue.inline import inline
from layout.issue.values import Block, BlockKind, Copy
from layout.source import Node

_BLANKS = " \t\u3000\xa0"
_BREAK = re.compile(r"[ \t\u3000]+/[ \t\u3000]+|\r\n?|\n")  # “ / ” breaks a head by hand
_KEPT_BREAK = re.compile(r"(?:(?<=[ \t\u3000])|^)\\(?=\\*/(?:[ \t\u3000]|$))")
_KEPT_MARK = re.compile(r"\\(?=\\*(?:##[ \t\u3000]|-[ \t]))")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_SUBHEAD = re.compile(r"##[ \t\u3000]+")
_BULLET = re.compile(r"-[ \t]+(?=\S)")
_NUMBERED = re.compile(r"\d{1,3}\.[ \t]+(?=\S)")  # the number is copy and stays
_LATIN = re.compile(r"[\w!-/:-@\[-`{-~\xa1-\u024f\u0370-\u052f]", re.ASCII)


def line_of(node: Node) -> Copy:
    """The scalar as one line, without the blanks around it; line ends inside become blanks."""
    text = node.value.strip()
    start = len(node.value) - len(node.value.lstrip())
    return Copy(re.sub(r"[\r\n]", " ", text), node=node, start=start)


def lines_of(node: Node) -> tuple[Copy, ...]:
    """The scalar as lines, broken where the editor typed “ / ” or began a new line; () when there is nothing in it."""
    lines: list[Copy] = []
    at = 0
    for end, after in [*((match.start(), match.end()) for match in _BREAK.finditer(node.value)), (len(node.value), 0)]:
        text = node.value[at:end]
        bare = text.strip()
        if bare:
            lines.append(_unescaped(Copy(bare, node=node, start=at + len(text) - len(text.lstrip()))))
        at = after
    return tuple(lines)


def _unescaped(line: Copy) -> Copy:
    """A line of a head without the backslashes that kept it from being broken."""
    gone = {match.start() for match in _KEPT_BREAK.finditer(line.text)}
    if not gone:
        return line
    kept = [at for at in range(len(line.text)) if at not in gone]
    offsets = tuple([line.start + at for at in kept])
    return Copy("".join([line.text[at] for at in kept]), node=line.node, start=line.start, offsets=offsets)


def split_line(node: Node) -> tuple[Copy, ...]:
    """The scalar as cells, parted by “|” or “｜”; a stroke at either end parts nothing."""
    text = node.value
    edges = [match.start() for match in re.finditer(r"[|｜]", text)]
    inner = text.strip()
    starts = [0, *(edge + 1 for edge in edges)]
    ends = [*edges, len(text)]
    cells = [_cut(node, start, end) for start, end in zip(starts, ends, strict=True)]
    first = 1 if inner[:1] in ("|", "｜") and len(cells) > 1 else 0
    last = len(cells) - (1 if inner[-1:] in ("|", "｜") and len(cells) > first + 1 else 0)
    return tuple(cells[first:last])


def csv_rows(node: Node) -> tuple[tuple[Copy, ...], ...]:
    """A .csv file as rows of cells (RFC 4180, also with full-width commas or tabs in place of commas);
    blank lines part nothing."""
    text = node.value
    mark = "\t" if "\t" in text else "," if "," in text else "，"
    rows: list[tuple[Copy, ...]] = []
    cells: list[Copy] = []
    at = 0
    while at < len(text):
        if text[at] == '"':
            end = at + 1
            while end < len(text) and (text[end] != '"' or text[end + 1 : end + 2] == '"'):
                end += 2 if text[end] == '"' else 1
            cells.append(_quoted(node, at + 1, min(end, len(text))))
            end = min(end + 1, len(text))
        else:
            end = min((found for stop in (mark, "\r", "\n") if (found := text.find(stop, at)) >= 0), default=len(text))
            cells.append(_cut(node, at, end))
        parted = text[end : end + 1] == mark
        at = end + 1
        if parted and text[at : at + 1] not in ("", "\r", "\n"):
            continue
        if parted:
            cells.append(_cut(node, at, at))
        while text[at - 1 : at] in ("\r", "\n") and text[at : at + 1] in ("\r", "\n"):
            at += 1
        if any(cell.text for cell in cells):
            rows.append(tuple(cells))
        cells = []
    return tuple(rows)


def _cut(node: Node, start: int, end: int) -> Copy:
    text = node.value[start:end]
    return Copy(text.strip(), node=node, start=start + len(text) - len(text.lstrip()))


def _quoted(node: Node, start: int, end: int) -> Copy:
    """A quoted cell: two quotes stand for one, line ends become blanks."""
    kept = [
        at for at in range(start, end) if not (node.value[at] == '"' and node.value[at - 1 : at] == '"' and at > start)
    ]
    text = "".join(" " if node.value[at] in "\r\n" else node.value[at] for at in kept)
    return Copy(text, node=node, start=start, offsets=tuple(kept))


def verses_of(node: Node) -> tuple[Block, ...]:
    """The scalar as a poem: every line is a paragraph, and a typed blank line between two is an empty one."""
    blocks: list[Block] = []
    parted = False
    for match in _LINE.finditer(node.value):
        line = match[0].rstrip("\r\n")
        start = match.start() + len(line) - len(line.lstrip(_BLANKS))
        end = match.start() + len(line.rstrip(_BLANKS))
        if start >= end:
            parted = bool(blocks)
            continue
        if parted:
            blocks.append(Block("paragraph", Copy("")))
            parted = False
        blocks.append(Block("paragraph", _copy(node, [(start, end)])))
    return tuple(blocks)


def blocks_of(node: Node) -> tuple[Block, ...]:
    """The scalar as a body: paragraphs, subheads and list items."""
    # Below “|” and in a file lines are as typed; everywhere else YAML has joined them, and a line end is a typed blank
    # line.
    paragraphs = _paragraphs(node.value, typed=node.style in ("|", "file"))
    return tuple(Block(kind, _copy(node, parts)) for kind, parts in paragraphs)


def _paragraphs(text: str, typed: bool) -> Iterator[tuple[BlockKind, list[tuple[int, int]]]]:
    """Kind, and start and end of each line, of the paragraphs of a text.
    typed: its lines are joined, else each is one."""
    kind: BlockKind = "paragraph"
    parts: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        line = match[0].rstrip("\r\n")
        start = match.start() + len(line) - len(line.lstrip(_BLANKS))
        end = match.start() + len(line.rstrip(_BLANKS))
        marker = _marker(text, start, end) if start < end else None
        if parts and (marker or start >= end or not typed):
            yield kind, parts
            kind, parts = "paragraph", []
        if start >= end:
            continue
        if marker is None:
            parts.append((start + 1 if _KEPT_MARK.match(text, start, end) else start, end))
        elif marker[0] == "subhead":
            yield "subhead", [(marker[1], end)]
        else:
            kind, parts = "item", [(marker[1], end)]
    if parts:
        yield kind, parts


def _marker(text: str, start: int, end: int) -> tuple[BlockKind, int] | None:
    """What a mark at the beginning of a line makes of it, and where its copy begins."""
    if (match := _SUBHEAD.match(text, start, end)) and match.end() < end:
        return "subhead", match.end()
    if match := _BULLET.match(text, start, end):
        return "item", match.end()
    if _NUMBERED.match(text, start, end):
        return "item", start
    return None


def _copy(node: Node, parts: list[tuple[int, int]]) -> Copy:
    """A paragraph's lines joined: between Latin words with a blank, between Han without."""
    start, end = parts[0]
    text = node.value[start:end]
    offsets: list[int] = []
    if len(parts) > 1:
        offsets.extend(range(start, end))
        for left, right in parts[1:]:
            if _LATIN.match(text[-1]) and _LATIN.match(node.value[left]):
                text += " "
                offsets.append(offsets[-1] + 1)
            text += node.value[left:right]
            offsets.extend(range(left, right))
    return inline(Copy(text, node=node, start=start, offsets=tuple(offsets)))
