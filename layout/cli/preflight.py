"""`layout preflight`: a finished PDF, ours or anybody's, before the plates are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from layout.cli import outputs
from layout.cli.options import language_option, told_as
from layout.cli.printing import WORDS, as_json, say
from layout.diagnostics import why
from layout.pagenames import listed, page_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layout.diagnostics import Language
    from layout.preflight import PagePlates


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
@click.option(
    "--colour",
    metavar="PAGES",
    help="Pages in the four inks: 1,4 or A1-A4, all, none. Every page not named, here or by --spot, is black alone.",
)
@click.option(
    "--spot",
    "spots",
    multiple=True,
    metavar="PAGES=INK",
    help="Pages in black and this ink: 2,3=PANTONE 186 C, or Magenta; may be given again. The ink may be left out "
    "where the press carries just one.",
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
    language: Language,
    files: tuple[str, ...],
    press_name: str,
    colour: str | None,
    spots: tuple[str, ...],
    form: str,
    output: str | None,
    timeout: float,
) -> int:
    """Check every FILE, ours or anybody's, against PDF/X-4 or PDF/X-1a and against what a press can print.

    Presses: newsprint, newsprint-x1a, newsprint-gb, coated; or the path of a printer's own .toml (docs/printing.md).
    Each file is read in a process of its own, so that a damaged or hostile one ends in a finding like any other.
    --colour and --spot say which plates pages have, by the file's page labels or else their order.

    \b
    layout preflight page.pdf
    layout preflight advert.pdf --press coated
    layout preflight *.pdf --format html -o report.html
    layout preflight issue.pdf --colour 1,4 --spot "2,3=PANTONE 186 C"

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
    plates = _plates(colour, spots, wanted.spots)
    judged = [judge(file, wanted, form == "html", timeout, plates) for file in files]
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


_NO_INKS = ("All", "None")  # PDF's names for every plate and for none


def _plates(colour: str | None, spots: Sequence[str], carried: Sequence[str]) -> PagePlates | None:
    """What the pages are printed in, None = it is not said. carried: the spot inks of the press."""
    from layout.display import PROCESS
    from layout.preflight import PagePlates

    if colour is None and not spots:
        return None
    beside: dict[int, str] = {}
    for each in spots:
        pages, _, typed = each.partition("=")
        named = _named("--spot", pages)
        if not named:
            raise click.UsageError(f"--spot {each}: name the pages")
        if not typed.strip() and len(carried) != 1:
            raise click.UsageError(f"--spot {each}: which ink? Write {pages}=PANTONE 186 C, or =Magenta")
        ink = typed.strip() or carried[0]
        ink = next((name for name in PROCESS if name.casefold() == ink.casefold()), ink)
        if ink in _NO_INKS:
            raise click.UsageError(f"--spot {each}: {ink} is no ink")
        for page in named:
            if beside.setdefault(page, ink) != ink:
                raise click.UsageError(f"--spot: page {page_name(page)} has two inks beside black")
    four = () if colour is None else _named("--colour", colour)
    twice = [page for page in four or () if page in beside]
    if twice:
        raise click.UsageError(f"page {listed(twice)}: --colour or --spot, not both")
    return PagePlates(four, tuple(sorted(beside.items())))


def _named(option: str, typed: str) -> tuple[int, ...] | None:
    from layout.theme.printed import pages_in

    try:
        return pages_in(typed)
    except ValueError as error:
        raise click.UsageError(f"{option}: “{error}” is no page; write 1,4 or A1-A4, all, none") from None
