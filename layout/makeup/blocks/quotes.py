"""Pull quotes (提要): a sentence of the story set larger between two rules, a block of whole rows in one leg."""

from __future__ import annotations

from collections.abc import Iterator

from layout.display import Group, Item
from layout.issue import Copy
from layout.makeup.blocks.borders import ruled
from layout.makeup.blocks.heads import lines_of
from layout.makeup.blocks.placement import FixedRows
from layout.makeup.grid import PageGrid, whole
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme
from layout.value import replace, value

SENSE = 5  # lines from which a quote is set as a paragraph
SMALLEST = 0.88  # times its size that a quote may shrink to break well


@value
class QuoteBlock(FixedRows):
    """A quote set to a leg. height: of its lines, points."""

    width: float
    paragraph: Paragraph
    leading: float
    rows: int

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return (self.paragraph,)

    @property
    def height(self) -> float:
        style = self.paragraph.style
        return (len(self.paragraph.lines) - 1) * style.leading + style.size

    def items(self, x: float, y: float, rows: int, theme: Theme, setter: Typesetter) -> Iterator[Item]:
        """Rules stand a little inside the block, so that the text above and below keeps its distance."""
        pad = _margin(theme)
        foot = y + rows * self.leading
        kind, thin, ink = theme.words["quote_rule"], theme.numbers["box_rule"], theme.inks["accent"]
        indent = (self.width - self.paragraph.measure) / 2
        text = tuple(lines_of(self.paragraph, x + indent, y + (rows * self.leading - self.height) / 2))
        yield Group("artifact", tuple(ruled(kind, x, x + self.width, y + pad, thin, ink)))
        yield Group("quote", (Group("paragraph", text),))
        yield Group("artifact", tuple(ruled("thin", x, x + self.width, foot - pad - thin, thin, ink)))


def _margin(theme: Theme) -> float:
    """White between the block's edge and its rules."""
    return theme.numbers["picture_gap"] / 2


def set_quote(copy: Copy, width: float, grid: PageGrid, theme: Theme, setter: Typesetter) -> QuoteBlock:
    """A pull quote on `width` points, half an em in from either side,
    broken by sense where that takes a line more at most."""
    style = replace(theme.styles["quote"], indent=0.0)
    measure = max(style.size, (whole(width, style.size) - 1) * style.size)
    paragraph = setter.typeset(copy, style, measure)
    if len(paragraph.lines) < SENSE:
        smallest = replace(style, smallest=SMALLEST * style.size)
        paragraph = setter.headline((copy,), smallest, measure, len(paragraph.lines) + 1) or paragraph
    block = QuoteBlock(width, paragraph, grid.leading, 0)
    rows = grid.rows_for(block.height + 2 * _margin(theme) + 1.1 * style.size)
    return replace(block, rows=rows)
