"""A file traced in a process of its own, with a clock and a limit of memory: whatever a damaged or hostile file does to
its reader, it does it there. The child is given the file behind one line of JSON on its stdin and answers in JSON."""

from __future__ import annotations

import json
from typing import Any

from layout.diagnostics import Diagnostic, Span
from layout.display import Ink
from layout.learning.values import FaceSeen, Glyph, Panel, Sheet, Stroke
from layout.preflight.apart import Unanswered, answer, answered
from layout.units import Rect, Size


def traced(data: bytes, name: str, seconds: float) -> tuple[tuple[Sheet, ...], int] | Diagnostic:
    """The sheets of a file and how many pages it has in all; or why there are none (NP894, NP895)."""
    asked = json.dumps({"name": name, "seconds": seconds}).encode() + b"\n" + data
    try:
        told = answered("layout.learning.apart", asked, seconds)
        if "reason" in told:
            return Diagnostic("NP894", Span(name), (("reason", told["reason"]),))
        return tuple(map(_sheet, told["sheets"])), int(told["pages"])
    except Unanswered as error:
        return Diagnostic("NP895", Span(name), (("reason", str(error)),))


def _rows(sheet: Sheet) -> dict[str, Any]:
    return {
        "file": sheet.file,
        "number": sheet.number,
        "size": [sheet.size.width, sheet.size.height],
        "trim_by": sheet.trim_by,
        "bleed": sheet.bleed,
        "glyphs": [[g.text, g.x, g.baseline, g.advance, g.size, g.face, g.ink] for g in sheet.glyphs],
        "faces": [[f.name, f.stem, f.weight, f.serif, f.script, f.kind] for f in sheet.faces],
        "inks": [[i.cyan, i.magenta, i.yellow, i.black, i.spot, i.tint] for i in sheet.inks],
        "strokes": [[_box(s.box), s.thickness, s.ink, s.dash] for s in sheet.strokes],
        "panels": [[_box(p.box), p.ink, p.thickness, p.dash] for p in sheet.panels],
        "pictures": [_box(box) for box in sheet.pictures],
        "counts": [sheet.turned, sheet.upright_lines, sheet.unnamed, sheet.outlines],
        "rgb": sheet.rgb,
        "stumbles": sheet.stumbles,
    }


def _box(box: Rect) -> list[float]:
    return [box.x, box.y, box.width, box.height]


def _sheet(row: dict[str, Any]) -> Sheet:
    turned, upright, unnamed, outlines = row["counts"]
    return Sheet(
        row["file"],
        row["number"],
        Size(*row["size"]),
        row["trim_by"],
        row["bleed"],
        tuple(Glyph(*each) for each in row["glyphs"]),
        tuple(FaceSeen(*each) for each in row["faces"]),
        tuple(Ink(*each) for each in row["inks"]),
        tuple(Stroke(Rect(*box), thickness, ink, tuple(dash)) for box, thickness, ink, dash in row["strokes"]),
        tuple(Panel(Rect(*box), ink, thickness, tuple(dash)) for box, ink, thickness, dash in row["panels"]),
        tuple(Rect(*box) for box in row["pictures"]),
        0,
        turned,
        upright,
        unnamed,
        outlines,
        row["rgb"],
        tuple(row["stumbles"]),
    )


# In the child


def _sheets(asked: dict[str, Any], data: bytes) -> dict[str, Any]:
    from layout.learning.tracing import trace
    from layout.pdffile import Damaged

    try:
        sheets, pages = trace(data, asked["name"])
    except Damaged as error:
        return {"reason": str(error)}
    return {"sheets": [_rows(sheet) for sheet in sheets], "pages": pages}


if __name__ == "__main__":
    answer(_sheets)
