"""`layout import`: files of any office → an issue in YAML, with the account of every character."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from layout.cli import outputs
from layout.cli.options import PAGE, allow_option, format_option, language_option, open_workspace
from layout.cli.printing import WORDS, as_json, say, tell

if TYPE_CHECKING:
    from layout.diagnostics import Language, Report
    from layout.importing import Account, Imported
    from layout.importing.values import Manuscript
    from layout.pipeline import Workspace


@click.command("import", short_help="Make an issue of .docx, text, web pages, .xlsx, PDFs.")
@click.argument("files", nargs=-1, required=True, type=click.Path(readable=False), metavar="FILE...")
@click.option("-o", "--output", metavar="ISSUE", help="Where the issue goes. - is stdout.")
@click.option(
    "--into", metavar="ISSUE", help="Add the stories to this issue, at the end of --page; nothing else changes."
)
@click.option("--page", type=PAGE, help="The page the stories go to; found unless told.")
@click.option("--paper", default="", help="The paper’s name, for the issue’s `paper`.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Date of the issue.")
@click.option("--number", default="", help="Number of the issue.")
@click.option(
    "--pictures", default="images", show_default=True, metavar="DIR", help="Folder for pictures, beside ISSUE."
)
@click.option(
    "--account",
    "account_file",
    metavar="OUT",
    help="Where the account goes, each character that is not in the issue as it stood. - is stdout.",
)
@format_option
@allow_option
@language_option
@click.pass_obj
def import_(
    language: Language,
    files: tuple[str, ...],
    output: str | None,
    into: str | None,
    page: int | None,
    paper: str,
    day: object,
    number: str,
    pictures: str,
    account_file: str | None,
    form: str,
) -> int:
    """Make an issue of FILEs: .docx, .md, plain text in any Chinese encoding, saved web pages, .xlsx tables, PDFs. - is
    text from stdin, such as what was pasted from a PDF.

    Heads, bylines, datelines, captions and tables are recognised; what is a guess is told, and marked in the issue by
    `# check:` (待核). Keys are English or Chinese by --lang. Every character of a FILE is in the issue or in the
    account of what was left out; --account writes that in full. Pictures are put beside the issue.

    \b
    layout import 来稿.docx -o 2026-01-01.yaml
    layout --lang zh import 来稿/*.docx 通知.txt -o 2026-01-01.yaml --account account.tsv
    layout import 消息.txt --into 2026-01-01.yaml --page 2
    pdftotext page.pdf - | layout import - -o issue.yaml

    JSON: {"account": {"source", "result", "balanced", "missing", "invented", "reasons": [{"reason", "fate", "words",
    "source", "result"}]}, "stories", "doubts", "diagnostics", "written"}. source, result: characters but blanks; fate:
    left (out), added, changed.
    """
    from datetime import datetime

    from layout.diagnostics import Report
    from layout.importing import Options, import_files
    from layout.source.reading import beside

    if bool(output) == bool(into):
        raise click.UsageError("say where the issue goes: either -o ISSUE or --into ISSUE")
    workspace, report, written = open_workspace(), Report(), list[str]()
    target = output or into or ""
    given = [(file, data) for file in files if (data := _read(workspace, file, report)) is not None]
    date = f"{day:%Y-%m-%d}" if isinstance(day, datetime) else ""
    options = Options(language, paper, date, number, page or 0, pictures, "issue.yaml" if target == "-" else target)
    made = import_files(workspace, given, options)
    report.extend(made.report)
    text = made.text
    if into and text:
        text = _added(workspace, into, made.manuscript, page, report)
    if text and not report.failed and (into or outputs.guard(workspace, target, files, report)):
        for name, data in made.pictures:
            where = beside(options.issue_file, name)
            workspace.make_folder(where.rpartition("/")[0] or ".")
            outputs.write(workspace, where, data, report, written)
        outputs.write(workspace, target, text.encode(), report, written)
    if account_file:
        outputs.write(workspace, account_file, made.account.as_table(language).encode(), report, written)
    if form == "json":
        say(as_json(_found(made, report, written, language)), err="-" in (target, account_file))
        return int(report.failed)
    tell(report, (), form, language, workspace, to_error=True, written=written)
    if given and made.text:
        say("\n".join(_account_lines(made.account, language)), err=True)
    return int(report.failed)


def _added(workspace: Workspace, into: str, manuscript: Manuscript, page: int | None, report: Report) -> str:
    """An issue with what was imported added to it."""
    from layout.amending import DrawIn, amend
    from layout.importing.adding import added

    text = added(workspace, into, manuscript, page or 0, report)
    if page and text and not report.failed:  # what is not in a page's drawing would not be printed
        return (amend(text.encode(), DrawIn(page), report, into) or b"").decode()
    return text


def _found(made: Imported, report: Report, written: list[str], language: Language) -> dict[str, object]:
    from layout.importing.importing import doubts_in

    return {
        "account": made.account.as_json(language),
        "stories": len(made.manuscript.stories),
        "doubts": doubts_in(made.manuscript),
        "diagnostics": [fault.as_dict(language) for fault in report],
        "written": written,
    }


def _read(workspace: Workspace, file: str, report: Report) -> bytes | None:
    from layout.diagnostics import Span
    from layout.importing.importing import LARGEST
    from layout.source.reading import read_bytes

    if file == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    size = workspace.size(file)
    if size > LARGEST:  # not read: it may be larger than the memory
        report.add("NP110", Span(file), file=file, size=f"{size / 1_048_576:.0f}", most=LARGEST // 1_048_576)
        return None
    return read_bytes(workspace, file, report, most=LARGEST)


def _account_lines(account: Account, language: Language) -> list[str]:
    """The account for a person: the source, what became of it by reason, the result."""
    from layout.importing.account import reason_words

    words = WORDS[language]
    lines = [words["import source"].format(n=account.source)]
    for each in account.sums:
        told = f"import {each.fate}"
        gone = each.source - each.result if each.fate == "left" else each.source
        lines.append(words[told].format(n=gone, m=each.result, why=reason_words(each.reason, language)))
    lines.append(words["import result"].format(n=account.result))
    return lines
