"""A story in its place: where its head, its copy and what stands beside it go on the rows it was given, and the
items of the display list that draw them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from layout.display import Group, Item, Rule
from layout.makeup.blocks.borders import ornament, square
from layout.makeup.blocks.heads import lines_of
from layout.makeup.blocks.picture_groups import GroupBlock
from layout.makeup.blocks.pictures import MOST_CROP, PictureBlock, Upright
from layout.makeup.blocks.placement import Block, Stand
from layout.makeup.grid import Legs, PageGrid, glyph_runs
from layout.makeup.modules.arrangement import Arrangement, stack
from layout.makeup.modules.legs import Fitted, Flow, Unit, fill
from layout.makeup.modules.ways import Way
from layout.text.paragraph import Typesetter
from layout.theme import Theme
from layout.units import Rect
from layout.value import replace, value

RISE = 0.62  # part of a head's spare height that stands above it
RISE_BESIDE = 0.46  # the same of a head beside its text
MARK = 0.34  # side of the square before an item of a list, em


class Stands:
    """The stands of an arrangement as a way has them. places: stand, rows before it on its legs, its rows; ends: rows
    taken on each leg, by where."""

    def __init__(self, arrangement: Arrangement, way: Way, count: int) -> None:
        self.ends: dict[str, list[int]] = {w: [0] * count for w in ("over", "beside", "top", "foot", "middle")}
        self.places = tuple(
            [
                (stand, stack(self.ends[stand.where], stand, taken), taken)
                for stand, taken in zip(arrangement.stands, way.pictures, strict=True)
            ]
        )


@value
class Ground:
    """The rows of the page that a story takes within its frame. left: of the whole of it, points; bottom: the row after
    the last; boxed: whether the frame has a border."""

    grid: PageGrid
    legs: Legs
    left: float
    top: int
    bottom: int
    boxed: bool


class Placing:
    """A way to take rows of the page as it is drawn. flow: where each line of the copy stands."""

    def __init__(self, ground: Ground, arrangement: Arrangement, way: Way, fitted: Fitted) -> None:
        self._ground, self._way, self._fitted = ground, way, fitted
        self.head = arrangement.heads[way.head]
        self.stands = Stands(arrangement, way, ground.legs.count)
        # Each block as it is drawn, its stand, rows before it on its legs, its rows.
        self._drawn = tuple(
            [(self._block(stand, at + taken, taken), stand, at, taken) for stand, at, taken in self.stands.places]
        )
        self.flow = fitted.flow or fill(fitted.units, fitted.given)
        self.over = max(self.stands.ends["over"])
        foot, middle = self.stands.ends["foot"], self.stands.ends["middle"]
        # The page row at which each leg's text begins.
        self._starts = [ground.bottom - foot[leg] - middle[leg] - space for leg, space in enumerate(way.room)]
        quoted = [leg for leg, taken in enumerate(middle) if taken]
        # For a leg with a quote amid its text after how many rows of text the quote stands, and its rows.
        self._shifts = {
            leg: (_quote_row(fitted.units, self.flow, leg, order), middle[leg]) for order, leg in enumerate(quoted)
        }

    def head_items(self, theme: Theme) -> Iterator[Item]:
        """The head within its rows; what they leave over stands more above it than below, so that it clings to its
        text. Beside its text (左题) it stands in the middle of the story's height."""
        ground, head = self._ground, self.head
        grid, legs, row = ground.grid, ground.legs, ground.top + self.over
        if head.form == "left":
            spare, rise = (ground.bottom - row) * grid.leading - head.head.height, RISE_BESIDE
        else:
            gap = theme.numbers["head_gap"]
            spare = max(0.0, (head.rows + self._way.air) * grid.leading - head.head.height - gap)
            rise = RISE
            if spare and not ground.boxed:  # no more than a row of white below it; in a box that would all be above it
                rise = max(RISE, 1 - max(0.0, grid.leading - gap) / spare)
        x = ground.left if head.legs == legs.count else legs.left(head.leg)
        yield from head.head.items(x, grid.y(row) + max(0.0, spare) * rise)

    def body(self, theme: Theme) -> Iterator[Item]:
        """The copy, the rules between its legs, and the ornament that ends it."""
        yield from body_items(
            self._fitted.units, self.flow, self._ground.legs, self._starts, self._ground.grid, self._shifts
        )
        yield from self._tier_rules(theme)
        leg, rows = self._fitted.filler, self._fitted.filler_rows
        if leg is not None:
            ground = self._ground
            top = ground.grid.y(ground.bottom - self.stands.ends["foot"][leg] - rows)
            box = Rect(ground.legs.left(leg), top, ground.legs.measure, rows * ground.grid.leading)
            yield from ornament(box, theme.inks["frame"])

    def beside(self, theme: Theme, setter: Typesetter) -> Iterator[Item]:
        """What stands beside the copy."""
        for block, stand, at, taken in self._drawn:
            yield from block.items(*self._corner(stand, at, taken), taken, theme, setter)

    def pictures(self) -> Iterator[Rect]:
        """Where its pictures are."""
        for block, stand, at, taken in self._drawn:
            x, y = self._corner(stand, at, taken)
            if isinstance(block, PictureBlock | Upright):
                yield block.picture_box(x, y, taken)
            elif isinstance(block, GroupBlock):
                yield Rect(x, y, block.width, block.height(taken))

    def crops(self) -> Iterator[float]:
        """How much each of them is cropped."""
        for block, _, _, taken in self._drawn:
            if isinstance(block, GroupBlock) or (
                isinstance(block, PictureBlock | Upright) and block.picture.pixels is not None
            ):
                yield block.crop_amount(taken)

    def _tier_rules(self, theme: Theme) -> Iterator[Item]:
        """Rules between the legs of the story (段线), as far as both of two neighbours hold text."""
        thickness, grid, legs = theme.numbers["tier_rule"], self._ground.grid, self._ground.legs
        if not thickness or legs.count < 2:
            return
        room, starts, foot = self._fitted.room, self._starts, self.stands.ends["foot"]
        across = {
            leg
            for stand, _, taken in self.stands.places
            if stand.where == "middle"
            for leg in range(stand.leg, stand.leg + stand.legs - 1)
        }
        rules: list[Item] = []
        for leg in range(legs.count - 1):
            if not (room[leg] and room[leg + 1]) or leg in across:
                continue
            end = self._ground.bottom - max(foot[leg], foot[leg + 1])
            x = legs.left(leg + 1) - legs.gutter / 2
            top = grid.y(max(starts[leg], starts[leg + 1]))
            rules.append(Rule(x, top, x, grid.y(end), thickness, theme.inks["frame"]))
        if rules:
            yield Group("artifact", tuple(rules))

    def _corner(self, stand: Stand, at: int, taken: int) -> tuple[float, float]:
        """Top left corner of a stand, points. at: rows of its legs that stands before it take."""
        grid, legs, top, bottom = self._ground.grid, self._ground.legs, self._ground.top, self._ground.bottom
        x = legs.left(stand.leg)
        # A picture begins level with the em boxes of the text beside it, and ends so: its block keeps its air below it,
        # which at a foot belongs above it.
        drop = lower = 0.0
        if isinstance(stand.block, PictureBlock | GroupBlock | Upright):
            drop, lower = grid.inset, stand.block.below - grid.inset
        if stand.where == "over":
            return self._ground.left, grid.y(top + at) + drop
        if stand.where == "beside":
            return x, grid.y(top + self.over + at) + drop
        if stand.where == "foot":
            return x, grid.y(bottom - at - taken) + lower
        head = self.head
        under = head.rows + self._way.air if head.over(stand.leg) or head.over(stand.leg + stand.legs - 1) else 0
        if stand.where == "middle":
            pictures = self.stands.ends["top"][stand.leg]
            return x, grid.y(top + self.over + under + pictures + self._shifts[stand.leg][0] + at) + drop
        return x, grid.y(top + self.over + under + at) + drop

    def _block(self, stand: Stand, end: int, taken: int) -> Block:
        """What stands there: a picture below which nothing stands keeps no air for it, if its crop bears that, so that
        it ends level with the text beside it. end: the last of its rows on its legs."""
        block = stand.block
        if stand.where != "top" or not isinstance(block, PictureBlock | GroupBlock):
            return block
        ends = self.stands.ends
        for leg in range(stand.leg, stand.leg + stand.legs):
            if self._way.room[leg] or ends["top"][leg] > end or ends["middle"][leg] or ends["foot"][leg]:
                return block
        deeper = replace(block, below=2 * self._ground.grid.inset)
        return deeper if deeper.crop_amount(taken) <= MOST_CROP else block


def body_items(
    units: tuple[Unit, ...],
    flow: Flow,
    legs: Legs,
    starts: list[int],
    grid: PageGrid,
    shifts: Mapping[int, tuple[int, int]],
) -> Iterator[Item]:
    """Paragraphs as groups of their lines, in reading order; starts: the page row at which each leg's text begins;
    shifts: for a leg, after how many rows of it how many are taken by something else."""
    by_unit: dict[int, list[Item]] = {}
    marks: list[Item] = []
    for slot in flow.slots:
        unit = units[slot.unit]
        x = legs.left(slot.leg) + unit.left
        row = starts[slot.leg] + slot.row
        if slot.leg in shifts and slot.row >= shifts[slot.leg][0]:
            row += shifts[slot.leg][1]
        if unit.left and slot.line == 0 and not unit.head:
            side = grid.body_size * MARK
            left, above = legs.left(slot.leg) + 0.15 * unit.left, grid.baseline(row) - grid.body_size * 0.57
            marks.append(square(left, above, side, unit.paragraph.style.ink))
        group = by_unit.setdefault(slot.unit, [])
        if unit.head:
            style = unit.paragraph.style
            height = (len(unit.paragraph.lines) - 1) * style.leading + style.size
            group += lines_of(unit.paragraph, x, grid.y(row) + (unit.depth * grid.leading - height) / 2)
        else:
            group += glyph_runs(unit.paragraph, unit.paragraph.lines[slot.line], x, grid.baseline(row))
    for index, runs in by_unit.items():
        if not runs:  # the white between two stanzas
            continue
        yield Group("subhead" if units[index].head else units[index].role, tuple(runs))
    if marks:
        yield Group("artifact", tuple(marks))


def _quote_row(units: tuple[Unit, ...], flow: Flow, leg: int, order: int) -> int:
    """After how many rows of a leg's text a quote may stand: near its middle, not within a subhead nor right after one.
    order: of the quotes of the story; they stand by turns higher and lower, for two on a level would read as one."""
    slots = [slot for slot in flow.slots if slot.leg == leg]
    heads = [(slot.row, slot.row + units[slot.unit].depth) for slot in slots if units[slot.unit].head]
    rows = flow.feet[leg]
    free = [row for row in range(rows + 1) if not any(first < row <= after for first, after in heads)]
    height = 0.4 if order % 2 == 0 else 0.65
    return min(free, key=lambda row: abs(row - rows * height))


__all__ = ["Ground", "Placing", "Stands"]
