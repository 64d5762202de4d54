"""Tables and codes on a vertical page: level in a box of their own, as high as some tiers and as wide as some rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from layout.display import Item
from layout.issue import Table
from layout.makeup.blocks.placement import Block, FixedRows
from layout.makeup.blocks.qr import set_code
from layout.makeup.blocks.tables import TableBlock, set_table
from layout.makeup.grid import PageGrid
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme
from layout.units import Rect
from layout.value import replace, value

LABEL = 6.0  # em beside a code, for its words


@value
class LevelBlock(FixedRows):
    """A level block in `rows` rows of a vertical page. width: of its tiers, along the lines; inner: the block itself,
    which takes all but `below` of the rows."""

    width: float
    grid: PageGrid
    inner: Block
    rows: int
    below: float

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return self.inner.paragraphs

    @property
    def height(self) -> float:
        """Of the inner block, points."""
        return self.inner.least * self.grid.leading

    def items(self, x: float, y: float, rows: int, theme: Theme, setter: Typesetter) -> Iterator[Item]:
        box = self.grid.on_paper(Rect(x, y, self.width, self.rows * self.grid.leading - self.below))
        top = box.y + max(0.0, self.width - self.height) / 2
        yield from self.grid.level(tuple(self.inner.items(box.x, top, self.inner.least, theme, setter)))


def set_level_table(
    table: Table, height: float, grid: PageGrid, theme: Theme, setter: Typesetter, below: float
) -> tuple[LevelBlock, bool]:
    """A table in tiers `height` points high, as narrow as its cells let it; and whether it is no higher than that."""
    level = replace(grid, right=None)

    def made(rows: int) -> TableBlock:
        return set_table(table, max(grid.body_size, rows * grid.leading - below), level, theme, setter)

    rows = 3 + bisect_left(range(3, grid.rows), True, key=lambda rows: made(rows).comfortable)
    block = LevelBlock(height, grid, made(rows), rows, below)
    return block, block.height <= height + 0.01


def set_level_code(
    address: str, height: float, grid: PageGrid, theme: Theme, setter: Typesetter, below: float
) -> LevelBlock:
    """A code with its words in tiers `height` points high."""
    label = LABEL * theme.styles["qr"].size
    rows = grid.rows_for(theme.numbers["qr_rows"] * grid.leading + label + below)
    inner = set_code(address, rows * grid.leading - below, replace(grid, right=None), theme, setter)
    return LevelBlock(height, grid, inner, rows, below)


__all__ = ["LevelBlock", "set_level_code", "set_level_table"]
