"""`layout plans`: the planner's alternates for a page, as a contact sheet of the real pages in small, as drawings, as
places. One of them is written into the issue by layout.amending.
"""

from __future__ import annotations

from typing import Any, Literal

from layout.diagnostics import Language, Report, Span
from layout.display import Fill, Frame, GlyphRun, Group, Image, Ink, Item, Markup, Page, Path, Rule
from layout.issue import read_issue
from layout.labels import label
from layout.makeup import PageMade, alternates, staged
from layout.makeup.logical import is_vertical
from layout.makeup.planning.plan import PagePlan, drawing_lines
from layout.pagenames import page_name
from layout.pipeline import Session
from layout.text.paragraph import Typesetter
from layout.theme import find_paper, in_writing, read_theme, with_fonts
from layout.units import MM, Rect, Size
from layout.value import replace, value

SHEET = Size(420 * MM, 297 * MM)  # A3 across
MARGIN, GAP, HEAD = 12 * MM, 7 * MM, 6 * MM
ACROSS = 6  # pages in a row of the sheet
_INK = Ink(0, 0, 0, 1)


@value
class Alternate:
    """One plan of a page: its number from 1, the plan, the page made by it, and its drawing as an issue writes it.

    loose: stories listed for the whole issue whose rest stands here, although nothing says so: drawn here alone they
    would begin here.
    """

    number: int
    plan: PagePlan
    made: PageMade
    drawing: tuple[str, ...]
    loose: tuple[str, ...] = ()

    def as_json(self, language: Language) -> dict[str, Any]:
        """One entry of `layout plans --format json`; rows count from the head of the planned part."""
        head = min((area.row for _, area in self.plan.places), default=0)
        return {
            "page": self.made.page.number,
            "plan": self.number,
            "score": round(self.made.score, 1),
            "fits": not self.plan.faults.weight,
            "drawing": list(self.drawing),
            "places": [
                {"story": name, "column": a.column, "columns": a.columns, "row": a.row - head, "rows": a.rows}
                for name, a in self.plan.places
            ],
            "checks": [{"id": c.id, "severity": c.severity, "message": c.message(language)} for c in self.made.checks],
        }


def plans_of(
    session: Session,
    issue_file: str,
    page: int | None,
    most: int,
    report: Report,
    fresh: bool = False,
    engine: Literal["", "cuts", "solver"] = "",
) -> tuple[Alternate, ...]:
    """Up to `most` plans of each page, or of page `page`, best first;
    a page that is drawn is planned as if it were not.

    fresh: without regard to the last build, which says where locked stories stand and which page a story of the issue
    is on; engine: what plans them, whatever the issue says.
    """
    files = session.workspace.of_issue(issue_file)
    issue = read_issue(files, issue_file, report)
    paper = find_paper(files, issue_file)
    if issue is None or paper is None:
        if issue is not None:
            report.add("NP903", Span(issue_file), file=issue_file)
        return ()
    theme = read_theme(session.workspace.of_paper(paper), paper, report)
    setter = session.setter(report)
    theme = with_fonts(theme, setter.fonts.names, report)
    previous = session.previous(issue, report, fresh)
    wanted = None if page is None else frozenset([page])
    free = {story.name for story in issue.stories if story.jump is not None and not story.jump.to}
    found: list[Alternate] = []
    for each, _ in staged(issue, theme, setter, report, previous, wanted):
        if page is None or each.number == page:
            each = replace(each, engine=engine or each.engine)
            plans = alternates(issue, each, theme, setter, most, report, previous)
            loose = tuple(story.name for story in each.stories if story.arrived and story.name in free)
            for number, (plan, made) in enumerate(plans, 1):
                grid = in_writing(theme, is_vertical(each, theme)).grid
                drawing = drawing_lines(plan.places, grid.columns, grid.vertical)
                found.append(Alternate(number, plan, made, drawing, loose))
    return tuple(found)


# -- the contact sheet -----------------------------------------------------------------------------------------------


def sheet(found: tuple[Alternate, ...], setter: Typesetter) -> tuple[Page, ...]:
    """The alternates in small, in rows of six, number and score above each; as many sheets as they need."""
    pages: list[Page] = []
    items: list[Item] = []
    x, y = MARGIN, MARGIN
    deepest = 0.0
    for each in found:
        trim = each.made.page.trim
        scale = (SHEET.width - 2 * MARGIN - (ACROSS - 1) * GAP) / ACROSS / trim.width
        if x + trim.width * scale > SHEET.width - MARGIN + 1:
            x, y, deepest = MARGIN, y + deepest + GAP, 0.0
        if y + HEAD + trim.height * scale > SHEET.height - MARGIN + 1 and items:
            pages.append(Page(len(pages) + 1, SHEET, 0.0, tuple(items)))
            items, x, y, deepest = [], MARGIN, MARGIN, 0.0
        words = f"{page_name(each.made.page.number)}版　方案{each.number}　{each.made.score:.1f}分"
        items += label(words, x, y + HEAD - 4, setter, 9.0, _INK)
        box = Rect(x, y + HEAD, trim.width * scale, trim.height * scale)
        items.append(Frame(box, 0.25, _INK))
        items += (_small(item, scale, box.x, box.y) for item in each.made.page.items)
        deepest = max(deepest, HEAD + box.height)
        x += box.width + GAP
    if items:
        pages.append(Page(len(pages) + 1, SHEET, 0.0, tuple(items)))
    return tuple(pages)


def _small(item: Item, scale: float, x: float, y: float) -> Item:
    """An item of a page in small, the page's corner at x, y."""

    def box(rect: Rect) -> Rect:
        return Rect(x + rect.x * scale, y + rect.y * scale, rect.width * scale, rect.height * scale)

    if isinstance(item, Group):
        return Group("artifact", tuple(_small(each, scale, x, y) for each in item.items))
    if isinstance(item, GlyphRun):
        return replace(
            item,
            size=item.size * scale,
            x=x + item.x * scale,
            baseline=y + item.baseline * scale,
            xs=tuple(each * scale for each in item.xs),
        )
    if isinstance(item, Rule):
        return replace(
            item,
            x0=x + item.x0 * scale,
            y0=y + item.y0 * scale,
            x1=x + item.x1 * scale,
            y1=y + item.y1 * scale,
            thickness=item.thickness * scale,
            dash=tuple(each * scale for each in item.dash),
        )
    if isinstance(item, Frame):
        return replace(
            item, rect=box(item.rect), thickness=item.thickness * scale, dash=tuple(d * scale for d in item.dash)
        )
    if isinstance(item, Path):
        parts = tuple(
            tuple((y if index % 2 else x) + each * scale for index, each in enumerate(part)) for part in item.parts
        )
        return replace(item, rect=box(item.rect), parts=parts, thickness=item.thickness * scale)
    assert isinstance(item, Fill | Image | Markup)
    return replace(item, rect=box(item.rect))


__all__ = ["Alternate", "plans_of", "sheet"]
