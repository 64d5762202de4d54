"""What the eye sees of a module as it was set: its head, what rests the eye, white within it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from layout.display import EM_ASCENT, Fill, Frame, GlyphRun, Group, Image, Item, Leaf, Path, walk
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import Placed
from layout.units import Rect, union
from layout.value import value

HEADS = ("kicker", "headline", "deck", "byline")
RESTING = ("subhead", "quote", "table", "figure", "index", "list")  # groups in a text that rest the eye
LEAST_HOLE = 2  # rows of white between two things of a story that are seen as a hole


@value
class Sight:
    """A module as the eye takes it in, in the coordinates of its grid.

    box: its place. head: ink of its headline, None = it has none, or one that does not run level; lines: of that.
    block: its whole head, kicker to byline. rests: what is darker or lighter than text. holes: white cells within it, a
    column wide and a row deep; hole: the largest of them together.
    """

    module: Placed
    box: Rect
    head: Rect | None
    lines: int
    block: Rect | None
    rests: tuple[Rect, ...]
    holes: int
    hole: Rect | None

    @property
    def is_advert(self) -> bool:
        """An advert, or the nameplate of a vertical page: what editors do not write."""
        return is_advert(self.module)


def is_advert(module: Placed) -> bool:
    """Whether a module is sold or reserved, and no story of role filler (补白)."""
    return module.story.role == "filler" and module.boxed and not module.paragraphs


def first(seen: Sequence[Sight]) -> Sight | None:
    """The story of the first rank (头条)."""
    return next(iter(by_rank(seen)), None)


def by_rank(seen: Sequence[Sight]) -> list[Sight]:
    """The stories that have a rank of their own, the first first."""
    ranked = [each for each in seen if each.module.story.rank and each.module.story.role in ("lead", "story")]
    return sorted(ranked, key=lambda each: each.module.story.rank)


def see(module: Placed, grid: PageGrid) -> Sight:
    """A module as the eye takes it in."""
    box = grid.box(module.area)
    if module.inside is not None or module.halved or is_advert(module):
        return Sight(module, box, None, 0, None, (box,), 0, None)
    found = list(groups(module.items))
    heads = [run for group in found if group.role == "headline" for run in _runs(group, grid)]
    blocks = [run for group in found if group.role in HEADS for run in _runs(group, grid)]
    head = union(*map(ink, heads)) if heads else None
    block = union(*map(ink, blocks)) if blocks else None
    rests = [box] if module.story.role in ("briefs", "index", "list") else []
    rests += [Rect(box.x, block.y, box.width, block.height)] if block is not None else []
    rests += module.pictures
    for group in found:
        if group.role in RESTING and group.items:
            rests.append(union(*[bounds(leaf) for leaf in walk(group.items)]))
    holes, hole = _holes(module, found, block, grid)
    lines = len({round(run.baseline, 1) for run in heads})
    return Sight(module, box, head, lines, block, tuple(rests), holes, hole)


def ink(run: GlyphRun) -> Rect:
    """The em boxes of a run of make-up: there a vertical line stands as a level one does."""
    return Rect(run.x + run.xs[0], run.baseline - EM_ASCENT * run.size, run.xs[-1] - run.xs[0] + run.size, run.size)


def bounds(leaf: Leaf) -> Rect:
    """The box of one item, of a run as it stands on its grid."""
    if isinstance(leaf, GlyphRun):
        return ink(leaf) if leaf.xs else Rect(leaf.x, leaf.baseline, 0.0, 0.0)
    if isinstance(leaf, Image | Fill | Frame | Path):
        return leaf.rect
    if hasattr(leaf, "rect"):
        return leaf.rect
    return Rect(min(leaf.x0, leaf.x1), min(leaf.y0, leaf.y1), abs(leaf.x1 - leaf.x0), abs(leaf.y1 - leaf.y0))


def _runs(group: Group, grid: PageGrid) -> Iterator[GlyphRun]:
    """Runs that stand as the lines of the grid do: of a vertical page all of them."""
    runs = (leaf for leaf in walk(group.items) if isinstance(leaf, GlyphRun) and leaf.xs)
    return (run for run in runs if grid.vertical or not run.turn)


def _holes(module: Placed, found: list[Group], block: Rect | None, grid: PageGrid) -> tuple[int, Rect | None]:
    """White cells between two things of a story, and the largest hole of them. What a head leaves white beside it is no
    hole, and neither is what stands empty at the foot of a leg (Q02)."""
    legs = len(module.legs)
    if not legs or module.story.role in ("briefs", "poem", "couplet", "photo-news", "index"):
        return 0, None
    box, leading = grid.box(module.area), grid.leading
    left, top, wide = box.x, box.y, (box.width + grid.gutter) / legs
    cells, deepest, hole = 0.0, 0, None
    for order, rows in enumerate(_full_rows(module, found, block, grid)):
        if not rows or max(rows) - min(rows) < len(rows):
            continue
        for above, below in pairwise(sorted(rows)):
            white = below - above - 1
            if white >= LEAST_HOLE:
                cells += white * module.area.columns / legs
                if white > deepest:
                    deepest = white
                    y = top + (above + 1) * leading
                    hole = Rect(left + order * wide, y, wide - grid.gutter, white * leading)
    return round(cells), hole


def _full_rows(module: Placed, found: list[Group], block: Rect | None, grid: PageGrid) -> list[set[int]]:
    """Of each leg of a story, the rows on which something stands."""
    box, leading, legs = grid.box(module.area), grid.leading, len(module.legs)
    left, top, wide = box.x, box.y, (box.width + grid.gutter) / legs
    full: list[set[int]] = [set() for _ in range(legs)]

    def mark(rect: Rect) -> None:
        rows = range(max(0, int((rect.y - top) / leading + 0.1)), int((rect.bottom - top) / leading + 0.9))
        for leg in range(max(0, int((rect.x - left) / wide + 0.05)), min(legs, int((rect.right - left) / wide + 0.9))):
            full[leg].update(rows)

    for group in found:
        if group.role in ("paragraph", "item"):  # each run is of one row
            for run in group.items:
                if run.__class__ is GlyphRun:
                    leg = int((run.x - left) / wide + 0.05)
                    full[leg if 0 <= leg < legs else 0].add(int((run.baseline - top) / leading))
        elif group.role not in ("story", "artifact", "box", *HEADS):
            leaves = [bounds(leaf) for leaf in walk(group.items)]
            if leaves:
                mark(union(*leaves))
    for picture in module.pictures:
        mark(picture)
    if block is not None:
        mark(Rect(left, block.y, box.width, block.height))
    return full


def paragraph_runs(items: tuple[Item, ...], inside: bool = False) -> list[GlyphRun]:
    """The lines of a module's paragraphs. inside: of one, or of an item of a list."""
    runs: list[GlyphRun] = []
    for item in items:
        if isinstance(item, Group):
            if item.role not in ("quote", "index"):  # set larger, between rules of their own
                runs += paragraph_runs(item.items, item.role in ("paragraph", "item"))
        elif inside and isinstance(item, GlyphRun):
            runs.append(item)
    return runs


def groups(items: tuple[Item, ...]) -> Iterator[Group]:
    """The parts of stories."""
    for item in items:
        if isinstance(item, Group):
            yield item
            if item.role in ("story", "box"):
                yield from groups(item.items)
