"""What stands on a page, as one closed table: what each role is called in a tagged PDF, in METS and in HTML.

PDF: ISO 32000-1 §14.8.4; the newspaper's own types are mapped to standard ones in the file's role map. METS: types of
logical divisions. HTML: WHATWG elements; h0 = a heading of the element's own level.
"""

from __future__ import annotations

from layout.value import value


@value
class Role:
    """tag: PDF structure type; standard: the one it is mapped to, "" = it is one itself. mets: TYPE of its division,
    "" = it has none of its own. html: element, "" = its parts stand without one. groups: it holds blocks and no text.
    titled: its name is a title."""

    tag: str
    mets: str = ""
    html: str = ""
    standard: str = ""
    groups: bool = False
    titled: bool = False


ROLES = {
    "issue": Role("Document", "issue", "main", groups=True),
    "story": Role("Art", "article", "article", groups=True, titled=True),
    "briefs": Role("Sect", "section", "section", groups=True, titled=True),
    "brief": Role("Art", "article", "article", groups=True, titled=True),
    "index": Role("Sect", "table of contents", "section", groups=True, titled=True),
    "advert": Role("Sect", "advertisement", "aside", groups=True, titled=True),
    "kicker": Role("Kicker", "overline", "p", "P"),
    "headline": Role("H", "headline", "h0"),
    "deck": Role("Deck", "subheadline", "p", "P"),
    "byline": Role("Byline", "author", "p", "P"),
    "signature": Role("Signature", "signature", "p", "P"),
    "paragraph": Role("P", "paragraph", "p"),
    "subhead": Role("H", "subheading", "h0"),
    "list": Role("L", "list", "ul", groups=True),
    "item": Role("LI", "item", "li"),
    "quote": Role("BlockQuote", "quotation", "blockquote", groups=True),
    "figure": Role("Div", "illustration", "figure", groups=True),
    "image": Role("Figure", "image", "img"),
    "caption": Role("Caption", "caption", "figcaption"),
    "table": Role("Table", "table", "table", groups=True),
    "row": Role("TR", "", "tr", groups=True),
    "header": Role("TH", "", "th"),
    "cell": Role("TD", "", "td"),
    "link": Role("Link", "", "a"),
    "emphasis": Role("Span", "", ""),
    "artifact": Role("Artifact"),
}
"""By the role of a group (layout.display); issue, list and image are what the tree adds, link and emphasis come
from markup.py."""
# Caption and picture stand side by side in a figure's Div: inside a Figure the caption would be hidden behind the
# figure's /Alt (ISO 32000-1 §14.9.3 puts it in place of all the element holds).

HEADS = ("headline", "subhead")
INLINE = ("link", "emphasis")
