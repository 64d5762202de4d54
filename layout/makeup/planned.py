"""A page as planned: its stories set as its drawing says, or as the planner finds best."""

from __future__ import annotations

from dataclasses import replace

from layout.diagnostics import Report
from layout.makeup.copyfit import settle
from layout.makeup.modules import Placed
from layout.makeup.planner import read_drawing
from layout.makeup.stock import Stock

SHOWN = 12  # plans that are shown and may be chosen from


def planned(stock: Stock, report: Report) -> tuple[Placed, ...]:
    """The page's modules, placed; () when its drawing cannot be followed, which is reported.

    Stories that are too long are set with half-wide marks (开明: all but those that end a sentence) where that lets more of
    them stand, unless the issue or the house style asks for another style.
    """
    placed = _planned(stock, report)
    long = [
        module.story.name for module in placed if module.overset and not module.story.punctuation and module.story.body
    ]
    if not long or stock.theme.styles["body"].punctuation != "quanjiao":
        return placed
    closer = stock
    for story in stock.page.stories:
        if story.name in long:
            closer = closer.with_story(replace(story, punctuation="kaiming"))
    other = _planned(closer, Report())
    return other if sum(each.overset for each in other) < sum(each.overset for each in placed) else placed


def _planned(stock: Stock, report: Report) -> tuple[Placed, ...]:
    page = stock.page
    if not page.stories:
        report.add("NP613", page.span, page=page.number)
        return ()
    if page.plan is None:
        return _auto(stock, report)
    drawing = read_drawing(page, stock.grid.columns, report)
    if drawing is None:
        return ()
    placed, _ = settle(stock.cells(drawing), drawing.bands, stock.rows, stock.gap, stock.top)
    return placed


def _auto(stock: Stock, report: Report) -> tuple[Placed, ...]:
    from layout.makeup.auto import AutoPlanner  # a page that is drawn does not pay for planning

    page = stock.page
    planner = AutoPlanner(stock)
    if page.choice:
        plans = planner.alternates(max(page.choice, SHOWN))
        plan = plans[min(page.choice, len(plans)) - 1] if plans else None
        if page.choice > len(plans):
            report.add("NP607", page.span, page=page.number, choice=page.choice, plans=len(plans))
    else:
        plan = planner.best()
    if plan is None:
        return ()
    for wish in plan.broken:
        report.add("NP606", wish.span, page=page.number, story=wish.story)
    return plan.placed
