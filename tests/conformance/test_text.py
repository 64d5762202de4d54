"""Text taken out of the sample pages by poppler: every story whole and in order.

In content order (`-raw`) that holds for every page. In its default mode poppler orders blocks by geometry alone; the
seed page's arrangement is chosen so that this, too, gives each story back in one piece.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from layout.issue import Story
from layout.pipeline import Session, Workspace

ROOT = Path(__file__).parents[2]
SEED = "issues/xietu/2019-07-15.yaml"


@pytest.fixture(scope="module")
def seed() -> tuple[bytes, tuple[Story, ...]]:
    session = Session(Workspace(ROOT))
    proof = session.check(SEED)
    assert proof.issue is not None
    return session.pdf(proof), tuple(one for s in proof.issue.pages[0].stories for one in (s.items or (s,)))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed")
@pytest.mark.parametrize("options", [(), ("-raw",)], ids=["default", "raw"])
def test_every_story_comes_back_whole(seed: tuple[bytes, tuple[Story, ...]], options: tuple[str, ...]) -> None:
    pdf, stories = seed
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    found = "".join(done.stdout.decode().split())
    for story in stories:
        body = "".join("".join(block.copy.text.split()) for block in story.body)
        assert body in found, story.name
