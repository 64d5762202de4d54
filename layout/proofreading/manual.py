"""The table of the rules in docs/proofreading.md, made from the data: `python -m layout.proofreading.manual`."""

from __future__ import annotations

from collections.abc import Iterator

from layout.proofreading.rules import rules
from layout.proofreading.values import Rule

BEGIN, END = "<!-- rules -->", "<!-- /rules -->"


def rules_table() -> str:
    """The rules in both languages, with an example and where each comes from."""
    return "\n".join((BEGIN, "", *_rows(), "", END))


def _rows() -> Iterator[str]:
    yield "| rule 规则 | code | what is told | example | source |"
    yield "|---|---|---|---|---|"
    for rule in rules().values():
        cells = (
            f"`{rule.name}` {rule.chinese}",
            rule.code,
            f"{rule.en}<br>{rule.zh}",
            _example(rule),
            rule.source,
        )
        yield "| " + " | ".join(each.replace("|", "\\|") for each in cells) + " |"


def _example(rule: Rule) -> str:
    """The first slip, and * where `--fix` puts it right."""
    return (rule.wrong[0] if rule.wrong else "") + (" *" if rule.sure else "")


if __name__ == "__main__":
    print(rules_table())
