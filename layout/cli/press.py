"""The verbs between the desk and the shop: `layout diff`, `layout sign`, `layout submit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from layout.cli import outputs
from layout.cli.completion import ISSUE
from layout.cli.options import allow_option, format_option, language_option, open_workspace
from layout.cli.printing import as_json, say, tell
from layout.cli.progress import Progress
from layout.diagnostics import reason_of

if TYPE_CHECKING:
    from layout.changes import Change
    from layout.diagnostics import Language
    from layout.signing import Signature

_WORDS = {
    "en": {
        "same": "no word has changed",
        "changes": "{n} change(s)",
        "page": "page {page}",
        "holds": "holds",
        "changed": "CHANGED SINCE",
        "nobody": "nobody has signed yet",
        "proven": "{n} file(s) are as they were packed",
    },
    "zh": {
        "same": "文字没有改动",
        "changes": "{n} 处改动",
        "page": "第 {page} 页",
        "holds": "有效",
        "changed": "签后又改过",
        "nobody": "还没有人签字",
        "proven": "{n} 个文件与打包时一致",
    },
}


@click.command(short_help="Mark what changed between two proofs.")
@click.argument("old")
@click.argument("new")
@click.option("-o", "--output", metavar="FILE", help="Where the marked PDF of NEW goes; none unless told.")
@format_option
@allow_option
@language_option
@click.pass_obj
def diff(language: Language, old: str, new: str, output: str | None, form: str) -> int:
    """Compare the words of OLD and NEW, and mark on NEW's pages what changed (校异同).

    OLD and NEW are PDFs, issues as they are now, or ISSUE@REVISION as git has it. Copy that only runs on differently
    has not changed. Furniture is compared too, unless one of them is a page proof. The old side is never marked.

    \b
    layout diff monday.pdf issues/xietu/2019-07-15.yaml -o marked.pdf
    layout diff issues/xietu/2019-07-15.yaml@HEAD~1 issues/xietu/2019-07-15.yaml

    JSON: {"changes": [{"kind", "page", "old", "new", "before", "after", "boxes": [[x, y, width, height]]}],
    "diagnostics": […]}. Pages count from 1 in NEW; boxes are points from the trimmed corner, y down. Exit status 1:
    something could not be read.
    """
    from layout.changes import compare, is_proof, marked, pdf_of, words_of
    from layout.diagnostics import Report
    from layout.pipeline import Session

    workspace, report, written = open_workspace(), Report(), list[str]()
    session = Session(workspace)
    pdfs = [pdf_of(name, session, report) for name in (old, new)]
    changes: tuple[Change, ...] | None = None
    if all(pdfs):
        furniture = not any(map(is_proof, pdfs))
        was, now = (words_of(pdf, name, report, furniture) for pdf, name in zip(pdfs, (old, new), strict=True))
        if was and now:
            changes = compare(was, now)
            if output and outputs.guard(workspace, output, (old, new), report):
                outputs.write(
                    workspace, output, marked(pdfs[1], changes, f"{old} → {new}", session, report), report, written
                )
    words = _WORDS[language]
    if form == "json":
        found = {
            "changes": [_as_dict(change) for change in changes or ()],
            "diagnostics": [fault.as_dict(language) for fault in report],
            "written": written,
        }
        say(as_json(found), err=output == "-")
        return int(report.failed)
    for number, change in enumerate(changes or (), 1):
        say(f"{number:>3}  {words['page'].format(page=change.page + 1)}  {change.line()}", err=output == "-")
    if changes is not None:
        say(words["changes"].format(n=len(changes)) if changes else words["same"], err=output == "-")
    if len(report) or written:
        tell(report, (), form, language, workspace, to_error=True, written=written)
    return int(report.failed)


def _as_dict(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "page": change.page + 1,
        "old": change.old,
        "new": change.new,
        "before": change.before,
        "after": change.after,
        "boxes": [[round(edge, 2) for edge in (box.x, box.y, box.width, box.height)] for box in change.boxes],
    }


@click.command(short_help="Sign an issue off for the press (付印签).")
@click.argument("issue", type=ISSUE)
@click.option("--by", "name", help="Who signs; without it the signatures there are are listed.")
@click.option("--role", help="As what: one of the roles in the paper's sign_off, such as 终审.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of signing; today unless told.")
@format_option
@allow_option
@language_option
@click.pass_obj
def sign(language: Language, issue: str, name: str | None, role: str | None, day: Any, form: str) -> int:
    """Record that somebody has read ISSUE and lets it go to the press.

    The signature is bound to the bytes of the PDF that ISSUE makes now, and stands in ISSUE.signed.json beside it.
    Whatever is changed afterwards, `layout submit` tells. Without --by the signatures are listed, and whether they
    still hold.

    \b
    layout sign issues/xietu/2019-07-15.yaml --by 王编辑 --role 终审
    layout sign issues/xietu/2019-07-15.yaml

    JSON: {"signatures": [{"role", "name", "date", "sha256", "holds"}], "diagnostics": […]}.
    """
    from layout.diagnostics import Span
    from layout.pipeline import Session
    from layout.signing import check_signatures, read_signatures
    from layout.signing import sign as put

    if (name is None) != (role is None):
        raise click.UsageError("--by and --role go together")
    workspace = open_workspace()
    session = Session(workspace)
    with Progress(language) as progress:
        proof = session.check(issue, watch=progress)
        pdf = b"" if proof.failed or not proof.pages else session.pdf(proof, progress)
    report, words = proof.report, _WORDS[language]
    roles = proof.theme.sign_off if proof.theme else ()
    signatures: tuple[Signature, ...] = ()
    if pdf and not proof.failed:
        if name is not None and role is not None:
            if roles and role not in roles:
                raise click.UsageError(f"--role: the paper lists {', '.join(roles)}")
            try:
                put(workspace, issue, pdf, name, role, day.date() if day else workspace.today(), report)
            except OSError as error:
                report.add("NP901", Span(issue), file=issue, reason=reason_of(error))
        signatures = read_signatures(workspace, issue, report)
        if name is None:
            check_signatures(signatures, roles, pdf, issue, report)
    if form == "json":
        rows = [
            {"role": each.role, "name": each.name, "date": each.date, "sha256": each.sha256, "holds": each.holds(pdf)}
            for each in signatures
        ]
        say(as_json({"signatures": rows, "diagnostics": [fault.as_dict(language) for fault in report]}))
        return int(proof.failed)
    for each in signatures:
        state = words["holds"] if each.holds(pdf) else words["changed"]
        say(f"{each.role}  {each.name}  {each.date}  {each.sha256[:16]}…  {state}")
    if pdf and not signatures:
        say(words["nobody"])
    if len(report) or proof.failed:
        tell(report, proof.pages if proof.failed else (), form, language, workspace, to_error=True)
    return int(proof.failed)


@click.command(short_help="Make the print job for the shop.")
@click.argument("issue", type=ISSUE, required=False)
@click.option(
    "--press", "press_name", metavar="NAME", help="Press of presses.toml, or a press file; the paper's own unless told."
)
@click.option("-o", "--output", metavar="DIR|ZIP", help="Where the job goes; ISSUE-job beside the issue unless told.")
@click.option("--copies", type=click.IntRange(1, 99_999_999), help="Run length, over the paper's own.")
@click.option("--due", help="When the papers must be there: 2019-07-14 20:00, or 1 day before 20:00.")
@click.option("--contact", help="Who answers for the job, over the paper's own.")
@click.option("--edition", help="Which of several of one day, as the press's file names have it: {edition}.")
@click.option("--plates", is_flag=True, help="One-bit plates too (TIFF G4), screened by Ghostscript.")
@click.option("--verify", "verified", metavar="DIR|ZIP", help="Check a job against its sums instead.")
@format_option
@allow_option
@language_option
@click.pass_obj
def submit(
    language: Language,
    issue: str | None,
    press_name: str | None,
    output: str | None,
    copies: int | None,
    due: str | None,
    contact: str | None,
    edition: str | None,
    plates: bool,
    verified: str | None,
    form: str,
) -> int:
    """Make ISSUE's print job: press pages, flats, ticket, proofs, ink, sums, and a sheet to read.

    The issue is built and preflighted first, and the paper's sign_off must be complete; an error stops the job before
    anything is written. An older job is replaced whole or not at all. --verify proves a job later, at the shop too.
    --plates wants Ghostscript (gs); a page of 四开 in four inks takes it some ten seconds and 15 MB at 1,270 dpi.

    \b
    layout submit issues/xietu/2019-07-15.yaml --press newsprint -o xietu-job.zip
    layout submit issues/xietu/2019-07-15.yaml --copies 20000 --due "1 day before 20:00"
    layout submit --verify xietu-job.zip
    """
    from layout.diagnostics import Report
    from layout.pipeline import Session

    workspace = open_workspace()
    if (issue is None) == (verified is None):
        raise click.UsageError("give an ISSUE, or --verify DIR")
    if verified is not None:
        from layout.package.folder import verify

        report = Report()
        proven = verify(workspace, verified, report)
        if form == "text" and proven:
            say(_WORDS[language]["proven"].format(n=proven))
        if form == "json" or len(report):
            tell(report, (), form, language, workspace, to_error=form == "text")
        return int(report.failed)
    from layout.package.submitting import Asked
    from layout.package.submitting import submit as make

    assert issue is not None
    target = output or outputs.beside(issue, "-job")
    with Progress(language) as progress:
        asked = Asked(copies or 0, due or "", contact or "", edition or "", plates)
        proof, done = make(Session(workspace), issue, press_name or "", target, asked, language, progress)
    written = [target] if done else []
    tell(proof.report, proof.pages, form, language, workspace, to_error=form == "text", written=written)
    return int(not done)
