"""Damaged samples through `check`: `python bench/mutations.py [COUNT] [--first SEED] [--workers N]
[--show SEED] [--only …]`.

Each seed takes an issue of issues/, damages its YAML, its paper or the result kept beside it as slips, bad merges and
bad luck do, and checks it in a process of its own, as `layout check` does, with every fault put into words in both
languages. There must be no traceback, and an answer in seconds. Seconds are of CPU, so that a busy machine changes
little. --only takes seeds, and files of issues, which are checked as they are.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from layout.diagnostics import Report, render
from layout.fontset import open_book
from layout.pipeline import Session, Workspace
from layout.source import line_reader

HOME = Path(__file__).parent.parent
SAMPLES = ("issues/xietu/2019-07-15.yaml", "issues/demo/2026-05-24.yaml", "issues/school/2026-06-01.yaml")
SLOW = 5.0  # seconds within which every answer should come
PATIENCE = 4  # wall seconds for one of CPU, beyond which a child must be waiting for something that never comes


class Damaged(Workspace):
    """The repository with one file that reads otherwise."""

    def __init__(self, file: str, data: bytes) -> None:
        super().__init__(HOME)
        self.file, self.data = file, data

    def read(self, name: str) -> bytes:
        return self.data if name == self.file else super().read(name)


@dataclass(frozen=True)
class Outcome:
    """How a check ended: "answer", "traceback" or "no answer"; what: the codes found, or the end of the traceback."""

    name: str
    end: str
    seconds: float
    what: str


# How files are damaged: each takes the lines and gives others.

Lines = list[str]


def delete(lines: Lines, rnd: random.Random) -> Lines:
    at, count = rnd.randrange(len(lines)), rnd.choice((1, 1, 1, 2, 5, 20))
    return lines[:at] + lines[at + count :]


def duplicate(lines: Lines, rnd: random.Random) -> Lines:
    at, count = rnd.randrange(len(lines)), rnd.choice((1, 1, 2, 8, 40))
    return lines[: at + count] + lines[at : at + count] * rnd.choice((1, 1, 2, 10)) + lines[at + count :]


def swap(lines: Lines, rnd: random.Random) -> Lines:
    lines = list(lines)
    one, other = rnd.randrange(len(lines)), rnd.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return lines


def indent(lines: Lines, rnd: random.Random) -> Lines:
    lines = list(lines)
    at, by = rnd.randrange(len(lines)), rnd.choice((-4, -2, -1, 1, 2, 4, 9))
    for line in range(at, min(len(lines), at + rnd.choice((1, 1, 3, 12)))):
        bare = lines[line].lstrip(" ")
        lines[line] = " " * max(0, len(lines[line]) - len(bare) + by) + bare
    return lines


def blanks(lines: Lines, rnd: random.Random) -> Lines:
    """The indentation in tabs, wide blanks or no-break blanks."""
    return changed(lines, rnd, lambda line: rnd.choice(("\t", "\u3000", "\xa0")) + line.lstrip(" "))


def swap_values(lines: Lines, rnd: random.Random) -> Lines:
    lines = list(lines)
    with_values = [at for at, line in enumerate(lines) if ": " in line]
    if len(with_values) > 1:
        one, other = rnd.sample(with_values, 2)
        (key, _, value), (other_key, _, other_value) = lines[one].partition(": "), lines[other].partition(": ")
        lines[one], lines[other] = f"{key}: {other_value}", f"{other_key}: {value}"
    return lines


JUNK = (
    *("[", "]", "{", "}", "'", '"', ": ", "：", "- ", "? ", "|", ">", "&a ", "*a", "!x ", "%", "@", "`", "#", " #"),
    *("\\", "---", "...", "\t", "\0", "\x07", "\ufeff", "\u2028", "\u200b", "\u202e", "\ue000", "\U0001f600"),
    *("e\u0301\u0301\u0301", "\r", "　", "[[[[[[", "{a: {a: {a: ", "../../../../etc/passwd", "[1,2,3]", "{x: y}"),
    *("null", "~", "yes", ".inf", "nan", "0x10", "1e400", "-0", "2026-02-30", "auto", "*all", "a a a a a a a a"),
    *(
        "<<: *a",
        "**",
        "***",
        "{|}",
        "[a](b)",
        "~~",
        "__",
        "^",
        "## ",
        "　　",
        "……",
        "——",
        "“”" * 20,
        "A" * 300,
        "。" * 200,
    ),
)


def splice(lines: Lines, rnd: random.Random) -> Lines:
    def spliced(line: str) -> str:
        at = rnd.randint(0, len(line))
        return line[:at] + rnd.choice(JUNK) * rnd.choice((1, 1, 1, 3, 50)) + line[at:]

    return changed(lines, rnd, spliced)


def cut(lines: Lines, rnd: random.Random) -> Lines:
    def shortened(line: str) -> str:
        at = rnd.randint(0, len(line))
        return line[:at] + line[at + rnd.choice((1, 1, 2, 6, 60)) :]

    return changed(lines, rnd, shortened)


def truncate(lines: Lines, rnd: random.Random) -> Lines:
    lines = lines[: rnd.randint(1, len(lines))]
    return [*lines[:-1], lines[-1][: rnd.randint(0, len(lines[-1]))]]


def nest(lines: Lines, rnd: random.Random) -> Lines:
    opening, closing = rnd.choice((("[", "]"), ("{a: ", "}"), ("- ", "")))
    deep = rnd.choice((1, 3, 30, 150, 3000))
    return valued(lines, rnd, lambda value: opening * deep + value + closing * deep)


def unquote(lines: Lines, rnd: random.Random) -> Lines:
    mark = rnd.choice("\"'")
    return changed(
        lines, rnd, lambda line: line.replace(mark, "", 1) if mark in line else line.replace(": ", ": " + mark)
    )


def number(lines: Lines, rnd: random.Random) -> Lines:
    huge = rnd.choice(
        ("0", "-1", "7", "99", "1000", "999999", "1" * 40, "9" * 5000, "0.0001", "1e9", "3.7", "-5", "1/0", "１２")
    )
    unit = rnd.choice(("", "", " pt", " mm", " em", " 行", "%"))
    return valued(lines, rnd, lambda _: huge + unit)


def other_file(lines: Lines, rnd: random.Random) -> Lines:
    """A value, or a block, out of another file."""
    texts = [file.read_text("utf-8", "replace").split("\n") for file in others()]
    text = rnd.choice(texts)
    if rnd.random() < 0.5:
        values = [line.partition(": ")[2] for line in text if ": " in line]
        return valued(lines, rnd, lambda _: rnd.choice(values or [""]))
    at, to = rnd.randrange(len(text)), rnd.randrange(len(lines))
    return lines[:to] + text[at : at + rnd.choice((1, 5, 30))] + lines[to:]


def others() -> list[Path]:
    return sorted((HOME / "issues").rglob("*.yaml")) + sorted((HOME / "layout/data/themes").glob("*.yaml"))


def wall(lines: Lines, rnd: random.Random) -> Lines:
    """Copy that is none: paths and colons, one word without end, a row of signs, another script,
    one line a thousand times."""
    word = "".join(rnd.choices("abcdefghijklmnopqrstuvwxyz", k=6))
    copy = rnd.choice(
        (
            f"{word}:x:0:0:{word}:/var/{word}/{word}:/usr/sbin/nologin",
            word * 30,
            "https://a.cn/" + "?x=1&" * 30,
            "！" * 120,
            "1234567890" * 12,
            "مرحبا بالعالم ",
            "नमस्ते दुनिया ",
            "The quick brown fox ",
            "字" * 100,
            "* * * ",
        )
    )
    rows = rnd.choice((1, 5, 30, 300))
    at = rnd.randrange(len(lines))
    margin = len(lines[at]) - len(lines[at].lstrip(" "))
    return lines[: at + 1] + [" " * margin + copy] * rows + lines[at + 1 :]


def empty(lines: Lines, rnd: random.Random) -> Lines:
    return valued(lines, rnd, lambda _: "")


def changed(lines: Lines, rnd: random.Random, change: Callable[[str], str]) -> Lines:
    at = rnd.randrange(len(lines))
    return [*lines[:at], *change(lines[at]).split("\n"), *lines[at + 1 :]]


def valued(lines: Lines, rnd: random.Random, change: Callable[[str], str]) -> Lines:
    """The lines with the value of one of them changed."""
    with_values = [at for at, line in enumerate(lines) if ": " in line]
    if not with_values:
        return lines
    at = rnd.choice(with_values)
    key, _, value = lines[at].partition(": ")
    return [*lines[:at], f"{key}: {change(value)}", *lines[at + 1 :]]


DAMAGES = (
    *(delete, duplicate, swap, indent, blanks, swap_values, splice, splice, cut, truncate, nest, unquote),
    *(number, number, other_file, wall, empty),
)


def mutation(seed: int) -> tuple[str, str, bytes]:
    """The issue to check, the file that is damaged, and what that file then holds."""
    rnd = random.Random(seed)
    issue = rnd.choice(SAMPLES)
    paper = str(Path(issue).with_name("paper.yaml"))
    kept = issue.replace(".yaml", ".plan.json")
    file = rnd.choices((issue, paper, kept), (65, 30, 5))[0]
    if not (HOME / file).exists():
        file = issue
    lines = (HOME / file).read_text("utf-8").split("\n")
    for _ in range(rnd.choice((1, 1, 1, 2, 2, 3, 5))):
        lines = rnd.choice(DAMAGES)(lines, rnd) or [""]
    return issue, file, "\n".join(lines).encode("utf-8", "surrogatepass")


# Checking them


def answer(name: str, guard: int, pipe: Connection) -> None:
    """In the child: check, put all into words, send the codes. guard: seconds of CPU after which the system ends it."""
    resource.setrlimit(resource.RLIMIT_CPU, (guard, guard))
    began = time.process_time()
    try:
        if name.isdigit():
            issue, file, data = mutation(int(name))
            files: Workspace = Damaged(file, data)
        else:
            issue, files = name, Workspace()
        proof = Session(files, again=False).check(issue)
        line = line_reader(files)
        found = Counter(fault.code for fault in proof.report)
        for fault in proof.report:
            render(fault, "en", line)
            render(fault, "zh", line)
        what = "answer", " ".join(f"{code}×{count}" if count > 1 else code for code, count in found.items())
    except BaseException:
        what = "traceback", "".join(traceback.format_exc().splitlines(keepends=True)[-9:])
    pipe.send((*what, time.process_time() - began))


def outcomes(names: list[str], workers: int, guard: int) -> Iterator[Outcome]:
    fork = get_context("fork")  # the imports are done once; what is checked is not warm
    waiting = deque(names)
    running: list[tuple[str, BaseProcess, Connection, float]] = []
    while waiting or running:
        while waiting and len(running) < workers:
            ours, theirs = fork.Pipe(duplex=False)
            child = fork.Process(target=answer, args=(waiting[0], guard, theirs), daemon=True)
            child.start()
            theirs.close()
            running.append((waiting.popleft(), child, ours, time.monotonic()))
        time.sleep(0.01)
        for each in list(running):
            name, child, pipe, began = each
            late = time.monotonic() - began > guard * PATIENCE
            if pipe.poll() or not child.is_alive() or late:
                running.remove(each)
                try:
                    end, what, seconds = pipe.recv() if pipe.poll() else ("no answer", "", float(guard))
                except EOFError:
                    end, what, seconds = "no answer", f"exit {child.exitcode}", float(guard)
                if late:
                    child.kill()
                child.join()
                yield Outcome(name, end, seconds, what)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=2000)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--guard", type=int, default=60, help="seconds of CPU that a check may take")
    parser.add_argument(
        "--show", type=int, metavar="SEED", help="print what the seed makes of its file, and check nothing"
    )
    parser.add_argument("--only", nargs="+", metavar="SEED|FILE", help="check these instead")
    options = parser.parse_args(arguments)
    if options.show is not None:
        issue, file, data = mutation(options.show)
        print(f"# {file} of {issue}", file=sys.stderr)
        sys.stdout.buffer.write(data)
        return 0
    os.environ["LAYOUT_CACHE"] = ""
    open_book(None, (), Report())  # imported before the children are
    names = options.only or [str(seed) for seed in range(options.first, options.first + options.count)]
    done: list[Outcome] = []
    for outcome in outcomes(names, options.workers, options.guard):
        done.append(outcome)
        if outcome.end != "answer" or outcome.seconds > SLOW:
            print(f"{outcome.name}: {outcome.end}, {outcome.seconds:.1f} s, {outcome.what}", flush=True)
    ends = Counter(outcome.end for outcome in done)
    times = sorted(outcome.seconds for outcome in done)
    print(
        f"{len(done)} checked: {ends['traceback']} tracebacks, {ends['no answer']} without an answer, "
        f"{sum(second > SLOW for second in times)} over {SLOW:g} s; "
        f"median {times[len(times) // 2]:.2f} s, worst {times[-1]:.2f} s"
    )
    print("the slowest:")
    for outcome in sorted(done, key=lambda outcome: -outcome.seconds)[:10]:
        print(f"  {outcome.name}: {outcome.seconds:.2f} s  {outcome.what[:100]}")
    return 1 if ends["traceback"] or ends["no answer"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
