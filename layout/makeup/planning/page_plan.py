"""A page as planned: its stories set as its drawing says, or as the planner finds best, or as they stood before where that is
about as good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from layout.diagnostics import Report
from layout.issue import Constraint
from layout.makeup.grid import GridArea
from layout.makeup.modules.base import OVERSET, Placed
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.constraints import kept, locked
from layout.makeup.planning.copyfit import LEAST_BAND, THINNEST_BAND, settle
from layout.makeup.planning.drawing import Drawing, read_drawing, reserve
from layout.makeup.quality import judge
from layout.value import value

if TYPE_CHECKING:
    from layout.makeup.planning.cuts import AutoPlan, AutoPlanner

SHOWN = 12  # plans that are shown and may be chosen from
CLEARLY = 15.0  # worth (see there) by which a new plan must be better before anything moves
FAULT = 120.0  # a check of error level
OWN = 0.5  # part of the modules' own costs that counts beside the score


@value
class Planned:
    """A page's modules, placed. stayed: they stand as they did before although a new plan would be another."""

    placed: tuple[Placed, ...] = ()
    stayed: bool = False


def planned(library: ModuleLibrary, report: Report) -> tuple[Placed, ...]:
    """The page's modules, placed as if for the first time; () when its drawing cannot be followed, which is reported."""
    return planned_again(library, {}, report).placed


def planned_again(library: ModuleLibrary, former: Mapping[str, GridArea], report: Report) -> Planned:
    """The page's modules, placed; none when its drawing cannot be followed, which is reported.

    former: where they stood in an earlier result, which a page planned by itself keeps unless a new plan is clearly better.
    """
    page = library.page
    if not page.stories:
        report.add("NP613", page.span, page=page.number)
        return Planned()
    if page.plan is None:
        return _auto(library, former, report)
    drawing = read_drawing(page, library.grid.columns, report)
    if drawing is None:
        return Planned()
    return Planned(_drawn(library, drawing))


def _drawn(library: ModuleLibrary, drawing: Drawing) -> tuple[Placed, ...]:
    """A drawn page; where it does not come out, its bands may be thinner and its stories may stand in more ways (variants.py)."""
    placed = _settled(library, drawing)
    if whole(placed):
        return placed
    thin = _settled(library, drawing, THINNEST_BAND)
    if whole(thin):
        return thin
    other = _settled(library.relaxed, drawing)
    return other if badness(other) < badness(placed) else placed


def standing(library: ModuleLibrary, drawing: Drawing) -> tuple[Placed, ...]:
    """The modules of a page where a drawing of its planned part has them, its depths found anew."""
    drawing_of_page = reserve(drawing, library.page, library.grid.columns, Report())
    return () if drawing_of_page is None else _drawn(library, drawing_of_page)


def _settled(library: ModuleLibrary, drawing: Drawing, least: int = LEAST_BAND) -> tuple[Placed, ...]:
    return settle(library.cells(drawing), drawing.bands, library.rows, library.gap, library.top, least)[0]


def _auto(library: ModuleLibrary, former: Mapping[str, GridArea], report: Report) -> Planned:
    from layout.makeup.planning.cuts import planner_of  # a page that is drawn does not pay for planning

    library = with_locks(library, former, report)
    page, planner = library.page, planner_of(library)
    tell_engine(library, report)
    if page.choice:
        plans = numbered(planner, page.choice)
        plan = plans[min(page.choice, len(plans)) - 1] if plans else None
        if page.choice > len(plans):
            report.add("NP607", page.span, page=page.number, choice=page.choice, plans=len(plans))
    else:
        plan = planner.best()
    if plan is None:
        return Planned()
    broken = list(plan.broken)
    if not page.choice:
        plan, moved = _holding(plan, planner, library)
        broken += moved
        stays = _as_before(library, former, plan.placed)
        if stays is not None:
            return Planned(stays, stayed=True)
    for wish in broken:
        report.add("NP606", wish.span, page=page.number, story=wish.story)
    return Planned(plan.placed)


def _holding(plan: AutoPlan, planner: AutoPlanner, library: ModuleLibrary) -> tuple[AutoPlan, tuple[Constraint, ...]]:
    """A plan whose modules keep their constraints once they are set, which may shift what a locked story stands under; and those
    that none of the plans shown keeps."""
    missed = _missed(plan.placed, library, plan.broken)
    if not missed:
        return plan, ()
    others = (other for other in planner.alternates(SHOWN) if other.faults <= plan.faults)
    found = next((other for other in others if not _missed(other.placed, library, plan.broken)), None)
    return (plan, missed) if found is None else (found, ())


def _missed(
    placed: tuple[Placed, ...], library: ModuleLibrary, given_up: tuple[Constraint, ...] = ()
) -> tuple[Constraint, ...]:
    """The constraints that a page does not keep, but for those given up."""
    places = {module.story.name: replace(module.area, row=module.area.row - library.head) for module in placed}
    wishes = [wish for wish in library.page.constraints if wish not in given_up]
    return tuple(wish for wish in wishes if not kept(wish, places, library.grid.columns, library.foot - library.head))


def numbered(planner: AutoPlanner, most: int) -> tuple[AutoPlan, ...]:
    """Plans of a page by number, `most` at least where there are so many; a number means the same plan however many are asked
    for."""
    from layout.makeup.planning.cuts import different

    found: list[AutoPlan] = []
    for asked in range(SHOWN, most + SHOWN, SHOWN):
        for plan in planner.alternates(asked):
            if all(different(plan, other) for other in found):
                found.append(plan)
    return tuple(found)


def tell_engine(library: ModuleLibrary, report: Report) -> None:
    """NP624 where a page asks for the solver and it is not installed; it is planned by cuts then."""
    if library.page.engine == "solver":
        from layout.makeup.planning.cpsat import have_solver

        if not have_solver():
            report.add("NP624", library.page.span, page=library.page.number)


def with_locks(library: ModuleLibrary, former: Mapping[str, GridArea], report: Report) -> ModuleLibrary:
    """The page's library, its locked stories held where they stood."""
    page = locked(library.page, former, library.head, report)
    return (
        library
        if page == library.page
        else ModuleLibrary(page, library.grid, library.theme, library.setter, library.top)
    )


def whole(placed: tuple[Placed, ...]) -> bool:
    """Whether all copy stands on the page and no foot is more than a row short."""
    return bool(placed) and not badness(placed)


def badness(placed: tuple[Placed, ...]) -> float:
    """How far a page is from whole: rows over, and rows empty."""
    return sum(10.0 * module.overset_rows + max(0, module.empty - 1) for module in placed)


# -- as it stood before ----------------------------------------------------------------------------------------------


def _as_before(
    library: ModuleLibrary, former: Mapping[str, GridArea], new: tuple[Placed, ...]
) -> tuple[Placed, ...] | None:
    """The page as it stood, to the row or else with its rows shared out anew; None when `new` is clearly better."""
    if set(former) != {module.story.name for module in new} or _areas(new) == dict(former):
        return None
    most = worth(new, library) + CLEARLY
    for placed in _former_pages(library, former):
        if whole(placed) and _keeps_all(placed, new, library) and worth(placed, library) <= most:
            return placed
    return None


def _former_pages(library: ModuleLibrary, former: Mapping[str, GridArea]) -> Iterator[tuple[Placed, ...]]:
    from layout.makeup.planning.cuts import Place, drawing_of

    if not _tile(former, library):
        return
    for each in (library, library.relaxed):
        yield tuple(each.get(name, a.column, a.columns).place(a.row, a.rows) for name, a in former.items())
    drawing = drawing_of([Place(name, a.column, a.columns, a.row, a.rows) for name, a in former.items()])
    for each in (library, library.relaxed):
        yield _settled(each, drawing)


def _tile(former: Mapping[str, GridArea], library: ModuleLibrary) -> bool:
    """Whether the places cover the rows and columns of this page, each cell at most once: its grid may have changed since."""
    cells: set[tuple[int, int]] = set()
    for area in former.values():
        inside = area.row + area.rows <= library.grid.rows and area.column + area.columns <= library.grid.columns
        if not inside or not area.rows or not area.columns:
            return False
        for row in range(area.row, area.row + area.rows):
            for column in range(area.column, area.column + area.columns):
                if (row, column) in cells:
                    return False
                cells.add((row, column))
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    page = (library.top, library.top + library.rows, 0, library.grid.columns)
    return (min(rows), max(rows) + 1, min(columns), max(columns) + 1) == page


def _keeps_all(placed: tuple[Placed, ...], new: tuple[Placed, ...], library: ModuleLibrary) -> bool:
    """Whether constraints are kept and adverts stand where they are reserved: as high or as low as in a new plan."""
    if _missed(placed, library):
        return False
    now = _areas(new)
    there = _areas(placed)
    return all(
        (there[a.name].row, there[a.name].rows, there[a.name].columns)
        == (now[a.name].row, now[a.name].rows, now[a.name].columns)
        for a in library.page.adverts
    )


def _areas(placed: tuple[Placed, ...]) -> Mapping[str, GridArea]:
    return {module.story.name: module.area for module in placed}


def worth(placed: tuple[Placed, ...], library: ModuleLibrary) -> float:
    """What a page costs by its score and its modules, so that two plans of it can be compared: lower is better."""
    score, checks = judge(placed, library.grid, library.ruled)
    errors = sum(check.severity == "error" for check in checks)
    over = sum(module.overset_rows for module in placed)
    return 100.0 - score + FAULT * errors + OVERSET * over + OWN * sum(module.cost for module in placed)
