"""Pages lie on their sheets as a printer folds them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import JOB, TABLOID, line, page

from layout.display import Fill, Ink
from layout.folding import Cell, Flat, flat_of, sections, sheets, spreads
from layout.fonts import FontBook
from layout.package.imposition import carrier, impose, placed
from layout.pdf.raster import characters, gray
from layout.pdf.writer import write
from layout.pdffile import open_pdf
from layout.theme.values import Binding
from layout.units import MM, Rect, Size
from layout.value import replace

BLEED = 3 * MM


def folded(pages: int, binding: Binding = "nested") -> list[tuple[int | None, ...]]:
    """What stands on each side, 版次 from 1."""
    return [tuple(None if at is None else at + 1 for at in side.places) for side in sheets(pages, binding)]


def test_four_pages_are_4_1_over_2_3() -> None:
    assert folded(4) == [(4, 1), (2, 3)]


def test_eight_pages_are_nested() -> None:
    assert folded(8) == [(8, 1), (2, 7), (6, 3), (4, 5)]
    assert folded(8, "saddle") == folded(8)


def test_six_pages_have_a_single_leaf_innermost() -> None:
    assert folded(6) == [(6, 1), (2, 5), (3,), (4,)]
    assert folded(2) == [(1,), (2,)]


def test_a_stitched_paper_is_filled_up_with_empty_pages() -> None:
    assert folded(6, "saddle") == [(None, 1), (2, None), (6, 3), (4, 5)]


def test_an_odd_page_is_backed_by_an_empty_one() -> None:
    assert folded(5) == [(None, 1), (2, 5), (3,), (4,)]


def test_single_sheets_are_not_imposed() -> None:
    assert folded(4, "none") == []
    assert folded(1) == []


def test_sections_are_folded_each_for_itself() -> None:
    sides = sections((4, 6), "nested")
    numbers = [tuple(None if at is None else at + 1 for at in side.places) for side in sides]
    assert numbers == [(4, 1), (2, 3), (10, 5), (6, 9), (7,), (8,)]
    assert [(side.section, side.sheet) for side in sides] == [(1, 1), (1, 1), (2, 2), (2, 2), (2, 3), (2, 3)]


@given(st.integers(2, 128), st.sampled_from(["nested", "saddle"]))
def test_every_page_stands_once_and_backs_its_neighbour(pages: int, binding: Binding) -> None:
    sides = sheets(pages, binding)
    places = [at for side in sides for at in side.places if at is not None]
    assert sorted(places) == list(range(pages))
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        assert (front.sheet, front.back, back.back) == (back.sheet, False, True)
        assert front.right is not None
        # Turned over, the right page of the front is behind the left page of the back.
        behind = back.right if back.leaf else back.left
        assert behind is None or behind == front.right + 1


def test_folded_and_nested_the_paper_reads_in_order() -> None:
    sides = sheets(8, "nested")
    fronts = [(front.right, back.left) for front, back in zip(sides[::2], sides[1::2], strict=True)]
    backs = [(back.right, front.left) for front, back in zip(sides[::2], sides[1::2], strict=True)]
    read = [at for leaf in [*fronts, *reversed(backs)] for at in leaf]
    assert read == list(range(8))


def test_creep_grows_inward_and_only_where_sheets_are_trimmed_together() -> None:
    assert [side.creep for side in sheets(12, "saddle", 0.2)] == pytest.approx([0, 0, 0.2, 0.2, 0.4, 0.4])
    assert {side.creep for side in sheets(12, "nested", 0.2)} == {0.0}


def test_spreads_are_what_a_reader_opens() -> None:
    assert spreads((4,)) == ((None, 0), (1, 2), (3, None))
    assert spreads((5,)) == ((None, 0), (1, 2), (3, 4))
    assert spreads((1,)) == ((None, 0),)


# The flats themselves


@pytest.fixture(scope="module")
def four(book: FontBook) -> bytes:
    """Four pages, each with its number in the middle and colour running into the bleed on all sides."""
    pages = [
        page(
            Fill(Rect(-BLEED, -BLEED, TABLOID.width + 2 * BLEED, 40), Ink(0.3 + 0.2 * at, 0, 0, 0)),
            *line(book, f"第{at + 1}版", 300, 500, 60),
            number=at + 1,
        )
        for at in range(4)
    ]
    return write(pages, book, JOB)


def flats(press: bytes, book: FontBook, creep: float = 0.0) -> bytes:
    sides = sheets(4, "nested")
    made = [flat_of(replace(side, creep=creep)) for side in sides]
    empty = [carrier(flat, TABLOID, BLEED, "斜土社区 2019-07-15", (1, 2, 3, 4)) for flat in made]
    return impose(press, write(empty, book, JOB), [placed(flat, TABLOID, BLEED) for flat in made])


def test_a_flat_has_its_pages_in_their_places(four: bytes, book: FontBook) -> None:
    made = flats(four, book)
    shown = characters(made)
    texts = ["".join(each[0] for each in flat) for flat in shown]
    assert texts == ["第4版第1版", "第2版第3版"]
    left, right = (next(each for each in shown[0] if each[0] == name) for name in "41")
    assert left[1] < TABLOID.width < right[1]
    assert right[1] - left[1] == pytest.approx(TABLOID.width, abs=0.1)
    document = open_pdf(made)
    trim = [float(edge) for edge in document.pages[0].trimbox]
    assert trim[2] - trim[0] == pytest.approx(2 * TABLOID.width, abs=0.01)


def test_pages_keep_their_bleed_outside_and_end_at_the_fold(four: bytes, book: FontBook) -> None:
    made = open_pdf(flats(four, book))
    windows = [
        [float(each) for each in operands] for operands, operator in _operators(made.pages[0]) if str(operator) == "re"
    ][:2]
    bleed = [float(edge) for edge in made.pages[0].BleedBox]
    fold = float(made.pages[0].trimbox[0]) + TABLOID.width
    (left, _, left_width, _), (right, _, right_width, _) = windows
    assert left == pytest.approx(bleed[0], abs=0.01)
    assert left + left_width == pytest.approx(fold, abs=0.01)
    assert right == pytest.approx(fold, abs=0.01)
    assert right + right_width == pytest.approx(bleed[2], abs=0.01)


def _operators(sheet: Any) -> list[tuple[Any, Any]]:
    from layout.pdffile import pikepdf

    return [(each.operands, each.operator) for each in pikepdf.parse_content_stream(sheet)]


def test_creep_moves_both_pages_towards_the_fold(four: bytes, book: FontBook) -> None:
    plain, crept = characters(flats(four, book)), characters(flats(four, book, 2.0))
    moved = {name: _x(crept[0], name) - _x(plain[0], name) for name in "41"}
    assert moved["4"] == pytest.approx(2.0, abs=0.05)
    assert moved["1"] == pytest.approx(-2.0, abs=0.05)


def _x(flat: list[tuple[str, float, float, float, float]], name: str) -> float:
    return next(each[1] for each in flat if each[0] == name)


def test_the_marks_of_single_pages_stay_away(four: bytes, book: FontBook) -> None:
    """Between the pages, at the head, stands only the fold's own mark, outside the bleed."""
    width, height, samples = gray(flats(four, book), 0, 72)
    fold = width // 2
    column = [samples[row * width + fold] for row in range(60, height)]
    assert min(column) > 250


def test_a_flat_does_not_claim_what_only_the_page_keeps(four: bytes, book: FontBook) -> None:
    document = open_pdf(flats(four, book))
    root = document.Root
    assert "/StructTreeRoot" not in root
    assert [str(each.S) for each in root.OutputIntents] == ["/GTS_PDFX"]
    packet = root.Metadata.read_bytes()
    assert b"<pdfaid:part>" not in packet
    assert b"<pdfuaid:part>" not in packet
    assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" in packet


def test_the_same_pages_make_the_same_flats(four: bytes, book: FontBook) -> None:
    assert flats(four, book) == flats(four, book)


@pytest.mark.parametrize(("turn", "corner"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))])
def test_a_page_lies_as_its_cell_says(turn: int, corner: tuple[int, int], book: FontBook) -> None:
    """A patch in its upper left corner, and another in its bleed: where they are on a flat of this page alone."""
    trim = Size(30 * MM, 20 * MM)
    patch = Fill(Rect(0, 0, 5 * MM, 5 * MM), Ink(0, 0, 0, 1)), Fill(Rect(0, -BLEED, 30 * MM, 2 * MM), Ink(0, 0, 0, 0.5))
    press = write([page(*patch, trim=trim)], book, JOB)
    flat = Flat(1, False, 1, 1, (Cell(0, 0, 0, turn),))
    empty = write([carrier(flat, trim, BLEED, "", (1,))], book, JOB)
    made = impose(press, empty, [placed(flat, trim, BLEED)])
    width, height, samples = gray(made, 0, 72)
    assert (width > height) == (turn in (0, 180))

    def dark(x: int, y: int) -> bool:
        across, down = (7, width - 7)[x], (7, height - 7)[y]
        return samples[down * width + across] < 60

    assert [(x, y) for x in (0, 1) for y in (0, 1) if dark(x, y)] == [corner]
