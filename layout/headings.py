"""What an outline of a document says: its pages, and under each the stories by their heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layout.display import GlyphRun, Group, Item, walk
from layout.page_words import page_called
from layout.pagenames import page_name
from layout.runs import goes_on


def page_title(number: int, language: str) -> str:
    """What a page is called. language: BCP 47."""
    return page_called(number, language) if language[:2] in ("zh", "ja") else f"Page {page_name(number)}"


def heads(items: Sequence[Item]) -> Iterator[tuple[str, GlyphRun]]:
    """Title and first run of each story's head."""
    for item in items:
        if not isinstance(item, Group):
            continue
        if item.role == "headline":
            runs = [run for run in walk(item.items) if isinstance(run, GlyphRun)]
            if runs:
                yield _title(runs), runs[0]
        else:
            yield from heads(item.items)


def _title(runs: Sequence[GlyphRun]) -> str:
    """The lines of a head with a blank between."""
    title, before = "", runs[0]
    for run in runs:
        title += ("" if run is before or goes_on(before, run) else " ") + run.text
        before = run
    return " ".join(title.split())
