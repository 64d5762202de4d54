"""The rules of PDF/X-4, PDF/X-1a and of newspaper ink: each a small named function, all in one table.

A rule yields what breaks it, with page, object and place; its words, severity, source and cure stand under its code in
data/messages/8xx.toml. ISO texts are not free, so the clauses named there are those of ISO 32000-1 where it defines the
thing and the part of ISO 15930 as a whole where it restricts it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module

from layout.preflight.document import BROKEN, File, Sheet
from layout.preflight.graphics import Box
from layout.preflight.marks import Mark
from layout.preflight.values import Finding
from layout.units import union
from layout.value import replace, value

Check = Callable[[File], Iterator[Finding]]
ALL = ("x-4", "x-1a", "x-3")

_MODULES = (
    *("file", "metadata", "intent", "boxes", "edges", "colour", "states", "fonts", "interactive", "hidden"),
    *("ink", "pages"),
)
_NEAR = 3.0  # mm: lines of one column are not so far apart
_HAIR = 0.1  # points
_MOST = 40  # of one code on one page: more would hide the others


@value
class Rule:
    """code: of its message. standards: under which it holds; the rules of ink hold under every one.
    check: what breaks it."""

    code: str
    standards: tuple[str, ...]
    check: Check

    @property
    def name(self) -> str:
        return self.check.__name__.replace("_", " ")


RULES: list[Rule] = []


def rule(code: str, *standards: str) -> Callable[[Check], Check]:
    """Put a function into the table."""

    def add(check: Check) -> Check:
        RULES.append(Rule(code, standards or ALL, check))
        return check

    return add


def fault(
    sheet: Sheet | None = None,
    mark: Mark | None = None,
    *,
    thing: str = "",
    box: Box | None = None,
    page: int = 0,
    **values: object,
) -> Finding:
    """What a rule yields; its code is put in by whoever asks."""
    box = mark.box if mark is not None and box is None else box
    return Finding(
        "",
        sheet.number if sheet else page,
        thing or (mark.thing if mark else ""),
        sheet.place(box) if sheet and box else None,
        tuple((name, _ADDRESS.sub("", str(given))) for name, given in values.items()),
    )


_ADDRESS = re.compile(r"<_io\.\w+ object at 0x[0-9a-f]+> ?")  # where pikepdf names a file that is read from memory


def inside(trim: Box) -> Box:
    """A hair less than the trim: a mark that only touches the edge does not lie on the page."""
    left, bottom, right, top = trim
    return left + _HAIR, bottom + _HAIR, right - _HAIR, top - _HAIR


def _joined(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Neighbours that differ in nothing but their place as one: a column of type is one fault, not forty."""
    last: Finding | None = None
    for finding in findings:
        if last is not None and _alike(last, finding):
            assert last.place is not None
            assert finding.place is not None
            last = replace(last, place=union(last.place, finding.place))
            continue
        if last is not None:
            yield last
        last = finding
    if last is not None:
        yield last


def _alike(one: Finding, other: Finding) -> bool:
    if one.place is None or other.place is None or replace(one, place=None) != replace(other, place=None):
        return False
    here, there = one.place, other.place
    across = max(here.x - there.right, there.x - here.right)
    down = max(here.y - there.bottom, there.y - here.bottom)
    return max(across, down) < _NEAR


def table() -> list[Rule]:
    """Every rule, in the order of the modules."""
    for name in _MODULES:
        import_module(f"layout.preflight.rules.{name}")
    return RULES


def judge(file: File) -> list[Finding]:
    """What breaks the rules. A rule that the file's broken structure stops is told of too (NP805)."""
    found: dict[Finding, None] = {}
    for each in table():
        if file.standard not in each.standards:
            continue
        counts: dict[int, int] = {}
        try:
            for finding in _joined(each.check(file)):
                counts[finding.page] = counts.get(finding.page, 0) + 1
                if counts[finding.page] <= _MOST:
                    found[Finding(each.code, finding.page, finding.thing, finding.place, finding.values)] = None
        except BROKEN as error:
            reason = str(error) or type(error).__name__
            found[Finding("NP805", values=(("rule", each.name), ("reason", reason[:200])))] = None
    return list(found)
