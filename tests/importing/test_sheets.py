"""Spreadsheets: cells as they are shown, a sheet a table."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import Any

import pytest
from accounts import assert_accounted, imported

from layout.importing.numberformats import shown

openpyxl = pytest.importorskip("openpyxl")


def book(*sheets: tuple[str, list[list[Any]], dict[str, str]]) -> bytes:
    """Sheets by name, rows and formats of cells."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows, formats in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cell, form in formats.items():
            sheet[cell].number_format = form
    data = BytesIO()
    made.save(data)
    return data.getvalue()


SERVICES = (
    "便民服务",
    [
        ["七月便民服务安排表"],
        ["日期", "地点", "人数", "费用"],
        [datetime.date(2019, 7, 5), "江南新村", 1200, 3.5],
        [datetime.datetime(2019, 7, 12, 9, 30), "日晖六村", 0.256, None],
        ["备注：雨天顺延"],
    ],
    {"A3": 'm"月"d"日"', "C3": "#,##0", "D3": '"¥"0.00', "A4": "yyyy/m/d h:mm", "C4": "0.0%"},
)


def test_a_sheet_is_a_table_with_its_title_and_what_stands_below() -> None:
    made = imported("表.xlsx", book(SERVICES))
    assert_accounted(
        made,
        "便民服务 七月便民服务安排表 日期 地点 人数 费用 7月5日 江南新村 1,200 ¥3.50 "
        "2019/7/12 9:30 日晖六村 25.6% 备注：雨天顺延",
    )
    (story,) = made.manuscript.stories
    assert [line.text for line in story.headline] == ["七月便民服务安排表"]
    assert [[cell.text for cell in row] for row in story.tables[0].rows] == [
        ["日期", "地点", "人数", "费用"],
        ["7月5日", "江南新村", "1,200", "¥3.50"],
        ["2019/7/12 9:30", "日晖六村", "25.6%", ""],
    ]
    assert [block.passage.text for block in story.body] == ["备注：雨天顺延"]


def test_each_sheet_is_a_story_and_a_sheets_name_its_head_where_it_has_none() -> None:
    made = imported("表.xlsx", book(("成绩", [["姓名", "分"], ["甲", 95]], {}), ("Sheet2", [["a", "b"], [1, 2]], {})))
    assert_accounted(made, "成绩 姓名 分 甲 95 Sheet2 a b 1 2")
    assert [[line.text for line in story.headline] for story in made.manuscript.stories] == [["成绩"], []]
    assert [len(story.tables) for story in made.manuscript.stories] == [1, 1]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-5, "0.0;(0.0)", "(5.0)"),
        (0, '0;-0;"—"', "—"),
        (0.5, "0%", "50%"),
        (7, "000", "007"),
        (2.5, "0.##", "2.5"),
        (12, '0"人"', "12人"),
        (1234567, "#,##0,", "1,235"),
        (datetime.date(2026, 1, 5), "yyyy-mm-dd", "2026-01-05"),
        (datetime.date(2026, 1, 5), '[$-804]yyyy"年"m"月"d"日" aaaa', "2026年1月5日 星期一"),
        (datetime.datetime(2026, 1, 5, 15, 4), "h:mm AM/PM", "3:04 PM"),
        (datetime.time(9, 5), "hh:mm", "09:05"),
        (True, "General", "TRUE"),
    ],
)
def test_numbers_and_dates_are_as_their_cells_show_them(value: object, form: str, text: str) -> None:
    assert shown(value, form) == (text, True)


@pytest.mark.parametrize(("value", "form"), [(0.5, "# ?/?"), (12345, "0.00E+00")])
def test_a_format_that_is_not_known_is_told(value: object, form: str) -> None:
    assert shown(value, form)[1] is False
