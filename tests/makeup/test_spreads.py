"""What runs over two pages: its halves meet, its type is never cut, it is read once, and it prints as one piece."""

from __future__ import annotations

import os
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from sheets import groups, line
from tagged import heard

from layout.display import Fill, Frame, GlyphRun, Group, Image, Ink, Item, Page, Rule, dump, walk
from layout.folding import flat_of, on_one_sheet, sections
from layout.fonts import FontBook
from layout.fontset import open_book
from layout.makeup.blocks.fold import Fold, at_fold
from layout.package.imposition import carrier, impose, placed
from layout.pdf.content import printed
from layout.pdf.raster import gray
from layout.pipeline import Proof, Session, Workspace
from layout.records.alto import alto
from layout.records.text import plain
from layout.theme.values import Binding
from layout.units import Rect
from layout.value import replace

COPY = "河边的菜场六点开门，先来的不是买菜的人，是送豆腐的三轮车。车上的木板还滴着水，老板娘把帘子卷起来。"
PAPER = """\
extends: community-tabloid
masthead: {name: 小样}
format: {trim: 160 x 170 mm, left: 16 mm, top: 22 mm}
grid: {columns: 3, measure: 12 em, rows: 24}
press: {binding: saddle, caliper: 1 mm}
"""
ISSUE = f"""\
date: 2026-05-24
number: 1
spreads:
  - pages: 2-3
    id: harvest
    bridged: BRIDGED
    story:
      kicker: 秋天里的河湾
      headline: 十万亩稻田一夜金黄了
      byline: 本报记者　王小明
      pictures:
        - {{file: hills.png, rows: 8, place: 上, alt: 山坡, caption: 收割机开进稻田。}}
      body: |
        {COPY * 4}

        {COPY * 2}
pages:
  - page: 2
  - page: 3
"""
HEADLINE = "十万亩稻田一夜金黄了"
BLEED = 8.504


def ramp(width: int = 1600, height: int = 200) -> bytes:
    """A picture that grows darker from left to right: a seam would show as a step."""
    row = bytes(255 - 200 * x // width for x in range(width))
    out = BytesIO()
    Pillow.frombytes("L", (width, height), row * height).save(out, "PNG")
    return out.getvalue()


def proof(folder: Path, bridged: str = "yes") -> tuple[Session, Proof]:
    (folder / "paper.yaml").write_text(PAPER, "utf-8")
    (folder / "hills.png").write_bytes(ramp())
    (folder / "issue.yaml").write_text(ISSUE.replace("BRIDGED", bridged), "utf-8")
    session = Session(Workspace(folder), shelf="")
    return session, session.check("issue.yaml")


@pytest.fixture(scope="module")
def bridged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, Proof]:
    return proof(tmp_path_factory.mktemp("bridged"))


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, Proof]:
    return proof(tmp_path_factory.mktemp("parted"), "no")


def pages(made: tuple[Session, Proof]) -> tuple[Page, Page]:
    left, right = (each.page for each in made[1].pages)
    return left, right


def head(page: Page) -> list[GlyphRun]:
    return [run for group in groups(page.items, "headline") for run in group.items if isinstance(run, GlyphRun)]


def test_a_spread_is_made_without_a_word(bridged: tuple[Session, Proof], parted: tuple[Session, Proof]) -> None:
    for session, made in (bridged, parted):
        assert [fault.message() for fault in made.report] == []
        assert session.pdf(made)


def test_the_halves_of_a_picture_meet_and_each_has_its_bleed_at_the_fold(bridged: tuple[Session, Proof]) -> None:
    left, right = pages(bridged)
    (one,), (other,) = ([item for item in walk(page.items) if isinstance(item, Image)] for page in (left, right))
    fold = left.trim.width
    assert one.rect.right == pytest.approx(fold + BLEED, abs=0.01)
    assert other.rect.x == pytest.approx(-BLEED, abs=0.01)
    assert one.whole == other.whole
    whole, rest = printed(one)[1], printed(other)[1]
    assert (whole.x, whole.width) == pytest.approx((rest.x + fold, rest.width), abs=0.01)


@pytest.mark.parametrize("kind", ["bridged", "parted"])
def test_every_character_of_a_spread_is_set_once_and_in_order(kind: str, request: pytest.FixtureRequest) -> None:
    session, made = request.getfixturevalue(kind)
    read = "".join(plain(session.edition(made).articles[0]).split())
    assert read.count(HEADLINE) == 1
    assert read.replace("收割机开进稻田。", "", 1).endswith(COPY * 6)


def test_a_head_on_two_sheets_keeps_clear_of_the_gutter(parted: tuple[Session, Proof]) -> None:
    session, made = parted
    assert made.theme is not None
    left, right = pages(parted)
    grid, margin = made.theme.grid, made.theme.format.left
    book = session.setter(made.report).fonts
    ends = [run.x + run.xs[-1] + book.face(run.face).advance(run.glyphs[-1]) * run.size for run in head(left)]
    assert max(ends) == pytest.approx(margin + grid.width, abs=0.01)
    assert min(run.x + run.xs[0] for run in head(right)) == pytest.approx(margin, abs=0.01)


def test_the_head_is_one_heading_of_the_document_and_none_of_the_right_page_alone(
    bridged: tuple[Session, Proof],
) -> None:
    session, made = bridged
    assert made.job is not None
    both = heard(session.pdf(made))
    assert [each.words for each in both.walk() if each.kind == "H1"] == [HEADLINE]
    assert len([each for each in both.walk() if each.kind == "Figure"]) == 1
    right = heard(session.write((made.pages[1].page,), made.job, made.report))
    assert not any(each.kind.startswith("H") for each in right.walk())
    assert any(each.kind == "P" for each in right.walk())


def test_the_archive_finds_the_article_on_both_pages(bridged: tuple[Session, Proof]) -> None:
    session, made = bridged
    edition = session.edition(made)
    (article,) = edition.articles
    assert [number for number, _ in article.boxes] == [2, 3]
    for page in edition.pages:
        assert f'ID="a{article.id}p{page.number}"'.encode() in alto(edition, page, "x.jpg")


def test_on_a_flat_the_picture_runs_through_the_fold_without_a_seam(bridged: tuple[Session, Proof]) -> None:
    session, made = bridged
    assert made.job is not None
    job = replace(made.job, marks=False)
    press = session.write(pages(bridged), job, made.report)
    trim = made.pages[0].page.trim
    side = next(side for side in sections((4,), "saddle") if side.places == (1, 2))
    empty = session.write((carrier(flat_of(side), trim, BLEED, "", [1, 2, 3, 4]),), job, made.report)
    both = flat_of(replace(side, left=0, right=1))
    flat = impose(press, empty, [placed(both, trim, BLEED)])
    width, height, tones_of_all = gray(flat, 0, 288)
    picture = Pillow.frombytes("L", (width, height), tones_of_all)
    image = next(item for item in walk(made.pages[0].page.items) if isinstance(item, Image))
    y = round((image.rect.y + image.rect.height / 2) * 4)
    x = round(trim.width * 4)
    tones = [picture.getpixel((at, y)) for at in range(x - 40, x + 40)]
    steps = [abs(after - before) for before, after in pairwise(tones)]
    assert 0 < max(tones) < 255
    assert max(steps) <= 3


def test_what_is_one_piece_of_paper_does_not_creep(bridged: tuple[Session, Proof]) -> None:
    from layout.package.submitting import Asked, _forms, _order
    from layout.presses import press

    _, made = bridged
    assert made.issue is not None
    four = tuple(replace(made.pages[0].page, number=number) for number in range(1, 9))
    issue = replace(made.issue, spreads=(replace(made.issue.spreads[0], left=4),))
    asked = replace(made, issue=issue)
    order = _order(asked, Asked(), made.job)
    assert order is not None
    flats = _forms(four, order, asked, press(), made.report)
    shifts = {cell.place: cell.shift for flat in flats for cell in flat.cells}
    assert shifts[3] == shifts[4] == 0.0
    assert shifts[5] == -shifts[2] > 0.0


# -- parting at the fold ---------------------------------------------------------------------------------------------

FOLD = Fold(400.0, 8.5, 370.0, 430.0, True)


def ends(book: FontBook, run: GlyphRun) -> float:
    return run.x + run.xs[-1] + book.face(run.face).advance(run.glyphs[-1]) * run.size


def halves(book: FontBook, items: tuple[Item, ...], fold: Fold = FOLD) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    return at_fold(items, fold, lambda run: ends(book, run), lambda words: [1.0] * len(words))


open_book = cache(open_book)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.floats(100, 390), st.floats(10, 60), st.booleans())
def test_no_character_lies_over_the_fold(count: int, x: float, size: float, is_bridged: bool) -> None:
    book = open_book()
    words = "十万亩稻田一夜A金黄、了"[:count]
    fold = replace(FOLD, bridged=is_bridged)
    runs = line(book, words, x, 100.0, size)
    left, right = halves(book, (Group("headline", runs, "1"),), fold)
    on_left = [run for run in walk(left) if isinstance(run, GlyphRun)]
    on_right = [run for run in walk(right) if isinstance(run, GlyphRun)]
    assert "".join(run.text for run in (*on_left, *on_right)) == words
    assert all(ends(book, run) <= fold.x + 0.01 for run in on_left)
    assert all(run.x + run.xs[0] >= -0.01 for run in on_right)
    if is_bridged and on_left and on_right:  # moved by half a character at most
        assert abs(on_left[0].x + on_left[0].xs[0] - x) <= size / 2 + 0.01


def test_a_long_head_on_two_sheets_is_parted_so_that_either_half_has_room(book: FontBook) -> None:
    """By sense it would be parted after the eleventh character, and run off the left page."""
    words = "十万亩稻田一夜金黄收割机开进"
    runs = line(book, words, 160.0, 100.0, 36)
    fold = replace(FOLD, bridged=False)
    costs = [0.0 if at == 11 else 3.0 for at in range(len(words))]
    left, right = at_fold((Group("headline", runs, "1"),), fold, lambda run: ends(book, run), lambda text: costs)
    shown = [[run for run in walk(half) if isinstance(run, GlyphRun)] for half in (left, right)]
    assert min(run.x + run.xs[0] for run in shown[0]) >= fold.right - fold.x - 0.01
    assert max(ends(book, run) for run in shown[1]) <= fold.left + 0.01


def test_tints_and_rules_go_on_beyond_the_fold_and_frames_have_no_side_there(book: FontBook) -> None:
    box = Rect(300, 10, 200, 50)
    left, right = halves(book, (Fill(box, Ink(0, 0, 0, 0.1)), Frame(box, 0.5), Rule(300, 5, 500, 5, 1.0)))
    fills = [item for item in (*left, *right) if isinstance(item, Fill)]
    assert [(fill.rect.x, fill.rect.width) for fill in fills] == [(300, 108.5), (-8.5, 108.5)]
    assert not any(isinstance(item, Frame) for item in (*left, *right))
    upright = [rule.x0 for rule in (*left, *right) if isinstance(rule, Rule) and rule.x0 == rule.x1]
    assert upright == [300, 100]


@pytest.mark.parametrize(
    ("left", "count", "binding", "together"),
    [
        (2, 4, "nested", True),
        (4, 8, "saddle", True),
        (2, 8, "nested", False),
        (2, 4, "none", False),
        (2, 6, "nested", False),
    ],
)
def test_only_the_middle_of_a_section_is_one_piece(left: int, count: int, binding: Binding, together: bool) -> None:
    assert on_one_sheet(left - 1, count, binding) is together


def test_each_section_has_a_middle_of_its_own() -> None:
    assert on_one_sheet(5, 8, "nested", (4, 4))
    assert not on_one_sheet(3, 8, "nested", (4, 4))


SAMPLE = "issues/river/2026-10-18.yaml"
ROOT = Path(__file__).parents[2]


def test_the_sample_spread_is_the_one_that_was_blessed() -> None:
    """As tests/makeup/test_pages.py has it for the other samples; LAYOUT_BLESS=1 writes the dumps anew."""
    made = Session(Workspace(ROOT)).check(SAMPLE)
    assert [fault.message() for fault in made.report] == []
    assert all(page.score >= 95 for page in made.pages)
    for page in made.pages:
        file = ROOT / "tests" / "pages" / f"river-2026-10-18-{page.page.number}.txt"
        if os.environ.get("LAYOUT_BLESS"):
            file.write_text(dump(page.page), "utf-8")
        assert dump(page.page) == file.read_text("utf-8")
