"""The articles as feeds (Atom, RFC 4287; JSON Feed 1.1) and the addresses of all pages (sitemaps.org).

Entries are named by UUIDs made from paper, day, number and article, so that an edition published again, or elsewhere,
has the same.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from layout.articles.html import article_html
from layout.publish.pages import FEED, JSON_FEED
from layout.publish.values import Issue, Piece
from layout.records.xml import document, plain
from layout.version import VERSION

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_OURS = UUID("6c1f2f0e-6a2b-5d0e-9d59-6e1b0d3c7a41")  # the space of our names: any fixed one does
_MORNING = "T00:00:00+08:00"  # a paper is of a day, not of a moment; that of Beijing


def named(issue: Issue, what: str = "") -> UUID:
    """What an issue, or a part of it, is called for ever."""
    about = issue.about
    return uuid5(_OURS, "\n".join((about.paper, about.permit, about.date, about.number, what)))


def atom(issue: Issue) -> bytes:
    about, moment = issue.about, issue.day.isoformat() + _MORNING
    feed = ET.Element("feed", {"xmlns": ATOM, f"{_XML}lang": about.language})
    if issue.base:
        feed.set(f"{_XML}base", issue.base)
    _add(feed, "title", about.paper)
    _add(feed, "subtitle", about.title)
    _add(feed, "id", named(issue).urn)
    _add(feed, "updated", moment)
    _add(ET.SubElement(feed, "author"), "name", about.publisher or about.paper)
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": issue.address("index.html")})
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": issue.address(FEED)})
    _add(feed, "generator", "broadsheet-layout", version=VERSION)
    names = {sheet.number: sheet.name for sheet in issue.sheets}
    for piece in issue.singles:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "title", piece.title)
        _add(entry, "id", named(issue, piece.article.id).urn)
        _add(entry, "updated", moment)
        _add(entry, "published", moment)
        link = {"rel": "alternate", "type": "text/html", "href": issue.address(piece.address)}
        ET.SubElement(entry, "link", link)
        for name in piece.authors:
            _add(ET.SubElement(entry, "author"), "name", name)
        if names[piece.page]:
            ET.SubElement(entry, "category", {"term": plain(names[piece.page])})
        _add(entry, "summary", piece.summary)
        _add(entry, "content", _content(issue, piece), type="html")
    return document(feed)


def json_feed(issue: Issue) -> bytes:
    about, moment = issue.about, issue.day.isoformat() + _MORNING
    names = {sheet.number: sheet.name for sheet in issue.sheets}
    items: list[dict[str, Any]] = []
    for piece in issue.singles:
        picture = issue.address(piece.photos[0].file) if piece.photos else ""
        found = {
            "id": named(issue, piece.article.id).urn,
            "url": issue.address(piece.address),
            "title": piece.title,
            "summary": piece.summary,
            "content_html": _content(issue, piece),
            "image": picture,
            "date_published": moment,
            "authors": [{"name": name} for name in piece.authors],
            "tags": [name for name in (names[piece.page], piece.label) if name],
            "language": about.language,
        }
        items.append({name: value for name, value in found.items() if value})
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": about.paper,
        "description": about.title,
        "home_page_url": issue.address("index.html") if issue.base else "",
        "feed_url": issue.address(JSON_FEED) if issue.base else "",
        "language": about.language,
        "authors": [{"name": about.publisher or about.paper}],
        "items": items,
    }
    kept = {name: value for name, value in feed.items() if value}
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode()


def sitemap(issue: Issue) -> bytes:
    """Of an edition whose address is known."""
    root = ET.Element("urlset", {"xmlns": SITEMAP})
    for file in ("", *(sheet.file for sheet in issue.sheets[1:]), *(piece.file for piece in issue.pieces)):
        url = ET.SubElement(root, "url")
        _add(url, "loc", issue.address(file))
        _add(url, "lastmod", issue.day.isoformat())
    return document(root)


def _content(issue: Issue, piece: Piece) -> str:
    files = {photo.source: photo for photo in piece.photos}
    return article_html(
        piece.article,
        lambda picture: issue.address(files[picture.file].file) if picture.file in files else "",
        2,
        lambda picture: {"alt": files[picture.file].alt},
    )


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = plain(text)
