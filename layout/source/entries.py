"""Where the entries of a collection stand in the text: the key, the dash, what is typed behind them, the comments that
belong to them, and the lines they take up.

A composed node tells where its value was typed; whoever edits needs the rest. A comment belongs to the entry below it
when it stands directly above, no further in or out, and to the entry above when it stands further in than that entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from layout.diagnostics import short
from layout.source.scalars import Refused
from layout.source.text import Node
from layout.value import value

Path = tuple[int, ...]
"""A place in a tree: which pair or item, counted from 0, at each level from the root down."""

_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*(?:[ \t]+|(?=[\r\n])|$))*")
_COLON = re.compile(r"[ \t]*:")
_ALIAS = re.compile(r"\*[^\s,\[\]{}]+")
_GAP = re.compile(r"(?:[ \t\r\n]|(?<![^\s])#[^\r\n]*)*")
_ANCHOR = re.compile(r"(?<!\S)&\S")
_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_MODELINE = "# yaml-language-server:"


@value
class Entry:
    """A pair or an item. key None: an item. mark: where the key, the dash, or an item between brackets begins. after:
    just behind the colon or the dash; of an item between brackets its beginning; -1 = a key between braces without a
    colon. start, end: what is typed as the value, which for an alias is the alias."""

    key: Node | None
    node: Node
    mark: int
    after: int
    start: int
    end: int
    alias: str = ""


@value
class Place:
    """A collection at its place in the tree. column: of its keys or dashes. flow: whether it is between brackets.
    above: the place it is an entry of, None for the root; entry: which of its entries."""

    node: Node
    text: str
    column: int
    flow: bool
    entries: tuple[Entry, ...]
    above: Place | None = None
    entry: Entry | None = None

    @property
    def braced(self) -> bool:
        """Whether it has brackets of its own: a pair in a list between brackets needs none."""
        bare = beginning(self.node)
        return self.text[bare : bare + 1] in ("{", "[")


def place_of(root: Node, path: Path = ()) -> Place:
    """The collection at a path. Raises Refused where it is none, or stands elsewhere by way of an alias."""
    place = _place(root, None, None)
    for index in path:
        entry = place.entries[index]
        if entry.alias:
            raise Refused("alias", alias=entry.alias)
        place = _place(entry.node, place, entry)
    return place


def place_below(place: Place, entry: Entry) -> Place:
    """The collection that an entry is."""
    return _place(entry.node, place, entry)


def refuse_repeated(root: Node, path: Path) -> None:
    """Raises Refused where an alias repeats one of the collections on a path: it would change with them."""
    repeated = {anchor for _, anchor, _ in aliases(root)}
    for depth in range(1, len(path) + 1 if repeated else 0):
        if at(root, path[:depth]).start in repeated:
            raise Refused("shared")


def path_to(root: Node, node: Node) -> Path:
    """The path to a node: of one that aliases stand for, to where it was typed. Raises Refused for a stranger."""
    waiting: list[tuple[Node, Path]] = [(root, ())]
    while waiting:
        each, path = waiting.pop()
        if each is node:
            return path
        children = [v for _, v in each.pairs] if each.kind == "mapping" else list(each.items)
        waiting.extend((child, (*path, index)) for index, child in reversed(list(enumerate(children))))
    raise Refused("place")


def at(root: Node, path: Path) -> Node:
    """The node at a path."""
    for index in path:
        root = root.pairs[index][1] if root.kind == "mapping" else root.items[index]
    return root


def find(mapping: Node, names: tuple[str, ...]) -> int | None:
    """Which pair of a mapping has one of these names."""
    return next((i for i, (key, _) in enumerate(mapping.pairs) if key.value.strip() in names), None)


def _place(node: Node, above: Place | None, entry: Entry | None) -> Place:
    if node.kind == "scalar" or node.source is None:
        raise Refused("collection")
    text = node.source.text
    bare = beginning(node)
    flow = (above is not None and above.flow) or text[bare : bare + 1] in ("{", "[")
    entries = _flow_entries(node, text) if flow else _block_entries(node, text)
    return Place(node, text, column(text, entries[0].mark if entries else bare), flow, entries, above, entry)


def beginning(node: Node) -> int:
    """Where the value itself begins, behind an anchor."""
    assert node.source is not None
    if node.pairs and node.pairs[0][0].start == node.start:
        return node.start  # an anchor there is the key's own
    found = _PROPERTIES.match(node.source.text, node.start, max(node.start, node.end))
    assert found is not None
    if node.kind == "scalar":
        return found.end()
    gap = _GAP.match(node.source.text, found.end())
    assert gap is not None
    return gap.end()


def without_properties(typed: str) -> str:
    """What is typed for a value, from behind its anchor."""
    found = _PROPERTIES.match(typed)
    assert found is not None
    return typed[found.end() :]


def aliases(root: Node) -> Iterator[tuple[int, int, str]]:
    """Every alias of a file: where it stands, where what it repeats does, and its name."""
    waiting = [(root, False)] if root.source is not None and _ANCHOR.search(root.source.text) else []
    while waiting:
        node, flow = waiting.pop()
        if node.kind == "scalar" or not (node.pairs or node.items):
            continue
        assert node.source is not None
        text = node.source.text
        flow = flow or text[beginning(node)] in "{["
        for entry in _flow_entries(node, text) if flow else _block_entries(node, text):
            if entry.alias:
                yield entry.start, entry.node.start, entry.alias[1:]
            else:
                waiting.append((entry.node, flow))


def _flow_entries(node: Node, text: str) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    last = beginning(node)
    for key, each in node.pairs or ((None, item) for item in node.items):
        if key is None:
            start, end, alias = _typed(text, each, last, last + (last == beginning(node)))
            entries.append(Entry(None, each, start, start, start, end, alias))
        else:
            _check_key(text, key, last)
            colon = _COLON.match(text, key.end) if key.end < node.end else None
            after = colon.end() if colon else -1
            start, end, alias = _typed(text, each, key.end, after if colon else key.end)
            entries.append(Entry(key, each, key.start, after, start, end, alias))
        last = _past_comma(text, entries[-1].end)
    return tuple(entries)


def _past_comma(text: str, offset: int) -> int:
    gap = _GAP.match(text, offset)
    assert gap is not None
    return gap.end() + (text[gap.end() : gap.end() + 1] == ",")


def _block_entries(node: Node, text: str) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    if node.kind == "mapping":
        last = node.start
        for key, each in node.pairs:
            _check_key(text, key, last)
            colon = _COLON.match(text, key.end)
            if colon is None or (entries and column(text, key.start) != column(text, entries[0].mark)):
                raise Refused("hand", text=short(key.value))
            start, end, alias = _typed(text, each, key.end, colon.end())
            entries.append(Entry(key, each, key.start, colon.end(), start, end, alias))
            last = end
        return tuple(entries)
    dash = beginning(node)
    for each in node.items:
        if entries:
            dash = _next_dash(text, content_end(entries[-1]), column(text, entries[0].mark))
        start, end, alias = _typed(text, each, dash + 1, dash + 1)
        entries.append(Entry(None, each, dash, dash + 1, start, end, alias))
    return tuple(entries)


def _check_key(text: str, key: Node, last: int) -> None:
    if key.start < last:
        raise Refused("hand", text=short(key.value))


def _typed(text: str, node: Node, least: int, after: int) -> tuple[int, int, str]:
    """Start and end of what is typed for a node behind `after`, and the alias that it is."""
    if node.start < least:
        gap = _GAP.match(text, after)
        assert gap is not None
        if found := _ALIAS.match(text, gap.end()):
            return found.start(), found.end(), found[0]
    if node.kind == "scalar" and node.start >= node.end:  # nothing; the library's marks for it differ
        return after, after, ""
    return node.start, node.end, ""


def _next_dash(text: str, offset: int, column: int) -> int:
    at = next_line(text, offset)
    while at < len(text):
        line = text[at : line_end(text, at)]
        if line[column : column + 1] == "-" and not line[:column].strip(" ") and line[column + 1 : column + 2] in "\t ":
            return at + column
        at = next_line(text, at)
    raise Refused("hand", text="-")


def column(text: str, offset: int) -> int:
    return offset - line_start(text, offset)


def line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int:
    """Where the line ends, before its line end."""
    found = [at for at in (text.find("\n", offset), text.find("\r", offset)) if at >= 0]
    return min(found, default=len(text))


def next_line(text: str, offset: int) -> int:
    """Where the next line begins; the end of the text behind the last."""
    end = line_end(text, offset)
    return end + (2 if text[end : end + 2] == "\r\n" else 1 if end < len(text) else 0)


def content_end(entry: Entry) -> int:
    """Where what was typed for an entry ends, before a comment behind it."""
    while not entry.alias and entry.start < entry.end:
        node = entry.node
        assert node.source is not None
        text = node.source.text
        if node.kind == "scalar":
            return block_lines(node)[-1][1] if node.style in ("|", ">") else node.end
        bare = beginning(node)
        if text[bare : bare + 1] in ("{", "["):
            return node.end
        entry = _block_entries(node, text)[-1]
    return entry.end


def block_lines(node: Node, whole: bool = False) -> list[tuple[int, int]]:
    """Start and end of each line of a block scalar, the mark's line first; the blank lines at its end only where they
    belong to its value, or with whole."""
    assert node.source is not None
    text = node.source.text
    lines: list[tuple[int, int]] = []
    at = beginning(node)
    stop = max(at + 1, node.end)
    while at < stop and (at < len(text) or not lines):
        end = line_end(text, at)
        lines.append((at, end))
        at = next_line(text, at)
    if whole or keeps_blank_lines(node):
        return lines
    indent = block_indent(node, lines)
    while len(lines) > 1 and (
        not text[lines[-1][0] : lines[-1][1]].strip(" ") and lines[-1][1] - lines[-1][0] <= indent
    ):
        lines.pop()
    return lines


def keeps_blank_lines(node: Node) -> bool:
    """Whether a node is a block scalar to which all blank lines below it belong (`|+`)."""
    if node.kind != "scalar" or node.style not in ("|", ">") or node.source is None:
        return False
    bare = beginning(node)
    return "+" in node.source.text[bare : line_end(node.source.text, bare)].partition("#")[0]


def last_scalar(entry: Entry) -> Node:
    """What stands last of all in an entry: a scalar, or an empty collection."""
    node = entry.node
    while not entry.alias and (node.pairs or node.items):
        node = node.pairs[-1][1] if node.pairs else node.items[-1]
    return node


def block_indent(node: Node, lines: list[tuple[int, int]]) -> int:
    """Blanks before each line of a block scalar; 0 where it has no line but blank ones."""
    assert node.source is not None
    text = node.source.text
    typed = next((text[a:b] for a, b in lines[1:] if text[a:b].strip(" ")), "")
    read = next((line for line in node.value.split("\n") if line.strip(" ")), "")
    return max(0, (len(typed) - len(typed.lstrip(" "))) - (len(read) - len(read.lstrip(" "))))


def comments_in(node: Node, start: int, end: int) -> list[str]:
    """The comments between two offsets, of which the second stands behind a whole node or more."""
    assert node.source is not None
    text = node.source.text
    scalars: list[tuple[int, int]] = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each.kind == "scalar" and start <= each.start:
            bare = beginning(each)
            if each.style in ("|", ">"):  # a comment may stand behind its mark
                mark = line_end(text, bare)
                scalars += ((bare, bare + 1), (mark, max(mark, each.end)))
            else:
                scalars.append((bare, each.end))
        waiting += each.items
        for pair in each.pairs:
            waiting += pair
    found: list[str] = []
    for first, last in (*sorted(scalars), (end, end)):
        if start < first:
            found += _COMMENT.findall(text, start, first)
        start = max(start, last)
    return found


def own_line(text: str, offset: int) -> bool:
    """Whether nothing but blanks stands before it on its line."""
    return not text[line_start(text, offset) : offset].strip(" \t")


def bottom(place: Place, index: int) -> int:
    """Where the line after an entry of a block begins: behind its content, a comment behind that, and comment lines
    further in."""
    text = place.text
    at = next_line(text, content_end(place.entries[index]))
    end = at
    limit = place.entries[index + 1].mark if index + 1 < len(place.entries) else len(text)
    while at < limit:
        line = text[at : line_end(text, at)]
        bare = line.lstrip(" \t")
        if bare and not (bare[0] == "#" and len(line) - len(bare) > place.column):
            break
        at = next_line(text, at)
        if bare:
            end = at
    return end


def top(place: Place, index: int) -> int:
    """Where an entry of a block begins, with the comment lines that belong to it."""
    text = place.text
    mark = place.entries[index].mark
    if not own_line(text, mark):
        return mark
    start = line_start(text, mark)
    limit = bottom(place, index - 1) if index else _inside(place)
    while start > limit:
        before = line_start(text, start - (2 if text[start - 2 : start] == "\r\n" else 1))
        line = text[before:start].rstrip("\r\n")
        bare = line.lstrip(" \t")
        if before < limit or bare[:1] != "#" or len(line) - len(bare) != place.column or bare.startswith(_MODELINE):
            break
        start = before
    return start


def _inside(place: Place) -> int:
    """Where the lines of a block collection begin: below the line of its key or dash."""
    if place.above is None or place.entry is None:
        return 0
    return next_line(place.text, place.entry.after)
