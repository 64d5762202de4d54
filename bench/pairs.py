"""Pairs of pages made by two plans of one issue: does the score prefer the page that eyes prefer?

    python bench/pairs.py                        how often, of each half
    python bench/pairs.py --find 60 --first SEED -o pairs.json   pages of these seeds by two plans each, to be marked
    python bench/pairs.py --pictures DIR         both pages of each pair as PNG, to be looked at

`bench/pairs.json` names each page by its seed, as bench/random_issues.py draws it, with the factors its copy was
fitted by and two drawings of it. `better` is what an eye that knew no score chose at full size: "a", "b", or "=" where
neither would be taken for the other; `why` in a few words. Pairs of half "calibration" are what weights were fitted to;
those of half "judged" were looked at by nobody who fitted. `how` is "clear" where one of two hands that agreed at
least said that every colleague would choose so, "slight" where neither did, "" where one hand marked. Pictures are
photographs of the sample issues, cut to the size the page asks for.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import random_issues
from pages import house_style, made, png
from random_issues import Kind, fitted, pages_of, replayed, setter

from layout.diagnostics import Report
from layout.issue import Issue
from layout.issue.values import Plan
from layout.makeup import PageMade, alternates, staged
from layout.makeup.planning.plan import drawing_lines
from layout.value import replace

FILE = Path(__file__).parent / "pairs.json"
KIND = Kind(pages=2, fill=(0.94, 1.02), styles=random_issues.STYLES, heads=18)
MOST = 12  # plans that are looked at for a pair


@dataclass(frozen=True)
class Pair:
    """A page by two drawings. better: "a", "b", "=" or "" = not marked; half: "calibration" or "judged"; how:
    "clear", "slight" or ""."""

    seed: int
    page: int
    format: str
    full: float
    factors: tuple[float, ...]
    a: tuple[str, ...]
    b: tuple[str, ...]
    better: str = ""
    why: str = ""
    half: str = ""
    how: str = ""

    @property
    def name(self) -> str:
        return f"{self.seed}-{self.page}"


def issue_of(pair: Pair) -> Issue:
    name, pages = pages_of(pair.seed, KIND)
    page = next(page for page, _ in pages if page.number == pair.page)
    known: dict[str, object] = {"factors": list(pair.factors), "full": pair.full}
    return replayed(pair.page * 1000 + pair.seed, name, page, known).issue


def drawn(issue: Issue, drawing: tuple[str, ...]) -> Issue:
    bands = tuple(tuple(line.split()) for line in drawing)
    return replace(issue, pages=(replace(issue.pages[0], plan=Plan(bands)),))


def made_pair(pair: Pair) -> tuple[PageMade, PageMade]:
    issue, style = issue_of(pair), house_style(pair.seed, pair.format)
    one, _ = made(drawn(issue, pair.a), style)
    other, _ = made(drawn(issue, pair.b), style)
    return one, other


def found(seed: int) -> Iterator[Pair]:
    """For each page of the seed's issue that comes out whole by two plans or more, two of them."""
    name, pages = pages_of(seed, KIND)
    for page, wanted in pages:
        trial = fitted(page.number * 1000 + seed, name, page, wanted)
        style = house_style(seed, name)
        ((staged_page, _),) = staged(trial.issue, style, setter(), Report())
        plans = alternates(trial.issue, staged_page, style, setter(), MOST, Report())
        drawings = []
        for plan, _ in plans:
            lines = drawing_lines(plan.places, style.grid.columns)
            if lines not in drawings and not random_issues.faults_of(*made(drawn(trial.issue, lines), style)):
                drawings.append(lines)
        if len(drawings) > 1:
            rng = random.Random(f"pair {seed} {page.number}")
            a, b = rng.sample(drawings, 2)
            yield Pair(seed, page.number, name, trial.full, trial.factors, a, b)


def pictures(pairs: list[Pair], folder: Path) -> None:
    """Both pages of each pair as PNG, to be looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    for pair in pairs:
        issue = issue_of(pair)
        for side, page in zip("ab", made_pair(pair), strict=True):
            (folder / f"{pair.name}-{side}.png").write_bytes(png(issue, page))


# -- what comes of it ------------------------------------------------------------------------------------------------


def summary(pairs: list[Pair]) -> Iterator[str]:
    for half in ("calibration", "judged"):
        mine = [pair for pair in pairs if pair.half == half and pair.better in ("a", "b")]
        right = clear = 0
        for pair in mine:
            one, other = made_pair(pair)
            prefers = "a" if one.score > other.score else "b" if other.score > one.score else "="
            right += prefers == pair.better
            clear += prefers == pair.better and pair.how == "clear"
            if prefers != pair.better:
                checks = (
                    " ".join(f"{c.id}:{c.story}:{c.amount:g}" for c in page.checks) or "nothing"
                    for page in (one, other)
                )
                yield f"{pair.name} {pair.format}: marked {pair.better} ({pair.why}); a {one.score} b {other.score}"
                yield f"  a: {next(checks)}\n  b: {next(checks)}"
        if mine:
            yield f"{half}: {right} of {len(mine)} ({right / len(mine):.0%})"
            if all_clear := sum(pair.how == "clear" for pair in mine):
                yield f"  of those that are clear {clear} of {all_clear} ({clear / all_clear:.0%})"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--find", type=int, metavar="COUNT")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("-o", type=Path, default=FILE)
    parser.add_argument("--pictures", type=Path, metavar="DIR")
    options = parser.parse_args(arguments)
    if options.find:
        pairs: list[Pair] = []
        seed = options.first
        while len(pairs) < options.find:
            pairs += found(seed)
            print(seed, len(pairs), flush=True)
            seed += 1
        write(pairs[: options.find], options.o)
        return 0
    pairs = [pair_of(row) for row in json.loads(options.file.read_text("utf-8"))]
    if options.pictures:
        pictures(pairs, options.pictures)
        return 0
    for line in summary(pairs):
        print(line)
    return 0


def pair_of(row: dict[str, object]) -> Pair:
    return Pair(**{key: tuple(each) if isinstance(each, list) else each for key, each in row.items()})  # type: ignore[arg-type]


def write(pairs: list[Pair], file: Path) -> None:
    file.write_text(json.dumps([asdict(pair) for pair in pairs], ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
