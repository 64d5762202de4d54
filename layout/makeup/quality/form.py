"""Type and boxes of a page, and what its furniture must say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layout.display import Fill, Frame, GlyphRun, Image, Item, Path, Rule, walk
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import Placed
from layout.makeup.quality.sight import bounds
from layout.makeup.quality.values import Check
from layout.units import Rect, union
from layout.value import value

MOST_FAMILIES = 4  # song, sans, kai, and fangsong for bylines and notices (Q20)
MOST_BOXES = 3
LEAST_PLATE = 25.0  # per cent of its room that the nameplate fills (Q40)
LEAST_PARTED = 6  # rows that two neighbours share before a rule must part them (Q41)
WHOLE = 0.9  # part of what it parts that a rule must run along
LOOSE = 0.10  # em between ideographs (Q21)
LOOSE_SHARE = 0.05  # of a page's lines


def of_form(name: str, dated: bool, number: str) -> tuple[Check, ...]:
    """What a paper must say of itself on its pages: name, date, number of the issue (Q24)."""
    missing = sum((not name, not dated, not number))
    return (Check("Q24", missing, "warning"),) if missing else ()


def of_nameplate(furniture: tuple[Item, ...], field: Rect) -> tuple[Check, ...]:
    """How much of its room the nameplate of a level front page fills (Q40). field: the room, without the publication
    line; what stands there besides the name counts too."""
    standing = [leaf for leaf in walk(furniture) if isinstance(leaf, GlyphRun | Frame | Path | Image | Fill)]
    boxes = [bounds(leaf) for leaf in standing if not isinstance(leaf, GlyphRun) or leaf.xs]
    own = [box for box in boxes if field.y - 40.0 <= box.y + box.height / 2 <= field.bottom]
    if not own or field.height <= 0:
        return ()
    share = 100.0 * sum(box.width * box.height for box in own) / (field.width * field.height)
    if share >= LEAST_PLATE:
        return ()
    return (Check("Q40", round(LEAST_PLATE - share, 1), "warning", "", union(*own)),)


def of_rules(rules: tuple[Item, ...], placed: tuple[Placed, ...], grid: PageGrid) -> tuple[Check, ...]:
    """Rules between neighbours that do not run over all that they part, or run beyond it (Q41). rules: those of the
    page, on its grid; () = its style has none."""
    drawn = [leaf for leaf in walk(rules) if isinstance(leaf, Rule) and abs(leaf.x1 - leaf.x0) < 0.01]
    if not drawn:
        return ()
    found = []
    plain = [module for module in placed if not module.boxed]
    for left in plain:
        for right in plain:
            top = max(left.area.row, right.area.row)
            foot = min(left.area.foot, right.area.foot)
            if left.area.right != right.area.column or foot - top < LEAST_PARTED:
                continue
            x, y, end = grid.x(right.area.column) - grid.gutter / 2, grid.y(top), grid.y(foot)
            runs = [(min(r.y0, r.y1), max(r.y0, r.y1)) for r in drawn if abs(r.x0 - x) <= grid.gutter / 2]
            covered = sum(max(0.0, min(b, end) - max(a, y)) for a, b in runs)
            if covered < WHOLE * (end - y):
                found.append(Check("Q41", 1, "warning", right.story.name, Rect(x - 2, y, 4, end - y)))
    return tuple(found)


@value
class SetType:
    """The type of a module. families: of its fonts; lines: justified, loose: of these set loose; alone: last lines of a
    character."""

    story: str
    families: frozenset[str]
    lines: int
    loose: int
    alone: int


def set_type(module: Placed) -> SetType:
    """The type that a module is set in."""
    lines = loose = alone = 0
    for paragraph in module.paragraphs:
        if paragraph.style.align != "justify" or not paragraph.lines:
            continue
        lines += len(paragraph.lines)
        if not paragraph.even:
            loose += sum([1 for line in paragraph.lines if line.gap > LOOSE and not line.last])
        last = paragraph.copy.text[paragraph.lines[-1].start : paragraph.lines[-1].end]
        if len(paragraph.lines) > 1 and sum(map(str.isalnum, last)) <= 1:  # a mark is no company (R18)
            alone += 1
    families = frozenset([each.style.font.split("-")[0] for each in module.paragraphs])
    return SetType(module.story.name, families, lines, loose, alone)


def types(found: Sequence[SetType]) -> Iterator[Check]:
    """Families of type (Q20); lines set loose, and last lines of one character (Q21, Q10)."""
    families = frozenset().union(*[each.families for each in found])
    if len(families) > MOST_FAMILIES:
        yield Check("Q20", len(families) - MOST_FAMILIES, "warning")
    for each in found:
        if each.alone:
            yield Check("Q10", each.alone, "warning", each.story)
    lines, loose = sum(each.lines for each in found), sum(each.loose for each in found)
    if loose > LOOSE_SHARE * max(lines, 20):
        yield Check("Q21", loose, "warning")


def boxes(placed: tuple[Placed, ...]) -> Iterator[Check]:
    """Boxes and panels on the page, adverts left out (Q23)."""
    boxes = sum(1 for module in placed if module.boxed and module.story.role != "filler")
    if boxes > MOST_BOXES:
        yield Check("Q23", boxes - MOST_BOXES, "warning")
