"""Whatever is done at the desk, one thing after the other: the file is YAML, its other lines are as they were, and all
of it is taken back to the byte."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from layout.desk.acting import Acts
from layout.desk.asking import Refusal
from layout.desk.desk import Desk
from layout.diagnostics import Report
from layout.issue import read_issue
from layout.source import compose
from layout.source.reading import decode

ISSUES = Path(__file__).parents[2] / "issues"
VALUES = (
    *(
        "",
        "a: b",
        "- x",
        "# 字",
        "'",
        '"',
        "\\",
        "\n",
        "  lead",
        "trail  ",
        "\t",
        "@x",
        "&a",
        "*a",
        "{a}",
        "[a",
        "|",
        "> x",
    ),
    *(
        "---",
        "...",
        "null",
        "1.0",
        "\u2028x",
        "\u0085",
        "\ufeff",
        "a\r\nb",
        "{{",
        "**粗**",
        "\x07",
        "\ud800",
        "？: 问",
        "<<",
    ),
    *("第一段\n\n第二段", "key: |\n  text", "\n lead\n  more", "a\n# b\n- c\n"),
)
FIELDS = (("headline",), ("deck",), ("body",), ("byline",), ("pictures", 0, "caption"), ("items", 0, "body"), ("nope",))
_MOST_LINES = 60  # that one change touches: a long body written anew


@pytest.mark.parametrize("windows", [False, True], ids=["unix", "windows"])
@pytest.mark.parametrize("sample", ["demo", "school", "xietu"])
def test_nothing_done_at_the_desk_hurts_the_yaml(tmp_path: Path, sample: str, windows: bool) -> None:
    folder = Path(shutil.copytree(ISSUES / sample, tmp_path / sample, ignore=shutil.ignore_patterns("*.pdf")))
    path = min(folder.glob("20*.yaml"))
    if windows:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n").rstrip())
    start, chance = path.read_bytes(), random.Random(f"{sample} {windows}")
    desk = Desk(str(folder))
    acts, issue = Acts(desk), path.name
    changed = 0
    for _ in range(40):
        before = path.read_bytes()
        with suppress(Refusal):
            _something(desk, acts, issue, chance)()
        after = path.read_bytes()
        changed += before != after
        _sound(issue, before, after, windows)
    assert changed > 8
    while acts.undo({"issue": issue})["done"]:
        pass
    assert path.read_bytes() == start


def _something(desk: Desk, acts: Acts, issue: str, chance: random.Random) -> Callable[[], object]:
    made = read_issue(desk.files.saved, issue, Report())
    assert made is not None
    page = chance.choice([each for each in made.pages if each.stories])
    story = chance.choice(page.stories).name
    asked = {"issue": issue, "page": page.number, "story": story}
    match chance.choice(("save", "save", "save", "plan", "silence", "place", "undo", "redo")):
        case "save":
            path, value = list(chance.choice(FIELDS)), "".join(chance.sample(VALUES, chance.randint(1, 2)))
            try:
                acts.save(asked | {"path": path, "value": value, "was": None}, "zh")
            except Refusal as refusal:
                was = (refusal.conflict or {}).get("theirs")
                return lambda: acts.save(asked | {"path": path, "value": value, "was": was}, "zh")
        case "plan":
            lines = [f"{each.name} {each.name}" for each in page.stories]
            return lambda: acts.choose(asked | {"drawing": chance.choice([lines, ["a: b # c"], [], ["\n"]])}, "zh")
        case "silence":
            return lambda: acts.silence(asked | {"line": chance.randrange(400), "rule": "near-and-more"}, "zh")
        case "place":
            text = f"街道：举行#活动 - 大会\n\n昨天，街道举行了活动，居民都来参加。\n\n{chance.choice(VALUES)}"
            brought = acts.take_in({"text": text, "issue": issue}, "zh")["import"]
            return lambda: acts.place(asked | {"import": brought, "page": chance.choice([0, page.number])}, "zh")
        case way:
            return lambda: acts.undo({"issue": issue}, again=way == "redo")
    return lambda: None


def _sound(issue: str, before: bytes, after: bytes, windows: bool) -> None:
    report = Report()
    source = decode(issue, after, report)
    assert source is not None
    assert compose(source, report) is not None
    assert not report.failed
    if windows:
        assert after.startswith(b"\xef\xbb\xbf")
        assert after.count(b"\n") == after.count(b"\r\n")
    old, new = before.splitlines(), after.splitlines()
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    assert sum(last - first for what, first, last, _, _ in steps if what != "equal") <= _MOST_LINES
