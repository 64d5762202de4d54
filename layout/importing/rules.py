"""The rules by which parts of a story are known (data/importing/rules.toml), read once, and what they say of a line."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from layout.diagnostics import resource
from layout.value import value

_POINT = re.compile(r"[A-Za-z]{2}\.$")
_LONGEST_CLAUSES = 26  # characters: a head of two clauses is no longer
_LONGEST = 200  # characters of a line that any rule looks at: no byline or caption is longer


@value
class Rule:
    """One way a part is written. certainty: 0 to 1."""

    pattern: re.Pattern[str]
    certainty: float


@cache
def _tables() -> dict[str, Any]:
    import tomllib

    return tomllib.loads(resource("importing/rules.toml").decode("utf-8"))


@cache
def rules(part: str) -> tuple[Rule, ...]:
    """Those of a part of a story, by its name in rules.toml."""
    return tuple(Rule(re.compile(row["pattern"]), float(row["certainty"])) for row in _tables()[part])


def certainty(part: str, line: str) -> float:
    """How sure it is that a whole line is such a part; 0 = no rule says so."""
    line = line.strip()
    if not 0 < len(line) <= _LONGEST:
        return 0.0
    return max((rule.certainty for rule in rules(part) if rule.pattern.fullmatch(line)), default=0.0)


def found(part: str, text: str) -> re.Match[str] | None:
    """Where such a part stands in a text: the first rule that finds one."""
    return next((match for rule in rules(part) if (match := rule.pattern.search(text))), None)


@cache
def marks(name: str) -> str:
    """A class of marks: "terminal", "closing" or "comma"."""
    return str(_tables()["marks"][name])


def is_banner(line: str) -> bool:
    """Whether a line is a section's name: in brackets, or short with a word that such names have."""
    line = line.strip()
    for row in _tables()["banner"]:
        words = tuple(row["words"].split())
        if re.fullmatch(row["pattern"], line) and (not words or line.startswith(words) or line.endswith(words)):
            return True
    return False


def opens_story(text: str) -> bool:
    """Whether copy begins as news does."""
    return bool(found("opening", text[:40]) or found("dateline", text[:60]))


def ends_sentence(text: str) -> bool:
    """Whether a text ends where a sentence does, a quote or bracket behind its mark or not."""
    bare = text.rstrip()
    inner = bare.rstrip(marks("closing"))
    # A point behind a letter ends a sentence, one behind a figure may be an item's.
    return bool(inner) and (inner[-1] in marks("terminal") or bool(_POINT.search(inner)))


def ends_line(text: str) -> bool:
    """Whether a line ends with a mark that no name ends with."""
    return text.rstrip()[-1:] in tuple(marks("terminal") + marks("comma") + "：:")


def looks_like_copy(text: str) -> bool:
    """Whether a line runs like copy: it ends a sentence or has one inside."""
    if any(mark in text for mark in "。；") or ends_sentence(text) or text.rstrip()[-1:] in tuple(marks("comma")):
        return True
    return "，" in text and len(text.strip()) > _LONGEST_CLAUSES
