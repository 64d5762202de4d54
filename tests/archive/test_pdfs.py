"""Old PDFs in the archive: the file as it is, its words in order and in their places, where it came from."""

from __future__ import annotations

import json
import re
from hashlib import sha256

import pytest
import samples

from layout.archive.pdfs import date_in, kept
from layout.articles import foreign
from layout.articles.values import About
from layout.diagnostics import Report
from layout.units import Rect, Size

ABOUT = About("旧报", "旧报 2012-03-15", "", "2012-03-15")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    session, proof = samples.made("xietu")
    return session.pdf(proof)


def test_the_file_is_kept_as_it_is_and_says_where_it_came_from(pdf: bytes) -> None:
    made = kept(pdf, "old/报_20120315.pdf", ABOUT, Report())
    assert made is not None
    assert made.files["旧报_20120315.pdf"] == pdf
    assert json.loads(made.files["records/origin.json"])["sha256"] == sha256(pdf).hexdigest()
    assert made.edition.about.origin.startswith("报_20120315.pdf (SHA-256 ")
    assert {"pages/0001.jpg", "alto/0001.xml", "mets.xml", "articles/0101.txt"} <= set(made.files)


def test_every_character_of_the_file_is_in_the_text(pdf: bytes) -> None:
    made = kept(pdf, "a.pdf", ABOUT, Report())
    assert made is not None
    text = "".join(block.text for block in made.edition.articles[0].blocks)
    ours = samples.edition("xietu")
    for article in ours.walk():
        for block in article.all_of("paragraph", "headline"):
            for line in block.lines:
                assert re.sub(r"\s", "", line.text) in re.sub(r"\s", "", text)


def test_words_stand_where_they_are_printed(pdf: bytes) -> None:
    """Read back by PDFium, every ideograph has the box we gave it, to a fiftieth of its size."""
    made = kept(pdf, "a.pdf", ABOUT, Report())
    assert made is not None
    theirs: dict[str, list[Rect]] = {}
    for line in lines(made.edition):
        for word in line.words:
            theirs.setdefault(word.text, []).append(word.box)
    for line in samples.edition("xietu").lines(2):
        for word in line.words:
            if re.match("[\u4e00-\u9fff]", word.text):
                near = max(0.2, 0.02 * line.size)
                assert any(
                    abs(box.x - word.box.x) < near and abs(box.y - word.box.y) < near for box in theirs[word.text]
                ), word


def lines(edition: object) -> list[foreign.Line]:
    return [line for article in edition.walk() for block in article.blocks for line in block.lines]  # type: ignore[attr-defined]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"GIF89a"])
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    report = Report()
    assert kept(data, "x.pdf", ABOUT, report) is None
    assert [fault.code for fault in report] == ["NP954"]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("报_20190715.pdf", "2019-07-15"),
        ("a/2019-7-5 B.pdf", "2019-07-05"),
        ("斜土2019年07月15日.pdf", "2019-07-15"),
        ("no128.pdf", ""),
        ("20191399.pdf", ""),
        ("1234567890.pdf", ""),
    ],
)
def test_the_day_in_a_files_name(name: str, day: str) -> None:
    assert date_in(name) == day


def character(text: str, x: float, y: float, size: float = 10) -> foreign.Character:
    return text, x, y, x + size * 0.9, y + size * 0.9


def test_paragraphs_by_indent_columns_and_size() -> None:
    page = [
        *(character(each, 10 + 20 * at, 10, 20) for at, each in enumerate("大题")),
        *(character(each, 30 + 10 * at, 50) for at, each in enumerate("首段")),
        *(character(each, 10 + 10 * at, 65) for at, each in enumerate("续行")),
        *(character(each, 120 + 10 * at, 50) for at, each in enumerate("次栏")),
        *(character(each, 140 + 10 * at, 65) for at, each in enumerate("末段")),
    ]
    (article,) = foreign.edition(ABOUT, [Size(200, 200)], [page]).articles
    assert [block.text for block in article.blocks] == ["大题", "首段续行次栏", "末段"]


def test_halves_of_a_rare_character_are_one() -> None:
    page = [("\ud840", 1, 1, 9, 9), ("\udc0b", 1, 1, 9, 9)]
    (article,) = foreign.edition(ABOUT, [Size(20, 20)], [page]).articles
    assert article.blocks[0].text == "\U0002000b"
