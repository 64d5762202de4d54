"""Rules of what the file says of itself: the XMP packet, the Info dictionary, and that the two agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from layout.preflight.document import BROKEN, File, packet_fault
from layout.preflight.rules import fault, rule
from layout.preflight.values import Finding

# Properties an X-4 file must have, besides title and standard, which have codes of their own.
_DATES = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate")
_IDENTITY = ("xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass")
_PAIRS = {
    "/Title": "dc:title",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
    "/CreationDate": "xmp:CreateDate",
    "/ModDate": "xmp:ModifyDate",
    "/GTS_PDFXVersion": "pdfxid:GTS_PDFXVersion",
}
_VERSIONS = {
    "x-4": ("PDF/X-4",),
    "x-1a": ("PDF/X-1a:2003", "PDF/X-1:2001", "PDF/X-1a:2001"),
    "x-3": ("PDF/X-3:2003", "PDF/X-3:2002"),
}


@rule("NP821", "x-4")
def file_has_an_xmp_packet(file: File) -> Iterator[Finding]:
    if file.packet is None:
        yield fault()


@rule("NP822", "x-4")
def packet_is_not_compressed(file: File) -> Iterator[Finding]:
    if file.packet is not None and "/Filter" in file.root["/Metadata"]:
        yield fault()


@rule("NP823")
def packet_can_be_read(file: File) -> Iterator[Finding]:
    if file.packet is not None and (reason := packet_fault(file.packet)):
        yield fault(reason=reason)


@rule("NP824")
def file_says_which_standard_it_keeps(file: File) -> Iterator[Finding]:
    if not file.claim:
        yield fault(standard=file.standard.upper())


@rule("NP825")
def standard_is_the_one_the_press_wants(file: File) -> Iterator[Finding]:
    if file.claim and (file.claim not in _VERSIONS[file.standard] or file.standard != file.press.standard):
        yield fault(claim=file.claim[:30], standard=file.press.standard.upper(), press=file.press.name)


@rule("NP826")
def document_has_a_title(file: File) -> Iterator[Finding]:
    title = file.xmp.get("dc:title", "") if file.standard == "x-4" else str(file.info.get("/Title", ""))
    if (file.packet is not None or file.standard != "x-4") and not title.strip():
        yield fault()


@rule("NP827", "x-4")
def packet_has_its_dates(file: File) -> Iterator[Finding]:
    if file.xmp:
        for name in _DATES:
            if not file.xmp.get(name):
                yield fault(name=name)


@rule("NP828", "x-4")
def packet_tells_the_program(file: File) -> Iterator[Finding]:
    if file.xmp and not file.xmp.get("xmp:CreatorTool"):
        yield fault()


@rule("NP829", "x-4")
def packet_identifies_the_document(file: File) -> Iterator[Finding]:
    if file.xmp:
        for name in _IDENTITY:
            if not file.xmp.get(name):
                yield fault(name=name)


@rule("NP830")
def trapping_is_told(file: File) -> Iterator[Finding]:
    told = file.xmp.get("pdf:Trapped", "") if file.standard == "x-4" and file.xmp else ""
    plain = str(file.info.get("/Trapped", "")).lstrip("/")
    if not {told, plain} & {"True", "False"}:
        yield fault(told=(told or plain or "–"))


@rule("NP831", "x-4")
def trapping_is_told_alike(file: File) -> Iterator[Finding]:
    told, plain = file.xmp.get("pdf:Trapped", ""), str(file.info.get("/Trapped", "")).lstrip("/")
    if told and plain and told != plain:
        yield fault(xmp=told, info=plain)


@rule("NP832", "x-4")
def info_says_what_xmp_says(file: File) -> Iterator[Finding]:
    for key, name in _PAIRS.items():
        if key not in file.info or name not in file.xmp:
            continue
        said, told = str(file.info[key]), file.xmp[name]
        if "Date" in key:
            said, told = _instant(said), _instant(told)
        if said.strip() != told.strip():
            yield fault(key=key[1:], info=said[:40], xmp=told[:40])


def _instant(text: str) -> str:
    """The digits of a date; PDF and XMP write them with other marks between.
    Seconds and the zone's minutes may be missing."""
    digits = re.sub(r"\D", "", re.split(r"[+Z]|(?<=\d\d:\d\d)-", text.removeprefix("D:"))[0])
    return digits[:14].ljust(14, "0")


@rule("NP833", "x-1a", "x-3")
def info_is_complete(file: File) -> Iterator[Finding]:
    for key in ("/Creator", "/Producer", "/CreationDate", "/ModDate", "/GTS_PDFXVersion"):
        try:
            there = bool(str(file.info.get(key, "")))
        except BROKEN:
            there = False
        if not there:
            yield fault(key=key[1:])
