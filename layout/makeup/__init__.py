"""Make-up (拼版): an issue's stories on the page grid, as display lists.

make_up is the one way in. Each page: furniture first, then its stories as modules, their depths found by copyfit, then the checks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from layout.almanac import long_date
from layout.diagnostics import Diagnostic, Report
from layout.display import Item
from layout.display import Page as DisplayPage
from layout.issue import Issue, Page, Story
from layout.makeup.adverts import AdvertModule
from layout.makeup.briefs import BriefsModule
from layout.makeup.copyfit import Cell, settle
from layout.makeup.furniture import column_rule, credits, folio, nameplate, page_banner
from layout.makeup.grid import PageGrid
from layout.makeup.jumps import LEAST_AFTER, LEAST_BEFORE, ArrivingModule, LeavingModule, arriving
from layout.makeup.modules import Module, Placed, StoryModule, banner_rows
from layout.makeup.planner import Drawing, draw, read_drawing, reserve
from layout.makeup.quality import Check, judge
from layout.text.paragraph import Typesetter
from layout.theme import Theme
from layout.value import value

__all__ = ["Check", "PageMade", "make_up"]


@value
class PageMade:
    """A made-up page: what to draw, its score out of 100, and the checks it did not keep."""

    page: DisplayPage
    score: float
    checks: tuple[Check, ...]


def make_up(
    issue: Issue,
    theme: Theme,
    setter: Typesetter,
    report: Report,
    pages: frozenset[int] | None = None,
    progress: Callable[[int], None] | None = None,
) -> tuple[PageMade, ...]:
    """Pages in reading order, those of `pages` or all; what does not fit is reported (NP601) and set as far as it goes.

    progress: called with each page's number when it is done.
    """
    made: list[PageMade] = []
    arrivals: dict[int, list[Story]] = {}
    for page in sorted(issue.pages, key=lambda page: page.number):
        wanted = pages is None or page.number in pages
        jumps = {story.jump.to for story in page.stories if story.jump is not None}
        if not wanted and jumps.isdisjoint(pages or ()):
            continue
        # Where a story is cut on its first page decides what is left for the other.
        page = replace(page, stories=(*page.stories, *arrivals.get(page.number, ())))
        each, placed = _make_page(issue, page, theme, setter, report if wanted else Report())
        for module in placed:
            if module.turn is not None and module.turn.leaving:
                rest = arriving(module.story, page.number, module.turn.rest)
                arrivals.setdefault(module.turn.page, []).append(rest)
        if wanted:
            made.append(each)
            if progress is not None:
                progress(page.number)
    return tuple(made)


def _make_page(
    issue: Issue, page: Page, theme: Theme, setter: Typesetter, report: Report
) -> tuple[PageMade, tuple[Placed, ...]]:
    grid = PageGrid.of(theme)
    top, furniture = _furniture(issue, page, grid, theme, setter)
    gap = int(theme.numbers["story_gap"])
    placed: tuple[Placed, ...] = ()
    rules: tuple[Item, ...] = ()
    modules = _Modules(page, grid, theme, setter)
    drawings = _drawings(page, grid, grid.rows - top, gap, modules, report)
    best: tuple[float, tuple[Placed, ...]] | None = None
    for drawing in drawings:
        attempt, _ = settle(modules.cells(drawing), drawing.bands, grid.rows - top, gap, top)
        cost = sum(module.cost for module in attempt)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, attempt)
    if best is not None:
        placed = tuple(sorted(best[1], key=lambda module: _rank(page, module.story)))
        rules = tuple(_column_rules(placed, grid, theme))
    _tell(placed, page, report)
    score, checks = judge(placed, grid, theme.numbers["column_rule"] > 0)
    items = (*furniture, *(item for module in placed for item in module.items), *rules)
    display = DisplayPage(page.number, theme.format.trim, theme.press.bleed, items, _slug(issue, page, theme))
    return PageMade(display, score, checks), placed


class _Modules:
    """The modules of a page, each made once a story and place."""

    def __init__(self, page: Page, grid: PageGrid, theme: Theme, setter: Typesetter) -> None:
        self._stories = {story.name: story for story in page.stories}
        self._adverts = {advert.name: advert for advert in page.adverts}
        self._grid, self._theme, self._setter = grid, theme, setter
        self._made: dict[tuple[str, int, int], Module] = {}

    def get(self, name: str, column: int, columns: int) -> Module:
        key = (name, column, columns)
        if key not in self._made:
            advert = self._adverts.get(name)
            if advert is not None:
                module = AdvertModule(advert, column, columns, self._grid, self._theme, self._setter)
                return self._made.setdefault(key, module)
            story = self._stories[name]
            self._made[key] = _kind(story)(story, column, columns, self._grid, self._theme, self._setter)
        return self._made[key]

    def cells(self, drawing: Drawing) -> tuple[Cell, ...]:
        return tuple(
            Cell(self.get(spot.story, spot.column, spot.columns), spot.first, spot.last) for spot in drawing.spots
        )

    def wanted(self, story: Story, columns: int) -> int:
        """The depth a story costs least at, rows."""
        module = self.get(story.name, 0, columns)
        return min(range(3, self._grid.rows + 1), key=module.cost)


def _kind(story: Story) -> Callable[[Story, int, int, PageGrid, Theme, Typesetter], Module]:
    if story.role == "briefs":
        return BriefsModule
    if story.jump is not None:
        return LeavingModule
    return ArrivingModule if story.arrived else StoryModule


def _drawings(
    page: Page, grid: PageGrid, rows: int, gap: int, modules: _Modules, report: Report
) -> tuple[Drawing, ...]:
    if not page.stories:
        report.add("NP613", page.span, page=page.number)
        return ()
    if page.plan is None:
        taken = sum(advert.rows + gap for advert in page.adverts)
        auto = draw(page, grid.columns, rows - taken, gap, modules.wanted)
        return tuple(d for d in (reserve(each, page, grid.columns, report) for each in auto) if d is not None)
    drawing = read_drawing(page, grid.columns, report)
    return () if drawing is None else (drawing,)


def _furniture(
    issue: Issue, page: Page, grid: PageGrid, theme: Theme, setter: Typesetter
) -> tuple[int, tuple[Item, ...]]:
    """Rows taken at the head of the page, and what stands there and above."""
    if page.number == 1:
        rows, items = nameplate(issue, page, grid, theme, setter)
    else:
        rows, items = 0, tuple(folio(issue, page, grid, theme, setter))
    if page.banner is not None and page.number != 1:
        items = (*items, *page_banner(page, grid, rows, theme, setter))
        rows += banner_rows(theme)
    else:
        items = (*items, *credits(page, grid, grid.y(grid.rows) + 6.0, theme, setter))
    return rows, items


def _column_rules(placed: tuple[Placed, ...], grid: PageGrid, theme: Theme) -> list[Item]:
    """A rule in every gutter where two unboxed stories stand side by side."""
    if not theme.numbers["column_rule"]:
        return []
    rules: list[Item] = []
    for left in placed:
        for right in placed:
            if left.area.column + left.area.columns != right.area.column or left.boxed or right.boxed:
                continue
            top = max(left.area.row, right.area.row)
            bottom = min(left.area.row + left.area.rows, right.area.row + right.area.rows)
            if bottom > top:
                rules += column_rule(grid, right.area.column, top, bottom, theme)
    return rules


def _tell(placed: tuple[Placed, ...], page: Page, report: Report) -> None:
    """Copy that does not fit, feet that stay empty, heads too long, and whatever setting found wrong in what was placed."""
    for module in placed:
        story = module.story
        if module.overset:
            report.add(
                "NP601",
                story.span,
                story=story.name,
                page=page.number,
                characters=module.overset,
                rows=module.overset_rows,
            )
        if module.empty:
            code = "NP603" if module.empty >= 3 else "NP602"
            report.add(
                code,
                story.span,
                story=story.name,
                page=page.number,
                rows=module.empty,
                characters=module.room_characters,
            )
        if module.turn is not None and not module.overset:
            least = LEAST_BEFORE if module.turn.leaving else LEAST_AFTER
            if module.turn.rows < least:
                code = "NP615" if module.turn.leaving else "NP616"
                report.add(code, story.span, story=story.name, page=page.number, rows=module.turn.rows, least=least)
        if not module.head_fitted:
            report.add("NP604", story.span, story=story.name, page=page.number)
        for paragraph in module.paragraphs:
            for fault in paragraph.faults:
                span = paragraph.copy.span(fault.index, fault.length)
                report.extend([Diagnostic(fault.code, span, fault.values)])


def _rank(page: Page, story: Story) -> tuple[int, int]:
    return (story.rank or 999, page.stories.index(story) if story in page.stories else len(page.stories))


def _slug(issue: Issue, page: Page, theme: Theme) -> str:
    day = "" if issue.date is None else long_date(issue.date)
    number = f"第{issue.number}期" if issue.number else ""
    return "　".join(part for part in (theme.masthead.name, day, number, f"{page.number}版") if part)
