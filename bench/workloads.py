"""The work that bench/peers.py and bench/growth.py measure by: issues of made-up copy whose pages come out whole.

    python bench/workloads.py FOLDER     write all of them
    python bench/workloads.py --fit      find the lengths of all paragraphs anew, into bench/workloads.json

W4: four 对开 pages with pictures; W16: sixteen 对开 pages, about 65,500 characters, no pictures; B50: fifty 四开 issues
of one page; G64: as W16, sixty-four pages, of which bench/growth.py takes the first so many. All are drawn by hand
(`plan: |`). Copy is sentences of tests/text/copy/news.txt in seeded order. How long each paragraph is was found once by
trial, until its page was whole, and is kept in workloads.json: the same files on any machine and by any state of the
code.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
LENGTHS = Path(__file__).with_name("workloads.json")
COPY = HOME / "tests" / "text" / "copy" / "news.txt"
IMAGES = HOME / "issues" / "demo" / "images"
PICTURES = ("bridge.jpg", "clinic.jpg", "harvest.jpg", "market.jpg")
DRAWINGS = {
    # Briefs straddle a seam, so that no white line runs right across a page twice.
    "broadsheet": (
        "lead lead lead lead second second\n"
        "third third fourth fourth fourth briefs\nfifth fifth fifth sixth sixth briefs",
        "briefs lead lead lead second second\n"
        "briefs lead lead lead third third\nfourth fourth fourth fifth sixth sixth",
        "lead lead lead lead lead second\n"
        "third third fourth fourth fourth second\nfifth fifth fifth sixth sixth second",
        "lead lead lead second second second\n"
        "lead lead lead third third briefs\nfourth fourth fifth fifth fifth briefs",
    ),
    "community-tabloid": (
        "lead lead lead lead briefs\nsecond second third third briefs\nfourth fourth fourth fifth fifth",
        "lead lead lead second second\nlead lead lead third third\nfourth fourth fifth fifth fifth",
        "briefs lead lead lead lead\nbriefs second second second third\nfourth fourth fourth fifth fifth",
    ),
}
RANKS = ("lead", "second", "third", "fourth", "fifth", "sixth", "briefs")


@dataclass(frozen=True)
class Work:
    """One workload. style: the house style; issues × pages; adverts: rows at the foot of a page, least and most;
    pictures: whether each lead has one; about: characters of running text a page before the fit."""

    name: str
    style: str
    issues: int
    pages: int
    adverts: tuple[int, int]
    pictures: bool
    about: int


WORKS = {
    work.name: work
    for work in (
        Work("W4", "broadsheet", 1, 4, (12, 16), True, 3400),
        Work("W16", "broadsheet", 1, 16, (17, 25), False, 4350),
        Work("G64", "broadsheet", 1, 64, (17, 25), False, 4350),
        Work("B50", "community-tabloid", 50, 1, (0, 0), False, 2650),
    )
}

Lengths = dict[str, list[int]]
"""Characters of each paragraph of a page's stories, or of each brief."""


def write_all(folder: Path, names: tuple[str, ...] = tuple(WORKS), lengths: Path = LENGTHS) -> dict[str, list[Path]]:
    """Write these workloads below `folder`; their issue files by name."""
    kept = json.loads(lengths.read_text("utf-8"))
    return {name: _written(folder / name, WORKS[name], kept[name]) for name in names}


def _written(folder: Path, work: Work, lengths: list[list[Lengths]]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "paper.yaml").write_text(paper_text(work.style), "utf-8")
    if work.pictures:
        for name in PICTURES:  # an issue names files of its paper's folder only
            (folder / "images").mkdir(exist_ok=True)
            shutil.copyfile(IMAGES / name, folder / "images" / name)
    files = []
    for number, pages in enumerate(lengths, 1):
        files.append(folder / f"{number:02}.yaml")
        files[-1].write_text(issue_text(work, number, pages), "utf-8")
    return files


def paper_text(style: str) -> str:
    return f"extends: {style}\nmasthead: {{name: 梧桐日报, publisher: 梧桐日报社（样例）}}\n"


def issue_text(work: Work, number: int, pages: list[Lengths]) -> str:
    """An issue file. number: which of the workload's issues."""
    head = f"paper: {work.name}\ndate: 2026-05-24\nnumber: {number}\npages:\n"
    first = 1 if work.issues == 1 else 2
    return head + "".join(_page_text(work, number, first + index, page) for index, page in enumerate(pages))


def drawing_of(work: Work, issue: int, page: int) -> str:
    drawings = DRAWINGS[work.style]
    return drawings[(issue + page) % len(drawings)]


def _page_text(work: Work, issue: int, page: int, lengths: Lengths) -> str:
    rng = random.Random(f"{work.name} {issue} {page}")
    lines = [f"  - page: {page}", *(["    banner: 综合新闻"] if page > 1 else []), "    plan: |"]
    lines += [f"      {row}" for row in drawing_of(work, issue, page).split("\n")]
    lines.append("    stories:")
    for rank, (name, paragraphs) in enumerate(lengths.items(), 1):
        lines.append(f"      {name}:")
        if name == "briefs":
            lines += ["        role: briefs", f"        rank: {rank}", "        items:"]
            for length in paragraphs:
                lines.append(f"          - headline: {headline(rng, 7, 11)}")
                lines.append(f"            body: {words(rng, length)}")
            continue
        most = 18 if name == "lead" else 12
        lines += [f"        role: {'lead' if name == 'lead' else 'story'}", f"        rank: {rank}"]
        lines.append(f"        headline: {headline(rng, 8, most)}")
        if rng.random() < 0.4 or name == "lead":
            lines.append(f"        deck: {headline(rng, 10, 16)}")
        if rng.random() < 0.6:
            lines.append("        byline: 本报记者　林　禾")
        if work.pictures and name == "lead":
            file = f"images/{PICTURES[page % len(PICTURES)]}"
            lines += ["        pictures:", f"          - {{file: {file}, columns: 2, alt: 插图}}"]
        lines.append("        body: |")
        for length in paragraphs:
            lines += [f"          {words(rng, length)}", ""]
    rows = random.Random(f"{work.name} {issue} {page} advert").randint(*work.adverts)
    if rows:
        columns = len(drawing_of(work, issue, page).split("\n")[0].split())
        lines.append(f"    adverts:\n      - {{id: ad, columns: {columns}, rows: {rows}, place: foot}}")
    return "\n".join(lines) + "\n"


@cache
def sentences() -> tuple[str, ...]:
    whole = "".join(COPY.read_text("utf-8").split()).replace("。", "。\n").split("\n")
    return tuple(sentence for sentence in whole if 12 <= len(sentence) <= 120)


def words(rng: random.Random, length: int) -> str:
    """A paragraph of that many characters. What follows it in `rng` does not depend on the length."""
    mine = random.Random(rng.random())
    parts: list[str] = []
    have = 0
    while have < length:
        parts.append(mine.choice(sentences()))
        have += len(parts[-1])
    return "".join(parts)[: max(1, length - 1)].rstrip("，、“（《：；") + "。"


def headline(rng: random.Random, least: int, most: int) -> str:
    text = rng.choice(sentences()).translate(str.maketrans("", "", "，。、；：“”（）《》！？·—"))
    return (text * 2)[: rng.randint(least, most)]


# -- the fit ---------------------------------------------------------------------------------------------------------


def fit(work: Work) -> list[list[Lengths]]:
    """The lengths that make every page whole, found by making pages up and following what is said of them."""
    from layout import Workspace
    from layout.makeup import advice
    from layout.pipeline import Session

    advice.tell = lambda *_: None  # only how far a page is from whole is wanted, and advice takes most of the time
    session = Session(Workspace(HOME))
    first = 1 if work.issues == 1 else 2
    return [
        [_fitted(work, issue, first + index, session) for index in range(work.pages)]
        for issue in range(1, work.issues + 1)
    ]


def _first_lengths(work: Work, issue: int, page: int) -> Lengths:
    """By the share of the drawing that a story has, in paragraphs of 60 to 130 characters."""
    rng = random.Random(f"{work.name} {issue} {page} lengths")
    cells = drawing_of(work, issue, page).split()
    lengths: Lengths = {}
    for name in RANKS:
        if name not in cells:
            continue
        left = round(work.about * cells.count(name) / len(cells))
        lengths[name] = []
        while left > 40:
            lengths[name].append(min(left, rng.randint(60, 130)))
            left -= lengths[name][-1]
    return lengths


def _fitted(work: Work, issue: int, page: int, session: object) -> Lengths:
    lengths = _first_lengths(work, issue, page)
    for step in range(60):
        faults = list(_faults(work, issue, page, lengths, session))
        if not faults:
            return lengths
        for name, by in faults:
            lengths = changed(lengths, name, by)
        print(f"{work.name} {issue}.{page} step {step}: {faults}", file=sys.stderr)
    raise SystemExit(f"{work.name} {issue}.{page} cannot be made whole")


def changed(lengths: Lengths, name: str, by: int) -> Lengths:
    """The story longer or shorter by so many characters, spread over its paragraphs;
    new paragraphs where it gains many."""
    mine = list(lengths[name])
    while by > 100 and name != "briefs":
        mine.append(80)
        by -= 80
    while by < -100 and len(mine) > 2:
        by += mine.pop()
    at = max(range(len(mine)), key=mine.__getitem__) if by < 0 else min(range(len(mine)), key=mine.__getitem__)
    mine[at] = max(30, mine[at] + by)
    return lengths | {name: mine}


def _faults(work: Work, issue: int, page: int, lengths: Lengths, session: object) -> Iterator[tuple[str, int]]:
    """Which stories are to be longer or shorter, and by how much."""
    from layout.diagnostics import Report
    from layout.issue import read_issue
    from layout.makeup import make_up
    from layout.pipeline import Workspace
    from layout.theme import read_theme

    text = f"paper: x\ndate: 2026-05-24\nnumber: {issue}\npages:\n" + _page_text(work, issue, page, lengths)

    class Memory(Workspace):
        def read(self, file: str) -> bytes:
            inside = {"issue.yaml": text, "paper.yaml": paper_text(work.style)}
            return inside[file].encode() if file in inside else (IMAGES.parent / file).read_bytes()

        def exists(self, file: str) -> bool:
            return file in ("issue.yaml", "paper.yaml") or (IMAGES.parent / file).exists()

    report, memory = Report(), Memory(HOME)
    read = read_issue(memory, "issue.yaml", report)
    assert read is not None
    made = make_up(read, read_theme(memory, "paper.yaml", report), session.setter(report), report)[0]  # type: ignore[attr-defined]
    cells = drawing_of(work, issue, page).split("\n")
    rng = random.Random(str(lengths))
    for check in made.checks:
        width = max(row.split().count(check.story) for row in cells) if check.story else 0
        if check.id == "Q01":
            yield check.story, -max(4, round(check.amount * 14 * rng.uniform(0.6, 1.0)))
        elif check.id == "Q02":
            yield check.story, max(4, round(check.amount * 14 * width * rng.uniform(0.6, 1.0)))
        elif check.severity == "error":
            yield check.story or "lead", rng.randint(-20, 20)
    for fault in report:
        if fault.severity == "error" and fault.code not in ("NP601", "NP602", "NP603"):
            raise SystemExit(f"{fault.code} {fault.message()}")


def main(arguments: list[str]) -> None:
    if arguments == ["--fit"]:
        found = {name: fit(work) for name, work in WORKS.items()}
        text = json.dumps(found, separators=(",", ":")).replace("},", "},\n")
        LENGTHS.write_text(text + "\n", "utf-8")
    else:
        for name, files in write_all(Path(arguments[0])).items():
            print(f"{name}: {len(files)} issue(s), {sum(characters(file) for file in files):,} characters")


def characters(file: Path) -> int:
    """Characters of copy in an issue file, blanks and keys left out."""
    from layout import Workspace
    from layout.diagnostics import Report
    from layout.issue import read_issue

    issue = read_issue(Workspace(), str(file), Report())
    assert issue is not None
    return sum(_length(story) for page in issue.pages for story in page.stories)


def _length(story) -> int:  # type: ignore[no-untyped-def]
    lines = (*story.headline, *story.deck, *story.kicker, *(block.copy for block in story.body))
    return sum(len(line.text) for line in lines) + sum(_length(item) for item in story.items)


if __name__ == "__main__":
    main(sys.argv[1:])
