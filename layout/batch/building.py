"""What `layout build` makes of an issue."""

from __future__ import annotations

import os
from pathlib import PurePath

from layout.batch.values import Made, Output
from layout.diagnostics import Language, Report
from layout.pagenames import page_name
from layout.pipeline import Proof, Session, Watch, silent
from layout.value import replace, value


@value
class Building:
    """A task: the options of `layout build`, as its help explains them. language: of the faults drawn on a proof. kind:
    "pdf" or "ofd"."""

    output: str | None = None
    pages: frozenset[int] | None = None
    png: str | None = None
    dpi: int = 100
    as_proof: bool = False
    turn: int = 1
    standard: str = "x-4"
    fresh: bool = False
    language: Language = "en"
    kind: str = "pdf"

    def target(self, issue: str) -> str:
        """Where the PDF, or the OFD, of an issue goes."""
        if self.kind == "ofd":
            return self.output or f"{os.path.splitext(issue)[0]}.ofd"
        kind = "-proof" if self.as_proof else "" if self.standard == "x-4" else f"-{self.standard}"
        return self.output or f"{os.path.splitext(issue)[0]}{kind}.pdf"

    def made(self, session: Session, issue: str, watch: Watch = silent) -> Made:
        """The PDF, the plan to be kept beside the issue, and pictures of the pages where they are asked for."""
        proof = session.check(issue, self.pages, watch, self.fresh)
        found: list[Output] = []
        pdf = written = b""
        if self.as_proof:
            from layout.proof import proof_pdf

            pdf = written = proof_pdf(session, proof, self.turn, self.language, watch=watch)
        elif not proof.failed and self.kind == "ofd":
            written = session.ofd(proof, watch)
            if self.png:  # the pictures are drawn from a PDF, whose faults were told above
                pdf = session.pdf(replace(proof, report=Report()), watch)
        elif not proof.failed:
            pdf = written = session.pdf(proof, watch, self.standard)
        if written and (self.as_proof or not proof.failed):
            found.append(Output(self.target(issue), written))
            if self.png:
                found += self._pictures(issue, pdf, proof, watch)
            if not self.as_proof:
                found += _plan(session, proof)  # last: until it is there the issue is made again just as now
        pages = tuple(replace(made, page=replace(made.page, items=()), bodies=()) for made in proof.pages)
        return Made(tuple(found), tuple(proof.report.diagnostics), pages, proof.failed)

    def _pictures(self, issue: str, pdf: bytes, proof: Proof, watch: Watch) -> list[Output]:
        from layout.pdf.raster import draw

        found = []
        for index, made in enumerate(proof.pages):
            watch("raster", index, len(proof.pages))
            name = f"{self.png}/{PurePath(issue).stem}-{page_name(made.page.number)}.png"
            found.append(Output(name, draw(pdf, index, self.dpi), folder=True))
        return found


def _plan(session: Session, proof: Proof) -> list[Output]:
    """Where everything stands, when that has changed."""
    result, workspace = proof.result, session.workspace
    if result is None:
        return []
    data = result.as_bytes()
    if workspace.exists(result.file) and workspace.read(result.file) == data:
        return []
    return [Output(result.file, data, optional=True)]
