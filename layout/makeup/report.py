"""What is told of a made-up page: copy that does not fit, feet that stay empty, heads too long, faults of setting."""

from __future__ import annotations

import math
from typing import Any

from layout.diagnostics import Diagnostic, Report, did_you_mean, short
from layout.issue import Issue, Page, Story
from layout.makeup.blocks.fold_strips import is_side_of_paper, set_strip, width_of_strip
from layout.makeup.blocks.heads import CROWDED, PACKED, STICKS_OUT, band_of
from layout.makeup.blocks.pictures import ink_of
from layout.makeup.logical import LEVEL_SIZES, is_plain
from layout.makeup.modules.across import runs_across
from layout.makeup.modules.across_heads import ACROSS
from layout.makeup.modules.adverts import shape_fault, sold, tell_adverts
from layout.makeup.modules.base import LEAST_AFTER, LEAST_BEFORE, Placed
from layout.makeup.modules.couplets import COUPLET
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.modules.spread import HalfSpread
from layout.makeup.planning.page_plan import PlannedPage
from layout.pagenames import page_name
from layout.text.faults import faults_of
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme
from layout.units import GridArea

STRAINED = {CROWDED: "NP695", PACKED: "NP696", STICKS_OUT: "NP604"}
"""What is told of a head that is not as its styles have it."""


def report_inks(page: Page, theme: Theme, report: Report) -> None:
    """Report pictures to be printed in an ink the paper does not have."""
    for story in page.stories:
        for picture in (*story.every_picture, *(picture for item in story.items for picture in item.pictures)):
            if picture.ink and ink_of(picture, theme) is None:
                near = did_you_mean(picture.ink, theme.inks)
                hint = "nearest" if near else "hint"
                report.add("NP308", picture.span, hint=hint, name=short(picture.ink), nearest=near)


def report_grounds(page: Page, theme: Theme, report: Report) -> None:
    """Report heads to be reversed on an ink the paper does not have (NP706)."""
    for story in page.stories:
        if story.reverse and not story.over_picture and band_of(story.reverse, theme) is None:
            near = did_you_mean(story.reverse, theme.inks)
            hint = "nearest" if near else "hint"
            report.add("NP706", story.span, hint=hint, name=short(story.reverse), nearest=near)


def report_faults(planned: PlannedPage, library: ModuleLibrary, report: Report, advise: bool = True) -> bool:
    """Copy that does not fit, feet that stay empty, heads too long. advise: try out what would mend the page.

    False where that was left out although there was something to mend."""
    page, placed = library.page, planned.placed
    tell_adverts(page, placed, library.top, library.top + library.rows, report)
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
        if module.head_strain:
            enough = library.head_columns(story.name)
            hint = "columns" if enough > module.area.columns else "hint"
            code = STRAINED[module.head_strain]
            report.add(code, story.span, hint=hint, story=story.name, page=page.number, columns=enough)
    return advise or not amiss


def report_spread(half: HalfSpread, theme: Theme, report: Report) -> None:
    """What is wrong with what runs over two pages: told once, with its left page."""
    spread, rows = half.spread, half.placed.area.rows
    values: dict[str, Any] = {
        "left": page_name(spread.left),
        "right": page_name(spread.left + 1),
        "story": spread.name,
        "rows": rows,
    }
    if theme.spine == "right":
        report.add("NP671", spread.span, **values)
    if half.parted and spread.bridged is not False:
        report.add("NP660", spread.span, **values)
    if half.needs:
        report.add("NP661", spread.span, **values, needs=half.needs)
    if half.asked > rows:
        report.add("NP662", spread.span, **values, asked=half.asked)
    if half.placed.empty >= 3:  # fewer are told by the page's checks (Q02)
        report.add("NP663", spread.span, **values, empty=half.placed.empty)
    if half.placed.head_strain:
        report.add(STRAINED[half.placed.head_strain], spread.span, story=spread.name, page=spread.left)


def report_strips(issue: Issue, theme: Theme, setter: Typesetter, report: Report) -> None:
    """What is wrong with what stands between two pages (中缝)."""
    bridged = {spread.pages for spread in issue.spreads if spread.bridged is not False}
    for strip in issue.fold_strips:
        left, right = map(page_name, strip.pages)
        if not width_of_strip(theme):
            report.add("NP667", strip.span, left=left, right=right)
            continue
        if not is_side_of_paper(*strip.pages, issue, theme):
            report.add("NP668", strip.span, left=left, right=right)
            continue
        if strip.pages in bridged:
            report.add("NP670", strip.span, left=left, right=right)
        made = set_strip(strip, theme, setter)
        if made.height > made.room:
            characters = sum(len(each.copy.text) for each in made.paragraphs)
            over = math.ceil(characters * (1 - made.room / made.height))
            report.add("NP669", strip.span, left=left, right=right, characters=over)
        _tell(made.paragraphs, report)


def report_sold(page: Page, library: ModuleLibrary, placed: tuple[Placed, ...], report: Report) -> None:
    """What is wrong with adverts that have a place of their own."""
    grid, theme = library.grid, library.theme
    taken = sold(page, grid, library.top, library.gap)
    if taken.whole is not None and page.stories:
        report.add("NP664", taken.whole.span, page=page.number, advert=taken.whole.name)
    advert = taken.corner
    arm = next((module.area for module in placed if advert is not None and module.story.name == advert.name), None)
    if advert is None or arm is None:
        return
    edge = arm.column if advert.side == "left" else grid.columns - arm.right
    if edge or arm.foot != library.top + library.rows:
        sides = {"left": "左", "right": "右"}
        told = {"page": page.number, "advert": advert.name, "side": advert.side, "side_zh": sides[advert.side]}
        report.add("NP666", advert.span, **told)  # type: ignore[arg-type]
    whole = GridArea(0, grid.columns, arm.row, arm.rows + library.gap + advert.foot)
    fault = shape_fault(advert, whole, grid, theme, library.setter)
    if fault:
        report.add("NP665", advert.span, **fault)  # type: ignore[arg-type]


def report_level_only(page: Page, vertical: bool, issue: Issue, report: Report) -> None:
    """What stands on level pages alone and was asked of a vertical one: left out (NP684), or set plainly (NP685), as it
    is in a text whose lines run across those of its page."""
    if vertical:
        spread = issue.spread_on(page.number)
        if spread is not None:
            report.add("NP684", spread.span, hint="spread", name=spread.name, page=page.number)
        for advert in page.adverts:
            if advert.size in LEVEL_SIZES:
                report.add("NP684", advert.span, name=advert.name, page=page.number)
    for story in page.stories:
        across = runs_across(story, vertical) or story.head in ACROSS[vertical]
        if (vertical or across) and not is_plain(story):
            report.add("NP685", story.span, story=story.name, page=page.number)


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


def report_placeless(page: Page, placed: tuple[Placed, ...], report: Report) -> None:
    """Stories that stand nowhere on their page (NP626): what stands above them has taken all its rows."""
    there = {module.story.name for module in placed}
    for story in page.stories:
        if story.name not in there:
            report.add("NP626", story.span, story=story.name, page=page.number)


def report_setting(placed: tuple[Placed, ...], report: Report) -> None:
    """Whatever setting found wrong in what was placed."""
    for module in placed:
        _tell(module.paragraphs, report)


def _tell(paragraphs: tuple[Paragraph, ...], report: Report) -> None:
    for index, fault in faults_of(paragraph.faults for paragraph in paragraphs):
        span = paragraphs[index].copy.span(fault.index, fault.length)
        report.extend([Diagnostic(fault.code, span, fault.values, fault.hint)])
