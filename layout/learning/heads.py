"""Heading blocks: kicker (引题), headline, deck (副题) and byline over a story, with their sizes by rank; subheads
(插题) and the heads of briefs inside a column.

Lines larger than the body that stand close below each other are one block; its largest lines are the headline. The
largest head of each page leads it; others fall into ranks where their sizes or faces leave a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from layout.learning.bands import Band
from layout.learning.columns import Columns
from layout.learning.lines import Book, Leg
from layout.learning.panels import Panels
from layout.learning.values import Line
from layout.value import replace, value

LARGER = 1.045  # times the body: from here a line is display
_CLOSE = 0.8  # of the larger line's size: white between two lines of a block at most
_CLOSE_MORE = 8.0  # points besides
_SAME = 0.97  # of the largest line's size: lines of one headline
_SUBHEAD = 1.5  # times the body at most
_RANK_GAP = 1.13  # sizes that differ by more are of two ranks
_BELOW = 30  # rows below a head in which its story begins
_MOST_DISPLAY = 800  # lines larger than the body on a page, the largest; a page of briefs has some sixty


@value
class Head:
    """A heading block. kind: story, single (over one base column), photo, comment, notice, subhead, brief, quote, drop.
    columns: base columns it stands over. body: face of the story below, −1 = none. size, face: of the headline."""

    page: int
    kind: str
    headline: tuple[Line, ...]
    kicker: tuple[Line, ...] = ()
    deck: tuple[Line, ...] = ()
    byline: tuple[Line, ...] = ()
    columns: int = 1
    body: int = -1

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.kicker, *self.headline, *self.deck, *self.byline)

    @property
    def size(self) -> float:
        return max(line.size for line in self.headline)

    @property
    def face(self) -> int:
        return max(self.headline, key=lambda line: line.count).face

    @property
    def left(self) -> float:
        return min(line.x for line in self.headline)

    @property
    def right(self) -> float:
        return max(line.right for line in self.headline)

    @property
    def top(self) -> float:
        return min(line.top for line in (*self.kicker, *self.headline))

    @property
    def foot(self) -> float:
        return max(line.foot for line in self.lines)


def heads(
    book: Book, legs: Sequence[Leg], columns: Columns, found: Sequence[Band], panels: Panels, em: float, leading: float
) -> tuple[Head, ...]:
    """All heading blocks of all pages, from the top. em, leading: of the body."""
    out = {id(line) for band in found for line in band.lines} | {id(line) for line in panels.reversed}
    result: list[Head] = []
    measure = columns.measure.value
    for page in range(len(book.sheets)):
        lines = [line for line in book.on(page) if id(line) not in out]
        body = [leg for leg in legs if leg.page == page and len(leg.lines) >= 2]
        display = sorted((line for line in lines if line.size > LARGER * em), key=lambda line: (line.top, line.x))
        small = [line for line in lines if 0.8 * em < line.size <= 1.25 * em]
        if len(display) > _MOST_DISPLAY:
            largest = sorted(display, key=lambda line: -line.size)[:_MOST_DISPLAY]
            display = sorted(largest, key=lambda line: (line.top, line.x))
        for block in _blocks(display, body):
            head = _head(block, page, body, columns, panels, em, leading, book)
            if head is not None and head.kind in ("single", "story"):
                head = replace(head, byline=_byline(head, block, small, body, em, leading, measure))
            if head is not None:
                result.append(head)
    return tuple(result)


def _blocks(display: Sequence[Line], body: Sequence[Leg]) -> Iterator[list[Line]]:
    """Lines that belong together, from the top."""
    group = list(range(len(display)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for low, line in enumerate(display):
        for high in range(low - 1, -1, -1):
            other = display[high]
            if line.top - other.foot > 200:
                break
            if _together(other, line) and not _between(other, line, body):
                group[root(low)] = root(high)
    blocks: dict[int, list[Line]] = {}
    for index, line in enumerate(display):
        blocks.setdefault(root(index), []).append(line)
    yield from blocks.values()


def _together(upper: Line, lower: Line) -> bool:
    gap = lower.top - upper.foot
    near = gap < _CLOSE * max(upper.size, lower.size) + _CLOSE_MORE
    if abs(lower.baseline - upper.baseline) < 0.5 * min(upper.size, lower.size):
        # Beside each other: parts of one line, set apart by a blank.
        beside = max(lower.x - upper.right, upper.x - lower.right)
        return beside < 1.6 * min(upper.size, lower.size) and upper.size < 1.03 * lower.size < 1.1 * upper.size
    common = min(upper.right, lower.right) - max(upper.x, lower.x)
    return near and gap > -0.6 * min(upper.size, lower.size) and common > 0.25 * min(upper.width, lower.width)


def _between(upper: Line, lower: Line, body: Sequence[Leg]) -> bool:
    return any(
        leg.top < lower.top
        and leg.foot > upper.foot
        and leg.left < lower.right
        and leg.right > lower.x
        and any(upper.baseline < line.baseline < lower.baseline for line in leg.lines)
        for leg in body
    )


def _head(
    block: Sequence[Line],
    page: int,
    body: Sequence[Leg],
    columns: Columns,
    panels: Panels,
    em: float,
    leading: float,
    book: Book,
) -> Head | None:
    """What a block heads, its byline left out; None where nothing stands under it."""
    largest = max(line.size for line in block)
    headline = tuple(line for line in block if line.size >= _SAME * largest)
    first, last = headline[0].top, headline[-1].foot
    kicker = tuple(line for line in block if line.size < _SAME * largest and line.baseline < first + 0.5 * largest)
    deck = tuple(line for line in block if line.size < _SAME * largest and line.baseline > last)
    left, right = min(line.x for line in headline), max(line.right for line in headline)
    beneath = _beneath(body, left, right, last, leading)
    if len(headline) == 1 and headline[0].count <= 2 and largest > 1.7 * em and _drops(headline[0], body):
        return Head(page, "drop", headline)
    over = any(leg.left < right and leg.right > left and 0 <= first - leg.foot < 3.2 * leading for leg in body)
    spanned = columns.spanned(page, min(line.x for line in block), max(line.right for line in block))
    if beneath is None:
        return None
    chromatic = over and not book.inks[headline[0].ink].black_only
    if largest <= _SUBHEAD * em or (len(block) == 1 and spanned == 1 and largest < 1.25 * em):
        if chromatic and largest > 1.2 * em:
            return Head(page, "quote", headline, columns=spanned)
        kind = "subhead" if over and not panels.tinted(page, headline[0]) else "brief"
        return Head(page, kind, headline, kicker, columns=spanned)
    if chromatic and largest < 2 * em:
        return Head(page, "quote", headline, columns=spanned)
    measure = columns.measure.value
    kind = "single" if spanned == 1 and abs(beneath.width - measure) < 0.25 * measure else "story"
    return Head(page, kind, headline, kicker, deck, (), spanned, _commonest_face(beneath.lines))


def _byline(
    head: Head,
    block: Sequence[Line],
    small: Sequence[Line],
    body: Sequence[Leg],
    em: float,
    leading: float,
    measure: float,
) -> tuple[Line, ...]:
    """Up to two small lines right under a block, narrower than it or than a leg."""
    left, right = min(line.x for line in head.headline), max(line.right for line in head.headline)
    foot = max(line.foot for line in block)
    found = (
        line
        for line in small
        if -0.2 * em <= line.top - foot < 1.3 * leading + 4
        and line.x < right + em
        and line.right > left - em
        and not any(line in leg.lines for leg in body if len(leg.lines) > 2)
        and line.width < 0.9 * max(right - left, measure)
    )
    return tuple(islice(found, 2))


def _commonest_face(lines: Sequence[Line]) -> int:
    """The face of most of the lines; of equals the first."""
    return max(lines, key=lambda line: sum(other.face == line.face for other in lines)).face


def _beneath(body: Sequence[Leg], left: float, right: float, foot: float, leading: float) -> Leg | None:
    """The leg nearest below a head."""
    under = [
        leg
        for leg in body
        if leg.left < right and leg.right > left and -2 <= leg.top - foot + leading / 2 < _BELOW * leading
    ]
    return min(under, key=lambda leg: leg.top, default=None)


def _drops(initial: Line, body: Sequence[Leg]) -> bool:
    """Whether a letter stands beside the first lines of a leg."""
    for leg in body:
        beside = [
            line
            for line in leg.lines
            if initial.top - 2 <= line.baseline <= initial.foot + 2 and 0 <= line.x - initial.right < 12
        ]
        if beside:
            return True
    return False


def ranks(found: Iterable[Head]) -> tuple[tuple[Head, ...], ...]:
    """Heads of stories by rank, largest first: those that lead their pages, then the others by gaps of size."""
    story = [head for head in found if head.kind == "story"]
    pages = sorted({head.page for head in story})
    leads = [max((head for head in story if head.page == page), key=lambda head: head.size) for page in pages]
    if not leads:
        return ()
    top = max(head.size for head in leads)
    first = [head for head in leads if head.size * _RANK_GAP >= top or len(leads) == 1]
    rest = sorted((head for head in story if head not in first), key=lambda head: -head.size)
    # A page's lead may have been made smaller to fit; another's second is never as large.
    below = max((head.size for head in rest if head not in leads), default=0.0)
    first += [head for head in leads if head not in first and head.size > 1.05 * below and head.face == first[0].face]
    rest = [head for head in rest if head not in first]
    result = [tuple(first)]
    rank: list[Head] = []
    for head in rest:
        if rank and (
            rank[-1].size / head.size > _RANK_GAP or (head.face != rank[0].face and rank[-1].size > head.size)
        ):
            result.append(tuple(rank))
            rank = []
        rank.append(head)
    if rank:
        result.append(tuple(rank))
    return tuple(result)
