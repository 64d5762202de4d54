"""kill -9 at random moments: what is left of an archive, a catalogue, a PDF and a digital edition.

    python bench/killed.py [--moments 50] [--seed N]

Each verb (`archive add`, `archive rebuild`, `build`, `publish`) is run whole once to learn how long it takes; then it
is killed, with all its processes, at a moment drawn from that time, again and again. After each kill what must hold is
looked at: every bag proves clean and every earlier one has its bytes, the catalogue answers as before, the PDF and the
edition are one of the two that were whole. At last one run to the end must give what an undisturbed one gives.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCHOOL = ROOT / "issues" / "school"


def layout(*arguments: object) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LAYOUT_CACHE": ""}
    command = [sys.executable, "-m", "layout", *map(str, arguments)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def tree(folder: Path) -> dict[str, str]:
    """Digest of each file of a folder that is no trace of a run that was stopped."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    named = {str(path.relative_to(folder)): path for path in files}
    return {
        name: sha256(path.read_bytes()).hexdigest()
        for name, path in named.items()
        if not any(part.startswith(".") for part in name.split("/"))
    }


class Verb:
    """A verb under trial. begin: brings the issue into a state that makes the next run do something; run: its
    arguments; look: what is wrong with what is there, "" = nothing."""

    def __init__(
        self, name: str, begin: Callable[[int], None], run: tuple[object, ...], look: Callable[[], str]
    ) -> None:
        self.name, self.begin, self.run, self.look = name, begin, run, look


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=50)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 100_000)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        verbs = trials(Path(folder))
        bad = 0
        print(f"seed {asked.seed}")
        for verb in verbs:
            verb.begin(0)
            started = time.perf_counter()
            assert layout(*verb.run).wait() == 0, verb.name
            took = time.perf_counter() - started
            assert verb.look() == "", verb.look()
            killed = done = 0
            for moment in range(asked.moments // len(verbs) + (verb is verbs[0]) * (asked.moments % len(verbs))):
                verb.begin(moment + 1)
                process = layout(*verb.run)
                try:
                    process.wait(rng.uniform(0, 1.05 * took))
                    done += 1
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                    killed += 1
                if wrong := verb.look():
                    print(f"  {verb.name}: {wrong}")
                    bad += 1
            assert layout(*verb.run).wait() == 0, verb.name
            wrong = verb.look()
            bad += bool(wrong)
            print(f"{verb.name:16} {took:5.1f} s   killed {killed:3}   finished before {done:3}   {wrong or 'whole'}")
    return int(bad > 0)


def trials(folder: Path) -> list[Verb]:
    sys.path.insert(0, str(ROOT))
    from layout.archive.catalogue import Catalogue
    from layout.archive.checking import verify
    from layout.archive.store import Store
    from layout.diagnostics import Report

    paper = folder / "paper"
    shutil.copytree(SCHOOL, paper, ignore=shutil.ignore_patterns("*.pdf", "*.plan.json"))
    issue = paper / "2026-06-01.yaml"
    first = issue.read_text("utf-8")
    archive, pdf, edition = folder / "archive", folder / "page.pdf", folder / "edition"
    seen: dict[str, str] = {}  # the bags' files, which never change
    known: dict[str, set[object]] = {"pdf": set(), "edition": set(), "dump": set()}

    def edit(moment: int) -> None:
        issue.write_text(first.replace("。", f"（{moment}）。", 1), "utf-8")

    def archived() -> str:
        report = Report()
        verify(Store.open(archive), report)
        if faults := [fault.message() for fault in report if fault.code != "NP953"]:
            return faults[0]
        now = {name: digest for name, digest in tree(archive).items() if name.startswith("bags/")}
        if lost := [name for name, digest in seen.items() if now.get(name) != digest]:
            return f"{lost[0]} is gone or has changed"
        seen.update(now)
        return ""

    def dumped() -> str:
        with Catalogue.open(archive, readonly=True) as catalogue:
            known["dump"].add(tuple(catalogue.dump()))
        return "" if len(known["dump"]) == 1 else "the catalogue answers otherwise"

    def two(kind: str, now: object) -> str:
        """Of an output that is changed to and fro there are two states."""
        known[kind].add(now)
        return "" if len(known[kind]) <= 2 else f"the {kind} is neither the old nor the new one"

    def fro(moment: int) -> None:
        issue.write_text(first if moment % 2 == 0 else first.replace("。", "！", 1), "utf-8")

    def settled(kind: str, look: Callable[[], object], *arguments: object) -> Callable[[int], None]:
        """Both states are learnt from undisturbed runs first."""

        def begin(moment: int) -> None:
            if moment == 0:
                for state in (1, 0):
                    fro(state)
                    assert layout(*arguments).wait() == 0
                    known[kind].add(look())
            fro(moment)

        return begin

    def page() -> object:
        return sha256(pdf.read_bytes()).hexdigest()

    def site() -> object:
        return tuple(tree(edition).items())

    build, publish = ("build", issue, "-o", pdf, "--fresh"), ("publish", issue, "-o", edition)
    return [
        Verb("archive add", edit, ("archive", "add", issue, "--to", archive), archived),
        Verb("archive rebuild", lambda moment: None, ("archive", "rebuild", archive), dumped),
        Verb("build", settled("pdf", page, *build), build, lambda: two("pdf", page())),
        Verb("publish", settled("edition", site, *publish), publish, lambda: two("edition", site())),
    ]


if __name__ == "__main__":
    sys.exit(main())
