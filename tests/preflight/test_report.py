"""What the command prints: text, JSON and the HTML report with the places marked."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from planting import draw, planted

from layout.cli import command
from layout.diagnostics import table as messages
from layout.preflight import Finding, Judgement
from layout.preflight.report import counts, html, lines, summary
from layout.preflight.rules import table
from layout.units import Rect


def run(*arguments: object) -> Result:
    result = CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(
        command, [str(each) for each in arguments], standalone_mode=False
    )
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def files(clean: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    (folder / "clean.pdf").write_bytes(clean)
    red = planted(clean, lambda pdf: draw(pdf, "1 0 0 rg 200 200 20 20 re f"))
    (folder / "red.pdf").write_bytes(red)
    return folder


def test_a_clean_file_ends_with_status_0(files: Path) -> None:
    result = run("preflight", files / "clean.pdf")
    assert result.return_value == 0
    assert "no faults" in result.output


def test_text_names_code_page_place_cure_and_source(files: Path) -> None:
    result = run("--lang", "zh", "preflight", files / "red.pdf")
    assert result.return_value == 1
    assert re.search(r"red\.pdf: 第 2 页, [\d.]+ [\d.]+ mm \(7\.1 × 7\.1\): error\[NP848\]", result.output)
    assert "ISO 15930" in result.output


def test_json_has_the_place_in_millimetres(files: Path) -> None:
    found: dict[str, Any] = json.loads(
        run("preflight", files / "red.pdf", files / "clean.pdf", "--format", "json").output
    )
    red, clean = found["files"]
    assert clean["findings"] == []
    [finding] = red["findings"]
    assert (finding["code"], finding["page"], finding["severity"]) == ("NP848", 2, "error")
    assert finding["place"][2:] == pytest.approx([7.06, 7.06], abs=0.01)
    assert {"Cyan", "Magenta", "Yellow", "Black"} >= set(red["ink"][0]["coverage"])


def test_the_html_report_marks_the_place(files: Path) -> None:
    report = files / "report.html"
    assert run("preflight", files / "red.pdf", "--format", "html", "-o", report).return_value == 1
    text = report.read_text("utf-8")
    assert text.count("data:image/png;base64,") == 2
    spots = re.findall(r'class="spot error" style="left:([\d.]+)%;top:([\d.]+)%', text)
    assert len(spots) == 1
    assert "NP848" in text


def test_the_report_never_overwrites_the_file(files: Path) -> None:
    before = (files / "clean.pdf").read_bytes()
    assert run("preflight", files / "clean.pdf", "--format", "html", "-o", files / "clean.pdf").return_value == 1
    assert (files / "clean.pdf").read_bytes() == before


def test_the_report_escapes_what_files_say() -> None:
    finding = Finding("NP836", 1, "<script>", Rect(0, 0, 5, 5))
    text = html([Judgement("<b>.pdf", "newsprint", "x-4", 1, (finding,), sizes=((100, 100),))], "en").decode()
    assert "<script>" not in text
    assert "<b>.pdf" not in text


def test_every_rule_has_words_a_source_and_a_cure() -> None:
    codes = [rule.code for rule in table()]
    assert len(codes) == len(set(codes))
    for code in codes:
        row = messages(code)
        assert row["source"]
        assert row["hint"]["en"]
        assert row["hint"]["zh"]


def test_a_note_is_no_fault() -> None:
    """A scan with its reading over it may be meant: it is told, and is no warning."""
    noted = Judgement("scan.pdf", "newsprint", "x-4", 1, (Finding("NP899", values=(("pages", "1"),)),))
    assert not noted.failed
    assert counts(noted) == (0, 0, 1)
    assert summary(noted, "en").endswith("no faults, 1 note(s)")
    assert [severity for _, severity in lines(noted, "en")] == ["note"]
    assert '<li class="note">' in html([noted], "zh").decode()
    both = Judgement("a.pdf", "newsprint", "x-4", 1, (*noted.findings, Finding("NP894", values=(("reason", ""),))))
    assert summary(both, "zh").endswith("1 个错误，0 个提醒，1 条说明")
