"""Sheets → what was learned of a paper: every measure with its evidence, and what could not be told for certain."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from layout.diagnostics import Diagnostic, Span, short
from layout.learning.bands import bands
from layout.learning.columns import Columns, columns
from layout.learning.evidence import Sample, choice, mode
from layout.learning.faces import RoleFound, role_of
from layout.learning.furniture import Furniture, furniture
from layout.learning.heads import heads
from layout.learning.lines import Book, legs, read_book
from layout.learning.panels import panels
from layout.learning.rows import Rows, rows
from layout.learning.sheets import parted
from layout.learning.styles import Seen, StyleSeen, styles
from layout.learning.tracing import MOST_PAGES
from layout.learning.values import Measured, Sheet
from layout.theme import Theme
from layout.units import MM, Size
from layout.value import FrozenMap, value

FEWEST = 200
"""Glyphs of body type: fewer say nothing of a style."""
_TRIM = 0.2 * MM  # by which trims may differ and still be one
_MANY = 0.02  # part of the glyphs from which what is left out is told


@value
class FaceFound:
    """A face of the file: its name there, how many characters are in it, and the role nearest to it."""

    name: str
    characters: int
    role: RoleFound


@value
class Learned:
    """A house style as measured. files, pages: what it was measured on; theme: the nearest built-in one, its name."""

    files: tuple[str, ...]
    pages: int
    glyphs: int
    theme: Theme
    trim: Measured
    trim_by: str
    bleed: Measured | None
    columns: Columns
    rows: Rows
    styles: Mapping[str, StyleSeen]
    furniture: Furniture
    faces: tuple[FaceFound, ...]


def measure(
    sheets: Sequence[Sheet],
    themes: Sequence[Theme],
    own_faces: Mapping[str, str],
    add: Callable[[Diagnostic], None],
) -> Learned | None:
    """None, with an error told, where there is no type to measure.

    themes: those that a paper may extend; own_faces: PostScript name of each face of the font set → its role.
    """
    single = [half for sheet in sheets for half in parted(sheet)]
    _tell_pages(single, add)
    told = [sheet for sheet in single if sheet.glyphs]
    files = tuple(dict.fromkeys(sheet.file for sheet in sheets))
    if sum(len(sheet.glyphs) for sheet in told) < FEWEST:
        add(_no_type(sheets, files))
        return None
    trim, kept = _trim(told, add)
    book = read_book(kept)
    size = mode((Sample(line.size, line.count, line.page) for line in book.lines if line.count > 2), 0.08, "glyphs")
    body = legs(book.lines, size.value) if size is not None else ()
    if size is None or sum(line.count for leg in body for line in leg.lines) < FEWEST:
        add(_no_type(sheets, files))
        return None
    em = float(size.value)
    divided = columns(book, body, em)
    assert divided is not None
    theme = nearest(themes, trim.value, divided, em)
    found = bands(book, body, divided)
    lying = rows(book, body, divided, found, em, theme.format.top)
    if lying is None:
        add(_no_type(sheets, files))
        return None
    boxes = panels(book)
    leading = float(lying.leading.value)
    blocks = heads(book, body, divided, found, boxes, em, leading)
    roles = [role_of(face, own_faces) for face in book.faces]
    seen = Seen(book, body, divided, found, boxes, blocks, em, leading)
    around = furniture(seen, lying, roles.__getitem__)
    measured = styles(seen, roles.__getitem__) | dict(around.styles)
    learned = Learned(
        files,
        len(kept),
        sum(len(sheet.glyphs) for sheet in kept),
        theme,
        trim,
        kept[0].trim_by,
        _bleed(kept),
        divided,
        lying,
        FrozenMap(measured),
        around,
        _faces(book, roles),
    )
    _tell_style(learned, book, add)
    return learned


def nearest(themes: Sequence[Theme], trim: Size, divided: Columns, em: float) -> Theme:
    """The theme whose sheet, columns and body come nearest; of equals the first."""

    def far(theme: Theme) -> float:
        sheet = theme.format.trim
        return float(
            3 * abs(math.log(trim.width / sheet.width))
            + 3 * abs(math.log(trim.height / sheet.height))
            + 0.3 * abs(divided.count.value - theme.grid.columns)
            + abs(math.log(em / theme.styles["body"].size))
        )

    return min(themes, key=far)


def _trim(sheets: Sequence[Sheet], add: Callable[[Diagnostic], None]) -> tuple[Measured, list[Sheet]]:
    """The trim of most sheets, and those that have it."""
    width = mode([Sample(sheet.size.width, len(sheet.glyphs), at) for at, sheet in enumerate(sheets)], _TRIM, "pages")
    assert width is not None
    near = [sheet for sheet in sheets if abs(sheet.size.width - width.value) < _TRIM]
    height = mode([Sample(sheet.size.height, len(sheet.glyphs), at) for at, sheet in enumerate(near)], _TRIM, "pages")
    assert height is not None
    kept = [sheet for sheet in near if abs(sheet.size.height - height.value) < _TRIM]
    for sheet in sheets:
        if sheet not in kept:
            made = f"{sheet.size.width / MM:.1f} × {sheet.size.height / MM:.1f}"
            add(_about("NP997", sheet, "trim", page=_page(sheet), size=made))
    by = choice(((sheet.trim_by, 1.0, at) for at, sheet in enumerate(kept)), "pages", few=1)
    sure = by is not None and by.value in ("trim box", "crop marks")
    if not sure:
        add(_about("NP995", kept[0]))
    size = Size(float(width.value), float(height.value))
    note = str(by.value) if by is not None else ""
    return Measured(size, len(kept), len(sheets), "pages", len(kept), sure=sure, note=note), kept


def _bleed(sheets: Sequence[Sheet]) -> Measured | None:
    return mode([Sample(sheet.bleed, 1, at) for at, sheet in enumerate(sheets) if sheet.bleed], 0.3, "pages", few=1)


def _faces(book: Book, roles: Sequence[RoleFound]) -> tuple[FaceFound, ...]:
    count: Counter[tuple[str, RoleFound]] = Counter()
    for line in book.lines:
        count[book.faces[line.face].name, roles[line.face]] += line.count
    ordered = sorted(count.items(), key=lambda each: (-each[1], each[0][0]))
    return tuple(FaceFound(name, number, role) for (name, role), number in ordered)


# What is told


def _about(code: str, sheet: Sheet, hint: str = "hint", **values: object) -> Diagnostic:
    return Diagnostic(code, Span(sheet.file), tuple(values.items()), hint)


def _page(sheet: Sheet) -> str:
    return f"{sheet.number}{' ab'[sheet.half].strip()}"


def _no_type(sheets: Sequence[Sheet], files: Sequence[str]) -> Diagnostic:
    """Why there is nothing to measure: letters drawn as shapes, a scan, or no page with type."""
    outlines = sum(sheet.outlines for sheet in sheets)
    pictures = sum(len(sheet.pictures) for sheet in sheets)
    hint = "outlines" if outlines > FEWEST else "scan" if pictures else "hint"
    return Diagnostic("NP990", Span(files[0] if files else ""), (("file", files[0] if files else ""),), hint)


def _tell_pages(sheets: Sequence[Sheet], add: Callable[[Diagnostic], None]) -> None:
    for sheet in sheets:
        if sheet.half == 1:
            add(_about("NP994", sheet, page=sheet.number))
        if sheet.half > 1:
            continue
        shown = len(sheet.glyphs)
        for hint, count in (("upright", sheet.upright_lines), ("turned", sheet.turned)):
            if count > max(20, _MANY * shown):
                add(_about("NP992", sheet, hint, page=sheet.number, count=count))
        if sheet.stumbles:
            add(
                _about(
                    "NP992",
                    sheet,
                    "stumbles",
                    page=sheet.number,
                    count=len(sheet.stumbles),
                    why=short(sheet.stumbles[0], 60),
                )
            )
        if sheet.unnamed > max(20, 0.2 * shown):
            add(_about("NP992", sheet, "unnamed", page=sheet.number, count=sheet.unnamed))
        if not shown and (sheet.outlines > FEWEST or sheet.pictures):
            hint = "outlines" if sheet.outlines > FEWEST else "scan"
            add(_about("NP992", sheet, hint, page=sheet.number, count=sheet.outlines or len(sheet.pictures)))
    coloured = [sheet for sheet in sheets if sheet.rgb and sheet.half < 2]
    if coloured:
        add(_about("NP993", coloured[0], pages=", ".join(_page(sheet) for sheet in coloured[:8])))


def _tell_style(learned: Learned, book: Book, add: Callable[[Diagnostic], None]) -> None:
    sheet = book.sheets[0]
    if not learned.rows.grid:
        add(_about("NP997", sheet, "grid", share=f"{100 * learned.rows.phase.share:.0f}"))
    if learned.furniture.mirrored:
        add(_about("NP997", sheet, "mirrored", lefts=_lefts(learned.columns)))
    for other in learned.rows.others:
        shown = f"{other.value:.2f}".rstrip("0").rstrip(".")
        add(_about("NP997", sheet, "leading", leading=shown, share=f"{100 * other.share:.0f}"))
    nameless = [face for face in learned.faces if not face.role.sure and face.characters > 20]
    for face in nameless:
        hint = "descriptor" if face.role.role else "hint"
        add(_about("NP996", sheet, hint, name=short(face.name, 40), count=face.characters, role=face.role.role))


def _lefts(divided: Columns) -> str:
    return " / ".join(f"{left / MM:.2f} mm" for left in sorted({round(left, 1) for left in divided.lefts}))


def too_many(file: str, pages: int) -> Diagnostic:
    return Diagnostic("NP992", Span(file), (("page", MOST_PAGES), ("count", pages)), "many")
