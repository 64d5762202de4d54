"""Display list → PDF. Each face is embedded once, with the glyphs of all pages; then the pages are drawn.

    write(pages, book, job) -> bytes

Each page is dressed (its squeezed marks halved, the marks of the press round it), tagged (structure.py) and drawn
(content.py); conformance.py adds what the press and the archive want of the file as a whole. Same pages, same job, same
bytes: what is kept in a Memory from an earlier writing is what would be made again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from layout.articles.elements import outline, tell_undescribed
from layout.articles.markup import with_link_groups
from layout.diagnostics import Report
from layout.display import Fill, Frame, GlyphRun, Image, Ink, Leaf, Markup, Page, Path, Rule, walk
from layout.face import Face
from layout.fonts import FontBook
from layout.kept import Kept
from layout.pdf.archive import attach, bookmark, number_pages
from layout.pdf.colour import Placed, Plates, Spots
from layout.pdf.conformance import conform
from layout.pdf.content import STATES, Content, Cut, Pictured
from layout.pdf.document import Document
from layout.pdf.fontembed import EmbeddedFont, Glyph, Prepared, embed, prepare
from layout.pdf.halves import HalvedFace, halve
from layout.pdf.job import Job
from layout.pdf.joined import joined
from layout.pdf.marks import ROOM, marks
from layout.pdf.pageinks import printed
from layout.pdf.structure import Structure
from layout.value import Memo, replace, value

__all__ = ["Job", "Memory", "Plates", "write"]

_PAGES_KEPT = 128  # in a Memory: some eight broadsheet issues of sixteen pages, a megabyte each
_FONTS_KEPT = 32


def write(
    pages: Sequence[Page],
    book: FontBook,
    job: Job,
    report: Report | None = None,
    plates: Plates | None = None,
    memory: Memory | None = None,
) -> bytes:
    """The pages as one PDF/X-4, PDF/A-2a and PDF/UA-1 file, or as job.standard says.

    report: told of pictures that cannot be put on the plate (NP701); their place stays empty. plates: pictures
    converted by an earlier build; memory: pages written by it, from the same book. Raises ValueError when there are no
    pages: a PDF has at least one.
    """
    if not pages:
        raise ValueError("no pages to write")
    keeps = job.keeps
    document = Document(keeps.version, keeps.cid_sets)
    memory = Memory() if memory is None else memory
    sheets = [memory.sheet(page, book, job) for page in pages]
    cuts = _cut(document, book, sheets, memory)
    spots = Spots(document)
    for sheet in sheets:
        for ink in sheet.spots:
            spots.know(ink)
    report = Report() if report is None else report
    placed = Placed(document, job, Plates() if plates is None else plates, report, spots)
    outlined = outline([sheet.page for sheet in sheets])
    corners = [(sheet.margin, sheet.margin + sheet.page.trim.height) for sheet in sheets]
    structure = Structure(document, outlined, corners, [page.number for page in pages])
    pictures = [[placed.place(leaf) if isinstance(leaf, Image) else None for leaf in sheet.leaves] for sheet in sheets]
    there = [_drawn(sheet.leaves, own) for sheet, own in zip(sheets, pictures, strict=True)]
    tell_undescribed(outlined, there, report)
    for index, (sheet, own) in enumerate(zip(sheets, pictures, strict=True)):
        page = sheet.page
        tags = structure.operators(index, there[index])
        drawn = sheet.drawn(tags, own, cuts)
        resources = {name: picture.reference for name, picture in _named(own)}
        names = b"".join(b"/%b %b" % (name.encode(), reference) for name, reference in resources.items())
        inks = b"".join(b"/S%d %b" % (number, spots.place(ink)) for number, ink in enumerate(drawn.spots, 1))
        document.page(drawn.stream, _boxes(page, sheet.margin), STATES, names, index, keeps.packed, inks)
    structure.finish()
    number_pages(document, pages)
    if keeps.bookmarks:
        bookmark(document, [sheet.page for sheet in sheets], corners, job)
    if keeps.files:
        attach(document, job)
    conform(document, job)
    return document.format()


@value
class Drawn:
    """A page's content. stream: its operators, deflated; spots: the inks of the resources S1, S2 …"""

    stream: bytes
    spots: tuple[Ink, ...]


@dataclass(slots=True)
class Sheet:
    """A page as it is drawn, and what was drawn of it last. page: in the inks it is printed in, with its squeezed marks
    halved, its clusters joined and the press's marks round it; leaves: all but its groups, in order; glyphs: by face,
    each with its texts; hung: of them, those that stand in vertical lines; margin: from the medium's edge to the trim,
    points."""

    page: Page
    margin: float
    leaves: tuple[Leaf, ...]
    glyphs: Mapping[str, frozenset[Glyph]]
    hung: Mapping[str, frozenset[int]]
    _said: object = None
    _fonts: tuple[EmbeddedFont, ...] = ()
    _drawn: Drawn | None = None

    @classmethod
    def of(cls, page: Page, book: FontBook, job: Job) -> Sheet:
        own = replace(page, inks=None) if job.keeps.in_colour else printed(page, job.intent)
        dressed = joined(halve(own, book), book)
        if job.keeps.bookmarks:  # links are what no press file may have
            dressed = with_link_groups(dressed)
        if job.marks:
            dressed = replace(dressed, items=(*dressed.items, marks(own, book, job)))
        leaves = tuple(leaf for leaf in walk(dressed.items) if not isinstance(leaf, Markup))
        glyphs: dict[str, set[Glyph]] = {}
        hung: dict[str, set[int]] = {}
        for leaf in leaves:
            if isinstance(leaf, GlyphRun):
                glyphs.setdefault(leaf.face, set()).update(zip(leaf.glyphs, leaf.texts, strict=True))
                if leaf.turn == "vertical":
                    hung.setdefault(leaf.face, set()).update(leaf.glyphs)
        margin = page.bleed + (ROOM if job.marks else 0)
        return cls(
            *(dressed, margin, leaves),
            {face: frozenset(known) for face, known in glyphs.items()},
            {face: frozenset(known) for face, known in hung.items()},
        )

    @property
    def spots(self) -> Iterator[Ink]:
        """The spot inks of the page, as they come."""
        yield from () if self.page.inks is None else self.page.inks.spots
        for leaf in self.leaves:
            if not isinstance(leaf, Markup) and leaf.ink is not None and leaf.ink.spot:
                yield leaf.ink

    def drawn(self, tags: Sequence[str | None], pictures: Sequence[Pictured | None], cuts: Mapping[str, Cut]) -> Drawn:
        """The page's content. tags: for each leaf the marked content that begins with it, None = it goes on; pictures:
        for each leaf that is one; cuts: the document's faces, by name."""
        said = tuple(tags), tuple((name, picture.whole) for name, picture in _named(pictures))
        fonts = tuple([cuts[face].font for face in self.glyphs])
        if (
            self._drawn is None
            or said != self._said
            or (fonts != self._fonts and self._codes(fonts) != self._codes(self._fonts))
        ):
            self._drawn = self._draw(tags, pictures, cuts)
        self._said, self._fonts = said, fonts
        return self._drawn

    def _codes(self, fonts: Sequence[EmbeddedFont]) -> list[tuple[object, ...]]:
        """What of fonts the page has to do with."""
        return [
            (font.name, font.hung, tuple(map(font.codes.__getitem__, pairs)), font.unspelled.intersection(pairs))
            for font, pairs in zip(fonts, self.glyphs.values(), strict=True)
        ]

    def _draw(self, tags: Sequence[str | None], pictures: Sequence[Pictured | None], cuts: Mapping[str, Cut]) -> Drawn:
        content = Content(self.page.trim, self.margin, cuts)
        opened = False
        named = iter(_named(pictures))
        runs = iter([leaf for leaf in self.leaves if isinstance(leaf, GlyphRun) and leaf.glyphs][1:])
        for leaf, tag, picture in zip(self.leaves, tags, pictures, strict=True):
            if tag is not None:
                if opened:
                    content.end()
                content.begin(tag)
                opened = True
            match leaf:
                case GlyphRun():
                    content.run(leaf, next(runs, None) if leaf.glyphs else None)
                case Rule():
                    content.rule(leaf)
                case Fill():
                    content.fill(leaf)
                case Frame():
                    content.frame(leaf)
                case Path():
                    content.path(leaf)
                case Image() if picture is not None:
                    content.image(leaf, next(named)[0], picture.whole)
        if opened:
            content.end()
        return Drawn(zlib.compress(content.close()), tuple(content.spots.values()))


class Memory:
    """What stays warm between two writings: pages as they were drawn and fonts as they were cut, by value; the longest
    unused go first. kept: where fonts are looked for that are not here, and put too."""

    def __init__(self, kept: Kept | None = None) -> None:
        self.kept = kept
        self._sheets: Memo[tuple[int, object], tuple[Page, Sheet]] = Memo(_PAGES_KEPT)
        self._latest: Memo[tuple[int, object], tuple[Page, Sheet]] = Memo(_PAGES_KEPT)
        self._fonts: Memo[object, Prepared] = Memo(_FONTS_KEPT)

    def sheet(self, page: Page, book: FontBook, job: Job) -> Sheet:
        """The page's sheet: that of the very same page, or of an equal one that was the last of its number; two pages
        that differ are told apart at their first difference."""
        inked = job.intent if page.inks is not None else b""
        said = (job.title, job.publisher, job.date) if job.marks else None, job.keeps.bookmarks, inked
        known = self._sheets.get((id(page), said))
        if known is None or known[0] is not page:
            known = self._latest.get((page.number, said))
            if known is None or known[0] != page:
                known = page, Sheet.of(page, book, job)
        made = page, known[1]
        self._sheets.put((id(page), said), made)
        self._latest.put((page.number, said), made)
        return known[1]

    def font(self, face: Face, glyphs: frozenset[Glyph], hung: frozenset[int] = frozenset()) -> Prepared:
        """hung: the glyphs that stand in vertical lines."""
        key = (face.key, glyphs, hung)
        return self._fonts.get(key) or self._fonts.put(key, self._prepared(face, glyphs, hung))

    def _prepared(self, face: Face, glyphs: frozenset[Glyph], hung: frozenset[int]) -> Prepared:
        if self.kept is None:
            return prepare(face, glyphs, hung)
        key = (face.key, tuple(sorted(glyphs)), tuple(sorted(hung)))
        found = self.kept.get("font", key)
        if not isinstance(found, Prepared):
            found = prepare(face, glyphs, hung)
            self.kept.put("font", key, found)
        return found


def _cut(document: Document, book: FontBook, sheets: Sequence[Sheet], memory: Memory) -> dict[str, Cut]:
    """One subset a face and document, of the glyphs of every page."""
    used: dict[str, set[Glyph]] = {}
    hung: dict[str, set[int]] = {}
    for sheet in sheets:
        for key, glyphs in sheet.glyphs.items():
            used.setdefault(key, set()).update(glyphs)
        for key, upright in sheet.hung.items():
            hung.setdefault(key, set()).update(upright)
    cuts = {}
    for key, pairs in used.items():
        face = cast("Face", HalvedFace(book.face(key)))
        font = memory.font(face, frozenset(pairs), frozenset(hung.get(key, ())))
        cuts[key] = Cut(embed(document, font, document.cid_sets), font.advances, font.drops)
    return cuts


def _drawn(leaves: Sequence[Leaf], pictures: Sequence[Pictured | None]) -> list[bool]:
    """Of each leaf, whether anything of it is on the page."""
    return [not isinstance(leaf, Image) or picture is not None for leaf, picture in zip(leaves, pictures, strict=True)]


def _named(pictures: Sequence[Pictured | None]) -> Iterator[tuple[str, Pictured]]:
    """The pictures of a page with the names of their resources."""
    names: dict[bytes, str] = {}
    for picture in pictures:
        if picture is not None:
            yield names.setdefault(picture.reference, f"P{len(names) + 1}"), picture


def _boxes(page: Page, margin: float) -> dict[str, tuple[float, float, float, float]]:
    """Trim in bleed in medium, from the medium's lower left corner; no CropBox, no ArtBox (ISO 15930-7 §6.2.2)."""
    width, height, bleed = page.trim.width, page.trim.height, page.bleed
    return {
        "MediaBox": (0, 0, width + 2 * margin, height + 2 * margin),
        "BleedBox": (margin - bleed, margin - bleed, margin + width + bleed, margin + height + bleed),
        "TrimBox": (margin, margin, margin + width, margin + height),
    }
