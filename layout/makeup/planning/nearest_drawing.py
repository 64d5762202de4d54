"""The drawing nearest to an editor's that works, used when the editor's own cannot be followed."""

from __future__ import annotations

from layout.diagnostics import Report
from layout.issue import Plan
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.page_faults import whole
from layout.makeup.planning.choose import ranked_plans
from layout.makeup.planning.plan import drawing_lines
from layout.makeup.planning.previous import Places
from layout.makeup.planning.pricing import Pricing
from layout.makeup.planning.work import TRIAL
from layout.value import replace

DOWN = 4.0  # columns that a move over the whole depth of the page counts for


def tell_nearest(library: ModuleLibrary, sketch: Plan, report: Report) -> None:
    """Report the plan nearest to `sketch` among those that make the page whole (NP608); nothing where there is none,
    which is known without a search where the copy is far too much or too little for the page."""
    page = replace(library.page, plan=None, sketch=None, engine="")
    free = library.of(page)
    if not Pricing(free).fillable():
        return
    plans = [plan for plan in ranked_plans(free, TRIAL) if whole(plan.placed)]
    if not plans:
        return
    best = min(plans, key=lambda plan: (distance(sketch, plan.places, library.rows), plan.faults.order))
    lines = drawing_lines(best.places, library.grid.columns, library.grid.vertical)
    report.add("NP608", sketch.span, page=page.number, drawing="\n      ".join(lines))


def distance(sketch: Plan, places: Places, rows: int) -> float:
    """How far stories stand from where the sketch has them: columns across, and parts of the page down."""
    found = 0.0
    bands = len(sketch.bands)
    head = min((area.row for _, area in places), default=0)
    for name, area in places:
        cells = [(b, c) for b, band in enumerate(sketch.bands) for c, drawn in enumerate(band) if drawn == name]
        if not cells:
            continue
        first, last = min(c for _, c in cells), max(c for _, c in cells)
        top, foot = min(b for b, _ in cells) / bands, (max(b for b, _ in cells) + 1) / bands
        found += abs(first - area.column) + abs(last + 1 - area.right)
        found += DOWN * (abs(top - (area.row - head) / rows) + abs(foot - (area.foot - head) / rows))
    return found
