"""Borders and rules (边框 花边 线): every kind a paper draws around a box or between two pieces, as vector.

正线 thin, 反线 thick, 双线 double, 文武线 thick-thin, 点线 dotted, 波浪线 wave, and two decorative ones, 回纹 meander
and 花边 flower. A border stands inside its box: `band` says how deep it reaches, so that text keeps clear of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

from layout.display import Frame, Group, Ink, Item, Path, Rule
from layout.issue import Story
from layout.theme import Theme
from layout.units import Rect

THIN = 0.5  # points, where the theme's box_rule is not asked for
_THICK = 2.0
_BETWEEN = 1.6  # white between the two lines of a double rule
_DOT = 1.3
_PITCH = 3.0  # from dot to dot
_WAVE, _RISE = 7.0, 1.5  # length and rise of a wave
_KEY = 6.0  # a unit of the meander
_KEY_PITCH = 7.4
_FLOWER = 6.2
_FLOWER_PITCH = 12.4
_TAILPIECE, _LOZENGE, _STROKE = 42.0, 2.0, 0.6  # half the length of an ornament, half its lozenge, its strokes
_ROUND = 0.5523  # of the radius: a quarter circle as one Bézier segment

# A square spiral in a square of 4; every second unit is turned over, so that two make a pair.
_SPIRAL = ((0, 4), (0, 0), (4, 0), (4, 4), (1.35, 4), (1.35, 1.35), (2.7, 1.35), (2.7, 2.7))


def band(kind: str, theme: Theme) -> float:
    """How far a border reaches into its box, points."""
    thin = theme.numbers["box_rule"]
    return {
        "thin": thin,
        "thick": _THICK,
        "double": 2 * thin + _BETWEEN,
        "thick-thin": _THICK + thin + _BETWEEN,
        "dotted": _DOT,
        "wave": 2 * _RISE + thin,
        "meander": _KEY + 1.0,
        "flower": _FLOWER + 2 * thin + 1.6,
    }.get(kind, 0.0)


def border_kind(story: Story, theme: Theme) -> str:
    """The kind of line around a story: as it says itself, else as the house style has it for its role;
    “none” = no box."""
    if story.box is False:
        return "none"
    if story.border:
        return story.border
    if story.role in ("comment", "notice", "filler", "correction"):
        kind = theme.words["editorial_border" if story.genre == "editorial" else f"{story.role}_border"]
        return kind if kind != "none" or not story.box else theme.words["story_border"]
    return theme.words["story_border"] if story.box else "none"


def border(box: Rect, kind: str, theme: Theme) -> Iterator[Item]:
    """A border along the inside of `box`, as an artifact; nothing for “none”."""
    items = _items(box, kind, theme.numbers["box_rule"], theme.inks["frame"])
    if items:
        yield Group("artifact", items)


@lru_cache(256)  # planning draws the same box many times
def _items(box: Rect, kind: str, thin: float, ink: Ink) -> tuple[Item, ...]:
    return tuple(_border(box, kind, thin, ink))


def _border(box: Rect, kind: str, thin: float, ink: Ink) -> Iterator[Item]:
    match kind:
        case "thin":
            yield Frame(box, thin, ink)
        case "thick":
            yield Frame(_within(box, _THICK / 2), _THICK, ink)
        case "double":
            yield Frame(_within(box, thin / 2), thin, ink)
            yield Frame(_within(box, thin * 1.5 + _BETWEEN), thin, ink)
        case "thick-thin":
            yield Frame(_within(box, _THICK / 2), _THICK, ink)
            yield Frame(_within(box, _THICK + _BETWEEN + thin / 2), thin, ink)
        case "dotted":
            for x0, y0, x1, y1 in _sides(_within(box, _DOT / 2)):
                yield _dots(x0, y0, x1, y1, ink)
        case "wave":
            for x0, y0, x1, y1 in _sides(_within(box, _RISE + thin / 2)):
                yield _waves(x0, y0, x1, y1, thin, ink)
        case "meander":
            yield _meander(_within(box, (_KEY + 1.0) / 2), thin * 1.2, ink)
        case "flower":
            reach = _FLOWER + 2 * thin + 1.6
            yield Frame(_within(box, thin / 2), thin, ink)
            yield _flowers(_within(box, reach / 2), ink)
            yield Frame(_within(box, reach - thin / 2), thin, ink)


def ruled(kind: str, x0: float, x1: float, y: float, thin: float, ink: Ink) -> Iterator[Item]:
    """A level rule of a kind from x0 to x1 with its top at y, points."""
    match kind:
        case "thin":
            yield Rule(x0, y + thin / 2, x1, y + thin / 2, thin, ink)
        case "thick":
            yield Rule(x0, y + _THICK / 2, x1, y + _THICK / 2, _THICK, ink)
        case "double":
            yield Rule(x0, y + thin / 2, x1, y + thin / 2, thin, ink)
            yield Rule(x0, y + thin * 1.5 + _BETWEEN, x1, y + thin * 1.5 + _BETWEEN, thin, ink)
        case "thick-thin":
            yield Rule(x0, y + _THICK / 2, x1, y + _THICK / 2, _THICK, ink)
            second = y + _THICK + _BETWEEN + thin / 2
            yield Rule(x0, second, x1, second, thin, ink)
        case "dotted":
            yield _dots(x0 + _DOT / 2, y + _DOT / 2, x1 - _DOT / 2, y + _DOT / 2, ink)
        case "wave":
            yield _waves(x0, y + _RISE, x1, y + _RISE, thin, ink)
        case "meander":
            centres = _along(x0 + _KEY / 2, y + _KEY / 2, x1 - _KEY / 2, y + _KEY / 2, _KEY_PITCH)
            yield _spirals(tuple(centres), Rect(x0, y, x1 - x0, _KEY), thin * 1.2, ink)
        case "flower":
            middle = y + _FLOWER / 2
            centres = _along(x0 + _FLOWER / 2, middle, x1 - _FLOWER / 2, middle, _FLOWER_PITCH)
            yield _garland(tuple(centres), Rect(x0, y, x1 - x0, _FLOWER), ink)


def ornament(box: Rect, ink: Ink) -> Iterator[Item]:
    """A filler's ornament (补白花饰), a tailpiece: a lozenge between two strokes that taper, in the middle of
    `box`. It ends a text; a larger or coloured one would be looked at before the heads."""
    x, y = box.x + box.width / 2, box.y + box.height / 2
    reach = min(box.width * 0.24, _TAILPIECE)
    parts: list[tuple[float, ...]] = [(x - _LOZENGE, y, x, y - _LOZENGE, x + _LOZENGE, y, x, y + _LOZENGE)]
    for side in (-1, 1):
        near, far = x + side * 2.2 * _LOZENGE, x + side * reach
        parts.append((near, y - _STROKE / 2, far, y, near, y + _STROKE / 2))
    yield Group("artifact", (Path(Rect(x - reach, y - _LOZENGE, 2 * reach, 2 * _LOZENGE), tuple(parts), ink),))


def square(x: float, y: float, size: float, ink: Ink) -> Path:
    """A small solid square, top left corner at x, y: the mark before an item of a list."""
    corners = (x, y, x + size, y, x + size, y + size, x, y + size)
    return Path(Rect(x, y, size, size), (corners,), ink)


def _within(box: Rect, by: float) -> Rect:
    return box.inset(by, by)


def _sides(box: Rect) -> tuple[tuple[float, float, float, float], ...]:
    return (
        (box.x, box.y, box.right, box.y),
        (box.right, box.y, box.right, box.bottom),
        (box.right, box.bottom, box.x, box.bottom),
        (box.x, box.bottom, box.x, box.y),
    )


def _dots(x0: float, y0: float, x1: float, y1: float, ink: Ink) -> Rule:
    """Round dots, one on each end: the pitch gives way so that a whole number stands on the line."""
    length = math.hypot(x1 - x0, y1 - y0)
    pitch = length / max(1, round(length / _PITCH))
    return Rule(x0, y0, x1, y1, _DOT, ink, (0.0, round(pitch, 4)), True)


def _waves(x0: float, y0: float, x1: float, y1: float, thin: float, ink: Ink) -> Path:
    """A wave line from point to point, a whole number of waves; each half wave is one Bézier segment."""
    length = math.hypot(x1 - x0, y1 - y0)
    halves = 2 * max(1, round(length / _WAVE))
    step = length / halves
    along, across = ((x1 - x0) / length, (y1 - y0) / length), ((y1 - y0) / length, -(x1 - x0) / length)
    points = [x0, y0]
    for half in range(halves):
        rise = _RISE * 4 / 3 * (1 if half % 2 == 0 else -1)
        for forward, up in ((0.36, rise), (0.64, rise), (1.0, 0.0)):
            reach = (half + forward) * step
            points += [x0 + along[0] * reach + across[0] * up, y0 + along[1] * reach + across[1] * up]
    box = Rect(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)).inset(-_RISE, -_RISE)
    return Path(box, (tuple(points),), ink, max(thin, THIN), True)


def _around(box: Rect, pitch: float) -> Iterator[tuple[float, float]]:
    """Places along the edge of a box, one in each corner, the pitch of each side such that they divide it evenly."""
    for x0, y0, x1, y1 in _sides(box):
        yield from list(_along(x0, y0, x1, y1, pitch))[:-1]


def _along(x0: float, y0: float, x1: float, y1: float, pitch: float) -> Iterator[tuple[float, float]]:
    count = 2 * max(1, round(math.hypot(x1 - x0, y1 - y0) / pitch / 2))
    for index in range(count + 1):
        yield x0 + (x1 - x0) * index / count, y0 + (y1 - y0) * index / count


def _meander(box: Rect, thickness: float, ink: Ink) -> Path:
    return _spirals(tuple(_around(box, _KEY_PITCH)), _within(box, -_KEY / 2), thickness, ink)


def _spirals(centres: tuple[tuple[float, float], ...], box: Rect, thickness: float, ink: Ink) -> Path:
    unit = _KEY / 4
    parts = []
    for index, (x, y) in enumerate(centres):
        turn = 1 if index % 2 == 0 else -1
        parts.append(tuple(each for a, b in _SPIRAL for each in (x + turn * (a - 2) * unit, y + (b - 2) * unit)))
    return Path(box, tuple(parts), ink, thickness)


def _flowers(box: Rect, ink: Ink) -> Path:
    return _garland(tuple(_around(box, _FLOWER_PITCH)), _within(box, -_FLOWER / 2), ink)


def _garland(centres: tuple[tuple[float, float], ...], box: Rect, ink: Ink) -> Path:
    """Flowers with a dot half way to the next."""
    parts: list[tuple[float, ...]] = []
    for index, (x, y) in enumerate(centres):
        parts += _flower(x, y, _FLOWER / 2) if index % 2 == 0 else _dot(x, y, _FLOWER * 0.13)
    return Path(box, tuple(parts), ink, curved=True)


def _flower(x: float, y: float, radius: float) -> Iterator[tuple[float, ...]]:
    """Four petals, each from the middle out to its tip and back."""
    for quarter in range(4):
        turn = math.pi / 4 + quarter * math.pi / 2
        cos, sin = math.cos(turn) * radius, math.sin(turn) * radius
        petal = ((0.12, 0), (0.3, -0.62), (0.95, -0.62), (1.0, 0.0), (0.95, 0.62), (0.3, 0.62), (0.12, 0))
        yield tuple(each for a, b in petal for each in (x + a * cos - b * sin, y + a * sin + b * cos))


def _dot(x: float, y: float, radius: float) -> Iterator[tuple[float, ...]]:
    r, b = radius, radius * _ROUND
    across = (r, r, b, 0, -b, -r, -r, -r, -b, 0, b, r, r)
    down = (0, b, r, r, r, b, 0, -b, -r, -r, -r, -b, 0)
    yield tuple(each for right, below in zip(across, down, strict=True) for each in (x + right, y + below))
