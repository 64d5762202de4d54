"""White heads are measured against what lies under them, as it will print."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image as Pillow
from sheets import JOB, line, page

from layout.diagnostics import Report
from layout.display import BLACK, PAPER, Fill, Group, Image, Ink
from layout.fonts import FontBook
from layout.pdf.contrast import tell_contrast
from layout.pictures import luminances
from layout.units import Rect
from layout.value import replace

BOX = Rect(50, 50, 300, 100)


def picture(*shades: int) -> bytes:
    """Upright stripes of gray, each as wide as the others."""
    out = BytesIO()
    stripes = bytes(shade for shade in shades for _ in range(400 // len(shades)))
    Pillow.frombytes("L", (len(stripes), 100), stripes * 100).save(out, "PNG")
    return out.getvalue()


def told(
    book: FontBook, ground: Fill | Image, data: bytes = b"", size: float = 30.0, role: str = "headline"
) -> list[str]:
    report = Report()
    heads = Group(role, line(book, "十万亩稻田", 60, 120, size, ink=PAPER), "1")
    under = Group("figure", (ground,)) if isinstance(ground, Image) else Group("artifact", (ground,))
    job = replace(JOB, read=lambda name: data)
    tell_contrast([page(Group("story", (under, heads), "a"))], job, report)
    return [fault.code for fault in report]


@pytest.mark.parametrize(
    ("ink", "codes"),
    [
        (BLACK, []),
        (Ink(0, 1, 1, 0), []),
        (Ink(0, 0, 0, 0.42), ["NP703"]),
        (Ink(0, 0, 0, 0.1), ["NP704"]),
        (Ink(1, 0.6, 0, 0.1), []),
    ],
)
def test_a_band_is_as_dark_as_its_ink_prints(book: FontBook, ink: Ink, codes: list[str]) -> None:
    assert told(book, Fill(BOX, ink)) == codes


@pytest.mark.parametrize(("shades", "codes"), [((20,), []), ((105,), ["NP703"]), ((220,), ["NP704"])])
def test_a_picture_is_as_dark_as_its_plate(book: FontBook, shades: tuple[int, ...], codes: list[str]) -> None:
    assert told(book, Image(BOX, "a.png"), picture(*shades)) == codes


def test_the_lightest_part_under_the_head_counts_and_what_lies_beside_it_does_not(book: FontBook) -> None:
    """The head ends two thirds across."""
    assert told(book, Image(BOX, "a.png"), picture(10, 10, 10, 10, 10, 250)) == []
    assert told(book, Image(BOX, "a.png"), picture(10, 250, 10, 10, 10, 10)) == ["NP704"]


def test_small_type_is_told_on_several_inks_and_not_on_one(book: FontBook) -> None:
    assert told(book, Fill(BOX, Ink(1, 0.8, 0, 0.2)), size=7.5, role="kicker") == ["NP705"]
    assert told(book, Fill(BOX, BLACK), size=7.5, role="kicker") == []


def test_white_type_that_is_no_head_is_not_judged(book: FontBook) -> None:
    assert told(book, Fill(BOX, Ink(0, 0, 0, 0.1)), role="caption") == []


def test_paper_is_one_and_ink_is_less() -> None:
    white, gray, black = luminances(bytes((0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 255)), JOB.intent)
    assert white == pytest.approx(1.0, abs=0.02)
    assert 1 > gray > black > 0
