"""Inks as a screen shows them: the very colours of the PDF's soft proof."""

from __future__ import annotations

import pytest

from layout.display import BLACK, PAPER, Ink
from layout.ofd.colours import seen
from layout.pdf.job import newsprint
from layout.pictures.softproof import colours

RED = Ink(0, 1, 1, 0)


def test_inks_go_through_the_press_profile() -> None:
    found = seen([BLACK, RED, PAPER, RED], newsprint())
    assert list(found) == [BLACK, RED, PAPER]
    assert found[PAPER] == "255 255 255"
    for ink in found:
        (soft,) = colours([(ink.cyan, ink.magenta, ink.yellow, ink.black)], newsprint())
        assert [int(part) for part in found[ink].split()] == pytest.approx([255 * part for part in soft], abs=0.6)


def test_a_spot_ink_looks_like_so_much_of_its_stand_in() -> None:
    spot = Ink(0, 1, 0.5, 0, "PANTONE 185 C", 0.5)
    assert seen([spot], newsprint())[spot] == seen([Ink(0, 0.5, 0.25, 0)], newsprint())[Ink(0, 0.5, 0.25, 0)]


def test_no_inks_no_colours() -> None:
    assert seen([], newsprint()) == {}
