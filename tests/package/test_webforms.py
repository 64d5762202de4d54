"""Web forms cut, folded and collected as the press does it, on coordinates alone: then the paper must read 1, 2, 3 …"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout.folding import Flat
from layout.package.webforms import Unfit, web_forms
from layout.presses import Press, from_toml, press

Point = tuple[float, float]
UP = {0: (0.0, 1.0), 90: (1.0, 0.0), 180: (0.0, -1.0), 270: (-1.0, 0.0)}


def shop(form: int, fold: str, run: str) -> Press:
    return replace(press(), form=form, fold=fold, run=run)


# Paper


@dataclass
class Leaf:
    """A page's piece of paper. x, y: its middle, y upward; faces: the page that is seen and the one behind it, with
    where their heads point to, as one sees through the paper."""

    x: float
    y: float
    faces: tuple[tuple[int | None, Point], tuple[int | None, Point]]


def printed(front: Flat, back: Flat) -> list[Leaf]:
    """A web that both sides of a form are printed on, seen from the front. The back turned over its upright axis."""

    def stands(flat: Flat) -> dict[tuple[int, int], tuple[int | None, Point]]:
        return {(cell.column, cell.row): (cell.place, UP[cell.turn]) for cell in flat.cells}

    seen, behind = stands(front), stands(back)
    leaves = []
    for (column, row), face in seen.items():
        place, up = behind[front.columns - 1 - column, row]
        leaves.append(Leaf(column + 0.5, front.rows - row - 0.5, (face, (place, (-up[0], up[1])))))
    assert len(leaves) == len(behind)
    return leaves


def piece(web: list[Leaf], column: int, row: int, columns: int, rows: int) -> list[Leaf]:
    """What is slit and cut out, by its lower left corner; moved there."""
    return [
        Leaf(leaf.x - column, leaf.y - row, leaf.faces)
        for leaf in web
        if column < leaf.x < column + columns and row < leaf.y < row + rows
    ]


def folded(pile: list[Leaf], axis: str, line: float, upper_goes: bool) -> list[Leaf]:
    """A pile, the topmost first, one half of it folded behind the other."""
    stays, goes = [], []
    for leaf in pile:
        at = getattr(leaf, axis)
        (goes if (at > line) == upper_goes else stays).append(leaf)
    turned = []
    for leaf in reversed(goes):
        sign = (-1.0, 1.0) if axis == "x" else (1.0, -1.0)
        one, other = ((place, (up[0] * sign[0], up[1] * sign[1])) for place, up in leaf.faces)
        x, y = (2 * line - leaf.x, leaf.y) if axis == "x" else (leaf.x, 2 * line - leaf.y)
        turned.append(Leaf(x, y, (other, one)))
    return stays + turned


def read(pile: list[Leaf]) -> list[int | None]:
    """The pages of a closed paper, from its front. All lie on each other, their heads one way."""
    assert {(leaf.x, leaf.y) for leaf in pile} == {(pile[0].x, pile[0].y)}
    assert len({up for leaf in pile for place, up in leaf.faces if place is not None}) == 1
    return [place for leaf in pile for place, _ in leaf.faces]


def spine(pile: list[Leaf], axis: str, line: float) -> list[int | None]:
    """Folded at the spine, the half without the first page behind, and read."""
    (first,) = (
        leaf
        for leaf in pile
        if leaf.faces[0][0] == min(place for each in pile for place, _ in each.faces if place is not None)
    )
    return read(folded(pile, axis, line, getattr(first, axis) < line))


def books(flats: tuple[Flat, ...], which: Press, one_former: bool = False) -> list[list[int | None]]:
    """What comes out of the folder, each section read. one_former: turner bars bring all ribbons over it."""
    webs = [printed(front, back) for front, back in zip(flats[::2], flats[1::2], strict=True)]
    around = 2 if which.run == "collect" else 1
    ribbon = {"broadsheet": (2, 1), "tabloid": (2, 2), "quarterfold": (4, 2)}[which.fold]
    across = which.form // (ribbon[0] * ribbon[1]) // around
    assert all((flat.columns, flat.rows) == (ribbon[0] * across, ribbon[1] * around) for flat in flats)
    # The lead edge lies above: what runs first is cut first.
    ribbons = [
        [piece(web, at * ribbon[0], (around - 1 - half) * ribbon[1], *ribbon) for web in webs]
        for half in range(around)
        for at in range(across)
    ]
    if which.fold == "broadsheet":
        if one_former:
            ribbons = [[row[web] for web in range(len(webs)) for row in ribbons]]
        piles = [[leaf for layer in row for leaf in layer] for row in ribbons]
        return [spine(pile, "x", 1) for pile in piles if pile]
    pile: list[Leaf] = []
    for row in ribbons:  # over the former, then one on the other
        pile += folded([leaf for layer in row for leaf in layer], "x", ribbon[0] / 2, True)
    if which.fold == "tabloid":
        return [spine(pile, "y", 1)]
    return [spine(folded(pile, "y", 1, True), "x", 1)]


def numbers(first: int, pages: int) -> list[int]:
    return list(range(first, first + pages))


SPINES = st.sampled_from(["left", "right"])


@given(st.integers(1, 6), st.sampled_from([(4, "straight"), (8, "straight"), (8, "collect"), (16, "collect")]), SPINES)
def test_a_tabloid_reads_in_order(units: int, kind: tuple[int, str], edge: str) -> None:
    form, run = kind
    which, pages = shop(form, "tabloid", run), units * form * 2
    assert books(web_forms((pages,), "nested", which, 0.0, edge), which) == [numbers(0, pages)]


@given(st.integers(1, 4), st.sampled_from([(8, "straight"), (16, "straight"), (16, "collect")]), SPINES)
def test_a_quarterfold_reads_in_order(units: int, kind: tuple[int, str], edge: str) -> None:
    form, run = kind
    which, pages = shop(form, "quarterfold", run), units * form * 2
    assert books(web_forms((pages,), "saddle", which, 0.0, edge), which) == [numbers(0, pages)]


@given(st.integers(1, 6), SPINES)
def test_a_broadsheet_of_one_section_reads_in_order(sheets: int, edge: str) -> None:
    which, pages = shop(4, "broadsheet", "straight"), 4 * sheets
    (book,) = books(web_forms((pages,), "nested", which, 0.0, edge), which, one_former=True)
    assert book == numbers(0, pages)


@given(st.lists(st.integers(1, 4), min_size=2, max_size=2), st.sampled_from([(4, "straight"), (4, "collect")]))
def test_broadsheets_in_sections_read_in_order(sheets: list[int], kind: tuple[int, str]) -> None:
    which = shop(kind[0], "broadsheet", kind[1])
    counts = tuple(4 * each for each in sheets)
    made = books(web_forms(counts, "nested", which), which)
    assert made == [numbers(0, counts[0]), numbers(counts[0], counts[1])]


def test_four_sections_come_of_one_collect_run() -> None:
    which = shop(8, "broadsheet", "collect")
    made = books(web_forms((4, 8, 4, 4), "nested", which), which)
    assert made == [numbers(0, 4), numbers(4, 8), numbers(12, 4), numbers(16, 4)]


def test_a_folder_that_folds_wrong_is_seen() -> None:
    """The judge is awake: the pages of a straight run do not read when they are collected."""
    straight = web_forms((16,), "nested", shop(4, "tabloid", "straight"))
    which = shop(4, "tabloid", "straight")
    assert books(straight, which) == [numbers(0, 16)]
    spoilt = (straight[2], straight[3], straight[0], straight[1])
    assert books(spoilt, which) != [numbers(0, 16)]


# Forms


def rows(flat: Flat) -> list[list[str]]:
    """版次 from 1, with an arrow to its head where that is not above."""
    arrows = {0: "", 90: "→", 180: "↓", 270: "←"}
    stands = {
        (cell.row, cell.column): "" if cell.place is None else f"{cell.place + 1}{arrows[cell.turn]}"
        for cell in flat.cells
    }
    return [[stands.get((row, column), "") for column in range(flat.columns)] for row in range(flat.rows)]


def test_eight_pages_of_a_tabloid_lie_head_to_head() -> None:
    front, back = web_forms((8,), "nested", shop(4, "tabloid", "straight"))
    assert rows(front) == [["8→", "5←"], ["1→", "4←"]]
    assert rows(back) == [["6→", "7←"], ["3→", "2←"]]
    assert front.across == front.down == ("fold",)


def test_sixteen_pages_of_a_quarterfold_lie_head_to_head_upright() -> None:
    front, back = web_forms((16,), "saddle", shop(8, "quarterfold", "straight"))
    assert rows(front)[1] == ["16", "1", "4", "13"]
    assert [word[-1] for word in rows(front)[0]] == ["↓"] * 4
    assert rows(back)[1] == ["14", "3", "2", "15"]


def test_two_sections_lie_beside_each_other_and_are_slit() -> None:
    front, back = web_forms((4, 4), "nested", shop(4, "broadsheet", "straight"))
    assert rows(front) == [["4", "1", "8", "5"]]
    assert rows(back) == [["6", "7", "2", "3"]]
    assert front.across == ("fold", "cut", "fold")


def test_the_halves_of_a_collect_run_are_cut_apart() -> None:
    front, _ = web_forms((4, 4), "nested", shop(4, "broadsheet", "collect"))
    assert rows(front) == [["4", "1"], ["8", "5"]]
    assert (front.across, front.down) == (("fold",), ("cut",))


def test_a_short_section_leaves_half_a_web_empty() -> None:
    flats = web_forms((8, 4), "nested", shop(4, "broadsheet", "straight"))
    assert [rows(flat) for flat in flats[2:]] == [[["6", "3", "", ""]], [["", "", "4", "5"]]]


def test_a_single_leaf_stands_at_its_fold() -> None:
    front, back = web_forms((6,), "nested", shop(4, "broadsheet", "straight"))
    assert rows(front) == [["6", "1", "", "3"]]
    assert rows(back) == [["4", "", "2", "5"]]


def test_creep_goes_to_the_spine_whichever_way_a_page_lies() -> None:
    front, _ = web_forms((8,), "saddle", shop(4, "tabloid", "straight"), 0.2)
    shifts = {cell.place: cell.shift for cell in front.cells}
    assert shifts == {7: 0.0, 0: -0.0, 4: pytest.approx(-0.2), 3: pytest.approx(0.2)}


@pytest.mark.parametrize(
    ("counts", "which", "code"),
    [
        ((12,), shop(4, "tabloid", "straight"), "NP911"),
        ((6,), shop(4, "tabloid", "straight"), "NP911"),
        ((8,), shop(8, "tabloid", "collect"), "NP911"),
        ((8,), shop(8, "quarterfold", "straight"), "NP911"),
        ((8,), shop(4, "broadsheet", "collect"), "NP934"),
        ((4, 4, 4), shop(4, "broadsheet", "collect"), "NP934"),
    ],
)
def test_pages_that_make_no_forms_are_told(counts: tuple[int, ...], which: Press, code: str) -> None:
    with pytest.raises(Unfit) as told:
        web_forms(counts, "nested", which)
    assert told.value.code == code


@pytest.mark.parametrize(
    "row", ["form = 3", 'form = 4\nfold = "quarterfold"', 'form = 2\nrun = "collect"', 'fold = "half"', "form = 32"]
)
def test_a_form_no_fold_makes_is_told(row: str) -> None:
    with pytest.raises(ValueError, match=r"form|fold"):
        from_toml(row.encode(), "web.toml")
