"""The drawing nearest to an editor's that works, for when his own cannot be followed."""

from __future__ import annotations

from dataclasses import replace

from layout.diagnostics import Report
from layout.issue import Plan
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.cuts import AutoPlanner, Place, drawing_lines
from layout.makeup.planning.page_plan import whole

WEIGHED = 24  # plans among which the nearest is looked for
DOWN = 4.0  # columns that a move over the whole depth of the page counts for


def tell_nearest(library: ModuleLibrary, sketch: Plan, report: Report) -> None:
    """Report the plan nearest to `sketch` among those that make the page whole (NP608); nothing where there is none."""
    page = replace(library.page, plan=None, sketch=None)
    free = ModuleLibrary(page, library.grid, library.theme, library.setter, library.top)
    plans = [plan for plan in AutoPlanner(free).alternates(WEIGHED) if whole(plan.placed)]
    if not plans:
        return
    best = min(plans, key=lambda plan: (distance(sketch, plan.places, library.rows), plan.cost))
    lines = drawing_lines(best.places, library.grid.columns)
    report.add("NP608", sketch.span, page=page.number, drawing="\n      ".join(lines))


def distance(sketch: Plan, places: tuple[Place, ...], rows: int) -> float:
    """How far stories stand from where the sketch has them: columns across, and parts of the page down."""
    found = 0.0
    bands = len(sketch.bands)
    for place in places:
        cells = [(b, c) for b, band in enumerate(sketch.bands) for c, name in enumerate(band) if name == place.story]
        if not cells:
            continue
        first, last = min(c for _, c in cells), max(c for _, c in cells)
        top, foot = min(b for b, _ in cells) / bands, (max(b for b, _ in cells) + 1) / bands
        found += abs(first - place.column) + abs(last + 1 - place.right)
        found += DOWN * (abs(top - place.row / rows) + abs(foot - place.foot / rows))
    return found
