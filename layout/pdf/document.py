"""reportlab's document: it numbers the objects and formats catalog, page tree and pages;
the file body is ours. reportlab's door.

A press standard wants page groups, output intents and line ends of streams that reportlab has no words for; they are
added by subclasses, as its `pdfdoc` means it. The body is written with object streams (ISO 32000-1 §7.5.7), which halve
a tagged file. Its canvas is not used: it would select Helvetica, which may not be embedded, and takes 7 ms to import.
"""

from __future__ import annotations

import importlib.util
import sys
import zlib
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from layout.pdf.objects import array


def _postpone(name: str) -> None:
    """Let a module be imported but not run until something of it is used.

    reportlab.lib.utils imports Pillow, a fifth of its whole start, for pictures that never come this way.
    """
    if name in sys.modules or (spec := importlib.util.find_spec(name)) is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    parent, _, child = name.rpartition(".")
    setattr(sys.modules[parent], child, module)


_postpone("PIL.Image")

from reportlab.pdfbase import pdfdoc  # noqa: E402

_OBJECTS_IN_A_STREAM = 200


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """An indirect object whose body we write ourselves.
    body: bytes, or a function that gives them when all is numbered."""

    __RefOnly__ = 1

    def __init__(self, body: bytes | Callable[[], bytes]) -> None:
        self.body = body

    def format(self, document: Any) -> bytes:
        return self.body if isinstance(self.body, bytes) else self.body()


class Stream(pdfdoc.PDFStream):  # type: ignore[misc]
    """A stream as PDF/A wants it: a line end before `endstream` that does not count (ISO 19005-2 §6.1.7.1).

    entries: of its dictionary, formatted. filter: name of the filter the content has been through already, "" = none.
    """

    def __init__(self, content: bytes, entries: bytes = b"", filter: str = "FlateDecode") -> None:
        super().__init__(content=content)
        self.entries = entries + (b"/Filter/%b" % filter.encode() if filter else b"")

    def format(self, document: Any) -> bytes:
        return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (self.entries, len(self.content), self.content)


class _Catalog(pdfdoc.PDFCatalog):  # type: ignore[misc]
    __NoDefault__ = (*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents", "AF", "PageLabels")
    __Refs__ = __NoDefault__


class _Page(pdfdoc.PDFPage):  # type: ignore[misc]
    __NoDefault__ = (*pdfdoc.PDFPage.__NoDefault__, "Group", "StructParents", "Tabs")
    Override_default_compilation = 1  # all entries are given


class Document(pdfdoc.PDFDocument):  # type: ignore[misc]
    """reportlab's document; its file body is ours. Same objects, same bytes.

    version: of PDF, 1.4 … 1.6; before 1.5 there are no object streams. cid_sets: fonts list their codes. packet: makes
    the XMP packet from a digest of everything else, at the very end. identity: digest of what stays the same from one
    edition of the document to the next.
    """

    def __init__(self, version: tuple[int, int] = (1, 6), cid_sets: bool = False) -> None:
        super().__init__(invariant=1, pdfVersion=version, compression=0)
        self.cid_sets = cid_sets
        self._version = version
        catalog = _Catalog()
        catalog.Pages = self.Pages
        catalog.Outlines = None
        self.Catalog = self._catalog = self.catalog = catalog
        self.packet: Callable[[bytes], bytes] | None = None
        self.identity = b""
        self._metadata = Stream(b"", b"/Type/Metadata/Subtype/XML", filter="")

    def number(self, element: Any) -> int:
        """Object number of an element, registered if it was not."""
        return int(self.idToObjectNumberAndVersion[self.Reference(element).name][0])

    def add(self, element: Any) -> bytes:
        """Register an element; its reference, as it stands in a body."""
        return b"%d 0 R" % self.number(element)

    def page(
        self,
        content: bytes,
        boxes: Mapping[str, tuple[float, float, float, float]],
        states: bytes,
        pictures: bytes,
        parents: int,
        group: bool = True,
        spots: bytes = b"",
    ) -> None:
        """Put a page at the end.

        content: the operators, deflated. boxes: MediaBox and the others, points from the lower left corner of the
        medium. states, pictures: entries of the ExtGState and XObject resources, spots: of ColorSpace. parents: the
        page's row of the structure's parent tree. group: the page is blended as a whole, in CMYK, and has a tab order.
        """
        page = _Page()
        page.Parent = self.Pages
        for name, box in boxes.items():
            setattr(page, name, array(box))
        if group:
            page.Group = b"<</Type/Group/S/Transparency/CS/DeviceCMYK>>"
            page.Tabs = "/S"
        page.StructParents = parents
        page.Contents = Stream(content)
        page.Resources = b"<</Font %b/ExtGState<<%b>>%b%b>>" % (
            self.add(self.idToObject[pdfdoc.BasicFonts]),
            states,
            b"/XObject<<%b>>" % pictures if pictures else b"",
            b"/ColorSpace<<%b>>" % spots if spots else b"",
        )
        self.addPage(page)

    def format(self) -> bytes:
        """The whole file."""
        if self.packet is not None:
            self.catalog.Metadata = self._metadata
        root, info = self.number(self.Catalog), self.number(self.info)
        bodies: list[bytes] = []
        streams: set[int] = set()
        # Formatting one object may register further ones.
        while (number := len(bodies) + 1) in self.numberToId:
            element = self.idToObject[self.numberToId[number]]
            bodies.append(pdfdoc.format(element, self, toplevel=1))
            if bodies[-1].endswith(b"endstream"):
                streams.add(number)
        digest = sha256(b"\0".join(bodies)).digest()
        if self.packet is not None:
            self._metadata.content = self.packet(digest)
            bodies[self.number(self._metadata) - 1] = self._metadata.format(self)
        entries = b"/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % (
            root,
            info,
            (self.identity or digest)[:16].hex().encode(),
            digest[:16].hex().encode(),
        )
        # Four bytes above 127 tell transfer programs that the file is binary (ISO 19005-2 §6.1.2).
        header = b"%%PDF-%d.%d\n%%\xe5\xa0\xb1\xe7\x89\x88\n" % self._version
        if self._version < (1, 5):
            return _plain_file(header, bodies, entries)
        return _file(header, bodies, streams, entries)


def _plain_file(header: bytes, bodies: list[bytes], entries: bytes) -> bytes:
    """Header, objects, cross-reference table (ISO 32000-1 §7.5.4). bodies[n - 1] is object n."""
    parts, table, offset = [header], [b"0000000000 65535 f \n"], len(header)
    for number, body in enumerate(bodies, 1):
        table.append(b"%010d 00000 n \n" % offset)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        offset += len(parts[-1])
    parts.append(b"xref\n0 %d\n%btrailer\n<</Size %d%b>>\n" % (len(table), b"".join(table), len(table), entries))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % offset)
    return b"".join(parts)


def _file(header: bytes, bodies: list[bytes], streams: set[int], entries: bytes) -> bytes:
    """Header, objects, cross-reference stream. bodies[n - 1] is object n;
    streams: numbers that must stand by themselves."""
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    parts = [header]
    offset = len(parts[0])
    packed = [number for number in range(1, len(bodies) + 1) if number not in streams]
    body_of = dict(enumerate(bodies, 1))
    for at in range(0, len(packed), _OBJECTS_IN_A_STREAM):
        number = len(body_of) + 1
        members = packed[at : at + _OBJECTS_IN_A_STREAM]
        body_of[number] = _object_stream([(member, bodies[member - 1]) for member in members])
        streams.add(number)
        places |= {member: (2, number, index) for index, member in enumerate(members)}
    for number in sorted(streams):
        places[number] = (1, offset, 0)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body_of[number]))
        offset += len(parts[-1])
    number = len(body_of) + 1
    places[number] = (1, offset, 0)
    table = b"".join(
        kind.to_bytes(1, "big") + first.to_bytes(4, "big") + second.to_bytes(2, "big")
        for kind, first, second in (places[row] for row in range(number + 1))
    )
    cross = Stream(zlib.compress(table), b"/Type/XRef/Size %d/W[1 4 2]%b" % (number + 1, entries))
    parts.append(b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, cross.format(None), offset))
    return b"".join(parts)


def _object_stream(members: list[tuple[int, bytes]]) -> bytes:
    heads, offset = [], 0
    for number, body in members:
        heads.append(b"%d %d" % (number, offset))
        offset += len(body) + 1
    head = b" ".join(heads) + b"\n"
    content = head + b"\n".join(body for _, body in members)
    entries = b"/Type/ObjStm/N %d/First %d" % (len(members), len(head))
    return Stream(zlib.compress(content), entries).format(None)
