"""Where each character of a page was typed: what a click on a word and a caret in the copy are matched by.

A run of glyphs knows where its line was typed; the characters of the line are followed through the source from there,
past markup and folded lines. A character that is not found (a mark that the program sets in place of another) has the
place of the one before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

from layout.display import GlyphRun, Page, walk
from layout.runs import cells, goes_on
from layout.source import Source
from layout.units import union

# What may stand in copy between two characters that stand side by side on the page (layout/issue/inline.py): signs of
# emphasis, the address of a link, the reading of ruby, line ends and what YAML puts at the beginning of a line.
_BETWEEN = re.compile(r"\]\([^)\n]*\)|\|[^{}|\n]*\}|[\s\u3000*_~^{}\[\]|\\\"'#>/-]")
_MOST_BETWEEN = 400  # of them: an address is one

Sources = Callable[[str], Source | None]
"""A file of copy by its name; None where it cannot be read."""


def placed_runs(page: Page, sources: Sources) -> dict[str, Any]:
    """The runs of a page as docs/desk-protocol.md says of /api/words."""
    files: dict[str, int] = {}
    runs = []
    for line in _lines(page):
        for run, at in _followed(line, sources):
            number = -1
            if at:
                number = files.setdefault(run.origin.file, len(files))
            text = "".join(run.texts)
            width = _width(run)
            box = union(*cells(run, width))
            runs.append(
                {
                    "f": number,
                    "down": bool(run.turn),
                    "box": [round(each, 2) for each in (box.x, box.y, box.width, box.height)],
                    "s": run.size,
                    "t": text,
                    "xs": [round(x - run.xs[0], 2) for x in _edges(run)],
                    "at": at,
                }
            )
    return {"files": list(files), "runs": runs}


def _lines(page: Page) -> Iterator[list[GlyphRun]]:
    """The runs of each line: they stand on one line of the page and begin at one place of the copy."""
    line: list[GlyphRun] = []
    for run in walk(page.items):
        if not isinstance(run, GlyphRun) or not run.glyphs:
            continue
        if line and not (run.origin == line[-1].origin and goes_on(line[-1], run)):
            yield line
            line = []
        line.append(run)
    if line:
        yield line


def _followed(line: list[GlyphRun], sources: Sources) -> Iterator[tuple[GlyphRun, list[list[int]]]]:
    """Each run of a line with its break points: index in its text, line and column."""
    origin = line[0].origin
    source = sources(origin.file) if origin.line else None
    if source is None or not 1 <= origin.line <= len(source.starts):
        yield from ((run, []) for run in line)
        return
    text, starts = source.text, source.starts
    at = starts[origin.line - 1] + origin.column - 1
    for run in line:
        points: list[list[int]] = []
        if run.reading:
            yield run, points
            continue
        expected, known = -1, False
        for index, character in enumerate("".join(run.texts)):
            found = follow(text, at, character)
            if found >= 0:
                at, known = found + 1, True
            place = found if found >= 0 else max(0, at - 1)
            if place != expected or index == 0:
                number = bisect_right(starts, place)
                points.append([index, number, place - starts[number - 1] + 1])
            expected = place + 1
        for character in run.after:
            found = follow(text, at, character)
            at = found + 1 if found >= 0 else at
        yield run, points if known else []


def follow(text: str, at: int, character: str) -> int:
    """Where the character stands at `at` or behind what may stand between; −1 = not there."""
    for _ in range(_MOST_BETWEEN):
        if text.startswith(character, at):
            return at
        between = _BETWEEN.match(text, at)
        if between is None:
            return -1
        at = between.end()
    return -1


def _edges(run: GlyphRun) -> Iterator[float]:
    """Left edge of each character: those of one glyph share its room."""
    ends = [*run.xs[1:], _width(run)]
    for text, left, right in zip(run.texts, run.xs, ends, strict=True):
        for index in range(len(text)):
            yield left + (right - left) * index / len(text)


def _width(run: GlyphRun) -> float:
    """Of the run: what its last glyph takes is its size, or half of it for what is narrow; a hit box needs no more."""
    last = run.texts[-1]
    return run.xs[-1] + run.size * run.scale * (1.0 if last > "\u2e7f" else 0.5)
