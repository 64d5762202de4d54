"""What make-up moves about: a module takes some base columns and any depth in rows, and knows what each depth costs.

`Module` is the promise: a text story keeps it in story.py, a briefs panel in briefs.py, an advert in adverts.py. Costs
compare ways of filling a page: 0 = as the house style wants it, 1000 and more = copy does not fit.
"""

from __future__ import annotations

from copy import copy
from typing import Protocol, Self

from layout.display import Group, Item
from layout.issue import Block, Story
from layout.makeup.grid import Legs, PageGrid
from layout.text.paragraph import Paragraph
from layout.theme import Theme
from layout.units import GridArea, Rect
from layout.value import Memo, value

OVERSET = 1000.0  # a row of copy that finds no room
SMALLER = 1.5  # a point that a head is smaller than its style
EMPTY_FOOT = 80.0  # a row of white at the feet of a story beyond the first
SIDEBARS = ("briefs", "index")  # roles that may stand alone beside a gutter, and head no page
TOLD = ("lead", "story", "comment")  # roles whose copy is read from end to end
VERSES = ("poem", "couplet")  # roles whose copy keeps its lines
LEAST_BEFORE = 8  # rows of a story before its jump (Q18)
LEAST_AFTER = 12  # rows of it after the jump


@value
class Turn:
    """One end of a jump as made up. page: where the other end stands; leaving: whether copy goes there or comes from
    there; rows: of copy on this page; rest: the blocks that go on on the other page."""

    page: int
    leaving: bool
    rows: int
    rest: tuple[Block, ...] = ()


@value
class LegFacts:
    """One leg as set: rows of text it holds, rows it was given, and whether a picture stands over it."""

    rows: int
    room: int
    picture: bool = False


@value
class Inside:
    """A module as it stands on a grid of its own, in whose coordinates its items are: a vertical text on a level page,
    a text beside its vertical head. The checks of one story are made there. white: the part of its place that is white
    round a poem."""

    placed: Placed
    grid: PageGrid
    white: float = 0.0


@value
class Placed:
    """A module on the page, and what the checks want to know of it.

    overset: characters without room; overset_rows: their rows. empty: rows left at the feet of the legs, a leg.
    head_size: points; head_rows: its rows; head_strain: how far it is from what its styles allow; crops: crop amount of
    each picture; paragraphs: every paragraph really set. inside: where its own lines run across those of the page.
    halved: half of what runs over two pages.
    """

    story: Story
    area: GridArea
    items: tuple[Item, ...]
    cost: float = 0.0
    boxed: bool = False
    overset: int = 0
    overset_rows: int = 0
    empty: int = 0
    room_characters: int = 0
    legs: tuple[LegFacts, ...] = ()
    head_size: float = 0.0
    head_rows: int = 0
    head_strain: int = 0
    widows: int = 0
    crops: tuple[float, ...] = ()
    pictures: tuple[Rect, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    tactics: tuple[tuple[str, int], ...] = ()
    turn: Turn | None = None
    inside: Inside | None = None
    halved: bool = False

    @property
    def price(self) -> float:
        """Its cost, and that of white at its feet beyond the row that may stand there (Q02): two feet a row short are
        better than one of two rows."""
        return self.cost + EMPTY_FOOT * max(0, self.empty - 1)

    @property
    def story_items(self) -> tuple[Item, ...]:
        """What is in its group, and what stands outside of it."""
        return tuple(
            each
            for item in self.items
            for each in (item.items if isinstance(item, Group) and item.role == "story" else (item,))
        )


@value
class Fit:
    """What a module comes to at a depth, wherever it stands; fields as of Placed."""

    cost: float
    overset_rows: int = 0
    empty: int = 0

    @property
    def price(self) -> float:
        """As of Placed."""
        return self.cost + EMPTY_FOOT * max(0, self.empty - 1)


def never(story: Story, depth: int) -> Fit:
    """What a story comes to where it cannot even begin."""
    rows = characters(story) // 10 + depth
    return Fit(OVERSET * (1 + rows), rows)


def nothing(story: Story, area: GridArea, fit: Fit) -> Placed:
    """The same placed: nothing is drawn, everything is reported."""
    return Placed(story, area, (), fit.cost, overset=characters(story), overset_rows=fit.overset_rows)


def characters(story: Story) -> int:
    """Of its body."""
    return sum(len(block.copy.text) for block in story.body)


def running_text(placed: Placed) -> tuple[Paragraph, ...]:
    """The set paragraphs of a story's running text, or of its items'; heads and captions left out."""
    stories = placed.story.items or (placed.story,)
    texts = tuple(block.copy.text for each in stories for block in each.body if block.kind != "subhead")
    return tuple(each for each in placed.paragraphs if each.copy.text and texts and each.copy.text.endswith(texts))


def fit_of(placed: Placed) -> Fit:
    """What a module came to when it was set."""
    return Fit(placed.cost, placed.overset_rows, placed.empty)


@value
class HeadFacts:
    """A headline as a module would best have it. size: points, 0 = there is none, or none that is known before it is
    set; least: to which its style may take it; lines: its own; rows: of the whole head."""

    size: float = 0.0
    least: float = 0.0
    lines: int = 0
    rows: int = 0


NO_HEAD = HeadFacts()


class Module(Protocol):
    """Something that fills base columns `column` … `column + columns` to any depth."""

    story: Story
    column: int
    columns: int

    @property
    def head_strain(self) -> int:
        """How far its head is from what its styles allow in its columns (blocks/heads.py)."""

    def cost(self, depth: int) -> float:
        """What taking `depth` rows would cost, by arithmetic alone."""

    def holds(self, depth: int) -> bool:
        """Whether its copy goes into `depth` rows, by arithmetic alone."""

    def fit(self, depth: int) -> Fit:
        """What setting it into `depth` rows comes to, without drawing it."""

    @property
    def head(self) -> HeadFacts:
        """Its headline at its largest."""

    def moved(self, column: int) -> Module:
        """The same module that begins in another base column."""

    def place(self, row: int, depth: int) -> Placed:
        """The module set into rows `row` … `row + depth`."""


class Panel:
    """A module of items in legs of its own: it moves with its legs, and stands as it did where only others changed.
    Its kinds say how many legs there are and how they are set."""

    column: int
    _grid: PageGrid
    _inset: float
    _x: float
    _legs: Legs
    _stood: Memo[tuple[int, int, int], Placed]

    def _leg_plan(self) -> Legs:
        raise NotImplementedError

    def _set_at(self, row: int, depth: int) -> Placed:
        raise NotImplementedError

    @property
    def head(self) -> HeadFacts:
        return NO_HEAD

    def moved(self, column: int) -> Self:
        other = copy(self)
        other.column = column
        other._x = self._grid.x(column) + self._inset
        other._legs = other._leg_plan()
        return other

    def place(self, row: int, depth: int) -> Placed:
        at = self.column, row, depth
        return self._stood.get(at) or self._stood.put(at, self._set_at(row, depth))


def banner_rows(theme: Theme) -> int:
    """Rows a section banner takes, its air below included."""
    return int(theme.numbers["banner_rows"])
