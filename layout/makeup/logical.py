"""A vertical page as make-up sees it: in logical coordinates, where its tiers are columns from the left and its lines
rows from the top. What the editor says of places he says of the paper; here it is said of the grid, and back.
"""

from __future__ import annotations

from collections.abc import Iterator

from layout.issue import Advert, Constraint, Page, Plan, Story
from layout.issue.drawing import NAMEPLATE
from layout.issue.values import Place
from layout.makeup.grid import PageGrid
from layout.pagenames import is_front
from layout.theme import Theme
from layout.value import replace

LEAST_PLATE = 3  # rows of a vertical nameplate

# The edges of the paper, and of the grid that is turned onto it: its first tier is the upper one, its first line stands
# at the right.
_EDGES = {"top": "left", "bottom": "right", "right": "top", "left": "bottom"}
_ENDS = {"head": "left", "foot": "right"}
_PLACES: dict[Place, Place] = {
    "top-right": "top-left",
    "top-left": "foot-left",
    "foot": "top-right",
    "top": "top",
    "middle": "top-left",
}

LEVEL_SIZES = ("ear", "L")
"""Sizes of adverts that level pages alone have."""

STRIP = 1 / 6  # of the page's tiers that a strip takes where nobody has said how many (adverts.STRIP)


def is_vertical(page: Page, theme: Theme) -> bool:
    """Which way the lines of a page run: as it says itself, else as the house style has it."""
    return page.writing == "vertical" if page.writing else theme.vertical


def logical_page(page: Page, grid: PageGrid, theme: Theme) -> Page:
    """The page as it is made up on its grid; a level page as it is. Its front has a place for the nameplate."""
    if not grid.vertical:
        return page
    adverts = tuple(_advert(advert, grid) for advert in page.adverts if advert.size not in LEVEL_SIZES)
    if is_front(page.number) and all(advert.size != "page" for advert in adverts):
        adverts = (*adverts, _nameplate(page, grid, theme))
    return replace(
        page,
        adverts=adverts,
        # The planner gives wishes up from the last: what is reserved comes before what is wished.
        constraints=(*_reserved(adverts, grid), *(_constraint(each) for each in page.constraints)),
        plan=page.plan and logical_plan(page.plan),
        sketch=page.sketch and logical_plan(page.sketch),
        stories=tuple(_story(story) for story in page.stories),
    )


def logical_plan(plan: Plan) -> Plan:
    """A drawing of the paper, a line a tier and a word a stretch of it from left to right, as one of the grid: a line a
    band from the right, a word a tier. Lines of unlike length are told where the drawing is read."""
    width = max((len(band) for band in plan.bands), default=0)
    if any(len(band) != width for band in plan.bands):
        return plan
    return replace(plan, bands=tuple(tuple(band[at] for band in plan.bands) for at in range(width - 1, -1, -1)))


def paper_lines(bands: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """A drawing of the grid as one of the paper."""
    return tuple(zip(*reversed(bands), strict=True))


def _advert(advert: Advert, grid: PageGrid) -> Advert:
    """Of the tiers it was sold, from one side of the page to the other where nobody said how far."""
    strip = max(1, round(grid.columns * STRIP))
    half = max(1, grid.columns // 2)
    sizes = {
        "half": (half, grid.rows),
        "quarter": (half, grid.rows // 2),
        "strip": (strip, grid.rows),
        "half-strip": (strip, grid.rows // 2),
    }
    if advert.size in sizes:
        columns, rows = sizes[advert.size]
        advert = replace(advert, size="", columns=advert.columns or columns, rows=advert.rows or rows)
    if not advert.columns:
        return advert
    return replace(advert, rows=min(advert.rows or grid.rows, grid.rows), columns=min(advert.columns, grid.columns))


def _nameplate(page: Page, grid: PageGrid, theme: Theme) -> Advert:
    """A level nameplate runs across the page; a vertical one takes its rows at the right, and those of the ear."""
    tiers = max(1, min(int(theme.numbers["nameplate_tiers"]), grid.columns - 1))
    rows = grid.rows
    if theme.styles["nameplate"].vertical:
        own = max(LEAST_PLATE, int(theme.numbers["nameplate_rows"]))
        rows = min(rows, own if page.ear is None else 2 * own + 1)  # the ear is as wide, with a row of white
    return Advert(NAMEPLATE, columns=tiers, rows=rows, place="head", span=page.span, nameplate=True)


def _reserved(adverts: tuple[Advert, ...], grid: PageGrid) -> Iterator[Constraint]:
    """Where adverts and the nameplate stand, as wishes of the page: what stands at its head is at the grid's left."""
    for advert in adverts:
        if 0 < advert.columns < grid.columns:
            at = "top-left" if advert.nameplate else _ENDS[advert.place]
            yield Constraint(advert.name, at, span=advert.span)


def _constraint(wish: Constraint) -> Constraint:
    wish = replace(wish, turned=True)
    if not wish.at:
        return wish
    edges = {_EDGES[edge] for edge in wish.at.split("-")}
    return replace(wish, at="-".join(sorted(edges, key=("top", "bottom", "left", "right").index)))


def _story(story: Story) -> Story:
    story = plain(story)
    if not (story.pictures or story.tables or story.group):
        return story
    pictures = tuple(replace(each, place=_place(each.place)) for each in story.pictures)
    tables = tuple(replace(each, place=_place(each.place)) for each in story.tables)
    group = story.group and replace(story.group, place=_place(story.group.place))
    return replace(story, pictures=pictures, tables=tables, group=group)


def is_plain(story: Story) -> bool:
    """Whether no text runs round its pictures, nor a head over one."""
    return not story.over_picture and not any(picture.outline for picture in story.pictures)


def plain(story: Story) -> Story:
    """The story with its pictures as any picture stands, its head beside them: so it is where lines run down."""
    if is_plain(story):
        return story
    pictures = tuple(replace(picture, outline=()) for picture in story.pictures)
    return replace(story, pictures=pictures, reverse="" if story.over_picture else story.reverse)


def _place(place: Place | None) -> Place | None:
    return None if place is None else _PLACES[place]


__all__ = ["LEVEL_SIZES", "is_plain", "is_vertical", "logical_page", "logical_plan", "paper_lines", "plain"]
