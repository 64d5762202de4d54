"""Shared out over processes or not, the same comes back in the same order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from layout import processes
from layout.processes import cores, shared_out

SCRIPT = """
import os, sys
from layout.processes import can_fork, shared_out
told = []
def make(index):
    if index == 3 and os.getpid() != parent:
        raise ValueError("only in a child")
    return index * index, os.getpid()
parent = os.getpid()
found = shared_out(make, [1.0, 5.0, 1.0, 9.0, 9.0, 2.0], 3, told.append)
print([square for square, _ in found], sorted(told), can_fork(), len({pid for _, pid in found}) > 1)
"""


def python(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux alone")
def test_pieces_come_back_in_order_whoever_made_them() -> None:
    assert python(SCRIPT) == "[0, 1, 4, 9, 16, 25] [0, 1, 2, 3, 4, 5] True True"


def test_few_pieces_are_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_start", None)
    assert shared_out(lambda index: -index, [1.0] * 3, 8, least=3.0) == [0, -1, -2]
    assert shared_out(lambda index: -index, [], 8) == []
    assert shared_out(lambda index: -index, [1.0] * 9, 1) == [0, -1, -2, -3, -4, -5, -6, -7, -8]


def test_a_fault_is_raised_here() -> None:
    def make(index: int) -> int:
        raise KeyError(index)

    with pytest.raises(KeyError):
        shared_out(make, [1.0] * 5, 2)


def test_the_environment_says_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAYOUT_JOBS", "3")
    assert cores() == 3
    monkeypatch.setenv("LAYOUT_JOBS", "0")
    assert cores() == 1
    monkeypatch.setenv("LAYOUT_JOBS", "many")
    assert 1 <= cores() <= (os.cpu_count() or 1)


PAGES = """
import hashlib, os, pickle
from layout import processes
from layout.makeup import pages
from layout.pipeline import Session, Workspace
pages._WORTH_A_PROCESS = 0
forked = []
fork = os.fork
os.fork = lambda: (forked.append(1), fork())[1]
proofs = [Session(Workspace(), jobs).check("issues/demo/2026-05-24.yaml") for jobs in (1, 2)]
one, two = proofs
assert one.pages == two.pages
assert one.report.diagnostics == two.report.diagnostics
spans = [[p.copy.span(3) for made in proof.pages for _, body in made.bodies for p in body] for proof in proofs]
assert spans[0] == spans[1]
print(len(forked))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux alone")
def test_pages_made_by_two_processes_are_those_of_one() -> None:
    assert python(PAGES) == "1"


def test_issues_are_told_and_written_the_same_by_one_process_and_by_two(tmp_path: Path) -> None:
    told = {}
    for jobs in ("1", "2"):
        for name in ("xietu", "school"):
            shutil.copytree(
                f"issues/{name}", tmp_path / jobs / name, ignore=shutil.ignore_patterns("*.pdf", "*.plan.json")
            )
        command = [
            sys.executable,
            "-m",
            "layout",
            "build",
            "xietu/2019-07-15.yaml",
            "school/2026-06-01.yaml",
            "gone.yaml",
        ]
        environment = os.environ | {"PYTHONPATH": os.getcwd()}
        done = subprocess.run(
            [*command, "--jobs", jobs],
            capture_output=True,
            text=True,
            cwd=tmp_path / jobs,
            env=environment,
            check=False,
        )
        files = sorted((tmp_path / jobs).rglob("*.pdf"))
        told[jobs] = done.returncode, done.stdout, done.stderr, [file.read_bytes() for file in files]
    assert told["1"] == told["2"]
    assert (told["1"][0], len(told["1"][3])) == (1, 2)
