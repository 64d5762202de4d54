"""`layout plans`: the pages the planner would make, to look at and to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from layout.cli import outputs
from layout.cli.completion import ISSUE, complete_page
from layout.cli.options import PAGE, allow_option, format_option, fresh_option, language_option, open_workspace
from layout.cli.printing import as_json, say, tell

if TYPE_CHECKING:
    from layout.diagnostics import Language, Report
    from layout.pipeline import Session, Workspace
    from layout.plans import Alternate


@click.command(short_help="Show a page’s plans; write one into the issue.")
@click.argument("issue", type=ISSUE)
@click.option("--page", type=PAGE, shell_complete=complete_page, help="Only this page, by its number.")
@click.option("-n", "most", type=click.IntRange(1, 60), default=12, show_default=True, help="Plans of a page at most.")
@click.option("-o", "--output", metavar="FILE", help="A contact sheet of the pages in small, as a PDF. - is stdout.")
@click.option("--choose", type=click.IntRange(1, 60), metavar="N", help="The plan --write takes; the best unless told.")
@click.option("--engine", type=click.Choice(["cuts", "solver"]), help="What plans, whatever the issue says.")
@click.option("--write", "into", is_flag=True, help="Put the drawing into the issue, in the place of its plan.")
@fresh_option
@format_option
@allow_option
@language_option
@click.pass_obj
def plans(
    language: Language,
    issue: str,
    page: int | None,
    most: int,
    output: str | None,
    choose: int | None,
    engine: Literal["cuts", "solver"] | None,
    into: bool,
    fresh: bool,
    form: str,
) -> int:
    """Show the plans of the pages of ISSUE, best first, with their scores.

    A page that is drawn is planned as if it were not. Nothing is written but by -o and --write.

    \b
    layout plans issues/xietu/2019-07-15.yaml
    layout plans issues/xietu/2019-07-15.yaml --page 2 -n 12 -o sheet.pdf
    layout plans issues/xietu/2019-07-15.yaml --page 2 --choose 3 --write
    layout plans issues/xietu/2019-07-15.yaml --engine solver     # pages no straight cuts make, too; takes seconds

    JSON: {"plans": [{"page", "plan", "score", "fits", "drawing", "places": [{"story", "column", "columns", "row",
    "rows"}], "checks"}], "diagnostics"}. Columns and rows count from 0 at the head of the planned part.
    """
    from layout.diagnostics import Report
    from layout.pagenames import page_name
    from layout.pipeline import Session
    from layout.plans import plans_of

    workspace, report, files = open_workspace(), Report(), list[str]()
    session = Session(workspace)
    wanted = max(most, choose or 1)
    found = plans_of(session, issue, page, wanted, report, fresh, engine or "")
    if page is not None and not found and not report.failed:
        raise click.UsageError(f"--page: {issue} has no page {page_name(page)}")
    shown = tuple(each for each in found if choose is None or each.number == choose)
    if output and shown and outputs.guard(workspace, output, [issue], report):
        outputs.write(workspace, output, _sheet(shown, issue, session, report), report, files)
    if into and page is not None and (loose := [name for each in found for name in each.loose]):
        raise click.UsageError(
            f"--write: “{loose[0]}” jumps to page {page_name(page)} from a page not drawn yet; leave --page out"
        )
    if into and not report.failed:
        _draw(workspace, issue, tuple(each for each in found if each.number == (choose or 1)), report, files)
    if form == "json":
        diagnostics = [fault.as_dict(language) for fault in report]
        say(as_json({"plans": [each.as_json(language) for each in shown], "diagnostics": diagnostics}))
        return int(report.failed)
    for each in shown:
        words = "第{}版　方案{}　{:.1f}分" if language == "zh" else "page {}, plan {}: {:.1f} of 100"
        say(words.format(page_name(each.made.page.number), each.number, each.made.score))
        for line in each.drawing:
            say(f"    {line}")
    tell(report, (), form, language, workspace, to_error=True, written=files)
    return int(report.failed)


def _sheet(shown: tuple[Alternate, ...], issue: str, session: Session, report: Report) -> bytes:
    """The plans side by side, as a PDF."""
    from layout.pdf.job import Job
    from layout.plans import sheet
    from layout.source import beside

    read = session.workspace.of_issue(issue).read
    job = Job(title=issue, marks=False, resolution=100, read=lambda name: read(beside(issue, name)))
    return session.write(sheet(shown, session.setter(report)), job, report)


def _draw(workspace: Workspace, issue: str, taken: tuple[Alternate, ...], report: Report, files: list[str]) -> None:
    """Write these plans into the issue."""
    from layout.amending import ChoosePlan, amend

    before = workspace.read(issue)
    drawings = tuple((each.made.page.number, each.drawing) for each in taken)
    data = amend(before, ChoosePlan(drawings), report, issue) if drawings else None
    if data is not None and not report.failed:
        outputs.write_back(workspace, issue, data, before, report, files)
