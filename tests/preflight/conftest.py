"""A clean file to plant faults in: two pages with text, rules, a panel, reversed type and a picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sheets

from layout.display import PAPER, Fill, Group, Image, Ink
from layout.fonts import FontBook
from layout.pdf.writer import write
from layout.units import Rect

ROOT = Path(__file__).parents[2]
STREET = ROOT / "layout" / "data" / "scaffold" / "street.jpg"


@pytest.fixture(scope="session")
def clean(book: FontBook) -> bytes:
    """What our own exporter writes."""
    return made(book)


def made(book: FontBook, standard: str = "x-4") -> bytes:
    street = Image(Rect(60, 420, 240, 160), "street.jpg", alt="傍晚的街道")
    panel = Group(
        "artifact",
        (
            Fill(Rect(60, 620, 200, 40), Ink(0, 1, 1, 0)),
            *sheets.line(book, "简讯", 70, 645, 16, role="sans-black", ink=PAPER),
        ),
    )
    front = sheets.front_page(book)
    text = Group("story", (sheets.paragraph(book, sheets.BODY, 60, 60, 20),), "稿")
    pages = [replace(front, items=(*front.items, Group("figure", (street,)), panel)), sheets.page(text, number=2)]
    return write(pages, book, replace(sheets.JOB, standard=standard, read=lambda name: STREET.read_bytes()))
