"""The strip between two pages: over the fold of the flat, in a file of its own, and on no page."""

from __future__ import annotations

from pathlib import Path

import pytest

from layout.diagnostics import Report
from layout.display import GlyphRun, walk
from layout.makeup.blocks.fold_strips import CLEAR, SetStrip, set_strip, width_of_strip
from layout.package.submitting import Asked, _flats, _forms, _order
from layout.pdf.raster import characters
from layout.pipeline import Proof, Session, Workspace
from layout.presses import press
from layout.units import MM
from layout.value import replace

PAPER = """\
extends: community-tabloid
masthead: {name: 小样}
format: {trim: 160 x 170 mm, left: 16 mm, top: 22 mm}
grid: {columns: 3, measure: 12 em, rows: 24}
numbers: {fold_strip: WIDTH}
"""
COPY = "北栅街居民周某遗失身份证一张，声明作废。"
ISSUE = f"""\
date: 2026-05-24
number: 1
fold_strips:
  - pages: 2-3
    notices:
      - {{headline: 遗失启事, body: {COPY}}}
      - {{headline: 招领, body: 公交车上拾得蓝色雨伞三把。}}
spreads:
  - {{pages: 2-3, bridged: no, story: {{headline: 十万亩稻田一夜金黄, body: {COPY * 80}}}}}
pages:
  - page: 2
  - page: 3
"""


def proof(folder: Path, width: str = "16 mm") -> tuple[Session, Proof]:
    (folder / "paper.yaml").write_text(PAPER.replace("WIDTH", width), "utf-8")
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    session = Session(Workspace(folder), shelf="")
    return session, session.check("issue.yaml", advise=False)


def printed(pdf: bytes) -> list[str]:
    return ["".join(text for text, *_ in page) for page in characters(pdf)]


def strip_of(session: Session, made: Proof) -> SetStrip:
    assert made.issue is not None
    assert made.theme is not None
    (strip,) = made.issue.fold_strips
    return set_strip(strip, made.theme, session.setter(Report()))


@pytest.mark.parametrize(("width", "there"), [("16 mm", True), ("0 pt", False), ("40 mm", False)])
def test_only_a_format_with_room_has_a_strip(width: str, there: bool, tmp_path: Path) -> None:
    _, made = proof(tmp_path, width)
    assert made.theme is not None
    assert bool(width_of_strip(made.theme)) is there
    assert ("NP667" in [fault.code for fault in made.report]) is not there


def test_notices_stand_downwards_within_the_strip(tmp_path: Path) -> None:
    session, made = proof(tmp_path)
    assert made.theme is not None
    strip = strip_of(session, made)
    runs = [item for item in walk(strip.items) if isinstance(item, GlyphRun)]
    assert "".join(run.text for run in runs) == f"遗失启事{COPY}招领公交车上拾得蓝色雨伞三把。"
    assert all(run.x + run.xs[0] >= 0 and run.x + run.xs[-1] + run.size / 2 <= 16 * MM for run in runs)
    baselines = [run.baseline for run in runs]
    assert baselines == sorted(baselines)
    assert strip.height < strip.room
    gutter = made.theme.format.trim.width - made.theme.grid.width
    assert strip.width + 2 * CLEAR <= gutter


def test_the_flat_has_the_strip_over_its_fold_and_the_pages_have_not(tmp_path: Path) -> None:
    session, made = proof(tmp_path)
    assert made.job is not None
    pages = tuple(replace(made.pages[at % 2].page, number=number) for at, number in enumerate((1, 2, 3, 4), 1))
    order = _order(made, Asked(), made.job)
    assert order is not None
    report = Report()
    forms = _forms(pages, order, made, press(), report)
    whole = session.write(pages, made.job, report)
    files = _flats(session, whole, pages, forms, order, made.job, made, press(), report)
    own = next(data for name, data in files.items() if name.endswith("fold-strips.pdf"))
    flats = next(data for name, data in files.items() if name.endswith("_flats.pdf"))
    assert [words.count("遗失启事") for words in printed(own)] == [1]
    assert [words.count("遗失启事") for words in printed(whole)] == [0, 0, 0, 0]
    assert [words.count("遗失启事") for words in printed(flats)] == [0, 1]
    web = replace(press(), form=4)
    wide = _flats(session, whole, pages, _forms(pages, order, made, web, report), order, made.job, made, web, report)
    flats = next(data for name, data in wide.items() if name.endswith("_flats.pdf"))
    assert [words.count("遗失启事") for words in printed(flats)] == [0, 1]
    assert _forms(pages, order, made, replace(press(), form=4, fold="tabloid"), report) == ()
    assert [fault.message("en") for fault in report][-1:] == [
        "4 pages make no forms of 4 on the press newsprint: a section needs 8 pages, or a multiple"
    ]
    assert strip_of(session, made).page(1, pages[0].trim).trim.width == pytest.approx(16 * MM)
