"""White round a block that does not fill its place: a poem, a couplet."""

from __future__ import annotations

from layout.makeup.grid import PageGrid
from layout.units import Size

UNFILLED = 1.5  # a row, or as much along the lines, of a poem's box that is white beyond MARGIN at either side
HOLLOW = 25.0  # such a row of its depth, which another depth would not leave
MARGIN = 2.0  # em


def hollow(room: Size, block: Size, em: float, grid: PageGrid) -> float:
    """What the white round a block in its room costs, beyond a margin."""
    across = max(0.0, room.width - block.width - 2 * MARGIN * em) / grid.leading
    along = max(0.0, room.height - block.height - 2 * MARGIN * em) / grid.leading
    deep, wide = (across, along) if grid.vertical else (along, across)
    return HOLLOW * deep + UNFILLED * wide


def white_round(room: Size, block: Size, em: float) -> float:
    """The part of a room that is neither a block nor a margin round it."""
    taken = min(room.width, block.width + 2 * MARGIN * em) * min(room.height, block.height + 2 * MARGIN * em)
    return max(0.0, 1 - taken / (room.width * room.height))


__all__ = ["hollow", "white_round"]
