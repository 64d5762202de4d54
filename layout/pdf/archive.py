"""What only a file that is not for the press may carry: bookmarks of pages and stories, and the issue's sources
attached; and what any may: its pages' printed numbers.

PDF/X-4 would allow neither a link nor a file; PDF/A-3 wants each file's relation to the pages (ISO 19005-3 §6.8).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from layout.display import Page
from layout.headings import heads, page_title
from layout.pagenames import page_name
from layout.pdf.document import Document, Raw, Stream
from layout.pdf.job import Job
from layout.pdf.objects import number, text


def bookmark(document: Document, pages: Sequence[Page], tops: Sequence[tuple[float, float]], job: Job) -> None:
    """An outline: each page, and under it its stories by their heads.

    tops: for each page x of the trim and y of its upper edge, points from the medium's lower left corner.
    """
    root = _Entry("", b"")
    for index, (page, (left, top)) in enumerate(zip(pages, tops, strict=True)):
        place = document.add(document.Pages.pages[index])
        entry = root.add(page_title(page.number, job.language), b"[%b/Fit]" % place)
        for title, run in heads(page.items):
            at = number(left + run.x), number(top - run.baseline + run.size * 1.2)
            entry.add(title, b"[%b/XYZ %b %b null]" % (place, at[0].encode(), at[1].encode()))
    document.catalog.Outlines = root.written(document)
    document.catalog.PageMode = "/UseOutlines"


def number_pages(document: Document, pages: Sequence[Page]) -> None:
    """What a reader's page box shows and takes (ISO 32000-1 §12.4.2): the printed numbers, where they are not those
    that every file has, 1, 2, 3 …"""
    if [page.number for page in pages] == list(range(1, len(pages) + 1)):
        return
    labels = (b"%d<</P%b>>" % (at, text(page.label or page_name(page.number))) for at, page in enumerate(pages))
    document.catalog.PageLabels = b"<</Nums[%b]>>" % b"".join(labels)


class _Entry:
    def __init__(self, title: str, place: bytes) -> None:
        self.title = title
        self.place = place
        self.kids: list[_Entry] = []
        self.raw = Raw(b"")

    def add(self, title: str, place: bytes) -> _Entry:
        self.kids.append(_Entry(title, place))
        return self.kids[-1]

    @property
    def shown(self) -> int:
        """Entries below it, all open (ISO 32000-1 table 152)."""
        return sum(1 + kid.shown for kid in self.kids)

    def written(self, document: Document) -> Raw:
        """The outline's root with all entries in the document (ISO 32000-1 §12.3.3)."""
        self.raw.body = b"<</Type/Outlines%b>>" % self._family(document) if self.kids else b"<</Type/Outlines>>"
        return self.raw

    def _family(self, document: Document) -> bytes:
        references = [document.add(kid.raw) for kid in self.kids]
        own = document.add(self.raw)
        for index, kid in enumerate(self.kids):
            body = b"/Title%b/Parent %b/Dest%b" % (text(kid.title), own, kid.place)
            body += b"/Prev %b" % references[index - 1] if index else b""
            body += b"/Next %b" % references[index + 1] if index + 1 < len(references) else b""
            kid.raw.body = b"<<%b%b>>" % (body, kid._family(document) if kid.kids else b"")
        return b"/First %b/Last %b/Count %d" % (references[0], references[-1], self.shown)


def attach(document: Document, job: Job) -> None:
    """The job's attachments, each a file of the document as a whole."""
    specifications, names = [], []
    for attachment in sorted(job.attachments, key=lambda attachment: attachment.name.encode("utf-16-be", "replace")):
        kind = attachment.kind.replace("/", "#2F").encode()
        entries = b"/Type/EmbeddedFile/Subtype/%b/Params<</Size %d>>" % (kind, len(attachment.data))
        data = document.add(Stream(zlib.compress(attachment.data), entries))
        name = text(attachment.name)
        body = b"<</Type/Filespec/F%b/UF%b/EF<</F %b/UF %b>>/AFRelationship/%b/Desc%b>>" % (
            *(name, name, data, data),
            attachment.relation.encode(),
            text(attachment.what),
        )
        specifications.append(document.add(Raw(body)))
        names.append(b"%b%b" % (name, specifications[-1]))
    if names:
        document.catalog.AF = b"[%b]" % b" ".join(specifications)
        document.catalog.Names = b"<</EmbeddedFiles<</Names[%b]>>>>" % b" ".join(names)
