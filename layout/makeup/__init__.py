"""Make-up (拼版): an issue's stories on the page grid, as display lists.

make_up is the one way in. Each page: furniture first, then its stories as modules, their depths found by copyfit, then the checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from layout.almanac import long_date
from layout.diagnostics import Diagnostic, Report, did_you_mean, short
from layout.display import Group, Item
from layout.display import Page as DisplayPage
from layout.issue import Issue, Page
from layout.makeup.adverts import tell_adverts
from layout.makeup.former import NO_FORMER, Former, Places, read_former
from layout.makeup.furniture import column_rule, tell_furniture
from layout.makeup.grid import PageGrid
from layout.makeup.jumps import LEAST_AFTER, LEAST_BEFORE
from layout.makeup.making import Draft, Maker
from layout.makeup.modules import Placed
from layout.makeup.pictures import ink_of
from layout.makeup.planned import Planned, numbered, tell_engine, with_locks
from layout.makeup.quality import Check, judge, of_form
from layout.makeup.stock import Stock
from layout.text.paragraph import Paragraph, Typesetter, faults_of
from layout.theme import Theme
from layout.value import value

if TYPE_CHECKING:
    from layout.makeup.auto import AutoPlan

__all__ = ["NO_FORMER", "Check", "Former", "PageMade", "alternates", "make_up", "read_former", "staged"]


@value
class PageMade:
    """A made-up page: what to draw, its score out of 100, and the checks it did not keep. bodies: the paragraphs of each story;
    tactics: what copyfit did to a story beyond what the house style wants, as (story, tactic, how far); places: where its modules
    stand; planned: by itself, not drawn; stayed: as in an earlier result, although a new plan would be another; assigned: its
    stories for which make-up found the page."""

    page: DisplayPage
    score: float
    checks: tuple[Check, ...]
    bodies: tuple[tuple[str, tuple[Paragraph, ...]], ...] = ()
    tactics: tuple[tuple[str, str, int], ...] = ()
    places: Places = ()
    planned: bool = False
    stayed: bool = False
    assigned: tuple[str, ...] = ()


def make_up(
    issue: Issue,
    theme: Theme,
    setter: Typesetter,
    report: Report,
    pages: frozenset[int] | None = None,
    progress: Callable[[int], None] | None = None,
    former: Former = NO_FORMER,
) -> tuple[PageMade, ...]:
    """Pages in reading order, those of `pages` or all; what does not fit is reported (NP601) and set as far as it goes.

    progress: called with each page's number when it is done. former: an earlier result, which pages planned by themselves keep
    to unless a new plan is clearly better.
    """
    made: list[PageMade] = []
    pool = {story.name for story in issue.stories}
    for page, maker in staged(issue, theme, setter, report, former, pages):
        if pages is not None and page.number not in pages:
            continue
        draft = maker.draft(page)
        _inks(page, theme, report)
        tell_furniture(page, theme, setter, report)
        report.extend(draft.report)
        placed = _by_rank(page, draft.placed)
        _tell(placed, draft.stock, report)
        found = tuple(story.name for story in page.stories if story.name in pool and not story.arrived)
        made.append(replace(_composed(issue, draft, placed), stayed=draft.planned.stayed, assigned=found))
        if progress is not None:
            progress(page.number)
    return tuple(made)


def staged(
    issue: Issue,
    theme: Theme,
    setter: Typesetter,
    report: Report,
    former: Former = NO_FORMER,
    pages: frozenset[int] | None = None,
) -> Iterator[tuple[Page, Maker]]:
    """Pages in reading order with the stories of the whole issue that stand on them and with what arrives from others, and who
    plans them; all of them, or those of `pages` and the ones that decide what arrives there. Stories without room are reported
    (NP622)."""
    maker = Maker(issue, theme, setter, former)
    if issue.stories:
        from layout.makeup.assigning import assigned

        issue = assigned(issue, maker, report)
    waiting = sorted(issue.pages, key=lambda page: page.number)
    last = max(pages, default=0) if pages is not None else None
    for index, page in enumerate(waiting):
        decides = last is not None and page.number <= last and any(story.jump is not None for story in page.stories)
        if pages is not None and page.number not in pages and not decides:
            continue
        if any(story.jump is not None for story in page.stories):
            from layout.makeup.landing import landed, with_arrivals

            # Where a story is cut on its first page decides what is left for the other.
            page, arrivals = landed(page, waiting[index + 1 :], maker)
            waiting[index + 1 :] = [with_arrivals(each, arrivals) for each in waiting[index + 1 :]]
        yield page, maker


def _inks(page: Page, theme: Theme, report: Report) -> None:
    """Report pictures to be printed in an ink the paper does not have."""
    for story in page.stories:
        for picture in (*story.pictures, *(picture for item in story.items for picture in item.pictures)):
            if picture.ink and ink_of(picture, theme) is None:
                near = did_you_mean(picture.ink, theme.inks)
                hint = "nearest" if near else "hint"
                report.add("NP308", picture.span, hint=hint, name=short(picture.ink), nearest=near)


def alternates(
    issue: Issue, page: Page, theme: Theme, setter: Typesetter, most: int, report: Report, former: Former = NO_FORMER
) -> tuple[tuple[AutoPlan, PageMade], ...]:
    """Up to `most` plans of a page (of `staged`), best first, and the pages made by them; a drawing it has is left aside.

    former: where locked stories are held. Constraints that no plan keeps are reported (NP606).
    """
    from layout.makeup.auto import planner_of

    page = replace(page, plan=None, sketch=None)
    stock, furniture = Maker(issue, theme, setter, former).stock(page)
    if not page.stories:
        return ()
    stock = with_locks(stock, former.page(page.number), report)
    tell_engine(stock, report)
    found: list[tuple[AutoPlan, PageMade]] = []
    for plan in numbered(planner_of(stock), most)[:most]:
        placed = _by_rank(page, plan.placed)
        found.append((plan, _composed(issue, Draft(stock, furniture, Planned(placed), report), placed)))
        for wish in plan.broken:
            report.add("NP606", wish.span, page=page.number, story=wish.story)
    return tuple(found)


def _composed(issue: Issue, draft: Draft, placed: tuple[Placed, ...]) -> PageMade:
    """The page of its furniture and its modules, in reading order, judged."""
    stock = draft.stock
    page, grid, theme = stock.page, stock.grid, stock.theme
    rules = tuple(_column_rules(placed, grid, theme))
    form = of_form(theme.masthead.name, issue.date is not None, issue.number)
    score, checks = judge(placed, grid, stock.ruled, form)
    items = (*draft.furniture, *(item for module in placed for item in _apart(module, issue, page)), *rules)
    display = DisplayPage(page.number, theme.format.trim, theme.press.bleed, items, _slug(issue, page, theme))
    bodies = tuple((module.story.name, _body(module)) for module in placed)
    tactics = tuple((module.story.name, name, amount) for module in placed for name, amount in module.tactics)
    places = tuple((module.story.name, module.area) for module in placed)
    return PageMade(display, score, checks, bodies, tactics, places, page.plan is None)


def _body(module: Placed) -> tuple[Paragraph, ...]:
    """The set paragraphs of a story's running text, heads and captions left out."""
    stories = module.story.items or (module.story,)
    texts = tuple(block.copy.text for each in stories for block in each.body if block.kind != "subhead")
    return tuple(each for each in module.paragraphs if each.copy.text and texts and each.copy.text.endswith(texts))


def _apart(module: Placed, issue: Issue, page: Page) -> tuple[Item, ...]:
    """A module's items under a name of their own in the issue: one name on two pages would read as one article."""
    story = module.story
    if story.arrived or all(
        story.name != other.name for each in issue.pages if each.number < page.number for other in each.stories
    ):
        return module.items
    return tuple(_renamed(item, page) for item in module.items)


def _renamed(item: Item, page: Page) -> Item:
    if not isinstance(item, Group):
        return item
    name = f"{page.number}/{item.name}" if item.role in ("story", "brief") else item.name
    return Group(item.role, tuple(_renamed(each, page) for each in item.items), name)


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


def _tell(placed: tuple[Placed, ...], stock: Stock, report: Report) -> None:
    """Copy that does not fit, feet that stay empty, heads too long, and whatever setting found wrong in what was placed."""
    page = stock.page
    tell_adverts(page, placed, stock.top, stock.grid.rows, report)
    refused = page.sketch or (None if placed else page.plan)
    if refused is not None:
        from layout.makeup.nearest import tell_nearest

        tell_nearest(stock, refused, report)
    if any(module.overset or module.empty for module in placed):
        from layout.makeup.advice import tell  # only a page with faults pays for trying what would mend it

        tell(stock, placed, report)
    for module in placed:
        story = module.story
        if module.turn is not None and not module.overset:
            least = LEAST_BEFORE if module.turn.leaving else LEAST_AFTER
            if module.turn.rows < least:
                code = "NP615" if module.turn.leaving else "NP616"
                report.add(code, story.span, story=story.name, page=page.number, rows=module.turn.rows, least=least)
        if not module.head_fitted:
            report.add("NP604", story.span, story=story.name, page=page.number)
        for index, fault in faults_of(module.paragraphs):
            span = module.paragraphs[index].copy.span(fault.index, fault.length)
            report.extend([Diagnostic(fault.code, span, fault.values)])


def _by_rank(page: Page, placed: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """Reading order: by rank, then as the page lists its stories; adverts last."""

    def place(module: Placed) -> tuple[int, int]:
        story = module.story
        return (story.rank or 999, page.stories.index(story) if story in page.stories else len(page.stories))

    return tuple(sorted(placed, key=place))


def _slug(issue: Issue, page: Page, theme: Theme) -> str:
    day = "" if issue.date is None else long_date(issue.date)
    number = f"第{issue.number}期" if issue.number else ""
    return "　".join(part for part in (theme.masthead.name, day, number, f"{page.number}版") if part)
