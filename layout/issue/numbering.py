"""The numbers of an issue's pages as a whole: whether they are all of one kind, and whether a section has each in turn.

Pages that run on through the paper may be only some of it, for an issue's file may hold two of its pages; those of a
section (叠) may not, because readers, jump lines and the folding go by them.
"""

from __future__ import annotations

from collections.abc import Sequence

from layout.diagnostics import Report, Span
from layout.fields import Fields, entries
from layout.issue.copy import line_of
from layout.issue.values import Copy
from layout.pagenames import SECTION, page_name, page_number, section_of


def check_numbers(given: Sequence[tuple[int, Span]], report: Report) -> None:
    """NP262 where pages of sections stand beside pages that run on through the paper; NP261 where a section leaves a
    number out. given: numbers and places of the pages, as typed."""
    lettered = [each for each in given if section_of(each[0])]
    if not lettered:
        return
    for number, span in given:
        if not section_of(number):
            report.add("NP262", span, others=(("first", lettered[0][1]),), page=number, other=lettered[0][0])
    known = {number for number, _ in lettered}
    for number, span in sorted(lettered, key=lambda each: each[0]):
        if number % SECTION != 1 and number - 1 not in known:
            report.add("NP261", span, page=number, missing=page_name(number - 1), section=section_of(number))


def section_names(fields: Fields, numbers: Sequence[int], report: Report) -> tuple[tuple[str, Copy], ...]:
    """What the issue calls its sections (叠名), by letter; NP263 for one that no page has."""
    node = fields.node_of("sections")
    if node is None:
        return ()
    there = sorted({section_of(number) for number in numbers} - {""})
    found: list[tuple[str, Copy]] = []
    for key, name in entries(node, report):
        letter = _letter(key.value)
        if letter not in there:
            hint = "hint" if there else "none"
            report.add("NP263", key.span, hint=hint, section=key.value.strip(), known=", ".join(there))
        elif name.kind == "scalar" and name.value.strip():
            found.append((letter, line_of(name)))
    return tuple(found)


def _letter(typed: str) -> str:
    """The letter of a section, as it is typed: A, a, Ａ, A叠; "" for what is none."""
    try:
        return section_of(page_number(f"{typed.strip().removesuffix('叠')}1"))
    except ValueError:
        return ""
