"""Tables as they are set: merged cells, groups, heads over every part, figures on their sign; and what is said of them
to whoever cannot see them."""

from __future__ import annotations

from functools import cache

import pikepdf
import pytest
import readback
from drawer import Drawer
from sheets import groups
from tagged import heard

from layout.articles.html import article_html
from layout.articles.reading import read
from layout.articles.stored import from_json, to_json
from layout.articles.tables import Cell, heads, is_plain, places
from layout.articles.values import About, Block, Edition
from layout.diagnostics import Report
from layout.display import Fill, GlyphRun, Group, Page, Rule, walk
from layout.issue import Table, read_issue
from layout.makeup.blocks.table_setting import set_table
from layout.makeup.blocks.tables import TableBlock
from layout.makeup.grid import PageGrid
from layout.pdf.job import Job
from layout.pipeline import Session, Workspace
from layout.records.text import markdown
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme
from layout.units import Size

RESULTS = """
- 球队 | 胜负 | < | 积分
- ^ | 胜 | 负 | ^
- "## 甲组"
- 砖窑湾 | 3 | 0 | 6
- 城南社区 | 弃权 | < | 5
- "## 乙组"
- 南埠镇 | 3 | 0 | 6
- ^ | 2 | 1 | 5
- 栗坪村 | 0 | 3 | 3
"""


@cache
def session() -> Session:
    return Session(Workspace())


@cache
def house() -> Theme:
    return read_theme(Drawer({"paper.yaml": "extends: community-tabloid\n"}), "paper.yaml", Report())


def setter() -> Typesetter:
    return session().setter(Report())


def table(rows: str, keys: str = "") -> Table:
    typed = rows.strip().replace("\n", "\n              ")
    text = f"""
pages:
  - page: 2
    stories:
      a:
        headline: 题
        tables:
          - {keys}
            rows:
              {typed}
""".replace("- \n            rows", "- rows")
    report = Report()
    issue = read_issue(Drawer({"i.yaml": text}), "i.yaml", report)
    assert issue is not None
    assert [fault.message() for fault in report] == []
    return issue.pages[0].stories[0].tables[0]


def block(rows: str, keys: str = "", width: float = 400.0) -> TableBlock:
    return set_table(table(rows, keys), width, PageGrid.of(house()), house(), setter())


def drawn(made: TableBlock) -> Group:
    items = tuple(made.items(40.0, 60.0, made.least, house(), setter()))
    return Group("story", items, "scores")


def text_of(group: Group) -> str:
    return "".join(run.text for run in walk(group.items) if isinstance(run, GlyphRun))


def edition(rows: str, keys: str = "") -> Edition:
    page = Page(2, Size(500, 700), 0.0, (drawn(block(rows, keys)),))
    return read([page], session().setter(Report()).fonts, About("报", "题"), {})


def the_table(made: Edition) -> Block:
    return next(made.articles[0].all_of("table"))


def test_merged_cells_are_said_once_and_take_their_places() -> None:
    read_as = table(RESULTS, "stub: yes")
    assert {(each.row, each.column, each.rows, each.columns) for each in read_as.merged} == {
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (0, 3, 2, 1),
        (4, 1, 1, 2),
        (6, 0, 2, 1),
        (2, 0, 1, 4),
        (5, 0, 1, 4),
    }
    assert read_as.heads == 2
    assert read_as.groups == (2, 5)
    assert [cell.text for cell in read_as.rows[4]] == ["城南社区", "弃权", "", "5"]


def test_a_backslash_makes_a_sign_of_merging_copy() -> None:
    rows = table("- 甲 | 乙\n- \\< | \\^\n- \\\\< | \\## 三").rows
    assert [[cell.text for cell in row] for row in rows[1:]] == [["<", "^"], ["\\<", "## 三"]]
    assert rows[1][0].span().column + 1 == rows[1][0].span(0).column + 1


def test_no_rule_runs_through_a_cell_of_several_rows() -> None:
    made = block(RESULTS, "stub: yes")
    group = drawn(made)
    (name,) = (g for g in groups(group.items, "header") if text_of(g) == "南埠镇")
    (run,) = (run for run in walk(name.items) if isinstance(run, GlyphRun))
    through = [
        rule
        for rule in walk(group.items)
        if isinstance(rule, Rule) and rule.x0 <= run.x < rule.x1 and run.baseline - run.size < rule.y0 < run.baseline
    ]
    assert not through
    assert name.span == (1, 2)


def test_no_tint_lies_over_a_head_of_several_rows() -> None:
    leaves = list(walk(drawn(block(RESULTS, "stub: yes")).items))
    name = next(at for at, leaf in enumerate(leaves) if isinstance(leaf, GlyphRun) and leaf.text == "球队")
    run = leaves[name]
    assert isinstance(run, GlyphRun)
    later = [leaf.rect for leaf in leaves[name:] if isinstance(leaf, Fill)]
    assert not [box for box in later if box.y < run.baseline < box.bottom]


def test_every_part_has_the_heads_and_the_name_of_a_group_that_goes_on() -> None:
    long = RESULTS.replace("- 南埠镇 | 3", "".join(f"- 队{n} | 1 | 1 | 2\n" for n in range(8)) + "- 南埠镇 | 3")
    made = block(long, "stub: yes, parts: 3".replace(", ", "\n            "))
    assert len(made.parts) == 3
    group = drawn(made)
    said = [text_of(each) for each in groups(group.items, "row")]
    assert said[0] == "球队胜负积分"
    assert len(said) == 2 + 2 + 5 + 8
    silent = "".join(text_of(each) for each in groups(group.items, "artifact"))
    assert silent.count("球队") == 2
    assert "乙组（续）" in silent
    heights = {part.depth for part in made.parts}
    assert max(heights) - min(heights) <= 3


def test_a_long_table_is_parted_by_itself_as_far_as_its_cells_stay_on_one_line() -> None:
    rows = "- 名次 | 姓名\n" + "".join(f"- {n} | 张三\n" for n in range(1, 61))
    assert len(block(rows).parts) == 3
    assert len(block(rows, width=90.0).parts) == 1
    assert len(block(rows, "parts: 1").parts) == 1


@pytest.mark.parametrize(
    ("cells", "signs"),
    [
        (["10.8", "11", "9.25", "100%"], [2, 2, 1, 3]),
        (["3:1", "10:8", "2:11"], [1, 2, 1]),
        (["88—76", "102—98"], [2, 3]),
    ],
)
def test_figures_stand_on_their_sign(cells: list[str], signs: list[int]) -> None:
    made = block("- 一\n" + "\n".join(f'- ["{cell}"]' for cell in cells), width=120.0)
    runs = [run for g in groups(drawn(made).items, "cell") for run in walk(g.items) if isinstance(run, GlyphRun)]
    lines: dict[float, list[GlyphRun]] = {}
    for run in runs:
        lines.setdefault(run.baseline, []).append(run)
    places = []
    for line, sign in zip(lines.values(), signs, strict=True):
        glyphs = sorted((run.x + x, text) for run in line for x, text in zip(run.xs, run.texts, strict=True))
        if sign < len(glyphs):
            places.append(glyphs[sign][0])
    assert max(places) - min(places) < 0.6  # what a mark is kerned to the figure before it


def test_times_of_day_stay_flush_right() -> None:
    made = block("- 班\n- 5:20\n- 12:40", width=120.0)
    assert all(cell.offset == 0 for row in made.parts[0].rows for cell in row.cells)


def test_each_cell_names_its_heads() -> None:
    found = the_table(edition(RESULTS, "stub: yes"))
    cells = found.cells
    assert places(cells)[1] == (1, 2)
    assert not is_plain(cells)
    named = heads(cells)

    def words(row: int, index: int) -> list[str]:
        rows = [each for each in found.blocks if each.role == "row"]
        return [rows[r].blocks[i].text for r, i in named[row][index]]

    assert words(3, 1) == ["胜负", "胜", "甲组", "砖窑湾"]
    assert words(3, 3) == ["积分", "甲组", "砖窑湾"]
    assert words(4, 1) == ["胜负", "胜", "负", "甲组", "城南社区"]
    assert words(7, 0) == ["胜负", "胜", "乙组", "南埠镇"]  # the team's name reaches down into this row


def test_html_and_markdown_say_what_is_merged() -> None:
    made = edition(RESULTS, "stub: yes")
    html = article_html(made.articles[0], lambda picture: "")
    assert '<th rowspan="2">球队</th><th colspan="2" scope="colgroup">胜负</th>' in html.replace("\n", "")
    assert '<th colspan="4" scope="rowgroup">甲组</th>' in html
    assert '<th rowspan="2" scope="row">南埠镇</th>' in html
    text = markdown(made.articles[0])
    assert "| 球队 | 胜负 |  | 积分 |" in text
    assert "|  | 2 | 1 | 5 |" in text


def test_the_archive_keeps_what_is_merged() -> None:
    made = edition(RESULTS, "stub: yes")
    assert from_json(to_json(made)) == made


def test_the_tags_say_what_is_merged_and_what_heads_a_cell() -> None:
    page = Page(2, Size(500, 700), 0.0, (drawn(block(RESULTS, "stub: yes")),))
    pdf = session().write((page,), Job(title="题"), Report())
    (found,) = (each for each in heard(pdf).walk() if each.kind == "Table")
    assert [kid.kind for kid in found.kids] == ["TR"] * 9
    document = readback.opened(pdf)
    cells = [
        each for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") in ("/TH", "/TD")
    ]
    said = [cell.A for cell in cells if "/A" in cell]
    assert sum("/ColSpan" in each for each in said) == 4
    assert sum("/RowSpan" in each for each in said) == 3
    ids = {str(cell.ID) for cell in cells if "/ID" in cell}
    assert {str(id) for each in said for id in each.get("/Headers", [])} <= ids
    names = list(document.Root.StructTreeRoot.IDTree.Names)
    assert [str(name) for name in names[::2]] == sorted(ids)
    assert all(str(element.ID) == str(name) for name, element in zip(names[::2], names[1::2], strict=True))


def test_a_plain_table_needs_no_names() -> None:
    assert is_plain([[Cell(scope="column"), Cell(scope="column")], [Cell(), Cell()]])
    page = Page(2, Size(500, 700), 0.0, (drawn(block("- 甲 | 乙\n- 1 | 2")),))
    assert "/IDTree" not in readback.opened(session().write((page,), Job(title="题"), Report())).Root.StructTreeRoot
