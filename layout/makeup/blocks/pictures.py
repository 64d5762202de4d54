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

ORDINARY = 1.5  # width to height of a 3:2 photograph, for pictures that are not there yet


@value
class PictureBlock:
    """A picture set to a width. least, most: rows it may take, caption included, within the limits of its crop."""

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
        return abs(math.log(self.width / max(1.0, self.height(rows)) / aspect(self.picture)))

    def items(self, x: float, y: float, rows: int, theme: Theme, setter: Typesetter) -> Iterator[Item]:
        """The block with its top left corner at x, y, standing on `rows` rows."""
        picture = self.picture
        box = Rect(x, y, self.width, self.height(rows))
        if not picture.crop:  # what is left of the last row stands below the caption
            width = min(box.width, box.height * aspect(picture))
            box = Rect(x + (box.width - width) / 2, y, width, width / aspect(picture))
        parts: list[Item] = []
        if picture.pixels is None:
            parts += [Fill(box, theme.inks["placeholder"]), Frame(box, theme.numbers["keyline"], theme.inks["frame"])]
            label = setter.headline(
                (Copy(page_word("placeholder", theme.language, file=picture.file)),),
                replace(theme.styles["placeholder"], smallest=5.0),
                self.width - 12,
                3,
            )
            if label is not None:
                height = len(label.lines) * label.style.leading
                parts.append(Group("artifact", tuple(lines_of(label, x + 6, y + (box.height - height) / 2))))
        else:
            parts.append(
                Image(box, picture.file, crop_of(picture, box), picture.alt, picture.span, ink_of(picture, theme))
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
    picture: Picture, width: float, grid: PageGrid, theme: Theme, setter: Typesetter, below: float
) -> PictureBlock:
    """A picture with caption and credit on `width` points; below: least space under the block, points."""
    caption = credit = None
    beside = False
    if picture.caption is not None:
        caption = setter.typeset(picture.caption, theme.styles["caption"], width)
    if picture.credit is not None:
        credit = setter.typeset(picture.credit, theme.styles["credit"], width)
        if caption is not None and len(credit.lines) == 1:
            used = caption.lines[-1].width + credit.style.size + _ink_width(credit)
            beside = used <= width
    block = PictureBlock(
        picture, width, caption, credit, beside, theme.numbers["caption_gap"], below, grid.leading, 0, 0
    )
    limit = theme.numbers["picture_crop"]
    if picture.rows is not None:
        rows = picture.rows + grid.rows_for(block.words + below)
        return replace(block, least=rows, most=rows)
    natural = width / aspect(picture)
    fixed = block.words + below
    if not picture.crop:
        rows = grid.rows_for(natural + fixed)
        return replace(block, least=rows, most=rows)
    least = math.ceil((natural * math.exp(-limit) + fixed) / grid.leading)
    most = math.floor((natural * math.exp(limit) + fixed) / grid.leading)
    return replace(block, least=min(least, most) or 1, most=max(least, most))


def _ink_width(paragraph: Paragraph) -> float:
    line = paragraph.lines[0]
    left = min((run.xs[0] for run in line.runs if run.xs), default=0.0)
    return line.width - left


__all__ = ["PictureBlock", "aspect", "crop_of", "set_picture"]
