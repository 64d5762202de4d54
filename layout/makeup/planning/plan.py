"""A page as planned: which module stands on which columns and rows. Values only, and what can be read from them."""

from __future__ import annotations

from layout.issue import Constraint
from layout.makeup.logical import paper_lines
from layout.makeup.modules.base import Placed
from layout.makeup.page_faults import PageFaults
from layout.makeup.planning.drawing import Drawing
from layout.makeup.planning.guillotine import Tree
from layout.makeup.planning.previous import Places
from layout.units import GridArea
from layout.value import value

SHIFTED = 2  # rows by which a story may stand higher or lower without that two pages differ to the eye


@value
class PagePlan:
    """A page planned and set.

    places: of its stories and narrow adverts; placed: every module, adverts across the page too. tree: how the page is
    cut, None where no straight cuts make it; broken: the constraints that it does not keep. more_ways: whether its
    stories may stand in more ways than the house style wants. spent: whether the search that found it ended with its
    work.
    """

    places: Places
    placed: tuple[Placed, ...]
    faults: PageFaults
    tree: Tree | None
    broken: tuple[Constraint, ...] = ()
    more_ways: bool = False
    spent: bool = False

    @property
    def columns(self) -> tuple[tuple[str, int, int], ...]:
        """What is settled before rows are: the columns of each module."""
        return tuple(sorted((name, area.column, area.columns) for name, area in self.places))


def different(one: PagePlan, other: PagePlan) -> bool:
    """Whether two plans differ visibly: in columns, or in some story's row by more than two."""
    theirs = dict(other.places)
    return any(
        (area.column, area.columns) != (theirs[name].column, theirs[name].columns)
        or abs(area.row - theirs[name].row) > SHIFTED
        for name, area in one.places
    )


def drawing_of(places: Places) -> Drawing:
    """The places as a drawing: a band begins wherever a story does."""
    starts = sorted({area.row for _, area in places})
    spots = []
    for name, area in places:
        first = starts.index(area.row)
        last = max(index for index, start in enumerate(starts) if start < area.foot)
        spots.append((name, GridArea(area.column, area.columns, first, last - first + 1)))
    return Drawing(tuple(spots), len(starts))


def drawing_lines(places: Places, columns: int, vertical: bool = False) -> tuple[str, ...]:
    """The places as the lines of a drawing: one word a base column, padded so that columns stand under each other.
    vertical: of a vertical page, a line a tier."""
    drawing = drawing_of(places)
    bands = [[""] * columns for _ in range(drawing.bands)]
    for name, area in drawing.spots:
        for band in range(area.row, area.foot):
            bands[band][area.column : area.right] = [name] * area.columns
    if vertical:
        bands = [list(line) for line in paper_lines(tuple(map(tuple, bands)))]
    widest = max((len(name) for band in bands for name in band), default=1)
    return tuple(" ".join(name.ljust(widest) for name in band).rstrip() for band in bands)


__all__ = ["PagePlan", "different", "drawing_lines", "drawing_of"]
