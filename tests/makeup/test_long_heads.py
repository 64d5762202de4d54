"""A head that needs columns gets them: `plan: auto` gives none that is too long for its place while another plan would
hold it, and a drawing that does is told which width would."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from layout.diagnostics import Report
from layout.issue import Block, Copy, Issue, Page, Story
from layout.makeup import make_up
from layout.makeup.blocks.heads import CROWDED, FITS
from layout.makeup.grid import PageGrid
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.modules.story import StoryModule
from layout.makeup.planning.pricing import ANYHOW, OVERFULL, WELL, Pricing
from layout.pipeline import Session, Workspace
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme

HEAD = "白芦河两岸十二个村子今秋全部通了自来水和公交车"  # 23 characters, with one more below
KICKER = "市里今年要办的二十件实事之一已经在入冬之前提前完成了"
HOME = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def theme() -> Theme:
    return _theme("community-tabloid")


def _theme(name: str) -> Theme:
    class Files(Workspace):
        def read(self, file: str) -> bytes:
            return f"extends: {name}\n".encode()

    report = Report()
    found = read_theme(Files(), "paper.yaml", report)
    assert not report.failed
    return found


def story(name: str, head: str, copy: int, **keys: object) -> Story:
    text = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往，秋收冬藏。" * 60
    blocks = tuple(Block("paragraph", Copy(text[at : at + 120])) for at in range(0, copy, 120))
    return Story(name, headline=(Copy(head),), body=blocks, **keys)  # type: ignore[arg-type]


def library(page: Page, theme: Theme, setter: Typesetter) -> ModuleLibrary:
    return ModuleLibrary(page, PageGrid.of(theme), theme, setter, 4)


def test_the_columns_of_a_head_are_known_before_the_search(theme: Theme, setter: Typesetter) -> None:
    page = Page(2, stories=(story("a", HEAD + "啦", 600, rank=1), story("b", "短题", 600), story("c", HEAD * 7, 600)))
    found = library(page, theme, setter)
    least = found.head_columns("a")
    assert least > 1
    assert found.get("a", 0, least - 1).head_strain > FITS
    assert found.get("a", 0, least).head_strain == FITS
    assert (found.head_columns("b"), found.head_strain("b")) == (1, FITS)
    assert found.head_strain("c") == CROWDED  # in a fourth line, or smaller
    assert found.get("c", 0, found.head_columns("c") - 1).head_strain > CROWDED
    pricing = Pricing(found)
    for fit in (WELL, ANYHOW, OVERFULL):
        a, b, c = pricing.shapes(fit)
        assert min(a) >= least
        assert min(b) == 1
        assert min(c) >= found.head_columns("c")


@pytest.mark.parametrize("copy", [60, 180, 400, 900])
@pytest.mark.parametrize("kicker", [(), (Copy(KICKER),)])
def test_a_head_of_24_characters_is_never_too_long_for_a_page_planned_by_itself(
    copy: int, kicker: tuple[Copy, ...], theme: Theme, setter: Typesetter
) -> None:
    others = [story(f"s{number}", "今日要闻一则", 500) for number in range(5)]
    page = Page(2, stories=(*others, story("long", HEAD + "啦", copy, rank=1, kicker=kicker)))
    report = Report()
    made = make_up(Issue("a.yaml", "试报", None, "1", (page,)), theme, setter, report)
    assert "NP604" not in {fault.code for fault in report}
    (area,) = [area for name, area in made[0].places if name == "long"]
    assert area.columns >= library(page, theme, setter).head_columns("long")


def test_no_form_of_a_head_that_does_not_fit_stands_beside_one_that_does(theme: Theme, setter: Typesetter) -> None:
    page = Page(2, stories=(story("a", "一二三四五六七八九十" * 3, 900, rank=1),))
    found = library(page, theme, setter)
    for columns in range(found.head_columns("a"), theme.grid.columns + 1):
        module = StoryModule(page.stories[0], 0, columns, found.grid, theme, setter)
        assert all(each.head_strain == FITS for each in module._arrangements)


def test_a_drawn_page_is_told_which_columns_would_hold_the_head(tmp_path: Path) -> None:
    (tmp_path / "paper.yaml").write_text("extends: community-tabloid\n", "utf-8")
    text = "".join("天地玄黄宇宙洪荒。" for _ in range(60))
    (tmp_path / "issue.yaml").write_text(
        "paper: 试报\npages:\n- page: 2\n  plan: |\n    a b b b b\n  stories:\n"
        f"    a:\n      rank: 1\n      headline: {HEAD}啦\n"
        f"      body: {text}\n    b:\n      headline: 短题\n      body: {text}\n",
        "utf-8",
    )
    proof = Session(Workspace(tmp_path), shelf="").check("issue.yaml", advise=False)
    (fault,) = [each for each in proof.report if each.code == "NP695"]
    columns = dict(fault.values)["columns"]
    assert isinstance(columns, int)
    assert columns > 1
    assert fault.advice("en").startswith(f"give the story {columns} columns")
    assert fault.advice("zh").startswith(f"给它{columns}栏")


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(HOME / "bench"))
    return importlib.import_module("random_issues")


def test_random_pages_with_long_heads_have_none_too_long(bench: ModuleType, setter: Typesetter) -> None:
    """A few of those that `bench/random_issues.py --heads 26` makes; there 0 of 128 pages
    have one, 61 had."""
    styles = ("tabloid", "broadsheet", "community-tabloid-dense", "a3")
    kind = bench.Kind(1, (0.9, 1.0), styles, 26)
    looked_at = 0
    for seed in (2, 4, 5, 8):
        name, ((page, _),) = bench.pages_of(seed, kind)
        held = bench.library_of(page, name)
        _, report = bench.made(bench.issue_of(page), name, setter)
        long = [each.name for each in page.stories if held.head_columns(each.name) > 1]
        looked_at += len(long)
        told = {str(dict(fault.values)["story"]) for fault in report if fault.code in ("NP604", "NP695", "NP696")}
        assert not told & {each.name for each in page.stories if held.head_strain(each.name) == FITS}
    assert looked_at == 5  # the leads, and a long one of the second rank
