"""What runs over two facing pages, parted at the fold: each page gets its half, and the halves meet.

Everything has been set on one sheet of double width. A picture, a tint or a rule is cut at the fold and goes on beyond
it as far as the bleed reaches, so that a page trimmed by itself has no white edge; on one sheet the printer's window
ends at the fold. Type is never cut: a line of a head moves aside until the fold falls between two of its glyphs, or,
where the pages are two pieces of paper, is parted there and its halves keep to their pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from layout.display import Fill, Frame, GlyphRun, Group, Image, Item, Path, Rule
from layout.units import Rect
from layout.value import replace, value

_HEADS = ("kicker", "headline", "deck")
_KEPT_WHOLE = ("byline", "caption", "artifact")
_CLOSE = 1e-6  # points

End = Callable[[GlyphRun], float]
"""Right edge of a run's last glyph, points."""
Sense = Callable[[str], Sequence[float]]
"""For each character of a line, what parting the line before it costs."""


@value
class Fold:
    """The fold of a sheet of two pages. x: where it is; bleed: how far each half goes on beyond it; left, right: where
    the type areas on either side end and begin; points. bridged: whether the sheet is one piece of paper there."""

    x: float
    bleed: float
    left: float
    right: float
    bridged: bool


@value
class Cut:
    """Where a line may be parted. run, glyph: before which glyph, of the line's runs; end, start: of the glyphs on
    either side; price: by sense."""

    run: int
    glyph: int
    end: float
    start: float
    price: float


def at_fold(items: Sequence[Item], fold: Fold, end: End, sense: Sense) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """What stands on the left page and on the right one, each in its own coordinates."""
    parted = _Parter(fold, end, sense).items(tuple(items))
    left = tuple(item for on_right, item in parted if not on_right)
    return left, tuple(moved(item, -fold.x) for on_right, item in parted if on_right)


class _Parter:
    def __init__(self, fold: Fold, end: End, sense: Sense) -> None:
        self._fold, self._end, self._sense = fold, end, sense

    def items(self, items: Sequence[Item]) -> list[tuple[bool, Item]]:
        """Each item, or each of its halves, with whether it stands on the right page."""
        return [half for item in items for half in self._halves(item)]

    def _halves(self, item: Item) -> Iterator[tuple[bool, Item]]:
        fold = self._fold
        match item:
            case Group():
                yield from self._group(item)
            case GlyphRun():
                yield item.x + (item.xs[0] if item.xs else 0.0) >= fold.x - _CLOSE, item
            case Rule():
                yield from self._rule(item)
            case Image() | Fill() | Frame() if item.rect.x < fold.x < item.rect.right:
                for on_right in (False, True):
                    side = self._side(item.rect, on_right)
                    for half in _half(item, side, on_right):
                        # A picture is told of once: what shows of it on the second page is no second one.
                        yield on_right, Group("artifact", (half,)) if on_right and isinstance(half, Image) else half
            case _:
                yield item.rect.x + item.rect.width / 2 >= fold.x, item

    def _rule(self, rule: Rule) -> Iterator[tuple[bool, Item]]:
        fold = self._fold
        start, end = sorted((rule.x0, rule.x1))
        if start < fold.x < end:
            yield False, replace(rule, x0=start, x1=fold.x + fold.bleed)
            yield True, replace(rule, x0=fold.x - fold.bleed, x1=end)
        else:
            yield start >= fold.x, rule

    def _side(self, box: Rect, on_right: bool) -> Rect:
        """The half of a box on one page, with its bleed over the fold."""
        fold = self._fold
        left = max(box.x, fold.x - fold.bleed) if on_right else box.x
        right = box.right if on_right else min(box.right, fold.x + fold.bleed)
        return Rect(left, box.y, right - left, box.height)

    def _group(self, group: Group) -> Iterator[tuple[bool, Group]]:
        items = group.items
        if group.role in _HEADS:
            items = tuple(self._between_glyphs(items))
        elif group.role in _KEPT_WHOLE:
            items = self._on_the_left(items)
        parted = self.items(items)
        begun = False
        for on_right in (False, True):
            own = tuple(item for half, item in parted if half is on_right)
            if own and begun and group.role == "figure":  # a picture is told of once
                yield on_right, Group("artifact", own)
            elif own:
                yield on_right, Group(group.role, own, group.name, group.continues or begun)
            begun = begun or bool(own)

    # -- lines of type -----------------------------------------------------------------------------------------------

    def _on_the_left(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """A line that is not to be parted stands in the middle of the left page."""
        fold = self._fold
        runs = [item for item in items if isinstance(item, GlyphRun) and item.xs]
        if not any(run.x + run.xs[0] < fold.x < self._end(run) for run in runs):
            return items
        middle = (min(run.x + run.xs[0] for run in runs) + max(map(self._end, runs))) / 2
        return tuple(moved(item, fold.x / 2 - middle) for item in items)

    def _between_glyphs(self, items: tuple[Item, ...]) -> Iterator[Item]:
        """The lines of a head, the fold between two glyphs of each."""
        lines: dict[tuple[float, float], list[GlyphRun]] = {}
        for item in items:
            if isinstance(item, GlyphRun) and item.xs:
                lines.setdefault((item.x, item.baseline), []).append(item)
            else:
                yield item
        for runs in lines.values():
            left, right = runs[0].x + runs[0].xs[0], max(map(self._end, runs))
            yield from self._parted(runs, left, right) if left < self._fold.x < right else runs

    def _cuts(self, runs: Sequence[GlyphRun]) -> list[Cut]:
        """The places between two characters of a line."""
        cuts: list[Cut] = []
        costs = self._sense("".join(run.text for run in runs))
        at, end = 0, 0.0
        for number, run in enumerate(runs):
            edges = [run.x + x for x in run.xs[1:]] + [self._end(run)]
            for glyph, (text, right) in enumerate(zip(run.texts, edges, strict=True)):
                if text and at:
                    cuts.append(Cut(number, glyph, end, run.x + run.xs[glyph], costs[at]))
                at, end = at + len(text), right
        return cuts

    def _parted(self, runs: Sequence[GlyphRun], left: float, right: float) -> Iterator[GlyphRun]:
        """The runs of a line from left to right, moved, and the one that is cut in two parts."""
        fold, cuts = self._fold, self._cuts(runs)
        aside = [Cut(0, 0, left, left, 0.0), Cut(len(runs) - 1, len(runs[-1].glyphs), right, right, 0.0)]
        if fold.bridged:  # all of a short line may stand on one page
            cut = min((*cuts, *aside), key=lambda each: max(each.end - fold.x, fold.x - each.start, 0.0))
            within = cut.end <= fold.x <= cut.start
            before = after = 0.0 if within else fold.x - (cut.end + cut.start) / 2
        else:
            em = max(1.0, (right - left) / (len(cuts) + 1))
            room = fold.left - (fold.right - fold.x) + _CLOSE  # of a type area: its outer margin is as its inner one
            held = [each for each in cuts if each.end - left <= room and right - each.start <= room]
            middle = (left + right) / 2
            cut = min(
                held or cuts or aside[1:],
                key=lambda each: min(each.price, _DEAREST) + abs(each.start - middle) / em,
            )
            before, after = fold.left - cut.end, fold.right - cut.start
        for number, run in enumerate(runs):
            at = 0 if number > cut.run else len(run.glyphs) if number < cut.run else cut.glyph
            if at:
                yield moved(_part(run, 0, at), before)
            if at < len(run.glyphs):
                yield moved(_part(run, at, len(run.glyphs)), after)


_DEAREST = 20.0  # by sense: where everything is forbidden the middle is as good as any place


def _part(run: GlyphRun, first: int, after: int) -> GlyphRun:
    if (first, after) == (0, len(run.glyphs)):
        return run
    return replace(
        run,
        glyphs=run.glyphs[first:after],
        xs=run.xs[first:after],
        texts=run.texts[first:after],
        after=run.after if after == len(run.glyphs) else "",
    )


def _half(item: Image | Fill | Frame, side: Rect, on_right: bool) -> Iterator[Item]:
    """The part of something with a box that stands in `side`."""
    if isinstance(item, Fill):
        yield replace(item, rect=side)
    elif isinstance(item, Frame):
        outer = side.right if on_right else side.x
        ends = (side.x, side.right)
        for x0, y0, x1, y1 in (
            (ends[0], side.y, ends[1], side.y),
            (outer, side.y, outer, side.bottom),
            (ends[0], side.bottom, ends[1], side.bottom),
        ):
            yield Rule(x0, y0, x1, y1, item.thickness, item.ink, item.dash)
    else:
        box, crop = item.rect, item.crop
        across = crop.width / box.width
        part = Rect(crop.x + (side.x - box.x) * across, crop.y, side.width * across, crop.height)
        yield replace(item, rect=side, crop=part, whole=item.whole or crop)


def moved(item: Item, by: float) -> Any:
    """The item `by` points further right."""
    match item:
        case Group():
            return replace(item, items=tuple(moved(each, by) for each in item.items))
        case GlyphRun():
            return replace(item, x=item.x + by)
        case Rule():
            return replace(item, x0=item.x0 + by, x1=item.x1 + by)
        case Path():
            return replace(item, rect=_right(item.rect, by), parts=tuple(_aside(part, by) for part in item.parts))
        case Image():
            return replace(item, rect=_right(item.rect, by), outline=tuple(_aside(part, by) for part in item.outline))
        case _:
            return replace(item, rect=_right(item.rect, by))


def _aside(points: tuple[float, ...], by: float) -> tuple[float, ...]:
    return tuple(at if place % 2 else at + by for place, at in enumerate(points))


def _right(rect: Rect, by: float) -> Rect:
    return Rect(rect.x + by, rect.y, rect.width, rect.height)
