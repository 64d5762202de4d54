"""An issue is done when what it is made from and what came of it are as the journal says, and never else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from layout.batch.building import Building
from layout.batch.journal import Journal
from layout.batch.values import Bundle, Made, Output
from layout.pipeline import Workspace
from layout.value import FrozenMap

FILES = {"a.yaml": b"issue", "paper.yaml": b"paper"}
MADE = Made((Output("a.pdf", b"%PDF"), Output("a.plan.json", b"{}", optional=True)))
JOURNAL = "done.journal"


def bundle(**changed: bytes) -> Bundle:
    return Bundle("a.yaml", FrozenMap(FILES | {name.replace("_", "."): data for name, data in changed.items()}))


def opened(folder: Path, task: Building = Building(), ground: str = "1") -> Journal:  # noqa: B008
    return Journal(Workspace(folder), JOURNAL, task, ground, resume=True)


@pytest.fixture
def done(tmp_path: Path) -> Path:
    """A folder in which a.yaml is done."""
    journal = opened(tmp_path)
    journal.begin(bundle(), MADE)
    journal.close()
    for output in MADE.outputs:
        (tmp_path / output.name).write_bytes(output.data)
    return tmp_path


def test_what_is_done_stands_also_with_the_plan_it_wrote(done: Path) -> None:
    assert opened(done).stands(bundle())
    assert opened(done).stands(bundle(a_plan_json=b"{}"))
    assert opened(done).outputs == {"a.pdf", "a.plan.json"}


@pytest.mark.parametrize("changed", [{"a_yaml": b"other"}, {"paper_yaml": b"other"}, {"b_jpg": b""}])
def test_another_issue_paper_or_picture_is_done_again(done: Path, changed: dict[str, bytes]) -> None:
    assert not opened(done).stands(bundle(**changed))


def test_another_task_or_program_does_it_again(done: Path) -> None:
    assert not opened(done, Building(standard="x-1a")).stands(bundle())
    assert not opened(done, ground="2").stands(bundle())


@pytest.mark.parametrize("name", ["a.pdf", "a.plan.json"])
@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"%")])
def test_an_output_that_is_gone_or_another_is_made_again(done: Path, name: str, harm: Callable[[Path], object]) -> None:
    harm(done / name)
    assert not opened(done).stands(bundle())


def test_wherever_a_line_is_torn_the_lines_before_and_after_it_count(done: Path) -> None:
    line = (done / JOURNAL).read_bytes()
    for cut in range(1, len(line)):
        (done / JOURNAL).write_bytes(line + line.replace(b"a.yaml", b"b.yaml")[:cut])
        journal = opened(done)
        assert journal.stands(bundle())
        journal.begin(Bundle("c.yaml", FrozenMap({})), Made())
        journal.close()
        assert opened(done).stands(Bundle("c.yaml", FrozenMap({})))


@pytest.mark.parametrize("line", [b"{}", b"[]", b"7", b'{"issue": 1, "key": 2, "outputs": 3}', b"\xff\x00"])
def test_a_line_that_is_not_ours_says_nothing(done: Path, line: bytes) -> None:
    (done / JOURNAL).write_bytes(line + b"\n" + (done / JOURNAL).read_bytes())
    assert opened(done).stands(bundle())


def test_a_journal_that_is_not_resumed_begins_anew(done: Path) -> None:
    assert not Journal(Workspace(done), JOURNAL, Building(), "1", resume=False).stands(bundle())
    assert (done / JOURNAL).read_bytes() == b""
