"""Rules of the page's boxes (ISO 32000-1 §14.11.2): where it is cut, what bleeds, what the viewer shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b

from layout.preflight.document import File, Sheet
from layout.preflight.graphics import Box
from layout.preflight.plates import plates_of
from layout.preflight.rules import fault, rule
from layout.preflight.values import Finding

_SLACK = 0.02  # points that rounding may take
_SAME = 0.5  # mm: programs round page sizes, to points at worst
_BARE = bytes(range(251, 256))  # samples of a plate that print nothing


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - _SLACK
        and inner[1] >= outer[1] - _SLACK
        and inner[2] <= outer[2] + _SLACK
        and inner[3] <= outer[3] + _SLACK
    )


@rule("NP841")
def page_says_where_it_is_cut(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        given = {sheet.own("/TrimBox"), sheet.own("/ArtBox")}  # NP805 where it is no box
        if given == {None} or not sheet.says_its_trim:
            yield fault(sheet)


@rule("NP842")
def page_has_a_trim_or_an_art_box(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        if sheet.own("/TrimBox") is not None and sheet.own("/ArtBox") is not None:
            yield fault(sheet)


@rule("NP843")
def boxes_stand_one_in_another(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        for inner, outer in _pairs(sheet):
            one, other = sheet.own(inner), sheet.media if outer == "/MediaBox" else sheet.own(outer)
            if one is not None and other is not None and not _inside(one, other):
                yield fault(sheet, box=one, inner=inner[1:], outer=outer[1:])


def _pairs(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for name in ("/TrimBox", "/ArtBox"):
        yield name, "/BleedBox"
        yield name, "/MediaBox"
    yield "/BleedBox", "/MediaBox"


@rule("NP844")
def crop_box_hides_nothing(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        crop = sheet.own("/CropBox")
        if crop is not None and not _inside(sheet.media, crop):
            yield fault(sheet, box=crop)


@rule("NP845")
def viewer_shows_the_whole_sheet(file: File) -> Iterator[Finding]:
    wishes = file.root.get("/ViewerPreferences")
    for key in ("/ViewArea", "/ViewClip", "/PrintArea", "/PrintClip"):
        if wishes is not None and key in wishes and str(wishes[key]) not in ("/MediaBox", "/BleedBox"):
            yield fault(key=key[1:], box_name=str(wishes[key])[1:])


@rule("NP785")
def pages_stand_upright(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        if sheet.turn:
            yield fault(sheet, degrees=sheet.turn)


@rule("NP847")
def pages_are_of_one_size(file: File) -> Iterator[Finding]:
    """Of the size most have; a spread of two pages is one."""
    sizes = [_upright(sheet) for sheet in file.sheets]
    counts = Counter(tuple(round(side) for side in size) for size in sizes)
    usual = max(sizes, key=lambda size: counts[round(size[0]), round(size[1])], default=(0.0, 0.0))
    for sheet, size in zip(file.sheets, sizes, strict=True):
        if not any(_alike(size, (pages * usual[0], usual[1])) for pages in (0.5, 1, 2)):
            yield fault(sheet, size="{:.1f} × {:.1f} mm".format(*size), usual="{:.1f} × {:.1f} mm".format(*usual))


def _upright(sheet: Sheet) -> tuple[float, float]:
    """Width and height as the page is turned to be seen."""
    width, height = sheet.size
    return (height, width) if sheet.turn % 180 else (width, height)


def _alike(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(here - there) <= _SAME for here, there in zip(one, other, strict=True))


def _printed(file: File, sheet: Sheet) -> dict[str, tuple[int, int, bytes]] | None:
    """The plates that have a dot inside the trim, by ink; None where that was not measured."""
    found = plates_of(file)
    if sheet.number in found.doubts:
        return None
    return {ink: plane for ink, plane in found.planes.get(sheet.number, {}).items() if plane[2].translate(None, _BARE)}


@rule("NP787")
def pages_print_something(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        if _printed(file, sheet) == {} and not sheet.annotations:  # which may print: NP870
            yield fault(sheet)


@rule("NP784")
def no_page_comes_twice(file: File) -> Iterator[Finding]:
    known: dict[object, int] = {}
    for sheet in file.sheets:
        printed = _printed(file, sheet)
        if printed:
            seen = tuple((ink, width, height, blake2b(data).digest()) for ink, (width, height, data) in printed.items())
            first = known.setdefault((sheet.turn, seen), sheet.number)
            if first != sheet.number:
                yield fault(sheet, first=first)
