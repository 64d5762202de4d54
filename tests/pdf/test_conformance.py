"""What the file says of itself: one story in Info and XMP, one profile for both intents, no word of the clock."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import readback
import sheets

from layout.fonts import FontBook
from layout.pdf.job import Job, newsprint, profile_fault
from layout.pdf.writer import write


def made(book: FontBook, job: Job = sheets.JOB) -> bytes:
    return write([sheets.page(*sheets.line(book, "早报", 20, 50))], book, job)


def test_info_says_what_xmp_says(book: FontBook) -> None:
    document = readback.opened(made(book))
    packet, information = document.open_metadata(), document.docinfo
    assert str(information.Title) == packet["dc:title"] == sheets.JOB.title
    assert [str(information.Author)] == packet["dc:creator"] == [sheets.JOB.author]
    assert str(information.Creator) == packet["xmp:CreatorTool"]
    assert str(information.Producer) == packet["pdf:Producer"]
    assert str(information.CreationDate) == str(information.ModDate) == "D:20190715000000Z"
    assert {packet[f"xmp:{name}Date"] for name in ("Create", "Modify", "Metadata")} == {"2019-07-15T00:00:00Z"}
    assert information.Trapped == "/False"
    assert packet["pdf:Trapped"] == "False"
    assert packet["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
    assert (packet["pdfaid:part"], packet["pdfaid:conformance"], packet["pdfuaid:part"]) == ("2", "A", "1")
    assert packet["xmpMM:VersionID"] == "1"
    assert packet["xmpMM:RenditionClass"] == "default"


def test_xmp_stands_in_the_file_in_plain(book: FontBook) -> None:
    pdf = made(book, replace(sheets.JOB, title="<通知> & “停水”"))
    assert "&lt;通知&gt; &amp; “停水”".encode() in pdf
    assert readback.opened(pdf).open_metadata()["dc:title"] == "<通知> & “停水”"


def test_a_title_pasted_with_control_characters_is_still_xml(book: FontBook) -> None:
    assert readback.opened(made(book, replace(sheets.JOB, title="早\x00\x0b报"))).open_metadata()["dc:title"] == "早报"


def test_one_profile_serves_both_intents(book: FontBook) -> None:
    document = readback.opened(made(book))
    intents = document.Root.OutputIntents
    assert [str(intent.S) for intent in intents] == ["/GTS_PDFX", "/GTS_PDFA1"]
    assert len({intent.DestOutputProfile.objgen for intent in intents}) == 1
    assert intents[0].DestOutputProfile.read_bytes() == newsprint()
    assert intents[0].DestOutputProfile.N == 4
    assert intents[0].OutputConditionIdentifier == "CGATS TR 002"
    assert intents[0].RegistryName == "http://www.color.org"


def test_a_printers_own_profile_is_no_registered_condition(book: FontBook) -> None:
    own = newsprint()[:-4] + b"\0\0\0\0"
    document = readback.opened(made(book, replace(sheets.JOB, profile=own, condition="某印厂 2019")))
    intent = document.Root.OutputIntents[0]
    assert intent.DestOutputProfile.read_bytes() == own
    assert intent.OutputConditionIdentifier == intent.Info == "某印厂 2019"
    assert "/RegistryName" not in intent


@pytest.mark.parametrize(
    ("profile", "fault"),
    [
        (newsprint(), ""),
        (b"", "no ICC profile"),
        (b"%PDF-1.4" * 40, "no ICC profile"),
        (newsprint()[:12] + b"mntr" + newsprint()[16:], "printing press"),
        (newsprint()[:16] + b"RGB " + newsprint()[20:], "CMYK"),
        (newsprint().replace(b"B2A0", b"XXXX"), "conversion"),
    ],
)
def test_a_profile_that_cannot_be_the_intent_is_told(profile: bytes, fault: str) -> None:
    assert (fault in profile_fault(profile)) if fault else not profile_fault(profile)


def test_the_file_is_1_6_and_binary_and_ends_as_it_should(book: FontBook) -> None:
    pdf = made(book)
    assert re.match(rb"%PDF-1\.6\n%[\x80-\xff]{4}", pdf)
    assert pdf.endswith(b"%%EOF\n")


def test_every_page_blends_in_cmyk_and_shows_the_title(book: FontBook) -> None:
    document = readback.opened(made(book))
    for page in document.pages:
        assert page.obj.Group.CS == "/DeviceCMYK"
        assert page.obj.Group.S == "/Transparency"
    assert document.Root.ViewerPreferences.DisplayDocTitle
