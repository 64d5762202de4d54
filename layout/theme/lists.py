"""The paper's own lists for reading its copy (校对): typed in paper.yaml or kept in text files beside it, one entry a
line, since such lists grow long and are handed on from desk to desk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from layout.diagnostics import Report
from layout.fields import Fields, wrong_kind
from layout.source import Files, Node, beside, read_source
from layout.theme.values import Forbidden, Leader, Proofreading

MOST_ENTRIES = 20_000  # of one list: every name of a county's offices, schools and villages
_PARTED = re.compile(r"[\t,，=]")
_Entry = TypeVar("_Entry", Leader, Forbidden)


def read_lists(rows: Mapping[str, Node], files: Files, report: Report) -> Proofreading:
    """The lists of the section `proofreading`. Files that cannot be read are reported, and entries beyond the most
    (NP256)."""
    reader = _Reader(files, report)
    return Proofreading(
        tuple(reader.pairs(rows.get("leaders"), "leader", Leader)),
        tuple(reader.pairs(rows.get("forbidden"), "forbidden", Forbidden)),
        tuple(dict.fromkeys(name for name, _ in reader.entries(rows.get("names")))),
        tuple(name for name, _ in reader.entries(rows.get("unchecked"))),
    )


class _Reader:
    def __init__(self, files: Files, report: Report) -> None:
        self.files, self.report = files, report

    def pairs(self, node: Node | None, kind: str, make: type[_Entry]) -> list[_Entry]:
        """Entries of two parts: mappings with the keys of `kind`, one part alone, or lines of a file."""
        found: list[_Entry] = []
        for first, given in self.entries(node):
            if given.kind == "mapping":
                fields = Fields(given, kind, self.report)
                first, second = (fields.text(key) for key in make.__match_args__)
            else:
                first, _, second = (part.strip() for part in _parted(first))
            if first:
                found.append(make(first, second))
        return found

    def entries(self, node: Node | None) -> list[tuple[str, Node]]:
        """What is typed for each entry ("" for a mapping), and its node; of a file its lines less notes after #."""
        if node is None:
            return []
        if node.kind == "mapping" and (named := Fields(node, "copy", self.report).require_text("file")) is not None:
            source = read_source(self.files, beside(named.span.file, named.value.strip()), self.report, named.span)
            lines = source.text.splitlines() if source else []
            found = [(line, named) for each in lines if (line := each.partition("#")[0].strip())]
        elif node.kind == "mapping":
            return []
        else:
            nodes = node.items if node.kind == "sequence" else (node,)
            found = [
                (each.value.strip(), each)
                for each in nodes
                if each.kind != "sequence" and (each.value.strip() or each.pairs)
            ]
            for each in nodes:
                if each.kind == "sequence":
                    wrong_kind(each, "text", self.report)
        if len(found) > MOST_ENTRIES:
            self.report.add("NP256", node.span, count=len(found), most=MOST_ENTRIES)
        return found[:MOST_ENTRIES]


def _parted(line: str) -> tuple[str, str, str]:
    match = _PARTED.search(line)
    return (line, "", "") if match is None else (line[: match.start()], match[0], line[match.end() :])
