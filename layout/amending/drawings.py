"""A page's drawing amended: two names swapped, a name taken out and its room given to a neighbour, a name put in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

from layout.issue.drawing import NAMEPLATE
from layout.source import INVISIBLE

_WORD = re.compile(r"\S+")
LEAST_TIERS = 8  # lines of a drawing of fewer words than that, which are taken for tiers


def swapped(drawing: str, one: str, other: str) -> str:
    """The drawing with two names in each other's places. The blanks behind a name take up what its length changes."""
    return _renamed(drawing, lambda name: other if name == one else one if name == other else name)


def names_in(drawing: str) -> set[str]:
    return {word.translate(INVISIBLE) for word in drawing.split()}


def without(drawing: str, name: str) -> str | None:
    """The drawing without a name, its room given to what stands along one whole side of it; None where nothing does."""
    bands = [[word.translate(INVISIBLE) for word in line.split()] for line in drawing.splitlines() if line.split()]
    cells = [(row, column) for row, band in enumerate(bands) for column, each in enumerate(band) if each == name]
    if not cells or len({len(band) for band in bands}) != 1:
        return None
    top, bottom = min(row for row, _ in cells), max(row for row, _ in cells)
    left, right = min(column for _, column in cells), max(column for _, column in cells)
    columns, rows = range(left, right + 1), range(top, bottom + 1)
    sides: tuple[tuple[int, int, Sequence[int]], ...] = (
        (top - 1, -1, columns),
        (bottom + 1, -1, columns),
        (-1, left - 1, rows),
        (-1, right + 1, rows),
    )
    for row, column, along in sides:
        if not (0 <= row < len(bands) or 0 <= column < len(bands[0])):
            continue
        takers = [bands[row][each] if row >= 0 else bands[each][column] for each in along]
        filled = [list(band) for band in bands]
        for each_row in rows:
            for each_column in columns:
                filled[each_row][each_column] = takers[(each_column - left) if row >= 0 else (each_row - top)]
        if all(_rectangle(filled, taker) for taker in set(takers)):
            new = iter(filled)
            lines = [_fitted(line, next(new)) if line.split() else line for line in drawing.splitlines(keepends=True)]
            return "".join(lines)
    if len(bands) > 1 and {each for band in bands[top : bottom + 1] for each in band} == {name}:  # bands of its own
        return "".join(line for line in drawing.splitlines(keepends=True) if name not in names_in(line))
    return None


def of_tiers(drawing: str, writing: str = "") -> bool:
    """Whether a drawing is of a vertical page, a line a tier: as the page says, or as it looks, for its paper is not
    asked. Where that errs the next build says that the drawing has too many lines or words (NP610)."""
    if writing or NAMEPLATE in names_in(drawing):
        return writing != "horizontal"
    lines = [len(line.split()) for line in drawing.splitlines() if line.split()]
    return len(lines) >= LEAST_TIERS > max(lines)


def with_stretch(drawing: str, name: str) -> str:
    """The drawing of a vertical page with one stretch more, down its left side, where it is read last."""
    lines = drawing.splitlines(keepends=True)
    return "".join(
        f"{line[: len(line) - len(line.lstrip())]}{name} {line.lstrip()}" if line.split() else line for line in lines
    )


def with_band(drawing: str, name: str) -> str:
    """The drawing with one band more, across the foot of the page."""
    width = max((len(line.split()) for line in drawing.splitlines()), default=1)
    end = "\n" if drawing.endswith("\n") or not drawing else ""
    return f"{drawing.rstrip()}\n{' '.join([name] * max(1, width))}{end}"


def _rectangle(bands: Sequence[Sequence[str]], name: str) -> bool:
    cells = [(row, column) for row, band in enumerate(bands) for column, each in enumerate(band) if each == name]
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) == len(cells)


def _fitted(line: str, names: Sequence[str]) -> str:
    """A line with these names in place of its own; columns stay where they were as far as the names' lengths allow."""
    new = iter(names)
    return _line(line, [next(new) for _ in _WORD.finditer(line)])


def _renamed(drawing: str, other: object) -> str:
    assert callable(other)
    return "".join(
        _line(line, [other(word[0].translate(INVISIBLE)) for word in _WORD.finditer(line)])
        for line in drawing.splitlines(keepends=True)
    )


def _line(line: str, names: Sequence[str]) -> str:
    made, at, owed = "", 0, 0
    for word, name in zip(_WORD.finditer(line), names, strict=True):
        gap = line[at : word.start()]
        if at and "\n" not in gap:
            wanted = len(gap) - owed
            owed = max(0, 1 - wanted)
            gap = gap if len(gap) == wanted else " " * max(1, wanted)
        typed = word[0] if word[0].translate(INVISIBLE) == name else name
        made += gap + typed
        owed += _width(typed) - _width(word[0])
        at = word.end()
    return made + line[at:]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
