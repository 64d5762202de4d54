"""Lists in columns: long items stand in from a mark, unless they bring a number of their own."""

from __future__ import annotations

from layout.diagnostics import Report
from layout.issue import Copy
from layout.makeup.modules.lists import list_units
from layout.pipeline import Session, Workspace
from layout.theme import read_theme

LONG = "河边的菜场六点开门，先来的不是买菜的人，是送豆腐的三轮车，车上的木板还滴着水。"


def test_a_long_item_with_a_number_brings_no_mark() -> None:
    report = Report()
    style = read_theme(Workspace(), "issues/school/paper.yaml", report).styles["list"]
    setter = Session(Workspace()).setter(report)
    copies = [Copy(LONG), Copy("2. " + LONG)]
    plain, numbered = list_units(copies, style, 14 * style.size, setter)
    assert plain.left > 0
    assert numbered.left == 0
    assert "".join(unit.paragraph.copy.text for unit in (plain, numbered)) == "".join(copy.text for copy in copies)
