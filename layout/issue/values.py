"""An issue as values: pages, stories, briefs, pictures, adverts.

Copy is kept as it was typed, character by character; setting decides later which pasted blanks are no copy.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Literal

from layout.diagnostics import NOWHERE, Span
from layout.source import Node
from layout.theme.printed import PagesSaid
from layout.units import GridArea, Size
from layout.value import key_value, replace, value

BlockKind = Literal["paragraph", "subhead", "item"]
EmphasisKind = Literal["strong", "dots", "name", "book", "super", "ruby", "link"]
_Told = Literal["lead", "story", "photo-news", "briefs", "comment", "notice", "list", "filler", "correction"]
Role = _Told | Literal["index", "poem", "couplet"]
Genre = Literal["", "editorial", "commentator", "current", "short"]  # 社论 评论员文章 时评 短评
SerialState = Literal["", "continues", "ends"]
# 盖文 眉心 左题 通栏; 竖题 at either side of a level text; 横题 above a vertical one
HeadForm = Literal["over", "middle", "left", "full", "vertical-right", "vertical-left", "level"]
Writing = Literal["", "horizontal", "vertical"]
# foot-left: of vertical pages alone, as make-up sees them (makeup/logical.py)
Place = Literal["top-right", "top-left", "top", "foot", "middle", "foot-left"]
AdvertSize = Literal["", "page", "half", "quarter", "strip", "half-strip", "ear", "L"]


@value
class Emphasis:
    """Characters start ≤ i < end of a copy's text, set another way.

    kind: **黑体** strong; *着重号* dots; __专名号__ name; ~~书名号~~ book (the wavy one); ^上标^ super; {汉字|hàn zì}
    ruby; [文字](address) link. value: the reading, or the address.
    """

    start: int
    end: int
    kind: EmphasisKind
    value: str = ""


@key_value
class Copy:
    """A paragraph or a line of copy, as typed but for its markup.

    text: no line ends. offsets: for each character its offset in the node's value; () = the same index plus `start`.
    Equal by what is set, so the same words in two places are broken once.
    """

    text: str
    emphases: tuple[Emphasis, ...] = ()
    node: Node | None = field(default=None, compare=False, repr=False)
    start: int = field(default=0, compare=False)
    offsets: tuple[int, ...] = field(default=(), compare=False, repr=False)

    def span(self, index: int = 0, length: int = 1) -> Span:
        """Where character `index` was typed."""
        if self.node is None:
            return NOWHERE
        return self.node.locate(self.offsets[index] if self.offsets else self.start + index, length)


@value
class Block:
    """One paragraph of a body: running text, a subhead (插题), or a list item.

    goes_on: it began on another page, so it is not indented.
    """

    kind: BlockKind
    copy: Copy
    goes_on: bool = False


@value
class Picture:
    """A picture of a story.

    file: as typed, relative to the issue file; pixels: None when it is missing (a placeholder stands for it). focus:
    the point that must stay in, as fractions from the top left. columns: width in base columns, None = found by
    copyfit; rows: height in rows of the grid without caption, None = found by copyfit; place: None = as the role has
    it. ink: name of the ink it is printed in, black alone or black and that one; "" = its own colours. crop: whether
    parts of it may be cut off. outline: of a picture that text runs round (挖图), closed Bézier curves in fractions of
    its width and height, as layout.pictures.outline has them.
    """

    file: str
    pixels: Size | None = None
    focus: tuple[float, float] = (0.5, 0.5)
    caption: Copy | None = None
    credit: Copy | None = None
    columns: int | None = None
    rows: int | None = None
    alt: str = ""
    place: Place | None = None
    span: Span = field(default=NOWHERE, compare=False)
    ink: str = ""
    crop: bool = True
    outline: tuple[tuple[float, ...], ...] = ()


@value
class PictureGroup:
    """组照: pictures that are one, with numbered captions. caption, credit: of all of them; numbers: how each is
    numbered, "circled" ①, "figure" 图1, "none"; columns, rows, place: of the group, as of a picture."""

    pictures: tuple[Picture, ...]
    caption: Copy | None = None
    credit: Copy | None = None
    numbers: Literal["circled", "figure", "none"] = "circled"
    columns: int | None = None
    rows: int | None = None
    place: Place | None = None
    span: Span = field(default=NOWHERE, compare=False)


@value
class Merged:
    """A cell of a table that takes more than its own place: rows × columns from its upper left, counted from 0."""

    row: int
    column: int
    rows: int
    columns: int


@value
class Table:
    """A table: rows of cells as typed here or in the .csv file, all as long as each other. heads: rows that name the
    columns; stub: the first column names the rows; merged: cells that take several places, the others of which are "";
    groups: rows whose one cell heads the rows below. parts: side by side, the heads over each, None = as many as the
    depth asks for. columns: its width in base columns, None = the story's."""

    title: Copy | None = None
    rows: tuple[tuple[Copy, ...], ...] = ()
    file: str = ""
    heads: int = 1
    columns: int | None = None
    place: Place | None = None
    span: Span = field(default=NOWHERE, compare=False)
    stub: bool = False
    merged: tuple[Merged, ...] = ()
    groups: tuple[int, ...] = ()
    parts: int | None = None


@value
class Jump:
    """转版: the rest of the story stands on page `to`, 0 = on a later one that has room; after: rows set before the
    jump, None = `auto`.

    headline: over the rest; () = the story's own.
    """

    to: int
    after: int | None = None
    headline: tuple[Copy, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@key_value
class Entry:
    """A line of an index (导读): a story of another page, by its name there. turn: of the stories that the page has to
    be named, from 0."""

    page: int
    story: str
    headline: Copy
    turn: int = 0


@value
class Serial:
    """An instalment of a serial (连载). title: of the work; number: of the instalment, 0 = none; after: where the one
    before it stood, as it is printed behind 上接."""

    title: Copy
    author: Copy | None = None
    number: int = 0
    state: SerialState = ""
    after: Copy | None = None


@value
class Correction:
    """What a correction (更正) mends: a story of an earlier issue, and the wording. day None, page 0: not said."""

    day: date | None = None
    page: int = 0
    headline: Copy | None = None
    wrong: Copy | None = None
    right: Copy | None = None


@key_value
class Story:
    """A story, or one brief of a briefs module.

    headline, kicker, deck: one Copy a line where the editor broke it by hand with “ / ”; one Copy = breaks by sense.
    columns: merged columns asked for, None = the base columns the plan gives it. items: briefs only. rank: 1 = highest.
    head: where the head stands to its text; border: kind of line around it, "" = the house style's for its role.
    punctuation: the style of its marks, "" = the house style's. arrived: the page this part of a story comes from
    (上接), 0 for a story that begins where it stands. section: of a story listed for the whole issue, the banner of the
    pages it belongs on, "" = any; page: the one it is for, 0 = found by make-up, or that of the page it is listed
    under. unchecked: rules, or words, that its copy is not to be read for. short_head: what an index says of it (短题),
    () = its headline; is_listed: whether an index may name it by itself. chosen: of an index, names of the stories it
    is to name, () = those it finds; entries: its lines, filled in by make-up. reverse: what its head stands white on
    (反白): an ink of the paper, with so many per cent of it, or its first picture: "picture", "picture-top",
    "picture-foot"; "" = it is not reversed. genre: of a comment; signature: lines set flush right at its end (落款).
    writing: which way its lines run, "" = as those of its page, of a poem from top to bottom; tiers: of a vertical text
    on a level page, how many stand one below another, None = as many as its depth wants.
    """

    name: str
    role: Role = "story"
    kicker: tuple[Copy, ...] = ()
    headline: tuple[Copy, ...] = ()
    deck: tuple[Copy, ...] = ()
    summary: tuple[Copy, ...] = ()
    tag: Copy | None = None
    byline: Copy | None = None
    dateline: Copy | None = None
    body: tuple[Block, ...] = ()
    pictures: tuple[Picture, ...] = ()
    items: tuple[Story, ...] = ()
    columns: int | None = None
    rank: int = 0
    box: bool | None = None
    banner: Copy | None = None
    pull_quotes: tuple[Copy, ...] = ()
    tables: tuple[Table, ...] = ()
    qr: str = ""
    jump: Jump | None = None
    arrived: int = 0
    head: HeadForm | None = None
    border: str = ""
    punctuation: str = ""
    span: Span = field(default=NOWHERE, compare=False)
    section: str = ""
    page: int = 0
    unchecked: tuple[str, ...] = field(default=(), compare=False)
    short_head: tuple[Copy, ...] = ()
    is_listed: bool = True
    chosen: tuple[Copy, ...] = ()
    entries: tuple[Entry, ...] = ()
    group: PictureGroup | None = None
    reverse: str = ""
    genre: Genre = ""
    signature: tuple[Copy, ...] = ()
    serial: Serial | None = None
    correction: Correction | None = None
    writing: Writing = ""
    tiers: int | None = None

    @property
    def over_picture(self) -> bool:
        """Whether its head stands white on its first picture."""
        return self.reverse in ("picture", "picture-top", "picture-foot")

    @property
    def every_picture(self) -> tuple[Picture, ...]:
        """Its pictures, and those of its group."""
        return self.pictures if self.group is None else (*self.pictures, *self.group.pictures)


@value
class Advert:
    """A reserved advert: columns × rows of the grid at `place` (head, foot). On a vertical page its columns are tiers;
    rows 0 = from one side of the page to the other there. nameplate: what is reserved is the nameplate of a vertical
    front page, put there by make-up.

    size: by its name, in place of numbers: whole page (整版), half, quarter, strip (通栏), half a strip (半通栏), ear
    (报眼); or in L: an upright arm of columns × rows at `side`, and one of `foot` rows, the lowest of these, right
    across the page.
    """

    name: str
    file: str = ""
    pixels: Size | None = None
    columns: int = 0
    rows: int = 0
    place: Literal["head", "foot"] = "foot"
    public_service: bool = False
    span: Span = field(default=NOWHERE, compare=False)
    size: AdvertSize = ""
    foot: int = 0
    side: Literal["left", "right"] = "right"
    nameplate: bool = False


@value
class Spread:
    """跨版: a story or an advert over two facing pages, in a band at the head or foot of both.

    left: 版次 of the left page; place: of the band; rows: its depth, None = what its copy needs, or all rows where
    neither page has anything of its own. bridged: whether it runs on through the fold, None = where the two pages are
    printed on one sheet. story, advert: one of them; the other is None.
    """

    name: str
    left: int
    place: Literal["head", "foot"] = "head"
    rows: int | None = None
    bridged: bool | None = None
    story: Story | None = None
    advert: Advert | None = None
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def pages(self) -> tuple[int, int]:
        return self.left, self.left + 1


@value
class FoldStrip:
    """中缝: notices in the strip between two pages of one side of a sheet. pages: the left and the right one; notices:
    downwards, each a head and a body."""

    pages: tuple[int, int]
    notices: tuple[Story, ...]
    span: Span = field(default=NOWHERE, compare=False)


@value
class Plan:
    """A page drawn by hand: one row of story names a band, one name a base column."""

    bands: tuple[tuple[str, ...], ...]
    span: Span = field(default=NOWHERE, compare=False)


@value
class Ear:
    """报眼: the box beside the nameplate."""

    headline: tuple[Copy, ...] = ()
    lines: tuple[Copy, ...] = ()


@value
class Constraint:
    """A wish about one story of a planned page. at: a corner or edge; lock: it stays where it was; side: the story it
    stands beside; apart: the story it may not touch.

    stood: the place of a locked story in the earlier result; turned: of a vertical page, as make-up sees it: what
    stands beside another on the paper follows it on the grid. Both are filled in by make-up.
    """

    story: str
    at: str = ""
    lock: bool = False
    side: str = ""
    apart: str = ""
    span: Span = field(default=NOWHERE, compare=False)
    stood: GridArea | None = None
    turned: bool = False


@key_value
class Page:
    """One page as the editor gave it. credits: label for print (责编) and name. plan None = `auto`; choice: which of
    the planner's plans then, from 1, 0 = the best; engine: what plans then, "" = cuts; sketch: a drawing that cannot be
    followed. writing: which way its lines run, "" = as the house style has it."""

    number: int
    banner: Copy | None = None
    credits: tuple[tuple[str, Copy], ...] = ()
    plan: Plan | None = None
    stories: tuple[Story, ...] = ()
    adverts: tuple[Advert, ...] = ()
    ear: Ear | None = None
    constraints: tuple[Constraint, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
    choice: int = 0
    sketch: Plan | None = None
    writing: Writing = ""
    engine: Literal["", "cuts", "solver"] = ""


@value
class Issue:
    """One issue of a paper. file: the issue file's name; paper: the name its `paper:` gives; date None = not given.

    keep: whether pages keep to where they stood in the earlier result. stories: those for which make-up finds the page,
    the most important first. sections: letter and name of those that are named (叠名). spreads: what runs over two
    pages; fold_strips: what stands between two (中缝). printed: which pages this issue has in colour and with a spot,
    in place of what the paper says; None = as there.
    """

    file: str
    paper: str
    date: date | None
    number: str
    pages: tuple[Page, ...]
    title: str = ""
    keep: bool = True
    stories: tuple[Story, ...] = ()
    sections: tuple[tuple[str, Copy], ...] = ()
    spreads: tuple[Spread, ...] = ()
    fold_strips: tuple[FoldStrip, ...] = ()
    printed: PagesSaid | None = None

    @property
    def listed(self) -> tuple[tuple[int, Story], ...]:
        """Every story that stands under a page, with that page; one over two pages with its left one."""
        found = [(page.number, story) for page in self.pages for story in page.stories]
        found += [(spread.left, replace(spread.story, name=spread.name)) for spread in self.spreads if spread.story]
        return tuple(found)

    def spread_on(self, page: int) -> Spread | None:
        """What runs over this page (版次) and the one that faces it."""
        return next((spread for spread in self.spreads if page in spread.pages), None)
