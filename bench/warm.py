"""A warm session: what one edit costs, in a copy of an issue of four pages.

    python bench/warm.py [ISSUE] [--every N] [--seed N] [--json FILE]

First nothing is changed, then one paragraph after the other, each page's in turn: one to three characters are put in,
left out or changed, the issue is checked and its PDF written, and the paragraph put back. Milliseconds of wall and of
CPU time:

    check    the file read and every page made up
    make-up  of that, what make-up took
    streams  of the PDF, what the content streams of its pages took
    page     make-up and streams together: what stands between an edit and the page on a screen
    pdf      the whole file

An edit that makes the page miss its depth has no PDF; it has a row of its own, with its advice in the time of make-up.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import layout.pdf.writer as writer
from layout import Workspace, pipeline
from layout.diagnostics import Report
from layout.issue import Issue, Story, read_issue
from layout.pipeline import Session
from layout.processes import collect_seldom

HOME = Path(__file__).resolve().parent.parent
IDLE_RUNS = 9
LEAST = 12  # characters of a paragraph that is edited
PARTS = ("check", "make-up", "streams", "page", "pdf")


@dataclass(frozen=True)
class Took:
    """Milliseconds of each of PARTS, wall and CPU; failed: the edit made the page miss its depth,
    so there is no PDF."""

    wall: dict[str, float]
    cpu: dict[str, float]
    failed: bool


class Watch:
    """Adds up what the parts take while they run."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = {}
        self.cpu: dict[str, float] = {}

    @contextmanager
    def of(self, part: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self.wall[part] = self.wall.get(part, 0.0) + 1000 * (time.perf_counter() - wall)
            self.cpu[part] = self.cpu.get(part, 0.0) + 1000 * (time.process_time() - cpu)

    @contextmanager
    def around(self, owner: Any, name: str, part: str) -> Iterator[None]:
        """Time each call of a function of a module or class."""
        function: Callable[..., Any] = getattr(owner, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            with self.of(part):
                return function(*arguments, **named)

        setattr(owner, name, timed)
        try:
            yield
        finally:
            setattr(owner, name, function)


def took(session: Session, file: str, watch: Watch) -> Took:
    watch.wall.clear()
    watch.cpu.clear()
    with watch.of("check"):
        proof = session.check(file)
    if not proof.failed:
        with watch.of("pdf"):
            session.pdf(proof)
    for times in (watch.wall, watch.cpu):
        times["page"] = times.get("make-up", 0.0) + times.get("streams", 0.0)
    return Took(dict(watch.wall), dict(watch.cpu), proof.failed)


def paragraphs(issue: Issue, text: str) -> Iterator[tuple[int, str]]:
    """Page and words of each paragraph that stands in the file once, as it is set."""

    def bodies(stories: tuple[Story, ...]) -> Iterator[str]:
        for story in stories:
            yield from (block.copy.text for block in story.body if block.kind == "paragraph")
            yield from bodies(story.items)

    for page in issue.pages:
        yield from (
            (page.number, words) for words in bodies(page.stories) if len(words) >= LEAST and text.count(words) == 1
        )


def changed(words: str, rng: random.Random) -> str:
    """One to three characters put in, left out or changed, away from the ends."""
    count, at = rng.randint(1, 3), rng.randint(2, len(words) - 6)
    fresh = "".join(rng.choice("人民生活春风水土家国天地") for _ in range(count))
    kind = rng.choice(("put in", "left out", "changed"))
    kept = words[at:] if kind == "put in" else words[at + count :]
    return words[:at] + ("" if kind == "left out" else fresh) + kept


def edited(file: Path, watch: Watch, every: int, seed: int) -> tuple[Took, list[Took], list[tuple[int, Took]]]:
    """The first time, some times with nothing changed, and each edit with its page. The file is written to."""
    rng, text = random.Random(seed), file.read_text("utf-8")
    workspace = Workspace(file.parent)
    session = Session(workspace)
    issue = read_issue(workspace, file.name, Report())
    assert issue is not None
    cold = took(session, file.name, watch)
    idle = [took(session, file.name, watch) for _ in range(IDLE_RUNS)]
    edits = []
    for page, words in list(paragraphs(issue, text))[::every]:
        file.write_text(text.replace(words, changed(words, rng), 1), "utf-8")
        edits.append((page, took(session, file.name, watch)))
        file.write_text(text, "utf-8")
        took(session, file.name, watch)
    return cold, idle, edits


def table(idle: list[Took], edits: list[tuple[int, Took]]) -> Iterator[str]:
    yield "| ms, wall (CPU) | " + " | ".join(PARTS) + " |"
    yield "|---" + "|--:" * len(PARTS) + "|"
    yield _row(f"nothing changed, median of {len(idle)}", idle, statistics.median)
    whole = [(page, each) for page, each in edits if not each.failed]
    for title, figure in (("median", statistics.median), ("worst", max)):
        for page in sorted({number for number, _ in whole}):
            mine = [each for number, each in whole if number == page]
            yield _row(f"a paragraph of page {page}, {title} of {len(mine)}", mine, figure)
        yield _row(f"**any paragraph, {title} of {len(whole)}**", [each for _, each in whole], figure)
    if len(whole) < len(edits):
        missed = [each for _, each in edits if each.failed]
        yield _row(f"that misses its page's depth, with advice, worst of {len(missed)}", missed, max)


def _row(title: str, all_of_them: list[Took], figure: Callable[[list[float]], float]) -> str:
    cells = []
    for part in PARTS:
        wall = [each.wall[part] for each in all_of_them if part in each.wall]
        cpu = [each.cpu[part] for each in all_of_them if part in each.cpu]
        cells.append(f"{figure(wall):.1f} ({figure(cpu):.1f})" if wall else "—")
    return f"| {title} | " + " | ".join(cells) + " |"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("issue", nargs="?", type=Path, default=HOME / "issues" / "demo" / "2026-05-24.yaml")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth paragraph")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    os.environ["LAYOUT_CACHE"] = ""  # pages found there would have no modules yet
    collect_seldom()  # as the command does
    watch = Watch()
    make_up = watch.around(pipeline, "make_up", "make-up")
    dressed, drawn = watch.around(writer.Memory, "sheet", "streams"), watch.around(writer.Sheet, "drawn", "streams")
    with make_up, dressed, drawn, tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "issue"
        shutil.copytree(options.issue.parent, folder)
        cold, idle, edits = edited(folder / options.issue.name, watch, options.every, options.seed)
    print(f"cold: check {cold.wall['check']:.0f} ms, pdf {cold.wall['pdf']:.0f} ms\n")
    for line in table(idle, edits):
        print(line)
    if options.json:
        kept = {
            "idle": [each.__dict__ for each in idle],
            "edits": [{"page": page, **each.__dict__} for page, each in edits],
        }
        options.json.write_text(json.dumps(kept) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
