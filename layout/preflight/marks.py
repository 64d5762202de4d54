"""What a page draws, as a list: text, fills, strokes, pictures, shadings, each with its place, colour and overprint.

Fonts, graphics states, forms and colours that the marks use stand beside them, once each. collecting.py finds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from layout.preflight.colours import Space
from layout.preflight.fonts import Font
from layout.preflight.graphics import Box


@dataclass(slots=True)
class Mark:
    """Something drawn. kind: text, fill, stroke, image, stencil, shading. box: in the page's points, inside its clip.

    size: of type, points; width: of a line, points; thing: name of the object. image: of pictures, its dictionary; ppi:
    their effective resolution, the lower of both directions. hidden: in a layer that is not shown. shape: of pictures
    and type, how wide they are drawn for their height, 1 = as they are; below 0 = mirrored. font, codes: of text, the
    first different ones. covers: whether nothing that lies under the box shows through. unseen: of text that shows
    nothing, why: "mode" (set invisible), "size" (set at no size), "clipped", "outside" (of the sheet).
    """

    kind: str
    box: Box
    space: Space | None = None
    colour: tuple[float, ...] = ()
    pattern: Any = None
    overprint: bool = False
    opm: int = 0
    size: float = 0.0
    width: float = 0.0
    thing: str = ""
    image: Any = None
    ppi: float = 0.0
    glyphs: int = 0
    hidden: bool = False
    shape: float = 1.0
    font: Font | None = None
    codes: tuple[int, ...] = ()
    covers: bool = False
    unseen: str = ""


@dataclass(slots=True)
class FontUse:
    """A font and the codes drawn with it. box: of the first text in it."""

    font: Font
    box: Box
    codes: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Marks:
    """What a page draws. unseen: text that shows nothing, which is none of the marks. stumbles: operators that are
    unknown or broken, with why; unclosed: the operators that would have closed what a content stream leaves open.
    whole: whether all was looked at; cost: operators that whoever draws the page has to follow, those of a pattern's
    cell with each use."""

    marks: list[Mark] = field(default_factory=list)
    unseen: list[Mark] = field(default_factory=list)
    fonts: dict[object, FontUse] = field(default_factory=dict)
    states: dict[object, tuple[str, Any]] = field(default_factory=dict)
    forms: dict[object, tuple[str, Any]] = field(default_factory=dict)
    spaces: dict[tuple[int, str], tuple[Space, Box, str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    stumbles: list[tuple[str, str]] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    whole: bool = True
    cost: int = 0

    def apart(self) -> Marks:
        """The same, with marks and colours kept apart until it is known where they fall."""
        return replace(self, marks=[], unseen=[], spaces={})

    def text(self) -> Iterator[Mark]:
        return (mark for mark in self.marks if mark.kind == "text")

    def images(self) -> Iterator[Mark]:
        return (mark for mark in self.marks if mark.kind in ("image", "stencil"))


class TooMuch(ValueError):
    """More is drawn than is looked at. Nothing that draws goes on after it."""


__all__ = ["FontUse", "Mark", "Marks", "TooMuch"]
