"""Each job comes back once, whoever did it and whatever happened to him."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from jobs import Dies, Echo, Raises, job
from patience import PATIENCE

from layout.batch.runners import Runner, here, processes
from layout.batch.values import Job, Made

HOME = Path(__file__).parents[2]
RUNNERS = {"here": here(), "processes": processes(2)}


def names(count: int) -> list[str]:
    return [f"{number}.yaml" for number in range(count)]


def codes(made: Made) -> list[str]:
    return [fault.code for fault in made.faults]


@pytest.mark.parametrize("run", RUNNERS.values(), ids=RUNNERS.keys())
def test_every_job_comes_back_with_what_came_of_it(run: Runner) -> None:
    found = {each.bundle.issue: made.outputs[0] for each, made in run(job(Echo(), name) for name in names(20))}
    assert {name: output.name for name, output in found.items()} == {name: f"{name}.out" for name in names(20)}
    assert {output.data for output in found.values()} == {b"x"}


@pytest.mark.parametrize("run", RUNNERS.values(), ids=RUNNERS.keys())
def test_jobs_are_asked_for_when_there_is_room(run: Runner) -> None:
    asked = 0

    def jobs() -> Iterator[Job]:
        nonlocal asked
        for name in names(50):
            asked += 1
            yield job(Echo(), name)

    for done, _ in enumerate(run(jobs()), 1):
        assert asked - done <= 4  # two at work, one ready, one just asked for


@pytest.mark.parametrize("run", RUNNERS.values(), ids=RUNNERS.keys())
def test_a_fault_of_the_program_is_one_of_its_issue(run: Runner) -> None:
    ((_, made),) = run(iter([job(Raises())]))
    assert codes(made) == ["NP971"]
    assert made.failed
    assert "KeyError: 'a.yaml'" in made.faults[0].message()
    assert made.trace.startswith("Traceback")


def test_a_job_whose_process_was_killed_is_tried_again(tmp_path: Path) -> None:
    task = Dies("3.yaml", str(tmp_path / "died"))
    found = {each.bundle.issue: made for each, made in processes(2)(job(task, name) for name in names(8))}
    assert (tmp_path / "died").exists()
    assert sorted(found) == names(8)
    assert not any(made.failed for made in found.values())


def test_a_job_that_kills_its_process_twice_has_failed_alone(tmp_path: Path) -> None:
    task = Dies("3.yaml", str(tmp_path / "never"), once=False)
    found = {each.bundle.issue: made for each, made in processes(2)(job(task, name) for name in names(8))}
    assert sorted(found) == names(8)
    assert [name for name, made in found.items() if made.failed] == ["3.yaml"]
    assert codes(found["3.yaml"]) == ["NP970"]
    assert "SIGKILL" in found["3.yaml"].faults[0].message()


def test_where_forking_is_not_safe_processes_begin_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layout.batch.runners.can_fork", lambda: False)
    ((_, made),) = processes(1)(iter([job(Echo())]))
    assert made.outputs[0].data == b"x"


ORPHANS = """
import os, sys, time
from layout.batch.runners import processes
from jobs import Echo, job
for _, made in processes(2)(job(Echo(), str(number)) for number in range(4)):
    pass
from multiprocessing import active_children
found = processes(2)(job(Echo(), str(number)) for number in range(9))
next(found)
print(*[child.pid for child in active_children()], flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_with_the_coordinator_its_processes_end() -> None:
    process = subprocess.Popen([sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE, text=True, cwd=HOME / "tests")
    assert process.stdout is not None
    children = [int(number) for number in process.stdout.readline().split()]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert len(children) == 2
    ends = time.monotonic() + PATIENCE
    while any(running(child) for child in children):
        assert time.monotonic() < ends, "they go on without him"
        time.sleep(0.05)


def running(process: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text() and os.path.exists(f"/proc/{process}")
    except OSError:
        return False
