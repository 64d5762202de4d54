"""`layout preflight`: a finished PDF, ours or anybody's, before the plates are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from layout.cli import outputs
from layout.cli.options import language_option, told_as
from layout.cli.printing import WORDS, as_json, say
from layout.diagnostics import why

if TYPE_CHECKING:
    from layout.diagnostics import Language


@click.command(short_help="Check a finished PDF before printing (印前检查).")
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option(
    "--press",
    "press_name",
    default="newsprint",
    show_default=True,
    metavar="NAME",
    help="A press by name, or a press file (.toml).",
)
@told_as("text", "json", "html", help="How findings are told.")
@click.option(
    "-o", "--output", metavar="FILE", help="Where --format html goes; beside the first FILE unless told. - is stdout."
)
@click.option(
    "--timeout", type=click.FloatRange(1, 3600), default=120.0, show_default=True, help="Seconds for each file."
)
@language_option
@click.pass_obj
def preflight(
    language: Language, files: tuple[str, ...], press_name: str, form: str, output: str | None, timeout: float
) -> int:
    """Check every FILE, ours or anybody's, against PDF/X-4 or PDF/X-1a and against what a press can print.

    Presses: newsprint, newsprint-x1a, newsprint-gb, coated; or the path of a printer's own .toml (docs/printing.md).
    Each file is read in a process of its own, so that a damaged or hostile one ends in a finding like any other.

    \b
    layout preflight page.pdf
    layout preflight advert.pdf --press coated
    layout preflight *.pdf --format html -o report.html

    JSON: {"files": [{"file", "press", "standard", "pages", "findings": [{"code", "severity", "page", "object", "place",
    "message", "cure", "source"}], "ink": [{"page", "coverage", "heaviest", "place"}]}]}. Places: x, y, width, height in
    millimetres from the trim's top left corner; page 0 is the file as a whole.
    """
    from layout.preflight import preflight as judge
    from layout.preflight.report import html, lines, summary
    from layout.presses import press

    try:
        wanted = press(press_name)
    except (ValueError, OSError) as error:
        raise click.UsageError(why(error, language)) from None
    judged = [judge(file, wanted, form == "html", timeout) for file in files]
    failed = any(each.failed for each in judged)
    if form == "json":
        say(as_json({"files": [each.as_dict(language) for each in judged]}))
        return int(failed)
    to_error = form == "html" and output == "-"
    if form == "html":
        from layout.diagnostics import Report
        from layout.pipeline import Workspace

        workspace, report, written = Workspace(), Report(), list[str]()
        target = output or outputs.beside(files[0], ".html")
        if outputs.guard(workspace, target, files, report):
            outputs.write(workspace, target, html(judged, language), report, written)
        for fault in report:
            say(fault.message(language), err=True)
        failed = failed or report.failed
        for name in written:
            if name != "-":
                say(WORDS[language]["wrote"].format(file=name), err=to_error)
    for each in judged:
        if form == "text":
            for text, severity in lines(each, language):
                say(text, severity=severity)
        say(summary(each, language), err=to_error)
    return int(failed)
