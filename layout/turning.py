"""Vertical setting: what was set and made up as if it were level, turned a quarter clockwise onto the paper, and back.

A vertical piece is made in logical coordinates: x runs along the lines, y from line to line. On the paper the lines run
down and follow one another from right to left, so that logical (x, y) stands at (right − y, top + x). Pictures keep
standing upright in their turned boxes; glyphs do what their run says. No other part of the program knows of the turn.
"""

from __future__ import annotations

from collections.abc import Callable

from layout.display import EM_MIDDLE, Fill, Frame, GlyphRun, Group, Image, Item, Markup, Path, Rule
from layout.units import Rect
from layout.value import replace

Point = Callable[[float, float], tuple[float, float]]


def turned(items: tuple[Item, ...], right: float, top: float) -> tuple[Item, ...]:
    """Logical items on the paper. right, top: where on it their origin stands, points.

    A level run of them comes to stand sideways, an "upright" one level, a vertical one stays so.
    """

    def to(x: float, y: float) -> tuple[float, float]:
        return right - y, top + x

    return tuple([_moved(item, to, _run_turned) for item in items])


def unturned(items: tuple[Item, ...], right: float, top: float) -> tuple[Item, ...]:
    """The inverse: items that stand on the paper (a level box in a vertical page) in the logical coordinates that
    `turned` with the same origin brings back to where they were."""

    def to(x: float, y: float) -> tuple[float, float]:
        return y - top, right - x

    return tuple([_moved(item, to, _run_unturned) for item in items])


def shifted(items: tuple[Item, ...], across: float, down: float) -> tuple[Item, ...]:
    """Items elsewhere, standing as they do."""
    return unturned(turned(items, 0.0, 0.0), down, -across)


def box_turned(rect: Rect, right: float, top: float) -> Rect:
    """A logical box on the paper."""
    return Rect(right - rect.bottom, top + rect.x, rect.height, rect.width)


def _moved(item: Item, to: Point, run_to: Callable[[GlyphRun, Point], GlyphRun]) -> Item:
    match item:
        case GlyphRun():
            return run_to(item, to)
        case Group():
            return replace(item, items=tuple([_moved(inner, to, run_to) for inner in item.items]))
        case Rule(x0, y0, x1, y1):
            (x0, y0), (x1, y1) = to(x0, y0), to(x1, y1)
            return replace(item, x0=x0, y0=y0, x1=x1, y1=y1)
        case Path(rect, parts):
            points = [[to(x, y) for x, y in zip(part[::2], part[1::2], strict=True)] for part in parts]
            flat = tuple([tuple([value for point in part for value in point]) for part in points])
            return replace(item, rect=_box(rect, to), parts=flat)
        case Fill() | Frame() | Image() | Markup():
            return replace(item, rect=_box(item.rect, to))


def _box(rect: Rect, to: Point) -> Rect:
    (x0, y0), (x1, y1) = to(rect.x, rect.y), to(rect.right, rect.bottom)
    return Rect(min(x0, x1), min(y0, y1), rect.height, rect.width)


def _run_turned(run: GlyphRun, to: Point) -> GlyphRun:
    if run.turn == "":
        x, baseline = to(run.x, run.baseline)
        return replace(run, x=x, baseline=baseline, turn="sideways")
    middle = EM_MIDDLE * run.size
    x, y = to(run.x, run.baseline - middle)
    if run.turn == "vertical":
        return replace(run, x=x, baseline=y)
    assert run.turn == "upright", run.turn
    return replace(run, x=x + run.rise, baseline=y + middle, rise=0.0, turn="")


def _run_unturned(run: GlyphRun, to: Point) -> GlyphRun:
    if run.turn == "sideways":
        x, baseline = to(run.x, run.baseline)
        return replace(run, x=x, baseline=baseline, turn="")
    middle = EM_MIDDLE * run.size
    if run.turn == "vertical":
        x, y = to(run.x, run.baseline)
        return replace(run, x=x, baseline=y + middle)
    assert run.turn == "", run.turn
    x, y = to(run.x, run.baseline - run.rise - middle)
    return replace(run, x=x, baseline=y + middle, rise=0.0, turn="upright")
