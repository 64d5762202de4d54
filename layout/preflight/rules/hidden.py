"""Rules of text that is in the file and not on the paper: set invisible or at no size, covered, in the colour of what
it stands on, cut away. A reader finds it, a search engine too, and so does whoever copies the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil, floor

from layout.preflight.document import File, Sheet
from layout.preflight.graphics import Box, meet
from layout.preflight.inking import DPI, share
from layout.preflight.marks import Mark
from layout.preflight.plates import plates_of
from layout.preflight.rules import fault, rule
from layout.preflight.values import Finding

_SCANNED = 0.7  # of the trim that a picture has to fill to be the page itself
_BUCKET = 48.0  # points: covers are looked for by squares of this side
_MOST_BUCKETS = 4000  # squares of one cover
_MOST_LOOKS = 500_000  # covers that are compared with text on a page
_EVEN = 2  # steps of 255 by which bare ground may differ
_LEAST = 3  # pixels of a plate: type that is smaller may be lost there although it prints
_SHOWN = 40  # characters of hidden text that are told


def _writes(mark: Mark) -> bool:
    """Whether text has more than blanks, as far as can be known."""
    if mark.font is None:
        return False
    shapes = [mark.font.outline(code) for code in mark.codes]
    return any(shape is not None and any(shape) for shape in shapes) or sum(shape is None for shape in shapes) > 1


def _told(file: File, sheet: Sheet, found: Iterable[Mark], cover: str = "") -> Iterator[Finding]:
    """All of a page as one finding. cover: what lies over it."""
    marks = list(found)
    if not marks:
        return
    boxes = [mark.box for mark in marks]
    box = (
        min(edge[0] for edge in boxes),
        min(edge[1] for edge in boxes),
        max(edge[2] for edge in boxes),
        max(edge[3] for edge in boxes),
    )
    fonts = ", ".join(dict.fromkeys(mark.thing for mark in marks[:3]))
    count = sum(mark.glyphs for mark in marks)
    yield fault(sheet, thing=fonts, box=box, count=count, text=_words(file, sheet, boxes[:_SHOWN]), cover=cover)


def _words(file: File, sheet: Sheet, boxes: list[Box]) -> str:
    """The first characters that the file says stand there, in quotation marks; "" where it says none."""
    from layout.pdf.raster import text_in

    found = " ".join(text_in(file.data, sheet.number - 1, boxes))
    words = " ".join("".join(each if each.isprintable() else " " for each in found).split())
    return f" «{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}»" if words else ""


def _unseen(sheet: Sheet, *kinds: str) -> list[Mark]:
    return [mark for mark in sheet.marks.unseen if mark.unseen in kinds]


def _is_scan(sheet: Sheet) -> bool:
    """Whether pictures are the page, and text that lies invisible over them is what somebody read there."""
    whole = (sheet.trim[2] - sheet.trim[0]) * (sheet.trim[3] - sheet.trim[1])
    filled = 0.0
    for mark in sheet.marks.images():
        seen = None if mark.hidden else meet(mark.box, sheet.trim)
        if seen is not None:
            filled += (seen[2] - seen[0]) * (seen[3] - seen[1])
    return filled > _SCANNED * whole


@rule("NP898")
def text_is_not_set_invisible(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        found = [mark for mark in _unseen(sheet, "mode", "size") if mark.unseen == "size" or not _is_scan(sheet)]
        yield from _told(file, sheet, filter(_writes, found))


@rule("NP899")
def text_read_from_a_scan_is_known(file: File) -> Iterator[Finding]:
    pages = [sheet for sheet in file.sheets if _unseen(sheet, "mode") and _is_scan(sheet)]
    if pages:
        yield fault(pages[0], pages=len(pages), thing=_unseen(pages[0], "mode")[0].thing)


@rule("NP780")
def text_is_not_covered(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        found = [(mark, cover) for mark, cover in _covered(file, sheet) if _writes(mark)]
        things = ", ".join(dict.fromkeys(filter(None, (cover.thing for _, cover in found[:3]))))
        yield from _told(file, sheet, (mark for mark, _ in found), f" ({things})" if things else "")


def _covered(file: File, sheet: Sheet) -> list[tuple[Mark, Mark]]:
    """Worked out once for both rules that ask."""
    known: dict[int, list[tuple[Mark, Mark]]] = file.kept.setdefault("covered", {})
    if sheet.number not in known:
        known[sheet.number] = list(_pairs(sheet))
    return known[sheet.number]


def _pairs(sheet: Sheet) -> Iterator[tuple[Mark, Mark]]:
    """Text over the whole of whose box something is drawn later that lets nothing through, and that."""
    buckets: dict[tuple[int, int], list[tuple[int, Mark]]] = {}
    texts = []
    for at, mark in enumerate(sheet.marks.marks):
        if mark.kind == "text" and not mark.hidden and meet(mark.box, sheet.trim) is not None:
            texts.append((at, mark))
        elif mark.covers and texts and meet(mark.box, sheet.trim) is not None:
            first, low, last, high = (floor(edge / _BUCKET) for edge in meet(mark.box, sheet.bleed) or mark.box)
            if (last - first + 1) * (high - low + 1) <= _MOST_BUCKETS:
                for column in range(first, last + 1):
                    for row in range(low, high + 1):
                        buckets.setdefault((column, row), []).append((at, mark))
    looks = 0
    for at, text in texts:
        x0, y0, x1, y1 = text.box
        own = buckets.get((floor((x0 + x1) / 2 / _BUCKET), floor((y0 + y1) / 2 / _BUCKET)), ())
        slack = min(x1 - x0, y1 - y0) * 0.15  # descenders and the room over the letters need not be covered
        for later, cover in reversed(own):
            looks += 1
            if later <= at or looks > _MOST_LOOKS:
                break
            left, bottom, right, top = cover.box
            if left <= x0 + slack and bottom <= y0 + slack and right >= x1 - slack and top >= y1 - slack:
                yield text, cover
                break


@rule("NP781")
def text_stands_out_from_its_ground(file: File) -> Iterator[Finding]:
    for sheet in file.sheets:
        covered = {id(mark) for mark, _ in _covered(file, sheet)}
        faint = (mark for mark in _level(file, sheet) if id(mark) not in covered)
        yield from _told(file, sheet, faint)


def _level(file: File, sheet: Sheet) -> Iterator[Mark]:
    """Text on whose place every plate is even: nothing of it is there."""
    planes = list(plates_of(file).planes.get(sheet.number, {}).values())
    if sheet.number in plates_of(file).doubts:
        return
    if not planes:
        planes = [_bare(sheet)]
    for mark in sheet.marks.marks:
        if mark.kind != "text" or mark.hidden or mark.unseen or not _even(planes, _pixels(sheet, mark.box)):
            continue
        if mark.font is None or mark.font.kind == "Type3" or not _writes(mark):
            continue
        if mark.overprint and mark.space is not None and not any(share(mark.space, mark.colour, file).values()):
            continue  # white that overprints is NP891
        if _even(planes, _pixels(sheet, _inked(mark))):
            yield mark


def _bare(sheet: Sheet) -> tuple[int, int, bytes]:
    """The plate of a page that has no ink at all."""
    width, height = (max(1, floor(side * DPI / 25.4)) for side in sheet.size)
    return width, height, b"\xff" * (width * height)


def _inked(mark: Mark) -> Box:
    """The box that the glyphs may reach over: their own outlines where they are known, else the font's box."""
    assert mark.font is not None
    shapes = [mark.font.outline(code) for code in mark.codes]
    known = [shape for shape in shapes if shape is not None and any(shape)]
    if not known or len(known) < len([shape for shape in shapes if shape is None]):
        known = [mark.font.reach]
    wide = min((mark.font.width(code) for code in mark.codes), default=0.0) * 0.001
    # The box stands on 0.12 em below the line and is an em high; marks set close reach out of their own widths.
    beyond = ((-shape[0], -0.12 - shape[1], shape[2] - wide, shape[3] - 0.88) for shape in known)
    more = max(0.5 if mark.font.vertical else 0.0, *map(max, beyond)) * mark.size
    left, bottom, right, top = mark.box
    return left - more, bottom - more, right + more, top + more


def _pixels(sheet: Sheet, box: Box) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom on the plates; None for what lies outside or is too small to be seen there."""
    seen = meet(box, sheet.trim)
    if seen is None:
        return None
    scale = DPI / 72
    left, right = floor((seen[0] - sheet.trim[0]) * scale), ceil((seen[2] - sheet.trim[0]) * scale)
    top, bottom = floor((sheet.trim[3] - seen[3]) * scale), ceil((sheet.trim[3] - seen[1]) * scale)
    return (left, top, right, bottom) if right - left >= _LEAST and bottom - top >= _LEAST else None


def _even(planes: list[tuple[int, int, bytes]], place: tuple[int, int, int, int] | None) -> bool:
    if place is None:
        return False
    left, top, right, bottom = place
    for width, height, data in planes:
        least, most = 255, 0
        for row in range(top, min(bottom, height)):
            line = data[row * width + left : row * width + min(right, width)]
            if line:
                least, most = min(least, min(line)), max(most, max(line))
            if most - least > _EVEN:
                return False
    return True


@rule("NP782")
def text_lies_on_the_sheet(file: File) -> Iterator[Finding]:
    """Text that a clip takes away outside the trim is a placed page's slug and marks: nobody misses it on the sheet."""
    for sheet in file.sheets:
        lost = (
            mark
            for mark in _unseen(sheet, "clipped", "outside")
            if mark.unseen == "outside" or meet(mark.box, sheet.trim) is not None
        )
        yield from _told(file, sheet, filter(_writes, lost))
