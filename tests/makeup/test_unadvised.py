"""A desk asks for pages without advice between two keystrokes, and for the advice once nobody types."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from samples import ROOT

from layout.makeup import advice
from layout.pipeline import Proof, Session, Workspace

FILE = "2026-05-24.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "issues" / "demo", tmp_path / "demo"))


def codes(proof: Proof) -> list[str]:
    return [fault.code for fault in proof.report]


def test_advice_is_left_out_and_found_when_it_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (folder / FILE).read_text("utf-8")
    first = next(line for line in text.splitlines() if len(line) > 100 and line.startswith("          "))
    (folder / FILE).write_text(text.replace(first, first + first.strip()[:60] * 16, 1), "utf-8")
    asked: list[object] = []
    monkeypatch.setattr(advice, "advise", lambda *given: asked.append(given) or ())
    session = Session(Workspace(folder), jobs=1)
    quick = session.check(FILE, advise=False)
    assert "NP601" in codes(quick)
    assert not asked
    whole = session.check(FILE)
    assert asked
    assert codes(whole) == codes(quick)
    assert [made.page for made in whole.pages] == [made.page for made in quick.pages]


def test_a_page_that_fits_is_made_once(folder: Path) -> None:
    session = Session(Workspace(folder), again=True)
    quick = session.check(FILE, advise=False)
    assert [made is other for made, other in zip(quick.pages, session.check(FILE).pages, strict=True)] == [True] * 4
