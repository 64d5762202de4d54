"""Everything the program says about an editor's material: one type, from a bad indent to a missing glyph.

The words stand in data/messages/*.toml, English and Chinese side by side, one file a hundred of codes; a stage only names the
code, the place and the values. Stages report and carry on; the public functions raise `LayoutError(report)` at the end.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal

Severity = Literal["error", "warning"]
Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: line and column count from 1, columns in characters; 0 = unknown. length: characters marked."""

    file: str
    line: int = 0
    column: int = 0
    length: int = 1

    def __str__(self) -> str:
        return ":".join([self.file, *(str(part) for part in (self.line, self.column) if part)])


NOWHERE = Span("")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault.

    values: what fills the message's {placeholders}. hint: name of a hint of the code's table (a code has one called
    "hint" by default, which may be missing); others: further places, each with the name of its note.
    """

    code: str
    span: Span
    values: tuple[tuple[str, object], ...] = ()
    hint: str = "hint"
    others: tuple[tuple[str, Span], ...] = ()

    @property
    def severity(self) -> Severity:
        severity: Severity = table(self.code)["severity"]
        return severity

    def message(self, language: Language = "en") -> str:
        return _fill(table(self.code)[language], self.values)

    def advice(self, language: Language = "en") -> str:
        """What to do about it; "" where the code has no such hint."""
        hints = table(self.code).get(self.hint, {})
        return _fill(hints.get(language, ""), self.values)

    def note(self, name: str, language: Language = "en") -> str:
        """The words beside one of `others`."""
        return _fill(table(self.code)[name][language], self.values)


@dataclass(slots=True)
class Report:
    """What the stages have found so far. The same fault at the same place is kept once."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    _seen: set[Diagnostic] = field(default_factory=set)

    def add(
        self,
        code: str,
        span: Span,
        /,
        *,
        hint: str = "hint",
        others: tuple[tuple[str, Span], ...] = (),
        **values: object,
    ) -> None:
        self.extend([Diagnostic(code, span, tuple(values.items()), hint, others)])

    def extend(self, diagnostics: list[Diagnostic] | tuple[Diagnostic, ...]) -> None:
        for diagnostic in diagnostics:
            if diagnostic not in self._seen:
                self._seen.add(diagnostic)
                self.diagnostics.append(diagnostic)

    @property
    def failed(self) -> bool:
        return any(diagnostic.severity == "error" for diagnostic in self.diagnostics)

    def __iter__(self) -> Iterator[Diagnostic]:
        """By place: file, line, column, then in the order found."""
        return iter(sorted(self.diagnostics, key=lambda diagnostic: diagnostic.span))

    def __len__(self) -> int:
        return len(self.diagnostics)


class LayoutError(Exception):
    """An issue, paper, galley or font set with errors; `report` has them all."""

    def __init__(self, report: Report) -> None:
        super().__init__("\n".join(f"{d.span}: {d.code}: {d.message()}" for d in report if d.severity == "error"))
        self.report = report


def table(code: str) -> Mapping[str, Any]:
    """The row of a code: severity, en, zh, hints and notes by name. Raises KeyError for a code that is not ours."""
    row: Mapping[str, Any] = _hundred(code[2:3])[code]
    return row


def codes() -> Iterator[str]:
    """Every code, in order."""
    for hundred in "123456789":
        yield from sorted(_hundred(hundred))


@cache
def _hundred(digit: str) -> Mapping[str, Any]:
    name = resources.files("layout") / "data" / "messages" / f"{digit}xx.toml"
    return tomllib.loads(name.read_text("utf-8")) if name.is_file() else {}


def _fill(message: str, values: tuple[tuple[str, object], ...]) -> str:
    # Not str.format: copy in the values may hold braces, and a format string must not reach into attributes.
    for name, value in values:
        message = message.replace("{" + name + "}", str(value))
    return message
