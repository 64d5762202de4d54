"""Rules of what the file says of itself: the XMP packet, the Info dictionary, and that the two agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

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
        said, told = str(file.info[key]).strip(), file.xmp[name].strip()
        if said != told and not ("Date" in key and _same_instant(said, told)):
            yield fault(key=key[1:], info=said[:40], xmp=told[:40])


_DATE = re.compile(
    r"(?:D:)?(\d{4})-?(\d\d)?-?(\d\d)?T?(\d\d)?:?(\d\d)?:?(\d\d)?(?:\.\d+)?(?:(Z)|([+-])(\d\d)[':]?(\d\d)?)?"
)
"""Of PDF (ISO 32000-1 §7.9.4) and of XMP: year to second, and the zone."""


def _same_instant(one: str, other: str) -> bool:
    """Whether two dates are one moment; where one has no zone, whether they say the same. False for what is no date."""
    here, there = _DATE.match(one), _DATE.match(other)
    if here is None or there is None:
        return False
    zones = [_zone(each) for each in (here, there)]
    if None in zones:
        return _local(here) == _local(there)
    try:
        return _local(here) - (zones[0] or timedelta()) == _local(there) - (zones[1] or timedelta())
    except OverflowError:
        return False


def _local(date: re.Match[str]) -> datetime:
    year, month, day = (int(date[at] or 1) for at in (1, 2, 3))
    hour, minute, second = (int(date[at] or 0) for at in (4, 5, 6))
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:  # a 31st of February
        return datetime.min


def _zone(date: re.Match[str]) -> timedelta | None:
    """East of Greenwich; None = the date does not say."""
    if date[7] is None and date[8] is None:
        return None
    away = timedelta(hours=int(date[9] or 0), minutes=int(date[10] or 0))
    return -away if date[8] == "-" else away


@rule("NP833", "x-1a", "x-3")
def info_is_complete(file: File) -> Iterator[Finding]:
    for key in ("/Creator", "/Producer", "/CreationDate", "/ModDate", "/GTS_PDFXVersion"):
        try:
            there = bool(str(file.info.get(key, "")))
        except BROKEN:
            there = False
        if not there:
            yield fault(key=key[1:])
