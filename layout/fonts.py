"""The font set: each face opened once (mmap), found by role, with fallback by character. The one door to uharfbuzz.

Metrics are in em; the em box comes from the BASE table or the typo metrics (880/−120), never from hhea.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from layout.diagnostics import Report


@dataclass(frozen=True, slots=True)
class Shaped:
    """What HarfBuzz made of a text: parallel tuples; advances in em; clusters: index of each glyph's first character."""

    glyphs: tuple[int, ...]
    advances: tuple[float, ...]
    clusters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Subset:
    """A subset face, ready to embed. new: old glyph id → glyph id (TrueType) or CID (CFF) in `data`."""

    data: bytes
    new: dict[int, int]


class Face:
    """One face of the set. key: its name in fonts.yaml. All metrics in em."""

    key: str
    postscript_name: str
    is_cff: bool
    units_per_em: int
    ascent: float  # top of the em box above the baseline
    descent: float  # bottom of the em box below the baseline, positive
    cap_height: float

    def has(self, character: str) -> bool:
        raise NotImplementedError

    def glyph(self, character: str) -> int:
        """Its nominal glyph; 0 = the face has none."""
        raise NotImplementedError

    def advance(self, glyph: int) -> float:
        raise NotImplementedError

    def shape(self, text: str, language: str = "zh-Hans", features: Sequence[str] = ()) -> Shaped:
        raise NotImplementedError

    def ink(self, glyph: int) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of the outline's box, em, y up."""
        raise NotImplementedError

    def subset(self, glyphs: Iterable[int]) -> Subset:
        raise NotImplementedError


class FontBook:
    """The faces by role. A role's stack is asked face by face for each character."""

    @classmethod
    def open(cls, folder: Path, extra: Sequence[Path] = (), report: Report | None = None) -> FontBook:
        raise NotImplementedError

    def face(self, key: str) -> Face:
        raise NotImplementedError

    def face_for(self, role: str, character: str) -> Face | None:
        """First face of the role's stack that has the character; None = the set lacks it."""
        raise NotImplementedError
