"""What is told of a made-up page: copy that does not fit, feet that stay empty, heads too long, faults of setting."""

from __future__ import annotations

from layout.diagnostics import Diagnostic, Report, did_you_mean, short
from layout.issue import Page, Story
from layout.makeup.blocks.pictures import ink_of
from layout.makeup.modules.across import ACROSS, COUPLET, runs_across
from layout.makeup.modules.adverts import tell_adverts
from layout.makeup.modules.base import LEAST_AFTER, LEAST_BEFORE, Placed
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.page_plan import PlannedPage
from layout.text.paragraph import faults_of
from layout.theme import Theme


def report_inks(page: Page, theme: Theme, report: Report) -> None:
    """Report pictures to be printed in an ink the paper does not have."""
    for story in page.stories:
        for picture in (*story.pictures, *(picture for item in story.items for picture in item.pictures)):
            if picture.ink and ink_of(picture, theme) is None:
                near = did_you_mean(picture.ink, theme.inks)
                hint = "nearest" if near else "hint"
                report.add("NP308", picture.span, hint=hint, name=short(picture.ink), nearest=near)


def report_faults(planned: PlannedPage, library: ModuleLibrary, report: Report, advise: bool = True) -> bool:
    """Copy that does not fit, feet that stay empty, heads too long. advise: try out what would mend the page.

    False where that was left out although there was something to mend."""
    page, placed = library.page, planned.placed
    tell_adverts(page, placed, library.top, library.grid.rows, report)
    refused = page.sketch or (None if placed else page.plan)
    if refused is not None:
        from layout.makeup.planning.nearest_drawing import tell_nearest

        tell_nearest(library, refused, report)
    amiss = any(module.overset or module.empty for module in placed)
    if amiss:
        from layout.makeup.advice import tell  # only a page with faults pays for trying what would mend it

        tell(library, planned, report, advise)
    for story in page.stories:
        _tell_across(story, page.number, library.grid.vertical, report)
    for module in placed:
        story = module.story
        if module.turn is not None and not module.overset:
            least = LEAST_BEFORE if module.turn.leaving else LEAST_AFTER
            if module.turn.rows < least:
                code = "NP615" if module.turn.leaving else "NP616"
                report.add(code, story.span, story=story.name, page=page.number, rows=module.turn.rows, least=least)
        if unnamed := dict(module.tactics).get("unnamed", 0):
            report.add("NP645", story.span, story=story.name, page=page.number, stories=unnamed)
        elif story.role == "index" and not story.entries:
            report.add("NP646", story.span, story=story.name, page=page.number)
        if not module.head_fitted:
            enough = library.head_columns(story.name)
            hint = "columns" if enough > module.area.columns else "hint"
            report.add("NP604", story.span, hint=hint, story=story.name, page=page.number, columns=enough)
    return advise or not amiss


def _tell_across(story: Story, page: int, vertical: bool, report: Report) -> None:
    """Lines or a head asked to run across those of the page, where that cannot be (NP680); a couplet of other than two
    lines (NP681)."""
    asked = runs_across(story, vertical) or story.head in ACROSS[vertical] or story.role == "couplet"
    if asked and not story.arrived and (story.role == "briefs" or story.jump is not None):
        report.add(
            "NP680", story.span, story=story.name, page=page, hint="briefs" if story.role == "briefs" else "hint"
        )
    lines = sum(1 for block in story.body if block.copy.text)
    if story.role == "couplet" and lines != COUPLET:
        report.add("NP681", story.span, story=story.name, page=page, lines=lines)


def report_setting(placed: tuple[Placed, ...], report: Report) -> None:
    """Whatever setting found wrong in what was placed."""
    for module in placed:
        for index, fault in faults_of(module.paragraphs):
            span = module.paragraphs[index].copy.span(fault.index, fault.length)
            report.extend([Diagnostic(fault.code, span, fault.values, fault.hint)])
