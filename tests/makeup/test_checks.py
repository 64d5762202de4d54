"""Each check of a page on the least that breaks it, beside the least that keeps it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layout.display import BLACK, Frame, GlyphRun, Group, Item
from layout.issue import Block, Copy, Picture, Story
from layout.makeup.grid import PageGrid
from layout.makeup.modules.base import LegFacts, Placed, Turn
from layout.makeup.quality import WEIGHTS, Check, judge, of_form
from layout.text.paragraph import Line, Paragraph
from layout.theme import TextStyle
from layout.units import GridArea, Rect, Size

GRID = PageGrid(30.0, 70.0, 5, 133.0, 9.5, 70, 14.0, 9.5)
FULL = (LegFacts(20, 20), LegFacts(20, 20))
TEXT = Story("a", "story", body=(Block("paragraph", Copy("文")),), rank=2)


def module(name: str = "a", column: int = 0, columns: int = 2, row: int = 0, rows: int = 30, **facts: object) -> Placed:
    """A sound module of two even legs under a head of 30 points."""
    story = replace(TEXT, name=name)
    made = Placed(story, GridArea(column, columns, row, rows), (), legs=FULL, head_size=30.0, head_rows=3)
    return replace(made, **facts)  # type: ignore[arg-type]


def found(*modules: Placed, ruled: bool = False) -> dict[str, Check]:
    return {check.id: check for check in judge(modules, GRID, ruled)[1]}


def run(row: float, x: float = 30.0, size: float = 9.5) -> GlyphRun:
    return GlyphRun("face", size, x, GRID.baseline(row), (1,), (0.0,), ("文",), BLACK)


def story_of(*items: Item) -> tuple[Item, ...]:
    return (Group("story", items, "a"),)


def paragraph(text: str, at: int, gap: float = 0.0) -> Paragraph:
    """Two lines, the second beginning at character `at`."""
    lines = (Line((), 0, at, 133.0, gap=gap), Line((), at, len(text), 20.0, last=True))
    return Paragraph(Copy(text), TextStyle(), 133.0, lines)


def sound(**facts: object) -> Placed:
    """A picture that takes the page, under a head across it."""
    head = Group("headline", tuple(run(2.0, x=30.0 + at * 30, size=30.0) for at in range(23)))
    picture = Rect(30.0, GRID.y(4), GRID.width, 60 * 14.0)
    return module(columns=5, rows=70, items=story_of(head), pictures=(picture,), legs=(), **facts)


def test_a_sound_page_breaks_no_check() -> None:
    assert judge((sound(),), GRID, False) == (100.0, ())


@pytest.mark.parametrize(
    ("id", "severity", "facts"),
    [
        ("Q01", "error", {"overset": 12}),
        ("Q02", "warning", {"empty": 1}),
        ("Q02", "warning", {"empty": 2}),
        ("Q02", "error", {"empty": 3}),
        ("Q03", "warning", {"legs": (LegFacts(20, 20), LegFacts(18, 20))}),
        ("Q04", "error", {"items": story_of(Group("paragraph", (run(4.01),)))}),
        ("Q08", "error", {"legs": (LegFacts(2, 2), LegFacts(20, 20))}),
        ("Q10", "warning", {"widows": 1}),
        ("Q10", "warning", {"paragraphs": (paragraph("末班车的票价是一元。", 8),)}),
        ("Q11", "warning", {"legs": (LegFacts(4, 4, True), LegFacts(20, 20))}),
        ("Q11", "warning", {"legs": (LegFacts(41, 41), LegFacts(41, 41))}),
        ("Q12", "warning", {"legs": (LegFacts(21, 21), LegFacts(21, 21))}),
        ("Q15", "warning", {"crops": (0.3,)}),
        ("Q18", "error", {"turn": Turn(3, True, 7)}),
        ("Q18", "error", {"turn": Turn(1, False, 11)}),
    ],
)
def test_a_module_breaks_its_check(id: str, severity: str, facts: dict[str, object]) -> None:
    checks = found(module(**facts))  # type: ignore[arg-type]
    assert checks[id].severity == severity
    assert checks[id].story == "a"


@pytest.mark.parametrize(
    ("id", "facts"),
    [
        ("Q03", {"legs": (LegFacts(20, 20), LegFacts(19, 20))}),
        ("Q04", {"items": story_of(Group("paragraph", (run(4.003),)))}),
        ("Q10", {"paragraphs": (paragraph("末班车的票价是两元。", 7),)}),
        ("Q11", {"legs": (LegFacts(5, 5, True), LegFacts(20, 20))}),
        ("Q12", {"legs": (LegFacts(20, 20), LegFacts(21, 21))}),
        ("Q15", {"crops": (0.25,)}),
        ("Q18", {"turn": Turn(3, True, 8)}),
        ("Q18", {"turn": Turn(1, False, 12)}),
    ],
)
def test_at_its_limit_a_check_is_kept(id: str, facts: dict[str, object]) -> None:
    assert id not in found(module(**facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(("row", "severity"), [(3.0, None), (5.0, "warning"), (8.0, "error")])
def test_text_clings_to_its_head(row: float, severity: str | None) -> None:
    """Q09: one row of white between a head and its text, no more."""
    items = story_of(Group("headline", (run(1.0, size=30.0),)), Group("paragraph", (run(row),)))
    check = found(module(items=items)).get("Q09")
    assert (check and check.severity) == severity


def test_a_picture_stands_amid_no_leg() -> None:
    text = (Group("paragraph", (run(3.0), run(20.0))),)
    frame = Frame(Rect(30.0, GRID.y(5), 133.0, 12 * 14.0), 0.25)
    picture = Rect(30.0, GRID.y(5), 133.0, 12 * 14.0)
    checks = found(module(items=story_of(*text, Group("figure", (frame,))), pictures=(picture,)))
    assert checks["Q16"].box == picture
    above = found(module(items=story_of(Group("paragraph", (run(20.0),))), pictures=(picture,)))
    assert "Q16" not in above


def test_a_picture_has_pixels_for_its_size() -> None:
    def of(pixels: int) -> Placed:
        picture = Picture("a.jpg", Size(pixels, pixels))
        return module(story=replace(TEXT, pictures=(picture,)), pictures=(Rect(0.0, 0.0, 144.0, 144.0),))

    assert "Q15" in found(of(199))
    assert "Q15" not in found(of(200))


# -- the page as a whole ---------------------------------------------------------------------------------------------


def test_heads_side_by_side_are_told_apart() -> None:
    left, right = module("a"), module("b", column=2, columns=3, head_size=22.0)
    assert found(left, right)["Q05"].severity == "error"
    assert "Q05" not in found(left, replace(right, head_size=21.0))
    assert "Q05" not in found(left, right, ruled=True)
    assert "Q05" not in found(left, replace(right, boxed=True))
    assert "Q05" not in found(left, replace(right, area=GridArea(2, 3, 10, 20)))


def test_one_white_line_across_the_page_is_a_warning_two_are_an_error() -> None:
    bands = [module(str(at), columns=5, row=at * 21, rows=20) for at in range(3)]
    assert found(*bands[:2])["Q06"].severity == "warning"
    assert found(*bands)["Q06"].severity == "error"
    assert "Q06" not in found(
        module("a", rows=20), module("b", column=2, columns=3, rows=41), module("c", row=21, rows=20)
    )


def test_a_gutter_down_the_whole_page_is_told_but_for_a_sidebars() -> None:
    left, right = module("a", rows=70), module("b", column=2, columns=3, rows=70, head_size=20.0)
    assert "Q07" in found(left, right)
    assert "Q07" not in found(left, replace(right, boxed=True))
    assert "Q07" not in found(left, right, module("c", columns=5, row=71, rows=9))


def test_heads_follow_rank_and_the_lead_stands_out() -> None:
    lead = module(story=replace(TEXT, role="lead", rank=1), head_size=40.0)
    second = module("b", column=2, columns=3, row=10, head_size=30.0)
    third = module(story=replace(TEXT, name="c", rank=3), row=31, head_size=34.0)
    assert "Q13" not in found(lead, second)
    assert found(lead, replace(second, head_size=31.0))["Q13"] == Check("Q13", 0.1, "warning", "a")
    assert "Q13" not in found(lead, second, replace(third, head_size=33.0))
    assert found(lead, second, third)["Q13"].story == "c"


def test_one_picture_is_twice_the_next() -> None:
    large, small = Rect(0, 0, 200, 100), Rect(0, 0, 100, 100)
    assert "Q14" not in found(module(pictures=(large, small)))
    assert "Q14" in found(module(pictures=(large, replace(small, width=101.0))))


def test_white_that_nobody_owns_is_three_per_cent_at_most() -> None:
    whole = module(columns=5, rows=70)
    assert "Q19" not in found(whole)
    assert found(replace(whole, legs=(LegFacts(60, 65), LegFacts(60, 65))))["Q19"].amount == pytest.approx(7.1)


def test_a_page_has_four_families_of_type_at_most() -> None:
    faces = ["song", "sans", "kai", "fangsong", "brush"]
    set_in = tuple(replace(paragraph("十二个字的一段话在这里。", 6), style=TextStyle(font=face)) for face in faces)
    assert "Q20" not in found(module(paragraphs=set_in[:4]))
    assert found(module(paragraphs=set_in))["Q20"].amount == 1


def test_loose_lines_are_counted() -> None:
    loose = paragraph("十二个字的一段话在这里。", 6, gap=0.11)
    assert found(module(paragraphs=(loose, loose)))["Q21"].amount == 2
    assert "Q21" not in found(module(paragraphs=(loose,)))


def test_three_boxes_are_enough() -> None:
    boxes = [module(str(at), column=at, columns=1, boxed=True) for at in range(4)]
    assert "Q23" not in found(*boxes[:3])
    assert found(*boxes)["Q23"].amount == 1


def test_a_paper_says_its_name_its_date_and_its_number() -> None:
    assert of_form("斜土社区", True, "128") == ()
    (check,) = of_form("", False, "128")
    assert (check.id, check.amount) == ("Q24", 2)


def test_the_score_is_a_hundred_less_what_each_check_weighs() -> None:
    score, checks = judge((sound(empty=1, widows=1),), GRID, False)
    assert [check.id for check in checks] == ["Q02", "Q10"]
    assert score == 100.0 - WEIGHTS["Q02"] - WEIGHTS["Q10"]
    assert judge((sound(overset=3),), GRID, False)[0] == 100.0 - 3.0 - 10.0
