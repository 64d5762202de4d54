"""Adverts by the names of their sizes: each where it was sold, whole, labelled, and copy round it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pillow
from sheets import groups

from layout.articles.elements import outline
from layout.diagnostics import Report
from layout.display import GlyphRun, Image, walk
from layout.issue import Advert, Page, Story
from layout.issue.drawing import NAMEPLATE
from layout.makeup import PageMade
from layout.makeup.modules.adverts import tell_adverts
from layout.makeup.modules.base import Placed
from layout.pictures.outline import flattened
from layout.pipeline import Proof, Session, Workspace
from layout.units import GridArea

COPY = "河边的菜场六点开门，先来的不是买菜的人，是送豆腐的三轮车。车上的木板还滴着水，老板娘把帘子卷起来。"
WIDTH, LEADING = 5 * 14 * 9.5 + 4 * 9.5, 14.0


def proof(folder: Path, number: int, advert: str, stories: str, plan: str = "auto") -> tuple[Session, Proof]:
    (folder / "paper.yaml").write_text("extends: community-tabloid\nmasthead: {name: 小样}\n", "utf-8")
    out = BytesIO()
    Pillow.new("RGB", (1160, 1000), (200, 60, 40)).save(out, "PNG")
    (folder / "a.png").write_bytes(out.getvalue())
    text = f"date: 2026-05-24\nnumber: 1\npages:\n  - page: {number}\n    plan: {plan}\n"
    text += f"    adverts: [{{id: tea, file: a.png, {advert}}}]\n{stories}"
    (folder / "issue.yaml").write_text(text, "utf-8")
    session = Session(Workspace(folder), shelf="")
    return session, session.check("issue.yaml", advise=False)


def story(name: str, head: str, times: int) -> str:
    body = "\n\n".join(f"          {COPY * 2}" for _ in range(times))
    return f"      {name}:\n        headline: {head}\n        body: |\n{body}\n"


STORIES = (
    "    stories:\n"
    + story("a", "菜场六点开门豆腐先到", 12)
    + story("b", "修伞师傅不吆喝", 5)
    + story("c", "河边的孩子", 3)
)


def picture(page: PageMade) -> Image:
    (advert,) = groups(page.page.items, "advert")
    (image,) = (item for item in walk(advert.items) if isinstance(item, Image))
    return image


def codes(made: Proof) -> list[str]:
    return [fault.code for fault in made.report if fault.code not in ("NP601", "NP602", "NP603", "NP605", "NP702")]


@pytest.mark.parametrize("side", ["左", "右"])
def test_an_advert_in_l_is_one_picture_with_copy_in_its_corner(side: str, tmp_path: Path) -> None:
    _, made = proof(tmp_path, 2, f"size: L形, columns: 2, rows: 44, foot: 20, side: {side}", STORIES)
    assert codes(made) == []
    page = made.pages[0]
    image = picture(page)
    (part,) = image.outline
    corners = flattened(part)[:-1]
    assert len(corners) == 6
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    assert max(xs) - min(xs) == pytest.approx(WIDTH, abs=0.01)
    inner = sorted({round(x, 2) for x in xs})[1]
    upright = max(xs) - inner if side == "右" else inner - min(xs)
    assert upright == pytest.approx(2 * 14 * 9.5 + 9.5, abs=0.01)
    top, middle = sorted({round(y, 2) for y in ys})[:2]
    assert max(ys) - middle == pytest.approx(20 * LEADING, abs=0.01)
    text = [run for group in groups(page.page.items, "paragraph") for run in group.items if isinstance(run, GlyphRun)]
    beside = [run for run in text if run.baseline > top and (run.x < inner) == (side == "右")]
    assert beside
    assert all(run.baseline < middle for run in text)
    assert all(
        (run.x + run.xs[-1] < inner) if side == "右" else (run.x > inner) for run in text if run.baseline > top + 20
    )


def test_an_advert_in_l_stands_where_it_is_drawn(tmp_path: Path) -> None:
    plan = "|\n      a a a a a\n      b b c tea tea"
    _, made = proof(tmp_path, 2, "size: L, columns: 2, rows: 44, foot: 20", STORIES, plan)
    assert codes(made) == []
    assert picture(made.pages[0]).outline


def test_a_whole_page_wants_no_stories(tmp_path: Path) -> None:
    _, made = proof(tmp_path, 3, "size: 整版", "", "auto")
    assert list(made.report) == [fault for fault in made.report if fault.code == "NP702"]
    (place,) = groups(made.pages[0].page.items, "advert")
    frame = max(item.rect.height for item in walk(place.items) if hasattr(item, "rect"))
    assert frame == pytest.approx(70 * LEADING - 8.5, abs=1)
    assert not made.pages[0].checks or all(check.severity != "error" for check in made.pages[0].checks)


def test_an_ear_is_sold_beside_the_nameplate(tmp_path: Path) -> None:
    _, made = proof(tmp_path, 1, "size: 报眼", STORIES)
    assert codes(made) == []
    image = picture(made.pages[0])
    assert image.rect.bottom < 25 / 25.4 * 72 + 12 * LEADING
    assert image.rect.x > WIDTH * 0.7
    tree = outline([made.pages[0].page])
    assert [each.role for each in tree.root.kids if not isinstance(each, tuple)].count("advert") == 1


@pytest.mark.parametrize(
    ("size", "columns", "rows"), [("半版", 5, 35), ("通栏", 5, 12), ("半通栏", 2, 12), ("四分之一版", 2, 35)]
)
def test_sizes_have_names(size: str, columns: int, rows: int, tmp_path: Path) -> None:
    _, made = proof(tmp_path, 2, f"size: {size}", STORIES)
    assert codes(made) == []
    (group,) = groups(made.pages[0].page.items, "advert")
    boxes = [item.rect for item in walk(group.items) if hasattr(item, "rect")]
    width = max(box.width for box in boxes)
    height = max(box.height for box in boxes)
    assert width == pytest.approx(columns * 14 * 9.5 + (columns - 1) * 9.5, abs=0.6)
    assert height == pytest.approx(rows * LEADING - 8.5, abs=0.6)


def test_a_nameplate_of_another_size_is_no_advert() -> None:
    """NP609: it is not called one, nor is its size sold."""
    plate = Advert(NAMEPLATE, columns=4, rows=9, nameplate=True)
    report = Report()
    tell_adverts(Page(1, adverts=(plate,)), (Placed(Story(NAMEPLATE), GridArea(0, 3, 0, 9), ()),), 0, 70, report)
    (fault,) = report
    assert fault.code == "NP609"
    assert "advert" not in fault.message() + fault.advice()
    assert "nameplate_tiers" in fault.advice()
