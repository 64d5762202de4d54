"""Typed text → copy: lines of a head, and the small Markdown of a body. Every character stays or is markup.

Markup is what YAML.md names and nothing else; an asterisk that closes nothing prints as an asterisk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from layout.diagnostics import Report
from layout.issue.values import Block, BlockKind, Copy, Emphasis
from layout.source import Node

_BLANKS = " \t\u3000\xa0"
_BREAK = re.compile(r"[ \t\u3000]+/[ \t\u3000]+|\r\n?|\n")  # “ / ” breaks a head by hand
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_SUBHEAD = re.compile(r"##[ \t\u3000]+")
_BULLET = re.compile(r"-[ \t]+(?=\S)")
_NUMBERED = re.compile(r"\d{1,3}\.[ \t]+(?=\S)")  # the number is copy and stays
_STRONG = re.compile(r"\*\*(?=[^\s*])(.+?)(?<=[^\s*])\*\*")
_DOTS = re.compile(r"(?<!\*)\*(?=[^\s*])([^*]*[^\s*])\*(?!\*)")
_LATIN = re.compile(r"[\w!-/:-@\[-`{-~\xa1-\u024f\u0370-\u052f]", re.ASCII)
_LINK = re.compile(r"\[[^\[\]\n]+\]\((?:https?://|mailto:|www\.)[^()\s]*\)")
_RUBY = re.compile(r"\{[^{}|\n]+\|[^{}|\n]+\}")


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
            lines.append(Copy(bare, node=node, start=at + len(text) - len(text.lstrip())))
        at = after
    return tuple(lines)


def blocks_of(node: Node, report: Report) -> tuple[Block, ...]:
    """The scalar as a body: paragraphs, subheads and list items. Markup that cannot be set yet is reported (NP216)."""
    # Below “|” and in a file lines are as typed; everywhere else YAML has joined them, and a line end is a typed blank line.
    paragraphs = _paragraphs(node.value, typed=node.style in ("|", "file"))
    return tuple(Block(kind, _copy(node, parts, report)) for kind, parts in paragraphs)


def _paragraphs(text: str, typed: bool) -> Iterator[tuple[BlockKind, list[tuple[int, int]]]]:
    """Kind, and start and end of each line, of the paragraphs of a text. typed: its lines are joined, else each is one."""
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
            parts.append((start, end))
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


def _copy(node: Node, parts: list[tuple[int, int]], report: Report) -> Copy:
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
    copy = Copy(text, node=node, start=start, offsets=tuple(offsets))
    for what, pattern, mark in (("link", _LINK, "]("), ("ruby", _RUBY, "|")):
        if mark in text:
            for match in pattern.finditer(text):
                report.add("NP216", copy.span(match.start(), len(match[0])), hint=what, text=match[0])
    return _emphasised(copy) if "*" in text else copy


def _emphasised(copy: Copy) -> Copy:
    """The copy without the asterisks of its emphases."""
    dropped: set[int] = set()
    found: list[tuple[int, int, str]] = []
    text = copy.text
    for match in _STRONG.finditer(text):
        dropped.update((match.start(), match.start() + 1, match.end() - 2, match.end() - 1))
        found.append((match.start(1), match.end(1), "strong"))
    # Dots may stand inside strong copy or around it, but may not cross its edge; a sum such as 3*4*5 has none.
    masked = "".join("\0" if index in dropped else character for index, character in enumerate(text))
    for match in _DOTS.finditer(masked):
        crossing = any((start <= match.start() < end) != (start < match.end() <= end) for start, end, _ in found)
        if not crossing and not _in_a_word(text, match.start()) and not _in_a_word(text, match.end() - 1):
            dropped.update((match.start(), match.end() - 1))
            found.append((match.start(1), match.end(1), "dots"))
    if not found:
        return copy
    kept = [index for index in range(len(text)) if index not in dropped]
    place = {index: new for new, index in enumerate(kept)}
    offsets = copy.offsets or tuple(range(copy.start, copy.start + len(text)))
    return Copy(
        "".join(text[index] for index in kept),
        tuple(sorted((_emphasis(place, *each) for each in found), key=lambda each: (each.start, -each.end))),
        copy.node,
        copy.start,
        tuple(offsets[index] for index in kept),
    )


def _emphasis(place: dict[int, int], start: int, end: int, kind: str) -> Emphasis:
    inside = [place[index] for index in range(start, end) if index in place]
    return Emphasis(inside[0], inside[-1] + 1, "strong" if kind == "strong" else "dots")


def _in_a_word(text: str, index: int) -> bool:
    """An asterisk between two Latin letters or digits."""
    around = text[max(0, index - 1) : index] + text[index + 1 : index + 2]
    return len(around) == 2 and around.isascii() and around.isalnum()
