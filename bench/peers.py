"""The same newspaper pages by `layout`, by Typst and by WeasyPrint: time, memory and size, by turns.

    pip install -r bench/requirements.txt
    python bench/peers.py [--runs 9] [--only W1,W16] [--skip weasyprint] [--json FILE]

W1: the 四开 page of issues/xietu; W4: four 对开 pages with pictures; W16: sixteen 对开 pages, 66,000 characters; B50:
fifty issues of one page, all in one process (bench/workloads.py makes the last three). Every page is drawn by hand and
comes out whole.

Each run is a new process, the programs by turns, so that a busy machine is busy for all; medians are printed. CPU is
user + system of the process, its threads and its children. Memory is the largest resident set; of a program with
children, what the whole tree holds (proportional set size). Cold: our cache folder is empty, each time. Warm: it was
filled by the same pictures under other copy, so that pictures are converted and nothing else is known.

Typst and WeasyPrint get the same copy and pictures with the same font files, in justified columns with heads; they have
no marks, no CMYK pictures, no baseline grid and no modules to fit. Typst cannot balance columns: “typst” is told their
depth from outside, which is the least it can have to do; “typst balanced” measures each story in one column and
divides, as its users do. Of its two ways to make many files in one process the faster is taken. WeasyPrint is run three
times at most, and makes more pages where it leaves its columns uneven.
"""

from __future__ import annotations

import argparse
import contextlib
import html
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import workloads

from layout import Workspace
from layout.diagnostics import Report
from layout.fontset import folder
from layout.issue import Issue, Page, Story, read_issue
from layout.theme import Theme, find_paper, read_theme

HOME = Path(__file__).resolve().parent.parent
SEED = HOME / "issues" / "xietu" / "2019-07-15.yaml"
GUTTER_ROWS = 1  # white below a story of Typst's, rows
PICTURE_ROWS = 10  # of a column's depth for one picture
SAMPLE = 0.01  # seconds between two looks at the memory of a tree

PEERS = ("typst", "typst balanced", "weasyprint")
WEASYPRINT_RUNS = 3  # it takes half a minute for what takes others one second

TOLD = """#let story(height, count, body) = block(height: height, width: 100%, columns(count, gutter: GUTTERpt, body))
"""
BALANCED = """#let story(height, count, body) = layout(size => {
  let measure-of-one = (size.width - GUTTERpt * (count - 1)) / count
  let whole = measure(block(width: measure-of-one, body)).height
  block(height: whole / count + LEADINGpt, width: 100%, columns(count, gutter: GUTTERpt, body))
})
"""
OURS = """
import sys
from pathlib import Path
from layout import Workspace
from layout.pipeline import Session
from layout.processes import collect_seldom
collect_seldom()  # as the command does
session = Session(Workspace(), again=False)
for file in sys.argv[2:]:
    proof = session.check(file)
    assert not proof.failed, [fault.message() for fault in proof.report]
    Path(sys.argv[1], Path(file).stem + ".pdf").write_bytes(session.pdf(proof))
"""
TYPST = {
    "fonts": """
import sys, typst
from pathlib import Path
out, faces = sys.argv[1:3]
fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[faces])
for file in sys.argv[3:]:
    typst.compile(file, output=str(Path(out, Path(file).stem + ".pdf")), font_paths=fonts, root="/")
""",
    "compiler": """
import sys, typst
from pathlib import Path
out, faces = sys.argv[1:3]
compiler = typst.Compiler(root="/", font_paths=[faces], ignore_system_fonts=True)
for file in sys.argv[3:]:
    compiler.compile(input=file, output=str(Path(out, Path(file).stem + ".pdf")), root="/")
""",
}
WEASYPRINT = """
import sys, weasyprint
from pathlib import Path
for file in sys.argv[2:]:
    weasyprint.HTML(file).write_pdf(Path(sys.argv[1], Path(file).stem + ".pdf"))
"""


@dataclass(frozen=True)
class Run:
    """What one process took. cpu, wall: seconds; memory: MiB; size: bytes of the PDFs."""

    cpu: float
    wall: float
    memory: float
    size: int


@dataclass(frozen=True)
class Goal:
    """Ours ÷ Typst's, at most; None where none is set."""

    cpu: float | None = None
    wall: float | None = None
    memory: float = 0.8
    size: float = 1.1


GOALS = {
    "W1 warm": Goal(1.0, 1.0),
    "W1 cold": Goal(1.6, 1.6),
    "W4 warm": Goal(),
    "W16": Goal(0.8, 1.0),
    "B50": Goal(0.6, 0.6),
}


@dataclass(frozen=True)
class Contest:
    """One workload ready to run: its issues, and the same copy for each of the others. fill: issues that fill our cache
    before, () = it is empty each time."""

    name: str
    sources: tuple[Path, ...]
    typst: tuple[Path, ...]
    balanced: tuple[Path, ...]
    weasyprint: tuple[Path, ...]
    fill: tuple[Path, ...] = ()


# -- the copy for the others -----------------------------------------------------------------------------------------


def read(file: Path) -> tuple[Issue, Theme]:
    workspace, report = Workspace(), Report()
    issue, paper = read_issue(workspace, str(file), report), find_paper(workspace, str(file))
    if issue is None or paper is None or report.failed:
        sys.exit("\n".join(f"{fault.span} {fault.message()}" for fault in report))
    return issue, read_theme(workspace, paper, report)


def typst_source(issue: Issue, theme: Theme, story: str = TOLD) -> str:
    """The issue's pages for Typst: stories in columns one below the other, briefs in a column of their own.
    story: how one is set."""
    trim, body, grid = theme.format.trim, theme.styles["body"], theme.grid
    white = f"{grid.leading - body.size:.2f}pt"
    head = f"""#set page(width: {trim.width:.2f}pt, height: {trim.height:.2f}pt)
#set page(margin: (x: 34pt, top: 50pt, bottom: 20pt))
#set text(font: "Noto Serif SC", size: {body.size}pt, lang: "zh", region: "cn", fill: cmyk(0%, 0%, 0%, 100%))
#set par(justify: true, leading: {white}, spacing: {white}, first-line-indent: (amount: 2em, all: true))
#let head(size, words) = align(center, block(below: 8pt, text(size: size, weight: 900, words)))
#let deck(words) = align(center, block(below: 8pt, text(font: "FandolKai", size: {theme.styles["deck"].size}pt, words)))
#let byline(words) = align(center, block(below: 6pt, text(font: "FandolFang", words)))
#let name(words) = block(above: 10pt, below: 4pt, text(font: "Noto Sans SC", weight: 700, size: 11.5pt, words))
"""
    head += story.replace("GUTTER", f"{grid.gutter:.2f}").replace("LEADING", f"{grid.leading:.2f}")
    return head + "\n#pagebreak()\n".join(_typst_page(page, theme, Path(issue.file).parent) for page in issue.pages)


def _typst_page(page: Page, theme: Theme, beside: Path) -> str:
    stories = [story for story in page.stories if not story.items]
    briefs = [brief for story in page.stories for brief in story.items]
    columns = theme.grid.columns - bool(briefs)
    main = "\n".join(_typst_story(story, columns, theme, beside) for story in stories)
    if not briefs:
        return main
    side = "\n".join(
        f"#name[{_lines((*brief.kicker, *brief.headline), _escaped)}]\n" + _typst_body(brief) for brief in briefs
    )
    return f"#grid(columns: ({columns}fr, 1fr), gutter: {theme.grid.gutter:.2f}pt, [{main}], [{side}])\n"


def _typst_story(story: Story, columns: int, theme: Theme, beside: Path) -> str:
    measure = round(theme.grid.measure / theme.styles["body"].size)
    rows = sum(-(-(len(block.copy.text) + 2) // measure) for block in story.body)
    depth = (rows / columns + GUTTER_ROWS + PICTURE_ROWS * len(story.pictures) / 2) * theme.grid.leading
    pictures = "\n".join(
        f'#image("{(beside / picture.file).resolve()}", width: 100%)' for picture in story.pictures if picture.pixels
    )
    deck = f"#deck[{_lines(story.deck, _escaped)}]\n" if story.deck else ""
    byline = f"#byline[{_escaped(story.byline.text)}]\n" if story.byline else ""
    return (
        f"#head({_head_size(story, theme)}pt)[{_lines(story.headline, _escaped)}]\n{deck}{byline}"
        f"#story({depth:.0f}pt, {columns})[\n{pictures}\n\n{_typst_body(story)}\n]"
    )


def _typst_body(story: Story) -> str:
    return "\n\n".join(_escaped(block.copy.text) for block in story.body)


def _head_size(story: Story, theme: Theme) -> float:
    style = {1: "headline-lead", 2: "headline-second"}.get(story.rank, "headline-third")
    return theme.styles[style].size


def _lines(lines: tuple, escaped: Callable[[str], str], newline: str = "\\ ") -> str:  # type: ignore[type-arg]
    return newline.join(escaped(line.text) for line in lines)


def _escaped(text: str) -> str:
    return "".join("\\" + character if character in "\\#$*_`<>@[]~=-+/\"'" else character for character in text)


def html_source(issue: Issue, theme: Theme) -> str:
    """The issue's pages for WeasyPrint, as for Typst; columns balance themselves."""
    trim, body, grid = theme.format.trim, theme.styles["body"], theme.grid
    home = folder().resolve()
    faces = "\n".join(
        f"@font-face {{ font-family: {family}; font-weight: {weight}; src: url({(home / file).as_uri()}) }}"
        for family, weight, file in (
            ("serif-sc", 400, "noto-serif-sc/NotoSerifSC_400Regular.ttf"),
            ("serif-sc", 900, "noto-serif-sc/NotoSerifSC_900Black.ttf"),
            ("sans-sc", 700, "noto-sans-sc/NotoSansSC_700Bold.ttf"),
            ("kai", 400, "fandol/FandolKai-Regular.otf"),
            ("fang", 400, "fandol/FandolFang-Regular.otf"),
        )
    )
    style = f"""{faces}
@page {{ size: {trim.width:.2f}pt {trim.height:.2f}pt; margin: 50pt 34pt 20pt }}
body {{ font: {body.size}pt/{grid.leading}pt serif-sc; text-align: justify; margin: 0 }}
p {{ margin: 0; text-indent: 2em }} h1, h2, h3, h4 {{ margin: 0; text-align: center; text-indent: 0 }}
h1 {{ font-weight: 900; line-height: 1.15 }}
h2 {{ font: {theme.styles["deck"].size}pt kai }} h3 {{ font: {body.size}pt fang }}
h4 {{ font: 700 11.5pt sans-sc; text-align: left }}
.page {{ break-after: page }} .main {{ float: left }} .side {{ float: right }} img {{ width: 100% }}
.story {{ column-gap: {grid.gutter:.2f}pt; margin-bottom: {grid.leading * GUTTER_ROWS}pt }}"""
    pages = "\n".join(_html_page(page, theme, Path(issue.file).parent) for page in issue.pages)
    title = html.escape(issue.title or issue.file)
    head = f"<meta charset=utf-8><title>{title}</title><style>{style}</style>"
    return f"<!doctype html><html lang=zh-CN>{head}<body>{pages}"


def _html_page(page: Page, theme: Theme, beside: Path) -> str:
    briefs = [brief for story in page.stories for brief in story.items]
    columns = theme.grid.columns - bool(briefs)
    main = "\n".join(_html_story(story, columns, theme, beside) for story in page.stories if not story.items)
    side = "".join(
        f"<h4>{_lines((*brief.kicker, *brief.headline), html.escape, '<br>')}</h4>{_html_body(brief)}"
        for brief in briefs
    )
    if not briefs:
        return f"<div class=page>{main}</div>"
    width = 100 * columns / theme.grid.columns
    return (
        f"<div class=page><div class=main style='width:{width - 1:.2f}%'>{main}</div>"
        f"<div class=side style='width:{100 - width:.2f}%'>{side}</div></div>"
    )


def _html_story(story: Story, columns: int, theme: Theme, beside: Path) -> str:
    head = f"<h1 style='font-size:{_head_size(story, theme)}pt'>{_lines(story.headline, html.escape, '<br>')}</h1>"
    deck = f"<h2>{_lines(story.deck, html.escape, '<br>')}</h2>" if story.deck else ""
    byline = f"<h3>{html.escape(story.byline.text)}</h3>" if story.byline else ""
    pictures = "".join(
        f"<img src='{(beside / picture.file).resolve().as_uri()}' alt=''>"
        for picture in story.pictures
        if picture.pixels
    )
    return f"{head}{deck}{byline}<div class=story style='column-count:{columns}'>{pictures}{_html_body(story)}</div>"


def _html_body(story: Story) -> str:
    return "".join(f"<p>{html.escape(block.copy.text)}</p>" for block in story.body)


# -- the contests ----------------------------------------------------------------------------------------------------


def prepared(scratch: Path, names: Sequence[str]) -> Iterator[Contest]:
    """The workloads of these names, their files below `scratch`."""
    if any(name.startswith("W1 ") for name in names):
        shutil.copytree(SEED.parent, scratch / "xietu")
        seed = scratch / "xietu" / SEED.name
        for name in ("W1 warm", "W1 cold"):
            if name in names:
                yield _contest(name, scratch / name.replace(" ", "-"), (seed,), warm=name == "W1 warm")
    wanted = tuple(name for name in workloads.WORKS if any(each.split()[0] == name for each in names))
    for name, files in workloads.write_all(scratch / "work", wanted).items():
        title = next(each for each in names if each.split()[0] == name)
        yield _contest(title, scratch / name, tuple(files), warm=title.endswith("warm"))


def _contest(name: str, scratch: Path, sources: tuple[Path, ...], warm: bool) -> Contest:
    scratch.mkdir(parents=True)
    typst, balanced, weasyprint = [], [], []
    for file in sources:
        issue, theme = read(file)
        typst.append(scratch / f"{file.stem}.typ")
        typst[-1].write_text(typst_source(issue, theme), "utf-8")
        balanced.append(scratch / "balanced" / typst[-1].name)
        balanced[-1].parent.mkdir(exist_ok=True)
        balanced[-1].write_text(typst_source(issue, theme, BALANCED), "utf-8")
        weasyprint.append(scratch / f"{file.stem}.html")
        weasyprint[-1].write_text(html_source(issue, theme), "utf-8")
    fill = tuple(_other_copy(sources)) if warm else ()
    return Contest(name, sources, tuple(typst), tuple(balanced), tuple(weasyprint), fill)


def _other_copy(sources: tuple[Path, ...]) -> Iterator[Path]:
    """The same issues with other words of the same length, beside them: what they leave in a cache is the pictures."""
    for file in sources:
        other = file.with_name(f"other-{file.name}")
        other.write_text(file.read_text("utf-8").replace("的", "之").replace("，", "、"), "utf-8")
        yield other


@dataclass(frozen=True)
class Racer:
    """A program with its work: what is run, with which cache folder (None = a new one each time)."""

    title: str
    command: list[str]
    output: Path
    cache: Path | None


def racers(contest: Contest, scratch: Path, skip: frozenset[str]) -> Iterator[Racer]:
    batch = len(contest.sources) > 1
    output = scratch / "pdf" / contest.name
    python = [sys.executable]
    mine, cache = output / "layout", None
    mine.mkdir(parents=True)
    sources = [str(file) for file in contest.sources]
    if contest.fill:
        cache = scratch / "cache" / contest.name
        cache.mkdir(parents=True)
        for file in contest.fill:  # other copy may leave a foot empty: the pictures are kept all the same
            command = [*python, "-m", "layout", "build", str(file), "-o", os.devnull]
            subprocess.run(command, env=environment(cache), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    command = [*python, "-c", OURS, str(mine), *sources]
    if not batch:
        command = [*python, "-m", "layout", "build", sources[0], "-o", str(mine / "page.pdf")]
    yield Racer("layout", command, mine, cache)
    for title, files in (("typst", contest.typst), ("typst balanced", contest.balanced)):
        if "typst" not in skip:
            yield _faster(title, files, output / title)
    if "weasyprint" not in skip:
        theirs = output / "weasyprint"
        theirs.mkdir(parents=True)
        command = [*python, "-c", WEASYPRINT, str(theirs), *map(str, contest.weasyprint)]
        yield Racer("weasyprint", command, theirs, None)


def _faster(title: str, files: tuple[Path, ...], output: Path) -> Racer:
    """Typst in the way that takes less CPU."""
    output.mkdir(parents=True)
    ways = [
        Racer(title, [sys.executable, "-c", code, str(output), str(folder()), *map(str, files)], output, None)
        for code in TYPST.values()
    ]
    return min(ways, key=lambda way: timed(way).cpu)


def environment(cache: Path) -> dict[str, str]:
    # Compiled modules are kept, as after an ordinary installation.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"LAYOUT_CACHE": str(cache)}


def timed(racer: Racer, tree: bool = False) -> Run:
    """One run in a new process. tree: look at the memory of its children too, which takes some time of its own."""
    for file in racer.output.glob("*.pdf"):
        file.unlink()
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryFile() as complaints:
        start = time.perf_counter()
        process = subprocess.Popen(
            racer.command,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env=environment(racer.cache or Path(empty)),
            cwd=HOME,
        )
        watch = _Tree(process.pid) if tree else None
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = status  # it was waited for here, for the sake of its times
        if status:
            complaints.seek(0)
            sys.exit(f"{racer.title}: {complaints.read().decode()}")
    memory = usage.ru_maxrss / 1024
    if watch is not None:
        memory = max(memory, watch.ended())
    size = sum(file.stat().st_size for file in racer.output.glob("*.pdf"))
    return Run(usage.ru_utime + usage.ru_stime, wall, memory, size)


class _Tree:
    """Looks at the memory of a process and of all that it started, while they run."""

    def __init__(self, process: int) -> None:
        self._process, self._most, self._going = process, 0.0, True
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def ended(self) -> float:
        """The most that all held together at one time, MiB; 0 = there was never more than one process."""
        self._going = False
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while self._going:
            family = list(_family(self._process))
            if len(family) > 1:
                self._most = max(self._most, sum(_held(each) for each in family))
            time.sleep(SAMPLE)


def _family(process: int) -> Iterator[int]:
    yield process
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _held(process: int) -> float:
    """Proportional set size in MiB: what several processes share is counted once."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().split("\n"):
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def raced(contest: Contest, scratch: Path, runs: int, skip: frozenset[str]) -> dict[str, Run]:
    """Medians by program."""
    field = list(racers(contest, scratch, skip))
    found: dict[str, list[Run]] = {racer.title: [] for racer in field}
    trees = {racer.title: timed(racer, tree=True).memory for racer in field}  # also fills the disk's cache and Python's
    for turn in range(runs):
        for racer in field:
            if racer.title == "weasyprint" and turn >= WEASYPRINT_RUNS:
                continue
            found[racer.title].append(timed(racer))
    for racer in field:
        _count_pages(racer, contest)
    return {title: replace_memory(middle(made), trees[title]) for title, made in found.items()}


def middle(runs: list[Run]) -> Run:
    parts = (statistics.median(getattr(run, part) for run in runs) for part in ("cpu", "wall", "memory", "size"))
    return Run(*parts)  # type: ignore[arg-type]


def replace_memory(run: Run, tree: float) -> Run:
    return Run(run.cpu, run.wall, max(run.memory, tree), int(run.size))


def _count_pages(racer: Racer, contest: Contest) -> None:
    """Say so when a program made other pages than the issue has: then it did other work."""
    import pypdfium2

    wanted = sum(len(read(file)[0].pages) for file in contest.sources)
    made = sum(len(pypdfium2.PdfDocument(file)) for file in racer.output.glob("*.pdf"))
    if made != wanted:
        print(f"note: {contest.name}: {racer.title} made {made} pages of {wanted}", file=sys.stderr)


# -- the tables ------------------------------------------------------------------------------------------------------


def table(found: dict[str, dict[str, Run]]) -> Iterator[str]:
    yield "| work | program | CPU s | wall s | MiB | PDF bytes |"
    yield "|---|---|--:|--:|--:|--:|"
    for name, runs in found.items():
        for title, run in runs.items():
            yield f"| {name} | {title} | {run.cpu:.3f} | {run.wall:.3f} | {run.memory:.0f} | {run.size:,} |"


def ratios(found: dict[str, dict[str, Run]]) -> Iterator[str]:
    yield "| layout ÷ | work | CPU | wall | memory | size |"
    yield "|---|---|--:|--:|--:|--:|"
    for peer in PEERS:
        for name, runs in found.items():
            if "layout" not in runs or peer not in runs:
                continue
            ours, theirs = runs["layout"], runs[peer]
            parts = (
                _ratio(getattr(ours, part), getattr(theirs, part), getattr(GOALS[name], part), peer.startswith("typst"))
                for part in ("cpu", "wall", "memory", "size")
            )
            yield f"| {peer} | {name} | " + " | ".join(parts) + " |"


def _ratio(ours: float, theirs: float, goal: float | None, judged: bool) -> str:
    found = ours / theirs
    if goal is None or not judged:
        return f"{found:.2f}"
    return f"{found:.2f} {'✓' if found <= goal else '✗'} ≤ {goal:g}"


def start_up(runs: int, scratch: Path) -> Iterator[str]:
    """What a process costs before it does anything."""
    output = scratch / "pdf" / "start"
    output.mkdir(parents=True)
    for title, rest in (("python -c pass", ["-c", "pass"]), ("layout --version", ["-m", "layout", "--version"])):
        racer = Racer(title, [sys.executable, *rest], output, None)
        timed(racer)
        run = middle([timed(racer) for _ in range(runs)])
        yield f"| start | {title} | {run.cpu:.3f} | {run.wall:.3f} | {run.memory:.0f} | |"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--only", default="W1,W4,W16,B50", help="workloads with commas between them")
    parser.add_argument("--skip", default="", help="typst, weasyprint or both")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the medians")
    options = parser.parse_args(arguments)
    wanted = options.only.split(",")
    names = [name for name in GOALS if name in wanted or name.split()[0] in wanted]
    found: dict[str, dict[str, Run]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        for contest in prepared(scratch, names):
            found[contest.name] = raced(contest, scratch, options.runs, frozenset(options.skip.split(",")))
            print(f"{contest.name} done", file=sys.stderr, flush=True)
        print(f"medians of {options.runs} runs · {os.cpu_count()} cores · Python {sys.version.split()[0]}\n")
        for line in (*table(found), *start_up(options.runs, scratch), "", *ratios(found)):
            print(line)
    if options.json:
        kept = {name: {title: asdict(run) for title, run in runs.items()} for name, runs in found.items()}
        options.json.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
