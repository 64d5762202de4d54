"""Picture groups (组照): two to six pictures as one figure, equal gaps between them, one block of numbered captions.

The pictures keep their order and are parted by straight cuts, side by side or one above another. Of every such pattern
the shape is known exactly: a row is as wide, and a column as high, as its pictures' shapes say. What a pattern lacks to
the height it is given is cropped off all pictures alike, and no further than the house style allows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache

from layout.display import BLACK, Fill, Frame, Group, Image, Item
from layout.issue import Copy, Picture, PictureGroup
from layout.makeup.blocks.heads import lines_of
from layout.makeup.blocks.pictures import aspect, crop_of, ink_of
from layout.makeup.grid import PageGrid
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme
from layout.units import Rect
from layout.value import replace, value

WIDEST_CAPTION = 26.0  # em, of captions side by side
LOWEST, HIGHEST = 0.45, 1.15  # height to width of a group that takes its own shape
UNLIKE = 5.0  # times that a picture may be larger than another
_STEPS = 40  # halvings in which the crop of a pattern is found


@value
class Pattern:
    """Pictures parted by straight cuts. parts: smaller patterns, () = one picture; across: they stand side by side."""

    picture: int = 0
    parts: tuple[Pattern, ...] = ()
    across: bool = False

    def line(self, aspects: Sequence[float], gap: float) -> tuple[float, float]:
        """Its width is a × its height + b, where all pictures keep their shapes."""
        if not self.parts:
            return aspects[self.picture], 0.0
        lines = [part.line(aspects, gap) for part in self.parts]
        gaps = (len(self.parts) - 1) * gap
        if self.across:
            return sum(a for a, _ in lines), sum(b for _, b in lines) + gaps
        steep = sum(1 / a for a, _ in lines)
        return 1 / steep, (sum(b / a for a, b in lines) - gaps) / steep

    def boxes(self, aspects: Sequence[float], gap: float, box: Rect) -> Iterator[tuple[int, Rect]]:
        """Each picture with its place in `box`, which has the shape of the pattern."""
        if not self.parts:
            yield self.picture, box
            return
        at = box.x if self.across else box.y
        for part in self.parts:
            a, b = part.line(aspects, gap)
            if self.across:
                width = a * box.height + b
                yield from part.boxes(aspects, gap, Rect(at, box.y, width, box.height))
                at += width + gap
            else:
                height = (box.width - b) / a
                yield from part.boxes(aspects, gap, Rect(box.x, at, box.width, height))
                at += height + gap


@value
class GroupBlock:
    """A picture group set to a width. least, most: rows it may take, captions included."""

    group: PictureGroup
    width: float
    pattern: Pattern
    gap: float
    captions: tuple[tuple[Paragraph, ...], ...]
    caption_width: float
    over: tuple[Paragraph, ...]
    caption_gap: float
    below: float
    leading: float
    least: int
    most: int

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return (*self.over, *(paragraph for column in self.captions for paragraph in column))

    @property
    def words(self) -> float:
        """Height of all captions with the gap above them, points."""
        columns = [sum(len(p.lines) * p.style.leading for p in column) for column in self.captions]
        height = sum(len(p.lines) * p.style.leading for p in self.over) + max(columns, default=0.0)
        return height + self.caption_gap if height else 0.0

    def height(self, rows: int) -> float:
        """Of the pictures together when the block takes `rows`, points."""
        return rows * self.leading - self.words - self.below

    def crop_amount(self, rows: int) -> float:
        """|log(frame aspect / picture aspect)|, the same for every picture."""
        return abs(math.log(self._crop(rows)))

    def _crop(self, rows: int) -> float:
        return crop_for(self.pattern, aspects_of(self.group.pictures), self.gap, self.width, self.height(rows))

    def items(self, x: float, y: float, rows: int, theme: Theme, setter: Typesetter) -> Iterator[Item]:
        """The block with its top left corner at x, y, standing on `rows` rows."""
        factor = self._crop(rows)
        shapes = [each * factor for each in aspects_of(self.group.pictures)]
        box = Rect(x, y, self.width, self.height(rows))
        parts: list[Item] = []
        for number, place in sorted(self.pattern.boxes(shapes, self.gap, box)):
            parts += self._picture(number, place, theme, setter)
        below = y + box.height + self.caption_gap
        for paragraph in self.over:
            parts.append(Group("caption", tuple(lines_of(paragraph, x, below))))
            below += len(paragraph.lines) * paragraph.style.leading
        for column, captions in enumerate(self.captions):
            left, top = x + column * (self.width + self._gutter) / max(1, len(self.captions)), below
            for paragraph in captions:
                parts.append(Group("caption", tuple(lines_of(paragraph, left, top))))
                top += len(paragraph.lines) * paragraph.style.leading
        yield Group("figure", tuple(parts))

    @property
    def _gutter(self) -> float:
        """Between captions side by side."""
        count = len(self.captions)
        return (self.width - count * self.caption_width) / (count - 1) if count > 1 else 0.0

    def _picture(self, number: int, box: Rect, theme: Theme, setter: Typesetter) -> Iterator[Item]:
        picture = self.group.pictures[number]
        keyline = Frame(box, theme.numbers["keyline"], theme.inks["frame"])
        if picture.pixels is None:
            yield Fill(box, theme.inks["placeholder"])
            yield keyline
        else:
            alt = picture.alt or ("" if picture.caption is None else picture.caption.text)
            crop = crop_of(picture, box)
            yield Image(box, picture.file, crop, alt, picture.span, ink_of(picture, theme))
            yield keyline
        if self.group.numbers == "none":
            return
        # White on a block of black at the foot of the picture: readable on whatever it shows.
        style = theme.styles["picture-number"]
        words = setter.typeset(Copy(label(number, self.group.numbers)), style, 20 * style.size)
        pad = style.size * 0.25
        wide = words.lines[0].width + 2 * pad
        block = Rect(box.x, box.bottom - style.size - 2 * pad, wide, style.size + 2 * pad)
        yield Group("artifact", (Fill(block, BLACK), *lines_of(words, block.x + pad, block.y + pad)))


def set_group(group: PictureGroup, width: float, grid: PageGrid, theme: Theme, setter: Typesetter) -> GroupBlock:
    """A group on `width` points, in the pattern that suits its pictures and the rows it is given."""
    gap, limit = theme.numbers["group_gap"], theme.numbers["picture_crop"]
    style, shapes = theme.styles["caption"], aspects_of(group.pictures)
    over = () if group.caption is None else (setter.typeset(group.caption, style, width),)
    captioned = [
        (number, picture.caption) for number, picture in enumerate(group.pictures) if picture.caption is not None
    ]
    count = min(max(1, len(captioned)), max(1, math.ceil(width / style.size / WIDEST_CAPTION)))
    measure = (width - (count - 1) * style.size) / count
    measure = math.floor(measure / style.size) * style.size if count > 1 else measure
    set_apart = [setter.typeset(numbered(copy, number, group), style, measure) for number, copy in captioned]
    if group.credit is not None:
        set_apart.append(setter.typeset(group.credit, theme.styles["credit"], measure))
    captions = tuple(_columns(set_apart, count)) if set_apart else ()
    block = GroupBlock(
        *(group, width, Pattern(), gap, captions, measure, over),
        *(theme.numbers["caption_gap"], theme.numbers["picture_gap"], grid.leading, 0, 0),
    )
    fixed = block.words + block.below
    if group.rows is not None:
        rows = group.rows + grid.rows_for(fixed)
        pattern = best_pattern(shapes, gap, width, rows * grid.leading - fixed)
        return replace(block, pattern=pattern, least=rows, most=rows)
    pattern = best_pattern(shapes, gap, width, None)
    lowest, highest = (
        _height(pattern, [each * math.exp(turn) for each in shapes], gap, width) for turn in (limit, -limit)
    )
    least, most = math.ceil((lowest + fixed) / grid.leading), math.floor((highest + fixed) / grid.leading)
    least = max(1, min(least, most))
    return replace(block, pattern=pattern, least=least, most=max(least, min(most, grid.rows)))


def aspects_of(pictures: Sequence[Picture]) -> tuple[float, ...]:
    return tuple(aspect(picture) for picture in pictures)


def label(number: int, kind: str) -> str:
    return chr(ord("①") + number) if kind == "circled" else f"图{number + 1}"


def numbered(copy: Copy, number: int, group: PictureGroup) -> Copy:
    """A caption behind its picture's number; its characters keep their places in the file."""
    if group.numbers == "none":
        return copy
    front = label(number, group.numbers) + ("" if group.numbers == "circled" else "　")
    offsets = copy.offsets or tuple(range(copy.start, copy.start + len(copy.text)))
    first = offsets[0] if offsets else copy.start
    moved = tuple(replace(each, start=each.start + len(front), end=each.end + len(front)) for each in copy.emphases)
    return replace(copy, text=front + copy.text, emphases=moved, offsets=(*[first] * len(front), *offsets))


def _columns(captions: Sequence[Paragraph], count: int) -> Iterator[tuple[Paragraph, ...]]:
    """Captions in order in so many columns, as level as can be."""
    total = sum(len(caption.lines) for caption in captions)
    column: list[Paragraph] = []
    done = made = 0
    for index, caption in enumerate(captions):
        column.append(caption)
        done += len(caption.lines)
        left = len(captions) - index - 1
        if made < count - 1 and (done >= total * (made + 1) / count or left <= count - made - 1):
            yield tuple(column)
            column, made = [], made + 1
    if column:
        yield tuple(column)


# -- patterns --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def patterns(first: int, after: int) -> tuple[Pattern, ...]:
    """Every way to part the pictures first ≤ i < after by straight cuts, in their order: 394 of six."""
    if after - first == 1:
        return (Pattern(first),)
    return tuple(Pattern(0, parts, across) for across in (True, False) for parts in _rows(first, after, across))


def _rows(first: int, after: int, across: bool) -> Iterator[tuple[Pattern, ...]]:
    """Two parts and more that stand in a row, none of them itself such a row."""
    for cut in range(first + 1, after):
        for head in (each for each in patterns(first, cut) if not each.parts or each.across != across):
            for tail in (each for each in patterns(cut, after) if not each.parts or each.across != across):
                yield (head, tail)
            if after - cut > 1:
                yield from ((head, *rest) for rest in _rows(cut, after, across))


@lru_cache(maxsize=256)
def best_pattern(aspects: tuple[float, ...], gap: float, width: float, height: float | None) -> Pattern:
    """The pattern that crops least where a height is given, else the one of the best shape; none has a picture many
    times as large as another, and the first picture is rather the largest."""
    return min(patterns(0, len(aspects)), key=lambda pattern: _price(pattern, aspects, gap, width, height))


def _price(
    pattern: Pattern, aspects: tuple[float, ...], gap: float, width: float, height: float | None
) -> tuple[float, float]:
    own = _height(pattern, aspects, gap, width)
    if own <= 0:
        return math.inf, 0.0
    boxes = dict(pattern.boxes(aspects, gap, Rect(0, 0, width, own)))
    areas = [box.width * box.height for box in boxes.values()]
    if min(min(box.width, box.height) for box in boxes.values()) <= gap:
        return math.inf, 0.0
    unlike = max(0.0, math.log(max(areas) / min(areas) / UNLIKE))
    first = math.log(max(areas) / (boxes[0].width * boxes[0].height))
    if height is not None:
        shape = 4 * abs(math.log(crop_for(pattern, aspects, gap, width, height)))
    else:
        shape = max(0.0, math.log(LOWEST * width / own), math.log(own / (HIGHEST * width)))
    return round(shape + unlike + 0.2 * first, 6), own


def _height(pattern: Pattern, aspects: Sequence[float], gap: float, width: float) -> float:
    a, b = pattern.line(aspects, gap)
    return (width - b) / a


def crop_for(pattern: Pattern, aspects: Sequence[float], gap: float, width: float, height: float) -> float:
    """By what all pictures' shapes (width to height) must be multiplied for the pattern to be that high."""
    low, high = 1 / 16, 16.0
    for _ in range(_STEPS):  # the higher the pattern, the narrower its pictures
        middle = math.sqrt(low * high)
        if _height(pattern, [each * middle for each in aspects], gap, width) > height:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


__all__ = ["GroupBlock", "set_group"]
