"""`layout count`: how long copy is, and how much room it has."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from layout.cli.options import allow_option, format_option, jobs_option, language_option, open_workspace
from layout.cli.printing import WORDS, as_json, cells, say, tell
from layout.cli.progress import Progress
from layout.pagenames import page_name

if TYPE_CHECKING:
    from layout.counting import Counted, PageCount, StoryCount, StoryState
    from layout.diagnostics import Language, Report
    from layout.pipeline import Session

_STDIN = "-"


@click.command(short_help="Count characters, and the room they have.")
@click.argument("files", nargs=-1, required=True, type=click.Path(readable=False, allow_dash=True), metavar="FILE...")
@jobs_option
@format_option
@allow_option
@language_option
@click.pass_obj
def count(language: Language, files: tuple[str, ...], jobs: int, form: str) -> int:
    """Count the copy of each FILE as an editor does: an issue's by page and story, and whether each story fits, may
    have so many characters more, or must lose so many; a file of plain copy by itself. - is copy from stdin.

    Characters are all but blanks, marks too; words have each Latin word or number as one (字数 of a word processor).
    What may be written may be written anywhere in the story; what must go is cut at the end of its longest or of its
    last paragraph.

    \b
    layout count issues/demo/2026-05-24.yaml
    layout count copy/*.md
    pbpaste | layout count -
    layout count issue.yaml --format json | jq '.files[].pages[].stories[] | select(.state.kind == "over")'

    JSON: {"files": [{"file", "count", "pages": [{"page", "count", "stories": [{"story", "count", "state": {"kind",
    "characters", "lines"}}]}]}], "diagnostics": […]}. count: {"body", "head", "deck", "captions", "rest", "all"}, each
    {"characters", "words", "han"}. kind: fits, room or over; characters: null where no cut of the story alone would do;
    state: null where the page could not be read whole. Page 0: stories no page has room for. No pages: plain copy.
    """
    from layout.diagnostics import Report
    from layout.pipeline import Session

    session, report = Session(open_workspace(), jobs, again=False), Report()
    found: list[dict[str, Any]] = []
    for name in files:
        with Progress(language) as progress:
            figures = _counted(name, session, report, progress)
        if figures is None:
            continue
        total, pages = figures
        if form == "json":
            found.append({"file": name, "count": total.as_json(), "pages": [page.as_json() for page in pages]})
        else:
            _print(name, total, pages, language)
    if form == "json":
        diagnostics = [fault.as_dict(language) for fault in report]
        say(as_json({"files": found, "diagnostics": diagnostics}))
    elif report.failed:
        tell(report, (), form, language, session.workspace, to_error=True)
    return int(report.failed)


def _counted(
    name: str, session: Session, report: Report, progress: Progress
) -> tuple[StoryCount, tuple[PageCount, ...]] | None:
    """A file's figures, and those of its pages, of which copy has none; None for one that cannot be read."""
    from layout.counting import StoryCount, count_copy, count_pages
    from layout.galley import read_copy
    from layout.source.reading import is_yaml

    if is_yaml(name):  # what is no issue is copy
        proof = session.check(name, watch=progress)
        # What does not fit is what was asked for, and no fault of the asking.
        report.extend(fault for fault in proof.report if proof.issue is None or fault.code[:3] == "NP1")
        if proof.issue is None:
            return None
        pages = count_pages(proof)
        return sum((page.all for page in pages), StoryCount()), pages
    source = read_copy(_Stdin() if name == _STDIN else session.workspace, name, report)
    return None if source is None else (count_copy(source), ())


class _Stdin:
    """Standard input as the one file there is."""

    def read(self, name: str) -> bytes:
        return sys.stdin.buffer.read()

    def exists(self, name: str) -> bool:
        return True

    def names(self, folder: str) -> tuple[str, ...]:
        return ()


def _print(name: str, total: StoryCount, pages: tuple[PageCount, ...], language: Language) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    words = WORDS[language]
    figures = total.body if not pages else total.all
    said = words["counted"].format(characters=figures.characters, words=figures.words, han=figures.han)
    say(f"{name}: {said}")
    console = Console()
    if not console.is_terminal:
        console = Console(width=160)  # a file or a pipe has no edge to fold at
    for page in pages:
        heading = words["count page"].format(number=page_name(page.number)) if page.number else words["no page"]
        table = Table(heading, box=box.SIMPLE)
        for key in ("count body", "count words", "count head", "count deck", "count captions"):
            table.add_column(words[key], justify="right")
        table.add_column(words["count state"])
        for story in page.stories:
            table.add_row(*cells(*_row(story, language)))
        console.print(table)


def _row(story: Counted, language: Language) -> Iterator[str]:
    count = story.count
    yield story.name
    for figure in (count.body.characters, count.body.words):
        yield str(figure)
    for part in (count.head, count.deck, count.captions):
        yield str(part.characters or "")
    yield _said(story.state, language)


def _said(state: StoryState | None, language: Language) -> str:
    """合适, 还可写 86 字, 超 23 字."""
    words = WORDS[language]
    if state is None:
        return ""
    if state.state == "over" and state.characters is None:
        return words["state lines"].format(n=state.lines)
    return words[f"state {state.state}"].format(n=state.characters)


__all__ = ["count"]
