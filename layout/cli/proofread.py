"""`layout proofread`: what is odd in an issue's copy, and what is sure put right in its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from layout.cli import outputs
from layout.cli.options import allow_option, format_option, language_option, open_workspace
from layout.cli.printing import as_json, say, tell

if TYPE_CHECKING:
    from layout.diagnostics import Language
    from layout.proofreading import Finding


@click.command(short_help="Read the copy for slips of usage.")
@click.argument("issue", required=False, type=click.Path(readable=False))
@click.option("--fix", is_flag=True, help="Put right in ISSUE and its files of copy what is sure; comments stay.")
@click.option("--rules", "listed", is_flag=True, help="List the rules, with where they come from.")
@format_option
@allow_option
@language_option
@click.pass_obj
def proofread(language: Language, issue: str | None, fix: bool, listed: bool, form: str) -> int:
    """Read the copy of ISSUE against rules of usage and the lists of its paper (leaders, words that are not used,
    names), and tell what should be looked at.

    All of it is a warning: an editor decides. What is right is silenced by a comment at the end of its line,
    `# nocheck: RULE` (or `# 不查: 规则`), by `unchecked` of the story, or of the paper's `proofreading`. `layout check`
    tells the same beside the other faults; `layout build` does not.

    \b
    layout proofread issues/xietu/2019-07-15.yaml
    layout proofread issues/xietu/2019-07-15.yaml --fix
    layout proofread --rules

    JSON: {"findings": [{"rule", "code", "file", "line", "column", "length", "text", "message", "instead", "sure"}],
    "diagnostics": […]}. instead: what may stand for `text`, the likeliest first; sure: --fix writes the first.
    """
    from layout.diagnostics import Report
    from layout.pipeline import Session

    if listed == bool(issue):
        raise click.UsageError("give one ISSUE, or --rules")
    if issue is None:
        _list_rules(language, form)
        return 0
    workspace, report, written = open_workspace(), Report(), list[str]()
    session = Session(workspace, again=False)
    findings = session.proofread(issue, report)
    if fix:
        from layout.proofreading import mended

        for file, data in mended(findings, workspace, report):
            outputs.write(workspace, file, data, report, written)
        if written:
            findings = session.proofread(issue, report)
    if form == "json":
        found: dict[str, Any] = {"findings": [_as_json(finding, language) for finding in findings]}
        found["diagnostics"] = [fault.as_dict(language) for fault in report]
        say(as_json(found | ({"written": written} if written else {})))
        return int(report.failed)
    report.extend(finding.diagnostic for finding in findings)
    tell(report, (), form, language, workspace, to_error=False, written=written)
    return int(report.failed)


def _as_json(finding: Finding, language: Language) -> dict[str, Any]:
    fault = finding.diagnostic
    return {
        "rule": finding.rule.name,
        "code": fault.code,
        "file": fault.span.file,
        "line": fault.span.line,
        "column": fault.span.column,
        "length": fault.span.length,
        "text": finding.text,
        "message": fault.message(language),
        "instead": list(finding.hit.instead),
        "sure": finding.hit.sure,
    }


def _list_rules(language: Language, form: str) -> None:
    from layout.proofreading import rules

    if form == "json":
        rows = [
            {key: getattr(rule, key) for key in ("name", "chinese", "code", "en", "zh", "source", "sure")}
            for rule in rules().values()
        ]
        say(as_json({"rules": rows}))
        return
    for rule in rules().values():
        named = f"{rule.chinese}  {rule.name}" if language == "zh" else f"{rule.name}  {rule.chinese}"
        say(f"{rule.code}  {named}", bold=True)
        say(f"  {rule.zh if language == 'zh' else rule.en}\n  {rule.source}")
