"""Head blocks: tag, kicker, headline, deck, summary and byline stacked over a story, set once a width.

A head's height is exact; the block that carries it rounds up to whole rows and shares the rest out above and below.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from layout.display import BLACK, EM_ASCENT, PAPER, Fill, GlyphRun, Group, Ink, Item, Markup, Path, Rule
from layout.issue import Copy, Story
from layout.makeup.blocks.borders import border_kind, square
from layout.makeup.grid import glyph_runs, whole
from layout.text.headline import STEP
from layout.text.paragraph import Paragraph, Torn, Typesetter
from layout.text.set_lines import with_blank
from layout.theme import TextStyle, Theme
from layout.theme.layers import name_of
from layout.units import Rect
from layout.value import replace, value

WIDEST_SUMMARY = 38.0  # em
# Lines that a part of a head takes as a rule; `lines` of its style says what it may take beyond.
KICKER_LINES = 1
DECK_LINES = 2
BYLINE_LINES = 2
MOST_LINES = 3  # of any part, as a rule; a head that finds no other place has one more, and then as many as it needs
MANY_LINES = 12  # that are broken by sense; beyond that a head is text
# How far a head is from what its styles allow; the planner looks for columns that strain it least.
FITS = 0
CROWDED = 1  # smaller than its style's smallest, in a line more than it may have, or with a word parted
PACKED = 2  # at the least size of all, in as many lines as it takes
STICKS_OUT = 3  # what cannot be parted is wider than its columns
PAD = 0.3  # of a reversed head's smallest size: from the edge of its band to its lines
LEAST_PAD = 6.0  # points
_TINTED = re.compile(r"(.*?)(?:\s*(\d{1,3}(?:\.\d+)?)\s*[%％])?")
ALMOST = 1e-6  # points
_STYLES = 256  # kept: those of a page
LABEL_AIR = 0.8  # em from a label to the rules beside it
SUMMARY_AIR = 0.7  # em between a summary and the rules around it


@value
class Part:
    """One element of a head: its role, its lines, and the space above and below it in points. hang: from the mark
    before it to its text; first: it opens the summary."""

    role: str
    paragraph: Paragraph
    above: float
    hang: float = 0.0
    below: float = 0.0
    first: bool = False

    @property
    def height(self) -> float:
        """From the top of the first em box to the bottom of the last, with what stands below it."""
        style = self.paragraph.style
        return (len(self.paragraph.lines) - 1) * style.leading + style.size + self.below


@value
class Head:
    """A head set on a width. size: of the headline, points; strain: FITS to STICKS_OUT; accent, thin: ink of tags and
    thickness of rules; band: what it stands white on (反白), pad: how far that reaches round its lines."""

    parts: tuple[Part, ...]
    width: float
    size: float
    strain: int = FITS
    rank: int = 1
    accent: Ink = BLACK
    thin: float = 0.25
    band: Ink | None = None
    pad: float = 0.0

    @property
    def height(self) -> float:
        return sum(part.above + part.height for part in self.parts) + 2 * self.pad

    @property
    def fitted(self) -> bool:
        """Whether it stands as its styles allow."""
        return self.strain == FITS

    @property
    def filled(self) -> float:
        """The part of its width that its longest line takes."""
        widths = [line.width for part in self.parts for line in part.paragraph.lines]
        return max(widths, default=0.0) / self.width

    def items(self, x: float, y: float) -> Iterator[Item]:
        """The head's items with its top left corner at x, y."""
        if self.band is not None:
            yield Group("artifact", (Fill(Rect(x, y, self.width, self.height), self.band),))
        x, y = x + self.pad, y + self.pad
        width = self.width - 2 * self.pad
        for part in self.parts:
            y += part.above
            if part.role == "tag":
                yield from _tag(part, x, y, width, self.accent)
            elif part.role == "label":
                yield from _label(part, x, y, width, self.accent, self.thin)
            elif part.role == "summary":
                yield from _summary(part, x, y, width, self.accent, self.thin)
            else:
                name = str(self.rank) if part.role == "headline" else ""
                yield Group(part.role, tuple(lines_of(part.paragraph, x, y)), name)
            y += part.height


def lines_of(paragraph: Paragraph, x: float, y: float) -> Iterator[GlyphRun | Path | Markup]:
    """A paragraph's lines off the grid: the first em box has its top at y, then the style's leading."""
    baseline = y + EM_ASCENT * paragraph.style.size
    for line in paragraph.lines:
        yield from glyph_runs(paragraph, line, x, baseline)
        baseline += paragraph.style.leading


def make_head(
    story: Story,
    style: TextStyle,
    width: float,
    most: int,
    theme: Theme,
    setter: Typesetter,
    largest: float = math.inf,
) -> Head:
    """The head of a story over `width` points, its headline in `style`, broken by sense into at most `most` lines, and
    not above `largest` points."""
    styles, numbers = theme.styles, theme.numbers
    band = band_of(story.reverse, theme)
    full, pad = width, 0.0
    if story.reverse and (band is not None or story.over_picture):
        styles = {name: replace(each, ink=PAPER) for name, each in styles.items()}
        style, pad = replace(style, ink=PAPER), max(LEAST_PAD, PAD * (style.smallest or style.size))
        width -= 2 * pad
    parts: list[Part] = []
    strain = FITS
    air = 0.0 if pad else _side_air(story, full, theme)
    allowed = style.lines or max(most, MOST_LINES)
    own = _with_lines(style, allowed)
    if largest < style.size:
        own = _at(own, largest, min(style.smallest, largest))
    headline = _placed(story.headline, own, width, most, air, numbers["head_least"], setter)

    def add(role: str, found: tuple[Paragraph, int] | None, above: float) -> None:
        nonlocal strain
        if found is not None:
            strain = max(strain, found[1])
            parts.append(Part(role, found[0], above if parts else 0.0))

    def beside(role: str, lines: tuple[Copy, ...], usual: int) -> tuple[Paragraph, int] | None:
        """Kicker or deck, in proportion to the headline as it is set, beginning where it does."""
        if not lines:
            return None
        own = _flush_left(styles[role]) if style.align == "left" else styles[role]
        if headline is not None:
            own = _in_proportion(own, headline[0].style.size, style.size, numbers[f"{role}_most"])
        return _placed(lines, own, width, usual, air, own.smallest, setter)

    def plain(copy: Copy | None, role: str, most: int) -> tuple[Paragraph, int] | None:
        return _placed(() if copy is None else (copy,), styles[role], width, most, 0.0, 0.0, setter)

    label = _standing(story, theme)
    add("label", plain(Copy(label) if label else None, "comment-label", 1), 0.0)
    add("tag", plain(story.tag, "tag", 1), 0.0)
    add("kicker", beside("kicker", story.kicker, KICKER_LINES), numbers["tag_gap"])
    add("headline", headline, numbers["kicker_gap"])
    add("deck", beside("deck", story.deck, DECK_LINES), numbers["deck_gap"])
    if story.summary:
        parts += _summaries(story.summary, styles["summary"], width, numbers["deck_gap"], setter)
    byline = story.byline
    if byline is None and story.genre == "commentator" and not story.arrived:
        byline = Copy(theme.words["commentator_byline"])
    add("byline", plain(byline, "byline", BYLINE_LINES), numbers["byline_gap"])
    rank = 1 if story.rank <= 1 else 2
    accent = PAPER if pad else theme.inks["accent"]
    size = headline[0].style.size if headline is not None else 0.0
    return Head(tuple(parts), full, size, strain, rank, accent, numbers["hairline"], band, pad if parts else 0.0)


def _side_air(story: Story, width: float, theme: Theme) -> float:
    """Em of a head that stay free at each of its sides, of one flush left all at its right: from the line of its box,
    or beside a neighbour's head."""
    if border_kind(story, theme) != "none":
        return theme.numbers["box_head_air"]
    return theme.numbers["head_side_air"] if width < theme.grid.area.width - ALMOST else 0.0


def _in_proportion(style: TextStyle, size: float, full: float, most: float) -> TextStyle:
    """The style of a kicker or a deck beside a headline of `size` points, in a style of `full`: as much smaller as that
    is, and no larger than so much of it. A style that has no smallest size keeps its own."""
    wanted = min(style.size * min(1.0, size / full), most * size) // STEP * STEP
    if not style.smallest or wanted >= style.size:
        return style
    return _at(style, max(style.smallest, wanted), style.smallest)


# Styles that are asked for again and again are the very same ones, which are compared and hashed at once.


@lru_cache(_STYLES)
def _with_lines(style: TextStyle, lines: int) -> TextStyle:
    return replace(style, lines=lines)


@lru_cache(_STYLES)
def _flush_left(style: TextStyle) -> TextStyle:
    return replace(style, align="left")


@lru_cache(_STYLES)
def _at(style: TextStyle, size: float, smallest: float) -> TextStyle:
    return replace(style, size=size, leading=style.leading * size / style.size, smallest=smallest)


def band_of(reverse: str, theme: Theme) -> Ink | None:
    """The ink that a reversed head stands on: one of the house style's, or so much of it; None = there is none."""
    found = _TINTED.fullmatch(reverse.strip())
    ink = theme.inks.get(name_of("inks", found[1].strip())) if found and reverse else None
    if ink is None or found is None or found[2] is None:
        return ink
    return ink.lighter(min(100.0, float(found[2])) / 100)


def _placed(
    lines: tuple[Copy, ...], style: TextStyle, width: float, usual: int, air: float, least: float, setter: Typesetter
) -> tuple[Paragraph, int] | None:
    """Part of a head, and how it is strained: in as many lines as are usual for it, or in more where it does not fit so
    at any size and its style allows them. What still does not fit takes a line more, then sizes down to `least` points,
    then as many lines as it needs; lines broken by hand are broken again. air: em at each side of it."""
    if not lines:
        return None
    allowed = style.lines or usual
    for most in range(min(usual, allowed), allowed + 1):
        paragraph = setter.headline(lines, style, width, most, 2 * air)
        if paragraph is not None:
            return paragraph, FITS
    smallest = style.smallest or style.size
    small = _at(style, smallest, min(smallest, least) or smallest)
    crowded = max(allowed, MOST_LINES, len(lines)) + 1
    tears: tuple[Torn, ...] = ("hyphens", "anywhere")
    for strain, lengths in ((CROWDED, (crowded,)), (PACKED, range(crowded + 1, MANY_LINES + 1))):
        for most, torn, tighter in product(lengths, tears, (style, small)):
            paragraph = setter.headline(lines, tighter, width, most, 2 * air, torn)
            if paragraph is not None:
                return paragraph, strain
    paragraph = forced(lines, _at(small, small.smallest, small.smallest), width, setter)
    if not paragraph.lines:
        return paragraph, FITS
    if max(line.width for line in paragraph.lines) <= width + ALMOST:
        return paragraph, PACKED
    told = tuple([fault for fault in paragraph.faults if fault.code != "NP502"])  # NP604 says it of the whole head
    return replace(paragraph, faults=told), STICKS_OUT


def _standing(story: Story, theme: Theme) -> str:
    """What stands over a comment by its genre (社论), where no head of its own does; "" = nothing."""
    if story.arrived or story.tag is not None or story.banner is not None:
        return ""
    return theme.words.get(f"{story.genre}_label", "") if story.genre else ""


def forced(lines: tuple[Copy, ...], style: TextStyle, width: float, setter: Typesetter) -> Paragraph:
    """A head that will not fit, at its smallest size and broken wherever the setting rules allow: nothing is lost."""
    smallest = style.smallest or style.size
    small = replace(style, size=smallest, leading=style.leading * smallest / style.size)
    paragraphs = [setter.typeset(copy, small, width) for copy in lines]
    merged = tuple(
        replace(line, runs=with_blank(line.runs)) if line.last and paragraph is not paragraphs[-1] else line
        for paragraph in paragraphs
        for line in paragraph.lines
    )
    faults = tuple(fault for paragraph in paragraphs for fault in paragraph.faults)
    return replace(paragraphs[0], lines=merged, faults=faults)


def _summaries(
    lines: tuple[Copy, ...], style: TextStyle, width: float, gap: float, setter: Typesetter
) -> Iterator[Part]:
    """提要题: on a measure the eye can follow, each point behind a mark where there are several."""
    measure = min(width, WIDEST_SUMMARY * style.size)
    hang = style.size if len(lines) > 1 else 0.0
    measure = max(style.size, whole(measure - hang, style.size) * style.size)
    for index, copy in enumerate(lines):
        first, last = index == 0, index == len(lines) - 1
        above = gap + SUMMARY_AIR * style.size if first else (style.leading - style.size)
        ends = SUMMARY_AIR * style.size if last else 0.0
        yield Part("summary", setter.typeset(copy, style, measure), above, hang, ends, first)


def _summary(part: Part, x: float, y: float, width: float, accent: Ink, thin: float) -> Iterator[Item]:
    """A point of the summary, centred as a block; hairlines stand above the first and below the last."""
    style = part.paragraph.style
    block = part.paragraph.measure + part.hang
    left = x + (width - block) / 2
    marks: list[Item] = []
    if part.first:
        above = y - SUMMARY_AIR * style.size
        marks.append(Rule(left, above, left + block, above, thin, accent))
    if part.below:
        foot = y + part.height
        marks.append(Rule(left, foot, left + block, foot, thin, accent))
    if part.hang:
        side = style.size * 0.36
        marks.append(square(left, y + (style.size - side) / 2, side, accent))
    yield Group("artifact", tuple(marks))
    yield Group("deck", tuple(lines_of(part.paragraph, left + part.hang, y)))


def _label(part: Part, x: float, y: float, width: float, accent: Ink, thin: float) -> Iterator[Item]:
    """The label of a comment's genre in the middle, a rule running from it to either edge."""
    style = part.paragraph.style
    line = part.paragraph.lines[0]
    label = line.width
    left, middle = x + (width - label) / 2, y + style.size / 2
    gap = LABEL_AIR * style.size
    rules = (
        Rule(x, middle, left - gap, middle, thin, accent),
        Rule(left + label + gap, middle, x + width, middle, thin, accent),
    )
    yield Group("artifact", rules)
    yield Group("kicker", tuple(lines_of(part.paragraph, left, y)))


def _tag(part: Part, x: float, y: float, width: float, accent: Ink) -> Iterator[Item]:
    """A standing label: reversed type on a block of the accent ink, its rule running on to the column edge."""
    style = part.paragraph.style
    pad = style.size * 0.5
    label = max(line.width for line in part.paragraph.lines) + 2 * pad
    bottom = y + part.height + style.size * 0.3
    yield Group(
        "kicker",
        (
            Fill(Rect(x, y - style.size * 0.3, label, part.height + style.size * 0.6), accent),
            Rule(x + label, bottom, x + width, bottom, 0.5, accent),
            *lines_of(part.paragraph, x + pad, y),
        ),
    )
