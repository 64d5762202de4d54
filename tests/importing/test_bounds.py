"""Files made to hurt: refused with a code (NP984) or read in one pass, whatever they say of themselves."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from layout.importing import Imported, Options, import_files
from layout.importing.values import Part, Passage
from layout.workspace import Workspace

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COPY = "这是一段很长的话，这是一段很长的话，这是一段很长的话。"


def docx(body: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
    return made.getvalue()


def brought(name: str, data: bytes) -> Imported:
    return import_files(Workspace(), [(name, data)], Options("zh"))


def pdf(*forms: bytes) -> bytes:
    """A page that draws the first form, with the others behind it."""
    head = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
    made = b"%PDF-1.7\n"
    for number, each in enumerate([*head, page, b"<</Length 5>>stream\n/X Do\nendstream", *forms], 1):
        made += b"%d 0 obj%s endobj\n" % (number, each)
    return made + b"trailer<</Root 1 0 R>>\n%%EOF"


def form(content: bytes, uses: int) -> bytes:
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</X %d 0 R>>>>" % uses
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def test_a_drawing_of_drawings_hurts_no_process_but_its_own() -> None:
    forms = [form(b"/X Do " * 10, 6 + depth) for depth in range(10)]  # ten to the power of ten squares
    assert codes(brought("a.pdf", pdf(*forms, form(b"0 0 9 9 re f", 5)))) == {"NP983"}


def codes(made: Imported) -> set[str]:
    return {fault.code for fault in made.report}


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc>{properties}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


@pytest.mark.parametrize(
    "body",
    [
        "<a/>" * 2_100_000,
        "<w:p>" + '<w:r><w:footnoteReference w:id="1"/></w:r>' * 11_000 + "</w:p>",
        "<w:p>" + "<w:r><w:br/></w:r>" * 1_100 + "</w:p>",
        "<w:tbl><w:tr>" + cell("甲") * 900 + "</w:tr>" + f"<w:tr>{cell('乙')}</w:tr>" * 60 + "</w:tbl>",
        "<w:p/>" * 61_000,
    ],
    ids=["tags", "runs", "lines", "table", "paragraphs"],
)
def test_a_word_file_of_more_than_a_paper_holds_is_refused(body: str) -> None:
    assert codes(brought("a.docx", docx(body))) == {"NP984"}


@pytest.mark.parametrize("width", ["x-9", "", "-5", "999999999999999999999"])
def test_a_cell_of_no_width_is_a_cell(width: str) -> None:
    span = f'<w:tcPr><w:gridSpan w:val="{width}"/></w:tcPr>'
    made = brought(
        "a.docx", docx(f"<w:tbl><w:tr>{cell('甲', span)}</w:tr></w:tbl><w:p><w:r><w:t>{COPY}</w:t></w:r></w:p>")
    )
    assert made.account.balanced
    assert COPY in made.text


def test_notes_are_numbered_by_kind_in_their_order() -> None:
    marks = "".join(f'<w:r><w:{kind}Reference w:id="{at}"/></w:r>' for kind, at in NOTES)
    made = brought("a.docx", docx(f"<w:p><w:r><w:t>{COPY}</w:t></w:r>{marks}</w:p>"))
    assert "^12i1^" in made.text


NOTES = [("footnote", 7), ("footnote", 3), ("endnote", 7), ("footnote", 7)]


@pytest.mark.parametrize("charset", ["punycode", "idna", "undefined", "unicode_escape", "rot13", "base64"])
def test_a_page_in_no_encoding_of_pages_is_read_as_text(charset: str) -> None:
    made = brought("a.html", f"<meta charset={charset}><p>{COPY}</p>".encode() + b"\\ud800" + b"a" * 300_000 + b"-a")
    assert made.account.balanced
    assert COPY in made.text


def test_comments_before_a_page_that_never_comes_are_looked_at_once() -> None:
    assert brought("a.txt", b"<!---->" * 200 + b"x").account.balanced


def test_blocks_in_blocks_are_measured_once() -> None:
    page = "<body>" + ("<div>" * 200 + f"<p>{COPY}</p>" + "</div>" * 200) * 300 + "</body>"
    assert brought("a.html", page.encode()).account.balanced


@pytest.mark.parametrize(
    ("name", "part"), [("a.txt", "**字"), ("a.md", "*a **a "), ("a.md", "&amp;字"), ("a.md", "字\n")]
)
def test_signs_without_end_are_read_in_one_pass(name: str, part: str) -> None:
    assert brought(name, (part * 8_000).encode()).account.balanced


@pytest.mark.parametrize(
    ("parts", "ranges", "left"),
    [
        (("a b c",), ((1, 2), (3, 4)), "abc"),
        (("a ", " b"), ((1, 3),), "ab"),
        ((" ", "a", ""), ((0, 1),), "a"),
        (("ab",), (), "ab"),
    ],
)
def test_blanks_are_taken_out_of_parts_and_places_stay(
    parts: tuple[str, ...], ranges: tuple[tuple[int, int], ...], left: str
) -> None:
    whole = Passage(tuple(Part(text, text, order=(at, 0)) for at, text in enumerate(parts)))
    found = whole.without(ranges)
    assert found.text == left
    for part in found.parts:
        index, offset = part.order
        assert parts[index][offset : offset + len(part.source)] == part.source
