"""A font made by hand, as a user may have one."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen


def name_keyed(place: Path) -> Path:
    """A CFF font with glyph names: squares of 200, 400 and 600 units, 1000 wide."""
    names = [".notdef", "ding", "yi", "bing"]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x4E01: "ding", 0x4E59: "yi", 0x4E19: "bing"})
    outlines = {}
    for side, name in zip((600, 600, 400, 300), names, strict=True):
        pen = T2CharStringPen(1000, None)
        pen.moveTo((0, 0))
        for corner in ((side, 0), (side, side), (0, side)):
            pen.lineTo(corner)
        pen.closePath()
        outlines[name] = pen.getCharString()
    builder.setupCFF("Named-Regular", {}, outlines, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Named", "styleName": "Regular", "psName": "Named-Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(place / "named.otf")
    return place / "named.otf"
