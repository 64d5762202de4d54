"""The catalogue of a large archive: what it costs to make and to ask.

    python bench/catalogue.py [FOLDER] [--articles N] [--each N] [--seed N] [--json FILE]

The archive is of made-up editions (bench/editions.py), 20 articles of about 600 characters each, and is written into
FOLDER once; without FOLDER it is thrown away. Then the catalogue is made from the bags, and queries of each class are
asked in a mixed order, the first 20 hits wanted with their boxes:

    one, two, four, eight    so many characters that stand together in some article, drawn at random
    common                   的, 了, 在: characters of nearly every article
    frequent pair            the pairs of characters that most articles have
    rare                     a phrase that one article has
    name                     who signed an article, by words
    latin                    words of letters and numbers, full width and half
    several                  two or three words, all in one article
    dated                    two characters within a year, of one paper, page or section
    signed                   author, alone
    nothing                  words that stand nowhere
    listed                   no words at all, one paper, the newest
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path

from editions import LATIN, PAPERS, SECTIONS, Writer

from layout.archive import naming
from layout.archive.catalogue import Catalogue, rebuild
from layout.archive.store import Store
from layout.archive.values import Query
from layout.articles.stored import to_json

ARTICLES = 20  # of an issue
CHARACTERS = 600  # of an article
_CHUNK = 50  # issues that one process makes


def write_archive(folder: Path, articles: int, seed: int, jobs: int = os.cpu_count() or 1) -> None:
    """Bags with nothing but their editions."""
    Store.create(folder)
    issues = -(-articles // ARTICLES)
    with ProcessPoolExecutor(jobs) as pool:
        for start in range(0, issues, _CHUNK):
            pool.submit(_written, folder, seed, start, min(_CHUNK, issues - start))


def _written(folder: Path, seed: int, start: int, count: int) -> None:
    writer = Writer.of(seed)
    writer.rng = random.Random(f"{seed}/{start}")
    for issue in range(start, start + count):
        edition = writer.edition(issue, ARTICLES, CHARACTERS, (f"孤例{issue:06d}号",) if issue % 10 == 0 else ())
        place = folder / naming.folder_of(edition.about) / "v1" / "data"
        place.mkdir(parents=True, exist_ok=True)
        (place / naming.EDITION).write_bytes(to_json(edition))


def classes(catalogue: Catalogue, writer: Writer, rng: random.Random, issues: int) -> dict[str, Callable[[], Query]]:
    """How a query of each class is drawn."""
    names = [row.issue for row in catalogue.issues()]

    def piece(length: int) -> str:
        while True:
            article = rng.choice(catalogue.articles(rng.choice(names)))
            text = rng.choice([words for role, words in article.parts if role == "paragraph"])
            if len(text) > length:
                at = rng.randrange(len(text) - length)
                found = text[at : at + length]
                if found.isalnum() and not found.isascii():
                    return found

    pairs = [one + other for one in writer.words[:40] for other in writer.words[:40] if len(one + other) == 2][:60]
    pairs += [word for word in writer.words[:60] if len(word) == 2]
    narrow: tuple[Callable[[], dict[str, object]], ...] = (
        lambda: {"since": f"{(year := rng.randint(1990, 1993))}-01-01", "until": f"{year}-12-31"},
        lambda: {"paper": rng.choice(PAPERS)},
        lambda: {"page": rng.randint(1, 4)},
        lambda: {"section": rng.choice(SECTIONS)},
    )
    return {
        "one": lambda: Query(piece(1)),
        "two": lambda: Query(piece(2)),
        "four": lambda: Query(piece(4)),
        "eight": lambda: Query(piece(8)),
        "common": lambda: Query(rng.choice("的了在")),
        "common, newest": lambda: Query(rng.choice("的了在"), newest=True),
        "frequent pair": lambda: Query(rng.choice(pairs)),
        "rare": lambda: Query(f"孤例{rng.randrange(0, issues, 10):06d}号"),
        "name": lambda: Query(rng.choice(writer.names)),
        "latin": lambda: Query(rng.choice((*LATIN, str(rng.randint(1, 2040)), f"{rng.randint(1, 2040)}年"))),
        "several": lambda: Query(" ".join(piece(2) for _ in range(rng.randint(2, 3)))),
        "dated": lambda: Query(piece(2), **rng.choice(narrow)()),  # type: ignore[arg-type]
        "signed": lambda: Query("", author=rng.choice(writer.names)),
        "nothing": lambda: Query(writer.phrase(12)),
        "listed": lambda: Query("", paper=rng.choice(PAPERS), first=rng.randrange(0, 200, 20)),
    }


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=40, help="queries of each class")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name) / "archive"
        if not (folder / naming.MARKER).exists():
            write_archive(folder, options.articles, options.seed)
        start = time.perf_counter()
        spent = time.process_time()
        rebuild(folder)
        built, spent = time.perf_counter() - start, time.process_time() - spent
        kept: dict[str, object] = {"rebuild_s": built, "rebuild_cpu_s": spent}
        kept["rebuild_memory_mb"] = peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with Catalogue.open(folder, readonly=True) as catalogue:
            stats = catalogue.stats()
            issues = stats.issues
            print(
                f"{stats.articles:,} articles, {stats.characters:,} characters, {issues:,} issues: "
                f"made in {built:.0f} s ({spent:.0f} s of CPU, {peak:.0f} MB), {stats.size / 1e6:.0f} MB, "
                f"{stats.size / max(stats.characters, 1):.1f} bytes a character\n"
            )
            kept |= {"articles": stats.articles, "characters": stats.characters, "bytes": stats.size}
            kept["queries_ms"] = asked(catalogue, options.each, options.seed, issues)
        put = kept["put_ms"] = entered(folder, options.seed, issues)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"\none issue of {ARTICLES} articles entered: median {put:.0f} ms; memory at most {peak:.0f} MB")
        kept["memory_mb"] = peak
    if options.json:
        options.json.write_text(json.dumps(kept, ensure_ascii=False) + "\n", "utf-8")


def asked(catalogue: Catalogue, each: int, seed: int, issues: int) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of each query of each class, on the wall and of the processor; a table is printed."""
    rng, writer = random.Random(seed), Writer.of(seed)
    made = [(kind, draw()) for kind, draw in classes(catalogue, writer, rng, issues).items() for _ in range(each)]
    rng.shuffle(made)
    times: dict[str, list[tuple[float, float]]] = {}
    totals: dict[str, list[int]] = {}
    for kind, query in made:
        wall, spent = time.perf_counter(), time.process_time()
        found = catalogue.search(query)
        took = 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - spent)
        times.setdefault(kind, []).append(took)
        totals.setdefault(kind, []).append(found.total)
    print("| ms, wall (CPU) | p50 | p95 | p99 | articles found, median | most |")
    print("|---|--:|--:|--:|--:|--:|")
    for kind in sorted(times):
        print(_row(kind, times[kind], totals[kind]))
    every = [took for took_by in times.values() for took in took_by]
    print(_row("**all**", every, [total for total_by in totals.values() for total in total_by]))
    return times


def _row(title: str, times: list[tuple[float, float]], totals: list[int]) -> str:
    wall, spent = (statistics.quantiles(each, n=100, method="inclusive") for each in zip(*times, strict=True))
    cells = " | ".join(f"{wall[cut]:.1f} ({spent[cut]:.1f})" for cut in (49, 94, 98))
    return f"| {title} | {cells} | {statistics.median(totals):,.0f} | {max(totals):,} |"


def entered(folder: Path, seed: int, issues: int, runs: int = 9) -> float:
    """Milliseconds to enter one more issue, median; they are taken out again."""
    writer = Writer.of(seed)
    took = []
    with Catalogue.open(folder) as catalogue:
        for run in range(runs):
            edition = writer.edition(issues + run, ARTICLES, CHARACTERS)
            data = to_json(edition)
            start = time.perf_counter()
            catalogue.put(edition, naming.folder_of(edition.about) + "/v1", 1, 1, sha256(data).hexdigest())
            took.append(1000 * (time.perf_counter() - start))
            catalogue.remove(naming.issue_of(edition.about))
    return statistics.median(took)


if __name__ == "__main__":
    main(sys.argv[1:])
