"""A face and the glyphs used of it → a Type 0 font with Identity-H in reportlab's document (ISO 32000-1 §9.7, §9.10.3).

    font = embed(document, face, used)          # used: glyph id → the texts it stands for, in the order of use
    content = b"/%s 9.5 Tf <%04x> Tj" % (font.name, font.codes[glyph, text])

The font is put among the document's fonts, which every page of reportlab's canvas shares, under `font.name`. `codes` has a
two-byte code for each glyph and text that was given. A reader that copies the page gets back `text` for that code, except
where (glyph, text) is in `font.unspelled`: the whole cluster then stands in /Span <</ActualText …>> BDC … EMC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from layout.fonts import Face


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """A font of the document.

    name: of the resource, without its slash. codes: two-byte code (CID) by glyph and text. unspelled: what a reader would
    copy wrongly from the code alone: a glyph of a cluster whose text an earlier glyph has (""), and in a CFF face a glyph
    that stands for a second text.
    """

    name: str
    codes: Mapping[tuple[int, str], int]
    unspelled: frozenset[tuple[int, str]]


def embed(document: Any, face: Face, used: Mapping[int, tuple[str, ...]]) -> EmbeddedFont:
    """Embed the used glyphs of a face. document: reportlab's PDFDocument. Same glyphs and texts, same bytes."""
    raise NotImplementedError
