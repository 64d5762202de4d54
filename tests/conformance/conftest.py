"""The files that are judged: one of each kind of item, and what the samples give once they build."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import coloured
import columns
import pytest
import sheets

from layout.display import Group, Image, PageInks
from layout.fonts import FontBook
from layout.pdf.writer import write
from layout.units import Rect

ROOT = Path(__file__).parents[2]
STREET = ROOT / "layout" / "data" / "scaffold" / "street.jpg"


@pytest.fixture(scope="session")
def files(book: FontBook, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Finished PDFs by name: "text" has black text and rules alone and no marks, "press" everything,
    "bare" an empty page; "inks" four pages of which 2 is printed in black, 3 in black and a spot."""
    folder = tmp_path_factory.mktemp("conformance")
    street = Image(Rect(60, 420, 240, 160), "street.jpg", alt="傍晚的街道")
    figure = Group("figure", (street, Group("caption", sheets.line(book, "傍晚的街道", 60, 590, 8, role="kai"))))
    front = sheets.front_page(book)
    text = Group("story", (sheets.paragraph(book, sheets.BODY, 60, 60, 20),), "稿")
    inked = [coloured.page(book, number) for number in (1, 2, 3, 4)]
    for at, inks in enumerate((None, PageInks(), PageInks((coloured.SPOT,), coloured.RED), None)):
        inked[at] = replace(inked[at], inks=inks)
    made = {
        "inks": write(inked, book, replace(sheets.JOB, read=coloured.read)),
        "press": write(
            [replace(front, items=(*front.items, figure)), sheets.page(text, number=2), columns.page(book, 3)],
            book,
            replace(sheets.JOB, read=lambda name: STREET.read_bytes()),
        ),
        "text": write([sheets.page(text)], book, replace(sheets.JOB, marks=False)),
        "bare": write([sheets.page(slug="")], book, sheets.JOB),
    }
    for name, pdf in made.items():
        (folder / f"{name}.pdf").write_bytes(pdf)
    return {name: folder / f"{name}.pdf" for name in made}


def ask(judge: str, *arguments: str | Path) -> str:
    """What an outside judge says; the test is skipped where the judge is not installed."""
    if shutil.which(judge) is None:
        pytest.skip(f"{judge} is not installed")
    done = subprocess.run([judge, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
