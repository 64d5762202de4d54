"""A page whose plates are told beforehand: what stands on another is found, wherever it stands."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import sheets
from click.testing import CliRunner, Result
from coloured import RED, SPOT
from pikepdf import Name, Pdf, Stream
from planting import Plant, draw, planted

from layout.cli import command
from layout.display import PAPER, Fill, PageInks
from layout.fonts import FontBook
from layout.pdf.writer import write
from layout.preflight import Finding, examine
from layout.presses import press
from layout.units import Rect, Size

BLACK, ALL = ("Black",), None


@pytest.fixture(scope="module")
def page(book: FontBook) -> bytes:
    """Two small pages in black, marks and all."""
    pages = [sheets.page(*sheets.line(book, "社区", 60, 60), number=at, trim=Size(280, 300)) for at in (1, 2)]
    return write([replace(page, inks=PageInks()) for page in pages], book, sheets.JOB)


def asked(*arguments: object) -> Result:
    return CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(command, ["preflight", *map(str, arguments)])


def test_the_command_is_told_which_pages_have_which_plates(book: FontBook, tmp_path: Path) -> None:
    """By what the pages are called: the file has page 3 first."""
    inks = PageInks((SPOT,), RED)
    pages = [sheets.page(Fill(Rect(20, 20, 90, 30), RED), number=at, trim=Size(280, 300)) for at in (3, 4)]
    file = tmp_path / "pages.pdf"
    file.write_bytes(write([replace(pages[0], inks=inks), pages[1]], book, sheets.JOB))

    def told(*arguments: str) -> list[tuple[str, int, str]]:
        rows = json.loads(asked(file, "--format", "json", *arguments).output)["files"][0]["findings"]
        return [(row["code"], row["page"], row["message"]) for row in rows if row["code"] in ("NP854", "NP915")]

    spot = f"--spot=3={SPOT.spot}"
    assert [code for code, _, _ in told()] == ["NP854"]  # a spot that nobody agreed on
    assert told("--colour", "4", spot) == told("--colour=all", spot) == []
    assert [page for _, page, _ in told("--colour=none", spot)] == [2, 2, 2]  # the marks have cyan too
    plain = [(page, message) for code, page, message in told("--colour=4") if code == "NP915"]
    assert plain
    assert all(page == 1 and "Black alone" in message for page, message in plain)
    assert [code for code, page, _ in told("--colour=4", "--spot=3=magenta")] == ["NP854", "NP915"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--colour=cover"], "“cover” is no page"),
        (["--colour="], "“” is no page"),
        (["--colour=1,4-"], "“4-” is no page"),
        (["--colour=3-1"], "“3-1” is no page"),
        (["--colour=2", "--spot=2-3=Magenta"], "page 2: --colour or --spot"),
        (["--spot=2"], "which ink?"),
        (["--spot=all=Magenta"], "name the pages"),
        (["--spot=none=Magenta"], "name the pages"),
        (["--spot==Magenta"], "“” is no page"),
        (["--spot=2=All"], "All is no ink"),
    ],
)
def test_pages_that_cannot_be_meant_are_wrong_usage(arguments: list[str], said: str, tmp_path: Path) -> None:
    result = asked(tmp_path / "no.pdf", *arguments)
    assert (result.exit_code, "Traceback" in result.output) == (2, False)
    assert said in result.output


def found(pdf: bytes, *inks: tuple[str, ...] | None) -> list[Finding]:
    wanted = replace(press(), spots=(SPOT.spot,))
    return [each for each in examine(pdf, "page.pdf", wanted, inks=inks).findings if each.code == "NP915"]


def raw_picture(pdf: Pdf) -> bytes | None:
    picture = Stream(pdf, bytes((90, 0, 0, 40)) * 90_000)
    picture.Type, picture.Subtype, picture.Width, picture.Height = Name.XObject, Name.Image, 300, 300
    picture.BitsPerComponent, picture.ColorSpace = 8, Name.DeviceCMYK
    return draw(pdf, "q 80 0 0 80 100 100 cm /Raw Do Q", XObject={"Raw": picture})


PLANTS: list[tuple[Plant, str, bool]] = [
    (partial(draw, content="0.2 0 0 0.5 k 100 100 20 20 re f"), "Cyan", True),
    (partial(draw, content="0 0 1 0 K 2 2 30 1 re S"), "Yellow", True),  # beyond the trim, among the marks
    (raw_picture, "Cyan", False),
]


@pytest.mark.parametrize(("plant", "ink", "placed"), PLANTS)
def test_ink_on_another_plate_is_an_error(page: bytes, plant: Plant, ink: str, placed: bool) -> None:
    pdf = planted(page, plant)
    (one,) = found(pdf, BLACK, BLACK)
    assert (dict(one.values)["ink"], bool(one.place)) == (ink, placed)
    assert (one.severity, one.page, dict(one.values)["inks"]) == ("error", 2, "Black")


def test_where_the_page_has_the_ink_or_nothing_is_told_of_it_all_is_well(page: bytes) -> None:
    pdf = planted(page, PLANTS[0][0])
    assert found(pdf, BLACK, (*BLACK, "Cyan")) == found(pdf, BLACK, ALL) == found(pdf) == []


def test_a_page_on_its_own_plates_is_sound(book: FontBook) -> None:
    inks = PageInks((SPOT,), RED)
    items = (Fill(Rect(20, 20, 90, 30), RED), *sheets.line(book, "社区", 30, 40, ink=PAPER))
    pdf = write([replace(sheets.page(*items, trim=Size(280, 300)), inks=inks)], book, sheets.JOB)
    assert found(pdf, inks.plates) == []
