"""Ink keys: the share of each zone, where zone 1 lies, and the preview a console reckons them from by itself."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import coloured
import pytest
from sheets import JOB, page

from layout.display import PROCESS, Fill, Image, Ink
from layout.fonts import FontBook
from layout.package.inkkeys import (
    DPI,
    FormKeys,
    InkKeys,
    PlateKeys,
    as_csv,
    as_dict,
    ink_keys,
    ppf,
    run_lengths,
    zone_shares,
)
from layout.pdf.writer import write
from layout.presses import press
from layout.units import MM, Rect, Size

SMALL = Size(100 * MM, 40 * MM)
BLEED = 3 * MM
WIDE = 100 + 2 * (3 + 12)  # mm: with bleed and marks
SIDES = [(1, False, 1, ("4", "1")), (1, True, 1, ("2", "3"))]


@pytest.fixture(scope="module")
def flat(book: FontBook) -> bytes:
    """Two sides whose left quarter is full cyan from head to foot, with half a tint of black over all the first."""
    cyan = Fill(Rect(0, 0, 25 * MM, SMALL.height), Ink(1, 0, 0, 0))
    black = Fill(Rect(25 * MM, 0, 75 * MM, SMALL.height), Ink(0, 0, 0, 0.5))
    return write([page(cyan, black, trim=SMALL), page(cyan, number=2, trim=SMALL)], book, JOB)


@pytest.fixture(scope="module")
def keys(flat: bytes) -> InkKeys:
    """On a sheet as large as the trim, in four zones, zone 1 left on the front and right on the back."""
    shop = replace(press(), ink_zones=4, sheet=(SMALL.width, SMALL.height))
    return ink_keys(flat, SIDES, shop)


def zones(keys: InkKeys, form: int, ink: str) -> tuple[float, ...]:
    return next(plate.zones for plate in keys.forms[form].plates if plate.ink == ink)


def test_each_zone_has_the_share_that_lies_in_it(keys: InkKeys) -> None:
    assert keys.zone_width == pytest.approx(25 * MM)
    assert zones(keys, 0, "Cyan") == pytest.approx((1, 0, 0, 0), abs=0.01)
    assert zones(keys, 0, "Black") == pytest.approx((0, 0.5, 0.5, 0.5), abs=0.01)
    assert [plate.ink for plate in keys.forms[0].plates] == ["Cyan", "Black"]


def test_zone_1_of_the_back_lies_on_the_other_hand(keys: InkKeys) -> None:
    assert zones(keys, 1, "Cyan") == pytest.approx((0, 0, 0, 1), abs=0.01)


def test_marks_count_where_the_sheet_has_them(flat: bytes) -> None:
    form = ink_keys(flat, SIDES, press()).forms[1]
    assert form.width / MM == pytest.approx(WIDE, abs=0.01)
    assert {plate.ink for plate in form.plates} == {"Cyan", "Magenta", "Yellow", "Black"}


def test_a_wide_press_has_its_outer_keys_shut_and_the_sheet_may_lie_off_the_middle(flat: bytes) -> None:
    shop = replace(press(), ink_zones=8, ink_zone_width=25 * MM, sheet=(SMALL.width, SMALL.height))
    front, back = (zones(ink_keys(flat, SIDES, shop), form, "Cyan") for form in (0, 1))
    assert front == pytest.approx((0, 0, 1, 0, 0, 0, 0, 0), abs=0.01)
    assert back == pytest.approx((0, 0, 0, 0, 0, 1, 0, 0), abs=0.01)
    moved = ink_keys(flat, SIDES, replace(shop, ink_offset=25 * MM))
    assert zones(moved, 0, "Cyan") == pytest.approx((0, 0, 0, 1, 0, 0, 0, 0), abs=0.01)
    # The same ink fountain's length away from zone 1: the back is seen from behind.
    assert zones(moved, 1, "Cyan") == pytest.approx((0, 0, 0, 0, 0, 0, 1, 0), abs=0.01)


def test_a_spot_ink_has_keys_of_its_own(book: FontBook) -> None:
    red = Fill(Rect(0, 0, 50 * MM, SMALL.height), Ink(0, 1, 1, 0, "Red"))
    shop = replace(press(), ink_zones=2, sheet=(SMALL.width, SMALL.height), spots=("Red",))
    found = ink_keys(write([page(red, trim=SMALL)], book, JOB), SIDES[:1], shop)
    assert [plate.ink for plate in found.forms[0].plates] == ["Red"]
    assert zones(found, 0, "Red") == pytest.approx((1, 0), abs=0.01)


def test_marks_for_all_plates_make_none_of_a_spot_that_is_on_another_form(book: FontBook) -> None:
    """A gradient may be of any ink the press has, and the marks stand on all of them."""
    shop = replace(press(), spots=("Red",))
    own = page(Image(Rect(0, 0, 50 * MM, 50 * MM), "drawing", alt="图"), trim=SMALL)
    pdf = write([own], book, replace(JOB, marks=True, read=coloured.read))
    (found,), (form,) = (ink_keys(pdf, SIDES[:1], shop, inks).forms for inks in ((), [PROCESS]))
    assert "Red" in [plate.ink for plate in found.plates]
    assert [plate.ink for plate in form.plates] == list(PROCESS)


def test_plates_whose_names_plain_ascii_makes_alike_are_told_apart() -> None:
    plates = tuple(PlateKeys(ink, 0.5, (0.5,), (1, 1, b"a")) for ink in ("Black", "大红", "深蓝", "é 1", "ü 1"))
    made = ppf([FormKeys(1, False, 1, ("1",), 10.0, 10.0, plates)], "a", "").decode()
    assert "/CIP3AdmSeparationNames [ (Black) (Plate 2) (Plate 3) (_ 1) (Plate 5) ] def" in made


def test_a_zone_that_a_column_lies_across_takes_its_part_of_it() -> None:
    assert zone_shares([1.0, 0.0], 2.0, 0.8, 3, 0.0) == pytest.approx([0.75, 0.5, 0.0])
    assert sum(zone_shares([0.2, 0.9, 0.4], 3.0, 0.25, 12, 0.0)) * 0.25 == pytest.approx(1.5)


def test_a_preview_gives_the_keys_again(keys: InkKeys) -> None:
    """Read as a console does, by the words of the format alone."""
    text = ppf(keys.forms, "霞川-1 (a)", "Mon Jul 15 00:00:00 2019").decode("ascii")
    assert text.startswith("%!PS-Adobe-3.0\n%%CIP3-File Version 3.0\nCIP3BeginSheet\n")
    assert text.endswith("CIP3EndSheet\n%%CIP3EndOfFile\n")
    assert "/CIP3AdmJobName (__-1 _a_) def" in text
    for form, tag in zip(keys.forms, ("Front", "Back"), strict=True):
        (side,) = re.findall(f"CIP3Begin{tag}\n(.*)CIP3End{tag}\n", text, re.DOTALL)
        names = re.findall(r"\((\w+)\)", side.split("\n", 1)[0])
        parts = side.split("CIP3BeginSeparation\n")[1:]
        assert names == [plate.ink for plate in form.plates]
        for part, plate in zip(parts, form.plates, strict=True):
            width, height = (
                int(re.findall(rf"/CIP3PreviewImage{each} (\d+) def", part)[0]) for each in ("Width", "Height")
            )
            assert float(re.findall(r"Resolution \[([\d.]+)", part)[0]) == pytest.approx(DPI, rel=0.01)
            coded = bytes.fromhex(part.split("CIP3PreviewImage\n")[1].split(">")[0].replace("\n", ""))
            samples = unpacked(coded)
            assert len(samples) == width * height
            columns = [1 - sum(samples[at::width]) / 255 / height for at in range(width)]
            shares = zone_shares(columns, form.width, keys.zone_width, 4, 0.0)
            assert (shares[::-1] if form.back else shares) == pytest.approx(plate.zones, abs=0.01)


def unpacked(coded: bytes) -> bytes:
    """PostScript Language Reference §3.13.3: RunLengthDecode."""
    out, at = bytearray(), 0
    while coded[at] != 128:
        length = coded[at]
        if length < 128:
            out += coded[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            out += coded[at + 1 : at + 2] * (257 - length)
            at += 2
    assert at == len(coded) - 1
    return bytes(out)


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"\xff" * 129, b"\0" * 300, b"\xff\xff\x01" * 99 + b"\xff" * 700 + b"a"]
)
def test_run_lengths_unpack_to_what_was_packed(data: bytes) -> None:
    assert unpacked(run_lengths(data)) == data


def test_the_keys_for_people_say_the_same(keys: InkKeys) -> None:
    rows = list(csv.reader(as_csv(keys).decode().splitlines()))
    assert rows[0] == ["sheet", "side", "pages", "plate", "mean", "1", "2", "3", "4"]
    assert rows[1][:4] == ["1", "front", "4-1", "Cyan"]
    assert float(rows[1][5]) == pytest.approx(100, abs=1)
    found = as_dict(keys)
    assert found["zone_1"] == {"front": "left", "back": "right"}
    assert found["forms"][1]["plates"]["Cyan"]["zones"][3] == pytest.approx(1, abs=0.01)  # type: ignore[index]


def test_the_same_flats_have_the_same_keys(flat: bytes, keys: InkKeys) -> None:
    shop = replace(press(), ink_zones=4, sheet=(SMALL.width, SMALL.height))
    assert ink_keys(flat, SIDES, shop) == keys
