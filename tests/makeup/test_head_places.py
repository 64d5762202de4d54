"""A head finds a place on any width, keeps air at its sides, and its kicker, deck and page keep their ranks."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from drawer import Drawer

from layout.diagnostics import Report
from layout.fonts import FontBook
from layout.issue import Block, Copy, Page, Story
from layout.makeup.blocks.heads import CROWDED, FITS, PACKED, Head, make_head
from layout.makeup.grid import PageGrid
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.modules.styles import headline_style
from layout.makeup.planning.page_plan import planned
from layout.text.headline import MOST_WAYS, Breakings
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme, with_fonts

LONG = "河边的菜场天不亮就开门只为迎接第一批来买豆腐和鱼的新老主顾们与南来北往的行人"
COLUMN = 133.0


@pytest.fixture(scope="module")
def house(book: FontBook) -> Theme:
    report = Report()
    made = read_theme(Drawer({"paper.yaml": "extends: community-tabloid"}), "paper.yaml", report)
    return with_fonts(made, {role: role for role in book.roles}, report)


def head(
    house: Theme, setter: Typesetter, *lines: str, width: float = COLUMN, style: str = "single", **keys: object
) -> Head:
    story = Story("a", headline=tuple(map(Copy, lines)), **keys)  # type: ignore[arg-type]
    return make_head(story, house.styles[f"headline-{style}"], width, 2, house, setter)


def said(made: Head, role: str = "headline") -> str:
    return "".join(line.text.strip("　") for p in made.parts if p.role == role for line in p.paragraph.lines)


@pytest.mark.parametrize(
    ("lines", "strain"),
    [
        (("菜场六点开门",), FITS),
        (("河边的菜场天不亮就开门只为迎接第一批来买",), FITS),
        ((LONG,), CROWDED),
        (("河边的菜场天不亮就开门", "只为迎接第一批来买豆腐和鱼的新老主顾们"), CROWDED),
        (("请访问https://www.example.com/very/long/path/to/page.html查看",), CROWDED),
        (("12345678901234567890元到账",), CROWDED),
        ((LONG * 3,), PACKED),
        ((LONG * 12,), PACKED),
    ],
)
def test_every_head_finds_a_place_and_loses_nothing(
    lines: tuple[str, ...], strain: int, house: Theme, setter: Typesetter
) -> None:
    made = head(house, setter, *lines)
    assert made.strain == strain
    assert said(made) == "".join(lines)
    (part,) = made.parts
    assert max(line.width for line in part.paragraph.lines) <= COLUMN + 1e-6
    assert made.size >= min(house.numbers["head_least"], house.styles["headline-single"].smallest)
    if strain == FITS:
        assert len(part.paragraph.lines) <= 3


def test_a_word_is_hyphenated_before_it_is_torn(house: Theme, setter: Typesetter) -> None:
    made = head(house, setter, "Internationalization与counterrevolutionaries", width=100.0)
    (part,) = made.parts
    assert not part.paragraph.faults
    assert said(made).replace("\N{SOFT HYPHEN}", "") == "Internationalization与counterrevolutionaries"


@pytest.mark.parametrize(("box", "number"), [(None, "head_side_air"), (True, "box_head_air")])
@pytest.mark.parametrize("style", ["second", "third", "single"])
def test_a_head_keeps_air_at_its_sides(
    box: bool | None, number: str, style: str, house: Theme, setter: Typesetter
) -> None:
    for text in (LONG[:12], LONG[:19], LONG[:26]):
        made = head(house, setter, text, width=290.0, style=style, box=box, deck=(Copy(LONG),))
        for part in made.parts:
            for line in part.paragraph.lines:
                runs = [run for run in line.runs if run.xs]
                free = min(run.xs[0] for run in runs) + 290.0 - line.width
                assert free >= 2 * house.numbers[number] * part.paragraph.style.size - 0.5


def test_a_head_as_wide_as_the_page_fills_it(house: Theme, setter: Typesetter) -> None:
    wide = house.grid.area.width
    made = head(house, setter, LONG[:30], width=wide, style="second")
    assert made.filled > 1 - house.numbers["head_side_air"] * made.size / wide


def test_kicker_and_deck_go_down_with_their_headline(house: Theme, setter: Typesetter) -> None:
    keys = {"kicker": (Copy("引题"),), "deck": (Copy("副题"),)}
    large = head(house, setter, "短题", width=500.0, style="lead", **keys)
    small = head(house, setter, LONG[:36], width=500.0, style="lead", **keys)
    single = head(house, setter, "短题", **keys)
    assert small.size < large.size
    for role in ("kicker", "deck"):
        own, most = house.styles[role], house.numbers[f"{role}_most"]
        sizes = [next(p.paragraph.style.size for p in made.parts if p.role == role) for made in (large, small, single)]
        assert sizes[0] == own.size
        assert own.smallest <= sizes[1] < sizes[0]
        assert sizes[2] <= max(own.smallest, most * single.size)


def test_no_head_of_a_page_is_larger_than_one_of_a_higher_rank(house: Theme, setter: Typesetter) -> None:
    text = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往，秋收冬藏。" * 5
    heads = (LONG[:34], LONG[:24], "短题一则", "社区食堂今天开张", "又一则短题")
    stories = tuple(
        Story(f"s{n}", "lead" if n == 0 else "story", headline=(Copy(words),), rank=n + 1, body=tuple(
            Block("paragraph", Copy(text)) for _ in range(6 - n)
        ))
        for n, words in enumerate(heads)
    )  # fmt: skip
    library = ModuleLibrary(Page(2, stories=stories), PageGrid.of(house), house, setter, 4)
    placed = sorted(planned(library, Report()), key=lambda module: module.story.rank)
    styles = [house.styles[headline_style(module.story, module.area.columns)] for module in placed]
    assert placed[0].head_size < styles[0].size  # the lead is too long for its size
    for (higher, one), (lower, other) in combinations(zip(placed, styles, strict=True), 2):
        if other.size <= one.size:
            assert lower.head_size <= max(higher.head_size, other.smallest)
        if higher.story.rank == 1:
            assert lower.head_size <= max(higher.head_size - house.numbers["head_lead"], other.smallest)


def test_a_very_long_head_is_broken_by_little_work(house: Theme, setter: Typesetter) -> None:
    """Ways of one number of lines are found once, whatever the measures, and are never more than MOST_WAYS."""
    style = replace(house.styles["headline-lead"], smallest=12.0)
    sheet = setter.sheet(Copy(LONG * 3), style)
    ways = Breakings(sheet, setter.sense(LONG * 3, style.language))
    for measure in (300.0, 400.0, 500.0, 600.0):
        ways.by_sense(measure, style.size, style.smallest, 8, False)
    assert max(map(len, ways._found.values())) <= MOST_WAYS
    assert len(ways._found) <= 2 * 8
