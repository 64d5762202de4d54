"""Adverts (广告): reserved before anything else, shown whole, labelled as what they are.

An advert is a module of one depth only. Its picture is never cropped: it stands in the reserved place as large as it goes, within a
frame; the label 广告 or 公益广告 stands above its right corner, as advertising law wants it told apart from the news.
"""

from __future__ import annotations

from layout.display import Fill, Group, Image, Item
from layout.issue import Advert, Copy, Story
from layout.makeup.borders import band, border
from layout.makeup.furniture import one_line, width_of
from layout.makeup.grid import Area, PageGrid
from layout.makeup.heads import lines_of
from layout.makeup.modules import OVERSET, Placed
from layout.text.paragraph import Typesetter
from layout.theme import Theme
from layout.units import Rect


class AdvertModule:
    """An advert as a module: only its own rows cost nothing."""

    def __init__(
        self, advert: Advert, column: int, columns: int, grid: PageGrid, theme: Theme, setter: Typesetter
    ) -> None:
        self.story = Story(advert.name, role="filler", rank=999, span=advert.span)
        self.column, self.columns = column, columns
        self._advert, self._grid, self._theme, self._setter = advert, grid, theme, setter

    def cost(self, depth: int) -> float:
        return 0.0 if depth == self._advert.rows else OVERSET * abs(depth - self._advert.rows)

    def place(self, row: int, depth: int) -> Placed:
        theme, advert = self._theme, self._advert
        area = Area(self.column, self.columns, row, depth)
        box = self._grid.box(area)
        label = one_line(
            Copy("公益广告" if advert.public_service else "广告"), theme.styles["advert-label"], self._setter
        )
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
            frame_inside = frame.inset(reach, reach)
            scale = min(frame_inside.width / advert.pixels.width, frame_inside.height / advert.pixels.height)
            width, height = advert.pixels.width * scale, advert.pixels.height * scale
            rect = Rect(frame.x + (frame.width - width) / 2, frame.y + (frame.height - height) / 2, width, height)
            items.append(Image(rect, advert.file, origin=advert.span))
        items += border(frame, theme.words["advert_border"], theme)
        return Placed(self.story, area, (Group("advert", tuple(items), advert.name),), self.cost(depth), boxed=True)
