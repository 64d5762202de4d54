"""typeset: one paragraph of copy on one measure → lines with exact glyph positions."""

from __future__ import annotations

from dataclasses import dataclass

from layout.fonts import FontBook
from layout.issue import Copy
from layout.theme import TextStyle


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face at one size on one line; parallel tuples as in display.GlyphRun; xs from the line's left edge."""

    face: str
    size: float
    glyphs: tuple[int, ...]
    xs: tuple[float, ...]
    texts: tuple[str, ...]
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """One set line.

    runs: left to right. start, end: its characters in the copy. width: from the measure's left edge to the last advance
    edge, points (= the measure on justified lines). gap: mean space added between ideographs, em. last: ends the paragraph.
    """

    runs: tuple[Run, ...]
    start: int
    end: int
    width: float
    gap: float = 0.0
    last: bool = False
    demerits: float = 0.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What setting found wrong with a copy: code and values of the diagnostic, and the character it is about."""

    code: str
    index: int
    length: int = 1
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph broken on a measure (points). faults: to be reported once the paragraph is really placed."""

    copy: Copy
    style: TextStyle
    measure: float
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...] = ()


class Typesetter:
    """The session of setting: a font book and the bounded memo of what was broken already."""

    def __init__(self, fonts: FontBook) -> None:
        self.fonts = fonts

    def typeset(self, copy: Copy, style: TextStyle, measure: float, looseness: int = 0) -> Paragraph:
        """Break and justify `copy` on `measure` points.

        looseness: lines more (+) or fewer (−) than the best number, where the limits of setting allow it; else the best.
        """
        raise NotImplementedError

    def headline(self, lines: tuple[Copy, ...], style: TextStyle, measure: float, most: int = 2) -> Paragraph | None:
        """A head on `measure`: hand-broken lines are kept; a single copy breaks by sense into at most `most` balanced lines.

        Size goes down from style.size to style.smallest in steps of 0.5 pt, tracking ±5 % and width 90–100 % first, until
        every line fits; None when none does. The Paragraph's style has the size used.
        """
        raise NotImplementedError
