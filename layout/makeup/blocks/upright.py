"""Tables and codes on a vertical page: level in a box of their own, as high as some tiers and as wide as some rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from layout.display import Group, Item
from layout.issue import Copy, PictureGroup, Table
from layout.makeup.blocks.heads import lines_of
from layout.makeup.blocks.picture_groups import GroupBlock, set_group
from layout.makeup.blocks.placement import Block, FixedRows
from layout.makeup.blocks.qr import set_code
from layout.makeup.blocks.table_setting import natural_width, set_table
from layout.makeup.grid import PageGrid
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme
from layout.units import Rect
from layout.value import replace, value

LEAST_GROUP = 8  # rows, of a picture group
LABEL = 6.0  # em beside a code, for its words


@value
class LevelBlock(FixedRows):
    """A level block in `rows` rows of a vertical page. width: of its tiers, along the lines; inner: the block itself,
    which takes all but `below` of the rows; label: words under it;
    inner_rows: how many of its own rows it stands on, 0 = as few as it may."""

    width: float
    grid: PageGrid
    inner: Block
    rows: int
    below: float
    label: Paragraph | None = None
    inner_rows: int = 0

    @property
    def _inner_rows(self) -> int:
        return self.inner_rows or self.inner.least

    def picture_box(self, x: float, y: float) -> Rect:
        """What it takes of its place, on the page's grid."""
        return Rect(x, y, self.width, self.rows * self.grid.leading - self.below)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return (*self.inner.paragraphs, *((self.label,) if self.label is not None else ()))

    @property
    def height(self) -> float:
        """Of the inner block and its label, points."""
        label = len(self.label.lines) * self.label.style.leading if self.label is not None else 0.0
        return self._inner_rows * self.grid.leading + label

    def items(self, x: float, y: float, rows: int, theme: Theme, setter: Typesetter) -> Iterator[Item]:
        box = self.grid.on_paper(Rect(x, y, self.width, self.rows * self.grid.leading - self.below))
        top = box.y + max(0.0, self.width - self.height) / 2
        items = list(self.inner.items(box.x, top, self._inner_rows, theme, setter))
        if self.label is not None:
            under = top + self._inner_rows * self.grid.leading
            items.append(Group("artifact", tuple(lines_of(self.label, box.x, under))))
        yield from self.grid.level(tuple(items))


def set_level_table(
    table: Table, height: float, grid: PageGrid, theme: Theme, setter: Typesetter, below: float
) -> tuple[LevelBlock, bool]:
    """A table in tiers `height` points high, as narrow as its cells let it; and whether it is no higher than that."""
    level = replace(grid, right=None)
    rows = max(3, min(grid.rows, grid.rows_for(natural_width(table, level, theme, setter) + below)))
    wide = max(grid.body_size, rows * grid.leading - below)
    block = LevelBlock(height, grid, set_table(table, wide, level, theme, setter), rows, below)
    return block, block.height <= height + 0.01


def set_level_group(
    group: PictureGroup, height: float, grid: PageGrid, theme: Theme, setter: Typesetter, below: float
) -> LevelBlock:
    """A picture group in tiers `height` points high, as wide as its pictures then are."""
    level = replace(grid, right=None)
    most = max(1, int(height / grid.leading + 1e-6))

    def made(rows: int) -> GroupBlock:
        return set_group(group, max(LABEL * grid.body_size, rows * grid.leading - below), level, theme, setter)

    narrow = [rows for rows in (group.rows,) if rows] or range(LEAST_GROUP, max(LEAST_GROUP + 1, grid.rows))
    rows = narrow[max(0, bisect_right(narrow, most, key=lambda rows: made(rows).least) - 1)]
    inner = made(rows)
    return LevelBlock(height, grid, inner, rows, below, None, max(inner.least, min(inner.most, most)))


def set_level_code(
    address: str, height: float, grid: PageGrid, theme: Theme, setter: Typesetter, below: float
) -> LevelBlock:
    """A code in tiers `height` points high, its words below it where these hold both, else to its left."""
    level, style, words = replace(grid, right=None), theme.styles["qr"], theme.words["qr_label"]
    side = theme.numbers["qr_rows"] * grid.leading
    rows = grid.rows_for(side + below)
    inner = set_code(address, 0.0, level, theme, setter)  # too narrow for words beside it
    wide = rows * grid.leading - below
    label = setter.typeset(Copy(words), replace(style, indent=0.0, align="centre"), wide) if words else None
    if label is not None and inner.least * grid.leading + len(label.lines) * style.leading > height:
        rows = grid.rows_for(side + LABEL * style.size + below)
        inner, label = set_code(address, rows * grid.leading - below, level, theme, setter), None
    return LevelBlock(height, grid, replace(inner, width=rows * grid.leading - below), rows, below, label)


__all__ = ["LevelBlock", "set_level_code", "set_level_group", "set_level_table"]
