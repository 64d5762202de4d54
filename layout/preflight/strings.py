"""A string as its font shows it: its codes, how far along the line each begins, and the box round them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from layout.preflight.fonts import Font
from layout.preflight.graphics import Box, Matrix, State, shown, times

_LEVEL = -0.12, 0.88  # of a size: from how far below its baseline to how far above it a level line is
_VERTICAL = -0.5, 0.5  # a vertical one is centred on where it is shown (DW2)


@dataclass(slots=True)
class String:
    """places: of each code, how far along the line it begins and its own width; advance: of all of them. vertical: the
    line runs down."""

    codes: list[int]
    places: list[tuple[float, float]]
    advance: float
    vertical: bool

    def after(self, text: Matrix) -> Matrix:
        """The text matrix once it is shown."""
        along = (0.0, self.advance) if self.vertical else (self.advance, 0.0)
        return times((1.0, 0.0, 0.0, 1.0, *along), text)

    def box(self, matrix: Matrix, state: State) -> Box:
        """matrix: puts the line on the page."""
        low, high = _VERTICAL if self.vertical else _LEVEL
        off = sorted((state.rise + low * state.size, state.rise + high * state.size))
        along = sorted((0.0, self.advance))
        across, up = (off, along) if self.vertical else (along, off)
        return shown(matrix, (across[0], up[0], across[1], up[1]))


def string(font: Font, parts: Iterable[Any], state: State) -> String:
    """parts: what is shown, and between them numbers that move what follows."""
    codes, places, advance = list[int](), list[tuple[float, float]](), 0.0
    down = font.vertical
    scale = 1.0 if down else state.scale  # Th is of level lines alone
    for part in parts:
        if getattr(part, "_type_name", "") == "string":
            for code in font.codes(bytes(part)):
                codes.append(code)
                spaces = state.spacing + (state.word if code == 32 and not font.composite else 0)
                own = (-font.down(code) if down else font.width(code)) * font.em * state.size
                places.append((advance, own * scale))
                advance += (own + spaces) * scale
        else:
            advance -= float(part) / 1000 * state.size * scale
    return String(codes, places, advance, down)


__all__ = ["String", "string"]
