"""The sample papers made up, once a process: what is tested on finished pages of every kind."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from layout.articles.values import Edition
from layout.fontpacks import installed
from layout.issue import Issue
from layout.pipeline import Proof, Session, Workspace

ROOT = Path(__file__).parents[1]
PAPERS = {
    "xietu": "issues/xietu/2019-07-15.yaml",
    "demo": "issues/demo/2026-05-24.yaml",
    "school": "issues/school/2026-06-01.yaml",
}

PACKS = {"songping": "traditional", "kasumigawa": "japanese"}  # what else the faces of a sample come from
_HERE = {folder.name.removeprefix("broadsheet_layout_fonts_") for folder in installed()}
ISSUES = sorted(
    str(issue.relative_to(ROOT))
    for issue in ROOT.glob("issues/*/[0-9]*.yaml")
    if PACKS.get(issue.parent.name, "") in ("", *_HERE)
)
"""Every sample issue whose faces are here. The packs are no part of the program: .ci/run installs them where it can."""


@cache
def made(paper: str) -> tuple[Session, Proof]:
    """A sample's proof, and the session that made it and nothing else."""
    session = Session(Workspace(ROOT))
    return session, session.check(PAPERS[paper])


@cache
def edition(paper: str) -> Edition:
    session, proof = made(paper)
    return session.edition(proof)


@cache
def printed(issue: str) -> tuple[Issue, bytes]:
    """A sample issue and its press file, as `layout build` writes it."""
    session = Session(Workspace(ROOT))
    proof = session.check(issue)
    assert proof.issue is not None
    return proof.issue, session.pdf(proof)
