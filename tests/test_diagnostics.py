"""What is said of a fault: in two languages, at its place, with a caret below it, and with the nearest right name."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from layout.diagnostics import (
    MOST_TOLD,
    Diagnostic,
    LayoutError,
    Report,
    Span,
    codes,
    codes_page,
    did_you_mean,
    excerpt,
    explain,
    fill,
    language,
    render,
    table,
)

CODES = list(codes())
TWICE = Diagnostic("NP102", Span("a.yaml", 4, 5, 2), (("key", "标题"),), others=(("first", Span("a.yaml", 3, 5, 2)),))


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_words_in_both_languages(code: str) -> None:
    row = table(code)
    assert row["severity"] in ("error", "warning", "note")
    assert row["explain"].keys() >= {"en", "zh"}
    han = re.compile("[\u4e00-\u9fff]")
    for words in (row, row["explain"], *(value for value in row.values() if isinstance(value, dict))):
        assert words["en"]
        assert words["zh"]
        assert han.search(words["zh"])
    assert set(re.findall(r"\{(\w+)\}", row["zh"])) <= set(re.findall(r"\{(\w+)\}", row["en"])) | {"chinese"}


def test_codes_stand_in_the_table_of_their_hundred() -> None:
    assert sorted(set(CODES)) == CODES
    assert all(re.fullmatch(r"NP[1-9]\d\d", code) for code in CODES)


def test_the_manual_of_codes_is_up_to_date() -> None:
    page = Path(__file__).parents[1] / "docs/codes.md"
    assert page.read_text("utf-8") == codes_page(), "run: python -m layout.diagnostics > docs/codes.md"


def test_a_fault_reads_like_a_note() -> None:
    lines = {3: "    headline: 题", 4: "    标题: 又一个"}
    assert render(TWICE, "en", lambda span: lines[span.line]).split("\n") == [
        "a.yaml:4:5: error[NP102]: “标题” is given twice",
        "   |     标题: 又一个",
        "   |     ^^^^",
        "   = keep one of the two",
        "   = a.yaml:3:5: first given here",
    ]
    assert render(TWICE, "zh").split("\n")[0] == "a.yaml:4:5: error[NP102]: “标题”写了两次"


def test_a_fault_as_json_has_the_seven_fields() -> None:
    fields = json.loads(json.dumps(TWICE.as_dict("zh")))
    assert list(fields) == ["code", "severity", "file", "line", "column", "message", "hint"]
    assert fields["message"] == "“标题”写了两次"
    assert (fields["line"], fields["column"]) == (4, 5)


@pytest.mark.parametrize(
    ("line", "column", "length", "carets"),
    [
        ("a: 题目", 4, 2, "   ^^^^"),
        ("题: x", 4, 1, "    ^"),
        ("\ta: b", 2, 1, " ^"),
        ("abc", 9, 3, "   ^"),
        ("e\u0301: 题", 5, 1, "   ^^"),
    ],
)
def test_the_caret_stands_under_the_character_wide_or_narrow(line: str, column: int, length: int, carets: str) -> None:
    assert excerpt(line, Span("f", 1, column, length))[1] == carets


def test_a_long_line_is_cut_around_its_place() -> None:
    shown, carets = excerpt("正" * 300 + "误" + "文" * 300, Span("f", 1, 301, 1))
    assert shown.startswith("…正")
    assert shown.endswith("文…")
    assert shown.index("误") == 21
    assert carets == " " * 41 + "^^"


def test_a_value_with_braces_is_not_filled_in_again() -> None:
    fault = Diagnostic("NP136", Span("f"), (("text", "{known}"), ("known", "一")))
    assert fault.message("en").startswith("“{known}”")


def test_a_hint_that_a_code_has_not_is_its_own_hint() -> None:
    assert Diagnostic("NP102", Span("f"), hint="nowhere").advice() == "keep one of the two"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("headlin", "headline"),
        ("heandline", "headline"),
        ("haedline", "headline"),
        ("HEADLINE", "headline"),
        ("主提", "主题"),
        ("角色色", "角色"),
        ("images", None),
        ("副", None),
        ("", None),
        ("x" * 5000, None),
    ],
)
def test_the_nearest_name_is_offered_when_it_is_near(typed: str, meant: str | None) -> None:
    assert did_you_mean(typed, ["headline", "deck", "主题", "角色", "kicker"]) == meant


@pytest.mark.parametrize(
    ("choice", "environment", "spoken"),
    [
        ("zh", {"LANG": "en_GB.UTF-8"}, "zh"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "zh"),
        (None, {}, "en"),
        ("en", {"LC_ALL": "zh_CN"}, "en"),
    ],
)
def test_the_language_is_chosen_or_the_locales(choice: str | None, environment: dict[str, str], spoken: str) -> None:
    assert language(choice, environment) == spoken


def test_a_report_keeps_a_fault_once_and_sorts_by_place() -> None:
    report = Report()
    report.add("NP114", Span("b.yaml", 1, 1))
    report.add("NP104", Span("a.yaml", 20, 3), mark="[")
    report.add("NP104", Span("a.yaml", 3, 9), mark="[")
    report.add("NP114", Span("b.yaml", 1, 1))
    assert [str(fault.span) for fault in report] == ["a.yaml:3:9", "a.yaml:20:3", "b.yaml:1:1"]
    assert report.failed
    assert "NP104" in str(LayoutError(report))


def test_of_a_hundred_thousand_faults_of_a_file_the_first_are_told_and_the_others_counted() -> None:
    report = Report()
    for line in range(1, 100_001):
        report.add("NP102", Span("a.yaml", line, 1), key="题")
        report.add("NP102", Span("a.yaml", line, 1), key="题")
    report.add("NP124", Span("a.yaml", 3, 1), name="x")
    report.add("NP102", Span("b.yaml", 1, 1), key="题")
    assert Counter(fault.code for fault in report) == {"NP102": MOST_TOLD + 1, "NP124": 1, "NP998": 1}
    (others,) = (fault for fault in report if fault.code == "NP998")
    assert others.message() == f"{100_000 - MOST_TOLD} more errors of this kind (NP1xx) in this file"
    assert others.span == Span("a.yaml", MOST_TOLD + 1, 1)
    assert report.crowded("a.yaml", "1")
    assert not report.crowded("b.yaml", "1")


def test_more_warnings_than_one_reads_are_no_failure_either() -> None:
    report = Report()
    for line in range(1, MOST_TOLD + 2):
        report.add("NP124", Span("a.yaml", line, 1), name="x")
    assert [fault.code for fault in report][-1] == "NP999"
    assert not report.failed


def test_a_warning_is_no_failure() -> None:
    report = Report()
    report.add("NP204", Span("a.yaml", 1, 1), file="a.jpg")
    assert not report.failed


def test_explain_says_what_and_why() -> None:
    assert explain("NP102", "zh").startswith("NP102 (error): “{key}”写了两次\n\n同一层")


def test_diagnostics_cost_next_to_nothing_to_import() -> None:
    heavy = "{'yaml', 'tomllib', 'importlib.resources', 'unicodedata', 'difflib'}"
    script = (
        "import sys; before = set(sys.modules); import layout.diagnostics; "
        f"print(sorted((set(sys.modules) - before) & {heavy}))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    ("rows", "words"), [(0, "0 rows are"), (1, "1 row is"), (2, "2 rows are"), (1.8, "1.8 rows are")]
)
def test_one_of_a_thing_is_said_in_the_singular(rows: float, words: str) -> None:
    assert fill("{rows} {rows:row is|rows are} left", (("rows", rows),)) == f"{words} left"


def test_no_message_is_left_with_two_forms_of_a_word() -> None:
    for code in codes():
        for text in strings(table(code)):
            assert not re.search(r"\{\w+:[^{}]*\|", fill(text)), text


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
