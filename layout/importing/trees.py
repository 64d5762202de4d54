"""XML parts and web pages → trees, without entities, without the network, and no deeper than libxml2 allows (256
levels). The one door to lxml."""

from __future__ import annotations

from typing import Any

from layout.extras import need
from layout.importing.container import Damaged

MOST_TAGS = 200_000  # of a web page: a long one has two thousand


def xml(data: bytes) -> Any:
    """The root of an XML part. Raises Damaged (NP983) for what is not well formed or nested too deep."""
    need("lxml", "import")
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Damaged("NP983", reason=str(error)) from None


def page(text: str) -> Any:
    """The root of a web page, its comments left aside. Raises Damaged for one that is nested too deep (NP983) or has
    too many tags (NP984)."""
    need("lxml", "import")
    if text.count("<") > 2 * MOST_TAGS + 1:  # each opened and closed; a tree of more is not even made
        raise Damaged("NP984", what=f"more than {MOST_TAGS} tags", most=f"{MOST_TAGS} tags")
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(text or "<html/>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Damaged("NP983", reason=str(error)) from None
    # Beyond its depth libxml2 gives up and says so, and the rest of the page would be missing.
    deep = [str(each.message) for each in parser.error_log if "depth" in str(each.message).lower()]
    if deep:
        raise Damaged("NP983", reason=deep[0])
    if sum(1 for _ in root.iter()) > MOST_TAGS:
        raise Damaged("NP984", what=f"more than {MOST_TAGS} tags", most=f"{MOST_TAGS} tags")
    return root
