"""A page as planned: its stories set as its drawing says, or as the planner finds best."""

from __future__ import annotations

from layout.diagnostics import Report
from layout.makeup.copyfit import settle
from layout.makeup.modules import Placed
from layout.makeup.planner import read_drawing
from layout.makeup.stock import Stock


def planned(stock: Stock, report: Report) -> tuple[Placed, ...]:
    """The page's modules, placed; () when its drawing cannot be followed, which is reported."""
    page = stock.page
    if not page.stories:
        report.add("NP613", page.span, page=page.number)
        return ()
    if page.plan is None:
        from layout.makeup.auto import AutoPlanner  # a page that is drawn does not pay for planning

        plan = AutoPlanner(stock).best()
        return () if plan is None else plan.placed
    drawing = read_drawing(page, stock.grid.columns, report)
    if drawing is None:
        return ()
    placed, _ = settle(stock.cells(drawing), drawing.bands, stock.rows, stock.gap, stock.top)
    return placed
