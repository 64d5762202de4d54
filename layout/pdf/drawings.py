"""A drawing placed as it is, lines as lines: the page of a PDF, or of an SVG made one, as a form of our document.

The form's matrix brings the page's trimmed edges into the unit square,
so that it is placed and cropped as a picture is.
"""

from __future__ import annotations

import zlib
from decimal import Decimal
from typing import Any

from layout.display import Ink, PageInks
from layout.pdf.document import Document, Raw, Stream
from layout.pdf.recolour import Recolour
from layout.pdffile import open_pdf, pikepdf
from layout.pictures import Refused
from layout.pictures.pages import trim, turn

BROKEN = (
    *(pikepdf.PdfError, AttributeError, KeyError, IndexError),
    *(TypeError, RecursionError, ArithmeticError),
)
"""What a damaged file raises where it is read."""
_CODECS = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")
_DEEPEST = 100


def place_drawing(
    document: Document, data: bytes, profile: bytes, transparency: bool, inks: PageInks | None, known: dict[str, Ink]
) -> bytes:
    """Reference of a form with the first page of a PDF, in the press's colours, or in black and a second ink; None = in
    all. known: the spot inks of the document, to which it adds its own. Raises ValueError with a plain reason."""
    with open_pdf(data) as source:
        if not source.pages:
            raise Refused("a PDF without pages")
        page = source.pages[0]
        box = trim(page)
        try:
            Recolour(source, profile, transparency, inks, known).page(page)
            return _form(document, page, box, turn(page), transparency)
        except BROKEN as error:
            raise Refused("the PDF is damaged") from error


def colours(data: bytes, profile: bytes, inks: PageInks) -> tuple[bool, bool, bool]:
    """Whether the first page of a PDF has colours that become the second of these inks, names that ink itself, and has
    others than these and gray. Raises ValueError with a plain reason."""
    with open_pdf(data) as source:
        if not source.pages:
            raise Refused("a PDF without pages")
        recolour = Recolour(source, profile, True, inks)
        try:
            recolour.page(source.pages[0])
        except BROKEN as error:
            raise Refused("the PDF is damaged") from error
        return recolour.has_second, recolour.has_own, recolour.has_colour


def _form(document: Document, page: Any, box: tuple[float, ...], turned: int, transparency: bool) -> bytes:
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    # The unit square as the page is seen, upright (ISO 32000-1 table 30, Rotate).
    across, up = (1 / width, -left / width), (1 / height, -bottom / height)
    matrix = {
        0: (across[0], 0, 0, up[0], across[1], up[1]),
        90: (0, -across[0], up[0], 0, up[1], 1 - across[1]),
        180: (-across[0], 0, 0, -up[0], 1 - across[1], 1 - up[1]),
        270: (0, across[0], -up[0], 0, 1 - up[1], across[1]),
    }.get(turned)
    if matrix is None:
        raise Refused("its page is turned by an odd angle")
    copy = _Copy(document)
    group = b"/Group<</S/Transparency/CS/DeviceCMYK/I true>>" if transparency else b""
    entries = b"/Type/XObject/Subtype/Form/BBox[%b]/Matrix[%b]%b/Resources %b" % (
        b" ".join(_number(edge) for edge in box),
        b" ".join(_number(part) for part in matrix),
        group,
        copy.value(page.Resources, 0),
    )
    return document.add(Stream(zlib.compress(page.Contents.read_bytes()), entries))


class _Copy:
    """Objects of a PDF written into our document, each once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[tuple[int, int], bytes] = {}

    def value(self, entry: Any, depth: int) -> bytes:
        """An object as it stands in another: itself, or its reference."""
        if depth > _DEEPEST:
            raise Refused("it is nested too deep")
        if not isinstance(entry, pikepdf.Object):
            return _plain(entry)
        if entry.objgen != (0, 0) and isinstance(entry, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)):
            return self._reference(entry, depth)
        return self._direct(entry, depth)

    def _reference(self, entry: Any, depth: int) -> bytes:
        known = self._known.get(entry.objgen)
        if known is None:
            raw = Raw(b"null")
            known = self._known[entry.objgen] = self._document.add(raw)
            raw.body = self._stream(entry, depth) if isinstance(entry, pikepdf.Stream) else self._direct(entry, depth)
        return known

    def _direct(self, entry: Any, depth: int) -> bytes:
        if isinstance(entry, pikepdf.Dictionary):
            return self._dictionary(entry, depth)
        if isinstance(entry, pikepdf.Array):
            return b"[%b]" % b" ".join(self.value(kid, depth + 1) for kid in entry)
        return bytes(entry.unparse())

    def _dictionary(self, entry: Any, depth: int, without: tuple[str, ...] = ()) -> bytes:
        rows = (
            b"%b %b" % (pikepdf.Name(key).unparse(), self.value(entry[key], depth + 1))
            for key in sorted(entry.keys())
            if key not in without and key != "/Parent"
        )
        return b"<<%b>>" % b"".join(rows)

    def _stream(self, entry: Any, depth: int) -> bytes:
        filters = entry.get("/Filter", pikepdf.Array())
        names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
        packed = ("/Length", "/Filter", "/DecodeParms", "/F", "/FFilter", "/FDecodeParms", "/DL")
        if len(names) == 1 and names[0] in _CODECS:
            entries = self._dictionary(entry, depth, ("/Length",))[2:-2]
            data = entry.read_raw_bytes()
            return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)
        if any(name in _CODECS for name in names):
            raise Refused("a picture in it is packed twice; save it again")
        entries = self._dictionary(entry, depth, packed)[2:-2]
        return bytes(Stream(zlib.compress(entry.read_bytes()), entries).format(None))


def _plain(entry: Any) -> bytes:
    if entry is None:
        return b"null"
    if isinstance(entry, bool):
        return b"true" if entry else b"false"
    return _number(entry)


def _number(entry: float | Decimal) -> bytes:
    if isinstance(entry, int):
        return b"%d" % entry
    written = f"{entry:.8f}".rstrip("0").rstrip(".")
    return (written if written not in ("-0", "") else "0").encode()
