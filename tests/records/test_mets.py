"""METS: every file once, every page, every article with where it stands."""

from __future__ import annotations

from hashlib import sha256
from xml.etree import ElementTree as ET

import samples

from layout.records.mets import MODS, NAMESPACE, XLINK, Filed, mets

_NAMES = {"m": NAMESPACE, "mods": MODS}


def made() -> ET.Element:
    edition = samples.edition("demo")
    files = [Filed("demo.pdf", b"pdf", "application/pdf", "ARCHIVE")]
    files += [Filed(f"alto/{page.number}.xml", b"x", "text/xml", "FULLTEXT", page.number) for page in edition.pages]
    files += [Filed(f"articles/{each.id}.txt", b"t", "text/plain", "TEXT", article=each.id) for each in edition.walk()]
    return ET.fromstring(mets(edition, "芦汀日报_20260524_4127", files))


def test_files_have_their_sums() -> None:
    file = made().find(".//m:file", _NAMES)
    assert file is not None
    assert file.get("CHECKSUM") == sha256(b"pdf").hexdigest()
    place = file.find("m:FLocat", _NAMES)
    assert place is not None
    assert place.get(f"{{{XLINK}}}href") == "demo.pdf"


def test_a_story_on_two_pages_has_an_area_on_each() -> None:
    root = made()
    division = root.find(".//m:div[@ID='LOG-0102']", _NAMES)
    assert division is not None
    areas = [area.get("BEGIN") for area in division.iterfind("m:fptr/m:area", _NAMES)]
    assert areas == ["a0102p1", "a0102p2"]
    assert division.get("LABEL") == "图书馆新馆六月一日开门"


def test_every_pointer_points_at_a_file() -> None:
    root = made()
    files = {file.get("ID") for file in root.iterfind(".//m:file", _NAMES)}
    pointed = {each.get("FILEID") for each in root.iter() if each.get("FILEID")}
    assert pointed == files


def test_articles_are_described_with_their_authors() -> None:
    root = made()
    described = root.find(".//m:dmdSec[@ID='DMD-0101']", _NAMES)
    assert described is not None
    assert [name.text for name in described.iterfind(".//mods:namePart", _NAMES)] == ["林禾"]
    titles = [title.text for title in described.iterfind(".//mods:title", _NAMES)]
    assert titles[0] == "旧窑场长成野花坡"
    assert "停产十二年　改造三年　撒下五十九公斤野花种子" in titles
