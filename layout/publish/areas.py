"""Where an article stands on its page, as one outline: steps where its legs end at different depths.

The box round a story that goes round a corner covers its neighbours; its outline does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layout.articles.values import Article, Block
from layout.units import Rect

_LEGS = ("paragraph", "subhead", "item")
_STEP = 20.0  # points: edges that differ by less are one edge
_AIR = 4.0  # points round what is printed

Outline = tuple[tuple[float, float], ...]


def outline(article: Article, page: int) -> Outline:
    """Its corners on a page, points, clockwise from the top left; () where it does not stand there."""
    whole = next((box for number, box in article.boxes if number == page), None)
    if whole is None:
        return ()
    boxes = [*_boxes(article, page)] or [whole]
    return _corners(_bands([box.inset(-_AIR, -_AIR) for box in boxes]))


def area(corners: Outline) -> float:
    """Square points an outline holds."""
    pairs = zip(corners, (*corners[1:], *corners[:1]), strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def _boxes(article: Article, page: int) -> Iterator[Rect]:
    """Heads, pictures, and of running text each block's part of a leg, as wide as the leg."""
    parts = [(each.role, box) for block in article.blocks for each in block.walk() for box in _parts(each, page)]
    legs = [box for role, box in parts if role in _LEGS]
    for role, box in parts:
        if role not in _LEGS:
            yield box
            continue
        beside = [leg for leg in legs if leg.x < box.right and box.x < leg.right]
        left, right = min(leg.x for leg in beside), max(leg.right for leg in beside)
        yield Rect(left, box.y, right - left, box.height)
    for brief in article.articles:
        yield from (box for number, box in brief.boxes if number == page)


def _parts(block: Block, page: int) -> Iterator[Rect]:
    if block.picture is not None and block.picture.page == page:
        yield block.picture.box
    part: Rect | None = None
    for line in block.lines:
        if line.page != page:
            continue
        below = part is not None and line.box.y >= part.y and line.box.x < part.right and part.x < line.box.right
        if part is not None and not below:
            yield part
        part = _joined(part, line.box) if part is not None and below else line.box
    if part is not None:
        yield part


def _bands(boxes: Sequence[Rect]) -> list[tuple[float, float, float, float]]:
    """Left, right, top and foot of what the boxes cover, band by band from the top, edges made even."""
    edges = sorted({edge for box in boxes for edge in (box.y, box.bottom)})
    found: list[tuple[float, float, float, float]] = []
    for top, foot in zip(edges, edges[1:], strict=False):
        across = [box for box in boxes if box.y < foot and top < box.bottom]
        if not across:  # a gap belongs to what is above it
            left, right, first, _ = found.pop()
            found.append((left, right, first, foot))
            continue
        left, right = min(box.x for box in across), max(box.right for box in across)
        if found and abs(found[-1][0] - left) < _STEP and abs(found[-1][1] - right) < _STEP:
            last = found.pop()
            left, right, top = min(last[0], left), max(last[1], right), last[2]
        found.append((left, right, top, foot))
    return found


def _corners(bands: Sequence[tuple[float, float, float, float]]) -> Outline:
    right = [point for _, edge, top, foot in bands for point in ((edge, top), (edge, foot))]
    left = [point for edge, _, top, foot in reversed(bands) for point in ((edge, foot), (edge, top))]
    corners = [(bands[0][0], bands[0][2]), *right, *left[:-1]]
    kept = []
    for at, corner in enumerate(corners):
        before, after = corners[at - 1], corners[(at + 1) % len(corners)]
        straight = before[0] == corner[0] == after[0] or before[1] == corner[1] == after[1]
        if not straight and corner != before:
            kept.append(corner)
    return tuple((round(x, 2), round(y, 2)) for x, y in kept)


def _joined(one: Rect, other: Rect) -> Rect:
    left, top = min(one.x, other.x), min(one.y, other.y)
    return Rect(left, top, max(one.right, other.right) - left, max(one.bottom, other.bottom) - top)
