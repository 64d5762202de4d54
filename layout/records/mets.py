"""An issue as METS: its files, its pages, and its articles with where each of their parts stands in the ALTO files.

https://www.loc.gov/standards/mets/ , METS 1.12; descriptions in MODS 3.7. The physical map goes by pages, the logical
one by articles, those that go on over the page with an area on each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from xml.etree import ElementTree as ET

from layout.articles.bylines import authors_of
from layout.articles.roles import ROLES
from layout.articles.values import Article, Edition
from layout.records.alto import article_block
from layout.records.xml import document, plain
from layout.value import value
from layout.version import VERSION

NAMESPACE = "http://www.loc.gov/METS/"
MODS = "http://www.loc.gov/mods/v3"
XLINK = "http://www.w3.org/1999/xlink"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = (
    f"{NAMESPACE} http://www.loc.gov/standards/mets/mets.xsd {MODS} http://www.loc.gov/standards/mods/v3/mods-3-7.xsd"
)


@value
class Filed:
    """A file beside the METS file. name: relative; kind: media type; use: the group it belongs to; page: the one it
    shows, 0 = it is of the issue as a whole; article: the one whose text it is."""

    name: str
    data: bytes
    kind: str
    use: str
    page: int = 0
    article: str = ""


def mets(edition: Edition, issue: str, files: Sequence[Filed]) -> bytes:
    """The METS file of an issue. issue: its name in the archive."""
    about = edition.about
    root = ET.Element(
        "mets",
        {
            "xmlns": NAMESPACE,
            "xmlns:mods": MODS,
            "xmlns:xlink": XLINK,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": _SCHEMAS,
            "OBJID": plain(issue),
            "LABEL": plain(about.title),
            "TYPE": "Newspaper",
        },
    )
    agent = ET.SubElement(ET.SubElement(root, "metsHdr"), "agent", {"ROLE": "CREATOR", "TYPE": "OTHER"})
    agent.set("OTHERTYPE", "SOFTWARE")
    ET.SubElement(agent, "name").text = f"broadsheet-layout {VERSION}"
    _describe_issue(root, edition, issue)
    for article in edition.walk():
        _describe_article(root, edition, article)
    ids = _file_section(root, files)
    _physical(root, edition, files, ids)
    _logical(root, edition, files, ids)
    return document(root)


def _mods(root: ET.Element, id: str) -> ET.Element:
    wrap = ET.SubElement(ET.SubElement(root, "dmdSec", {"ID": id}), "mdWrap", {"MDTYPE": "MODS"})
    return ET.SubElement(ET.SubElement(wrap, "xmlData"), "mods:mods", {"version": "3.7"})


def _add(parent: ET.Element, path: str, text: str, **attributes: str) -> None:
    """A chain of elements of MODS, the last with the text; nothing where there is no text."""
    if not text:
        return
    for name in path.split("/"):
        parent = ET.SubElement(parent, f"mods:{name}")
    parent.attrib |= attributes
    parent.text = plain(text)


def _describe_issue(root: ET.Element, edition: Edition, issue: str) -> None:
    about = edition.about
    mods = _mods(root, "DMD-ISSUE")
    _add(mods, "titleInfo/title", about.paper)
    _add(mods, "typeOfResource", "text")
    _add(mods, "genre", "newspaper")
    if about.publisher or about.date:
        origin = ET.SubElement(mods, "mods:originInfo")
        _add(origin, "publisher", about.publisher)
        _add(origin, "dateIssued", about.date, encoding="iso8601", keyDate="yes")
    _add(mods, "language/languageTerm", about.language, type="code", authority="rfc3066")
    if about.number:
        part = ET.SubElement(mods, "mods:part")
        _add(ET.SubElement(part, "mods:detail", {"type": "issue"}), "number", about.number)
        _add(part, "date", about.date, encoding="iso8601")
    _add(mods, "identifier", issue, type="local")
    _add(mods, "identifier", about.permit, type="CN")
    _add(mods, "note", about.origin, type="source")


def _describe_article(root: ET.Element, edition: Edition, article: Article) -> None:
    mods = _mods(root, f"DMD-{article.id}")
    _add(mods, "titleInfo/title", article.title or article.name or article.id)
    for role, kind in (("kicker", "alternative"), ("deck", "alternative")):
        for block in article.all_of(role):
            if block.text and block.text != article.title:
                title = ET.SubElement(mods, "mods:titleInfo", {"type": kind, "displayLabel": ROLES[role].mets})
                _add(title, "title", block.text)
    for name in authors_of(article):
        person = ET.SubElement(mods, "mods:name", {"type": "personal"})
        _add(person, "namePart", name)
        _add(person, "role/roleTerm", "aut", type="code", authority="marcrelator")
    _add(mods, "genre", ROLES[article.role].mets)
    if article.corrects is not None:
        _add(mods, "genre", "correction")
        mended = ET.SubElement(mods, "mods:relatedItem", {"type": "references", "displayLabel": "corrects"})
        _add(mended, "titleInfo/title", article.corrects.title)
        part = ET.SubElement(mended, "mods:part")
        if article.corrects.page:
            _add(ET.SubElement(part, "mods:detail", {"type": "page"}), "number", article.corrects.page)
        _add(part, "date", article.corrects.date, encoding="iso8601")
    _add(mods, "language/languageTerm", edition.about.language, type="code", authority="rfc3066")


def _file_section(root: ET.Element, files: Sequence[Filed]) -> dict[str, str]:
    """The IDs of the files, by name."""
    section = ET.SubElement(root, "fileSec")
    groups: dict[str, ET.Element] = {}
    ids: dict[str, str] = {}
    for number, file in enumerate(files, 1):
        group = groups.get(file.use)
        if group is None:
            group = groups[file.use] = ET.SubElement(section, "fileGrp", {"USE": file.use})
        ids[file.name] = f"FILE{number:04d}"
        element = ET.SubElement(
            group,
            "file",
            {
                "ID": ids[file.name],
                "MIMETYPE": file.kind,
                "SIZE": str(len(file.data)),
                "CHECKSUM": sha256(file.data).hexdigest(),
                "CHECKSUMTYPE": "SHA-256",
            },
        )
        ET.SubElement(element, "FLocat", {"LOCTYPE": "URL", "xlink:href": file.name})
    return ids


def _physical(root: ET.Element, edition: Edition, files: Sequence[Filed], ids: Mapping[str, str]) -> None:
    structure = ET.SubElement(root, "structMap", {"TYPE": "PHYSICAL"})
    whole = ET.SubElement(structure, "div", {"TYPE": "issue", "LABEL": plain(edition.about.title)})
    for file in files:
        if not file.page and not file.article:
            ET.SubElement(whole, "fptr", {"FILEID": ids[file.name]})
    for order, page in enumerate(edition.pages, 1):
        named = {"ID": f"PHYS-{page.number}", "TYPE": "page", "ORDER": str(order), "ORDERLABEL": page.called}
        if page.section:
            named["LABEL"] = plain(page.section)
        div = ET.SubElement(whole, "div", named)
        for file in files:
            if file.page == page.number:
                ET.SubElement(div, "fptr", {"FILEID": ids[file.name]})


def _logical(root: ET.Element, edition: Edition, files: Sequence[Filed], ids: Mapping[str, str]) -> None:
    altos = {file.page: ids[file.name] for file in files if file.use == "FULLTEXT"}
    texts: dict[str, list[str]] = {}
    for file in files:
        if file.article:
            texts.setdefault(file.article, []).append(ids[file.name])
    structure = ET.SubElement(root, "structMap", {"TYPE": "LOGICAL"})
    named = {"ID": "LOG-ISSUE", "TYPE": "issue", "LABEL": plain(edition.about.title), "DMDID": "DMD-ISSUE"}
    whole = ET.SubElement(structure, "div", named)
    for order, article in enumerate(edition.articles, 1):
        _division(whole, article, order, altos, texts)


def _division(
    parent: ET.Element, article: Article, order: int, altos: Mapping[int, str], texts: Mapping[str, Sequence[str]]
) -> None:
    div = ET.SubElement(
        parent,
        "div",
        {
            "ID": f"LOG-{article.id}",
            "TYPE": ROLES[article.role].mets,
            "ORDER": str(order),
            "LABEL": plain(article.title or article.name),
            "DMDID": f"DMD-{article.id}",
        },
    )
    for page, _ in article.boxes:
        if page in altos:
            area = {"FILEID": altos[page], "BETYPE": "IDREF", "BEGIN": article_block(article.id, page)}
            ET.SubElement(ET.SubElement(div, "fptr"), "area", area)
    for file in texts.get(article.id, ()):
        ET.SubElement(div, "fptr", {"FILEID": file})
    for each, brief in enumerate(article.articles, 1):
        _division(div, brief, each, altos, texts)
