"""Papers of other regions: their dates, their words, the faces of their characters, and the way their pages turn."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from drawer import Drawer, faults

from layout.almanac import era_year, long_date, lunar, weekday
from layout.amending.working import tongue
from layout.archive.folding import fold
from layout.articles.values import About
from layout.canonical import canonical
from layout.diagnostics import Report
from layout.folding import mirrored, sheets, spreads
from layout.issue import read_issue
from layout.packs import packs
from layout.page_words import document_language, page_called, page_word
from layout.pipeline import Session, Workspace
from layout.proofreading import proofread
from layout.publish.epub import epub
from layout.publish.values import Issue as Published
from layout.publish.values import Sheet
from layout.scaffold import REGIONS, regional_files
from layout.source import Source, compose
from layout.theme import PACKS, Theme, read_theme, with_fonts

DAY = date(2026, 5, 24)
ROLES = {"song": "报宋", "sans": "黑", "sans-black": "大黑", "kai": "楷"}
JAPANESE = """新聞: 川
日付: 2026-05-24
紙面:
  - 面: 1
    割付: 自動
    記事:
      橋:
        種類: トップ
        見出し: 橋が開く
        本文: きのう、橋が開いた。
"""


def theme(text: str) -> tuple[Theme, Report]:
    report = Report()
    return read_theme(Drawer({"paper.yaml": text}), "paper.yaml", report), report


@pytest.mark.parametrize(
    ("calendar", "printed"),
    [
        ("common", "2026年5月24日"),
        ("minguo", "中華民國115年5月24日"),
        ("minguo-characters", "中華民國一一五年五月二十四日"),
        ("minguo-common", "中華民國115年（2026）5月24日"),
        ("era", "令和8年（2026年）5月24日"),
        ("common-era", "2026年（令和8年）5月24日"),
    ],
)
def test_a_day_in_each_calendar(calendar: str, printed: str) -> None:
    assert long_date(DAY, calendar) == printed


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2019, 5, 1), "令和元年"),
        (date(2019, 4, 30), "平成31年"),
        (date(1989, 1, 8), "平成元年"),
        (date(1989, 1, 7), "昭和64年"),
        (date(1926, 12, 25), "昭和元年"),
        (date(1926, 12, 24), "大正15年"),
        (date(1912, 7, 29), "明治45年"),
        (date(1868, 10, 22), ""),
    ],
)
def test_an_era_begins_on_its_day(day: date, year: str) -> None:
    assert era_year(day) == year


def test_years_before_a_calendar_are_common_ones() -> None:
    assert long_date(date(1911, 10, 10), "minguo") == "1911年10月10日"
    assert long_date(date(1912, 1, 1), "minguo") == "中華民國元年1月1日"
    assert long_date(date(1800, 1, 1), "era") == "1800年1月1日"


def test_days_of_the_week_and_of_the_moon() -> None:
    assert (weekday(DAY), weekday(DAY, "ja")) == ("星期日", "日曜日")
    assert lunar(DAY) == "农历丙午年四月初八"
    assert lunar(DAY, "zh-Hant-HK") == "農曆丙午年四月初八"
    assert lunar(date(2025, 7, 25), "zh-Hant") == "農曆乙巳年閏六月初一"
    assert lunar(DAY, "ja") == ""


def test_pages_are_called_as_the_region_calls_them() -> None:
    assert [page_called(3, language) for language in ("zh-CN", "zh-TW", "zh-HK", "ja")] == [
        "第3版",
        "第3版",
        "3版",
        "3面",
    ]
    assert [page_called(1003, language) for language in ("zh-CN", "ja")] == ["A3版", "A3面"]
    assert page_word("going", "ja", page=page_called(3, "ja")) == "（3面に続く）"
    assert page_word("arrived", "zh-Hant", page=page_called(1, "zh-Hant")) == "（上接第1版）"
    assert [document_language(each) for each in ("zh-Hans", "zh-Hant", "zh-Hant-HK", "ja")] == [
        "zh-CN",
        "zh-TW",
        "zh-HK",
        "ja",
    ]


def test_a_style_takes_the_faces_of_its_language() -> None:
    made, report = theme("language: ja\nstyles: {body: {font: 明朝}, quote: {language: zh-Hans}}\n")
    roles = ROLES | {f"{name}-ja": "" for name in ROLES}
    made = with_fonts(made, roles, report)
    assert [code for code in faults(report) if "NP407" not in code] == []
    assert made.styles["body"].font == "song-ja"
    assert made.styles["tag"].font == "sans-black-ja"
    assert made.styles["quote"].font == "kai"


def test_a_language_whose_faces_are_not_there_is_told_once() -> None:
    made, report = theme("language: zh-Hant\n")
    with_fonts(made, ROLES | {"sans-bold": "", "song-bold": "", "song-black": "", "fangsong": "", "brush": ""}, report)
    assert faults(report) == ["error NP290 1:11"]
    assert "layout fonts --get traditional" in next(iter(report)).advice()


def test_simplified_forms_are_printed_only_where_the_paper_says_so() -> None:
    made, report = theme("language: zh-Hant\nwords: {glyph_forms: simplified}\n")
    with_fonts(made, ROLES | {"sans-bold": "", "song-bold": "", "song-black": "", "fangsong": "", "brush": ""}, report)
    assert faults(report) == ["warning NP291 1:11"]


@pytest.mark.parametrize(("language", "name"), PACKS.items())
def test_the_pack_of_a_region_has_a_role_for_each_of_the_set(language: str, name: str) -> None:
    pack = next(pack for pack in packs() if pack.name == name)
    own = {role.removesuffix(f"-{language.lower()}") for role in pack.roles}
    assert own == {"song", "song-bold", "song-black", "sans", "sans-bold", "sans-black", "kai", "fangsong", "brush"}


def test_sheets_folded_at_the_right_edge_are_mirrored() -> None:
    left = sheets(4, "nested")
    right = mirrored(left)
    assert [side.places for side in left] == [(3, 0), (1, 2)]
    assert [side.places for side in right] == [(0, 3), (2, 1)]
    assert mirrored(right) == left


def test_readers_of_such_a_paper_see_the_first_page_at_the_left() -> None:
    assert spreads((4,), "right") == ((0, None), (2, 1), (None, 3))


@pytest.mark.parametrize(("says", "spine"), [("", "right"), ("press: {spine: left}\n", "left")])
def test_a_vertical_paper_is_folded_at_the_right_unless_it_says_otherwise(says: str, spine: str) -> None:
    made, report = theme(f"extends: japan\n{says}")
    assert faults(report) == []
    assert made.spine == spine


def test_keys_in_japanese_read_as_any() -> None:
    report = Report()
    issue = read_issue(Drawer({"i.yaml": JAPANESE}), "i.yaml", report)
    assert faults(report) == []
    assert issue is not None
    assert issue.pages[0].stories[0].headline[0].text == "橋が開く"


@pytest.mark.parametrize("through", ["zh-Hant", "zh", "en"])
def test_keys_change_their_tongue_and_come_back(through: str) -> None:
    there = canonical(JAPANESE.encode(), Report(), "i.yaml", through)
    assert there is not None
    assert ("版面:" in there.decode()) == (through == "zh-Hant")
    assert canonical(there, Report(), "i.yaml", "ja") == JAPANESE.encode()


def test_what_is_added_to_a_file_is_called_as_the_file_calls_it() -> None:
    spoken = {}
    for file in (
        "報紙: 松\n版面:\n- 版次: 1\n  稿件: {}\n",
        "版:\n- 版次: 1\n  稿: {}\n",
        JAPANESE,
        "pages:\n- page: 1\n",
    ):
        root = compose(Source("i.yaml", file), Report())
        assert root is not None
        spoken[file[:2]] = tongue(root)
    assert list(spoken.values()) == ["zh-Hant", "zh", "ja", "en"]


def test_usage_of_the_mainland_is_not_asked_of_other_regions() -> None:
    issue = read_issue(Drawer({"i.yaml": JAPANESE.replace("きのう", "橋は３公尺、、「")}), "i.yaml", Report())
    assert issue is not None
    told = {finding.rule.name for finding in proofread(issue)}
    other = {finding.rule.name for finding in proofread(issue, language="ja")}
    assert "old-unit" in told
    assert other == {"doubled-mark", "unpaired-mark"}


def test_a_chinese_name_of_a_font_role_is_understood_where_pages_are_made() -> None:
    files = {
        "paper.yaml": "extends: leaflet\nstyles: {body: {font: 黑}, caption: {font: 無此體}}\n",
        "i.yaml": "date: 2026-05-24\npages:\n- page: 1\n  stories:\n    a: {headline: 桥, body: 开了。}\n",
    }
    proof = Session(DrawnWorkspace(files), again=False).check("i.yaml")
    assert proof.theme is not None
    assert [fault.code for fault in proof.report if fault.code.startswith("NP4")] == ["NP407"]
    assert proof.theme.styles["body"].font == "sans"


class DrawnWorkspace(Workspace):
    """Files that are nowhere but here."""

    def __init__(self, files: dict[str, str]) -> None:
        super().__init__()
        self.files = Drawer(files)

    def read(self, name: str) -> bytes:
        return self.files.read(name)

    def exists(self, name: str) -> bool:
        return self.files.exists(name)

    def names(self, folder: str) -> list[str]:
        return list(self.files.names(folder))


@pytest.mark.parametrize("language", REGIONS)
def test_a_start_of_a_region_reads_without_a_word(language: str) -> None:
    files = regional_files(language, DAY, "我們的報")
    report = Report()
    drawer = Drawer({name: data if name.startswith("images/") else data.decode() for name, data in files.items()})
    made = read_theme(drawer, "paper.yaml", report)
    issue = read_issue(drawer, "2026-05-24.yaml", report)
    assert faults(report) == []
    assert made.language == language
    assert made.masthead.name == "我們的報"
    assert issue is not None
    assert issue.date == DAY
    assert len(issue.pages[0].stories) > 5
    assert "{" not in files["README.md"].decode()


@pytest.mark.parametrize(("spine", "turned"), [("left", "ltr"), ("right", "rtl")])
def test_a_book_turns_as_its_paper_does(spine: str, turned: str) -> None:
    about = About("川", "川 7", "7", "2026-05-24", language="ja", spine=spine, calendar="common-era")
    sheet = Sheet(1, "", "index.html", (("a.jpg", 10),), 10, 10, "share.jpg", "1.pdf", language="ja")
    data = epub(Published(about, DAY, (sheet,)), {}, {1: b""})
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        package, style, nav = (book.read(f"EPUB/{name}").decode() for name in ("package.opf", "style.css", "nav.xhtml"))
    assert f'page-progression-direction="{turned}"' in package
    assert "<dc:language>ja</dc:language>" in package
    assert "2026年（令和8年）5月24日　日曜日　第7号" in package
    assert ("vertical-rl" in style) == (spine == "right")
    assert "<h1>目次</h1>" in nav
    assert ">1面<" in nav


@pytest.mark.parametrize(("typed", "found"), [("駅", "驛"), ("広告", "廣告"), ("図書館", "图书馆"), ("気象", "氣象")])
def test_a_word_is_found_by_the_characters_of_another_region(typed: str, found: str) -> None:
    assert fold(typed) == fold(found)


def test_characters_that_are_other_words_in_china_stay_apart() -> None:
    assert fold("芸") != fold("藝")
    assert fold("予") != fold("預")
