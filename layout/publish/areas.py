"""Where an article stands on its page, as one outline: steps where its legs end at different depths.

The box round a story that goes round a corner covers its neighbours; its outline does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from layout.articles.values import Article, Block, Line
from layout.units import Rect, union

_LEGS = ("paragraph", "subhead", "item")
_HEADS = ("kicker", "headline", "deck", "byline")
_STEP = 20.0  # points: edges that differ by less are one edge
_THIN = 10.0  # points: a band that is no deeper has the edges of the one above
_AIR = 4.0  # points round what is printed

Outline = tuple[tuple[float, float], ...]


def outline(article: Article, page: int, others: Sequence[Rect] = ()) -> Outline:
    """Its corners on a page, points, clockwise from the top left; () where it does not stand there.

    others: boxes round the other articles of the page, between which a centred head is as wide as its story.
    """
    whole = next((box for number, box in article.boxes if number == page), None)
    if whole is None:
        return ()
    boxes = [*_boxes(article, page, whole, others)] or [whole]
    return _corners(_bands([box.inset(-_AIR, -_AIR) for box in boxes]))


def area(corners: Outline) -> float:
    """Square points an outline holds."""
    pairs = zip(corners, (*corners[1:], *corners[:1]), strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def _boxes(article: Article, page: int, whole: Rect, others: Sequence[Rect]) -> Iterator[Rect]:
    """Heads, pictures, and of running text each block's part of a leg, as wide as the leg."""
    parts = []
    for block in article.blocks:
        if block.role == "table":
            cells = [box for each in block.walk() for box in _parts(each, page)]
            parts += [("table", "table", box) for box in _hull(cells)]
        else:
            parts += [(block.role, each.role, box) for each in block.walk() for box in _parts(each, page)]
    legs = [box for _, role, box in parts if role in _LEGS]
    below: list[Rect] = []
    heads: list[Rect] = []
    for whose, role, box in parts:
        if whose in _HEADS:
            heads.append(box)
        else:
            below.append(_as_wide(box, legs) if role in _LEGS else box)
    for brief in article.articles:
        below += [box for number, box in brief.boxes if number == page]
    yield from below
    if heads:
        (head,) = _hull(heads)
        under = [box for box in below if box.y > head.y and box.bottom > head.bottom]
        head = _as_wide(head, under)
        for wider in (
            Rect(whole.x, head.y, head.right - whole.x, head.height),
            Rect(head.x, head.y, whole.right - head.x, head.height),
        ):
            if not any(_meet(wider, other) for other in others):
                head = union(head, wider)
        yield head


def _hull(boxes: Sequence[Rect]) -> Iterator[Rect]:
    """The box round all, where there are any."""
    if boxes:
        yield union(*boxes)


def _as_wide(box: Rect, others: Sequence[Rect]) -> Rect:
    """The box, out to the edges of those that stand above or below it."""
    beside = [box, *(other for other in others if other.x < box.right and box.x < other.right)]
    left, right = min(each.x for each in beside), max(each.right for each in beside)
    return Rect(left, box.y, right - left, box.height)


def _meet(one: Rect, other: Rect) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _parts(block: Block, page: int) -> Iterator[Rect]:
    if block.picture is not None and block.picture.page == page:
        yield block.picture.box
    part: Rect | None = None
    for line in block.lines:
        if line.page != page:
            continue
        follows = part is not None and _follows(line, part)
        if part is not None and not follows:
            yield part
        part = union(part, line.box) if part is not None and follows else line.box
    if part is not None:
        yield part


def _follows(line: Line, part: Rect) -> bool:
    """Whether a line stands below what stands above it in the same column, or left of it in the same tier."""
    box = line.box
    if line.vertical:
        return box.x <= part.x and box.y < part.bottom and part.y < box.bottom
    return box.y >= part.y and box.x < part.right and part.x < box.right


def _bands(boxes: Sequence[Rect]) -> list[tuple[float, float, float, float]]:
    """Left, right, top and foot of what the boxes cover, band by band from the top, edges made even."""
    edges = sorted({edge for box in boxes for edge in (box.y, box.bottom)})
    found: list[tuple[float, float, float, float]] = []
    for top, foot in pairwise(edges):
        across = [box for box in boxes if box.y < foot and top < box.bottom]
        if not across:  # a gap belongs to what is above it
            left, right, first, _ = found.pop()
            found.append((left, right, first, foot))
            continue
        left, right = min(box.x for box in across), max(box.right for box in across)
        if found and foot - top < _THIN:
            left, right = found[-1][:2]
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
