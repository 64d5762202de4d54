"""A page at every length and height: `python bench/walk.py [seed|drawn|auto|school …] [--step N] [--out FILE]`.

The second story of the page is taken from −80 to +80 characters and the page from 60 to 80 rows, one step at a time.
Each time the page must be full (no copy over, no foot more than a row short, no error of quality), or each of the
numbers that its report gives must make it so when it is followed; whatever does not hold is printed with the faults
that were left.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from layout.diagnostics import Diagnostic, Report
from layout.issue import Issue, Story, read_issue
from layout.makeup import PageMade, make_up
from layout.makeup.edits import edited, with_picture
from layout.pipeline import Session, Workspace
from layout.theme import Theme, find_paper, read_theme

HOME = Path(__file__).parent.parent
SEED, SCHOOL = "issues/xietu/2019-07-15.yaml", "issues/school/2026-06-01.yaml"
PAGES = {"drawn": (SEED, 2, True), "auto": (SEED, 2, False), "school": (SCHOOL, 1, True), "school2": (SCHOOL, 2, True)}
LENGTHS, HEIGHTS = range(-80, 81), range(60, 81)


@dataclass(frozen=True)
class Case:
    """One page of PAGES with its second story longer by `characters`, on a type area of `rows` (0 = its own)."""

    page: str
    characters: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of a case. faults: () = the page is full; failed: advice that does not mend it,
    with the faults left."""

    case: Case
    score: float
    faults: tuple[str, ...]
    failed: tuple[str, ...]
    seconds: float

    @property
    def good(self) -> bool:
        return not self.failed


@cache
def _session() -> Session:
    return Session(Workspace(HOME))


@cache
def _read(page: str) -> tuple[Issue, Theme]:
    file, number, drawn = PAGES[page]
    report, workspace = Report(), _session().workspace
    issue = read_issue(workspace, file, report)
    paper = find_paper(workspace, file)
    assert issue is not None
    assert paper is not None
    (wanted,) = (each for each in issue.pages if each.number == number)
    wanted = wanted if drawn else replace(wanted, plan=None)
    return replace(issue, pages=(wanted,)), read_theme(workspace, paper, report)


def setting(case: Case) -> tuple[Issue, Theme]:
    """The issue of that one page and the paper, changed as the case says."""
    issue, theme = _read(case.page)
    theme = replace(theme, grid=replace(theme.grid, rows=case.rows or theme.grid.rows))
    second = next(story for story in issue.pages[0].stories if story.rank == 2)
    return with_stories(issue, edited(second, case.characters)) if case.characters else issue, theme


def with_stories(issue: Issue, *changed: Story) -> Issue:
    """The issue of one page with these stories in the place of their namesakes."""
    names = {story.name: story for story in changed}
    page = replace(issue.pages[0], stories=tuple(names.get(story.name, story) for story in issue.pages[0].stories))
    return replace(issue, pages=(page,))


def made(issue: Issue, theme: Theme) -> tuple[PageMade, Report]:
    report = Report()
    return make_up(issue, theme, _session().setter(report), report)[0], report


def faults_of(page: PageMade, report: Report) -> tuple[str, ...]:
    """What keeps a page from the press: faults of make-up, errors of quality, feet more than a row short."""
    found = [
        f"{check.id} {check.story} {check.amount:g}".replace("  ", " ")
        for check in page.checks
        if check.severity == "error"
    ]
    found += [f"Q02 {c.story} {c.amount:g}" for c in page.checks if c.id == "Q02" and 1 < c.amount < 3]
    return tuple(
        found + [fault.code for fault in report if fault.severity == "error" and fault.code not in ("NP601", "NP603")]
    )


def advice(report: Report) -> Iterator[tuple[tuple[Diagnostic, str], ...]]:
    """Every way an editor can follow a report: the first number of each piece of advice,
    and each other number instead of it."""
    pieces: dict[str, Diagnostic] = {}
    for fault in report:
        if fault.hint and fault.hint != "hint" and "target" in dict(fault.values):
            pieces.setdefault(str(dict(fault.values)["target"]), fault)
    if not pieces:
        return
    first = tuple((fault, fault.hint.split("_")[0]) for fault in pieces.values())
    yield first
    for at, (fault, _) in enumerate(first):
        for choice in fault.hint.split("_")[1:]:
            yield (*first[:at], (fault, choice), *first[at + 1 :])


def said(steps: tuple[tuple[Diagnostic, str], ...]) -> str:
    told = ((dict(fault.values), choice) for fault, choice in steps)
    return "; ".join(
        f"{values['target']} {choice} {values['picture_rows' if choice == 'picture' else choice]}"
        for values, choice in told
    )


def followed(issue: Issue, steps: tuple[tuple[Diagnostic, str], ...]) -> Issue:
    stories = {story.name: story for story in issue.pages[0].stories}
    for fault, choice in steps:
        values = dict(fault.values)
        name = str(values["target"]).split(": ")[0]
        if choice == "picture":
            stories[name] = with_picture(stories[name], int(str(values["picture"])), int(str(values["picture_rows"])))
        else:
            stories[name] = edited(stories[name], int(str(values[choice])) * (-1 if choice == "cut" else 1))
    return with_stories(issue, *stories.values())


def run(case: Case) -> Outcome:
    """The page made, and where it is not full, all its advice followed."""
    start = time.process_time()
    issue, theme = setting(case)
    page, report = made(issue, theme)
    seconds = time.process_time() - start
    faults, failed = faults_of(page, report), []
    if faults:
        ways = list(advice(report))
        if not ways:
            failed.append("no advice")
        for steps in ways:
            left = faults_of(*made(followed(issue, steps), theme))
            if left:
                failed.append(f"{said(steps)} → {', '.join(left)}")
    return Outcome(case, page.score, faults, tuple(failed), seconds)


def cases(page: str, step: int) -> Iterator[Case]:
    yield from (Case(page, characters=count) for count in LENGTHS if count % step == 0)
    yield from (Case(page, rows=rows) for rows in HEIGHTS if rows % max(1, step // 4) == 0)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", default=list(PAGES), help=", ".join(PAGES))
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    every = [case for page in options.pages for case in cases(page, options.step)]
    outcomes = []
    with ProcessPoolExecutor(options.workers) as pool:
        for outcome in pool.map(run, every):
            outcomes.append(outcome)
            if not outcome.good:
                print(f"{outcome.case}: {', '.join(outcome.faults)}", *outcome.failed, sep="\n    ", flush=True)
    for page in options.pages:
        mine = [outcome for outcome in outcomes if outcome.case.page == page]
        full = sum(not outcome.faults for outcome in mine)
        mended = sum(bool(outcome.faults) and outcome.good for outcome in mine)
        scores = sorted(outcome.score for outcome in mine if not outcome.faults)
        seconds = sorted(outcome.seconds for outcome in mine)
        print(
            f"{page}: {len(mine)} pages, {full} full (scores {scores[0]:g}–{scores[-1]:g}), "
            f"{mended} with advice that works, {len(mine) - full - mended} failed; "
            f"CPU s a page: median {seconds[len(seconds) // 2]:.2f}, worst {seconds[-1]:.2f}"
        )
    return 0 if all(outcome.good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
