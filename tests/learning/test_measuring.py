"""Our own issues give their house style back, and so do papers of our own drawn by lot."""

from __future__ import annotations

import pytest
from papers import HEADS, ISSUES, codes, drawn, known, learned_from, pdf_of, session, theme_of

from layout.display import GlyphRun, walk
from layout.learning import Learned


@pytest.fixture(params=ISSUES)
def issue(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def learned(issue: str) -> Learned:
    return known(issue)[0]


def size(learned: Learned, style: str) -> float:
    found = learned.styles[style].get("size")
    assert found is not None
    return float(found.value)


def test_the_trim_the_columns_and_the_gutter_of_our_issues_come_back_exactly(issue, learned):
    theme = theme_of(issue)
    assert learned.trim_by == "trim box"
    assert learned.trim.value.width == pytest.approx(theme.format.trim.width, abs=0.01)
    assert learned.trim.value.height == pytest.approx(theme.format.trim.height, abs=0.01)
    assert learned.bleed is not None
    assert learned.bleed.value == pytest.approx(theme.press.bleed, abs=0.01)
    assert learned.columns.count.value == theme.grid.columns
    assert learned.columns.measure.value == pytest.approx(theme.grid.measure, abs=0.01)
    assert learned.columns.gutter.value == pytest.approx(theme.grid.gutter, abs=0.01)


def test_the_body_its_leading_and_the_type_area_come_back(issue, learned):
    theme, body = theme_of(issue), theme_of(issue).styles["body"]
    assert size(learned, "body") == pytest.approx(body.size, abs=0.01)
    assert learned.styles["body"].values["font"].value == body.font
    assert learned.styles["body"].values["indent"].value == body.indent
    assert learned.styles["body"].values["align"].value == body.align
    assert learned.rows.grid
    assert learned.rows.leading.value == pytest.approx(theme.grid.leading, abs=0.01)
    assert learned.rows.count.value == theme.grid.rows
    assert learned.columns.left.value == pytest.approx(theme.format.left, abs=0.1)
    assert learned.rows.top.value == pytest.approx(theme.format.top, abs=0.1)
    inside = (theme.grid.leading - body.size) / 2
    assert learned.rows.last.value == pytest.approx(theme.format.top + theme.grid.height - inside, abs=0.1)


RANKED = ("headline-lead", "headline-second", "headline-third", "kicker", "deck", "subhead", "caption", "byline")


def test_heads_of_each_rank_and_what_stands_with_them_have_the_sizes_of_their_styles(issue, learned):
    theme = theme_of(issue)
    seen = [name for name in RANKED if name in learned.styles]
    assert {"headline-lead", "headline-second", "headline-third", "deck"} <= set(seen)
    for name in seen:
        assert size(learned, name) == pytest.approx(theme.styles[name].size, abs=0.1), name
        assert learned.styles[name].values["font"].value == theme.styles[name].font, name


def test_folio_banner_rules_and_inks_come_back(issue, learned):
    theme, around = theme_of(issue), learned.furniture
    for name in ("folio-number", "folio-name", "folio", "banner", "credits"):
        assert size(learned, name) == pytest.approx(theme.styles[name].size, abs=0.1), name
    assert around.numbers["folio_rise"].value == pytest.approx(theme.numbers["folio_rise"], abs=0.1)
    for name in ("column_rule", "keyline", "hairline"):
        assert around.numbers[name].value == pytest.approx(theme.numbers[name], abs=0.02), name
    assert around.words["banner_form"].value == theme.words["banner_form"]
    assert around.words["brief_box"].value == theme.words["brief_box"]
    for name in ("accent", "tint", "banner", "hairline"):
        assert around.inks[name].value == theme.inks[name], name


def test_the_nameplate_is_found_over_the_front_page_and_nowhere_else():
    for name, english in (("demo", "LUTING DAILY"), ("school", "THE LITTLE REED")):
        learned, _, _ = known(name)
        theme = theme_of(name)
        assert dict(learned.furniture.masthead)["name"] == theme.masthead.name
        assert dict(learned.furniture.masthead)["english"] == english
        assert learned.furniture.numbers["nameplate_rows"].value == theme.numbers["nameplate_rows"]
    learned, _, _ = known("xietu")
    assert "nameplate" not in learned.styles


def test_what_has_little_evidence_is_not_sure():
    learned, _, _ = known("xietu")
    # Two of its stories merge their columns: no leg stands on one base column.
    assert not learned.columns.count.sure
    assert not learned.styles["headline-lead"].values["size"].sure
    assert learned.styles["body"].values["size"].sure


def test_several_files_speak_together_and_the_odd_one_is_left_out(tmp_path):
    learned, report, _ = learned_from(tmp_path, pdf_of("school"), pdf_of("demo"))
    assert learned is not None
    assert learned.pages == 4
    assert learned.columns.count.value == theme_of("demo").grid.columns
    assert [fault.hint for fault in report if fault.code == "NP997"] == ["trim", "trim"]


SEEDS = (3, 8)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_house_style_drawn_by_lot_comes_back(seed, tmp_path):
    paper = drawn(seed)
    learned, report, _ = learned_from(tmp_path, *paper.pdfs)
    assert learned is not None
    assert codes(report) == []
    theme, grid = paper.theme, paper.theme.grid
    assert learned.trim.value.width == pytest.approx(theme.format.trim.width, abs=0.02)
    assert learned.trim.value.height == pytest.approx(theme.format.trim.height, abs=0.02)
    assert learned.bleed is not None
    assert learned.bleed.value == pytest.approx(theme.press.bleed, abs=0.02)
    assert learned.columns.count.value == grid.columns
    assert learned.columns.measure.value == pytest.approx(grid.measure, abs=0.05)
    assert learned.columns.gutter.value == pytest.approx(grid.gutter, abs=0.05)
    assert learned.columns.left.value == pytest.approx(theme.format.left, abs=0.05)
    assert learned.rows.leading.value == pytest.approx(grid.leading, abs=0.02)
    assert learned.rows.top.value == pytest.approx(theme.format.top, abs=0.1)
    assert learned.rows.count.value == grid.rows
    assert size(learned, "body") == pytest.approx(theme.styles["body"].size, abs=0.02)
    for style, words in zip(RANKED, HEADS, strict=False):
        printed = max(paper.printed[words], default=None)
        if printed is not None and style in learned.styles:
            assert size(learned, style) == pytest.approx(printed, abs=0.1), style


def test_every_size_that_is_learned_is_printed_somewhere(issue, learned):
    proof = session().check(ISSUES[issue], fresh=True)
    printed = {
        round(item.size, 2) for made in proof.pages for item in walk(made.page.items) if isinstance(item, GlyphRun)
    }
    for name, style in learned.styles.items():
        found = style.get("size")
        assert found is None or any(abs(found.value - other) < 0.05 for other in printed), name
