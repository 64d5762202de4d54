"""Which pages have colour: what a paper and an issue say, what follows for each page, and where it is carried to."""

from __future__ import annotations

from typing import Any

import pytest
from drawer import Drawer, faults

from layout.diagnostics import Report
from layout.display import Ink, PageInks
from layout.issue import Issue, read_issue
from layout.pipeline import Session
from layout.theme import Printed, Theme, read_theme, resolved
from layout.workspace import Workspace

SPOT = Ink(0, 1, 0.81, 0.04, "PANTONE 186 C")


def paper(said: str, inks: str = "") -> tuple[Theme, Report]:
    report = Report()
    text = f"press: {said}\n" + (f"inks: {inks}\n" if inks else "")
    return read_theme(Drawer({"paper.yaml": text}), "paper.yaml", report), report


def printed(said: str, inks: str = "") -> Printed:
    theme, report = paper(said, inks)
    assert faults(report) == []
    return theme.press.printed


def kinds(said: Printed, *pages: int) -> str:
    """Of each page: 4 inks, 2 or 1."""
    found = [said.inks(page) for page in pages]
    return "".join("4" if inks is None else str(1 + len(inks.beside)) for inks in found)


@pytest.mark.parametrize(
    ("said", "pages"),
    [
        ("{bleed: 3 mm}", "44444444"),
        ("{colour: [1, 4]}", "41141111"),
        ("{colour: [1, 4], spot: [2, 3]}", "42241111"),
        ("{印刷条件: X, 彩色: 1、4, 套红: 2-3}", "42241111"),
        ("{カラー: [1, 4], 二色: {面: 5-8}}", "41142222"),
        ("{spot: [1, 8]}", "21111112"),
        ("{colour: all, spot: 2}", "42444444"),
        ("{彩色: 全部}", "44444444"),
        ("{colour: none}", "11111111"),
        ("{colour: []}", "11111111"),
        ("{colour: 5 - 8, spot: }", "11114444"),
    ],
)
def test_pages_of_full_colour_of_a_spot_and_of_black(said: str, pages: str) -> None:
    assert kinds(printed(said), *range(1, 9)) == pages


def test_pages_of_sections_are_named_as_everywhere() -> None:
    said = printed("{colour: [A1, B1-B2], spot: A2}")
    assert kinds(said, 1001, 1002, 1003, 2001, 2002, 2003) == "421441"


@pytest.mark.parametrize(
    ("inks", "ink", "second"),
    [
        ("", "", Ink(0, 1, 1, 0, "Spot")),  # the accent of the base
        ("{accent: [100, 60, 0, 10]}", "", Ink(1, 0.6, 0, 0.1, "Spot")),
        ("{accent: [0, 80, 0, 0]}", "", Ink(0, 1, 0, 0)),  # one of the four: its plate
        ("{accent: [PANTONE 186 C, 0, 100, 81, 4]}", "", SPOT),
        ("{red: [PANTONE 186 C, 0, 100, 81, 4]}", "", SPOT),  # the only spot there is
        ("{red: [PANTONE 186 C, 0, 100, 81, 4], sky: [100, 20, 0, 0]}", "sky", Ink(1, 0.2, 0, 0, "sky")),
        ("{大红: [0, 100, 100, 0]}", "大红", Ink(0, 1, 1, 0, "大红")),
        ("{red: [PANTONE 186 C, 0, 100, 81, 4], pale: red 20%}", "PANTONE 186 C", SPOT),
        ("{Cyan: [0, 100, 90, 0]}", "Cyan", Ink(0, 1, 0.9, 0, "Spot")),  # no spot may be called so
    ],
)
def test_the_second_ink_is_the_one_named_the_accent_or_the_only_spot(inks: str, ink: str, second: Ink) -> None:
    said = f"{{spot: {{pages: 2, ink: {ink}}}}}" if ink else "{spot: 2}"
    found = printed(said, inks).inks(2)
    assert found is not None
    assert found.beside == (second,)
    assert found.accent == paper(said, inks)[0].inks["accent"]


def test_what_a_paper_says_of_one_kind_of_page_stands_over_what_it_extends() -> None:
    files = {"paper.yaml": "extends: house.yaml\npress: {spot: [2]}\n", "house.yaml": "press: {colour: [1]}\n"}
    made = read_theme(Drawer(files), "paper.yaml", Report())
    assert kinds(made.press.printed, 1, 2, 3) == "421"


def issue(said: str) -> Issue:
    pages = "".join(f"  - {{page: {at}, stories: {{s{at}: {{headline: 题, body: 文。}}}}}}\n" for at in (1, 2))
    report = Report()
    made = read_issue(Drawer({"i.yaml": f"{said}\npages:\n{pages}"}), "i.yaml", report)
    assert faults(report) == []
    assert made is not None
    return made


def test_an_issue_may_say_it_otherwise_and_then_says_all_of_it() -> None:
    theme, _ = paper("{colour: [1], spot: [2]}")
    assert issue("").printed is None
    own = issue("印刷: {彩色: 2}").printed
    assert own is not None
    assert kinds(resolved(own, theme.inks, Report()), 1, 2) == "14"


def test_a_page_carries_its_inks_and_a_spread_has_one_kind(tmp_path: Any) -> None:
    (tmp_path / "paper.yaml").write_text("extends: leaflet\npress: {colour: [1, 2], spot: [4]}\n", "utf-8")
    stories = "\n".join(f"  - {{page: {at}, plan: auto}}" for at in (2, 3))
    spread = "spreads:\n  - {pages: 2-3, story: {headline: 十万亩稻田, body: 稻田一夜金黄。}}"
    (tmp_path / "i.yaml").write_text(f"date: 2026-05-24\n{spread}\npages:\n{stories}\n", "utf-8")
    proof = Session(Workspace(tmp_path), shelf="").check(str(tmp_path / "i.yaml"))
    assert [made.page.inks for made in proof.pages] == [None, PageInks()]
    codes = [fault.code for fault in proof.report]
    assert codes.count("NP297") == 1
    assert codes.count("NP710") == 1
