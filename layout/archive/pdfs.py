"""Old PDFs not made here → what is kept of them: the file as it is, its words with their places, its origin."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from hashlib import sha256

from layout.archive import naming
from layout.archive.adding import Kept, article_files, filed, packed, page_files
from layout.articles import foreign
from layout.articles.values import About
from layout.diagnostics import Report, Span
from layout.pdf.raster import seen
from layout.pdffile import Damaged, open_pdf
from layout.pictures.screen import screen_jpeg
from layout.records.mets import Filed
from layout.units import Size
from layout.value import replace

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.年]?(\d\d?)[-_.月]?(\d\d?)日?(?!\d)")
_MOST_PAGES = 200  # the thickest paper has 128
_LARGEST = 4_000.0  # points: a sheet of 对开 is 2,200 high; more at 150 dpi would take a gigabyte


def date_in(name: str) -> str:
    """A day in a file's name, ISO 8601; "" where there is none: 报_20190715.pdf, 2019-7-15.pdf."""
    for match in _DAY.finditer(name):
        try:
            return date(*map(int, match.groups())).isoformat()
        except ValueError:
            continue
    return ""


def kept(data: bytes, name: str, about: About, report: Report) -> Kept | None:
    """Everything that is kept of a PDF; None when it cannot be read (NP954). name: of the file, as it is told."""
    about = replace(about, **{field: clean(getattr(about, field)) for field in About.__annotations__})
    sizes: list[Size] = []
    pages: list[tuple[foreign.Character, ...]] = []
    pictures: list[tuple[bytes, bytes]] = []  # as JPEGs: of the pages themselves there is only one at a time
    try:
        open_pdf(data).close()  # PDFium's own words for a damaged file are no help
        for page in seen(data, naming.PAGE_DPI, _MOST_PAGES, _LARGEST):
            sizes.append(Size(round(page.size.width, 2), round(page.size.height, 2)))
            pages.append(page.characters)
            large, small = (
                screen_jpeg(page.samples, page.width, page.height, dpi / naming.PAGE_DPI, dpi)
                for dpi in (naming.PAGE_DPI, naming.SMALL_DPI)
            )
            pictures.append((large, small))
    except (Damaged, ValueError, RuntimeError, MemoryError) as error:  # the last but one are PDFium's
        report.add("NP954", Span(name), file=name, reason=str(error) or type(error).__name__)
        return None
    digest = sha256(data).hexdigest()
    base = name.replace("\\", "/").rpartition("/")[2]
    about = replace(about, origin=f"{clean(base)} (SHA-256 {digest})")
    edition = foreign.edition(about, sizes, pages)
    files: list[Filed] = [filed(f"{naming.issue_of(about)}.pdf", data, "ARCHIVE")]
    for text, (large, small) in zip(edition.pages, pictures, strict=True):
        files += page_files(edition, text, large, small)
    files += [each for article in edition.walk() for each in article_files(edition, article)]
    files.append(filed("records/origin.json", _origin(data, base, digest), "RECORD"))
    said = json.dumps([digest, *(getattr(about, field) for field in About.__annotations__)], ensure_ascii=False)
    return packed(edition, files, sha256(said.encode()).hexdigest())


def clean(words: str) -> str:
    """Words from a command line or a file, without what no document takes: controls, marks of direction, half
    characters."""
    return "".join(each for each in words if unicodedata.category(each) not in foreign.UNSEEN).strip()


def _origin(data: bytes, name: str, digest: str) -> bytes:
    with open_pdf(data) as document:
        said = {clean(str(key).lstrip("/")): clean(str(value)) for key, value in (document.docinfo or {}).items()}
    found = {"file": clean(name), "bytes": len(data), "sha256": digest, "said": said}
    return (json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
