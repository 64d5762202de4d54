"""Pages on their way: what stands at the head of each, its library and how it is planned, found once for whoever asks —
the page in its turn, or an earlier one from which a story jumps to it."""

from __future__ import annotations

from dataclasses import dataclass

from layout.diagnostics import Report
from layout.display import Item
from layout.issue import Issue, Page, Spread
from layout.issue.positions import positions
from layout.makeup.blocks.furniture import credits, ear_box, folio, nameplate, nameplate_in, page_banner
from layout.makeup.grid import PageGrid
from layout.makeup.logical import is_vertical, logical_page
from layout.makeup.modules.adverts import AdvertModule, in_a_corner, in_the_ear, sold
from layout.makeup.modules.base import Placed, banner_rows
from layout.makeup.modules.library import ModuleLibrary, ModuleMemo
from layout.makeup.modules.spread import HalfSpread, over_two_pages
from layout.makeup.planning.page_plan import PlannedPage, plan_page
from layout.makeup.planning.previous import PreviousLayout
from layout.makeup.planning.work import PAGE, TRIAL, UNSOUND, Allowance
from layout.pagenames import is_front
from layout.text.paragraph import Typesetter
from layout.theme import Theme, in_writing
from layout.units import GridArea, Rect
from layout.value import Memo


@dataclass(frozen=True)
class PageDraft:
    """A page as planned. furniture: what stands at its head and around it; report: what was wrong with its plan; half:
    its half of what runs over it and the page that faces it; fixed: that half, and adverts with a place of their
    own."""

    library: ModuleLibrary
    furniture: tuple[Item, ...]
    planned: PlannedPage
    report: Report
    half: HalfSpread | None = None
    fixed: tuple[Placed, ...] = ()

    @property
    def placed(self) -> tuple[Placed, ...]:
        return self.planned.placed


DraftMemo = Memo[object, PageDraft]
"""The drafts made last, by what they were made from and where it stood. They are large: only pages that a jump ties
together are asked for again."""


def surroundings(issue: Issue, theme: Theme) -> tuple[object, ...]:
    """What a page is made from besides its copy, its neighbours and the fonts: what furniture and slug line say of the
    issue, and the house style with its places."""
    about = (issue.file, issue.date, issue.number, issue.sections, len(issue.pages), issue.spreads)
    return *about, theme, theme.fonts, theme.masthead_at


class PageDrafts:
    """Makes the drafts of one issue's pages, each once. unsound: pages of which copy is missing, on which no effort is
    spent. memo: drafts of earlier issues, with the same typesetter; modules: of them."""

    def __init__(
        self,
        issue: Issue,
        theme: Theme,
        setter: Typesetter,
        previous: PreviousLayout,
        unsound: frozenset[int] = frozenset(),
        memo: DraftMemo | None = None,
        modules: ModuleMemo | None = None,
    ) -> None:
        self.issue, self.theme, self.setter, self.previous, self.unsound = issue, theme, setter, previous, unsound
        self._drafts: dict[tuple[Page, Allowance], PageDraft] = {}
        self._memo, self._modules = memo, modules
        self._halves: dict[Spread, tuple[HalfSpread, HalfSpread]] = {}

    def draft(self, page: Page) -> PageDraft:
        """The page with its modules placed."""
        return self._made(page, PAGE)

    def tried(self, page: Page) -> PageDraft:
        """The same with little effort, for a page as it might be."""
        return self._drafts.get((page, PAGE)) or self._made(page, TRIAL)

    def _made(self, page: Page, allowance: Allowance) -> PageDraft:
        if page.number in self.unsound:
            allowance = UNSOUND
        key = page, allowance
        if key not in self._drafts:
            made = self._draft(page, allowance) if self._memo is None else self._known(page, allowance, self._memo)
            self._drafts[key] = made
        return self._drafts[key]

    def _known(self, page: Page, allowance: Allowance, memo: DraftMemo) -> PageDraft:
        # Its faults have lines, and so has the copy that it hands on to another page.
        places = positions(page, self.issue.file, 0)
        previous = tuple(self.previous.page(page.number).items())
        key = (page, places, surroundings(self.issue, self.theme), previous, allowance)
        return memo.get(key) or memo.put(key, self._draft(page, allowance))

    def _draft(self, page: Page, allowance: Allowance) -> PageDraft:
        library, furniture = self.library(page)
        report = Report()
        found = plan_page(library, self.previous.page(page.number), report, allowance)
        fixed = self.fixed(page, library, found.placed)
        return PageDraft(library, furniture, found, report, self.half(page), fixed)

    def keep(self, page: Page, draft: PageDraft) -> None:
        """Take a draft for a page's, where all that changed in the page is a number it prints."""
        self._drafts[page, UNSOUND if page.number in self.unsound else PAGE] = draft

    def library(self, page: Page) -> tuple[ModuleLibrary, tuple[Item, ...]]:
        """The page's library, and its furniture."""
        theme = in_writing(self.theme, is_vertical(page, self.theme))
        top, furniture = _furniture(self.issue, page, theme, self.setter)
        grid = PageGrid.of(theme)
        half = self.half(page)
        head, foot = (0, 0) if half is None else (half.head, half.foot)
        logical = logical_page(page, grid, theme)
        taken = sold(logical, grid, top + head + foot, int(theme.numbers["story_gap"]))
        foot += taken.foot
        # What is kept of modules is kept of one house style.
        modules = self._modules if theme is self.theme else None
        parts = (taken.page, grid, theme, self.setter, top + head)
        return ModuleLibrary(*parts, memo=modules, below=foot, plate=self._plate), furniture

    def _plate(self, page: Page, grid: PageGrid, theme: Theme, box: Rect) -> tuple[Item, ...]:
        """The nameplate of a vertical page in its box on the paper."""
        return nameplate_in(self.issue, page, box, grid, theme, self.setter)

    def fixed(self, page: Page, library: ModuleLibrary, placed: tuple[Placed, ...]) -> tuple[Placed, ...]:
        """What stands on the page without being planned there: its half of a spread, an advert that takes all of it,
        and one in L, whose upright arm is among `placed` and has its picture here."""
        half, grid, theme = self.half(page), library.grid, library.theme
        found = () if half is None else (half.placed,)
        taken = sold(logical_page(page, grid, theme), grid, library.top, library.gap)
        below = 0 if half is None or not half.foot else half.foot
        if taken.whole is not None:
            module = AdvertModule(taken.whole, 0, grid.columns, grid, theme, self.setter)
            found = (*found, module.place(library.top, grid.rows - library.top - below))
        arm = next((m for m in placed if taken.corner is not None and m.story.name == taken.corner.name), None)
        if arm is not None and taken.corner is not None:
            row = grid.rows - below - taken.corner.foot
            items = in_a_corner(taken.corner, arm.area, grid, row, theme, self.setter)
            area = GridArea(0, grid.columns, row, taken.corner.foot)
            found = (*found, Placed(arm.story, area, items, boxed=True))
        return found

    def half(self, page: Page) -> HalfSpread | None:
        """The page's half of a spread; of level pages alone."""
        spread = self.issue.spread_on(page.number)
        if spread is None:
            return None
        pages = [each for each in self.issue.pages if each.number in spread.pages]
        if any(is_vertical(each, self.theme) for each in pages):
            return None
        if spread not in self._halves:
            theme = in_writing(self.theme, False)
            tops = [_furniture(self.issue, each, theme, self.setter)[0] for each in pages]
            full = not any(each.stories or each.adverts for each in pages) and not self.issue.stories
            made = over_two_pages(spread, self.issue, theme, self.setter, (tops[0], tops[1]), full)
            self._halves[spread] = made
        return self._halves[spread][page.number - spread.left]


def _furniture(issue: Issue, page: Page, theme: Theme, setter: Typesetter) -> tuple[int, tuple[Item, ...]]:
    """Rows taken at the head of the page, and what stands there and above. On a vertical page all of it stands outside
    the type area, but for the nameplate, which is placed with the stories."""
    grid = PageGrid.of_furniture(theme)
    if theme.vertical:
        above = () if is_front(page.number) else tuple(folio(issue, page, grid, theme, setter))
        return 0, (*above, *credits(page, grid, grid.y(grid.rows) + 6.0, theme, setter))
    if is_front(page.number):
        rows, items = nameplate(issue, page, grid, theme, setter)
        ear = next((advert for advert in page.adverts if advert.size == "ear"), None)
        if ear is not None and page.ear is None:
            items = (*items, in_the_ear(ear, ear_box(grid, theme), theme, setter))
    else:
        rows, items = 0, tuple(folio(issue, page, grid, theme, setter))
    if page.banner is not None and not is_front(page.number):
        items = (*items, *page_banner(page, grid, rows, theme, setter))
        rows += banner_rows(theme)
    else:
        items = (*items, *credits(page, grid, grid.y(grid.rows) + 6.0, theme, setter))
    return rows, items
