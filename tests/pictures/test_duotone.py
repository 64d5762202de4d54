"""A picture in black and a second ink: lights in the colour, shadows in black, never more ink than newsprint takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import readback
import sheets
import torture

from layout.diagnostics import Report
from layout.display import BLACK, Image, Ink
from layout.fonts import FontBook
from layout.pdf.writer import write
from layout.pictures.duotone import MOST, process_duotone
from layout.units import Rect

BLUE = Ink(1, 0.4, 0, 0)
SPOT = Ink(0, 0.9, 0.86, 0, "PANTONE 186 C")


def printed(book: FontBook, ink: Ink, data: bytes) -> tuple[pikepdf.Pdf, Any]:
    report = Report()
    job = replace(sheets.JOB, read=lambda name: data)
    pdf = write([sheets.page(Image(Rect(20, 30, 400, 200), "p", alt="图", ink=ink))], book, job, report)
    assert list(report) == []
    document = readback.opened(pdf)
    return document, document.pages[0].Resources.XObject.P1


def chart() -> bytes:
    return torture.saved(torture.chart(), "PNG")


def test_black_alone_takes_the_colour_out_of_any_picture(book: FontBook) -> None:
    for data in (chart(), torture.CMYK["jpeg cmyk"](), torture.saved(torture.lab_chart(), "TIFF")):
        _, image = printed(book, BLACK, data)
        assert image.ColorSpace == "/DeviceGray"


def test_a_duotone_of_process_ink_leaves_the_lights_to_the_colour(book: FontBook) -> None:
    _, image = printed(book, BLUE, chart())
    assert image.ColorSpace == "/DeviceCMYK"
    samples = process_duotone(bytes(range(256)), (1, 0.4, 0, 0))
    inks = [tuple(samples[at : at + 4]) for at in range(0, 1024, 4)]
    assert inks[255] == (0, 0, 0, 0)
    assert inks[0][3] == 255
    cyan, magenta, yellow, black = inks[192]
    assert cyan > black > 0
    assert magenta == pytest.approx(cyan * 0.4, abs=1)
    assert yellow == 0
    assert max(sum(ink) for ink in inks) / 2.55 <= MOST + 1


def test_a_duotone_of_a_spot_has_two_plates(book: FontBook) -> None:
    document, image = printed(book, SPOT, chart())
    assert document
    assert [str(part) for part in image.ColorSpace[1]] == ["/Black", "/PANTONE 186 C"]
    samples = image.read_bytes()
    assert len(samples) == 2 * int(image.Width) * int(image.Height)
    assert samples[:2] == b"\0\0"
    table = image.ColorSpace[3].read_bytes()
    assert [tuple(table[at : at + 4]) for at in (0, 4, 8)] == [(0, 0, 0, 0), (0, 0, 0, 255), (0, 230, 219, 0)]


def test_one_picture_in_two_ways_is_two_plates(book: FontBook, tmp_path: Path) -> None:
    data = chart()
    places = [Image(Rect(20, 30, 400, 200), "p", alt="图", ink=ink) for ink in (None, BLACK, BLUE, SPOT, BLUE)]
    document = readback.opened(write([sheets.page(*places)], book, replace(sheets.JOB, read=lambda name: data)))
    assert len(document.pages[0].Resources.XObject) == 4
