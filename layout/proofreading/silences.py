"""What the editor has said is right: a comment at the end of a line, `不查` of a story and of the paper.

Comments are no part of the tree of nodes, so the line is read where the value ends: of copy below `|`, where a `#`
would be copy, the line of its key.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from layout.diagnostics import Report, Span, did_you_mean
from layout.proofreading.rules import names
from layout.proofreading.values import Finding
from layout.source import Node

_COMMENT = re.compile(r"(?:^|[ \t])#[ \t]*(?:不查|nocheck)[ \t]*(?:[:：][ \t]*([^#]*))?(?=#|$)")
_PARTS = re.compile(r"[,，、;；]\s*|\s{2,}")
_EVERYTHING = "*"
_LEAST = 3  # characters of what can be a slip of a rule's name


def silenced(finding: Finding, unchecked: Iterable[str]) -> bool:
    """Whether the finding's rule, or the words found, are among those not to be checked."""
    rule, known = finding.rule.name, names()
    for each in unchecked:
        if each == _EVERYTHING or rule in known.get(each, "").split() or (each not in known and each in finding.text):
            return True
    return False


def commented(node: Node | None) -> tuple[str, ...]:
    """What a comment at the value's line, or alone on the line above it, says is not to be checked: rules or words."""
    if node is None or node.source is None or node.style == "file":
        return ()
    source = node.source
    number = bisect_right(source.starts, node.start)
    above = source.line(number - 1).strip()
    here = source.line(number)[node.start - source.starts[number - 1] :] if node.style in ("|", ">") else ""
    if not here:
        end = bisect_right(source.starts, node.end)
        here = source.line(end)[node.end - source.starts[end - 1] :]
    found: list[str] = []
    for text in (here, above if above.startswith("#") else ""):
        for match in _COMMENT.finditer(text):
            found += asked((match[1] or "").strip())
    return tuple(found)


def asked(text: str) -> list[str]:
    """Names of rules or words, as typed one after the other; everything, where there is none."""
    return [part for each in _PARTS.split(text) if (part := each.strip())] or [_EVERYTHING]


def check_names(unchecked: Iterable[str], span: Span, report: Report) -> None:
    """NP255 for what is nearly the name of a rule. Words of the copy stand there too; short ones are near anything."""
    for each in unchecked:
        if len(each) >= _LEAST and each not in names() and (near := did_you_mean(each, names())):
            report.add("NP255", span, text=each, nearest=near)
