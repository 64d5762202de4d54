"""What stands where in an archive, and what each file of a bag is called.

ARCHIVE/archive.json                        what the folder is
ARCHIVE/catalogue.sqlite                    can be made anew from the bags
ARCHIVE/bags/PAPER/YEAR/ISSUE/v1/           a bag (RFC 8493) of each version; the highest is the one in force
    data/edition.json                       the issue as it is read (layout.articles.stored)
    data/ISSUE.pdf, ISSUE-press.pdf, ISSUE.ofd
    data/mets.xml, alto/0001.xml
    data/pages/0001.jpg, 0001-small.jpg     by page number, inside the trim
    data/articles/0101.txt, .md, .json      by article id
    data/sources/…                          what it was made from, by the names the issue has for it
    data/records/…                          preflight, sign-off
"""

from __future__ import annotations

import unicodedata
from hashlib import sha256

from layout.articles.values import About

MARKER = "archive.json"
CATALOGUE = "catalogue.sqlite"
JOURNAL = ".add.journal"
BAGS = "bags"
EDITION = "edition.json"
METS = "mets.xml"

PAGE_DPI = 150.0
"""Of the page pictures: 9 pt type can be read on a screen at twice its size."""

SMALL_DPI = 36.0
"""Of the small ones, for lists."""


def token(words: str) -> str:
    """A name that files and addresses take: letters of any script with their marks, digits, `.`, `-`, `_`. Words that
    have none of these are known by a digest."""
    plain = unicodedata.normalize("NFC", words)
    kept = (each if unicodedata.category(each)[0] in "LMN" or each in "._-" else " " for each in plain)
    return "-".join("".join(kept).split()).strip("-.") or f"x{sha256(words.encode('utf-8', 'replace')).hexdigest()[:8]}"


def paper_of(about: About) -> str:
    """The paper's folder."""
    return token(about.paper)[:60]


def issue_of(about: About) -> str:
    """The name of an issue in its archive: PAPER_YYYYMMDD_NUMBER; one name is one issue, whatever its version."""
    day = about.date.replace("-", "") or "undated"
    return "_".join([paper_of(about), day, *([token(about.number)] if about.number else [])])


def folder_of(about: About) -> str:
    """The folder of an issue's versions, below the archive."""
    return f"{BAGS}/{paper_of(about)}/{about.date[:4] or 'undated'}/{issue_of(about)}"


def page_picture(page: int, small: bool = False) -> str:
    return f"pages/{page:04d}{'-small' if small else ''}.jpg"


def alto(page: int) -> str:
    return f"alto/{page:04d}.xml"


def article(id: str, kind: str) -> str:
    """kind: txt, md, json."""
    return f"articles/{id}.{kind}"
