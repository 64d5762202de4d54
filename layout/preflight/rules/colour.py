"""Rules of colour: under a CMYK intent everything is CMYK, gray or a spot ink, down to what other spaces stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from layout.preflight.colours import PROCESS, Space
from layout.preflight.document import BROKEN, File, Sheet
from layout.preflight.graphics import Box, meet, span
from layout.preflight.rules import fault, inside, rule
from layout.preflight.values import Finding

_HEADER = 4096  # bytes of a JPEG 2000 file in which its header stands


def _spaces(sheet: Sheet) -> Iterator[tuple[Space, Box, str]]:
    yield from sheet.marks.spaces.values()


def _first_of_each(sheet: Sheet, wrong: dict[int, str]) -> Iterator[Finding]:
    """One finding for each object; wrong: what it is, by the id of the space."""
    seen = set()
    for made, box, thing in _spaces(sheet):
        if id(made) in wrong and (thing, wrong[id(made)]) not in seen:
            seen.add((thing, wrong[id(made)]))
            yield fault(sheet, thing=thing, box=box, space=wrong[id(made)])


@rule("NP848")
def nothing_is_in_device_rgb(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        yield from _first_of_each(
            sheet, {id(made): "DeviceRGB" for made, _, _ in _spaces(sheet) if made.kind == "rgb" and made.device}
        )


@rule("NP849", "x-1a")
def nothing_is_in_a_profiles_colours(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        wrong = {id(made): _name(made) for made, _, _ in _spaces(sheet) if made.icc or made.kind == "lab"}
        yield from _first_of_each(sheet, wrong)


@rule("NP850", "x-4", "x-3")
def pictures_and_type_are_in_the_presss_colours(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        wrong = {id(made): _name(made) for made, _, _ in _spaces(sheet) if made.icc and made.kind in ("rgb", "lab")}
        yield from _first_of_each(sheet, wrong)
        for mark in sheet.marks.images():
            if mark.space is None and (name := jpeg2000_colours(mark.image)):
                yield fault(sheet, mark, space=name)


_ENUMERATED = {16: "sRGB", 18: "sYCC", 14: "Lab"}
_NOT_INK = {b"RGB ": "RGB", b"Lab ": "Lab"}


def jpeg2000_colours(image: Any) -> str:
    """What a JPEG 2000 picture says its colours are, where they are no inks; "" = ink, or it does not say.

    Its header holds a `colr` box: method 1 a number, method 2 a profile (ISO 15444-1 §I.5.3.3).
    """
    if str(image.get("/Filter", "")) not in ("/JPXDecode", "[/JPXDecode]"):
        return ""
    head = image.read_raw_bytes()[:_HEADER]
    at = head.find(b"colr")
    if at < 0:
        return ""
    if head[at + 4] == 1:
        return _named(_ENUMERATED.get(int.from_bytes(head[at + 7 : at + 11], "big"), ""))
    return _named(_NOT_INK.get(head[at + 7 + 16 : at + 7 + 20], ""))


def _named(colours: str) -> str:
    return f"JPEG 2000 ({colours})" if colours else ""


def _name(made: Space) -> str:
    family = str(made.entry[0])[1:] if made.entry is not None else made.kind
    return f"{family} ({made.kind.upper()})" if family == "ICCBased" else family


@rule("NP851", "x-4", "x-3")
def profiles_cmyk_does_not_overprint_by_opm_1(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for mark in sheet.marks.marks:
            if mark.overprint and mark.opm == 1 and mark.space and mark.space.icc and mark.space.kind == "cmyk":
                yield fault(sheet, mark)
                break


@rule("NP852")
def spot_inks_of_one_name_are_one_ink(file: File) -> Iterator[Finding]:
    known: dict[str, tuple[str, _Meaning, int]] = {}
    told = set()
    for sheet in file.sheets:
        for made, box, _ in _spaces(sheet):
            for at, name in enumerate(made.names):
                if name in ("All", "None", *PROCESS) or name in told:
                    continue
                meaning = _meaning(made, at)
                other, first, page = known.setdefault(_bare(name), (name, meaning, sheet.number))
                if other != name or not _alike(first, meaning):
                    told.add(name)
                    yield fault(sheet, box=box, ink=name, other=other, first=page)


_Meaning = tuple[str, tuple[float, ...]] | None
_SAME = 0.02  # of an ink: programs round what stands for a spot


def _meaning(made: Space, at: int) -> _Meaning:
    """What the alternate shows of one colorant in full, the others left away; None = not to be known."""
    try:
        assert made.tint is not None
        assert made.base is not None
        return made.base.kind, tuple(made.tint([float(index == at) for index in range(made.count)]))
    except BROKEN:
        return None


def _alike(one: _Meaning, other: _Meaning) -> bool:
    if one is None or other is None:
        return True
    reach = 100.0 if one[0] == "lab" else 1.0
    return one[0] == other[0] and all(
        abs(here - there) <= _SAME * reach for here, there in zip(one[1], other[1], strict=True)
    )


def _bare(name: str) -> str:
    """A spot's name as the ink can has it: PANTONE 185 C, Pantone 185 CV and PANTONE 185U are one ink."""
    bare = "".join(filter(str.isalnum, name)).casefold()
    return re.sub(r"^(pantone.*\d)(cvc|cvu|cvp|cv|cp|up|c|u|m)$", r"\1", bare) or name


@rule("NP853")
def registration_ink_stays_in_the_marks(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        # Without a trim, which is told by itself (NP841), nothing says where the marks end.
        if not sheet.says_its_trim:
            continue
        for mark in sheet.marks.marks:
            registers = mark.space is not None and "All" in mark.space.names
            if registers and meet(mark.box, inside(sheet.trim)) is not None and any(mark.colour):
                yield fault(sheet, mark)


@rule("NP854")
def press_carries_every_ink(file: File) -> Iterator[Finding]:
    allowed = {*PROCESS, "All", "None", *file.press.spots}
    for sheet in file.sheets:
        told = set()
        for made, box, thing in _spaces(sheet):
            for name in made.names:
                if name not in allowed and name not in told:
                    told.add(name)
                    yield fault(sheet, box=box, thing=thing, ink=name)


@rule("NP855")
def groups_mix_in_the_presss_colours(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        groups = [
            ("page", sheet.entry.get("/Group")),
            *((name, form.get("/Group")) for name, form in sheet.marks.forms.values()),
        ]
        for thing, group in groups:
            if group is None or "/CS" not in group:
                continue
            entry = group["/CS"]
            name = str(entry if entry._type_name == "name" else entry[0])
            if name in ("/DeviceRGB", "/CalRGB") or (name == "/ICCBased" and int(entry[1]["/N"]) == 3):
                boxes = [mark.box for mark in sheet.marks.marks if thing != "page" and mark.thing == thing]
                yield fault(sheet, thing=thing, box=_round(boxes), space=name[1:])


def _round(boxes: list[Box]) -> Box | None:
    corners = [corner for left, bottom, right, top in boxes for corner in ((left, bottom), (right, top))]
    return span(corners) if corners else None
