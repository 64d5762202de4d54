"""The issue as XML for digital newspaper systems (数字报系统): pages, articles, their parts and where they stand.

These systems all take the same things (page, picture, PDF, article with 引题 主题 副题 作者 正文 图片, its polygon) and
each by a form of its own that is nowhere published. This is a plain one, described in docs/publish.md and by
layout/data/publish/epaper.xsd, to be turned into theirs by a stylesheet. Coordinates are per cent of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from layout.pagenames import page_name
from layout.publish.values import Issue, Photo, Piece
from layout.records.xml import document, plain

NAMESPACE = "https://broadsheet-layout.example/ns/epaper/1"
_KINDS = {"story": "article", "brief": "brief", "briefs": "panel", "advert": "advertisement"}


def exchange(issue: Issue) -> bytes:
    about = issue.about
    root = ET.Element("epaper", {"xmlns": NAMESPACE, "version": "1.0", "language": about.language})
    paper = ET.SubElement(root, "paper")
    for name, text in (("name", about.paper), ("publisher", about.publisher), ("permit", about.permit)):
        _add(paper, name, text)
    _add(paper, "website", issue.website)
    number = {"number": plain(about.number)} if about.number else {}
    ET.SubElement(root, "issue", {"date": about.date, **number, "pages": str(len(issue.sheets))})
    outlines = {(sheet.number, area.piece.article.id): area.outline for sheet in issue.sheets for area in sheet.areas}
    for sheet in issue.sheets:
        page = ET.SubElement(root, "page", {"number": page_name(sheet.number), "name": plain(sheet.name)})
        picture, _ = sheet.pictures[-1]
        ET.SubElement(page, "picture", {"file": picture, "width": str(sheet.width), "height": str(sheet.height)})
        ET.SubElement(page, "pdf", {"file": sheet.pdf})
        for area in sorted(sheet.areas, key=lambda area: area.piece.article.id):
            if area.piece.page != sheet.number:
                jumped = {"article": area.piece.article.id, "from": str(area.piece.page)}
                ET.SubElement(page, "continued", {**jumped, "polygon": _polygon(area.outline)})
        for piece in sheet.pieces:
            _article(page, issue, piece, outlines)
    return document(root)


def _article(
    parent: ET.Element,
    issue: Issue,
    piece: Piece,
    outlines: dict[tuple[int, str], tuple[tuple[float, float], ...]],
) -> None:
    article = piece.article
    named = {"id": article.id, "kind": _KINDS[article.role], "file": piece.address}
    outline = outlines.get((piece.page, article.id), ())
    if outline:
        named["polygon"] = _polygon(outline)
    if piece.going:
        named["continues"] = str(piece.going)
    found = ET.SubElement(parent, "article", named)
    for name, text in (
        ("introtitle", piece.kicker),
        ("title", piece.title),
        ("subtitle", piece.deck),
        ("column", piece.label),
    ):
        _add(found, name, text)
    for name in piece.authors:
        _add(found, "author", name)
    _add(found, "byline", piece.byline)
    if said := _text(piece):
        content = ET.SubElement(found, "content")
        for kind, words in said:
            ET.SubElement(content, "p", {"kind": kind} if kind else {}).text = plain(words)
    for photo in piece.photos:
        _photo(found, photo)
    for brief in piece.briefs:
        _article(found, issue, brief, outlines)


def _photo(parent: ET.Element, photo: Photo) -> None:
    size = {"width": str(photo.width), "height": str(photo.height)}
    picture = ET.SubElement(parent, "picture", {"file": photo.file, **size})
    _add(picture, "alt", photo.alt)
    _add(picture, "caption", photo.caption)


def _text(piece: Piece) -> Sequence[tuple[str, str]]:
    """Paragraphs with what they are, "" = running text; a row of a table is one, its cells parted by tabs."""
    kinds = {"paragraph": "", "subhead": "subhead", "item": "item", "quote": "quote", "row": "row"}
    within = {id(part) for block in piece.article.all_of("quote") for part in block.walk() if part.role == "paragraph"}
    blocks = (block for block in piece.article.all_of(*kinds) if id(block) not in within)
    return [(kinds[block.role], block.text) for block in blocks if block.text]


def _polygon(outline: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{x * 100:.2f},{y * 100:.2f}" for x, y in outline)


def _add(parent: ET.Element, name: str, text: str) -> None:
    if text:
        ET.SubElement(parent, name).text = plain(text)
