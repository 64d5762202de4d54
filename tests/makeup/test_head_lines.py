"""A kicker and a deck too long for one line take another where their style allows it, broken by sense."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawer import Drawer
from sheets import groups

from layout.diagnostics import Report
from layout.display import GlyphRun, walk
from layout.fonts import FontBook
from layout.issue import Story, read_issue
from layout.makeup.blocks.heads import Head, make_head
from layout.makeup.grid import PageGrid
from layout.makeup.modules.story import StoryModule
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme, with_fonts
from layout.value import FrozenMap

KICKER = "亲子活动揭牌　街道招募志愿者近百人"
DECK = "社区启动十三场便民服务，党群服务中心亮相“家门口”"


@pytest.fixture(scope="module")
def house(book: FontBook) -> Theme:
    report = Report()
    made = read_theme(Drawer({"paper.yaml": "extends: community-tabloid"}), "paper.yaml", report)
    return with_fonts(made, {role: role for role in book.roles}, report)


def story(head: str) -> Story:
    report = Report()
    typed = (
        f'pages: [{{page: 2, stories: {{a: {{headline: 志愿者开放日, {head}, body: "近日，志愿者开放日举行。"}}}}}}]'
    )
    issue = read_issue(Drawer({"issue.yaml": typed}), "issue.yaml", report)
    assert issue is not None
    return issue.pages[0].stories[0]


def with_lines(house: Theme, name: str, lines: int) -> Theme:
    styles = dict(house.styles) | {name: replace(house.styles[name], lines=lines)}
    return replace(house, styles=FrozenMap(styles))


def head(typed: str, house: Theme, book: FontBook, columns: float = 1) -> Head:
    width = columns * house.grid.measure + (columns - 1) * house.grid.gutter
    return make_head(story(typed), house.styles["headline-single"], width, 3, house, Typesetter(book))


def lines(made: Head, role: str) -> list[str]:
    return [line.text.strip("　") for part in made.parts if part.role == role for line in part.paragraph.lines]


def test_a_kicker_too_long_for_a_line_breaks_where_its_halves_meet(house: Theme, book: FontBook) -> None:
    made = head(f"kicker: {KICKER}", house, book)
    assert made.fitted
    assert lines(made, "kicker") == KICKER.split("　")


def test_a_kicker_that_fits_on_a_line_takes_no_second(house: Theme, book: FontBook) -> None:
    made = head(f"kicker: {KICKER}", house, book, columns=2)
    assert lines(made, "kicker") == [KICKER]


def test_a_deck_of_24_characters_stands_on_one_column_in_lines_of_like_length(house: Theme, book: FontBook) -> None:
    made = head(f"deck: {DECK}", house, book)
    assert made.fitted
    (deck,) = [part.paragraph for part in made.parts if part.role == "deck"]
    assert [line.text for line in deck.lines] == ["社区启动十三场便民服务，", "党群服务中心亮相“家门口”"]
    widths = [line.width for line in deck.lines]
    assert max(widths) <= house.grid.measure + 1e-6
    assert min(map(len, lines(made, "deck"))) >= 0.6 * max(map(len, lines(made, "deck")))


def test_a_long_deck_takes_a_third_line_before_it_is_given_up(house: Theme, book: FontBook) -> None:
    made = head("deck: 一支平均年龄68岁的志愿队伍守护着老街坊的家园，三年从未间断", house, book)
    assert made.fitted
    assert len(lines(made, "deck")) == 3
    assert not head(
        "deck: 一支平均年龄68岁的志愿队伍守护着老街坊的家园，三年从未间断", with_lines(house, "deck", 2), book
    ).fitted


def test_a_style_of_one_line_keeps_its_kicker_on_it(house: Theme, book: FontBook) -> None:
    assert not head(f"kicker: {KICKER}", with_lines(house, "kicker", 1), book).fitted


def test_every_line_of_a_head_stands_above_the_text_on_rows_of_its_own(house: Theme, book: FontBook) -> None:
    grid = PageGrid.of(house)
    module = StoryModule(story(f"kicker: {KICKER}, deck: {DECK}"), 0, 1, grid, house, Typesetter(book))
    placed = module.place(0, 30)
    found = {
        role: [
            run.baseline
            for group in groups(placed.items, role)
            for run in walk(group.items)
            if isinstance(run, GlyphRun)
        ]
        for role in ("kicker", "headline", "deck", "paragraph")
    }
    assert all(found.values())
    assert max(found["kicker"]) < min(found["headline"])
    assert max(found["headline"]) < min(found["deck"])
    assert min(found["paragraph"]) - max(found["deck"]) >= house.grid.leading


@pytest.mark.parametrize(("align", "begins"), [("left", {0.0}), ("centre", None)])
def test_a_head_flush_left_has_its_kicker_and_deck_begin_where_it_does(
    house: Theme, book: FontBook, align: str, begins: set[float] | None
) -> None:
    styles = dict(house.styles) | {"headline-single": replace(house.styles["headline-single"], align=align)}
    house = replace(house, styles=FrozenMap(styles))
    made = head("kicker: 旧糖厂仓库, deck: 论斤也论缘分", house, book)
    found = {round(part.paragraph.lines[0].runs[0].xs[0], 2) for part in made.parts}
    assert found == begins if begins else len(found) > 1
