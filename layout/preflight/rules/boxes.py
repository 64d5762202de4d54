"""Rules of the page's boxes (ISO 32000-1 §14.11.2): where it is cut, what bleeds, what the viewer shows."""

from __future__ import annotations

from collections.abc import Iterator

from layout.preflight.document import File, Sheet
from layout.preflight.graphics import Box
from layout.preflight.rules import fault, rule
from layout.preflight.values import Finding
from layout.units import MM

_SLACK = 0.02  # points that rounding may take


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
        if sheet.own("/TrimBox") is None and sheet.own("/ArtBox") is None:
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


@rule("NP846")
def bleed_is_as_wide_as_the_press_wants(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        trim, bleed = sheet.trim, sheet.bleed
        width = min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
        if width < file.press.bleed - 0.1 and _bleeds(sheet):
            yield fault(sheet, width=f"{max(width, 0) / MM:.1f}", wanted=f"{file.press.bleed / MM:.1f}")


def _bleeds(sheet: Sheet) -> bool:
    """Whether something is drawn up to the trim's edge: a page with margins all round needs no bleed."""
    left, bottom, right, top = sheet.trim
    for mark in sheet.marks.marks:
        if mark.hidden:
            continue
        x0, y0, x1, y1 = mark.box
        crosses = x1 > left and x0 < right and y1 > bottom and y0 < top
        if crosses and mark.kind != "text" and (x0 <= left + 1 or x1 >= right - 1 or y0 <= bottom + 1 or y1 >= top - 1):
            return True
    return False


@rule("NP847")
def pages_are_of_one_size(file: File) -> Iterator[Finding]:
    first = file.sheets[0].size if file.sheets else (0.0, 0.0)
    for sheet in file.sheets[1:]:
        width, height = sheet.size
        if abs(width - first[0]) > 0.3 or abs(height - first[1]) > 0.3:
            size, other = f"{width:.1f} × {height:.1f} mm", f"{first[0]:.1f} × {first[1]:.1f} mm"
            yield fault(sheet, size=size, first=other)
