"""A picture may be printed in an ink of the paper; one the paper does not have is told."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image as Pillow

from layout.diagnostics import Report
from layout.display import BLACK, Image, Ink, walk
from layout.issue import read_issue
from layout.makeup import make_up
from layout.pipeline import Session, Workspace
from layout.theme import read_theme
from tests.drawer import Drawer

PAPER = "extends: community-tabloid\ninks: {accent: [PANTONE 186 C, 0, 100, 81, 4], blue: [100, 40, 0, 0]}\n"


def made(ink: str) -> tuple[Image, Report]:
    out, report = BytesIO(), Report()
    Pillow.new("RGB", (300, 200), (200, 30, 40)).save(out, "PNG")
    issue_text = f"""
pages:
  - page: 1
    stories:
      lead:
        headline: 新桥通车
        body: 新桥昨天通车，两岸居民步行过桥。
        pictures: [{{file: a.png, alt: 桥, ink: {ink}}}]
"""
    drawer = Drawer({"issue.yaml": issue_text, "paper.yaml": PAPER, "a.png": out.getvalue()})
    issue = read_issue(drawer, "issue.yaml", report)
    assert issue is not None
    setter = Session(Workspace()).setter(report)
    (page,) = make_up(issue, read_theme(drawer, "paper.yaml", report), setter, report)
    (image,) = (item for item in walk(page.page.items) if isinstance(item, Image))
    return image, report


@pytest.mark.parametrize("name", ["black", "黑"])
def test_black_takes_the_colour_out(name: str) -> None:
    assert made(name)[0].ink == BLACK


def test_any_other_ink_makes_a_duotone() -> None:
    assert made("blue")[0].ink == Ink(1, 0.4, 0, 0)
    assert made("accent")[0].ink == Ink(0, 1, 0.81, 0.04, "PANTONE 186 C")


def test_an_ink_the_paper_does_not_have_is_told_and_the_picture_keeps_its_colours() -> None:
    image, report = made("accnt")
    assert image.ink is None
    (fault,) = (fault for fault in report if fault.code == "NP308")
    assert fault.span.line == 8
    assert "accent" in fault.advice()
