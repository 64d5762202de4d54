"""Pictures of a group keep their order and their shapes, stand with equal gaps, and are one figure with an alt each."""

from __future__ import annotations

from io import BytesIO
from math import exp, log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from sheets import groups
from tagged import heard

from layout.diagnostics import Report
from layout.display import GlyphRun, Group, Image, walk
from layout.issue import Picture, PictureGroup
from layout.makeup.blocks.picture_groups import best_pattern, crop_for, patterns, set_group
from layout.makeup.blocks.pictures import set_picture
from layout.makeup.grid import PageGrid
from layout.pipeline import Proof, Session, Workspace
from layout.theme import read_theme
from layout.units import Rect, Size

SHAPES = [(600, 400), (400, 600), (640, 360), (500, 500), (600, 420), (420, 600)]
COPY = "河边的菜场六点开门，先来的不是买菜的人，是送豆腐的三轮车。车上的木板还滴着水，老板娘把帘子卷起来。"


def proof(folder: Path, count: int, more: str = "") -> tuple[Session, Proof]:
    (folder / "paper.yaml").write_text("extends: community-tabloid\nmasthead: {name: 小样}\n", "utf-8")
    listed = ""
    for number, size in enumerate(SHAPES[:count], 1):
        out = BytesIO()
        Pillow.new("RGB", size, (40 * number, 90, 120)).save(out, "JPEG")
        (folder / f"{number}.jpg").write_bytes(out.getvalue())
        listed += f"            - {{file: {number}.jpg, alt: 画面{number}, caption: 第{number}张图说。}}\n"
    body = "\n\n".join(f"          {COPY * (1 + at % 3)}" for at in range(24))
    text = "date: 2026-05-24\nnumber: 1\npages:\n  - page: 2\n    plan: |\n      a a a a a\n    stories:\n      a:\n"
    text += f"        headline: 河湾镇的一天\n        group:\n{more}          credit: 王小明 摄\n"
    text += f"          pictures:\n{listed}"
    (folder / "issue.yaml").write_text(f"{text}        body: |\n{body}\n", "utf-8")
    session = Session(Workspace(folder), shelf="")
    return session, session.check("issue.yaml", advise=False)


@given(st.lists(st.floats(0.4, 2.5), min_size=2, max_size=6), st.floats(200, 800), st.floats(-0.25, 0.25))
def test_a_pattern_fills_its_box_with_equal_gaps_and_one_crop(aspects: list[float], width: float, turn: float) -> None:
    gap, shapes = 4.0, tuple(round(each, 3) for each in aspects)
    pattern = best_pattern(shapes, gap, width, None)
    a, b = pattern.line(shapes, gap)
    height = (width - b) / a * exp(turn)
    factor = crop_for(pattern, shapes, gap, width, height)
    boxes = dict(pattern.boxes([each * factor for each in shapes], gap, Rect(0, 0, width, height)))
    assert sorted(boxes) == list(range(len(shapes)))
    for number, box in boxes.items():
        assert box.width / box.height == pytest.approx(shapes[number] * factor, rel=1e-6)
        assert -1e-6 <= box.x <= box.right <= width + 1e-6
        assert -1e-6 <= box.y <= box.bottom <= height + 1e-3
        below = [
            other for other in boxes.values() if other.y > box.bottom - 1 and other.x < box.right - 1 < other.right
        ]
        if below:
            assert min(other.y for other in below) - box.bottom == pytest.approx(gap, abs=0.01)
    area = sum(box.width * box.height for box in boxes.values())
    assert area <= width * height
    assert area >= width * height - gap * len(boxes) * (width + height)


def test_patterns_are_as_many_as_there_are_ways_to_cut() -> None:
    assert [len(patterns(0, count)) for count in range(1, 7)] == [1, 2, 6, 22, 90, 394]


@pytest.mark.parametrize("count", range(2, 7))
def test_no_picture_of_a_group_is_cropped_beyond_what_the_house_style_allows(count: int, tmp_path: Path) -> None:
    _, made = proof(tmp_path, count)
    assert made.theme is not None
    images = [item for item in walk(made.pages[0].page.items) if isinstance(item, Image)]
    assert [image.file for image in images] == [f"{number}.jpg" for number in range(1, count + 1)]
    for image, (width, height) in zip(images, SHAPES, strict=False):
        crop = abs(log(image.rect.width / image.rect.height / (width / height)))
        assert crop <= made.theme.numbers["picture_crop"] + 1e-6


def test_a_group_is_one_figure_with_an_alt_and_a_numbered_caption_for_each(tmp_path: Path) -> None:
    session, made = proof(tmp_path, 4)
    page = made.pages[0].page
    assert len(list(groups(page.items, "figure"))) == 1
    captions = ["".join(run.text for run in _runs(group)) for group in groups(page.items, "caption")]
    assert captions == ["①第1张图说。", "②第2张图说。", "③第3张图说。", "④第4张图说。", "王小明摄"]
    tags = heard(session.write((page,), made.job, made.report)) if made.job else None
    assert tags is not None
    (holder,) = (each for each in tags.walk() if each.kind == "Div")
    assert [kid.alt for kid in holder.kids if kid.kind == "Figure"] == ["画面1", "画面2", "画面3", "画面4"]


@pytest.mark.parametrize(("kind", "first"), [("图号", "图1"), ("圈码", "①"), ("不用", "第")])
def test_numbers_are_printed_on_the_pictures_and_before_the_captions(kind: str, first: str, tmp_path: Path) -> None:
    _, made = proof(tmp_path, 2, f"          numbers: {kind}\n")
    page = made.pages[0].page
    (figure,) = groups(page.items, "figure")
    printed = [
        "".join(run.text for run in _runs(g)) for g in figure.items if isinstance(g, Group) and g.role == "artifact"
    ]
    assert printed == ([] if first == "第" else [first, {"图1": "图2", "①": "②"}[first]])
    caption = next(iter(groups(page.items, "caption")))
    assert "".join(run.text for run in _runs(caption)).startswith(first)


def test_a_height_that_is_asked_for_is_kept(tmp_path: Path) -> None:
    _, made = proof(tmp_path, 3, "          rows: 20\n")
    images = [item.rect for item in walk(made.pages[0].page.items) if isinstance(item, Image)]
    height = max(rect.bottom for rect in images) - min(rect.y for rect in images)
    assert height == pytest.approx(20 * 14, abs=14)


def _runs(group: Group) -> list[GlyphRun]:
    return [item for item in walk(group.items) if isinstance(item, GlyphRun)]


@pytest.mark.parametrize("count", [2, 6])
def test_pictures_far_higher_than_the_page_are_little_work(count: int) -> None:
    """Two of 1 to 5,000 might take 57,577 rows to 94,926, each of which would be weighed."""
    theme = read_theme(Workspace(), "issues/school/paper.yaml", Report())
    grid, setter = PageGrid.of(theme), Session(Workspace()).setter(Report())
    pictures = tuple(Picture(f"{number}.jpg", Size(1, 5000)) for number in range(count))
    group = set_group(PictureGroup(pictures), grid.span(3), grid, theme, setter)
    alone = set_picture(pictures[0], grid.span(3), grid, theme, setter, 0.0)
    assert group.most - group.least < grid.rows
    assert alone.most - alone.least < grid.rows
    assert group.least > grid.rows
