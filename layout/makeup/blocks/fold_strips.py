"""The strip between the two pages of one side of a sheet (中缝): notices downwards in one narrow column over the fold.

It belongs to the sheet and to neither page: the printer's flats have it, and for shops that impose by themselves the
job has a file of its own, as wide as the strip and as high as a page. No line of type of the pages stands there, for a
format has a strip only where its margins leave room for one.
"""

from __future__ import annotations

from layout.display import Group, Item, Rule
from layout.display import Page as DisplayPage
from layout.folding import is_side
from layout.issue import FoldStrip, Issue
from layout.makeup.blocks.fold import moved
from layout.makeup.blocks.heads import lines_of
from layout.makeup.grid import PageGrid
from layout.pagenames import section_counts
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import Theme
from layout.units import MM, Size
from layout.value import value

CLEAR = 3 * MM  # least white between the strip and the text of either page
AIR = 6.0  # points above and below the rule between two notices


@value
class SetStrip:
    """A strip as set, its left edge at 0. height: of all its notices, room: of the type area; points."""

    strip: FoldStrip
    items: tuple[Item, ...]
    paragraphs: tuple[Paragraph, ...]
    width: float
    height: float
    room: float

    def over_the_fold(self, trim: Size) -> tuple[Item, ...]:
        """Its items on a flat of two pages of that size."""
        return tuple(moved(item, trim.width - self.width / 2) for item in self.items)

    def page(self, number: int, trim: Size) -> DisplayPage:
        """A page of its own, as wide as the strip."""
        return DisplayPage(number, Size(self.width, trim.height), 0.0, self.items)


def width_of_strip(theme: Theme) -> float:
    """Points; 0 = the format has none, or its margins have no room for it."""
    wanted = theme.numbers["fold_strip"]
    grid = PageGrid.of(theme)
    gutter = theme.format.trim.width - grid.width
    return wanted if 0 < wanted <= gutter - 2 * CLEAR else 0.0


def set_strip(strip: FoldStrip, theme: Theme, setter: Typesetter) -> SetStrip:
    """The notices of a strip, downwards from the head of the type area."""
    grid, width = PageGrid.of(theme), width_of_strip(theme) or theme.numbers["fold_strip"] or 20 * MM
    head, body = theme.styles["fold-headline"], theme.styles["fold-notice"]
    measure = width // body.size * body.size
    left = (width - measure) / 2
    y = grid.top
    items: list[Item] = []
    paragraphs: list[Paragraph] = []
    for index, notice in enumerate(strip.notices):
        if index:
            y += AIR
            rule = Rule(left, y, left + measure, y, theme.numbers["hairline"], theme.inks["frame"])
            items.append(Group("artifact", (rule,)))
            y += AIR
        parts: list[Item] = []
        for role, copies, style in (
            ("headline", notice.headline, head),
            ("paragraph", tuple(block.copy for block in notice.body), body),
        ):
            for copy in copies:
                made = setter.typeset(copy, style, measure)
                paragraphs.append(made)
                parts.append(Group(role, tuple(lines_of(made, left, y + (style.leading - style.size) / 2))))
                y += len(made.lines) * style.leading
        items.append(Group("story", tuple(parts), f"{strip.pages[0]}-{strip.pages[1]}/{notice.name}"))
    return SetStrip(strip, tuple(items), tuple(paragraphs), width, y - grid.top, grid.rows * grid.leading)


def is_side_of_paper(left: int, right: int, issue: Issue, theme: Theme) -> bool:
    """Whether the printer has two pages (版次) of an issue side by side on one side of one sheet."""
    numbers, press = sorted(page.number for page in issue.pages), theme.press
    own = section_counts(numbers)
    if not own:  # some pages of a paper: they are counted from its first
        return is_side(left - 1, right - 1, numbers[-1], press.binding, press.sections)
    if left not in numbers or right not in numbers:
        return False
    counts = press.sections if sum(press.sections) == len(numbers) else own
    return is_side(numbers.index(left), numbers.index(right), len(numbers), press.binding, counts)


__all__ = ["SetStrip", "is_side_of_paper", "set_strip", "width_of_strip"]
