"""Furniture (版面构件) as measured: nameplate, folio, section banners, rules, frames, tints, and the inks of them
all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from layout.display import Ink
from layout.learning.bands import Band
from layout.learning.columns import Columns
from layout.learning.evidence import Sample, choice, mode
from layout.learning.panels import holds, nested
from layout.learning.rows import Rows
from layout.learning.styles import Role, Seen, StyleSeen
from layout.learning.values import Line, Measured, Panel, Stroke
from layout.units import Rect
from layout.value import FrozenMap, replace, value

_THIN = 0.06  # points: thicknesses that differ by less are one
_THICK = 1.2  # points from which a line is thick (反线)
_AROUND = 2.5  # points by which a frame may miss its picture
_DATE = re.compile(r"\d\s*年|\d\s*月|星期|第\s*\d+\s*期|20\d\d")
_NUMBER = re.compile(r"[A-Z]?0?\d{1,3}|第?\s*0?\d{1,3}\s*版")
_CREDITS = re.compile(r"责编|责任编辑|编辑|版式|美编|校对")
_SITE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)
_BANNER = 1.3  # times the body: reversed type from here is a section's banner, below it a tag


@value
class Furniture:
    """styles: by name; numbers, words: by name of the theme's; inks: by name; masthead: texts read off the nameplate;
    rules: each kind of line with how often it is there, for whoever wants to look."""

    styles: Mapping[str, StyleSeen]
    numbers: Mapping[str, Measured]
    words: Mapping[str, Measured]
    inks: Mapping[str, Measured]
    masthead: Mapping[str, str]
    rules: tuple[tuple[str, float, tuple[float, ...], Ink, int], ...]
    mirrored: bool


def furniture(seen: Seen, rows: Rows, role: Role) -> Furniture:
    styles: dict[str, StyleSeen] = {}
    numbers: dict[str, Measured] = {}
    words: dict[str, Measured] = {}
    masthead: dict[str, str] = {}
    _folio(seen, rows, role, styles, numbers)
    _nameplate(seen, rows, role, styles, numbers, masthead)
    inks = _inks(seen)
    _banners(seen, role, styles, words, inks)
    _banner_rows(seen, rows, numbers)
    _credits(seen, role, styles)
    _lines(seen, numbers, inks)
    _boxes(seen, role, words)
    return Furniture(
        FrozenMap(styles),
        FrozenMap(numbers),
        FrozenMap(words),
        FrozenMap(inks),
        FrozenMap(masthead),
        tuple(_kinds(seen)),
        _is_mirrored(seen.columns),
    )


def plain_style(seen: Seen, lines: Sequence[Line], role: Role) -> StyleSeen:
    """Size, face and ink of furniture's words."""
    size = mode((Sample(line.size, line.count, line.page) for line in lines), 0.08, "glyphs", few=1)
    own = [line for line in lines if size is not None and abs(line.size - size.value) < 0.1]
    font = choice(
        ((role(line.face).role, float(line.count), line.page) for line in own if role(line.face).role), "glyphs", few=1
    )
    ink = choice(((seen.book.inks[line.ink], float(line.count), line.page) for line in own), "glyphs", few=1)
    found = {"size": size, "font": font, "ink": ink}
    return StyleSeen(FrozenMap({key: each for key, each in found.items() if each is not None}))


def _folio(seen: Seen, rows: Rows, role: Role, styles: dict[str, StyleSeen], numbers: dict[str, Measured]) -> None:
    own = [band for band in seen.bands if band.kind == "folio"]
    lines = [line for band in own for line in band.lines]
    number = [line for line in lines if _NUMBER.fullmatch(line.text.strip())]
    day = [line for line in lines if _DATE.search(line.text) and line not in number]
    name = [line for line in lines if line not in number and line not in day]
    for key, part in (("folio-number", number), ("folio", day), ("folio-name", name)):
        if part:
            styles[key] = plain_style(seen, part, role)
    rise = mode(
        (Sample(rows.top.value - band.rule.box.y, 1, band.page) for band in own if band.rule is not None),
        0.3,
        "pages",
        few=1,
    )
    if rise is not None and rise.value > 0:
        numbers["folio_rise"] = replace(rise, sure=rise.sure and rows.top.sure)


def _nameplate(
    seen: Seen,
    rows: Rows,
    role: Role,
    styles: dict[str, StyleSeen],
    numbers: dict[str, Measured],
    masthead: dict[str, str],
) -> None:
    plates = [band for band in seen.bands if band.kind == "nameplate" and band.name is not None]
    if not plates:
        return
    names = [band.name for band in plates if band.name is not None]
    styles["nameplate"] = plain_style(seen, names, role)
    depth = choice(((round(rows.row(band.foot)) + 1, 1.0, band.page) for band in plates), "pages", few=1)
    if depth is not None and depth.value > 0 and any(band.rule is not None for band in plates):
        numbers["nameplate_rows"] = depth
    text = names[0].text.strip()
    if text and "\ufffd" not in text:
        masthead["name"] = text
    boxes = _ear(seen, plates, role, styles, numbers)
    rest = [
        line
        for band in plates
        for line in band.lines
        if line is not band.name and not any(page == line.page and holds(box, line) for page, box in boxes)
    ]
    english = [line for line in rest if _is_english(line.text) and line.size < 0.5 * names[0].size]
    if english:
        styles["nameplate-english"] = plain_style(seen, english, role)
        masthead["english"] = english[0].text.strip()
    line = [each for each in rest if each not in english]
    if line:
        styles["publication"] = plain_style(seen, line, role)
    for each in line:
        found = _SITE.search(each.text)
        if found is not None and "." in found[0] and not found[0].replace(".", "").isdigit():
            masthead.setdefault("website", found[0])


def _is_english(text: str) -> bool:
    letters = text.replace(" ", "")
    return len(letters) > 4 and letters.isascii() and letters.isalpha()


def _ear(
    seen: Seen, plates: Sequence[Band], role: Role, styles: dict[str, StyleSeen], numbers: dict[str, Measured]
) -> list[tuple[int, Rect]]:
    """A frame beside the nameplate: 报眼."""
    boxes: list[tuple[int, Rect]] = []
    lines: list[Line] = []
    for band in plates:
        for page, panel, _ in seen.panels.frames:
            box = panel.box
            if page == band.page and box.bottom < band.foot + 1 and box.width < 0.5 * seen.columns.width.value:
                inside = [line for line in band.lines if holds(box, line) and line is not band.name]
                if inside:
                    boxes.append((page, box))
                    lines += inside
    if boxes:
        share = boxes[0][1].width / seen.columns.width.value
        numbers["ear_width"] = Measured(round(share, 3), len(boxes), len(plates), "pages", len(boxes))
        largest = max(line.size for line in lines)
        head = [line for line in lines if line.size > 0.95 * largest]
        text = [line for line in lines if line not in head]
        if text:
            styles["ear-headline"] = plain_style(seen, head, role)
        styles["ear"] = plain_style(seen, text or head, role)
    return boxes


def _banners(
    seen: Seen, role: Role, styles: dict[str, StyleSeen], words: dict[str, Measured], inks: dict[str, Measured]
) -> None:
    banners, tags, forms = list[Line](), list[Line](), list[tuple[str, float, int]]()
    fills: list[tuple[Ink, float, int]] = []
    for page, panel, ink, lines in seen.panels.blocks:
        large = [line for line in lines if line.size > _BANNER * seen.em]
        if large and panel.box.height < 4 * large[0].size:
            banners += large
            fills.append((ink, 1.0, page))
            across = panel.box.width > 0.9 * seen.columns.width.value
            forms.append(("bar" if across else "block", 1.0 if not across else 2.0, page))
        else:
            tags += [line for line in lines if line.size <= _BANNER * seen.em]
    if banners:
        styles["banner"] = plain_style(seen, banners, role)
        form, filled = choice(forms, "pages", few=1), choice(fills, "pages", few=1)
        if form is not None and filled is not None:
            words["banner_form"] = form
            inks["banner"] = filled
    if tags:
        styles["tag"] = plain_style(seen, tags, role)


def _banner_rows(seen: Seen, rows: Rows, numbers: dict[str, Measured]) -> None:
    """Rows from a page's banner to what stands below it, where that is a box or a rule: heads stand lower in their
    rows."""
    found: list[tuple[int, int]] = []
    for page, panel, _, lines in seen.panels.blocks:
        if abs(panel.box.y - rows.top.value) > 1.5 or lines[0].size < _BANNER * seen.em or not rows.grid:
            continue
        sheet, foot = seen.book.sheets[page], panel.box.bottom
        words = min((line.top for line in seen.book.on(page) if line.top > foot), default=sheet.size.height)
        tops = [each.box.y for each in sheet.panels if each.box.y > foot]
        tops += [box.y for box in sheet.pictures if box.y > foot]
        tops += [stroke.box.y for stroke in sheet.strokes if stroke.upright and stroke.box.y > foot]
        if tops and min(tops) < words:
            # A rule begins a little below its row, a tint a little above.
            found.append((page, int(rows.row(min(tops)) + 0.5)))
    if found:
        least = min(row for _, row in found)
        own = [page for page, row in found if row == least]
        numbers["banner_rows"] = Measured(least, len(own), len(found), "pages", len(own), sure=len(own) > 1)


def _credits(seen: Seen, role: Role, styles: dict[str, StyleSeen]) -> None:
    lines = [
        line
        for line in seen.book.lines
        if _CREDITS.match(line.text.strip()) and line.size < 1.05 * seen.em and line.count < 60
    ]
    if lines:
        styles["credits"] = plain_style(seen, lines, role)


def _lines(seen: Seen, numbers: dict[str, Measured], inks: dict[str, Measured]) -> None:
    """Rules between columns, boxes, lines round pictures, and thin lines inside columns."""
    columns = seen.columns
    between: list[Sample] = []
    hair: list[Sample] = []
    hair_inks: list[tuple[Ink, float, int]] = []
    for page, sheet in enumerate(seen.book.sheets):
        for stroke in sheet.strokes:
            if stroke.upright and stroke.length > 3 * seen.leading and _in_gutter(stroke, columns, page):
                between.append(Sample(stroke.thickness, 1, page))
            elif _in_column(stroke, columns) and stroke.thickness < 0.45:
                hair.append(Sample(stroke.thickness, 1, page))
                hair_inks.append((sheet.inks[stroke.ink], 1.0, page))
    frames, keys, frame_inks = list[Sample](), list[Sample](), list[tuple[Ink, float, int]]()
    for page, panel, ink in seen.panels.frames:
        near = any(_round(panel.box, box) for box in seen.book.sheets[page].pictures)
        (keys if near else frames).append(Sample(panel.thickness, 1, page))
        if not near:
            frame_inks.append((ink, 1.0, page))
    for key, samples in (("column_rule", between), ("box_rule", frames), ("keyline", keys), ("hairline", hair)):
        found = mode(samples, _THIN, "lines", few=2)
        if found is not None:
            numbers[key] = found
    for key, votes in (("frame", frame_inks), ("hairline", hair_inks)):
        usual = choice(votes, "lines", few=2)
        if usual is not None:
            inks[key] = usual


def _in_gutter(stroke: Stroke, columns: Columns, page: int) -> bool:
    at = (stroke.box.x - columns.lefts[page] + columns.gutter.value / 2) % columns.pitch
    near = min(at, columns.pitch - at) < max(1.0, columns.gutter.value / 3)
    return bool(near) and columns.lefts[page] < stroke.box.x < columns.lefts[page] + columns.width.value


def _in_column(stroke: Stroke, columns: Columns) -> bool:
    """Whether a level line keeps within one column."""
    measure = columns.measure.value
    return not stroke.upright and 0.5 * measure < stroke.length < 1.05 * measure


def _round(frame: Rect, picture: Rect) -> bool:
    sides = frame.x - picture.x, frame.y - picture.y, frame.right - picture.right, frame.bottom - picture.bottom
    return all(abs(side) < _AROUND for side in sides)


def _boxes(seen: Seen, role: Role, words: dict[str, Measured]) -> None:
    """Which lines stand round stories, opinion, notices and briefs; and whether briefs stand on a tint."""
    body = role(seen.legs[0].lines[0].face).role
    own: dict[str, list[tuple[str, float, int]]] = {}
    for group in nested(seen.panels.frames):
        page, panel, _ = group[0]
        if any(_round(panel.box, box) for box in seen.book.sheets[page].pictures):
            continue
        inside = [line for leg in seen.legs if leg.page == page for line in leg.lines if holds(panel.box, line)]
        if len(inside) < 3:
            continue
        faces = Counter(role(line.face).role for line in inside)
        face = faces.most_common(1)[0][0]
        briefs = sum(
            head.page == page and head.kind == "brief" and holds(panel.box, head.headline[0]) for head in seen.heads
        )
        kind = (
            "brief_border"
            if briefs > 1
            else "comment_border"
            if face == "kai" != body
            else "notice_border"
            if face == "fangsong" != body
            else "story_border"
        )
        own.setdefault(kind, []).append((_border(group), 1.0, page))
    for kind, votes in own.items():
        found = choice(votes, "boxes", few=1)
        if found is not None:
            words[kind] = found
    tinted = sum(
        sum(head.page == page and head.kind == "brief" and holds(panel.box, head.headline[0]) for head in seen.heads)
        > 1
        for page, panel, _ in seen.panels.tints
    )
    framed = len(own.get("brief_border", ()))
    if tinted or framed:
        whole = float(tinted + framed)
        words["brief_box"] = Measured("tint" if tinted >= framed else "frame", max(tinted, framed), whole, "boxes")


def _border(group: Sequence[tuple[int, Panel, Ink]]) -> str:
    """The kind of line a border is drawn with, as the theme calls it."""
    outer = group[0][1]
    if len(group) > 1:
        return "thick-thin" if max(panel.thickness for _, panel, _ in group) > _THICK else "double"
    if outer.dash:
        return "dotted"
    return "thick" if outer.thickness > _THICK else "thin"


def _inks(seen: Seen) -> dict[str, Measured]:
    """accent: the colour of most coloured type and blocks; tint: of the areas that carry copy."""
    colour: list[tuple[Ink, float, int]] = []
    for line in seen.book.lines:
        ink = seen.book.inks[line.ink]
        if _coloured(ink):
            colour.append((ink, line.count * line.size**2, line.page))
    for page, panel, ink, _ in seen.panels.blocks:
        if _coloured(ink):
            colour.append((ink, panel.box.width * panel.box.height, page))
    found: dict[str, Measured] = {}
    accent = choice(colour, "area", few=0)
    if accent is not None:
        found["accent"] = accent
    tint = choice(
        ((ink, panel.box.width * panel.box.height, page) for page, panel, ink in seen.panels.tints), "area", few=0
    )
    if tint is not None:
        found["tint"] = replace(tint, unit="area")
    return found


def _coloured(ink: Ink) -> bool:
    return bool(ink.spot) or max(ink.cyan, ink.magenta, ink.yellow) - min(ink.cyan, ink.magenta, ink.yellow) > 0.08


def _kinds(seen: Seen) -> Iterator[tuple[str, float, tuple[float, ...], Ink, int]]:
    """Every kind of line: level, upright or frame, thickness, dash, ink, how many; the most frequent first."""
    count: Counter[tuple[str, float, tuple[float, ...], Ink]] = Counter()
    for sheet in seen.book.sheets:
        for stroke in sheet.strokes:
            way = "upright" if stroke.upright else "level"
            count[way, round(stroke.thickness, 2), stroke.dash, sheet.inks[stroke.ink]] += 1
        for panel in sheet.panels:
            if panel.thickness:
                count["frame", round(panel.thickness, 2), panel.dash, sheet.inks[panel.ink]] += 1
    for (way, thickness, dash, ink), times in sorted(count.items(), key=lambda each: (-each[1], str(each[0])))[:40]:
        yield way, thickness, dash, ink, times


def _is_mirrored(columns: Columns) -> bool:
    """Whether left-hand and right-hand pages have different margins."""
    return max(columns.lefts) - min(columns.lefts) > 1.5
