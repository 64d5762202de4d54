"""What the desk writes: only where the file still says what its editor saw, and taken back as it was, byte for byte."""

from __future__ import annotations

import random
import re
import shutil
import threading
from pathlib import Path

import pytest

from layout.amending import AmendField, ChoosePlan, MoveStory
from layout.desk.folder import PaperFolder
from layout.desk.writing import Conflict, Several, Writing, words_of
from layout.diagnostics import Report
from layout.workspace import Changed

ISSUES = Path(__file__).parents[2] / "issues"
FILE = "2019-07-15.yaml"
SAID = words_of("field", story="opera")
HEAD = AmendField(2, "opera", ("headline",), "新题")
OLD = "党课"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ISSUES / "xietu", tmp_path / "xietu", ignore=shutil.ignore_patterns("*.pdf")))


@pytest.fixture
def writing(folder: Path) -> Writing:
    return Writing(PaperFolder(folder))


def headline(folder: Path) -> str:
    text = (folder / FILE).read_text("utf-8")
    found = re.search(r"opera:\n(?:.*\n)*?\s+headline: (.*)\n", text)
    assert found is not None
    return found[1]


def test_a_field_is_saved_and_every_other_line_stays(folder: Path, writing: Writing) -> None:
    before = (folder / FILE).read_text("utf-8").splitlines()
    was = headline(folder)
    assert writing.save(FILE, HEAD, was, SAID, Report()) is not None
    after = (folder / FILE).read_text("utf-8").splitlines()
    assert headline(folder) == "新题"
    assert [old == new for old, new in zip(before, after, strict=True)].count(False) == 1


def test_a_field_changed_elsewhere_is_not_overwritten(folder: Path, writing: Writing) -> None:
    was = headline(folder)
    text = (folder / FILE).read_text("utf-8")
    (folder / FILE).write_text(text.replace(was, "别人改的题", 1), "utf-8")
    with pytest.raises(Conflict) as conflict:
        writing.save(FILE, HEAD, was, SAID, Report())
    assert conflict.value.theirs == "别人改的题"
    assert headline(folder) == "别人改的题"


def test_a_change_of_another_place_stops_no_save(folder: Path, writing: Writing) -> None:
    was = headline(folder)
    text = (folder / FILE).read_text("utf-8")
    (folder / FILE).write_text("# 加一行注\n" + text, "utf-8")
    writing.save(FILE, HEAD, was, SAID, Report())
    assert headline(folder) == "新题"
    assert (folder / FILE).read_text("utf-8").startswith("# 加一行注\n")


def test_undo_and_redo_are_byte_for_byte(folder: Path, writing: Writing) -> None:
    texts = [(folder / FILE).read_bytes()]
    for number in range(4):
        field = AmendField(2, "opera", ("headline",), f"第{number}题")
        writing.save(FILE, field, headline(folder), SAID, Report())
        texts.append((folder / FILE).read_bytes())
    for text in reversed(texts[:-1]):
        assert writing.undo(FILE) is not None
        assert (folder / FILE).read_bytes() == text
    assert writing.undo(FILE) is None
    for text in texts[1:]:
        assert writing.redo(FILE) is not None
        assert (folder / FILE).read_bytes() == text


def test_what_others_wrote_since_is_not_undone(folder: Path, writing: Writing) -> None:
    writing.save(FILE, HEAD, headline(folder), SAID, Report())
    text = (folder / FILE).read_text("utf-8") + "# 别人的注\n"
    (folder / FILE).write_text(text, "utf-8")
    with pytest.raises(Changed):
        writing.undo(FILE)
    assert (folder / FILE).read_text("utf-8") == text


def test_an_operation_on_what_changed_meanwhile_is_refused(folder: Path, writing: Writing) -> None:
    base = writing.seen((folder / FILE).read_bytes())
    text = (folder / FILE).read_text("utf-8")
    (folder / FILE).write_text(
        text.replace("opera  opera  opera  blood  blood", "blood  blood  opera  opera  opera"), "utf-8"
    )
    with pytest.raises(Changed):
        writing.amend(FILE, base, ChoosePlan(((2, ("lead survey",)),)), SAID, Report())


def test_several_operations_are_one_change(folder: Path, writing: Writing) -> None:
    was = (folder / FILE).read_bytes()
    moves = Several((MoveStory("opera", 2, None), AmendField(None, "opera", ("headline",), "改了题")))
    base = writing.seen(was)
    assert writing.amend(FILE, base, moves, words_of("move", story="opera"), Report()) is not None
    assert "改了题" in (folder / FILE).read_text("utf-8")
    assert writing.undo(FILE) is not None
    assert (folder / FILE).read_bytes() == was


def test_two_desks_on_one_folder_lose_nothing(folder: Path) -> None:
    """Each writes its own field forty times, at the same time; each of the last values stands."""
    fields = {"opera": "headline", "blood": "headline"}
    faults: list[BaseException] = []

    def write(story: str, key: str) -> None:
        desk, rng = Writing(PaperFolder(folder)), random.Random(story)
        was = None
        try:
            for number in range(40):
                if was is None:
                    found = re.search(rf"{story}:\n(?:.*\n)*?\s+headline: (.*)\n", (folder / FILE).read_text("utf-8"))
                    was = found[1] if found is not None else ""
                new = f"{story}第{number}次{rng.random():.3f}" if number < 39 else f"{story}末次"
                assert desk.save(FILE, AmendField(2, story, (key,), new), was, SAID, Report()) is not None
                was = new
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=write, args=pair) for pair in fields.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    text = (folder / FILE).read_text("utf-8")
    assert "opera末次" in text
    assert "blood末次" in text
    rest = [line for line in text.splitlines() if "末次" not in line]
    was_lines = (ISSUES / "xietu" / FILE).read_text("utf-8").splitlines()
    assert len(was_lines) - len(rest) == 2
    assert set(rest) <= set(was_lines)


def test_two_editors_of_one_field_are_told(folder: Path) -> None:
    one, other = Writing(PaperFolder(folder)), Writing(PaperFolder(folder))
    was = headline(folder)
    one.save(FILE, AmendField(2, "opera", ("headline",), "甲的题"), was, SAID, Report())
    with pytest.raises(Conflict) as conflict:
        other.save(FILE, AmendField(2, "opera", ("headline",), "乙的题"), was, SAID, Report())
    assert conflict.value.theirs == "甲的题"
    other.save(FILE, AmendField(2, "opera", ("headline",), "乙的题"), conflict.value.theirs, SAID, Report())
    assert headline(folder) == "乙的题"


def test_nothing_is_left_beside_the_files(folder: Path, writing: Writing) -> None:
    names = sorted(path.name for path in folder.iterdir())
    writing.save(FILE, HEAD, headline(folder), SAID, Report())
    writing.undo(FILE)
    assert sorted(path.name for path in folder.iterdir()) == names
