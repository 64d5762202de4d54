"""The OFD files of the sample issues, opened by readers that are not ours: what they draw is what the PDF shows, and
what they read is the copy, whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import ofdcli
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from layout.display import GlyphRun, Page, walk
from layout.fonts import FontBook
from layout.onscreen import to_screen
from layout.pdf.job import newsprint
from layout.pipeline import Session, Workspace
from layout.value import replace, value

ROOT = Path(__file__).parents[2]
SAMPLES = ("issues/xietu/2019-07-15.yaml", "issues/demo/2026-05-24.yaml", "issues/school/2026-06-01.yaml")
MOST_OFF = 0.01  # of full scale, mean over a page's pixels and colours
RESOLUTION = 101.6  # pixels an inch: four a millimetre, so that the pages are whole in pixels
FINER = 3  # both are drawn so many times as fine and averaged: programs soften edges in different ways

asked = pytest.mark.skipif(bool(ofdcli.missing()), reason=ofdcli.missing() or "it is there")


@value
class Sample:
    pages: tuple[Page, ...]
    pdf: bytes
    ofd: Path


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda name: name.split("/")[1])
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    session = Session(Workspace(ROOT))
    proof = session.check(request.param)
    assert proof.job is not None
    file = tmp_path_factory.mktemp("ofd") / "sample.ofd"
    file.write_bytes(session.ofd(proof))
    pages = tuple(made.page for made in proof.pages)
    pdf = session.write(pages, replace(proof.job, marks=False), proof.report)
    assert not proof.failed
    return Sample(pages, pdf, file)


@asked
def test_an_outside_reader_finds_nothing_against_the_standard(sample: Sample) -> None:
    assert ofdcli.check(sample.ofd) == ""


@asked
def test_an_outside_reader_draws_what_the_press_will_print(sample: Sample, tmp_path: Path) -> None:
    """Beside the PDF, its inks brought to the screen, as PDFium draws it."""
    drawn = ofdcli.draw(sample.ofd, tmp_path, RESOLUTION * FINER)
    assert len(drawn) == len(sample.pages)
    ours = pypdfium2.PdfDocument(to_screen(sample.pdf, newsprint()))
    for index, file in enumerate(drawn):
        sheet = ours[index]
        sheet.set_cropbox(*sheet.get_trimbox())
        # A hair less, so that a size that is whole in pixels is not rounded up to the next.
        shown = sheet.render(scale=RESOLUTION * FINER / 72 * (1 - 1e-5)).to_pil()
        assert difference(Image.open(file), shown) < MOST_OFF


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean absolute difference of two pictures of one size, averaged to RESOLUTION; 1 = black against white."""
    assert one.size == other.size
    small = [picture.convert("RGB").reduce(FINER) for picture in (one, other)]
    return sum(ImageStat.Stat(ImageChops.difference(*small)).mean) / 3 / 255


def test_an_outside_parser_reads_the_whole_copy(sample: Sample) -> None:
    """Every page has each character of its copy as often as the display list, blanks too."""
    ofdkit = pytest.importorskip("ofdkit", reason="ofdkit is not installed (PyPI)")
    with ofdkit.open(sample.ofd) as document:
        for page, read in zip(sample.pages, document.pages, strict=True):
            copy = "".join(item.text for item in walk(page.items) if isinstance(item, GlyphRun))
            assert Counter("".join(run.text for run in read.runs)) == Counter(copy)
            assert copy.strip()


@asked
def test_ofd_cli_can_find_a_fault(book: FontBook, tmp_path: Path) -> None:
    (tmp_path / "broken.ofd").write_bytes(b"PK\5\6" + bytes(18))
    assert ofdcli.check(tmp_path / "broken.ofd")
