"""An issue or a paper in canonical shape: keys in the order of the table of keys, two blanks a level, no blank lines in
a row; comments go with what they are about, and no value changes.

The order of pages, stories, styles and items is the editor's and stays. What is made composes to the tree it was made
from, but for the order of keys and, where asked for, their language; else nothing is made.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from difflib import unified_diff
from typing import Any, Literal

from layout.diagnostics import Diagnostic, Report, Span
from layout.fields import keys, names
from layout.schema import kind_below
from layout.source import Node, Source, compose
from layout.source.entries import (
    Entry,
    Place,
    aliases,
    beginning,
    block_indent,
    block_lines,
    bottom,
    content_end,
    keeps_blank_lines,
    line_end,
    line_start,
    next_line,
    own_line,
    place_below,
    place_of,
    top,
)
from layout.source.reading import decode, encode_like
from layout.source.scalars import Refused

Tongue = Literal["", "en", "zh", "zh-Hant", "ja"]
_STEP = "  "
_SEAL = "\0"  # ends the lines of copy to which blank lines below would fall; no file holds one
_LINE_END = re.compile(r"\r\n?|\n")


def canonical(data: bytes, report: Report, file: str = "", tongue: Tongue = "") -> bytes | None:
    """The file's bytes in canonical shape; None where it has faults of YAML or is written in a way that cannot be
    shaped, with the reason reported. tongue: what all keys are to be written in, "" = as they are."""
    source = decode(file, data, report)
    if source is not None and source.text[-1:] not in ("", "\n", "\r"):
        source = Source(file, source.text + ("\r\n" if "\r\n" in source.text else "\n"))
    faults = Report()
    root = compose(source, faults) if source is not None else None
    if source is None or root is None or faults.failed or root.kind != "mapping":
        report.extend(faults.diagnostics)
        if source is not None and not report.failed:
            report.add("NP140", Span(file), hint="collection")
        return None
    try:
        text = _shaped(source, root, tongue)
    except Refused as refused:
        report.extend([Diagnostic("NP140", Span(file), refused.values, refused.reason)])
        return None
    return encode_like(text, data)


def difference(before: bytes, after: bytes, file: str) -> str:
    """What would change, as a unified diff."""
    old, new = (data.removeprefix(BOM_UTF8).decode().splitlines(keepends=True) for data in (before, after))
    lines = unified_diff(old, new, file, file)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _shaped(source: Source, root: Node, tongue: Tongue) -> str:
    kind = _kind(root)
    end_of_line = "\r\n" if "\r\n" in source.text else "\n"
    lines = _Shaping(source.text, tongue, next(aliases(root), None) is None).file(root, kind)
    text = end_of_line.join(lines) + end_of_line
    faults = Report()
    made = compose(Source(source.file, text), faults)
    if made is None or faults.failed or _tree(made, kind) != _tree(root, kind):
        raise Refused("hint")
    return text


def _kind(root: Node) -> str:
    """Whether a file is an issue or a paper."""
    found = {kind: sum(key.value.strip() in names(kind) for key, _ in root.pairs) for kind in ("issue", "theme")}
    return "theme" if found["theme"] > found["issue"] else "issue"


def _tree(node: Node, kind: str) -> Any:
    """What a file says, whatever the order and the language of its keys."""
    if node.kind == "scalar":
        return node.value
    if node.kind == "sequence":
        return [_tree(each, kind) for each in node.items]
    pairs = [(_english(kind, key.value), _tree(each, _below(kind, key.value, each))) for key, each in node.pairs]
    return pairs if kind[:1] == "*" or kind in _ORDERED else dict(pairs)


def _english(kind: str, key: str) -> str:
    return names(kind).get(key.strip(), key) if kind and kind[0] != "*" else key


def _below(kind: str, key: str, node: Node) -> str:
    """The kind of what stands behind a key; "" = none that the table of keys knows."""
    if kind[:1] == "*":
        return kind[1:]
    english = names(kind).get(key.strip()) if kind else None
    return "" if english is None else kind_below(kind, english, node.kind == "mapping")


_ORDERED = ("", "credits")  # kinds whose order is the editor's: credits are printed in it


class _Shaping:
    """The lines of a file as they are shaped. Those of a collection stand at column 0 until what is around it moves
    them in.

    ordered: whether keys may change places, which aliases do not bear.
    """

    def __init__(self, text: str, tongue: Tongue, ordered: bool) -> None:
        self.text, self.tongue, self.ordered = text, tongue, ordered

    def file(self, root: Node, kind: str) -> list[str]:
        place = place_of(root)
        if place.flow:
            raise Refused("hand", text=self.text[: line_end(self.text, 0)])
        lines = self.block(place, kind)
        last = bottom(place, len(place.entries) - 1)
        lines += _lines(self.text[last:])
        while lines and not lines[-1]:
            lines.pop()
        made: list[str] = []
        sealed = True  # no blank line begins a file either
        for line in lines:
            if line.endswith(_SEAL) or (sealed and not line):
                sealed = True
            else:
                made.append(line)
                sealed = False
        return made

    def block(self, place: Place, kind: str) -> list[str]:
        """The lines of a block collection, without the comments below its last entry."""
        made = [""]  # no blank line comes below a key
        for index in (-1, *self.order(place, kind)):
            # What stands apart above the first entry stays first, whichever entry comes to be the first.
            apart = self.above(place, max(index, 0))[0] if index else []
            made += _parted(apart)[made[-1] == "" and apart[:1] == [""] :]
            made += self.entry(place, index, kind) if index >= 0 else []
        return made[1:]

    def order(self, place: Place, kind: str) -> Sequence[int]:
        indexes = range(len(place.entries))
        if place.node.kind != "mapping" or not self.ordered or kind in _ORDERED or kind[0] == "*":
            return indexes
        table = {name: rank for rank, name in enumerate(keys()[kind])}
        ranks: list[int] = []
        for entry in place.entries:
            assert entry.key is not None
            last = ranks[-1] if ranks else -1
            ranks.append(table.get(_english(kind, entry.key.value), last))
        return sorted(indexes, key=ranks.__getitem__)

    def above(self, place: Place, index: int) -> tuple[list[str], list[str]]:
        """The lines between an entry and the one before: those that stand apart, and those that belong to it."""
        text = self.text
        mark = place.entries[index].mark
        if not own_line(text, mark):
            return [], []
        if index:
            start = bottom(place, index - 1)
        else:
            start = next_line(text, place.entry.after) if place.entry is not None else 0
        first, line = top(place, index), line_start(text, mark)
        loose = _lines(text[start:first]) if start < first else []
        own = _lines(text[max(start, first) : line]) if line > start else []
        if not index and place.above is None and not loose:  # a comment at the very beginning is the file's
            return own, []
        return loose, own

    def entry(self, place: Place, index: int, kind: str) -> list[str]:
        """The lines of an entry, from its own comments to the last that stands further in."""
        text, entry = self.text, place.entries[index]
        end = last = content_end(entry)
        behind = text[end : line_end(text, end)].strip(" \t")
        comment = f"{_gap(text, end)}{behind}" if behind else ""
        inside = place_below(place, entry) if not entry.alias and entry.node.kind != "scalar" else None
        if inside is not None and not inside.flow:
            last = bottom(inside, len(inside.entries) - 1)
            lines = self.below(entry, inside, kind)
        else:
            lines = [*self.between(entry), *self.beside(entry, inside, kind, comment)]
            last = next_line(text, end)
        tail = _lines(text[last : bottom(place, index)])
        return [*self.above(place, index)[1], *lines, *(_STEP + line if line else "" for line in _parted(tail))]

    def beside(self, entry: Entry, inside: Place | None, kind: str, comment: str) -> list[str]:
        """The lines of an entry whose value stands on the line of its key or dash."""
        text, head = self.text, self.head(entry, kind)
        if entry.alias or entry.start == entry.end:
            return [f"{head} {entry.alias}".rstrip() + comment]
        if inside is None:
            lines = self.scalar(entry.node, "" if entry.node.style in ("|", ">") else comment)
        else:
            lines = self.flow(inside, self.kind_below(entry, kind))
            lines = [*lines[:-1], lines[-1] + comment]
            lines[0] = "".join(f"{each} " for each in text[entry.start : beginning(entry.node)].split()) + lines[0]
        return [f"{head} {lines[0]}", *lines[1:]]

    def below(self, entry: Entry, inside: Place, kind: str) -> list[str]:
        """The lines of an entry that is a block of its own."""
        text, head = self.text, self.head(entry, kind)
        lines = self.block(inside, self.kind_below(entry, kind))
        named = "".join(f" {each}" for each in text[entry.start : beginning(entry.node)].partition("#")[0].split())
        after = text[entry.after : line_end(text, entry.after)]
        apart = own_line(text, inside.entries[0].mark)
        note = f"{_gap(text, entry.after)}{after[after.index('#') :]}" if apart and "#" in after else ""
        if entry.key is not None or note or named:
            return [f"{head}{named}{note}", *(_STEP + line if line else "" for line in lines)]
        first = next(index for index, line in enumerate(lines) if line and line[0] != "#")
        return [*lines[:first], f"- {lines[first]}", *(_STEP + line if line else "" for line in lines[first + 1 :])]

    def head(self, entry: Entry, kind: str) -> str:
        return "-" if entry.key is None else f"{self.key(entry.key, kind)}:"

    @staticmethod
    def kind_below(entry: Entry, kind: str) -> str:
        return kind if entry.key is None else _below(kind, entry.key.value, entry.node)

    def key(self, key: Node, kind: str) -> str:
        english = names(kind).get(key.value.strip()) if kind and kind[0] != "*" else None
        typed = self.text[key.start : key.end]
        if english is None or not self.tongue:
            return typed
        return english if self.tongue == "en" else keys(self.tongue)[kind][english][0]

    def between(self, entry: Entry) -> list[str]:
        """Comments between a key and its value on a line below."""
        gap = self.text[entry.after : entry.start] if 0 <= entry.after < entry.start else ""
        return [line for line in _lines(gap) if line.startswith("#")]

    def scalar(self, node: Node, comment: str) -> list[str]:
        text, style = self.text, node.style
        if style not in ("|", ">"):
            first, *rest = _LINE_END.split(text[node.start : node.end])
            if style != '"':  # in which a blank at the end of a line may be meant
                first, rest = first.rstrip(" \t"), [line.rstrip(" \t") for line in rest]
            lines = [first, *(_STEP + line.lstrip(" \t") if line.strip(" \t") else "" for line in rest)]
            return [*lines[:-1], lines[-1] + comment]
        found = block_lines(node)
        indent = block_indent(node, found)
        mark = text[node.start : found[0][1]].rstrip()
        sign, hash_sign, words = mark.partition("#")
        sign = "".join("2" if each.isdigit() else each for each in sign.rstrip())
        mark = sign + (_gap_before(mark, len(mark) - len(words) - 1) + "#" + words if hash_sign else "")
        lines = [text[start:end][indent:] for start, end in found[1:]]
        seal = [_SEAL] if keeps_blank_lines(node) else []
        return [mark, *(_STEP + line if line else "" for line in lines), *seal]

    def flow(self, place: Place, kind: str) -> list[str]:
        text, node = self.text, place.node
        bare = beginning(node)
        typed = text[bare : node.end]
        if "\n" in typed or "\r" in typed:
            first, *rest = _LINE_END.split(typed)
            least = min((len(line) - len(line.lstrip(" ")) for line in rest if line.strip()), default=0)
            return [first, *(_STEP + line[least:] if line.strip() else "" for line in rest)]
        pieces: list[str] = []
        for index in self.order(place, kind):
            entry = place.entries[index]
            value = text[entry.start : entry.end]
            if not entry.alias and entry.node.kind != "scalar":
                inside = place_below(place, entry)
                if inside.braced:
                    shaped = self.flow(inside, self.kind_below(entry, kind))
                    value = text[entry.start : beginning(entry.node)] + shaped[0]
            if entry.key is None:
                pieces.append(value)
            else:
                key = self.key(entry.key, kind)
                pieces.append(key if entry.after == -1 else f"{key}: {value}")
        opened, closed = typed[0], typed[-1]
        return [opened + ", ".join(pieces) + closed]


def _gap(text: str, offset: int) -> str:
    """The blanks between an offset and the comment behind it, one at least."""
    end = offset
    while text[end : end + 1] in (" ", "\t") and end < len(text):
        end += 1
    return " " * max(1, end - offset)


def _gap_before(text: str, offset: int) -> str:
    return " " * max(1, len(text[:offset]) - len(text[:offset].rstrip()))


def _lines(text: str) -> list[str]:
    """Lines of comments and blanks, without the blanks around each."""
    lines = [line.strip(" \t") for line in _LINE_END.split(text)]
    return lines[:-1] if lines and not lines[-1] else lines


def _parted(lines: Sequence[str]) -> list[str]:
    """Lines with at most one blank one in a row."""
    return [line for index, line in enumerate(lines) if line or not index or lines[index - 1]]
