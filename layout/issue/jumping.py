"""Where stories of an issue may jump (转版): to a later page that has no story of their name."""

from __future__ import annotations

from collections.abc import Sequence

from layout.diagnostics import Report
from layout.issue.values import Page, Plan, Story
from layout.pagenames import page_name
from layout.value import replace


def later_pages(number: int, story: Story, pages: Sequence[Page]) -> list[Page]:
    """The pages after page `number` that its story may jump to: the one it names,
    or any that has no story of its name."""
    assert story.jump is not None
    wanted = story.jump.to
    return [
        each
        for each in pages
        if each.number > number
        and wanted in (0, each.number)
        and all(other.name != story.name for other in each.stories)
    ]


def may_jump(number: int, story: Story, pages: Sequence[Page], report: Report) -> bool:
    """Whether the page that a story of page `number` jumps to is there, comes later (NP224), and has no story of that
    name (NP226); and whether the story has copy that could jump (NP225)."""
    jump = story.jump
    assert jump is not None
    target = next((each for each in pages if each.number == jump.to), None)
    coming = [each for each in pages if each.number > number]
    if not coming if not jump.to else target not in coming:
        later = "、".join(page_name(each.number) for each in coming)
        hint = "hint" if later else "none"
        report.add("NP224", jump.span, hint=hint, story=story.name, to=jump.to or "auto", later=later)
        return False
    if story.role in ("briefs", "photo-news") or not story.body:
        report.add("NP225", jump.span, story=story.name)
        return False
    if later_pages(number, story, pages):
        return True
    full = target or coming[0]
    same = next(each for each in full.stories if each.name == story.name)
    report.add("NP226", jump.span, others=(("first", same.span),), story=story.name, to=full.number)
    return False


def led(story: Story, number: int, pages: Sequence[Page], report: Report) -> Story:
    """A story of page `number`, its free jump led to where its rest is drawn; NP228 where no later page draws it nor
    plans itself, NP229 where two draw it."""
    if story.jump is None or story.jump.to or not (later := later_pages(number, story, pages)):
        return story
    plans = [(each.number, each.plan or each.sketch) for each in later]
    drawn = [(page, plan.span) for page, plan in plans if plan is not None and story.name in _names(plan)]
    if not drawn and all(plan is not None for _, plan in plans):
        report.add("NP228", story.jump.span, story=story.name)
    for _, span in drawn[1:]:
        report.add("NP229", span, others=(("first", drawn[0][1]),), story=story.name, page=drawn[0][0])
    return replace(story, jump=replace(story.jump, to=drawn[0][0])) if drawn else story


def _names(plan: Plan) -> set[str]:
    return {name for band in plan.bands for name in band}
