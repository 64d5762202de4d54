"""What the copy checks found, as the desk offers it: by names that stay while the copy around them changes."""

from __future__ import annotations

from hashlib import blake2b

from layout.diagnostics import Diagnostic
from layout.proofreading import Finding, changes
from layout.value import value


@value
class Fix:
    """A cure that can be written. id: the same for the same words at the same place; label: what would stand there."""

    id: str
    label: str


@value
class Checked:
    """A finding of the copy checks with its diagnostic."""

    finding: Finding
    diagnostic: Diagnostic

    @property
    def fix(self) -> Fix | None:
        """None where there is nothing to write instead, or markup stands between."""
        if not changes(self.finding):
            return None
        return Fix(self.id, self.finding.hit.instead[0])

    @property
    def id(self) -> str:
        span, hit = self.finding.span, self.finding.hit
        said = repr((hit.rule, span.file, span.line, span.column, self.finding.text, hit.instead[:1]))
        return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
