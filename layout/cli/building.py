"""What `layout build` does with its issue, or with several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from layout.batch.building import Building
from layout.batch.placing import put
from layout.cli import outputs
from layout.cli.options import open_workspace
from layout.cli.printing import tell
from layout.cli.progress import Progress
from layout.diagnostics import Language
from layout.pipeline import Session

if TYPE_CHECKING:
    from layout.cli.batch import Batch

JOURNAL = ".layout-build.journal"


def build_all(issues: Sequence[str], building: Building, batch: Batch, language: Language, form: str) -> int:
    """Build issues and tell of each in turn; one that fails stops none of the others. The exit status.

    One issue shares its pages out over the processes, several are shared out whole.
    """
    if len(issues) > 1 or batch:
        from layout.cli.batch import do_all

        return do_all(issues, building, batch, JOURNAL, language, form)
    issue, workspace = issues[0], open_workspace()
    session = Session(workspace, batch.jobs, again=False)
    with Progress(language) as progress:
        proof = session.check(issue, building.pages, progress, building.fresh)
        outputs.refuse_missing_pages(building.pages, proof.issue)
        made = building.made(session, issue, progress)
    report = proof.report
    report.extend(made.faults)
    written: list[str] = []
    if made.outputs and made.outputs[0].name == "-":
        outputs.write(workspace, "-", made.outputs[0].data, report, written)
    files = [output for output in made.outputs if output.name != "-"]
    placed = put(workspace, files, {issue, *workspace.read_so_far})
    report.extend(placed.faults)
    written += placed.written
    to_error = form == "text" or building.target(issue) == "-"
    tell(report, made.pages, form, language, workspace, to_error=to_error, written=written)
    return int(made.failed or report.failed)


def refuse_for_several(issues: Sequence[str], output: str | None, pages: str | None) -> None:
    if len(issues) > 1 and (output or pages):
        raise click.UsageError(f"{'-o' if output else '--pages'} is for one ISSUE; there are {len(issues)}")
