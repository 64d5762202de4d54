"""Words that are no copy: labels on proofs, flats and job sheets, one line each."""

from __future__ import annotations

from layout.display import BLACK, GlyphRun, Ink
from layout.issue import Copy
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle

_ENDLESS = 100_000.0  # points: a label is never broken


def label(
    words: str,
    x: float,
    baseline: float,
    setter: Typesetter,
    size: float = 6.0,
    ink: Ink = BLACK,
    font: str = "sans",
    width: float = _ENDLESS,
) -> tuple[GlyphRun, ...]:
    """One line of words from x on its baseline; cut with “…” where it would be wider than `width` points.

    What no face has is left out: a label is not copy.
    """
    style = TextStyle(font=font, size=size, leading=size * 1.3, align="left")
    set_ = setter.typeset(Copy(words), style, _ENDLESS)
    while words and set_.lines and set_.lines[0].width > width:
        words = words[: max(0, min(len(words) - 1, int(len(words) * width / set_.lines[0].width)))]
        set_ = setter.typeset(Copy(words + "…"), style, _ENDLESS)
    return tuple(
        GlyphRun(run.face, run.size, x, baseline, run.glyphs, run.xs, run.texts, ink, run.scale)
        for line in set_.lines[:1]
        for run in line.runs
    )


def label_width(words: str, setter: Typesetter, size: float = 6.0, font: str = "sans") -> float:
    """Points a label takes."""
    style = TextStyle(font=font, size=size, leading=size * 1.3, align="left")
    return max((line.width for line in setter.typeset(Copy(words), style, _ENDLESS).lines), default=0.0)
