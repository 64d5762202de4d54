"""A paper says only what differs; everything else comes from the theme it extends, and lengths come out in points."""

from __future__ import annotations

import pytest
from drawer import Drawer, faults

from layout.diagnostics import Report
from layout.display import Ink
from layout.theme import BUILT_IN, Theme, find_paper, read_theme, with_fonts
from layout.units import MM, Size


def read(text: str, **others: str) -> tuple[Theme, Report]:
    report = Report()
    files = {f"{name}.yaml": other for name, other in others.items()}
    return read_theme(Drawer({"paper.yaml": text, **files}), "paper.yaml", report), report


def theme(text: str, **others: str) -> Theme:
    made, report = read(text, **others)
    assert faults(report) == []
    return made


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_built_in_theme_reads_without_a_word(name: str) -> None:
    made = theme(f"extends: {name}")
    assert made.format.left + made.grid.area.width <= made.format.trim.width
    assert made.format.top + made.grid.area.height <= made.format.trim.height


def test_a_paper_that_says_nothing_is_the_base() -> None:
    assert theme("extends: base").styles == theme("masthead: {}").styles


def test_only_what_a_paper_says_differs() -> None:
    base = theme("extends: community-tabloid")
    mine = theme("extends: community-tabloid\nstyles: {deck: {size: 15.5 pt}}")
    assert mine.styles["deck"].size == 15.5
    assert mine.styles["deck"].font == base.styles["deck"].font
    assert {**mine.styles, "deck": None} == {**base.styles, "deck": None}


def test_a_style_that_is_like_another_follows_it_when_a_paper_changes_that() -> None:
    made = theme("styles: {body: {size: 9 pt, font: kai}, brief: {like: body, indent: 0}}")
    assert made.styles["brief"].size == 9
    assert made.styles["brief"].font == "kai"
    assert made.styles["brief"].indent == 0


def test_ems_are_the_body_size_and_rows_the_grid_leading() -> None:
    made = theme(
        "styles: {body: {size: 9 pt}}\ngrid: {columns: 4, measure: 13 em, gutter: 1字, leading: 12 pt}\n"
        "numbers: {inset: 1 em, picture_gap: 2 行, keyline: 0.1 mm, story_gap: 2, ear_width: 30%}"
    )
    assert made.grid.measure == 117
    assert made.grid.gutter == 9
    assert made.numbers["inset"] == 9
    assert made.numbers["picture_gap"] == 24
    assert made.numbers["keyline"] == pytest.approx(0.1 * MM)
    assert made.numbers["story_gap"] == 2
    assert made.numbers["ear_width"] == pytest.approx(0.3)


@pytest.mark.parametrize(("typed", "code"), [("inset: -1 em", "NP137"), ("story_gap: -1", "NP312")])
def test_no_number_of_a_theme_is_below_nothing(typed: str, code: str) -> None:
    _, report = read(f"numbers: {{{typed}}}")
    assert [fault.code for fault in report] == [code]


def test_a_number_of_rows_may_be_written_with_its_unit() -> None:
    assert theme("numbers: {story_gap: 2 行}").numbers["story_gap"] == 2


def test_sizes_may_be_given_as_hao() -> None:
    assert theme("styles: {deck: {size: 小三}}").styles["deck"].size == 15


@pytest.mark.parametrize(
    ("typed", "ink"),
    [
        ("[0, 100, 100, 0]", Ink(0, 1, 1, 0)),
        ("[0, 100%, 50 %, ０]", Ink(0, 1, 0.5, 0)),
        ("K 7%", Ink(0, 0, 0, 0.07)),
        ("C20 M40 K5", Ink(0.2, 0.4, 0, 0.05)),
        ("0 100 100 0", Ink(0, 1, 1, 0)),
        ("black", Ink(0, 0, 0, 1)),
        ("黑", Ink(0, 0, 0, 1)),
    ],
)
def test_an_ink_is_four_per_cents_or_a_name(typed: str, ink: Ink) -> None:
    assert theme(f"inks: {{accent: {typed}}}").inks["accent"] == ink


def test_a_spot_ink_is_a_name_and_its_stand_in() -> None:
    made = theme("inks: {accent: [PANTONE 186 C, 0, 100, 81, 4], frame: accent 20%, hairline: tint 50%}")
    assert made.inks["accent"] == Ink(0, 1, 0.81, 0.04, "PANTONE 186 C")
    assert made.inks["frame"] == Ink(0, 1, 0.81, 0.04, "PANTONE 186 C", 0.2)
    assert made.inks["hairline"] == Ink(0, 0, 0, made.inks["tint"].black / 2)


def test_an_ink_of_its_own_name_may_be_for_pictures_and_one_nearly_known_is_a_slip() -> None:
    assert theme("inks: {blue: [100, 40, 0, 0]}").inks["blue"] == Ink(1, 0.4, 0, 0)
    _, report = read("inks: {acent: [100, 40, 0, 0]}")
    assert [fault.code for fault in report] == ["NP308"]


@pytest.mark.parametrize("typed", ["[All, 0, 0, 0, 9]", "[Black, 0, 0, 0, 9]", "['', 0, 0, 0, 9]", "[P, 0, 0, 0, 900]"])
def test_a_plate_every_press_has_is_no_spot(typed: str) -> None:
    _, report = read(f"inks: {{accent: {typed}}}")
    assert [fault.code for fault in report] == ["NP307"]


@pytest.mark.parametrize("typed", ["272 x 390 mm", "272×390mm", "272 mm x 39 cm", "27.2 cm x 390 mm", "272 x 390"])
def test_a_sheet_is_width_by_height(typed: str) -> None:
    trim = theme(f"format: {{trim: {typed}}}").format.trim
    assert trim.width == pytest.approx(Size(272 * MM, 0).width)
    assert trim.height == pytest.approx(390 * MM)


def test_a_type_area_off_the_sheet_is_blamed_on_what_the_paper_says() -> None:
    for text, place in (
        ("styles: {body: {size: 10 pt}}", "1:23"),
        ("grid: {rows: 90}", "1:14"),
        ("format: {left: 90 mm}", "1:16"),
    ):
        _, report = read(text)
        assert faults(report) == [f"error NP309 {place}"]


def test_chinese_and_english_names_make_the_same_theme() -> None:
    english = theme(
        "extends: broadsheet\nmasthead: {name: 报, lines: [一]}\ngrid: {columns: 5}\npress: {marks: no}\n"
        "styles: {headline-lead: {font: sans-black, align: left, ink: accent}}\n"
        "numbers: {inset: 1 em}\nwords: {brief_box: frame}"
    )
    chinese = theme(
        "基于: broadsheet\n报头: {报名: 报, 行: [一]}\n网格: {栏: 5}\n印刷: {标记: 否}\n"
        "样式: {头条题: {字体: sans-black, 对齐: 左, 油墨: 套色}}\n数值: {内边距: 1 字}\n用语: {简讯框: 边框}"
    )
    assert english == chinese
    assert not english.press.marks
    assert english.words["brief_box"] == "frame"


def test_a_paper_may_extend_another_papers_file() -> None:
    made = theme(
        "extends: other.yaml\nmasthead: {name: 子报}",
        other="extends: broadsheet\nmasthead: {name: 母报, website: a.cn}",
    )
    assert (made.masthead.name, made.masthead.website) == ("子报", "a.cn")
    assert made.format.name == "对开"


def test_papers_that_extend_each_other_are_reported_once_and_still_give_a_theme() -> None:
    made, report = read("extends: other.yaml", other="extends: paper.yaml")
    assert [fault.code for fault in report] == ["NP303"]
    assert str(next(iter(report)).span) == "other.yaml:1:10"
    assert made.styles["body"].size == 9.5


def test_a_paper_that_cannot_be_read_still_gives_the_base() -> None:
    report = Report()
    made = read_theme(Drawer({}), "paper.yaml", report)
    assert [fault.code for fault in report] == ["NP111"]
    assert made.styles == theme("extends: base").styles


def test_a_theme_cannot_be_changed() -> None:
    made = theme("extends: base")
    with pytest.raises(TypeError):
        made.styles["body"] = made.styles["deck"]  # type: ignore[index]


def test_the_paper_stands_beside_the_issue_or_one_folder_above() -> None:
    assert find_paper(Drawer({"i/x/paper.yaml": "", "i/paper.yaml": ""}), "i/x/1.yaml") == "i/x/paper.yaml"
    assert find_paper(Drawer({"i/paper.yaml": ""}), "i/x/1.yaml") == "i/paper.yaml"
    assert find_paper(Drawer({"paper.yaml": ""}), "i/x/1.yaml") is None


ROLES = {"song": "报宋", "sans": "黑", "kai": "楷"}


def test_a_font_may_be_named_in_chinese() -> None:
    made = with_fonts(theme("styles: {body: {font: 楷, strong: 黑}}"), ROLES, Report())
    assert (made.styles["body"].font, made.styles["body"].strong) == ("kai", "sans")
    assert made.styles["brief"].font == "kai"


def test_a_font_role_that_the_set_has_not_is_reported_once_where_it_was_typed() -> None:
    report = Report()
    made = with_fonts(theme("styles: {body: {font: sung}, brief: {like: body}}"), {**ROLES, **BASE_ROLES}, report)
    assert faults(report) == ["error NP407 1:23"]
    assert made.styles["body"].font == made.styles["brief"].font == "song"


BASE_ROLES = {
    "song-black": "粗宋",
    "song-bold": "标宋",
    "sans-bold": "粗黑",
    "sans-black": "大黑",
    "fangsong": "仿宋",
    "brush": "报头",
}


def test_a_paper_tells_the_printer_of_the_job_and_who_signs() -> None:
    made = theme(
        "印刷: {用纸: 胶印新闻纸, 克重: 48.8 克, 纸厚: 0.07 mm, 印数: 20000, "
        "交付: 前一天 20:00, 联系人: 李明, 装订: 骑马订}\n"
        "付印签: [校对, 终审]\n"
    )
    press = made.press
    assert (press.stock, press.weight, press.copies, press.due) == ("胶印新闻纸", 48.8, 20000, "前一天 20:00")
    assert (press.contact, press.binding, press.caliper) == ("李明", "saddle", 0.07 * MM)
    assert made.sign_off == ("校对", "终审")


def test_sections_are_counts_of_pages() -> None:
    assert theme("press: {sections: 8 + 4}").press.sections == (8, 4)
    assert faults(read("press: {sections: two}\n")[1]) == ["error NP314 1:19"]


def test_a_weight_of_paper_is_grams() -> None:
    assert faults(read("press: {weight: heavy}\n")[1]) == ["error NP313 1:17"]
