"""Small figures and fractions of a face that lacks them, drawn from its own: ₀…₉ ⁰…⁹ ₊ ₓ ⁿ ¼ ⅓ ⅞ and those of n⁄m.

Each is as large and stands as high as the face's own ², and is drawn along the weights of the family, so that small
figures do not look thin. Full stops and commas between small figures, and the parts of fractions that are typed figure
by figure, have private codes, which layout/text/figures.py knows (POINTS, OVER, UNDER).
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.roundTools import otRound
from fontTools.pens.pointInsidePen import PointInsidePen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph as Outline
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates
from fontTools.ttLib.tables.ttProgram import Program

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from layout.scripts import composition
from layout.text.figures import FOOT, OVER, POINTS, UNDER, UNDER_STROKE

Glyph = tuple[list[tuple[float, float]], list[int], list[int], float]
"""Points, ends of contours, on-curve flags, advance."""


def figures(files: list[Path], index: int, stem: float, most: float) -> bytes:
    """The face of small figures for one weight of a family. stem: of a small figure, in stems of a full one."""
    fonts = [TTFont(file) for file in files]
    own = fonts[index]
    two, small = _drawn(own, "2"), _drawn(own, "²") if own.getBestCmap().get(0xB2) else None
    size = _tall(small) / _tall(two) if small else 0.6
    foot = _box(small)[0] if small else (_tall(two) + 100 - size * _tall(two))
    of = (
        _weighted(fonts, stem * _stem(own) / size, most) if len(fonts) > 1 else lambda character: _drawn(own, character)
    )
    top = _box(two)[1]
    full = top - size * _box(of("2"))[1]
    bar = _drawn(own, "/")
    low, high = _box(bar)
    stroke = _scaled(bar, top / (high - low), -low * top / (high - low))
    made: dict[int, Glyph] = {}
    for code in (0xB2, 0xB3, 0xB9, *range(0x2070, 0x209D)):
        kind, plain = composition(chr(code))
        if kind and all(ord(each) in own.getBestCmap() for each in plain):
            made[code] = _scaled(of(plain), size, foot if kind == "super" else -FOOT * 1000)
    for kind, marks in POINTS.items():
        for mark, code in marks.items():
            made[ord(code)] = _scaled(of(mark), size, foot if kind == "super" else -FOOT * 1000)
    for figure in range(10):
        made[ord(OVER) + figure] = _scaled(of(str(figure)), size, full)
        made[ord(UNDER) + figure] = _scaled(of(str(figure)), size, 0)
    made[0x2044] = stroke
    for code in (0xBC, 0xBD, 0xBE, *range(0x2150, 0x2160), 0x2189):
        above, _, below = composition(chr(code))[1].partition("⁄")
        over = _row([_scaled(of(each), size, full) for each in above])
        under = _row([_scaled(of(each), size, 0) for each in below])
        made[code] = _fraction(over, stroke, under)
    return _font(made, own)


def _weighted(fonts: list[TTFont], wanted: float, most: float) -> Callable[[str], Glyph]:
    """Draws characters with stems as broad as wanted, between two weights of the family or beyond the last."""
    stems = [_stem(font) for font in fonts]
    at = next((at for at in range(1, len(stems)) if wanted <= stems[at]), len(stems) - 1)
    share = min((wanted - stems[at - 1]) / (stems[at] - stems[at - 1]), 1 + most)

    def drawn(character: str) -> Glyph:
        (points, ends, flags, wide), (others, *_, wider) = (_drawn(font, character) for font in fonts[at - 1 : at + 1])
        between = [(x + share * (u - x), y + share * (v - y)) for (x, y), (u, v) in zip(points, others, strict=True)]
        return between, ends, flags, wide + share * (wider - wide)

    return drawn


def _drawn(font: TTFont, character: str) -> Glyph:
    name = font.getBestCmap()[ord(character)]
    points, ends, flags = font["glyf"][name].getCoordinates(font["glyf"])
    scale = 1000 / font["head"].unitsPerEm
    return [(x * scale, y * scale) for x, y in points], list(ends), list(flags), font["hmtx"][name][0] * scale


def _stem(font: TTFont) -> float:
    """How broad the stem of the l is at its middle, thousandths of an em."""
    glyphs = font.getGlyphSet()
    name = font.getBestCmap()[ord("l")]
    outline = _drawn(font, "l")
    low, high = _box(outline)
    xs = [x for x, _ in outline[0]]
    inside = 0
    for x in range(int(min(xs)), int(max(xs)) + 1):
        pen = PointInsidePen(glyphs, (x + 0.5, (low + high) / 2))
        glyphs[name].draw(pen)
        inside += bool(pen.getResult())
    return inside


def _box(glyph: Glyph) -> tuple[float, float]:
    """The lowest and the highest point."""
    ys = [y for _, y in glyph[0]]
    return min(ys), max(ys)


def _tall(glyph: Glyph) -> float:
    low, high = _box(glyph)
    return high - low


def _scaled(glyph: Glyph, size: float, rise: float, right: float = 0.0) -> Glyph:
    points, ends, flags, wide = glyph
    return [(x * size + right, y * size + rise) for x, y in points], ends, flags, wide * size


def _row(glyphs: list[Glyph]) -> Glyph:
    """Glyphs side by side as one."""
    points: list[tuple[float, float]] = []
    ends: list[int] = []
    flags: list[int] = []
    at = 0.0
    for more, stops, on, wide in glyphs:
        ends += [len(points) + stop for stop in stops]
        points += [(x + at, y) for x, y in more]
        flags += on
        at += wide
    return points, ends, flags, at


def _fraction(over: Glyph, stroke: Glyph, under: Glyph) -> Glyph:
    xs = [x for x, _ in stroke[0]]
    left, broad = min(xs), max(xs) - min(xs)
    place = max(0.0, over[3] - UNDER_STROKE * broad) - left
    foot = place + left + (1 - UNDER_STROKE) * broad
    whole = _row([(*over[:3], 0.0), (*_scaled(stroke, 1, 0, place)[:3], 0.0), (*_scaled(under, 1, 0, foot)[:3], 0.0)])
    return (*whole[:3], foot + under[3] if under[0] else place + left + broad)


def _font(made: dict[int, Glyph], own: TTFont) -> bytes:
    builder = FontBuilder(1000, isTTF=True)
    names = {code: f"uni{code:04X}" for code in sorted(made)}
    glyphs, metrics = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": (500, 0)}
    for code, name in names.items():
        glyphs[name] = _glyph(made[code])
        metrics[name] = (otRound(made[code][3]), 0)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(dict(names))
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(
        {name: (wide, getattr(builder.font["glyf"][name], "xMin", 0)) for name, (wide, _) in metrics.items()}
    )
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    said = own["name"].getDebugName(6)
    copyright = own["name"].getDebugName(0)
    builder.setupNameTable(
        {
            "copyright": copyright,
            "familyName": f"{said} Figures",
            "styleName": "Regular",
            "uniqueFontIdentifier": f"{said}Figures",
            "fullName": f"{said} Figures",
            "psName": said.replace("-", "Figures-"),
            "licenseDescription": own["name"].getDebugName(13) or "SIL Open Font License 1.1",
        }
    )
    weight = own["OS/2"].usWeightClass
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, sTypoLineGap=0, usWeightClass=weight, fsType=0)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _glyph(glyph: Glyph) -> Any:
    """The outline as a TrueType glyph of its own."""
    points, ends, flags, _ = glyph
    made = Outline()
    made.numberOfContours = len(ends)
    made.coordinates = GlyphCoordinates([(otRound(x), otRound(y)) for x, y in points])
    made.endPtsOfContours = ends
    made.flags = bytearray(flag & 1 for flag in flags)
    made.program = Program()
    made.program.fromBytecode(b"")
    return made
