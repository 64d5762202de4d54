"""The issue as an EPUB 3 (W3C EPUB 3.3): a page's picture, then its articles; navigation by page and article.

Written here, without a library: those there are ask the clock, draw random names, or bind who uses them by the AGPL.
The same edition gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from html import escape
from xml.etree import ElementTree as ET

from layout.page_words import page_word
from layout.pagenames import page_name
from layout.publish.feeds import named
from layout.publish.pages import body_html, called, dated
from layout.publish.values import Issue, Photo, Piece, Sheet
from layout.records.xml import document, plain
from layout.value import value

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
 <rootfiles>
  <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
 </rootfiles>
</container>
"""
_KINDS = {"xhtml": "application/xhtml+xml", "css": "text/css", "jpg": "image/jpeg"}
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP can name
_STYLE = """body{margin:0 5%;line-height:1.75}
h1{font-size:1.5em;line-height:1.35;margin:.5em 0}
h2,h3{font-size:1.1em;margin:1.5em 0 .5em}
p{margin:0 0 .75em;text-indent:2em}
p.kicker,p.deck,p.byline,p.where,figcaption p{text-indent:0}
p.where,p.byline,figcaption{font-size:.85em}
figure{margin:1em 0}
img{max-width:100%;height:auto}
figcaption{margin-top:.4em}
blockquote{margin:1em 0 1em .5em;padding-left:.8em;border-left:.2em solid}
table{border-collapse:collapse;width:100%;font-size:.85em}
th,td{border-bottom:1px solid;padding:.3em .6em .3em 0;text-align:left}
p.cover{margin:0;text-align:center;text-indent:0}
.cover img{max-height:100vh}
"""
# A paper folded at its right edge is read vertically on a screen too; its pictures of pages stay as they are.
_VERTICAL = """html{writing-mode:vertical-rl;-epub-writing-mode:vertical-rl;-webkit-writing-mode:vertical-rl}
body{margin:5% 0}
img{max-width:90vw;max-height:90vh;width:auto}
blockquote{margin:.5em 1em 0;padding:.8em 0 0;border-left:0;border-top:.2em solid}
table,nav{writing-mode:horizontal-tb;-epub-writing-mode:horizontal-tb;-webkit-writing-mode:horizontal-tb}
"""


@value
class _Item:
    """A file of the book. read: it is part of what is read, in order."""

    name: str
    data: bytes
    properties: str = ""
    read: bool = False

    @property
    def id(self) -> str:
        return "f-" + self.name.replace("/", "-").replace(".", "-")


def epub(issue: Issue, files: Mapping[str, bytes], covers: Mapping[int, bytes]) -> bytes:
    """The EPUB file. files: of the edition, for its pictures; covers: of each page a JPEG, by number."""
    items = [*_items(issue, files, covers)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        # The media type first and as it is (OCF 3.3 §4.3).
        _pack(archive, "mimetype", b"application/epub+zip", packed=False)
        _pack(archive, "META-INF/container.xml", _CONTAINER)
        _pack(archive, "EPUB/package.opf", _package(issue, items))
        for item in items:
            _pack(archive, f"EPUB/{item.name}", item.data, packed=not item.name.endswith(".jpg"))
    return out.getvalue()


def _pack(archive: zipfile.ZipFile, name: str, data: bytes, packed: bool = True) -> None:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    archive.writestr(entry, data)


def _items(issue: Issue, files: Mapping[str, bytes], covers: Mapping[int, bytes]) -> Iterator[_Item]:
    yield _Item("nav.xhtml", plain(_nav(issue)).encode(), "nav")
    style = _STYLE + (_VERTICAL if issue.about.spine == "right" else "")
    yield _Item("style.css", style.encode())
    for sheet in issue.sheets:
        yield _Item(_sheet_file(sheet), plain(_sheet(issue, sheet)).encode(), read=True)
        for piece in sheet.pieces:
            yield _Item(_file(piece), plain(_article(issue, sheet, piece)).encode(), read=True)
    for at, sheet in enumerate(issue.sheets):
        yield _Item(_cover(sheet), covers[sheet.number], "" if at else "cover-image")
    for file in dict.fromkeys(photo.file for piece in issue.pieces for photo in _photos(piece)):
        yield _Item(file, files[file])


def _package(issue: Issue, items: list[_Item]) -> bytes:
    """The package document (EPUB 3.3 §5)."""
    about = issue.about
    root = ET.Element(
        "package",
        {
            "xmlns": _OPF,
            "xmlns:dc": _DC,
            "version": "3.0",
            "unique-identifier": "id",
            "xml:lang": about.language,
            "prefix": "schema: http://schema.org/",
        },
    )
    metadata = ET.SubElement(root, "metadata")
    publisher = about.publisher or about.paper
    for name, text in (
        ("title", f"{about.paper}　{dated(issue)}"),
        ("creator", publisher),
        ("publisher", publisher),
        ("date", about.date),
        ("language", about.language),
        ("type", "newspaper"),
    ):
        ET.SubElement(metadata, f"dc:{name}").text = plain(text)
    ET.SubElement(metadata, "dc:identifier", {"id": "id"}).text = named(issue).urn
    said = ("schema:accessibilitySummary", page_word("accessibility", about.language))
    for name, text in (("dcterms:modified", f"{issue.day.isoformat()}T00:00:00Z"), *_ACCESS, said):
        ET.SubElement(metadata, "meta", {"property": name}).text = text
    manifest = ET.SubElement(root, "manifest")
    for item in items:
        kind = _KINDS[item.name.rpartition(".")[2]]
        properties = {"properties": item.properties} if item.properties else {}
        ET.SubElement(manifest, "item", {"id": item.id, "href": item.name, "media-type": kind, **properties})
    turned = "rtl" if about.spine == "right" else "ltr"
    spine = ET.SubElement(root, "spine", {"page-progression-direction": turned})
    for item in items:
        if item.read:
            ET.SubElement(spine, "itemref", {"idref": item.id})
    return document(root)


_ACCESS = (
    ("schema:accessMode", "textual"),
    ("schema:accessMode", "visual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "alternativeText"),
    ("schema:accessibilityFeature", "pageNavigation"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityHazard", "none"),
)
"""EPUB Accessibility 1.1 §2.2."""


def _pictured(issue: Issue, name: str) -> str:
    """What the picture of a page shows."""
    return escape(page_word("page_picture", issue.about.language, name=name))


def _photos(piece: Piece) -> tuple[Photo, ...]:
    return tuple(photo for each in (piece, *piece.briefs) for photo in each.photos)


def _cover(sheet: Sheet) -> str:
    return f"pages/{page_name(sheet.number, padded=True)}.jpg"


def _file(piece: Piece) -> str:
    return f"a{piece.article.id}.xhtml"


def _sheet_file(sheet: Sheet) -> str:
    return f"page-{page_name(sheet.number, padded=True)}.xhtml"


def _sheet(issue: Issue, sheet: Sheet) -> str:
    """A page's picture and its titles."""
    name = called(sheet)
    said = page_name(sheet.number)
    body = [
        f'<section epub:type="chapter" aria-label="{escape(name)}">',
        f'<span epub:type="pagebreak" role="doc-pagebreak" id="p{sheet.number}" aria-label="{said}"></span>',
        f'<h1>{escape(name)}</h1><p class="where">{escape(issue.about.paper)}　{escape(dated(issue))}</p>',
        f'<p class="cover"><img src="{_cover(sheet)}" alt="{_pictured(issue, name)}"/></p>',
        "<ul>",
        *(f'<li><a href="{_file(piece)}">{escape(piece.title)}</a></li>' for piece in sheet.pieces),
        "</ul>",
        *_index(sheet),
        "</section>",
    ]
    return _document(issue, name, body)


def _index(sheet: Sheet) -> Iterator[str]:
    """What the page's index names, each line with its page."""
    if sheet.listed:
        yield "<h2>导读</h2><ul>"
        for each in sheet.listed:
            page = f"{page_name(each.piece.page)}版"
            yield f'<li><a href="{_file(each.piece)}">{escape(each.title)}</a>　{page}</li>'
        yield "</ul>"


def _article(issue: Issue, sheet: Sheet, piece: Piece) -> str:
    source = {photo.source: photo.file for photo in _photos(piece)}
    body = [
        f'<article epub:type="chapter" id="a{piece.article.id}">',
        f'<p class="where">{escape(called(sheet))}{"　" + escape(piece.label) if piece.label else ""}</p>',
        body_html(piece, source, sizes=False).rstrip("\n"),
        "</article>",
    ]
    return _document(issue, piece.title, body)


def _nav(issue: Issue) -> str:
    def entries() -> Iterator[str]:
        for sheet in issue.sheets:
            yield f'<li><a href="{_sheet_file(sheet)}">{escape(called(sheet))}</a><ol>'
            for piece in sheet.pieces:
                inner = "".join(
                    f'<li><a href="{_file(piece)}#{brief.anchor}">{escape(brief.title)}</a></li>'
                    for brief in piece.briefs
                )
                more = f"<ol>{inner}</ol>" if inner else ""
                yield f'<li><a href="{_file(piece)}">{escape(piece.title)}</a>{more}</li>'
            yield "</ol></li>"

    contents = page_word("contents", issue.about.language)
    pages = [
        f'<li><a href="{_sheet_file(sheet)}#p{sheet.number}">{page_name(sheet.number)}</a></li>'
        for sheet in issue.sheets
    ]
    first = _sheet_file(issue.sheets[0])
    body = [
        f'<nav epub:type="toc" role="doc-toc" id="toc"><h1>{contents}</h1><ol>',
        *entries(),
        "</ol></nav>",
        '<nav epub:type="page-list" role="doc-pagelist" hidden="hidden"><h2>版次</h2><ol>',
        *pages,
        "</ol></nav>",
        '<nav epub:type="landmarks" hidden="hidden"><h2>导航</h2><ol>',
        f'<li><a epub:type="bodymatter" href="{first}">正文</a></li>',
        "</ol></nav>",
    ]
    return _document(issue, contents, body)


def _document(issue: Issue, title: str, body: list[str]) -> str:
    language = escape(issue.about.language)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            "<!DOCTYPE html>",
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
            f' lang="{language}" xml:lang="{language}">',
            f"<head><title>{escape(title)}</title>",
            '<link rel="stylesheet" type="text/css" href="style.css"/></head>',
            "<body>",
            *body,
            "</body>",
            "</html>",
            "",
        ]
    )
