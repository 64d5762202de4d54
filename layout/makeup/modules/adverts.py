"""Adverts (广告): reserved before anything else, shown whole, labelled as what they are.

An advert is a module of one depth only. Its picture is never cropped: it stands in the reserved place as large as it
goes, within a frame; the label 广告 or 公益广告 stands above its right corner, as advertising law wants it told apart
from the news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from layout.diagnostics import Report
from layout.display import Fill, Group, Image, Item, Path
from layout.issue import Advert, Constraint, Copy, Page, Story
from layout.makeup.blocks.borders import band, border
from layout.makeup.blocks.furniture import one_line, width_of
from layout.makeup.blocks.heads import lines_of
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import NO_HEAD, Fit, HeadFacts, Placed
from layout.page_words import page_word
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme
from layout.units import MM, GridArea, Rect
from layout.value import replace, value

SOLD = 1e6  # a row more or less than an advert was sold: rather is any copy without room
STRIP = 1 / 6  # of the page's rows that a strip takes where nobody has said how many
LABEL_AIR = 2.0  # points between an advert and its label
SAME_SHAPE = 0.02  # by which the shapes of an advert in L and of its place may differ
FAULT = 100  # rows of copy without room that one such row counts for


class _Reserved:
    """A place of so many rows as a module: only these cost nothing."""

    def __init__(self, advert: Advert, column: int, columns: int, grid: PageGrid, theme: Theme) -> None:
        self.story = Story(advert.name, role="filler", rank=999, span=advert.span)
        self.column, self.columns = column, columns
        self._advert, self._grid, self._theme = advert, grid, theme

    @property
    def head_strain(self) -> int:
        return 0

    def cost(self, depth: int) -> float:
        return SOLD * abs(depth - self._advert.rows)

    def holds(self, depth: int) -> bool:
        return depth >= self._advert.rows

    def fit(self, depth: int) -> Fit:
        return Fit(self.cost(depth), self._missed(depth))

    def _missed(self, depth: int) -> int:
        return FAULT * abs(depth - self._advert.rows)


class AdvertModule(_Reserved):
    """An advert as a module."""

    def __init__(
        self, advert: Advert, column: int, columns: int, grid: PageGrid, theme: Theme, setter: Typesetter
    ) -> None:
        super().__init__(advert, column, columns, grid, theme)
        self._setter = setter

    @property
    def head(self) -> HeadFacts:
        return NO_HEAD

    def moved(self, column: int) -> AdvertModule:
        return AdvertModule(self._advert, column, self.columns, self._grid, self._theme, self._setter)

    def place(self, row: int, depth: int) -> Placed:
        area = GridArea(self.column, self.columns, row, depth)
        box = self._grid.on_paper(self._grid.box(area))
        items = tuple(_items(self._advert, box, self._theme, self._setter))
        group = Group("advert", self._grid.level(items), self._advert.name)
        return Placed(self.story, area, (group,), self.cost(depth), boxed=True, overset_rows=self._missed(depth))


Plate = Callable[[Page, PageGrid, Theme, Rect], tuple[Item, ...]]
"""Draws the nameplate of a page in a box on the paper."""


def no_plate(page: Page, grid: PageGrid, theme: Theme, box: Rect) -> tuple[Item, ...]:
    return ()


class NameplateModule(_Reserved):
    """The nameplate of a vertical front page, which stands among the stories and not above them."""

    def __init__(
        self, advert: Advert, page: Page, column: int, columns: int, grid: PageGrid, theme: Theme, plate: Plate
    ) -> None:
        super().__init__(advert, column, columns, grid, theme)
        self._page, self._plate = page, plate

    @property
    def head(self) -> HeadFacts:
        return NO_HEAD

    def moved(self, column: int) -> NameplateModule:
        return NameplateModule(self._advert, self._page, column, self.columns, self._grid, self._theme, self._plate)

    def place(self, row: int, depth: int) -> Placed:
        area = GridArea(self.column, self.columns, row, depth)
        items = self._plate(self._page, self._grid, self._theme, self._grid.on_paper(self._grid.box(area)))
        return Placed(
            self.story, area, self._grid.level(items), self.cost(depth), True, overset_rows=self._missed(depth)
        )


@value
class Sold:
    """What of a page is sold beyond what its planner places: the page as its planner has it, and rows at its foot with
    the gap above them. whole: the advert that takes all of the page; corner: the one in L; ear: the one beside the
    nameplate."""

    page: Page
    foot: int = 0
    whole: Advert | None = None
    corner: Advert | None = None
    ear: Advert | None = None


def sold(page: Page, grid: PageGrid, top: int, gap: int) -> Sold:
    """The page with the sizes of its adverts in numbers, those with a place of their own taken out. top: rows that its
    furniture takes."""
    rows = grid.rows - top
    kept: list[Advert] = []
    wishes = list(page.constraints)
    foot, whole, corner, ear = 0, None, None, None
    for advert in page.adverts:
        match advert.size:
            case "ear":
                ear = advert
            case "page":
                whole, foot = advert, rows
            case "L" if corner is None:
                corner, foot = advert, foot + advert.foot + gap
                arm = max(1, min(advert.rows, rows) - advert.foot - gap)
                kept.append(replace(advert, size="", columns=min(advert.columns, grid.columns - 1), rows=arm))
                wishes.append(Constraint(advert.name, f"bottom-{advert.side}", span=advert.span))
            case _:
                kept.append(_in_numbers(advert, grid.columns, rows))
    return Sold(replace(page, adverts=tuple(kept), constraints=tuple(wishes)), foot, whole, corner, ear)


def _in_numbers(advert: Advert, columns: int, rows: int) -> Advert:
    sizes = {
        "half": (columns, rows // 2),
        "quarter": (max(1, columns // 2), rows // 2),
        "strip": (columns, round(rows * STRIP)),
        "half-strip": (max(1, columns // 2), round(rows * STRIP)),
    }
    if advert.size not in sizes:
        return advert
    wide, deep = sizes[advert.size]
    return replace(advert, size="", columns=advert.columns or wide, rows=advert.rows or deep)


def in_a_corner(
    advert: Advert, arm: GridArea, grid: PageGrid, row: int, theme: Theme, setter: Typesetter
) -> tuple[Item, ...]:
    """An advert in L: its upright arm stands on `arm`, the other from `row` to the foot of the page; its label above
    the upright arm."""
    upright = grid.box(arm)
    lying = Rect(grid.left, grid.y(row), grid.width, advert.foot * grid.leading)
    label = _label(advert, theme, setter)
    top = upright.y + label.style.size + LABEL_AIR
    box = Rect(grid.left, top, grid.width, lying.bottom - top)
    inner = (upright.x, upright.right)[advert.side == "left"]
    outer = (grid.left, grid.left + grid.width)[advert.side == "right"]
    other = 2 * grid.left + grid.width - outer
    corners = ((inner, top), (outer, top), (outer, box.bottom), (other, box.bottom), (other, lying.y), (inner, lying.y))
    items: list[Item] = [Group("artifact", tuple(lines_of(label, upright.right - width_of(label), upright.y)))]
    if advert.pixels is None:
        ink = theme.inks["placeholder"]
        items += [Fill(Rect(upright.x, top, upright.width, lying.y - top), ink), Fill(lying, ink)]
    else:
        rect = _within(box, advert)
        items.append(Image(rect, advert.file, origin=advert.span, outline=(_sides(corners),)))
    if theme.words["advert_border"] != "none":
        edge = tuple(at for corner in (*corners, corners[0]) for at in corner)
        rule = Path(box, (edge,), theme.inks["frame"], theme.numbers["box_rule"])
        items.append(Group("artifact", (rule,)))
    return (Group("advert", tuple(items), advert.name),)


def shape_fault(advert: Advert, area: GridArea, grid: PageGrid, theme: Theme, setter: Typesetter) -> dict[str, str]:
    """What is wrong with the shape of the picture of an advert in L that takes all of `area`; {} = nothing."""
    if advert.pixels is None:
        return {}
    above = _label(advert, theme, setter).style.size + LABEL_AIR
    width, height = grid.span(area.columns), area.rows * grid.leading - above
    shape, place = advert.pixels.width / advert.pixels.height, width / height
    if abs(shape / place - 1) <= SAME_SHAPE:
        return {}
    numbers = {"shape": f"{shape:.2f}", "place": f"{place:.2f}"}
    return {"advert": advert.name, **numbers, "width": f"{width / MM:.0f}", "height": f"{height / MM:.0f}"}


def in_the_ear(advert: Advert, box: Rect, theme: Theme, setter: Typesetter) -> Group:
    """An advert in the box beside the nameplate."""
    return Group("advert", tuple(_items(advert, box, theme, setter)), advert.name)


def _sides(corners: tuple[tuple[float, float], ...]) -> tuple[float, ...]:
    """Straight sides as the closed curve of an outline."""
    part = [*corners[0]]
    for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True):
        part += [x0 + (x1 - x0) / 3, y0 + (y1 - y0) / 3, x1 - (x1 - x0) / 3, y1 - (y1 - y0) / 3, x1, y1]
    return tuple(part)


def _label(advert: Advert, theme: Theme, setter: Typesetter) -> Paragraph:
    words = page_word("public_service" if advert.public_service else "advert", theme.language)
    return one_line(Copy(words), theme.styles["advert-label"], setter)


def _within(box: Rect, advert: Advert) -> Rect:
    """The advert's picture as large as it goes into a box."""
    assert advert.pixels is not None
    scale = min(box.width / advert.pixels.width, box.height / advert.pixels.height)
    width, height = advert.pixels.width * scale, advert.pixels.height * scale
    return Rect(box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height)


def _items(advert: Advert, box: Rect, theme: Theme, setter: Typesetter) -> Iterator[Item]:
    """An advert in its reserved box, its label above its right corner."""
    label = _label(advert, theme, setter)
    strip = label.style.size + LABEL_AIR
    frame = Rect(box.x, box.y + strip, box.width, box.height - strip)
    yield Group("artifact", tuple(lines_of(label, box.right - width_of(label), box.y)))
    if advert.pixels is None:
        yield Fill(frame, theme.inks["placeholder"])
        name = one_line(Copy(advert.name), theme.styles["placeholder"], setter, frame.width)
        y = frame.y + (frame.height - name.style.size) / 2
        yield Group("artifact", tuple(lines_of(name, frame.x + (frame.width - width_of(name)) / 2, y)))
    else:
        reach = band(theme.words["advert_border"], theme)
        reach = reach if reach > 1.0 else 0.0  # a hairline runs along the picture's own edge
        yield Image(_within(frame.inset(reach, reach), advert), advert.file, origin=advert.span)
    yield from border(frame, theme.words["advert_border"], theme)


def tell_adverts(page: Page, placed: tuple[Placed, ...], top: int, foot: int, report: Report) -> None:
    """Report adverts without a size (NP617), with the name of something else on the page (NP618), and those that a
    made-up page shows in another size than was sold (NP609). top, foot: the rows that the page's stories and adverts
    may take."""
    taken = {story.name for story in page.stories}
    areas = {module.story.name: module.area for module in placed}
    for advert in page.adverts:
        if not advert.columns or not advert.rows:
            report.add("NP617", advert.span, advert=advert.name, page=page.number)
            continue
        if advert.name in taken:
            report.add("NP618", advert.span, advert=advert.name, page=page.number)
            continue
        taken.add(advert.name)
        area = areas.get(advert.name)
        if area is None:
            continue
        rows = min(area.row + area.rows, foot) - max(area.row, top)
        if (area.columns, rows) != (advert.columns, advert.rows):
            report.add(
                "NP609",
                advert.span,
                advert=advert.name,
                page=page.number,
                columns=area.columns,
                rows=rows,
                sold_columns=advert.columns,
                sold_rows=advert.rows,
                hint="nameplate" if advert.nameplate else "hint",
            )
