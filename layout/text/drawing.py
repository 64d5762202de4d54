"""A set line as display items: its glyphs, then the marks drawn below them."""

from __future__ import annotations

from collections.abc import Iterator

from layout.diagnostics import NOWHERE, Span
from layout.display import BLACK, EM_ASCENT, GlyphRun, Ink, Markup, Path
from layout.text.interlinear import Stroke
from layout.text.lines import Line
from layout.units import Rect


def drawn(
    line: Line, x: float, baseline: float, ink: Ink = BLACK, origin: Span = NOWHERE
) -> Iterator[GlyphRun | Path | Markup]:
    """x: left edge of the line's measure, points; origin: where its copy was typed."""
    for run in line.runs:
        yield GlyphRun(
            run.face,
            run.size,
            x + run.middle,
            baseline,
            run.glyphs,
            run.xs,
            run.texts,
            ink,
            run.scale,
            origin,
            run.rise,
            run.after,
            run.reading,
            run.turn,
            run.lifts,
        )
    for told in line.told:
        em = max(run.size for run in line.runs)
        box = Rect(x + told.left, baseline - EM_ASCENT * em, told.right - told.left, em)
        yield Markup(box, told.kind, f"https://{told.value}" if told.value.startswith("www.") else told.value)
    for stroke in line.strokes:
        yield _path(stroke, x, baseline, ink)


def _path(stroke: Stroke, x: float, baseline: float, ink: Ink) -> Path:
    parts = tuple(
        [tuple([value + (baseline if index % 2 else x) for index, value in enumerate(part)]) for part in stroke.parts]
    )
    xs = [value for part in parts for value in part[::2]]
    ys = [value for part in parts for value in part[1::2]]
    box = Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    return Path(box, parts, ink, stroke.thickness, stroke.curved)
