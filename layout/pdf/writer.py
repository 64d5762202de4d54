"""Display list → PDF. Glyphs are counted over all pages first, so that each face is embedded once; then the pages are drawn.

    write(pages, book, job) -> bytes

reportlab's canvas is the pen (document.py), content.py writes the operators, structure.py the tags, conformance.py what the
press and the archive want of the file as a whole. Same pages, same job, same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from layout.diagnostics import Report
from layout.display import Fill, Frame, GlyphRun, Group, Image, Item, Page, Path, Rule, walk
from layout.fonts import Face, FontBook
from layout.pdf.archive import attach, bookmark
from layout.pdf.colour import Placed, Plates, Spots
from layout.pdf.conformance import conform
from layout.pdf.content import STATES, Content, Cut
from layout.pdf.document import Document, Pen, text
from layout.pdf.fontembed import embed
from layout.pdf.halves import HalvedFace, halve
from layout.pdf.job import Job
from layout.pdf.marks import ROOM, marks
from layout.pdf.structure import Element, Structure
from layout.units import Rect

__all__ = ["Job", "Plates", "write"]

_ARTIFACT = "/Artifact BMC"


def write(
    pages: Sequence[Page],
    book: FontBook,
    job: Job,
    report: Report | None = None,
    plates: Plates | None = None,
) -> bytes:
    """The pages as one PDF/X-4, PDF/A-2a and PDF/UA-1 file, or as job.standard says.

    report: told of pictures that cannot be put on the plate (NP701); their place stays empty. plates: pictures converted by
    an earlier build. Raises ValueError when there are no pages: a PDF has at least one.
    """
    if not pages:
        raise ValueError("no pages to write")
    keeps = job.keeps
    pen = Pen(Document(keeps.version, keeps.cid_sets))
    dressed = [_dress(page, book, job) for page in pages]
    cuts = _cut(pen.document, book, dressed)
    spots = Spots(pen.document)
    report = Report() if report is None else report
    placed = Placed(pen.document, job, Plates() if plates is None else plates, report, spots)
    structure = Structure(pen.document)
    margins = [page.bleed + (ROOM if job.marks else 0) for page in dressed]
    for page, margin in zip(dressed, margins, strict=True):
        content = Content(page.trim, margin, cuts)
        row = structure.begin_page()
        _Draw(content, structure, placed).page(page.items)
        names = b"".join(b"/%b %b" % (name.encode(), reference) for name, reference in content.pictures.items())
        inks = b"".join(b"/S%d %b" % (index, spots.place(ink)) for index, ink in enumerate(content.spots.values(), 1))
        pen.page(content.close(), _boxes(page, margin), STATES, names, row, keeps.packed, inks)
    structure.finish()
    if keeps.bookmarks:
        tops = [(margin, margin + page.trim.height) for page, margin in zip(dressed, margins, strict=True)]
        bookmark(pen.document, dressed, tops, job)
    if keeps.files:
        attach(pen.document, job)
    conform(pen.document, job)
    return bytes(pen.getpdfdata())


def _dress(page: Page, book: FontBook, job: Job) -> Page:
    """The page as it is drawn: its squeezed marks halved, and the marks of the press round it."""
    halved = halve(page, book)
    return replace(halved, items=(*halved.items, marks(page, book, job))) if job.marks else halved


def _cut(document: Document, book: FontBook, pages: Sequence[Page]) -> dict[str, Cut]:
    """One subset a face and document, of the glyphs of every page."""
    used: dict[str, dict[int, dict[str, None]]] = {}
    for page in pages:
        for item in walk(page.items):
            if isinstance(item, GlyphRun):
                glyphs = used.setdefault(item.face, {})
                for glyph, meaning in zip(item.glyphs, item.texts, strict=True):
                    glyphs.setdefault(glyph, {})[meaning] = None
    cuts = {}
    for key, glyphs in used.items():
        face = cast("Face", HalvedFace(book.face(key)))
        font = embed(document, face, {glyph: tuple(texts) for glyph, texts in glyphs.items()}, document.cid_sets)
        cuts[key] = Cut(font, {glyph: face.advance(glyph) for glyph in glyphs})
    return cuts


def _boxes(page: Page, margin: float) -> dict[str, tuple[float, float, float, float]]:
    """Trim in bleed in medium, from the medium's lower left corner; no CropBox, no ArtBox (ISO 15930-7 §6.2.2)."""
    width, height, bleed = page.trim.width, page.trim.height, page.bleed
    return {
        "MediaBox": (0, 0, width + 2 * margin, height + 2 * margin),
        "BleedBox": (margin - bleed, margin - bleed, margin + width + bleed, margin + height + bleed),
        "TrimBox": (margin, margin, margin + width, margin + height),
    }


@dataclass(slots=True)
class _Draw:
    """Draws one page's items and tags them. _open: what the open marked content belongs to; None = nothing, "" = artifact."""

    content: Content
    structure: Structure
    placed: Placed
    _open: Element | str | None = None
    _paragraph: Element | None = None
    _caption: str = ""

    def page(self, items: Sequence[Item]) -> None:
        self._items(items, self.structure.root)
        self._close()

    def _items(self, items: Sequence[Item], owner: Element | None) -> None:
        """owner: the element the items stand in; None = they are artifacts."""
        for item in items:
            match item:
                case Group():
                    self._group(item, owner)
                case GlyphRun():
                    self._belong(owner and self._text_owner(owner))
                    self.content.run(item)
                case Image():
                    self._image(item, owner)
                case Rule():
                    self._belong(None)
                    self.content.rule(item)
                case Fill():
                    self._belong(None)
                    self.content.fill(item)
                case Frame():
                    self._belong(None)
                    self.content.frame(item)
                case Path():
                    self._path(item, owner)

    def _group(self, group: Group, owner: Element | None) -> None:
        if owner is None or group.role == "artifact":
            self._items(group.items, None)
            return
        self._paragraph = None
        if group.role == "figure":
            self._caption = "".join(item.text for item in walk(group.items) if isinstance(item, GlyphRun))
        elif group.role == "advert":
            self._caption = group.name
        element = self.structure.enter(group, owner)
        self._items(group.items, element)
        self._paragraph, self._caption = None, ""

    def _text_owner(self, owner: Element) -> Element:
        """Text that stands loose in a story has a paragraph of its own."""
        if owner.holds_text:
            return owner
        if self._paragraph is None:
            self._paragraph = self.structure.add("P", owner)
        return self._paragraph

    def _image(self, image: Image, owner: Element | None) -> None:
        picture = self.placed.place(image)
        if picture is None:
            return
        if owner is not None:
            # A figure must say something (ISO 14289-1 §7.3): its caption, where nobody has described it.
            if not (image.alt or self._caption):
                self.placed.report.add("NP702", image.origin, file=image.file)
            owner = self._figure(owner, image.rect, image.alt or self._caption or image.file.rpartition("/")[2])
        self._belong(owner)
        self.content.image(image, picture)

    def _path(self, path: Path, owner: Element | None) -> None:
        self._belong(self._figure(owner, path.rect, path.alt) if owner is not None and path.alt else None)
        self.content.path(path)

    def _figure(self, owner: Element, box: Rect, alt: str) -> Element:
        entries = b"/Alt%b/A<</O/Layout/Placement/Block/BBox[%b]>>" % (text(alt), self.content.bounds(box))
        return self.structure.add("Figure", owner, entries)

    def _belong(self, owner: Element | None) -> None:
        """Open marked content for what is drawn next, unless it is open already."""
        wanted = "" if owner is None else owner
        if self._open is wanted:
            return
        self._close()
        if owner is None:
            self.content.begin(_ARTIFACT)
        else:
            self.content.begin(f"/{owner.kind} <</MCID {self.structure.mark(owner)}>> BDC")
        self._open = wanted

    def _close(self) -> None:
        if self._open is not None:
            self.content.end()
            self._open = None
