"""The four plates of our own press pages, as samples of ink: how much of each lies where.

A page is rewritten once for each ink so that the ink's amount becomes a gray no renderer can misread (1 − ink, DeviceGray), and
PDFium draws it. Black that overprints is left off the other plates, as on the press (ISO 32000-1 §8.6.7, overprint mode 1).
Only what our exporter writes is understood; foreign files are preflight's matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from layout.pdf.raster import gray
from layout.pdffile import open_pdf, pikepdf, saved
from layout.pictures.softproof import jpeg_plates
from layout.value import value

INKS = ("Cyan", "Magenta", "Yellow", "Black")
_BLACK = 3
_TEXT = ("Tj", "TJ")
_FILLS = ("f", "F", "f*")
_STROKES = ("S", "s")
_INVERTED = bytes(range(255, -1, -1))


@value
class Plates:
    """One page inside its trim. samples: for each of the four inks, rows from the top, 0 = none … 255 = solid."""

    width: int
    height: int
    samples: tuple[bytes, bytes, bytes, bytes]

    def coverage(self) -> tuple[tuple[str, float], ...]:
        """Share of the page each ink covers, a tint counted by its amount."""
        return tuple((name, sum(plate) / (255 * len(plate))) for name, plate in zip(INKS, self.samples, strict=True))


def plates(pdf: bytes, dpi: float) -> Iterator[Plates]:
    """The plates of each page. Raises Damaged."""
    separated = [_separated(pdf, ink) for ink in range(4)]
    for page in range(len(open_pdf(pdf).pages)):
        drawn = [gray(each, page, dpi) for each in separated]
        width, height, _ = drawn[0]
        cyan, magenta, yellow, black = (samples.translate(_INVERTED) for _, _, samples in drawn)
        yield Plates(width, height, (cyan, magenta, yellow, black))


def _separated(pdf: bytes, ink: int) -> bytes:
    """The file with one ink's amounts as grays."""
    document = open_pdf(pdf)
    pictures: dict[tuple[int, int], pikepdf.Object] = {}
    for page in document.pages:
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        operators = _Rewriter(ink, resources).rewritten(pikepdf.parse_content_stream(page))
        page.Contents = pikepdf.Stream(document, pikepdf.unparse_content_stream(operators))
        for name, picture in list(resources.get("/XObject", {}).items()):
            if picture.objgen not in pictures:
                pictures[picture.objgen] = _picture(document, picture, ink)
            resources.XObject[name] = pictures[picture.objgen]
        if "/Group" in page:
            del page.Group
    return saved(document)


@value
class _State:
    """Colours as CMYK shares, and whether ink overprints."""

    fill: tuple[float, ...] = (0, 0, 0, 1)
    stroke: tuple[float, ...] = (0, 0, 0, 1)
    over: bool = False


class _Rewriter:
    """Follows colours and overprint through a page's operators."""

    def __init__(self, ink: int, resources: Any) -> None:
        self._ink = ink
        self._states = resources.get("/ExtGState", {})
        self._state = _State()
        self._kept: list[_State] = []

    def rewritten(self, operators: Any) -> list[Any]:
        out: list[Any] = []
        out += (self._gray(False), self._gray(True))
        for operands, operator in operators:
            name = str(operator)
            if name in ("k", "K", "g", "G"):
                self._colour(name, operands)
                out.append(self._gray(name.isupper()))
            elif self._spared(name):
                if name not in _TEXT:
                    out.append(([], pikepdf.Operator("n")))
            else:
                self._follow(name, operands)
                out.append((operands, operator))
        return out

    def _colour(self, name: str, operands: Any) -> None:
        given = tuple(float(each) for each in operands)
        if len(given) == 1:
            given = (0.0, 0.0, 0.0, 1 - given[0])
        state = self._state
        self._state = replace(state, stroke=given) if name.isupper() else replace(state, fill=given)

    def _gray(self, stroke: bool) -> Any:
        colour = self._state.stroke if stroke else self._state.fill
        return [round(1 - colour[self._ink], 5)], pikepdf.Operator("G" if stroke else "g")

    def _spared(self, name: str) -> bool:
        """Whether what is painted leaves this plate as it is: overprinted, with none of its ink."""
        state = self._state
        colour = state.fill if name in (*_TEXT, *_FILLS) else state.stroke if name in _STROKES else None
        return state.over and colour is not None and not colour[self._ink]

    def _follow(self, name: str, operands: Any) -> None:
        if name == "q":
            self._kept.append(self._state)
        elif name == "Q" and self._kept:
            self._state = self._kept.pop()
        elif name == "gs":
            state = self._states.get(str(operands[0]), {})
            if "/op" in state or "/OP" in state:
                self._state = replace(self._state, over=bool(state.get("/op", state.get("/OP", False))))


def _picture(document: pikepdf.Pdf, picture: pikepdf.Object, ink: int) -> pikepdf.Object:
    """One plate of a picture as a gray one. A gray picture stands on black alone; elsewhere it is paper."""
    space = picture.get("/ColorSpace")
    if space == "/DeviceCMYK" and picture.BitsPerComponent == 8:
        if picture.get("/Filter") == "/DCTDecode":
            width, height, samples = jpeg_plates(picture.read_raw_bytes())
            plate = samples[ink]
        else:
            width, height, plate = int(picture.Width), int(picture.Height), picture.read_bytes()[ink::4]
        decode = [float(each) for each in picture.get("/Decode", [])]
        inverted = bool(decode) and decode[2 * ink] > decode[2 * ink + 1]
        return _gray_picture(document, width, height, plate if inverted else plate.translate(_INVERTED))
    if ink == _BLACK or picture.get("/Subtype") != "/Image":
        return picture
    return _gray_picture(document, 1, 1, b"\xff")


def _gray_picture(document: pikepdf.Pdf, width: int, height: int, samples: bytes) -> pikepdf.Object:
    entries = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    return document.make_indirect(pikepdf.Stream(document, samples, entries))
