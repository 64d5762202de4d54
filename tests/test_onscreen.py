"""A file in a screen's colours says of every ink what the press's profile says, and keeps its words."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image as Pillow
from PIL import ImageCms
from sheets import JOB, line, page

from layout.display import Fill, Group, Image, Ink, Rule
from layout.fonts import FontBook
from layout.onscreen import to_screen
from layout.pdf.job import newsprint
from layout.pdf.raster import characters, draw
from layout.pdf.writer import write
from layout.pdffile import open_pdf, pikepdf
from layout.pictures.softproof import PAPER, WHITE, colours, screen
from layout.units import Rect

INKS = [Ink(1, 0, 0, 0), Ink(0, 1, 0.9, 0), Ink(0, 0, 0, 1), Ink(0, 0, 0, 0), Ink(0.3, 0.2, 0.1, 0.4)]


def shares(ink: Ink) -> tuple[float, ...]:
    return (ink.cyan, ink.magenta, ink.yellow, ink.black)


def picture(mode: str, colour: Any, kind: str) -> bytes:
    """A picture of one colour, 64 by 48 pixels."""
    out = BytesIO()
    Pillow.new(mode, (64, 48), colour).save(out, kind)
    return out.getvalue()


def sheet(book: FontBook, **pictures: bytes) -> bytes:
    fills = [Fill(Rect(50 + 60 * at, 50, 50, 50), ink) for at, ink in enumerate(INKS)]
    images = [Image(Rect(50 + 200 * at, 300, 150, 112), name, alt="图") for at, name in enumerate(pictures)]
    words = Group("story", (Group("paragraph", line(book, "社区食堂开张", 60, 200)), *images), "a")
    made = page(*fills, Rule(50, 250, 500, 250, 2, INKS[1]), words)
    return write([made], book, replace(JOB, read=lambda name: pictures[name]))


def operators(pdf: bytes) -> list[tuple[str, tuple[float, ...]]]:
    document = open_pdf(pdf)
    steps = pikepdf.parse_content_stream(document.pages[0])
    return [(str(step.operator), tuple(map(float, step.operands))) for step in steps if str(step.operator) in "kKrgRG"]


def test_every_ink_is_the_profiles_own_colour(book: FontBook) -> None:
    shown = operators(to_screen(sheet(book), newsprint()))
    assert {name for name, _ in shown} == {"rg", "RG"}
    wanted = set(colours([shares(ink) for ink in INKS], newsprint()))
    assert {colour for name, colour in shown if name == "rg"} >= wanted


def test_the_colours_are_littlecms_own_answer() -> None:
    press, lab = ImageCms.getOpenProfile(BytesIO(newsprint())), ImageCms.createProfile("sRGB")
    flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
    transform = ImageCms.buildTransform(press, lab, "CMYK", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC, flags)
    for ink, seen in zip(INKS, colours([shares(ink) for ink in INKS], newsprint()), strict=True):
        one = Pillow.new("CMYK", (1, 1), tuple(round(255 * part) for part in shares(ink)))
        answer = ImageCms.applyTransform(one, transform)
        assert answer is not None
        assert answer.getpixel((0, 0)) == tuple(round(255 * part) for part in seen)


def test_paper_is_white_on_a_proof_and_newsprint_on_a_soft_proof() -> None:
    bare = (b"\0",) * 4
    assert screen(bare, 1, 1, newsprint(), WHITE) == b"\xff\xff\xff"
    assert max(screen(bare, 1, 1, newsprint(), PAPER)) < 0xE0


@pytest.mark.parametrize(
    ("mode", "colour", "kind"),
    [
        ("RGB", (165, 110, 95), "PNG"),
        ("RGB", (165, 110, 95), "JPEG"),
        ("L", 120, "PNG"),
        ("CMYK", (20, 200, 180, 10), "JPEG"),
    ],
)
def test_pictures_become_the_screens(book: FontBook, mode: str, colour: Any, kind: str) -> None:
    plain = sheet(book, **{"a.img": picture(mode, colour, kind)})
    shown = to_screen(plain, newsprint())
    document = open_pdf(shown)
    entries = list(document.pages[0].Resources.XObject.values())
    assert [str(entry.ColorSpace) for entry in entries] == ["/DeviceRGB"]
    pixel = Pillow.open(BytesIO(entries[0].read_raw_bytes())).getpixel((20, 20))
    if mode == "CMYK":
        expected = [255 * part for part in colours([tuple(part / 255 for part in colour)], newsprint())[0]]
    elif mode == "L":
        assert isinstance(pixel, tuple)
        assert max(pixel) - min(pixel) < 30  # black ink alone is a warm gray
        return
    else:
        expected = list(colour)  # in the press's gamut: it comes back as it was, nearly
    assert pixel == pytest.approx(expected, abs=8)


def test_the_words_stay_words_and_the_claims_are_taken_back(book: FontBook) -> None:
    plain = sheet(book)
    shown = to_screen(plain, newsprint())
    assert characters(shown) == characters(plain)
    document = open_pdf(shown)
    assert "/OutputIntents" not in document.Root
    assert not re.search(rb"<(pdfxid:GTS|pdfaid:part|pdfuaid:part)", document.Root.Metadata.read_bytes())
    assert draw(shown) != draw(plain)
    assert to_screen(plain, newsprint()) == shown
