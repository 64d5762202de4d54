"""The rules: rows of data/proofreading/*.toml, read once a run.

The order of the files is that of the manual; where two rules find the same words, the first one speaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from layout.diagnostics import resource
from layout.proofreading.values import Rule
from layout.value import FrozenMap

FILES = ("amounts", "numbers", "wording", "words", "marks", "lists")
_OWN = {
    "chinese",
    "code",
    "kind",
    "en",
    "zh",
    "source",
    "fix",
    "sure",
    "everywhere",
    "needs",
    "where",
    "pattern",
    "unless",
    "wrong",
    "right",
}


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its name."""
    classes = _table("classes")
    return {
        name: _rule(name, row, classes) for file in FILES for name, row in _table(file).items() if isinstance(row, dict)
    }


@cache
def names() -> Mapping[str, str]:
    """Every name of a rule, English and Chinese, and its code → the English names with blanks between them."""
    found: dict[str, str] = {}
    for rule in rules().values():
        for name in (rule.name, rule.chinese):
            found[name] = rule.name
        found[rule.code] = f"{found.get(rule.code, '')} {rule.name}".strip()
    return found


def _table(file: str) -> Mapping[str, Any]:
    import tomllib  # only a run that checks copy pays for it

    return tomllib.loads(resource(f"proofreading/{file}.toml").decode("utf-8"))


def _rule(name: str, row: Mapping[str, Any], classes: Mapping[str, str]) -> Rule:
    unless = row.get("unless", [])
    return Rule(
        name,
        row["chinese"],
        row["code"],
        row.get("kind", "pattern"),
        row["en"],
        row["zh"],
        row["source"],
        tuple(row.get("fix", ())),
        row.get("sure", False),
        frozenset(row.get("needs", "")),
        row.get("where") == "sentences",
        _spelled(row.get("pattern", ""), classes),
        tuple(_spelled(each, classes) for each in unless),
        tuple(row["wrong"]) if "wrong" in row else (),
        tuple(row["right"]) if "right" in row else (),
        row.get("everywhere", False),
        FrozenMap({key: _frozen(each, classes) for key, each in row.items() if key not in _OWN}),
    )


def _spelled(pattern: str, classes: Mapping[str, str]) -> str:
    """The pattern with its ⟨classes⟩ written out, which may name others."""
    for _ in range(2):
        for name, spelled in classes.items():
            pattern = pattern.replace(f"⟨{name}⟩", spelled)
    return pattern


def _frozen(each: Any, classes: Mapping[str, str]) -> object:
    if isinstance(each, list):
        return tuple(each)
    if isinstance(each, dict):
        return FrozenMap({key: _frozen(part, classes) for key, part in each.items()})
    return _spelled(each, classes) if isinstance(each, str) else each
