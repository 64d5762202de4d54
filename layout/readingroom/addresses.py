"""What stands where in the reading room, the same on the server and in the folder of plain files.

""                                          papers and newest issues
papers/PAPER/, papers/PAPER/YEAR/           calendar; papers/PAPER/collection.json (IIIF)
issues/ISSUE/                               pages in small, articles; manifest.json (IIIF), front.jpg, ISSUE.pdf
issues/ISSUE/pages/2/                       the page's picture; pages/2.jpg, 2-small.jpg, 2.xml (ALTO)
issues/ISSUE/articles/0203/                 an article; cutting/, cite.bib, cite.ris, words.json
search/?q=…                                 search
collection.json, feed.atom, sitemap.xml, robots.txt, assets/…

Pages to read stand once more below en/ with English words. Links are relative, so that the whole can stand below any
address. Addresses have no leading slash; those of pages end in one.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

LANGUAGES = ("zh", "en")
PREFIX = {"zh": "", "en": "en/"}
TAG = {"zh": "zh-CN", "en": "en"}
"""BCP 47."""

SEARCH = "search/"
FEED = "feed.atom"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
COLLECTION = "collection.json"
ASSETS = "assets/"
NOT_FOUND = "404.html"


def paper(token: str, year: str = "") -> str:
    """token: the paper's folder (naming.paper_of); year: "" = the newest."""
    return f"papers/{token}/{year}/" if year else f"papers/{token}/"


def collection(token: str) -> str:
    return f"papers/{token}/collection.json"


def issue(name: str) -> str:
    return f"issues/{name}/"


def manifest(name: str) -> str:
    return f"issues/{name}/manifest.json"


def front(name: str) -> str:
    """Its first page in small."""
    return f"issues/{name}/front.jpg"


def pdf(name: str) -> str:
    return f"issues/{name}/{name}.pdf"


def page(name: str, number: int) -> str:
    return f"issues/{name}/pages/{number}/"


def picture(name: str, number: int, small: bool = False) -> str:
    return f"issues/{name}/pages/{number}{'-small' if small else ''}.jpg"


def alto(name: str, number: int) -> str:
    return f"issues/{name}/pages/{number}.xml"


def article(name: str, id: str) -> str:
    return f"issues/{name}/articles/{id}/"


def cutting(name: str, id: str) -> str:
    return f"issues/{name}/articles/{id}/cutting/"


def cite(name: str, id: str, kind: str) -> str:
    """kind: bib, ris."""
    return f"issues/{name}/articles/{id}/cite.{kind}"


def words(name: str, id: str) -> str:
    return f"issues/{name}/articles/{id}/words.json"


def link(address: str, query: Mapping[str, str] | None = None) -> str:
    """The address as a link takes it: UTF-8 in per cent (RFC 3986), with the query's parts that are not empty."""
    asked = urlencode({key: given for key, given in (query or {}).items() if given}, quote_via=quote)
    return quote(address) + (f"?{asked}" if asked else "")


def up(address: str) -> str:
    """From the page at an address to the room's root: "../" once for each folder."""
    return "../" * address.count("/") or "./"
