"""Files made to do harm: refused with a code, within bounds of work and memory."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from accounts import imported
from wordfiles import paragraph, word_file, zipped

from layout.importing import container, importing

XLSX = {
    "xl/workbook.xml": b"<workbook/>",
    "[Content_Types].xml": b"<Types/>",
}


def codes(data: bytes, name: str = "a.docx") -> list[str]:
    made = imported(name, data)
    assert made.text == ""
    return [fault.code for fault in made.report]


def test_a_zip_bomb_stops_at_the_bound() -> None:
    files = {"word/document.xml": b"<w>" + b" " * (container.LARGEST_XML + 10), "_rels/.rels": b"<r/>"}
    assert len(zipped(files)) < 100_000
    assert codes(zipped(files)) == ["NP984"]


def test_many_parts_each_within_bounds_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "LARGEST_ALL", 100_000)
    files = {f"xl/worksheets/sheet{at}.xml": b" " * 40_000 for at in range(5)}
    assert codes(zipped(XLSX | files), "a.xlsx") == ["NP984"]


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_PARTS", 20)
    assert codes(zipped({f"{at}.xml": b"" for at in range(30)})) == ["NP984"]


ENTITIES = (
    b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><w:document xmlns:w="x"><w:body><w:p><w:r><w:t>&c;'
    b"</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x"><w:t>&a;</w:t></w:document>'


@pytest.mark.parametrize("document", [ENTITIES, OUTSIDE, ENTITIES.decode().encode("utf-16")])
def test_entities_are_refused(document: bytes) -> None:
    assert codes(zipped({"word/document.xml": document, "_rels/.rels": b"<r/>"})) == ["NP983"]
    assert codes(zipped(XLSX | {"xl/sharedStrings.xml": document}), "a.xlsx") == ["NP983"]


@pytest.mark.parametrize("tag", ["w:p", "w:sdt", "w:tbl", "w:ins"])
def test_deep_nesting_is_refused(tag: str) -> None:
    assert codes(word_file(f"<{tag}>" * 5000 + f"</{tag}>" * 5000)) == ["NP983"]


@pytest.mark.parametrize("depth", [60, 120, 200])
def test_nesting_within_the_parsers_bound_is_read_or_refused(depth: int) -> None:
    table = "<w:tbl><w:tr><w:tc>" * (depth // 3) + paragraph("字。") + "</w:tc></w:tr></w:tbl>" * (depth // 3)
    made = imported("a.docx", word_file(table))
    assert {fault.code for fault in made.report} <= {"NP983", "NP986"}


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "b", "ul><li"])
def test_a_page_nested_without_end_is_refused_or_read_whole(tag: str) -> None:
    page = f"<html><body>{f'<{tag}>' * 20_000}正文一句，在很深的地方。</body></html>"
    made = imported("a.html", page.encode())
    assert {fault.code for fault in made.report if fault.severity == "error"} <= {"NP983", "NP984", "NP988"}
    assert made.account.balanced


def test_a_page_of_too_many_tags_is_refused() -> None:
    assert codes(b"<html><body>" + b"<br>" * 250_000, "a.html") == ["NP984"]


def test_a_file_that_is_too_large_is_refused_by_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LARGEST", 1000)
    assert codes(b"x" * 1001, "a.txt") == ["NP984"]


def test_more_characters_than_a_paper_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST_CHARACTERS", 1000)
    assert codes("字".encode() * 1001, "a.txt") == ["NP984"]


def test_more_lines_than_a_paper_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST_ELEMENTS", 100)
    assert codes("短行\n".encode() * 101, "a.txt") == ["NP984"]


def test_a_long_text_of_many_heads_is_read_in_bounded_work() -> None:
    text = "".join(f"标题之{at}\n\n近日，第{at}件事发生了，大家都知道。\n\n" for at in range(1500))
    made = imported("a.txt", text.encode())
    assert made.account.balanced
    assert sum(len(story.items) or 1 for story in made.manuscript.stories) == 1500


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.docx", b"PK\x03\x04" + b"\0" * 50, ["NP983"]),
        ("a.docx", zipped({"word/document.xml": b"<w:document", "_rels/.rels": b"<r/>"}), ["NP983"]),
        ("a.docx", zipped({"word/other.xml": b"<r/>"}), ["NP983"]),
        ("a.xlsx", zipped({"xl/workbook.xml": b"<workbook/>"}), ["NP983"]),
        ("a.zip", zipped({"a.txt": b"x"}), ["NP980"]),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 100, ["NP980"]),
        ("a.rtf", b"{\\rtf1 text}", ["NP980"]),
        ("a.jpg", b"\xff\xd8\xff\xe0", ["NP980"]),
    ],
)
def test_what_is_broken_or_of_no_known_kind_is_told(name: str, data: bytes, expected: list[str]) -> None:
    assert codes(data, name) == expected


def test_an_encrypted_archive_is_told() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", b"<w/>")
    data = bytearray(made.getvalue())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag of encryption in the central directory
    data[6] |= 1
    assert codes(bytes(data)) == ["NP983"]
