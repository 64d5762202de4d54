"""Rules of the file as such: version, identifier, filters,
things that stand outside it or only other programs can draw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from layout.preflight.document import File
from layout.preflight.rules import fault, rule
from layout.preflight.values import Finding

_NEWEST = {"x-4": (1, 6), "x-1a": (1, 4), "x-3": (1, 4)}
_KNOWN_FILTERS = {
    "/ASCIIHexDecode",
    "/ASCII85Decode",
    "/FlateDecode",
    "/RunLengthDecode",
    "/CCITTFaxDecode",
    "/DCTDecode",
    "/JBIG2Decode",
    "/JPXDecode",
    "/AHx",
    "/A85",
    "/Fl",
    "/RL",
    "/CCF",
    "/DCT",
}

_NO_RESOURCES = "Resources is missing or invalid; repairing"  # a page that draws without any is no damage


@rule("NP806")
def file_is_whole(file: File) -> Iterator[Finding]:
    warnings = [told for each in file.pdf.get_warnings() if not (told := str(each)).endswith(_NO_RESOURCES)]
    if warnings:
        yield fault(reason=warnings[0].rpartition(": ")[2][:160], count=len(warnings))


@rule("NP807")
def version_is_one_the_standard_knows(file: File) -> Iterator[Finding]:
    versions = [file.header, str(file.root.get("/Version", "/"))[1:]]
    for version in filter(None, versions):
        if tuple(map(int, version.split("."))) > _NEWEST[file.standard]:
            yield fault(version=version, newest="{}.{}".format(*_NEWEST[file.standard]))
            return
    if not file.header:
        yield fault(version="?", newest="{}.{}".format(*_NEWEST[file.standard]))


@rule("NP808")
def trailer_has_an_identifier(file: File) -> Iterator[Finding]:
    # Of the file's own bytes: a library that saves it adds one.
    if "/ID" not in file.pdf.trailer:
        yield fault()


def _filters(entry: Any) -> list[str]:
    given = entry.get("/Filter")
    if given is None:
        return []
    return [str(each) for each in given] if given._type_name == "array" else [str(given)]


def _streams(file: File) -> Iterator[Any]:
    return (entry for entry in file.objects if entry._type_name == "stream")


def _number(entry: Any) -> str:
    return f"object {entry.objgen[0]}"


@rule("NP809")
def nothing_is_packed_with_lzw(file: File) -> Iterator[Finding]:
    for entry in _streams(file):
        if {"/LZWDecode", "/LZW"} & set(_filters(entry)):
            yield fault(page=file.page_of(entry), thing=_number(entry))


@rule("NP810")
def filters_are_those_of_the_standard(file: File) -> Iterator[Finding]:
    for entry in _streams(file):
        for name in _filters(entry):
            if name not in _KNOWN_FILTERS | {"/LZWDecode", "/LZW"}:
                yield fault(page=file.page_of(entry), thing=_number(entry), filter=name[1:])


@rule("NP811")
def streams_stand_in_the_file(file: File) -> Iterator[Finding]:
    for entry in _streams(file):
        if "/F" in entry or "/FFilter" in entry:
            yield fault(page=file.page_of(entry), thing=_number(entry))


@rule("NP812")
def no_postscript_objects(file: File) -> Iterator[Finding]:
    for entry in _streams(file):
        kinds = {str(entry.get("/Subtype", "")), str(entry.get("/Subtype2", ""))}
        if "/PS" in kinds or (str(entry.get("/Subtype", "")) == "/Form" and "/PS" in entry):
            yield fault(page=file.page_of(entry), thing=_number(entry))


@rule("NP813")
def no_form_stands_for_another_file(file: File) -> Iterator[Finding]:
    for entry in _streams(file):
        if str(entry.get("/Subtype", "")) == "/Form" and "/Ref" in entry:
            yield fault(page=file.page_of(entry), thing=_number(entry))


@rule("NP814")
def no_picture_is_to_be_swapped_by_opi(file: File) -> Iterator[Finding]:
    for entry in _streams(file):
        if "/OPI" in entry:
            yield fault(page=file.page_of(entry), thing=_number(entry))


@rule("NP815")
def pages_are_not_separated_already(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        if "/SeparationInfo" in sheet.entry:
            yield fault(sheet)


@rule("NP816")
def operators_are_known(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for name in dict.fromkeys(sheet.marks.unknown):
            yield fault(sheet, operator=name[:20])


@rule("NP804")
def content_can_be_read(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for operator, why in dict.fromkeys(sheet.marks.stumbles):
            yield fault(sheet, operator=operator, reason=why[:120])


@rule("NP802")
def content_closes_what_it_opens(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for operator in dict.fromkeys(sheet.marks.unclosed):
            yield fault(sheet, operator=operator)


@rule("NP817")
def pages_are_measured_in_points(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        if "/UserUnit" in sheet.entry and (file.standard != "x-4" or float(sheet.entry["/UserUnit"]) != 1):
            yield fault(sheet, unit=sheet.entry["/UserUnit"])


@rule("NP818")
def no_other_picture_is_printed_instead(file: File) -> Iterator[Finding]:
    for entry in _streams(file):
        for other in entry.get("/Alternates", []):
            if bool(other.get("/DefaultForPrinting", False)):
                yield fault(page=file.page_of(entry), thing=_number(entry))


@rule("NP819", "x-1a", "x-3")
def objects_are_not_packed_together(file: File) -> Iterator[Finding]:
    if str(file.pdf.trailer.get("/Type", "")) == "/XRef" or any(
        str(entry.get("/Type", "")) == "/ObjStm" for entry in _streams(file)
    ):
        yield fault()


@rule("NP820")
def no_files_are_attached(file: File) -> Iterator[Finding]:
    names = file.root.get("/Names")
    if (names is not None and "/EmbeddedFiles" in names) or "/AF" in file.root:
        yield fault()
