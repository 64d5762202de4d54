"""Adverts (广告): reserved before anything else, shown whole, labelled as what they are.

An advert is a module of one depth only. Its picture is never cropped: it stands in the reserved place as large as it
goes, within a frame; the label 广告 or 公益广告 stands above its right corner, as advertising law wants it told apart
from the news.
"""

from __future__ import annotations

from collections.abc import Callable

from layout.diagnostics import Report
from layout.display import Fill, Group, Image, Item
from layout.issue import Advert, Copy, Page, Story
from layout.makeup.blocks.borders import band, border
from layout.makeup.blocks.furniture import one_line, width_of
from layout.makeup.blocks.heads import lines_of
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import Fit, Placed
from layout.page_words import page_word
from layout.text.paragraph import Typesetter
from layout.theme import Theme
from layout.units import GridArea, Rect

SOLD = 1e6  # a row more or less than an advert was sold: rather is any copy without room
FAULT = 100  # rows of copy without room that one such row counts for


class _Reserved:
    """A place of so many rows as a module: only these cost nothing."""

    def __init__(self, advert: Advert, column: int, columns: int, grid: PageGrid, theme: Theme) -> None:
        self.story = Story(advert.name, role="filler", rank=999, span=advert.span)
        self.column, self.columns = column, columns
        self._advert, self._grid, self._theme = advert, grid, theme

    @property
    def head_fits(self) -> bool:
        return True

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

    def moved(self, column: int) -> AdvertModule:
        return AdvertModule(self._advert, column, self.columns, self._grid, self._theme, self._setter)

    def place(self, row: int, depth: int) -> Placed:
        theme, advert = self._theme, self._advert
        area = GridArea(self.column, self.columns, row, depth)
        box = self._grid.on_paper(self._grid.box(area))
        words = page_word("public_service" if advert.public_service else "advert", theme.language)
        label = one_line(words, theme.styles["advert-label"], self._setter)
        strip = label.style.size + 2.0
        frame = Rect(box.x, box.y + strip, box.width, box.height - strip)
        items: list[Item] = [Group("artifact", tuple(lines_of(label, box.right - width_of(label), box.y)))]
        if advert.pixels is None:
            items.append(Fill(frame, theme.inks["placeholder"]))
            name = one_line(Copy(advert.name), theme.styles["placeholder"], self._setter, frame.width)
            y = frame.y + (frame.height - name.style.size) / 2
            items.append(Group("artifact", tuple(lines_of(name, frame.x + (frame.width - width_of(name)) / 2, y))))
        else:
            reach = band(theme.words["advert_border"], theme)
            reach = reach if reach > 1.0 else 0.0  # a hairline runs along the picture's own edge
            frame_inside = frame.inset(reach, reach)
            scale = min(frame_inside.width / advert.pixels.width, frame_inside.height / advert.pixels.height)
            width, height = advert.pixels.width * scale, advert.pixels.height * scale
            rect = Rect(frame.x + (frame.width - width) / 2, frame.y + (frame.height - height) / 2, width, height)
            items.append(Image(rect, advert.file, origin=advert.span))
        items += border(frame, theme.words["advert_border"], theme)
        group = Group("advert", self._grid.level(tuple(items)), advert.name)
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

    def moved(self, column: int) -> NameplateModule:
        return NameplateModule(self._advert, self._page, column, self.columns, self._grid, self._theme, self._plate)

    def place(self, row: int, depth: int) -> Placed:
        area = GridArea(self.column, self.columns, row, depth)
        items = self._plate(self._page, self._grid, self._theme, self._grid.on_paper(self._grid.box(area)))
        return Placed(
            self.story, area, self._grid.level(items), self.cost(depth), True, overset_rows=self._missed(depth)
        )


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
            )
