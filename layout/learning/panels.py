"""Tints, frames and reversed type: filled and outlined areas of the pages, with what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

from layout.display import Ink
from layout.learning.lines import Book
from layout.learning.values import Line, Panel
from layout.units import Rect
from layout.value import value

LIGHT = 0.35
"""Cover from which an area is no tint to read on any more."""
_PALE_TYPE = 0.12  # cover of type that stands reversed in a dark area
_WHOLE_PAGE = 0.6  # part of the sheet from which an area is paper or a picture, no panel


@value
class Panels:
    """By page: tints that carry type, dark blocks that carry reversed type, frames. reversed: the lines in dark
    blocks."""

    tints: tuple[tuple[int, Panel, Ink], ...]
    blocks: tuple[tuple[int, Panel, Ink, tuple[Line, ...]], ...]
    frames: tuple[tuple[int, Panel, Ink], ...]
    reversed: tuple[Line, ...]

    def tinted(self, page: int, line: Line) -> bool:
        return any(at == page and holds(panel.box, line) for at, panel, _ in self.tints)


def cover(ink: Ink) -> float:
    """How dark an ink is, 0…1, near enough to tell a tint from a block."""
    parts = 0.3 * ink.cyan + 0.45 * ink.magenta + 0.12 * ink.yellow + ink.black
    return min(1.0, parts * (ink.tint if ink.spot else 1.0) if not (ink.spot and parts == 0) else ink.tint)


def holds(box: Rect, line: Line) -> bool:
    middle = (line.top + line.foot) / 2
    return box.x - 1 <= line.x and line.right <= box.right + 1 and box.y - 1 <= middle <= box.bottom + 1


def panels(book: Book) -> Panels:
    tints, frames = list[tuple[int, Panel, Ink]](), list[tuple[int, Panel, Ink]]()
    blocks, reversed_lines = list[tuple[int, Panel, Ink, tuple[Line, ...]]](), list[Line]()
    for page, sheet in enumerate(book.sheets):
        lines = book.on(page)
        whole = sheet.size.width * sheet.size.height
        for panel in sheet.panels:
            ink = sheet.inks[panel.ink]
            if panel.box.width * panel.box.height > _WHOLE_PAGE * whole:
                continue
            if panel.thickness:
                frames.append((page, panel, ink))
                continue
            inside = tuple(line for line in lines if holds(panel.box, line))
            if not inside:
                continue
            pale = tuple(line for line in inside if cover(book.inks[line.ink]) < _PALE_TYPE)
            if cover(ink) > LIGHT and len(pale) == len(inside):
                blocks.append((page, panel, ink, pale))
                reversed_lines += pale
            elif 0 < cover(ink) <= LIGHT and sum(line.count for line in inside) > 20:
                tints.append((page, panel, ink))
    return Panels(tuple(tints), tuple(blocks), tuple(frames), tuple(dict.fromkeys(reversed_lines)))


def nested(frames: Sequence[tuple[int, Panel, Ink]]) -> list[list[tuple[int, Panel, Ink]]]:
    """Frames by what they are drawn with: one inside another, close by, is one border."""
    left = sorted(frames, key=lambda each: (each[0], -each[1].box.width * each[1].box.height))
    found: list[list[tuple[int, Panel, Ink]]] = []
    for page, panel, ink in left:
        for group in found:
            outer = group[0][1].box
            near = (panel.box.x - outer.x, panel.box.y - outer.y, outer.right - panel.box.right)
            if group[0][0] == page and all(-0.5 <= side <= 6 for side in near):
                group.append((page, panel, ink))
                break
        else:
            found.append([(page, panel, ink)])
    return found
