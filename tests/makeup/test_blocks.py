"""The blocks of a story: head forms, tables, lists, quotes, codes, borders, fillers;
each in whole rows, none over another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import segno
from drawer import Drawer
from sheets import groups

from layout.diagnostics import Report
from layout.display import EM_ASCENT, Fill, Frame, GlyphRun, Group, Image, Item, Path, Rule, walk
from layout.fields import keys
from layout.fonts import FontBook
from layout.issue import Copy, Picture, read_issue
from layout.makeup.blocks.borders import band, border, ruled
from layout.makeup.blocks.columns import shared
from layout.makeup.blocks.heads import FITS
from layout.makeup.blocks.pictures import set_picture
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import Placed
from layout.makeup.modules.story import StoryModule
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme, with_fonts
from layout.units import Rect, Size

SENTENCE = "社区食堂早上六点半开门，第一锅豆浆由三位志愿者轮流照看，附近的老人都爱来。"
KINDS = [kind for kind in keys()["value_border"] if kind != "none"]


@pytest.fixture(scope="module")
def house(book: FontBook) -> Theme:
    return theme("community-tabloid", book)


def theme(name: str, book: FontBook) -> Theme:
    report = Report()
    made = read_theme(Drawer({"paper.yaml": f"extends: {name}"}), "paper.yaml", report)
    made = with_fonts(made, {role: role for role in book.roles}, report)
    assert not len(report)
    return made


def placed(
    story: str, columns: int, depth: int, house: Theme, book: FontBook, paragraphs: int = 0, missing: bool = False
) -> Placed:
    """A story set alone into the top left corner. story: its keys in flow style; paragraphs: of 114 characters each."""
    report = Report()
    body = "\\n\\n".join([SENTENCE * 3] * paragraphs)
    typed = f'pages: [{{page: 2, stories: {{a: {{{story}, body: "{body}"}}}}}}]'
    issue = read_issue(
        Drawer({"issue.yaml": typed, "t.csv": '日期,人数\r\n"7月5日，周五",120\r\n7月12日,"1,204"\r\n'}),
        "issue.yaml",
        report,
    )
    assert missing or [fault.message() for fault in report] == []
    assert issue is not None
    grid = PageGrid.of(house)
    return StoryModule(issue.pages[0].stories[0], 0, columns, grid, house, Typesetter(book)).place(0, depth)


def runs(items: tuple[Item, ...], *roles: str) -> list[GlyphRun]:
    found = [group for role in roles for group in groups(items, role)]
    return [run for group in found for run in walk(group.items) if isinstance(run, GlyphRun)]


def words(items: tuple[Item, ...], *roles: str) -> str:
    return "".join(run.text for run in runs(items, *roles)).replace(" ", "").replace("　", "")


# -- heads -----------------------------------------------------------------------------------------------------------


def test_a_head_over_its_text_has_no_text_beside_it(house: Theme, book: FontBook) -> None:
    made = placed("headline: 三位志愿者", 5, 20, house, book, 4)
    assert min(run.baseline for run in runs(made.items, "paragraph")) > runs(made.items, "headline")[0].baseline


def test_a_head_over_the_middle_has_text_on_either_side(house: Theme, book: FontBook) -> None:
    made = placed("headline: 三位志愿者, 题式: 眉心", 5, 20, house, book, 6)
    (head,) = runs(made.items, "headline")
    beside = [run for run in runs(made.items, "paragraph") if run.baseline < head.baseline]
    grid = PageGrid.of(house)
    assert {round(run.x, 1) for run in beside} == {round(grid.x(0), 1), round(grid.x(4), 1)}
    assert head.x + head.xs[0] >= grid.x(1) - 0.1
    assert head.x + head.xs[-1] + head.size <= grid.x(3) + grid.measure + 0.1


def test_a_head_at_the_left_keeps_its_columns_to_itself(house: Theme, book: FontBook) -> None:
    made = placed("headline: 三位志愿者和一锅豆浆, head: left", 3, 20, house, book, 3)
    right = max(run.x + run.xs[-1] + run.size for run in runs(made.items, "headline"))
    assert min(run.x for run in runs(made.items, "paragraph")) > right - 1


@pytest.mark.parametrize(
    "words", ["一百四十六位常客坐到一张长桌边吃饭", "一百四十六位常客坐到一张长桌", "一百位常客坐到长桌边"]
)
def test_a_full_head_is_one_line_as_wide_as_the_story(words: str, house: Theme, book: FontBook) -> None:
    made = placed(f"headline: {words}, head: full", 5, 24, house, book, 4)
    found = runs(made.items, "headline")
    assert len({run.baseline for run in found}) == 1
    width = max(run.x + run.xs[-1] + run.size for run in found) - min(run.x + run.xs[0] for run in found)
    assert width == pytest.approx(PageGrid.of(house).width, rel=0.03)


def test_a_full_head_too_short_for_its_width_is_centred(house: Theme, book: FontBook) -> None:
    found = runs(placed("headline: 开饭了, head: full", 5, 24, house, book, 4).items, "headline")
    grid = PageGrid.of(house)
    left = min(run.x + run.xs[0] for run in found) - grid.left
    right = grid.left + grid.width - max(run.x + run.xs[-1] + run.size for run in found)
    assert left == pytest.approx(right, abs=2)
    assert found[0].size <= 1.5 * house.styles["headline-full"].size


def test_a_form_that_finds_no_room_stands_over_its_text(house: Theme, book: FontBook) -> None:
    made = placed("headline: 三位志愿者, head: middle", 2, 20, house, book, 2)
    assert min(run.baseline for run in runs(made.items, "paragraph")) > runs(made.items, "headline")[0].baseline


def test_photo_news_may_stand_beside_its_text_or_in_its_corner(house: Theme, book: FontBook) -> None:
    picture = "role: photo-news, headline: 坡地上的早晨, pictures: [{file: a.jpg, 缺图: 占位, place: %s}]"
    grid = PageGrid.of(house)
    left = placed(picture % "top-left", 3, 14, house, book, 2, missing=True)
    right = placed(picture % "top-right", 3, 18, house, book, 6, missing=True)
    assert left.pictures[0].x == pytest.approx(grid.x(0))
    assert left.pictures[0].right < min(run.x for run in runs(left.items, "paragraph", "headline"))
    assert right.pictures[0].right == pytest.approx(grid.x(2) + grid.measure)
    assert right.pictures[0].y == pytest.approx(grid.y(0) + grid.inset)
    for made in (left, right):
        for run in runs(made.items, "paragraph"):
            box = made.pictures[0]
            assert not (box.x - 1 < run.x < box.right and box.y < run.baseline < box.bottom)


def test_a_summary_stands_whole_between_two_rules(house: Theme, book: FontBook) -> None:
    made = placed('headline: 三位志愿者, summary: "常客一百四十六位 / 菜单每周五更换"', 4, 26, house, book, 5)
    assert words(made.items, "deck") == "常客一百四十六位菜单每周五更换"
    lines = [run.baseline for run in runs(made.items, "deck")]
    rules = [item.y0 for item in walk(made.items) if isinstance(item, Rule)]
    assert min(rules) < min(lines) < max(lines) < max(rules)


# -- tables ----------------------------------------------------------------------------------------------------------

TABLE = (
    "headline: 便民服务, tables: [{title: 七月, rows: [日期 | 人数, [7月5日, '120'], [7月12日, '1,204']], columns: 2}]"
)


def test_every_cell_of_a_table_is_set_once_and_in_order(house: Theme, book: FontBook) -> None:
    made = placed(TABLE, 3, 22, house, book, 3)
    assert words(made.items, "header") == "日期人数"
    assert words(made.items, "cell") == "7月5日1207月12日1,204"
    assert words(made.items, "caption") == "七月"


def test_numbers_stand_flush_right_and_words_flush_left(house: Theme, book: FontBook) -> None:
    cells = list(groups(placed(TABLE, 3, 22, house, book, 3).items, "cell"))
    left = {round(min(r.x + r.xs[0] for r in walk(cell.items) if isinstance(r, GlyphRun)), 1) for cell in cells[::2]}
    assert len(left) == 1
    digit = [run for cell in cells[1::2] for run in walk(cell.items) if isinstance(run, GlyphRun)]
    assert max(r.x + r.xs[-1] for r in digit) - min(r.x + r.xs[-1] for r in digit) < 0.6


def test_rows_of_a_table_are_rows_of_the_grid(house: Theme, book: FontBook) -> None:
    grid = PageGrid.of(house)
    baselines = {run.baseline for run in runs(placed(TABLE, 3, 22, house, book, 3).items, "cell")}
    rows = [(baseline - min(baselines)) / grid.leading for baseline in baselines]
    assert all(abs(row - round(row)) < 0.01 for row in rows)


def test_no_text_stands_on_a_table(house: Theme, book: FontBook) -> None:
    made = placed(TABLE, 3, 22, house, book, 3)
    (panel,) = [item for item in walk(made.items) if isinstance(item, Fill)]
    for run in runs(made.items, "paragraph"):
        assert run.baseline < panel.rect.y or run.x < panel.rect.x - 1


def test_a_table_may_stand_in_a_file(house: Theme, book: FontBook) -> None:
    made = placed("headline: 便民服务, tables: [{file: t.csv}]", 2, 22, house, book, 2)
    assert words(made.items, "header", "cell") == "日期人数7月5日，周五1207月12日1,204"


@pytest.mark.parametrize(
    ("natural", "expected"),
    [([10, 20], [35, 45]), ([90, 30], [50, 30]), ([10, 100, 100], [10, 35, 35]), ([], [])],
)
def test_columns_of_a_table_share_its_width(natural: list[float], expected: list[float]) -> None:
    assert shared(natural, 80) == expected


# -- pictures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("place", "columns", "depth"), [("top-left", 1, 13), ("top-right", 2, 18), ("foot", 2, 18)])
def test_a_picture_stands_level_with_the_lines_beside_it(
    place: str, columns: int, depth: int, house: Theme, book: FontBook
) -> None:
    """With the em boxes of a line at its head; and at its foot, where no text stands below it."""
    story = f"headline: 三位志愿者, pictures: [{{file: p.png, 缺图: 占位, place: {place}, columns: {columns}}}]"
    made = placed(story, 3, depth, house, book, 3, missing=True)
    (box,) = made.pictures
    lines = [
        Rect(run.x, run.baseline - EM_ASCENT * run.size, house.grid.measure, run.size)
        for run in runs(made.items, "paragraph")
    ]
    below = [line for line in lines if line.y > box.bottom and line.x < box.right - 1 and line.right > box.x + 1]
    if place != "foot":
        assert min(abs(box.y - line.y) for line in lines) < 0.01
    if below:
        assert min(line.y for line in below) - box.bottom == pytest.approx(house.numbers["picture_gap"])
    else:
        assert min(abs(box.bottom - line.bottom) for line in lines) < 0.01


def test_a_picture_keeps_its_air_from_another_below_it(house: Theme, book: FontBook) -> None:
    """Though no text stands below either."""
    picture = "{file: p.png, 缺图: 占位, place: top-left, columns: 2}"
    made = placed(f"headline: 三位志愿者, pictures: [{picture}, {picture}]", 3, 26, house, book, 2, missing=True)
    upper, lower = made.pictures
    assert (lower.x, lower.y - upper.bottom) == (upper.x, pytest.approx(house.numbers["picture_gap"]))
    assert all(run.x >= upper.right for run in runs(made.items, "paragraph"))


@pytest.mark.parametrize(("columns", "rows"), [(1, None), (2, None), (3, None), (2, 8)])
def test_a_picture_that_may_not_be_cropped_is_shown_whole(
    columns: int, rows: int | None, house: Theme, book: FontBook
) -> None:
    chart = Picture("chart.png", Size(1300, 870), caption=Copy("蛙鸣点数"), rows=rows, crop=False)
    grid, setter = PageGrid.of(house), Typesetter(book)
    width = grid.span(columns)
    block = set_picture(chart, width, grid, house, setter, 6.0)
    assert block.least == block.most
    assert block.crop_amount(block.least) == 0.0
    items = tuple(walk(tuple(block.items(10.0, 20.0, block.least, house, setter))))
    (image,) = [item for item in items if isinstance(item, Image)]
    assert (image.crop.width, image.crop.height) == pytest.approx((1.0, 1.0))
    assert image.rect.width / image.rect.height == pytest.approx(1300 / 870)
    assert image.rect.x + image.rect.width / 2 == pytest.approx(10.0 + width / 2)
    assert (image.rect.width == pytest.approx(width)) == (rows is None)
    caption = min(item.baseline for item in items if isinstance(item, GlyphRun))
    assert 0 < caption - image.rect.bottom < grid.leading
    assert image.rect.bottom < 20.0 + block.least * grid.leading


# -- lists, quotes, codes --------------------------------------------------------------------------------------------


def listed(house: Theme, book: FontBook, *items: str) -> Placed:
    report = Report()
    body = "\n".join(f"          - {item}" for item in items)
    typed = (
        f"pages:\n  - page: 2\n    stories:\n      a:\n        role: list\n"
        f"        headline: 名单\n        body: |\n{body}\n"
    )
    issue = read_issue(Drawer({"issue.yaml": typed}), "issue.yaml", report)
    assert issue is not None
    return StoryModule(issue.pages[0].stories[0], 0, 2, PageGrid.of(house), house, Typesetter(book)).place(0, 16)


def test_short_items_share_rows_and_stand_in_columns(house: Theme, book: FontBook) -> None:
    names = [f"{family}一{given}" for family in "赵钱孙李周吴" for given in "甲乙"]
    made = listed(house, book, *names)
    assert words(made.items, "item") == "".join(names)
    found = runs(made.items, "item")
    assert len({run.baseline for run in found}) < len(names)
    starts = {round(run.x + run.xs[0], 1) for run in found}
    assert len(starts) <= 2 * 6


def test_parts_of_items_stand_one_below_the_other(house: Theme, book: FontBook) -> None:
    made = listed(house, book, "张　三　　一等奖", "欧阳小山　　二等奖", "李四　　三等奖")
    assert words(made.items, "item") == "张三一等奖欧阳小山二等奖李四三等奖"
    prizes = [run for run in runs(made.items, "item") if "等奖" in run.text]
    grid = PageGrid.of(house)
    places = {
        round((run.x + run.xs[run.text.index("等")] - grid.left) % (grid.measure + grid.gutter), 1) for run in prizes
    }
    assert len(places) == 1


def test_a_long_item_hangs_from_its_mark(house: Theme, book: FontBook) -> None:
    made = listed(
        house,
        book,
        "本人身份证原件和复印件，户口簿首页与本人页复印件各一份，注明用途",
        "照片两张，背面写姓名，二寸免冠",
    )
    marks = [item for item in walk(made.items) if isinstance(item, Path)]
    assert len(marks) == 2
    for mark in marks:
        leg = [run for run in runs(made.items, "item") if 0 < run.x - mark.rect.x < 20]
        assert leg


def test_a_pull_quote_parts_the_text_and_covers_none(house: Theme, book: FontBook) -> None:
    made = placed("headline: 三位志愿者, pull_quotes: 比起价格，更要紧的是有人说话。", 3, 30, house, book, 6)
    assert words(made.items, "quote") == "比起价格，更要紧的是有人说话。"
    lines = runs(made.items, "quote")
    top, foot = min(r.baseline - r.size for r in lines), max(r.baseline for r in lines)
    body = [run for run in runs(made.items, "paragraph") if run not in lines and abs(run.x - lines[0].x) < 30]
    assert all(run.baseline < top or run.baseline - run.size > foot for run in body)
    assert any(run.baseline < top for run in body)
    assert any(run.baseline > foot for run in body)


def test_a_code_is_the_address_in_squares_with_its_quiet_zone(house: Theme, book: FontBook) -> None:
    address = "https://xietu.example/food"
    made = placed(f"headline: 三位志愿者, qr: '{address}'", 2, 24, house, book, 3)
    (code,) = [item for item in walk(made.items) if isinstance(item, Path) and item.alt]
    assert code.alt == address
    matrix = segno.make_qr(address, error="m").matrix
    step = code.rect.width / len(matrix)
    dark = {
        (round((part[1] - code.rect.y) / step), round((part[0] - code.rect.x) / step) + across)
        for part in code.parts
        for across in range(round((part[2] - part[0]) / step))
    }
    assert dark == {(row, column) for row, line in enumerate(matrix) for column, cell in enumerate(line) if cell}
    quiet = code.rect.inset(-4 * step + 0.01, -4 * step + 0.01)
    for run in runs(made.items, "paragraph"):
        right = run.x + run.xs[-1] + run.size
        assert (
            run.baseline < quiet.y or run.baseline - run.size > quiet.bottom or right < quiet.x or run.x > quiet.right
        )


def test_a_long_address_makes_a_larger_code(house: Theme, book: FontBook) -> None:
    made = placed(f"headline: 三位志愿者, qr: 'https://xietu.example/{'a' * 250}'", 2, 30, house, book, 3)
    (code,) = [item for item in walk(made.items) if isinstance(item, Path) and item.alt]
    assert code.rect.width / len(segno.make_qr(code.alt, error="m").matrix) >= 1.0


def test_a_table_alone_stands_under_its_head(house: Theme, book: FontBook) -> None:
    typed = "headline: 便民服务, tables: [{rows: [日期 | 人数, 7月5日 | 120]}]"
    report = Report()
    issue = read_issue(Drawer({"i.yaml": f"pages: [{{page: 2, stories: {{a: {{{typed}}}}}}}]"}), "i.yaml", report)
    assert issue is not None
    assert not len(report)
    grid = PageGrid.of(house)
    module = StoryModule(issue.pages[0].stories[0], 0, 2, grid, house, Typesetter(book))
    best = min(range(3, 40), key=module.cost)
    made = module.place(0, best)
    assert words(made.items, "header", "cell") == "日期人数7月5日120"
    assert made.empty == 0
    assert best <= 10


def test_copyfit_may_take_another_head_form_where_the_house_lets_it(house: Theme, book: FontBook) -> None:
    free = replace(house, words={**house.words, "head_forms": "any", "fillers": "none"})
    plain = replace(house, words={**house.words, "fillers": "none"})
    forms = set()
    for depth in range(10, 26):
        made = placed("headline: 三位志愿者", 5, depth, free, book, 5)
        forms |= {"form"} & set(dict(made.tactics))
        assert made.cost <= placed("headline: 三位志愿者", 5, depth, plain, book, 5).cost
    assert forms == {"form"}


def test_a_short_story_ends_in_an_ornament_where_the_house_has_them(house: Theme, book: FontBook) -> None:
    found = [placed("headline: 三位志愿者", 1, depth, house, book, 2) for depth in range(20, 40)]
    filled = [made for made in found if ("filler" in dict(made.tactics))]
    assert filled
    for made in filled:
        (ornament,) = [item for item in walk(made.items) if isinstance(item, Path)]
        assert made.empty <= 1
        assert ornament.rect.y > max(run.baseline for run in runs(made.items, "paragraph"))


# -- borders ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_border_keeps_within_its_band(kind: str, house: Theme) -> None:
    box = Rect(100, 200, 237.3, 141.9)
    reach = band(kind, house)
    inner = box.inset(reach + 0.3, reach + 0.3)
    points = [point for item in border(box, kind, house) for point in outline(item)]
    assert points
    for x, y in points:
        assert box.x - 0.3 <= x <= box.right + 0.3
        assert box.y - 0.3 <= y <= box.bottom + 0.3
        assert not (inner.x < x < inner.right and inner.y < y < inner.bottom)


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_of_every_kind_is_as_long_as_asked(kind: str, house: Theme) -> None:
    items = tuple(ruled(kind, 50, 250, 80, 0.5, house.inks["black"]))
    xs = [x for item in items for x, _ in outline(item)]
    assert 49 <= min(xs) <= 53
    assert 247 <= max(xs) <= 251


def outline(item: Item) -> Iterator[tuple[float, float]]:
    """Points that an item reaches; a rule's ends, a frame's edges."""
    match item:
        case Group():
            for each in item.items:
                yield from outline(each)
        case Rule():
            yield from ((item.x0, item.y0), (item.x1, item.y1))
        case Frame():
            yield from ((item.rect.x, item.rect.y), (item.rect.right, item.rect.bottom))
        case Path():
            for part in item.parts:
                ends = range(0, len(part), 6 if item.curved else 2)  # of curves the ends, not their handles
                yield from ((part[at], part[at + 1]) for at in ends)
        case _:
            raise AssertionError(item)


@pytest.mark.parametrize("kind", KINDS)
def test_text_keeps_clear_of_every_border(kind: str, house: Theme, book: FontBook) -> None:
    made = placed(f"headline: 三位志愿者, border: {kind}", 2, 30, house, book, 4)
    grid = PageGrid.of(house)
    inner = Rect(grid.left, grid.top, grid.span(2), 30 * grid.leading).inset(band(kind, house), band(kind, house))
    for run in runs(made.items, "paragraph", "headline"):
        assert inner.x + 2 < run.x + run.xs[0]
        assert run.x + run.xs[-1] < inner.right - 2
        assert inner.y + 2 < run.baseline - 0.88 * run.size
        assert run.baseline < inner.bottom - 2


# -- house styles ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "trim", "columns", "characters", "rows"),
    [
        ("community-tabloid", (272, 390), 5, 14, 70),
        ("community-tabloid-dense", (272, 390), 6, 11, 70),
        ("broadsheet", (390, 545), 6, 15, 95),
        ("broadsheet-classical", (390, 550), 8, 13, 120),
        ("berliner", (315, 470), 6, 13, 88),
        ("us-broadsheet", (305, 560), 6, 12, 103),
        ("tabloid", (279, 432), 5, 14, 78),
        ("leaflet", (195, 270), 4, 12, 49),
        ("a3", (297, 420), 5, 15, 76),
        ("a4", (210, 297), 4, 13, 54),
    ],
)
def test_a_built_in_house_style_has_its_format_and_sets_a_story(
    name: str, trim: tuple[int, int], columns: int, characters: int, rows: int, book: FontBook
) -> None:
    made = theme(name, book)
    assert (round(made.format.trim.width / 72 * 25.4), round(made.format.trim.height / 72 * 25.4)) == trim
    grid, size = made.grid, made.styles["body"].size
    assert (grid.columns, round(grid.measure / size, 3), grid.rows) == (columns, characters, rows)
    assert made.styles["body"].leading == grid.leading
    left, right = made.format.left, made.format.trim.width - made.format.left - grid.width
    assert abs(left - right) < 3
    foot = made.format.trim.height - made.format.top - grid.height
    assert foot > 40
    fine = placed("headline: 三位志愿者和一锅豆浆, box: yes", columns, 26, made, book, 8)
    assert fine.head_strain == FITS
    assert words(fine.items, "paragraph").startswith("社区食堂")


def test_copy_of_words_only_makes_no_column_of_numbers() -> None:
    from layout.makeup.blocks.columns import alignment

    assert alignment([Copy("一"), Copy("2")]) == "left"
    assert alignment([Copy("12%"), Copy("—"), Copy("1,204")]) == "right"
    assert alignment([Copy("")]) == "left"


def test_every_tactic_is_told(house: Theme, book: FontBook) -> None:
    """Head, picture crop, air, looseness and filler: what was done to a story to fill its depth, and how far."""
    story = "headline: 三位志愿者和一锅豆浆的早晨故事, pictures: [{file: a.jpg, 缺图: 占位}]"
    told = {
        name for depth in range(16, 40) for name in dict(placed(story, 2, depth, house, book, 4, missing=True).tactics)
    }
    assert {"crop", "air", "loose"} <= told
    assert told <= {"head", "form", "width", "crop", "air", "loose", "filler"}
