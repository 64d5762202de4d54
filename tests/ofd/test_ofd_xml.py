"""Numbers, text and boxes as an OFD part has them."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout.ofd.xml import Box, element, number, numbers, part, said, um
from layout.units import MM, Rect


@pytest.mark.parametrize(
    ("micrometres", "written"),
    [(0, "0"), (1, "0.001"), (-1, "-0.001"), (4230, "4.23"), (10_000, "10"), (-1500, "-1.5")],
)
def test_millimetres_are_written_as_short_as_may_be(micrometres: int, written: str) -> None:
    assert number(micrometres) == written


@given(st.integers(-10_000_000, 10_000_000))
def test_a_number_says_its_micrometre(micrometres: int) -> None:
    assert round(float(number(micrometres)) * 1000) == micrometres


def test_lengths_are_whole_micrometres() -> None:
    assert um(MM) == 1000
    assert numbers(map(um, (MM / 2, 10 * MM))) == "0.5 10"


def test_a_box_is_cut_widened_and_written() -> None:
    box = Box.of(Rect(-MM, MM, 3 * MM, 2 * MM))
    assert str(box.within(Box(0, 0, 9000, 9000))) == "0 1 2 2"
    assert str(box.wider(100)) == "-1.1 0.9 3.2 2.2"
    assert box.within(Box(5000, 0, 9000, 9000)).empty
    assert not box.empty


@given(st.text())
def test_any_text_can_be_read_back_but_for_what_xml_cannot_say(text: str) -> None:
    read = ElementTree.fromstring(part("TextCode", said(text), Name=text))
    assert len(read.text or "") == len(read.get("Name") or "") == len(text)
    for was, now, named in zip(text, read.text or "", read.get("Name") or "", strict=True):
        assert now == named
        assert now in (was, "\ufffd")


def test_an_attribute_with_nothing_in_it_is_left_out() -> None:
    assert element("Path", ID=3, Cap="", Alpha=None) == '<ofd:Path ID="3"/>'
    assert element("A", element("B"), ID=0) == '<ofd:A ID="0"><ofd:B/></ofd:A>'
