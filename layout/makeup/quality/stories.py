"""The checks of one story as it was set."""

from __future__ import annotations

from collections.abc import Iterator

from layout.display import Frame, GlyphRun
from layout.makeup.blocks.pictures import MOST_CROP
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import LEAST_AFTER, LEAST_BEFORE, Placed
from layout.makeup.quality.sight import groups, paragraph_runs
from layout.makeup.quality.values import Check
from layout.units import Rect
from layout.value import replace

LONGEST_LEG = 40  # rows (Q11)
MEASURE = 14.0  # em, of the columns that rows are counted of; tiers are narrower, so that they may have more
GREY = 20  # rows of two legs side by side without head, picture or subhead (Q12)
LEAST_PPI = 100.0


def of_story(module: Placed, grid: PageGrid) -> Iterator[Check]:
    if module.inside is not None:
        yield from (replace(each, box=None) for each in of_story(module.inside.placed, module.inside.grid))
        return
    name = module.story.name
    if module.overset:
        yield Check("Q01", module.overset, "error", name)
    if module.empty:
        yield Check("Q02", module.empty, "error" if module.empty >= 3 else "warning", name)
    feet = [leg.room - leg.rows for leg in module.legs]
    uneven = max(feet, default=0) - min(feet, default=0)
    if uneven > 1:
        yield Check("Q03", uneven, "warning", name)
    runs = paragraph_runs(module.items)
    off = _off_grid(runs, grid)
    if off > 0.05:
        yield Check("Q04", off, "error", name)
    for leg in module.legs:
        if module.head_rows and not leg.picture and 0 < leg.rows < 3 and _lines(module) >= 3 * len(module.legs):
            yield Check("Q08", 1, "error", name)
    if module.turn is not None and module.turn.rows < (LEAST_BEFORE if module.turn.leaving else LEAST_AFTER):
        yield Check("Q18", 1, "error", name)
    if module.widows:
        yield Check("Q10", module.widows, "warning", name)
    yield from _head_to_text(module, runs, grid)
    yield from _grey(module, grid)
    yield from _picture_places(module, runs, grid)
    yield from _pixels(module, grid)
    # A tier may run from one side of the page to the other: the eye need not find its way back to a far head of it.
    longest = grid.rows if grid.vertical else LONGEST_LEG
    short = sum(1 for leg in module.legs if 0 < leg.rows < (5 if leg.picture else 3) or leg.rows > longest)
    if short and module.story.role in ("lead", "story"):
        yield Check("Q11", short, "warning", name)
    cropped = sum(1 for crop in module.crops if crop > MOST_CROP + 1e-6)
    if cropped:
        yield Check("Q15", cropped, "warning", name)


def _head_to_text(module: Placed, text: list[GlyphRun], grid: PageGrid) -> Iterator[Check]:
    """题文脱节: rows of white between a head and what stands nearest under it, text or picture, beyond one (Q09)."""
    heads = [group for group in groups(module.items) if group.role in ("headline", "deck", "byline")]
    runs = [item for group in heads for item in group.items if isinstance(item, GlyphRun) and item.xs]
    if not runs or module.story.over_picture:  # its text stands under the picture
        return
    foot = max(run.baseline + 0.12 * run.size for run in runs)
    left, right = min(run.x for run in runs) - grid.measure, max(run.x + run.xs[-1] for run in runs)
    tops = [r.baseline - 0.88 * r.size for r in text if left <= r.x <= right]
    tops += [rect.y for rect in module.pictures]
    others = [group for group in groups(module.items) if group.role not in ("paragraph", "item")]  # which are lines
    tops += [rect.rect.y for group in others for rect in group.items if isinstance(rect, Frame)]
    gap = (min((top for top in tops if top > foot - 2.0), default=foot) - foot) / grid.leading
    if module.story.arrived:
        gap -= 1  # （上接第1版） stands between them on a row of its own
    if gap > 2.0:
        box = Rect(grid.x(module.area.column), foot, grid.span(module.area.columns), gap * grid.leading)
        yield Check("Q09", round(gap - 1.0, 1), "warning" if gap <= 3.5 else "error", module.story.name, box)


def _grey(module: Placed, grid: PageGrid) -> Iterator[Check]:
    """A grey block: two legs side by side, each long, with nothing in them to rest the eye (Q12)."""
    longest = GREY * MEASURE * grid.body_size / grid.measure if grid.vertical else GREY
    story = module.story
    plain = not story.pictures and not story.pull_quotes and all(block.kind == "paragraph" for block in story.body)
    if plain and story.body and sum(1 for leg in module.legs if leg.rows > longest) > 1:
        yield Check("Q12", 1, "warning", story.name)


def _picture_places(module: Placed, text: list[GlyphRun], grid: PageGrid) -> Iterator[Check]:
    """Pictures in the middle of a leg: text of the story right above and right below (Q16)."""
    if not module.pictures:
        return
    lines = [(run.x, run.baseline) for run in text]
    for rect in module.pictures:
        beside = [y for x, y in lines if rect.x - 1 <= x < rect.right - 1]
        near = 12 * grid.leading
        if any(rect.y - near < y <= rect.y for y in beside) and any(
            rect.bottom <= y < rect.bottom + near for y in beside
        ):
            yield Check("Q16", 1, "warning", module.story.name, rect)


def _pixels(module: Placed, grid: PageGrid) -> Iterator[Check]:
    """Pictures of too few pixels for their size (Q15); preflight says more of them."""
    for picture, rect in zip(module.story.pictures, module.pictures, strict=False):
        if picture.pixels is not None and rect.width > 0 and rect.height > 0:
            box = grid.on_paper(rect)
            ppi = 72.0 * min(1.0 * picture.pixels.width / box.width, picture.pixels.height / box.height)
            if 0 < ppi < LEAST_PPI:
                yield Check("Q15", 1, "warning", module.story.name, rect)


def _lines(module: Placed) -> int:
    return sum(leg.rows for leg in module.legs)


def off_grid(module: Placed, grid: PageGrid) -> float:
    """How far the worst body baseline stands off the page grid, points (R20)."""
    return _off_grid(paragraph_runs(module.items), grid)


def _off_grid(runs: list[GlyphRun], grid: PageGrid) -> float:
    first = grid.baseline(0)
    worst = 0.0
    for baseline in {run.baseline for run in runs}:
        rows = (baseline - first) / grid.leading
        worst = max(worst, abs(rows - round(rows)) * grid.leading)
    return worst
