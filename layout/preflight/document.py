"""A finished PDF opened to be judged: its pages with their boxes, and the marks on each of them.

Rules ask a `File` and its `Sheet`s; the pages' content is read once, when the first rule asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from io import BytesIO
from typing import Any

from layout.pdffile import pikepdf
from layout.preflight.collecting import collect
from layout.preflight.graphics import Box, hidden_layers
from layout.preflight.marks import Marks
from layout.presses import Press
from layout.units import MM, Rect

BROKEN = (
    *(TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError),
    *(pikepdf.PdfError, NotImplementedError),
)
"""What a file whose objects are not what they should be makes pikepdf and us raise."""

_MOST_PAGES = 2000
_MOST_ANCESTORS = 50


class Sheet:
    """A page. number: counts from 1; unseen: layers that are not shown.
    Boxes are as the page says them, in its own points; None = the page has none itself."""

    def __init__(self, page: Any, number: int, unseen: frozenset[tuple[int, int]] = frozenset()) -> None:
        self.page = page
        self.unseen = unseen
        self.entry = page.obj
        self.number = number

    def own(self, name: str) -> Box | None:
        """A box on the page itself. Raises ValueError when it is no box."""
        return _box(self.entry[name]) if name in self.entry else None

    @cached_property
    def media(self) -> Box:
        try:
            found = _box(self.page.mediabox)
        except BROKEN:
            return 0.0, 0.0, 612.0, 792.0
        return found if found[2] > found[0] and found[3] > found[1] else (0.0, 0.0, 612.0, 792.0)

    def _usable(self, *names: str) -> Box | None:
        for name in names:
            try:
                box = self.own(name)
            except BROKEN:
                continue
            if box is not None and box[2] > box[0] and box[3] > box[1]:
                return box
        return None

    @cached_property
    def trim(self) -> Box:
        """The trimmed page as well as it can be known."""
        return self._usable("/TrimBox", "/ArtBox", "/CropBox") or self.media

    @property
    def says_its_trim(self) -> bool:
        return self._usable("/TrimBox", "/ArtBox") is not None

    @cached_property
    def bleed(self) -> Box:
        return self._usable("/BleedBox") or self.trim

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the trim, millimetres."""
        return (self.trim[2] - self.trim[0]) / MM, (self.trim[3] - self.trim[1]) / MM

    @cached_property
    def turn(self) -> int:
        """Degrees by which viewers turn the page clockwise: its own /Rotate or an ancestor's (ISO 32000-1 §7.7.3.4)."""
        entry, steps = self.entry, 0
        while entry is not None and "/Rotate" not in entry and steps < _MOST_ANCESTORS:
            entry, steps = entry.get("/Parent"), steps + 1
        try:
            return int(entry["/Rotate"]) % 360 if entry is not None and "/Rotate" in entry else 0
        except (TypeError, ValueError):
            return 0

    def place(self, box: Box) -> Rect:
        """A box of the page's points as millimetres from the trim's top left corner."""
        left, bottom, right, top = box
        return Rect((left - self.trim[0]) / MM, (self.trim[3] - top) / MM, (right - left) / MM, (top - bottom) / MM)

    @cached_property
    def marks(self) -> Marks:
        return collect(self.page, self.unseen, self.annotations)

    @property
    def resources(self) -> Any:
        return self.page.resources

    @cached_property
    def annotations(self) -> list[Any]:
        return [each for each in self.entry.get("/Annots", []) if hasattr(each, "keys")]


def _box(entry: Any) -> Box:
    x0, y0, x1, y1 = (float(each) for each in entry)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


class File:
    """A PDF file that could be opened, and the press it is meant for.

    standard: the PDF/X it is measured by: what it says it is, else what the press wants. inks: the plates that each
    page is to have, where that is known of it, None = any.
    """

    def __init__(self, data: bytes, pdf: Any, press: Press, inks: Sequence[tuple[str, ...] | None] = ()) -> None:
        self.inks = inks
        self.data = data
        self.pdf = pdf
        self.press = press
        self.kept: dict[str, Any] = {}  # what is worked out once for several rules
        try:
            unseen = hidden_layers(pdf.Root)
        except BROKEN:  # the rules of layers tell of it
            unseen = frozenset()
        self.sheets = [Sheet(page, number, unseen) for number, page in enumerate(pdf.pages[:_MOST_PAGES], 1)]

    @property
    def root(self) -> Any:
        return self.pdf.Root

    @cached_property
    def claim(self) -> str:
        """What the file calls itself: GTS_PDFXVersion of XMP, else of Info; "" = nothing."""
        return (
            self.xmp.get("pdfxid:GTS_PDFXVersion")
            or self.xmp.get("pdfx:GTS_PDFXVersion")
            or self._info("/GTS_PDFXVersion")
        )

    @cached_property
    def standard(self) -> str:
        if self.claim.startswith("PDF/X-1"):
            return "x-1a"
        if self.claim.startswith("PDF/X-3"):
            return "x-3"
        return "x-4" if self.claim else self.press.standard

    def _info(self, key: str) -> str:
        try:
            return str(self.info[key]) if key in self.info else ""
        except BROKEN:
            return ""

    @cached_property
    def info(self) -> Any:
        entry = self.pdf.trailer.get("/Info")
        return entry if entry is not None and entry._type_name == "dictionary" else pikepdf.Dictionary()

    @cached_property
    def packet(self) -> bytes | None:
        """The XMP packet as it is read; None where there is none."""
        entry = self.root.get("/Metadata")
        return entry.read_bytes() if entry is not None and entry._type_name == "stream" else None

    @cached_property
    def xmp(self) -> dict[str, str]:
        """Simple properties and first items of arrays, by the usual prefix and name.
        Empty when the packet cannot be read."""
        try:
            return _properties(self.packet or b"")
        except BROKEN:
            return {}

    @cached_property
    def header(self) -> str:
        match = re.search(rb"%PDF-(\d+\.\d+)", self.data[:1024])
        return match[1].decode() if match else ""

    @cached_property
    def objects(self) -> list[Any]:
        return [entry for entry in self.pdf.objects if getattr(entry, "_type_name", "") in ("dictionary", "stream")]

    @cached_property
    def dictionaries(self) -> list[tuple[Any, int]]:
        """Every dictionary, those written inside others too, and its page; 0 = of the file as a whole."""
        found = []
        todo = [(entry, self.page_of(entry)) for entry in self.pdf.objects if hasattr(entry, "objgen")]
        while todo:
            entry, page = todo.pop()
            kind = entry._type_name
            if kind in ("dictionary", "stream"):
                found.append((entry, page))
                kids = [entry.get(key) for key in entry.keys()]  # noqa: SIM118
            else:
                kids = list(entry) if kind == "array" else []
            todo += [(kid, page) for kid in kids if getattr(kid, "_type_name", "") in _HOLDERS and not kid.is_indirect]
        return found

    @cached_property
    def owners(self) -> dict[tuple[int, int], int]:
        """The page an object belongs to, by its number:
        the first that leads to it without going through another page."""
        found: dict[tuple[int, int], int] = {}
        for sheet in self.sheets:
            for entry in _reached(sheet.entry, found, sheet.number):
                del entry
        return found

    def page_of(self, entry: Any) -> int:
        """0 for an object of the file as a whole."""
        return self.owners.get(entry.objgen, 0)


_HOLDERS = ("dictionary", "stream", "array")


def _reached(start: Any, found: dict[tuple[int, int], int], number: int) -> Iterator[Any]:
    todo = [start]
    while todo:
        entry = todo.pop()
        if entry.is_indirect:
            if entry.objgen in found:
                continue
            found[entry.objgen] = number
        yield entry
        kind = entry._type_name
        if kind in ("dictionary", "stream"):
            if str(entry.get("/Type", "")) in ("/Page", "/Pages") and entry.objgen != start.objgen:
                continue
            kids = [entry.get(key) for key in entry.keys() if key not in ("/Parent", "/P", "/StructParent", "/Dest")]  # noqa: SIM118
        elif kind == "array":
            kids = list(entry)
        else:
            continue
        todo += [kid for kid in kids if getattr(kid, "_type_name", "") in _HOLDERS]


_SPACES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def _properties(packet: bytes) -> dict[str, str]:
    """Raises ValueError when the packet is no XML, or declares entities: a small packet could stand for gigabytes."""
    from xml.etree import ElementTree

    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        raise ValueError("it declares entities")
    try:
        tree = ElementTree.parse(BytesIO(packet.strip(b"\0 \r\n\t")))
    except (ElementTree.ParseError, LookupError) as error:
        raise ValueError(str(error)) from None
    found: dict[str, str] = {}
    for description in tree.iter(f"{_RDF}Description"):
        for name, text in description.attrib.items():
            found.setdefault(_short(name), text.strip())
        for entry in description:
            item = entry.find(f"*/{_RDF}li")
            found.setdefault(_short(entry.tag), ((item.text if item is not None else entry.text) or "").strip())
    return found


def _short(name: str) -> str:
    uri, _, local = name[1:].partition("}")
    return f"{_SPACES.get(uri, uri)}:{local}"


def packet_fault(packet: bytes) -> str:
    """Why a packet cannot be read, "" = it can."""
    try:
        _properties(packet)
    except ValueError as error:
        return str(error)
    return ""


def annotation_box(entry: Any) -> Box:
    return _box(entry["/Rect"])
