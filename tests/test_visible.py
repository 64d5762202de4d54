"""Nothing typed in copy, a name or a file's name moves, rings or recolours a terminal."""

from __future__ import annotations

import ast
import json
import logging
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from layout.cli import command, main
from layout.cli.printing import as_json, say, styled
from layout.diagnostics import CONTROLS, Diagnostic, Span, Wording, excerpt, reason_of, render, visible, why
from layout.serving import Visible

CLI = Path(__file__).parents[1] / "layout" / "cli"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
OBEYED = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0)))) + BIDI + "\u2028\u2029"
hostile = st.text(st.sampled_from(OBEYED + "天a\u0301😀«"), max_size=40)


def run(*arguments: object) -> str:
    done = CliRunner().invoke(command, [str(each) for each in arguments], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.output


def test_an_escape_in_copy_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "copy.txt").write_bytes("红\x1b[31m字\x07铃".encode())
    told = run("galley", "copy.txt", "--font", "song")
    assert "\x1b" not in told
    assert "\x07" not in told
    assert "␛[31m" in told


@pytest.mark.parametrize("character", OBEYED)
def test_every_control_character_has_a_form_of_its_own(character: str) -> None:
    shown = visible(f"a{character}b")
    assert shown.isprintable()
    assert shown not in {visible(f"a{other}b") for other in OBEYED if other != character}


@given(hostile)
def test_what_is_visible_stays_so_and_the_rest_stays(text: str) -> None:
    assert not CONTROLS.search(visible(text))
    assert visible(visible(text)) == visible(text)
    plain = CONTROLS.sub("", text)
    assert visible(plain) == plain


@given(hostile, st.integers(1, 45), st.integers(1, 5))
def test_the_caret_stands_under_its_character(line: str, column: int, length: int) -> None:
    shown, carets = excerpt(line, Span("a.txt", 1, column, length))
    assert not CONTROLS.search(shown)
    if column <= len(line) and len(shown) <= 60:
        before = visible(line[: column - 1].replace("\t", " "))
        marked = visible(line[column - 1 : column - 1 + length].replace("\t", " "))
        assert len(carets.rstrip("^")) == _columns(before)
        assert carets.count("^") == max(1, _columns(marked))


def _columns(text: str) -> int:
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def test_the_caret_is_right_in_a_long_line_too() -> None:
    line = "天" * 60 + "\u202e" + "地\x1b玄" + "黄" * 60
    shown, carets = excerpt(line, Span("a.txt", 1, 63, 1))
    at = len(carets) - 1
    cells = [character for character in shown for _ in range(_columns(character))]
    assert cells[at] == "␛"


def test_values_places_and_notes_cannot_write_lines_of_their_own() -> None:
    evil = "x\nissue.yaml:1:1: error[NP101]\x1b]0;title\x07"
    fault = Diagnostic("NP111", Span(evil, 1, 1), (("file", evil), ("nearest", evil)))
    told = render(fault, "en", lambda span: evil.replace("\n", ""))
    assert not re.search(r"[^\S\n]?[\x00-\x09\x0b-\x1f\x7f-\x9f]", told)
    assert len([line for line in told.splitlines() if line.startswith("issue.yaml")]) == 0


def test_json_stays_json() -> None:
    value = {"text": OBEYED + "天"}
    told = as_json(value, "utf-8")
    assert json.loads(told) == value
    assert not CONTROLS.search(told.replace("\n", ""))


def test_our_own_colours_stay(capsys: pytest.CaptureFixture[str]) -> None:
    assert styled("a\x1b[0m", bold=True) == "\x1b[1ma␛[0m\x1b[0m"
    say("a\x1b[31m", "\x9b2J")
    assert capsys.readouterr().out == "a␛[31m\\u009b2J\n"


def test_a_files_name_is_shown_wherever_a_verb_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = "a\x1b[2Jb.yaml"
    (tmp_path / name).write_text("paper: x\npages: [{page: 1, headline: 3}]\n", "utf-8")
    (tmp_path / "c\x1b[2J.txt").write_text("天地玄黄", "utf-8")
    for arguments in (["check", name], ["build", name, name], ["fmt", "--check", name], ["proofread", name]):
        assert "\x1b" not in run(*arguments)
    for arguments in (["count", "c\x1b[2J.txt"], ["galley", "c\x1b[2J.txt"], ["check", "gone\x1b.yaml"]):
        assert "\x1b" not in run(*arguments)


def test_names_of_stories_are_no_markup_in_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.yaml").write_text("extends: tabloid\n", "utf-8")
    (tmp_path / "i.yaml").write_text(
        'paper: x\npages:\n- page: 2\n  stories:\n    "[red]\\x1b[31mx":\n      headline: 天地\n      body: 天地。\n',
        "utf-8",
    )
    assert "[red]␛[31mx" in run("count", "i.yaml")


def test_wrong_usage_is_told_visibly(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["build", "a\x1b[2J.yaml", "--pages", "x\x1b[2J"])
    told = capsys.readouterr().err
    assert "x␛[2J" in told
    assert "\x1b[2J" not in told


def test_the_log_of_a_server_is_visible() -> None:
    record = logging.LogRecord("layout.desk", logging.ERROR, "", 0, "%s", ("a\x1b[2J.yaml",), None)
    assert Visible().format(record) == "a␛[2J.yaml"


def test_there_is_one_door_to_the_terminal() -> None:
    """layout.cli.printing; but a schema and a shell's completion are files of ours, not words."""
    ours = {"printing.py", "completion.py", "schema.py"}
    for file in CLI.glob("*.py"):
        calls = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Attribute)]
        assert file.name in ours or not {"echo", "secho"} & {call.attr for call in calls}, file.name


def test_what_the_system_says_is_said_in_both_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("天地", "utf-8")
    arguments = ("galley", "a.txt", "-o", "none/a.pdf")
    assert "没有这个文件或文件夹" in run("--lang", "zh", *arguments)
    assert "No such file or directory" in run("--lang", "en", *arguments)


def test_what_nobody_has_words_for_stays_as_the_system_has_it() -> None:
    assert reason_of(OSError(5000, "Frobnicated")) == "Frobnicated"
    assert why(OSError(28, "No space left on device"), "zh") == "磁盘已满"
    assert why(ValueError("odd"), "zh") == "odd"


def test_an_evil_reason_is_shown_too() -> None:
    fault = Diagnostic("NP112", Span("a"), (("file", "a"), ("reason", Wording("x\x1b[2J", "甲\x1b[2J"))))
    assert "\x1b" not in render(fault, "en") + render(fault, "zh")
