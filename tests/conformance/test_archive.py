"""What the archive keeps, before outside judges: schemas of the Library of Congress, veraPDF, and the printed page."""

from __future__ import annotations

import random
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import samples
import verapdf
from PIL import Image, ImageChops
from schemas import missing, schema

from layout.archive.adding import Kept, kept
from layout.archive.naming import METS, alto, issue_of
from layout.pipeline import Session, Workspace
from layout.records.mets import MODS
from layout.units import Rect

_DPI = 2400.0  # at less, the edge of a stroke of 1 pt is a tenth of it
_AROUND = 0.25  # points of a word's surroundings that are looked at


@pytest.fixture(scope="module", params=samples.PAPERS)
def bag(request: pytest.FixtureRequest) -> Kept:
    session = Session(Workspace(samples.ROOT), again=False)
    made = kept(session, session.check(samples.PAPERS[request.param]))
    assert made is not None
    return made


def test_verapdf_passes_the_archive_pdf(bag: Kept, tmp_path: Path) -> None:
    if reason := verapdf.missing():
        pytest.skip(reason)
    file = tmp_path / "archive.pdf"
    file.write_bytes(bag.files[f"{issue_of(bag.edition.about)}.pdf"])
    assert verapdf.judge([file], ("3a", "ua1"))[file] == ()


def test_alto_and_mets_are_valid(bag: Kept) -> None:
    if reason := missing():
        pytest.skip(reason)
    from lxml import etree

    for page in bag.edition.pages:
        schema("alto-4-2").assertValid(etree.fromstring(bag.files[alto(page.number)]))
    root = etree.fromstring(bag.files[METS])
    schema("mets-1-12").assertValid(root)
    described = list(root.iter(f"{{{MODS}}}mods"))
    assert len(described) == 1 + sum(1 for _ in bag.edition.walk())
    for each in described:
        schema("mods-3-7").assertValid(each)


def test_every_file_of_the_bag_stands_in_mets(bag: Kept) -> None:
    root = ET.fromstring(bag.files[METS])
    places = {
        place.get("{http://www.w3.org/1999/xlink}href") for place in root.iter("{http://www.loc.gov/METS/}FLocat")
    }
    assert places == set(bag.files) - {METS}


def test_a_words_box_is_its_ink_on_the_printed_page(bag: Kept) -> None:
    import pypdfium2

    rng = random.Random(17)
    document = pypdfium2.PdfDocument(bag.files[f"{issue_of(bag.edition.about)}-press.pdf"])
    found = []
    for index, page in enumerate(bag.edition.pages):
        sheet = document[index]
        sheet.set_cropbox(*sheet.get_trimbox())
        words = [word for line in (*bag.edition.lines(page.number), *page.furniture) for word in line.words]
        found += [(overlap(sheet, word.box), word.text) for word in rng.sample(words, 72)]
    worst, word = min(found)
    assert worst >= 0.9, word


def overlap(sheet: object, box: Rect) -> float:
    """Intersection over union of a word's box and the ink that is there."""
    scale = _DPI / 72
    width, height = sheet.get_size()  # type: ignore[attr-defined]
    left, top = box.x - _AROUND, box.y - _AROUND
    crop = (left, height - box.bottom - _AROUND, width - box.right - _AROUND, top)
    picture = sheet.render(scale=scale, grayscale=True, crop=crop).to_pil().convert("L")  # type: ignore[attr-defined]
    edge = picture.getpixel((0, 0))
    ground = Image.new("L", picture.size, edge)
    inked = ImageChops.difference(picture, ground).point(lambda level: 255 if level > 100 else 0).getbbox()
    if inked is None:
        return 0.0
    x0, y0, x1, y1 = (side / scale + start for side, start in zip(inked, (left, top, left, top), strict=True))
    common = max(0.0, min(x1, box.right) - max(x0, box.x)) * max(0.0, min(y1, box.bottom) - max(y0, box.y))
    return common / ((x1 - x0) * (y1 - y0) + box.width * box.height - common)
