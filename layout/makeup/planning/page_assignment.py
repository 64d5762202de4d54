"""Which page a story stands on, for stories listed for the whole issue (稿件分版): by banner and rank,
so that every page is full.

How much of a page a story may take comes from its shape table: the exact depth at every width, found by the line
breaker. A page is weighed by its fullness, by what the desk wants of it (one lead, not too many stories, its own
section) and by rank; stories are put where they cost least, then moved and exchanged while that makes the issue better.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from layout.diagnostics import Report
from layout.issue import Issue, Page, Story
from layout.issue.pooled import added
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.page_faults import unfit
from layout.makeup.planning.page_drafts import PageDrafts
from layout.makeup.planning.previous import PreviousLayout
from layout.makeup.planning.pricing import Pricing
from layout.pagenames import is_front, listed
from layout.value import replace

DUE, UNEVEN = 0.94, 600.0  # fullness that the planner can best do with; the square of what a page is off it
FULL, OVER = 1.01, 1500.0  # fullness from which copy is likely over, and its price
THIN, HOLES = 0.80, 1500.0  # fullness below which white is likely left, and its price
BRIM = 1.15  # fullness beyond which a page takes no more stories: cutting would be rewriting
STEP = 12.0  # the first story of the issue one page further from the front; the last one costs nothing
ASIDE = 8.0  # a story without banner on a page that has one
OUTSIDE = 60.0  # a story of a section on a page without banner
LEADS = 200.0  # a second lead on a page
HEADLESS = 60.0  # a page without a lead or a story at its head
MOST, CROWDED = 9, 30.0  # stories of a page; one more
FEW, LONELY = 3, 10.0  # stories of a page; one less
MOVED = 40.0  # a story not on the page where it stood before
EXCHANGES = 200  # steps that make the issue better
CHANGES = 100_000  # moves and exchanges of stories weighed at most, some 10 µs each
TRIALS, DEAREST = (
    6,
    40.0,
)  # changes that are tried on really planned pages where those are not whole; what they may cost
HEADS = ("lead", "story")
RANKS = (1, 2, 3)  # on a page; all further ones look like the third


class _Assigner:
    """One issue's stories and the pages that plan themselves. Stories are numbered by importance,
    pages by their order."""

    def __init__(self, issue: Issue, drafts: PageDrafts, previous: PreviousLayout) -> None:
        self._issue = issue
        self.stories = issue.stories
        self.pages = [page for page in issue.pages if page.plan is None and page.sketch is None]
        libraries = [drafts.library(page)[0] for page in self.pages]
        self._room = [_cells(library) for library in libraries]
        self._sizes = [_sizes(self.stories, libraries, rank) for rank in RANKS]
        self._own = [
            tuple(_sizes(page.stories, [library])) for page, library in zip(self.pages, libraries, strict=True)
        ]
        self._kept = [self._arriving(page, library) for page, library in zip(self.pages, libraries, strict=True)]
        self._room = [room - kept for room, kept in zip(self._room, self._kept, strict=True)]
        self.homes = [tuple(self._homes(story)) for story in self.stories]
        self._was = [_previous_page(story, previous) for story in self.stories]
        self._costs: dict[tuple[int, tuple[int, ...]], float] = {}
        self._left = TRIALS

    def _homes(self, story: Story) -> Iterator[int]:
        """Pages a story may stand on: those of its section or of none, and those its jump can leave forward."""
        last = max((page.number for page in self._issue.pages), default=0)
        for index, page in enumerate(self.pages):
            banner = _banner(page)
            before = last if story.jump is None or not story.jump.to else story.jump.to
            if story.jump is not None and page.number >= before:
                continue
            if story.section in ("", banner) or not banner:
                yield index

    def _arriving(self, page: Page, library: ModuleLibrary) -> int:
        """Cells to keep for what is said to jump here: half of each story."""
        every = (*self.stories, *(story for other in self._issue.pages for story in other.stories))
        coming = [story for story in every if story.jump is not None and story.jump.to == page.number]
        return sum(_sizes(coming, [library]))

    # -- what a page costs -------------------------------------------------------------------------------------------

    def cost(self, page: int, stories: tuple[int, ...]) -> float:
        """What these stories cost on a page, besides its own."""
        key = (page, stories)
        if key not in self._costs:
            self._costs[key] = self._fullness(page, stories) + self._make(page, stories) + self._order(page, stories)
        return self._costs[key]

    def fullness(self, page: int, stories: tuple[int, ...]) -> float:
        """The cells that the stories of a page would best take, as a part of those it has."""
        return sum(self.cells(page, stories)) / max(1, self._room[page])

    def lacks(self, page: int, stories: tuple[int, ...]) -> int:
        """Cells that a page would need besides its own to take these stories."""
        return sum(self.cells(page, stories)) - self._room[page]

    def cells(self, page: int, stories: tuple[int, ...]) -> Iterator[int]:
        """Cells of all stories of a page; the first of them have larger heads."""
        own = self._own[page]
        yield from own
        for place, each in enumerate(_headed(stories, self.stories), len(own)):
            yield self._sizes[min(place, len(RANKS) - 1)][each]

    def _fullness(self, page: int, stories: tuple[int, ...]) -> float:
        full = self.fullness(page, stories)
        cost = UNEVEN * (full - DUE) ** 2
        return cost + OVER * max(0.0, full - FULL) + HOLES * max(0.0, THIN - full)

    def _make(self, page: int, stories: tuple[int, ...]) -> float:
        """Leads, heads and number of stories."""
        roles = [story.role for story in self.pages[page].stories] + [self.stories[each].role for each in stories]
        cost = LEADS * max(0, roles.count("lead") - 1)
        if not any(role in HEADS for role in roles):
            cost += HEADLESS
        return cost + CROWDED * max(0, len(roles) - MOST) + LONELY * max(0, FEW - len(roles))

    def _order(self, page: int, stories: tuple[int, ...]) -> float:
        cost = 0.0
        count = len(self.stories)
        for each in stories:
            cost += STEP * page * (count - each) / count
            section, banner = self.stories[each].section, _banner(self.pages[page])
            if section and section != banner:
                cost += OUTSIDE
            if banner and not section and not is_front(self.pages[page].number):
                cost += ASIDE
            if self._was[each] is not None and self._was[each] != self.pages[page].number:
                cost += MOVED
        return cost

    # -- the search --------------------------------------------------------------------------------------------------

    def assign(self) -> list[list[int]]:
        """The stories of each page, by importance; one that has no room is on none."""
        taken: list[list[int]] = [[] for _ in self.pages]
        for story, homes in enumerate(self.homes):
            if homes:
                page = min(homes, key=lambda each: (self._added(each, taken[each], story), each))
                taken[page].append(story)
        left = CHANGES
        for _ in range(EXCHANGES):
            changes = list(islice(self._changes(taken), max(0, left)))
            left -= len(changes)
            better = min(changes, key=lambda change: change[0], default=None)
            if better is None or better[0] > -1e-6:
                break
            for page, stories in better[1].items():
                taken[page] = stories
        for page, stories in enumerate(taken):
            while stories and self.fullness(page, tuple(stories)) > BRIM:
                stories.pop()
        return taken

    def try_out(self, taken: list[list[int]], drafts: PageDrafts) -> None:
        """Changes of pages that turn out not to be whole when they are planned, as long as they make them better."""

        def bad(page: int, stories: Sequence[int]) -> float:
            full = self.page(page, stories)
            waits = self._kept[page] > 0  # for the rest of a story, without which it is not full
            return unfit(drafts.draft(full).placed) if full.stories and not waits else 0.0

        for _ in range(TRIALS):
            worst = max(range(len(taken)), key=lambda page: (bad(page, taken[page]), -page), default=None)
            if worst is None or not bad(worst, taken[worst]):
                return
            likely = [
                change
                for price, change in sorted(islice(self._changes(taken), CHANGES // 4), key=lambda each: each[0])
                if worst in change and price < DEAREST and self._relieves(worst, taken, change, drafts)
            ][: self._left]
            for change in likely:
                self._left -= 1
                now = sum(bad(page, taken[page]) for page in change)
                if sum(bad(page, stories) for page, stories in change.items()) < now:
                    for page, stories in change.items():
                        taken[page] = stories
                    break
            else:
                return

    def _relieves(
        self, page: int, taken: Sequence[Sequence[int]], change: Mapping[int, list[int]], drafts: PageDrafts
    ) -> bool:
        """Whether a change takes from a page that is over, or gives to one that has holes."""
        over = any(module.overset for module in drafts.draft(self.page(page, taken[page])).placed)
        more = self.fullness(page, tuple(change[page])) - self.fullness(page, tuple(taken[page]))
        return more < 0 if over else more > 0

    def page(self, page: int, stories: Sequence[int]) -> Page:
        """A page with these stories besides its own."""
        return added(self.pages[page], [self.stories[each] for each in _headed(stories, self.stories)])

    def _added(self, page: int, stories: Sequence[int], story: int) -> float:
        return self.cost(page, tuple(sorted((*stories, story)))) - self.cost(page, tuple(stories))

    def _changes(self, taken: Sequence[Sequence[int]]) -> Iterator[tuple[float, Mapping[int, list[int]]]]:
        """Every story moved, and every two stories of different pages exchanged: what it costs, and the pages then."""
        where = {story: page for page, stories in enumerate(taken) for story in stories}
        for story, page in where.items():
            left = [each for each in taken[page] if each != story]
            for other in self.homes[story]:
                if other == page:
                    continue
                yield self._change(taken, {page: left, other: sorted((*taken[other], story))})
                for back in taken[other]:
                    if story < back and page in self.homes[back]:
                        come = [each for each in taken[other] if each != back]
                        yield self._change(taken, {page: sorted((*left, back)), other: sorted((*come, story))})

    def _change(
        self, taken: Sequence[Sequence[int]], pages: Mapping[int, list[int]]
    ) -> tuple[float, Mapping[int, list[int]]]:
        price = sum(self.cost(page, tuple(new)) - self.cost(page, tuple(taken[page])) for page, new in pages.items())
        return price, pages


def assigned(issue: Issue, drafts: PageDrafts, report: Report) -> Issue:
    """The issue with every story on a page. NP622: a story for which no page has room;
    NP623: one that no page may take."""
    if not issue.stories:
        return issue
    assigner = _Assigner(issue, drafts, drafts.previous)
    taken = assigner.assign()
    on_page = {story for stories in taken for story in stories}
    if len(on_page) == len(issue.stories):  # where there is too much copy, exchanges mend nothing
        assigner.try_out(taken, drafts)
    for index, story in enumerate(issue.stories):
        if index not in on_page:
            _tell(story, index, assigner, taken, report)
    new = {
        id(page): assigner.page(index, stories)
        for index, (page, stories) in enumerate(zip(assigner.pages, taken, strict=True))
    }
    return replace(issue, pages=tuple(new.get(id(page), page) for page in issue.pages), stories=())


def _tell(story: Story, index: int, assigner: _Assigner, taken: Sequence[Sequence[int]], report: Report) -> None:
    homes = assigner.homes[index]
    if not homes:
        report.add(
            "NP623", story.span, hint="section" if story.section else "hint", story=story.name, banner=story.section
        )
        return
    lacks = {page: assigner.lacks(page, (*taken[page], index)) for page in homes}
    page = min(homes, key=lambda each: (lacks[each], each))
    numbers = listed(assigner.pages[each].number for each in homes)
    report.add(
        "NP622", story.span, story=story.name, pages=numbers, page=assigner.pages[page].number, rows=max(1, lacks[page])
    )


def _headed(numbers: Sequence[int], stories: Sequence[Story]) -> list[int]:
    """Stories in the order of their ranks on a page: one that may head it comes first."""
    first = {"lead": 0, "story": 1}
    return sorted(numbers, key=lambda each: (first.get(stories[each].role, 2), each))


def _banner(page: Page) -> str:
    """A page's banner without the blanks that space it out; "" = it has none."""
    return "" if page.banner is None else "".join(page.banner.text.split())


def _previous_page(story: Story, previous: PreviousLayout) -> int | None:
    """The first page on which the story stood in the earlier result."""
    return next((number for number, places in previous.pages if any(name == story.name for name, _ in places)), None)


def _cells(library: ModuleLibrary) -> int:
    """Cells of a page that stories may take, the white row below each counted in."""
    return library.grid.columns * (library.rows + library.gap) - sum(
        a.columns * (a.rows + library.gap) for a in library.page.adverts
    )


def _sizes(stories: Sequence[Story], libraries: Sequence[ModuleLibrary], rank: int | None = None) -> list[int]:
    """Cells that stories would best take on the deepest of these pages, the white row below them counted in; of one
    that jumps, half. rank: that all of them would have, None = their own."""
    if not stories or not libraries:
        return [0] * len(stories)
    deepest = max(libraries, key=lambda library: library.rows)
    ranked = tuple(replace(story, rank=story.rank if rank is None else rank, jump=None) for story in stories)
    page = replace(deepest.page, stories=ranked, adverts=(), constraints=())
    library = deepest.of(page)
    pricing = Pricing(library)
    sizes = [_size(pricing, story, library) for story in ranked]
    return [size if story.jump is None else size // 2 for size, story in zip(sizes, stories, strict=True)]


def _size(pricing: Pricing, story: Story, library: ModuleLibrary) -> int:
    prices = (
        (price, width * (depth + library.gap))
        for width in range(1, library.grid.columns + 1)
        for depth, price in pricing.price(story.name, width).items()
    )
    whole = library.grid.columns * (library.rows + library.gap)
    return min(prices, default=(0.0, whole + 1))[1]  # no width holds it: more than a page
