"""Random pages through `plan: auto`: `python bench/random_issues.py [COUNT] [--first SEED] [--workers N]`.

Every page has four to nine stories with random ranks, lengths, heads, photos, briefs and adverts, on one of four formats; its copy
is lengthened or cut until the page is as full as the seed says (90–105 %). For each page the planner must leave no copy over, no
foot more than a row short and no error of quality, or the advice must mend it when it is followed; the scores are counted.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from layout.diagnostics import Report
from layout.fontset import open_book
from layout.issue import Advert, Block, Copy, Issue, Page, Picture, Story
from layout.makeup import PageMade, make_up
from layout.makeup.edits import edited, with_picture
from layout.makeup.grid import PageGrid
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.pricing import Pricing
from layout.pipeline import Workspace
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme
from layout.units import Size

HOME = Path(__file__).parent.parent
FORMATS = ("community-tabloid", "community-tabloid-dense", "broadsheet", "broadsheet-classical")


@dataclass(frozen=True)
class Trial:
    """A page as the seed drew it. full: how much of the page its stories take as they would best stand."""

    seed: int
    format: str
    issue: Issue
    full: float


@dataclass(frozen=True)
class Outcome:
    """What became of a page. kept: nothing over, no foot a row short, no error; advised: page as good after its advice."""

    seed: int
    format: str
    stories: int
    full: float
    score: float
    kept: bool
    advised: bool | None
    seconds: float
    faults: tuple[str, ...]


@cache
def theme(name: str) -> Theme:
    class Memory(Workspace):
        def read(self, file: str) -> bytes:
            return f"extends: {name}".encode() if file == "paper.yaml" else super().read(file)

        def exists(self, file: str) -> bool:
            return file == "paper.yaml" or super().exists(file)

    report = Report()
    read = read_theme(Memory(HOME), "paper.yaml", report)
    assert not report.failed, [d.message() for d in report]
    return read


@cache
def setter() -> Typesetter:
    return Typesetter(open_book())


@cache
def sentences() -> tuple[str, ...]:
    text = (HOME / "tests" / "text" / "copy" / "news.txt").read_text("utf-8")
    whole = "".join(text.split()).replace("。", "。\n").split("\n")
    return tuple(sentence for sentence in whole if 12 <= len(sentence) <= 120)


def words(rng: random.Random, length: int) -> str:
    text = ""
    while len(text) < length:
        text += rng.choice(sentences())
    return text[: max(1, length - 1)].rstrip("，、“（《：；") + "。"


def body(rng: random.Random, length: int) -> tuple[Block, ...]:
    blocks: list[Block] = []
    while length > 0:
        take = min(length, rng.randint(90, 260))
        if length - take < 40:
            take = length
        blocks.append(Block("paragraph", Copy(words(rng, take))))
        length -= take
    return tuple(blocks)


def headline(rng: random.Random, least: int, most: int) -> tuple[Copy, ...]:
    text = rng.choice(sentences()).translate(str.maketrans("", "", "，。、；：“”（）《》！？"))
    return (Copy((text * 2)[: rng.randint(least, most)]),)


def picture(rng: random.Random, name: str) -> Picture:
    width, height = rng.choice([(1500, 1000), (1000, 1500), (1600, 1200), (1600, 900), (1200, 1200)])
    caption = Copy(words(rng, rng.randint(12, 40))) if rng.random() < 0.7 else None
    return Picture(f"{name}.jpg", Size(width, height), caption=caption)


def page_of(seed: int) -> tuple[str, Page, float]:
    """The page's format and stories, lengths still in proportion only, and how full it is to be."""
    rng = random.Random(seed)
    name = FORMATS[seed % len(FORMATS)]
    count = rng.randint(4, 9)
    full = rng.uniform(0.90, 1.05)
    weights = sorted((rng.uniform(0.35, 1.0) for _ in range(count)), reverse=True)
    weights[0] *= 1.5
    stories: list[Story] = []
    has_briefs = rng.random() < 0.6
    photo_news = rng.random() < 0.3
    for index in range(count):
        slug = f"s{index + 1}"
        if has_briefs and index == count - 1:
            items = tuple(
                Story(f"{slug}.{n}", headline=headline(rng, 6, 12), body=body(rng, rng.randint(60, 130)))
                for n in range(rng.randint(3, 6))
            )
            stories.append(Story(slug, role="briefs", items=items, rank=index + 1))
            continue
        if photo_news and index == count - 2:
            story = Story(
                slug, "photo-news", headline=headline(rng, 8, 14), pictures=(picture(rng, slug),), rank=index + 1
            )
            stories.append(replace(story, body=body(rng, rng.randint(50, 110))))
            continue
        role = "lead" if index == 0 else "comment" if index > 2 and rng.random() < 0.1 else "story"
        stories.append(
            Story(
                slug,
                role,
                headline=headline(rng, 8, 12 + 8 * (index == 0)),
                deck=headline(rng, 12, 20) if rng.random() < 0.35 else (),
                body=body(rng, round(1000 * weights[index])),
                pictures=(picture(rng, slug),) if rng.random() < (0.8 if index == 0 else 0.3) else (),
                rank=index + 1,
            )
        )
    grid = theme(name).grid
    adverts: tuple[Advert, ...] = ()
    kind = rng.random()
    if kind < 0.2:
        adverts = (Advert("ad", "ad.pdf", columns=grid.columns, rows=rng.randint(6, 14)),)
    elif kind < 0.35:
        adverts = (Advert("ad", "ad.pdf", columns=rng.randint(2, grid.columns // 2), rows=rng.randint(10, 20)),)
    return name, Page(2, Copy("综合新闻"), stories=tuple(stories), adverts=adverts), full


def issue_of(page: Page) -> Issue:
    return Issue("random.yaml", "random", date(2026, 5, 24), "1", (page,))


def fullness(page: Page, name: str) -> float:
    """What the stories take of the page, each at the width and depth that suit it best, white between stories counted."""
    style = theme(name)
    library = library_of(page, name)
    columns, gap = library.grid.columns, library.gap
    taken = sum(advert.columns * (advert.rows + gap) for advert in page.adverts)
    pricing = Pricing(library)
    for story in page.stories:
        ways = [
            (cost, width * (depth + gap))
            for width in range(1, columns + 1)
            for depth, cost in pricing.price(story.name, width).items()
        ]
        taken += min(ways)[1] if ways else columns * library.rows
    return taken / (columns * (library.rows + int(style.numbers["story_gap"])))


def library_of(page: Page, name: str) -> ModuleLibrary:
    style = theme(name)
    top = int(style.numbers["banner_rows"])
    return ModuleLibrary(page, PageGrid.of(style), style, setter(), top)


def lengthened(page: Page, factor: float, seed: int) -> Page:
    rng = random.Random(seed)
    stories = []
    for story in page.stories:
        if story.role in ("briefs", "photo-news"):
            stories.append(story)
            continue
        length = round(sum(len(block.copy.text) for block in story.body) * factor)
        stories.append(replace(story, body=body(rng, max(120, length))))
    return replace(page, stories=tuple(stories))


def trial(seed: int) -> Trial:
    name, page, wanted = page_of(seed)
    have = fullness(page, name)
    for step in range(4):
        if abs(have - wanted) < 0.01:
            break
        page = lengthened(page, 1 + (wanted / have - 1) * 1.2, seed + step)
        have = fullness(page, name)
    return Trial(seed, name, issue_of(page), have)


def made(issue: Issue, name: str) -> tuple[PageMade, Report]:
    report = Report()
    return make_up(issue, theme(name), setter(), report)[0], report


def faults_of(page: PageMade, report: Report) -> tuple[str, ...]:
    """What keeps a page from the press: errors of quality and of make-up, feet more than a row short."""
    found = [f"{check.id} {check.story} {check.amount:g}" for check in page.checks if check.severity == "error"]
    found += [f"Q02 {c.story} {c.amount:g}" for c in page.checks if c.id == "Q02" and c.amount > 1]
    return tuple(found + [d.code for d in report if d.severity == "error" and not d.code.startswith("NP60")])


def run(seed: int) -> Outcome:
    case = trial(seed)
    start = time.perf_counter()
    page, report = made(case.issue, case.format)
    seconds = time.perf_counter() - start
    faults = faults_of(page, report)
    advised = None if not faults else followed(case, report)
    stories = len(case.issue.pages[0].stories)
    return Outcome(seed, case.format, stories, case.full, page.score, not faults, advised, seconds, faults)


def followed(case: Trial, report: Report) -> bool:
    """Whether the page is whole once all advice of its report is followed, number by number as it was printed."""
    page = case.issue.pages[0]
    stories = {story.name: story for story in page.stories}
    done: set[str] = set()
    for diagnostic in report:
        values = dict(diagnostic.values)
        name = str(values.get("target", "")).split(": ")[0]
        if diagnostic.hint == "hint" or not name or name in done:
            continue
        done.add(name)
        choice = diagnostic.hint.split("_")[0]
        if choice == "picture":
            stories[name] = with_picture(stories[name], int(str(values["picture"])), int(str(values["picture_rows"])))
        else:
            stories[name] = edited(stories[name], int(str(values[choice])) * (-1 if choice == "cut" else 1))
    mended = replace(page, stories=tuple(stories.values()))
    return bool(done) and not faults_of(*made(issue_of(mended), case.format))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=300)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("-v", action="store_true", help="every page")
    options = parser.parse_args(arguments)
    seeds = range(options.first, options.first + options.count)
    with ProcessPoolExecutor(options.workers) as pool:
        outcomes = []
        for future in as_completed([pool.submit(run, seed) for seed in seeds]):
            outcome = future.result()
            outcomes.append(outcome)
            if outcome.kept and not options.v:
                continue
            print(
                f"{outcome.seed:4} {outcome.format:23} {outcome.stories} stories {outcome.full:6.1%} "
                f"score {outcome.score:5.1f} {outcome.seconds:5.2f} s {'kept' if outcome.kept else ''}"
                f"{'advice works' if outcome.advised else '' if outcome.kept else 'ADVICE FAILS'} "
                f"{', '.join(outcome.faults)}",
                flush=True,
            )
    for line in summary(outcomes):
        print(line)
    return 0


def summary(outcomes: list[Outcome]) -> Iterator[str]:
    within = [o for o in outcomes if 0.92 <= o.full <= 1.01]
    kept = sum(o.kept for o in within)
    yield f"{len(outcomes)} pages; at 92–101 %: {kept} of {len(within)} kept ({kept / max(1, len(within)):.1%})"
    rest = [o for o in outcomes if not o.kept]
    yield f"others: {sum(o.kept for o in outcomes) - kept} kept; of {len(rest)} not kept advice mends {sum(bool(o.advised) for o in rest)}"
    bands = Counter(min(100, int(o.score // 5 * 5)) for o in outcomes if o.kept)
    yield "scores of kept pages: " + ", ".join(f"{low}–{low + 5}: {bands[low]}" for low in sorted(bands, reverse=True))
    times = sorted(o.seconds for o in outcomes)
    yield f"seconds a page: median {times[len(times) // 2]:.2f}, worst {times[-1]:.2f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
