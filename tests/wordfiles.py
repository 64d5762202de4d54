"""Word files made by the tests: parts of WordprocessingML zipped as Word zips them, so that every numbering, change and
box is there as Word writes it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from html import unescape
from io import BytesIO
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
_SPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "w": W,
        "r": R,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
_KINDS = {
    "numbering": "numbering",
    "styles": "styles",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header1": "header",
    "footer1": "footer",
}
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str = "", style: str = "", list_of: int = 0, level: int = 0, properties: str = "") -> str:
    """content: runs, or plain text."""
    inner = content if content.startswith("<") or not content else run(content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_of}"/></w:numPr>' if list_of else ""
    return f"<w:p><w:pPr>{named}{listed}{properties}</w:pPr>{inner}</w:p>"


def level(number: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(lists: Iterable[str], instances: Mapping[int, tuple[int, str]]) -> str:
    """lists: levels of each abstract list, from 0. instances: number → its abstract list, and its overrides."""
    abstract = "".join(f'<w:abstractNum w:abstractNumId="{at}">{each}</w:abstractNum>' for at, each in enumerate(lists))
    numbers = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{at}"/>{more}</w:num>'
        for number, (at, more) in instances.items()
    )
    return abstract + numbers


def word_file(body: str, parts: Mapping[str, str] | None = None, media: Mapping[str, bytes] | None = None) -> bytes:
    """parts: what stands inside numbering, styles, footnotes, comments, header1 …; media: pictures by their names, with
    relations rId100 and on."""
    made = {"word/document.xml": _part("document", f"<w:body>{body}<w:sectPr/></w:body>")}
    relations = []
    for at, (name, inner) in enumerate((parts or {}).items(), 1):
        root = {"header1": "hdr", "footer1": "ftr"}.get(name, name)
        made[f"word/{name}.xml"] = _part(root, inner)
        relations.append(f'<Relationship Id="rId{at}" Type="{_RELATION}/{_KINDS[name]}" Target="{name}.xml"/>')
    for at, name in enumerate(media or {}, 100):
        relations.append(f'<Relationship Id="rId{at}" Type="{_RELATION}/image" Target="{escape(name)}"/>')
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    made["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{space}">{"".join(relations)}</Relationships>'
    made["_rels/.rels"] = (
        f'<Relationships xmlns="{space}"><Relationship Id="rId1" Type="{_RELATION}/officeDocument" '
        f'Target="word/document.xml"/></Relationships>'
    )
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    made["[Content_Types].xml"] = (
        f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/></Types>'
    )
    return zipped(
        {name: text.encode() for name, text in made.items()} | {f"word/{n}": d for n, d in (media or {}).items()}
    )


def zipped(files: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _part(root: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} {_SPACES}>{inner}</w:{root}>'


def characters_of(data: bytes) -> str:
    """All text of a Word file but blanks, found by a pattern in its parts."""
    found = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml", name):
                text = archive.read(name).decode("utf-8")
                found += re.findall(r"<(?:w|m):(?:t|delText|instrText)(?:\s[^>]*)?>([^<]*)<", text)
    return "".join("".join(unescape(each).split()) for each in found)
