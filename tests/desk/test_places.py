"""Where each character of a page was typed: what a click on a word finds, in every style of YAML and past markup."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import PAPERS, ROOT, made

from layout.desk.places import follow, placed_runs
from layout.diagnostics import Report
from layout.pipeline import Session, Workspace
from layout.source import Source, read_source


@cache
def source(name: str) -> Source | None:
    return read_source(Workspace(ROOT), name, Report())


def found(run: dict[str, Any], files: list[str], read: Any = source) -> list[str]:
    """The character that stands in the source where each of a run is said to have been typed."""
    text = read(files[run["f"]])
    points = [*run["at"], [len(run["t"]), 0, 0]]
    characters = []
    for (index, line, column), (end, _, _) in pairwise(points):
        start = text.starts[line - 1] + column - 1
        characters += list(text.text[start : start + end - index])
    return characters


@pytest.mark.parametrize("paper", PAPERS)
def test_nearly_every_character_of_the_copy_is_found_where_it_was_typed(paper: str) -> None:
    _, proof = made(paper)
    right = wrong = 0
    for page in proof.pages:
        placed = placed_runs(page.page, source)
        for run in placed["runs"]:
            if run["f"] >= 0:
                same = [one == other for one, other in zip(run["t"], found(run, placed["files"]), strict=True)]
                right, wrong = right + sum(same), wrong + len(same) - sum(same)
    assert right > 2000
    assert wrong <= 0.001 * right


STYLES = {
    "plain": "body: 甲乙**丙丁**戊己{庚|gēng}辛[壬癸](https://a.example/b)子丑寅卯",
    "single": "body: '甲乙**丙丁**戊己{庚|gēng}辛[壬癸](https://a.example/b)子丑''寅卯'",
    "double": 'body: "甲乙**丙丁**戊己{庚|gēng}辛[壬癸](https://a.example/b)子\\"丑寅卯"',
    "literal": "body: |\n          甲乙**丙丁**戊己{庚|gēng}\n          辛[壬癸](https://a.example/b)子丑寅卯\n",
    "folded": "body: >\n          甲乙**丙丁**戊己{庚|gēng}辛\n\n          [壬癸](https://a.example/b)子丑寅卯\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_characters_are_found_in_every_style_of_yaml(tmp_path: Path, style: str) -> None:
    page = "  - page: 1\n    plan: auto\n    stories:\n      a:\n        headline: 题目\n        "
    text = f"paper: xietu\ndate: 2019-07-15\npages:\n{page}{STYLES[style]}\n"
    (tmp_path / "i.yaml").write_text(text, "utf-8")
    (tmp_path / "paper.yaml").write_bytes((ROOT / "issues" / "xietu" / "paper.yaml").read_bytes())
    files = Workspace(tmp_path)
    proof = Session(files).check("i.yaml")
    read = cache(lambda name: read_source(files, name, Report()))
    placed = placed_runs(proof.pages[0].page, read)
    copy = {}
    for run in placed["runs"]:
        if run["f"] >= 0:
            copy |= dict(zip(run["t"], found(run, placed["files"], read), strict=True))
    for character in "甲乙丙丁戊己庚辛壬癸子丑寅卯题目":
        assert copy[character] == character


@given(st.text("甲乙 \n*_~^{}|[]()", max_size=60), st.integers(0, 60))
def test_a_character_is_never_found_before_its_place(text: str, at: int) -> None:
    place = follow(text, at, "甲")
    assert place == -1 or (place >= at and text[place] == "甲")


def test_looking_for_a_character_ends() -> None:
    assert follow("*" * 1_000_000, 0, "甲") == -1
