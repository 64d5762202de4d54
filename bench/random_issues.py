"""Random pages through `plan: auto`, and how long each takes.

    python bench/random_issues.py [COUNT] [--first SEED] [--workers N]
    python bench/random_issues.py 300 --pages 8 --fill 75 125 --styles all --json after.json --compare before.json

    python bench/random_issues.py 70 --pages 2 --heads 26 --no-follow

Without options: one page a seed, four to nine stories with random ranks, lengths, heads, photos, briefs and adverts, on
one of four house styles, as full as the seed says (90–105 %). With any of `--pages`, `--fill`, `--styles`, `--heads`:
issues of one to so many pages, three to twelve stories each, in all house styles that come with the program. Copy is
lengthened or cut until the page is as full as it should be; `full` is what its stories take as each would best stand.

A page is whole when the planner leaves no copy over, no foot more than a row short and no error of quality; else the
advice must mend it when it is followed (`--no-follow` does not try). Seconds are CPU seconds of make-up alone, with
nothing set before. A page has `--limit` CPU seconds; one that uses them up is counted as without answer, and the pages
of its issue after it are not looked at.

`--json FILE` keeps the outcome of each page and by what factors its copy was fitted; `--compare FILE` makes the very
same pages from those factors, whatever the planner thinks of them by now, and prints both sides. Of the checks of a
page (docs/page-checks.md) it prints how often each is broken on 100 pages, and what it takes of the score.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import FrameType, MappingProxyType

from layout.diagnostics import Report
from layout.fonts import FontBook
from layout.fontset import open_book
from layout.issue import Advert, Block, Copy, Issue, Page, Picture, Story
from layout.makeup import PageMade, make_up
from layout.makeup.edits import edited, with_picture
from layout.makeup.grid import PageGrid
from layout.makeup.modules.library import ModuleLibrary
from layout.makeup.planning.pricing import Pricing
from layout.makeup.quality import points
from layout.pipeline import Workspace
from layout.processes import collect_seldom
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme
from layout.units import Size

HOME = Path(__file__).parent.parent
FORMATS = ("community-tabloid", "community-tabloid-dense", "broadsheet", "broadsheet-classical")


STYLES = (*FORMATS, "us-broadsheet", "berliner")
LIMIT = 120.0  # CPU seconds that a page may take
NOTHING: Mapping[int, dict[str, object]] = MappingProxyType({})


@dataclass(frozen=True)
class Kind:
    """What is drawn. pages: most of an issue, 0 = single pages of the first kind; fill: least and most, 1 = just full;
    heads: most characters of long heads, kickers and decks, 0 = such as most papers have."""

    pages: int = 0
    fill: tuple[float, float] = (0.75, 1.25)
    styles: tuple[str, ...] = STYLES
    heads: int = 0


@dataclass(frozen=True)
class Trial:
    """A page as the seed drew it. full: how much of the page its stories take as they would best stand; factors: by
    what its copy was lengthened until it did."""

    seed: int
    format: str
    issue: Issue
    full: float
    factors: tuple[float, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a page. kept: nothing over, no foot a row short, no error; advised: page as good after its advice,
    None = not tried; answered: within the limit; checks: id of each check that it does not keep, how often, and the
    points it takes."""

    seed: int
    page: int
    format: str
    stories: int
    full: float
    factors: tuple[float, ...]
    score: float
    kept: bool
    advised: bool | None
    seconds: float
    faults: tuple[str, ...]
    answered: bool = True
    checks: tuple[tuple[str, int, float], ...] = ()


class NoAnswer(BaseException):
    """The CPU seconds are used up. Not an Exception, so that nothing on the way takes it for a fault of its own."""


@cache
def theme(name: str) -> Theme:
    class Memory(Workspace):
        def read(self, file: str) -> bytes:
            return (
                f"extends: {name}\nmasthead: {{name: 梧桐镇报}}".encode()
                if file == "paper.yaml"
                else super().read(file)
            )

        def exists(self, file: str) -> bool:
            return file == "paper.yaml" or super().exists(file)

    report = Report()
    read = read_theme(Memory(HOME), "paper.yaml", report)
    assert not report.failed, [d.message() for d in report]
    return read


@cache
def book() -> FontBook:
    return open_book()


@cache
def setter() -> Typesetter:
    return Typesetter(book())


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


def pages_of(seed: int, kind: Kind) -> tuple[str, tuple[tuple[Page, float], ...]]:
    """The issue's house style, and its pages with how full each is to be; lengths in proportion only."""
    rng = random.Random(f"issue {seed}")
    name = kind.styles[seed % len(kind.styles)]
    count = rng.randint(1, kind.pages)
    return name, tuple(_page(random.Random(f"issue {seed} page {n}"), n, name, kind) for n in range(1, count + 1))


def _page(rng: random.Random, number: int, name: str, asked: Kind) -> tuple[Page, float]:
    count, full = rng.randint(3, 12), rng.uniform(*asked.fill)
    weights = sorted((rng.uniform(0.25, 1.0) for _ in range(count)), reverse=True)
    weights[0] *= rng.uniform(1.0, 2.0)
    stories = [_story(rng, f"p{number}s{index + 1}", index, weight) for index, weight in enumerate(weights)]
    if asked.heads:
        stories = [_long(rng, story, asked.heads) for story in stories]
    if rng.random() < 0.5:
        stories[-1] = _briefs(rng, stories[-1].name, count)
    grid = theme(name).grid
    adverts: tuple[Advert, ...] = ()
    kind = rng.random()
    if kind < 0.2:
        adverts = (Advert("ad", "ad.pdf", columns=grid.columns, rows=rng.randint(6, 14)),)
    elif kind < 0.4:
        adverts = (Advert("ad", "ad.pdf", columns=rng.randint(2, grid.columns // 2), rows=rng.randint(10, 20)),)
    banner = None if number == 1 else Copy("综合新闻")
    return Page(number, banner, stories=tuple(stories), adverts=adverts), full


def _story(rng: random.Random, slug: str, index: int, weight: float) -> Story:
    role = (
        "lead" if index == 0 else "photo-news" if rng.random() < 0.07 else "comment" if rng.random() < 0.07 else "story"
    )
    if role == "photo-news":
        text, pictures = body(rng, rng.randint(50, 110)), (picture(rng, slug),)
    else:
        text = body(rng, max(80, round(1000 * weight)))
        pictures = (picture(rng, slug),) if rng.random() < (0.8 if index == 0 else 0.3) else ()
    return Story(
        slug,
        role,
        headline=headline(rng, 8, 12 + 8 * (index == 0)),
        kicker=headline(rng, 8, 16) if rng.random() < 0.2 else (),
        deck=headline(rng, 12, 20) if rng.random() < 0.35 else (),
        byline=Copy("本报记者　林　禾") if rng.random() < 0.3 else None,
        body=text,
        pictures=pictures,
        rank=index + 1,
    )


def _long(rng: random.Random, story: Story, most: int) -> Story:
    """The story with a head of up to `most` characters, a kicker and a deck as long."""
    return replace(
        story,
        headline=headline(rng, most - 8, most),
        kicker=headline(rng, 10, most) if rng.random() < 0.4 else (),
        deck=headline(rng, 14, most) if rng.random() < 0.5 else (),
    )


def _briefs(rng: random.Random, slug: str, rank: int) -> Story:
    items = tuple(
        Story(f"{slug}.{n}", headline=headline(rng, 6, 12), body=body(rng, rng.randint(60, 130)))
        for n in range(rng.randint(3, 6))
    )
    return Story(slug, role="briefs", items=items, rank=rank)


def issue_of(page: Page) -> Issue:
    return Issue("random.yaml", "random", date(2026, 5, 24), "1", (page,))


def fullness(page: Page, name: str) -> float:
    """What the stories take of the page, each at the width and depth that suit it best,
    white between stories counted."""
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
    top = int(style.numbers["banner_rows" if page.number > 1 else "nameplate_rows"])
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


def fitted(seed: int, name: str, page: Page, wanted: float) -> Trial:
    """The page with its copy lengthened or cut until it is as full as wanted, or as near as four steps bring it."""
    have, factors = fullness(page, name), []
    for step in range(4):
        if abs(have - wanted) < 0.01:
            break
        factors.append(max(0.05, 1 + (wanted / have - 1) * 1.2))
        page = lengthened(page, factors[-1], seed + step)
        have = fullness(page, name)
    return Trial(seed, name, issue_of(page), have, tuple(factors))


def replayed(seed: int, name: str, page: Page, known: dict[str, object]) -> Trial:
    """The page of an earlier run, its copy fitted by the factors that were found then."""
    factors = tuple(known["factors"])  # type: ignore[arg-type, var-annotated]
    for step, factor in enumerate(factors):
        page = lengthened(page, factor, seed + step)
    return Trial(seed, name, issue_of(page), float(known["full"]), factors)  # type: ignore[arg-type]


def made(issue: Issue, name: str, setter: Typesetter | None = None) -> tuple[PageMade, Report]:
    report = Report()
    return make_up(issue, theme(name), setter or Typesetter(book()), report)[0], report


def faults_of(page: PageMade, report: Report) -> tuple[str, ...]:
    """What keeps a page from the press: errors of quality and of make-up, feet more than a row short."""
    found = [f"{check.id} {check.story} {check.amount:g}" for check in page.checks if check.severity == "error"]
    found += [f"Q02 {c.story} {c.amount:g}" for c in page.checks if c.id == "Q02" and c.amount > 1]
    return tuple(
        found
        + [d.code for d in report if d.severity == "error" and (d.code == "NP604" or not d.code.startswith("NP60"))]
    )


def run(
    seed: int, kind: Kind, limit: float = LIMIT, follow: bool = True, known: Mapping[int, dict[str, object]] = NOTHING
) -> list[Outcome]:
    """All pages of a seed. known: what an earlier run says of its pages, by page number."""
    if kind.pages:
        name, pages = pages_of(seed, kind)
    else:
        name, page, full = page_of(seed)
        pages = ((page, full),)
    found: list[Outcome] = []
    one_setter = Typesetter(book())
    for page, wanted in pages:
        if (found and not found[-1].answered) or (known and page.number not in known):
            break
        start = page.number * 1000 + seed if kind.pages else seed
        case = replayed(start, name, page, known[page.number]) if known else fitted(start, name, page, wanted)
        outcome = _run(replace(case, seed=seed), page.number, limit, one_setter)
        if follow and outcome.answered and not outcome.kept:
            outcome = replace(outcome, advised=_advised(case, limit))
        found.append(outcome)
    return found


def _run(case: Trial, number: int, limit: float, one_setter: Typesetter) -> Outcome:
    stories = len(case.issue.pages[0].stories)
    start = time.process_time()
    try:
        with_limit(limit)
        page, report = made(case.issue, case.format, one_setter)
    except NoAnswer:
        seconds = time.process_time() - start
        return Outcome(
            case.seed, number, case.format, stories, case.full, case.factors, 0.0, False, None, seconds, ("—",), False
        )
    finally:
        with_limit(0)
    seconds = time.process_time() - start
    faults = faults_of(page, report)
    return Outcome(
        *(case.seed, number, case.format, stories, case.full, case.factors, page.score, not faults, None, seconds),
        faults,
        checks=checks_of(page),
    )


def checks_of(page: PageMade) -> tuple[tuple[str, int, float], ...]:
    """The checks that a page does not keep, as Outcome has them."""
    found = Counter(check.id for check in page.checks)
    taken: Counter[str] = Counter()
    for check in page.checks:
        taken[check.id] += points(check)
    return tuple((name, found[name], round(taken[name], 2)) for name in sorted(found))


def _advised(case: Trial, limit: float) -> bool | None:
    try:
        _, report = made(case.issue, case.format)
        with_limit(limit)
        return followed(case, report)
    except NoAnswer:
        return None
    finally:
        with_limit(0)


def with_limit(seconds: float) -> None:
    """Raise NoAnswer here after that many CPU seconds of this process; 0 = never."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise NoAnswer

    signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)


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
        if choice == "move":
            del stories[name]
        elif choice == "picture":
            stories[name] = with_picture(stories[name], int(str(values["picture"])), int(str(values["picture_rows"])))
        else:
            stories[name] = edited(stories[name], int(str(values[choice])) * (-1 if choice == "cut" else 1))
    mended = replace(page, stories=tuple(stories.values()))
    return bool(done) and not faults_of(*made(issue_of(mended), case.format))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=300)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--pages", type=int, help="most pages of an issue (8)")
    parser.add_argument("--fill", type=float, nargs=2, metavar=("LOW", "HIGH"), help="in per cent (75 125)")
    parser.add_argument("--styles", help="house styles with commas between them, or “all”")
    parser.add_argument("--heads", type=int, default=0, help="long heads: most characters of heads, kickers and decks")
    parser.add_argument("--limit", type=float, default=LIMIT, help="CPU seconds of a page")
    parser.add_argument("--no-follow", action="store_true", help="do not try the advice")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--compare", type=Path, metavar="FILE")
    parser.add_argument("-v", action="store_true", help="every page")
    options = parser.parse_args(arguments)
    kind = kind_of(options)
    before: list[Outcome] = []
    if options.compare:
        kept = json.loads(options.compare.read_text("utf-8"))
        kind = Kind(
            kept["kind"]["pages"],
            tuple(kept["kind"]["fill"]),
            tuple(kept["kind"]["styles"]),
            kept["kind"].get("heads", 0),
        )
        before = [outcome_of(each) for each in kept["pages"]]
    seeds = range(options.first, options.first + options.count)
    known: dict[int, dict[int, dict[str, object]]] = {}
    for each in before:
        known.setdefault(each.seed, {})[each.page] = asdict(each)
    if before:
        seeds = [seed for seed in seeds if seed in known]
    outcomes: list[Outcome] = []
    with ProcessPoolExecutor(options.workers, initializer=collect_seldom) as pool:  # as the command does
        jobs = [pool.submit(run, s, kind, options.limit, not options.no_follow, known.get(s, {})) for s in seeds]
        for future in as_completed(jobs):
            for outcome in future.result():
                outcomes.append(outcome)
                if options.v or not outcome.kept:
                    print(line_of(outcome), flush=True)
            if options.json:  # after each, so that a run that is stopped has said what it found
                outcomes.sort(key=lambda each: (each.seed, each.page))
                kept = {"kind": asdict(kind), "pages": [asdict(each) for each in outcomes]}
                options.json.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
    for line in summary(outcomes):
        print(line)
    for line in comparison(before, outcomes):
        print(line)
    return 0


def kind_of(options: argparse.Namespace) -> Kind:
    if options.pages is None and options.fill is None and options.styles is None and not options.heads:
        return Kind()
    low, high = options.fill or (75.0, 125.0)
    styles = STYLES if options.styles in (None, "all") else tuple(options.styles.split(","))
    return Kind(options.pages or 8, (low / 100, high / 100), styles, options.heads)


def outcome_of(kept: dict[str, object]) -> Outcome:
    return Outcome(**{name: frozen(each) for name, each in kept.items()})  # type: ignore[arg-type]


def frozen(kept: object) -> object:
    """Lists as JSON has them as the tuples they were."""
    return tuple(map(frozen, kept)) if isinstance(kept, list) else kept


def line_of(outcome: Outcome) -> str:
    state = "kept" if outcome.kept else "advice works" if outcome.advised else ""
    if outcome.advised is False:
        state = "ADVICE FAILS"
    if not outcome.answered:
        state = "NO ANSWER"
    return (
        f"{outcome.seed:4}.{outcome.page} {outcome.format:23} {outcome.stories:2} stories {outcome.full:6.1%} "
        f"score {outcome.score:5.1f} {outcome.seconds:6.2f} s {state} {', '.join(outcome.faults)}"
    )


def summary(outcomes: list[Outcome]) -> Iterator[str]:
    if not outcomes:
        return
    issues = len({o.seed for o in outcomes})
    near = within(outcomes)
    kept = sum(o.kept for o in near)
    yield (
        f"{issues} issues, {len(outcomes)} pages, {sum(not o.answered for o in outcomes)} without answer; "
        f"at 92–101 %: {kept} of {len(near)} kept ({kept / max(1, len(near)):.1%})"
    )
    rest = [o for o in outcomes if not o.kept]
    tried = [o for o in rest if o.advised is not None]
    yield (
        f"others: {sum(o.kept for o in outcomes) - kept} kept; "
        f"of {len(rest)} not kept advice was tried for {len(tried)} and mends {sum(bool(o.advised) for o in tried)}"
    )
    bands = Counter(min(100, int(o.score // 5 * 5)) for o in outcomes if o.kept)
    yield "scores of kept pages: " + ", ".join(f"{low}–{low + 5}: {bands[low]}" for low in sorted(bands, reverse=True))
    yield "CPU s a page: " + times(outcomes)
    for title, some in (("kept", [o for o in outcomes if o.kept]), ("not kept", [o for o in rest if o.answered])):
        if some:
            yield f"  {title}: " + times(some)
    yield ""
    yield "| house style | pages | kept | no answer | CPU s median | p99 | worst | mean score kept |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name in dict.fromkeys(o.format for o in outcomes):
        mine = [o for o in outcomes if o.format == name]
        scores = [o.score for o in mine if o.kept]
        middle, rare, worst = quantiles(mine)
        yield (
            f"| {name} | {len(mine)} | {len(scores)} | {sum(not o.answered for o in mine)} | {middle:.2f} | {rare:.2f} "
            f"| {worst:.2f} | {statistics.fmean(scores) if scores else 0:.1f} |"
        )
    yield from check_table(outcomes)


def check_table(outcomes: list[Outcome]) -> Iterator[str]:
    """The checks broken on the pages that were made: by 100 pages how often and on how many, and points a page."""
    made = [o for o in outcomes if o.answered]
    if not any(o.checks for o in made):
        return
    pages = sorted((o.score for o in made), reverse=True)
    yield ""
    yield f"| check, of 100 pages | broken | pages | points a page (score median {statistics.median(pages):.1f}) |"
    yield "|---|--:|--:|--:|"
    for name in check_names(made):
        often, on, taken = broken(made, name)
        yield f"| {name} | {often:.0f} | {on:.0f} | {taken:.2f} |"


def check_names(outcomes: list[Outcome]) -> list[str]:
    return sorted({name for o in outcomes for name, _, _ in o.checks})


def broken(outcomes: list[Outcome], check: str) -> tuple[float, float, float]:
    """How often a check is broken on 100 pages, on how many of them, and the points that it takes of each."""
    found = [(often, taken) for o in outcomes for name, often, taken in o.checks if name == check]
    share = 100.0 / max(1, len(outcomes))
    often, taken = sum(each for each, _ in found), sum(each for _, each in found)
    return share * often, share * len(found), share * taken / 100.0


def quantiles(outcomes: list[Outcome]) -> tuple[float, float, float]:
    """Median, 99th percentile and worst of the seconds."""
    seconds = sorted(o.seconds for o in outcomes)
    return statistics.median(seconds), seconds[min(len(seconds) - 1, int(len(seconds) * 0.99))], seconds[-1]


def times(outcomes: list[Outcome]) -> str:
    middle, rare, worst = quantiles(outcomes)
    long = " and ".join(f"{sum(o.seconds > most for o in outcomes)} over {most} s" for most in (2, 5))
    whole = sum(o.seconds for o in outcomes)
    return f"median {middle:.2f}, p99 {rare:.2f}, worst {worst:.2f}, {long} of {len(outcomes)}, all {whole:.0f}"


def comparison(before: list[Outcome], after: list[Outcome]) -> Iterator[str]:
    """Pages of the same seeds before and after, those only that both have."""
    earlier = {(o.seed, o.page): o for o in before}
    pairs = [(earlier[o.seed, o.page], o) for o in after if (o.seed, o.page) in earlier]
    if not pairs:
        return
    yield ""
    yield f"| {len(pairs)} pages, same copy | before | after |"
    yield "|---|--:|--:|"
    sides = [[old for old, _ in pairs], [new for _, new in pairs]]
    for title, figure in (
        ("kept", lambda side: str(sum(o.kept for o in side))),
        ("kept at 92–101 %", lambda side: f"{sum(o.kept for o in within(side))} of {len(within(side))}"),
        ("without answer", lambda side: str(sum(not o.answered for o in side))),
        ("CPU s median", lambda side: f"{quantiles(side)[0]:.3f}"),
        ("CPU s p99", lambda side: f"{quantiles(side)[1]:.2f}"),
        ("CPU s worst", lambda side: f"{quantiles(side)[2]:.2f}"),
        ("CPU s, all", lambda side: f"{sum(o.seconds for o in side):.1f}"),
    ):
        yield f"| {title} | {figure(sides[0])} | {figure(sides[1])} |"
    answered = [(old, new) for old, new in pairs if old.answered and new.answered]
    if answered:
        mean = (statistics.fmean(o.score for o in side) for side in zip(*answered, strict=True))
        yield "| mean score of the {} answered on both sides | {:.2f} | {:.2f} |".format(len(answered), *mean)
    both = [(old, new) for old, new in pairs if old.kept and new.kept]
    if both:
        mean = (statistics.fmean(o.score for o in side) for side in zip(*both, strict=True))
        yield "| mean score of the {} kept on both sides | {:.2f} | {:.2f} |".format(len(both), *mean)
    yield from compared_checks([old for old, _ in answered], [new for _, new in answered])
    lost = [new for old, new in pairs if old.kept and not new.kept]
    lower = [(old, new) for old, new in both if new.score < old.score - 0.05]
    higher = sum(new.score > old.score + 0.05 for old, new in both)
    won = sum(new.kept and not old.kept for old, new in pairs)
    yield f"\nscores of kept pages: {higher} higher, {len(lower)} lower; {won} pages won, {len(lost)} lost"
    for new in lost:
        yield f"lost   {line_of(new)}"
    for old, new in sorted(lower, key=lambda pair: pair[1].score - pair[0].score)[:10]:
        yield f"lower  {new.seed}.{new.page} {new.format}: {old.score:.1f} → {new.score:.1f}"


def compared_checks(before: list[Outcome], after: list[Outcome]) -> Iterator[str]:
    """The checks broken on 100 of the same pages, before and after."""
    if not any(o.checks for o in before):  # kept by a run that did not count them
        return
    yield ""
    yield "| check, of 100 pages | broken before | after | points a page before | after |"
    yield "|---|--:|--:|--:|--:|"
    for name in check_names([*before, *after]):
        old, new = broken(before, name), broken(after, name)
        yield f"| {name} | {old[0]:.0f} | {new[0]:.0f} | {old[2]:.2f} | {new[2]:.2f} |"


def within(outcomes: list[Outcome]) -> list[Outcome]:
    return [o for o in outcomes if 0.92 <= o.full <= 1.01]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
