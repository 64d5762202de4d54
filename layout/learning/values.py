"""What a page of anybody's PDF shows, and what was measured on it. Lengths are points from the upper left corner of the
trimmed, upright page, y downward; `Measured` carries beside a value how much of the page speaks for it."""

from __future__ import annotations

from typing import Any

from layout.display import Ink
from layout.units import Rect, Size
from layout.value import value


@value
class Glyph:
    """text: "" where the file does not say what it is. x, baseline: its origin; advance: its own width, without what
    justification adds. size: of the em, upright. face, ink: their places in the sheet's lists."""

    text: str
    x: float
    baseline: float
    advance: float
    size: float
    face: int
    ink: int

    @property
    def right(self) -> float:
        return self.x + self.advance


@value
class FaceSeen:
    """A font of the file. stem: StemV of its descriptor, thousandths of an em, 0 = not said; weight: 100…900, 0 = not
    said; serif: what its descriptor's flags say."""

    name: str
    stem: float = 0.0
    weight: float = 0.0
    serif: bool = False
    script: bool = False
    kind: str = ""


@value
class Stroke:
    """A straight line along the page. dash: lengths on and off, () = solid."""

    box: Rect
    thickness: float
    ink: int
    dash: tuple[float, ...] = ()

    @property
    def upright(self) -> bool:
        return self.box.height > self.box.width

    @property
    def length(self) -> float:
        return max(self.box.width, self.box.height)


@value
class Panel:
    """A filled area (thickness 0) or the outline of one."""

    box: Rect
    ink: int
    thickness: float = 0.0
    dash: tuple[float, ...] = ()


@value
class Sheet:
    """A page of a file. number: counts from 1; half: 1, 2 = left and right page of a spread, 0 = whole.

    trim_by: what told the trim: trim box, crop marks, crop box, media box. bleed: points outside the trim, 0 = none
    seen. turned: glyphs that run neither to the right nor upright; upright_lines: glyphs set from top to bottom;
    unnamed: glyphs without text; outlines: curved areas, such as letters without a font; stumbles: what could not be
    read.
    """

    file: str
    number: int
    size: Size
    trim_by: str
    bleed: float
    glyphs: tuple[Glyph, ...] = ()
    faces: tuple[FaceSeen, ...] = ()
    inks: tuple[Ink, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    panels: tuple[Panel, ...] = ()
    pictures: tuple[Rect, ...] = ()
    half: int = 0
    turned: int = 0
    upright_lines: int = 0
    unnamed: int = 0
    outlines: int = 0
    rgb: bool = False
    stumbles: tuple[str, ...] = ()


@value
class Line:
    """Glyphs side by side on one baseline. x, right: of the first and last glyph's box. face, ink: of most glyphs, in
    lists of the whole measurement."""

    page: int
    x: float
    right: float
    baseline: float
    size: float
    face: int
    ink: int
    count: int
    text: str

    @property
    def width(self) -> float:
        return self.right - self.x

    @property
    def top(self) -> float:
        """Of the em box."""
        return self.baseline - 0.88 * self.size

    @property
    def foot(self) -> float:
        return self.baseline + 0.12 * self.size


@value
class Measured:
    """A value and its evidence.

    value: a number, a name or a tuple. of: how many (glyphs, lines, heads …) speak for it; all: of how many; unit: what
    was counted; pages: on how many pages; low, high: the spread of those that agree; sure: whether it may stand without
    a word; note: the name of what more is to be said of it.
    """

    value: Any
    of: float = 0.0
    all: float = 0.0
    unit: str = "glyphs"
    pages: int = 0
    low: float = 0.0
    high: float = 0.0
    sure: bool = True
    note: str = ""

    @property
    def share(self) -> float:
        return self.of / self.all if self.all else 0.0
