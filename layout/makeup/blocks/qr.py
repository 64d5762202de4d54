"""QR codes (二维码): an address as a vector code with a few words beside it,
a block of whole rows at the foot of a leg.

The one door to segno. The code keeps the quiet zone of four modules that ISO/IEC 18004 asks for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

from layout.display import Group, Ink, Item, Path
from layout.issue import Copy
from layout.makeup.blocks.heads import lines_of
from layout.makeup.blocks.placement import FixedRows
from layout.makeup.grid import PageGrid, whole
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme
from layout.units import Rect
from layout.value import replace, value

LEAST_MODULE = 1.0  # points, 0.35 mm: what a telephone reads off newsprint
QUIET = 4
"""Modules of paper round a code (ISO/IEC 18004 §6.3.8)."""


@value
class CodeBlock(FixedRows):
    """A code for `address`. modules: for each row of the code the runs of dark modules, (first, after)."""

    width: float
    address: str
    modules: tuple[tuple[tuple[int, int], ...], ...]
    label: Paragraph | None
    leading: float
    rows: int

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return (self.label,) if self.label is not None else ()

    def items(self, x: float, y: float, rows: int, theme: Theme, setter: Typesetter) -> Iterator[Item]:
        """The code at the right edge, so that its quiet zone runs out into the gutter; its words to the left of it."""
        step = _module(self.leading, rows, len(self.modules))
        side = step * len(self.modules)
        box = Rect(x + self.width - side, y + rows * self.leading - side - step, side, side)
        if self.label is not None:
            style = self.label.style
            height = (len(self.label.lines) - 1) * style.leading + style.size
            left = box.x - QUIET * step - self.label.measure
            yield Group("artifact", tuple(lines_of(self.label, left, box.y + (side - height) / 2)))
        yield Group("figure", (_drawn(self.modules, box, self.address, theme.inks["black"]),))


def code(address: str, x: float, y: float, side: float, ink: Ink) -> Path:
    """A code alone, without its quiet zone of QUIET modules. side: points. Raises ValueError when the address is too
    long for any code."""
    return _drawn(_modules(address), Rect(x, y, side, side), address, ink)


def _drawn(modules: tuple[tuple[tuple[int, int], ...], ...], box: Rect, address: str, ink: Ink) -> Path:
    step = box.width / len(modules)
    parts = []
    for row, runs in enumerate(modules):
        top, foot = box.y + row * step, box.y + (row + 1) * step
        for first, after in runs:
            left, right = box.x + first * step, box.x + after * step
            parts.append((left, top, right, top, right, foot, left, foot))
    return Path(box, tuple(parts), ink, alt=address)


def _module(leading: float, rows: int, modules: int) -> float:
    """Side of a module, points: code, quiet zone above and a module of air below fill the rows."""
    return rows * leading / (modules + QUIET + 1)


def set_code(address: str, width: float, grid: PageGrid, theme: Theme, setter: Typesetter) -> CodeBlock:
    """A code on a leg of `width` points. Raises ValueError when the address is too long for any code."""
    modules = _modules(address)
    least = math.ceil(LEAST_MODULE * (len(modules) + QUIET + 1) / grid.leading)
    rows = max(int(theme.numbers["qr_rows"]), least)
    room = width - _module(grid.leading, rows, len(modules)) * (len(modules) + QUIET)
    style = theme.styles["qr"]
    measure = whole(room, style.size) * style.size
    label = None
    if measure >= 2 * style.size and theme.words["qr_label"]:
        label = setter.typeset(Copy(theme.words["qr_label"]), replace(style, indent=0.0), measure)
    return CodeBlock(width, address, modules, label, grid.leading, rows)


@lru_cache(maxsize=32)  # a story is set on many widths, and again with each edit
def _modules(address: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Row by row, first and after of each run of dark modules."""
    import segno  # only when a story has a code

    return tuple(map(_runs, segno.make_qr(address, error="m").matrix))


def _runs(row: bytearray) -> tuple[tuple[int, int], ...]:
    runs = []
    start = None
    for index, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = index
        elif not dark and start is not None:
            runs.append((start, index))
            start = None
    return tuple(runs)
