"""One-bit plates by Ghostscript: each ink by its own ruling and angle, the same bytes for the same file."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from drawer import faults
from patience import PATIENCE
from PIL import Image, ImageChops
from sheets import JOB, page

from layout.diagnostics import Report
from layout.display import Fill, Ink, PageInks
from layout.fonts import FontBook
from layout.package import plates
from layout.package.plates import Plate, Sheet, as_dict, screened
from layout.pdf.writer import write
from layout.presses import press
from layout.units import MM, Rect, Size

TRIM = Size(30 * MM, 20 * MM)
DAY = date(2026, 11, 30)
SHOP = replace(press(), plate_box="trim")
NAMES = {"Cyan": "a-C.tif", "Magenta": "a-M.tif", "Yellow": "a-Y.tif", "Black": "a-K.tif"}
SHEETS = [Sheet(0, tuple(NAMES.items()))]
TINT = 0.4


@pytest.fixture(scope="module")
def pdf(book: FontBook) -> bytes:
    """A tint of all four inks over a small page."""
    fill = Fill(Rect(0, 0, TRIM.width, TRIM.height), Ink(TINT, TINT, TINT, TINT))
    return write([page(fill, trim=TRIM, slug="")], book, JOB)


def made(pdf: bytes, report: Report) -> dict[str, Plate]:
    return screened(pdf, SHEETS, SHOP, DAY, "a.yaml", report, lambda *_: None)


@pytest.fixture(scope="module")
def found(pdf: bytes) -> dict[str, Plate]:
    if shutil.which("gs") is None:
        pytest.skip("Ghostscript is not installed")
    return made(pdf, Report())


def opened(plate: Plate) -> Image.Image:
    return Image.open(BytesIO(plate.data))


def test_plates_are_one_bit_g4_of_the_box_and_the_resolution(found: dict[str, Plate]) -> None:
    assert list(found) == list(NAMES.values())
    for plate in found.values():
        picture = opened(plate)
        assert (picture.mode, picture.info["compression"]) == ("1", "group4")
        assert picture.info["dpi"] == (1270, 1270)
        assert picture.size == (plate.width, plate.height) == (1500, 1000)
        assert picture.tag_v2[306] == "2026:11:30 00:00:00"  # type: ignore[attr-defined]


def test_a_tint_keeps_its_share(found: dict[str, Plate]) -> None:
    for plate in found.values():
        assert inked(opened(plate)) == pytest.approx(TINT, abs=0.01)


def inked(picture: Image.Image) -> float:
    counts = picture.convert("L").histogram()
    return counts[0] / sum(counts)


def test_each_ink_has_its_angle_and_ruling(found: dict[str, Plate]) -> None:
    """A cell along the screen's direction, y downward, the dots come again; half a cell off they do not."""
    steps = {"Cyan": (12, 3), "Magenta": (3, 12), "Yellow": (12, 0), "Black": (9, -9)}
    for ink, (x, y) in steps.items():
        assert (x**2 + y**2) ** 0.5 == pytest.approx(1270 / 101.6, rel=0.04)
        assert alike(found[NAMES[ink]], x, y) > 0.9, ink
        assert alike(found[NAMES[ink]], x // 2, y // 2) < 0.7, ink
    for ink in ("Cyan", "Magenta"):  # 15° is not 75°
        x, y = steps[ink]
        assert alike(found[NAMES[ink]], x, -y) < 0.75, ink


def test_a_spot_with_a_chinese_name_has_a_plate_and_an_angle_of_its_own(
    book: FontBook, found: dict[str, Plate]
) -> None:
    """Ghostscript writes its name as an address; at black's angle the two screens would change colour with the
    register."""
    over = Rect(0, 0, TRIM.width, TRIM.height)
    spot, black = Fill(over, Ink(0, 1, 1, 0, "大/红", TINT)), Fill(Rect(0, 0, 3, 3), Ink(0, 0, 0, TINT))
    data = write(
        [replace(page(spot, black, trim=TRIM, slug=""), inks=PageInks((Ink(0, 1, 1, 0, "大/红"),)))], book, JOB
    )
    report = Report()
    sheet = Sheet(0, (("Black", "a-K.tif"), ("大/红", "a-红.tif")))
    two = screened(data, [sheet], SHOP, DAY, "a.yaml", report, lambda *_: None)
    assert not list(report)
    assert {name: plate.angle for name, plate in two.items()} == {"a-K.tif": 45, "a-红.tif": 75}
    assert alike(two["a-红.tif"], 3, 12) > 0.9
    assert alike(two["a-红.tif"], 9, -9) < 0.75
    assert [plate.angle for plate in found.values()] == [15, 75, 0, 45]


def alike(plate: Plate, x: int, y: int) -> float:
    """Share of pixels that are what the pixel so far away is."""
    picture = opened(plate).convert("L").crop((100, 100, 900, 900))
    moved = opened(plate).convert("L").crop((100 + x, 100 + y, 900 + x, 900 + y))
    return 1 - ImageChops.difference(picture, moved).histogram()[255] / 800**2


def test_a_spot_ink_has_a_plate(book: FontBook) -> None:
    if shutil.which("gs") is None:
        pytest.skip("Ghostscript is not installed")
    fill = Fill(Rect(0, 0, TRIM.width / 2, TRIM.height), Ink(0, 1, 1, 0, "Red"))
    sheets = [Sheet(0, (("Red", "r.tif"), ("Black", "k.tif")))]
    report = Report()
    pdf = write([page(fill, trim=TRIM, slug="")], book, JOB)
    made = screened(pdf, sheets, SHOP, DAY, "a.yaml", report, lambda *_: None)
    assert [inked(opened(plate)) for plate in made.values()] == [pytest.approx(0.5, abs=0.01), 0]
    assert faults(report) == []


def test_the_same_file_gives_the_same_plates_and_only_those_that_are_wanted(
    pdf: bytes, found: dict[str, Plate]
) -> None:
    only = screened(pdf, [Sheet(0, (("Black", "k.tif"),))], SHOP, DAY, "a.yaml", Report(), lambda *_: None)
    assert only == {"k.tif": found["a-K.tif"]}


def test_what_each_plate_is_is_told(found: dict[str, Plate]) -> None:
    told = as_dict(found, SHOP)
    assert (told["dpi"], told["screen_lpi"], told["dot"]) == (1270, 101.6, "ellipse")
    assert [(row["ink"], row["angle"]) for row in told["plates"]] == [  # type: ignore[attr-defined]
        ("Cyan", 15),
        ("Magenta", 75),
        ("Yellow", 0),
        ("Black", 45),
    ]


def test_no_ghostscript_is_told_with_where_to_get_it(pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plates.shutil, "which", lambda name: None)
    report = Report()
    assert made(pdf, report) == {}
    assert faults(report) == ["error NP909 0:0"]


def test_plates_that_are_too_large_are_told_before_any_is_made(pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plates.shutil, "which", lambda name: "/nowhere/gs")
    monkeypatch.setattr(plates, "_MOST_PIXELS", 1000)
    report = Report()
    assert made(pdf, report) == {}
    assert faults(report) == ["error NP908 0:0"]


@pytest.mark.parametrize(
    ("script", "patience", "said"),
    [
        ("echo 'Error: /syntaxerror' >&2; exit 1", PATIENCE, "Error: /syntaxerror"),
        ("exit 3", PATIENCE, "status 3"),
        ("exit 0", PATIENCE, "no plate of Cyan, Magenta, Yellow, Black"),
        ("exec sleep 999", 0.2, "> 0.2 s"),
    ],
)
def test_what_ghostscript_cannot_do_is_told(
    script: str, patience: float, said: str, pdf: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "gs"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(plates.shutil, "which", lambda name: str(program))
    monkeypatch.setattr(plates, "SECONDS", patience)
    report = Report()
    assert made(pdf, report) == {}
    assert [fault.message("en") for fault in report] == [f"no plates were made: {said}"]
