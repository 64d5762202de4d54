"""The command `layout`: reads arguments, calls one verb, prints what was found. The one door to click and rich.

Every verb imports its own stages when it runs, so that `layout --version` and `--help` stay quick. Exit status: 0
clean, 1 errors in the material, 2 wrong usage, 130 Ctrl-C.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from layout import __version__
from layout.cli import outputs
from layout.cli.archive import archive
from layout.cli.cache import cache
from layout.cli.completion import ISSUE, complete_page, completion
from layout.cli.count import count
from layout.cli.desk import serve
from layout.cli.fmt import fmt
from layout.cli.fonts import fonts
from layout.cli.headline import headline
from layout.cli.importing import import_
from layout.cli.learning import learn
from layout.cli.new import new
from layout.cli.options import (
    allow_option,
    batch_options,
    format_option,
    fresh_option,
    jobs_option,
    language_option,
    open_workspace,
    output_format_option,
)
from layout.cli.plans import plans
from layout.cli.preflight import preflight
from layout.cli.press import diff, sign, submit
from layout.cli.printing import WORDS, as_json, say, tell
from layout.cli.progress import Progress
from layout.cli.proofread import proofread
from layout.cli.publish import publish
from layout.cli.schema import schema
from layout.diagnostics import visible, why

if TYPE_CHECKING:
    from layout.diagnostics import Language


def main(arguments: Sequence[str] | None = None) -> None:
    """The console command. Ends the process with the exit status of the module's docstring.

    arguments: None = the process's own, and then nothing runs after it; else SystemExit is raised.
    """
    from layout.processes import collect_seldom

    collect_seldom()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # closed by the shell
            # A terminal that cannot show a character gets its escape, never a traceback.
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, _terminate)
    try:
        status = command.main(arguments, prog_name="layout", standalone_mode=False) or 0
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.UsageError as error:
        # It names what was typed, or what a shell found in a folder.
        click.UsageError(visible(error.format_message(), "\n"), error.ctx).show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say(WORDS[_spoken()]["stopped"], err=True)
        status = 128 + signal.SIGINT
    except BrokenPipeError:
        # The reader went away (`| head`): nothing is wrong, but Python would complain again while closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 141  # as if SIGPIPE had ended it; Windows has no such name
    except OSError as error:
        if error.filename is not None:
            raise
        say(f"layout: stdout: {why(error, _spoken())}", err=True, severity="error")  # a full disk under `>`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    if arguments is None:
        _leave(status)
    sys.exit(status)


def _leave(status: int) -> None:
    """End the process at once: to free a page's objects one by one takes Python 30 ms more than the system needs."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            if stream is not None:
                stream.flush()
    os._exit(status)


def _terminate(number: int, frame: object) -> None:
    raise SystemExit(128 + number)  # so that half-written files are cleared away


def _spoken() -> Language:
    """The locale's language, for what is said before or outside a verb."""
    from layout.diagnostics import language

    return language(None, os.environ)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 clean, 1 errors in the material, 2 wrong usage.",
)
@language_option
@click.version_option(__version__, prog_name="layout", message="%(prog)s %(version)s")
@click.pass_context
def command(context: click.Context) -> None:
    """Turn a newspaper issue written in YAML into press-ready pages.

    \b
    layout new                               a paper of your own, with sample copy
    layout check mypaper/2026-01-01.yaml     every fault, with its place and what to do
    layout build mypaper/2026-01-01.yaml     the PDF for the printer, beside the issue
    layout explain NP102                     what a fault's code means
    """
    context.obj = context.obj or _spoken()


@command.command(short_help="Report every fault; write nothing.")
@click.argument("issue", type=ISSUE)
@click.option(
    "--proofread/--no-proofread",
    "reads",
    default=True,
    help="Read the copy too, as `layout proofread` does; done unless told.",
)
@jobs_option
@fresh_option
@format_option
@allow_option
@language_option
@click.pass_obj
def check(language: Language, issue: str, reads: bool, jobs: int, fresh: bool, form: str) -> int:
    """Report every fault of ISSUE, what is odd in its copy, and the score of each page; write nothing.

    \b
    layout check issues/xietu/2019-07-15.yaml
    layout check issues/xietu/2019-07-15.yaml --format json | jq '.pages[].score'

    JSON: {"diagnostics": [{"code", "severity", "file", "line", "column", "message", "hint"}], "pages": [{"page",
    "score", "planned", "stayed", "assigned", "checks": [{"id", "severity", "amount", "message"}], "tactics": [{"story",
    "tactic", "amount"}], "stories": [{"story", "paragraphs": [[{"text", "gap", "squeezed", "demerits", "grade"}]],
    "cure": {"paragraph", "characters", "advice"}}]}]}. Line and column count from 1; 0 where there is none. planned: by
    itself, not drawn; stayed: as in the last build, although a new plan would be another; assigned: stories listed for
    the whole issue that stand here. gap: em between ideographs; squeezed: em taken from marks; tactics: what copyfit
    did beyond the house style (head: a smaller form, crop: per cent of a picture's shape, air, loose, spread and
    filler: rows, form and width: another head form or picture width). cure: the fewest characters to cut (−) or add
    that mend the story's worst line, null where none is loose.
    """
    from layout.pipeline import Session

    session = Session(open_workspace(), jobs, again=False)
    with Progress(language) as progress:
        proof = session.check(issue, watch=progress, fresh=fresh)
    if reads and proof.issue is not None:
        findings = session.findings(proof.issue, proof.theme, proof.report)
        proof.report.extend(finding.diagnostic for finding in findings)
    setter = session.setter(proof.report) if form == "json" else None
    tell(proof.report, proof.pages, form, language, session.workspace, to_error=False, setter=setter)
    return int(proof.failed)


@command.command(short_help="Write the press-ready PDF, or an OFD file.")
@click.argument("issues", nargs=-1, required=True, type=ISSUE, metavar="ISSUE...")
@click.option("-o", "--output", metavar="FILE", help="Where the file goes; beside the issue unless told. - is stdout.")
@click.option(
    "--pages",
    metavar="LIST",
    shell_complete=complete_page,
    help="Only these pages: 2, 2-3, 1,4-5, A1-A4.",
)
@click.option("--png", metavar="DIR", help="Also draw each page as DIR/ISSUE-PAGE.png.")
@click.option("--dpi", type=click.IntRange(18, 1200), default=100, show_default=True, help="Resolution of --png.")
@click.option("--proof", "as_proof", is_flag=True, help="A page proof to read (大样), with its faults drawn on it.")
@click.option("--round", "turn", type=click.IntRange(1, 99), default=1, help="Which proof it is: 1 初校, 2 二校, …")
@click.option(
    "--standard",
    type=click.Choice(["x-4", "x-1a", "a-2a", "a-3a"]),
    default="x-4",
    show_default=True,
    help="x-1a: for old RIPs; a-2a, a-3a: to keep, with bookmarks, a-3a with the sources inside.",
)
@batch_options
@fresh_option
@output_format_option
@allow_option
@language_option
@click.pass_obj
def build(
    language: Language,
    issues: tuple[str, ...],
    output: str | None,
    pages: str | None,
    png: str | None,
    dpi: int,
    as_proof: bool,
    turn: int,
    standard: str,
    jobs: int,
    resume: bool,
    log: str | None,
    address: str | None,
    fresh: bool,
    forms: tuple[str, str],
) -> int:
    """Make up each ISSUE and write its press-ready PDF, or ISSUE.ofd with --format ofd: the pages as they will look, to
    read and keep (GB/T 33190), without what only a press needs.

    With errors nothing is written, and a file that was there stays as it was. The same issue gives the same bytes. A
    --proof is written with errors too, as ISSUE-proof.pdf: line numbers, story names, faults where they are, light
    pictures.

    Where pages plan themselves, ISSUE.plan.json keeps where everything stood; the next build moves nothing unless a new
    plan is clearly better. --fresh, or deleting that file, plans anew; `keep: no` in ISSUE does without it.

    Of several issues each fails by itself, one whose process dies too; at the end those that failed are named, each
    with its first error, and the exit status is 1. With --resume a run that was stopped, by whatever, is begun again by
    the same command: .layout-build.journal says what is done. A --dask cluster needs this program on its workers and
    nothing of the issues; the bytes are the same however many processes or machines made them.

    \b
    layout build issues/xietu/2019-07-15.yaml
    layout build issues/xietu/2019-07-15.yaml -o out/page.pdf --pages 2-3
    layout build issues/xietu/2019-07-15.yaml --png out --dpi 150
    layout build issues/xietu/2019-07-15.yaml --proof --round 2
    layout build issues/xietu/2019-07-15.yaml --standard a-3a
    layout build issues/xietu/2019-07-15.yaml --format ofd
    layout build issues/*/2026-*.yaml
    layout build back/*/2*.yaml -j 8 --resume --log logs
    layout build back/*/2*.yaml --dask tcp://10.0.0.1:8786 --resume
    """
    from layout.batch.building import Building
    from layout.cli.batch import Batch
    from layout.cli.building import build_all, refuse_for_several

    refuse_for_several(issues, output, pages)
    wanted = outputs.page_list(pages)
    form, kind = forms
    if kind == "ofd" and (as_proof or standard != "x-4"):
        raise click.UsageError(f"{'--proof' if as_proof else '--standard'} is of a PDF, not of --format ofd")
    spoken = language if as_proof else "en"
    building = Building(output, wanted, png, dpi, as_proof, turn, standard, fresh, spoken, kind)
    return build_all(issues, building, Batch(jobs, resume, log, address), language, form)


@command.command(short_help="Set plain-text copy as a proof to read (小样).")
@click.argument("files", nargs=-1, required=True, type=click.Path(readable=False), metavar="FILE...")
@click.option("--measure", type=float, default=14, show_default=True, help="Width of a column, em.")
@click.option("--size", type=float, default=9.5, show_default=True, help="Size of the type, points; 1 em.")
@click.option("--leading", type=float, help="From baseline to baseline, points; 1½ sizes unless told.")
@click.option("--indent", type=float, default=2, show_default=True, help="First line of a paragraph, em.")
@click.option(
    "--lang",
    "copy_language",
    type=click.Choice(["zh-Hans", "zh-Hant", "ja", "ko"]),
    default="zh-Hans",
    show_default=True,
    help="Language of the copy.",
)
@click.option("--font", default="song", show_default=True, help="Font role; `layout fonts` lists them.")
@click.option("--columns", type=click.IntRange(1, 100), default=1, show_default=True, help="Columns on a page.")
@click.option("--rows", type=click.IntRange(1, 1000), default=60, show_default=True, help="Lines in a column.")
@click.option(
    "-o", "--output", metavar="PDF", help="Where the PDF goes; beside the first FILE unless told. - is stdout."
)
@click.option("--json", "report_file", metavar="JSON", help="Where the list of lines goes. - is stdout.")
@format_option
@click.pass_obj
def galley(
    language: Language,
    /,
    files: tuple[str, ...],
    output: str | None,
    report_file: str | None,
    form: str,
    leading: float | None,
    **choices: Any,
) -> int:
    """Set plain-text copy in columns, as a proof to read (小样).

    A blank line ends a paragraph; each FILE starts a new page. Columns stand side by side from x = 20 pt, 12 pt apart;
    what does not fit on one page goes on to the next. A galley with faults (a missing glyph, a run longer than the
    measure) is still set and written; the faults are told and the exit status is 1.

    \b
    layout galley copy.txt --measure 14
    layout galley a.txt b.txt --measure 11 --columns 4 --rows 60 -o proof.pdf --json lines.json

    --json: {"files": [{"file", "characters", "cure", "lines": [{"text", "page", "column", "x", "baseline", "last",
    "gap", "squeezed", "demerits", "grade"}]}]}. characters: all but blanks. x, baseline: points from the page's top
    left corner, y downward, of the line's first character. gap: mean space added between ideographs, em; squeezed: em
    taken from marks; cure: the fewest characters that mend the worst line. last: the line ends its paragraph. Pages and
    columns count from 1.
    """
    from layout.diagnostics import Report
    from layout.galley import CannotSet, Setting, proof, set_files
    from layout.pipeline import Session, Workspace

    workspace, report, written = Workspace(), Report(), list[str]()
    target = output or outputs.beside(files[0], ".pdf")
    if target == report_file:
        raise click.UsageError(f"-o and --json both say {target}")
    choices |= {
        "language": choices.pop("copy_language"),
        "leading": choices["size"] * 1.5 if leading is None else leading,
    }
    session = Session(workspace)
    with Progress(language) as progress:
        try:
            setting = Setting(**choices)
            made = set_files(session, files, setting, report, progress)
        except CannotSet as error:
            raise click.UsageError(str(error)) from None
        clear = [outputs.guard(workspace, name, files, report) for name in (target, report_file) if name]
        if made.pages and all(clear):
            outputs.write(workspace, target, proof(session, made, setting, report, progress), report, written)
            if report_file:
                lines = as_json(made.as_json(), "utf-8").encode("utf-8", "backslashreplace") + b"\n"
                outputs.write(workspace, report_file, lines, report, written)
    to_error = form == "text" or "-" in (target, report_file)
    tell(report, (), form, language, workspace, to_error=to_error, written=written)
    return int(report.failed)


@command.command(short_help="Say what a fault’s code means.")
@click.argument("code", required=False)
@click.option("--all", "every", is_flag=True, help="Every code there is.")
@format_option
@language_option
@click.pass_obj
def explain(language: Language, code: str | None, every: bool, form: str) -> int:
    """Say what a fault's CODE means, why it matters, and how to mend it.

    \b
    layout explain NP102
    layout explain --all
    """
    from layout.diagnostics import codes, fill, table

    if every == bool(code):
        raise click.UsageError("give one CODE, or --all")
    known = list(codes())
    wanted = known if every else [_known_code(code or "", known, language)]
    if form == "json":
        say(as_json({name: dict(table(name)) for name in wanted}))
        return 0
    for name in wanted:
        row = table(name)
        say(f"{name} {row['severity']}: {fill(row[language])}", bold=True)
        if not every:
            for words in (row.get("explain", {}).get(language), row.get("hint", {}).get(language)):
                if words:
                    say("\n" + fill(words))
    return 0


for verb in (
    *(archive, cache, completion, count, diff, fmt, fonts, headline, import_, learn),
    *(new, plans, preflight, proofread, publish, schema, serve, sign, submit),
):
    command.add_command(verb)


def _known_code(code: str, known: list[str], language: Language) -> str:
    """The code as the table has it: np102 and 102 are NP102."""
    from difflib import get_close_matches

    name = code.upper() if code.upper().startswith("NP") else f"NP{code}"
    if name in known:
        return name
    near = get_close_matches(name, known, 3, 0.5) or known[:3]
    raise click.UsageError(WORDS[language]["unknown code"].format(code=code, near=", ".join(near)))
