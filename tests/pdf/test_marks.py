"""What stands round the page stands outside the bleed, on the plates it belongs to."""

from __future__ import annotations

from dataclasses import replace

import pytest
import readback
import sheets

from layout.display import PAPER, REGISTRATION, Fill, GlyphRun, Ink, Item, PageInks, Rule, walk
from layout.fonts import FontBook
from layout.pdf.job import Job
from layout.pdf.marks import ROOM, marks, register, slug
from layout.pdf.writer import write
from layout.units import MM, Size

SIZES = [Size(272 * MM, 390 * MM), Size(390 * MM, 545 * MM), Size(60 * MM, 90 * MM), Size(20, 20)]


def span(item: Item) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the ink."""
    match item:
        case Rule(x0, y0, x1, y1, thickness, round=caps):
            half = thickness / 2
            along = half if caps else 0
            across = (half, along) if x0 == x1 and y0 != y1 else (along, half)
            return (
                min(x0, x1) - across[0],
                min(y0, y1) - across[1],
                max(x0, x1) + across[0],
                max(y0, y1) + across[1],
            )
        case Fill(rect):
            return rect.x, rect.y, rect.right, rect.bottom
        case GlyphRun():
            return item.x, item.baseline - item.size, item.x + item.xs[-1] + item.size * item.scale, item.baseline + 2
    raise AssertionError(item)


@pytest.mark.parametrize("trim", SIZES)
def test_marks_stand_outside_the_bleed_and_on_the_medium(book: FontBook, trim: Size) -> None:
    page = sheets.page(trim=trim)
    bleed, edge = page.bleed, page.bleed + ROOM
    for item in walk(marks(page, book, sheets.JOB).items):
        left, top, right, bottom = span(item)
        outside = right <= -bleed or left >= trim.width + bleed or bottom <= -bleed or top >= trim.height + bleed
        assert outside, item
        assert min(left, top) >= -edge - 0.01, item
        assert right <= trim.width + edge + 0.01, item
        assert bottom <= trim.height + edge + 0.01, item


def test_crop_marks_point_at_the_trim(book: FontBook) -> None:
    page = sheets.page()
    rules = [item for item in marks(page, book, sheets.JOB).items if isinstance(item, Rule)]
    for x in (0, page.trim.width):
        assert sum(rule.x0 == rule.x1 == x and rule.ink == REGISTRATION for rule in rules) == 2
    for y in (0, page.trim.height):
        assert sum(rule.y0 == rule.y1 == y and rule.ink == REGISTRATION for rule in rules) == 2


def test_each_plate_is_named_in_its_own_ink(book: FontBook) -> None:
    runs = [item for item in walk(marks(sheets.page(), book, sheets.JOB).items) if isinstance(item, GlyphRun)]
    plates = {run.text: run.ink for run in runs if len(run.text) == 1 and run.ink != REGISTRATION}
    assert "".join(plates) == "CMYK"
    for place, ink in enumerate(plates.values()):
        assert [ink.cyan, ink.magenta, ink.yellow, ink.black] == [float(index == place) for index in range(4)]


def test_the_bar_has_solids_tints_and_overprints_of_process_ink(book: FontBook) -> None:
    patches = [item.ink for item in marks(sheets.page(), book, sheets.JOB).items if isinstance(item, Fill)]
    assert len(patches) == 14
    assert len(set(patches)) == 13  # the tint of black stands once more, beside the gray balance
    assert PAPER not in patches


@pytest.mark.parametrize(
    ("own", "job", "line"),
    [
        ("斜土社区报 2019-07-15 第1版", Job("晚刊"), "斜土社区报 2019-07-15 第1版  晚刊"),
        ("斜土社区报 第1版", Job("斜土社区报"), "斜土社区报 第1版"),
        ("", replace(sheets.JOB, title="晚刊"), "斜土街道  2019-07-15  P1  晚刊"),
        ("", Job("小样"), "P1  小样"),
    ],
)
def test_the_slug_says_whose_page_this_is(own: str, job: Job, line: str) -> None:
    assert slug(sheets.page(slug=own), job) == line


def test_a_slug_with_a_character_no_face_has_is_still_set(book: FontBook) -> None:
    page = sheets.page(slug="报\U00013000版")
    words = "".join(run.text for run in walk(marks(page, book, sheets.JOB).items) if isinstance(run, GlyphRun))
    assert "报版" in words


SPOT, OTHER = Ink(0, 1, 0.81, 0.04, "PANTONE 186 C"), Ink(1, 0.4, 0, 0, "PANTONE 300 C")


def test_a_mark_is_on_the_plates_of_spots_too(book: FontBook) -> None:
    """Of a page of all inks on every plate there is; where there are several besides black, each over the last."""
    assert (REGISTRATION.spot, register(None)) == ("All", (REGISTRATION,))
    page = replace(sheets.page(), inks=PageInks((SPOT, OTHER)))
    rules = [item for item in walk(marks(page, book, sheets.JOB).items) if isinstance(item, Rule)]
    crop = [rule.ink for rule in rules if rule.x0 == rule.x1 == 0 and rule.y0 < 0]
    assert [(ink.plate, ink.over) for ink in crop] == [
        (SPOT.spot, False),
        (OTHER.spot, True),
        ("Black", False),
    ]
    things = readback.drawn(write([page], book, sheets.JOB))
    assert next(thing.overprint for thing in things if thing.ink == OTHER.parts and thing.kind == "stroke")


def test_a_flat_has_its_pages_spots_in_its_bar(book: FontBook) -> None:
    flat = replace(sheets.page(), spots=(SPOT,))
    items = list(walk(marks(flat, book, sheets.JOB).items))
    assert SPOT in [item.ink for item in items if isinstance(item, Fill)]
    assert SPOT in [item.ink for item in items if isinstance(item, GlyphRun)]
