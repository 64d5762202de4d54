"""The page now beside the page of the last proof, and what changed between them (校异同).

The proof made at this desk is remembered; one made before it began is read from ISSUE-proof.pdf.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

from layout.articles.values import Edition
from layout.batch.building import Building
from layout.changes import Word, compare, words_of
from layout.desk.showing import box_of, drawn_page
from layout.diagnostics import Report
from layout.display import Page
from layout.makeup import PageMade
from layout.pdf.job import Job
from layout.pdf.raster import draw
from layout.pipeline import Proof, Session
from layout.screen.svg import Part
from layout.screen.webfonts import Cut
from layout.source.reading import read_bytes
from layout.value import value

_DPI = 110  # of a proof page from a file: its body can be read
_KINDS = {"inserted": "new", "deleted": "gone", "replaced": "changed"}


@value
class Before:
    """Pages as they stood at a proof. words: of them; made, job: the pages, job None = they are in `pdf` alone.
    turn: 初校 1, 二校 2 …"""

    words: tuple[Word, ...]
    made: tuple[PageMade, ...] = ()
    job: Job | None = None
    pdf: bytes = b""
    turn: int = 1


Drawn = Callable[[str, Page, Job], tuple[tuple[Part, ...], tuple[Cut, ...]]]


def remembered(session: Session, issue: str, turn: int) -> Before | None:
    """The issue as it is now; None where it cannot be read."""
    proof = session.check(issue, advise=False)
    if proof.job is None or not proof.pages:
        return None
    return Before(tuple(_words(session.edition(proof))), proof.pages, proof.job, turn=turn)


def from_file(session: Session, issue: str) -> Before | None:
    """What the proof beside the issue shows; None where there is none that can be read."""
    file = Building(as_proof=True).target(issue)
    if not session.workspace.exists(file):
        return None
    report = Report()
    data = read_bytes(session.workspace, file, report)
    words = words_of(data, file, report, furniture=False) if data else ()
    return Before(words, pdf=data) if data and words else None


def compared(before: Before, session: Session, now: Proof, number: int, drawn: Drawn) -> dict[str, Any] | None:
    """A page as docs/desk-protocol.md says of /api/before; None where the proof had no such page."""
    pages = [made.page for made in now.pages]
    index = next((at for at, page in enumerate(pages) if page.number == number), None)
    if index is None or now.job is None or now.issue is None:
        return None
    changes = compare(before.words, tuple(_words(session.edition(now))))
    shown: dict[str, Any] | None
    if before.job is not None:
        page = next((made.page for made in before.made if made.page.number == number), None)
        shown = None if page is None else drawn_page(page, *drawn(now.issue.file, page, before.job))
    else:
        shown = _of_file(before.pdf, index, pages[index])
    if shown is None:
        return None
    marked = [
        {"kind": _KINDS[each.kind], "box": box, "old": each.old, "new": each.new}
        for each in changes
        if each.page == index
        for box in map(box_of, each.boxes)
    ]
    return {"number": number, "round": before.turn, "changes": marked, **shown}


def _words(edition: Edition) -> Iterator[Word]:
    """Every word of the articles, in reading order; pages count from 0 in the order of the issue."""
    order = {page.number: index for index, page in enumerate(edition.pages)}
    for article in edition.articles:
        for each in article.walk():
            for line in (line for block in each.blocks for inner in block.walk() for line in inner.lines):
                if line.page in order:
                    yield from (Word(word.text, order[line.page], word.box) for word in line.words)


def _of_file(pdf: bytes, index: int, page: Page) -> dict[str, Any] | None:
    try:
        picture = b64encode(draw(pdf, index, _DPI)).decode("ascii")
    except (RuntimeError, OSError, IndexError):
        return None
    width, height = page.trim.width, page.trim.height
    svg = f'<image href="data:image/png;base64,{picture}" width="{width:g}" height="{height:g}"/>'
    return drawn_page(page, [Part("proof", f'<g id="g-proof">{svg}</g>')], [])
