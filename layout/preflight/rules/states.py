"""Rules of the graphics state and of transparency (ISO 32000-1 §8.4.5, §10, §11), and of how pictures are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from layout.preflight.document import File, Sheet
from layout.preflight.rules import fault, rule
from layout.preflight.values import Finding

_BLENDS = {
    *("/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge", "/ColorBurn"),
    *("/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color", "/Luminosity"),
}
_INTENTS = {"/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual"}


def _states(file: File) -> Iterator[tuple[Sheet, str, Any]]:
    for sheet in file.sheets:
        for name, entry in sheet.marks.states.values():
            yield sheet, name, entry


@rule("NP856")
def no_transfer_curves(file: File) -> Iterator[Finding]:
    for sheet, name, entry in _states(file):
        if "/TR" in entry:
            yield fault(sheet, thing=name)


@rule("NP857")
def newer_transfer_curves_are_the_default(file: File) -> Iterator[Finding]:
    for sheet, name, entry in _states(file):
        if "/TR2" in entry and str(entry["/TR2"]) != "/Default":
            yield fault(sheet, thing=name)


@rule("NP858")
def no_halftone_phase(file: File) -> Iterator[Finding]:
    for sheet, name, entry in _states(file):
        if "/HTP" in entry:
            yield fault(sheet, thing=name)


@rule("NP859")
def halftones_are_of_type_1_or_5_without_a_name(file: File) -> Iterator[Finding]:
    for sheet, name, entry in _states(file):
        tone = entry.get("/HT")
        if tone is None or tone._type_name == "name":
            continue
        kind = int(tone.get("/HalftoneType", 0))
        if kind not in (1, 5) or "/HalftoneName" in tone:
            yield fault(sheet, thing=name, kind=f"{kind}" + (", named" if "/HalftoneName" in tone else ""))


@rule("NP860", "x-4")
def blend_modes_are_known(file: File) -> Iterator[Finding]:
    for sheet, name, entry in _states(file):
        given = entry.get("/BM")
        if given is None:
            continue
        modes = [str(each) for each in given] if given._type_name == "array" else [str(given)]
        if modes and modes[0] not in _BLENDS:
            yield fault(sheet, thing=name, mode=modes[0][1:])


@rule("NP861", "x-1a", "x-3")
def nothing_is_transparent(file: File) -> Iterator[Finding]:
    for sheet, name, entry in _states(file):
        for key in ("/ca", "/CA"):
            if key in entry and float(entry[key]) != 1:
                yield fault(sheet, thing=name, how=f"{key[1:]} {float(entry[key]):g}")
        if "/BM" in entry and str(entry["/BM"]) not in ("/Normal", "/Compatible"):
            yield fault(sheet, thing=name, how=f"BM {entry['/BM']}")
        if "/SMask" in entry and str(entry["/SMask"]) != "/None":
            yield fault(sheet, thing=name, how="SMask")
    for sheet in file.sheets:
        groups = [
            ("page", sheet.entry.get("/Group")),
            *((name, form.get("/Group")) for name, form in sheet.marks.forms.values()),
        ]
        for thing, group in groups:
            if group is not None and str(group.get("/S", "")) == "/Transparency":
                yield fault(sheet, thing=thing, how="Group")
        for mark in sheet.marks.images():
            if "/SMask" in mark.image or int(mark.image.get("/SMaskInData", 0)):
                yield fault(sheet, mark, how="SMask")


@rule("NP862", "x-1a", "x-3")
def pictures_are_written_as_pdf_1_4_can(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for mark in sheet.marks.images():
            given = mark.image.get("/Filter")
            filters = (
                [] if given is None else [str(each) for each in (given if given._type_name == "array" else [given])]
            )
            if int(mark.image.get("/BitsPerComponent", 8)) > 8:
                yield fault(sheet, mark, how="16 bit")
            for name in filters:
                if name in ("/JPXDecode", "/JBIG2Decode"):
                    yield fault(sheet, mark, how=name[1:-6])


@rule("NP863")
def pictures_are_not_smoothed(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for mark in sheet.marks.images():
            if bool(mark.image.get("/Interpolate", False)):
                yield fault(sheet, mark)


@rule("NP864")
def rendering_intents_are_known(file: File) -> Iterator[Finding]:
    for sheet, name, entry in _states(file):
        if "/RI" in entry and str(entry["/RI"]) not in _INTENTS:
            yield fault(sheet, thing=name, intent=str(entry["/RI"])[1:])
    for sheet in file.sheets:
        for mark in sheet.marks.images():
            if "/Intent" in mark.image and str(mark.image["/Intent"]) not in _INTENTS:
                yield fault(sheet, mark, intent=str(mark.image["/Intent"])[1:])
