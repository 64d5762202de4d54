"""How cost grows with size: is anything dearer than n log n?

    python bench/growth.py [--only pages,characters] [--limit 60] [--profile] [--json FILE]

pages       1 to 64 broadsheet pages, drawn and whole (workloads.py, G64)
auto        the same pages, `plan: auto`
stories     1 to 48 stories on one drawn page, each in one column
auto-stories  1 to 16 stories on one page, `plan: auto`
paragraphs  1 to 1,000 paragraphs in the only story of a drawn page; from some sixty on there is copy over
characters  10³ to 10⁶ characters in the only paragraph of a drawn page
setting     the same characters broken into lines, and nothing else

Each size is done in a process of its own: CPU seconds of the check, of the PDF where the page is whole, and (pages) of
`layout build` with its start. A size that takes more than `--limit` CPU seconds ends its row. “order” is the exponent
between two sizes: 1 = in proportion; the last column is cost ÷ n log n, that of the first size that took SURE seconds
being 1. `--profile` runs the last two sizes again and names the functions whose own time grew faster than n log n.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import math
import multiprocessing
import os
import pstats
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import workloads

HOME = Path(__file__).resolve().parent.parent
PAGES = (1, 2, 4, 8, 16, 32, 64)
SURE = 0.02  # CPU seconds below which a figure says more of the clock than of the work
DEARER = 1.25  # times the growth of n log n from which a function is named
SHARE = 0.03  # part of the whole time from which it matters


@dataclass(frozen=True)
class Cost:
    """CPU seconds at one size; None = not made, because the page is not whole or nobody asked."""

    size: int
    check: float
    pdf: float | None = None
    build: float | None = None


@dataclass(frozen=True)
class Series:
    """Sizes and how an issue of each is written. text: size → the issue file; style: of the paper;
    build: `layout build` too."""

    sizes: tuple[int, ...]
    text: Callable[[int], str]
    style: str = "broadsheet"
    build: bool = False
    only_setting: bool = False


# -- the issues ------------------------------------------------------------------------------------------------------


def pages(count: int, auto: bool = False) -> str:
    work = workloads.WORKS["G64"]
    lengths = json.loads(workloads.LENGTHS.read_text("utf-8"))["G64"][0][:count]
    text = workloads.issue_text(work, 1, lengths)
    return undrawn(text) if auto else text


def undrawn(text: str) -> str:
    """The issue with `plan: auto` in the place of each drawing."""
    lines: list[str] = []
    inside = False
    for line in text.split("\n"):
        if line == "    plan: |":
            lines.append("    plan: auto")
            inside = True
        elif not (inside and line.startswith("      ")):
            inside = False
            lines.append(line)
    return "\n".join(lines)


def stories(count: int, auto: bool = False) -> str:
    """So many stories of one page, which share what copy it holds."""
    rng = random.Random(f"stories {count}")
    columns = 6
    names = [f"s{index + 1}" for index in range(count)]
    rows = [names[index : index + columns] for index in range(0, count, columns)]
    plan = "auto" if auto else "|\n" + "\n".join("      " + " ".join(_widened(row, columns)) for row in rows)
    text = f"paper: growth\npages:\n  - page: 2\n    banner: 综合新闻\n    plan: {plan}\n    stories:\n"
    for rank, name in enumerate(names, 1):
        length = max(30, 5400 // count - 40)
        text += (
            f"      {name}:\n        rank: {rank}\n        headline: {workloads.headline(rng, 6, 9)}\n        body: |\n"
        )
        for _ in range(max(1, length // 100)):
            text += f"          {workloads.words(rng, min(length, 100))}\n\n"
    return text


def _widened(row: list[str], columns: int) -> list[str]:
    """The row over all columns, its last stories wider where there are too few."""
    return [row[min(len(row) - 1, column * len(row) // columns)] for column in range(columns)]


def _one_story(body: str) -> str:
    return (
        "paper: growth\npages:\n  - page: 2\n    banner: 综合新闻\n    plan: |\n      only\n    stories:\n"
        f"      only:\n        headline: 据统计施工的三个月里\n        body: |\n{body}"
    )


def paragraphs(count: int) -> str:
    rng = random.Random(f"paragraphs {count}")
    return _one_story("".join(f"          {workloads.words(rng, 80)}\n\n" for _ in range(count)))


def characters(count: int) -> str:
    return _one_story(f"          {workloads.words(random.Random(f'characters {count}'), count)}\n")


SERIES = {
    "pages": Series(PAGES, pages, build=True),
    "auto": Series(PAGES, lambda count: pages(count, auto=True)),
    "stories": Series((1, 3, 6, 12, 24, 48), stories),
    "auto-stories": Series((1, 2, 4, 8, 12, 16), lambda count: stories(count, auto=True)),
    "paragraphs": Series((1, 4, 16, 64, 250, 500, 1000), paragraphs),
    "characters": Series((1_000, 10_000, 100_000, 1_000_000), characters),
    "setting": Series((1_000, 10_000, 100_000, 1_000_000), characters, only_setting=True),
}


# -- the measuring ---------------------------------------------------------------------------------------------------


def done(series: Series, size: int, folder: Path) -> Cost:
    """An issue of that size, checked and written in this process."""
    if series.only_setting:
        return _set(size)
    from layout import Workspace
    from layout.pipeline import Session

    session = Session(Workspace(), again=False)
    session.check(str(_warming(folder)))  # faces are opened and modules imported before
    file = _written(series, size, folder)
    start = time.process_time()
    proof = session.check(str(file))
    check = time.process_time() - start
    if proof.failed:
        return Cost(size, check)
    session.pdf(proof)
    return Cost(size, check, time.process_time() - start - check)


def _set(size: int) -> Cost:
    from layout.fontset import open_book
    from layout.issue import Copy
    from layout.text.paragraph import Typesetter
    from layout.theme import TextStyle

    words = workloads.words(random.Random(f"characters {size}"), size)
    setter = Typesetter(open_book())
    style = TextStyle(indent=2)
    setter.typeset(Copy("先排一行，字体就开了。"), style, 15 * style.size)
    start = time.process_time()
    setter.typeset(Copy(words), style, 15 * style.size)
    return Cost(size, time.process_time() - start)


def _written(series: Series, size: int, folder: Path) -> Path:
    (folder / "paper.yaml").write_text(workloads.paper_text(series.style), "utf-8")
    file = folder / f"{size}.yaml"
    file.write_text(series.text(size), "utf-8")
    return file


def _warming(folder: Path) -> Path:
    """A page with copy that no other has."""
    (folder / "paper.yaml").write_text(workloads.paper_text("broadsheet"), "utf-8")
    file = folder / "warming.yaml"
    file.write_text(_one_story("          先排一行，字体就开了。\n"), "utf-8")
    return file


def _child(name: str, size: int, folder: str, limit: int, profile: str, answers: Any) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    if not profile:
        answers.send(done(SERIES[name], size, Path(folder)))
        return
    profiler = cProfile.Profile()
    answers.send(profiler.runcall(done, SERIES[name], size, Path(folder)))
    profiler.dump_stats(profile)


def measured(name: str, size: int, folder: Path, limit: int, profile: Path | None = None) -> Cost | None:
    """None = no answer within the limit."""
    receive, send = multiprocessing.Pipe(duplex=False)
    arguments = (name, size, str(folder), limit, str(profile or ""), send)
    child = multiprocessing.get_context("spawn").Process(target=_child, args=arguments)
    child.start()
    send.close()
    try:
        cost = receive.recv()
    except EOFError:
        cost = None
    child.join()
    if cost is None or not SERIES[name].build:
        return cost
    return Cost(cost.size, cost.check, cost.pdf, _built(folder / f"{size}.yaml", folder))


def _built(file: Path, folder: Path) -> float:
    command = [sys.executable, "-m", "layout", "build", str(file), "-o", str(folder / "built.pdf")]
    process = subprocess.Popen(command, cwd=HOME, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    return usage.ru_utime + usage.ru_stime


# -- the tables ------------------------------------------------------------------------------------------------------


def table(name: str, costs: list[Cost], ended: int | None) -> Iterator[str]:
    yield f"\n| {name} | check CPU s | order | pdf CPU s | order | build CPU s | order | check ÷ n log n |"
    yield "|--:|--:|--:|--:|--:|--:|--:|--:|"
    sure = next((cost for cost in costs if cost.check >= SURE), costs[0] if costs else None)
    previous: Cost | None = None
    for cost in costs:
        cells = [f"{cost.size:,}"]
        for part in ("check", "pdf", "build"):
            cells += [_seconds(getattr(cost, part)), _order(previous, cost, part)]
        base = sure.check / _work(sure.size) if sure else 1.0
        cells.append(f"{cost.check / _work(cost.size) / base:.2f}" if cost.check >= SURE else "")
        yield "| " + " | ".join(cells) + " |"
        previous = cost
    if ended is not None:
        yield f"| {ended:,} | no answer | | | | | | |"


def _work(size: int) -> float:
    return size * math.log2(2 * size)


def _seconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.3f}"


def _order(previous: Cost | None, cost: Cost, part: str) -> str:
    before, now = getattr(previous, part, None), getattr(cost, part)
    if previous is None or before is None or now is None or before < SURE:
        return ""
    return f"{math.log(now / before) / math.log(cost.size / previous.size):.2f}"


def dearer(name: str, costs: tuple[Cost, Cost], folder: Path, limit: int) -> Iterator[str]:
    """The functions whose own time grew faster than n log n from one size to the other, and their part of the whole.

    A machine that was busier for the second size makes all functions dearer alike: that much is taken off first.
    """
    own = []
    sizes = (costs[0].size, costs[1].size)
    for size in sizes:
        file = folder / f"{name}-{size}.profile"
        if measured(name, size, folder, 5 * limit, file) is None or not file.exists():
            return
        own.append({place: (row[2], row[0]) for place, row in pstats.Stats(str(file)).stats.items()})  # type: ignore[attr-defined]
    whole = sum(seconds for seconds, _ in own[1].values())
    busier = max(1.0, whole / sum(seconds for seconds, _ in own[0].values()) / (costs[1].check / costs[0].check))
    grown = _work(sizes[1]) / _work(sizes[0])
    yield f"\n{name}, {sizes[0]:,} → {sizes[1]:,} (n log n grows {grown:.1f}×); own time under the profiler:"
    found = sorted(own[1].items(), key=lambda item: -item[1][0])
    for (file, line, function), (seconds, calls) in found[:40]:
        before, calls_before = own[0].get((file, line, function), (0.0, 0))
        times = seconds / before / busier if before else math.inf
        if (
            file.startswith(str(HOME / "bench"))
            or seconds < SHARE * whole
            or (times < DEARER * grown and times != math.inf)
        ):
            continue
        place = f"{Path(file).relative_to(HOME)}:{line}" if file.startswith(str(HOME)) else Path(file).name
        share = f"{seconds:.2f} s ({seconds / whole:.0%})"
        yield f"- {place} {function}: {share}, {times:.1f}×, calls {calls_before:,} → {calls:,}"
    top = ", ".join(f"{function} {seconds / whole:.0%}" for (_, _, function), (seconds, _) in found[:5])
    yield f"- most: {top}"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(SERIES), help="rows with commas between them")
    parser.add_argument("--largest", type=int, default=1_000_000, help="no size above this")
    parser.add_argument("--limit", type=int, default=60, help="CPU seconds of one size")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    kept: dict[str, list[dict[str, object]]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["LAYOUT_CACHE"] = ""
        folder = Path(temporary)
        for name in options.only.split(","):
            costs: list[Cost] = []
            ended = None
            for size in (size for size in SERIES[name].sizes if size <= options.largest):
                cost = measured(name, size, folder, options.limit)
                if cost is None:
                    ended = size
                    break
                costs.append(cost)
            for line in table(name, costs, ended):
                print(line, flush=True)
            if options.profile and len(costs) > 1:
                for line in dearer(name, (costs[-2], costs[-1]), folder, options.limit):
                    print(line, flush=True)
            kept[name] = [asdict(cost) for cost in costs]
    if options.json:
        options.json.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
