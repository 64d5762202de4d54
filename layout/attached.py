"""What goes into a file besides its pages, for who makes something else of them: what they were made from, and the
words on them (PDF/A-3)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING

from layout.display import Image, Page, walk
from layout.issue import Issue
from layout.pdf.job import Attachment, Job
from layout.source import Files
from layout.theme import find_paper

if TYPE_CHECKING:
    from layout.articles.values import Edition


def sources(files: Files, issue: Issue, previous: str, pages: tuple[Page, ...], job: Job) -> Iterator[Attachment]:
    """The issue, its paper, and a list of the pictures with their digests. previous: the file of the earlier result
    that was kept to, "" = none."""
    named = {issue.file: "the issue"}
    if previous:
        named[previous] = "where everything stood before"
    if paper := find_paper(files, issue.file):
        named[paper] = "the paper's house style"
    for file, what in named.items():
        kind = "application/json" if file == previous else "application/yaml"
        yield Attachment(os.path.basename(file), files.read(file), kind, what)
    rows = ["page\tfile\tblake2b\talternate text"]
    for page in pages:
        images = [item for item in walk(page.items) if isinstance(item, Image)]
        digests = {file: _digest(file, job).hex() for file in sorted({image.file for image in images})}
        rows += [
            "\t".join((str(page.number), image.file, digests[image.file], " ".join(image.alt.split())))
            for image in images
        ]
    listed = "\n".join(rows) + "\n"
    yield Attachment("pictures.tsv", listed.encode(), "text/tab-separated-values", "the pictures", "Data")


def _digest(file: str, job: Job) -> bytes:
    """Of a picture as it is at this moment; b"" for one that is not there."""
    try:
        return blake2b(job.read(file)).digest()
    except OSError:
        return b""


def words(edition: Edition) -> Iterator[Attachment]:
    """Each page's words with their boxes."""
    from layout.records.alto import alto

    for page in edition.pages:
        data = alto(edition, page, f"page-{page.number}")
        what = f"the words of page {page.number} and where they stand (ALTO)"
        yield Attachment(f"alto-{page.number:04d}.xml", data, "text/xml", what, "Supplement")


__all__ = ["sources", "words"]
