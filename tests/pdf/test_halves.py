"""A mark squeezed at the edge of a column ends where the column ends, for the eye and for the machine that reads."""

from __future__ import annotations

import shutil
import struct
import subprocess
from dataclasses import replace
from io import BytesIO

import pytest
import readback
import sheets
from fontTools.ttLib import TTFont
from PIL import Image as Pillow
from PIL import ImageChops

from layout.display import GlyphRun, Group, Page
from layout.fonts import FontBook
from layout.pdf import writer
from layout.pdf.halves import LEFT, RIGHT, HalvedFace, halve
from layout.pdf.raster import draw
from layout.pdf.writer import write

PLAIN = replace(sheets.JOB, marks=False)
SIZE, MEASURE = 10.0, 10
ALLEY = SIZE * 1.01


def leg(book: FontBook, rows: list[str], x: float, role: str = "song") -> Group:
    """Lines of ten ems; a row of eleven characters has its last or first mark squeezed to half an em,
    and the rest spread."""
    return Group(
        "paragraph", tuple(run for row, text in enumerate(rows) for run in _row(book, text, x, 60 + 14 * row, role))
    )


def _row(book: FontBook, text: str, x: float, baseline: float, role: str) -> tuple[GlyphRun, ...]:
    (run,) = sheets.line(book, text, x, baseline, SIZE, role=role)
    if len(text) == MEASURE:
        return (run,)
    opening = text[0] in "“（《"
    gap = -SIZE / 2 / (MEASURE - 1)
    xs = [index * (SIZE + gap) for index in range(MEASURE)]
    xs = [-SIZE / 2, *(at + SIZE / 2 for at in xs)] if opening else [*xs, MEASURE * SIZE - SIZE / 2]
    return (replace(run, xs=tuple(xs[: len(text)])),)


LEFT_LEG = [
    "社区食堂昨天正式开张",
    "附近居民早早排了长队。",
    "食堂供应早中晚三餐呢",
    "菜价比周边馆子低两成，",
    "而且老人还能再打八折",
]
RIGHT_LEG = [
    "家住三楼的王阿姨说道",
    "“味道清淡几步路就到了",
    "她每天都来这里吃午饭",
    "食堂还给老人送餐上门",
    "街道说以后还要再开张",
]


@pytest.fixture
def columns(book: FontBook) -> Page:
    return sheets.page(leg(book, LEFT_LEG, 40), leg(book, RIGHT_LEG, 40 + MEASURE * SIZE + ALLEY))


def squeezed(page: Page) -> list[GlyphRun]:
    return [run for group in page.items if isinstance(group, Group) for run in group.items if isinstance(run, GlyphRun)]


def test_only_squeezed_marks_are_halved(book: FontBook, columns: Page) -> None:
    before, after = squeezed(columns), squeezed(halve(columns, book))
    halves = {
        now.text: (now.glyphs[0] - was.glyphs[0], now.glyphs[-1] - was.glyphs[-1])
        for was, now in zip(before, after, strict=True)
    }
    assert {text: half for text, half in halves.items() if half != (0, 0)} == {
        "附近居民早早排了长队。": (0, LEFT),
        "菜价比周边馆子低两成，": (0, LEFT),
        "“味道清淡几步路就到了": (RIGHT, 0),
    }


def test_a_mark_of_full_width_at_the_edge_stays_whole(book: FontBook) -> None:
    page = sheets.page(leg(book, ["社区食堂昨天正式开张", "附近居民早早排着队。"], 40))
    assert halve(page, book) == page


def test_every_glyph_ends_inside_its_column(book: FontBook, columns: Page) -> None:
    document = readback.opened(write([columns], book, PLAIN))
    widths = readback._widths(next(iter(document.pages[0].Resources.Font.values())))
    for glyph in readback.drawn(write([columns], book, PLAIN)):
        end = glyph.x + widths.get(glyph.code, widths[None]) / 1000 * SIZE - columns.bleed
        start = glyph.x - columns.bleed
        inside = [x - 0.01 <= start and end <= x + MEASURE * SIZE + 0.01 for x in (40, 40 + MEASURE * SIZE + ALLEY)]
        assert any(inside), glyph


def test_nothing_moves_on_the_page(book: FontBook, columns: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    halved = Pillow.open(BytesIO(draw(write([columns], book, PLAIN), 0, 200))).convert("L")
    monkeypatch.setattr(writer, "halve", lambda page, book: page)
    whole = Pillow.open(BytesIO(draw(write([columns], book, PLAIN), 0, 200))).convert("L")
    assert whole.getextrema()[0] < 80
    assert ImageChops.difference(halved, whole).getextrema()[1] < 90


def test_columns_an_em_apart_are_read_one_after_the_other(book: FontBook, columns: Page) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler's pdftotext is not installed")
    pdf = write([columns], book, PLAIN)
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    copy = "".join(run.text for run in squeezed(columns))
    assert copy in "".join(done.stdout.decode().split())


@pytest.mark.parametrize("text", ["社区，", "社区食堂昨天。", "了，。"])
def test_a_font_with_halves_is_a_whole_font(book: FontBook, text: str) -> None:
    """Each table's sum is right, that of the whole too, and every glyph can be read."""
    face = book.face("noto-serif-sc-400")
    glyphs = {face.glyph(character) for character in text}
    halves = {face.glyph(character) + LEFT for character in text if character in "，。"}
    data = HalvedFace(face).subset(glyphs | halves).data
    font = TTFont(BytesIO(data), checkChecksums=2)
    outlines = font["glyf"]
    assert [outlines[name].isComposite() for name in font.getGlyphOrder()].count(True) == len(halves)
    assert len(font.getGlyphOrder()) == 1 + len(glyphs) + len(halves)
    assert all(place % 4 == 0 for place in font["loca"].locations[-len(halves) - 1 :])
    padded = data + bytes(-len(data) % 4)
    assert sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF == 0xB1B0AFBA
