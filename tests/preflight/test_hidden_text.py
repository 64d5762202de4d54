"""Text that is in the file and not on the paper is told, with its place; text that can be read is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hiding import form
from pikepdf import Array, Dictionary, Name, Pdf
from planting import draw, font, picture, saved
from plating import blanks

from layout.preflight import Finding, examine
from layout.presses import press

MM_OF = 25.4 / 72  # of a point
UNSEEN = {"NP898", "NP899", "NP780", "NP781", "NP782"}
Drawing = Callable[[Pdf, int], None]


def word(state: str = "0 0 0 1 k", size: float = 20, at: str = "60 150", before: str = "", after: str = "") -> Drawing:
    """Three letters 12 points wide each, 60 points from the left and 150 from below."""

    def act(pdf: Pdf, page: int) -> None:
        text = f"{before} {state} BT /T {size} Tf {at} Td <000100010001> Tj ET {after}"
        draw(pdf, text, page, Font={"T": font(pdf)})

    return act


def helvetica() -> Dictionary:
    entries = {"FirstChar": 32, "LastChar": 126, "Widths": Array([500] * 95), "Encoding": Name.WinAnsiEncoding}
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, **entries)


def over_a_scan(pdf: Pdf, page: int) -> None:
    draw(pdf, "300 0 0 300 0 0 cm /I Do", page, XObject={"I": picture(pdf)})
    word("3 Tr")(pdf, page)


def in_a_form(pdf: Pdf, page: int) -> None:
    inner = form(pdf, "3 Tr BT /T 20 Tf 10 10 Td <000100010001> Tj ET")
    inner.Resources = {"/Font": {"/T": font(pdf)}}
    draw(pdf, "1 0 0 1 50 140 cm /F Do", page, XObject={"F": inner})


CASES: dict[str, tuple[Drawing, str]] = {
    "plain": (word(), ""),
    "set invisible": (word("3 Tr"), "NP898"),
    "set invisible in a form": (in_a_form, "NP898"),
    "a clip that nothing is drawn through": (word("q 7 Tr", after="Q 0 0 0 1 k 0 0 9 9 re f"), "NP898"),
    "a clip that is drawn through": (word("q 7 Tr", after="1 0 0 0 k 0 0 283 283 re f Q"), ""),
    "of no size": (word(size=0), "NP898"),
    "of no width": (word("0 Tz"), "NP898"),
    "a speck": (word(size=0.2), "NP898"),
    "the reading of a scan": (over_a_scan, "NP899"),
    "under a bar": (word(after="0 0 0 1 k 55 140 50 40 re f"), "NP780"),
    "under a bar that lets through": (word(after="/Half gs 0 0 0 0.2 k 55 140 50 40 re f"), ""),
    "under half a bar": (word(after="0 0 0 0.2 k 55 140 20 40 re f"), ""),
    "over a bar": (word("0 0 0 0 k", before="0 0 0 1 k 55 140 50 40 re f"), ""),
    "under a round shape": (word(after="0 0 0 0.2 k 40 140 m 150 140 l 150 250 l 90 300 l 40 250 l f"), "NP781"),
    "white on paper": (word("0 0 0 0 k"), "NP781"),
    "a tint on itself": (word("0.3 0.2 0 0 k", before="0.3 0.2 0 0 k 0 0 283 283 re f"), "NP781"),
    "a pale tint": (word("0 0 0.1 0 k"), ""),
    "cut away": (word("q 0 0 20 20 re W n", after="Q"), "NP782"),
    "cut in half": (word("q 60 150 20 20 re W n", after="Q"), ""),
    "beside the sheet": (word(at="-500 100"), "NP782"),
}


@pytest.fixture(scope="module")
def found() -> dict[str, list[Finding]]:
    pdf = blanks(len(CASES))
    for page, (drawing, _) in enumerate(CASES.values()):
        drawing(pdf, page)
    for page in pdf.pages:
        page.Resources.ExtGState = Dictionary(Half=Dictionary(Type=Name.ExtGState, ca=0.5))
    findings = [each for each in examine(saved(pdf), "page.pdf", press()).findings if each.code in UNSEEN]
    return {name: [each for each in findings if each.page == page] for page, name in enumerate(CASES, 1)}


@pytest.mark.parametrize("name", CASES)
def test_text_that_is_not_seen_is_told(found: dict[str, list[Finding]], name: str) -> None:
    code = CASES[name][1]
    assert [each.code for each in found[name]] == ([code] if code else []), [each.message() for each in found[name]]


def test_its_place_is_told(found: dict[str, list[Finding]]) -> None:
    place = found["under a bar"][0].place
    assert place is not None
    box = (place.x, place.y, place.width, place.height)
    assert box == pytest.approx(
        (60 / 72 * 25.4, 100 - (150 + 17.6) / 72 * 25.4, 36 / 72 * 25.4, 20 / 72 * 25.4), abs=0.1
    )


def test_its_words_are_told() -> None:
    pdf = blanks(1)
    draw(pdf, "3 Tr BT /T 20 Tf 60 150 Td (Strictly secret) Tj ET", 0, Font={"T": helvetica()})
    findings = [each for each in examine(saved(pdf), "page.pdf", press()).findings if each.code == "NP898"]
    assert [each.message() for each in findings] == ["15 characters are set invisible «Strictly secret»"]


def test_blanks_are_no_text() -> None:
    """Programs end lines with spaces, wherever these fall."""
    pdf = blanks(1)
    draw(
        pdf, "3 Tr BT /T 20 Tf 60 150 Td (   ) Tj ET 0 Tr BT /T 20 Tf 60 150 Td (   ) Tj ET", 0, Font={"T": helvetica()}
    )
    assert not {each.code for each in examine(saved(pdf), "page.pdf", press()).findings} & UNSEEN
