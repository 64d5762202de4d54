"""What programs read: IIIF Presentation 3.0, Atom (RFC 4287), sitemap (sitemaps.org 0.9), robots.txt (RFC 9309)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from layout.archive import naming
from layout.archive.values import IssueRow
from layout.articles.values import Article
from layout.readingroom import addresses
from layout.readingroom.desk import Desk
from layout.readingroom.holdings import Holdings, Paper
from layout.readingroom.shelves import Volume, token_of
from layout.records.xml import plain
from layout.units import Rect, Size

_CONTEXT = "http://iiif.io/api/presentation/3/context.json"
_MIDDAY = "T12:00:00+08:00"  # an issue has a day and no hour; midday in China is that day nearly everywhere


def manifest(desk: Desk, volume: Volume) -> bytes:
    """IIIF manifest of an issue: a canvas a page with its picture, a range an article."""
    row, about = volume.row, volume.edition.about
    here = desk.out(addresses.manifest(row.issue))
    scales: dict[int, float] = {}
    canvases = []
    for page in volume.edition.pages:
        size = volume.picture_size(page.number) or Size(page.size.width, page.size.height)
        scales[page.number] = size.width / page.size.width
        canvases.append(_canvas(desk, volume, page.number, page.section, size))
    made: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": here,
        "type": "Manifest",
        "label": _said(f"{about.paper} {desk.issue_label(row)}", about.language),
        "metadata": [
            {"label": {"zh": [chinese], "en": [english]}, "value": _said(given, about.language)}
            for chinese, english, given in (
                ("报纸", "Paper", about.paper),
                ("日期", "Date", about.date),
                ("期号", "Number", about.number),
                ("出版", "Publisher", about.publisher),
                ("刊号", "Registration", about.permit),
            )
            if given
        ],
        "viewingDirection": "right-to-left" if about.spine == "right" else "left-to-right",
        "behavior": ["paged"],
        "homepage": [_homepage(desk.out(addresses.issue(row.issue), "zh"), about.paper)],
        "partOf": [{"id": desk.out(addresses.collection(token_of(row))), "type": "Collection"}],
        "items": canvases,
        "structures": [_contents(desk, volume, scales)],
    }
    if about.date:
        made["navDate"] = about.date + _MIDDAY
    if f"{row.issue}.pdf" in volume.digests:
        address = desk.out(addresses.pdf(row.issue))
        made["rendering"] = [{"id": address, "type": "Text", "label": _said("PDF", ""), "format": "application/pdf"}]
    return _json(made)


def _canvas(desk: Desk, volume: Volume, number: int, section: str, size: Size) -> dict[str, Any]:
    canvas = _canvas_id(desk, volume, number)
    pixels = {"width": round(size.width), "height": round(size.height)}
    words = " ".join(part for part in (desk.page_label(number), section) if part)
    picture = desk.out(addresses.picture(volume.name, number))
    small = desk.out(addresses.picture(volume.name, number, small=True))
    made: dict[str, Any] = {
        "id": canvas,
        "type": "Canvas",
        "label": _said(words, volume.edition.about.language),
        **pixels,
        "thumbnail": [{"id": small, "type": "Image", "format": "image/jpeg"}],
        "homepage": [_homepage(desk.out(addresses.page(volume.name, number), "zh"), words)],
        "items": [
            {
                "id": f"{canvas}/painting",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{canvas}/painting/1",
                        "type": "Annotation",
                        "motivation": "painting",
                        "target": canvas,
                        "body": {"id": picture, "type": "Image", "format": "image/jpeg", **pixels},
                    }
                ],
            }
        ],
    }
    if naming.alto(number) in volume.digests:
        made["seeAlso"] = [
            {
                "id": desk.out(addresses.alto(volume.name, number)),
                "type": "Dataset",
                "format": "application/xml",
                "profile": "http://www.loc.gov/standards/alto/",
            }
        ]
    return made


def _contents(desk: Desk, volume: Volume, scales: dict[int, float]) -> dict[str, Any]:
    def of(article: Article) -> dict[str, Any]:
        place = desk.out(addresses.manifest(volume.name)) + f"/range/{article.id}"
        parts = [_part(desk, volume, number, box, scales[number]) for number, box in article.boxes if number in scales]
        return {
            "id": place,
            "type": "Range",
            "label": _said(desk.title_of(article), volume.edition.about.language),
            "homepage": [_homepage(desk.out(addresses.article(volume.name, article.id), "zh"), desk.title_of(article))],
            "items": [*parts, *map(of, article.articles)],
        }

    return {
        "id": desk.out(addresses.manifest(volume.name)) + "/range/contents",
        "type": "Range",
        "label": {"zh": ["目录"], "en": ["Contents"]},
        "items": [of(article) for article in volume.edition.articles],
    }


def _part(desk: Desk, volume: Volume, number: int, box: Rect, scale: float) -> dict[str, Any]:
    place = ",".join(str(round(each * scale)) for each in (box.x, box.y, box.width, box.height))
    return {
        "type": "SpecificResource",
        "source": {"id": _canvas_id(desk, volume, number), "type": "Canvas"},
        "selector": {
            "type": "FragmentSelector",
            "conformsTo": "http://www.w3.org/TR/media-frags/",
            "value": f"xywh={place}",
        },
    }


def _canvas_id(desk: Desk, volume: Volume, number: int) -> str:
    return f"{desk.out(addresses.manifest(volume.name))}/canvas/{number}"


def collection(desk: Desk, paper: Paper) -> bytes:
    """IIIF collection of a paper: its issues' manifests, the oldest first."""
    manifests = []
    for row in paper.issues:
        each = {
            "id": desk.out(addresses.manifest(row.issue)),
            "type": "Manifest",
            "label": _said(f"{row.paper} {desk.issue_label(row)}", "zh-CN"),
        }
        if row.date:
            each["navDate"] = row.date + _MIDDAY
        manifests.append(each)
    return _collection(desk, addresses.collection(paper.token), paper.name, addresses.paper(paper.token), manifests)


def collections(desk: Desk, holdings: Holdings) -> bytes:
    """IIIF collection of all papers."""
    papers = [
        {"id": desk.out(addresses.collection(paper.token)), "type": "Collection", "label": _said(paper.name, "zh-CN")}
        for paper in holdings.papers
    ]
    return _collection(desk, addresses.COLLECTION, desk.name or desk.words["room"], "", papers)


def _collection(desk: Desk, address: str, name: str, page: str, items: Sequence[dict[str, Any]]) -> bytes:
    return _json(
        {
            "@context": _CONTEXT,
            "id": desk.out(address),
            "type": "Collection",
            "label": _said(name, "zh-CN"),
            "homepage": [_homepage(desk.out(page, "zh"), name)],
            "items": items,
        }
    )


def _said(words: str, language: str) -> dict[str, list[str]]:
    return {language or "none": [words]}


def _homepage(address: str, name: str) -> dict[str, Any]:
    return {"id": address, "type": "Text", "label": _said(name, "zh-CN"), "format": "text/html"}


def _json(found: dict[str, Any]) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def atom(desk: Desk, rows: Iterable[IssueRow], sentences: Iterable[str]) -> bytes:
    """Feed of the newest issues. sentences: of each, what is in it."""
    entries = []
    newest = ""
    for row, sentence in zip(rows, sentences, strict=True):
        address = desk.out(addresses.issue(row.issue), "zh")
        updated = (row.date or "1970-01-01") + _MIDDAY
        newest = max(newest, updated)
        entries.append(
            f"<entry><id>{escape(address)}</id><title>{escape(plain(f'{row.paper} {desk.issue_label(row)}'))}</title>"
            f"<updated>{updated}</updated><link href={quoteattr(address)}/>"
            f"<author><name>{escape(plain(row.paper))}</name></author><summary>{escape(plain(sentence))}</summary></entry>\n"
        )
    here, home = desk.out(addresses.FEED), desk.out("", "zh")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
        f"<id>{escape(here)}</id><title>{escape(plain(desk.name or desk.words['room']))}</title>"
        f"<updated>{newest or '1970-01-01' + _MIDDAY}</updated>"
        f'<link rel="self" href={quoteattr(here)}/><link href={quoteattr(home)}/>\n{"".join(entries)}</feed>\n'
    ).encode()


SITEMAP_MOST = 50_000
"""Addresses of one sitemap (sitemaps.org); the issues that are older are found from the calendars."""


def sitemap(desk: Desk, holdings: Holdings) -> bytes:
    """Papers, years and issues; the articles are linked from these."""
    places = [""]
    places += [addresses.paper(paper.token, year) for paper in holdings.papers for year in paper.years]
    places += [addresses.issue(row.issue) for row in holdings.newest]
    lines = "".join(f"<url><loc>{escape(desk.out(place, 'zh'))}</loc></url>\n" for place in places[:SITEMAP_MOST])
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
    ).encode()


def robots(desk: Desk) -> bytes:
    """Everything may be read but the endless pages of a search."""
    return f"User-agent: *\nDisallow: /*search/\nSitemap: {desk.out(addresses.SITEMAP)}\n".encode()
