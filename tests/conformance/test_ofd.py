"""The OFD files of the sample issues, opened by readers that are not ours: what they draw is what the PDF shows, and
what they read is the copy, whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import ofdcli
import pypdfium2
import pytest
import sheets
import specimen
from PIL import Image, ImageChops, ImageStat

from layout.display import GlyphRun, Group, Page, walk
from layout.fonts import FontBook
from layout.ofd.writer import write as write_ofd
from layout.onscreen import to_screen
from layout.pdf.job import newsprint
from layout.pdf.writer import write as write_pdf
from layout.pipeline import Session, Workspace
from layout.value import replace, value

ROOT = Path(__file__).parents[2]
SAMPLES = ("issues/xietu/2019-07-15.yaml", "issues/demo/2026-05-24.yaml", "issues/school/2026-06-01.yaml")
MOST_OFF = 0.01  # of full scale, mean over a page's pixels and colours
RESOLUTION = 101.6  # pixels an inch: four a millimetre, so that the pages are whole in pixels
MOST_OFF_SOMEWHERE = (
    0.02  # of full scale, in the mean tone of any square of so many millimetres: half a line less shows
)
SQUARE = 6
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
    for file, ours in zip(drawn, pictures(sample.pdf), strict=True):
        everywhere, somewhere = differences(Image.open(file), ours)
        assert everywhere < MOST_OFF
        assert somewhere < MOST_OFF_SOMEWHERE


@asked
def test_one_of_everything_is_drawn(book: FontBook, tmp_path: Path) -> None:
    """Dashes, curves, alternates, narrowed and raised type, a drawing on a tint. Of a spot ink PDFium shows its own
    guess."""
    file = tmp_path / "page.ofd"
    file.write_bytes(write_ofd([specimen.page(book)], book, specimen.JOB))
    assert ofdcli.check(file) == ""
    (drawn,) = ofdcli.draw(file, tmp_path, RESOLUTION * FINER)
    (ours,) = pictures(write_pdf([specimen.page(book)], book, specimen.JOB))
    everywhere, somewhere = differences(Image.open(drawn), ours)
    assert everywhere < MOST_OFF
    assert somewhere < 2 * MOST_OFF_SOMEWHERE


@asked
def test_a_missing_line_would_be_seen(book: FontBook, tmp_path: Path) -> None:
    whole = sheets.page(sheets.paragraph(book, sheets.BODY, 60, 60, 22))
    (paragraph,) = whole.items
    assert isinstance(paragraph, Group)
    short = replace(whole, items=(replace(paragraph, items=(*paragraph.items[:2], *paragraph.items[3:])),))
    job = replace(sheets.JOB, marks=False)
    (ours,) = pictures(write_pdf([whole], book, job))
    found = []
    for page in (whole, short):
        file = tmp_path / "page.ofd"
        file.write_bytes(write_ofd([page], book, job))
        (drawn,) = ofdcli.draw(file, tmp_path, RESOLUTION * FINER)
        found.append(differences(Image.open(drawn), ours)[1])
    assert found[0] < MOST_OFF_SOMEWHERE < found[1]


def pictures(pdf: bytes) -> Iterator[Image.Image]:
    """The pages inside their trim, in a screen's colours."""
    document = pypdfium2.PdfDocument(to_screen(pdf, newsprint()))
    for sheet in document:
        sheet.set_cropbox(*sheet.get_trimbox())
        # A hair less, so that a size that is whole in pixels is not rounded up to the next.
        yield sheet.render(scale=RESOLUTION * FINER / 72 * (1 - 1e-5)).to_pil()


def differences(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Of two pictures of one size, averaged to RESOLUTION: the mean absolute difference, and the greatest one in the
    mean of a SQUARE. 1 = black against white."""
    assert one.size == other.size
    one, other = one.convert("RGB"), other.convert("RGB")
    every = ImageStat.Stat(ImageChops.difference(one.reduce(FINER), other.reduce(FINER))).mean
    across = round(RESOLUTION * FINER / 25.4 * SQUARE)
    squares = ImageStat.Stat(ImageChops.difference(one.reduce(across), other.reduce(across))).extrema
    return sum(every) / 3 / 255, max(most for _, most in squares) / 255


def test_an_outside_parser_reads_the_whole_copy(sample: Sample) -> None:
    """Every page has each character of its copy as often as the display list, blanks too."""
    ofdkit = pytest.importorskip("ofdkit", reason="ofdkit is not installed (PyPI)")
    with ofdkit.open(sample.ofd) as document:
        for page, read in zip(sample.pages, document.pages, strict=True):
            copy = "".join(item.text + item.after for item in walk(page.items) if isinstance(item, GlyphRun))
            assert Counter("".join(run.text for run in read.runs)) == Counter(copy)
            assert copy.strip()


@asked
def test_ofd_cli_can_find_a_fault(book: FontBook, tmp_path: Path) -> None:
    (tmp_path / "broken.ofd").write_bytes(b"PK\5\6" + bytes(18))
    assert ofdcli.check(tmp_path / "broken.ofd")
