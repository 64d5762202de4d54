"""A house style as values: format, grid, text styles, furniture, press. Lengths are points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from typing import Literal

from layout.diagnostics import NOWHERE, Span
from layout.display import BLACK, Ink
from layout.theme.printed import Printed
from layout.units import Size
from layout.value import FrozenMap, key_value, replace, value

Align = Literal["justify", "left", "centre", "right"]
Punctuation = Literal["quanjiao", "kaiming", "banjiao", "hangmobanjiao", "cells"]
Level = Literal["none", "basic", "gb", "strict"]
Stand = Literal["upright", "sideways"]
Binding = Literal["none", "nested", "saddle"]
Spine = Literal["left", "right"]
SIMPLIFIED = "zh-Hans"
"""The language of a paper that does not say its own."""


@key_value
class TextStyle:
    """How a piece of copy is set.

    font: a role of fonts.yaml. size, leading: points; smallest: how far a head may shrink to fit (0 = it may not).
    indent: first line, em. tracking: em added after each character. latin: role for Latin and digits, "" = the font's
    own. strong: role that **…** takes. hanging: whether 、 and 。 may hang outside the line's end (ぶら下げ). drop:
    lines its first character reaches down (首字下沉); 0 = it does not. vertical: its lines run down and follow one
    another from right to left (直排); leading is then from axis to axis. abreast: figures of a number that stand side
    by side in one em of such a line (纵中横), 0 = none; years, acronyms: how four figures before 年, and GDP, stand in
    it. flat: how deep its characters are for their width (扁平), 1 = square; size is then their depth. lines: most that
    a kicker, a deck or a byline may take where it does not fit in fewer; 0 = as usual.
    """

    font: str = "song"
    size: float = 9.5
    leading: float = 14.0
    smallest: float = 0.0
    indent: float = 0.0
    align: Align = "justify"
    ink: Ink = BLACK
    language: str = "zh-Hans"
    punctuation: Punctuation = "quanjiao"
    level: Level = "gb"
    hanging: bool = False
    flat: float = 1.0
    latin: str = ""
    strong: str = "sans"
    tracking: float = 0.0
    drop: int = 0
    vertical: bool = False
    abreast: int = 3
    years: Stand = "sideways"
    acronyms: Stand = "upright"
    lines: int = 0


@value
class Format:
    """The cut sheet and the type area on it, points. left, top: of the type area, from the trimmed corner."""

    name: str = ""
    trim: Size = Size(0, 0)
    left: float = 0.0
    top: float = 0.0


@value
class Grid:
    """Base columns and rows of the type area. measure: a base column's width, gutter: between columns,
    leading: a row; points.

    vertical: the columns are tiers (段) that stand one below another, the rows lines that follow one another from right
    to left; measure is then the height of a tier.
    """

    columns: int = 5
    measure: float = 133.0
    gutter: float = 9.5
    rows: int = 70
    leading: float = 14.0
    vertical: bool = False

    @property
    def area(self) -> Size:
        """The type area on the paper."""
        return Size(self.height, self.width) if self.vertical else Size(self.width, self.height)

    @property
    def width(self) -> float:
        return self.columns * self.measure + (self.columns - 1) * self.gutter

    @property
    def height(self) -> float:
        return self.rows * self.leading

    def x(self, column: int) -> float:
        """Left edge of a base column, from the type area's left edge."""
        return column * (self.measure + self.gutter)

    def span(self, columns: int) -> float:
        """Width of so many base columns with the gutters between them."""
        return columns * self.measure + (columns - 1) * self.gutter


@value
class Press:
    """What the printer wants: bleed in points, output intent, marks; and what the printer is told of the job.

    stock: the paper, as its maker calls it; weight: g/m²; caliper: thickness of a sheet, points. copies: run length, 0
    = not said. due: when the papers must be there, as typed ("前一天 20:00", "2019-07-14 20:00"). contact: who answers
    for the job. binding: how the sheets are put together; sections (叠): pages of each, () = all in one. spine: the
    edge they are folded at; of a vertical paper the right one (綴じ), unless it says otherwise. code: the paper's in
    file names, of ASCII, "" = it has none. printed: what its pages are printed in, as far as that is said; an issue may
    say it otherwise.
    """

    name: str = "newsprint"
    bleed: float = 8.504
    profile: str = ""
    condition: str = "CGATS TR 002"
    marks: bool = True
    stock: str = ""
    weight: float = 45.0
    caliper: float = 0.198
    copies: int = 0
    due: str = ""
    contact: str = ""
    binding: Binding = "nested"
    sections: tuple[int, ...] = ()
    spine: Spine = "left"
    code: str = ""
    printed: Printed = Printed()


@value
class Masthead:
    """What the paper says of itself: its name and the lines of the nameplate and the folio (刊头信息)."""

    name: str = ""
    english: str = ""
    publisher: str = ""
    permit: str = ""
    website: str = ""
    lines: tuple[str, ...] = ()


@value
class Leader:
    """One of those whom the paper reports on. title: duties as the paper writes them, parted by 、."""

    name: str
    title: str = ""


@value
class Forbidden:
    """A word the paper does not use. instead: what it writes; "" = nothing that could stand for it."""

    word: str
    instead: str = ""


@key_value
class Proofreading:
    """The paper's own lists for reading its copy (校对). leaders: in the order they are named; names: of people,
    places, bodies, as they are written; unchecked: rules, or words, that are not to be told of."""

    leaders: tuple[Leader, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    names: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


LEAST_MEASURE = 4  # em of a tier or column into which a type area is parted anew

LEVEL = frozenset(
    {
        *("caption", "credit", "placeholder", "advert-label", "table", "table-header", "table-title", "qr"),
        *("nameplate-english", "publication", "ear-headline", "ear"),
        *("credits", "folio-number", "folio-name", "folio"),
    }
)
"""The styles whose lines are level on a vertical page too, unless the house style says otherwise."""


@key_value
class Theme:
    """A house style. styles: by name; inks: named inks; numbers: every other measure of the furniture, by name, in
    points, rows or em as data/themes says beside it; words: furniture wording and choices, by name; fonts, masthead_at:
    where each font role was typed, by style and key (font, latin, strong), and the masthead's words, by key; sign_off:
    the roles whose signatures a print job must bear (付印签); proofreading: its lists for reading copy. language: of
    the paper (BCP 47); its faces, dates and page words follow it; language_at: where it was typed."""

    name: str
    masthead: Masthead = Masthead()
    format: Format = Format()
    grid: Grid = Grid()
    press: Press = Press()
    styles: Mapping[str, TextStyle] = field(default_factory=FrozenMap)
    inks: Mapping[str, Ink] = field(default_factory=FrozenMap)
    numbers: Mapping[str, float] = field(default_factory=FrozenMap)
    words: Mapping[str, str] = field(default_factory=FrozenMap)
    fonts: Mapping[tuple[str, str], Span] = field(default_factory=FrozenMap, compare=False, repr=False)
    sign_off: tuple[str, ...] = ()
    masthead_at: Mapping[str, Span] = field(default_factory=FrozenMap, compare=False, repr=False)
    language: str = SIMPLIFIED
    language_at: Span = field(default=NOWHERE, compare=False, repr=False)
    proofreading: Proofreading = field(default=Proofreading(), compare=False)  # no page looks another for them

    @property
    def vertical(self) -> bool:
        """Whether its pages are, unless they say otherwise."""
        return self.grid.vertical

    @property
    def spine(self) -> Spine:
        """The edge at which its sheets are folded (綴じ)."""
        return self.press.spine


@lru_cache(maxsize=8)  # asked for by every module of a page; a Theme is hashed once
def in_writing(theme: Theme, vertical: bool) -> Theme:
    """The house style for a page that is vertical, or level: itself where its pages are so.

    Else the same type area is parted anew: into `tiers` tiers, or into `level_columns` columns, of as many whole em as
    the gutters leave, and as many rows as its leading makes of it.
    """
    grid = theme.grid
    if grid.vertical == vertical:
        return theme
    em = theme.styles["body"].size
    along, across = (grid.area.height, grid.area.width) if vertical else (grid.area.width, grid.area.height)
    wanted = int(theme.numbers["tiers" if vertical else "level_columns"])
    count = max(1, min(wanted, int((along + em) / (LEAST_MEASURE + 1) / em)))
    measure = max(em, (along - (count - 1) * em) / count // em * em)
    gutter = (along - count * measure) / (count - 1) if count > 1 else 0.0
    parted = Grid(count, measure, gutter, max(1, int(across / grid.leading + 1e-6)), grid.leading, vertical)
    return replace(theme, grid=parted, styles=FrozenMap(_written(theme.styles, vertical)))


def _written(styles: Mapping[str, TextStyle], vertical: bool) -> dict[str, TextStyle]:
    return {
        name: replace(style, vertical=vertical and (style.vertical or name not in LEVEL))
        for name, style in styles.items()
    }
