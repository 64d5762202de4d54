"""A page of its furniture and its placed modules: display list, score and checks."""

from __future__ import annotations

from collections.abc import Iterator

from layout.almanac import long_date
from layout.display import Group, Item, Rule
from layout.display import Page as DisplayPage
from layout.issue import Issue, Page
from layout.makeup.blocks.furniture import column_rule, printed_page
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import Placed, running_text
from layout.makeup.planning.page_drafts import PageDraft
from layout.makeup.planning.previous import Places
from layout.makeup.quality import Check, judge, of_form, of_nameplate, of_rules
from layout.makeup.room import StoryRoom
from layout.page_words import page_word
from layout.pagenames import is_front, page_name, section_of
from layout.text.paragraph import Paragraph
from layout.theme import Theme
from layout.units import Rect
from layout.value import replace, value

STORY_GAP = 2  # rows of white between two stories that a rule may stand in


@value
class PageMade:
    """A made-up page: what to draw, its score out of 100, and the checks it did not keep. bodies: the paragraphs of
    each story; tactics: what copyfit did to a story beyond what the house style wants, as (story, tactic, how far);
    places: where its modules stand; planned: by itself, not drawn; stayed: as in an earlier result, although a new plan
    would be another; assigned: its stories for which make-up found the page; rooms: how the copy of each story stands
    in its place, () where copy of the page could not be read whole."""

    page: DisplayPage
    score: float
    checks: tuple[Check, ...]
    bodies: tuple[tuple[str, tuple[Paragraph, ...]], ...] = ()
    tactics: tuple[tuple[str, str, int], ...] = ()
    places: Places = ()
    planned: bool = False
    stayed: bool = False
    assigned: tuple[str, ...] = ()
    rooms: tuple[StoryRoom, ...] = ()


def composed(issue: Issue, draft: PageDraft, placed: tuple[Placed, ...]) -> PageMade:
    """The page of its furniture and its modules, in reading order, judged."""
    library = draft.library
    page, grid, theme = library.page, library.grid, library.theme
    rules = tuple(_column_rules(placed, grid, theme))
    form = of_form(theme.masthead.name, issue.date is not None, issue.number)
    front = is_front(page.number)
    if front and not grid.vertical and theme.masthead.name:
        rows = int(theme.numbers["nameplate_rows"])
        form += of_nameplate(draft.furniture, Rect(grid.left, grid.top, grid.width, grid.y(rows - 1) - grid.top))
    form += of_rules(rules, placed, grid)
    in_place = {module.story.name for module in draft.fixed}  # the arm of an advert in L has its picture there
    own = tuple(replace(module, items=()) if module.story.name in in_place else module for module in placed)
    score, checks = judge((*draft.fixed, *own), grid, library.ruled, form, front)
    checks = tuple(each if each.box is None else replace(each, box=grid.on_paper(each.box)) for each in checks)
    sold = tuple(item for module in draft.fixed if module.story.role == "filler" for item in module.items)
    over_two = tuple(item for module in draft.fixed if module.story.role != "filler" for item in module.items)
    own_items = (item for module in own for item in _apart(module, issue, page))
    items = (*draft.furniture, *grid.turned((*over_two, *own_items, *sold, *rules)))
    inks = theme.press.printed.inks(page.number)
    display = DisplayPage(
        *(page.number, theme.format.trim, theme.press.bleed, items),
        *(_slug(issue, page, theme), _label(page, theme), inks),
    )
    bodies = tuple((module.story.name, running_text(module)) for module in (*draft.fixed, *placed) if module.paragraphs)
    tactics = tuple((module.story.name, name, amount) for module in placed for name, amount in module.tactics)
    places = tuple((module.story.name, module.area) for module in placed)
    return PageMade(display, score, checks, bodies, tactics, places, page.plan is None)


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
    name = f"{page_name(page.number)}/{item.name}" if item.role in ("story", "index", "brief") else item.name
    return Group(item.role, tuple(_renamed(each, page) for each in item.items), name)


def _column_rules(placed: tuple[Placed, ...], grid: PageGrid, theme: Theme) -> list[Item]:
    """A rule in every gutter where two unboxed stories stand side by side; on a vertical page also in the white between
    two that follow each other."""
    rules: list[Item] = []
    if grid.vertical and theme.numbers["story_rule"]:
        rules += _story_rules(placed, grid, theme)
    if not theme.numbers["column_rule"]:
        return rules
    beginning: dict[int, list[Placed]] = {}
    for module in placed:
        beginning.setdefault(module.area.column, []).append(module)
    for left in placed:
        for right in beginning.get(left.area.right, ()):
            if left.boxed or right.boxed:
                continue
            top = max(left.area.row, right.area.row)
            bottom = min(left.area.row + left.area.rows, right.area.row + right.area.rows)
            if bottom > top:
                rules += column_rule(grid, right.area.column, top, bottom, theme)
    return rules


def _story_rules(placed: tuple[Placed, ...], grid: PageGrid, theme: Theme) -> Iterator[Item]:
    for over in placed:
        for under in placed:
            if over.boxed or under.boxed or not 0 < under.area.row - over.area.foot <= STORY_GAP:
                continue
            first = max(over.area.column, under.area.column)
            after = min(over.area.right, under.area.right)
            if first < after:
                y = (grid.y(over.area.foot) + grid.y(under.area.row)) / 2
                left, right = grid.x(first), grid.x(first) + grid.span(after - first)
                yield Group("artifact", (Rule(left, y, right, y, theme.numbers["story_rule"], theme.inks["frame"]),))


def by_rank(page: Page, placed: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """Reading order: by rank, then as the page lists its stories; adverts last."""

    listed = {story.name: index for index, story in enumerate(page.stories)}

    def place(module: Placed) -> tuple[int, int]:
        return module.story.rank or 999, listed.get(module.story.name, len(listed))

    return tuple(sorted(placed, key=place))


def _label(page: Page, theme: Theme) -> str:
    return printed_page(page.number, theme) if section_of(page.number) else ""


def _slug(issue: Issue, page: Page, theme: Theme) -> str:
    day = "" if issue.date is None else long_date(issue.date, theme.words["calendar"])
    number = page_word("issue", theme.language, number=issue.number) if issue.number else ""
    name = page_word("page_short", theme.language, page=page_name(page.number))
    return "　".join(part for part in (theme.masthead.name, day, number, name) if part)
