"""What several tests of make-up share."""

from __future__ import annotations

from pathlib import Path

import pytest

from layout.diagnostics import Report
from layout.makeup import advice
from layout.pipeline import Session, Workspace
from layout.text.paragraph import Typesetter

ROOT = Path(__file__).parents[2]


@pytest.fixture
def no_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    """For pages that are far too full or too empty on purpose: trying what would mend them takes seconds each."""
    monkeypatch.setattr(advice, "tell", lambda *asked: None)


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return Session(Workspace()).setter(Report())


@pytest.fixture(scope="module")
def session() -> Session:
    """Of the project's own folder."""
    return Session(Workspace(ROOT))
