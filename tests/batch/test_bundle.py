"""What is collected of an issue is all it is made from: in memory the same comes of it as on the disk."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from jobs import BODY, ISSUE, PAPER

from layout.batch.building import Building
from layout.batch.bundle import InMemory, collected
from layout.batch.values import Job, Made
from layout.batch.work import Worker, made_from
from layout.pipeline import Session, Workspace

HOME = Path(__file__).parents[2]


def both(workspace: Workspace, issue: str, building: Building = Building()) -> tuple[Made, Made]:  # noqa: B008
    """Made of what was collected, and of the files themselves."""
    bundle = collected(workspace, issue)
    return Worker().made(Job(building, bundle)), building.made(Session(workspace, again=False), issue)


@pytest.mark.parametrize("standard", ["x-4", "a-3a"])
@pytest.mark.parametrize("issue", ["xietu/2019-07-15.yaml", "school/2026-06-01.yaml"])
def test_an_issue_in_memory_gives_the_same_bytes(tmp_path: Path, issue: str, standard: str) -> None:
    shutil.copytree(HOME / "issues", tmp_path / "issues", ignore=shutil.ignore_patterns("*.pdf", "demo"))
    made, expected = both(Workspace(tmp_path), f"issues/{issue}", Building(standard=standard, fresh=True))
    assert made == expected
    assert made.outputs[0].data.startswith(b"%PDF")


BROKEN = {
    "a picture misspelt": {"a.yaml": "pictures: [{file: images/brigde.jpg, alt: 桥}]", "images/bridge.jpg": b""},
    "a picture that is none": {"a.yaml": "pictures: [{file: images/bridge.jpg, alt: 桥}]", "images/bridge.jpg": b"no"},
    "a folder for a picture": {"a.yaml": "pictures: [{file: images, alt: 桥}]", "images/bridge.jpg": b""},
    "copy of its own, misspelt": {"a.yaml": "body_file: copy/ladd.txt", "copy/lad.txt": b"x"},
    "a style that is not there": {"paper.yaml": "extends: othr.yaml\n", "other.yaml": b"x", "a.yaml": ""},
    "a profile that is not there": {"paper.yaml": PAPER + "press: {profile: gone.icc}\n", "a.yaml": ""},
    "no paper": {"paper.yaml": "", "a.yaml": ""},
    "no YAML": {"a.yaml": "  ]: ["},
}


@pytest.mark.parametrize("files", BROKEN.values(), ids=BROKEN.keys())
def test_faults_and_their_hints_are_the_same_in_memory(tmp_path: Path, files: Mapping[str, str | bytes]) -> None:
    issue = ISSUE.format(number=1, body=BODY) + f"        {files['a.yaml']}\n"
    for name, data in {"paper.yaml": PAPER, **files, "a.yaml": issue}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
    if not files.get("paper.yaml", "x"):
        (tmp_path / "paper.yaml").unlink()
    made, expected = both(Workspace(tmp_path), "a.yaml")
    assert made == expected
    assert made.failed


def test_a_file_that_may_not_be_read_is_refused_in_memory_too(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    made, expected = both(Workspace(tmp_path), "a.yaml")
    assert made == expected
    assert [fault.code for fault in made.faults] == [fault.code for fault in expected.faults] != []


def test_a_mapping_is_all_that_is_needed() -> None:
    files = {"2026/a.yaml": ISSUE.format(number=1, body=BODY * 160).encode(), "paper.yaml": PAPER.encode()}
    made = made_from(files, "2026/a.yaml", Building())
    assert [output.name for output in made.outputs] == ["2026/a.pdf", "2026/a.plan.json"]
    assert not made.failed
    again = made_from(files | {made.outputs[1].name: made.outputs[1].data}, "2026/a.yaml", Building())
    assert again.outputs == made.outputs[:1]  # the plan stands, and so does the page


def test_a_mapping_answers_as_a_folder_does(tmp_path: Path) -> None:
    files = {"a/b/c.txt": b"c", "a/d.txt": b"d", "e.txt": b"e"}
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    disk, memory = Workspace(tmp_path), InMemory(files)
    for name in ("a", "a/b", "a/b/c.txt", "./a//d.txt", "a/../e.txt", "gone", "a/gone.txt"):
        assert memory.exists(name) == disk.exists(name), name
        assert memory.is_folder(name) == disk.is_folder(name), name
        assert memory.names(name) == disk.names(name), name
        assert memory.same(name, "e.txt") == disk.same(name, "e.txt"), name
        answers = []
        for workspace in (disk, memory):
            try:
                answers.append(workspace.read(name))
            except OSError as error:
                answers.append(error.errno)
        assert answers[0] == answers[1], name
    assert memory.names(".") == disk.names(".")


@pytest.mark.parametrize("write", ["write", "write_folder"])
def test_in_memory_nothing_is_written(write: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OSError, match="Read-only"):
        getattr(InMemory(), write)("a", b"" if write == "write" else {})
    with pytest.raises(OSError, match="Read-only"):
        InMemory().make_folder("a")
    assert list(tmp_path.iterdir()) == []
