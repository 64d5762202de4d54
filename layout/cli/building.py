"""What `layout build` does with each of its issues, and how several are shared out over the cores."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import click

from layout.cli import outputs
from layout.cli.printing import Progress, tell
from layout.diagnostics import Diagnostic, Language, Report
from layout.makeup import PageMade
from layout.pipeline import Session, Workspace
from layout.processes import can_fork, cores, shared_out
from layout.value import replace, value


@value
class Asked:
    """The options of `layout build`, as its help explains them."""

    output: str | None = None
    pages: frozenset[int] | None = None
    png: str | None = None
    dpi: int = 100
    as_proof: bool = False
    turn: int = 1
    standard: str = "x-4"
    fresh: bool = False
    form: str = "text"
    kind: str = "pdf"

    def target(self, issue: str) -> str:
        """Where the PDF, or the OFD, of an issue goes."""
        if self.kind == "ofd":
            return self.output or outputs.beside(issue, ".ofd")
        kind = "-proof" if self.as_proof else "" if self.standard == "x-4" else f"-{self.standard}"
        return self.output or outputs.beside(issue, f"{kind}.pdf")


@value
class Built:
    """What came of an issue. written: the files, as they are told."""

    faults: tuple[Diagnostic, ...]
    pages: tuple[PageMade, ...]
    written: tuple[str, ...]
    failed: bool


def build_all(issues: Sequence[str], asked: Asked, language: Language, jobs: int) -> int:
    """Build issues and tell of each in turn; one that fails stops none of the others. The exit status.

    jobs: processes, 0 = as many as there are cores. One issue shares its pages out, several are shared out whole.
    """
    jobs = jobs or cores()
    workspace, failed = Workspace(), False
    for issue, built in zip(issues, _built(issues, asked, language, jobs, workspace), strict=True):
        report = Report()
        report.extend(built.faults)
        to_error = asked.form == "text" or asked.target(issue) == "-"
        if len(issues) > 1 and asked.form == "text":
            click.echo(f"{issue}:", err=True)
        tell(report, built.pages, asked.form, language, workspace, to_error=to_error, written=built.written)
        failed = failed or built.failed
    return int(failed)


def _built(issues: Sequence[str], asked: Asked, language: Language, jobs: int, workspace: Workspace) -> Iterator[Built]:
    alone = len(issues) == 1 or jobs == 1 or not can_fork()
    session = Session(workspace, jobs if len(issues) == 1 else 1, again=False)
    if alone:
        for issue in issues:
            with Progress(language) as progress:
                yield _build(session, issue, asked, language, progress)
        return
    # The child has this session too, but whatever it keeps in it is its own.
    yield from shared_out(
        lambda index: _build(session, issues[index], asked, language, Progress(language)),
        [float(os.path.getsize(issue)) if os.path.isfile(issue) else 0.0 for issue in issues],
        jobs,
    )


def _build(session: Session, issue: str, asked: Asked, language: Language, progress: Progress) -> Built:
    workspace, target = session.workspace, asked.target(issue)
    written: list[str] = []
    proof = session.check(issue, asked.pages, progress, asked.fresh)
    outputs.refuse_missing_pages(asked.pages, proof.issue)
    report = proof.report
    clear = outputs.guard(workspace, target, [issue], report)
    pdf = b""
    if asked.as_proof and clear and proof.pages:
        from layout.proof import proof_pdf

        pdf = proof_pdf(session, proof, asked.turn, language, watch=progress)
        outputs.write(workspace, target, pdf, report, written)
    elif not asked.as_proof and not proof.failed:
        made = session.ofd(proof, progress) if asked.kind == "ofd" else session.pdf(proof, progress, asked.standard)
        pdf = made
        if asked.png and asked.kind == "ofd":  # the pictures are drawn from a PDF, whose faults were told above
            pdf = session.pdf(replace(proof, report=Report()), progress)
        if not proof.failed:
            outputs.write(workspace, target, made, report, written)
            outputs.keep(workspace, proof, written)
    if pdf and asked.png and (asked.as_proof or not proof.failed):
        outputs.write_pictures(workspace, asked.png, issue, pdf, proof.pages, asked.dpi, report, written, progress)
    return Built(tuple(report.diagnostics), proof.pages, tuple(written), proof.failed)


def refuse_for_several(issues: Sequence[str], output: str | None, pages: str | None) -> None:
    if len(issues) > 1 and (output or pages):
        raise click.UsageError(f"{'-o' if output else '--pages'} is for one ISSUE; there are {len(issues)}")
