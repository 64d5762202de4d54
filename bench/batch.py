"""A back-catalogue made in every way there is: one process, two, a Dask cluster of two workers, one of them killed.

    python bench/batch.py [COUNT]                what each takes, and whether all gave the same bytes
    python bench/batch.py 60 --kills 20          also: the coordinator killed at so many random moments, then resumed
    python bench/batch.py 60 --full              also: on a disk that fills up (Linux, root: mounts a small tmpfs)

COUNT (200) issues of one or two pages that plan themselves, every fourth with a picture, of copy made up as for
workloads.py with other seeds. Nothing is kept between runs (LAYOUT_CACHE is empty). CPU seconds are those of all
processes; memory is the most that the coordinator and its workers had at one moment, shared pages counted once (PSS).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil
import workloads
from distributed import LocalCluster

HOME = Path(__file__).resolve().parent.parent
BUILD = (sys.executable, "-m", "layout", "build")
JOURNAL = ".layout-build.journal"
QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
A_MOMENT = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True)
class Run:
    """How a run went. pages: made; seconds: by the clock, and of all CPUs; memory: bytes."""

    name: str
    issues: int
    pages: int
    seconds: float
    cpu: float
    memory: int

    def row(self) -> str:
        each = f"{self.issues / self.seconds:.2f} | {self.pages / self.seconds:.2f}"
        cpu = f"{self.cpu:.1f} | {self.cpu / self.pages:.3f}"
        return f"| {self.name} | {self.seconds:.1f} | {each} | {cpu} | {self.memory / 2**20:.0f} |"


def write_issues(folder: Path, count: int) -> list[str]:
    """Issues 001.yaml … in `folder`, all they are made from beside them; their names."""
    shutil.copytree(workloads.IMAGES, folder / "images", dirs_exist_ok=True)
    (folder / "paper.yaml").write_text(workloads.paper_text("community-tabloid"), "utf-8")
    kept = json.loads(workloads.LENGTHS.read_text("utf-8"))["B50"]
    names = []
    for number in range(1, count + 1):
        work = replace(workloads.WORKS["B50"], name=f"batch {number}", pictures=number % 4 == 0)
        pages = kept[number % len(kept)] + (kept[(number * 7 + 3) % len(kept)] if number % 3 == 0 else [])
        text = workloads.issue_text(work, number, pages)
        text = re.sub(r"plan: \|\n(?: {6}\S.*\n)+", "plan: auto\n", text)
        names.append(f"{number:03}.yaml")
        (folder / names[-1]).write_text(text, "utf-8")
    return names


@contextmanager
def cluster() -> Iterator[LocalCluster]:
    """Two workers, each a process of one thread, watched by nannies that start it again."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as made:
        yield made


def timed(name: str, folder: Path, names: list[str], *options: str, others: list[int] | None = None) -> Run:
    """A run of `layout build` in the folder. others: processes that work for it without being its children."""
    before, since = _cpu(others or []), time.perf_counter()
    process = subprocess.Popen(
        [*BUILD, *names, *options], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    most = [0]
    watch = threading.Thread(target=_watch, args=(process.pid, others or [], most))
    watch.start()
    told = process.communicate()[1].decode()
    seconds = time.perf_counter() - since
    watch.join()
    if process.returncode:
        print(told[-2000:], file=sys.stderr)
    cpu = _reaped() + _cpu(others or []) - before
    return Run(name, len(names), len(re.findall(r"^page \d", told, re.M)), seconds, cpu, most[0])


_REAPED = [0.0]


def _reaped() -> float:
    """CPU seconds of the child that ended last, and of its own."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = used.ru_utime + used.ru_stime
    since, _REAPED[0] = total - _REAPED[0], total
    return since


def _cpu(processes: list[int]) -> float:
    return sum(sum(psutil.Process(each).cpu_times()[:2]) for each in processes if psutil.pid_exists(each))


def _watch(process: int, others: list[int], most: list[int]) -> None:
    while psutil.pid_exists(process):
        try:
            every = [psutil.Process(process), *psutil.Process(process).children(recursive=True)]
            every += [psutil.Process(each) for each in others]
            most[0] = max(most[0], sum(each.memory_full_info().pss for each in every))
        except psutil.Error:
            pass  # one has just ended
        time.sleep(A_MOMENT)


def digests(folder: Path) -> dict[str, str]:
    """Every output, by name."""
    files = sorted([*folder.glob("*.pdf"), *folder.glob("*.plan.json")])
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def clear(folder: Path) -> None:
    for file in (*folder.glob("*.pdf"), *folder.glob("*.plan.json"), folder / JOURNAL):
        file.unlink(missing_ok=True)


def throughput(folder: Path, names: list[str]) -> tuple[dict[str, str], float]:
    """Print the table; what all the runs made, and the seconds of the one with --resume."""
    rows, found = [], {}
    for name, jobs in (("-j 1", "1"), ("-j 2", "2")):
        clear(folder)
        rows.append(timed(name, folder, names, "-j", jobs))
        found[name] = digests(folder)
    clear(folder)
    rows.append(timed("-j 2 --resume", folder, names, "-j", "2", "--resume"))
    found["-j 2 --resume"] = digests(folder)
    rows.append(replace(timed("again: nothing changed", folder, names, "-j", "2", "--resume"), pages=rows[-1].pages))
    found["again"] = digests(folder)
    with cluster() as made:
        clear(folder)
        workers = [worker.pid for worker in made.workers.values()]
        rows.append(timed("Dask, 2 workers", folder, names, "--dask", made.scheduler_address, others=workers))
        found["dask"] = digests(folder)
        clear(folder)
        after = rows[0].seconds / 4
        killer = threading.Timer(after, os.kill, (workers[0], signal.SIGKILL))
        killer.start()
        rows.append(timed("Dask, one killed half-way", folder, names, "--dask", made.scheduler_address))
        assert workers[0] not in [worker.pid for worker in made.workers.values()]
        found["dask, killed"] = digests(folder)
    print("| run | s | issues/s | pages/s | CPU s | CPU s a page | MB |\n|---|---|---|---|---|---|---|")
    print("\n".join(row.row() for row in rows))
    first = found["-j 1"]
    assert len([name for name in first if name.endswith(".pdf")]) == len(names), "some issue failed"
    for name, each in found.items():
        print(f"{name}: {'the same bytes' if each == first else 'OTHER BYTES'} in {len(each)} files")
    return first, rows[2].seconds


def killed(folder: Path, names: list[str], times: int, whole: dict[str, str], seconds: float) -> None:
    """Kill the coordinator at random moments until it has been done so often, begin again each time, look at what lies
    there each time, and compare in the end. Every fifth time the folder is emptied first. seconds: of a whole run."""
    rng = random.Random(20260524)
    clear(folder)
    half: list[str] = []
    left_over = 0
    for turn in range(times):
        if turn % 5 == 0:
            clear(folder)
        process = subprocess.Popen(
            [*BUILD, *names, "-j", "2", "--resume"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(rng.uniform(0.05, 0.5) * seconds)
        process.send_signal(signal.SIGKILL)
        ended = process.wait()
        there = digests(folder)
        half += [name for name, digest in there.items() if whole.get(name) != digest]
        left_over += len(list(folder.glob(".*.tmp")))
        print(
            f"kill {turn + 1}: status {ended}, {sum(name.endswith('.pdf') for name in there)} PDFs, "
            f"not whole: {half or 'none'}"
        )
    done = subprocess.run([*BUILD, *names, "-j", "2", "--resume"], cwd=folder, **QUIET)
    print(done.stderr.strip().splitlines()[-1])
    same = digests(folder) == whole
    print(
        f"half or other files: {half or 'none'}; resumed: {'the same bytes' if same else 'OTHER BYTES'}; "
        f"unfinished files beside them: {left_over} on the way, {len(list(folder.glob('.*.tmp')))} in the end"
    )


def full(folder: Path, names: list[str], whole: dict[str, str]) -> None:
    """The same on a disk that has room for half of the outputs."""
    need = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    room = need - sum((folder / name).stat().st_size for name in whole) // 2
    place = Path(tempfile.mkdtemp())
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(place)], check=True)
    try:
        shutil.copytree(folder, place, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.pdf", "*.json", JOURNAL))
        done = subprocess.run([*BUILD, *names, "-j", "2", "--resume"], cwd=place, **QUIET)
        there = digests(place)
        wrong = [name for name, digest in there.items() if whole[name] != digest]
        print("\n".join(done.stderr.strip().splitlines()[-3:]))
        print(
            f"full disk: status {done.returncode}, {len(there)} files, not whole: {wrong or 'none'}, "
            f"unfinished: {len(list(place.glob('.*.tmp')))}"
        )
        subprocess.run(["mount", "-o", f"remount,size={need * 2}", str(place)], check=True)
        done = subprocess.run([*BUILD, *names, "-j", "2", "--resume"], cwd=place, **QUIET)
        print(done.stderr.strip().splitlines()[-1])
        print("with room again:", "the same bytes" if digests(place) == whole else "OTHER BYTES")
    finally:
        subprocess.run(["umount", str(place)], check=True)
        place.rmdir()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--full", action="store_true")
    asked = parser.parse_args()
    os.environ |= {"LAYOUT_CACHE": "", "PYTHONPATH": str(HOME), "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "back"
        folder.mkdir()
        names = write_issues(folder, asked.count)
        whole, seconds = throughput(folder, names)
        further: list[tuple[bool, Callable[[], None]]] = [
            (asked.kills > 0, lambda: killed(folder, names, asked.kills, whole, seconds)),
            (asked.full, lambda: full(folder, names, whole)),
        ]
        for wanted, show in further:
            if wanted:
                show()


if __name__ == "__main__":
    main()
