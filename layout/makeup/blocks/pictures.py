"""A picture with its caption and credit as one block of whole rows;
a missing picture is a labelled frame of the same size.

The caption's height is exact, so whatever the rows leave over goes to the picture: its crop is copyfit's main valve.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from layout.display import Fill, Frame, Group, Image, Ink, Item
from layout.issue import Copy, Picture
from layout.makeup.blocks.heads import lines_of
from layout.makeup.grid import PageGrid
from layout.page_words import page_word
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme
from layout.theme.layers import name_of
from layout.units import Rect
from layout.value import replace, value

MOST_CROP = 0.25  # |log(frame aspect / picture aspect)|: a picture cropped farther is told (Q15)
ORDINARY = 1.5  # width to height of a 3:2 photograph, for pictures that are not there yet


@value
class PictureBlock:
    """A picture set to a width. least, most: rows it may take, caption included, within the limits of its crop.

    vertical: it is made up in logical coordinates, its caption in vertical lines to its left; the picture will stand
    upright in its turned box.
    """

    picture: Picture
    width: float
    caption: Paragraph | None
    credit: Paragraph | None
    credit_beside: bool
    caption_gap: float
    below: float
    leading: float
    least: int
    most: int
    vertical: bool = False

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(paragraph for paragraph in (self.caption, self.credit) if paragraph is not None)

    @property
    def words(self) -> float:
        """Height of caption and credit with the gap above them, points."""
        height = 0.0
        for paragraph in (self.caption, None if self.credit_beside else self.credit):
            if paragraph is not None:
                style = paragraph.style
                height += len(paragraph.lines) * style.leading - (style.leading - style.size) / 2
        return height + self.caption_gap if height else 0.0

    def height(self, rows: int) -> float:
        """Height of the picture itself when the block takes `rows`, points."""
        return rows * self.leading - self.words - self.below

    def crop_amount(self, rows: int) -> float:
        """|log(frame aspect / picture aspect)|: 0 = whole (Q15)."""
        if not self.picture.crop:
            return 0.0
        return abs(math.log(self.width / max(1.0, self.height(rows)) / self._aspect))

    @property
    def _aspect(self) -> float:
        whole = aspect(self.picture)
        return 1 / whole if self.vertical else whole

    def picture_box(self, x: float, y: float, rows: int) -> Rect:
        """Where the picture itself stands in the block at x, y."""
        return Rect(x, y, self.width, self.height(rows))

    def items(self, x: float, y: float, rows: int, theme: Theme, setter: Typesetter) -> Iterator[Item]:
        """The block with its top left corner at x, y, standing on `rows` rows."""
        picture = self.picture
        box = Rect(x, y, self.width, self.height(rows))
        if not picture.crop:  # what is left of the last row stands below the caption
            width = min(box.width, box.height * self._aspect)
            box = Rect(x + (box.width - width) / 2, y, width, width / self._aspect)
        parts: list[Item] = []
        if picture.pixels is None:
            parts += [Fill(box, theme.inks["placeholder"]), Frame(box, theme.numbers["keyline"], theme.inks["frame"])]
            label = setter.headline(
                (Copy(page_word("placeholder", theme.language, file=picture.file)),),
                replace(theme.styles["placeholder"], smallest=5.0, vertical=self.vertical),
                self.width - 12,
                3,
            )
            if label is not None:
                height = len(label.lines) * label.style.leading
                parts.append(Group("artifact", tuple(lines_of(label, x + 6, y + (box.height - height) / 2))))
        else:
            shape = Rect(0, 0, box.height, box.width) if self.vertical else box
            parts.append(
                Image(box, picture.file, crop_of(picture, shape), picture.alt, picture.span, ink_of(picture, theme))
            )
            parts.append(Frame(box, theme.numbers["keyline"], theme.inks["frame"]))
        below = y + box.height + self.caption_gap
        for paragraph in (self.caption, self.credit):
            if paragraph is None:
                continue
            style = paragraph.style
            if paragraph is self.credit and self.credit_beside and self.caption is not None:
                below -= style.leading
            parts.append(Group("caption", tuple(lines_of(paragraph, x, below))))
            below += len(paragraph.lines) * style.leading
        yield Group("figure", tuple(parts))


def aspect(picture: Picture) -> float:
    """Width to height of the whole picture."""
    if picture.pixels is None or not picture.pixels.height:
        return ORDINARY
    return picture.pixels.width / picture.pixels.height


def ink_of(picture: Picture, theme: Theme) -> Ink | None:
    """What the picture is printed in; None = its own colours, also where the paper has no ink of that name (NP308)."""
    return theme.inks.get(name_of("inks", picture.ink)) if picture.ink else None


def crop_of(picture: Picture, box: Rect) -> Rect:
    """The part of the picture that fills `box`, as fractions of the picture,
    with the focus as near its middle as can be."""
    ratio = box.width / box.height / aspect(picture)
    width, height = (1.0, 1 / ratio) if ratio >= 1 else (ratio, 1.0)
    x = min(max(picture.focus[0] - width / 2, 0.0), 1 - width)
    y = min(max(picture.focus[1] - height / 2, 0.0), 1 - height)
    return Rect(x, y, width, height)


def set_picture(
    picture: Picture,
    width: float,
    grid: PageGrid,
    theme: Theme,
    setter: Typesetter,
    below: float,
    words: float | None = None,
) -> PictureBlock:
    """A picture with caption and credit on `width` points; below: least space under the block, words: width of caption
    and credit, None = the picture's; points."""
    measure = width if words is None else words
    caption = credit = None
    beside = False
    if picture.caption is not None:
        caption = setter.typeset(picture.caption, theme.styles["caption"], measure)
    if picture.credit is not None:
        credit = setter.typeset(picture.credit, theme.styles["credit"], measure)
        if caption is not None and len(credit.lines) == 1:
            used = caption.lines[-1].width + credit.style.size + _ink_width(credit)
            beside = used <= measure
    vertical = grid.vertical and theme.styles["caption"].vertical
    gap = theme.numbers["caption_gap"]
    block = PictureBlock(picture, width, caption, credit, beside, gap, below, grid.leading, 0, 0, vertical)
    limit = theme.numbers["picture_crop"]
    if picture.rows is not None:
        rows = picture.rows + grid.rows_for(block.words + below)
        return replace(block, least=rows, most=rows)
    natural = width * aspect(picture) if vertical else width / aspect(picture)
    fixed = block.words + below
    if not picture.crop:
        rows = grid.rows_for(natural + fixed)
        return replace(block, least=rows, most=rows)
    least = math.ceil((natural * math.exp(-limit) + fixed) / grid.leading)
    most = math.floor((natural * math.exp(limit) + fixed) / grid.leading)
    least = max(1, min(least, most))
    return replace(block, least=least, most=max(least, min(most, grid.rows)))  # no deeper shape is worth weighing


@value
class Upright:
    """A picture with its level caption on a vertical page: as high as its tiers; its rows are how wide it is.

    width: of its tiers, along the lines. shapes: the block as it is at `least` rows and at each row more.
    """

    width: float
    grid: PageGrid
    shapes: tuple[PictureBlock, ...]
    least: int
    below: float

    @property
    def most(self) -> int:
        return self.least + len(self.shapes) - 1

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return self.shapes[0].paragraphs

    @property
    def picture(self) -> Picture:
        return self.shapes[0].picture

    def crop_amount(self, rows: int) -> float:
        return self._shape(rows).crop_amount(1)

    def picture_box(self, x: float, y: float, rows: int) -> Rect:
        """Where the picture itself stands in the block at x, y, as that is."""
        shape = self._shape(rows)
        return Rect(x, y, shape.height(1), shape.width)

    def items(self, x: float, y: float, rows: int, theme: Theme, setter: Typesetter) -> Iterator[Item]:
        shape = self._shape(rows)
        box = self.grid.on_paper(Rect(x, y, self.width, shape.width))
        yield from self.grid.level(tuple(shape.items(box.x, box.y, 1, theme, setter)))

    def _shape(self, rows: int) -> PictureBlock:
        return self.shapes[rows - self.least]


def set_upright(
    picture: Picture, height: float, grid: PageGrid, theme: Theme, setter: Typesetter, below: float
) -> Upright | PictureBlock:
    """A picture on a vertical page, in tiers `height` points high; below: least space to its left. Where captions are
    vertical there, it is a block like any other."""
    if theme.styles["caption"].vertical:
        return set_picture(picture, height, grid, theme, setter, below)

    def shaped(rows: int) -> PictureBlock:
        # One row as high as the tiers: what the caption leaves of it is the picture's.
        wide = max(grid.body_size, rows * grid.leading - below)
        return replace(set_picture(picture, wide, level, theme, setter, 0.0), least=1, most=1, leading=height)

    level = replace(grid, right=None)
    limit = theme.numbers["picture_crop"] if picture.crop else 0.0
    guess = max(1, min(grid.rows, round((height * aspect(picture) + below) / grid.leading)))
    natural = (shaped(guess).height(1) * aspect(picture) + below) / grid.leading
    if picture.rows is not None:
        least = most = min(picture.rows, grid.rows)
    elif not picture.crop:
        least = most = max(2, math.ceil(natural - 1e-6))
    else:
        least, most = math.ceil(natural * math.exp(-limit)), math.floor(natural * math.exp(limit))
        least = max(2, min(least, grid.rows))
        most = max(least, min(most, grid.rows))
    return Upright(height, grid, tuple(shaped(rows) for rows in range(least, most + 1)), least, below)


def _ink_width(paragraph: Paragraph) -> float:
    line = paragraph.lines[0]
    left = min((run.left for run in line.runs if run.xs), default=0.0)
    return line.width - left


__all__ = ["MOST_CROP", "PictureBlock", "Upright", "aspect", "crop_of", "set_picture", "set_upright"]
