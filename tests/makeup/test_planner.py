"""A drawing is followed exactly or refused with the reason."""

from __future__ import annotations

from layout.diagnostics import Report
from layout.issue import Page, Plan, Story
from layout.makeup.planning.drawing import read_drawing
from layout.units import GridArea


def page(*bands: str, stories: str = "a b c") -> Page:
    plan = Plan(tuple(tuple(band.split()) for band in bands)) if bands else None
    return Page(1, plan=plan, stories=tuple(Story(name, rank=i + 1) for i, name in enumerate(stories.split())))


def codes(report: Report) -> list[str]:
    return [diagnostic.code for diagnostic in report]


def test_a_drawing_is_read_as_rectangles() -> None:
    report = Report()
    drawing = read_drawing(page("a a b", "c c b"), 3, report)
    assert drawing is not None
    assert drawing.spots == (("a", GridArea(0, 2, 0, 1)), ("b", GridArea(2, 1, 0, 2)), ("c", GridArea(0, 2, 1, 1)))
    assert not len(report)


def test_a_band_of_the_wrong_width_is_refused() -> None:
    report = Report()
    assert read_drawing(page("a a", "b c"), 3, report) is None
    assert codes(report) == ["NP610"]


def test_a_story_that_is_no_rectangle_is_refused() -> None:
    report = Report()
    assert read_drawing(page("a a b", "c a b"), 3, report) is None
    assert codes(report) == ["NP611"]


def test_a_story_left_out_is_told() -> None:
    report = Report()
    assert read_drawing(page("a a b"), 3, report) is None
    assert codes(report) == ["NP612"]
