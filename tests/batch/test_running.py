"""A run as the coordinator sees it: what is done is left out, what cannot be written is told, a full disk ends it."""

from __future__ import annotations

import errno
from contextlib import closing
from pathlib import Path

import pytest
from jobs import Echo, job

from layout.batch.grounds import ground
from layout.batch.journal import Journal
from layout.batch.placing import cleared, put
from layout.batch.runners import here
from layout.batch.running import Done, Full, run
from layout.batch.values import Bundle, Made, Output
from layout.pipeline import Workspace
from layout.value import replace

JOURNAL = "done.journal"


class NoRoom(Workspace):
    """A disk with room for so many files."""

    def __init__(self, root: Path, room: int, number: int = errno.ENOSPC) -> None:
        super().__init__(root)
        self._room, self._number = room, number

    def write(self, name: str, data: bytes) -> None:
        self._room -= 1
        if self._room < 0:
            raise OSError(self._number, "no", name)
        super().write(name, data)


def all_of(folder: Path, issues: list[str], workspace: Workspace | None = None) -> list[Done]:
    workspace = workspace or Workspace(folder)
    with closing(Journal(workspace, JOURNAL, Echo(), "1", resume=True)) as journal:
        return list(run(workspace, issues, Echo(), here(), journal))


@pytest.fixture
def issues(tmp_path: Path) -> list[str]:
    names = ["a.yaml", "b.yaml", "c.yaml"]
    for name in names:
        (tmp_path / name).write_text(f"paper: {name}", "utf-8")
    return names


def test_what_is_done_is_left_out_and_what_changed_is_not(tmp_path: Path, issues: list[str]) -> None:
    assert [(done.issue, done.skipped) for done in all_of(tmp_path, issues)] == [(name, False) for name in issues]
    (tmp_path / "b.yaml").write_text("paper: other", "utf-8")
    found = sorted(all_of(tmp_path, issues), key=lambda done: done.index)
    assert [(done.issue, done.skipped) for done in found] == [("a.yaml", True), ("b.yaml", False), ("c.yaml", True)]
    assert (tmp_path / "b.yaml.out").read_text("utf-8") == "paper: other"


def test_an_issue_given_twice_is_done_twice_and_told_twice(tmp_path: Path, issues: list[str]) -> None:
    found = list(run(Workspace(tmp_path), [issues[0], issues[0]], Echo(), here()))
    assert [(done.index, done.issue) for done in found] == [(0, "a.yaml"), (1, "a.yaml")]


def test_a_full_disk_ends_the_run_and_room_lets_it_go_on(tmp_path: Path, issues: list[str]) -> None:
    (tmp_path / "b.yaml.out").write_text("good", "utf-8")
    with pytest.raises(Full) as caught:
        all_of(tmp_path, issues, NoRoom(tmp_path, 1))
    assert caught.value.done.issue == "b.yaml"
    assert [fault.code for fault in caught.value.done.faults] == ["NP901"]
    assert (tmp_path / "b.yaml.out").read_text("utf-8") == "good"
    assert [done.skipped for done in sorted(all_of(tmp_path, issues), key=lambda done: done.index)] == [
        True,
        False,
        False,
    ]


def test_one_place_that_takes_no_file_stops_nothing_else(tmp_path: Path, issues: list[str]) -> None:
    (tmp_path / "b.yaml.out").mkdir()
    found = all_of(tmp_path, issues)
    assert [done.failed for done in found] == [False, True, False]
    assert found[1].first_error is not None
    assert found[1].first_error.code == "NP901"


def test_nothing_is_written_over_what_an_issue_is_made_from(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"picture")
    placed = put(Workspace(tmp_path), (Output("./a.jpg", b"%PDF"), Output("b", b"")), {"a.jpg"})
    assert [fault.code for fault in placed.faults] == ["NP902"]
    assert (placed.written, (tmp_path / "a.jpg").read_bytes()) == ((), b"picture")


def test_a_plan_that_cannot_be_kept_is_no_fault(tmp_path: Path) -> None:
    outputs = (Output("a.plan.json", b"", optional=True),)
    assert put(NoRoom(tmp_path, 0, errno.EACCES), outputs, ()).faults == ()


def test_what_a_killed_run_left_half_written_is_taken_away(tmp_path: Path) -> None:
    for name in (".a.pdf.999999999.tmp", ".a.pdf.1.tmp", ".a.tmp", "a.pdf.999999999.tmp"):
        (tmp_path / name).touch()
    cleared(Workspace(tmp_path), ["."])
    assert sorted(path.name for path in tmp_path.iterdir()) == [".a.pdf.1.tmp", ".a.tmp", "a.pdf.999999999.tmp"]


def test_a_worker_of_another_program_makes_nothing() -> None:
    ((_, made),) = here()(iter([replace(job(Echo()), ground="another")]))
    assert [fault.code for fault in made.faults] == ["NP973"]
    ((_, made),) = here()(iter([replace(job(Echo()), ground=ground())]))
    assert made == Made((Output("a.yaml.out", b"x"),))


def test_fonts_of_ones_own_are_another_ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = ground()
    (tmp_path / "own.ttf").write_bytes(b"font")
    monkeypatch.setenv("LAYOUT_FONTS", str(tmp_path))
    ground.cache_clear()
    try:
        assert ground() != plain
    finally:
        ground.cache_clear()


def test_names_that_no_worker_can_know_are_given_before_the_journal_is_told(tmp_path: Path, issues: list[str]) -> None:
    def settle(bundle: Bundle, made: Made) -> Made:
        return replace(made, outputs=tuple(replace(each, name=f"v1-{each.name}") for each in made.outputs))

    workspace = Workspace(tmp_path)
    for skipped in (False, True):
        with closing(Journal(workspace, JOURNAL, Echo(), "1", resume=True)) as journal:
            found = list(run(workspace, issues, Echo(), here(), journal, settle=settle))
        assert [done.skipped for done in found] == [skipped] * 3
    assert (tmp_path / "v1-a.yaml.out").exists()
