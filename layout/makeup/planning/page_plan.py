"""A page as planned: its stories set as its drawing says, or as the planner finds best, or as they stood before where
that is about as good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from layout.diagnostics import Report
from layout.makeup.modules.base import OVERSET, Placed
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.page_faults import page_faults, unfit, whole
from layout.makeup.planning.constraints import locked, missed
from layout.makeup.planning.copyfit import (
    DRAWN,
    LEAST_BAND,
    THINNEST_BAND,
    TRIED,
    Effort,
    Settled,
    cells_of,
    least_cost,
    settle,
)
from layout.makeup.planning.drawing import Drawing, read_drawing, reserve
from layout.makeup.planning.harmony import in_harmony
from layout.makeup.planning.picture_sides import with_best_sides
from layout.makeup.planning.work import PAGE, Allowance
from layout.units import GridArea
from layout.value import replace, value

if TYPE_CHECKING:
    from layout.makeup.planning.plan import PagePlan

FAR_OVER = 12  # rows of copy without room from which more ways for the stories of a drawn page do not mend it
CLEARLY = 15.0  # looks by which a new plan must be better before anything moves


@value
class PlannedPage:
    """A page's modules, placed. stayed: they stand as they did before although a new plan would be another. plan: the
    new plan, None of a page that is drawn."""

    placed: tuple[Placed, ...] = ()
    stayed: bool = False
    plan: PagePlan | None = None


def plan_page(
    library: ModuleLibrary, previous: Mapping[str, GridArea], report: Report, allowance: Allowance = PAGE
) -> PlannedPage:
    """The page's modules, placed; none when its drawing cannot be followed, which is reported.

    previous: where they stood in an earlier result, which a page planned by itself keeps unless a new plan is clearly
    better. allowance: what planning it may take.
    """
    made = _planned(library, previous, report, allowance)
    placed = in_harmony(made.placed, library)
    if made.plan is not None and allowance.relaxed:  # where pictures of a trial stand decides nothing
        placed = with_best_sides(placed, library, made.plan.more_ways and not made.stayed)
    return replace(made, placed=placed)


def _planned(
    library: ModuleLibrary, previous: Mapping[str, GridArea], report: Report, allowance: Allowance
) -> PlannedPage:
    page = library.page
    if library.rows <= library.gap:  # something takes all of the page
        return PlannedPage()
    if not page.stories:
        report.add("NP613", page.span, page=page.number)
        return PlannedPage()
    if page.plan is None:
        return _auto(library, previous, report, allowance)
    drawing = read_drawing(page, library.grid.columns, report, library.grid.vertical)
    if drawing is None:
        return PlannedPage()
    return PlannedPage(_drawn(library, drawing) if allowance.relaxed else _tried(library, drawing))


def planned(library: ModuleLibrary, report: Report) -> tuple[Placed, ...]:
    """The page's modules, placed as if for the first time; () when its drawing cannot be followed,
    which is reported."""
    return plan_page(library, {}, report).placed


def standing(library: ModuleLibrary, drawing: Drawing) -> tuple[Placed, ...]:
    """The modules of a page where a drawing of its planned part has them, its depths found anew."""
    drawing_of_page = reserve(drawing, library.page, library.grid.columns, Report())
    return () if drawing_of_page is None else _drawn(library, drawing_of_page)


def tell_engine(library: ModuleLibrary, report: Report) -> None:
    """NP624 where a page asks for the solver and it is not installed; it is planned by cuts then."""
    if library.page.engine == "solver":
        from layout.makeup.planning.cpsat import have_solver

        if not have_solver():
            report.add("NP624", library.page.span, page=library.page.number)


def with_locks(library: ModuleLibrary, previous: Mapping[str, GridArea], report: Report) -> ModuleLibrary:
    """The page's library, its locked stories held where they stood."""
    page = locked(library.page, previous, report)
    if page == library.page:
        return library
    return library.of(page)


# -- a page that is drawn --------------------------------------------------------------------------------------------


def _drawn(library: ModuleLibrary, drawing: Drawing) -> tuple[Placed, ...]:
    """A drawn page; where it does not come out, its bands may be thinner and its stories may stand in more ways, if
    arithmetic does not say that this is not enough."""
    settled = _settled(library, drawing)
    if whole(settled.fits):
        return settled.placed()
    lacking = _least_cost(library, drawing)
    if lacking < OVERSET:
        thin = _settled(library, drawing, THINNEST_BAND)
        if whole(thin.fits):
            return thin.placed()
    placed = settled.placed()
    if lacking > FAR_OVER * OVERSET:
        return placed
    other = _settled(library.relaxed, drawing).placed()
    return other if unfit(other) < unfit(placed) else placed


def _tried(library: ModuleLibrary, drawing: Drawing) -> tuple[Placed, ...]:
    """The same in the house's ways alone, with little effort."""
    settled = _settled(library, drawing, LEAST_BAND, TRIED)
    placed = settled.placed()
    if whole(settled.fits):
        return placed
    thin = _settled(library, drawing, THINNEST_BAND, TRIED).placed()
    return thin if unfit(thin) < unfit(placed) else placed


def _settled(library: ModuleLibrary, drawing: Drawing, least: int = LEAST_BAND, effort: Effort = DRAWN) -> Settled:
    cells = cells_of(drawing, library)
    return settle(cells, drawing.bands, library.rows, library.gap, library.top, least, effort)


def has_no_room(library: ModuleLibrary) -> bool:
    """Whether arithmetic alone says that a page as it is drawn leaves copy over."""
    drawing = read_drawing(library.page, library.grid.columns, Report())
    if drawing is None:
        return True
    return _least_cost(library, drawing) >= OVERSET


def _least_cost(library: ModuleLibrary, drawing: Drawing) -> float:
    cells = cells_of(drawing, library)
    return least_cost(cells, drawing.bands, library.rows, library.gap, THINNEST_BAND)


# -- a page that plans itself ----------------------------------------------------------------------------------------


def _auto(
    library: ModuleLibrary, previous: Mapping[str, GridArea], report: Report, allowance: Allowance
) -> PlannedPage:
    from layout.makeup.planning.choose import best_plan, ranked_plans  # a page that is drawn does not pay for planning

    library = with_locks(library, previous, report)
    page = library.page
    tell_engine(library, report)
    if page.choice > 1:
        plans = ranked_plans(library)
        plan = plans[min(page.choice, len(plans)) - 1] if plans else None
        if page.choice > len(plans):
            report.add("NP607", page.span, page=page.number, choice=page.choice, plans=len(plans))
    else:
        plan = best_plan(library, allowance)
    if plan is None:
        return PlannedPage()
    if not page.choice:
        stays = _as_before(library, previous, plan.placed)
        if stays is not None:
            return PlannedPage(stays, True, plan)
    if plan.spent and plan.faults.weight:
        report.add("NP625", page.span, page=page.number)
    for constraint in plan.broken:
        report.add("NP606", constraint.span, page=page.number, story=constraint.story)
    return PlannedPage(plan.placed, False, plan)


# -- as it stood before ----------------------------------------------------------------------------------------------


def _as_before(
    library: ModuleLibrary, previous: Mapping[str, GridArea], new: tuple[Placed, ...]
) -> tuple[Placed, ...] | None:
    """The page as it stood, to the row or else with its rows shared out anew; None when `new` is clearly better."""
    if set(previous) != {module.story.name for module in new} or _areas(new) == dict(previous):
        return None
    faults = page_faults(new, library)
    for placed in _previous_layouts(library, previous):
        if not whole(placed) or not _keeps_all(placed, new, library):
            continue
        stood = page_faults(placed, library)
        if (stood.weight, stood.looks - CLEARLY) <= faults.order:
            return placed
    return None


def _previous_layouts(library: ModuleLibrary, previous: Mapping[str, GridArea]) -> Iterator[tuple[Placed, ...]]:
    from layout.makeup.planning.plan import drawing_of

    if not _tile(previous, library):
        return
    for each in (library, library.relaxed):
        yield tuple(each.get(name, a.column, a.columns).place(a.row, a.rows) for name, a in previous.items())
    drawing = drawing_of(tuple(previous.items()))
    for each in (library, library.relaxed):
        yield _settled(each, drawing).placed()


def _tile(previous: Mapping[str, GridArea], library: ModuleLibrary) -> bool:
    """Whether the places cover the rows and columns of this page, each cell at most once:
    its grid may have changed since."""
    cells: set[tuple[int, int]] = set()
    for area in previous.values():
        inside = area.foot <= library.grid.rows and area.right <= library.grid.columns
        if not inside or not area.rows or not area.columns:
            return False
        for row in range(area.row, area.foot):
            for column in range(area.column, area.right):
                if (row, column) in cells:
                    return False
                cells.add((row, column))
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    page = (library.top, library.top + library.rows, 0, library.grid.columns)
    return (min(rows), max(rows) + 1, min(columns), max(columns) + 1) == page


def _keeps_all(placed: tuple[Placed, ...], new: tuple[Placed, ...], library: ModuleLibrary) -> bool:
    """Whether constraints are kept and adverts stand where they are reserved: as high or as low as in a new plan."""
    part = GridArea(0, library.grid.columns, library.head, library.foot - library.head)
    there, now = _areas(placed), _areas(new)
    if missed(library.page.constraints, there, part):
        return False
    return library.grid.vertical or all(
        (there[a.name].row, there[a.name].rows, there[a.name].columns)
        == (now[a.name].row, now[a.name].rows, now[a.name].columns)
        for a in library.page.adverts
    )


def _areas(placed: tuple[Placed, ...]) -> Mapping[str, GridArea]:
    return {module.story.name: module.area for module in placed}
