"""The samples, made up once: their proofs, what is read of them, and the edition of the smallest."""

from __future__ import annotations

from pathlib import Path

import pytest

from layout.articles.values import Edition
from layout.pipeline import Proof, Session, Workspace
from layout.publish.publishing import prepare

ROOT = Path(__file__).parents[2]
BASE = "https://paper.example/128/"


def checked(name: str) -> tuple[Session, Proof]:
    session = Session(Workspace(ROOT), again=False)
    proof = session.check(f"issues/{name}.yaml")
    assert not proof.failed
    return session, proof


@pytest.fixture(scope="session")
def demo() -> tuple[Proof, Edition]:
    """Four pages of a broadsheet, with a jump, briefs, tables, adverts."""
    session, proof = checked("demo/2026-05-24")
    return proof, session.edition(proof)


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    """The digital edition of one page, its address known."""
    session, proof = checked("xietu/2019-07-15")
    made = prepare(session, proof, BASE)
    assert made is not None, list(proof.report)
    return made
