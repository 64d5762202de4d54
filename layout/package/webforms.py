"""The forms of a web press: which pages lie on a plate cylinder, which way up, so that cut, folded and collected they
read in order.

What is nested stays what `layout.folding` says: sheets of two pages a side, outermost first. Here they are found their
places on the web, by folding it: the webs of all forms lie on each other, run over the former, are cut, collected, and
folded across, and the layers that come of it are the sheets of the paper from the outside in. The folding is arithmetic
on a grid of spreads; nothing is looked up in a table.

    broadsheet   the fold of the former is the spine: a spread stands upright on the web, one beside another
    tabloid      the former's fold lies at the heads, the cylinder's jaw folds the spine: pages sideways, head to head
    quarterfold  former, jaw at the heads, chopper at the spine: pages upright, head to head

A straight run has the same plate twice round the cylinder and is drawn once; in a collect run the two halves differ and
one lies on the other before the jaw. Each ribbon across a form runs over a former of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from layout.folding import Cell, Flat, Side, mirrored, sections
from layout.presses import Press
from layout.theme.values import Binding
from layout.value import value


class Unfit(Exception):
    """Pages that make no forms of the press. code: the diagnostic's; pages: of a section; multiple: of how many they
    should be one; sections: there are."""

    def __init__(self, code: str, pages: int = 0, multiple: int = 0, sections: int = 0) -> None:
        super().__init__(code)
        self.code, self.pages, self.multiple, self.sections = code, pages, multiple, sections


@value
class Scheme:
    """A way to fold. columns, rows: spreads of a ribbon, pages upright; former, jaw: what either fold halves, "" =
    nothing, for it is the spine or comes after. sideways: the web runs along the lines of the type."""

    columns: int
    rows: int
    former: str = ""
    jaw: str = ""
    sideways: bool = False


SCHEMES = {
    "broadsheet": Scheme(1, 1),
    "tabloid": Scheme(1, 2, former="rows", sideways=True),
    "quarterfold": Scheme(2, 2, former="columns", jaw="rows"),
}

Grid = tuple[tuple[tuple[int, int], ...], ...]
"""Rows of spreads, each by its column and row on the ribbon."""


@value
class Layer:
    """A ribbon, or what folding has made of it, seen from outside. flipped: its back is seen; turned: upside down."""

    web: int
    ribbon: int
    grid: Grid
    flipped: bool = False
    turned: bool = False


def is_web(press: Press) -> bool:
    """Whether its forms are other than two pages a side."""
    return (press.form, press.fold, press.run) != (2, "broadsheet", "straight")


def web_forms(
    counts: Sequence[int], binding: Binding, press: Press, caliper: float = 0.0, spine: str = "left"
) -> tuple[Flat, ...]:
    """The forms of a paper, front and back in turn. counts: pages of each section. Raises Unfit."""
    scheme = SCHEMES[press.fold]
    around = 2 if press.run == "collect" else 1
    ribbons = press.form // (2 * scheme.columns * scheme.rows)
    sides = sections(counts, binding, caliper)
    if spine == "right":
        sides = mirrored(sides)
    own = [
        [(front, back) for front, back in zip(sides[::2], sides[1::2], strict=True) if front.section == number]
        for number in range(1, len(counts) + 1)
    ]
    if press.fold == "broadsheet":
        runs = _books(own, ribbons, around)
    else:
        runs = [_one_book(sheets, scheme, ribbons, pages) for sheets, pages in zip(own, counts, strict=True)]
    flats: list[Flat] = []
    for places in runs:
        webs = 1 + max(web for web, _, _ in places)
        for web in range(webs):
            number = len(flats) // 2 + 1
            on_it = {(ribbon, layer): sheet for (web_of, ribbon, layer), sheet in places.items() if web_of == web}
            flats += [_flat(number, back, on_it, scheme, ribbons, around) for back in (False, True)]
    return tuple(flats)


Sheet = tuple[Side, Side]
Places = dict[tuple[int, int, Layer], Sheet]
"""Of one run: sheets by web, ribbon, and the layer that has their place on it."""


def _books(own: list[list[Sheet]], ribbons: int, around: int) -> list[Places]:
    """Broadsheets: each former makes a section. One section alone may have all ribbons of a straight run, which turner
    bars bring over one former; the halves of a collect run lie on each other folded, so they are two sections."""
    spread = Layer(0, 0, (((0, 0),),))
    if len(own) == 1 and around == 1:
        (sheets,) = own
        return [{(at // ribbons, at % ribbons, spread): sheet for at, sheet in enumerate(sheets)}]
    if len(own) % around:
        raise Unfit("NP934", sections=len(own))
    return [
        {
            (web, ribbon, spread): sheet
            for ribbon, sheets in enumerate(own[start : start + ribbons])
            for web, sheet in enumerate(sheets)
        }
        for start in range(0, len(own), ribbons)
    ]


def _one_book(sheets: list[Sheet], scheme: Scheme, ribbons: int, pages: int) -> Places:
    """Papers that the jaw folds: all ribbons and halves go into one section."""
    each = ribbons * scheme.columns * scheme.rows
    if len(sheets) % each or any(front.leaf for front, _ in sheets):
        raise Unfit("NP911", pages=pages, multiple=4 * each)
    layers = folded(scheme, len(sheets) // each, ribbons)
    return {(layer.web, layer.ribbon, layer): sheet for layer, sheet in zip(layers, sheets, strict=True)}


def folded(scheme: Scheme, webs: int, ribbons: int) -> list[Layer]:
    """The layers at the spine, from the outside in, of so many webs with so many ribbons and halves each."""
    grid: Grid = tuple(tuple((column, row) for column in range(scheme.columns)) for row in range(scheme.rows))
    pile: list[Layer] = []
    for ribbon in range(ribbons):
        pile += _halved([Layer(web, ribbon, grid) for web in range(webs)], scheme.former)
    return _halved(pile, scheme.jaw)


def _halved(pile: list[Layer], way: str) -> list[Layer]:
    """A pile folded in half: the left, or the lower half stays, the other goes behind it."""
    if not way:
        return pile
    halves = [_halves(layer, way) for layer in pile]
    return [stays for stays, _ in halves] + [goes for _, goes in reversed(halves)]


def _halves(layer: Layer, way: str) -> tuple[Layer, Layer]:
    web, ribbon, grid = layer.web, layer.ribbon, layer.grid
    if way == "columns":
        half = len(grid[0]) // 2
        kept = tuple(row[:half] for row in grid)
        gone = tuple(tuple(reversed(row[half:])) for row in grid)
        return Layer(web, ribbon, kept, layer.flipped, layer.turned), Layer(
            web, ribbon, gone, not layer.flipped, layer.turned
        )
    half = len(grid) // 2
    return Layer(web, ribbon, grid[half:], layer.flipped, layer.turned), Layer(
        web, ribbon, tuple(reversed(grid[:half])), not layer.flipped, not layer.turned
    )


def _flat(
    number: int, back: bool, on_it: dict[tuple[int, Layer], Sheet], scheme: Scheme, ribbons: int, around: int
) -> Flat:
    """One side of a form, as it lies on the web: seen from its own side, the lead edge above."""
    wide, high = 2 * scheme.columns, scheme.rows
    columns, rows = (high, wide) if scheme.sideways else (wide, high)
    across = ribbons // around
    cells = []
    for (ribbon, layer), (front_side, back_side) in on_it.items():
        ((column, row),) = layer.grid[0]
        side = back_side if back != layer.flipped else front_side
        block = across - 1 - ribbon % across if back else ribbon % across
        for at, place in enumerate(_pair(side, layer.turned)):
            x = 2 * (scheme.columns - 1 - column if back else column) + at
            y, turn = row, 180 if layer.turned else 0
            if scheme.sideways:  # a quarter to the right; turned over, that is a quarter to the left
                x, y, turn = (y, wide - 1 - x, turn + 270) if back else (high - 1 - y, x, turn + 90)
            inward = -1.0 if (at == 0) == layer.turned else 1.0
            cells.append(Cell(place, block * columns + x, ribbon // across * rows + y, turn % 360, inward * side.creep))
    first = next(iter(on_it.values()))[0]
    return Flat(
        number,
        back,
        columns * across,
        rows * around,
        tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        first.section,
        tuple("fold" if at % columns else "cut" for at in range(1, columns * across)),
        tuple("fold" if at % rows else "cut" for at in range(1, rows * around)),
    )


def _pair(side: Side, turned: bool) -> tuple[int | None, int | None]:
    """What stands at the left and at the right of a spread's place on the form."""
    left, right = side.left, side.right
    if side.leaf and side.back:
        left, right = right, None  # a single leaf's front stands at the right of the fold, its back behind it
    return (right, left) if turned else (left, right)
