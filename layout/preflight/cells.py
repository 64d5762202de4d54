"""What a glyph or a pattern's cell draws, walked once for all the places where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from layout.preflight.colours import Space
from layout.preflight.graphics import Box, Matrix, around
from layout.preflight.marks import Mark
from layout.preflight.objects import key_of


@dataclass(slots=True)
class Cell:
    """matrix: it was walked with; colourless: whether it sets no colours; cost: operators it draws by, as often as they
    are."""

    matrix: Matrix
    marks: list[Mark]
    spaces: dict[tuple[int, str], tuple[Space, Box, str]]
    colourless: bool
    cost: int


def distinct(marks: list[Mark]) -> list[Mark]:
    """Marks that differ in nothing but their place as one: a hatch of a hundred lines is one hatch."""
    found: dict[object, Mark] = {}
    for mark in marks:
        image = None if mark.image is None else key_of(mark.image)
        paint = (id(mark.space), mark.colour, mark.pattern is None, mark.overprint, mark.opm)
        key = (mark.kind, paint, mark.thing, image, mark.hidden, round(mark.size, 2), round(mark.width, 3), mark.ppi)
        known = found.get(key)
        found[key] = mark if known is None else replace(known, box=around(known.box, mark.box))
    return list(found.values())


__all__ = ["Cell", "distinct"]
