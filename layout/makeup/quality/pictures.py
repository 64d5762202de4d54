"""Pictures of a page beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import Placed
from layout.makeup.quality.sight import Sight, first
from layout.makeup.quality.values import Check
from layout.units import Rect

LOWEST = 0.5  # part of the page's height above the middle of the largest picture, at most (Q31)
AS_LARGE = 0.75  # part of the largest picture that another has which the eye takes for as large
LEAST_DOMINANT = 8.0  # per cent of the page, adverts left out, that the picture takes which leads it, at least
LEAST_LEADING = 15.0  # per cent of the page, adverts left out, that the picture of its first story takes (Q43)
LEAST_ART = 8.0  # per cent of the page, adverts left out, that pictures take (Q32) …
FRONT_ART = 15.0  # … and of a front page
RIVAL = 0.5  # of the picture of the first story, that one of another story takes at most (Q46)
MIDDLE = 0.5  # part of the page's height above and below which pictures should have their middles (Q47)
MOST_APART = 10.0  # rows between a story's head and its picture (Q37)


def art(placed: tuple[Placed, ...]) -> Iterator[Check]:
    """One dominant picture, twice the next at least (Q14)."""
    sizes = sorted((rect.width * rect.height for module in placed for rect in module.pictures), reverse=True)
    if len(sizes) > 1 and sizes[0] < 2 * sizes[1]:
        yield Check("Q14", 1, "warning")


def dominant(seen: Sequence[Sight], page: Rect, grid: PageGrid, front: bool) -> Iterator[Check]:
    """How much of the page pictures are (Q32); whether one of some size leads it from its upper half (Q31), and whether
    that is the picture of its first story (Q43, Q46); whether all are in one half of it (Q47)."""
    area = grid.on_paper(page)
    pictures = [(picture.width * picture.height, picture) for each in seen for picture in each.module.pictures]
    sold = sum(each.box.width * each.box.height for each in seen if each.is_advert)
    room = page.width * page.height - sold
    if room <= 0:
        return
    share = 100.0 * sum(size for size, _ in pictures) / room
    least = FRONT_ART if front else LEAST_ART
    if least - share >= 0.05:
        yield Check("Q32", round(least - share, 1), "warning", "", page)
    if not pictures:
        return
    lead = first(seen)
    size = max(each for each, _ in pictures)
    middles = [(_middle(grid.on_paper(each), area), each) for own, each in pictures if own >= AS_LARGE * size]
    middle, largest = min(middles, key=lambda each: each[0])
    amount = max(0.0, 10 * (middle - LOWEST))
    if lead is None or not lead.module.pictures:
        amount += _lacking(100.0 * size / room)
    elif not lead.module.halved:
        own = max(lead.module.pictures, key=lambda each: each.width * each.height)
        others = max((each for each, picture in pictures if picture not in lead.module.pictures), default=0.0)
        large = own.width * own.height
        small = max(0.0, LEAST_LEADING - 100.0 * large / room) ** 0.5
        if small >= 0.1:
            yield Check("Q43", round(small, 1), "warning", lead.module.story.name, own)
        rival = 100.0 * (others - RIVAL * large) / room
        if rival >= 0.1:
            yield Check("Q46", round(rival, 1), "warning", lead.module.story.name, own)
    if amount >= 0.1:
        yield Check("Q31", round(amount, 1), "warning", "", largest)
    heights = [_middle(grid.on_paper(each), area) for _, each in pictures]
    if len(pictures) > 1 and (max(heights) < MIDDLE or min(heights) > MIDDLE):
        yield Check("Q47", 1, "warning", "", largest)


def _middle(box: Rect, area: Rect) -> float:
    """Where the middle of a box is, part of an area's height."""
    return (box.y + box.height / 2 - area.y) / area.height


def _lacking(share: float) -> float:
    """What a picture lacks to a dominant one. share: of the page, per cent."""
    return max(0.0, LEAST_DOMINANT - share) / 2


def far_from_heads(seen: Sequence[Sight], grid: PageGrid) -> Iterator[Check]:
    """Pictures at the foot of their story, far below its head (Q37)."""
    for each in seen:
        if each.block is None or each.module.story.role in ("photo-news", "briefs"):
            continue
        for picture in each.module.pictures:
            gap = (picture.y - each.block.bottom) / grid.leading
            if gap > MOST_APART:
                yield Check("Q37", 1, "warning", each.module.story.name, picture)
