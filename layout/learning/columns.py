"""Base columns: the division of the type area's width that explains most edges of legs, boxes, pictures and rules.

Stories that merge columns (变栏) have edges of their own and must not be taken for the base; a division is judged by
all edges that lie on it, and of those that explain as much the coarsest is it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layout.learning.evidence import Sample, mode, peaks
from layout.learning.lines import Book, Leg
from layout.learning.values import Measured
from layout.units import Rect
from layout.value import replace, value

ON = 0.75
"""Points by which an edge may be off its column and still be on it."""
_MOST = 16
_LEAST_EM = 6.0  # em of a base column, at least
_LONG = 0.5  # part of the sheet's width from which a rule tells the type area's edges
_BOX = 3.0  # lines that a box, a picture or a rule counts as
_AS_GOOD = 0.97  # of the best score: a coarser division that reaches it is the base
_WHOLE = 0.03  # em by which a measure may miss whole characters
_NEARLY = 0.7  # of what its halves explain: a coarser division that reaches it is the base
_SHORT = 0.75  # what type that ends short of its measure counts
_SLACK = 2.0  # points by which something may reach over the edge of its column
_EDGE_LINES = 3  # lines of a leg that tells an edge


@value
class Columns:
    """left: of the type area on most pages; lefts: on each page; width: of the type area."""

    count: Measured
    measure: Measured
    gutter: Measured
    left: Measured
    width: Measured
    lefts: tuple[float, ...]

    @property
    def pitch(self) -> float:
        return float(self.measure.value + self.gutter.value)

    def spanned(self, page: int, left: float, right: float) -> int:
        """Base columns that something touches, at least one."""
        first = (left - self.lefts[page] + _SLACK) // self.pitch
        last = (right - self.lefts[page] - _SLACK) // self.pitch
        return max(1, int(last - first) + 1)


@value
class _Span:
    page: int
    left: float
    right: float
    weight: float
    type: bool = False


def columns(book: Book, legs: Sequence[Leg], em: float) -> Columns | None:
    """None where no leg stands on any page."""
    spans = list(_spans(book, legs))
    edges = [_edges(book, legs, page) for page in range(len(book.sheets))]
    known = [(page, *edge) for page, edge in enumerate(edges) if edge is not None]
    if not known:
        return None
    weight = [sum(len(leg.lines) for leg in legs if leg.page == page) + 1.0 for page in range(len(book.sheets))]
    widths = peaks([Sample(r - le, weight[page], page) for page, le, r in known], 0.6, "pages", 3, few=1)
    gaps = _gaps(legs)
    candidates = peaks(gaps, 0.3, "lines", 4)
    pitches = peaks(_pitches(legs), 0.3, "lines", 3)
    best: tuple[float, int, Measured, Measured, tuple[float, ...]] | None = None
    for width in widths:
        lefts = _lefts(edges, weight, width.value)
        for count in range(1, _MOST + 1):
            for gutter in _gutters(candidates, pitches, count, width.value, em):
                measure = (width.value - (count - 1) * gutter.value) / count
                if measure < _LEAST_EM * em:
                    continue
                score = _score(spans, lefts, count, measure, gutter.value, em) * (1 + 0.02 * _is_whole(measure, em))
                if best is None or score * _AS_GOOD > best[0]:
                    best = score, count, gutter, width, lefts
    assert best is not None
    score, count, gutter, width, lefts = best
    count = _coarser(spans, lefts, count, gutter.value, width.value, em)
    measure = (width.value - (count - 1) * gutter.value) / count
    whole = sum(span.weight for span in spans)
    fitted = _score(spans, lefts, count, measure, gutter.value, em)
    pages = len({span.page for span in spans})
    lower = _runner_up(spans, lefts, count, gutter, width, em)
    sure = fitted >= 0.4 * whole and lower < 0.9 * fitted
    at = mode([Sample(left, weight[page], page) for page, left in enumerate(lefts)], 0.6, "lines", few=1)
    assert at is not None
    own = [Sample(leg.width, len(leg.lines), leg.page) for leg in legs if abs(leg.width - measure) < ON]
    exact = mode(own, 0.3, "lines")
    return Columns(
        Measured(count, fitted, whole, "edges", pages, sure=sure),
        exact or Measured(measure, fitted, whole, "edges", pages, sure=sure, note="divided"),
        gutter if count > 1 else Measured(gutter.value, sure=False),
        at,
        width,
        lefts,
    )


def _spans(book: Book, legs: Sequence[Leg]) -> Iterator[_Span]:
    for leg in legs:
        if len(leg.lines) >= _EDGE_LINES:
            yield _Span(leg.page, leg.left, leg.right, len(leg.lines), True)
    for page, sheet in enumerate(book.sheets):
        boxes: dict[tuple[int, int], Rect] = {}
        for box in (
            *sheet.pictures,
            *(panel.box for panel in sheet.panels),
            *(stroke.box for stroke in sheet.strokes if not stroke.upright and stroke.length > 20),
        ):
            boxes.setdefault((round(box.x), round(box.right)), box)
        for box in boxes.values():
            yield _Span(page, box.x, box.right, _BOX)


def _edges(book: Book, legs: Sequence[Leg], page: int) -> tuple[float, float] | None:
    """Left and right edge of the type area as far as a page shows them."""
    sheet = book.sheets[page]
    here = [leg for leg in legs if leg.page == page and len(leg.lines) >= _EDGE_LINES]
    if not here:
        return None
    long = [
        stroke.box
        for stroke in sheet.strokes
        if not stroke.upright
        and stroke.length > _LONG * sheet.size.width
        and stroke.box.x > 3
        and stroke.box.right < sheet.size.width - 3
    ]
    return (
        min([leg.left for leg in here] + [box.x for box in long]),
        max([leg.right for leg in here] + [box.right for box in long]),
    )


def _lefts(edges: Sequence[tuple[float, float] | None], weight: Sequence[float], width: float) -> tuple[float, ...]:
    """Of each page, where the type area begins: its own edge where its width is that of the others."""
    full = [
        Sample(edge[0], weight[page], page)
        for page, edge in enumerate(edges)
        if edge is not None and abs(edge[1] - edge[0] - width) < 1
    ]
    usual = mode(full, 0.6, "pages")
    middle = usual.value if usual is not None else 0.0
    return tuple(
        edge[0] if edge is not None and abs(edge[1] - edge[0] - width) < 1 else middle
        for page, edge in enumerate(edges)
    )


def _gaps(legs: Sequence[Leg]) -> list[Sample]:
    """White between legs that stand side by side, by the lines they share."""
    found = []
    for page in {leg.page for leg in legs}:
        here = sorted((leg for leg in legs if leg.page == page), key=lambda leg: leg.left)
        for index, leg in enumerate(here):
            for other in here[index + 1 :]:
                gap = other.left - leg.right
                common = min(leg.foot, other.foot) - max(leg.top, other.top)
                if common > 0 and gap > 0:
                    if gap < 6 * leg.lines[0].size:
                        found.append(Sample(gap, common / leg.pitch, page))
                    break
    return found


def _pitches(legs: Sequence[Leg]) -> list[Sample]:
    """From the left edge of a leg to that of its neighbour: told also by lines that end short of their measure."""
    found = []
    for page in {leg.page for leg in legs}:
        here = sorted((leg for leg in legs if leg.page == page), key=lambda leg: leg.left)
        for index, leg in enumerate(here):
            for other in here[index + 1 :]:
                common = min(leg.foot, other.foot) - max(leg.top, other.top)
                if common > 0 and other.left > leg.right:
                    found.append(Sample(other.left - leg.left, common / leg.pitch, page))
                    break
    return found


def _gutters(
    candidates: Sequence[Measured], pitches: Sequence[Measured], count: int, width: float, em: float
) -> Iterator[Measured]:
    """The gutters that so many columns may have: white seen between legs, and what the distance of their left edges
    leaves of the type area's width."""
    yield from candidates
    if not candidates:
        yield Measured(0.0, sure=False)
    for pitch in pitches:
        gutter = count * pitch.value - width
        if count > 1 and 0.3 * em < gutter < 5 * em and all(abs(gutter - each.value) > 0.3 for each in candidates):
            yield replace(pitch, value=gutter, low=0.0, high=0.0, note="pitch")


def _is_whole(measure: float, em: float) -> bool:
    return abs(measure / em - round(measure / em)) < _WHOLE


def _score(
    spans: Sequence[_Span], lefts: Sequence[float], count: int, measure: float, gutter: float, em: float
) -> float:
    pitch, score = measure + gutter, 0.0
    for span in spans:
        at = (span.left - lefts[span.page]) / pitch
        first = round(at)
        end = (span.right - lefts[span.page] + gutter) / pitch
        last = round(end)
        begins = 0 <= first < count and abs(at - first) * pitch < ON
        ends = first < last <= count and abs(end - last) * pitch < ON
        # Type that is not justified ends short of its measure by less than a character.
        short = span.type and not ends and first < round(end + 0.5 * em / pitch) <= count
        short = short and 0 < (round(end + 0.5 * em / pitch) - end) * pitch < em
        if begins and (ends or short):
            score += span.weight * (1.0 if ends else _SHORT)
        elif begins or ends:
            score += 0.2 * span.weight
    return score


def _coarser(spans: Sequence[_Span], lefts: Sequence[float], count: int, gutter: float, width: float, em: float) -> int:
    """The fewest columns whose halves or thirds these are, where they explain nearly as much: more lines than are ruled
    catch more edges by chance."""

    def score(columns: int) -> float:
        return _score(spans, lefts, columns, (width - (columns - 1) * gutter) / columns, gutter, em)

    whole = score(count)
    return next((part for part in range(2, count) if count % part == 0 and score(part) >= _NEARLY * whole), count)


def _runner_up(
    spans: Sequence[_Span], lefts: Sequence[float], count: int, gutter: Measured, width: Measured, em: float
) -> float:
    """The best score of a division into fewer columns that is no part of this one's."""
    best = 0.0
    for other in range(2, _MOST + 1):
        measure = (width.value - (other - 1) * gutter.value) / other
        if other % count and count % other and measure >= _LEAST_EM * em:
            best = max(best, _score(spans, lefts, other, measure, gutter.value, em))
    return best
