"""`layout plans`: the planner's alternates for a page, as a contact sheet of the real pages in small, as drawings, as
places; and one of them written into the issue as the page's own drawing, every comment and every other character left
as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from layout.diagnostics import Language, Report, Span
from layout.display import Fill, Frame, GlyphRun, Group, Image, Ink, Item, Markup, Page, Path, Rule
from layout.fields import names
from layout.issue import read_issue
from layout.labels import label
from layout.makeup import PageMade, alternates, staged
from layout.makeup.planning.plan import PagePlan, drawing_lines
from layout.pipeline import Session
from layout.source import Node, compose, read_source
from layout.source.reading import read_bytes
from layout.text.paragraph import Typesetter
from layout.theme import find_paper, read_theme
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
    workspace = session.workspace
    issue = read_issue(workspace, issue_file, report)
    paper = find_paper(workspace, issue_file)
    if issue is None or paper is None:
        if issue is not None:
            report.add("NP903", Span(issue_file), file=issue_file)
        return ()
    theme = read_theme(workspace, paper, report)
    setter = session.setter(report)
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
                found.append(Alternate(number, plan, made, drawing_lines(plan.places, theme.grid.columns), loose))
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
        words = f"{each.made.page.number}版　方案{each.number}　{each.made.score:.1f}分"
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


# -- into the issue --------------------------------------------------------------------------------------------------


class CannotWrite(Exception):
    """The drawing cannot be put into the issue; the words say why."""


def written(session: Session, issue_file: str, drawings: Mapping[int, tuple[str, ...]], report: Report) -> bytes:
    """The issue's text with the drawing of each page (by its number) in place of its plan. Raises CannotWrite."""
    source = read_source(session.workspace, issue_file, report)
    root = compose(source, report) if source else None
    raw = read_bytes(session.workspace, issue_file, report, Span(issue_file))
    if source is None or root is None or raw is None:
        raise CannotWrite(issue_file)
    text = source.text
    edits = [
        _edit(text, page, drawings[number])
        for number, page in _pages(root)
        if page.kind == "mapping" and number in drawings
    ]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return (b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b"") + text.encode()


def _pages(root: Node) -> Iterator[tuple[int, Node]]:
    for key, node in root.pairs:
        if names("issue").get(key.value.strip()) == "pages":
            for page in node.items:
                number = next((v.value for k, v in page.pairs if names("page").get(k.value.strip()) == "page"), "")
                digits = re.sub(r"\D", "", number)
                yield int(digits or 0), page


def _edit(text: str, page: Node, drawing: tuple[str, ...]) -> tuple[int, int, str]:
    """Where the page's plan stands in the text, and what is to stand there."""
    if text[page.start : page.start + 1] == "{":
        raise CannotWrite("{…}")
    fields = {names("page").get(key.value.strip()): (key, node) for key, node in page.pairs}
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    if "plan" in fields:
        key, node = fields["plan"]
        start, end = node.start, node.end
        if node.start == node.end:  # a key with nothing behind it
            start = end = text.index(":", key.start) + 1
        kept = text[start:end]
        tail = kept[len(kept.rstrip()) :] if "\n" in kept else ""
        lead = "" if text[start - 1 : start] in (" ", "\t") else " "
        rest = text[end : text.find("\n", end) if "\n" in text[end:] else len(text)]
        if not tail and rest.strip().startswith("#"):  # a comment behind `auto` stays behind the mark of the block
            lines = end_of_line.join(" " * (_column(text, key.start) + 2) + line for line in drawing)
            return start, end + len(rest), f"{lead}|{rest.rstrip()}{end_of_line}{lines}"
        lines = end_of_line.join(" " * (_column(text, key.start) + 2) + line for line in drawing)
        return start, end, f"{lead}|{end_of_line}{lines}{tail}"
    key = next(key for name, (key, _) in fields.items() if name is not None)
    at = min(fields[name][0].start for name in ("stories", "adverts") if name in fields) if fields else key.start
    indent = _column(text, at)
    lines = end_of_line.join(" " * (indent + 2) + line for line in drawing)
    return at, at, f"plan: |{end_of_line}{lines}{end_of_line}{' ' * indent}"


def _column(text: str, offset: int) -> int:
    return offset - (text.rfind("\n", 0, offset) + 1)


__all__ = ["Alternate", "CannotWrite", "plans_of", "sheet", "written"]
