"""Pages that lie on their side, in other units, inside forms, two on a sheet, without boxes; type without a meaning or
without a font; files that are damaged or mean harm: measured all the same, or told by a code."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from bombs import packed
from papers import codes, learned_from, pdf_of, theme_of

from layout.learning import Learned, measure
from layout.learning.apart import traced
from layout.learning.measuring import FEWEST
from layout.learning.tracing import MOST_PAGES, trace
from layout.pdffile import Damaged, open_pdf, pikepdf

BOXES = ("/MediaBox", "/TrimBox", "/BleedBox", "/CropBox", "/ArtBox")


def changed(change: Callable[[pikepdf.Pdf], None], name: str = "school") -> bytes:
    pdf = open_pdf(pdf_of(name))
    change(pdf)
    out = BytesIO()
    pdf.save(out, min_version="1.6")
    return out.getvalue()


def framed(pdf: pikepdf.Pdf, before: bytes) -> None:
    for page in pdf.pages:
        page.contents_coalesce()
        page.contents_add(pikepdf.Stream(pdf, b"q " + before + b"\n"), prepend=True)
        page.contents_add(pikepdf.Stream(pdf, b"\nQ"))


def turned(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.obj["/Rotate"] = 270


def in_half_units(pdf: pikepdf.Pdf) -> None:
    framed(pdf, b".5 0 0 .5 0 0 cm")
    for page in pdf.pages:
        page.obj["/UserUnit"] = 2
        for key in BOXES:
            if key in page.obj:
                page.obj[key] = pikepdf.Array([float(each) / 2 for each in page.obj[key]])


def without_boxes(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for key in BOXES[1:]:
            if key in page.obj:
                del page.obj[key]


def in_a_form(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.contents_coalesce()
        form = pikepdf.Stream(pdf, page.obj.Contents.read_bytes())
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox, form.Resources = page.obj.MediaBox, page.obj.Resources
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=pdf.make_indirect(form)))
        page.obj.Contents = pikepdf.Stream(pdf, b"q /F Do Q")


def same_as_plain(learned: Learned | None) -> None:
    assert learned is not None
    assert learned.trim.value.width == pytest.approx(771.02, abs=0.01)
    assert learned.trim.value.height == pytest.approx(1105.51, abs=0.01)
    assert (learned.columns.count.value, learned.rows.count.value) == (5, 70)
    assert learned.columns.gutter.value == pytest.approx(9.5, abs=0.01)
    assert learned.columns.left.value == pytest.approx(34.015, abs=0.01)
    assert learned.rows.top.value == pytest.approx(70.866, abs=0.01)
    assert learned.styles["headline-lead"].values["size"].value == pytest.approx(46, abs=0.01)


@pytest.mark.parametrize("change", [turned, in_half_units, without_boxes, in_a_form], ids=lambda each: each.__name__)
def test_a_page_is_measured_as_it_is_read_however_it_lies_in_the_file(change, tmp_path):
    learned, report, _ = learned_from(tmp_path, changed(change))
    same_as_plain(learned)
    assert codes(report) == []


def test_without_boxes_the_crop_marks_tell_the_trim(tmp_path):
    learned, _, _ = learned_from(tmp_path, changed(without_boxes))
    assert learned is not None
    assert learned.trim_by == "crop marks"


def test_where_nothing_tells_the_trim_the_medium_is_taken_and_said_to_be(tmp_path):
    def bare(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            trim = page.trimbox
            without_boxes_of(page)
            page.obj.MediaBox = pikepdf.Array([float(each) for each in trim])

    def without_boxes_of(page: pikepdf.Page) -> None:
        for key in BOXES[1:]:
            if key in page.obj:
                del page.obj[key]

    learned, report, _ = learned_from(tmp_path, changed(bare))
    same_as_plain(learned)
    assert codes(report) == ["NP995"]
    assert learned is not None
    assert not learned.trim.sure


def spread() -> bytes:
    """Pages 2 and 3 of the demo on one sheet."""
    source, out = open_pdf(pdf_of("demo")), pikepdf.Pdf.new()
    trim = [float(each) for each in source.pages[1].trimbox]
    width, height = trim[2] - trim[0], trim[3] - trim[1]
    out.add_blank_page(page_size=(2 * width, height))
    forms, content = pikepdf.Dictionary(), b""
    for index, right in ((1, 0.0), (2, width)):
        form = out.copy_foreign(source.pages[index].as_form_xobject())
        form.BBox = pikepdf.Array(trim)
        forms[f"/F{index}"] = form
        content += b"q 1 0 0 1 %f %f cm /F%d Do Q\n" % (right - trim[0], -trim[1], index)
    page = out.pages[0].obj
    page.Resources, page.Contents = pikepdf.Dictionary(XObject=forms), pikepdf.Stream(out, content)
    page.TrimBox = pikepdf.Array([0, 0, 2 * width, height])
    data = BytesIO()
    out.save(data)
    return data.getvalue()


def test_a_sheet_with_two_pages_is_parted_at_its_fold(tmp_path):
    learned, report, _ = learned_from(tmp_path, spread())
    assert learned is not None
    assert codes(report) == ["NP994"]
    assert learned.pages == 2
    assert learned.trim.value.width == pytest.approx(1105.51, abs=0.01)
    assert learned.columns.count.value == 6
    assert learned.columns.gutter.value == pytest.approx(14.4, abs=0.01)


def page_of(content: bytes, fonts: pikepdf.Dictionary | None = None) -> bytes:
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=(770, 1100))
    page = pdf.pages[0].obj
    page.Contents = pikepdf.Stream(pdf, content)
    if fonts is not None:
        page.Resources = pikepdf.Dictionary(Font=fonts)
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_letters_drawn_as_outlines_are_told_of(tmp_path):
    letters = b"".join(
        b"%d %d m %d %d %d %d %d %d c f\n" % (x, y, x + 3, y, x + 3, y + 5, x, y + 5)
        for x in range(30, 730, 12)
        for y in range(30, 1000, 28)
    )
    learned, report, _ = learned_from(tmp_path, page_of(letters))
    assert learned is None
    assert [(fault.code, fault.hint) for fault in report] == [("NP992", "outlines"), ("NP990", "outlines")]


def test_a_scan_is_told_of(tmp_path):
    inline = b"q 770 0 0 1100 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    learned, report, _ = learned_from(tmp_path, page_of(inline))
    assert learned is None
    assert [(fault.code, fault.hint) for fault in report] == [("NP992", "scan"), ("NP990", "scan")]


def columns_of(font: bytes, size: float, em: int) -> bytes:
    """Three columns of 12 glyphs a line, 14 points from line to line, one em 10 points wide."""
    show = b"BT %s %f Tf 1 0 0 1 %d %d Tm <%s> Tj ET"
    places = [(left, 1000 - 14 * row) for left in (50, 190, 330) for row in range(50)]
    return b"\n".join(show % (font, size, left, row, b"41" * 12) for left, row in places)


def type3(pdf_content: bytes) -> bytes:
    glyph = b"1000 0 0 0 1000 1000 d1 0 0 900 900 re f"
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=(770, 1100))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type3,
        FontBBox=pikepdf.Array([0, 0, 1000, 1000]),
        # Ten units of text space for an em: nothing but a glyph's own width tells the size.
        FontMatrix=pikepdf.Array([0.01, 0, 0, 0.01, 0, 0]),
        CharProcs=pikepdf.Dictionary(A=pdf.make_stream(glyph)),
        Encoding=pikepdf.Dictionary(Differences=pikepdf.Array([65, pikepdf.Name.A])),
        FirstChar=65,
        LastChar=65,
        Widths=pikepdf.Array([1000]),
    )
    page = pdf.pages[0].obj
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(T=pdf.make_indirect(font)))
    page.Contents = pikepdf.Stream(pdf, pdf_content)
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_type_3_fonts_have_the_size_of_their_widest_use_and_no_meaning(tmp_path):
    learned, report, _ = learned_from(tmp_path, type3(columns_of(b"/T", 1.0, 10)))
    assert learned is not None
    assert learned.styles["body"].values["size"].value == pytest.approx(10)
    assert learned.rows.leading.value == pytest.approx(14)
    assert (learned.columns.count.value, learned.columns.gutter.value) == (3, pytest.approx(20))
    assert "NP996" in codes(report)


def test_pages_of_another_size_are_outliers(tmp_path):
    def small(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[3].obj
        page.TrimBox = pikepdf.Array([float(each) * 0.9 for each in page.TrimBox])

    learned, report, _ = learned_from(tmp_path, changed(small, "demo"))
    assert learned is not None
    assert learned.pages == 3
    assert [(fault.code, fault.hint) for fault in report if fault.code == "NP997"] == [("NP997", "trim")]


# Damaged and hostile files


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF", b"%PDF-1.4\n1 0 obj <<"], ids=range(4))
def test_what_is_no_pdf_is_told_of(data, tmp_path):
    learned, report, _ = learned_from(tmp_path, data)
    assert learned is None
    assert codes(report) == ["NP894"]


def test_a_file_that_is_not_there_is_told_of(tmp_path):
    from layout.diagnostics import Report
    from layout.learning.session import Learning
    from layout.pipeline import Workspace

    report = Report()
    assert Learning(Workspace(tmp_path), "en").learn(["none.pdf"], 10, report) is None
    assert codes(report) == ["NP897"]


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9, 0.99])
def test_a_file_that_was_cut_off_ends_in_a_code_and_never_in_a_traceback(cut, tmp_path):
    whole = pdf_of("school")
    learned, report, _ = learned_from(tmp_path, whole[: int(len(whole) * cut)])
    assert learned is not None or report.failed


def test_forms_without_end_and_broken_operators_are_stumbled_over_once(tmp_path):
    def knotted(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            form = pdf.make_indirect(pikepdf.Stream(pdf, b"/K Do /K Do /K Do"))
            form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            form.BBox = pikepdf.Array([0, 0, 100, 100])
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(K=form))
            if "/XObject" not in page.obj.Resources:
                page.obj.Resources.XObject = pikepdf.Dictionary()
            page.obj.Resources.XObject.K = form
            page.contents_add(pikepdf.Stream(pdf, b"/K Do (a) cm /Nil Do 1 0 0 Tm"))

    learned, report, _ = learned_from(tmp_path, changed(knotted))
    same_as_plain(learned)
    assert set(codes(report)) == {"NP992"}
    assert {fault.hint for fault in report} == {"stumbles", "unnamed"}


def test_a_content_stream_of_gigabytes_ends_in_a_code():
    bomb = packed(b"0 0 m 1 1 l S\n" * 100_000, 300)
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=(770, 1100))
    stream = pikepdf.Stream(pdf, b"")
    stream.write(bomb, filter=pikepdf.Name.FlateDecode)
    pdf.pages[0].obj.Contents = stream
    out = BytesIO()
    pdf.save(out)
    found = traced(out.getvalue(), "bomb.pdf", 1)
    assert not isinstance(found, tuple)
    assert found.code == "NP895"


def test_only_so_many_pages_are_looked_at(tmp_path):
    pdf = pikepdf.Pdf.new()
    for _ in range(MOST_PAGES + 5):
        pdf.add_blank_page(page_size=(100, 100))
    out = BytesIO()
    pdf.save(out)
    sheets, pages = trace(out.getvalue(), "many.pdf")
    assert (len(sheets), pages) == (MOST_PAGES, MOST_PAGES + 5)
    _, report, _ = learned_from(tmp_path, out.getvalue())
    assert [(fault.code, fault.hint) for fault in report] == [("NP992", "many"), ("NP990", "hint")]
    assert FEWEST > 0


def test_in_this_process_a_damaged_file_is_an_exception_of_its_own():
    with pytest.raises(Damaged):
        trace(b"%PDF-1.7 nothing", "x.pdf")


def test_a_page_tree_that_bites_its_tail_is_damaged_or_empty(tmp_path: Path):
    data = (
        b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type/Pages/Kids[2 0 R]/Count 1>> endobj\ntrailer <</Root 1 0 R/Size 3>>\n%%EOF"
    )
    learned, report, _ = learned_from(tmp_path, data)
    assert learned is None
    assert report.failed


def test_a_page_crowded_with_rules_letters_and_colours_is_measured_within_bounds():
    """Work is counted, not timed: what is kept of such a page is no more than of a large one."""
    rules = b"".join(b"%d %d m %d %d l S\n" % (x % 700, x % 1000, x % 700 + 30, x % 1000) for x in range(8_000))
    boxes = b"".join(b"0.%05d 0.5 0.5 rg %d %d 20 20 re f\n" % (x, x % 700, x % 1000) for x in range(4_000))
    letters = (
        b"BT /F 9 Tf\n" + b"".join(b"1 0 0 1 %d %d Tm (A) Tj\n" % (x % 751, x % 997) for x in range(62_000)) + b"ET"
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica, FirstChar=65, LastChar=65
    )
    font.Widths = pikepdf.Array([600])
    sheets, _ = trace(page_of(rules + boxes + letters, pikepdf.Dictionary(F=font)), "crowd.pdf")
    (sheet,) = sheets
    assert len(sheet.glyphs) <= 60_000
    assert len(sheet.strokes) <= 4000
    assert len(sheet.panels) <= 600
    found: list[object] = []
    measure(sheets, [theme_of("demo")], {}, found.append)
