"""No line is loose that some legal breaking would set tighter: every breaking is tried (bench/quality/floor.py)."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from layout.fonts import FontBook
from layout.issue import Copy
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle

ROOT = Path(__file__).parent.parent.parent
STYLE = TextStyle(indent=2)


@pytest.fixture(scope="module")
def floor() -> ModuleType:
    spec = importlib.util.spec_from_file_location("floor", ROOT / "bench" / "quality" / "floor.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("measure", [11, 13, 14, 15])
def test_news_has_no_loose_line_that_a_legal_breaking_avoids(book: FontBook, floor: ModuleType, measure: int) -> None:
    setter = Typesetter(book)
    for text in (Path(__file__).parent / "copy" / "news.txt").read_text("utf-8").split("\n\n"):
        copy = text.replace("\n", "")
        lines = setter.typeset(Copy(copy), STYLE, measure * STYLE.size).lines
        loose = sum(line.gap > floor.LOOSE for line in lines if not line.last)
        assert loose == floor.fewest_loose(setter, copy, STYLE, measure)


# Lines over .10 em of bench/quality/copy/news.txt at 13 and 15 em: their paragraphs cannot begin otherwise.
@pytest.mark.parametrize(
    ("text", "measure", "gap"),
    [
        ("县档案馆即日起征集1990年以前的工资条、粮票、船票和老地契。", 13, 0.25),
        ("对于加装电梯这样的难题，社区也没有回避。二号楼的住户谈了三次。", 13, 1 / 9),
        ("县职业中学的校办农场里，130亩油菜花谢了，学生们正忙着收割。", 13, 1 / 9),
        ("县职业中学的校办农场里，130亩油菜花谢了，学生们正忙着收割。", 15, 0.15),
    ],
)
def test_some_first_lines_are_loose_whatever_is_done(
    book: FontBook, floor: ModuleType, text: str, measure: int, gap: float
) -> None:
    """Every legal first line is listed: the next longer one has no room even with all its marks and
    gaps at their least."""
    setter = Typesetter(book)
    sheet = floor.sheet_of(setter, text, STYLE, measure)
    lines = floor.lines_from(sheet, 0, measure - STYLE.indent)
    assert min(max(gap, lack) for _, gap, lack in lines) == pytest.approx(gap, abs=0.001)
    assert setter.typeset(Copy(text), STYLE, measure * STYLE.size).lines[0].gap == pytest.approx(gap, abs=0.001)
