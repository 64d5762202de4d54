"""What is laid over a page at the desk: the marks of a proof, the columns, the baselines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from layout.desk.showing import Snapshot
from layout.diagnostics import Language, Report
from layout.display import Fill, Frame, Group, Ink, Item, Page, Rule
from layout.makeup import PageMade
from layout.makeup.grid import PageGrid
from layout.proof import bounds, notes_of, proof_page
from layout.text.paragraph import Typesetter
from layout.units import Rect
from layout.value import replace

_COLUMN = Ink(0.18, 0.04, 0, 0)
_LINE = Ink(0.6, 0.2, 0, 0)
_STORY = Ink(0.7, 0, 0.8, 0.1)


def page_of(kind: str, made: PageMade, snapshot: Snapshot, setter: Typesetter, language: Language) -> Page:
    """The overlay alone, as a page. kind: one of KINDS."""
    items = tuple(_KINDS[kind](made, snapshot, setter, language))
    return replace(made.page, items=items)


def _proof(made: PageMade, snapshot: Snapshot, setter: Typesetter, language: Language) -> Iterator[Item]:
    report = Report()
    report.extend(snapshot.findings)
    yield proof_page(made.page, notes_of(made, report, language), "", setter).items[-1]


def _columns(made: PageMade, snapshot: Snapshot, setter: Typesetter, language: Language) -> Iterator[Item]:
    assert snapshot.proof.theme is not None
    grid = PageGrid.of(snapshot.proof.theme)
    height = grid.rows * grid.leading
    for column in range(grid.columns):
        yield Fill(Rect(grid.x(column), grid.top, grid.measure, height), _COLUMN)


def _baseline(made: PageMade, snapshot: Snapshot, setter: Typesetter, language: Language) -> Iterator[Item]:
    assert snapshot.proof.theme is not None
    grid = PageGrid.of(snapshot.proof.theme)
    for row in range(grid.rows):
        y = grid.baseline(row)
        yield Rule(grid.left, y, grid.left + grid.width, y, 0.2, _LINE)


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
