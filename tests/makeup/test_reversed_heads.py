"""A reversed head: white on its band or on its picture, knocked out, read before its text."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import readback
from PIL import Image as Pillow
from sheets import groups

from layout.display import PAPER, Fill, GlyphRun, Group, Image, walk
from layout.pipeline import Proof, Session, Workspace
from layout.units import Rect

COPY = "河边的菜场六点开门，先来的不是买菜的人，是送豆腐的三轮车。车上的木板还滴着水，老板娘把帘子卷起来。"


def proof(folder: Path, reverse: str, focus: str = "0.5 0.5", spread: bool = False) -> tuple[Session, Proof]:
    (folder / "paper.yaml").write_text("extends: community-tabloid\nmasthead: {name: 小样}\n", "utf-8")
    out = BytesIO()
    Pillow.new("RGB", (1800, 1000), (20, 30, 60)).save(out, "JPEG")
    (folder / "night.jpg").write_bytes(out.getvalue())
    body = "\n\n".join(f"            {COPY * (1 + at % 3)}" for at in range(24))
    story = (
        "kicker: 秋天里的河湾\n          headline: 十万亩稻田一夜金黄\n          deck: 粮食总产量比去年增加一成\n"
        f"          reverse: {reverse}\n"
        f"          pictures: [{{file: night.jpg, rows: 20, focus: {focus}, alt: 夜}}]\n          body: |\n{body}\n"
    )
    if spread:
        text = f"spreads:\n  - pages: 2-3\n    story:\n          {story}pages:\n  - page: 2\n  - page: 3\n"
    else:
        text = f"pages:\n  - page: 2\n    plan: |\n      a a a a a\n    stories:\n      a:\n          {story}"
    (folder / "issue.yaml").write_text(f"date: 2026-05-24\nnumber: 1\n{text}", "utf-8")
    session = Session(Workspace(folder), shelf="")
    return session, session.check("issue.yaml", advise=False)


def heads(items: tuple[object, ...]) -> list[GlyphRun]:
    found = [group for role in ("kicker", "headline", "deck") for group in groups(items, role)]  # type: ignore[arg-type]
    return [run for group in found for run in group.items if isinstance(run, GlyphRun)]


def within(box: Rect, run: GlyphRun) -> bool:
    return box.x <= run.x + run.xs[0] and box.y <= run.baseline - run.size and run.baseline <= box.bottom


def test_a_head_is_white_on_a_band_of_an_ink(tmp_path: Path) -> None:
    _, made = proof(tmp_path, "黑 80%")
    page = made.pages[0].page
    (band,) = (item for item in walk(page.items) if isinstance(item, Fill) and item.ink.black == 0.8)
    assert all(run.ink == PAPER and within(band.rect, run) for run in heads(page.items))
    assert len(heads(page.items)) == 3


@pytest.mark.parametrize(
    ("reverse", "focus", "high"),
    [("图", "0.5 0.9", True), ("图", "0.5 0.1", False), ("图上", "0.5 0.1", True), ("图下", "0.5 0.9", False)],
)
def test_a_head_stands_on_its_picture_away_from_its_focus(reverse: str, focus: str, high: bool, tmp_path: Path) -> None:
    _, made = proof(tmp_path, reverse, focus)
    page = made.pages[0].page
    (image,) = (item for item in walk(page.items) if isinstance(item, Image))
    runs = heads(page.items)
    assert all(run.ink == PAPER and within(image.rect, run) for run in runs)
    middle = image.rect.y + image.rect.height / 2
    assert all((run.baseline < middle) == high for run in runs)
    story = next(item for item in page.items if isinstance(item, Group) and item.role == "story")
    roles = [item.role for item in story.items if isinstance(item, Group)]
    assert roles[:4] == ["figure", "kicker", "headline", "deck"]
    assert not any(fault.code.startswith("NP70") for fault in made.report)


def test_white_type_knocks_out(tmp_path: Path) -> None:
    session, made = proof(tmp_path, "图上")
    assert made.job is not None
    pdf = session.write((made.pages[0].page,), made.job, made.report)
    white = [each for each in readback.drawn(pdf) if each.kind == "glyph" and not any(each.ink)]
    assert len(white) == len("秋天里的河湾十万亩稻田一夜金黄粮食总产量比去年增加一成")
    assert not any(each.overprint for each in white)


def test_the_head_of_a_spread_may_stand_on_its_picture(tmp_path: Path) -> None:
    _, made = proof(tmp_path, "图下", spread=True)
    words = ""
    for each in made.pages:
        (image,) = (item for item in walk(each.page.items) if isinstance(item, Image))
        runs = [
            run for group in groups(each.page.items, "headline") for run in group.items if isinstance(run, GlyphRun)
        ]
        assert all(within(image.rect, run) for run in runs)
        words += "".join(run.text for run in runs)
    assert words == "十万亩稻田一夜金黄"
