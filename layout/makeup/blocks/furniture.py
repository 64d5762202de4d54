"""Furniture (版面构件): nameplate, ear, folio, section banners, credits, rules between stories.

Furniture is no copy: every piece is an artifact of the page and takes whole rows of the grid or stands outside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from layout.almanac import long_date, lunar, weekday
from layout.diagnostics import NOWHERE, Diagnostic, Report, Span
from layout.display import EM_ASCENT, Fill, Frame, Group, Ink, Item, Rule
from layout.fields import keys, names, tongue_of
from layout.issue import Copy, Ear, Issue, Page
from layout.makeup.blocks.borders import ruled
from layout.makeup.blocks.heads import lines_of
from layout.makeup.grid import PageGrid
from layout.makeup.logical import LEAST_PLATE
from layout.page_words import page_called, page_word
from layout.pagenames import is_front, page_name, section_of
from layout.text.faults import faults_of_glyphs
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import TextStyle, Theme
from layout.units import Rect
from layout.value import replace

FOLIO_FOOT = 4.0  # points from the folio's digits to its rule
PLATE_AIR = 6.0  # points between what stands in a vertical nameplate and its frame
PLATE_FULL = 0.72  # part of its width that the name may take
NAME_FULL = 0.55  # part of the length of its room that a short name grows to fill, as far as `nameplate_grown` lets it
VERTICAL_FULL = 0.8  # of a vertical one, whose room is short
NAME_HIGH = 0.8  # part of its height that it may take then
NAME_LEAST = 0.55  # part of the height of a level nameplate that a name takes at least, before that gives up rows
NAME_SEEN = 1.05  # times its size, below which growing is not seen
LEAST_NAME = 12.0  # points: a name is one line at any price
PUBLICATION = 1.5  # times its leading: height of the publication line with its rules
EAR_RULE = 3.0  # points above and below the rule under an ear's head
EAR_FULL = 0.8  # part of an ear that its words fill, as far as EAR_LEADING lets them
EAR_LEADING = 1.4  # times the leading of its lines, at most


def one_line(text: str | Copy, style: TextStyle, setter: Typesetter, width: float = 10_000.0) -> Paragraph:
    """Furniture's words on a line of their own, shrunk to `width` points as far as the style allows."""
    copy = text if isinstance(text, Copy) else Copy(text)
    left = replace(style, align="left", indent=0.0)
    fitted = setter.headline((copy,), left, width, 1)
    return fitted if fitted is not None else setter.typeset(copy, left, width)


def tell_furniture(page: Page, theme: Theme, setter: Typesetter, report: Report) -> None:
    """Report what no face has (NP401), or another lends (NP402), of the words that a page prints around its stories."""
    for copy, style, place in _printed(page, theme):
        look = theme.styles[style]
        for fault in faults_of_glyphs(setter.fonts, copy, look, setter.sheet(copy, look).items):
            span = place or copy.span(fault.index, fault.length)
            report.extend([Diagnostic(fault.code, span, fault.values, fault.hint)])


def _printed(page: Page, theme: Theme) -> Iterator[tuple[Copy, str, Span | None]]:
    """Copy, style, and of words of the house style where they were typed."""
    masthead, at = theme.masthead, theme.masthead_at
    if is_front(page.number):
        own = [("name", "nameplate", masthead.name), ("english", "nameplate-english", masthead.english)]
        own += [(key, "publication", getattr(masthead, key)) for key in ("permit", "publisher", "website")]
        own += [("lines", "publication", line) for line in masthead.lines]
    else:
        own = [("name", "folio-name", masthead.name)]
    for key, style, words in own:
        yield Copy(words), style, at.get(key, NOWHERE)
    if is_front(page.number) and page.ear is not None:
        yield from ((copy, "ear-headline", None) for copy in page.ear.headline)
        yield from ((copy, "ear", None) for copy in page.ear.lines)
    if not is_front(page.number) and page.banner is not None:
        yield from ((page.banner, style, None) for style in ("banner", "folio-name"))
    yield from ((name, "credits", None) for _, name in page.credits)
    yield from ((story.banner, "banner", None) for story in page.stories if story.banner is not None)


def width_of(paragraph: Paragraph) -> float:
    """Width of the longest line, points."""
    return max((line.width for line in paragraph.lines), default=0.0)


def banner_strip(copy: Copy, x: float, y: float, width: float, theme: Theme, setter: Typesetter) -> Iterator[Item]:
    """A section banner as the house style forms it; y: top of its block.

    block: reversed type on a solid block, a thin rule running on to the column edge; bar: reversed type on a block
    across the width; rules: type between a thick-thin rule and its mirror, in the ink of the blocks.
    """
    style = theme.styles["banner"]
    form = theme.words["banner_form"]
    pad = theme.numbers["banner_pad"] * 2
    ink = theme.inks["banner"]
    if form == "rules":
        style = replace(style, ink=ink)
    label = one_line(copy, style, setter, width - 2 * pad)
    size = label.style.size
    height = size * 1.62
    top = y + (height - size) / 2 - size * 0.01
    items: list[Item] = []
    if form == "rules":
        thin = theme.numbers["box_rule"]
        items += ruled("thick-thin", x, x + width, y, thin, ink)
        items += ruled("thin", x, x + width, y + height - thin, thin, ink)
        items += lines_of(label, x + pad / 2, top + 1.5)
    else:
        block = width if form == "bar" else min(width, width_of(label) + 2 * pad)
        items.append(Fill(Rect(x, y, block, height), ink))
        if block < width:
            items.append(Rule(x + block, y + height - 0.5, x + width, y + height - 0.5, 1.0, ink))
        items += lines_of(label, x + (width - width_of(label)) / 2 if form == "bar" else x + pad, top)
    yield Group("artifact", tuple(items))


def page_banner(page: Page, grid: PageGrid, row: int, theme: Theme, setter: Typesetter) -> Iterator[Item]:
    """The page's banner across the type area, its credits at the right end above the rule."""
    if page.banner is None:
        return
    yield from banner_strip(page.banner, grid.left, grid.y(row), grid.width, theme, setter)
    height = theme.styles["banner"].size * 1.62
    size = theme.styles["credits"].size
    if theme.words["banner_form"] == "bar":  # on the bar itself, reversed
        yield from credits(page, grid, grid.y(row) + (height - size) / 2, theme, setter, theme.styles["banner"].ink)
    else:
        yield from credits(page, grid, grid.y(row) + height - size - 4.0, theme, setter)


def credits(
    page: Page, grid: PageGrid, y: float, theme: Theme, setter: Typesetter, ink: Ink | None = None
) -> Iterator[Item]:
    """责编 / 版式 / 校对 flush right with their em box at y: in the banner's line, or under the type area without one.
    ink: in place of the style's, for credits on a bar."""
    called, told = names("credits"), keys(tongue_of(theme.language))["credits"]
    words = "　".join(f"{told[called[role]][0]} {name.text}" for role, name in page.credits)
    if words:
        style = theme.styles["credits"]
        line = one_line(words, style if ink is None else replace(style, ink=ink), setter, grid.width)
        indent = 0.0 if ink is None else style.size
        yield Group("artifact", tuple(lines_of(line, grid.left + grid.width - width_of(line) - indent, y)))


def folio(issue: Issue, page: Page, grid: PageGrid, theme: Theme, setter: Typesetter) -> Iterator[Item]:
    """报眉 of an inside page: number at the outer edge, section name, date and paper;
    one rule below, above the type area."""
    # Even pages are left-hand pages, so their outer edge is the left one; of a paper folded at the right it is not so.
    left_hand = (page.number % 2 == 0) == (theme.spine == "left")
    rule = grid.top - theme.numbers["folio_rise"]
    foot = rule - FOLIO_FOOT
    number = one_line(_folio_number(page.number, theme), theme.styles["folio-number"], setter)
    section = next((said for letter, said in issue.sections if letter == section_of(page.number)), None)
    name = one_line(page.banner, theme.styles["folio-name"], setter) if page.banner is not None else None
    paper = one_line(theme.masthead.name, theme.styles["folio-name"], setter) if theme.masthead.name else None
    words = "　".join(part for part in (_day(issue, theme), _number(issue, theme)) if part)
    date_line = one_line(words, theme.styles["folio"], setter)
    named = one_line(section, theme.styles["folio-name"], setter) if section is not None else None
    outer = [part for part in (number, named, name) if part is not None]
    inner = [part for part in (paper, date_line) if part is not None and width_of(part)]
    items: list[Item] = [Rule(grid.left, rule, grid.left + grid.width, rule, 0.5, theme.inks["black"])]
    for parts, at_left in ((outer, left_hand), (inner, not left_hand)):
        ordered = parts if at_left else list(reversed(parts))
        widths = [width_of(part) for part in ordered]
        x = grid.left if at_left else grid.left + grid.width - sum(widths) - 8.0 * (len(ordered) - 1)
        for part, width in zip(ordered, widths, strict=True):
            items += _standing_on(part, x, foot)
            x += width + 8.0
    yield Group("artifact", tuple(items))


def printed_page(number: int, theme: Theme) -> str:
    """What a page is called in print, in jump lines and the index: 3; A3 or A03 as the house style has it."""
    return page_name(number, padded=bool(section_of(number)) and theme.words["page_numbers"] == "padded")


def page_in_words(number: int, theme: Theme) -> str:
    """第3版, A3版."""
    return page_called(number, theme.language, printed_page(number, theme))


def _folio_number(number: int, theme: Theme) -> str:
    """The same in the folio, where a number that runs on may have two digits as well: 03."""
    return page_name(number, padded=theme.words["page_numbers"] == "padded")


def _standing_on(paragraph: Paragraph, x: float, foot: float) -> Iterator[Item]:
    """A line whose ideographs stand on `foot`, whatever its size."""
    size = paragraph.style.size
    yield from lines_of(paragraph, x, foot - EM_ASCENT * size - 0.06 * size)


def ear_box(grid: PageGrid, theme: Theme) -> Rect:
    """Where the ear stands: beside the nameplate, as high as it."""
    width = grid.width * theme.numbers["ear_width"]
    top = grid.top - _folio_height(theme)
    foot = grid.y(int(theme.numbers["nameplate_rows"]) - 1) - theme.styles["publication"].leading * PUBLICATION - 7.0
    return Rect(grid.left + grid.width - width, top, width, foot - top)


def nameplate(
    issue: Issue, page: Page, grid: PageGrid, theme: Theme, setter: Typesetter
) -> tuple[int, tuple[Item, ...]]:
    """The nameplate with ear and publication line, and the rows it takes, air below included.

    It stands as high as the folio of the inside pages. The paper's own lines stand at its left where the name leaves
    them room, else in the publication line. A name that has to be small, as a long one, gives rows to the stories.
    """
    rows, least = int(theme.numbers["nameplate_rows"]), int(theme.numbers["nameplate_least"])
    top = grid.top - _folio_height(theme)
    if theme.masthead.name and not _has_ear(page):  # an ear is as high as the style says
        plate = _Plate(page, grid, grid.y(rows - 1) - top, theme, setter)
        spare = plate.field - plate.name.style.size / NAME_LEAST - plate.english_height
        rows = max(min(least, rows), rows - max(0, int(spare / grid.leading)))
    box = Rect(grid.left, top, grid.width, grid.y(rows - 1) - top)
    return rows, (Group("artifact", tuple(_level_nameplate(issue, page, box, grid, theme, setter))),)


def nameplate_in(
    issue: Issue, page: Page, box: Rect, grid: PageGrid, theme: Theme, setter: Typesetter
) -> tuple[Item, ...]:
    """The nameplate of a vertical page in its box on the paper: level across the page, or, where its style is vertical,
    the name from top to bottom, below it what the paper says of itself, and the ear to its left. grid: the page's."""
    if theme.styles["nameplate"].vertical:
        items = _vertical_nameplate(issue, page, box, grid, theme, setter)
    else:
        items = _level_nameplate(issue, page, box, PageGrid.of_furniture(theme), theme, setter)
    return (Group("artifact", tuple(items)),)


def _vertical_nameplate(
    issue: Issue, page: Page, box: Rect, grid: PageGrid, theme: Theme, setter: Typesetter
) -> Iterator[Item]:
    assert grid.right is not None
    rows = min(max(LEAST_PLATE, int(theme.numbers["nameplate_rows"])) * grid.leading, box.width)
    plate = Rect(box.right - rows, box.y, rows, box.height)
    if page.ear is not None and box.width - rows > 2 * grid.leading:
        width = min(rows, box.width - rows - grid.leading)
        yield from _ear(page.ear, Rect(plate.x - grid.leading - width, box.y, width, box.height), theme, setter)
    black = theme.inks["black"]
    yield Frame(plate, 0.5, black)
    style = theme.styles["publication"]
    inner = plate.width - 2 * PLATE_AIR
    words = [word for word in (*_publication_words(issue, theme), *theme.masthead.lines) if word]
    lines = [one_line(word, replace(style, smallest=0.6 * style.size), setter, inner) for word in words]
    foot = plate.bottom - PLATE_AIR
    head = foot - (len(lines) - 1) * style.leading - style.size if lines else foot
    for index, line in enumerate(lines):
        y = head + index * style.leading
        yield from lines_of(line, plate.x + (plate.width - width_of(line)) / 2, y)
    if lines:
        head -= PLATE_AIR
        yield Rule(plate.x, head, plate.right, head, 0.5, black)
    english = _english(theme, setter, inner)
    if english is not None:
        head -= english.style.size + PLATE_AIR
        yield from lines_of(english, plate.x + (plate.width - width_of(english)) / 2, head)
    height = head - plate.y - 2 * PLATE_AIR
    name = _name(theme, setter, height, PLATE_FULL * plate.width, PLATE_FULL * plate.width, VERTICAL_FULL * height)
    top = plate.y + PLATE_AIR + max(0.0, height - width_of(name)) / 2
    axis = grid.right - plate.x - plate.width / 2
    yield from grid.turned(tuple(lines_of(name, top, axis - name.style.size / 2)))


class _Plate:
    """What stands in a level nameplate, `height` points high: the name and its English one, the paper's own lines
    beside it where the name leaves them room, the ear. field: height of what is above the publication line; left,
    right: edges of the name's room."""

    def __init__(self, page: Page, grid: PageGrid, height: float, theme: Theme, setter: Typesetter) -> None:
        line = theme.styles["publication"]
        self.strip = line.leading * PUBLICATION
        self.field = height - self.strip - 7.0
        wide = grid.width * theme.numbers["ear_width"] if _has_ear(page) else 0.0
        self.right = grid.left + grid.width - wide - (grid.gutter if wide else 0.0)
        self.left = grid.left
        self.english = _english(theme, setter, self.right - grid.left)
        self.english_height = self.english.style.size + 8.0 if self.english is not None else 0.0
        free = self.field - self.english_height
        full = NAME_FULL * (self.right - grid.left)
        self.beside = [one_line(words, line, setter) for words in theme.masthead.lines]
        left = grid.left + max((width_of(each) + 2 * line.size for each in self.beside), default=0.0)
        self.name = _name(theme, setter, self.right - left, free, NAME_HIGH * free, full)
        if self.name.style.size < min(theme.styles["nameplate"].size, free):  # the lines are not worth a smaller name
            self.beside, left = [], grid.left
            self.name = _name(theme, setter, self.right - left, free, NAME_HIGH * free, full)
        self.left = left


def _has_ear(page: Page) -> bool:
    return page.ear is not None or any(advert.size == "ear" for advert in page.adverts)


def _name(theme: Theme, setter: Typesetter, length: float, height: float, grown: float, full: float) -> Paragraph:
    """The paper's name on one line of `length` points, no larger than `height`; a short one larger than its style has
    it, up to `grown` points, so that it is `full` points long."""
    style, text = theme.styles["nameplate"], theme.masthead.name
    size = min(style.size, height)
    name = one_line(text, _at(style, size), setter, length)
    if not text:
        return name
    if len(name.lines) > 1 or width_of(name) > length:
        return one_line(text, replace(_at(style, size), smallest=LEAST_NAME), setter, length)
    wanted = size * min(full, length) / width_of(name)
    larger = min(wanted, style.size * theme.numbers["nameplate_grown"], grown)
    return one_line(text, _at(style, larger), setter, length) if larger > NAME_SEEN * size else name


def _level_nameplate(
    issue: Issue, page: Page, box: Rect, grid: PageGrid, theme: Theme, setter: Typesetter
) -> Iterator[Item]:
    """In a box as wide as the type area, the publication line at its foot."""
    plate = _Plate(page, grid, box.height, theme, setter)
    name, english, field = plate.name, plate.english, plate.field
    items: list[Item] = []
    middle = (grid.left + plate.right) / 2
    if middle < plate.left + width_of(name) / 2:  # amid what the lines beside it leave
        middle = (plate.left + plate.right) / 2
    y = box.y + max(0.0, field - name.style.size - plate.english_height) / 2
    items += lines_of(name, middle - width_of(name) / 2, y)
    if english is not None:
        items += lines_of(english, middle - width_of(english) / 2, y + name.style.size + 2.0)
    leading = theme.styles["publication"].leading
    foot = box.y + field - len(plate.beside) * leading
    for index, line in enumerate(plate.beside):
        items += lines_of(line, grid.left, foot + index * leading)
    if page.ear is not None:
        wide = grid.width * theme.numbers["ear_width"]
        items += _ear(page.ear, Rect(grid.left + grid.width - wide, box.y, wide, field), theme, setter)
    more = () if plate.beside else theme.masthead.lines
    items += _publication_line(issue, grid, box.y + field + 7.0, plate.strip, more, theme, setter)
    yield from items


def _folio_height(theme: Theme) -> float:
    """From the top of the folio's digits to the type area, points."""
    return theme.numbers["folio_rise"] + FOLIO_FOOT + 0.9 * theme.styles["folio-number"].size


def _english(theme: Theme, setter: Typesetter, width: float) -> Paragraph | None:
    words = theme.masthead.english
    return one_line(words, theme.styles["nameplate-english"], setter, width) if words else None


def _at(style: TextStyle, size: float) -> TextStyle:
    return replace(style, size=size, leading=style.leading * size / style.size, smallest=min(style.smallest, size))


def _publication_line(
    issue: Issue,
    grid: PageGrid,
    y: float,
    height: float,
    more: tuple[str, ...],
    theme: Theme,
    setter: Typesetter,
) -> Iterator[Item]:
    """刊头信息 between a hairline and a thick-thin rule (文武线); more: what else it has to say."""
    style = theme.styles["publication"]
    right = grid.left + grid.width
    black = theme.inks["black"]
    words = [word for word in (*_publication_words(issue, theme), *more) if word]
    lines = [one_line(word, style, setter) for word in words]
    yield Rule(grid.left, y, right, y, 0.5, black)
    if lines:
        free = grid.width - sum(width_of(line) for line in lines)
        gap = free / max(1, len(lines) - 1)
        x = grid.left
        if gap < style.size:  # too much for one line: as one run that may shrink
            lines, gap = (
                [one_line("　".join(words), replace(style, smallest=style.size * 0.6), setter, grid.width)],
                0.0,
            )
        for line in lines:
            yield from lines_of(line, x, y + (height - 4.0 - line.style.size) / 2)
            x += width_of(line) + gap
    yield Rule(grid.left, y + height - 3.4, right, y + height - 3.4, 2.2, black)
    yield Rule(grid.left, y + height, right, y + height, 0.5, black)


def _publication_words(issue: Issue, theme: Theme) -> Iterator[str]:
    masthead = theme.masthead
    if issue.date is not None:
        yield _day(issue, theme)
        yield lunar(issue.date, theme.language)
    yield _number(issue, theme)
    yield page_word("pages_today", theme.language, pages=len(issue.pages)) if issue.pages else ""
    yield masthead.permit
    yield masthead.publisher
    yield masthead.website


def _day(issue: Issue, theme: Theme) -> str:
    """Date and day of the week as papers of the region print them; "" for an issue without a date."""
    if issue.date is None:
        return ""
    return f"{long_date(issue.date, theme.words['calendar'])}　{weekday(issue.date, theme.language)}"


def _number(issue: Issue, theme: Theme) -> str:
    return page_word("issue", theme.language, number=issue.number) if issue.number else ""


def _ear(ear: Ear, box: Rect, theme: Theme, setter: Typesetter) -> Iterator[Item]:
    """报眼 beside the nameplate: a framed box with a head and a few lines, opened so that they fill it."""
    head_style, style = theme.styles["ear-headline"], theme.styles["ear"]
    pad = style.size
    inner = box.width - 2 * pad
    heads = [setter.typeset(copy, replace(head_style, indent=0), inner) for copy in ear.headline]
    lines = [setter.typeset(copy, style, inner) for copy in ear.lines]
    head_height = sum(len(p.lines) * p.style.leading for p in heads) + (2 * EAR_RULE if heads else 0.0)
    height = sum(len(p.lines) * p.style.leading for p in lines)
    yield Frame(box, theme.numbers["box_rule"], theme.inks["frame"])
    opened = min(EAR_LEADING, max(1.0, (EAR_FULL * box.height - head_height) / max(1.0, height)))
    y = box.y + max(pad / 2, (box.height - head_height - opened * height) / 2)
    for paragraph in heads:
        yield from lines_of(paragraph, box.x + pad, y + (paragraph.style.leading - paragraph.style.size) / 2)
        y += len(paragraph.lines) * paragraph.style.leading
    if heads:
        y += EAR_RULE
        yield Rule(box.x + pad, y, box.right - pad, y, 0.25, theme.inks["frame"])
        y += EAR_RULE
    for paragraph in lines:
        leading = opened * paragraph.style.leading
        yield from lines_of(paragraph, box.x + pad, y + (leading - paragraph.style.size) / 2)
        y += leading + (len(paragraph.lines) - 1) * paragraph.style.leading


def column_rule(grid: PageGrid, column: int, top: int, bottom: int, theme: Theme) -> Iterator[Item]:
    """A rule in the gutter left of `column`, between stories that stand side by side, rows top … bottom."""
    x = grid.x(column) - grid.gutter / 2
    yield Group(
        "artifact",
        (Rule(x, grid.y(top) + 2.0, x, grid.y(bottom) - 2.0, theme.numbers["column_rule"], theme.inks["frame"]),),
    )
