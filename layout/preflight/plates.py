"""The plates of a page: for each ink a gray picture of what it prints, and the heaviest squares of all inks together.

`separation` writes each page again for each ink and PDFium draws the result. Blending is reckoned ink by ink in
DeviceCMYK (ISO 32000-1 §11.7.4), so transparency comes out right but for the four modes that mix the inks, of which we
tell.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from layout.pdffile import pikepdf
from layout.preflight.colours import PROCESS, Space
from layout.preflight.document import BROKEN, File, Sheet
from layout.preflight.graphics import Box
from layout.preflight.inking import CELL, DPI, PIXELS, Pictures, share
from layout.preflight.samples.squares import cells, mean, reduced
from layout.preflight.separation import Job, plate_page
from layout.preflight.values import PageInk
from layout.presses import Press
from layout.processes import cores, shared_out
from layout.units import MM
from layout.value import FrozenMap, value

WINDOW = 15.0  # mm: GWG2015 measures total ink in squares of this side
_MOST_CELLS = 400_000  # a sheet of about 1.6 m: larger ones are not measured
_MOST_COST = 5_000_000  # operators that a renderer has to follow
_MOST_PIXELS = 600_000_000  # of all plates of a file: 240 tabloid pages in four inks
_MIXING = {"/Hue", "/Saturation", "/Color", "/Luminosity"}
_FINER = 3
_TRACE = 1e-6  # of a page: less is rounding

Plane = tuple[int, int, bytes]
"""Width, height, samples: 255 = bare paper."""


@dataclass(slots=True)
class Plates:
    """Of a file: by page and ink. doubts: by page, why its ink is not measured or only about right."""

    planes: dict[int, dict[str, Plane]] = field(default_factory=dict)
    doubts: dict[int, list[str]] = field(default_factory=dict)
    squares: dict[int, list[tuple[float, int, int]]] = field(default_factory=dict)

    def doubt(self, page: int, reason: str) -> None:
        self.doubts.setdefault(page, []).append(reason)


def plates_of(file: File) -> Plates:
    """The plates of every page, drawn once."""
    made: Plates | None = file.kept.get("plates")
    if made is None:
        made = file.kept["plates"] = _drawn(file)
    return made


@value
class Whole:
    """The plates of a page with all that lies round its trim. width, height: of what is drawn, points."""

    width: float
    height: float
    planes: FrozenMap[str, Plane]


def whole_plates(pdf: bytes, press: Press, dpi: float, within: tuple[float, float] = (0.0, 0.0)) -> list[Whole]:
    """The plates of each page of a file of ours, at so many samples an inch; on all cores.

    within: width and height about the middle of the page that are drawn, points; 0 = as far as the page goes.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        file, unmeasured = File(pdf, document, press), Plates()
        for sheet in file.sheets:
            left, bottom, right, top = sheet.media
            over = max(0.0, right - left - (within[0] or math.inf)) / 2
            beyond = max(0.0, top - bottom - (within[1] or math.inf)) / 2
            sheet.trim = (left + over, bottom + beyond, right - over, top - beyond)
        pictures = Pictures(file, unmeasured.doubt)
        numbers = _pages_of(file, unmeasured)
        inks = list(numbers)

        def draw(index: int) -> dict[int, Plane]:
            ink, part = inks[index], Plates()
            _draw_ink(file, ink, numbers[ink], pictures, part, dpi)
            return {number: planes[ink] for number, planes in part.planes.items()}

        drawn = shared_out(draw, [float(_finer(ink)) for ink in inks], cores())
        return [
            Whole(
                sheet.trim[2] - sheet.trim[0],
                sheet.trim[3] - sheet.trim[1],
                FrozenMap(
                    {ink: one[sheet.number] for ink, one in zip(inks, drawn, strict=True) if sheet.number in one}
                ),
            )
            for sheet in file.sheets
        ]


def _finer(ink: str) -> int:
    """How much finer an ink of type is drawn, and then brought down: PDFium draws the edges of type outwards, which
    makes black copy a thirtieth too heavy at 61 pixels an inch and a three hundredth at 183 (Ghostscript at 300)."""
    return 1 if ink in PROCESS[:3] else _FINER


def _drawn(file: File) -> Plates:
    found = Plates()
    pictures = Pictures(file, found.doubt)
    for ink, numbers in _pages_of(file, found).items():
        _draw_ink(file, ink, numbers, pictures, found, DPI)
    return found


def _pages_of(file: File, found: Plates) -> dict[str, list[int]]:
    """Inks in the order of their plates, and the pages that each may be on."""
    used, left = {}, _MOST_PIXELS
    for sheet in file.sheets:
        names, (width, height) = _inks_of(file, sheet, found), sheet.size
        left -= round(len(names) * width * height * (DPI / 25.4) ** 2)
        if left < 0 and names:
            found.doubt(sheet.number, "the file has more pages than are measured")
        used[sheet.number] = names if left >= 0 else set()
    inks = dict.fromkeys([*PROCESS, *(name for names in used.values() for name in sorted(names))])
    pages = {ink: [number for number, names in used.items() if ink in names] for ink in inks}
    return {ink: numbers for ink, numbers in pages.items() if numbers}


def _inks_of(file: File, sheet: Sheet, found: Plates) -> set[str]:
    """Inks that may be on the page."""
    width, height = sheet.size
    if width * height > _MOST_CELLS * CELL * CELL or min(width, height) < CELL:
        found.doubt(sheet.number, f"the page is {width:.0f} × {height:.0f} mm")
        return set()
    if any(str(entry.get("/BM", "")) in _MIXING for _, entry in sheet.marks.states.values()):
        found.doubt(sheet.number, "a blend mode mixes the inks: their sum is a guess")
    if not sheet.marks.whole or sheet.marks.cost > _MOST_COST:
        found.doubt(sheet.number, "more is drawn on it than is looked at")
        return set()
    names: set[str] = set()
    for mark in sheet.marks.marks:
        if mark.hidden:
            continue
        if mark.kind == "image" and mark.space is not None:
            names |= _inks_of_picture(mark.space, file)
        elif mark.kind in ("image", "shading") or mark.pattern is not None or mark.space is None:
            names |= {*PROCESS, *file.press.spots}
        else:
            names |= {name for name, amount in share(mark.space, mark.colour, file).items() if amount > 0.001}
    return names - {"All"}


def _inks_of_picture(space: Space, file: File) -> set[str]:
    """Those that a picture may be printed in: of one in gray, in the four or in inks the press has these alone, which
    spares a page of black three plates; of any other all."""
    every = {*PROCESS, *file.press.spots}
    if space.kind == "indexed" and space.base is not None:
        return _inks_of_picture(space.base, file)
    if space.kind in ("gray", "cmyk"):
        return {"Black"} if space.kind == "gray" else {*PROCESS}
    named = {*space.names} - {"None"}
    return named if named and named <= every else every


def _draw_ink(file: File, ink: str, numbers: list[int], pictures: Pictures, found: Plates, dpi: float) -> None:
    from layout.pdf.raster import gray

    with pikepdf.open(BytesIO(file.data)) as copy:
        job = Job(copy, ink, pictures, found.doubt)
        for number in numbers:
            page = copy.pages[number - 1]
            try:
                plate_page(job, page, file.sheets[number - 1])
            except BROKEN as error:
                found.doubt(number, str(error)[:120] or type(error).__name__)
                numbers = [each for each in numbers if each != number]
        for number, page in enumerate(copy.pages, 1):
            for key in ("/Group", "/Thumb", "/CropBox", *(() if number in numbers else ("/Annots",))):
                if key in page.obj:
                    del page.obj[key]
            page.obj["/Rotate"] = 0
            page.obj["/TrimBox"] = list(file.sheets[number - 1].trim)
        for key in list(copy.Root.keys()):
            if key not in ("/Type", "/Pages", "/Version"):
                del copy.Root[key]
        out = BytesIO()
        copy.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    for number in numbers:
        try:
            plane = gray(out.getvalue(), number - 1, dpi * _finer(ink))
            found.planes.setdefault(number, {})[ink] = reduced(*plane, _finer(ink))
        except (RuntimeError, OSError) as error:
            found.doubt(number, f"the page cannot be drawn: {error}")


# Squares


def _totals(plates: Plates, number: int) -> tuple[int, int, list[int]]:
    """Columns, rows, and the sum of the inks of each cell, 255 = one ink full."""
    columns = rows = 0
    sums: list[int] = []
    for width, height, data in plates.planes.get(number, {}).values():
        columns, rows, octets = cells(data, width, height, PIXELS)
        inked = [255 - octet for octet in octets]
        sums = [one + other for one, other in zip(sums, inked, strict=True)] if sums else inked
    return columns, rows, sums


def squares(file: File, sheet: Sheet) -> list[tuple[float, int, int]]:
    """Mean per cent of the heaviest square, and of each that has more ink than the press likes, with first column and
    row; empty where nothing was measured."""
    plates = plates_of(file)
    if sheet.number not in plates.squares:
        means = _means(*_totals(plates, sheet.number))
        heaviest = [max(means, key=lambda each: each[0])] if means else []
        plates.squares[sheet.number] = heaviest + [each for each in means if each[0] > file.press.tac[0]]
    return plates.squares[sheet.number]


def _means(columns: int, rows: int, sums: list[int]) -> list[tuple[float, int, int]]:
    """By a table of the sums of all cells above and left of each."""
    side = round(WINDOW / CELL)
    across, down = min(side, columns), min(side, rows)
    if not sums or not across or not down:
        return []
    above = [0] * (columns + 1)
    table = [above]
    for row in range(rows):
        line, run = [0], 0
        for column, inked in enumerate(sums[row * columns : (row + 1) * columns], 1):
            run += inked
            line.append(run + above[column])
        table.append(line)
        above = line
    full = across * down * 2.55
    found = []
    for row in range(rows - down + 1):
        top, bottom = table[row], table[row + down]
        for column in range(columns - across + 1):
            end = column + across
            found.append(((bottom[end] - bottom[column] - top[end] + top[column]) / full, column, row))
    return found


def windows(file: File, sheet: Sheet, limit: float) -> Iterator[tuple[Box, float]]:
    """The areas whose squares are all above a limit, which is no lower than what the press likes: box in the page's
    points, per cent of the heaviest square. Worst first."""
    heavy = {(column, row): percent for percent, column, row in squares(file, sheet) if percent > limit}
    areas = []
    while heavy:
        start = next(iter(heavy))
        todo, peak = [start], heavy.pop(start)
        left, top, right, bottom = *start, *start
        while todo:
            column, row = todo.pop()
            left, right, top, bottom = min(left, column), max(right, column), min(top, row), max(bottom, row)
            for near in ((column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)):
                if near in heavy:
                    peak = max(peak, heavy.pop(near))
                    todo.append(near)
        first, last = _box(sheet, left, top), _box(sheet, right, bottom)
        areas.append((peak, (first[0], last[1], last[2], first[3])))
    for peak, box in sorted(areas, reverse=True):
        yield box, peak


def _box(sheet: Sheet, column: int, row: int) -> Box:
    left, _, right, top = sheet.trim
    width, height = min(WINDOW * MM, right - left), min(WINDOW * MM, top - sheet.trim[1])
    x, y = left + column * CELL * MM, top - row * CELL * MM
    return x, y - height, x + width, y


def page_ink(file: File, sheet: Sheet) -> PageInk:
    """Mean coverage of each ink over the trim, and the heaviest square."""
    found = plates_of(file).planes.get(sheet.number, {})
    shares = tuple((name, 1 - mean(data, width, height) / 255) for name, (width, height, data) in found.items())
    shares = tuple((name, amount) for name, amount in shares if amount > _TRACE)
    percent, column, row = max(squares(file, sheet), default=(0.0, 0, 0), key=lambda each: each[0])
    return PageInk(sheet.number, shares, percent, sheet.place(_box(sheet, column, row)))
