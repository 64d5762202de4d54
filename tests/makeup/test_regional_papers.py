"""The sample papers of other regions, as they stand in issues/: whole, sound, and in the faces of their region.

Where the packs are not installed the pages are made in the Simplified forms, as a paper may ask for; which faces and
marks they have is then not judged.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from layout.display import GlyphRun, walk
from layout.pipeline import Proof, Session, Workspace
from layout.theme import PACKS, PAPER_FILE

ROOT = Path(__file__).parents[2]
PAPERS = {"songping": "zh-Hant", "kasumigawa": "ja"}
AGREED = 95.0
"""What a page must be worth."""


class Desk(Workspace):
    """The samples, printed in whatever faces there are."""

    def read(self, name: str) -> bytes:
        data = super().read(name)
        if not name.endswith(PAPER_FILE):
            return data
        words = b"\nwords: {glyph_forms: simplified}\n"
        return data + words if b"\xe7\x94\xa8\xe8\xaa\x9e:" not in data else data


@cache
def session() -> Session:
    return Session(Desk(ROOT), again=False)


@cache
def proof(paper: str) -> Proof:
    return session().check(f"issues/{paper}/2026-05-24.yaml", fresh=True)


def installed(paper: str) -> bool:
    fonts = session().setter(proof(paper).report).fonts
    return f"song-{PAPERS[paper].lower()}" in fonts.roles


@pytest.mark.parametrize("paper", PAPERS)
def test_a_sample_is_made_without_a_word_but_for_its_faces(paper: str) -> None:
    told = {fault.code for fault in proof(paper).report}
    assert told <= (set() if installed(paper) else {"NP291", "NP402"})
    assert [made.page.number for made in proof(paper).pages] == [1, 2]


@pytest.mark.parametrize("paper", PAPERS)
def test_each_of_its_pages_is_worth_printing(paper: str) -> None:
    assert [made.score for made in proof(paper).pages if made.score < AGREED] == []


def test_which_pages_are_vertical() -> None:
    def shares(paper: str) -> list[float]:
        found = []
        for made in proof(paper).pages:
            runs = [item for item in walk(made.page.items) if isinstance(item, GlyphRun)]
            down = sum(len(run.glyphs) for run in runs if run.turn == "vertical")
            found.append(down / sum(len(run.glyphs) for run in runs))
        return found

    front, inside = shares("songping")
    assert front > 0.8
    assert inside == 0
    assert min(shares("kasumigawa")) > 0.8


def test_flat_type_is_wider_than_deep() -> None:
    theme = proof("kasumigawa").theme
    assert theme is not None
    body = theme.styles["body"]
    runs = [
        item
        for made in proof("kasumigawa").pages
        for item in walk(made.page.items)
        if isinstance(item, GlyphRun) and item.turn == "vertical" and item.scale == pytest.approx(body.flat)
    ]
    assert runs
    depth = {round(run.size * run.scale, 2) for run in runs}
    assert body.size in depth


@pytest.mark.parametrize("paper", PAPERS)
def test_every_character_comes_from_the_faces_of_the_region(paper: str) -> None:
    if not installed(paper):
        pytest.skip(f"layout fonts --get {PACKS[PAPERS[paper]]}: the pack is not installed")
    ending = {"zh-Hant": "-tc-", "ja": "-jp-"}[PAPERS[paper]]
    faces = {item.face for made in proof(paper).pages for item in walk(made.page.items) if isinstance(item, GlyphRun)}
    assert {face for face in faces if ending not in face} <= {"yuji-syuku"}
