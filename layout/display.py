"""The display list: what stands where on a page, and nothing of why. The exporters see only this.

Everything is in points, y grows downward from the trimmed corner. Items are drawn in order; order is also reading
order. `dump()` writes a page as lines of text that a person can diff: the goldens in tests/pages are made of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Literal

from layout.diagnostics import NOWHERE, Span
from layout.units import Rect, Size
from layout.value import value

EM_ASCENT = 0.88
"""Em: the em box of every face in the set stands so far above its baseline (its BASE table, or the typo metrics)."""

EM_MIDDLE = EM_ASCENT - 0.5
"""Em: the middle of the em box above the baseline; the axis that the characters of a vertical line stand on."""

Turn = Literal["", "vertical", "sideways", "upright"]
"""How the glyphs of a run stand: "" level, from left to right; "vertical" upright, one below another; "sideways" as a
level run turned a quarter clockwise, from top to bottom; "upright" level in a vertical line (纵中横), see `turning`: it
is not found on a finished page."""


@value
class Ink:
    """Process ink, each part 0…1 (DeviceCMYK), or so much of a spot ink.

    spot: the ink's name, "" = process; tint: 0…1 of it. The four parts are then what stands in for the full spot where
    there is no plate for it. over: it leaves what is under it on the other plates, as full black does by itself.
    """

    cyan: float
    magenta: float
    yellow: float
    black: float
    spot: str = ""
    tint: float = 1.0
    over: bool = False

    @property
    def black_only(self) -> bool:
        return not (self.cyan or self.magenta or self.yellow or self.spot)

    @property
    def parts(self) -> tuple[float, float, float, float]:
        """Of the four; of a spot what stands in for it at full strength."""
        return self.cyan, self.magenta, self.yellow, self.black

    @property
    def plate(self) -> str:
        """The plate of an ink at full strength: a spot, or one of the four."""
        return self.spot or next(name for name, part in zip(PROCESS, self.parts, strict=True) if part)

    def lighter(self, share: float) -> Ink:
        """So much of this ink."""
        if self.spot:
            return Ink(self.cyan, self.magenta, self.yellow, self.black, self.spot, self.tint * share)
        return Ink(self.cyan * share, self.magenta * share, self.yellow * share, self.black * share)


PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
BLACK = Ink(0, 0, 0, 1)
PAPER = Ink(0, 0, 0, 0)
REGISTRATION = Ink(1, 1, 1, 1, "All")
"""Marks outside the trim: on every plate that is made, spots too (ISO 32000-1 §8.6.6.4)."""


@value
class GlyphRun:
    """Glyphs of one face at one size on one baseline.

    x, baseline: points from the trimmed corner. glyphs: glyph ids of the whole (not the subset) face. xs: left edge of
    each glyph's advance box, points from x. texts: the characters each glyph stands for, "" where an earlier glyph of
    its cluster has them; joined they are the run's copy. scale: horizontal scaling of the outlines, 1 = as designed (xs
    have it already). rise: how far the glyphs stand above their line's baseline, points (superscripts, ruby). origin:
    where the copy was typed. after: what the copy has behind the run and no glyph shows, a blank at the end of a line.
    reading: they say how the characters before them are read (ruby), and are no copy.

    turn: how they stand. Of a vertical run, x is the axis that the em boxes are centred on, baseline the upper edge of
    the first glyph's advance box, and xs go down from there; of one turned sideways, x is its baseline (the ascenders
    reach to the right), baseline its beginning, and xs go down. There scale and rise are still along the line and off
    it: rise is to the right.

    lifts: how far each glyph stands off the run besides, as rise (marks over and under their letters); () = none does.
    Of Arabic script xs go leftward, in the order of the copy.
    """

    face: str
    size: float
    x: float
    baseline: float
    glyphs: tuple[int, ...]
    xs: tuple[float, ...]
    texts: tuple[str, ...]
    ink: Ink = BLACK
    scale: float = 1.0
    origin: Span = field(default=NOWHERE, compare=False)
    rise: float = 0.0
    after: str = ""
    reading: bool = False
    turn: Turn = ""
    lifts: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        return "".join(self.texts)


@value
class Rule:
    """A straight stroke; thickness in points; dash: on/off lengths in points, () = solid."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float
    ink: Ink = BLACK
    dash: tuple[float, ...] = ()
    round: bool = False


@value
class Fill:
    """A filled box."""

    rect: Rect
    ink: Ink


@value
class Frame:
    """A stroked box; the stroke is centred on its edge."""

    rect: Rect
    thickness: float
    ink: Ink = BLACK
    dash: tuple[float, ...] = ()


@value
class Path:
    """A drawn shape within a box: ornaments, wavy rules, QR codes.

    parts: each one stroke or outline, x0, y0 and then either points (x, y) or, curved, Bézier segments (x1, y1, x2, y2,
    x3, y3), all from the trimmed corner. thickness: of the stroke, points; 0 = the outlines are filled together
    (non-zero winding). alt: what it shows, where it is no ornament.
    """

    rect: Rect
    parts: tuple[tuple[float, ...], ...]
    ink: Ink = BLACK
    thickness: float = 0.0
    curved: bool = False
    alt: str = ""


@value
class Image:
    """A picture in a box. crop: the part of the picture that shows,
    as fractions of its width and height from its top left.

    ink: what it is printed in: black alone (BLACK), or black and this second ink (a duotone); None = its own colours.
    whole: of a picture that runs over two pages, the part that both show together: it goes on the plate in one, so that
    its halves meet; None = `crop`, all that shows. outline: closed Bézier curves, x0, y0 and then x1, y1, x2, y2, x3,
    y3 from the trimmed corner; of the picture only what lies within an odd number of them is printed; () = all of it.
    apart: on a page of black and a second ink, that ink at full strength: what has `ink` None, and drawings always, are
    separated into the two by their hues.
    """

    rect: Rect
    file: str
    crop: Rect = Rect(0, 0, 1, 1)
    alt: str = ""
    origin: Span = field(default=NOWHERE, compare=False)
    ink: Ink | None = None
    whole: Rect | None = None
    outline: tuple[tuple[float, ...], ...] = ()
    apart: Ink | None = None


@value
class Markup:
    """What the editor said of some characters of a line: that they lead to an address (kind "link", value the address),
    or how they are emphasised (the kinds of layout.issue.Emphasis). Nothing of it is printed."""

    rect: Rect
    kind: str
    value: str = ""


@value
class Group:
    """Items that belong together: a story, its headline, a paragraph, a picture with its caption, furniture.

    role: "story" "kicker" "headline" "deck" "byline" "paragraph" "subhead" "item" "caption" "figure" "briefs" "brief"
    "list" "table" "row" "header" "cell" "quote" "advert" "artifact" (furniture and marks). name: the story's name, a
    heading's level, or ""; of a cell that heads something what that is: "column", "row" or "group". continues: it goes
    on with what was begun on an earlier page: a story with that of its name (转版), a part of it with the last of its
    role there (跨版). span: columns and rows that a cell takes.
    """

    role: str
    items: tuple[Item, ...]
    name: str = ""
    continues: bool = False
    span: tuple[int, int] = (1, 1)


Leaf = GlyphRun | Rule | Fill | Frame | Path | Image | Markup
Item = Leaf | Group


@value
class PageInks:
    """What a page without the four process inks is printed in: black, and `beside` it one ink more or none (a flat may
    have several), each at full strength: a spot, or one of the process inks. accent: the house style's ink that the
    first of them stands in for."""

    beside: tuple[Ink, ...] = ()
    accent: Ink = BLACK

    @property
    def spots(self) -> tuple[Ink, ...]:
        """Those that have plates of their own."""
        return tuple(ink for ink in self.beside if ink.spot)

    @property
    def plates(self) -> tuple[str, ...]:
        """Names of the plates, those of the four first."""
        own = {"Black", *(ink.plate for ink in self.beside)}
        return (*(name for name in PROCESS if name in own), *sorted(own.difference(PROCESS)))


@value
class Page:
    """One page. number: 版次 (layout.pagenames). trim: the cut size; bleed: points beyond it; slug: text of the slug
    line outside the bleed. label: the number as it is printed where that is more than digits: A03. inks: what the press
    prints it in, None = the four and any spot; the items have their own colours all the same, as a screen shows them
    (layout.pdf.pageinks makes of them what the press prints). spots: of a flat, those of its pages."""

    number: int
    trim: Size
    bleed: float
    items: tuple[Item, ...]
    slug: str = ""
    label: str = ""
    inks: PageInks | None = None
    spots: tuple[Ink, ...] = ()


def walk(items: tuple[Item, ...]) -> Iterator[Leaf]:
    """Every item but the groups, in drawing order."""
    for item in items:
        if isinstance(item, Group):
            yield from walk(item.items)
        else:
            yield item


def dump(page: Page) -> str:
    """The page as text, one line an item, lengths to 0.01 pt."""
    lines = [
        f"page {page.number} trim {page.trim.width:.2f}×{page.trim.height:.2f} bleed {page.bleed:.2f} slug {page.slug}"
    ]
    if page.inks is not None:
        lines.append("printed in " + " + ".join(map(_ink, (BLACK, *page.inks.beside))))
    _dump(page.items, 1, lines)
    return "\n".join(lines) + "\n"


def _dump(items: tuple[Item, ...], depth: int, lines: list[str]) -> None:
    pad = "  " * depth
    for item in items:
        match item:
            case Group(role, inner, name):
                lines.append(f"{pad}{role} {name}".rstrip())
                _dump(inner, depth + 1, lines)
            case GlyphRun():
                end = item.xs[-1] if item.xs else 0.0
                scale = f" ×{item.scale:.3f}" if item.scale != 1 else ""
                over, down = (item.rise, 0.0) if item.turn else (0.0, -item.rise)
                lines.append(
                    f"{pad}{item.turn or 'text'} {item.x + over:.2f} {item.baseline + down:.2f}"
                    f" {'↓' if item.turn else '→'}{end:.2f} {item.face}"
                    f" {item.size:g}{scale} {_ink(item.ink)} {item.text}"
                )
            case Rule():
                dash = f" dash {item.dash}" if item.dash else ""
                lines.append(
                    f"{pad}rule {item.x0:.2f} {item.y0:.2f} {item.x1:.2f} {item.y1:.2f} {item.thickness:g}"
                    f" {_ink(item.ink)}{dash}"
                )
            case Fill(rect, ink):
                lines.append(f"{pad}fill {_rect(rect)} {_ink(ink)}")
            case Frame(rect, thickness, ink):
                lines.append(f"{pad}frame {_rect(rect)} {thickness:g} {_ink(ink)}")
            case Path(rect, parts, ink, thickness):
                drawn = f"stroked {thickness:g}" if thickness else "filled"
                lines.append(f"{pad}path {_rect(rect)} {len(parts)} parts {drawn} {_ink(ink)} {item.alt}".rstrip())
            case Markup(rect, kind, said):
                lines.append(f"{pad}{kind} {_rect(rect)} {said}".rstrip())
            case Image(rect, file, crop):
                lines.append(
                    f"{pad}image {_rect(rect)} {file} crop {crop.x:.3f} {crop.y:.3f} {crop.width:.3f} {crop.height:.3f}"
                )


def _rect(rect: Rect) -> str:
    return f"{rect.x:.2f} {rect.y:.2f} {rect.width:.2f}×{rect.height:.2f}"


def _ink(ink: Ink) -> str:
    if ink.spot:
        return f"{ink.spot} {ink.tint * 100:g}"
    return "/".join(f"{part * 100:g}" for part in (ink.cyan, ink.magenta, ink.yellow, ink.black))
