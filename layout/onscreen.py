"""A finished file of ours in a screen's colours: every ink through the press's profile to sRGB, once, for a proof.

A viewer that knows nothing of output intents shows CMYK as it likes; this shows what the press will do. Paper is the
screen's white. Type stays type, so that a proof can be searched and compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from layout.pdffile import open_pdf, pikepdf, saved
from layout.pictures.softproof import colours, picture

_INK = {"k": "rg", "K": "RG"}
_CLAIMS = re.compile(rb"<(pdfaid|pdfuaid|pdfxid):[^>]*>[^<]*</\1:[^>]*>\n?")

Ink = tuple[float, ...]


def to_screen(pdf: bytes, profile: bytes) -> bytes:
    """The file in sRGB. profile: of the press. What it claims of PDF/X, A and UA is taken back. Raises Damaged."""
    document = open_pdf(pdf)
    streams = list(_streams(document))
    parsed = [(stream, list(pikepdf.parse_content_stream(stream))) for stream, _ in streams]
    inks = sorted({_ink(step) for _, steps in parsed for step in steps if str(step.operator) in _INK})
    seen = dict(zip(inks, colours(inks, profile), strict=True))
    for stream, steps in parsed:
        rewritten = pikepdf.unparse_content_stream([_shown(step, seen) for step in steps])
        if isinstance(stream, pikepdf.Page):
            stream.Contents = pikepdf.Stream(document, rewritten)
        else:
            stream.write(rewritten)
    _convert_pictures(document, [resources for _, resources in streams], profile)
    for page in document.pages:
        if "/Group" in page:
            page.Group.CS = pikepdf.Name.DeviceRGB
    _unclaim(document)
    return saved(document)


def _streams(document: pikepdf.Pdf) -> Iterator[tuple[Any, Any]]:
    """Every page and every form that is drawn, each once, with its resources."""
    waiting: list[tuple[Any, Any]] = [(page, page.obj.get("/Resources")) for page in document.pages]
    known = set()
    while waiting:
        stream, resources = waiting.pop(0)
        yield stream, resources
        for entry in (resources or {}).get("/XObject", {}).values():
            if entry.get("/Subtype") == "/Form" and entry.objgen not in known:
                known.add(entry.objgen)
                waiting.append((entry, entry.get("/Resources")))


def _ink(step: Any) -> Ink:
    return tuple(float(each) for each in step.operands)


def _shown(step: Any, seen: dict[Ink, Ink]) -> Any:
    operator = _INK.get(str(step.operator))
    return step if operator is None else ([*seen[_ink(step)]], pikepdf.Operator(operator))


def _convert_pictures(document: pikepdf.Pdf, drawn: list[Any], profile: bytes) -> None:
    made: dict[tuple[int, int], Any] = {}
    for resources in drawn:
        pictures = (resources or {}).get("/XObject", {})
        for name, entry in list(pictures.items()):
            if entry.get("/Subtype") == "/Image":
                if entry.objgen not in made:
                    made[entry.objgen] = _converted(document, entry, profile)
                pictures[name] = made[entry.objgen]


def _converted(document: pikepdf.Pdf, entry: Any, profile: bytes) -> Any:
    """The picture in sRGB; one of a kind our exporter does not write stays as it is."""
    mode = {"/DeviceCMYK": "CMYK", "/DeviceGray": "L"}.get(str(entry.get("/ColorSpace")))
    kind = entry.get("/Filter")
    if mode is None or entry.get("/BitsPerComponent") != 8 or kind not in (None, "/DCTDecode", "/FlateDecode"):
        return entry
    jpeg = kind == "/DCTDecode"
    decode = [float(each) for each in entry.get("/Decode", [])]
    size = int(entry.Width), int(entry.Height)
    data = entry.read_raw_bytes() if jpeg else entry.read_bytes()
    try:
        shown = picture(data, size, mode, jpeg, bool(decode) and decode[0] > decode[1], profile)
    except ValueError:
        return entry
    made = pikepdf.Stream(document, shown)
    for key in ("/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/SMask", "/Mask", "/Interpolate"):
        if key in entry:
            made[key] = entry[key]
    made.ColorSpace, made.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    return document.make_indirect(made)


def _unclaim(document: pikepdf.Pdf) -> None:
    root = document.Root
    if "/OutputIntents" in root:
        del root.OutputIntents
    packet = _CLAIMS.sub(b"", root.Metadata.read_bytes())
    root.Metadata = pikepdf.Stream(document, packet, {"/Type": pikepdf.Name.Metadata, "/Subtype": pikepdf.Name.XML})
