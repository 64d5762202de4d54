"""A pattern's cell and its tiles over a page: which of them a box meets (ISO 32000-1 §8.7.3)."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from layout.preflight.graphics import Box, Matrix, matrix_of, meet, shown, times, undone

_HAIR = 1e-9  # of a step that rounding may take


@dataclass(slots=True)
class Tiling:
    """How a pattern's cell is repeated. matrix: puts pattern space on the page; cell: its box there, left and right by
    steps as wide and as high as `steps`."""

    matrix: Matrix
    back: Matrix | None
    cell: Box
    steps: tuple[float, float]

    @classmethod
    def of(cls, entry: Any, base: Matrix) -> Tiling:
        """Raises ValueError for a pattern without steps."""
        x0, y0, x1, y1 = (float(each) for each in entry["/BBox"])
        steps = abs(float(entry["/XStep"])), abs(float(entry["/YStep"]))
        if not all(0 < step < float("inf") for step in steps):
            raise ValueError("a pattern without steps")
        matrix = times(matrix_of(entry.get("/Matrix")), base)
        return cls(matrix, undone(matrix), (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), steps)

    def _range(self, low: float, high: float, start: float, end: float, axis: int) -> tuple[int, int]:
        step = self.steps[axis]
        return ceil((start - high) / step - _HAIR), floor((end - low) / step + _HAIR)

    def _tiles(self, own: Box, box: Box) -> tuple[int, int, int, int] | None:
        """First and last column and row of the tiles in which a box of pattern space falls into a box of the page."""
        if self.back is None:
            return None
        target = shown(self.back, box)
        left, right = self._range(own[0], own[2], target[0], target[2], 0)
        low, high = self._range(own[1], own[3], target[1], target[3], 1)
        return (left, right, low, high) if left <= right and low <= high else None

    def first(self, box: Box) -> tuple[float, float] | None:
        """By how much the first tile that falls into a box of the page is moved, in pattern space."""
        tiles = self._tiles(self.cell, box)
        return None if tiles is None else (tiles[0] * self.steps[0], tiles[2] * self.steps[1])

    def count(self, box: Box) -> int:
        """Tiles that fall into a box of the page."""
        tiles = self._tiles(self.cell, box)
        return 0 if tiles is None else (tiles[1] - tiles[0] + 1) * (tiles[3] - tiles[2] + 1)

    def reach(self, mark: Box, box: Box) -> Box | None:
        """The box round all copies of a mark (its box on the page, in whichever tile) that fall into a box."""
        if self.back is None:
            return None
        own = shown(self.back, mark)
        tiles = self._tiles(own, box)
        if tiles is None:
            return None
        left, right, low, high = tiles
        across, down = self.steps
        copies = (own[0] + left * across, own[1] + low * down, own[2] + right * across, own[3] + high * down)
        return meet(shown(self.matrix, copies), box)


__all__ = ["Tiling"]
