"""Head blocks: tag, kicker, headline, deck, summary and byline stacked over a story, set once a width.

A head's height is exact; the block that carries it rounds up to whole rows and shares the rest out above and below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from layout.display import Fill, GlyphRun, Group, Item, Path, Rule
from layout.issue import Copy, Story
from layout.makeup.grid import EM_ASCENT, glyph_runs
from layout.text.paragraph import Paragraph, Typesetter
from layout.theme import TextStyle, Theme
from layout.units import Rect
from layout.value import value


@value
class Part:
    """One element of a head: its role, its lines, and the space above it in points."""

    role: str
    paragraph: Paragraph
    above: float

    @property
    def height(self) -> float:
        """From the top of the first em box to the bottom of the last."""
        style = self.paragraph.style
        return (len(self.paragraph.lines) - 1) * style.leading + style.size


@value
class Head:
    """A head set on a width. size: of the headline, points; fitted: False when some line would not fit at its smallest size."""

    parts: tuple[Part, ...]
    width: float
    size: float
    fitted: bool = True
    rank: int = 1

    @property
    def height(self) -> float:
        return sum(part.above + part.height for part in self.parts)

    def items(self, x: float, y: float) -> Iterator[Item]:
        """The head's items with its top left corner at x, y."""
        for part in self.parts:
            y += part.above
            if part.role == "tag":
                yield from _tag(part, x, y, self.width)
            else:
                name = str(self.rank) if part.role == "headline" else ""
                yield Group(part.role, tuple(lines_of(part.paragraph, x, y)), name)
            y += part.height


def lines_of(paragraph: Paragraph, x: float, y: float) -> Iterator[GlyphRun | Path]:
    """A paragraph's lines off the grid: the first em box has its top at y, then the style's leading."""
    baseline = y + EM_ASCENT * paragraph.style.size
    for line in paragraph.lines:
        yield from glyph_runs(paragraph, line, x, baseline)
        baseline += paragraph.style.leading


def make_head(story: Story, headline_style: str, width: float, most: int, theme: Theme, setter: Typesetter) -> Head:
    """The head of a story over `width` points, its headline broken by sense into at most `most` lines."""
    styles, numbers = theme.styles, theme.numbers
    parts: list[Part] = []
    fitted = True
    size = 0.0

    def add(role: str, lines: tuple[Copy, ...], style: TextStyle, above: float, at_most: int) -> None:
        nonlocal fitted, size
        if not lines:
            return
        paragraph = setter.headline(lines, style, width, at_most)
        if paragraph is None:
            fitted = False
            paragraph = forced(lines, style, width, setter)
        if role == "headline":
            size = paragraph.style.size
        parts.append(Part(role, paragraph, above if parts else 0.0))

    if story.tag is not None:
        add("tag", (story.tag,), styles["tag"], 0.0, 1)
    add("kicker", story.kicker, styles["kicker"], numbers["tag_gap"], 1)
    add("headline", story.headline, styles[headline_style], numbers["kicker_gap"], most)
    add("deck", story.deck, styles["deck"], numbers["deck_gap"], 2)
    parts += [
        Part("deck", setter.typeset(copy, styles["summary"], width), numbers["deck_gap"]) for copy in story.summary
    ]
    if story.byline is not None:
        add("byline", (story.byline,), styles["byline"], numbers["byline_gap"], 2)
    return Head(tuple(parts), width, size, fitted, 1 if story.rank <= 1 else 2)


def forced(lines: tuple[Copy, ...], style: TextStyle, width: float, setter: Typesetter) -> Paragraph:
    """A head that will not fit, at its smallest size and broken wherever the setting rules allow: nothing is lost."""
    smallest = style.smallest or style.size
    small = replace(style, size=smallest, leading=style.leading * smallest / style.size)
    paragraphs = [setter.typeset(copy, small, width) for copy in lines]
    merged = tuple(line for paragraph in paragraphs for line in paragraph.lines)
    faults = tuple(fault for paragraph in paragraphs for fault in paragraph.faults)
    return replace(paragraphs[0], lines=merged, faults=faults)


def _tag(part: Part, x: float, y: float, width: float) -> Iterator[Item]:
    """A standing label: reversed type on a block of the accent ink, its rule running on to the column edge."""
    style = part.paragraph.style
    pad = style.size * 0.5
    label = max(line.width for line in part.paragraph.lines) + 2 * pad
    bottom = y + part.height + style.size * 0.3
    accent = replace(style.ink, cyan=0, magenta=1, yellow=1, black=0)
    yield Group(
        "kicker",
        (
            Fill(Rect(x, y - style.size * 0.3, label, part.height + style.size * 0.6), accent),
            Rule(x + label, bottom, x + width, bottom, 0.5, accent),
            *lines_of(part.paragraph, x + pad, y),
        ),
    )
