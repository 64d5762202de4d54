"""What is laid over a page at the desk: the marks of a proof, the columns, the baselines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from layout.desk.showing import Snapshot, grid_of
from layout.diagnostics import Language, Report
from layout.display import Fill, Frame, Group, Ink, Item, Page, Rule
from layout.makeup import PageMade
from layout.makeup.grid import PageGrid
from layout.proof import bounds, notes_of, proof_page
from layout.text.paragraph import Typesetter
from layout.theme import in_writing
from layout.units import Rect
from layout.value import replace

_COLUMN = Ink(0.18, 0.04, 0, 0)
_LINE = Ink(0.6, 0.2, 0, 0)
_STORY = Ink(0.7, 0, 0.8, 0.1)


def page_of(kind: str, made: PageMade, snapshot: Snapshot, setter: Typesetter, language: Language) -> Page:
    """The overlay alone, as a page. kind: one of KINDS."""
    items = tuple(_KINDS[kind](made, snapshot, setter, language))
    return replace(made.page, items=items, inks=None)


def _proof(made: PageMade, snapshot: Snapshot, setter: Typesetter, language: Language) -> Iterator[Item]:
    report = Report()
    report.extend(snapshot.findings)
    yield proof_page(made.page, notes_of(made, report, language), "", setter).items[-1]


def _columns(made: PageMade, snapshot: Snapshot, setter: Typesetter, language: Language) -> Iterator[Item]:
    grid = _grid(made, snapshot)
    height = grid.rows * grid.leading
    for column in range(grid.columns):
        yield Fill(grid.on_paper(Rect(grid.x(column), grid.top, grid.measure, height)), _COLUMN)


def _baseline(made: PageMade, snapshot: Snapshot, setter: Typesetter, language: Language) -> Iterator[Item]:
    """Of a vertical page, the axes of its lines."""
    grid = _grid(made, snapshot)
    rules: list[Item] = []
    for row in range(grid.rows):
        y = grid.y(row + 0.5) if grid.vertical else grid.baseline(row)
        rules.append(Rule(grid.left, y, grid.left + grid.width, y, 0.2, _LINE))
    yield from grid.turned(tuple(rules))


def _grid(made: PageMade, snapshot: Snapshot) -> PageGrid:
    theme, grid = snapshot.proof.theme, grid_of(made, snapshot)
    assert theme is not None
    assert grid is not None
    return PageGrid.of(in_writing(theme, grid.vertical))


def _stories(made: PageMade, snapshot: Snapshot, setter: Typesetter, language: Language) -> Iterator[Item]:
    for item in made.page.items:
        if isinstance(item, Group) and (box := bounds(item.items)) is not None:
            yield Frame(box, 0.6, _STORY)


_KINDS: dict[str, Callable[[PageMade, Snapshot, Typesetter, Language], Iterator[Item]]] = {
    "proof": _proof,
    "columns": _columns,
    "baseline": _baseline,
    "stories": _stories,
}
KINDS = frozenset(_KINDS)
