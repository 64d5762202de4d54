"""What runs over two facing pages (跨版): a story or an advert as deep as its copy or its buyer wants, set on one grid
of both pages and parted at the fold.

A spread takes whole rows at the head or foot of both its pages, before anything else of them is planned; what is left
of each is planned as if there were no more. Its faults are told once, with its left page.
"""

from __future__ import annotations

from collections.abc import Iterator

from layout.display import GlyphRun, Item
from layout.issue import Issue, Spread
from layout.makeup.blocks.fold import End, Fold, at_fold, moved
from layout.makeup.blocks.fold_strips import is_side_of_paper
from layout.makeup.grid import PageGrid
from layout.makeup.modules.adverts import AdvertModule
from layout.makeup.modules.base import Module, Placed
from layout.makeup.modules.over_picture import OverPictureModule
from layout.makeup.modules.placing import Placing
from layout.makeup.modules.story import StoryModule
from layout.text.paragraph import Typesetter
from layout.theme import Theme
from layout.units import GridArea, Rect
from layout.value import replace, value

LEAST_LEFT = 14  # rows that a spread leaves a page with stories of its own, where nobody has said how deep it is
LEAST_BELOW = 6  # rows that it leaves them whatever is said
SEEN = 6  # rows by which it may be deeper than it need be, where that looks better


@value
class HalfSpread:
    """Half of a spread on its page. head, foot: rows it takes there, with the gap to what stands next; placed: the
    half; needs: rows its copy needs where it was given fewer, else 0; asked: rows the editor wants; parted: its pages
    are two pieces of paper."""

    spread: Spread
    head: int
    foot: int
    placed: Placed
    needs: int = 0
    asked: int = 0
    parted: bool = False


class SpreadStory(StoryModule):
    """A story over two pages: one head over both, its legs on the columns of both."""

    def _headline_style(self) -> str:
        return "headline-spread"


def over_two_pages(
    spread: Spread, issue: Issue, theme: Theme, setter: Typesetter, tops: tuple[int, int], full: bool
) -> tuple[HalfSpread, HalfSpread]:
    """The halves of a spread on its pages. tops: rows that furniture takes at their heads; full: neither page has
    anything of its own."""
    grid, fold = two_pages(spread, issue, theme)
    top = max(tops)
    room = grid.rows - top
    module = _module(spread, grid, fold, theme, setter, room)
    wanted = spread.rows or (spread.advert.rows if spread.advert else 0)
    least = _least_depth(module, room)
    if wanted:
        depth = min(wanted, room if full else room - LEAST_BELOW)
    elif full:
        depth = room
    else:
        depth = _depth(module, least, room - LEAST_LEFT)
    row = top if spread.place == "head" else grid.rows - depth
    placed = module.place(row, depth)
    halves = at_fold(placed.items, fold, _ends(setter), _sense)
    needs = least if placed.overset_rows and spread.story else 0
    gap = int(theme.numbers["story_gap"]) if depth < room else 0
    made = []
    for page, (items, own_top) in enumerate(zip(halves, tops, strict=True)):
        taken = top - own_top + depth + gap if spread.place == "head" else depth + gap
        head, foot = (taken, 0) if spread.place == "head" else (0, taken)
        half = _half(placed, tuple(items), page, GridArea(0, grid.half, row, depth), fold)
        parted = not is_one_sheet(spread, issue, theme)
        made.append(HalfSpread(spread, head, foot, half, needs, wanted, parted))
    return made[0], made[1]


def two_pages(spread: Spread, issue: Issue, theme: Theme) -> tuple[PageGrid, Fold]:
    """The grid of both pages as one, and where their fold is."""
    grid = PageGrid.of(theme)
    trim = theme.format.trim.width
    across = grid.span(grid.columns)
    right = trim + grid.left  # where the right page's type area begins
    gap = right - grid.left - across
    together = is_one_sheet(spread, issue, theme)
    bridged = together if spread.bridged is None else spread.bridged
    fold = Fold(trim, theme.press.bleed, grid.left + across, right, bridged)
    return replace(grid, columns=2 * grid.columns, half=grid.columns, fold=gap - grid.gutter), fold


def is_one_sheet(spread: Spread, issue: Issue, theme: Theme) -> bool:
    """Whether the printer has both pages on one side of one sheet."""
    return is_side_of_paper(spread.left, spread.left + 1, issue, theme)


def _module(spread: Spread, grid: PageGrid, fold: Fold, theme: Theme, setter: Typesetter, room: int) -> Module:
    if spread.advert is not None:
        advert = replace(spread.advert, name=spread.name, columns=grid.columns, rows=spread.rows or spread.advert.rows)
        if not advert.rows:
            advert = replace(advert, rows=room)
        return AdvertModule(advert, 0, grid.columns, grid, theme, setter)
    assert spread.story is not None
    story = replace(spread.story, rank=1)
    on_picture = story.over_picture and bool(story.pictures)
    kind: type[SpreadStory] | type[_SpreadOverPicture]
    if fold.bridged:
        kind = _SpreadOverPicture if on_picture else SpreadStory
    else:  # its halves leave the gutter free
        kind = _PartedOverPicture if on_picture else _PartedStory
    return kind(story, 0, grid.columns, grid, theme, setter)


class _PartedStory(SpreadStory):
    """The same on two pieces of paper: the head has the width of both type areas, without the gutter."""

    @property
    def _gutter(self) -> float:
        return self._grid.fold + self._grid.gutter

    def _head_width(self) -> float:
        return self._width - self._gutter

    def _head_items(self, placing: Placing) -> Iterator[Item]:
        for item in super()._head_items(placing):
            yield moved(item, self._gutter / 2)  # until it is parted its middle is at the fold


class _SpreadOverPicture(OverPictureModule, SpreadStory):
    """The same with its head on its picture."""


class _PartedOverPicture(OverPictureModule, _PartedStory):
    """The same on two pieces of paper."""

    def _head_left(self) -> float:
        return self._x + self._gutter / 2


def _least_depth(module: Module, room: int) -> int:
    """The fewest rows that hold the copy; more than there is room for where none do."""
    return next((depth for depth in range(3, 3 * room) if module.holds(depth)), 3 * room)


def _depth(module: Module, least: int, most: int) -> int:
    depths = [depth for depth in range(least, least + SEEN + 1) if depth <= most]
    return min(depths, key=lambda depth: (module.fit(depth).price + depth, depth), default=max(3, most))


def _ends(setter: Typesetter) -> End:
    def end(run: GlyphRun) -> float:
        advance = setter.fonts.face(run.face).advance(run.glyphs[-1])
        return run.x + run.xs[-1] + advance * run.size * run.scale

    return end


def _sense(text: str) -> list[float]:
    from layout.text.phrases import sense  # brings its dictionary

    return sense(text)


def _half(placed: Placed, items: tuple[Item, ...], page: int, area: GridArea, fold: Fold) -> Placed:
    """What the checks of one page want to know of a spread. page: 0 = left."""
    legs = placed.legs[: len(placed.legs) // 2] if page == 0 else placed.legs[len(placed.legs) // 2 :]
    pictures = tuple(part for rect in placed.pictures if (part := _part(rect, page, fold)).width > 0)
    return replace(
        placed,
        area=area,
        items=items,
        boxed=True,
        legs=legs,
        pictures=pictures,
        paragraphs=placed.paragraphs if page == 0 else (),
        overset=placed.overset if page == 0 else 0,
        halved=True,
    )


def _part(rect: Rect, page: int, fold: Fold) -> Rect:
    """What of a box stands on one of the pages, in its coordinates."""
    if page == 0:
        return replace(rect, width=min(rect.right, fold.x) - rect.x)
    left = max(rect.x, fold.x)
    return replace(rect, x=left - fold.x, width=rect.right - left)


__all__ = ["HalfSpread", "is_one_sheet", "over_two_pages", "two_pages"]
