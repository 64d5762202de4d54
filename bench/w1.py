"""One newspaper page, cold: `layout build` beside Typst, on the same copy with the same font files.

    pip install -r bench/requirements.txt
    python bench/w1.py [--runs 9] [ISSUE]

Each run is a new process, the two programs by turns, so that a busy machine is busy for both; medians are printed. CPU is
user + system of the whole process with its threads. Typst gets the copy in five justified columns with heads, sidebar and
the same faces; it has no marks, no CMYK, no baseline grid and no balanced columns to make, and says nothing of them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path, PurePath

from layout import Workspace
from layout.diagnostics import Report
from layout.fontset import folder
from layout.issue import Issue, Page, Story, read_issue

HOME = Path(__file__).resolve().parent.parent
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True, root='/')"


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of wall and CPU time and MiB of one process."""

    wall: float
    cpu: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("issue", nargs="?", default="issues/xietu/2019-07-15.yaml")
    parser.add_argument("--runs", type=int, default=9)
    choices = parser.parse_args()
    os.chdir(HOME)
    report = Report()
    issue = read_issue(Workspace(), choices.issue, report)
    if issue is None or report.failed:
        sys.exit("\n".join(f"{fault.span} {fault.message()}" for fault in report))
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        source = scratch / "page.typ"
        source.write_text(typst_source(issue), "utf-8")
        python = [sys.executable]
        commands = {
            "python -c pass": [*python, "-c", "pass"],
            "layout --version": [*python, "-m", "layout", "--version"],
            "layout build": [*python, "-m", "layout", "build", choices.issue, "-o", str(scratch / "layout.pdf")],
            "typst compile": [*python, "-c", TYPST, str(source), str(scratch / "typst.pdf"), str(folder())],
        }
        runs: dict[str, list[Run]] = {title: [] for title in commands}
        for title, command in commands.items():
            timed(title, command)  # the first run fills the disk's cache and Python's
        for _ in range(choices.runs):
            for title, command in commands.items():
                runs[title].append(timed(title, command))
        sizes = {path.stem: path.stat().st_size for path in scratch.glob("*.pdf")}
    print_table(runs, sizes)


def timed(title: str, command: list[str]) -> Run:
    start = time.perf_counter()
    # Compiled modules are kept, as after an ordinary installation.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    assert process.stderr is not None
    complaints = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"{title}: {complaints.decode()}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def print_table(runs: dict[str, list[Run]], sizes: dict[str, int]) -> None:
    print(f"medians of {len(next(iter(runs.values())))} runs · {os.cpu_count()} cores")
    print(f"{'':18}{'wall s':>8}{'CPU s':>8}{'MiB':>8}")
    middles = {}
    for title, made in runs.items():
        middles[title] = middle = Run(
            *(statistics.median(getattr(run, part) for run in made) for part in Run.__slots__)
        )
        print(f"{title:18}{middle.wall:8.3f}{middle.cpu:8.3f}{middle.memory:8.0f}")
    ours, theirs = middles["layout build"], middles["typst compile"]
    print(
        f"{'layout ÷ typst':18}{ours.wall / theirs.wall:8.2f}{ours.cpu / theirs.cpu:8.2f}{ours.memory / theirs.memory:8.2f}"
    )
    print("PDF bytes: " + ", ".join(f"{name} {size:,}" for name, size in sorted(sizes.items())))


def typst_source(issue: Issue) -> str:
    """The issue's pages for Typst on a 四开 sheet: stories in four columns with their pictures, a sidebar of briefs."""
    head = """#set page(width: 272mm, height: 390mm, margin: (x: 12mm, top: 25mm, bottom: 15mm))
#set text(font: "Noto Serif SC", size: 9.5pt, lang: "zh", region: "cn", fill: cmyk(0%, 0%, 0%, 100%))
#set par(justify: true, leading: 4.5pt, spacing: 4.5pt, first-line-indent: (amount: 2em, all: true))
#let head(size, words) = align(center, block(below: 8pt, text(size: size, weight: 900, words)))
#let deck(words) = align(center, block(below: 8pt, text(font: "FandolKai", size: 15pt, words)))
#let name(words) = block(above: 10pt, below: 4pt, text(font: "Noto Sans SC", weight: 700, size: 11.5pt, words))
#let story(height, count, body) = block(height: height, width: 100%, columns(count, gutter: 9.5pt, body))
"""
    return head + "\n#pagebreak()\n".join(_typst_page(page, PurePath(issue.file).parent) for page in issue.pages)


def _typst_page(page: Page, folder: PurePath) -> str:
    stories = [story for story in page.stories if not story.items]
    briefs = [brief for story in page.stories for brief in story.items]
    main = "\n".join(_typst_story(story, 46 - 8 * min(index, 3), folder) for index, story in enumerate(stories))
    side = "\n".join(
        f"#name[{_words(brief.kicker)}\\ {_words(brief.headline)}]\n" + _typst_body(brief) for brief in briefs
    )
    return f"#grid(columns: (4fr, 1fr), gutter: 9.5pt, [{main}], [{side}])\n"


def _typst_story(story: Story, size: int, folder: PurePath) -> str:
    characters = sum(len(block.copy.text) for block in story.body)
    height = (
        characters / (4 * 13) + 4 + 8 * len(story.pictures)
    ) * 14  # Typst cannot balance columns: it is told their depth
    pictures = "\n".join(
        f'#image("{(HOME / folder / picture.file).resolve()}", width: 100%)'
        for picture in story.pictures
        if picture.pixels
    )
    deck = f"#deck[——{_words(story.deck)}]\n" if story.deck else ""
    return f"#head({size}pt)[{_words(story.headline)}]\n{deck}#story({height:.0f}pt, 4)[\n{pictures}\n\n{_typst_body(story)}\n]"


def _typst_body(story: Story) -> str:
    return "\n\n".join(_escaped(block.copy.text) for block in story.body)


def _words(lines: tuple) -> str:  # type: ignore[type-arg]
    return "\\ ".join(_escaped(line.text) for line in lines)


def _escaped(text: str) -> str:
    return "".join("\\" + character if character in "\\#$*_`<>@[]~=-+/\"'" else character for character in text)


if __name__ == "__main__":
    main()
