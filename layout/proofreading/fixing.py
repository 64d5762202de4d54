"""A finding's cure as a change of the value it stands in, and the values changed in the text of their file."""

from __future__ import annotations

from collections.abc import Iterable

from layout.diagnostics import Diagnostic, Report, Span
from layout.issue import Copy
from layout.proofreading.values import Finding
from layout.source import Files, Node, Source, compose
from layout.source.edits import Edit, edited, with_value
from layout.source.entries import path_to
from layout.source.reading import encode_like, read_bytes
from layout.source.scalars import Refused
from layout.value import value


@value
class Change:
    """Characters start ≤ i < end of a node's value give way to the text."""

    start: int
    end: int
    text: str


def changes(finding: Finding, choice: int = 0) -> tuple[Change, ...]:
    """What has to be changed in the value of the finding's copy for its `choice`-th cure, the fewest characters; () for
    a finding without, and where markup or a line end stands among them."""
    if finding.copy.node is None or not 0 <= choice < len(finding.hit.instead):
        return ()
    made = []
    for start, end, text in _differing(finding.text, finding.hit.instead[choice]):
        change = _in_value(finding.copy, finding.hit.start + start, finding.hit.start + end, text)
        if change is None:
            return ()
        made.append(change)
    return tuple(made)


def fixed_value(finding: Finding, choice: int = 0) -> tuple[Node, str] | None:
    """The node of a finding's copy and its value with the finding's cure; None where that cannot be made."""
    made = changes(finding, choice)
    return (finding.copy.node, _changed(finding.copy.node.value, made)) if made and finding.copy.node else None


def fixed_values(findings: Iterable[Finding]) -> tuple[tuple[Node, str], ...]:
    """The nodes whose sure findings have a cure, and their values with all of these; of two about the same characters
    the first is made."""
    nodes: dict[int, tuple[Node, list[Change]]] = {}
    for finding in findings:
        if finding.hit.sure and (made := changes(finding)) and finding.copy.node is not None:
            _, known = nodes.setdefault(id(finding.copy.node), (finding.copy.node, []))
            if not any(one.start <= other.end and other.start <= one.end for one in made for other in known):
                known.extend(made)
    return tuple((node, _changed(node.value, made)) for node, made in nodes.values())


def mended(findings: Iterable[Finding], files: Files, report: Report) -> tuple[tuple[str, bytes], ...]:
    """The files of the findings with every sure cure made: name and bytes of each that changes. A value that cannot be
    written without harm to what stands around it stays as it is (NP140), and so does a file that changed since."""
    sources: dict[str, tuple[Source, list[tuple[Node, str]]]] = {}
    for node, text in fixed_values(findings):
        if node.source is not None:
            sources.setdefault(node.source.file, (node.source, []))[1].append((node, text))
    made = []
    for file, (source, values) in sources.items():
        data = read_bytes(files, file, report)
        new = with_values(source, values, report) if data is not None else None
        if data is not None and new is not None and data == encode_like(source.text, data):
            made.append((file, encode_like(new, data)))
    return tuple(made)


def with_values(source: Source, values: list[tuple[Node, str]], report: Report) -> str | None:
    """The text of a file with these values of its nodes; None where none of them changes it. What cannot be written is
    reported (NP140)."""
    if values[0][0].style == "file":
        return values[-1][1]
    root = compose(source, Report())
    if root is None:
        return None
    typed = {each.start: each for each in root.scalars()}
    edits: list[Edit] = []
    for node, text in values:
        try:
            edits += with_value(root, path_to(root, typed[node.start]), text)
        except Refused as refused:
            report.extend([Diagnostic("NP140", Span(source.file, node.span.line), refused.values, refused.reason)])
    return edited(source.text, edits) if edits else None


def _changed(text: str, made: Iterable[Change]) -> str:
    for change in sorted(made, key=lambda each: each.start, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def _differing(old: str, new: str) -> list[tuple[int, int, str]]:
    """Where two texts differ: each place of it, where they are equally long, else all between their common ends."""
    if len(old) == len(new):
        return [(at, at + 1, new[at]) for at in range(len(old)) if old[at] != new[at]]
    first = next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return [(first, len(old) - last, new[first : len(new) - last])]


def _in_value(copy: Copy, start: int, end: int, text: str) -> Change | None:
    """The change by offsets of the node's value; None where the characters do not stand together there."""
    place = (lambda index: copy.offsets[index]) if copy.offsets else (lambda index: copy.start + index)
    if start == end:
        at = place(start) if start < len(copy.text) else place(start - 1) + 1
        return Change(at, at, text)
    if place(end - 1) - place(start) != end - 1 - start:
        return None
    return Change(place(start), place(end - 1) + 1, text)
