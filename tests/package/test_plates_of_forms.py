"""Colour on forms: which plates a side of a sheet has, and whether the press prints so many there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from layout.diagnostics import Report, Span
from layout.display import Ink, Page, PageInks
from layout.folding import Flat, flat_of, sheets
from layout.package.colours import forms, of_form, tell_forms
from layout.package.imposition import carrier
from layout.units import Size

RED, BLUE = Ink(0, 1, 1, 0, "Red"), Ink(1, 0.4, 0, 0, "Blue")
TRIM = Size(200, 300)
KINDS = {"4": None, "1": PageInks(), "r": PageInks((RED,)), "b": PageInks((BLUE,)), "m": PageInks((Ink(0, 1, 0, 0),))}


def pages(kinds: str) -> list[Page]:
    """One for each letter: 4 all inks, 1 black, r and b black and a spot, m black and magenta."""
    return [Page(at, TRIM, 0.0, (), inks=KINDS[kind]) for at, kind in enumerate(kinds, 1)]


def flats(count: int) -> list[Flat]:
    return [flat_of(side) for side in sheets(count, "nested")]


def told(kinds: str, sheet_inks: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    report = Report()
    tell_forms(flats(len(kinds)), pages(kinds), sheet_inks, Span("paper.yaml"), report)
    assert {fault.code for fault in report} <= {"NP916"}
    assert all(fault.message("zh") and fault.advice("en") for fault in report)
    return [dict(fault.values) for fault in report]


@pytest.mark.parametrize(
    ("kinds", "sheet_inks"),
    [
        ("4114", [(4, 1)]),  # 4-1 over 2-3
        ("4114", [(1, 4)]),  # whichever side it is
        ("1441", [(4, 1)]),
        ("4444", [(4, 4)]),
        ("4rr4", [(4, 2)]),
        ("1rb1", [(3, 1)]),
        ("mm11", [(2, 2)]),
        ("41111114", [(4, 1)]),
        ("11144111", [(4, 4), (1, 1)]),  # the inner sheet takes the better units
        ("41141111", [(4, 1), (4, 1)]),
        ("411114", [(4, 1), (1, 1)]),  # with a single leaf innermost
        ("4411", []),  # nothing is said of the press
        ("1111", [(1, 1)]),
        ("4444", [(1, 1)]),  # no page asks for its own inks
    ],
)
def test_colour_where_the_press_has_it_is_not_told_of(kinds: str, sheet_inks: list[tuple[int, int]]) -> None:
    assert told(kinds, sheet_inks) == []


def test_colour_on_both_sides_of_a_sheet_wants_units_on_both() -> None:
    (fault,) = told("4411", [(4, 1)])
    assert fault == {"pages": "2, 3", "needs": 4, "sheet": 1, "has": 1, "could": "1, 4"}


def test_colour_on_two_sheets_wants_two_coloured_webs() -> None:
    (fault,) = told("41411111", [(4, 1), (1, 1)])
    assert (fault["pages"], fault["has"], fault["could"]) == ("6, 3", 1, "1, 8")


def test_a_spot_beside_colour_is_a_fifth_ink_of_the_form() -> None:
    (fault,) = told("411r", [(4, 4)])
    assert fault["needs"] == 5


def test_a_flat_has_the_plates_of_all_its_pages() -> None:
    own = pages("1rb1")
    front, back = flats(4)
    assert of_form(front, own) == PageInks()
    assert of_form(back, own) == PageInks((RED, BLUE))
    assert forms((front, back), own) == ((1, False, ("Black",)), (1, True, ("Black", "Blue", "Red")))
    assert forms((front,), pages("411r")) == ((1, False, ("Cyan", "Magenta", "Yellow", "Black", "Red")),)
    assert of_form(front, pages("4111")) is None
    flat = carrier(back, TRIM, 9.0, "", [1, 2, 3, 4], of_form(back, own))
    assert flat.inks == PageInks((RED, BLUE))
    marks = [item.ink for group in flat.items for item in group.items]
    over = replace(BLUE, over=True)  # or it would take the red's marks away
    assert marks == [ink for ink in (RED, over, replace(RED, magenta=0, yellow=0, black=1, spot="")) for _ in range(2)]
