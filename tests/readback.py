"""A page of a finished PDF read back: every glyph with its place, every stroke and fill with its ink and overprint.

A second, plain reading of ISO 32000-1 §9.4.4, so that the writer is not judged by its own arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something painted. kind: "glyph" "stroke" "fill" "image". x, y: points from the medium's lower left corner.

    tags: the marked content it stands in, outermost first. code, size, font: of a glyph.
    """

    kind: str
    ink: tuple[float, ...]
    overprint: bool
    tags: tuple[str, ...]
    x: float = 0.0
    y: float = 0.0
    code: int = 0
    size: float = 0.0
    font: str = ""


@dataclass
class _State:
    fill: tuple[float, ...] = (0, 0, 0, 1)
    stroke: tuple[float, ...] = (0, 0, 0, 1)
    overprint: bool = False
    font: str = ""
    size: float = 0.0
    spacing: float = 0.0
    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0
    line: tuple[float, float] = (0.0, 0.0)
    tags: list[str] = field(default_factory=list)
    space: Any = None


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def drawn(pdf: bytes, index: int = 0) -> list[Drawn]:
    """Everything painted on a page, in order."""
    document = opened(pdf)
    page = document.pages[index]
    state, things = _State(), []
    widths = {name: _widths(font) for name, font in page.Resources.Font.items()}
    for operands, operator in pikepdf.parse_content_stream(page):
        things += _step(state, operands, str(operator), page, widths)
    assert not state.tags, "marked content is left open"
    return things


def _step(state: _State, operands: Any, operator: str, page: Any, widths: Any) -> list[Drawn]:
    tags = tuple(state.tags)
    match operator:
        case "k" | "K":
            ink = tuple(float(part) for part in operands)
            setattr(state, "fill" if operator == "k" else "stroke", ink)
        case "cs" | "CS":
            state.space = page.Resources.ColorSpace[str(operands[0])]
        case "scn" | "SCN":  # a spot: what stands in for it
            ink = tuple(float(part) * float(operands[0]) for part in state.space[3].C1)
            setattr(state, "fill" if operator == "scn" else "stroke", ink)
        case "gs":
            entry = page.Resources.ExtGState[str(operands[0])]
            assert entry.op == entry.OP
            assert entry.OPM == 1
            state.overprint = bool(entry.op)
        case "Tf":
            state.font, state.size = str(operands[0]), float(operands[1])
        case "Tc":
            state.spacing = float(operands[0])
        case "Tz":
            state.scale = float(operands[0]) / 100
        case "BT":
            state.line = (0.0, 0.0)
        case "Td":
            state.line = (state.line[0] + float(operands[0]), state.line[1] + float(operands[1]))
            state.x, state.y = state.line
        case "TJ":
            return list(_show(state, operands[0], widths[state.font]))
        case "S":
            return [Drawn("stroke", state.stroke, state.overprint, tags)]
        case "f":
            return [Drawn("fill", state.fill, state.overprint, tags)]
        case "Do":
            return [Drawn("image", (), state.overprint, tags)]
        case "BDC" | "BMC":
            state.tags.append(str(operands[0]))
        case "EMC":
            state.tags.pop()
        case "ET" | "q" | "Q" | "cm" | "w" | "J" | "d" | "m" | "l" | "c" | "re":
            pass
        case _:
            raise AssertionError(f"an operator nobody asked for: {operator}")
    return []


def _show(state: _State, array: Any, widths: Any) -> Any:
    for piece in array:
        if not isinstance(piece, pikepdf.String):
            state.x -= float(piece) / 1000 * state.size * state.scale
            continue
        codes = bytes(piece)
        for at in range(0, len(codes), 2):
            code = int.from_bytes(codes[at : at + 2], "big")
            yield Drawn(
                "glyph", state.fill, state.overprint, tuple(state.tags), state.x, state.y, code, state.size, state.font
            )
            state.x += (widths.get(code, widths[None]) / 1000 * state.size + state.spacing) * state.scale


def _widths(font: Any) -> dict[int | None, float]:
    """Advance by code; None: of every other code."""
    descendant = font.DescendantFonts[0]
    widths: dict[int | None, float] = {None: float(descendant.get("/DW", 1000))}
    rows = list(descendant.get("/W", []))
    while rows:
        first = int(rows.pop(0))
        if isinstance(rows[0], pikepdf.Array):
            widths |= {first + index: float(width) for index, width in enumerate(rows.pop(0))}
        else:
            last, width = int(rows.pop(0)), float(rows.pop(0))
            widths |= dict.fromkeys(range(first, last + 1), width)
    return widths
