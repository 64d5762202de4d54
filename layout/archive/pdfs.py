"""Old PDFs not made here → what is kept of them: the file as it is, its words with their places, its origin."""

from __future__ import annotations

import json
import re
from datetime import date
from hashlib import sha256

from layout.archive import naming
from layout.archive.adding import Kept, article_files, bag_info, filed
from layout.articles import foreign
from layout.articles.stored import to_json
from layout.articles.values import About
from layout.diagnostics import Report, Span
from layout.pdf.raster import characters, samples
from layout.pdffile import Damaged, open_pdf
from layout.pictures.screen import screen_jpeg
from layout.records.alto import alto
from layout.records.mets import Filed, mets
from layout.units import Size
from layout.value import replace

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.年]?(\d\d?)[-_.月]?(\d\d?)日?(?!\d)")
_MOST_PAGES = 400
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
    try:
        sizes = _sizes(data)
        pages = characters(data, inked=True)
        pictures = list(samples(data, naming.PAGE_DPI))
    except (Damaged, ValueError, RuntimeError, MemoryError) as error:  # the last but one are PDFium's
        report.add("NP954", Span(name), file=name, reason=str(error) or type(error).__name__)
        return None
    digest = sha256(data).hexdigest()
    base = name.replace("\\", "/").rpartition("/")[2]
    about = replace(about, origin=f"{base} (SHA-256 {digest})")
    edition = foreign.edition(about, sizes, pages)
    issue = naming.issue_of(about)
    files: list[Filed] = [filed(f"{issue}.pdf", data, "ARCHIVE")]
    for page, (width, height, rgb) in zip(edition.pages, pictures, strict=True):
        for small, dpi in ((False, naming.PAGE_DPI), (True, naming.SMALL_DPI)):
            made = screen_jpeg(rgb, width, height, dpi / naming.PAGE_DPI, dpi)
            use = "THUMBNAIL" if small else "IMAGE"
            files.append(filed(naming.page_picture(page.number, small), made, use, page.number))
        words = alto(edition, page, f"../{naming.page_picture(page.number)}")
        files.append(filed(naming.alto(page.number), words, "FULLTEXT", page.number))
    files += [each for article in edition.walk() for each in article_files(edition, article)]
    files.append(filed("records/origin.json", _origin(data, base, digest), "RECORD"))
    files.append(filed(naming.EDITION, to_json(edition), "TEXT"))
    files.append(filed(naming.METS, mets(edition, issue, files), "METS"))
    said = json.dumps([digest, *(getattr(about, field) for field in About.__annotations__)], ensure_ascii=False)
    made_from = sha256(said.encode()).hexdigest()
    return Kept(edition, {file.name: file.data for file in files}, bag_info(edition, issue, made_from), made_from)


def _sizes(data: bytes) -> list[Size]:
    """Of each page's trim, points. Raises Damaged, ValueError with a plain reason."""
    with open_pdf(data) as document:
        if not document.pages:
            raise ValueError("it has no pages")
        if len(document.pages) > _MOST_PAGES:
            raise ValueError(f"it has more than {_MOST_PAGES} pages")
        sizes = []
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.trimbox)
            if not (0 < right - left <= _LARGEST and 0 < top - bottom <= _LARGEST):
                raise ValueError(f"a page of {right - left:.0f} × {top - bottom:.0f} points")
            sizes.append(Size(round(right - left, 2), round(top - bottom, 2)))
        return sizes


def _origin(data: bytes, name: str, digest: str) -> bytes:
    with open_pdf(data) as document:
        said = {str(key).lstrip("/"): str(value) for key, value in (document.docinfo or {}).items()}
    found = {"file": name, "bytes": len(data), "sha256": digest, "said": said}
    return (json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
