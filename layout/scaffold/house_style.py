"""The paper.yaml of a new paper: only what its answers make differ from a built-in house style."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from layout.diagnostics import Report
from layout.scaffold.tables import Words, table
from layout.scaffold.values import Start
from layout.schema import modeline
from layout.source import FilesInMemory
from layout.source.writing import Commented, Tree, written
from layout.theme import PAPER_FILE, Theme, read_theme

LEAST_MEASURE, MOST_MEASURE = 11, 20  # em: a line of fewer or more ideographs is hard to read (docs/themes.md)
MOST_COLUMNS = 10
_BRING_A_PROFILE = ("coated", "newsprint-gb")  # presses whose profile may not come with the program
_ROUNDING = 0.01  # points that lengths typed in millimetres may be off


def column_counts(theme: str) -> Iterator[int]:
    """Into how many columns the type area of a built-in theme can be parted."""
    made = built_in(theme)
    yield from (
        count for count in range(2, MOST_COLUMNS + 1) if LEAST_MEASURE <= measure_in(made, count) <= MOST_MEASURE
    )


def measure_in(theme: Theme, columns: int) -> int:
    """Whole em of a base column where the type area is parted into so many."""
    grid, size = theme.grid, theme.styles["body"].size
    return int(((grid.width + _ROUNDING - (columns - 1) * grid.gutter) / columns) / size)


@cache
def built_in(name: str) -> Theme:
    return theme_of(f"extends: {name}\n".encode())


def theme_of(paper: bytes) -> Theme:
    """The house style that the bytes of a paper.yaml are read as."""
    return read_theme(FilesInMemory({PAPER_FILE: paper}), PAPER_FILE, Report())


def paper_yaml(start: Start) -> bytes:
    """start: settled."""
    rows, say = table(), Words(start.language)
    kind, status = rows["kind"][start.kind], rows["status"][start.status]
    theme = rows["format"][start.format]["theme"]
    english = {say.key("masthead", "english"): kind["english"]} if start.name == kind["name"] else {}
    permit = {say.key("masthead", "permit"): status["permit"]} if status["permit"] else {}
    masthead: dict[str, Tree] = {
        say.key("masthead", "name"): start.name,
        **english,
        say.key("masthead", "publisher"): status["publisher"],
        **permit,
        say.key("masthead", "lines"): Commented(status["lines"], (), say("lines")),
    }
    tree: dict[str, Tree] = {
        say.key("theme", "extends"): Commented(theme, (), rows["format"][start.format][start.language]),
        say.key("theme", "masthead"): masthead,
    }
    if start.columns and start.columns != built_in(theme).grid.columns:
        tree[say.key("theme", "grid")] = _grid(start.columns, built_in(theme), say)
    if start.press in _BRING_A_PROFILE:
        tree[say.key("theme", "press")] = Commented({say.key("press", "name"): start.press}, (say(start.press),))
    inks = {say.key("ink_name", "accent"): "C {} M {} Y {} K {}".format(*kind["accent"])}
    tree[say.key("theme", "inks")] = Commented(inks, (), say("accent"))
    return written(tree, [modeline("paper"), say("paper")]).encode()


def _grid(columns: int, theme: Theme, say: Words) -> dict[str, Tree]:
    """So many columns in the type area of a theme, the gutters taking what whole em leave."""
    size = theme.styles["body"].size
    measure = measure_in(theme, columns)
    gutter = (theme.grid.width - columns * measure * size) / (columns - 1)
    return {
        say.key("grid", "columns"): str(columns),
        say.key("grid", "measure"): f"{measure} em",
        say.key("grid", "gutter"): f"{int(gutter * 100) / 100:g} pt",
    }
