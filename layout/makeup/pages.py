"""Pages in reading order, each from its draft: what make-up is asked for. Read this first of its package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from layout.diagnostics import Report
from layout.issue import Issue, Page
from layout.issue.indexing import indexed
from layout.makeup.blocks.furniture import tell_furniture
from layout.makeup.compose import PageMade, by_rank, composed
from layout.makeup.logical import logical_page
from layout.makeup.memo import Made, PageMemo, key_of
from layout.makeup.planning.harmony import in_harmony
from layout.makeup.planning.page_drafts import PageDraft, PageDrafts
from layout.makeup.planning.page_plan import PlannedPage, tell_engine, with_locks
from layout.makeup.planning.previous import NO_PREVIOUS, PreviousLayout
from layout.makeup.report import (
    report_faults,
    report_grounds,
    report_inks,
    report_level_only,
    report_placeless,
    report_setting,
    report_sold,
    report_spread,
    report_strips,
)
from layout.makeup.room import story_rooms
from layout.processes import shared_out
from layout.text.paragraph import Typesetter
from layout.theme import Theme
from layout.value import replace

if TYPE_CHECKING:
    from layout.makeup.planning.plan import PagePlan

# Of the pages that others would make, as `_length` counts: some 0.3 s of work. Forking and the way back of a page take
# 10–20 ms each, and what a process learnt of fonts and paragraphs is lost with it.
_WORTH_A_PROCESS = 12_000


def make_up(
    issue: Issue,
    theme: Theme,
    setter: Typesetter,
    report: Report,
    pages: frozenset[int] | None = None,
    progress: Callable[[int], None] | None = None,
    previous: PreviousLayout = NO_PREVIOUS,
    unsound: frozenset[int] = frozenset(),
    memo: PageMemo | None = None,
    jobs: int = 1,
    advise: bool = True,
) -> tuple[PageMade, ...]:
    """Pages in reading order, those of `pages` or all; what does not fit is reported (NP601) and set as far as it goes.

    progress: called with each page's number when it is done. previous: an earlier result, which pages planned by
    themselves keep to unless a new plan is clearly better. unsound: pages whose copy could not be read whole; they are
    set as far as they go, and what is over or short on them is not told, for it would be false. memo: pages made with
    this typesetter before. jobs: processes that share the pages; what comes out is the same. advise:
    say what would mend a page, which takes a desk too long between two keystrokes.
    """
    memo = PageMemo(0) if memo is None else memo
    wanted = [
        (page, drafts)
        for page, drafts in staged(issue, theme, setter, report, previous, pages, unsound, memo)
        if pages is None or page.number in pages
    ]
    keys = [key_of(page, issue, theme, previous, unsound) for page, _ in wanted]
    kept = [memo.get(key, issue.file, page.span.line, advise) for key, (page, _) in zip(keys, wanted, strict=True)]
    fresh = [index for index, made in enumerate(kept) if made is None]

    def tell(index: int) -> None:
        if progress is not None:
            progress(wanted[index][0].number)

    for index, known in enumerate(kept):
        if known is not None:
            tell(index)
    found = shared_out(
        lambda at: _made(*wanted[fresh[at]], issue, advise),
        [_length(wanted[index][0]) for index in fresh],
        jobs,
        lambda at: tell(fresh[at]),
        _WORTH_A_PROCESS,
    )
    for index, made in zip(fresh, found, strict=True):
        memo.put(keys[index], made)
        kept[index] = made
    if issue.fold_strips and pages is None:
        report_strips(issue, theme, setter, report)
    everything = [made for made in kept if made is not None]
    for made in everything:
        report.extend(made.faults)
    return tuple(made.page for made in everything)


def _made(page: Page, drafts: PageDrafts, issue: Issue, advise: bool) -> Made:
    """One page and its faults."""
    report, setter = Report(), drafts.setter
    pool = {story.name for story in issue.stories}
    draft = drafts.draft(page)
    theme = draft.library.theme
    report_inks(page, theme, report)
    report_grounds(page, theme, report)
    tell_furniture(page, theme, setter, report)
    report.extend(draft.report)
    placed = by_rank(page, draft.placed)
    advised = True
    if page.number not in drafts.unsound:
        advised = report_faults(replace(draft.planned, placed=placed), draft.library, report, advise)
    report_sold(logical_page(page, draft.library.grid, theme), draft.library, draft.placed, report)
    report_level_only(page, draft.library.grid.vertical, issue, report)
    if draft.half is not None and draft.half.spread.left == page.number:
        report_spread(draft.half, theme, report)
        report_setting((draft.half.placed,), report)
    report_setting(placed, report)
    if page.number not in drafts.unsound and not report.failed:  # else why it stands nowhere was told
        report_placeless(page, placed, report)
    found = tuple(story.name for story in page.stories if story.name in pool and not story.arrived)
    rooms = story_rooms(placed, draft.library, draft.planned, advise) if page.number not in drafts.unsound else ()
    made = replace(composed(issue, draft, placed), stayed=draft.planned.stayed, assigned=found, rooms=rooms)
    return Made(made, tuple(report.diagnostics), page.span.line, advised)


def _length(page: Page) -> float:
    """About how much work a page is: its characters, and far more where it plans itself."""
    stories = [each for story in page.stories for each in (story, *story.items)]
    characters = sum(len(block.copy.text) for story in stories for block in story.body) + 500.0
    return characters if page.plan is not None else 4 * characters


def staged(
    issue: Issue,
    theme: Theme,
    setter: Typesetter,
    report: Report,
    previous: PreviousLayout = NO_PREVIOUS,
    pages: frozenset[int] | None = None,
    unsound: frozenset[int] = frozenset(),
    memo: PageMemo | None = None,
) -> Iterator[tuple[Page, PageDrafts]]:
    """Pages in reading order with the stories of the whole issue that stand on them and with what arrives from others,
    and who plans them; all of them, or those of `pages` and the ones that decide what arrives there. Stories without
    room are reported (NP622). memo: pages made with this typesetter before."""
    memo = PageMemo(0) if memo is None else memo
    jumping = any(
        story.jump is not None for story in (*issue.stories, *(s for page in issue.pages for s in page.stories))
    )
    modules = memo.modules(theme, setter)
    if issue.stories:  # what an index may name is not settled until every story has its page
        issue = indexed(issue, Report())
    drafts = PageDrafts(issue, theme, setter, previous, unsound, memo.drafts if jumping else None, modules)
    if issue.stories:
        from layout.makeup.planning.page_assignment import assigned

        issue = assigned(issue, drafts, report)
    issue = indexed(issue, report)
    waiting = sorted(issue.pages, key=lambda page: page.number)
    last = max(pages, default=0) if pages is not None else None
    for index, page in enumerate(waiting):
        decides = last is not None and page.number <= last and any(story.jump is not None for story in page.stories)
        if pages is not None and page.number not in pages and not decides:
            continue
        if any(story.jump is not None for story in page.stories):
            from layout.makeup.planning.jump_targets import with_arrivals

            # Where a story is cut on its first page decides what is left for the other.
            settled = memo.landed(page, waiting[index + 1 :], drafts)
            page = settled.page
            waiting[index + 1 :] = [with_arrivals(each, settled.arrivals) for each in waiting[index + 1 :]]
        yield page, drafts


def alternates(
    issue: Issue,
    page: Page,
    theme: Theme,
    setter: Typesetter,
    most: int,
    report: Report,
    previous: PreviousLayout = NO_PREVIOUS,
) -> tuple[tuple[PagePlan, PageMade], ...]:
    """Up to `most` plans of a page (of `staged`), best first, and the pages made by them;
    a drawing it has is left aside.

    previous: where locked stories are held. Constraints that no plan keeps are reported (NP606).
    """
    from layout.makeup.planning.choose import ranked_plans
    from layout.makeup.planning.picture_sides import with_best_sides

    page = replace(page, plan=None, sketch=None)
    drafts = PageDrafts(issue, theme, setter, previous)
    library, furniture = drafts.library(page)
    if not page.stories:
        return ()
    library = with_locks(library, previous.page(page.number), report)
    tell_engine(library, report)
    found: list[tuple[PagePlan, PageMade]] = []
    for plan in ranked_plans(library)[:most]:
        placed = by_rank(page, with_best_sides(in_harmony(plan.placed, library), library, plan.more_ways))
        fixed = drafts.fixed(page, library, placed)
        draft = PageDraft(library, furniture, PlannedPage(placed), report, drafts.half(page), fixed)
        found.append((plan, composed(issue, draft, placed)))
        for constraint in plan.broken:
            report.add("NP606", constraint.span, page=page.number, story=constraint.story)
    return tuple(found)
