"""Cuts the faces of fonts/scripts and fonts/signs from the fonts that subsets.toml pins; same sources, same bytes.

`python fonts/subsets/make.py` writes them and prints what fonts.yaml has to say of each; --check compares. Sources are
kept in build/archives. None of these fonts reserves its name (their licences state no «Reserved Font Name» but Adobe's
“Source”, which none of them has), so the cuts keep theirs.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.misc.roundTools import otRound
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

HERE = Path(__file__).resolve().parent
FONTS, CLONE = HERE.parent, HERE.parent.parent
KEPT = CLONE / "build" / "archives"
sys.path.insert(0, str(CLONE))

from figures import figures  # noqa: E402 – beside this file

from layout.fetching import Archive, Member, collected, download  # noqa: E402 – found by the line above

MIDDLE = 380  # of the em box of the set's Chinese faces, above the baseline, thousandths of an em
# Features that set plain text (OpenType «Registered features»).
SETTING = ("kern", "mark", "mkmk", "ccmp", "locl", "rlig", "calt", "liga", "init", "medi", "fina", "isol", "curs")
SETTING += ("abvs", "blws", "abvm", "blwm", "pres", "psts", "vert")
DROPPED = ["DSIG", "gasp", "STAT", "vhea", "vmtx", "VORG", "MATH", "hdmx", "VDMX", "LTSH", "FFTM"]
DROPPED += ["fpgm", "prep", "cvt "]


def main() -> None:
    table = tomllib.loads((HERE / "subsets.toml").read_text("utf-8"))
    for folder, faces in table["faces"].items():
        for key, face in faces.items():
            for name, data in made(table["archives"], key, face):
                put(FONTS / folder / name, data)
    for family in table["figures"]["families"]:
        files = [FONTS / file for file in family]
        for index, file in enumerate(files):
            data = figures(files, index, table["figures"]["stem"], table["figures"]["most"])
            put(FONTS / "figures" / file.name.replace("_", "Figures_"), data)
        put(FONTS / "figures" / f"LICENSE_FONT-{files[0].parent.name}", (files[0].parent / "LICENSE_FONT").read_bytes())


def made(archives: dict[str, Any], key: str, face: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The cuts of a family and its licence, by file name."""
    source = face.get("archive", key)
    archive = Archive(source, (archives[source]["url"],), archives[source]["sha256"])
    between = face.get("between", [])
    weights = face.get("weights") or sorted({weight for each in between for weight in each["weights"]})
    named = {weight: face["file"].format(weight=weight) for weight in weights}
    paths = {name: f"package/{weight}/{name}" for weight, name in named.items()}
    paths[f"LICENSE_FONT-{source}"] = "package/LICENSE_FONT"
    found = dict(collected([archive], [Member(name, source, path) for name, path in paths.items()], fetched))
    yield f"LICENSE_FONT-{source}", found[f"LICENSE_FONT-{source}"]
    for each in between:
        yield each["name"], cut(mixed(*(found[named[weight]] for weight in each["weights"]), each), face)
    for name in () if between else named.values():
        yield name, cut(found[name], face)


def mixed(light: bytes, heavy: bytes, how: dict[str, Any]) -> bytes:
    """A font drawn between two weights of one family, so much of the heavier one, at another size on its em. Its marks
    and kerning are the lighter one's."""
    font, other = (TTFont(io.BytesIO(data), recalcTimestamp=False) for data in (light, heavy))
    share = how["mix"]
    assert font.getGlyphOrder() == other.getGlyphOrder()
    for name in font.getGlyphOrder():
        one, two = font["glyf"][name], other["glyf"][name]
        for mine, its in zip(getattr(one, "components", ()), getattr(two, "components", ()), strict=True):
            mine.x, mine.y = (otRound(a + share * (b - a)) for a, b in ((mine.x, its.x), (mine.y, its.y)))
        if one.numberOfContours > 0:
            pairs = zip(one.coordinates, two.coordinates, strict=True)
            one.coordinates[:] = [
                tuple(otRound(a + share * (b - a)) for a, b in zip(*pair, strict=True)) for pair in pairs
            ]
        (wide, _), (wider, _) = font["hmtx"][name], other["hmtx"][name]
        font["hmtx"][name] = (otRound(wide + share * (wider - wide)), font["hmtx"][name][1])
    for name in font.getGlyphOrder():
        font["glyf"][name].recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(font["glyf"][name], "xMin", 0))
    em = font["head"].unitsPerEm
    scale_upem(font, otRound(em * how["size"]))
    font["head"].unitsPerEm = em
    family, style = how["name"].removesuffix(".ttf").split("_")
    for number, text in {2: style, 4: f"{family} {style}", 6: f"{family}-{style}"}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    for number in (16, 17):
        font["name"].removeNames(number)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def cut(data: bytes, face: dict[str, Any]) -> bytes:
    options = subset.Options()
    options.layout_features = list(face.get("features", SETTING))
    options.hinting, options.notdef_outline, options.glyph_names = False, True, False
    options.drop_tables += DROPPED
    options.recalc_timestamp = False
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    wanted = characters(face["keep"]) | legacy(face.get("charset", ""))
    if face.get("without"):
        wanted -= had(face["without"]) - {0x20}
    worker = subset.Subsetter(options)
    worker.populate(unicodes=sorted(wanted & set(font.getBestCmap())))
    worker.subset(font)
    if face.get("em"):
        set_on_em(font, face["em"])
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def set_on_em(font: TTFont, how: dict[str, Any]) -> None:
    """Glyphs made larger, each with its ink in the middle of a box of one em."""
    em = font["head"].unitsPerEm
    if em != 1000:
        scale_upem(font, 1000)
    wanted = None if how["ranges"] == "all" else characters(how["ranges"])
    names = font.getBestCmap()
    marks = {name for code, name in names.items() if wanted is not None and code not in wanted} | {".notdef", "space"}
    middle = how["middle"] * font["head"].unitsPerEm / em  # scaled with the rest
    centred = {name for code, name in names.items() if code in characters(how.get("centred", ""))}
    for name in font.getGlyphOrder():
        if name in marks or name == names.get(0x20) or not font["glyf"][name].numberOfContours:
            continue
        glyph = font["glyf"][name] = drawn(font, name)
        glyph.recalcBounds(font["glyf"])
        wide = glyph.xMax - glyph.xMin
        scale = min(how["scale"], how["widest"] / wide) if wide else how["scale"]
        left = 500 - scale * (glyph.xMin + glyph.xMax) / 2
        points, _, _ = glyph.getCoordinates(font["glyf"])
        foot = (glyph.yMin + glyph.yMax) / 2 if name in centred else middle
        for at, (x, y) in enumerate(points):
            points[at] = (otRound(x * scale + left), otRound((y - foot) * scale + MIDDLE))
        glyph.coordinates = points
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (1000, glyph.xMin)
    font["OS/2"].sTypoAscender, font["OS/2"].sTypoDescender, font["OS/2"].sTypoLineGap = 880, -120, 0


def drawn(font: TTFont, name: str) -> Any:
    """A glyph in outlines of its own, none of them another glyph's."""
    pen, glyphs = TTGlyphPen(None), font.getGlyphSet()
    recorded = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(recorded)
    recorded.replay(pen)
    return pen.glyph()


def characters(ranges: str) -> set[int]:
    pairs = [each.split("-") for each in ranges.split()]
    return {code for pair in pairs for code in range(int(pair[0], 16), int(pair[-1], 16) + 1)}


def legacy(charset: str) -> set[int]:
    """The syllables of KS X 1001: rows 16 to 40."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
    return {ord(cell.decode(charset)) for cell in cells} if charset else set()


def had(key: str) -> set[int]:
    file = {"noto-serif-sc-400": "noto-serif-sc/NotoSerifSC_400Regular.ttf"}[key]
    return set(TTFont(FONTS / file, lazy=True).getBestCmap())


def put(path: Path, data: bytes) -> None:
    digest = hashlib.sha256(data).hexdigest()
    if "--check" in sys.argv:
        same = path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
        print("same" if same else "DIFFERS", path.relative_to(FONTS))
        return
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    print(f"{path.relative_to(FONTS)}\n    sha256: {digest}\n    bytes: {len(data)}")


def fetched(url: str) -> bytes:
    kept = KEPT / url.rsplit("/", 1)[1]
    if not kept.is_file():
        KEPT.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(download(url))
    return kept.read_bytes()


if __name__ == "__main__":
    main()
