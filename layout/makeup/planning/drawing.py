"""An editor's drawing (画版样) read into areas: which story stands where.

A drawing has one word a base column and one line a band; a story's words form a rectangle. Its shape was judged when
the issue was read (issue/drawing.py); here it meets the grid and the adverts of its page.
"""

from __future__ import annotations

from layout.diagnostics import Diagnostic, Report
from layout.issue import Page
from layout.issue.drawing import NAMEPLATE
from layout.makeup.planning.previous import Places
from layout.units import GridArea
from layout.value import value


@value
class Drawing:
    """A page's modules on its columns and bands: rows of a spot's area count bands."""

    spots: Places
    bands: int


def read_drawing(page: Page, columns: int, report: Report, vertical: bool = False) -> Drawing | None:
    """The page's own drawing; None when it cannot be followed (NP610 wrong number of columns, NP611 no rectangle,
    NP612 a story that is not drawn, NP683 a nameplate on a page that has it above)."""
    assert page.plan is not None
    plan = page.plan
    wrong = [band for band in plan.bands if len(band) != columns]
    if wrong:
        told = (("page", page.number), ("found", len(wrong[0])), ("columns", columns), ("band", " ".join(wrong[0])))
        report.extend([Diagnostic("NP610", plan.span, told, "tiers" if vertical else "hint")])
        return None
    cells: dict[str, list[tuple[int, int]]] = {}
    for band, names in enumerate(plan.bands):
        for column, name in enumerate(names):
            cells.setdefault(name, []).append((column, band))
    spots: list[tuple[str, GridArea]] = []
    sound = True
    known = {story.name for story in page.stories} | {advert.name for advert in page.adverts}
    for name, taken in cells.items():
        across = [column for column, _ in taken]
        down = [band for _, band in taken]
        area = GridArea(min(across), max(across) - min(across) + 1, min(down), max(down) - min(down) + 1)
        if area.columns * area.rows != len(taken):
            report.add("NP611", plan.span, story=name, page=page.number)
            sound = False
        if name not in known:
            if name == NAMEPLATE:
                report.add("NP683", plan.span, page=page.number)
            sound = False
        spots.append((name, area))
    for story in page.stories:
        if story.name not in cells:
            report.add("NP612", story.span, story=story.name, page=page.number)
            sound = False
    if not sound:
        return None
    return reserve(Drawing(tuple(spots), len(plan.bands)), page, columns, report)


def reserve(drawing: Drawing, page: Page, columns: int, report: Report) -> Drawing | None:
    """The drawing with a band of its own for each advert of full width that is not drawn;
    a narrower one must be (NP614), and the nameplate of a vertical front page (NP682)."""
    drawn = {name for name, _ in drawing.spots}
    spots, bands = list(drawing.spots), drawing.bands
    for advert in page.adverts:
        if advert.name in drawn:
            continue
        if advert.nameplate:
            report.add("NP682", page.plan.span if page.plan else page.span, page=page.number)
            return None
        if advert.columns < columns:
            report.add("NP614", advert.span, advert=advert.name, columns=advert.columns, page=page.number)
            return None
        if advert.place == "head":
            spots = [(name, GridArea(a.column, a.columns, a.row + 1, a.rows)) for name, a in spots]
        band = 0 if advert.place == "head" else bands
        spots.append((advert.name, GridArea(0, columns, band, 1)))
        bands += 1
    return Drawing(tuple(spots), bands)
