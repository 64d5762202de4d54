"""What makes the file PDF/X-4, PDF/A-2a and PDF/UA-1 besides its pages: output intents, metadata, Info, identifiers.

One file keeps all three: two output intents share one profile, XMP names all three standards and explains the schemas
PDF/A does not know. Other standards (standards.py) leave out or name other parts of the same. Nothing here asks the
clock; identifiers come from the content.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from hashlib import sha256

from layout.pdf.document import Document, Raw, Stream
from layout.pdf.job import Job
from layout.pdf.objects import text

_REGISTRY = "http://www.color.org"
# Beginnings of the names the ICC's registry of printing conditions gives out.
_REGISTERED = ("CGATS TR", "CGATS.", "FOGRA", "IFRA", "JC20", "EUROSB", "SNAP", "SC00", "SC_")


def conform(document: Document, job: Job) -> None:
    """Add everything the standards want of the document as a whole. The pages are already in it."""
    catalog = document.catalog
    catalog.Lang = text(job.language)
    # Nothing of Direction, also where pages are turned from left to right: PDFium takes R2L for the way of the letters
    # (§12.2 table 150 speaks of pages too) and gives every line backwards.
    catalog.ViewerPreferences = b"<</DisplayDocTitle true>>"
    catalog.OutputIntents = b"[%b]" % b" ".join(_intents(document, job))
    document.info = _Info(job)
    document.identity = sha256("\0".join((job.title, job.author, job.publisher, str(job.date))).encode()).digest()
    document.packet = lambda digest: packet(job, document.identity, digest).encode()


def _intents(document: Document, job: Job) -> list[bytes]:
    """ISO 15930-7 §6.2.4.3 wants GTS_PDFX, ISO 19005-2 §6.2.3 GTS_PDFA1; with both, the profile must be one object."""
    profile = document.add(Stream(_deflated(job.intent), b"/N 4"))
    condition = job.condition or "Custom"
    registry = b"/RegistryName%b" % text(_REGISTRY) if condition.startswith(_REGISTERED) else b""
    names = b"/OutputConditionIdentifier%b%b/Info%b" % (text(condition), registry, text(condition))
    return [
        document.add(Raw(b"<</Type/OutputIntent/S/%b%b/DestOutputProfile %b>>" % (kind, names, profile)))
        for kind in ((b"GTS_PDFX", b"GTS_PDFA1") if job.keeps.press else (b"GTS_PDFA1",))
    ]


@lru_cache(maxsize=2)
def _deflated(profile: bytes) -> bytes:
    """Half a megabyte, the same in every PDF of a paper: deflated once."""
    return zlib.compress(profile)


class _Info(Raw):
    """The document information dictionary: the same as the XMP packet says, word for word."""

    def __init__(self, job: Job) -> None:
        entries = {"Title": job.title, "Author": job.author, "Creator": creator(), "Producer": producer()}
        if job.date is not None:
            entries["CreationDate"] = entries["ModDate"] = f"D:{job.date:%Y%m%d}000000Z"
            entries["GTS_PDFXVersion"] = job.keeps.press
        rows = b"".join(b"/%b%b" % (name.encode(), text(value)) for name, value in entries.items() if value)
        super().__init__(b"<<%b/Trapped/False>>" % rows)


def creator() -> str:
    from layout.version import VERSION

    return f"broadsheet-layout {VERSION}"


def producer() -> str:
    from reportlab import Version

    return f"ReportLab {Version}"


def packet(job: Job, identity: bytes, content: bytes) -> str:
    """The XMP packet. identity: digest of what the document is; content: digest of what this edition of it says.

    An undated document does not call itself PDF/X-4, which wants dates (ISO 15930-7 §6.2.3).
    """
    keeps = job.keeps
    when = f"{job.date.isoformat()}T00:00:00Z" if job.date else ""
    simple = {
        "dc:format": "application/pdf",
        "xmp:CreatorTool": creator(),
        "xmp:CreateDate": when,
        "xmp:ModifyDate": when,
        "xmp:MetadataDate": when,
        "xmpMM:DocumentID": _uuid(identity),
        "xmpMM:InstanceID": _uuid(content),
        "xmpMM:VersionID": "1",
        "xmpMM:RenditionClass": "default",
        "pdf:Producer": producer(),
        "pdf:Trapped": "False",
        # X-1a is older than the schema and says it in Info alone (ISO 15930-4 §6.13).
        "pdfxid:GTS_PDFXVersion": keeps.press if job.date and keeps.packed else "",
        "pdfaid:part": keeps.part,
        "pdfaid:conformance": keeps.level,
        "pdfuaid:part": "1" if keeps.spoken else "",
    }
    rows = [f"<{name}>{_xml(value)}</{name}>" for name, value in simple.items() if value]
    rows.append(_array("dc:title", "Alt", job.title, ' xml:lang="x-default"'))
    rows += [_array("dc:creator", "Seq", job.author)] if job.author else []
    rows += [_array("dc:publisher", "Bag", job.publisher)] if job.publisher else []
    rows.append(_array("dc:language", "Bag", job.language))
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    body = "\n".join([*rows, _extensions()])
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about="" {spaces}>\n{body}\n</rdf:Description>\n'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )


_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}

# Properties PDF/A-2 does not know and has to be told of (ISO 19005-2 §6.6.2.3.3): prefix, schema, property, type, what
# it is.
_EXTENSIONS = (
    ("pdfxid", "PDF/X ID Schema", "GTS_PDFXVersion", "Text", "PDF/X conformance level"),
    ("pdfuaid", "PDF/UA ID Schema", "part", "Integer", "part of ISO 14289"),
    ("pdf", "Adobe PDF Schema", "Trapped", "Text", "whether the document has been trapped"),
)


def _extensions() -> str:
    schemas = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{schema}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{_SPACES[prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        "<pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description>"
        "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>\n"
        for prefix, schema, name, kind, meaning in _EXTENSIONS
    )
    return f"<pdfaExtension:schemas><rdf:Bag>\n{schemas}</rdf:Bag></pdfaExtension:schemas>"


def _array(name: str, kind: str, value: str, attributes: str = "") -> str:
    return f"<{name}><rdf:{kind}><rdf:li{attributes}>{_xml(value)}</rdf:li></rdf:{kind}></{name}>"


def _xml(value: str) -> str:
    """Text of an element; the control characters XML 1.0 has no way to write are left out.
    (xml.sax takes 19 ms to import.)"""
    plain = "".join(character for character in value if character >= " " or character in "\t\n")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _uuid(digest: bytes) -> str:
    """A name-based identifier of a digest (RFC 9562 §5.8, version 8)."""
    octets = bytearray(digest[:16])
    octets[6] = octets[6] & 0x0F | 0x80
    octets[8] = octets[8] & 0x3F | 0x80
    digits = octets.hex()
    return "uuid:" + "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
