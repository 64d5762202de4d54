"""What the copy checks found of an issue, with the fix of each, as the desk offers it."""

from __future__ import annotations

from layout.diagnostics import Diagnostic
from layout.value import value


@value
class Fix:
    """One change of copy. id: the same for the same finding of the same text; label: what it would say instead; start,
    end: of the characters that change, in the value of a node; text: what is to stand there."""

    id: str
    label: str
    file: str
    line: int
    column: int
    length: int
    text: str


@value
class Findings:
    """The fixes and the rules of copy checks, beside their diagnostics."""

    diagnostics: tuple[Diagnostic, ...] = ()
    fixes: tuple[Fix | None, ...] = ()
    rules: tuple[str, ...] = ()

    def fix_of(self, fault: Diagnostic) -> Fix | None:
        return next((fix for each, fix in zip(self.diagnostics, self.fixes, strict=True) if each == fault), None)

    def rule_of(self, fault: Diagnostic) -> str | None:
        return next((rule for each, rule in zip(self.diagnostics, self.rules, strict=True) if each == fault), None)

    def fix(self, id: str) -> Fix | None:
        return next((fix for fix in self.fixes if fix is not None and fix.id == id), None)
