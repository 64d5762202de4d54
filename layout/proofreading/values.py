"""What copy is checked by and what is found in it, as values: rules, hits in a text, findings at a place of the issue.

A hit knows offsets of its own text alone, so that what was found in a paragraph holds wherever the paragraph stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from layout.diagnostics import Diagnostic, Span, Wording, short
from layout.issue import Copy
from layout.value import FrozenMap, value

Manner = Literal["sentences", "line"]
"""Running copy, or a head, a byline, a cell: there blanks are no slip."""


@value
class Rule:
    """A row of data/proofreading. kind: how it is looked for. fixes: replacements as templates of the pattern's groups,
    the likeliest first; sure: whether the first may be made without asking. needs: a text without any of these
    characters cannot break the rule; empty = any can. unless: patterns that excuse what they cover. wrong, right:
    examples. everywhere: whether it holds for Traditional and Japanese copy too; the others are mainland usage."""

    name: str
    chinese: str
    code: str
    kind: str
    en: str
    zh: str
    source: str
    fixes: tuple[str, ...] = ()
    sure: bool = False
    needs: frozenset[str] = frozenset()
    sentences: bool = False
    pattern: str = ""
    unless: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    everywhere: bool = False
    parameters: Mapping[str, object] = field(default_factory=FrozenMap)


@value
class Hit:
    """Characters start ≤ i < end of a text that break a rule. instead: what they may give way to, the likeliest first;
    sure: whether that needs no asking; words: what fills the rule's own words."""

    rule: str
    start: int
    end: int
    instead: tuple[str, ...] = ()
    sure: bool = False
    words: tuple[tuple[str, str], ...] = ()


@value
class Finding:
    """A hit at its place in the issue."""

    rule: Rule
    copy: Copy
    hit: Hit

    @property
    def text(self) -> str:
        """The words found."""
        return self.copy.text[self.hit.start : self.hit.end]

    @property
    def span(self) -> Span:
        return self.copy.span(self.hit.start, self.hit.end - self.hit.start)

    @property
    def diagnostic(self) -> Diagnostic:
        rule, hit = self.rule, self.hit
        why = Wording(_filled(rule.en, hit), _filled(rule.zh, hit))
        values: list[tuple[str, object]] = [("text", short(self.text)), ("why", why), ("rule", rule.name)]
        values.append(("name", Wording(rule.name, rule.chinese)))
        if hit.instead:
            quoted = [f"“{each}”" if each else "" for each in hit.instead]
            values.append(("instead", Wording(_either(quoted, " or ", "nothing"), _either(quoted, "或", "不写"))))
        return Diagnostic(rule.code, self.span, tuple(values), "hint" if hit.instead else "look")


def _filled(words: str, hit: Hit) -> str:
    for name, each in hit.words:
        words = words.replace("{" + name + "}", each)
    return words


def _either(quoted: list[str], between: str, nothing: str) -> str:
    return between.join(each or nothing for each in quoted)
